"""Lines and grids of one page -> which lines stand in which cell of which table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from diffapp.reading.lines import Cell, Grid, Line, Place

Wall = tuple[float, float, float]
"""An upright rule between cells: its place from the left, its top and bottom."""

_FILLED: Final = 0.25
_FEW_LINES: Final = 8
_STRADDLES: Final = 2.0
_MOST_STRADDLING: Final = 0.1


def tables(lines: Sequence[Line], grids: Sequence[Grid]) -> list[Grid]:
    """The grids that are tables.

    Args:
        lines: of one page.
        grids: found on it.

    Returns:
        Those with two rows of cells at least that hold text, and in which no text runs across the rules.
        Columns of text with a rule between them are no table: so one without rules at its sides, or with one
        row alone, must have short cells.
    """
    return [grid for grid in grids if _is_table(grid, lines)]


def placed(lines: Sequence[Line], grids: Sequence[Grid]) -> list[Line]:
    """The lines, those in a cell with their place."""
    return [
        next((replace(line, place=Place(grid, cell)) for grid, cell in _held(line, grids)), line)
        for line in lines
    ]


def walls(grids: Sequence[Grid]) -> list[Wall]:
    """The left edges of all cells that have one beside them: place, top and bottom."""
    found = {(cell.x0, cell.y0, cell.y1) for grid in grids for cell in grid.cells if cell.x0 > grid.xs[0]}
    return sorted(found)


def _is_table(grid: Grid, lines: Sequence[Line]) -> bool:
    """Whether what rules enclose is a table."""
    held = [(line, cell) for line in lines for _, cell in _held(line, [grid])]
    filled = Counter(cell for _, cell in held)
    rows = [number for number in range(len(grid.ys) - 1) if len(grid.row(number)) > 1]
    with_text = sum(any(cell in filled for cell in grid.row(number)) for number in rows)
    if len(filled) < 2 or not with_text or len(filled) < _FILLED * len(grid.cells):  # noqa: PLR2004 - side by side
        return False
    straddling = sum(line.x0 < cell.x0 - _STRADDLES or line.x1 > cell.x1 + _STRADDLES for line, cell in held)
    if straddling > _MOST_STRADDLING * len(held):
        return False
    short = max(filled.values()) <= _FEW_LINES
    return (short or grid.closed) if with_text > 1 else (short and grid.closed)


def _held(line: Line, grids: Sequence[Grid]) -> Iterator[tuple[Grid, Cell]]:
    """The grid and the cell in which the middle of a line stands."""
    x, y = (line.x0 + line.x1) / 2, line.y1 - line.size / 2
    for grid in grids:
        cell = grid.at(x, y)
        if cell is not None:
            yield grid, cell
