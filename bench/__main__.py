"""``python -m bench``: quality of the alignment beside baselines, on every gold task that is found."""

import platform

from bench.quality import main

if __name__ == "__main__":
    print(f"Python {platform.python_version()}, {platform.system()} {platform.machine()}\n")
    main()
