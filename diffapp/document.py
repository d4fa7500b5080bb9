"""A document: its text, the blocks that a reader found in it, what is known about it, and what was corrected.

All are frozen: a correction makes a new document. ``model`` passes these values on with the others.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a document's text that the reader saw as one paragraph or heading.

    ``level`` is 0 for body text, 1 to 6 for a heading, and None where the format does not tell
    (plain text): then its shape decides, in segmenting. ``page`` is the page it begins on, counted from 1 in
    the file; ``confidence`` is how sure the recognition of a scanned page was, 0 to 1: both None where the
    format has no such thing.
    """

    start: int
    end: int
    level: int | None = None
    page: int | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """One change that the user made to a document as it was read.

    ``block`` counts from 0 the blocks as the corrections before have left them. merge: with the block before
    it; split: at the offset ``at`` of its text; drop: it is left out; heading, body: what it is.
    """

    kind: Literal["merge", "split", "drop", "heading", "body"]
    block: int
    at: int = 0


@dataclass(frozen=True, slots=True)
class Document:
    """A text with what is known about it. ``text`` is what passages and marks are offsets into.

    ``digest`` and ``size`` (bytes) are those of the file, ``reader`` says what read it. ``pages`` is how many
    pages the file has, None where it knows none; ``removed`` lists the lines that were taken for running
    headers, footers and page numbers, each as (page, line); page 0 where the format knows no pages. ``parts``
    are the pages on which further documents in the same file seem to begin, each with the reason.
    ``corrections`` are the user's, in order; ``text`` and ``blocks`` are what they have made.
    """

    id: str
    text: str
    blocks: tuple[Block, ...]
    title: str = ""
    issuer: str = ""
    date: str = ""
    language: str = ""
    status: str = ""
    note: str = ""
    source: str = ""
    digest: str = ""
    warnings: tuple[str, ...] = ()
    size: int = 0
    reader: str = ""
    pages: int | None = None
    removed: tuple[tuple[int, str], ...] = ()
    parts: tuple[tuple[int, str], ...] = ()
    corrections: tuple[Correction, ...] = ()

    @property
    def name(self) -> str:
        """What a column head shows: the issuer, else the title, else the id."""
        return self.issuer or self.title or self.id
