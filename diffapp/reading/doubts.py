"""Places of a document that may have been read wrongly, for the user to look at before comparing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from statistics import median
from typing import Final

from diffapp.model import Document

SURE: Final = 0.9
"""Recognition from which on a passage of a scanned page is shown without a doubt."""

_FEWEST_WORDS: Final = 3
_MOST_WORDS: Final = 400
_TIMES_USUAL: Final = 8
_ENDS: Final = re.compile(r"[.!?:;…。！？؟।)\]”»\"'’]\s*$")
_NUMBERED: Final = re.compile(r"^\W*(?:\d|[A-Za-z]{1,4}[.)])")


@dataclass(frozen=True, slots=True)
class Doubt:
    """What may be wrong with a block, in words; ``block`` counts from 0."""

    block: int
    why: str


def doubts(document: Document) -> tuple[Doubt, ...]:
    """Find the blocks that a reader of the pages should look at, in order; a block may have several doubts.

    They are signs and no errors: a block that was recognised with less than ``SURE``; one of one or two
    words, or of very many; one that begins small after one that does not end: the two may be one.
    """
    texts = [document.text[block.start : block.end] for block in document.blocks]
    usual = median([len(text.split()) for text in texts]) if texts else 0
    found: list[Doubt] = []
    for at, (block, text) in enumerate(zip(document.blocks, texts, strict=True)):
        if block.confidence is not None and block.confidence < SURE:
            found.append(Doubt(at, f"recognised with {block.confidence:.2f}: compare it with the page"))
        if block.level:
            continue
        words = len(text.split())
        if words < _FEWEST_WORDS and not _NUMBERED.match(text):
            found.append(Doubt(at, "very short: perhaps part of the passage before, or no passage"))
        elif words > max(_MOST_WORDS, _TIMES_USUAL * usual):
            found.append(Doubt(at, f"very long ({words:,} words): perhaps several passages"))
        if at and not document.blocks[at - 1].level and _runs_on(texts[at - 1], text):
            found.append(Doubt(at, "begins small after one without an end: perhaps one passage with it"))
    return tuple(found)


def _runs_on(before: str, text: str) -> bool:
    """Whether a sentence may go on from one block into the next."""
    return text[:1].islower() and not _NUMBERED.match(text) and not _ENDS.search(before)
