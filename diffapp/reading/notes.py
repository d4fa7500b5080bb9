"""Footnotes: the smaller type at the foot of a column, each with its number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from diffapp.reading.columns import Row

_SMALLER: Final = 0.94
_APART: Final = 1.3
"""A note as large as the text stands lower than a further line would by so many steps of lines."""
_OPENS: Final = re.compile(r"(?:\[(\d{1,3})\]|(\d{1,3})[.)]?|([*†‡]{1,3}))\s*(?=[^\W\d]|[“\"«‘(\[])")


@dataclass(slots=True)
class Note:
    """A note: its number or sign, the rows it stands in, and how many characters the number takes there."""

    sign: str
    rows: list[Row] = field(default_factory=list)
    skip: int = 0


def signs(rows: Iterable[Row]) -> frozenset[str] | None:
    """The signs that the text refers to; None where it was recognised, which raises nothing."""
    cells = [cell for row in rows for cell in row.cells]
    if any(cell.confidence is not None for cell in cells):
        return None
    return frozenset(
        part for cell in cells for at, mark in cell.marks if at for part in mark.rstrip(".)").split(",")
    )


def opening(row: Row, referred: frozenset[str] | None = None) -> tuple[str, int] | None:
    """The number or sign of the note that a row may begin, and how many characters of the text it takes.

    Where it is not raised it must be among those ``referred`` to, unless these are not known (None).
    """
    first = row.cells[0]
    if first.marks and first.marks[0][0] == 0:
        return first.marks[0][1].rstrip(".)"), 0
    text = row.text
    found = _OPENS.match(text)
    if found is None:
        return None
    sign = found[1] or found[2] or found[3]
    return (sign, found.end()) if referred is None or sign in referred else None


def split(
    rows: Sequence[Row], size: float, open_note: Note | None, referred: frozenset[str] | None
) -> tuple[list[Row], list[Note]]:
    """Part the notes at the foot of one column from its text.

    Args:
        rows: of one column.
        size: of the document's running text.
        open_note: the last note of the column before, which may go on here.
        referred: from ``signs``.

    Returns:
        The rows of the text and the notes. Where a note goes on, ``open_note`` is given the rows.
    """
    start = _foot(rows, size, referred)
    foot = list(rows[start:])
    heads = [at for at, row in enumerate(foot) if opening(row, referred) is not None]
    if not heads:
        return list(rows), []
    begun = foot[: heads[0]]
    if begun and open_note is not None and start:
        open_note.rows += begun
        begun = []
    notes: list[Note] = []
    for row in foot[heads[0] :]:
        found = opening(row, referred)
        if found is not None and (not notes or _next(notes[-1].sign, found[0])):
            notes.append(Note(found[0], [row], found[1]))
        else:
            notes[-1].rows.append(row)
    return [*rows[:start], *begun], notes


def _foot(rows: Sequence[Row], size: float, referred: frozenset[str] | None) -> int:
    """Where the smaller type at a column's foot begins, or the notes that are set as large as the text."""
    start = len(rows)
    while start and rows[start - 1].size < size * _SMALLER:
        start -= 1
    if start < len(rows):
        return start
    steps = sorted(below.y - above.y for above, below in pairwise(rows))
    usual = steps[len(steps) // 2] if steps else 0.0
    for at in range(len(rows) - 1, 0, -1):
        first = rows[at].cells[0]
        raised = first.marks[0][1].rstrip(".)") if first.marks and first.marks[0][0] == 0 else ""
        if rows[at].y - rows[at - 1].y > _APART * usual:
            return at if raised in (referred or ()) and at * 2 > len(rows) - at else start
    return start


def _next(sign: str, following: str) -> bool:
    """Whether one note's sign may come after another's: a line that begins with a year is no note."""
    if sign.isdigit() and following.isdigit():
        return int(sign) < int(following) <= int(sign) + 3 or following == "1"
    return not following.isdigit() or not sign.isdigit()
