"""What every reader gives back: the text that offsets point into, and its blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from diffapp.model import Block

GAP = "\n\n"
"""What stands between two blocks in a document's text."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """The plain text of a document, its blocks in reading order, and sentences for the user."""

    text: str
    blocks: tuple[Block, ...]
    warnings: tuple[str, ...] = ()


Reader = Callable[[str], Parsed]


def assemble(pieces: Iterable[tuple[str, int | None]], warnings: tuple[str, ...] = ()) -> Parsed:
    """Lay blocks one after the other and note where each stands.

    Args:
        pieces: (text, level) in reading order; white space around a text is dropped, empty ones too.
        warnings: sentences to hand on.

    Returns:
        The text with ``GAP`` between blocks; ``text[block.start:block.end]`` is a block's text.
    """
    texts: list[str] = []
    blocks: list[Block] = []
    at = 0
    for piece, level in pieces:
        text = piece.strip()
        if not text:
            continue
        blocks.append(Block(at, at + len(text), level))
        texts.append(text)
        at += len(text) + len(GAP)
    return Parsed(GAP.join(texts), tuple(blocks), warnings)
