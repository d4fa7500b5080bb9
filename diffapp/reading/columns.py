"""The lines of a page -> rows in the order in which columns are read."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from statistics import median
from typing import Final

from diffapp.reading.lines import Line, Ruled

_FEWEST: Final = 5
_FULL: Final = 0.6
_NARROWEST: Final = 0.2
_DEEPEST: Final = 2
_TOLERANCE: Final = 3.0
_LEVEL: Final = 0.35
_WIDE: Final = 1.2
_CROSSED: Final = 2.0
_CROSSED_INSIDE: Final = 0.25
_BARELY: Final = 1.4
_EVEN: Final = 0.2
_EDGE: Final = 1.5
_FEWEST_EMS: Final = 10


@dataclass(frozen=True, slots=True)
class Row:
    """What stands on one baseline of one column.

    ``cells`` are its lines from left to right, ``text`` these with a space between; ``column`` numbers the
    columns of a page in reading order; ``left`` and ``right`` are the edges of that column's text. ``y`` is
    the bottom of the largest type, ``size`` that of the longest cell; ``bold`` is whether all is bold.
    """

    cells: tuple[Line, ...]
    column: int
    left: float
    right: float
    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    page: int


def row_of(cells: tuple[Line, ...], column: int, left: float, right: float) -> Row:
    """Make a row of lines on one baseline."""
    longest = max(cells, key=lambda cell: len(cell.text))
    return Row(
        cells,
        column,
        left,
        right,
        text=" ".join(cell.text for cell in cells if cell.text),
        x0=cells[0].x0,
        x1=max(cell.x1 for cell in cells),
        y=max(cells, key=lambda cell: cell.size).y1,
        size=longest.size,
        bold=all(cell.bold for cell in cells),
        page=longest.page,
    )


def rows_of(lines: Sequence[Line], usual: float | None = None) -> list[Row]:
    """Put the lines of one page into reading order.

    Args:
        lines: of one page, without furniture.
        usual: from ``usual_gutter``, for pages that are too empty to show their columns.

    Returns:
        The rows, column by column. What stands across columns ends the columns above it.
    """
    rows: list[Row] = []
    for column, part in enumerate(_parts(list(lines), 0, usual)):
        left, right = min(line.x0 for line in part), max(line.x1 for line in part)
        split = list(_rows(part))
        for at, cells in enumerate(split):
            around = (*split[max(0, at - 2) : at], *split[at + 1 : at + 3])
            beside = [cell for near in around if not _is_spread(near, right) for cell in _apart(near)]
            rows.append(row_of(_closed_up(cells, beside, right), column, left, right))
    return rows


def _rows(lines: list[Line]) -> Iterator[tuple[Line, ...]]:
    """Lines on one baseline together, from top to bottom."""
    current: list[Line] = []
    for line in sorted(lines, key=lambda line: line.y1):
        alone = isinstance(line, Ruled) or (current and isinstance(current[-1], Ruled))
        if current and (alone or line.y1 - current[-1].y1 > _LEVEL * min(line.size, current[-1].size)):
            yield tuple(sorted(current, key=lambda line: line.x0))
            current = []
        current.append(line)
    if current:
        yield tuple(sorted(current, key=lambda line: line.x0))


def _apart(cells: tuple[Line, ...]) -> Iterator[Line]:
    """The cells of a row that stand well apart from the one before."""
    return (right for left, right in pairwise(cells) if right.x0 - left.x1 > _WIDE * right.size)


def _is_spread(cells: tuple[Line, ...], right: float) -> bool:
    """Whether cells are the words of one line that was stretched to the column's edge."""
    gaps = [after.x0 - before.x1 for before, after in pairwise(cells)]
    even = bool(gaps) and max(gaps) - min(gaps) <= _EVEN * cells[0].size
    # Spaces just below the limit part no cells, though they are as wide as those just above it.
    words = not any(" " in cell.text for cell in cells) or min(gaps, default=0) <= _BARELY * cells[0].size
    return even and abs(cells[-1].x1 - right) <= _EDGE and words


def _closed_up(cells: tuple[Line, ...], beside: list[Line], right: float) -> tuple[Line, ...]:
    """The cells of a row, those joined that have but a space between, unless one stands under a cell."""
    kept = [cells[0]]
    spread = _is_spread(cells, right)
    for cell in cells[1:]:
        near = cell.x0 - kept[-1].x1 <= _WIDE * cell.size
        if spread or (near and not any(abs(cell.x0 - other.x0) <= _TOLERANCE / 2 for other in beside)):
            kept[-1] = joined(kept[-1], cell)
        else:
            kept.append(cell)
    return tuple(kept)


