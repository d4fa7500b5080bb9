"""What can be measured of a pair of passages, as numbers that mean the same in short and long texts.

Each feature lies between 0 and 1 (``length`` is 0 for equal lengths and grows). Ratios that reward a word
subset (``token_set_ratio``, ``partial_*``) are avoided: they call every short passage a match.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from rapidfuzz import fuzz, process

from diffapp.candidates import beside, candidates, rank_within
from diffapp.vectors import (
    Floats,
    Ints,
    Space,
    content_keys,
    cosines,
    letter_space,
    phrase_keys,
    row_sums,
    term_space,
)
from diffapp.words import Token

Side = Sequence[Sequence[Token]]
NAMES = (
    "words",
    "coverage",
    "covered_less",
    "rarest",
    "phrases",
    "letters",
    "fuzzy",
    "length",
    "first",
    "margin",
)
CLEAR = 0.1
"""Lead over every rival, in mean cosine, that makes a mutual best an anchor for its surroundings."""
FUZZY_LONGEST = 4_000
"""Letters of a passage that the fuzzy comparison reads, so that one huge passage stays affordable."""


@dataclass(frozen=True)
class Pairs:
    """Candidate pairs: ``rows`` and ``columns`` (k,), ``table`` (k, len(NAMES)), sizes of both sides."""

    rows: Ints
    columns: Ints
    table: Floats
    shape: tuple[int, int]
    words: Space


def _shared_words(space: Space, rows: Ints, columns: Ints) -> tuple[Floats, Floats, Floats]:
    """Return per pair the larger and the smaller share of a side's weight that is shared, and the rarest."""
    left, right = space.left.astype(bool).astype(np.float64), space.right.astype(bool).astype(np.float64)
    weight = [_weigh(side, space.idf) for side in (left, right)]
    totals = [row_sums(side) for side in weight]
    larger, smaller, rarest = (np.zeros(len(rows)) for _ in range(3))
    ceiling = np.log1p(left.shape[0] + right.shape[0])
    for start in range(0, len(rows), 100_000):
        part = slice(start, start + 100_000)
        shared = weight[0][rows[part]].multiply(right[columns[part]]).tocsr()
        both = row_sums(shared)
        shares = [both / np.maximum(t[k[part]], 1e-9) for t, k in zip(totals, (rows, columns), strict=True)]
        larger[part], smaller[part] = np.maximum(*shares), np.minimum(*shares)
        rarest[part] = shared.max(axis=1).toarray().ravel() / ceiling
    return larger, smaller, rarest


def _weigh(matrix: Any, idf: Floats) -> Any:
    weighed = matrix.copy()
    weighed.data = idf[weighed.indices]
    return weighed


def gains(pairs: Pairs, rivals: tuple[Ints, Ints]) -> tuple[Floats, Floats]:
    """Return per pair what each passage gains by the other beyond what the other's rival gives already.

    ``rivals`` holds per pair the best other partner of its row and of its column, -1 for none. A gain is
    the share of a passage's weight that the partner shares and the rival does not.
    """
    out = []
    sides = ((pairs.words.left, pairs.words.right), (pairs.words.right, pairs.words.left))
    ends = ((pairs.rows, pairs.columns), (pairs.columns, pairs.rows))
    for (own, other), (mine, theirs), rival in zip(sides, ends, rivals, strict=True):
        weight, there = _weigh(own, pairs.words.idf), other.astype(bool).astype(np.float64)
        total, gain = np.maximum(row_sums(weight), 1e-9), np.zeros(len(mine))
        for start in range(0, len(mine), 100_000):
            part = slice(start, start + 100_000)
            shared = weight[mine[part]].multiply(there[theirs[part]]).tocsr()
            known = row_sums(shared.multiply(there[np.maximum(rival[part], 0)]).tocsr())
            gain[part] = (row_sums(shared) - known * (rival[part] >= 0)) / total[mine[part]]
        out.append(np.round(gain, 9))
    return out[0], out[1]


def _fuzzy(left: Side, right: Side, rows: Ints, columns: Ints) -> Floats:
    """Compare the content words, sorted, letter by letter (rapidfuzz ``token_sort_ratio``)."""
    texts = [[" ".join(sorted(content_keys(t)))[:FUZZY_LONGEST] for t in side] for side in (left, right)]
    first = [texts[0][i] for i in rows.tolist()]
    second = [texts[1][j] for j in columns.tolist()]
    return np.asarray(process.cpdist(first, second, scorer=fuzz.ratio, dtype=np.float64)) / 100.0


def _lengths(left: Side, right: Side, rows: Ints, columns: Ints) -> Floats:
    sizes = [np.array([1.0 + len(content_keys(t)) for t in side]) for side in (left, right)]
    return np.asarray(np.abs(np.log(sizes[0][rows] / sizes[1][columns])), np.float64)


def _anchors(rows: Ints, columns: Ints, alike: Floats) -> Ints:
    """Find the pairs that are each other's clear best, shape (k, 2)."""
    ranks, rivals = zip(rank_within(rows, alike), rank_within(columns, alike), strict=True)
    clear = alike - np.maximum(*rivals) >= CLEAR
    best = (ranks[0] == 1) & (ranks[1] == 1) & clear
    return np.column_stack([rows[best], columns[best]])


def _find(words: Space, letters: Space) -> tuple[Ints, Ints]:
    """Find candidates by words and letters, then those that stand beside clear pairs."""
    rows, columns = candidates([words, letters])
    alike = (cosines(words, rows, columns) + cosines(letters, rows, columns)) / 2
    anchors = _anchors(rows, columns, alike)
    return beside(rows, columns, anchors, (words.left.shape[0], words.right.shape[0]))


def measure(left: Side, right: Side) -> Pairs:
    """Find the candidate pairs of two sides of tokenised passages and measure each."""
    words = term_space([content_keys(t) for t in left], [content_keys(t) for t in right])
    letters = letter_space(left, right)
    rows, columns = _find(words, letters)
    phrases = term_space([phrase_keys(t) for t in left], [phrase_keys(t) for t in right])
    word, letter = cosines(words, rows, columns), cosines(letters, rows, columns)
    coverage, less, rarest = _shared_words(words, rows, columns)
    alike = (word + letter + coverage) / 3
    ranks, rivals = zip(rank_within(rows, alike), rank_within(columns, alike), strict=True)
    first = 1.0 / (ranks[0] * ranks[1])
    margin = alike - np.maximum(rivals[0], rivals[1])
    table = [word, coverage, less, rarest, cosines(phrases, rows, columns), letter]
    table += [_fuzzy(left, right, rows, columns), _lengths(left, right, rows, columns), first, margin]
    rounded: Floats = np.round(np.column_stack(table), 9).astype(np.float64)
    return Pairs(rows, columns, rounded, (len(left), len(right)), words)
