"""Which rows and columns an export shows, and in which order; page, command line and tables take the same.

The rows that are left out stay in the comparison: a selection makes a comparison to be written, no more.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Literal

from diffapp.decisions import LOOKED_AT
from diffapp.model import Comparison, Place, Row
from diffapp.rows import reading_order

Rows = Literal["all", "differences", "checked"]
Order = Literal["first", "second", "rank"]
Column = Literal["kind", "pages", "headings", "stance", "score", "evidence", "status", "note", "tags"]

ROWS: Final[dict[Rows, str]] = {
    "all": "all rows",
    "differences": "only rows in which the documents differ",
    "checked": "only rows that have been checked",
}
ORDERS: Final[dict[Order, str]] = {
    "first": "in the order of the first document",
    "second": "in the order of the second document",
    "rank": "by the rank of the difference that they hold",
}
COLUMNS: Final[dict[Column, str]] = {
    "kind": "kind of row",
    "pages": "pages",
    "headings": "headings",
    "stance": "stances",
    "score": "scores",
    "evidence": "evidence",
    "status": "status",
    "note": "notes",
    "tags": "tags",
}
"""What can be left out of a table of rows. Row, label and text of every passage always stand in it."""
IN_REMARKS: Final = frozenset[Column]({"kind", "score", "evidence", "status", "note", "tags"})
"""What a document for reading tells in its column of remarks."""
CHECKED: Final = LOOKED_AT
"""What the status of a row says when an analyst is through with it; decided rows are checked, too."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What of a comparison is written: which rows, in which order, and the date to be printed, if any.

    ``date`` is written as it is given, since the same comparison must give the same bytes on any day.
    ``columns`` are those to be shown of COLUMNS; None is all that a format has.
    """

    rows: Rows = "all"
    order: Order = "first"
    date: str = ""
    columns: frozenset[Column] | None = None

    @property
    def every_row(self) -> bool:
        """Whether every row is written, in the order of the comparison."""
        return self.rows == "all" and self.order == "first"

    @property
    def whole(self) -> bool:
        """Whether everything is written, in the order of the comparison."""
        return self.every_row and self.columns is None

    def shows(self, column: str) -> bool:
        """Whether a column of COLUMNS is to be shown."""
        return self.columns is None or column in self.columns

    @property
    def remarks(self) -> bool:
        """Whether anything is to be told in a column of remarks."""
        return any(map(self.shows, IN_REMARKS))


WHOLE: Final = Selection()


def select(comparison: Comparison, selection: Selection) -> Comparison:
    """Keep the rows that are asked for, in the order that is asked for, and the links between them."""
    if selection.every_row:
        return comparison
    ranks = _ranks(comparison)
    rows = tuple(row for row in _ordered(comparison, selection, ranks) if _kept(row, selection, ranks))
    kept = {place for row in rows for place in _places(row)}
    return replace(comparison, rows=rows, links=tuple(x for x in comparison.links if x.a in kept))


def in_words(comparison: Comparison, selection: Selection) -> str:
    """Say what was selected: "Rows: all rows (63), in the order of the first document."."""
    total = len(comparison.rows)
    count = len(select(comparison, selection).rows)
    number = f"{total}" if count == total else f"{count} of {total}"
    told = f"Rows: {ROWS[selection.rows]} ({number}), {ORDERS[selection.order]}."
    left = [called for column, called in COLUMNS.items() if not selection.shows(column)]
    return f"{told} Left out: {', '.join(left)}." if left else told


def _places(row: Row) -> list[Place]:
    return [(d, p) for d, cell in enumerate(row.cells) for p in cell]


def _ranks(comparison: Comparison) -> dict[str, int]:
    """The weightiest difference that is mentioned in each row, by the row's id."""
    first: dict[Place, int] = {}
    for found in (each for each in comparison.differences if each.decided != "dismiss"):
        for d, side in enumerate(found.mentions):
            for mention in side:
                first[d, mention.passage] = min(found.rank, first.get((d, mention.passage), found.rank))
    ranks = {row.id: [first[place] for place in _places(row) if place in first] for row in comparison.rows}
    return {name: min(found) for name, found in ranks.items() if found}


def _ordered(comparison: Comparison, selection: Selection, ranks: dict[str, int]) -> tuple[Row, ...]:
    if selection.order == "second":
        return reading_order(comparison.rows, base=1)
    if selection.order == "rank":
        last = len(comparison.differences) + max(ranks.values(), default=0)
        return tuple(sorted(comparison.rows, key=lambda row: ranks.get(row.id, last + 1)))
    return comparison.rows


def _kept(row: Row, selection: Selection, ranks: dict[str, int]) -> bool:
    """Whether a row is among those asked for."""
    if selection.rows == "checked":
        return row.status in CHECKED or bool(row.decided)
    if selection.rows == "differences":
        silent = row.kind != "shared" or not all(row.cells)
        return silent or row.id in ranks or any(found.kind == "differs" for found in row.variants)
    return True
