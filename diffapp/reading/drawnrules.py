"""The ruling lines of a PDF page: drawn lines, and the thin rectangles as which many programs draw them."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any, Final

import pypdfium2 as pdfium
import pypdfium2.raw as c

from diffapp.reading.grids import Rule

MOST_OBJECTS: Final = 30_000
"""Of one page that are looked at; a page with more is a drawing or a map, and no rules are sought in it."""
MOST_SEGMENTS: Final = 20_000
"""The same of what paths are made of."""

_THICKEST: Final = 3.5
_SHORTEST: Final = 4.0
_LEVEL: Final = 0.5

View = Callable[[float, float], tuple[float, float]]
"""A point of the file as points from the left and from the top of the page as it is looked at."""

_Box = tuple[float, float, float, float]


def rules(page: pdfium.PdfPage, view: View) -> tuple[list[Rule], list[Rule]]:
    """Find a page's ruling lines.

    Args:
        page: an open page.
        view: how it is looked at.

    Returns:
        The level and the upright ones; none on a page with more objects than are looked at.
    """
    level: list[Rule] = []
    upright: list[Rule] = []
    for left, low, right, high in _boxes(page):
        (x0, y0), (x1, y1) = view(left, low), view(right, high)
        x0, x1, y0, y1 = min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1)
        if y1 - y0 <= _THICKEST and x1 - x0 >= max(_SHORTEST, 2 * (y1 - y0)):
            level.append(Rule((y0 + y1) / 2, x0, x1))
        elif x1 - x0 <= _THICKEST and y1 - y0 >= max(_SHORTEST, 2 * (x1 - x0)):
            upright.append(Rule((x0 + x1) / 2, y0, y1))
    return level, upright


def _boxes(page: pdfium.PdfPage) -> Iterator[_Box]:
    """The boxes around what may be a rule, in points of the file."""
    count = c.FPDFPage_CountObjects(page.raw)
    if count > MOST_OBJECTS:
        return
    left = MOST_SEGMENTS
    for number in range(count):
        thing = c.FPDFPage_GetObject(page.raw, number)
        if c.FPDFPageObj_GetType(thing) != c.FPDF_PAGEOBJ_PATH:
            continue
        box = _bounds(thing)
        if box is None:
            continue
        if min(box[2] - box[0], box[3] - box[1]) <= _THICKEST:
            if _shown(thing) != (False, False):
                yield box
            continue
        segments = c.FPDFPath_CountSegments(thing)
        left -= segments
        if left < 0:
            return
        yield from _sides(thing, segments)


def _bounds(thing: Any) -> _Box | None:
    """The box around an object."""
    sides = [ctypes.c_float() for _ in range(4)]
    if not c.FPDFPageObj_GetBounds(thing, *sides):
        return None
    left, low, right, high = (side.value for side in sides)
    return left, low, right, high


def _shown(thing: Any) -> tuple[bool, bool]:
    """Whether a path is filled, and whether it is drawn along."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    c.FPDFPath_GetDrawMode(thing, fill, stroke)
    return fill.value != c.FPDF_FILLMODE_NONE, bool(stroke.value)


def _sides(thing: Any, segments: int) -> Iterator[_Box]:
    """The straight lines of a path that is drawn along, and the thin rectangles of one that is filled."""
    filled, drawn = _shown(thing)
    for corners in _outlines(thing, segments) if filled or drawn else ():
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        box = min(xs), min(ys), max(xs), max(ys)
        if min(box[2] - box[0], box[3] - box[1]) <= _THICKEST:
            yield box
        elif drawn:
            for (x0, y0), (x1, y1) in pairwise(corners):
                if abs(x1 - x0) <= _LEVEL or abs(y1 - y0) <= _LEVEL:
                    yield min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _outlines(thing: Any, segments: int) -> Iterator[list[tuple[float, float]]]:
    """The corners of each part of a path in points of the file; one with curves has none."""
    matrix, x, y = c.FS_MATRIX(), ctypes.c_float(), ctypes.c_float()
    c.FPDFPageObj_GetMatrix(thing, matrix)
    corners: list[tuple[float, float]] = []
    for number in range(segments):
        segment = c.FPDFPath_GetPathSegment(thing, number)
        kind = c.FPDFPathSegment_GetType(segment)
        if kind == c.FPDF_SEGMENT_MOVETO:
            if len(corners) > 1:
                yield corners
            corners = []
        elif kind != c.FPDF_SEGMENT_LINETO:
            return
        c.FPDFPathSegment_GetPoint(segment, x, y)
        corners.append(
            (
                matrix.a * x.value + matrix.c * y.value + matrix.e,
                matrix.b * x.value + matrix.d * y.value + matrix.f,
            )
        )
        if c.FPDFPathSegment_GetClose(segment):
            corners.append(corners[0])
    if len(corners) > 1:
        yield corners
