"""``python -m bench``: quality of the alignment beside baselines, then speed, memory and quality by size."""

import platform

from bench import quality, size

if __name__ == "__main__":
    print(f"Python {platform.python_version()}, {platform.system()} {platform.machine()}\n")
    quality.main()
    print()
    size.main()
