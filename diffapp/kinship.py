"""Passages as vectors over the concepts of a glossary: exactly those mentioned, and their kin.

In the space of kin a passage that mentions a concept also has, in part, the broader concept and the related
ones, so that "accession" and "open door" meet although neither text uses the other's term. Rare concepts
weigh more (inverse document frequency over both texts, as words do), and a passage with a single concept
less than one with several: its vector is shorter than 1.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from scipy import sparse

from diffapp.concepts import Hit
from diffapp.glossary import Glossary
from diffapp.vectors import Space, row_sums

BROADER = 0.6
RELATED = 0.4
DAMPING = 1.0
"""Added to a vector's length before it is scaled: one rare concept alone is no sure sign of a counterpart."""
Mentions = Sequence[Sequence[Hit]]


def concept_spaces(left: Mentions, right: Mentions, glossary: Glossary) -> tuple[Space, Space]:
    """Make both spaces, exact and kin, of the mentions per passage of each side."""
    kin = _kin(glossary)
    exact = [[dict.fromkeys({h.concept for h in hits}, 1.0) for hits in side] for side in (left, right)]
    wide = [[_widened(bag, kin) for bag in side] for side in exact]
    names = tuple(c.name for c in glossary.concepts)
    return _space(exact[0], exact[1], names), _space(wide[0], wide[1], names)


def _kin(glossary: Glossary) -> list[dict[int, float]]:
    """List the kin of each concept with their weight, by position in the glossary."""
    at = {c.name: k for k, c in enumerate(glossary.concepts)}
    out = []
    for concept in glossary.concepts:
        kin = {at[name]: RELATED for name in concept.related}
        if concept.broader:
            kin[at[concept.broader]] = BROADER
        out.append(kin)
    return out


def _widened(bag: Mapping[int, float], kin: Sequence[Mapping[int, float]]) -> dict[int, float]:
    out = dict(bag)
    for concept in bag:
        for other, weight in kin[concept].items():
            out[other] = max(out.get(other, 0.0), weight)
    return out


def _space(
    left: Sequence[Mapping[int, float]], right: Sequence[Mapping[int, float]], names: tuple[str, ...]
) -> Space:
    sides = [_matrix(side, len(names)) for side in (left, right)]
    frequency = sides[0].getnnz(axis=0) + sides[1].getnnz(axis=0)
    idf = np.log1p((len(left) + len(right)) / np.maximum(frequency, 1))
    for side in sides:
        side.data = side.data * idf[side.indices]
        squares = side.copy()
        squares.data = squares.data**2
        rows = np.repeat(np.arange(side.shape[0]), np.diff(side.indptr))
        side.data = side.data / (np.sqrt(row_sums(squares)) + DAMPING)[rows]
    return Space(sides[0], sides[1], idf, names)


def _matrix(bags: Sequence[Mapping[int, float]], size: int) -> sparse.csr_matrix:
    sizes = [len(bag) for bag in bags]
    indices = np.fromiter((k for bag in bags for k in sorted(bag)), np.int64, sum(sizes))
    values = np.fromiter((bag[k] for bag in bags for k in sorted(bag)), np.float64, sum(sizes))
    starts = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    return sparse.csr_matrix((values, indices, starts), shape=(len(bags), max(size, 1)))
