"""What the readers of office files and web pages share: blocks out of runs of text, and what was left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from diffapp.reading.parsed import Parsed, Piece, assemble
from diffapp.reading.wrapping import opens_item

BREAK: Final = "\n"
"""A line's end within a paragraph, as it stands in the text that ``blocks_of`` is given."""

NUMBER: Final = "…"
"""What stands for the number of a page in a header or footer: it is another one on each page."""
PAGE_FIELDS: Final = {"page", "numpages", "sectionpages"}
"""Fields of Word and RTF that show such a number."""
CELL_GAP: Final = " | "
MOST_REMOVED: Final = 300
"""Lines that are listed as left out; a page of links has thousands."""

_SPACE: Final = re.compile("[ \t\n\r\f\u00a0]{2,}|[\t\n\r\f]")
_SOFT_HYPHEN: Final = "\u00ad"
_ENDED: Final = (".", ";", ":", ",", " and", " or")
_JUNK_TITLE: Final = re.compile(
    r"(?:microsoft word|untitled|unbenannt|document|dokument|doc)\s*\d*(?:\s*-.*)?"
    r"|.*\.(?:docx?|docm|dotx?|odt|rtf|wpd|html?|pdf|txt|indd)",
    re.IGNORECASE,
)
_LONGEST_TITLE: Final = 300
_OWN_HEADINGS: Final = 2

_SENTENCES: Final = {
    "changes": "Tracked changes were read as accepted; insertions kept: {n}.",
    "deletions": "Tracked deletions and moves that were left out: {n}.",
    "comments": "Comments that were left out: {n}.",
    "hidden": "Hidden stretches of text that were left out: {n}.",
    "soft": "Soft hyphens, which show only at a line's end, that were left out: {n}.",
    "parts": "Parts of the page outside its main text (menus, notices, forms) that were left out: {n}.",
    "embedded": "Files embedded in this document that were not read: {n}.",
    "symbols": "Signs of symbol fonts that no plain character stands for: {n}.",
}


@dataclass(slots=True)
class LeftOut:
    """What a reader leaves out on purpose: counted by kind, lines of headers and menus word for word."""

    counts: Counter[str] = field(default_factory=Counter)
    lines: dict[str, None] = field(default_factory=dict)

    def count(self, kind: str, times: int = 1) -> None:
        """Note that something of a kind was left out; the kinds are those of the sentences above."""
        self.counts[kind] += times

    def line(self, text: str) -> None:
        """Note a line that was left out; each is listed once."""
        flat = flattened(text)
        if flat.strip(f"{NUMBER} ") and len(self.lines) < MOST_REMOVED:
            self.lines.setdefault(flat)

    def warnings(self) -> tuple[str, ...]:
        """One sentence for each kind of thing that was left out."""
        counts = self.counts
        return tuple(said.format(n=f"{counts[kind]:,}") for kind, said in _SENTENCES.items() if counts[kind])


def flattened(text: str) -> str:
    """A text in one line: runs of space are one space; a no-break space by itself stays as it is."""
    return _SPACE.sub(" ", text).strip(" \u00a0")


def blocks_of(text: str) -> Iterator[str]:
    """Cut one paragraph where its lines show that it is several.

    Args:
        text: a paragraph's text; ``BREAK`` stands where a line was ended by hand.

    Yields:
        Its parts, each in one line: parted at empty lines, and before a line that begins with a printed
        number after a line that may end an item, as in Markdown.
    """
    lines: list[str] = []
    for raw in text.split(BREAK):
        line = flattened(raw)
        ended = bool(lines) and (lines[-1].endswith(_ENDED) or opens_item(lines[0]))
        if lines and (not line or (ended and opens_item(line))):
            yield " ".join(lines)
            lines = []
        if line:
            lines.append(line)
    if lines:
        yield " ".join(lines)


def row_of(cells: Iterable[str]) -> str:
    """A table's row in one line; cells without text keep their place unless all are empty."""
    flat = [flattened(cell) for cell in cells]
    return CELL_GAP.join(flat) if any(flat) else ""


def row_pieces(cells: list[list[Piece]]) -> Iterator[Piece]:
    """A table's row as one block; a row of a single cell is a frame around paragraphs, which stay apart."""
    if len(cells) == 1:
        yield from cells[0]
        return
    pages = [piece.page for cell in cells for piece in cell[:1] if piece.page]
    yield Piece(row_of(" ".join(piece.text for piece in cell) for cell in cells), 0, min(pages, default=None))


def note_pieces(mark: str, paragraphs: Iterable[str]) -> Iterator[Piece]:
    """A note as blocks: "[1] text", and its further paragraphs."""
    flat = [part for paragraph in paragraphs for part in blocks_of(paragraph)]
    for at, part in enumerate(flat):
        yield Piece(f"[{mark}] {part}" if at == 0 and mark else part, 0)


def finish(pieces: Iterable[Piece], left_out: LeftOut, title: str = "", pages: int | None = None) -> Parsed:
    """Put a document together.

    Args:
        pieces: in reading order; level None for paragraphs that are headings only if their shape says so,
            which counts where the document has no headings of its own beside its title.
        left_out: what was not read.
        title: what the file's own description calls it.
        pages: how many pages the file has, where that is known.

    Returns:
        The document with its warnings.
    """
    kept = [piece._replace(text=_softened(piece.text, left_out)) for piece in pieces]
    if sum(bool(piece.level) for piece in kept) >= _OWN_HEADINGS:
        kept = [piece._replace(level=piece.level or 0) for piece in kept]
    parsed = assemble(kept, left_out.warnings())
    removed = tuple((0, line) for line in left_out.lines)
    return replace(parsed, removed=removed, pages=pages, title=_real_title(title, kept))


def _softened(text: str, left_out: LeftOut) -> str:
    """The text without soft hyphens."""
    soft = text.count(_SOFT_HYPHEN)
    if soft:
        left_out.count("soft", soft)
    return text.replace(_SOFT_HYPHEN, "")


def _real_title(title: str, pieces: list[Piece]) -> str:
    """A title unless it is one that a program made up; a heading that begins the document is better."""
    flat = flattened(title)
    if not flat or len(flat) > _LONGEST_TITLE or _JUNK_TITLE.fullmatch(flat):
        return ""
    texts = {piece.text.casefold() for piece in pieces}
    has_own = any(piece.level == 1 for piece in pieces)
    return flat if flat.casefold() in texts or not has_own else ""
