"""What can be measured of a pair of passages, as numbers that mean the same in short and long texts.

Each measure of likeness lies between 0 and 1, and stands beside its value relative to what is usual between
these two texts (``_relative``), its lead over the other candidates (``_lead``) and its rank among them.
Ratios that reward a word subset (``token_set_ratio``, ``partial_*``) are avoided: they call every short
passage a match.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from rapidfuzz import fuzz, process

from diffapp.candidates import beside, candidates, likest_vectors, rank_within
from diffapp.lending import lent_space, lent_vectors
from diffapp.standing import leads, relative, usual
from diffapp.vectors import (
    GATHERED,
    Dense,
    Floats,
    Ints,
    Keys,
    Space,
    content_keys,
    cosines,
    dense_cosines,
    letter_space,
    phrase_space,
    row_sums,
    term_space,
    weigh,
)
from diffapp.words import Token

Side = Sequence[Sequence[Token]]
CLEAR = 0.1
"""Lead over every rival, in mean cosine, that makes a mutual best an anchor for its surroundings."""
FUZZY_LONGEST = 4_000
"""Letters of a passage that the fuzzy comparison reads, so that one huge passage stays affordable."""
DISTANT = 0.4
"""Usual likeness in wording below which surroundings are measured too (see lending.py)."""
AROUND = ("words_around_relative", "meaning_around_relative")
"""What is measured of surroundings; only of texts that are far apart."""
LED = ("overall", "words", "meaning", "kinship")
"""The measures whose lead over the other candidates is a feature of its own."""


@dataclass(frozen=True)
class Sides:
    """What is known of the passages of both sides, left and right: as written, and read.

    ``concepts`` is their space over a glossary's families, ``kinship`` the same with related and broader
    families counted in part; ``meaning`` their vectors, rows of length 1. All three may be missing.
    """

    texts: tuple[Sequence[str], Sequence[str]]
    tokens: tuple[Side, Side]
    concepts: Space | None = None
    kinship: Space | None = None
    meaning: Dense | None = None

    @cached_property
    def keys(self) -> tuple[Keys, Keys]:
        """The keys of the words that carry matter, by passage."""
        left, right = ([content_keys(tokens) for tokens in side] for side in self.tokens)
        return left, right

    @property
    def mode(self) -> str:
        """What the model that fits is called: "words", "words+concepts", "words+meaning", or all three."""
        parts = [("concepts", self.concepts), ("meaning", self.meaning)]
        return "+".join(["words", *(name for name, part in parts if part is not None)])


@dataclass(frozen=True)
class Pairs:
    """Candidate pairs: ``rows`` and ``columns`` (k,), and by name each feature (k,).

    ``usual`` says how alike in wording the passages of these two texts usually are (see USUAL), ``lengths``
    how many words that carry matter each passage has, plus 1.
    """

    rows: Ints
    columns: Ints
    features: dict[str, Floats]
    shape: tuple[int, int]
    words: Space
    lengths: tuple[Floats, Floats]
    usual: float

    def kept(self, which: Ints) -> Pairs:
        """Keep the pairs at some positions only."""
        features = {name: value[which] for name, value in self.features.items()}
        return replace(self, rows=self.rows[which], columns=self.columns[which], features=features)

    @cached_property
    def position(self) -> dict[tuple[int, int], int]:
        """Where each pair stands."""
        return {pair: k for k, pair in enumerate(zip(self.rows.tolist(), self.columns.tolist(), strict=True))}


def _shared_words(space: Space, rows: Ints, columns: Ints) -> tuple[Floats, Floats, Floats]:
    """Return per pair the larger and the smaller share of a side's weight that is shared, and the rarest."""
    left, right = space.left.astype(bool).astype(np.float64), space.right.astype(bool).astype(np.float64)
    weight = [weigh(side, space.idf) for side in (left, right)]
    totals = [row_sums(side) for side in weight]
    larger, smaller, rarest = (np.zeros(len(rows)) for _ in range(3))
    ceiling = np.log1p(left.shape[0] + right.shape[0])
    for start in range(0, len(rows), GATHERED):
        part = slice(start, start + GATHERED)
        shared = weight[0][rows[part]].multiply(right[columns[part]]).tocsr()
        both = row_sums(shared)
        shares = [both / np.maximum(t[k[part]], 1e-9) for t, k in zip(totals, (rows, columns), strict=True)]
        larger[part], smaller[part] = np.maximum(*shares), np.minimum(*shares)
        rarest[part] = shared.max(axis=1).toarray().ravel() / ceiling
    return larger, smaller, rarest


def _fuzzy(keys: tuple[Keys, Keys], rows: Ints, columns: Ints) -> Floats:
    """Compare the content words, sorted, letter by letter (rapidfuzz ``token_sort_ratio``)."""
    texts = [[" ".join(sorted(words))[:FUZZY_LONGEST] for words in side] for side in keys]
    first = [texts[0][i] for i in rows.tolist()]
    second = [texts[1][j] for j in columns.tolist()]
    return np.asarray(process.cpdist(first, second, scorer=fuzz.ratio, dtype=np.float64)) / 100.0


