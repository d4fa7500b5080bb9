"""How far the review of a comparison is, and what to look at next."""

from __future__ import annotations

from diffapp.decisions import ABOUT_LINKS, LOOKED_AT
from diffapp.model import Comparison, Place, Row
from diffapp.review.deciding import places_of


def is_settled(row: Row) -> bool:
    """Tell whether a row is decided on or was looked at."""
    return bool(row.decided) or row.status in LOOKED_AT


def next_undecided(comparison: Comparison, after_row: str | None = None) -> Row | None:
    """Return the next unsettled row after one by its id, from the top again at the end; None for none."""
    ids = [row.id for row in comparison.rows]
    start = ids.index(after_row) + 1 if after_row in ids else 0
    turned = (*comparison.rows[start:], *comparison.rows[:start])
    return next((row for row in turned if not is_settled(row)), None)


def unseen(comparison: Comparison) -> tuple[Place, ...]:
    """Return the places that nobody decided about nor gave a status, in reading order of each document."""
    seen = {
        place
        for each in comparison.anchoring
        if each.decision.kind in ABOUT_LINKS or each.decision.kind == "status"
        for place in each.found
    }
    every = ((d, p) for d, side in enumerate(comparison.passages) for p in range(len(side)))
    return tuple(place for place in every if place not in seen)


def progress(comparison: Comparison) -> tuple[int, int]:
    """Count the passages in settled rows, and all."""
    done = sum(len(places_of(row)) for row in comparison.rows if is_settled(row))
    return done, sum(map(len, comparison.passages))
