"""The lines of a page -> rows in the order in which columns are read."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from statistics import median
from typing import Final, NamedTuple

from diffapp.reading.lines import Line

_FEWEST: Final = 5
_FULL: Final = 0.6
_NARROWEST: Final = 0.2
_DEEPEST: Final = 2
_TOLERANCE: Final = 3.0
_LEVEL: Final = 0.35


class Row(NamedTuple):
    """What stands on one baseline of one column.

    ``cells`` are its lines from left to right; ``column`` numbers the columns of a page in reading order;
    ``left`` and ``right`` are the edges of that column's text.
    """

    cells: tuple[Line, ...]
    column: int
    left: float
    right: float

    @property
    def text(self) -> str:
        """The cells with a space between."""
        return " ".join(cell.text for cell in self.cells if cell.text)

    @property
    def x0(self) -> float:
        """Left edge."""
        return self.cells[0].x0

    @property
    def x1(self) -> float:
        """Right edge."""
        return self.cells[-1].x1

    @property
    def y(self) -> float:
        """Bottom edge of the largest type."""
        return max(self.cells, key=lambda cell: cell.size).y1

    @property
    def size(self) -> float:
        """Size of the longest cell's type."""
        return max(self.cells, key=lambda cell: len(cell.text)).size

    @property
    def bold(self) -> bool:
        """Whether all of it is bold."""
        return all(cell.bold for cell in self.cells)

    @property
    def page(self) -> int:
        """The page's number."""
        return self.cells[0].page


def rows_of(lines: Sequence[Line]) -> list[Row]:
    """Put the lines of one page into reading order.

    Args:
        lines: of one page, without furniture.

    Returns:
        The rows, column by column. What stands across columns ends the columns above it.
    """
    rows: list[Row] = []
    for column, part in enumerate(_parts(list(lines), 0)):
        left, right = min(line.x0 for line in part), max(line.x1 for line in part)
        rows += [Row(cells, column, left, right) for cells in _rows(part)]
    return rows


def _rows(lines: list[Line]) -> Iterator[tuple[Line, ...]]:
    """Lines on one baseline together, from top to bottom."""
    current: list[Line] = []
    for line in sorted(lines, key=lambda line: line.y1):
        if current and line.y1 - current[-1].y1 > _LEVEL * min(line.size, current[-1].size):
            yield tuple(sorted(current, key=lambda line: line.x0))
            current = []
        current.append(line)
    if current:
        yield tuple(sorted(current, key=lambda line: line.x0))


def _parts(lines: list[Line], depth: int) -> Iterator[list[Line]]:
    """The columns and what stands above, between and below them, in reading order."""
    gutter = _gutter(lines) if depth < _DEEPEST else None
    if gutter is None:
        if lines:
            yield lines
        return
    ordered = sorted(lines, key=lambda line: line.y1)
    for across, band in groupby(ordered, key=lambda line: _crosses(line, gutter)):
        if across:
            yield list(band)
            continue
        both = list(band)
        for side in (True, False):
            yield from _parts([line for line in both if (line.x0 < gutter - 1) == side], depth + 1)


def _crosses(line: Line, gutter: float) -> bool:
    return line.x0 < gutter - _TOLERANCE and line.x1 > gutter + _TOLERANCE


def _gutter(lines: list[Line]) -> float | None:
    """Where the right one of two columns begins, or None where the page has one column."""
    if len(lines) < 2 * _FEWEST:
        return None
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    width = right - left
    starts = Counter(round(line.x0 / _TOLERANCE) for line in lines)
    found: list[tuple[int, float]] = []
    for step, count in starts.items():
        near = count + starts[step + 1]
        gutter = step * _TOLERANCE - _TOLERANCE / 2
        if near >= _FEWEST and left + width * _NARROWEST < gutter < right - width * _NARROWEST:
            beside = _beside(lines, gutter)
            if beside:
                found.append((beside, -gutter))
    return -max(found)[1] if found else None


def _beside(lines: list[Line], gutter: float) -> int:
    """How many lines have a line of the other column beside them; 0 where these are no columns of text."""
    crossing = sum(_crosses(line, gutter) for line in lines)
    sides = [
        [line for line in lines if line.x1 <= gutter + _TOLERANCE],
        [line for line in lines if line.x0 >= gutter - _TOLERANCE],
    ]
    if min(map(len, sides)) < _FEWEST or not all(map(_is_text, sides)):
        return 0
    heights = sorted(line.y1 for line in sides[1])
    paired = 0
    for line in sides[0]:
        at = bisect_left(heights, line.y1 - line.size * 0.6)
        paired += at < len(heights) and heights[at] <= line.y1 + line.size * 0.6
    return paired if paired >= _FEWEST and paired * 2 > crossing else 0


def _is_text(side: list[Line]) -> bool:
    """Whether lines fill a column as running text does, which cells of a table seldom do."""
    full = [cells[-1].x1 - cells[0].x0 for cells in _rows(side)]
    width = max(line.x1 for line in side) - min(line.x0 for line in side)
    return len(full) >= _FEWEST and median(full) >= width * _FULL
