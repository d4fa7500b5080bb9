"""Printed lines -> paragraphs, headings, rows of tables and notes in reading order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from diffapp.reading.lines import Line, Sheet
from diffapp.reading.parsed import Piece

__all__ = ["Laid", "Line", "Sheet", "lay_out"]


@dataclass(frozen=True, slots=True)
class Laid:
    """What the lines of a document make: its blocks in reading order, and what was taken for furniture.

    ``removed`` has (page, line) for each running header, footer and page number.
    """

    pieces: tuple[Piece, ...]
    removed: tuple[tuple[int, str], ...] = ()


def lay_out(lines: Sequence[Line], sheets: Mapping[int, Sheet]) -> Laid:
    """Put lines together to the blocks of a document.

    Args:
        lines: of all pages, in any order.
        sheets: the size of each page that is read, by its number; pages without a line included.

    Returns:
        The blocks in reading order and the lines left out. A block's page is that of its first line, its
        confidence the least of its lines'.
    """
    ordered = sorted(lines, key=lambda line: (line.page, line.y1, line.x0))
    assert all(line.page in sheets for line in ordered)
    return Laid(tuple(Piece(line.text, None, line.page, line.confidence) for line in ordered))
