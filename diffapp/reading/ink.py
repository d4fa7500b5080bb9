"""What the ink of a line's picture tells without reading it: baseline, size, edges, gaps, raised signs.

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
_FAINT: Final = 40
"""Of 255 grey values: paper and ink that are nearer than this are paper and its grain."""
_UPRIGHT: Final = 0.85
_RULED: Final = 0.55
_DENSE: Final = 0.7
"""Share of the ink of a full row from which on a row belongs to the band of small letters."""
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
        columns = np.flatnonzero(inked(self.mask))
        return Span(int(columns[0]), int(columns[-1]) + 1) if len(columns) else Span(0, self.mask.shape[1])


def mask_of(picture: Page) -> Mask:
    """Where a picture is darker than the middle between its paper and its ink; nowhere on bare paper."""
    paper, black = np.percentile(picture, (70, 0.5))
    if paper - black < _FAINT:
        return np.zeros(picture.shape, dtype=bool)
    return np.asarray(picture < (paper + black) / 2)


def own(mask: Mask) -> Mask:
    """The ink without specks, without rules, and without what reaches in from the lines above and below."""
    mask = _without_ruled_rows(mask)
    parts, count = ndimage.label(mask, np.ones((3, 3)))
    areas = np.bincount(parts.ravel(), minlength=count + 1)
    height, width = mask.shape
    near = 0.4 * height
    kept = areas >= _SPECK * height * height
    kept[0] = False
    for number, (rows, columns) in enumerate(ndimage.find_objects(parts), start=1):
        tall, wide = rows.stop - rows.start, columns.stop - columns.start
        level = wide > height and tall <= height / 6
        # Between two cells; in the midst of a line it is a letter.
        aside = columns.start < near or columns.stop > width - near
        upright = tall >= _UPRIGHT * height and wide <= height / 6 and aside
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
    letters = sum(map(str.isalpha, text))
    base, head = _profile(rows) if letters >= PROFILE else _extent(mask)
    small = letters >= PROFILE and sum(map(str.islower, text)) > len(text.replace(" ", "")) / 2
    size = max(4.0, float(base - head) / (_LOWER if small else _UPPER))
    runs = np.count_nonzero(mask[:, 1:] & ~mask[:, :-1]) + np.count_nonzero(mask[:, 0])
    # Blur adds about a pixel to every stroke, whatever its type.
    stroke = max(0.0, float(rows.sum()) / max(1, int(runs)) - 1)
    return Ink(mask, float(base), size, stroke / size)


def _profile(rows: NDArray[np.float64]) -> tuple[float, float]:
    """Lower and upper edge of the band that small letters fill; tails, and what towers above, are thinner."""
    filled = np.flatnonzero(rows)
    level = np.percentile(rows[filled[0] : filled[-1] + 1], 75) * _DENSE
    joined, _ = ndimage.label(rows >= level * _DENSE)
    band = max((found[0] for found in ndimage.find_objects(joined)), key=lambda each: rows[each].sum())
    dense = band.start + np.flatnonzero(rows[band] >= level)
    first, last = int(dense[0]), int(dense[-1])
    above = rows[first - 1] if first else 0.0
    below = rows[last + 1] if last + 1 < len(rows) else 0.0
    # Where between two rows the ink passes that level: a small letter is few pixels tall.
    head = first + 0.5 - (rows[first] - level) / max(rows[first] - above, 1.0)
    base = last + 0.5 + (rows[last] - level) / max(rows[last] - below, 1.0)
    return float(base), float(head)


def _extent(mask: Mask) -> tuple[float, float]:
    """Lower and upper edge of the tallest signs of a few."""
    parts, _ = ndimage.label(mask, np.ones((3, 3)))
    rows = [found[0] for found in ndimage.find_objects(parts)]
    tallest = max(each.stop - each.start for each in rows)
    tall = [each for each in rows if each.stop - each.start >= 0.8 * tallest]
    return float(np.median([each.stop for each in tall])), float(np.median([each.start for each in tall]))


def gaps(ink: Ink, least: float) -> Iterator[Span]:
    """The runs of columns without ink between the line's edges that are at least ``least`` sizes wide."""
    columns = np.flatnonzero(inked(ink.mask))
    for before, after in pairwise(columns.tolist()):
        if after - before - 1 >= least * ink.size:
            yield Span(before + 1, after)


def raised(ink: Ink, column: float) -> bool:
    """Whether the sign at a column is small and stands high, as the number of a note does."""
    around = Span(max(0, int(column - ink.size)), int(column + ink.size) + 1)
    parts, _ = ndimage.label(ink.mask[:, around.start : around.end], np.ones((3, 3)))
    found = [
        place for place in ndimage.find_objects(parts) if place[0].stop - place[0].start >= 0.2 * ink.size
    ]
    if not found:
        return False  # a speck, or a stop
    own = min(found, key=lambda each: abs((each[1].start + each[1].stop) / 2 + around.start - column))[1]
    # A figure may be broken: what stands above and below each other is one sign.
    whole = [rows for rows, columns in found if columns.start < own.stop and own.start < columns.stop]
    top, bottom = min(rows.start for rows in whole), max(rows.stop for rows in whole)
    return bool(bottom <= ink.base - _RAISED * ink.size and bottom - top <= _SMALL * ink.size)


def inked(mask: Mask) -> Mask:
    """The columns that have ink."""
    return np.asarray(mask.any(axis=0))


def spot(mask: Mask, size: float) -> Span | None:
    """The columns of what is as large in a picture as a bullet or a figure: no speck, and no upright rule."""
    parts, count = ndimage.label(mask, np.ones((3, 3)))
    areas = np.bincount(parts.ravel(), minlength=count + 1)
    found = []
    for number, (rows, columns) in enumerate(ndimage.find_objects(parts), start=1):
        tall, wide = rows.stop - rows.start, columns.stop - columns.start
        rule = tall > 0.8 * size and wide < tall / 4
        if tall >= 0.18 * size and not rule and areas[number] >= 0.02 * size * size:
            found.append(columns)
    if not found:
        return None
    return Span(min(each.start for each in found), max(each.stop for each in found))
