"""Running headers and footers, page numbers, markings: told by standing where they stand on page after page.

What merely repeats is body text. Furniture stands near an edge of the page, at the same height, on a third
of the pages and on two at least, and apart from the text.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from types import MappingProxyType
from typing import Final, Literal, NamedTuple

from diffapp.numbering import article_of
from diffapp.reading.columns import gutter_of
from diffapp.reading.lines import Line, Sheet
from diffapp.reading.pagenumbers import alone, masked, named

Side = Literal["top", "bottom"]

_SHARE: Final = 0.35
_MARGIN: Final = 0.12
_MOST_MARGIN: Final = 0.17
_OUTER: Final = 0.1
_INCH: Final = 72.0
_INCH_AND_QUARTER: Final = 90.0
_WIDEST: Final = 2.0
_MOST_ROWS: Final = 3
_LEVEL: Final = 0.3
_SAME_HEIGHT: Final = 3.0
_SAME_SIZE: Final = 0.5
_APART: Final = 1.3


@dataclass(frozen=True, slots=True)
class _Row:
    """Lines of one height; ``block`` is which of the rows near the edge stand close together with it.

    The block's last number is that of the column alone in which it was looked for, 0 for the whole page.
    """

    page: int
    side: Side
    lines: tuple[Line, ...]
    block: tuple[int, Side, int, int]

    @property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines)

    @property
    def y(self) -> float:
        return self.lines[0].y1


class Around(NamedTuple):
    """The lines and sizes of pages that stand around those that are read."""

    lines: Sequence[Line] = ()
    sheets: Mapping[int, Sheet] = MappingProxyType({})


ALONE: Final = Around()


def part(
    lines: Sequence[Line], sheets: Mapping[int, Sheet], around: Around = ALONE
) -> tuple[list[Line], list[Line]]:
    """Part furniture from text.

    Args:
        lines: of all pages.
        sheets: the size of each page.
        around: further pages, where these are but a part: a page alone repeats nothing.

    Returns:
        The lines of the text and the furniture, both in the order given.
    """
    gone = _furniture(lines, sheets)
    if around.lines:  # a short paper between long ones is judged by its own pages too
        gone |= _furniture([*lines, *around.lines], {**sheets, **around.sheets})
    return [line for line in lines if id(line) not in gone], [line for line in lines if id(line) in gone]


def _furniture(lines: Sequence[Line], sheets: Mapping[int, Sheet]) -> set[int]:
    """The lines, by their identity, that are furniture."""
    pages: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        pages[line.page].append(line)
    rows = [row for page, own in pages.items() for row in _edges_of(page, own, sheets[page])]
    needed = max(2, math.ceil(_SHARE * len(pages)))
    often = _often(rows, needed, len(pages))
    marks = {page: {sign for line in own for _, sign in line.marks} for page, own in pages.items()}
    slots = [row for row in rows if id(row) in often]
    kept = {row.block for row in rows if not _is_furniture(row, often, slots, marks[row.page])}
    return {id(line) for row in rows if row.block not in kept for line in row.lines}


def _edges_of(page: int, lines: list[Line], sheet: Sheet) -> Iterator[_Row]:
    """The rows near the edges of a page, and those near the edges of each of its columns.

    Under a short column a footer stands beside text of the other column, which is no footer then.
    """
    whole = list(_edges(page, lines, sheet))
    gutter = gutter_of(lines) if len({line.x0 for line in lines}) > 1 else None
    if gutter is None:
        yield from whole
        return
    apart: list[_Row] = []
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


def _edges(page: int, lines: list[Line], sheet: Sheet, column: int = 0) -> Iterator[_Row]:
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
            most = _MOST_MARGIN * sheet.height if told else _margin(sheet, number)
            if len(block) > _MOST_ROWS or height > most:
                break
            for row in block:
                inner = tuple(sorted(row, key=lambda line: line.x0))
                yield _Row(page, side, inner, (page, side, number, column))


def _margin(sheet: Sheet, number: int) -> float:
    """How far furniture reaches into a page; on small pages the margins are relatively wide."""
    share, most, points = (
        (_MARGIN, _MOST_MARGIN, _INCH_AND_QUARTER) if number == 0 else (_OUTER, _MARGIN, _INCH)
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
            resized = one.confidence is None and abs(one.size - other.size) > _SAME_SIZE
            if wide or resized:
                yield block
                block = []
        block.append(row)
    if block:
        yield block


def _often(rows: list[_Row], needed: int, pages: int) -> set[int]:
    """The rows a line of which stands at its height on enough pages."""
    places: dict[tuple[Side, str], list[tuple[_Row, str]]] = defaultdict(list)
    for row in rows:
        for line in row.lines:
            places[row.side, masked(_bare(line.text))].append((row, line.text))
    found: set[int] = set()
    for same in places.values():
        same.sort(key=lambda each: each[0].y)
        start = 0
        for at, (row, text) in enumerate(same):
            while row.y - same[start][0].y > _SAME_HEIGHT:
                start += 1
            near = [each for each in same[start:] if abs(each[0].y - row.y) <= _SAME_HEIGHT][: 2 * pages]
            on = {each[0].page for each in near}
            unchanged = len({_bare(each[1]) for each in near}) == 1
            if len(on) >= needed and not (not unchanged and _is_article(text)):
                found.add(id(row))
            if at - start > 4 * pages:
                start = at - 4 * pages
    return found


def _bare(text: str) -> str:
    """Letters and figures alone: in recognised text, the rest of a line can differ from page to page."""
    return re.sub(r"[\W_]+", "", text.casefold()) or text


def _is_article(text: str) -> bool:
    """Whether a line is "Article 4", which may stand at the top of page after page and yet be text."""
    return article_of(text) is not None


def _is_furniture(row: _Row, often: set[int], slots: list[_Row], marks: set[str]) -> bool:
    """Whether a row repeats as furniture does, stands in its place, or is a page number alone."""
    if row.side == "bottom" and _opens_note(row, marks):
        return False
    if id(row) in often:
        return True
    _, _, number, column = row.block
    if number or (column and alone(row.text)):
        return False
    if alone(row.text) or any(named(text) for text in (row.text, *(line.text for line in row.lines))):
        return True
    return not column and any(_like(row, slot) for slot in slots)


def _opens_note(row: _Row, marks: set[str]) -> bool:
    """Whether a row begins with the number of a note that is referred to on its page."""
    first = row.lines[0]
    if first.marks and first.marks[0][0] == 0 and first.text:
        return True
    number = re.match(r"(\d{1,3}|[*†‡]+)[.)\]]?\s*(?=[^\W\d])", first.text)
    return number is not None and number[1] in marks


def _like(row: _Row, slot: _Row) -> bool:
    """Whether a row stands where another page has its furniture, in the same size."""
    return (
        row.side == slot.side
        and abs(row.y - slot.y) <= _SAME_HEIGHT
        and abs(row.lines[0].size - slot.lines[0].size) <= _SAME_SIZE
        and row.page != slot.page
    )
