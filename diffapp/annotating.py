"""What analysts wrote beside passages, gathered on the rows that these stand in now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import cast

from diffapp.decisions import LOOKED_AT, STATUSES, Anchored
from diffapp.findings import Place
from diffapp.model import Decided, Row
from diffapp.pinning import Pins

DECIDED: dict[Decided, str] = {
    "": "",
    "confirm": "confirmed by the analyst",
    "link": "linked by the analyst",
    "none": "no counterpart, says the analyst",
    "checked": "checked by the analyst",
}
"""By what kind of decision a row is closed, in words."""


@dataclass(frozen=True, slots=True)
class _Written:
    """Something written beside passages, and by whom."""

    places: frozenset[Place]
    value: str
    by: str


def annotate(rows: Sequence[Row], anchored: Sequence[Anchored], pins: Pins) -> tuple[Row, ...]:
    """Give rows their status, note and tags, and say what closed them.

    A row is as far as the least advanced of its passages; a status that closed a row which is open
    again, by a later decision, counts no more. Of several notes all are told, with who wrote them if
    several people did.
    """
    if not anchored:
        return tuple(rows)
    statuses = _statuses(anchored, pins)
    notes, tags = (_by_place(_latest(anchored, kind)) for kind in ("note", "tag"))

    def annotated(row: Row) -> Row:
        places = [(d, p) for d, cell in enumerate(row.cells) for p in cell]
        said = _once(places, notes)
        words = [tag.strip() for each in _once(places, tags) for tag in each.value.split(",")]
        known = [statuses.get(place, STATUSES[0]) for place in places]
        return replace(
            row,
            status=min(known, key=STATUSES.index) if any(p in statuses for p in places) else None,
            note=_joined(said) if said else None,
            tags=tuple(dict.fromkeys(filter(None, words))),
            decided=cast("Decided", pins.decided(places)),
        )

    return tuple(map(annotated, rows))


def _statuses(anchored: Sequence[Anchored], pins: Pins) -> dict[Place, str]:
    """The status of each passage that has one."""
    out: dict[Place, str] = {}
    for number, each in enumerate(anchored):
        if each.decision.kind == "status" and each.whole:
            value = each.decision.value
            holds = value not in LOOKED_AT or number in pins.standing
            out |= dict.fromkeys(each.found, value if holds else STATUSES[0])
    return out


def _latest(anchored: Sequence[Anchored], kind: str) -> list[_Written]:
    """What was written of a kind, in order; a later one takes the place of those on no other passages."""
    out: list[_Written] = []
    for each in anchored:
        if each.decision.kind == kind and each.found:
            written = _Written(frozenset(each.found), each.decision.value.strip(), each.decision.by)
            out = [one for one in out if not one.places <= written.places]
            out.append(written)
    return [one for one in out if one.value]


def _by_place(written: Sequence[_Written]) -> Callable[[Place], Sequence[tuple[int, _Written]]]:
    """Answer what is written beside a passage, each numbered in its order."""
    known: dict[Place, list[tuple[int, _Written]]] = {}
    for numbered in enumerate(written):
        for place in numbered[1].places:
            known.setdefault(place, []).append(numbered)
    return lambda place: known.get(place, ())


def _once(
    places: Sequence[Place], written: Callable[[Place], Sequence[tuple[int, _Written]]]
) -> list[_Written]:
    """What is written beside several passages, each once, in order."""
    found = dict(numbered for place in places for numbered in written(place))
    return [found[number] for number in sorted(found)]


def _joined(notes: Sequence[_Written]) -> str:
    several = len({note.by for note in notes}) > 1
    return "\n".join(f"{n.by or 'unnamed'}: {n.value}" if several else n.value for n in notes)
