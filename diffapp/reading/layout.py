"""Printed lines -> paragraphs, headings, rows of tables and notes in reading order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from diffapp.reading import furniture, headings, notes, tables
from diffapp.reading.columns import Row, row_of, rows_of, usual_gutter
from diffapp.reading.furniture import ALONE, Around
from diffapp.reading.habits import habits_of
from diffapp.reading.hyphens import Joiner
from diffapp.reading.lines import Line, Sheet
from diffapp.reading.notes import Note
from diffapp.reading.paragraphs import paragraphs
from diffapp.reading.parsed import Piece

__all__ = ["Laid", "Line", "Sheet", "lay_out"]

_CELL_GAP: Final = " | "
_RAISED: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, slots=True)
class Laid:
    """What the lines of a document make: its blocks in reading order, and what was taken for furniture.

    ``removed`` has (page, line) for each running header, footer and page number. ``doubtful`` are the words
    joined at a line's end of which the document does not tell whether they have a hyphen.
    """

    pieces: tuple[Piece, ...]
    removed: tuple[tuple[int, str], ...] = ()
    doubtful: tuple[str, ...] = ()


def lay_out(lines: Sequence[Line], sheets: Mapping[int, Sheet], around: Around = ALONE) -> Laid:
    """Put lines together to the blocks of a document.

    Args:
        lines: of all pages, in any order.
        sheets: the size of each page that is read, by its number; pages without a line included.
        around: pages of the file that are not read, to tell furniture by.

    Returns:
        The blocks in reading order and the lines left out. A block's page is that of its first line, its
        confidence the least of its lines'.
    """
    text, gone = furniture.part(lines, sheets, around)
    removed = tuple((line.page, line.text) for line in gone)
    if not text:
        return Laid((), removed)
    return _Document(text).laid(removed)


class _Document:
    """The lines of one document on their way to blocks; a class for what all steps must know."""

    def __init__(self, lines: Sequence[Line]) -> None:
        pages: dict[int, list[Line]] = defaultdict(list)
        for line in lines:
            pages[line.page].append(line)
        gutter = usual_gutter(pages.values())
        rows = [row for page in sorted(pages) for row in rows_of(pages[page], gutter)]
        self._habits = habits_of(rows)
        self._text: list[Row] = []
        self._notes: dict[int, list[Note]] = defaultdict(list)
        last: Note | None = None
        referred = notes.signs(rows)
        for (page, _), column in groupby(rows, key=lambda row: (row.page, row.column)):
            kept, found = notes.split(list(column), self._habits.size, last, referred)
            self._text += kept
            self._notes[page] += found
            last = found[-1] if found else last
        signs = {note.sign for found in self._notes.values() for note in found}
        signs |= {opened[0] for row in self._text if row.cells[0].marks and (opened := notes.opening(row))}
        self._signs = signs
        self._joiner = Joiner([cell.text for cell in row.cells] for row in rows)
        self._levels = headings.Levels(self._text, self._habits)

    def laid(self, removed: tuple[tuple[int, str], ...]) -> Laid:
        """All blocks, each page's notes after the paragraph in which the page ends."""
        pieces: list[Piece] = []
        for piece in self._body():
            pieces += self._noted(before=piece.page or 0)
            pieces.append(piece)
        pieces += self._noted(before=max(self._notes, default=0) + 1)
        return Laid(tuple(pieces), removed, tuple(self._joiner.doubtful))

    def _noted(self, before: int) -> Iterator[Piece]:
        """The notes of the pages before one, which are then done with."""
        for page in sorted(page for page in self._notes if page < before):
            for note in self._notes.pop(page):
                first, *rest = note.rows
                lines = [first.text[note.skip :], *(self._restored(row) for row in rest)]
                text = f"[{note.sign}] {self._joiner.join(lines)}"
                yield Piece(text, 0, page, _confidence(note.rows))

    def _body(self) -> Iterator[Piece]:
        """The blocks of the running text."""
        waiting: list[Row] = []
        for block in tables.blocks(self._text):
            if isinstance(block, Row):
                waiting.append(block)
                continue
            yield from self._paragraphs(waiting)
            waiting = []
            for cells in block:
                texts = [self._joiner.join([line.text for line in cell]) for cell in cells]
                lines = [line for cell in cells for line in cell]
                sure = [line.confidence for line in lines if line.confidence is not None]
                yield Piece(_CELL_GAP.join(texts), 0, lines[0].page, min(sure, default=None))
        yield from self._paragraphs(waiting)

    def _paragraphs(self, rows: Sequence[Row]) -> Iterator[Piece]:
        """The paragraphs and headings of rows that are in no table."""
        for part in paragraphs(rows, self._habits):
            text = self._joiner.join([self._restored(row) for row in part])
            if part[0].cells[0].marks and part[0].cells[0].marks[0][0] == 0:
                text = f"[{part[0].cells[0].marks[0][1].rstrip('.)')}] {text}"
            yield Piece(text, self._levels.of(part, text), part[0].page, _confidence(part))

    def _restored(self, row: Row) -> str:
        """A row's text, with the raised numbers that refer to no note of the document put back."""
        return _without_marks(row, self._signs).text


def _without_marks(row: Row, signs: set[str]) -> Row:
    """A row with what is raised in it put back where that is no reference to a note."""
    if not any(cell.marks for cell in row.cells):
        return row
    cells = tuple(_with_marks(cell, signs) for cell in row.cells)
    return row_of(cells, row.column, row.left, row.right)


def _with_marks(line: Line, signs: set[str]) -> Line:
    """A line with the marks in its text that are not among the signs of notes."""
    text = line.text
    for at, mark in reversed(line.marks):
        parts = mark.rstrip(".)").split(",")
        if at and not any(part in signs for part in parts):
            text = text[:at] + mark.translate(_RAISED) + text[at:]
    return replace(line, text=text)


def _confidence(rows: Sequence[Row]) -> float | None:
    """The least confidence of what stands in rows."""
    known = [cell.confidence for row in rows for cell in row.cells if cell.confidence is not None]
    return min(known, default=None)
