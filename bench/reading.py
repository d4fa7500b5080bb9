"""How exactly files are read: ``python -m bench.reading DIR``.

DIR holds files and a manifest.json that says which blocks each must give: ``documents``, each with ``file``
and ``expect`` (blocks in reading order with ``kind``, ``label`` and ``text``, a table with ``rows`` instead)
and perhaps ``footnotes`` and ``must_not_appear``; ``expect_repeat`` says that a file is the first document so
many times over. A block counts as exact if it is read with the same characters, white space aside, in the
same order among the exact ones; notes may stand anywhere. ``like`` is the share of the expected characters
that the whole text has in the same order. Without DIR only the speed is measured: a PDF of 100 pages made
here of invented words.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from rapidfuzz.distance import LCSseq

from bench.pdfs import At, shown
from diffapp.errors import ReadingError
from diffapp.numbering import printed
from diffapp.reading import parsing
from diffapp.reading.parsed import Options, quiet

PAGES = 100


class Figures(NamedTuple):
    """What one file gave: exact blocks of those expected, share of the characters, words that must not be."""

    exact: int
    expected: int
    like: float
    strays: tuple[str, ...]
    missed: tuple[str, ...]


def plain(text: str) -> str:
    """A text with single spaces."""
    return " ".join(text.split())


def expected(entry: dict[str, Any]) -> Iterator[str]:
    """The texts of the blocks that an entry of the manifest asks for."""
    for block in entry["expect"]:
        if block["kind"] == "table":
            yield from (plain(" | ".join(row)) for row in block["rows"])
        else:
            yield plain(f"{block.get('label', '')} {block['text']}")


def without_bullet(text: str) -> str:
    """A block without the bullet before it, which formats with lists do not write."""
    return text[1:].lstrip() if text[:1] in "•·‣▪-–*" else text


def without_label(text: str) -> str:
    """A block without the printed number at its head."""
    number = printed(text)
    return text[number.end :] if number else text


def judge(blocks: Sequence[str], entry: dict[str, Any], wanted: Sequence[str]) -> Figures:
    """Compare what was read with what was to be read."""
    notes = [plain(f"[{note['label']}] {note['text']}") for note in entry.get("footnotes", [])]
    notes *= entry.get("expect_repeat", 1)
    left = [without_bullet(plain(block)) for block in blocks]
    seen_notes = [note for note in notes if note in left]
    body = [block for block in left if block not in set(notes)]
    want = [without_bullet(each) for each in wanted]
    if "expect_repeat" in entry:  # the numbers of lists and notes run on
        body, want = [without_label(each) for each in body], [without_label(each) for each in want]
        notes = []
    lost = {step.src_pos for step in LCSseq.editops(want, body) if step.tag == "delete"}
    text, whole = "\n".join(want), "\n".join(body)
    missed = [each for at, each in enumerate(want) if at in lost]
    missed += [note for note in notes if note not in left]
    strays = [word for word in entry.get("must_not_appear", []) if word in "\n".join(left)]
    like = LCSseq.similarity(text, whole) / max(len(text), len(whole), 1)
    return Figures(
        len(want) - len(lost) + len(seen_notes), len(want) + len(notes), like, tuple(strays), tuple(missed)
    )


def read(path: Path) -> list[str]:
    """The blocks of a file, read in this process."""
    document = parsing.parse_here(path.read_bytes(), path.name, Options(recognise=False), quiet)
    return [document.text[block.start : block.end] for block in document.blocks]


def measure(folder: Path, *, tell_missed: bool) -> None:
    """Print a line for each file of a folder that can be read and of which is known what it holds."""
    entries = json.loads((folder / "manifest.json").read_text("utf-8"))["documents"]
    first = next(list(expected(entry)) for entry in entries if entry.get("expect"))
    print(f"{'file':34}{'exact':>10}{'like':>9}{'seconds':>9}")
    exact = of = 0
    for entry in entries:
        if not entry.get("file") or not (entry.get("expect") or entry.get("expect_repeat")):
            continue
        path = folder / entry["file"]
        wanted = list(expected(entry)) if entry.get("expect") else first * entry.get("expect_repeat", 1)
        started = time.perf_counter()
        try:
            blocks = read(path)
        except ReadingError as error:
            print(f"{entry['file']:34}{'-':>10}{'-':>9}{'-':>9}  {error}")
            continue
        seconds = time.perf_counter() - started
        found = judge(blocks, entry, wanted)
        strays = f"  must not appear: {', '.join(found.strays)}" if found.strays else ""
        print(
            f"{entry['file']:34}{f'{found.exact}/{found.expected}':>10}{found.like:>9.4f}{seconds:>9.2f}{strays}"
        )
        for text in found.missed if tell_missed else ():
            print(f"    missed: {text}")
        exact, of = exact + found.exact, of + found.expected
    print(f"{'all':34}{f'{exact}/{of}':>10}")


def pages(count: int) -> bytes:
    """A PDF of so many pages of invented words, full to the margins."""
    draw = random.Random(1)  # noqa: S311 - words for a measurement
    sounds = [first + second for first in "bdfgklmnprstv" for second in "aeiou"]
    lines = []
    for _ in range(count):
        for row in range(46):
            words = ["".join(draw.choices(sounds, k=draw.randint(1, 4))) for _ in range(12)]
            lines.append(" ".join(words).capitalize() + "." if row % 6 == 5 else " ".join(words))
    placed = [At(72, 72 + 14 * (at % 46), text) for at, text in enumerate(lines)]
    return shown(*(placed[at : at + 46] for at in range(0, len(placed), 46)))


def main() -> None:
    """Measure the folder that is named, and the speed."""
    names = [each for each in sys.argv[1:] if not each.startswith("-")]
    for name in names:
        measure(Path(name), tell_missed="--missed" in sys.argv)
    data = pages(PAGES)
    started, busy = time.perf_counter(), time.process_time()
    document = parsing.parse_here(data, "pages.pdf")
    seconds, busy = time.perf_counter() - started, time.process_time() - busy
    size = f"{PAGES} pages of PDF, {len(document.text):,} characters"
    print(f"{size}: {seconds:.2f} s, of which {busy:.2f} s of the processor")


if __name__ == "__main__":
    main()
