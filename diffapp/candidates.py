"""Which pairs are worth scoring: each passage's likest few, asked from both sides.

Products of sparse matrices are kept near linear: words are taken rarest first until the products that they
cost reach a budget that grows with the number of passages. In small texts that is every word.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from diffapp.vectors import Floats, Ints, Space

PER_PASSAGE = 15
PER_PASSAGE_OF_MANY = 8
MANY = 1_000
"""Passages on either side from which on fewer candidates each are scored: recall falls by about .005."""
BY_MEANING = 10
BUDGET = 400
CHUNK = 2_000
FEWEST_CUT = 4
"""Entries per piece from which on cutting a row to find its largest entries pays."""
BESIDE = 2
VALUE_AT = 26
"""Bits for the column: up to 67 million passages a side."""
VALUES = (1 << 22) - 1
ROW_AT = VALUE_AT + 22
"""Bits for column and value; the rest holds the row, at most CHUNK."""

DECIMALS_AT = 33
"""Bits for a value from 0 to 8 with nine decimals."""


def exact_pairs(
    left: Sequence[str], right: Sequence[str], allowed: Callable[[int, int], bool] = lambda _i, _j: True
) -> list[tuple[int, int]]:
    """Pair passages that are the same but for white space, the k-th there with the k-th here.

    A pair that is not ``allowed`` is passed over; its passages go to the next in the same words.
    """
    places: dict[str, list[int]] = defaultdict(list)
    for j, text in enumerate(right):
        places[" ".join(text.split())].append(j)
    pairs = []
    for i, text in enumerate(left):
        waiting = places.get(" ".join(text.split()), [])
        mate = next((j for j in waiting if allowed(i, j)), None)
        if mate is not None:
            pairs.append((i, mate))
            waiting.remove(mate)
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
    """Return rows and columns of the ``most`` largest entries of each row; ties: the first columns.

    Row, value and column are packed into one whole number each, since plain numbers sort many times faster
    than three keys do.
    """
    rows = np.repeat(np.arange(product.shape[0], dtype=np.int64), np.diff(product.indptr))
    hopeful = np.flatnonzero(product.data >= _floors(product, most)[rows])
    rows, columns, value = rows[hopeful], product.indices[hopeful], product.data[hopeful]
    least = VALUES - np.rint(np.minimum(value, 1.0) * VALUES).astype(np.int64)
    packed = np.sort((rows << ROW_AT) | (least << VALUE_AT) | columns)
    rows = packed >> ROW_AT
    first = np.searchsorted(rows, np.arange(product.shape[0] + 1))
    near = np.arange(len(rows)) - first[rows] < most
    return rows[near], packed[near] & ((1 << VALUE_AT) - 1)


def _floors(product: Any, most: int) -> Floats:
    """Give a value per row that its ``most`` largest entries reach; most entries lie below it.

    If a row is cut into ``most`` pieces, the least of the pieces' maxima is such a value. It spares sorting.
    """
    sizes = np.diff(product.indptr)
    long = np.flatnonzero(sizes >= FEWEST_CUT * most)
    floors = np.full(product.shape[0], -np.inf)
    if len(long):
        cuts = product.indptr[long, None] + (sizes[long, None] * np.arange(most + 1)) // most
        # every second stretch is that between one long row's end and the next one's start, or empty
        peaks = np.maximum.reduceat(np.append(product.data, 0.0), cuts.ravel())
        floors[long] = peaks.reshape(cuts.shape)[:, :most].min(axis=1) - 1.0 / VALUES
    return floors


def _likest(left: Any, right: Any, most: int) -> Ints:
    """Pair each left row with the right rows likest to it; shape (k, 2)."""
    found = [np.empty((0, 2), np.int64)]
    turned = right.T.tocsr()
    for start in range(0, left.shape[0], CHUNK):
        rows, columns = _best_of_rows((left[start : start + CHUNK] @ turned).tocsr(), most)
        found.append(np.column_stack([rows + start, columns]))
    return np.concatenate(found)


def likest_vectors(left: Any, right: Any, most: int = BY_MEANING) -> Ints:
    """Pair each passage with those of the other side whose vectors come nearest, both ways; shape (k, 2).

    Products are made in chunks, so that no matrix of all passages by all passages is ever held.
    """
    found = [np.empty((0, 2), np.int64)]
    for here, there, turn in ((left, right, 1), (right, left, -1)):
        kept = min(most, len(there))
        for start in range(0, len(here) if kept else 0, CHUNK):
            alike = np.round(here[start : start + CHUNK] @ there.T, 3)
            near = np.argpartition(-alike, kept - 1, axis=1)[:, :kept]
            rows = np.repeat(np.arange(start, start + len(near)), kept)
            found.append(np.column_stack([rows, near.ravel()])[:, ::turn])
    return np.concatenate(found).astype(np.int64)


def candidates(
    spaces: Sequence[Space], more: Sequence[Ints] = (), most: int | None = None
) -> tuple[Ints, Ints]:
    """Return the pairs worth scoring as two arrays of shape (k,), sorted, each pair once.

    Those of each space are joined by ``more``, pairs (k, 2) that were found otherwise.
    """
    found = [np.empty((0, 2), np.int64), *more]
    if most is None:
        most = (
            PER_PASSAGE
            if max(spaces[0].left.shape[0], spaces[0].right.shape[0]) < MANY
            else PER_PASSAGE_OF_MANY
        )
    for space in map(_affordable, spaces):
        found.append(_likest(space.left, space.right, most))
        found.append(_likest(space.right, space.left, most)[:, ::-1])
    return _once(np.concatenate(found))


def _once(pairs: Ints) -> tuple[Ints, Ints]:
    """Sort pairs (k, 2) and drop repeats; as rows and columns. One number a pair sorts fastest."""
    width = int(pairs[:, 1].max(initial=0)) + 1
    packed = np.unique(pairs[:, 0] * width + pairs[:, 1])
    return packed // width, packed % width


def beside(rows: Ints, columns: Ints, anchors: Ints, shape: tuple[int, int]) -> tuple[Ints, Ints]:
    """Add to the pairs those within reach of anchors (k, 2), above and below, in both directions."""
    steps = np.arange(-BESIDE, BESIDE + 1)
    around = np.stack(np.meshgrid(steps, steps), axis=-1).reshape(-1, 2)
    near = (anchors[:, None, :] + around[None, :, :]).reshape(-1, 2)
    inside = ((near >= 0) & (near < np.array(shape))).all(axis=1)
    return _once(np.concatenate([np.column_stack([rows, columns]), near[inside]]))


def _order(groups: Ints, values: Floats) -> Ints:
    """Sort pairs by group, in each the largest values first, ties as they stand; values lie within 4 of 0.

    Group and value are packed into one whole number, which sorts ten times as fast as two keys do.
    """
    packed = (groups << DECIMALS_AT) | np.rint((4.0 - values) * 1e9).astype(np.int64)
    return np.argsort(packed, kind="stable")


def best_other(groups: Ints, values: Floats, partners: Ints) -> Ints:
    """For each pair: the partner in its group with the best value other than its own; -1 for none.

    Pairs stand in order, so that of equal partners the first is taken.
    """
    order = _order(groups, values)
    first = np.searchsorted(groups[order], groups[order])
    last = np.searchsorted(groups[order], groups[order], side="right") - 1
    top, second = order[first], order[np.minimum(first + 1, last)]
    out = np.empty(len(order), np.int64)
    out[order] = np.where(order == top, np.where(last > first, partners[second], -1), partners[top])
    return out


def rank_within(groups: Ints, values: Floats) -> tuple[Floats, Floats]:
    """For each pair: its rank in its group (1 is best; ties share the best), and the best other value."""
    rounded = np.round(values, 9)
    order = _order(groups, rounded)
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


def others_mean(groups: Ints, values: Floats, most: int = 3) -> Floats:
    """For each pair: the mean of the ``most`` best other values in its group, 0 for those that are missing.

    How near the other candidates come on average: a score less this mean is comparable between passages
    that resemble everything and passages that resemble nothing (cross-domain similarity local scaling,
    A. Conneau et al., "Word translation without parallel data", 2018).
    """
    rounded = np.round(values, 9)
    order = _order(groups, rounded)
    group, value = groups[order], np.append(rounded[order], 0.0)
    first = np.searchsorted(group, group)
    size = np.searchsorted(group, group, side="right") - first
    top = [np.where(k < size, value[np.minimum(first + k, len(group))], 0.0) for k in range(most + 1)]
    whole = sum(top[1:], top[0])
    inside = np.arange(len(group)) - first < most
    out = np.empty(len(group))
    out[order] = np.where(inside, whole - value[:-1], whole - top[most]) / most
    return np.round(out, 9)
