"""The rows near the edges of a page, and of each of its columns, that stand apart from the text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final, Literal

from diffapp.reading.columns import gutter_of
from diffapp.reading.lines import Line, Sheet
from diffapp.reading.pagenumbers import named

Side = Literal["top", "bottom"]

MOST_MARGIN: Final = 0.17
"""The share of a page's height that furniture reaches into it at most."""
SAME_SIZE: Final = 0.5
_SAME_SIZE_RECOGNISED: Final = 0.17
"""As a share of the size."""
_MARGIN: Final = 0.12
_OUTER: Final = 0.1
_INCH: Final = 72.0
_INCH_AND_QUARTER: Final = 90.0
_WIDEST: Final = 2.0
_MOST_ROWS: Final = 3
_LEVEL: Final = 0.3
_APART: Final = 1.3


@dataclass(frozen=True, slots=True)
class Row:
    """Lines of one height; ``block`` is which of the rows near the edge stand close together with it.

    The block's last number is that of the column alone in which it was looked for, 0 for the whole page.
    """

    page: int
    side: Side
    lines: tuple[Line, ...]
    block: tuple[int, Side, int, int]

    @property
    def text(self) -> str:
        """The texts of the lines with a space between."""
        return " ".join(line.text for line in self.lines)

    @property
    def y(self) -> float:
        """The bottom of the leftmost line, in points from the top of the page."""
        return self.lines[0].y1


def edges_of(page: int, lines: list[Line], sheet: Sheet) -> Iterator[Row]:
    """The rows near the edges of a page, and those near the edges of each of its columns.

    Under a short column a footer stands beside text of the other column, which is no footer then.
    """
    whole = list(_edges(page, lines, sheet))
    gutter = gutter_of(lines) if len({line.x0 for line in lines}) > 1 else None
    if gutter is None:
        yield from whole
        return
    apart: list[Row] = []
    across = {id(line) for line in lines if line.x0 < gutter - 1 < line.x1}
    for column, left in enumerate((True, False), start=1):
        side = [line for line in lines if id(line) not in across and (line.x0 < gutter - 1) == left]
        apart += _edges(page, side, sheet, column)
    loose = across | {id(line) for row in apart for line in row.lines}
    for row in whole:
        lines_of_row = tuple(line for line in row.lines if id(line) in loose)
        if lines_of_row:
            yield replace(row, lines=lines_of_row)
    yield from apart


def _edges(page: int, lines: list[Line], sheet: Sheet, column: int = 0) -> Iterator[Row]:
    """The rows near the top and the bottom of a page that stand apart from the text, one or few together."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: line.y1):
        if rows and line.y1 - rows[-1][0].y1 <= _LEVEL * min(line.size, rows[-1][0].size):
            rows[-1].append(line)
        else:
            rows.append([line])
    steps = sorted(below[0].y1 - above[0].y1 for above, below in pairwise(rows))
    usual = min(steps[len(steps) // 4], _WIDEST * max(line.size for line in lines)) if steps else 0.0
    sides: tuple[tuple[Side, list[list[Line]]], ...] = (("top", rows), ("bottom", rows[::-1]))
    for side, ordered in sides:
        for number, block in enumerate(_blocks(ordered, usual)):
            height = max(row[0].y1 if side == "top" else sheet.height - row[0].y0 for row in block)
            # What calls itself a page's number may stand higher: wide margins are usual in treaties.
            told = number == 0 and any(named(line.text) for row in block for line in row)
            most = MOST_MARGIN * sheet.height if told else _margin(sheet, number)
            if len(block) > _MOST_ROWS or height > most:
                break
            for row in block:
                inner = tuple(sorted(row, key=lambda line: line.x0))
                yield Row(page, side, inner, (page, side, number, column))


def _margin(sheet: Sheet, number: int) -> float:
    """How far furniture reaches into a page; on small pages the margins are relatively wide."""
    share, most, points = (
        (_MARGIN, MOST_MARGIN, _INCH_AND_QUARTER) if number == 0 else (_OUTER, _MARGIN, _INCH)
    )
    return min(sheet.height * most, max(sheet.height * share, points))


def _blocks(rows: list[list[Line]], usual: float) -> Iterator[list[list[Line]]]:
    """Rows in the order given, those that stand apart from each other or are set in other sizes parted."""
    block: list[list[Line]] = []
    for row in rows:
        if block:
            one, other = block[-1][0], row[0]
            wide = abs(one.y1 - other.y1) >= _APART * usual
            # The height of a recognised line varies with its letters.
            least = SAME_SIZE if one.confidence is None else _SAME_SIZE_RECOGNISED * one.size
            resized = abs(one.size - other.size) > least
            if wide or resized:
                yield block
                block = []
        block.append(row)
    if block:
        yield block
