"""Where earlier decisions stand in the documents at hand; none is dropped silently.

Documents go by their position in the comparison, unless their passages are found in another one: then the
documents were put in another order, and the decisions follow them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product

from diffapp.decisions import ABOUT_DIFFERENCES, Anchor, Anchored, Decision, Fate
from diffapp.findings import Place
from diffapp.model import Passage
from diffapp.seeking import NOWHERE, Barred, Find, Seeker
from diffapp.words import WORD

ROUNDS = 3
"""Each time, what was found before helps to tell what stands beside it."""
MOST_SAMPLED = 200
LONGEST_QUOTATION = 60
CLEARLY = 0.05
"""By how much likeness one passage must lead another one for the same place."""

Sought = dict[Anchor, Find]


def reanchor(decisions: Sequence[Decision], passages: Sequence[Sequence[Passage]]) -> tuple[Anchored, ...]:
    """Find the passages that decisions are about; one entry per decision, in order.

    ``passages`` are those of the documents at hand. A decision about a difference is placed by its passages
    too, but goes by the concept's name (``judging``), so that it is never lost here.
    """
    if not decisions:
        return ()
    seekers = [Seeker(side) for side in passages]
    homes = _homes(decisions, seekers)
    times = _times(decisions)
    found: Sought = {}
    for old, new in homes.items():
        mine = [anchor for anchor in times.used if anchor.document == old]
        found |= _seek(mine, seekers[new], times) if new is not None else dict.fromkeys(mine, NOWHERE)
    return tuple(_told(decision, found, homes) for decision in decisions)


@dataclass(frozen=True)
class _Times:
    """When passages were known: the last decision that uses each anchor, the first that knows each digest."""

    used: dict[Anchor, int]
    seen: dict[tuple[int, str], int]

    def known_beside(self, document: int, digest: str, anchor: Anchor) -> bool:
        """Tell whether a passage with this digest was known when an anchor was last used."""
        first = self.seen.get((document, digest))
        return first is not None and first <= self.used[anchor]

    def together(self, one: Anchor, other: Anchor) -> bool:
        """Tell whether two anchors are two passages of one time, not one in the words of two times."""
        apart = (one.digest, one.repeated) != (other.digest, other.repeated)
        pairs = ((one, other), (other, one))
        return apart and all(self.known_beside(a.document, a.digest, b) for a, b in pairs)


def _times(decisions: Sequence[Decision]) -> _Times:
    times = _Times({}, {})
    for k, decision in enumerate(decisions):
        for anchor in decision.anchors:
            times.used[anchor] = k
            for digest in (anchor.digest, anchor.before, anchor.after):
                times.seen.setdefault((anchor.document, digest), k)
    return times


def _seek(anchors: Sequence[Anchor], seeker: Seeker, times: _Times) -> Sought:
    """Find the anchors of one document: word for word first, then in other words; the rest again."""
    found: Sought = dict.fromkeys(anchors, NOWHERE)

    def barred(anchor: Anchor) -> Barred:
        # a passage that was known beside this one is another, however alike the two are
        return lambda place: times.known_beside(anchor.document, seeker.digests[place], anchor)

    for number in range(ROUNDS):
        for anchor in anchors:
            if found[anchor].at:
                continue
            if anchor.digest in seeker.at:
                found[anchor] = seeker.exact(anchor, barred(anchor))
            elif number:
                found[anchor] = seeker.fuzzy(anchor, barred(anchor))
        found = _single(found, seeker, times)
        for anchor, find in found.items():
            if find.at and anchor.digest not in seeker.at:
                seeker.learn(anchor.digest, find.at)
    return {anchor: _placed(anchor, find, seeker) for anchor, find in found.items()}


def _placed(anchor: Anchor, find: Find, seeker: Seeker) -> Find:
    """Drop a find in other words among strangers: a near copy of a passage that is gone stands elsewhere."""
    if not find.at or anchor.digest in seeker.at or not seeker.is_strange(anchor, find):
        return find
    return Find(said=f"is like {seeker.passages[find.at[0]].cite}, which stands among others")


def _single(found: Sought, seeker: Seeker, times: _Times) -> Sought:
    """Let no two passages become one, unless they were joined: the surer one keeps the place, or none."""
    claims: dict[int, list[Anchor]] = defaultdict(list)
    for anchor, find in found.items():
        for place in () if find.part else find.at:
            claims[place].append(anchor)
    out = dict(found)
    for place, anchors in claims.items():
        rivals = [a for a in anchors if any(times.together(a, b) for b in anchors)]
        if not rivals:
            continue
        around = {a: seeker.around(a, place, place) for a in rivals}
        best = max(rivals, key=lambda a: (found[a].alike, around[a]))
        for one in rivals:
            behind = found[best].alike - found[one].alike, around[best] - around[one]
            for other in (best, one) if behind[0] < CLEARLY and behind[1] <= 0 else (one,):
                if one is not best and times.together(one, best):
                    out[other] = Find(
                        said=f"could be {seeker.passages[place].cite}, as another passage could"
                    )
    return out


def _homes(decisions: Iterable[Decision], seekers: Sequence[Seeker]) -> dict[int, int | None]:
    """Say which document at hand each document of the decisions is; None where it is none of them."""
    anchors: dict[int, list[Anchor]] = defaultdict(list)
    for anchor in dict.fromkeys(a for decision in decisions for a in decision.anchors):
        anchors[anchor.document].append(anchor)
    shares = {
        (old, new): share for old in anchors for new, share in enumerate(_shares(anchors[old], seekers))
    }
    everywhere = product(sorted(anchors), range(len(seekers)))
    order = sorted(everywhere, key=lambda pair: (-shares[pair], pair[0] != pair[1], pair))
    homes: dict[int, int | None] = {}
    for old, new in order:
        own = shares[old, new] > 0 or old == new
        if own and old not in homes and new not in homes.values():
            homes[old] = new
    return {old: homes.get(old) for old in sorted(anchors)}


def _shares(anchors: Sequence[Anchor], seekers: Sequence[Seeker]) -> list[float]:
    """Say how many of the passages stand in each document: by digest, else by runs of three words."""
    digests = {anchor.digest for anchor in anchors}
    shares = [len(digests & seeker.at.keys()) / len(digests) for seeker in seekers]
    if max(shares) > 0.5:  # noqa: PLR2004 -- the majority
        return shares
    runs = {run for anchor in anchors[:MOST_SAMPLED] for run in _runs(anchor.text)}
    if not runs:
        return shares
    there = ({run for p in seeker.passages for run in _runs(p.text)} for seeker in seekers)
    return [len(runs & each) / len(runs) for each in there]


def _runs(text: str) -> set[tuple[str, str, str]]:
    words = WORD.findall(text.casefold())
    return set(zip(words, words[1:], words[2:], strict=False))


def _told(decision: Decision, found: Sought, homes: dict[int, int | None]) -> Anchored:
    """Put what was found of a decision's passages together."""
    places: list[tuple[Place, ...]] = []
    said = []
    for anchor in decision.anchors:
        find, home = found[anchor], homes[anchor.document]
        places.append(tuple((home, at) for at in find.at) if home is not None else ())
        text = " ".join(anchor.text.split())
        name = f"“{text[:LONGEST_QUOTATION].rstrip()}{'…' if len(text) > LONGEST_QUOTATION else ''}”"
        if find.said:
            alike = f" ({find.alike:.0%} alike)" if find.at else ""
            said.append(f"{name} {find.said}{alike}")
        elif home != anchor.document:
            said.append(f"{name} is now in document {(home or 0) + 1}")
    lost = not all(places) and decision.kind not in ABOUT_DIFFERENCES
    fate: Fate = "lost" if lost else "moved" if said else "kept"
    if decision.kind in ABOUT_DIFFERENCES:
        return Anchored(decision, "kept", tuple(places))
    least = min((found[a].alike for a in decision.anchors if found[a].at), default=0.0)
    return Anchored(decision, fate, tuple(places), round(least, 4), "; ".join(said) + "." if said else "")
