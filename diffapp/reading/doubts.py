"""Places of a document that may have been read wrongly, for the user to look at before comparing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from statistics import median
from typing import Final

from diffapp.model import Document
from diffapp.reading.correcting import NOTE
from diffapp.reading.wrapping import is_title, opens_item

SURE: Final = 0.9
"""Recognition from which on a passage of a scanned page is shown without a doubt."""

_FEWEST_WORDS: Final = 3
_MOST_WORDS: Final = 400
_TIMES_USUAL: Final = 8
_ENDS: Final = re.compile(r"[.!?:;…。！？؟।)\]”»\"'’]\s*$")
_LAST_WORD: Final = re.compile(r"\s([^\W\d_][\w’'\u2010-]*)$")
_LISTED: Final = re.compile(r"[;,]\s+\w{1,4}$")
_FEWEST_BROKEN: Final = 8
"""Titles, addresses and signatures have no end mark, but fewer words or a name or date at the end."""
_SURELY_BROKEN: Final = 25
_NUMBERED: Final = re.compile(r"^\W*(?:\d|[A-Za-z]{1,4}[.)])")


@dataclass(frozen=True, slots=True)
class Doubt:
    """What may be wrong with a block, in words; ``block`` counts from 0."""

    block: int
    why: str


def doubts(document: Document) -> tuple[Doubt, ...]:
    """Find the blocks that a reader of the pages should look at, in order; a block may have several doubts.

    They are signs and no errors: a block that was recognised with less than ``SURE``; one of one or two
    words, or of very many; one that begins small, or as running text does, after one that does not end:
    the two may be one, whatever notes stand between them.
    """
    texts = [document.text[block.start : block.end] for block in document.blocks]
    usual = median([len(text.split()) for text in texts]) if texts else 0
    found: list[Doubt] = []
    before: str | None = None
    for at, (block, text) in enumerate(zip(document.blocks, texts, strict=True)):
        if block.confidence is not None and block.confidence < SURE:
            found.append(Doubt(at, f"recognised with {block.confidence:.2f}: compare it with the page"))
        if block.level:
            before = None
            continue
        words = len(text.split())
        if words < _FEWEST_WORDS and not _NUMBERED.match(text):
            found.append(Doubt(at, "very short: perhaps part of the passage before, or no passage"))
        elif words > max(_MOST_WORDS, _TIMES_USUAL * usual):
            found.append(Doubt(at, f"very long ({words:,} words): perhaps several passages"))
        if before is not None and _runs_on(before, text):
            found.append(Doubt(at, "begins small after one without an end: perhaps one passage with it"))
        elif before is not None and _breaks_off(before, text):
            found.append(Doubt(at, "the one before has no end: perhaps one passage with it"))
        if not NOTE.match(text):
            before = text
    return tuple(found)


def _runs_on(before: str, text: str) -> bool:
    """Whether a sentence may go on from one block into the next."""
    return text[:1].islower() and not _NUMBERED.match(text) and not _ENDS.search(before)


def _breaks_off(before: str, text: str) -> bool:
    """Whether running text stops in mid-sentence, and what follows is running text again."""
    before = before.rstrip()
    last = _LAST_WORD.search(before)
    if last is None or _LISTED.search(before) or not all(_is_running(each) for each in (before, text)):
        return False
    fewest = _FEWEST_BROKEN if last[1].islower() else _SURELY_BROKEN
    return len(before.split()) >= fewest and len(text.split()) >= _FEWEST_WORDS


def _is_running(text: str) -> bool:
    """Whether this may be a paragraph: no item of a list, title, or row of a table."""
    return not (opens_item(text) or _NUMBERED.match(text) or is_title(text) or " | " in text or "\n" in text)
