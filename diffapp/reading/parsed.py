"""What every reader gives back: the text that offsets point into, and its blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from diffapp.model import Block

GAP = "\n\n"
"""What stands between two blocks in a document's text."""


class Piece(NamedTuple):
    """One block as a reader finds it; ``level``, ``page`` and ``confidence`` are those of ``model.Block``."""

    text: str
    level: int | None = None
    page: int | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Parsed:
    """The plain text of a document, its blocks in reading order, and sentences for the user.

    ``removed`` lists the lines that were taken for running headers, footers and page numbers, each as
    (page, line). ``pages`` is how many pages the file has, None where the format knows none. ``parts``
    are the pages on which further documents seem to begin, each with the reason.
    """

    text: str
    blocks: tuple[Block, ...]
    warnings: tuple[str, ...] = ()
    removed: tuple[tuple[int, str], ...] = ()
    pages: int | None = None
    title: str = ""
    parts: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Options:
    """What the user chose for one file.

    ``encoding`` is that of a text, where detection is not to be trusted. ``pages`` are the first and the last
    page to read, counted from 1, both included. ``recognise`` is None where pages without text are to be
    recognised, True for all pages, False for none.
    """

    encoding: str | None = None
    pages: tuple[int, int] | None = None
    recognise: bool | None = None


def pages_in_words(first: int, last: int) -> str:
    """Pages as a sentence names them: "page 9", "pages 9 to 12"."""
    return f"page {first}" if first == last else f"pages {first} to {last}"


Progress = Callable[[int, int], None]
"""Called with the pages done and the pages in all; may raise to end the reading."""

TextReader = Callable[[str], Parsed]
"""A reader of texts: from cleaned text to blocks."""

BytesReader = Callable[[bytes, Options, Progress], Parsed]
"""A reader of other files: from the whole file to blocks."""


def quiet(_done: int, _of: int) -> None:
    """Tell nobody how far the reading is."""


def assemble(pieces: Iterable[Piece | tuple[str, int | None]], warnings: tuple[str, ...] = ()) -> Parsed:
    """Lay blocks one after the other and note where each stands.

    Args:
        pieces: in reading order; white space around a text is dropped, empty ones too.
        warnings: sentences to hand on.

    Returns:
        The text with ``GAP`` between blocks; ``text[block.start:block.end]`` is a block's text.
    """
    texts: list[str] = []
    blocks: list[Block] = []
    at = 0
    for piece in (Piece(*each) for each in pieces):
        text = piece.text.strip()
        if not text:
            continue
        blocks.append(Block(at, at + len(text), piece.level, piece.page, piece.confidence))
        texts.append(text)
        at += len(text) + len(GAP)
    return Parsed(GAP.join(texts), tuple(blocks), warnings)
