"""How a document is set: its size of type, the distance of its lines, whether first lines are indented."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from diffapp.reading.columns import Row
from diffapp.reading.wrapping import opens_item

INDENT: Final = 0.45
"""Least difference in widths of the type's size that counts as an indent."""
_USUAL: Final = 1.2
_WIDEST: Final = 2.6
_CLOSEST: Final = 0.9
_SAME_STEP: Final = 0.15
_FEWEST_INDENTS: Final = 3


@dataclass(frozen=True, slots=True)
class Habits:
    """How a document is set: the size of most of its type, the distance of its lines, first lines indented.

    ``leading`` is a multiple of the size.
    """

    size: float
    leading: float
    indented: bool


def habits_of(rows: Sequence[Row]) -> Habits:
    """Find how a document is set from all its rows; there must be one at least."""
    sizes: Counter[float] = Counter()
    for row in rows:
        sizes[round(row.size, 1)] += len(row.text)
    size = sizes.most_common(1)[0][0]
    steps: Counter[float] = Counter()
    opening = 0
    for above, below in pairwise(rows):
        if same_place(above, below) and abs(above.size - size) <= 0.1 * size >= abs(below.size - size):
            steps[round((below.y - above.y) * 4 / size) / 4] += 1
            opening += above.x0 - below.x0 > INDENT * size and not opens_item(above.text)
    usual = max(steps.values(), default=0)
    # Where most paragraphs have one line, their distance is the commonest; lines in them stand closer.
    coarse = min(
        (step for step, count in steps.items() if count * 3 >= usual and step >= _CLOSEST), default=1.2
    )
    exact = sorted(
        (below.y - above.y) / size
        for above, below in pairwise(rows)
        if same_place(above, below) and abs((below.y - above.y) / size - coarse) <= _SAME_STEP
    )
    leading = exact[len(exact) // 2] if exact else coarse
    if leading > _WIDEST:
        leading = _USUAL  # no paragraph has a second line
    return Habits(size, leading, opening >= _FEWEST_INDENTS)


def same_place(above: Row, below: Row) -> bool:
    """Whether two rows stand in one column of one page."""
    return (above.page, above.column) == (below.page, below.column)