def joined(first: Line, second: Line) -> Line:
    """Two lines side by side as one."""
    text = f"{first.text} {second.text}".strip()
    shift = len(text) - len(second.text)
    sure = [each.confidence for each in (first, second) if each.confidence is not None]
    longer = max(first, second, key=lambda line: len(line.text))
    return replace(
        longer,
        text=text,
        x0=first.x0,
        x1=max(first.x1, second.x1),
        bold=first.bold and second.bold,
        confidence=min(sure, default=None),
        marks=(*first.marks, *((at + shift, mark) for at, mark in second.marks)),
    )


def usual_gutter(pages: Iterable[Sequence[Line]]) -> float | None:
    """Where the right column of most pages begins that have two; None unless half of the pages have."""
    found = [gutter_of(list(page)) for page in pages]
    gutters = [gutter for gutter in found if gutter is not None]
    return median(gutters) if gutters and len(gutters) * 2 >= len(found) else None


def _parts(lines: list[Line], depth: int, usual: float | None = None) -> Iterator[list[Line]]:
    """The columns and what stands above, between and below them, in reading order."""
    gutter = gutter_of(lines, inner=depth > 0) if depth < _DEEPEST else None
    if gutter is None and usual is not None and _respected(lines, usual):
        gutter = usual
    if gutter is None:
        if lines:
            yield lines
        return
    place = {id(line): at for at, line in enumerate(lines)}
    ordered = sorted(lines, key=lambda line: line.y1)
    for across, band in groupby(ordered, key=lambda line: _crosses(line, gutter)):
        both = sorted(band, key=lambda line: place[id(line)])
        if across:
            yield both
            continue
        for side in (True, False):
            yield from _parts([line for line in both if (line.x0 < gutter - 1) == side], depth + 1)


def _crosses(line: Line, gutter: float) -> bool:
    return line.x0 < gutter - _TOLERANCE and line.x1 > gutter + _TOLERANCE


def gutter_of(lines: list[Line], *, inner: bool = False) -> float | None:
    """Where the right one of two columns begins, or None where there is one column.

    ``inner`` is whether the lines are a column already; then few of them may cross a further gutter.
    """
    if len(lines) < 2 * _FEWEST:
        return None
    lines = list(_sentences(lines))
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    width = right - left
    starts = Counter(round(line.x0 / _TOLERANCE) for line in lines)
    found: list[tuple[int, float]] = []
    for step, count in starts.items():
        near = count + starts[step + 1]
        gutter = step * _TOLERANCE - _TOLERANCE / 2
        if near >= _FEWEST and left + width * _NARROWEST < gutter < right - width * _NARROWEST:
            beside = _beside(lines, gutter, _CROSSED_INSIDE if inner else _CROSSED)
            if beside:
                found.append((beside, -gutter))
    return -max(found)[1] if found else None


def _sentences(lines: list[Line]) -> Iterator[Line]:
    """The lines with those joined that a reader of the file meets one after the other, a space between."""
    current = lines[0]
    for line in lines[1:]:
        gap = line.x0 - current.x1
        if line.y1 == current.y1 and 0 <= gap <= _WIDE * line.size:
            current = joined(current, line)
        else:
            yield current
            current = line
    yield current


def _respected(lines: list[Line], gutter: float) -> bool:
    """Whether nothing crosses a gutter, and lines stand on both sides that end and begin at it."""
    begins = sum(abs(line.x0 - gutter) <= _TOLERANCE for line in lines)
    return not any(_crosses(line, gutter) for line in lines) and 0 < begins < len(lines)


def _beside(lines: list[Line], gutter: float, crossed: float) -> int:
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
    return paired if paired >= _FEWEST and crossing < paired * crossed else 0


def _is_text(side: list[Line]) -> bool:
    """Whether lines fill a column as running text does, which cells of a table seldom do."""
    full = [cells[-1].x1 - cells[0].x0 for cells in _rows(side)]
    width = max(line.x1 for line in side) - min(line.x0 for line in side)
    wide = width >= _FEWEST_EMS * median(line.size for line in side)
    return wide and len(full) >= _FEWEST and median(full) >= width * _FULL
