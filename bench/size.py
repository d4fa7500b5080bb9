"""Speed, memory and quality by size: ``python -m bench.size``.

The texts are made: words of invented languages drawn by Zipf's law, passages with a topic of their own, and
counterparts that keep about half of the words, say others by another word, stand in moved blocks, and are
missing for a fifth of the passages on each side. Each size runs in a process of its own, so that the peak
memory is its own. The baseline is rapidfuzz ``token_set_ratio`` over all pairs, timed in the same run; beyond
``BASELINE_MOST`` it is extrapolated from the square of the size, and marked so.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import time
from math import log
from pathlib import Path
from statistics import mean

import numpy as np
from rapidfuzz import fuzz, process

SIZES = (500, 2_000, 5_000, 20_000)
BASELINE_MOST = 5_000
VOCABULARY = 30_000
WORDS = 24
KEPT, OTHER_WORD = 0.5, 0.6
MISSING = 0.2
BLOCK = 25
SYLLABLES = [c + v for c in "bdfgklmnprstvz" for v in "aeiou"]


def word(number: int) -> str:
    """An invented word, each number another."""
    out = ""
    number += len(SYLLABLES)
    while number:
        number, rest = divmod(number, len(SYLLABLES))
        out += SYLLABLES[rest]
    return out


def make(size: int, seed: int = 1, words: int = WORDS) -> tuple[list[str], list[str], set[tuple[int, int]]]:
    """Make two sides of ``size`` passages and the pairs that are counterparts."""
    random = np.random.default_rng(seed)
    shared = int(size * (1 - MISSING))
    chance = 1 / np.arange(1, VOCABULARY + 1)
    chance /= chance.sum()
    synonym = random.permutation(VOCABULARY) + VOCABULARY

    def passage() -> np.ndarray:
        topic = random.integers(VOCABULARY // 20, VOCABULARY, 3)
        drawn = random.choice(VOCABULARY, words, p=chance)
        drawn[: len(topic) * 2] = np.repeat(topic, 2)
        return random.permutation(drawn)

    def reworded(source: np.ndarray) -> np.ndarray:
        fresh = random.choice(VOCABULARY, len(source), p=chance)
        other = np.where(random.random(len(source)) < OTHER_WORD, synonym[source], fresh)
        return random.permutation(np.where(random.random(len(source)) < KEPT, source, other))

    left = [passage() for _ in range(size)]
    kept = np.sort(random.choice(size, shared, replace=False))
    right = [(int(i), reworded(left[i])) for i in kept] + [(-1, passage()) for _ in range(size - shared)]
    alone = [right.pop() for _ in range(size - shared)]
    for item in alone:
        right.insert(int(random.integers(len(right) + 1)), item)
    blocks = [right[k : k + BLOCK] for k in range(0, size, BLOCK)]
    right = [item for k in random.permutation(len(blocks)) for item in blocks[k]]
    texts = [[" ".join(map(word, p.tolist())) for p in side] for side in (left, [p for _, p in right])]
    return texts[0], texts[1], {(i, j) for j, (i, _) in enumerate(right) if i >= 0}


def one(size: int) -> None:
    """Align one size in this process and print its figures as JSON."""
    import resource  # noqa: PLC0415 - not on Windows, where this measurement is not run

    from diffapp import Settings, align  # noqa: PLC0415 - imports are no part of the time

    left, right, gold = make(size)
    settings = Settings(encoder="none")
    align(left[:50], right[:50], settings)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.perf_counter()
    links = {(link.a[1], link.b[1]) for link in align(left, right, settings)}
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    right_ones = len(links & gold)
    f1 = 2 * right_ones / (len(links) + len(gold))
    print(json.dumps({"seconds": seconds, "peak": peak / 1024, "before": before / 1024, "f1": f1}))


def baseline(size: int) -> float:
    """Seconds that rapidfuzz needs for the scores of all pairs, on one core."""
    left, right, _ = make(size)
    started = time.perf_counter()
    for start in range(0, size, 500):
        process.cdist(left[start : start + 500], right, scorer=fuzz.token_set_ratio, dtype=np.uint8)
    return time.perf_counter() - started


def main() -> None:
    """Measure every size and print a table with the growth exponent between sizes."""
    if len(sys.argv) > 1:
        one(int(sys.argv[1]))
        return
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}; lexical mode\n")
    print("| passages a side | seconds | growth exponent | peak MB | F1 | token_set of all pairs | ratio |")
    print("|---|---|---|---|---|---|---|")
    last: tuple[int, float] | None = None
    timed: list[float] = []
    for size in SIZES:
        command = [sys.executable, "-m", "bench.size", str(size)]
        told = subprocess.run(command, check=True, capture_output=True, cwd=Path(__file__).parents[1])  # noqa: S603
        got = json.loads(told.stdout)
        growth = f"{log(got['seconds'] / last[1]) / log(size / last[0]):.2f}" if last else ""
        last = size, got["seconds"]
        exact = size <= BASELINE_MOST
        fuzzy = baseline(size) if exact else mean(timed[-1:]) * (size / BASELINE_MOST) ** 2
        timed.append(fuzzy)
        said = f"{fuzzy:.1f} s" if exact else f"{fuzzy:.0f} s (extrapolated)"
        cells = [f"{size:,}", f"{got['seconds']:.2f}", growth, f"{got['peak']:.0f}", f"{got['f1']:.3f}", said]
        print(f"| {' | '.join(cells)} | {fuzzy / got['seconds']:.0f} |", flush=True)


if __name__ == "__main__":
    main()
