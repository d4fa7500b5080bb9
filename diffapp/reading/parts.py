"""A document cut by pages, where one file holds several."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from diffapp.errors import EditError
from diffapp.model import Document
from diffapp.reading.parsed import Piece, assemble, pages_in_words

MOST: Final = 4
_RANGE: Final = re.compile(r"(\d{1,6})(?:\s*[-–]\s*(\d{1,6}))?", re.ASCII)
_CHOSEN: Final = re.compile(r"#pages=(\d+)-(\d+)$")


def ranges(document: Document) -> list[tuple[int, int]]:
    """The first and last pages of the documents that a file seems to hold: the whole, if of no others."""
    chosen = _CHOSEN.search(document.source)
    first, last = (int(chosen[1]), int(chosen[2])) if chosen else (1, document.pages or 1)
    starts = [first, *(page for page, _ in document.parts)]
    return list(zip(starts, [*(page - 1 for page in starts[1:]), last], strict=True))


def ranges_of(said: str, pages: int) -> list[tuple[int, int]]:
    """What a user says the pages of each document are: "1-5, 6-9"; one page may stand alone.

    Raises:
        EditError: it is no such list, there are no such pages, or more than ``MOST`` documents.
    """
    found = [_RANGE.fullmatch(part.strip()) for part in said.split(",") if part.strip()]
    made = [(int(each[1]), int(each[2] or each[1])) for each in found if each]
    if not made or len(made) < len(found):
        raise EditError(f'"{said}" does not say the pages of each document; write for example 1-5, 6-9.')
    if len(made) > MOST:
        raise EditError(f"At most {MOST} documents can stand side by side.")
    if not all(1 <= first <= last <= pages for first, last in made):
        raise EditError(f"This file has {pages_in_words(1, pages)}; each range begins with its first page.")
    return made


def cut(document: Document, pages: tuple[int, int]) -> Document:
    """The part of a document that begins on these pages.

    Args:
        document: its blocks know their pages.
        pages: the first and last page, counted from 1.

    Returns:
        A document of its own, named after its first large heading, and with the pages behind its source.

    Raises:
        EditError: no passage begins on these pages.
    """
    first, last = pages
    blocks = [block for block in document.blocks if block.page is not None and first <= block.page <= last]
    parsed = assemble(
        Piece(document.text[block.start : block.end], block.level, block.page, block.confidence)
        for block in blocks
    )
    if not parsed.blocks:
        raise EditError(f"No passage begins on {pages_in_words(first, last)}.")
    large = next((block for block in parsed.blocks if block.level == 1), None)
    heading = " ".join(parsed.text[large.start : large.end].split()) if large else ""
    behind = f"#pages={first}-{last}"
    return replace(
        document,
        id=f"{document.id}-{first}-{last}",
        text=parsed.text,
        blocks=parsed.blocks,
        title=heading or f"{document.source}, {pages_in_words(first, last)}",
        source=document.source + behind,
        removed=tuple(each for each in document.removed if first <= each[0] <= last),
        parts=(),
        corrections=(),
    )
