"""``python -m bench.facsimile``: how well the built-in pair is read from pictures of its pages alone.

The two texts are typeset as one PDF, with a marking at the head of each page and its number at the foot, and
photographed with a degree of tilt and noise, at 200 and at 150 dots an inch. A character error is one that
Levenshtein's distance counts between the whole texts with single spaces. "leading" is how many of the ten
leading differences between the originals are among the facsimiles' ten, "placed" how many in their place.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pypdfium2
from rapidfuzz.distance import Levenshtein

import diffapp
from bench.facsimiles import faces, one_line, photographed, typeset
from diffapp.model import Document
from diffapp.reading import Options, read_file
from diffapp.reading.parsing import parse_here
from diffapp.segmenting import segment

TEXTS = Path(__file__).parents[1] / "texts"
PAIR = ("us-response.md", "nato-response.md")
SCANS = ((200, 1.0, 1), (150, 1.0, 1), (200, 1.0, 2), (150, 1.0, 2))
"""Dots an inch, degrees of tilt, seed of the noise."""
LEADING = 10


def second_begins(pdf: bytes, document: Document) -> int:
    """The number of the page on which the second text begins, by its title in the typeset PDF."""
    first = document.text[: document.blocks[0].end].split()[0]
    source = pypdfium2.PdfDocument(pdf)
    found = [
        n for n in range(1, len(source) + 1) if first in source[n - 1].get_textpage().get_text_range()[:120]
    ]
    return found[-1]


def names(documents: Sequence[Document]) -> list[str]:
    """The names of the leading differences between two texts."""
    return [f"{each.concept} {each.kind}" for each in diffapp.compare(documents).differences[:LEADING]]


def measure(originals: Sequence[Document], scan: bytes, start: int, *, tell_errors: bool) -> str:
    """One line of the table."""
    pages = len(pypdfium2.PdfDocument(scan))
    told: list[tuple[int, int]] = []
    begun, busy = time.perf_counter(), time.process_time()
    read = [
        parse_here(scan, "scan.pdf", Options(pages=each), lambda done, of: told.append((done, of)))
        for each in ((1, start - 1), (start, pages))
    ]
    seconds = (time.perf_counter() - begun) / pages
    busy = (time.process_time() - busy) / pages
    wanted, got = (one_line(" ".join(each.text for each in both)) for both in (originals, read))
    errors = Levenshtein.distance(got, wanted) / len(wanted)
    passages = [sum(len(segment(each)) for each in both) for both in (originals, read)]
    leading, found = names(originals), names(read)
    same = sum(a == b for a, b in zip(leading, found, strict=False))
    if tell_errors:
        for step in Levenshtein.opcodes(got, wanted):
            if step.tag != "equal":
                here, there = (
                    slice(step.src_start - 15, step.src_end + 8),
                    slice(step.dest_start - 15, step.dest_end + 8),
                )
                print(f"    {got[here]!r} for {wanted[there]!r}")
    removed = sum(len(each.removed) for each in read)
    return (
        f"{pages:5} {seconds:8.1f} {busy:9.1f} {errors:8.3%} {passages[0]:9} {passages[1]:4}"
        f" {len(set(leading) & set(found)):6} {same:5} {len(told):6} {removed:8}"
    )


def main() -> None:
    """Print the table."""
    originals = [read_file(TEXTS / name) for name in PAIR]
    print(
        "face              dpi seed pages s a page processor   errors"
        "  passages  got  leading placed  calls  removed"
    )
    for face in faces():
        pdf = typeset(originals, face)
        start = second_begins(pdf, originals[1])
        for dpi, tilt, seed in SCANS:
            scan = photographed(pdf, dpi, tilt, seed)
            line = measure(originals, scan, start, tell_errors="--errors" in sys.argv)
            print(f"{face.font:17} {dpi:3} {seed:4} {line}", flush=True)


if __name__ == "__main__":
    main()
