"""Headings by their type: larger than the running text, or bold, short, and without a stop at the end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from diffapp.reading.columns import Row
from diffapp.reading.habits import Habits

_LARGER: Final = 1.08
_LARGER_RECOGNISED: Final = 1.1
"""Type in a picture is measured to a pixel, and by the letters that happen to be in the line."""
_LONGEST: Final = 250
_BOLD_WORDS: Final = 16
_STOPS: Final = (".", ";", ",")
_DEEPEST: Final = 3
_SAME: Final = 0.4


class Levels:
    """The sizes of a document's headings, the largest first; a class since a level depends on all sizes."""

    def __init__(self, rows: Sequence[Row], habits: Habits) -> None:
        """Collect the sizes larger than that of the running text."""
        self._habits = habits
        self._sizes: list[float] = []
        for size in sorted({round(row.size, 1) for row in rows if self._larger(row)}, reverse=True):
            if not self._sizes or self._sizes[-1] - size > _SAME:
                self._sizes.append(size)

    def of(self, rows: Sequence[Row], text: str) -> int | None:
        """The level of a paragraph as a heading, 1 to 3; None where its type does not make it one.

        Args:
            rows: of the paragraph.
            text: all of it.
        """
        if len(text) > _LONGEST or not any(sign.isalpha() for sign in text):
            return None
        if all(map(self._larger, rows)):
            same = 0.13 * rows[0].size if _recognised(rows[0]) else _SAME
            above = sum(size > round(rows[0].size, 1) + same for size in self._sizes)
            return min(above + 1, _DEEPEST)
        if all(row.bold for row in rows) and len(text.split()) <= _BOLD_WORDS and not text.endswith(_STOPS):
            return min(len(self._sizes) + 1, _DEEPEST)
        return None

    def _larger(self, row: Row) -> bool:
        return row.size > self._habits.size * (_LARGER_RECOGNISED if _recognised(row) else _LARGER)


def _recognised(row: Row) -> bool:
    return any(cell.confidence is not None for cell in row.cells)
