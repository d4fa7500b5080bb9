"""Why two passages were linked: the model's own terms, in an analyst's words.

The weights of a link's evidence sum to its score; see scoring.apportion for how they are shared out.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from diffapp.context import NAMES as AROUND
from diffapp.features import Sides
from diffapp.model import Evidence
from diffapp.scoring import DIGITS, Scored, apportion
from diffapp.vectors import Space

SAID = {
    "words": ("shared words", "few words shared"),
    "concept": ("shared concepts", "no concept shared"),
    "meaning": ("close in meaning", "apart in meaning"),
    "wording": ("similar wording", "dissimilar wording"),
    "rivals": ("no other passage comes as close", "other passages come close too"),
    "neighbours": ("the passages around them correspond", "the passages around them do not correspond"),
    "order": ("keeps the order of what stands around it", "breaks the order of what stands around it"),
    "correspondence": (
        "words that stand for each other elsewhere in these texts",
        "no words that stand for each other",
    ),
    "together": ("goes well beside other candidates", "goes badly beside other candidates"),
    "length": ("similar length", "different length"),
}
"""The kinds of evidence, and how each is said where it speaks for a link and where against it."""
STARTS = (
    ("words", ("words", "coverage", "covered_less", "rarest", "phrases")),
    ("concept", ("concepts", "kinship", "rarest_concept")),
    ("meaning", ("meaning",)),
    ("wording", ("fuzzy", "letters")),
    (
        "rivals",
        (
            "overall",
            "rival",
            "lesser_rival",
            "standing",
            "share",
            "lesser_share",
            "crowd",
            "carried",
            "unordered",
        ),
    ),
    ("neighbours", ("neighbours", "next", "after_next", "beside", "enclosed", "step", "place")),
    ("order", ("order",)),
    ("correspondence", ("corresponding",)),
    ("together", ("gain", "lesser_gain", "fit")),
    ("length", ("length", "short")),
)
ENDINGS = ("_relative", "_lead", "_clear_once", "_clear", "_rank", "_beside", "_around")
MOST_WORDS = 6


@cache
def kind_of(feature: str) -> str:
    """Tell the kind of evidence that a feature of the model belongs to."""
    feature = feature.removeprefix("uneven_").removeprefix("unordered_")
    if feature not in AROUND or feature.startswith(("gain", "lesser_gain", "fit", "corresponding")):
        for ending in ENDINGS:
            feature = feature.removesuffix(ending)
    return next(kind for kind, names in STARTS if feature in names)


def _columns(matrix: Any, row: int) -> set[int]:
    """The columns in which a row of a sparse matrix has something."""
    return set(matrix.indices[matrix.indptr[row] : matrix.indptr[row + 1]].tolist())


def shared_terms(space: Space, i: int, j: int) -> list[int]:
    """List the columns that left passage ``i`` and right passage ``j`` share, the rarest first."""
    both = _columns(space.left, i) & _columns(space.right, j)
    return sorted(both, key=lambda c: (-space.idf[c], str(space.terms[c])))[:MOST_WORDS]


def _say(kind: str, value: float, named: dict[str, list[str]]) -> str:
    """Put a reason into words; what is shared is named even where it speaks against the link."""
    said = SAID[kind][value < 0]
    names = named.get(kind)
    if names:
        return f"{said}: {', '.join(names)}"
    if kind == "concept" and value > 0:
        return "related concepts"
    return "no words shared" if kind == "words" else said


class Explainer:
    """Gives the reasons for pairs; what all pairs need is summed up once."""

    def __init__(self, scored: Scored, sides: Sides) -> None:
        """Sum the model's terms by the kind of evidence that they are."""
        self._scored, self._sides = scored, sides
        nothing = np.zeros(len(scored.chance))
        self._sums = dict.fromkeys(SAID, nothing)
        for name in sorted(scored.verdict.terms):
            kind = kind_of(name)
            self._sums[kind] = self._sums[kind] + scored.verdict.terms[name]

    def explain(self, k: int) -> tuple[Evidence, ...]:
        """Give the reasons for pair ``k``, the strongest first, the base last; weights sum to its score."""
        total = self._scored.shown[k]
        sums = [(kind, float(values[k])) for kind, values in self._sums.items()]
        shares = [(n, round(v, DIGITS)) for n, v in apportion(total, self._scored.start, sums)]
        base, rest = shares[0][1], [s for s in shares[1:] if s[1]]
        rest.sort(key=lambda share: -abs(share[1]))
        # rounding must not break the promise that the reasons sum to the score
        base = round(total - sum(value for _, value in rest), DIGITS)
        named = self._named(k)
        reasons = [Evidence(kind, _say(kind, value, named), value) for kind, value in rest]
        return (*reasons, Evidence("base", "where any two passages start", base))

    def _named(self, k: int) -> dict[str, list[str]]:
        """Name the words, as the left text writes them, and the concepts that a pair shares, rarest first."""
        pairs = self._scored.pairs
        i, j = int(pairs.rows[k]), int(pairs.columns[k])
        text, tokens = self._sides.texts[0][i], self._sides.tokens[0][i]
        first = {token.key: token for token in reversed(tokens)}
        keys = [first[str(pairs.words.terms[c])] for c in shared_terms(pairs.words, i, j)]
        words = [text[token.start : token.end] for token in keys]
        space = self._sides.concepts
        concepts = [str(space.terms[c]) for c in shared_terms(space, i, j)] if space else []
        return {"words": words, "concept": concepts}
