"""What surrounds a pair: the pairs beside it, its rivals, and what it adds to a passage's other partners.

All is measured under the verdict of the round before (see scoring.py) and on candidate pairs alone, so that
the cost grows with the number of pairs. Both orders count (the passage after may answer the passage before),
so that sections that stand elsewhere keep the support of their neighbours.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from scipy import sparse

from diffapp.candidates import best_other, rank_within
from diffapp.correspondences import corresponding
from diffapp.features import Pairs
from diffapp.vectors import GATHERED, Floats, Ints, row_sums, weigh

REACH = 6
UNEVEN = ("rival", "beside", "lesser_gain", "gain_beside", "fit_beside")
"""The measures that mean something else where the two texts are cut into passages in different ways."""
UNORDERED = ("neighbours", "next", "enclosed", "step", "place", "rival", "standing", "share")
"""The measures that mean something else where counterparts do not stand in each other's order."""
NAMES = (
    *("neighbours", "next", "after_next", "beside", "enclosed", "step", "place"),
    *("rival", "lesser_rival", "standing", "share", "lesser_share", "crowd"),
    *("gain", "lesser_gain", "gain_beside", "lesser_gain_beside", "fit", "fit_beside"),
    *(f"uneven_{name}" for name in UNEVEN),
    *("unordered", *(f"unordered_{name}" for name in UNORDERED)),
    *("corresponding", "corresponding_lead"),
)
"""Every measure, in the order of the model's file."""
SURE = 0.5
FEWEST_SURE = 5
HEARD = 0.2
"""Least chance at which another partner's length counts."""


def _beside_of(far: int) -> set[int]:
    """The steps on the other side that a step of ``far`` passages on this side is looked for at."""
    return {0, 1, 2} if far == 1 else {far - 1, far, far + 1}


def _offsets() -> list[tuple[int, int]]:
    """List the steps (down, across) at which neighbours are looked for."""
    steps = {(far, near) for far in range(1, REACH + 1) for near in _beside_of(far)}
    both = steps | {(near, far) for far, near in steps}
    return sorted({(s * down, t * across) for down, across in both for s in (1, -1) for t in (1, -1)})


OFFSETS = _offsets()


