"""How quick the built-in pair is: ``python -m bench.case``. With kept vectors and without."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
PAIR = ("texts/us-response.md", "texts/nato-response.md")
RUNS = 5
AGAIN = """
import time
from pathlib import Path
from diffapp import compare, read_file
pair = [read_file(Path(name)) for name in {pair!r}]
compare(pair)
began = time.perf_counter()
compare(pair)
print(time.perf_counter() - began)
"""


def fresh(cache: str) -> float:
    """Seconds of the command line from start to end, imports and model included."""
    began = time.perf_counter()
    command = [sys.executable, "-m", "diffapp", "compare", *PAIR, "--output", os.devnull]
    subprocess.run(command, check=True, cwd=ROOT, env={**os.environ, "DIFFAPP_CACHE": cache})  # noqa: S603
    return time.perf_counter() - began


def again(cache: str) -> float:
    """Seconds of a comparison in a process that has made it before; with no cache, all is encoded anew."""
    command = [sys.executable, "-c", AGAIN.format(pair=PAIR)]
    env = {**os.environ, "DIFFAPP_CACHE": cache}
    told = subprocess.run(command, check=True, cwd=ROOT, env=env, capture_output=True, text=True)  # noqa: S603
    return float(told.stdout)


def main() -> None:
    """Measure, and print medians."""
    with tempfile.TemporaryDirectory() as kept:
        rows = [
            ("first run: imports, model, vectors", [fresh("") for _ in range(RUNS)], "target < 4 s"),
            ("later run: vectors kept", [fresh(kept) for _ in range(RUNS + 1)][1:], ""),
            ("encoder loaded, vectors kept", [again(kept) for _ in range(RUNS)], "target < 0.5 s"),
            ("encoder loaded, vectors anew", [again("") for _ in range(RUNS)], ""),
        ]
    for name, times, target in rows:
        print(f"{name:<36} median {median(times):5.2f} s  worst {max(times):5.2f} s  {target}")


if __name__ == "__main__":
    main()
