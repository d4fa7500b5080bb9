"""What the grammar around a cue makes of it: denied, past, open, or somebody else's."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from diffapp.assertion import ACTS, ALLOWED, FROM_WITHIN, Cue
from diffapp.clauses import RELATIVES, Lead, Sentence
from diffapp.cues import Rule
from diffapp.inflection import is_past
from diffapp.tense import FAR, WAS, Fit, is_told

_NO: Final = frozenset({"no", "none", "nobody", "neither"})
_BINDING: Final = frozenset({"shall", "must", "should", "ought"})
_POINTING: Final = frozenset({"that", "this", "these", "those", "all", "both", "each"})
# "cannot accept" is as firm as "rejects"; "does not exclude" offers less than "offers".
_FLIPPED: Final = {"refusal": 4, "offer": 2}
_NEAR: Final = 2


def judge(s: Sentence, fit: Fit) -> Cue | None:
    """What the words around a fit make of it, if anything."""
    rule, first = fit.rule, fit.first
    lead = s.lead(first)
    if fit.pattern.verb and not _is_verb(s, first, lead.words, alone=lead.start == first):
        return None
    kind, actors = s.subject(lead.start)
    owner = first if s.is_owner(first) else first - 1
    denials = fit.denials + lead.denials
    if not s.is_owner(owner):
        denials += _denied_before(s, fit, lead.start, actors)
    label = _label(rule, denied=denials % 2 == 1)
    kinds = {"any", "named", "open"} if kind == "pronoun" else {"any", kind}
    if (
        label == "drop"
        or rule.subject.isdisjoint(kinds)
        or (s.is_owner(owner) and _is_anothers(s, owner))
        or (s.word(owner) == "your" and label in FROM_WITHIN | {"request"})
        or _is_open(s, lead, label, kind, actors)
        or is_told(s, fit, lead.words, kind, actors)
    ):
        return None
    strength = rule.strength if label == rule.label else _FLIPPED.get(label, rule.strength)
    softer = label == "offer" and strength > 1 and not lead.words.isdisjoint(s.lists["hypothetical"])
    start = lead.start if lead.denials or lead.words & s.lists["modal"] else first
    return Cue(label, strength - softer, start, first, fit.end, rule)


def _label(rule: Rule, *, denied: bool) -> str:
    """The label of a rule here, or "drop"."""
    if (rule.needs == "not" and not denied) or (rule.needs == "not not" and denied):
        return "drop"
    if not denied or rule.needs == "not" or rule.negated == "same":
        return rule.label
    return rule.negated


def _is_open(s: Sentence, lead: Lead, label: str, kind: str, actors: frozenset[str]) -> bool:
    """Whether an act is only allowed, or anyone's: "may ask", "right to denounce", "a State that opposes"."""
    if label not in ACTS or label == "obligation":
        return False
    if lead.words & _BINDING and kind != "own" and label in FROM_WITHIN:
        return True  # "shall continue to support" binds, "should accept" asks
    if label in {"request", "concern"} and lead.words & ALLOWED and not lead.denials:
        return True  # "we could demand"
    if "to" in lead.words and s.words[lead.start] not in s.lists["auxiliary"]:
        before = lead.start
        while before and (s.words[before - 1] == "to" or s.is_adverb(s.words[before - 1])):
            before -= 1
        if s.has(before - 1, "entitling"):
            return True
    return label != "request" and kind == "role" and bool(actors & {"a", "an", "any"})


def _denied_before(s: Sentence, fit: Fit, start: int, actors: frozenset[str]) -> int:
    """How often words outside the verb deny it: "nobody is", "nor is", "not one of us is", "no readiness"."""
    begin = s.clause_start(start)
    near = set(s.words[max(0, fit.first - _NEAR) : fit.first])
    nominal = not fit.pattern.verb and start == fit.first and bool(near & {"no", "without", "little"})
    found = 0 if fit.rule.label == "obligation" or nominal else int(bool(actors & _NO))
    found += nominal
    found += begin < start and s.word(begin) == "not" and s.word(begin + 1) in {"one", "a", "any", "all"}
    listed = s.has(begin, "auxiliary") or "neither" in s.words[:begin]
    return found + (s.word(begin - 1) == "nor" and listed)


def _is_verb(s: Sentence, i: int, lead: frozenset[str], *, alone: bool) -> bool:
    """Whether a form that may be a noun, "offers", or a passive, "is held", is an active verb."""
    word, before = s.words[i], s.word(i - 1)
    if is_past(word):
        return before != "as" and lead.isdisjoint(s.lists["be"]) and not _follows_noun_maker(s, i)
    if word.endswith("ing"):
        return not (s.has(i - 1, "determiner") or (s.has(i - 1, "preposition") and before != "without"))
    if _follows_noun_maker(s, i) or before == "as":
        return False
    # "Demand fell", "while demand fell": a verb needs a subject
    subordinate = s.has(i - 1, "subordinator") and before not in RELATIVES | {"what"}
    starts = s.clause_start(i) == i and (i == 0 or subordinate)
    return not (alone and starts)


def _follows_noun_maker(s: Sentence, i: int) -> bool:
    if s.word(i - 1) in _POINTING | {"to"} or (s.word(i - 1) == "what" and i == 1):
        return False
    return s.has(i - 1, "determiner") or s.is_owner(i - 1) or s.has(i - 1, "preposition")


def _is_anothers(s: Sentence, i: int) -> bool:
    """Whether the readiness, the refusal … that the owner at ``i`` has is not the author's.

    "We regret its refusal", "notes the Republic's offer", "Norland's readiness was noted".
    """
    if s.words[i] in s.lists["first_person"] or not s.issuer.isdisjoint(s.words[max(0, i - 1) : i + 1]):
        return False
    after = s.words[i + 1 : i + FAR]
    noted = any(
        a in s.lists["be"] and (b in s.lists["react"] or (a in WAS and is_past(b)))
        for a, b in pairwise(after)
    )
    if noted and not s.has(i, "possessive"):
        return True
    begin = max([0, *(j for j in range(i) if s.has(j, "coordinator") or s.words[j] == ";")])
    before = s.words[begin:i]
    if not s.lists["react"].isdisjoint(before) or not s.lists["first_person"].isdisjoint(before):
        return True
    return bool(s.issuer) and not s.has(i, "possessive") and s.is_name(i) and not s.has(i, "institution")
