"""Seconds, processor time and size of each export: ``python -m bench.exporting``.

The comparison is made by hand: 300 rows of 120 invented words a side, every fifth word marked, as large as a
long pair of documents that were drafted apart. The least of three runs counts.
"""

from __future__ import annotations

import platform
import sys
import time
from itertools import islice

from bench.size import word
from diffapp.exporting import EXPORTERS
from diffapp.model import (
    DEFAULT,
    Comparison,
    Document,
    Evidence,
    Link,
    Mark,
    Passage,
    Row,
    Stance,
    Variant,
)

ROWS = 300
WORDS = 120
EACH = 5
"""Every fifth word is marked: 48 runs a cell."""
REPEATS = 3


def made(rows: int = ROWS, words: int = WORDS, documents: int = 2) -> Comparison:
    """A comparison of as many rows, each with a passage in every document."""
    texts = [[_text(d * rows + k, words) for k in range(rows)] for d in range(documents)]
    return Comparison(
        documents=tuple(
            Document(f"d{d}", "\n\n".join(side), (), title=f"Text {d + 1}") for d, side in enumerate(texts)
        ),
        passages=tuple(
            tuple(Passage(str(k), 0, len(t), t, label=str(k)) for k, t in enumerate(side, 1))
            for side in texts
        ),
        links=tuple(
            Link((0, k), (d, k), 0.7, (Evidence("words", "shared words", 0.7),))
            for k in range(rows)
            for d in range(1, documents)
        ),
        rows=tuple(
            Row(
                f"{k + 1}|{k + 1}",
                ((k,),) * documents,
                "shared",
                0.7,
                closeness="close",
                variants=_variants(texts, k),
            )
            for k in range(rows)
        ),
        differences=(),
        settings=DEFAULT,
        versions={"diffapp": "0"},
        stances=tuple(tuple((Stance("offer", t[:4], 0, 4, 3),) for t in side) for side in texts),
    )


def _text(seed: int, words: int) -> str:
    return " ".join(word(seed * 7 + k * 13) for k in range(words)).capitalize() + "."


def _variants(texts: list[list[str]], row: int) -> tuple[Variant, ...]:
    marks = [_marks(d, row, side[row]) for d, side in enumerate(texts)]
    return tuple(Variant("differs", found) for found in zip(*marks, strict=True))


def _marks(document: int, passage: int, text: str) -> list[Mark]:
    at, found = 0, []
    for k, part in enumerate(text.split(" ")):
        if k % EACH == 0:
            found.append(Mark(document, passage, at, at + len(part)))
        at += len(part) + 1
    return found


def seconds(comparison: Comparison, name: str) -> tuple[float, float, int]:
    """The least time that a format took, the least of the processor's, and how many bytes came of it."""
    taken, worked, size = [], [], 0
    for _ in range(REPEATS):
        started, begun = time.perf_counter(), time.process_time()
        size = len(EXPORTERS[name](comparison))
        taken.append(time.perf_counter() - started)
        worked.append(time.process_time() - begun)
    return min(taken), min(worked), size


def main() -> None:
    """Print the table; formats can be named on the command line."""
    comparison = made()
    names = list(islice(sys.argv, 1, None)) or list(EXPORTERS)
    print(f"{ROWS} rows, {WORDS} words a side, {platform.python_version()} on {platform.machine()}\n")
    print(f"{'format':<16} {'seconds':>8} {'processor':>9} {'KB':>8}")
    for name in names:
        if EXPORTERS[name].missing:
            print(f"{name:<16} {EXPORTERS[name].missing}")
            continue
        taken, worked, size = seconds(comparison, name)
        print(f"{name:<16} {taken:>8.2f} {worked:>9.2f} {size / 1024:>8.0f}")


if __name__ == "__main__":
    main()
