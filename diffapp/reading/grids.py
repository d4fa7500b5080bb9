"""Ruling lines of a page -> grids of cells, merged ones among them.

Cells are what the rules enclose: two neighbours of the lattice that no rule parts are one cell, and what is
open to the outside is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np

from diffapp.reading.lines import Cell, Grid

REACH: Final = 3.0
"""Points by which rules that meet may miss each other, and by which a rule may be interrupted."""
MOST_RULES: Final = 2_000
"""Of one page; with more it is a drawing, and has no tables."""

_MOST_CELLS: Final = 4_000
_DOUBLE: Final = 4.0
"""Points between rules that part the same cells: double rules, and cells each with a frame of its own."""
_PARTED: Final = 0.5
_SAME: Final = 6.0


class Rule(NamedTuple):
    """A straight line: its height from the top (of a level one) or place from the left, its start and end."""

    at: float
    start: float
    end: float


def grids(level: Iterable[Rule], upright: Iterable[Rule], *, scale: float = 1.0) -> list[Grid]:
    """Find what rules enclose.

    Args:
        level: horizontal rules, their places from the top left corner.
        upright: vertical ones.
        scale: how much of what places are told in is a point.

    Returns:
        The grids that have two cells at least side by side, from top to bottom; none of them lies in a cell
        of another.
    """
    rows, columns = _merged(level, scale), _merged(upright, scale)
    if not rows or not columns or len(rows) + len(columns) > MOST_RULES:
        return []
    found = [
        grid
        for some, others in _meeting(rows, columns, REACH * scale)
        if (grid := _grid(some, others, _SAME * scale)) is not None
        and any(len(grid.row(number)) > 1 for number in range(len(grid.ys) - 1))
    ]
    outer = [grid for grid in found if not any(_within(grid, other) for other in found if other is not grid)]
    return sorted(outer, key=lambda grid: (grid.ys[0], grid.xs[0]))


def _merged(rules: Iterable[Rule], scale: float) -> list[Rule]:
    """Rules with those made one that lie on one line and touch, double ones included."""
    done: list[Rule] = []
    group: list[Rule] = []
    for rule in sorted(rules):
        if group and (
            rule.at - group[-1].at > _DOUBLE * scale or rule.at - group[0].at > 2 * _DOUBLE * scale
        ):
            done += _ends_joined(group, scale)
            group = []
        group.append(rule)
    return [*done, *_ends_joined(group, scale)]


def _ends_joined(group: list[Rule], scale: float) -> Iterator[Rule]:
    """Rules on one line, those made one that touch or nearly do."""
    if not group:
        return
    at = sum(rule.at for rule in group) / len(group)
    ordered = sorted((rule.start, rule.end) for rule in group)
    start, end = ordered[0]
    for begin, stop in ordered[1:]:
        if begin - end > REACH * scale:
            yield Rule(at, start, end)
            start, end = begin, stop
        end = max(end, stop)
    yield Rule(at, start, end)


def _meeting(
    rows: Sequence[Rule], columns: Sequence[Rule], reach: float
) -> Iterator[tuple[list[Rule], list[Rule]]]:
    """Level and upright rules that meet each other, directly or by way of others."""
    (y, x0, x1), (x, y0, y1) = np.array(rows).T, np.array(columns).T
    meet = (x0[:, None] - reach <= x) & (x <= x1[:, None] + reach)
    meet &= (y0 - reach <= y[:, None]) & (y[:, None] <= y1 + reach)
    left = set(range(len(rows)))
    while left:
        some, others, fresh = set[int](), set[int](), {left.pop()}
        while fresh:
            some |= fresh
            others |= set(np.flatnonzero(meet[sorted(fresh)].any(axis=0)).tolist())
            fresh = set(np.flatnonzero(meet[:, sorted(others)].any(axis=1)).tolist()) - some
        left -= some
        if others:
            yield [rows[at] for at in sorted(some)], [columns[at] for at in sorted(others)]


def _grid(rows: Sequence[Rule], columns: Sequence[Rule], same: float) -> Grid | None:
    """The cells between rules that meet; None where there are none."""
    xs, ys = sorted({rule.at for rule in columns}), sorted({rule.at for rule in rows})
    left, right = min(rule.start for rule in rows), max(rule.end for rule in rows)
    closed = xs[0] - left <= same and right - xs[-1] <= same
    xs = [*([left] if xs[0] - left > same else []), *xs, *([right] if right - xs[-1] > same else [])]
    width, height = len(xs) - 1, len(ys) - 1
    if width < 1 or height < 1 or width * height > _MOST_CELLS:
        return None
    beside = _walls(xs, ys, columns)  # (width + 1, height): whether a rule stands at an edge of a column
    below = _walls(ys, xs, rows).T  # (width, height + 1)
    for side in (0, -1):
        if not beside[side].any():
            beside[side] = True  # a table that is open at its side
    spans = _spans(_numbered(beside, below, width, height), width, height)
    cells = sorted(Cell(xs[x0], ys[y0], xs[x1], ys[y1], y0, x0, y1, x1) for x0, y0, x1, y1 in spans)
    in_order = tuple(sorted(cells, key=lambda cell: (cell.row, cell.column)))
    return Grid(in_order, tuple(xs), tuple(ys), closed) if in_order else None


def _walls(edges: Sequence[float], across: Sequence[float], rules: Sequence[Rule]) -> np.ndarray:
    """For each edge and each step across it, whether rules fill most of it."""
    filled = np.zeros((len(edges), len(across) - 1))
    starts, ends = np.array(across[:-1]), np.array(across[1:])
    for rule in rules:
        at = int(np.argmin(np.abs(np.array(edges) - rule.at)))
        filled[at] += np.clip(np.minimum(ends, rule.end) - np.maximum(starts, rule.start), 0, None)
    return np.asarray(filled >= _PARTED * (ends - starts))


def _numbered(beside: np.ndarray, below: np.ndarray, width: int, height: int) -> dict[tuple[int, int], int]:
    """For each place of the lattice which cell it belongs to; those open to the outside have none."""
    numbers: dict[tuple[int, int], int] = {}
    outside = 0
    starts = [None, *((x, y) for y in range(height) for x in range(width))]
    edge = [
        *((x, y) for y in range(height) for x, wall in ((0, 0), (width - 1, width)) if not beside[wall, y]),
        *((x, y) for x in range(width) for y, wall in ((0, 0), (height - 1, height)) if not below[x, wall]),
    ]
    for number, start in enumerate(starts):
        waiting = edge if start is None else [start]
        while waiting:
            x, y = waiting.pop()
            if (x, y) in numbers:
                continue
            numbers[x, y] = number
            ways = (
                (x - 1, y, x > 0 and not beside[x, y]),
                (x + 1, y, x + 1 < width and not beside[x + 1, y]),
                (x, y - 1, y > 0 and not below[x, y]),
                (x, y + 1, y + 1 < height and not below[x, y + 1]),
            )
            waiting += [(x1, y1) for x1, y1, is_open in ways if is_open]
    return {place: number for place, number in numbers.items() if number != outside}


def _spans(
    numbers: dict[tuple[int, int], int], width: int, height: int
) -> Iterator[tuple[int, int, int, int]]:
    """The first column and row of each cell and those behind it; one that is no rectangle is cut in rows."""
    places: dict[int, list[tuple[int, int]]] = {}
    for y in range(height):
        for x in range(width):
            if (x, y) in numbers:
                places.setdefault(numbers[x, y], []).append((x, y))
    for own in places.values():
        x0, x1 = min(x for x, _ in own), max(x for x, _ in own) + 1
        y0, y1 = own[0][1], own[-1][1] + 1
        if (x1 - x0) * (y1 - y0) == len(own):
            yield x0, y0, x1, y1
            continue
        start = own[0]
        for at, (x, y) in enumerate(own, start=1):
            if at == len(own) or own[at] != (x + 1, y):
                yield start[0], y, x + 1, y + 1
                start = own[min(at, len(own) - 1)]


def _within(grid: Grid, other: Grid) -> bool:
    """Whether a grid lies in one cell of another."""
    return any(
        cell.x0 <= grid.xs[0] and grid.xs[-1] <= cell.x1 and cell.y0 <= grid.ys[0] and grid.ys[-1] <= cell.y1
        for cell in other.cells
    )
