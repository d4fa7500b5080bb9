"""Rows in reading order -> paragraphs: by gaps, type, indents, printed numbers and short last lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from diffapp.numbering import printed
from diffapp.reading.columns import Row
from diffapp.reading.habits import INDENT, Habits, same_place
from diffapp.reading.hyphens import MADE
from diffapp.reading.wrapping import is_title, opens_item

_GAP: Final = 1.22
_OTHER_SIZE: Final = 1.07
_OTHER_SIZE_MEASURED: Final = 1.17
_OTHER_SIZE_RECOGNISED: Final = 1.4
"""The same where a row was recognised and has so few letters that its size can hardly be measured."""
_MEASURED: Final = 24
"""Letters from which on a size is measured within a seventh."""
_STOP: Final = re.compile(r"[.;:!?…][”\"’'»)\]]*$")
_SHORTENED: Final = re.compile(r"\b(?:Art|Nos?|paras?|pp?|Sec|ch|cf|Nr|Abs|ст|п)\.$")
_COMMA: Final = re.compile(r"(?:[,–—]|\b(?:and|or|und|oder|и|или))$")
_LISTING: Final = re.compile(r"(?:[,–—]|[;,]\s(?:and|or|und|oder|и|или))$")
_HYPHEN: Final = re.compile(f"\\w[-\u2010{MADE}]$")
_EXACT: Final = 0.1
_EXACT_RECOGNISED: Final = 0.3
_LEAST_WIDTH: Final = 10
_LABEL_WIDTH: Final = 6.0
_ROOMY: Final = 0.25
_SLACK: Final = 0.3


def paragraphs(rows: Sequence[Row], habits: Habits) -> Iterator[list[Row]]:
    """Cut rows into paragraphs.

    Args:
        rows: in reading order, without tables and notes.
        habits: of the whole document.

    Yields:
        The rows of one paragraph; it may go on in another column or on another page.
    """
    current: list[Row] = []
    for at, row in enumerate(rows):
        after = rows[at + 1] if at + 1 < len(rows) else None
        if current and _begins(current, row, after, habits):
            yield from _at_short_lines(current)
            current = []
        current.append(row)
    if current:
        yield from _at_short_lines(current)


def _begins(current: list[Row], row: Row, after: Row | None, habits: Habits) -> bool:
    """Whether a row begins a paragraph after the rows of the current one."""
    last = current[-1]
    if _other_type(last, row) or (row.cells[0].marks and row.cells[0].marks[0][0] == 0 and row.text):
        return True
    if not same_place(last, row):
        return not _flows_on(current, row, habits)
    leading = habits.leading * max(last.size, row.size)
    if row.y - last.y > leading * _GAP + 0.5 or row.y < last.y:
        return True
    if opens_item(row.text):
        return not _mid_sentence(current, row)
    return _steps(current, row, after)


def _other_type(last: Row, row: Row) -> bool:
    """Whether a row is set larger, smaller, or bold where the other is not."""
    large, small = max(last.size, row.size), max(min(last.size, row.size), 0.1)
    if large / small > _other_size(last, row):
        return True
    return last.bold != row.bold


def _other_size(last: Row, row: Row) -> float:
    """From which ratio on two rows are set in two sizes."""
    if row.cells[0].confidence is None:
        return _OTHER_SIZE
    letters = min(sum(map(str.isalpha, each.text)) for each in (last, row))
    return _OTHER_SIZE_MEASURED if letters >= _MEASURED else _OTHER_SIZE_RECOGNISED


def _mid_sentence(current: list[Row], row: Row) -> bool:
    """Whether what looks like a printed number stands at a line's start by chance.

    So it is with "5." after "Art.", and with "(b)" in a paragraph that counts its parts as it goes. Such a
    line begins where the others begin, and the line above is full.
    """
    first, last = current[0], current[-1]
    inner = _text_left(current)
    if inner is None:
        inner = row.x0 if row.x0 <= first.x0 and not opens_item(first.text) else None
    flush = inner is not None and abs(row.x0 - inner) <= _exact(row) and len(row.cells) == 1
    if not flush or last.x1 - row.x0 < _LEAST_WIDTH * row.size or _has_room(last, row, row.right):
        return False
    here, above = printed(row.text), printed(first.text)
    if _SHORTENED.search(last.text) or not (_STOP.search(last.text) or _LISTING.search(last.text)):
        return True
    bracketed = here is not None and here.form == "(N)"
    return bracketed and (above is None or above.form != "(N)")


def _exact(row: Row) -> float:
    """By how much left edges may differ that are one: in a picture, letters and its slant shift them."""
    return (_EXACT if row.cells[0].confidence is None else _EXACT_RECOGNISED) * row.size


def _text_left(current: list[Row]) -> float | None:
    """Where the second and further lines of a paragraph begin, None where that is not yet known."""
    first, found = current[0], None
    for row in reversed(current[1:]):
        if not same_place(row, current[-1]):
            break
        found = row.x0
    if found is not None:
        return found
    if opens_item(first.text):
        return first.cells[1].x0 if len(first.cells) > 1 and same_place(first, current[-1]) else None
    return None


def _steps(current: list[Row], row: Row, after: Row | None) -> bool:
    """Whether the left edge of a row says that a paragraph begins."""
    first, last = current[0], current[-1]
    if _centred(last, row):
        return False
    inner = _text_left(current)
    expected = first.x0 if inner is None else inner
    if after is not None and _opens_indented(row, after):
        elsewhere = abs(row.x0 - expected) > _exact(row) and _STOP.search(last.text) is not None
        if elsewhere or _has_room(last, row, row.right):
            return True
    unit = INDENT * row.size
    if inner is not None:
        # The text of an item may also go on under its number.
        under = len(current) == 1 and opens_item(first.text) and abs(row.x0 - first.x0) <= unit
        return abs(row.x0 - inner) > unit and (not under or _has_room(last, row, row.right))
    return _second_begins(first, row, after, unit)


def _second_begins(first: Row, row: Row, after: Row | None, unit: float) -> bool:
    """Whether the row after a first one, of which is not known where its text goes on, begins a paragraph."""
    step = row.x0 - first.x0
    roomy = _has_room(first, row, row.right)
    if opens_item(first.text):
        return step > _LABEL_WIDTH * row.size or (step < -unit and roomy)
    if step <= unit:
        return False
    hangs = after is not None and same_place(row, after) and abs(after.x0 - row.x0) <= unit
    return not hangs or _STOP.search(first.text) is not None or roomy


def _opens_indented(row: Row, after: Row) -> bool:
    """Whether a row is a full one, and the next goes on left of it: the first line of a paragraph."""
    if not same_place(row, after) or opens_item(row.text) or opens_item(after.text):
        return False
    return row.x0 - after.x0 > INDENT * row.size and not _has_room(row, after, row.right)


def _centred(above: Row, below: Row) -> bool:
    """Whether two rows stand centred above each other."""
    if abs(above.x0 - below.x0) <= INDENT * below.size:
        return False
    return abs((above.x0 + above.x1) - (below.x0 + below.x1)) <= 0.6 * below.size


def _has_room(last: Row, row: Row, right: float) -> bool:
    """Whether the first word of a row would have fitted on the row above."""
    text = row.text
    word = re.split(r"(?<=[-\u2010])|\s", text, maxsplit=1)[0]
    width = (row.x1 - row.x0) * (len(word) + 1) / max(len(text), 1)
    return last.x1 + width < right - _SLACK * row.size


def _flows_on(current: list[Row], row: Row, habits: Habits) -> bool:
    """Whether a paragraph goes on in the first row of another column or page."""
    last, text, lower = current[-1], current[-1].text, row.text[:1].islower()
    if opens_item(row.text) or _HYPHEN.search(text):
        return not opens_item(row.text)
    if is_title(" ".join(each.text for each in current)):
        return False
    if not _STOP.search(text) or _SHORTENED.search(text):
        return lower or last.right - last.x1 <= (last.right - last.left) * _ROOMY
    if lower and not text.endswith((";", ":")):
        return True
    if len(current) == 1 or _has_room(last, row, max(each.x1 for each in current)):
        return False
    return _hanging_on(current, row) or (habits.indented and abs(row.x0 - row.left) <= INDENT * row.size)


def _hanging_on(current: list[Row], row: Row) -> bool:
    """Whether a row stands where the text of an item stands, right of its number."""
    inner = _text_left(current)
    if not opens_item(current[0].text) or inner is None:
        return False
    unit = INDENT * row.size
    if inner - current[0].x0 <= unit:
        return False
    shift = row.left - current[-1].left
    return min(abs(row.x0 - inner), abs(row.x0 - inner - shift)) <= unit


def _at_short_lines(rows: list[Row]) -> Iterator[list[Row]]:
    """Part lines that stand as close as a paragraph's but of which some end early, on purpose."""
    part = [rows[0]]
    edges: dict[tuple[int, int], tuple[float, float]] = {}
    for row in rows:
        left, right = edges.get((row.page, row.column), (row.x0, row.x1))
        edges[row.page, row.column] = min(left, row.x0), max(right, row.x1)
    for above, below in pairwise(rows):
        left, right = edges[above.page, above.column]
        if same_place(above, below) and not _centred(above, below) and _has_room(above, below, right):
            roomy = right - above.x1 > (right - left) * _ROOMY
            stopped = _STOP.search(above.text) is not None or _COMMA.search(above.text) is not None
            lower = below.text[:1].islower()
            if not _HYPHEN.search(above.text) and ((stopped and not lower) or (roomy and not lower)):
                yield part
                part = []
        part.append(below)
    yield part
