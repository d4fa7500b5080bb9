"""Document -> passages: the paragraphs and numbered points that are aligned, under their headings.

Nothing is rewritten: a passage is a stretch of the document's text. Headings are not passages; they are
the path above those that follow. Where a document would consist of headings alone, all are passages.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from diffapp.model import Block, Document, Passage, Unit
from diffapp.numbering import Numbering, article_of, follows, printed
from diffapp.outlining import rank_by_shape
from diffapp.sentencing import sentences

__all__ = ["bare", "headings", "segment", "sentences"]


@dataclass(frozen=True, slots=True)
class _Part:
    """A block without outer white space; ``rank`` is how deep a heading it is, None for a passage."""

    start: int
    end: int
    text: str
    rank: int | None
    by_shape: bool = False
    page: int | None = None
    confidence: float | None = None


def segment(document: Document, unit: Unit = "paragraph") -> tuple[Passage, ...]:
    """Cut a document into passages.

    Args:
        document: its blocks must be in order and disjoint.
        unit: "paragraph", or "sentence" for one passage per sentence.

    Returns:
        The passages in reading order, with ids "1", "2", …; ``passage.text`` is
        ``document.text[passage.start:passage.end]`` and has no outer white space. At least one, unless
        the document has no text.
    """
    parts = _without_lists(_parts(document))
    if all(part.rank is not None for part in parts):
        parts = [replace(part, rank=None) for part in parts]
    found = list(_passages(parts, _same(document.title)))
    if unit == "sentence":
        found = [sentence for passage in found for sentence in _cut(passage)]
    return tuple(replace(each, id=str(number)) for number, each in enumerate(found, start=1))


def headings(document: Document) -> frozenset[int]:
    """The blocks that are headings, counted from 0."""
    starts = [part.start for part in _without_lists(_parts(document)) if part.rank is not None]
    return frozenset(bisect_right(document.blocks, start, key=_start) - 1 for start in starts)


def _start(block: Block) -> int:
    return block.start


def bare(document: Document) -> bool:
    """Whether a document holds headings and no passage."""
    parts = _without_lists(_parts(document))
    return bool(parts) and all(part.rank is not None for part in parts)


def _parts(document: Document) -> list[_Part]:
    """The blocks that hold text, each with its rank."""
    parts: list[_Part] = []
    for block in document.blocks:
        whole = document.text[block.start : block.end]
        text = whole.strip()
        if not text:
            continue
        start = block.start + len(whole) - len(whole.lstrip())
        rank = rank_by_shape(text) if block.level is None else block.level or None
        end = start + len(text)
        parts.append(_Part(start, end, text, rank, block.level is None, block.page, block.confidence))
    return parts


def _without_lists(parts: list[_Part]) -> list[_Part]:
    """Make passages of short numbered lines that follow each other: a list, not titles without a text."""
    numbers = [printed(part.text) if part.by_shape and part.rank is not None else None for part in parts]
    listed = [False] * len(parts)
    for at, (first, second) in enumerate(pairwise(numbers)):
        if first and second and follows(first, second):
            listed[at] = listed[at + 1] = True
    return [
        replace(part, rank=None) if in_list else part for part, in_list in zip(parts, listed, strict=True)
    ]


def _passages(parts: list[_Part], title: str) -> Iterator[Passage]:
    """The passages, not yet numbered through, with their labels and the headings above them."""
    numbers = [None if part.rank is not None else printed(part.text) for part in parts]
    numbering = Numbering(frozenset((number.form, number.token) for number in numbers if number))
    path: list[tuple[int, str]] = []
    after_heading = False
    for part, number in zip(parts, numbers, strict=True):
        if part.rank is None:
            label, label_end = numbering.label(number)
            heading = tuple(text for rank, text in path if not (rank == 1 and _same(text) == title))
            place = part.start, part.end, part.text
            yield Passage("", *place, label, label_end, heading, part.page, part.confidence)
        else:
            path = _deeper(path, part, after_heading=after_heading)
            articles = [article_of(text) for _, text in path]
            numbering.heading(next((each for each in reversed(articles) if each), None))
        after_heading = part.rank is not None


def _deeper(path: list[tuple[int, str]], part: _Part, *, after_heading: bool) -> list[tuple[int, str]]:
    """The path of headings after this one: it ends those as deep as itself and deeper."""
    rank = part.rank or 0
    bare = part.by_shape and rank_by_shape(part.text) is not None and not any(map(str.isdigit, part.text))
    if after_heading and bare and path and article_of(path[-1][1]) and not article_of(part.text):
        rank = max(rank, path[-1][0] + 1)  # "ARTICLE 4" and, on a line of its own, "BASES"
    return [*((depth, text) for depth, text in path if depth < rank), (rank, part.text)]


def _cut(passage: Passage) -> Iterator[Passage]:
    """A passage's sentences as passages; the printed number belongs to the first."""
    spans = sentences(passage.text)
    for count, (start, end) in enumerate(spans, start=1):
        label = passage.label
        if label and len(spans) > 1:
            label = f"{label} s{count}"
        yield Passage(
            "",
            passage.start + start,
            passage.start + end,
            passage.text[start:end],
            label,
            min(passage.label_end, end) if count == 1 else 0,
            passage.heading,
            passage.page,
            passage.confidence,
        )


def _same(title: str) -> str:
    """A title as it is compared: without case and runs of space."""
    return " ".join(title.casefold().split())
