"""From chances to links, and from links to rows.

Links are taken in the order of their score, in any order of the texts and many to many. Passages that are
the same word for word are counterparts before anything else is asked. What finds no counterpart over the
threshold stays alone, with the candidate that came nearest and the reason why it was not taken.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from diffapp.candidates import exact_pairs
from diffapp.evidence import Explainer
from diffapp.features import Sides, measure
from diffapp.findings import Candidates
from diffapp.model import Evidence, Link, Nearest, Passage, Place, Settings
from diffapp.pinning import Pair, Pins, analyst_links
from diffapp.scoring import Scored, Weights, default_weights, least_score, score

SAME_WORDS = (Evidence("same", "the same words", 1.0),)
COHESION = 0.5
"""A row with several passages on both sides needs this share of the threshold as its mean chance."""


@dataclass
class Aligned:
    """One document aligned with the base: links between them, and all chances by (base, other) index.

    ``least`` is the score from which on links were taken, ``scored`` what every chance was read from.
    """

    other: int
    least: float
    links: list[Link]
    chances: dict[tuple[int, int], float]
    scored: Scored
    pins: Pins = field(default_factory=Pins)
    refused: set[tuple[int, int]] = field(default_factory=set)

    def chance(self, i: int, j: int) -> float:
        """The chance of a pair, 0 where it was never weighed."""
        known = self.chances.get((i, j))
        if known is None:
            at = self.scored.pairs.position.get((i, j))
            known = 0.0 if at is None else self.scored.shown[at]
        return known

    @property
    def candidates(self) -> Candidates:
        """All pairs that were weighed."""
        pairs = self.scored.pairs
        left, right = array("i", pairs.rows.tolist()), array("i", pairs.columns.tolist())
        return Candidates(self.other, left, right, array("d", self.scored.shown))

    @cached_property
    def likest(self) -> dict[Place, tuple[float, Place]]:
        """The best candidate of each place and its chance; ties go to the earlier passage."""
        best: dict[Place, tuple[float, Place]] = {}
        for (i, j), chance in sorted(self.chances.items()):
            for place, mate in (((0, i), (self.other, j)), ((self.other, j), (0, i))):
                if place not in best or chance > best[place][0]:
                    best[place] = (chance, mate)
        return best

    @cached_property
    def mates(self) -> dict[Place, tuple[float, Place]]:
        """The strongest counterpart of each linked place and its score."""
        mates: dict[Place, tuple[float, Place]] = {}
        for link in self.links:
            for place, mate in ((link.a, link.b), (link.b, link.a)):
                if place not in mates or link.score > mates[place][0]:
                    mates[place] = (link.score, mate)
        return mates


class _Groups:
    """Groups of passages that grow link by link; a node is (side, index), side 0 or 1."""

    def __init__(self, aligned: Aligned) -> None:
        self._chances, self._least = aligned.chances, aligned.least * COHESION
        self._pins, self._other = aligned.pins, aligned.other
        self._members: dict[tuple[int, int], set[tuple[int, int]]] = {}

    def _group(self, node: tuple[int, int]) -> set[tuple[int, int]]:
        return self._members.setdefault(node, {node})

    def join(self, i: int, j: int) -> bool:
        """Join the groups of left ``i`` and right ``j`` unless the whole would not hold together."""
        first, second = self._group((0, i)), self._group((1, j))
        if first is second:
            return True
        whole = first | second
        if self._pins.parted((self._other * side, k) for side, k in whole):
            return False
        sides = [sorted(k for side, k in whole if side == s) for s in (0, 1)]
        if min(len(side) for side in sides) > 1:
            crossing = [self._chances.get((a, b), 0.0) for a in sides[0] for b in sides[1]]
            if sum(crossing) / len(crossing) < self._least:
                return False
        for node in whole:
            self._members[node] = whole
        return True


def _free(scored: Scored, taken: Sequence[tuple[int, int]]) -> list[int]:
    """List the positions of pairs that touch no passage already paired word for word."""
    left, right = ({pair[k] for pair in taken} for k in (0, 1))
    pairs = zip(scored.pairs.rows.tolist(), scored.pairs.columns.tolist(), strict=True)
    return [k for k, (i, j) in enumerate(pairs) if i not in left and j not in right]


def align_sides(  # noqa: PLR0913 -- what is aligned, how, and who listens
    sides: Sides,
    other: int,
    settings: Settings,
    report: Callable[[float], None] = lambda _share: None,
    weights: Weights | None = None,
    *,
    pins: Pins | None = None,
) -> Aligned:
    """Align the passages of the base (document 0) with those of document ``other``.

    ``report`` is told the share of the work done, and may raise to stop it; ``weights`` take the place of
    the package's own. ``pins`` say which links may be taken; no score depends on them.
    """
    same = exact_pairs(*sides.texts)
    report(0.0)
    pairs = measure(sides, report=lambda share: report(share / 2))
    chosen, known = weights or default_weights(sides.mode), dict.fromkeys(same, 1.0)
    scored = score(pairs, chosen, known, lambda share: report((1 + share) / 2))
    least = least_score(scored.distance) if settings.threshold is None else settings.threshold
    held = pins or Pins()
    if held.closed or held.apart:
        same = exact_pairs(*sides.texts, lambda i, j: held.allows((0, i), (other, j)))
    links = [Link((0, i), (other, j), 1.0, SAME_WORDS) for i, j in same]
    aligned = Aligned(other, least, links, dict.fromkeys(same, 1.0), scored, held)
    _take(aligned, scored, sides)
    aligned.links.sort(key=lambda link: (link.a, link.b))
    report(1.0)
    return aligned


def _take(aligned: Aligned, scored: Scored, sides: Sides) -> None:
    """Take the links that reach the least score, the best first, unless they tangle what does not belong."""
    pairs, texts, other = scored.pairs, sides.texts, aligned.other
    free = _free(scored, list(aligned.chances))
    chance = scored.shown
    aligned.chances |= {(int(pairs.rows[k]), int(pairs.columns[k])): chance[k] for k in free}

    def order(k: int) -> tuple[float, list[str], int]:
        # texts break ties, so that swapping the sides takes the same links in the same order
        i, j = int(pairs.rows[k]), int(pairs.columns[k])
        return -chance[k], sorted((texts[0][i], texts[1][j])), i + j

    groups, explainer = _Groups(aligned), Explainer(scored, sides)
    for k in sorted((k for k in free if chance[k] >= aligned.least), key=order):
        i, j = int(pairs.rows[k]), int(pairs.columns[k])
        if not aligned.pins.allows((0, i), (other, j)):
            continue
        if groups.join(i, j):
            aligned.links.append(Link((0, i), (other, j), chance[k], explainer.explain(k)))
        else:
            aligned.refused.add((i, j))


def tie(aligned: Sequence[Aligned], pins: Pins) -> list[Link]:
    """Give the alignments the links that closed rows ask for, and return all links in order.

    Last come those between two documents other than the base, which no alignment has.
    """

    def chance(pair: Pair) -> float:
        (first, i), (other, j) = pair
        return 0.0 if first else aligned[other - 1].chance(i, j)

    made = analyst_links(pins, [link for a in aligned for link in a.links], chance)
    for link in made:
        if link.a[0] == 0:
            aligned[link.b[0] - 1].links.append(link)
    for each in aligned if made else ():
        each.links.sort(key=lambda link: (link.a, link.b))
    return [*(link for a in aligned for link in a.links), *(link for link in made if link.a[0])]


def nearest(place: Place, aligned: Aligned, passages: Sequence[Sequence[Passage]]) -> Nearest | None:
    """Find the likest passage on the other side of one that has no counterpart, and say why not it."""
    if place not in aligned.likest:
        return None
    chance, target = aligned.likest[place]
    pair = (place[1], target[1]) if place[0] == 0 else (target[1], place[1])
    if pair in aligned.refused:
        return Nearest(target, chance, "taking it would have joined passages that do not belong together")
    if pin := _pinned(place, target, aligned.pins):
        return Nearest(target, chance, pin)
    reason = f"its score is under {aligned.least:g}"
    if target in aligned.mates:
        score_, mate = aligned.mates[target]
        reason += f", and its counterpart is {passages[mate[0]][mate[1]].cite} ({score_:.2f})"
    return Nearest(target, chance, reason)


def _pinned(place: Place, target: Place, pins: Pins) -> str:
    """Say which decision keeps two passages from being linked; "" for none."""
    if tuple(sorted((place, target))) in pins.apart:
        return "rejected by the analyst"
    if pins.decided([place]) == "none":
        return "the analyst found no counterpart"
    if pins.home(place):
        return "the row was closed by the analyst"
    return "its row was closed by the analyst" if pins.home(target) else ""
