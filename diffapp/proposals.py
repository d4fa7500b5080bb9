"""Concepts of two documents that may be one said in other words, for the analyst to join or keep apart.

Two concepts are proposed as one if only one document raises each, they stand in passages that are linked,
their names are near in meaning (cosine of the encoder's vectors), and each is the other's nearest. A proposal
changes no mention; it only makes a silence unsure.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from diffapp.called import Use
from diffapp.commonness import telling
from diffapp.findings import Place, Proposal

Encode = Callable[[Sequence[str]], NDArray[np.float32]]
"""Names -> vectors of length 1, (n, d)."""
LEAST_LINK = 0.5
LEAST_ALIKE = 0.45
"""Least cosine of two names. Of pairs above it in texts drafted apart, about two in three say one thing."""
MOST_NAMES = 60
"""Names per document that are encoded, the most telling first."""


def propose(
    uses: Sequence[Use], linked: dict[tuple[Place, Place], float], documents: int, encode: Encode
) -> tuple[Proposal, ...]:
    """Propose pairs of concepts, the nearest first; ``linked`` has the score of each link."""
    found: list[Proposal] = []
    for other in range(1, documents):
        sides = [_of_one(uses, here, there) for here, there in ((0, other), (other, 0))]
        pairs = _meeting(sides, {k: v for k, v in linked.items() if k[1][0] == other and v >= LEAST_LINK})
        if pairs:
            found += _nearest(sides, pairs, encode, (0, other))
    return tuple(sorted(found, key=lambda p: (-p.alike, p.names)))


def _of_one(uses: Sequence[Use], here: int, there: int) -> list[Use]:
    """The concepts that one document raises and the other does not, the most telling first."""
    own = [use for use in uses if here in use.raised and there not in use.raised]
    return sorted(own, key=lambda use: (-telling(use.name.split()), use.name))[:MOST_NAMES]


def _meeting(
    sides: Sequence[Sequence[Use]], linked: dict[tuple[Place, Place], float]
) -> dict[tuple[int, int], float]:
    """The pairs of concepts whose passages are linked, with the best link's score."""
    at: list[dict[Place, list[int]]] = [{}, {}]
    for side, table in zip(sides, at, strict=True):
        for k, use in enumerate(side):
            for place in use.passages:
                table.setdefault(place, []).append(k)
    out: dict[tuple[int, int], float] = {}
    for (left, right), score in linked.items():
        for i in at[0].get(left, ()):
            for j in at[1].get(right, ()):
                out[i, j] = max(out.get((i, j), 0.0), score)
    return out


def _nearest(
    sides: Sequence[Sequence[Use]],
    pairs: dict[tuple[int, int], float],
    encode: Encode,
    documents: tuple[int, int],
) -> list[Proposal]:
    """Keep the pairs that are each other's nearest, and near enough."""
    names = [use.name for side in sides for use in side]
    vectors = encode(names).astype(np.float64)
    first = len(sides[0])
    alike = {(i, j): round(float(vectors[i] @ vectors[first + j]), 3) for i, j in pairs}
    best: list[dict[int, float]] = [{}, {}]
    for pair, value in alike.items():
        for k in (0, 1):
            best[k][pair[k]] = max(best[k].get(pair[k], 0.0), value)
    return [
        Proposal((sides[0][i].name, sides[1][j].name), documents, value, pairs[i, j])
        for (i, j), value in sorted(alike.items())
        if value >= LEAST_ALIKE and value == best[0][i] == best[1][j]
    ]
