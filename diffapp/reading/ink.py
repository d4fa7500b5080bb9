"""What the ink of a line's picture tells without reading it: baseline, size of type, edges, gaps, raised signs.

Places are in pixels of the picture.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from diffapp.reading.deskew import Page

Mask = NDArray[np.bool_]
"""Where a picture has ink, shape (height, width)."""

_LOWER: Final = 0.48
"""Height of a letter like x as a share of the size of type; of printed serif faces 0.45 to 0.53."""
_UPPER: Final = 0.7
"""The same for capitals and figures."""
PROFILE: Final = 4
"""Letters from which on a line has a profile: fewer may all have tails, or be capitals."""
_SPECK: Final = 0.003
"""The least area of ink that is none, as a share of the picture's height squared."""
_UPRIGHT: Final = 0.85
_RULED: Final = 0.55
_RAISED: Final = 0.2
_SMALL: Final = 0.62


class Span(NamedTuple):
    """From a place to another, half open."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Ink:
    """A line's ink. ``base`` is the row under the letters that have no tail; ``size`` the height of the type.

    ``stroke`` is the mean width of a stroke as a share of the size, 0 where there is no ink.
    """

    mask: Mask
    base: float
    size: float
    stroke: float

    @property
    def edges(self) -> Span:
        """The first column with ink, and the one after the last."""
        columns = np.flatnonzero(_inked(self.mask))
        return Span(int(columns[0]), int(columns[-1]) + 1) if len(columns) else Span(0, self.mask.shape[1])


def mask_of(picture: Page) -> Mask:
    """Where a picture is darker than the middle between its paper and its ink; nowhere on bare paper."""
    paper, black = np.percentile(picture, (70, 0.5))
    if paper - black < 40:  # noqa: PLR2004 - of 255 grey values: grain alone
        return np.zeros(picture.shape, dtype=bool)
    return np.asarray(picture < (paper + black) / 2)


def own(mask: Mask) -> Mask:
    """The ink without specks, without rules, and without what reaches in from the lines above and below."""
    mask = _without_ruled_rows(mask)
    parts, count = ndimage.label(mask, np.ones((3, 3)))
    areas = np.bincount(parts.ravel(), minlength=count + 1)
    height = mask.shape[0]
    kept = areas >= _SPECK * height * height
    kept[0] = False
    for number, (rows, columns) in enumerate(ndimage.find_objects(parts), start=1):
        tall, wide = rows.stop - rows.start, columns.stop - columns.start
        level = wide > height and tall <= height / 6
        upright = tall >= _UPRIGHT * height and wide <= height / 6
        at_edge = rows.start == 0 or rows.stop == height
        kept[number] &= not (level or upright or (at_edge and tall < height / 2))
    return np.asarray(kept[parts])


def _without_ruled_rows(mask: Mask) -> Mask:
    """The ink without a rule near the upper or lower edge, which may be broken by a poor print."""
    height, width = mask.shape
    if width < 5 * height:
        return mask
    ruled = mask.mean(axis=1) >= _RULED
    ruled[height // 4 : height - height // 4] = False
    return np.asarray(mask & ~ndimage.binary_dilation(ruled)[:, None])


def measure(mask: Mask, text: str) -> Ink:
    """Measure a line.

    Args:
        mask: its ink, with little else above and below.
        text: what it says: capitals stand higher than small letters.
    """
    rows = mask.sum(axis=1).astype(np.float64)
    if not rows.any():
        return Ink(mask, mask.shape[0] * 0.8, mask.shape[0] * 0.7, 0.0)
    if sum(sign.isalpha() for sign in text) >= PROFILE:
        base, head = _profile(rows)
    else:
        base, head = _extent(mask)
    small = sum(sign.islower() for sign in text) > len(text.replace(" ", "")) / 2
    size = max(4.0, (base - head) / (_LOWER if small else _UPPER))
    runs = np.count_nonzero(mask[:, 1:] & ~mask[:, :-1]) + np.count_nonzero(mask[:, 0])
    # Blur adds about a pixel to every stroke, whatever its type.
    stroke = max(0.0, float(rows.sum()) / max(1, runs) - 1)
    return Ink(mask, float(base), size, stroke / size)


def _profile(rows: NDArray[np.float64]) -> tuple[int, int]:
    """The baseline, where the ink of a line falls off most, and the row where it sets in most above that."""
    inked = np.flatnonzero(rows)
    top, bottom = int(inked[0]), int(inked[-1]) + 1
    middle = (top + bottom) // 2
    base = middle + int(np.argmax(-np.diff(rows, append=0.0)[middle:bottom])) + 1
    head = top + int(np.argmax(np.diff(rows, prepend=0.0)[top : max(top + 1, base - 2)]))
    return base, head


def _extent(mask: Mask) -> tuple[int, int]:
    """Lower and upper edge of the tallest signs of a few."""
    parts, _ = ndimage.label(mask, np.ones((3, 3)))
    rows = [found[0] for found in ndimage.find_objects(parts)]
    tallest = max(each.stop - each.start for each in rows)
    tall = [each for each in rows if each.stop - each.start >= 0.8 * tallest]  # noqa: PLR2004
    return int(np.median([each.stop for each in tall])), int(np.median([each.start for each in tall]))


def gaps(ink: Ink, least: float) -> Iterator[Span]:
    """The runs of columns without ink between the line's edges that are at least ``least`` sizes wide."""
    columns = np.flatnonzero(_inked(ink.mask))
    for before, after in pairwise(columns.tolist()):
        if after - before - 1 >= least * ink.size:
            yield Span(before + 1, after)


def raised(ink: Ink, column: float) -> bool:
    """Whether the sign at a column is small and stands high, as the number of a note does."""
    around = Span(max(0, int(column - ink.size)), int(column + ink.size) + 1)
    parts, _ = ndimage.label(ink.mask[:, around.start : around.end], np.ones((3, 3)))
    near = [
        (abs((columns.start + columns.stop) / 2 + around.start - column), rows)
        for rows, columns in ndimage.find_objects(parts)
        if rows.stop - rows.start >= 0.2 * ink.size  # noqa: PLR2004 - else a speck or a stop
    ]
    if not near:
        return False
    _, rows = min(near, key=lambda each: each[0])
    high = rows.stop <= ink.base - _RAISED * ink.size
    return high and rows.stop - rows.start <= _SMALL * ink.size


def _inked(mask: Mask) -> Mask:
    """The columns that have ink."""
    return np.asarray(mask.any(axis=0))


def spot(mask: Mask, size: float) -> Span | None:
    """The columns of the first thing in a picture that is as large as a bullet or a figure, not a speck."""
    parts, _ = ndimage.label(mask, np.ones((3, 3)))
    found = [
        columns
        for number, (rows, columns) in enumerate(ndimage.find_objects(parts), start=1)
        if rows.stop - rows.start >= 0.18 * size  # noqa: PLR2004
        and (parts[rows, columns] == number).sum() >= 0.02 * size * size  # noqa: PLR2004
    ]
    if not found:
        return None
    return Span(min(each.start for each in found), max(each.stop for each in found))
