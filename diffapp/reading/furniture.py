"""Running headers and footers, page numbers, markings: told by standing where they stand on page after page.

What merely repeats is body text. Furniture stands near an edge of the page, at the same height, on a third
of the pages and on two at least, and apart from the text.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final, NamedTuple

from diffapp.numbering import article_of
from diffapp.reading.edges import MOST_MARGIN, SAME_SIZE, Row, Side, edges_of
from diffapp.reading.lines import Line, Sheet
from diffapp.reading.pagenumbers import alone, masked, named

_SHARE: Final = 0.35
_SAME_HEIGHT: Final = 3.0
_SAME_HEIGHT_RECOGNISED: Final = 15.0
"""Sheets are fed into a scanner some millimetres higher or lower."""


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
    marks: dict[int, set[str]] = defaultdict(set)
    for line in lines:
        marks[line.page].update(sign for _, sign in line.marks)
        own = pages[line.page]
        if not _in_table(line, sheets[line.page]):
            own.append(line)
    rows = [row for page, own in pages.items() for row in edges_of(page, own, sheets[page])]
    needed = max(2, math.ceil(_SHARE * len(pages)))
    often = _often(rows, needed, len(pages))
    slots = [row for row in rows if id(row) in often]
    kept = {row.block for row in rows if not _is_furniture(row, often, slots, marks[row.page])}
    return {id(line) for row in rows if row.block not in kept for line in row.lines}


def _in_table(line: Line, sheet: Sheet) -> bool:
    """Whether a line stands in a ruled table that is more than a letterhead or a footer."""
    if line.place is None:
        return False
    edges = line.place.grid.ys
    return edges[-1] > MOST_MARGIN * sheet.height and edges[0] < (1 - MOST_MARGIN) * sheet.height


def _often(rows: list[Row], needed: int, pages: int) -> set[int]:
    """The rows a line of which stands at its height on enough pages."""
    places: dict[tuple[Side, str], list[tuple[Row, str]]] = defaultdict(list)
    for row in rows:
        for line in row.lines:
            places[row.side, masked(_bare(line.text))].append((row, line.text))
    found: set[int] = set()
    for same in places.values():
        same.sort(key=lambda each: each[0].y)
        start = 0
        for at, (row, text) in enumerate(same):
            while row.y - same[start][0].y > _same_height(row):
                start += 1
            near = [each for each in same[start:] if abs(each[0].y - row.y) <= _same_height(row)][: 2 * pages]
            on = {each[0].page for each in near}
            unchanged = len({_bare(each[1]) for each in near}) == 1
            if len(on) >= needed and not (not unchanged and _is_article(text)):
                found.add(id(row))
            if at - start > 4 * pages:
                start = at - 4 * pages
    return found


def _same_height(row: Row) -> float:
    """By how much rows may differ in height that stand in the same place of two pages."""
    return _SAME_HEIGHT if row.lines[0].confidence is None else _SAME_HEIGHT_RECOGNISED


def _bare(text: str) -> str:
    """Letters and figures alone: in recognised text, the rest of a line can differ from page to page."""
    return re.sub(r"[\W_]+", "", text.casefold()) or text


def _is_article(text: str) -> bool:
    """Whether a line is "Article 4", which may stand at the top of page after page and yet be text."""
    return article_of(text) is not None


def _is_furniture(row: Row, often: set[int], slots: list[Row], marks: set[str]) -> bool:
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


def _opens_note(row: Row, marks: set[str]) -> bool:
    """Whether a row begins with the number of a note that is referred to on its page."""
    first = row.lines[0]
    if first.marks and first.marks[0][0] == 0 and first.text:
        return True
    number = re.match(r"(\d{1,3}|[*†‡]+)[.)\]]?\s*(?=[^\W\d])", row.text)
    return number is not None and number[1] in marks


def _like(row: Row, slot: Row) -> bool:
    """Whether a row stands where another page has its furniture, in the same size."""
    return (
        row.side == slot.side
        and abs(row.y - slot.y) <= _SAME_HEIGHT
        and abs(row.lines[0].size - slot.lines[0].size) <= SAME_SIZE
        and row.page != slot.page
    )
