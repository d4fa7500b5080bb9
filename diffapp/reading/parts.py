"""A document cut by pages, where one file holds several."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from diffapp.model import Document
from diffapp.reading.parsed import Piece, assemble

_CHOSEN: Final = re.compile(r"#pages=(\d+)-(\d+)$")


def ranges(document: Document) -> list[tuple[int, int]]:
    """The first and last pages of the documents that a file seems to hold: the whole, if of no others."""
    chosen = _CHOSEN.search(document.source)
    first, last = (int(chosen[1]), int(chosen[2])) if chosen else (1, document.pages or 1)
    starts = [first, *(page for page, _ in document.parts)]
    return list(zip(starts, [*(page - 1 for page in starts[1:]), last], strict=True))


def cut(document: Document, pages: tuple[int, int]) -> Document:
    """The part of a document that begins on these pages.

    Args:
        document: its blocks know their pages.
        pages: the first and last page, counted from 1.

    Returns:
        A document of its own, named after its first large heading, and with the pages behind its source.
    """
    first, last = pages
    blocks = [block for block in document.blocks if block.page is not None and first <= block.page <= last]
    parsed = assemble(
        Piece(document.text[block.start : block.end], block.level, block.page, block.confidence)
        for block in blocks
    )
    large = next((block for block in parsed.blocks if block.level == 1), None)
    heading = " ".join(parsed.text[large.start : large.end].split()) if large else ""
    behind = f"#pages={first}-{last}"
    return replace(
        document,
        id=f"{document.id}-{first}-{last}",
        text=parsed.text,
        blocks=parsed.blocks,
        title=heading or f"{document.source}, pages {first} to {last}",
        source=document.source + behind,
        removed=tuple(each for each in document.removed if first <= each[0] <= last),
        parts=(),
        corrections=(),
    )
