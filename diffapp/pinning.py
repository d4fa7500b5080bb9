"""What decisions demand of the alignment: rows that are closed, and pairs that are kept apart.

A closed row holds the passages that the analyst said, no other joins it and none is taken away. Where
decisions contradict each other the later one wins: a row that it breaks into is open again as a whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from diffapp.decisions import LOOKED_AT, Anchored
from diffapp.findings import Place
from diffapp.model import Evidence, Link

Members = frozenset[Place]
Pair = tuple[Place, Place]
Chance = Callable[[Pair], float]
"""Gives the chance that the engine sees for a pair, 0 where it never weighed it."""
SAID = "linked by the analyst"


@dataclass
class Pins:
    """Closed rows by their passages, each with what closed it, and pairs kept apart, each sorted.

    A row is closed by "confirm", "link", "none" or "checked". ``standing`` are the statuses, by position
    among the decisions, whose rows are closed still.
    """

    closed: dict[Members, str] = field(default_factory=dict)
    apart: set[Pair] = field(default_factory=set)
    standing: set[int] = field(default_factory=set)
    _home: dict[Place, Members] = field(default_factory=dict)
    _statuses: dict[Members, set[int]] = field(default_factory=dict)

    def allows(self, one: Place, other: Place) -> bool:
        """Tell whether two passages may be linked."""
        same = self._home.get(one) == self._home.get(other)
        return same and (not self.apart or tuple(sorted((one, other))) not in self.apart)

    def parted(self, whole: Iterable[Place]) -> bool:
        """Tell whether passages hold two that are kept apart, and so cannot be one row."""
        return bool(self.apart) and any(pair in self.apart for pair in combinations(sorted(whole), 2))

    def home(self, place: Place) -> Members:
        """The closed row of a passage, empty where it is in none."""
        return self._home.get(place, frozenset())

    def decided(self, members: Iterable[Place]) -> str:
        """What closed the row of these passages; "" where nothing did."""
        return self.closed.get(frozenset(members), "")

    def close(self, members: Members, by: str, number: int = -1) -> None:
        """Close a row; rows that share a passage with it are open again, unless they are the same."""
        for held in {self._home[place] for place in members if place in self._home} - {members}:
            self._open(held)
        if by != "checked" or members not in self.closed:
            self.closed[members] = by
        self._home |= dict.fromkeys(members, members)
        if by == "checked":
            self._statuses.setdefault(members, set()).add(number)
            self.standing.add(number)

    def part(self, pairs: Iterable[Pair]) -> None:
        """Keep pairs apart; closed rows that hold one are open again."""
        for one, other in pairs:
            held = self._home.get(one)
            if held is not None and other in held:
                self._open(held)
            self.apart.add((one, other))

    def _open(self, members: Members) -> None:
        del self.closed[members]
        self.standing -= self._statuses.pop(members, set())
        for place in members:
            del self._home[place]


def pins_of(anchored: Sequence[Anchored]) -> Pins:
    """Turn decisions, in order, into what they demand.

    What is said of a row as a whole asks for all its passages; what is said of pairs, or of each passage by
    itself, holds for those that were found.
    """
    pins, last = Pins(), _last_statuses(anchored)
    for number, each in enumerate(anchored):
        kind, places = each.decision.kind, each.found
        if kind in {"confirm", "link"} and each.whole and len({d for d, _ in places}) > 1:
            pins.apart -= set(combinations(places, 2))
            pins.close(frozenset(places), kind)
        elif kind == "none":
            for place in places:
                pins.close(frozenset({place}), "none")
        elif kind == "reject":
            pins.part(_pairs(each))
        elif kind == "status" and each.whole and each.decision.value in LOOKED_AT:
            # what was looked at and is open again holds nothing any more
            holds = all(last[place] == number for place in places)
            for members in _rows_of(places) if holds else ():
                pins.close(members, "checked", number)
    return pins


def _last_statuses(anchored: Sequence[Anchored]) -> dict[Place, int]:
    """The number of the last decision on the status of each passage."""
    return {
        place: number
        for number, each in enumerate(anchored)
        if each.decision.kind == "status" and each.whole
        for place in each.found
    }


def _pairs(each: Anchored) -> list[Pair]:
    """The pairs of two documents among a decision's passages, sorted."""
    return [(a, b) for a, b in combinations(each.found, 2) if a[0] != b[0]]


def _rows_of(places: Sequence[Place]) -> list[Members]:
    """Passages of one document alone are no row together: each is one of its own."""
    several = len({d for d, _ in places}) > 1
    return [frozenset(places)] if several else [frozenset({place}) for place in places]


def analyst_links(pins: Pins, links: Iterable[Link], chance: Chance) -> list[Link]:
    """Make the links that closed rows need to hang together beyond those that the engine took.

    The likest pairs are taken, so that each passage of a row is linked and no more links are made than that
    needs. A link has the score that the engine sees for it, else 0; its reason is the analyst's word.
    """
    taken = [link for link in links if pins.home(link.a) and pins.home(link.a) == pins.home(link.b)]
    inside: dict[Members, list[Link]] = {}
    for link in taken:
        inside.setdefault(pins.home(link.a), []).append(link)
    return [
        link
        for members in sorted(pins.closed, key=sorted)
        if len(members) > 1
        for link in _tied(members, inside.get(members, ()), pins, chance)
    ]


def _tied(members: Members, links: Iterable[Link], pins: Pins, chance: Chance) -> list[Link]:
    """Tie the passages of one row together."""
    group: Mapping[Place, set[Place]] = {place: {place} for place in members}
    ties = dict(group)

    def join(one: Place, other: Place) -> bool:
        if ties[one] is ties[other]:
            return False
        whole = ties[one] | ties[other]
        ties.update(dict.fromkeys(whole, whole))
        return True

    for link in links:
        join(link.a, link.b)
    crossing = [(a, b) for a, b in combinations(sorted(members), 2) if a[0] != b[0]]
    known = {pair: chance(pair) for pair in crossing}

    def order(pair: Pair) -> tuple[bool, float, Pair]:
        # a pair that was rejected ties a row only where nothing else would
        return pair in pins.apart, -known[pair], pair

    chosen = [pair for pair in sorted(crossing, key=order) if join(*pair)]
    said = {pair: (Evidence("analyst", SAID, known[pair]),) for pair in chosen}
    return [Link(*pair, known[pair], said[pair], "analyst") for pair in sorted(chosen)]
