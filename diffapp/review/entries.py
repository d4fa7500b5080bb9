"""What stands in the log of a project: decisions, and marks that take one back or bring it back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from diffapp.decisions import Decision
from diffapp.review.records import plain, restored


@dataclass(frozen=True, slots=True)
class Mark:
    """An undo or a redo of the decision whose id is ``of``; ``by``, ``at`` and ``id`` as in a decision."""

    kind: Literal["undo", "redo"]
    of: str
    by: str = ""
    at: str = ""
    id: str = ""


Entry = Decision | Mark


@dataclass(frozen=True, slots=True)
class Logged:
    """An entry with its place in the log, counted from 1 in each project."""

    seq: int
    entry: Entry


def entry_plain(entry: Entry) -> Any:
    """Turn an entry into what JSON has."""
    return plain(entry)


def entry_restored(data: object) -> Entry:
    """Build an entry from what ``entry_plain`` made of it.

    Raises:
        ValueError: it does not fit, or names a document by a negative number.
        DecisionError: it says nothing that could be followed.
    """
    if isinstance(data, dict) and data.get("kind") in {"undo", "redo"}:
        return restored(Mark, data)
    decision = restored(Decision, data)
    if any(anchor.document < 0 or anchor.repeated < 0 for anchor in decision.anchors):
        raise ValueError("a passage is counted below nothing")
    return decision
