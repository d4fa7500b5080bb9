"""Blocks: stretches where both texts run side by side, and what their order says of a pair.

A block is a chain of sure pairs, each a few passages after the last on both sides; a section that was moved
is a block of its own. Between two neighbours of the chain, a passage's counterpart is to be looked for
between theirs. How firm the order is can be read off the block itself: it is the log-odds that a sure pair
there keeps to it. That much, within bounds, speaks for pairs that fill a gap and against those that break the
order. Texts in no order have no blocks, and nothing is said of them.

A monotone dynamic programme over blocks was tried and does worse: see bench/NOTES.md.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from diffapp.candidates import rank_within
from diffapp.context import SURE
from diffapp.features import Pairs
from diffapp.vectors import Floats, Ints

REACH = 6
"""Passages from one pair of a block to the next, at most, on either side."""
FEWEST = 5
"""Sure pairs that make a block."""
LONE = 0.7
"""Most that order says of a pair whose passages have no likelier partner: its odds are doubled or halved."""
RIVALLED = 3.0
"""Most that it says against a pair one of whose passages has a likelier partner: a twentieth of the odds.

A passage that was moved alone looks like one that resembles another by chance; a second partner that stands
apart from the first was right once in 59 times.
"""

Chain = list[tuple[int, int]]
Chances = dict[tuple[int, int], float]


def _rivals(pairs: Pairs, chance: Floats) -> Floats:
    """Return per pair the best chance that either of its passages has with another."""
    left, right = (rank_within(group, chance)[1] for group in (pairs.rows, pairs.columns))
    return np.maximum(left, right)


def _sure(pairs: Pairs, chance: Floats) -> Chances:
    """Find the pairs that are likely and clearly each other's best, with their chances, in order of rows."""
    which = np.flatnonzero((chance >= SURE) & (chance > _rivals(pairs, chance)))
    which = which[np.argsort(pairs.rows[which], kind="stable")]
    ends = zip(pairs.rows[which].tolist(), pairs.columns[which].tolist(), strict=True)
    return dict(zip(ends, chance[which].tolist(), strict=True))


def _before(points: Chain, worth: Sequence[float]) -> tuple[list[float], list[int]]:
    """Find for each point the best chain that ends there: what it is worth, and the point before, or -1."""
    totals, before = list(worth), [-1] * len(points)
    for k, (i, j) in enumerate(points):
        best = (0.0, 0, -1)
        for m in range(k - 1, max(k - 1 - REACH, -1), -1):
            down, across = i - points[m][0], j - points[m][1]
            if down <= REACH and 0 < across <= REACH:
                best = max(best, (totals[m], -down - across, m))
        totals[k], before[k] = round(worth[k] + best[0], 6), best[2]
    return totals, before


def _chains(points: Chain, worth: Sequence[float]) -> list[Chain]:
    """Split off the chain worth most, then the next; ``points`` are sorted, one to a row or column."""
    totals, before = _before(points, worth)
    left, found = set(range(len(points))), []
    for end in sorted(left, key=lambda k: (-totals[k], k)):
        chain, k = Chain(), end
        while k in left:
            chain.append(points[k])
            left.discard(k)
            k = before[k]
        found.append(chain[::-1])
    return found


def blocks(sure: Chances) -> list[Chain]:
    """Find the blocks of sure pairs, given with their chances, no row or column twice.

    Where two chains are worth the same, it hangs on the side that is asked which is found; what both sides
    find is kept, so that neither is preferred.
    """
    here = sorted(sure)
    there = sorted((j, i) for i, j in sure)
    down = {p: n for n, c in enumerate(_chains(here, [sure[p] for p in here])) for p in c}
    across = {p: n for n, c in enumerate(_chains(there, [sure[p[::-1]] for p in there])) for p in c}
    common: dict[tuple[int, int], Chain] = {}
    for i, j in here:
        common.setdefault((down[i, j], across[j, i]), []).append((i, j))
    return [chain for chain in common.values() if len(chain) >= FEWEST]


def _weigh(chains: Sequence[Chain], sure: Chances) -> list[float]:
    """Say how firm each block's order is: the log-odds that a sure pair that touches it belongs to it."""
    rows, columns = np.array(list(sure), np.int64).reshape(-1, 2).T
    ranked, found = np.sort(columns), []
    for chain in chains:
        (top, first), (bottom, last) = chain[0], chain[-1]
        above, below = np.searchsorted(rows, top), np.searchsorted(rows, bottom, side="right")
        before, after = np.searchsorted(ranked, first), np.searchsorted(ranked, last, side="right")
        inside = columns[above:below]
        twice = int(((inside >= first) & (inside <= last)).sum())
        others = int(below - above + after - before) - twice - len(chain)
        found.append(max(round(float(np.log((1 + len(chain)) / (1 + others))), 6), 0.0))
    return found


class _Side:
    """Per passage of one side: how firm its block's order is, 0 for no block, and where its mate belongs."""

    def __init__(self, laid: Sequence[tuple[Chain, float]], size: int) -> None:
        """Lay out blocks with their weights; points are (own, other). Where blocks overlap, each allows."""
        self.weight = np.zeros(size)
        self._first, self._last = np.full(size, np.iinfo(np.int64).max), np.full(size, -REACH - 1)
        for chain, weight in laid:
            own, other = (np.array(end) for end in zip(*chain, strict=True))
            here = np.arange(own[0], own[-1] + 1)
            # a passage of the chain may have mates up to those of the chain's next passage above and below
            mates = np.concatenate([other[:1] - REACH, other, other[-1:] + REACH])
            above, below = (np.searchsorted(own, here, side=side) for side in ("left", "right"))
            self.weight[here] = np.maximum(self.weight[here], weight)
            self._first[here] = np.minimum(self._first[here], mates[above])
            self._last[here] = np.maximum(self._last[here], mates[below + 1])

    def fits(self, own: Ints, other: Ints) -> NDArray[np.bool_]:
        """Tell of each pair whether it stands where a block has it."""
        return (self._first[own] <= other) & (other <= self._last[own])


def said_by_order(pairs: Pairs, chance: Floats) -> Floats:
    """Say what the order of blocks speaks for each pair, or against it where below 0, as log-odds (k,)."""
    sure = _sure(pairs, chance)
    found = blocks(sure)
    laid = list(zip(found, _weigh(found, sure), strict=True))
    left = _Side(laid, pairs.shape[0])
    right = _Side([([(j, i) for i, j in chain], weight) for chain, weight in laid], pairs.shape[1])
    fits = left.fits(pairs.rows, pairs.columns), right.fits(pairs.columns, pairs.rows)
    weight = np.maximum(left.weight[pairs.rows], right.weight[pairs.columns])
    lone = _rivals(pairs, chance) <= chance
    against = np.minimum(weight, np.where(lone, LONE, RIVALLED))
    gain = np.where(lone & fits[0] & fits[1], np.minimum(weight, LONE), 0.0)
    return np.where(fits[0] | fits[1], gain, -against)
