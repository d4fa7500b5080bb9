"""Passages that are read with those around them, for texts that share few words.

"The same rule applies to these States" says nothing by itself of what it is about: the passage before it
does. So each passage is lent a part of what its neighbours say, before likeness is measured; a likeness of
whole surroundings also carries less chance than one of single short passages. Where wording is close this
only blurs what words tell well by themselves, and it is left out.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from scipy import sparse

from diffapp.vectors import Dense, Floats, Space

LENT = 0.3
"""The part of its weight that a neighbour lends. Between 0.2 and 0.4 it matters little."""
FEWEST = 8
"""Passages on a side below which nothing is lent: the neighbours would be most of the text."""


def lent_vectors(vectors: Dense) -> Dense:
    """Lend each row a part of the rows before and after it; rows of length 1 or 0 again."""
    left, right = (_scaled_dense(_lending(side.shape[0]) @ side.astype(np.float64)) for side in vectors)
    return left.astype(np.float32), right.astype(np.float32)


def lent_space(space: Space) -> Space:
    """Lend each passage a part of its neighbours' terms; rows of length 1 or 0 again."""
    left, right = (_scaled_sparse(_lending(side.shape[0]) @ side) for side in (space.left, space.right))
    return replace(space, left=left, right=right)


def _lending(size: int) -> Any:
    """Say what each of ``size`` passages takes from which (n, n): all of itself, a part of its neighbours."""
    if size < FEWEST:
        return sparse.identity(size, format="csr")
    beside = np.full(size - 1, LENT)
    return sparse.diags([beside, np.ones(size), beside], [-1, 0, 1], shape=(size, size), format="csr")


def _scaled_dense(rows: Floats) -> Floats:
    lengths = np.sqrt((rows * rows).sum(axis=1, keepdims=True))
    scaled: Floats = np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 0)
    return scaled


def _scaled_sparse(matrix: Any) -> Any:
    matrix = matrix.tocsr()
    matrix.sort_indices()
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    lengths = np.sqrt(np.bincount(rows, matrix.data**2, minlength=matrix.shape[0]))
    matrix.data = matrix.data / np.maximum(lengths, 1e-9)[rows]
    return matrix