def _anchors(rows: Ints, columns: Ints, alike: Floats) -> Ints:
    """Find the pairs that are each other's clear best, shape (k, 2)."""
    ranks, rivals = zip(rank_within(rows, alike), rank_within(columns, alike), strict=True)
    clear = alike - np.maximum(*rivals) >= CLEAR
    best = (ranks[0] == 1) & (ranks[1] == 1) & clear
    return np.column_stack([rows[best], columns[best]])


class _Cosines:
    """The cosines of pairs in one space, each worked out once though the list of pairs grows."""

    def __init__(self, space: Space) -> None:
        self.space = space
        self._keys, self._values = np.empty(0, np.int64), np.empty(0)

    def of(self, rows: Ints, columns: Ints) -> Floats:
        """Return the cosines of pairs; they must be sorted, each pair once."""
        keys = rows * self.space.right.shape[0] + columns
        at = np.minimum(np.searchsorted(self._keys, keys), max(len(self._keys) - 1, 0))
        known = self._keys[at] == keys if len(self._keys) else np.zeros(len(keys), bool)
        values = np.zeros(len(keys))
        values[known] = self._values[at[known]]
        values[~known] = cosines(self.space, rows[~known], columns[~known])
        self._keys, self._values = keys, values
        return values


def _find(sides: Sides, words: _Cosines, letters: _Cosines) -> tuple[Ints, Ints]:
    """Find candidates by every likeness there is, then those that stand beside clear pairs."""
    spaces = [words.space, letters.space, *([sides.kinship] if sides.kinship is not None else [])]
    more = [likest_vectors(*sides.meaning)] if sides.meaning is not None else []
    rows, columns = candidates(spaces, more)
    alike = (words.of(rows, columns) + letters.of(rows, columns)) / 2
    anchors = _anchors(rows, columns, alike)
    return beside(rows, columns, anchors, (len(sides.texts[0]), len(sides.texts[1])))


def _likenesses(
    sides: Sides, words: _Cosines, letters: _Cosines, rows: Ints, columns: Ints
) -> dict[str, Floats]:
    """Measure everything between 0 and 1 that says how alike two passages are."""
    phrases = phrase_space(*sides.keys)
    coverage, less, rarest = _shared_words(words.space, rows, columns)
    found = {
        "words": words.of(rows, columns),
        "letters": letters.of(rows, columns),
        "phrases": cosines(phrases, rows, columns),
        "coverage": coverage,
        "covered_less": less,
        "rarest": rarest,
        "fuzzy": _fuzzy(sides.keys, rows, columns),
    }
    if sides.concepts is not None and sides.kinship is not None:
        found["concepts"] = cosines(sides.concepts, rows, columns)
        found["kinship"] = cosines(sides.kinship, rows, columns)
        found["rarest_concept"] = _shared_words(sides.concepts, rows, columns)[2]
    if sides.meaning is not None:
        found["meaning"] = np.maximum(dense_cosines(sides.meaning, rows, columns), 0.0)
    return {name: np.round(value, 9) for name, value in found.items()}


def _around(sides: Sides, words: Space, rows: Ints, columns: Ints) -> dict[str, Floats]:
    """Measure how alike two passages are with what stands around them, relative to what is usual."""
    alike = {"words": cosines(lent_space(words), rows, columns)}
    if sides.meaning is not None:
        alike["meaning"] = np.maximum(dense_cosines(lent_vectors(sides.meaning), rows, columns), 0.0)
    return {f"{name}_around_relative": relative(name, rows, columns, value) for name, value in alike.items()}


def measure(
    sides: Sides, distant: float = DISTANT, report: Callable[[float], None] = lambda _share: None
) -> Pairs:
    """Find the candidate pairs of two sides and measure each.

    Surroundings are measured where the usual likeness in wording is below ``distant``. ``report`` is told the
    share of this work that is done, and may raise to stop it.
    """
    words, letters = _Cosines(term_space(*sides.keys)), _Cosines(letter_space(*sides.keys))
    report(0.2)
    rows, columns = _find(sides, words, letters)
    report(0.6)
    sizes = [np.array([1.0 + len(keys) for keys in side]) for side in sides.keys]
    # a passage that carries no matter is nobody's counterpart
    telling = (sizes[0][rows] > 1) & (sizes[1][columns] > 1)
    rows, columns = rows[telling], columns[telling]
    alike = _likenesses(sides, words, letters, rows, columns)
    held = {name: relative(name, rows, columns, value) for name, value in alike.items()}
    report(0.9)
    level = usual("words", rows, columns, alike["words"])
    parts = [held[n] for n in ("words", "letters", "covered_less", "meaning", "kinship") if n in held]
    held["overall"] = np.asarray(sum(parts[1:], parts[0]) / len(parts))
    features = alike | {f"{name}_relative": value for name, value in held.items()}
    for name in LED:
        if name in held:
            features |= leads(name, held[name], rows, columns)
    if level < distant:
        features |= _around(sides, words.space, rows, columns)
    own, other = sizes[0][rows], sizes[1][columns]
    features["length"] = np.abs(np.log(own / other))
    features["short"] = np.log(np.minimum(own, other))
    rounded = {name: np.round(value, 9) for name, value in features.items()}
    shape = (len(sides.texts[0]), len(sides.texts[1]))
    return Pairs(rows, columns, rounded, shape, words.space, (sizes[0], sizes[1]), level)
