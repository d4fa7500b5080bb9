"""A printed line as every reader of pages hands it on, whether typeset or recognised from a picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Sheet(NamedTuple):
    """The size of a page in points (1/72 inch), as it is looked at."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Line:
    """A run of text on one printed line without a wide gap in it.

    Places are in points from the top left corner of the page as it is looked at: ``x0`` and ``x1`` left and
    right, ``y0`` and ``y1`` top and bottom. What stands side by side - cells of a table, a number and its
    text, two columns - is several lines of the same height; layout tells them apart.

    Args:
        text: the characters, with single spaces; U+FFFE at its end stands for a hyphen of which is known
            that the line's end made it.
        x0: left edge.
        y0: top edge.
        x1: right edge.
        y1: bottom edge; where the baseline is known, the baseline and a fifth of ``size``.
        size: height of the type; the height of the box where it is not known.
        page: counted from 1 in the file.
        bold: whether most of it is in bold type.
        confidence: how sure the recognition was, 0 to 1; None where nothing was recognised.
        marks: raised numbers and signs (references to notes), which are not part of ``text``, each with the
            position in ``text`` before which it stood.
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    page: int
    bold: bool = False
    confidence: float | None = None
    marks: tuple[tuple[int, str], ...] = ()
