"""Passages as sparse weighted vectors: over words, over pairs of neighbouring words, over letters.

Weights are tf-idf: ``(1 + log tf) * log(1 + N / df)`` with N and df counted over both sides together
(K. Spärck Jones, 1972; Salton and Buckley, 1988), rows scaled to length 1, so that a dot product is a cosine.
Vocabularies are sorted, hence sums run in the same order whichever side comes first: swapping the sides
gives the same numbers to the last bit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from diffapp.words import Token

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Dense = tuple[NDArray[np.float32], NDArray[np.float32]]
"""Vectors of the passages of both sides, (n, d) and (m, d), rows of length 1 or 0."""
Keys = Sequence[Sequence[str]]
"""Per passage the keys of its words that carry matter, in order."""
GATHERED = 10_000
"""Pairs whose rows are copied at a time: what fits the processor's cache is done three times as fast."""
BUCKETS = 1 << 20
LETTERS = 4


@dataclass(frozen=True)
class Space:
    """Two sides in one vector space: ``left`` (n x v) and ``right`` (m x v), rows of length 1 or 0.

    ``idf`` has shape (v,); ``terms`` names the columns, and is empty where they are hashes.
    """

    left: Any
    right: Any
    idf: Floats
    terms: tuple[str, ...] = ()


def _scaled(counts: Any, idf: Floats) -> Any:
    """Weigh a matrix of counts and scale its rows to length 1; rows without terms stay 0."""
    matrix = counts.tocsr().astype(np.float64)
    matrix.sort_indices()
    matrix.data = (1.0 + np.log(matrix.data)) * idf[matrix.indices]
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    lengths = np.sqrt(np.bincount(rows, matrix.data**2, minlength=matrix.shape[0]))
    matrix.data /= lengths[rows]
    return matrix


def _space(left: Any, right: Any, terms: tuple[str, ...] = ()) -> Space:
    total = left.shape[0] + right.shape[0]
    frequency = left.getnnz(axis=0) + right.getnnz(axis=0)
    idf = np.log1p(total / np.maximum(frequency, 1))
    return Space(_scaled(left, idf), _scaled(right, idf), idf, terms)


def _counts(sizes: Sequence[int] | Ints, columns: Ints, width: int) -> Any:
    """Count how often each of ``sizes[k]`` columns in a row stands in row ``k``."""
    rows = np.repeat(np.arange(len(sizes)), sizes)
    ones = np.ones(len(columns))
    return sparse.coo_matrix((ones, (rows, columns)), shape=(len(sizes), max(width, 1))).tocsr()


def term_space(left: Keys, right: Keys) -> Space:
    """Make the space of the terms that each passage lists, repeats included."""
    listed = [list(chain.from_iterable(side)) for side in (left, right)]
    terms = tuple(sorted({*listed[0], *listed[1]}))
    column = {term: k for k, term in enumerate(terms)}
    places = [np.fromiter(map(column.__getitem__, side), np.int64, len(side)) for side in listed]
    sizes = [list(map(len, side)) for side in (left, right)]
    counts = [_counts(s, p, len(terms)) for s, p in zip(sizes, places, strict=True)]
    return _space(counts[0], counts[1], terms)


def phrase_space(left: Keys, right: Keys) -> Space:
    """Make the space of neighbouring pairs of terms; its columns are not named."""
    listed = [list(chain.from_iterable(side)) for side in (left, right)]
    column = {term: k for k, term in enumerate(sorted({*listed[0], *listed[1]}))}
    pairs, sizes = [], []
    for side, terms in zip((left, right), listed, strict=True):
        places = np.fromiter(map(column.__getitem__, terms), np.int64, len(terms))
        lengths = np.fromiter(map(len, side), np.int64, len(side))
        last = np.zeros(len(terms), bool)
        last[np.cumsum(lengths)[lengths > 0] - 1] = True
        pairs.append((places[:-1] * len(column) + places[1:])[~last[:-1]])
        sizes.append(np.maximum(lengths - 1, 0))
    known, numbered = np.unique(np.concatenate(pairs), return_inverse=True)
    columns = numbered[: len(pairs[0])], numbered[len(pairs[0]) :]
    counts = [_counts(s, c, len(known)) for s, c in zip(sizes, columns, strict=True)]
    return _space(counts[0], counts[1])


def content_keys(tokens: Sequence[Token]) -> list[str]:
    """List the keys of the words that carry matter, in order."""
    return [token.key for token in tokens if token.content]


def _letter_counts(keys: Sequence[str]) -> Any:
    """Count hashed runs of four letters; one row per passage. Vectorised, since texts are long."""
    codes = np.frombuffer("\n".join(keys).encode("utf-32-le", "replace"), np.uint32).astype(np.uint64)
    if len(codes) < LETTERS:
        return sparse.csr_matrix((len(keys), BUCKETS))
    width = len(codes) - LETTERS + 1
    hashed = np.zeros(width, np.uint64)
    for k in range(LETTERS):
        hashed = hashed * np.uint64(0x9E3779B97F4A7C15) + codes[k : k + width]
    hashed ^= hashed >> np.uint64(29)
    breaks = codes == ord("\n")
    row = np.cumsum(breaks)[:width]
    inside = np.cumsum(np.concatenate([[0], breaks]))
    whole = inside[LETTERS : LETTERS + width] == inside[:width]
    columns = (hashed % np.uint64(BUCKETS)).astype(np.int64)[whole]
    ones = np.ones(len(columns))
    return sparse.coo_matrix((ones, (row[whole], columns)), shape=(len(keys), BUCKETS)).tocsr()


def letter_space(left: Keys, right: Keys) -> Space:
    """Make the space of letter runs over content keys: close spellings and compounds meet there."""
    counts = [_letter_counts([" ".join(keys) for keys in side]) for side in (left, right)]
    return _space(counts[0], counts[1])


def cosines(space: Space, rows: Ints, columns: Ints, chunk: int = GATHERED) -> Floats:
    """Return the cosine of each pair (rows[k], columns[k]); shape (k,), between 0 and 1."""
    out = np.zeros(len(rows))
    for start in range(0, len(rows), chunk):
        part = slice(start, start + chunk)
        product = space.left[rows[part]].multiply(space.right[columns[part]]).tocsr()
        out[part] = row_sums(product)
    return np.minimum(out, 1.0)


def weigh(matrix: Any, idf: Floats) -> Any:
    """Put each term's weight in the place of its count."""
    weighed = matrix.copy()
    weighed.data = idf[weighed.indices]
    return weighed


def row_sums(matrix: Any) -> Floats:
    """Sum each row in column order: the same bits on every machine, unlike a threaded product."""
    rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    return np.bincount(rows, matrix.data, minlength=matrix.shape[0]).astype(np.float64)


def dense_cosines(vectors: Dense, rows: Ints, columns: Ints, chunk: int = GATHERED) -> Floats:
    """Return the dot product of each pair's vectors, rounded to 3 places, since encoders differ beyond."""
    out = np.zeros(len(rows))
    for start in range(0, len(rows), chunk):
        part = slice(start, start + chunk)
        left, right = vectors[0][rows[part]], vectors[1][columns[part]]
        out[part] = (left.astype(np.float64) * right).sum(axis=1)
    return np.round(out, 3)
