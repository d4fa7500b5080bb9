"""What a new comparison of the same documents changed, in sentences."""

from __future__ import annotations

from dataclasses import dataclass

from diffapp.model import Comparison, Row
from diffapp.naming import names

STATUSLESS = "no status"


@dataclass(frozen=True, slots=True)
class Changes:
    """The ids of the rows that came, went, and are otherwise than before, and a sentence about each.

    Those that came and those that differ are ids of the later comparison, those that went of the earlier.
    """

    came: tuple[str, ...]
    went: tuple[str, ...]
    differ: tuple[str, ...]
    said: tuple[str, ...]

    def __bool__(self) -> bool:
        """Tell whether anything changed."""
        return bool(self.said)


def changed(before: Comparison, after: Comparison) -> Changes:
    """Compare two comparisons of the same documents, row by row; a row is its passages."""
    earlier = {row.id: row for row in before.rows}
    later = {row.id: row for row in after.rows}
    came = [row for row in after.rows if row.id not in earlier]
    went = [row for row in before.rows if row.id not in later]
    ways = {row.id: _differing(earlier[row.id], row) for row in after.rows if row.id in earlier}
    differ = [row for row in after.rows if ways.get(row.id)]
    said = [f"New row: {_named(after, row)}." for row in came]
    said += [f"No longer a row: {_named(before, row)}." for row in went]
    said += [f"{_named(after, row)}: {'; '.join(ways[row.id])}." for row in differ]
    ids = [tuple(row.id for row in rows) for rows in (came, went, differ)]
    return Changes(ids[0], ids[1], ids[2], tuple(said))


def _differing(one: Row, other: Row) -> list[str]:
    """Say in which ways a row of the same passages is otherwise."""
    out = []
    if one.score != other.score:
        out.append(f"score {one.score or 0:.2f} is now {other.score or 0:.2f}")
    if one.kind != other.kind:
        out.append(f"{one.kind} is now {other.kind}")
    if one.status != other.status:
        out.append(f"{one.status or STATUSLESS} is now {other.status or STATUSLESS}")
    if one.decided != other.decided:
        out.append("open again" if not other.decided else f"closed ({other.decided})")
    if one.note != other.note:
        out.append(
            "the note changed" if one.note and other.note else f"note {'added' if other.note else 'gone'}"
        )
    if one.tags != other.tags:
        out.append(f"tags: {', '.join(other.tags) or 'none'}")
    return out


def _named(comparison: Comparison, row: Row) -> str:
    """Name a row by its passages: "Aland 1, 2 – Beland ¶4"."""
    called = names(comparison.documents)
    cells = [
        f"{called[d]} {', '.join(comparison.passages[d][p].cite for p in cell)}"
        for d, cell in enumerate(row.cells)
        if cell
    ]
    return " – ".join(cells)
