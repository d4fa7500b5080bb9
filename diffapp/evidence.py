"""Why two passages were linked: the model's own terms, in an analyst's words.

The weights of a link's evidence sum to its score; see scoring.apportion for how they are shared out.
"""

from __future__ import annotations

from collections.abc import Sequence

from diffapp.features import Side
from diffapp.model import Evidence
from diffapp.scoring import DIGITS, Scored, apportion
from diffapp.words import Token

KINDS = {
    "words": ("words", "coverage", "covered_less", "rarest", "phrases"),
    "wording": ("fuzzy", "letters"),
    "rivals": ("first", "margin", "rival", "lesser_rival"),
    "neighbours": ("neighbours",),
    "length": ("length",),
}
MOST_WORDS = 6


def shared_words(scored: Scored, k: int, left: Sequence[Token], text: str) -> list[str]:
    """List the content words that pair ``k`` shares, as the left text writes them, the rarest first."""
    space = scored.pairs.words
    row, column = scored.pairs.rows[k], scored.pairs.columns[k]
    columns = set(space.left[row].indices.tolist()) & set(space.right[column].indices.tolist())
    ranked = sorted(columns, key=lambda c: (-space.idf[c], str(space.terms[c])))
    written: dict[str, str] = {}
    for token in left:
        written.setdefault(token.key, text[token.start : token.end])
    return [written[str(space.terms[c])] for c in ranked[:MOST_WORDS]]


def _say(kind: str, value: float, words: Sequence[str]) -> str:
    if kind == "words":
        return "shared words: " + ", ".join(words) if words else "no words shared"
    said = {
        "wording": ("similar wording", "dissimilar wording"),
        "rivals": ("no other passage comes as close", "other passages come close too"),
        "neighbours": ("the passages around them correspond", "the passages around them do not correspond"),
        "length": ("similar length", "different length"),
    }[kind]
    return said[value < 0]


def explain(
    scored: Scored, k: int, tokens: tuple[Side, Side], texts: tuple[Sequence[str], Sequence[str]]
) -> tuple[Evidence, ...]:
    """Give the reasons for pair ``k``, the strongest first, the base last; weights sum to its score."""
    i = int(scored.pairs.rows[k])
    terms = [
        (kind, float(sum(scored.terms[n][k] for n in names if n in scored.terms)))
        for kind, names in KINDS.items()
    ]
    total = scored.shown(k)
    shares = [(kind, round(value, DIGITS)) for kind, value in apportion(total, scored.base, terms)]
    base, rest = shares[0][1], [s for s in shares[1:] if s[1]]
    rest.sort(key=lambda share: -abs(share[1]))
    # rounding must not break the promise that the reasons sum to the score
    base = round(total - sum(value for _, value in rest), DIGITS)
    words = shared_words(scored, k, tokens[0][i], texts[0][i])
    reasons = [Evidence(kind, _say(kind, value, words), value) for kind, value in rest]
    return (*reasons, Evidence("base", "any two passages of such texts", base))
