"""Words that stand for one another in the two texts at hand, learnt from their own likely links.

Where one text says "boat" as often as its counterparts say "vessel", the two correspond, whatever any
dictionary knows. This is the second pass of sentence aligners that learn their dictionary from a first one
(D. Varga et al., "Parallel corpora for medium density languages", 2005), with the Dice coefficient over
likely pairs in place of counts. It takes long texts to learn from; short ones teach nothing and lose nothing.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy import sparse

from diffapp.candidates import others_mean
from diffapp.features import Pairs
from diffapp.vectors import GATHERED, Floats, row_sums

LIKELY = 0.3
LEAST_PAIRS = 8
LEAST_TOGETHER = 1.8
"""Likely pairs, weighted by chance, in which two words must meet: about two, none speaks for itself."""
LEAST_LIFT = 2.7
"""How many times more often than by chance two words must meet."""
MOST = 6
"""Correspondences kept per word, the strongest."""


def corresponding(pairs: Pairs, chance: Floats) -> dict[str, Floats]:
    """Return per pair how much the passages share if words that correspond count as shared; and the lead."""
    likely = chance >= LIKELY
    if likely.sum() < LEAST_PAIRS:
        nothing = np.zeros(len(pairs.rows))
        return {"corresponding": nothing, "corresponding_lead": nothing}
    there, back = _learn(pairs, chance, likely)
    left, right = pairs.words.left, pairs.words.right
    means = [
        _dot(_scaled(left + left @ there), right, pairs.rows, pairs.columns),
        _dot(_scaled(right + right @ back), left, pairs.columns, pairs.rows),
    ]
    alike = np.round((means[0] + means[1]) / 2, 9)
    lead = alike - (others_mean(pairs.rows, alike) + others_mean(pairs.columns, alike)) / 2
    return {"corresponding": alike, "corresponding_lead": lead}


def _learn(pairs: Pairs, chance: Floats, likely: Any) -> tuple[Any, Any]:
    """Learn the strength (Dice) of word pairs: two sparse matrices (v, v), from left and from right."""
    weight = chance[likely]
    left = pairs.words.left[pairs.rows[likely]].astype(bool).astype(np.float64)
    right = pairs.words.right[pairs.columns[likely]].astype(bool).astype(np.float64)
    met = (left.T @ sparse.diags(weight) @ right).tocoo()
    counts = [np.asarray(side.T @ weight).ravel() for side in (left, right)]
    lift = met.data * weight.sum() / np.maximum(counts[0][met.row] * counts[1][met.col], 1e-9)
    kept = (met.data >= LEAST_TOGETHER) & (lift > LEAST_LIFT) & (met.row != met.col)
    rows, columns, data = met.row[kept], met.col[kept], met.data[kept]
    dice = np.round(2 * data / (counts[0][rows] + counts[1][columns] + 2), 9)
    size = left.shape[1]
    table = sparse.csr_matrix((dice, (rows, columns)), shape=(size, size))
    return _strongest(table), _strongest(table.T.tocsr())


def _strongest(table: Any) -> Any:
    """Keep the MOST largest entries of each row; ties go to the first columns."""
    rows = np.repeat(np.arange(table.shape[0]), np.diff(table.indptr))
    order = np.lexsort((table.indices, -table.data, rows))
    first = np.searchsorted(rows[order], rows[order])
    kept = np.sort(order[np.arange(len(order)) - first < MOST])
    return sparse.csr_matrix((table.data[kept], (rows[kept], table.indices[kept])), shape=table.shape)


def _scaled(matrix: Any) -> Any:
    """Scale each row to length 1."""
    matrix = matrix.tocsr()
    matrix.sort_indices()
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    lengths = np.sqrt(np.bincount(rows, matrix.data**2, minlength=matrix.shape[0]))
    matrix.data = matrix.data / np.maximum(lengths[rows], 1e-9)
    return matrix


def _dot(left: Any, right: Any, rows: Any, columns: Any) -> Floats:
    """Return the dot product of each pair of rows."""
    out = np.zeros(len(rows))
    for start in range(0, len(rows), GATHERED):
        part = slice(start, start + GATHERED)
        product = left[rows[part]].multiply(right[columns[part]]).tocsr()
        product.sort_indices()
        out[part] = row_sums(product)
    return out
