"""Keyness: how surprising it is that one document uses a term so often and another so rarely."""

from __future__ import annotations

from collections.abc import Sequence
from math import log


def log_likelihood(counts: Sequence[int], sizes: Sequence[int]) -> float:
    """Return the log-likelihood ratio G2 of a term's counts in documents of the given sizes, >= 0.

    ``G2 = 2 * sum(O * ln(O / E))`` with ``E = size * total count / total size``: T. Dunning, "Accurate
    methods for the statistics of surprise and coincidence", 1993; P. Rayson and R. Garside, "Comparing
    corpora using frequency profiling", 2000. Counts and sizes are in words; 0 counts add nothing.

    >>> round(log_likelihood([4, 0], [1000, 1000]), 3)
    5.545
    >>> log_likelihood([3, 3], [500, 500])
    0.0
    """
    total, size = sum(counts), sum(sizes)
    if not total or not size:
        return 0.0
    terms = [o * log(o / (n * total / size)) for o, n in zip(counts, sizes, strict=True) if o]
    return max(0.0, 2.0 * sum(terms))
