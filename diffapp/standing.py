"""How a likeness stands: against what is usual between two texts, and against the other candidates.

The same cosine means much between texts that share few words, and little between two translations of one
book; and it means more where no other candidate comes near.
"""

from __future__ import annotations

import numpy as np

from diffapp.candidates import others_mean, rank_within
from diffapp.vectors import Floats, Ints

USUAL = 0.8
"""Quantile of the best likeness of each passage that counts as what is usual between two texts."""
MOST_RELATIVE = 1.5
TYPICAL = {
    "words": 0.6,
    "letters": 0.54,
    "phrases": 0.37,
    "coverage": 0.71,
    "covered_less": 0.55,
    "rarest": 0.86,
    "fuzzy": 0.73,
    "concepts": 0.59,
    "kinship": 0.6,
    "rarest_concept": 0.75,
    "meaning": 0.72,
}
"""What is usual on average over the kinds of gold tasks: the first guess, where texts are short."""
FIRST_GUESS = 4
"""Passages that the first guess weighs as much as."""
STRANGERS = {
    "overall": (0.36, 0.28, 0.24, 0.22, 0.2, 0.18, 0.17, 0.16, 0.15, 0.14, 0.14, 0.13),
    "words": (0.4, 0.31, 0.26, 0.23, 0.21, 0.19, 0.18, 0.17, 0.16, 0.15, 0.14, 0.13),
    "meaning": (0.5, 0.4, 0.35, 0.31, 0.29, 0.26, 0.24, 0.23, 0.21, 0.19, 0.18, 0.16),
    "kinship": (0.52, 0.42, 0.35, 0.3, 0.27, 0.24, 0.22, 0.2, 0.19, 0.17, 0.16, 0.15),
}
"""How alike, relative to what is usual, a passage's twelve likest wrong candidates are: mean over gold tasks.

They stand in where a passage has fewer candidates, since to be the best of two proves nothing.
"""


def usual(name: str, rows: Ints, columns: Ints, alike: Floats) -> float:
    """Say how alike the best candidate of a passage usually is: a quantile over the passages of both sides.

    Texts of a few passages cannot tell; theirs lies near what is usual elsewhere.
    """
    best = []
    for group in (rows, columns):
        top = np.zeros(int(group.max(initial=-1)) + 1)
        np.maximum.at(top, group, alike)
        best.append(top)
    both = np.concatenate(best)
    seen = float(np.quantile(both, USUAL)) if len(both) else 0.0
    return round((len(both) * seen + FIRST_GUESS * TYPICAL[name]) / (len(both) + FIRST_GUESS), 9)


def relative(name: str, rows: Ints, columns: Ints, alike: Floats) -> Floats:
    """Hold a likeness against what is usual between these two texts; 0 to MOST_RELATIVE."""
    return np.minimum(alike / (usual(name, rows, columns, alike) + 1e-6), MOST_RELATIVE)


def leads(name: str, alike: Floats, rows: Ints, columns: Ints) -> dict[str, Floats]:
    """Compare a likeness with those of the other candidates of both passages."""
    count, filled = len(alike), [_with_strangers(name, group, alike) for group in (rows, columns)]
    ranks, rivals = zip(*((r[:count], v[:count]) for r, v in (rank_within(*f) for f in filled)), strict=True)
    others = [others_mean(*f)[:count] for f in filled]
    return {
        f"{name}_lead": alike - (others[0] + others[1]) / 2,
        f"{name}_clear": alike - np.maximum(*rivals),
        f"{name}_clear_once": alike - np.minimum(*rivals),
        f"{name}_rank": 1.0 / np.sqrt(ranks[0] * ranks[1]),
    }


def _with_strangers(name: str, groups: Ints, alike: Floats) -> tuple[Ints, Floats]:
    """Add the likest of STRANGERS to the groups that have too few candidates to compare with."""
    known, sizes = np.unique(groups, return_counts=True)
    missing = np.maximum(len(STRANGERS[name]) - sizes, 0)
    more = [STRANGERS[name][:k] for k in missing.tolist() if k]
    added = np.array([value for values in more for value in values])
    return np.concatenate([groups, np.repeat(known, missing)]), np.concatenate([alike, added])
