"""What the user corrects in a document as it was read: blocks merged, split, left out, made headings.

A correction makes a new document; the file, and the document as it was read, stay what they are. The
corrections are kept in the document, so that they can be taken back, told in exports, and made again when
the same file is read another time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Final

from diffapp.errors import EditError
from diffapp.model import Correction, Document
from diffapp.reading.parsed import Piece, assemble
from diffapp.reading.wrapping import joiner

Join = Callable[[Sequence[str]], str]

NOTE: Final = re.compile(r"\[(?:\d{1,3}|[*†‡]{1,3})\]\s")
"""How a note begins, as it is read."""
HEADING: Final = 2
"""The level of what the user makes a heading: under the title."""


def corrected(document: Document, corrections: Iterable[Correction]) -> Document:
    """Make corrections in a document, one after the other.

    Args:
        document: with or without earlier corrections, which stand.
        corrections: the ``block`` of each counts the blocks as the ones before it have left them.

    Returns:
        The document with new text and blocks, and all its corrections.

    Raises:
        EditError: a correction names a block or place that there is not, or would leave no text.
    """
    made = tuple(corrections)
    pieces = pieces_of(document)
    join = joiner(document.text)
    for correction in made:
        if not 0 <= correction.block < len(pieces):
            raise EditError("This passage is not there any more.")
        pieces = changed(pieces, correction, join)
    parsed = assemble(pieces)
    if not parsed.blocks:
        raise EditError("At least one passage must stay.")
    return replace(
        document,
        text=parsed.text,
        blocks=parsed.blocks,
        corrections=(*document.corrections, *made),
    )


def pieces_of(document: Document) -> list[Piece]:
    """The blocks of a document, each with its text."""
    return [
        Piece(document.text[block.start : block.end], block.level, block.page, block.confidence)
        for block in document.blocks
    ]


def changed(pieces: list[Piece], correction: Correction, join: Join) -> list[Piece]:
    """The pieces after one correction, whose block is one of them.

    Raises:
        EditError: there is nothing before it to merge with, or the place to split is at an end.
    """
    at = correction.block
    before, piece, after = pieces[:at], pieces[at], pieces[at + 1 :]
    if correction.kind == "drop":
        return before + after
    if correction.kind == "merge":
        if not before:
            raise EditError("There is no passage before the first to merge it with.")
        notes = 0 if NOTE.match(piece.text) else _notes_at_end(before)
        into = len(before) - notes - 1
        return [*before[:into], _merged(before[into], piece, join), *before[into + 1 :], *after]
    if correction.kind == "split":
        head, tail = piece.text[: correction.at].strip(), piece.text[correction.at :].strip()
        if not head or not tail:
            raise EditError("A passage is split between two of its words.")
        return [*before, piece._replace(text=head), piece._replace(text=tail), *after]
    return [*before, piece._replace(level=HEADING if correction.kind == "heading" else 0), *after]


def _notes_at_end(pieces: Sequence[Piece]) -> int:
    """How many notes the pieces end with, over which a passage goes on; 0 where there is nothing else."""
    count = 0
    while count < len(pieces) and not pieces[-1 - count].level and NOTE.match(pieces[-1 - count].text):
        count += 1
    return count if count < len(pieces) else 0


def _merged(first: Piece, second: Piece, join: Join) -> Piece:
    """Two pieces as one: it begins where the first does, and is no surer than the less sure of them."""
    sure = [each for each in (first.confidence, second.confidence) if each is not None]
    return first._replace(text=join([first.text, second.text]), confidence=min(sure, default=None))
