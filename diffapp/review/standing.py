"""What stands of a log of decisions: the later word about a matter takes the place of the earlier.

A log is only ever added to. A mark takes a decision back ("undo") or brings it back ("redo"); what is brought
back is said anew, after all that was said meanwhile. What a decision took the place of stands again once that
decision is taken back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Protocol

from diffapp.decisions import ABOUT_DIFFERENCES, ABOUT_LINKS, Anchor, Decision

Passage = tuple[int, str, int]
Key = tuple[str, object]


class Mark(Protocol):
    """An undo or a redo of the decision whose id is ``of``."""

    @property
    def kind(self) -> str:
        """Either "undo" or "redo"."""

    @property
    def of(self) -> str:
        """The id of the decision."""

    @property
    def by(self) -> str:
        """Who did it."""


Entry = Decision | Mark


def standing(entries: Iterable[Entry]) -> tuple[Decision, ...]:
    """Return the decisions that stand, in the order in which they were last said."""
    kept: dict[int, Decision] = {}
    known: dict[Key, set[int]] = {}
    for number, decision in enumerate(_said(entries).values()):
        matters = _matters(decision)
        beside = set[int]().union(*(known.get(key, ()) for key in matters))
        for earlier in sorted(beside):
            if earlier in kept and replaces(decision, kept[earlier]):
                del kept[earlier]
        kept[number] = decision
        for key in matters:
            known.setdefault(key, set()).add(number)
    return tuple(kept.values())


def undoable(entries: Sequence[Entry], by: str) -> Decision | None:
    """Return the latest decision of a user that stands: what their undo takes back; None for none."""
    return next((d for d in reversed(standing(entries)) if d.by == by), None)


def redoable(entries: Iterable[Entry], by: str) -> Decision | None:
    """Return what a user's redo brings back: the last they took back and decided nothing after; else None."""
    decisions: dict[str, Decision] = {}
    taken: list[str] = []
    for entry in entries:
        if isinstance(entry, Decision):
            decisions[entry.id] = entry
            if entry.by == by:
                taken.clear()
        elif entry.kind == "undo" and entry.by == by and entry.of in decisions:
            taken.append(entry.of)
        elif entry.kind == "redo" and entry.of in taken:
            taken.remove(entry.of)
    return decisions[taken[-1]] if taken else None


def replaces(later: Decision, earlier: Decision) -> bool:
    """Tell whether a later decision takes the place of an earlier one as a whole.

    A decision that is contradicted in part stays for the rest: a comparison follows the later word there.
    """
    if later.kind in ABOUT_DIFFERENCES or earlier.kind in ABOUT_DIFFERENCES:
        return _family(later) == _family(earlier) and later.concept == earlier.concept
    mine, theirs = _passages(later), _passages(earlier)
    if later.kind not in ABOUT_LINKS or earlier.kind not in ABOUT_LINKS:
        return later.kind == earlier.kind and theirs <= mine
    if earlier.kind in {"confirm", "link"}:
        meet = mine & theirs
        return len({document for document, *_ in meet}) > 1 if later.kind == "reject" else bool(meet)
    if earlier.kind == "none":
        return later.kind != "reject" and theirs <= mine
    return later.kind != "none" and _pairs(theirs) <= _pairs(mine)


def _said(entries: Iterable[Entry]) -> dict[str, Decision]:
    """The decisions that are not taken back, in the order in which they were last said."""
    alive: dict[str, Decision] = {}
    taken: dict[str, Decision] = {}
    for number, entry in enumerate(entries):
        if isinstance(entry, Decision):
            alive[entry.id or f"#{number}"] = entry
        elif entry.kind == "undo" and entry.of in alive:
            taken[entry.of] = alive.pop(entry.of)
        elif entry.kind == "redo" and entry.of in taken:
            alive[entry.of] = taken.pop(entry.of)
    return alive


def _matters(decision: Decision) -> list[Key]:
    """What decisions must share for one to take the place of another."""
    if decision.kind in ABOUT_DIFFERENCES:
        return [(_family(decision), decision.concept)]
    return [(_family(decision), passage) for passage in _passages(decision)]


def _family(decision: Decision) -> str:
    if decision.kind in ABOUT_LINKS:
        return "links"
    return "judgement" if decision.kind in {"accept", "dismiss"} else decision.kind


def _passage(anchor: Anchor) -> Passage:
    return anchor.document, anchor.digest, anchor.repeated


def _passages(decision: Decision) -> frozenset[Passage]:
    return frozenset(map(_passage, decision.anchors))


def _pairs(passages: Iterable[Passage]) -> set[tuple[Passage, Passage]]:
    return {(a, b) for a, b in combinations(sorted(passages), 2) if a[0] != b[0]}
