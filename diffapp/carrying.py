"""Further decisions on a comparison that is there, where they change none of its rows.

To confirm a row as it stands, or to write a note, moves no passage: the comparison need not be made anew.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from diffapp.anchoring import reanchor
from diffapp.annotating import annotate
from diffapp.decisions import ABOUT_DIFFERENCES, Decision
from diffapp.model import Comparison, Place, Row
from diffapp.pinning import Pins, pins_of


def carry(comparison: Comparison, decisions: Sequence[Decision]) -> Comparison | None:
    """Give a comparison these decisions in place of those that it has.

    Returns:
        What ``compare`` would make of the same documents and settings with these decisions; or None where
        that has to be asked, since rows may change, or differences are judged otherwise.
    """
    if _about_differences(decisions) != _about_differences(comparison.decisions):
        return None
    anchored = reanchor(decisions, comparison.passages)
    pins, before = pins_of(anchored), pins_of(comparison.anchoring)
    if pins.apart != before.apart or not _stand(pins, before, comparison.rows):
        return None
    if any(_near(row, comparison, pins.closed.keys() ^ before.closed.keys()) for row in comparison.rows):
        return None
    bare = [replace(row, status=None, note=None, tags=(), decided="") for row in comparison.rows]
    judged = {each.decision: each for each in comparison.anchoring if _judges(each.decision)}
    told = tuple(judged.get(each.decision, each) for each in anchored)
    return replace(
        comparison, rows=annotate(bare, anchored, pins), decisions=tuple(decisions), anchoring=told
    )


def _stand(pins: Pins, before: Pins, rows: Sequence[Row]) -> bool:
    """Tell whether no row that was closed is open now, and all that are closed are rows."""
    there = {frozenset((d, p) for d, cell in enumerate(row.cells) for p in cell) for row in rows}
    return before.closed.keys() <= pins.closed.keys() <= there


def _near(row: Row, comparison: Comparison, newly: Collection[frozenset[Place]]) -> bool:
    """Tell whether the reason why a row's nearest passage was not taken may be that a row is closed now."""
    if row.nearest is None or not newly:
        return False
    place = next((d, cell[0]) for d, cell in enumerate(row.cells) if cell)
    least = comparison.taken_from[max(place[0], row.nearest.place[0]) - 1]
    closed = any(place in members or row.nearest.place in members for members in newly)
    return closed and row.nearest.score >= least


def _about_differences(decisions: Sequence[Decision]) -> list[Decision]:
    return [each for each in decisions if _judges(each)]


def _judges(decision: Decision) -> bool:
    return decision.kind in ABOUT_DIFFERENCES
