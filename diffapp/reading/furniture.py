"""Running headers and footers, page numbers, markings: told by standing where they stand on page after page.

What merely repeats is body text. Furniture stands near an edge of the page, at the same height, on a third
of the pages and on two at least, and apart from the text.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

from diffapp.numbering import article_of
from diffapp.reading.lines import Line, Sheet

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
_SAME_HEIGHT_RECOGNISED: Final = 15.0
"""Sheets are fed into a scanner some millimetres higher or lower."""
_SAME_SIZE: Final = 0.5
_SAME_SIZE_RECOGNISED: Final = 0.17
"""As a share of the size."""
_APART: Final = 1.3
_DIGITS: Final = re.compile(r"\d+")
_NUMBER: Final = r"(?:\d{1,4}|[ivxlc]{1,7})"
_LONE: Final = re.compile(
    rf"[\W_]*(?:(?:page|p|pg|seite|s|página|pág|стр|страница)\b[.:]?\s*)?(?P<number>{_NUMBER})"
    rf"(?:\s*(?:of|/|von|de|из|sur)\s*{_NUMBER})?[\W_]*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Row:
    """Lines of one height; ``block`` is which of the rows near the edge stand close together with it."""

    page: int
    side: Side
    lines: tuple[Line, ...]
    block: tuple[int, Side, int]

    @property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines)

    @property
    def y(self) -> float:
        return self.lines[0].y1


def part(lines: Sequence[Line], sheets: Mapping[int, Sheet]) -> tuple[list[Line], list[Line]]:
    """Part furniture from text.

    Args:
        lines: of all pages.
        sheets: the size of each page.

    Returns:
        The lines of the text and the furniture, both in the order given.
    """
    pages: dict[int, list[Line]] = defaultdict(list)
    marks: dict[int, set[str]] = defaultdict(set)
    for line in lines:
        marks[line.page].update(sign for _, sign in line.marks)
        own = pages[line.page]
        if not _in_table(line, sheets[line.page]):
            own.append(line)
    rows = [row for page, own in pages.items() for row in _edges(page, own, sheets[page])]
    needed = max(2, math.ceil(_SHARE * len(pages)))
    often = _often(rows, needed, len(pages))
    slots = [row for row in rows if id(row) in often]
    kept = {row.block for row in rows if not _is_furniture(row, often, slots, marks[row.page])}
    gone = {id(line) for row in rows if row.block not in kept for line in row.lines}
    return [line for line in lines if id(line) not in gone], [line for line in lines if id(line) in gone]


def _in_table(line: Line, sheet: Sheet) -> bool:
    """Whether a line stands in a ruled table that is more than a letterhead or a footer."""
    if line.place is None:
        return False
    edges = line.place.grid.ys
    return edges[-1] > _MOST_MARGIN * sheet.height and edges[0] < (1 - _MOST_MARGIN) * sheet.height


def printed_number(lines: Sequence[Line]) -> str | None:
    """The page number that stands alone among the furniture of one page, None where there is none."""
    found = (_LONE.fullmatch(line.text) for line in lines)
    return next((each["number"] for each in found if each), None)


def masked(text: str) -> str:
    """A line with its numbers made alike, as running headers are compared."""
    return _DIGITS.sub("#", text.casefold())


def _edges(page: int, lines: list[Line], sheet: Sheet) -> Iterator[_Row]:
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
            if len(block) > _MOST_ROWS or height > _margin(sheet, number):
                break
            for row in block:
                inner = tuple(sorted(row, key=lambda line: line.x0))
                yield _Row(page, side, inner, (page, side, number))


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
            least = _SAME_SIZE if one.confidence is None else _SAME_SIZE_RECOGNISED * one.size
            resized = abs(one.size - other.size) > least
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


def _same_height(row: _Row) -> float:
    """By how much rows may differ in height that stand in the same place of two pages."""
    return _SAME_HEIGHT if row.lines[0].confidence is None else _SAME_HEIGHT_RECOGNISED


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
    outermost = row.block[2] == 0
    return outermost and (_LONE.fullmatch(row.text) is not None or any(_like(row, slot) for slot in slots))


def _opens_note(row: _Row, marks: set[str]) -> bool:
    """Whether a row begins with the number of a note that is referred to on its page."""
    first = row.lines[0]
    if first.marks and first.marks[0][0] == 0 and first.text:
        return True
    number = re.match(r"(\d{1,3}|[*†‡]+)[.)\]]?\s*(?=[^\W\d])", row.text)
    return number is not None and number[1] in marks


def _like(row: _Row, slot: _Row) -> bool:
    """Whether a row stands where another page has its furniture, in the same size."""
    return (
        row.side == slot.side
        and abs(row.y - slot.y) <= _SAME_HEIGHT
        and abs(row.lines[0].size - slot.lines[0].size) <= _SAME_SIZE
        and row.page != slot.page
    )
