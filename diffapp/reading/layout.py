"""Printed lines -> paragraphs, headings, rows of tables and notes in reading order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, groupby
from typing import Final

from diffapp.reading import furniture, headings, notes, ruledtables, tables
from diffapp.reading.columns import Row, row_of, rows_of, usual_gutter
from diffapp.reading.furniture import ALONE, Around
from diffapp.reading.gathering import row_of as cells_in_line
from diffapp.reading.habits import habits_of
from diffapp.reading.hyphens import Joiner
from diffapp.reading.lines import Line, Ruled, Sheet
from diffapp.reading.notes import Note
from diffapp.reading.paragraphs import paragraphs
from diffapp.reading.parsed import Piece

__all__ = ["Laid", "Line", "Sheet", "lay_out"]

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
    text, again = ruledtables.gathered(text)
    removed = tuple((line.page, line.text) for line in [*gone, *again])
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
        self._inner = {id(row): _inner(row) for row in rows if tables.is_ruled(row)}
        plain = [row for row in rows if id(row) not in self._inner]
        printed = [each for row in rows for each in chain(*self._inner.get(id(row), [[row]]))]
        self._habits = habits_of(plain or printed)
        self._text: list[Row] = []
        self._notes: dict[int, list[Note]] = defaultdict(list)
        last: Note | None = None
        referred = notes.signs(printed)
        for (page, _), group in groupby(rows, key=lambda row: (row.page, row.column)):
            column = list(group)
            foot = max((at for at, row in enumerate(column, start=1) if id(row) in self._inner), default=0)
            kept, found = notes.split(column[foot:], self._habits.size, last, referred)
            self._text += [*column[:foot], *kept]
            self._notes[page] += found
            last = found[-1] if found else last
        signs = {note.sign for found in self._notes.values() for note in found}
        signs |= {opened[0] for row in self._text if row.cells[0].marks and (opened := notes.opening(row))}
        self._signs = signs
        self._joiner = Joiner([cell.text for cell in row.cells] for row in printed)
        plain = [row for row in self._text if id(row) not in self._inner]
        self._levels = headings.Levels(plain, self._habits)

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
            ruled = isinstance(block, Row) and id(block) in self._inner
            if isinstance(block, Row) and not ruled:
                waiting.append(block)
                continue
            yield from self._paragraphs(waiting)
            waiting = []
            if isinstance(block, Row):
                yield self._ruled(block)
                continue
            for cells in block:
                texts = [self._joiner.join([line.text for line in cell]) for cell in cells]
                lines = [line for cell in cells for line in cell]
                sure = [line.confidence for line in lines if line.confidence is not None]
                yield Piece(cells_in_line(texts), 0, lines[0].page, min(sure, default=None))
        yield from self._paragraphs(waiting)

    def _ruled(self, row: Row) -> Piece:
        """A row of a ruled table."""
        cells = [[self._restored(inner) for inner in cell] for cell in self._inner[id(row)]]
        text = cells_in_line(self._joiner.join(cell) for cell in cells)
        return Piece(text, 0, row.page, row.cells[0].confidence)

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


def _inner(row: Row) -> list[list[Row]]:
    """The printed rows in each cell of a row of a ruled table."""
    cells = (cell.cells for cell in row.cells if isinstance(cell, Ruled))
    return [
        [inner for _, own in groupby(lines, key=lambda line: line.page) for inner in rows_of(list(own))]
        for lines in chain(*cells)
    ]


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
