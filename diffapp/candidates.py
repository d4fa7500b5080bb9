"""Which pairs are worth scoring: each passage's likest few, asked from both sides.

Products of sparse matrices are kept near linear: words are taken rarest first until the products that they
cost reach a budget that grows with the number of passages. In small texts that is every word.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import numpy as np

from diffapp.vectors import Floats, Ints, Space

PER_PASSAGE = 15
BUDGET = 4_000
CHUNK = 2_000
BESIDE = 2


def exact_pairs(left: Sequence[str], right: Sequence[str]) -> list[tuple[int, int]]:
    """Pair passages that are the same but for white space, the k-th there with the k-th here."""
    places: dict[str, list[int]] = defaultdict(list)
    for j, text in enumerate(right):
        places[" ".join(text.split())].append(j)
    seen: dict[str, int] = defaultdict(int)
    pairs = []
    for i, text in enumerate(left):
        key = " ".join(text.split())
        if seen[key] < len(places.get(key, ())):
            pairs.append((i, places[key][seen[key]]))
            seen[key] += 1
    return pairs


def _affordable(space: Space) -> Space:
    """Keep the columns whose products fit the budget, the rarest first."""
    sides = [np.bincount(m.indices, minlength=m.shape[1]) for m in (space.left, space.right)]
    cost = sides[0].astype(np.int64) * sides[1]
    budget = BUDGET * (space.left.shape[0] + space.right.shape[0])
    useful = np.flatnonzero(cost)
    order = useful[np.argsort(cost[useful], kind="stable")]
    kept = np.sort(order[np.cumsum(cost[order]) <= budget])
    return Space(space.left[:, kept], space.right[:, kept], space.idf[kept])


def _best_of_rows(product: Any, most: int) -> tuple[Ints, Ints]:
    """Return rows and columns of the ``most`` largest entries of each row; ties: the first columns."""
    rows = np.repeat(np.arange(product.shape[0]), np.diff(product.indptr))
    values = np.round(product.data, 9)
    order = np.lexsort((product.indices, -values, rows))
    rows, columns = rows[order], product.indices[order]
    first = np.searchsorted(rows, rows)
    near = np.arange(len(rows)) - first < most
    return rows[near], columns[near].astype(np.int64)


def _likest(left: Any, right: Any, most: int) -> Ints:
    """Pair each left row with the right rows likest to it; shape (k, 2)."""
    found = [np.empty((0, 2), np.int64)]
    turned = right.T.tocsr()
    for start in range(0, left.shape[0], CHUNK):
        rows, columns = _best_of_rows((left[start : start + CHUNK] @ turned).tocsr(), most)
        found.append(np.column_stack([rows + start, columns]))
    return np.concatenate(found)


def candidates(spaces: Sequence[Space], most: int = PER_PASSAGE) -> tuple[Ints, Ints]:
    """Return the pairs worth scoring as two arrays of shape (k,), sorted, each pair once."""
    found = [np.empty((0, 2), np.int64)]
    for space in map(_affordable, spaces):
        found.append(_likest(space.left, space.right, most))
        found.append(_likest(space.right, space.left, most)[:, ::-1])
    pairs = np.unique(np.concatenate(found), axis=0)
    return pairs[:, 0], pairs[:, 1]


def beside(rows: Ints, columns: Ints, anchors: Ints, shape: tuple[int, int]) -> tuple[Ints, Ints]:
    """Add to the pairs those within reach of anchors (k, 2), above and below, in both directions."""
    steps = np.arange(-BESIDE, BESIDE + 1)
    around = np.stack(np.meshgrid(steps, steps), axis=-1).reshape(-1, 2)
    near = (anchors[:, None, :] + around[None, :, :]).reshape(-1, 2)
    inside = ((near >= 0) & (near < np.array(shape))).all(axis=1)
    pairs = np.unique(np.concatenate([np.column_stack([rows, columns]), near[inside]]), axis=0)
    return pairs[:, 0], pairs[:, 1]


def best_other(groups: Ints, values: Floats, partners: Ints) -> Ints:
    """For each pair: the partner in its group with the best value other than its own; -1 for none."""
    order = np.lexsort((partners, -np.round(values, 9), groups))
    first = np.searchsorted(groups[order], groups[order])
    last = np.searchsorted(groups[order], groups[order], side="right") - 1
    top, second = order[first], order[np.minimum(first + 1, last)]
    out = np.empty(len(order), np.int64)
    out[order] = np.where(order == top, np.where(last > first, partners[second], -1), partners[top])
    return out


def rank_within(groups: Ints, values: Floats) -> tuple[Floats, Floats]:
    """For each pair: its rank in its group (1 is best; ties share the best), and the best other value."""
    rounded = np.round(values, 9)
    order = np.lexsort((-rounded, groups))
    sorted_groups, sorted_values = groups[order], rounded[order]
    first = np.searchsorted(sorted_groups, sorted_groups)
    last = np.searchsorted(sorted_groups, sorted_groups, side="right") - 1
    top = sorted_values[first]
    second = np.where(last > first, sorted_values[np.minimum(first + 1, len(order) - 1)], 0.0)
    starts = np.ones(len(order), bool)
    starts[1:] = (sorted_groups[1:] != sorted_groups[:-1]) | (sorted_values[1:] != sorted_values[:-1])
    run = np.maximum.accumulate(np.where(starts, np.arange(len(order)), 0))
    rank, rival = np.empty(len(order)), np.empty(len(order))
    rank[order] = run - first + 1
    rival[order] = np.where(np.arange(len(order)) == first, second, top)
    return rank, rival
