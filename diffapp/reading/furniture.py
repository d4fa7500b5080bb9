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
_MOST_PAGES: Final = 0.6
_MARGIN: Final = 0.17
_MOST_ROWS: Final = 4
_SAME_HEIGHT: Final = 3.0
_SAME_SIZE: Final = 0.5
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
    """Lines of one height; ``rank`` counts rows from the edge, ``apart`` is the gap inward in leadings."""

    page: int
    side: Side
    rank: int
    lines: tuple[Line, ...]
    apart: float

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
    for line in lines:
        pages[line.page].append(line)
    rows = [row for page, own in pages.items() for row in _edges(page, own, sheets[page])]
    needed = max(2, math.ceil(_SHARE * len(pages)))
    often = _often(rows, needed, len(pages))
    marks = {page: {sign for line in own for _, sign in line.marks} for page, own in pages.items()}
    taken = [row for row in rows if _is_furniture(row, often, marks[row.page])]
    slots = [row for row in taken if id(row) in often]
    taken += [row for row in rows if id(row) not in often and _in_slot(row, slots)]
    gone = {id(line) for row in taken for line in row.lines}
    return [line for line in lines if id(line) not in gone], [line for line in lines if id(line) in gone]


def printed_number(lines: Sequence[Line]) -> str | None:
    """The page number that stands alone among the furniture of one page, None where there is none."""
    found = (_LONE.fullmatch(line.text) for line in lines)
    return next((each["number"] for each in found if each), None)


def masked(text: str) -> str:
    """A line with its numbers made alike, as running headers are compared."""
    return _DIGITS.sub("#", text.casefold())


def _edges(page: int, lines: list[Line], sheet: Sheet) -> Iterator[_Row]:
    """The rows nearest to the top and to the bottom of a page, within its margins."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: line.y1):
        if rows and line.y1 - rows[-1][0].y1 <= 0.3 * min(line.size, rows[-1][0].size):
            rows[-1].append(line)
        else:
            rows.append([line])
    steps = [below[0].y1 - above[0].y1 for above, below in pairwise(rows)]
    usual = sorted(steps)[len(steps) // 4] if steps else 0.0
    for side, ordered, gaps in (("top", rows, steps), ("bottom", rows[::-1], steps[::-1])):
        for rank, row in enumerate(ordered[:_MOST_ROWS]):
            inward = ordered[rank + 1][0] if rank + 1 < len(ordered) else None
            limit = sheet.height * _MARGIN
            if row[0].y1 > limit if side == "top" else row[0].y0 < sheet.height - limit:
                break
            apart = gaps[rank] / usual if inward and usual else math.inf
            if inward and abs(inward.size - row[0].size) > _SAME_SIZE and row[0].confidence is None:
                apart = max(apart, _APART)  # type of another size stands apart by itself
            inner = tuple(sorted(row, key=lambda line: line.x0))
            yield _Row(page, "top" if side == "top" else "bottom", rank, inner, apart)


def _often(rows: list[_Row], needed: int, pages: int) -> dict[int, bool]:
    """The rows a line of which stands at its height on enough pages; True if on most pages and unchanged."""
    places: dict[tuple[Side, str], list[tuple[_Row, str]]] = defaultdict(list)
    for row in rows:
        for line in row.lines:
            places[row.side, masked(_bare(line.text))].append((row, _bare(line.text)))
    found: dict[int, bool] = {}
    for same in places.values():
        same.sort(key=lambda each: each[0].y)
        start = 0
        for at, (row, _) in enumerate(same):
            while row.y - same[start][0].y > _SAME_HEIGHT:
                start += 1
            near = [each for each in same[start:] if abs(each[0].y - row.y) <= _SAME_HEIGHT][: 2 * pages]
            on = {each[0].page for each in near}
            unchanged = len({each[1] for each in near}) == 1
            if len(on) >= needed and (unchanged or not any(_is_article(line.text) for line in row.lines)):
                sure = unchanged and len(on) >= max(3, _MOST_PAGES * pages)
                found[id(row)] = found.get(id(row), False) or sure
            if at - start > 4 * pages:
                start = at - 4 * pages
    return found


def _bare(text: str) -> str:
    """Letters and figures alone: in recognised text, the rest of a line can differ from page to page."""
    return re.sub(r"[\W_]+", "", text.casefold()) or text


def _is_article(text: str) -> bool:
    """Whether a line is "Article 4", which may stand at the top of page after page and yet be text."""
    return article_of(text) is not None


def _is_furniture(row: _Row, often: Mapping[int, bool], marks: set[str]) -> bool:
    """Whether a row repeats as furniture does, or is a page number alone."""
    if row.side == "bottom" and _opens_note(row, marks):
        return False
    if id(row) in often:
        return often[id(row)] or row.apart >= _APART
    return row.rank == 0 and row.apart >= _APART and _LONE.fullmatch(row.text) is not None


def _opens_note(row: _Row, marks: set[str]) -> bool:
    """Whether a row begins with the number of a note that is referred to on its page."""
    first = row.lines[0]
    if first.marks and first.marks[0][0] == 0 and first.text:
        return True
    number = re.match(r"(\d{1,3}|[*†‡]+)[.)\]]?\s*(?=[^\W\d])", first.text)
    return number is not None and number[1] in marks


def _in_slot(row: _Row, slots: list[_Row]) -> bool:
    """Whether a row stands, outermost and apart, where other pages have their furniture."""
    return (
        row.rank == 0
        and row.apart >= _APART
        and any(
            row.side == slot.side
            and abs(row.y - slot.y) <= _SAME_HEIGHT
            and abs(row.lines[0].size - slot.lines[0].size) <= _SAME_SIZE
            and row.page != slot.page
            for slot in slots
        )
    )
