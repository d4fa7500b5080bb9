"""Making decisions about what a comparison shows: who, when and under which id are filled in here."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from diffapp.anchors import anchors_of
from diffapp.decisions import Decision, DecisionKind, Status
from diffapp.model import Comparison, Difference, Place, Row


def _now() -> datetime:
    return datetime.now(UTC)


def _new_id() -> str:
    return uuid.uuid4().hex


@dataclass(frozen=True, slots=True)
class Analyst:
    """Someone who decides. ``now`` tells the time, ``new_id`` a fresh id; all decisions are signed with both.

    Every method returns the decision, to be appended to the log, and raises DecisionError where it would say
    nothing that could be followed.
    """

    by: str
    now: Callable[[], datetime] = _now
    new_id: Callable[[], str] = _new_id

    def confirm_row(self, comparison: Comparison, row: Row) -> Decision:
        """Say that the passages of a row belong together."""
        return self._decide("confirm", comparison, places_of(row))

    def reject_row(self, comparison: Comparison, row: Row) -> Decision:
        """Say that no passages of a row belong together."""
        return self._decide("reject", comparison, places_of(row))

    def reject_pair(self, comparison: Comparison, one: Place, other: Place) -> Decision:
        """Say that two passages do not belong together."""
        return self._decide("reject", comparison, [one, other])

    def link_places(self, comparison: Comparison, places: Sequence[Place]) -> Decision:
        """Say that passages belong together which were not linked."""
        return self._decide("link", comparison, places)

    def none_row(self, comparison: Comparison, row: Row) -> Decision:
        """Say that the passages of a row have no counterpart."""
        return self._decide("none", comparison, places_of(row))

    def note(self, comparison: Comparison, row: Row, text: str) -> Decision:
        """Write a note beside a row, in place of those there; an empty one takes them away."""
        return self._decide("note", comparison, places_of(row), text)

    def status(self, comparison: Comparison, row: Row, status: Status) -> Decision:
        """Say how far the review of a row is."""
        return self._decide("status", comparison, places_of(row), status)

    def tag(self, comparison: Comparison, row: Row, tags: Sequence[str]) -> Decision:
        """Put words of the analyst's own on a row, in place of those there."""
        plain = (" ".join(tag.replace(",", " ").split()) for tag in tags)
        return self._decide("tag", comparison, places_of(row), ", ".join(filter(None, plain)))

    def accept(self, comparison: Comparison, found: Difference, why: str = "") -> Decision:
        """Say that a difference is one."""
        return self._decide("accept", comparison, raising(found), why, found.key)

    def dismiss(self, comparison: Comparison, found: Difference, why: str) -> Decision:
        """Say that a difference is none, and why."""
        return self._decide("dismiss", comparison, raising(found), why, found.key)

    def rename(self, comparison: Comparison, found: Difference, name: str) -> Decision:
        """Call a difference otherwise; an empty name gives it back the engine's."""
        return self._decide("rename", comparison, raising(found), name, found.key)

    def rank(self, comparison: Comparison, found: Difference, rank: int | None) -> Decision:
        """Put a difference at a place of the list, from 1; None leaves its place to the engine."""
        value = "" if rank is None else str(rank)
        return self._decide("rank", comparison, raising(found), value, found.key)

    def _decide(
        self,
        kind: DecisionKind,
        comparison: Comparison,
        places: Sequence[Place],
        value: str = "",
        concept: str = "",
    ) -> Decision:
        anchors = anchors_of(comparison.passages, sorted(set(places)))
        at = self.now().astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"
        return Decision(kind, anchors, value, concept, self.by, at, self.new_id())


def places_of(row: Row) -> tuple[Place, ...]:
    """All passages of a row."""
    return tuple((d, p) for d, cell in enumerate(row.cells) for p in cell)


def raising(found: Difference) -> tuple[Place, ...]:
    """The passages that raise a difference's concept."""
    return tuple(sorted({(d, m.passage) for d, side in enumerate(found.mentions) for m in side}))
