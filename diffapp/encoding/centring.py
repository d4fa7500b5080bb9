"""What two texts have in common taken off their vectors, so that what is particular to a passage stands out.

Vectors of one field all point the same way: in diplomatic texts any two passages are alike. Taking off the
mean and the strongest directions is "all but the top" (Mu and Viswanath, 2018), here over the two texts
alone.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
FEWEST = 8
"""Passages, both sides together, below which their mean says too little to be taken off."""
FEWEST_FOR_TOP = 16
"""Passages below which the strongest direction is likely a passage's own matter."""
TOP = 1
DECIMALS = 5


def _scaled(vectors: Floats) -> Floats:
    """Scale rows to length 1; rows of 0 stay. Each row is summed by itself, whatever stands around it."""
    lengths = np.sqrt((vectors * vectors).sum(axis=1, keepdims=True))
    scaled: Floats = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0)
    return scaled


def centred(left: NDArray[np.floating], right: NDArray[np.floating]) -> tuple[Floats, Floats]:
    """Return the sides (n x d) and (m x d) without their common mean and strongest direction, at length 1.

    Rows of 0 stay 0 and have no part in the mean. Sides that are swapped give the same numbers to the last
    bit: the rows are put in an order of their own before anything is added up.
    """
    sides = [np.array(side, dtype=np.float64) for side in (left, right)]
    filled = [side.any(axis=1) for side in sides]
    rows = np.concatenate([side[full] for side, full in zip(sides, filled, strict=True)])
    rows = rows[np.lexsort(rows.T)] if rows.size else rows
    if len(rows) >= FEWEST:
        mean = rows.mean(axis=0)
        top = _strongest(rows - mean) if len(rows) >= FEWEST_FOR_TOP else np.zeros((0, len(mean)))
        for side, full in zip(sides, filled, strict=True):
            side[full] = _without(side[full] - mean, top)
    first, second = (np.round(_scaled(side), DECIMALS) for side in sides)
    return first, second


def _strongest(rows: Floats) -> Floats:
    """Return the directions along which the rows vary most; shape (TOP, d), each of length 1."""
    # by way of the (d, d) matrix of their products, which stays small however many rows there are
    return np.asarray(np.linalg.eigh(rows.T @ rows)[1][:, ::-1].T[:TOP])


def _without(rows: Floats, directions: Floats) -> Floats:
    """Take each direction off each row; a direction's sign has no effect."""
    for direction in directions:
        rows = rows - (rows * direction).sum(axis=1, keepdims=True) * direction
    return rows
