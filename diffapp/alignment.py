"""From chances to links, and from links to rows.

Links are taken in the order of their score, in any order of the texts and many to many. Passages that are
the same word for word are counterparts before anything else is asked. What finds no counterpart over the
threshold stays alone, with the candidate that came nearest and the reason why it was not taken.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from diffapp.candidates import exact_pairs
from diffapp.evidence import Explainer
from diffapp.features import Sides, measure
from diffapp.model import Evidence, Link, Nearest, Passage, Place, Settings
from diffapp.scoring import Scored, Weights, default_weights, least_score, score

SAME_WORDS = (Evidence("same", "the same words", 1.0),)
COHESION = 0.5
"""A row with several passages on both sides needs this share of the threshold as its mean chance."""


@dataclass
class Aligned:
    """One document aligned with the base: links between them, and all chances by (base, other) index.

    ``least`` is the score from which on links were taken.
    """

    other: int
    least: float
    links: list[Link]
    chances: dict[tuple[int, int], float]
    refused: set[tuple[int, int]] = field(default_factory=set)

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

    def __init__(self, chances: dict[tuple[int, int], float], least: float) -> None:
        self._chances = chances
        self._least = least
        self._members: dict[tuple[int, int], set[tuple[int, int]]] = {}

    def _group(self, node: tuple[int, int]) -> set[tuple[int, int]]:
        return self._members.setdefault(node, {node})

    def join(self, i: int, j: int) -> bool:
        """Join the groups of left ``i`` and right ``j`` unless the whole would not hold together."""
        first, second = self._group((0, i)), self._group((1, j))
        if first is second:
            return True
        whole = first | second
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


def align_sides(
    sides: Sides,
    other: int,
    settings: Settings,
    report: Callable[[float], None] = lambda _share: None,
    weights: Weights | None = None,
) -> Aligned:
    """Align the passages of the base (document 0) with those of document ``other``.

    ``report`` is told the share of the work done, and may raise to stop it; ``weights`` take the place of
    the package's own.
    """
    same = exact_pairs(*sides.texts)
    report(0.0)
    pairs = measure(sides, report=lambda share: report(share / 2))
    chosen, known = weights or default_weights(sides.mode), dict.fromkeys(same, 1.0)
    scored = score(pairs, chosen, known, lambda share: report((1 + share) / 2))
    least = least_score(scored.distance) if settings.threshold is None else settings.threshold
    aligned = Aligned(other, least, [Link((0, i), (other, j), 1.0, SAME_WORDS) for i, j in same], dict(known))
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

    groups, explainer = _Groups(aligned.chances, aligned.least * COHESION), Explainer(scored, sides)
    for k in sorted((k for k in free if chance[k] >= aligned.least), key=order):
        i, j = int(pairs.rows[k]), int(pairs.columns[k])
        if groups.join(i, j):
            aligned.links.append(Link((0, i), (other, j), chance[k], explainer.explain(k)))
        else:
            aligned.refused.add((i, j))


def nearest(place: Place, aligned: Aligned, passages: Sequence[Sequence[Passage]]) -> Nearest | None:
    """Find the likest passage on the other side of one that has no counterpart, and say why not it."""
    if place not in aligned.likest:
        return None
    chance, target = aligned.likest[place]
    pair = (place[1], target[1]) if place[0] == 0 else (target[1], place[1])
    if pair in aligned.refused:
        return Nearest(target, chance, "taking it would have joined passages that do not belong together")
    reason = f"its score is under {aligned.least:g}"
    if target in aligned.mates:
        score_, mate = aligned.mates[target]
        reason += f", and its counterpart is {passages[mate[0]][mate[1]].cite} ({score_:.2f})"
    return Nearest(target, chance, reason)
