"""The ruling lines in the picture of a page, and the picture without those of its tables.

A rule is an unbroken dark run, far longer than any stroke of a letter: letters leave light between words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from diffapp.reading.deskew import Page
from diffapp.reading.grids import Rule, grids
from diffapp.reading.lines import Grid

_LEVEL: Final = 0.9
"""Inches that a level rule has at least; a long word set large is about as long."""
_UPRIGHT: Final = 0.18
"""The same of an upright one: one row of a table is so tall, and a letter of 18 points."""
_THICKEST: Final = 0.08
_BREAK: Final = 0.03
"""Inches by which a poor print may break a rule; the letters of a word stand as close, words do not."""
_DARK: Final = 0.15
"""As a share of the darkest ink: a hairline is grey where a scanner saw it."""
_FAINTEST: Final = 15.0
_BLOCK: Final = 16
"""Pixels of the square whose mean stands for the paper in it."""
_AROUND: Final = 4.0
"""Points around the middle of a rule, which may be double, in which it lies."""

_Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Ruling:
    """The picture without the rules of its grids, and the grids in pixels."""

    page: Page
    grids: tuple[Grid, ...] = ()


def ruling(page: Page, dpi: float) -> Ruling:
    """Find a page's grids.

    Args:
        page: grey values, shape (height, width), its lines level.
        dpi: dots an inch.

    Returns:
        The grids, their places in pixels, and the page with paper in the place of their rules.
    """
    paper = _paper(page)
    ink = paper - page
    least = max(_FAINTEST, _DARK * float(np.percentile(ink[::4, ::4], 99.5)))
    across, level = _runs(ink, least, round(_LEVEL * dpi), dpi)
    if len(level) < 2:  # noqa: PLR2004 - above and below
        return Ruling(page)
    down, upright = _runs(ink.T, least, round(_UPRIGHT * dpi), dpi)
    points = dpi / 72
    found = grids(level, upright, scale=points)
    if not found:
        return Ruling(page)
    ruled = ndimage.binary_dilation(
        (across & _near(page.shape, found, points, upright=False))
        | (down.T & _near(page.shape, found, points, upright=True))
    )
    return Ruling(np.where(ruled, paper, page).astype(np.uint8), tuple(found))


def _near(shape: tuple[int, ...], found: list[Grid], points: float, *, upright: bool) -> _Mask:
    """Where the level or the upright rules of grids are; elsewhere a run may be the stem of a tall letter."""
    near = np.zeros(shape, dtype=bool)
    around = round(_AROUND * points)
    for grid in found:
        x0, y0 = (max(0, round(edges[0]) - around) for edges in (grid.xs, grid.ys))
        x1, y1 = (round(edges[-1]) + around + 1 for edges in (grid.xs, grid.ys))
        for at in map(round, grid.xs if upright else grid.ys):
            own = slice(max(0, at - around), at + around + 1)
            near[(slice(y0, y1), own) if upright else (own, slice(x0, x1))] = True
    return near


def _paper(page: Page) -> NDArray[np.float32]:
    """How light the paper is at each place."""
    height, width = page.shape
    small = Image.fromarray(page).resize(
        (max(1, width // _BLOCK), max(1, height // _BLOCK)), Image.Resampling.BOX
    )
    light = ndimage.grey_closing(np.asarray(small), size=(5, 5))
    return np.asarray(
        Image.fromarray(light).resize((width, height), Image.Resampling.BILINEAR), dtype=np.float32
    )


def _runs(ink: NDArray[np.float32], least: float, length: int, dpi: float) -> tuple[_Mask, list[Rule]]:
    """Where level rules are dark, and these rules; each needs one run of a length without a break."""
    dark = ndimage.uniform_filter1d(ink, 3, axis=1) > least
    # A rule that is not quite level goes on in the next row.
    thick = ndimage.maximum_filter1d(dark.astype(np.uint8), 3, axis=0)
    kept = ndimage.minimum_filter1d(thick, length, axis=1)
    runs = ndimage.maximum_filter1d(kept, length, axis=1, origin=-1 if length % 2 == 0 else 0)
    parts, _ = ndimage.label(runs, np.ones((3, 3)))
    found = np.zeros(ink.shape, dtype=bool)
    rules = []
    for rows, columns in ndimage.find_objects(parts):
        if rows.stop - rows.start > _THICKEST * dpi:
            continue
        span = _extended(np.asarray(thick[rows].any(axis=0)), columns, round(_BREAK * dpi))
        found[rows, span] |= thick[rows, span] > 0
        rules.append(Rule((rows.start + rows.stop) / 2, span.start, span.stop))
    return found, rules


def _extended(dark: _Mask, span: slice, gap: int) -> slice:
    """A run with what goes on beyond breaks at its ends."""
    closed = ndimage.binary_closing(np.pad(dark, gap), np.ones(gap + 1, dtype=bool))[gap:-gap]
    light = np.flatnonzero(~closed)
    start = light[light < span.start]
    stop = light[light >= span.stop]
    return slice(int(start[-1]) + 1 if len(start) else 0, int(stop[0]) if len(stop) else len(dark))
