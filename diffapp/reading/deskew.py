"""How far a scanned page is turned, and the page turned straight.

Seen along its lines of print, a page is dark and light by turns; seen at a slant, it is grey. So ink is
summed along many directions, and the one with the sharpest steps from row to row is that of the lines
(Postl, 1986).
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

Page = NDArray[np.uint8]
"""A page as grey values, shape (height, width): 0 is black."""

FURTHEST: Final = 3.5
"""Degrees; a page that is turned further was not fed into a scanner, it was photographed by hand."""
LEAST: Final = 0.05
"""Degrees under which turning would only blur."""

_WIDTH: Final = 1200
_COARSE: Final = 0.25
_FINE: Final = 0.02
_LEAST_INK: Final = 400
_PAPER: Final = 31
"""Side of the square, in pixels of the reduced page, whose mean stands for the paper around a letter."""
_DARKER: Final = 0.35
_GAIN: Final = 1.05


def slant(page: Page) -> float:
    """How far the lines of a page fall to the right.

    Args:
        page: grey values, shape (height, width).

    Returns:
        Degrees between -``FURTHEST`` and ``FURTHEST``, positive where a line's right end is lower than its
        left; 0 for a page without lines of print.
    """
    rows, columns = _ink(page)
    if len(rows) < _LEAST_INK:
        return 0.0
    # From the middle of the page on, so that the sums of one direction do not run out of the page.
    columns = columns - columns.mean()
    coarse = np.arange(-FURTHEST, FURTHEST + _COARSE / 2, _COARSE)
    best = _sharpest(rows, columns, coarse)
    fine = _sharpest(rows, columns, np.arange(best - _COARSE, best + _COARSE + _FINE / 2, _FINE))
    if _sharpness(rows, columns, fine) < _GAIN * np.median(
        [_sharpness(rows, columns, each) for each in coarse]
    ):
        return 0.0
    return float(np.clip(fine, -FURTHEST, FURTHEST))


def straight(page: Page, degrees: float) -> Page:
    """The page turned so that lines that fall by ``degrees`` run level; nothing is cut off at the corners.

    Returns:
        The page itself where there is nothing to turn, else a larger one with paper in its corners, and with
        the same middle.
    """
    if abs(degrees) < LEAST:
        return page
    picture = Image.fromarray(page)
    paper = int(np.median(page[::8, ::8]))
    turned = picture.rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=paper)
    return np.asarray(turned)


def _ink(page: Page) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The rows and columns of dark pixels, in the page reduced to ``_WIDTH``."""
    step = max(1.0, page.shape[1] / _WIDTH)
    size = (max(1, round(page.shape[1] / step)), max(1, round(page.shape[0] / step)))
    small = np.asarray(Image.fromarray(page).resize(size, Image.Resampling.BOX), dtype=np.float64)
    # Paper may be darker at one side than thin ink is at the other, so each spot has a paper of its own.
    paper = ndimage.grey_closing(small, size=(5, 5))
    paper = ndimage.uniform_filter(paper, _PAPER)
    rows, columns = np.nonzero(small < paper * (1 - _DARKER))
    return rows.astype(np.float64), columns.astype(np.float64)


def _sharpest(rows: NDArray[np.float64], columns: NDArray[np.float64], degrees: NDArray[np.float64]) -> float:
    """The direction with the sharpest steps."""
    return float(max(degrees, key=lambda each: _sharpness(rows, columns, float(each))))


def _sharpness(rows: NDArray[np.float64], columns: NDArray[np.float64], degrees: float) -> float:
    """How much the ink differs between neighbouring rows that fall by ``degrees``."""
    level = rows - columns * np.tan(np.radians(degrees))
    sums = np.bincount((level - level.min()).astype(np.int64)).astype(np.float64)
    return float(np.square(np.diff(sums)).sum())
