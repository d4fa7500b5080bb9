"""Lines in the cells of ruled tables -> one line for each row, also where a table goes over a page."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from statistics import median
from typing import Final

from diffapp.reading.gathering import row_of
from diffapp.reading.lines import Grid, Line, Ruled

_SAME_WIDTH: Final = 6.0
_SMALLER: Final = 0.97
_ROOMY: Final = 0.3
_STOP: Final = re.compile(r"[.;:!?…][”\"’»)\]]*$")


@dataclass(frozen=True, slots=True)
class _Table:
    """A ruled table, or the part of one on one page."""

    page: int
    grid: Grid
    rows: tuple[Ruled, ...]


def gathered(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """Make one line of each row of the ruled tables.

    Args:
        lines: of all pages, without furniture.

    Returns:
        The lines, each row in the place of those in its cells, and the rows left out: a table's head, where
        it is printed once more on the next page.
    """
    outside: list[Line] = []
    held: dict[tuple[int, int], list[Line]] = defaultdict(list)
    for line in lines:
        if line.place is None:
            outside.append(line)
        else:
            held[line.page, id(line.place.grid)].append(line)
    if not held:
        return outside, []
    parts = sorted((_table(own) for own in held.values()), key=lambda each: (each.page, each.grid.ys[0]))
    rows: list[Ruled] = []
    again: list[Line] = []
    for number, part in enumerate(parts):
        before = parts[number - 1] if number else None
        goes_on = before is not None and _goes_on(before, part, outside)
        count = _repeated(before, part) if before is not None and goes_on else 0
        again += part.rows[:count]
        own = part.rows[count:]
        if before is not None and goes_on and own and rows and _is_rest(rows[-1], own[0]):
            rows[-1] = _united(rows[-1], own[0])
            own = own[1:]
        rows += own
    return [*outside, *rows], again


def text_of(cell: Iterable[Line]) -> str:
    """The text of a cell as it is compared: its lines with a space between."""
    return " ".join(line.text for line in cell)


def _table(lines: Sequence[Line]) -> _Table:
    """The rows of one grid that hold text."""
    place = lines[0].place
    if place is None:
        raise ValueError("a line outside of tables")
    grid = place.grid
    by_cell: dict[object, list[Line]] = defaultdict(list)
    for line in lines:
        by_cell[line.place and line.place.cell].append(line)
    rows = (_row(grid, number, by_cell) for number in range(len(grid.ys) - 1))
    return _Table(lines[0].page, grid, tuple(row for row in rows if row is not None))


def _row(grid: Grid, number: int, by_cell: dict[object, list[Line]]) -> Ruled | None:
    """A row as one line; what reaches into it from above has its text there, and is empty here."""
    cells = tuple(tuple(by_cell.get(cell, ())) if cell.row == number else () for cell in grid.row(number))
    lines = list(chain(*cells))
    if not lines:
        return None
    known = [line.confidence for line in lines if line.confidence is not None]
    return Ruled(
        row_of(map(text_of, cells)) if len(cells) > 1 else text_of(cells[0]),
        grid.xs[0],
        grid.ys[number],
        grid.xs[-1],
        grid.ys[number + 1],
        median(line.size for line in lines),
        lines[0].page,
        confidence=min(known, default=None),
        cells=cells,
    )


def _goes_on(before: _Table, part: _Table, outside: Sequence[Line]) -> bool:
    """Whether a table may be the rest of the one before: at its page's top, as wide, nothing in between."""
    if part.page != before.page + 1 or len(part.grid.xs) != len(before.grid.xs):
        return False
    steps = zip(part.grid.xs, before.grid.xs, strict=True)
    shift = part.grid.xs[0] - before.grid.xs[0]
    if any(abs(one - other - shift) > _SAME_WIDTH for one, other in steps):
        return False
    size = before.rows[-1].size * _SMALLER
    return not any(
        (line.page == part.page and line.y1 < part.grid.ys[0])
        or (line.page == before.page and line.y0 > before.grid.ys[-1] and line.size >= size)
        for line in outside
    )


def _repeated(before: _Table, part: _Table) -> int:
    """How many rows at the head of a part are those at the head of the one before."""
    same = 0
    for one, other in zip(before.rows, part.rows[:-1], strict=False):
        if one.text != other.text:
            break
        same += 1
    return same


def _is_rest(row: Ruled, rest: Ruled) -> bool:
    """Whether a page's first row is what had no room on the page before.

    Some of its cells are empty, for they were done; in all others the words of a full line go on.
    """
    if len(row.cells) != len(rest.cells):
        return False
    both = list(zip(row.cells, rest.cells, strict=True))
    done = any(above and not below for above, below in both)
    return done and all(_is_cut(above, below) for above, below in both if below)


def _is_cut(above: Sequence[Line], below: Sequence[Line]) -> bool:
    """Whether a cell's last line is full, and goes on in a cell of the next page."""
    if not above or above[-1].place is None or _STOP.search(above[-1].text):
        return False
    last, cell = above[-1], above[-1].place.cell
    full = cell.x1 - last.x1 <= _ROOMY * (cell.x1 - cell.x0)
    return full and (below[0].text[:1].islower() or len(above) > 1)


def _united(row: Ruled, rest: Ruled) -> Ruled:
    """A row with the rest of it."""
    cells = tuple((*above, *below) for above, below in zip(row.cells, rest.cells, strict=True))
    known = [each.confidence for each in (row, rest) if each.confidence is not None]
    return replace(row, text=row_of(map(text_of, cells)), cells=cells, confidence=min(known, default=None))
