"""A printed line as every reader of pages hands it on, whether typeset or recognised from a picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Sheet(NamedTuple):
    """The size of a page in points (1/72 inch), as it is looked at."""

    width: float
    height: float


class Cell(NamedTuple):
    """A cell between ruling lines: its edges in points, its first row and column, and those behind it."""

    x0: float
    y0: float
    x1: float
    y1: float
    row: int
    column: int
    end_row: int
    end_column: int


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """Ruling lines that part a place on a page into cells.

    ``cells`` are in reading order; ``xs`` and ``ys`` the edges of its columns and rows from left and top.
    ``closed`` is whether it has a rule at its left and at its right side.
    """

    cells: tuple[Cell, ...]
    xs: tuple[float, ...]
    ys: tuple[float, ...]
    closed: bool

    def row(self, number: int) -> list[Cell]:
        """The cells that stand in a row, those that reach into it from above included."""
        found = [cell for cell in self.cells if cell.row <= number < cell.end_row]
        return sorted(found, key=lambda cell: cell.x0)

    def moved(self, aside: tuple[float, float], scale: float) -> Grid:
        """The grid in other units, after ``aside`` is taken from its places."""

        def there(edge: float, way: int) -> float:
            return (edge - aside[way]) * scale

        cells = tuple(
            cell._replace(
                x0=there(cell.x0, 0), y0=there(cell.y0, 1), x1=there(cell.x1, 0), y1=there(cell.y1, 1)
            )
            for cell in self.cells
        )
        xs, ys = tuple(there(x, 0) for x in self.xs), tuple(there(y, 1) for y in self.ys)
        return Grid(cells, xs, ys, self.closed)

    def at(self, x: float, y: float) -> Cell | None:
        """The cell that holds a place."""
        return next((cell for cell in self.cells if cell.x0 <= x < cell.x1 and cell.y0 <= y < cell.y1), None)


class Place(NamedTuple):
    """Where a line stands in a ruled table."""

    grid: Grid
    cell: Cell


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
        place: the cell of a ruled table that it stands in, None outside of such tables.
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
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Ruled(Line):
    """A row of a ruled table, as wide as the table; ``cells`` are the lines of each cell, empty ones too."""

    cells: tuple[tuple[Line, ...], ...] = ()
