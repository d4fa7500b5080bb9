"""The review of a comparison as the viewer draws it: pure, and small, for it is sent at every decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from diffapp.decisions import Decision
from diffapp.findings import Place
from diffapp.model import Comparison, Row
from diffapp.naming import names
from diffapp.review.deciding import places_of
from diffapp.review.desk import is_settled, progress
from diffapp.review.drawer import Candidate

Json = dict[str, Any]
SAID = ("confirm", "link", "none")


def told(comparison: Comparison) -> Json:
    """What was decided about each row that something was decided about, and how far the review is."""
    called = names(comparison.documents)

    def cite(place: Place) -> str:
        return f"{called[place[0]]} {comparison.at(place).cite}"

    row_of = {place: row.id for row in comparison.rows for place in places_of(row)}
    rows = {row.id: state for row in comparison.rows if (state := _row(row))}
    for each in comparison.anchoring:
        for place in each.found[:1] if each.decision.kind == "note" else each.found:
            state = rows.setdefault(row_of[place], {})
            _tell(state, each.decision, [cite(other) for other in each.found if other[0] != place[0]])
    return {
        "rows": {row: state for row, state in rows.items() if state},
        "progress": list(progress(comparison)),
    }


def drawer(place: Place, found: Mapping[int, Sequence[Candidate]]) -> Json:
    """The candidates of a passage in all other documents, the likest first."""
    every = sorted((c for each in found.values() for c in each), key=lambda c: (-c.score, c.place))
    return {
        "place": list(place),
        "candidates": [
            {"place": list(c.place), "score": round(c.score, 4), "why": "; ".join(c.why)} for c in every
        ],
    }


def _row(row: Row) -> Json:
    """What stands in a row itself; empty where nobody has done anything about it."""
    decided = row.decided if row.decided in SAID else ""
    looked = is_settled(row)
    state = {"decided": decided, "looked": looked, "status": row.status or "", "tags": list(row.tags)}
    return {name: value for name, value in state.items() if value}


def _tell(state: Json, decision: Decision, others: Sequence[str]) -> None:
    """Add to a row who decided, what they noted, and what they said does not belong to it."""
    signed = {"by": decision.by, "at": decision.at[:10]}
    if decision.kind == "note" and decision.value.strip():
        state.setdefault("notes", []).append(signed | {"text": decision.value})
    elif decision.kind == "reject":
        state["rejected"] = list(dict.fromkeys([*state.get("rejected", ()), *others]))
    elif decision.kind == state.get("decided"):
        state |= signed
