"""Matters: findings that tell of the same thing in the same passages, gathered under one name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

from diffapp.called import LONGEST_NAME, Use
from diffapp.findings import DifferenceKind, Position, Silence
from diffapp.words import fold

OVERLAP = 0.5
"""Share of the passages of either that are in common from which on two concepts are one matter."""
NEARLY = 0.75
MOST_ALSO = 8
LEAST_TELLING = 0.6
"""How telling a name must be to be named beside the leader's."""
Parts = tuple[tuple[str, float], ...]


def weigh(parts: Parts) -> float:
    """Multiply the parts of a weight."""
    return prod(value for _, value in parts)


@dataclass(frozen=True)
class Finding:
    """A concept with what is found of it, before it is ranked."""

    use: Use
    kind: DifferenceKind
    positions: tuple[Position, ...]
    parts: Parts
    silences: tuple[Silence, ...] = ()

    @property
    def weight(self) -> float:
        """The product of the parts."""
        return round(weigh(self.parts), 4)


def merge(findings: Sequence[Finding]) -> list[list[Finding]]:
    """Group findings that tell of the same matter; groups by the weight of the finding that leads them."""
    groups: list[list[Finding]] = []
    by_passage: dict[tuple[int, int], list[int]] = {}
    for finding in sorted(findings, key=_order):
        near = sorted({g for place in finding.use.passages for g in by_passage.get(place, ())})
        home = next((g for g in near if _same_matter(groups[g][0], finding)), None)
        if home is not None:
            groups[home].append(finding)
            continue
        for place in finding.use.passages:
            by_passage.setdefault(place, []).append(len(groups))
        groups.append([finding])
    return sorted(map(_headed, groups), key=lambda group: _order(group[0]))


def _order(finding: Finding) -> tuple[float, str, tuple[str, ...]]:
    return -finding.weight, finding.use.name, finding.use.key


def _headed(group: Sequence[Finding]) -> list[Finding]:
    """Let the finding lead that its passages come to first, of those that weigh nearly as much as the first.

    A drafter says what a paragraph is about before going into details, and details are rarer words. What the
    user made a concept of leads before all.
    """
    lead = group[0]
    near = [f for f in group if f.use.passages == lead.use.passages and f.weight >= NEARLY * lead.weight]
    own = [f for f in group if f.use.own]
    first = own[0] if own else min(near, key=lambda f: (_start(f), _order(f)))
    return [first, *(f for f in group if f is not first)]


def _start(finding: Finding) -> tuple[int, int]:
    """Where the first mention stands, documents aside, so that swapping them changes nothing."""
    return min((passage, start) for _, passage, start, _ in finding.use.spans)


def _same_matter(lead: Finding, other: Finding) -> bool:
    """Tell whether two findings are one: raised by the same documents in the same passages, or nested."""
    if (lead.use.raised, lead.kind == "only") != (other.use.raised, other.kind == "only"):
        return False
    here, there = lead.use.passages, other.use.passages
    both, names = here & there, [fold(f.use.name) for f in (lead, other)]
    nested = bool(both) and (names[0] in names[1] or names[1] in names[0])
    return nested or len(both) >= OVERLAP * min(len(here), len(there))


def whole_name(group: Sequence[Finding]) -> str:
    """The leader's name, or a longer one that holds it, and stands in the same passages."""
    lead, sure = group[0].use, dict(group[0].parts).get("silence")
    longer = [
        f.use.name
        for f in group[1:]
        if f.use.passages == lead.passages
        and lead.name in f.use.name
        and len(f.use.name.split()) <= LONGEST_NAME
        and dict(f.parts).get("silence") == sure
    ]
    return min(longer, key=lambda name: (len(name), name), default=lead.name)


def also_named(name: str, others: Sequence[Finding]) -> tuple[str, ...]:
    """Name what else belongs to the matter: telling names, none of which is part of one before it."""
    kept: list[str] = []
    for other in sorted(others, key=lambda f: (-f.weight, -len(f.use.name), f.use.name)):
        said = fold(other.use.name)
        worth = other.use.own or dict(other.parts)["telling"] >= LEAST_TELLING
        if worth and not any(said in fold(known) or fold(known) in said for known in (name, *kept)):
            kept.append(other.use.name)
    return tuple(kept[:MOST_ALSO])