@dataclass(frozen=True)
class Surroundings:
    """Where each pair's neighbours stand among the pairs; made once for all rounds."""

    pairs: Pairs

    @cached_property
    def positions(self) -> dict[tuple[int, int], Ints]:
        """Per step: the position of the neighbour of each pair, or the number of pairs for none."""
        rows, columns = self.pairs.rows, self.pairs.columns
        width = self.pairs.shape[1] + 2 * (REACH + 2)
        keys = (rows + REACH + 2) * width + columns + REACH + 2
        out = {}
        for down, across in OFFSETS:
            wanted = keys + down * width + across
            place = np.minimum(np.searchsorted(keys, wanted), max(len(keys) - 1, 0))
            out[down, across] = np.where(keys[place] == wanted, place, len(keys))
        return out

    @cached_property
    def _shared(self) -> list[tuple[Any, Any]]:
        """What each pair shares, as its row's passage and as its column's sees it."""
        words, rows, columns = self.pairs.words, self.pairs.rows, self.pairs.columns
        return [
            _shared(words.left, words.right, words.idf, rows, columns),
            _shared(words.right, words.left, words.idf, columns, rows),
        ]

    def measure(self, chance: Floats) -> dict[str, Floats]:
        """Measure all NAMES under the last verdict; each array (k,)."""
        found = {**self._beside(chance), **self._rivals(chance), **self._sharing(chance)}
        found["gain_beside"] = found["gain"] * found["beside"]
        found["lesser_gain_beside"] = found["lesser_gain"] * found["beside"]
        found["fit_beside"] = found["fit"] * found["beside"]
        uneven = self._unevenness(chance)
        found |= {f"uneven_{name}": uneven * found[name] for name in UNEVEN}
        unordered = self._disorder(chance)
        found |= {f"unordered_{name}": unordered * found[name] for name in UNORDERED}
        found["unordered"] = np.full(len(chance), unordered)
        found |= corresponding(self.pairs, chance)
        return {name: np.round(found[name], 9) for name in NAMES}

    def _beside(self, chance: Floats) -> dict[str, Floats]:
        """Say how well the pairs beside each pair do; nearer ones count for more."""
        known = np.append(chance, 0.0)
        at = {step: known[place] for step, place in self.positions.items()}
        level = [self._at_distance(at, d) for d in range(1, REACH + 1)]
        shares = [1.0 / d for d in range(1, REACH + 1)]
        total = sum(s * v for s, v in zip(shares, level, strict=True)) / sum(shares)
        corners = [at[-1, -1], at[1, 1], at[-1, 1], at[1, -1]]
        return {
            "neighbours": np.asarray(total),
            "next": level[0],
            "after_next": level[1],
            "beside": np.maximum.reduce([at[-1, 0], at[1, 0], at[0, -1], at[0, 1]]),
            "enclosed": np.maximum(np.minimum(*corners[:2]), np.minimum(*corners[2:])),
            "step": np.maximum.reduce(corners),
            "place": self._place(chance),
        }

    def _at_distance(self, at: dict[tuple[int, int], Floats], d: int) -> Floats:
        """Take the best verdict d passages above, below, before and after; return their mean."""
        best = [np.zeros(len(self.pairs.rows)) for _ in range(4)]
        for (down, across), value in at.items():
            level = abs(across) in _beside_of(d), abs(down) in _beside_of(d)
            there = (down == d, down == -d, across == d, across == -d)
            for k in range(4):
                if there[k] and level[k // 2]:
                    np.maximum(best[k], value, out=best[k])
        return np.asarray((best[0] + best[1] + (best[2] + best[3])) / 4)

    def _sure(self, chance: Floats) -> tuple[Ints, Ints]:
        """Find the pairs that are each other's best and likely; as rows and columns."""
        ranks = [rank_within(g, chance)[0] for g in (self.pairs.rows, self.pairs.columns)]
        sure = (ranks[0] == 1) & (ranks[1] == 1) & (chance >= SURE)
        return self.pairs.rows[sure], self.pairs.columns[sure]

    def _place(self, chance: Floats) -> Floats:
        """Say how well a pair stands where the sure pairs above and below lead one to expect it."""
        left, right = self._sure(chance)
        down = _expected(self.pairs.rows, self.pairs.columns, left, right)
        return (down + _expected(self.pairs.columns, self.pairs.rows, right, left)) / 2

    def _unevenness(self, chance: Floats) -> float:
        """Say how differently the two texts are cut: the spread of sure pairs' log length ratios, 0 to 1.5.

        Where nearly every passage has one counterpart of like length, a second one is unlikely; where the
        lengths of counterparts differ much, passages were merged and split.
        """
        left, right = self._sure(chance)
        if len(left) < FEWEST_SURE:
            return 0.5
        ratios = np.log(self.pairs.lengths[0][left] / self.pairs.lengths[1][right])
        return round(float(np.clip(np.std(ratios) / 0.5, 0.0, 1.5)), 6)

    def _disorder(self, chance: Floats) -> float:
        """Say how little order there is: the share of sure pairs with no likely pair at a corner."""
        known = np.append(chance, 0.0)
        corners = [known[self.positions[down, across]] for down in (1, -1) for across in (1, -1)]
        ranks = [rank_within(g, chance)[0] for g in (self.pairs.rows, self.pairs.columns)]
        sure = (ranks[0] == 1) & (ranks[1] == 1) & (chance >= SURE)
        if sure.sum() < FEWEST_SURE:
            return 0.5
        return round(float((np.maximum.reduce(corners)[sure] < SURE).mean()), 6)

    def _rivals(self, chance: Floats) -> dict[str, Floats]:
        """Compare each pair with the others of its two passages."""
        groups = (self.pairs.rows, self.pairs.columns)
        ranks, rivals = zip(*(rank_within(g, chance) for g in groups), strict=True)
        sums = [np.bincount(g, chance)[g] for g in groups]
        larger, smaller = np.maximum(*sums), np.minimum(*sums)
        return {
            "rival": np.maximum(*rivals),
            "lesser_rival": np.minimum(*rivals),
            "standing": 1.0 / np.sqrt(ranks[0] * ranks[1]),
            "share": chance / np.maximum(larger, 1e-6),
            "lesser_share": chance / np.maximum(smaller, 1e-6),
            "crowd": np.minimum(larger - chance, 3.0),
        }

    def _sharing(self, chance: Floats) -> dict[str, Floats]:
        """Say what a pair adds to what its passages' other partners give already."""
        rows, columns = self.pairs.rows, self.pairs.columns
        rivals = best_other(rows, chance, columns), best_other(columns, chance, rows)
        gain = [_gain(*shared, rival) for shared, rival in zip(self._shared, rivals, strict=True)]
        return {"gain": np.maximum(*gain), "lesser_gain": np.minimum(*gain), "fit": self._fit(chance)}

    def _fit(self, chance: Floats) -> Floats:
        """Say by how much the pair brings a passage's length nearer to that of all its partners.

        In log units, at most 1.5 each way, summed over both passages; 0 where there is no other partner.
        """
        ends = ((self.pairs.rows, self.pairs.columns), (self.pairs.columns, self.pairs.rows))
        likely = np.where(chance >= HEARD, chance, 0.0)
        total = []
        for side, (own, other) in enumerate(ends):
            mine, new = self.pairs.lengths[side][own], self.pairs.lengths[1 - side][other]
            others = np.round(np.bincount(own, likely * new)[own] - likely * new, 9)
            before = np.abs(np.log(mine / np.maximum(others, 1e-9)))
            nearer = np.clip(before - np.abs(np.log(mine / (others + new))), -1.5, 1.5)
            total.append(np.where(others > HEARD * mine, nearer, 0.0))
        return np.asarray(total[0] + total[1])


def _expected(own: Ints, other: Ints, known: Ints, mates: Ints) -> Floats:
    """Say how near ``other`` stands to where the nearest known pairs put the passage ``own``; 0 to 1."""
    if not len(known):
        return np.zeros(len(own))
    order = np.argsort(known, kind="stable")
    known, mates = known[order], mates[order]
    total = np.zeros(len(own))
    above, below = np.searchsorted(known, own, side="left") - 1, np.searchsorted(known, own, side="right")
    for at, there in ((above, above >= 0), (below, below < len(known))):
        k = np.clip(at, 0, len(known) - 1)
        gap = own - known[k]
        off = np.minimum(np.abs(other - mates[k] - gap), np.abs(other - mates[k] + gap))
        close = np.exp(-off / (1 + np.abs(gap) / 2)) * np.exp(-np.abs(gap) / 8)
        total += np.where(there, close, 0.0)
    return total / 2


def _shared(own: Any, other: Any, idf: Floats, mine: Ints, theirs: Ints) -> tuple[Any, Any]:
    """Return the share of a passage's weight that each of its words has which the partner has too (k, v).

    And beside it which words each passage of the other side has (m, v).
    """
    weight, there = weigh(own, idf), other.astype(bool).astype(np.float64)
    shares = sparse.diags(1.0 / np.maximum(row_sums(weight), 1e-9)) @ weight
    parts = [np.arange(k, min(k + GATHERED, len(mine))) for k in range(0, len(mine), GATHERED)]
    shared = [shares[mine[part]].multiply(there[theirs[part]]).tocsr() for part in parts]
    return (sparse.vstack(shared, "csr") if shared else there[:0]), there


def _gain(shared: Any, there: Any, rivals: Ints) -> Floats:
    """Return per pair what its passage gains beyond what the rival gives already, -1 for no rival.

    A gain is the share of a passage's weight that the partner shares and the rival does not.
    """
    known = np.zeros(len(rivals))
    with_rival = np.flatnonzero(rivals >= 0)
    for start in range(0, len(with_rival), GATHERED):
        part = with_rival[start : start + GATHERED]
        known[part] = row_sums(shared[part].multiply(there[rivals[part]]).tocsr())
    return np.asarray(np.round(row_sums(shared) - known, 9))
