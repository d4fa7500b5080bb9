"""Rows of a page that are rows of a table: cells side by side that line up with those above and below."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from diffapp.reading.columns import Row, joined, row_of
from diffapp.reading.hyphens import MADE
from diffapp.reading.lines import Line, Ruled
from diffapp.reading.wrapping import opens_item

Table = list[list[list[Line]]]
"""Rows of cells, each cell the lines in it."""

_TOLERANCE: Final = 4.0
_FEWEST: Final = 2
_CLOSE: Final = 1.45
_TIGHT: Final = 1.15
_DIVIDED: Final = re.compile(f"\\w[-\u2010{MADE}]$")
_WIDEST_SPACE: Final = 2.5
_LABEL: Final = re.compile(r"[•‣◦▪●○■–—*+-]|\W?\w{1,4}[.)\]]|\W?\d+(?:\.\d+)*\W?")


def blocks(rows: Sequence[Row]) -> Iterator[Row | Table]:
    """Find the tables among rows.

    Args:
        rows: in reading order.

    Yields:
        Each row that belongs to no table, and each table with cells of several lines put together.
    """
    at = 0
    while at < len(rows):
        end = _end(rows, at)
        if end - at >= _FEWEST:
            yield _table(rows[at:end])
            at = end
        else:
            yield rows[at]
            at += 1


def is_ruled(row: Row) -> bool:
    """Whether a row is one of a ruled table."""
    return isinstance(row.cells[0], Ruled)


def _has_cells(row: Row) -> bool:
    """Whether a row has cells beyond a number and its text."""
    if len(row.cells) < _FEWEST:
        return False
    first = row.cells[0].text
    labelled = _LABEL.fullmatch(first) is not None and (opens_item(f"{first} x") or len(first) == 1)
    return len(row.cells) > (2 if labelled else 1)


def _end(rows: Sequence[Row], start: int) -> int:
    """Where a table that begins with a row ends; the row itself or its place if there is none."""
    if not _has_cells(rows[start]):
        return start
    end, full = start + 1, 1
    for at in range(start + 1, len(rows)):
        row = rows[at]
        if (row.page, row.column) != (rows[start].page, rows[start].column) or is_ruled(row):
            break
        if _has_cells(row) and any(_lines_up(row, above) for above in rows[start:at] if _has_cells(above)):
            end, full = at + 1, full + 1
        elif not _goes_on(row, rows[at - 1], rows[start:at]):
            break
        elif at + 1 == len(rows) or not _has_cells(rows[at + 1]):
            end = max(end, at + 1)
    return end if full >= _FEWEST else start


def _lines_up(row: Row, above: Row) -> bool:
    """Whether a cell after the first stands under one after the first."""
    return any(_same_column(cell, other) for cell in row.cells[1:] for other in above.cells[1:])


def _same_column(cell: Line, other: Line) -> bool:
    """Whether two cells share their left edge, right edge or middle."""
    return (
        min(
            abs(cell.x0 - other.x0),
            abs(cell.x1 - other.x1),
            abs(cell.x0 + cell.x1 - other.x0 - other.x1) / 2,
        )
        <= _TOLERANCE
    )


def _goes_on(row: Row, last: Row, table: Sequence[Row]) -> bool:
    """Whether a row is the second line of cells: close below, and each part under a cell."""
    if row.y - last.y > _CLOSE * row.size:
        return False
    wide = [each for each in table if len(each.cells) > 1]
    starts = [cell for each in wide for cell in each.cells]
    inside = all(any(abs(cell.x0 - other.x0) <= _TOLERANCE for other in starts) for cell in row.cells)
    narrow = row.x1 < max(each.x1 for each in wide) or row.x0 > min(each.x0 for each in wide) + _TOLERANCE
    first = min(
        wide[0].cells[1].x0 if len(row.cells) == 1 and row.x0 < wide[0].cells[1].x0 else row.right, 1e9
    )
    return inside and narrow and (len(row.cells) > 1 or row.x1 <= first + _TOLERANCE)


def _in_columns(row: Row, rows: Sequence[Row]) -> Row:
    """A row with those cells joined that are one cell of a table, its words set wide apart."""
    kept = [row.cells[0]]
    for cell in row.cells[1:]:
        before = kept[-1]
        over = (
            abs(other.x0 - before.x0) <= _TOLERANCE and other.x1 > cell.x0 + _TOLERANCE
            for near in rows
            for other in near.cells
        )
        if cell.x0 - before.x1 < _WIDEST_SPACE * cell.size and any(over):
            kept[-1] = joined(before, cell)
        else:
            kept.append(cell)
    return row_of(tuple(kept), row.column, row.left, row.right)


def _table(rows: Sequence[Row]) -> Table:
    """The cells of a table, lines of one cell together."""
    rows = [_in_columns(row, rows) for row in rows]
    steps = [below.y - above.y for above, below in pairwise(rows)]
    tight = min(steps) * _TIGHT
    several = max(steps) > tight  # else lines and rows have one distance
    columns = sorted(cell.x0 for cell in max(rows, key=lambda row: len(row.cells)).cells)
    table: Table = []
    for row, step in zip(rows, [None, *steps], strict=True):
        lacks_first = row.x0 > columns[0] + _TOLERANCE and len(row.cells) < len(columns)
        close = step is not None and step <= min(tight, _CLOSE * row.size)
        if table and close and (lacks_first or several or _goes_on_in_words(row, table[-1])):
            for cell in row.cells:
                _nearest(table[-1], cell).append(cell)
        else:
            table.append([[cell] for cell in row.cells])
    return table


def _goes_on_in_words(row: Row, cells: list[list[Line]]) -> bool:
    """Whether a row goes on with words that the row above has divided, or in small letters."""
    if row.cells[0].text[:1].islower():
        return True
    ends = [(_nearest(cells, cell)[-1].text, cell.text) for cell in row.cells]
    return any(_DIVIDED.search(end) and text[:1].islower() for end, text in ends)


def _nearest(cells: list[list[Line]], line: Line) -> list[Line]:
    """The cell under which a line stands."""
    return min(cells, key=lambda cell: min(abs(cell[0].x0 - line.x0), abs(cell[0].x1 - line.x1)))
