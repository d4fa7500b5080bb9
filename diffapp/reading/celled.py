"""Where print was found on a page with ruled tables -> boxes of which none reaches over a rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from diffapp.reading.recognition import Box
from diffapp.reading.ruledlines import Wall

_BARELY: Final = 0.15
"""As a share of a box's height: what stands out so little beyond a rule is its margin."""


def between(left: Box, right: Box, found: Sequence[Wall]) -> bool:
    """Whether a rule stands between two boxes, which may overlap it a little."""
    margin = _BARELY * (right.y1 - right.y0)
    middle = (right.y0 + right.y1) / 2
    return any(left.x1 - margin <= x <= right.x0 + margin and y0 <= middle < y1 for x, y0, y1 in found)


def parted(boxes: Sequence[Box], found: Sequence[Wall]) -> Iterator[Box]:
    """Cut boxes at the rules between cells.

    Args:
        boxes: in pixels of the page.
        found: the rules, the same.
    """
    for box in boxes:
        middle, margin = (box.y0 + box.y1) / 2, _BARELY * (box.y1 - box.y0)
        inside = [x for x, y0, y1 in found if y0 <= middle < y1 and box.x0 < x < box.x1]
        edges = [box.x0, *sorted(inside), box.x1]
        for x0, x1 in pairwise(edges):
            if x1 - x0 > margin or not inside:
                yield box._replace(x0=x0, x1=x1)
