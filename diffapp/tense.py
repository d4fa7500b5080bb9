"""Whether a cue tells what was: an offer that was made is none that is made."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from diffapp.clauses import Sentence
from diffapp.cues import Pattern, Rule
from diffapp.inflection import is_past
from diffapp.tokens import QUOTES

WAS: Final = frozenset({"was", "were", "had", "did"})
UNREAL: Final = frozenset({"would", "could", "might", "should"})
FAR: Final = 16
_LATER: Final = frozenset({"later", "subsequently", "eventually"})
_ENDED: Final = frozenset({"came", "expired", "lapsed", "arose", "failed", "collapsed"})
_SINGLE: Final = frozenset({"he", "she"})


class Fit(NamedTuple):
    """A pattern that fits the tokens from ``first`` to ``end``; ``denials`` counts "not" between them."""

    rule: Rule
    pattern: Pattern
    first: int
    end: int
    denials: int


def is_told(s: Sentence, fit: Fit, lead: frozenset[str], kind: str, actors: frozenset[str]) -> bool:
    """Whether a cue tells what was, and the rule does not let that count.

    A communiqué tells its acts as past, "The Ministers reaffirmed": "joint" lets those who speak together.
    """
    words = s.words[fit.first : fit.end + 1]
    if fit.rule.past == "keep":
        return False
    if fit.pattern.head or _is_over(fit.rule.label, words, lead):
        return not fit.pattern.head
    past_verb = fit.pattern.verb and is_past(words[0])
    if _was_named(s, fit) or (past_verb and s.word(fit.first - 1) in QUOTES):
        return True  # "The offer was made", "Shall we?" asked the Chair
    return _is_past(s, fit, lead, kind, actors)


def _is_past(s: Sentence, fit: Fit, lead: frozenset[str], kind: str, actors: frozenset[str]) -> bool:
    words = s.words[fit.first : fit.end + 1]
    past_verb = fit.pattern.verb and is_past(words[0])
    perfect = not lead.isdisjoint(s.lists["have"] | s.lists["be"])
    told = not WAS.isdisjoint({*lead, words[0]}) or (past_verb and not perfect)
    if fit.rule.past == "drop" or not (told or past_verb):
        return told
    if fit.rule.label == "concern" and (perfect or not s.lists["first_person"].isdisjoint(words)):
        return "had" in lead
    if words[0] in WAS and fit.rule.label != "concern":
        return kind != "own"
    together = kind in {"own", "open", "pronoun"} or not actors.isdisjoint(s.lists["joint"])
    return "had" in {*lead, words[0]} or not together or bool(actors & _SINGLE)


def _is_over(label: str, words: Sequence[str], lead: frozenset[str]) -> bool:
    """Whether auxiliaries say that it is over: "must have crossed", "would later accept"."""
    within = any(a == "have" and is_past(b) for a, b in pairwise(words[1:]))
    if (within and label != "condition") or ("have" in lead and lead & UNREAL) or "having" in lead:
        return True
    return "would" in lead and not lead.isdisjoint(_LATER)


def _was_named(s: Sentence, fit: Fit) -> bool:
    """Whether a noun such as "the offer of" is the subject of something past, "was made"."""
    named = s.has(fit.first, "determiner") or s.is_owner(fit.first)
    if fit.pattern.verb or not named or s.words[fit.first] in s.lists["first_person"]:
        return False
    after = [word for word in s.words[fit.first : fit.end + FAR] if not s.is_adverb(word)]
    past = any(a in WAS and is_past(b) for a, b in pairwise(after)) or not _ENDED.isdisjoint(after)
    return past and fit.rule.label not in {"condition", "concern"}
