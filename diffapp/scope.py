"""What the grammar around a cue makes of it: denied, past, somebody else's, or not asserted at all."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from diffapp.clauses import HARD_STOPS, RELATIVES, Lead, Sentence
from diffapp.cues import Pattern, Rule
from diffapp.inflection import PAST

# Said under "if", asked of another, or left open by "whether", none of these is the author's act.
_ACTS: Final = frozenset({"offer", "refusal", "reaffirmation", "obligation", "concern", "request"})
_FROM_WITHIN: Final = frozenset({"offer", "refusal", "reaffirmation"})
_OPEN_QUESTIONS: Final = frozenset({"whether", "how", "why", "what"})
_NO: Final = frozenset({"no", "none", "nobody", "neither"})
_BINDING: Final = frozenset({"shall", "must", "should", "ought"})
_WAS: Final = frozenset({"was", "were", "had"})
_UNREAL: Final = frozenset({"would", "could", "might", "should"})
_POINTING: Final = frozenset({"that", "this", "these", "those", "all", "both", "each"})
# "cannot accept" is as firm as "rejects"; "does not exclude" offers less than "offers".
_FLIPPED: Final = {"refusal": 4, "offer": 2}
_NEAR: Final = 2
_FAR: Final = 16


class Fit(NamedTuple):
    """A pattern that fits the tokens from ``first`` to ``end``; ``denials`` counts "not" between them."""

    rule: Rule
    pattern: Pattern
    first: int
    end: int
    denials: int


class Cue(NamedTuple):
    """A fit that the grammar lets stand; ``start`` takes in the auxiliaries and the "not" before it."""

    label: str
    strength: int
    start: int
    first: int
    end: int
    rule: Rule


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
        or _is_open(s, lead, label, kind, actors)
        or _is_past(s, fit, lead.words, kind, actors)
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
    if label not in _ACTS or label == "obligation":
        return False
    if lead.words & _BINDING and kind != "own" and label in _FROM_WITHIN:
        return True  # "shall continue to support" binds, "should accept" asks
    if label in {"request", "concern"} and "may" in lead.words:
        return True
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
    return found + (s.word(begin - 1) == "nor" and s.has(begin, "auxiliary"))


def _is_verb(s: Sentence, i: int, lead: frozenset[str], *, alone: bool) -> bool:
    """Whether a form that may be a noun, "offers", or a passive, "is held", is an active verb."""
    word, before = s.words[i], s.word(i - 1)
    if _is_past_form(word):
        return before != "as" and lead.isdisjoint(s.lists["be"]) and not _follows_noun_maker(s, i)
    if word.endswith("ing"):
        return not s.has(i - 1, "determiner")
    if _follows_noun_maker(s, i) or before == "as":
        return False
    # "Demand fell", "while demand fell": a verb needs a subject
    starts = s.clause_start(i) == i and (i == 0 or (s.has(i - 1, "subordinator") and before not in RELATIVES))
    return not (alone and starts)


def _follows_noun_maker(s: Sentence, i: int) -> bool:
    if s.word(i - 1) in _POINTING or s.word(i - 1) == "to":
        return False
    return s.has(i - 1, "determiner") or s.is_owner(i - 1) or s.has(i - 1, "preposition")


def _is_past_form(word: str) -> bool:
    return word.endswith("ed") or word in PAST


def _is_past(s: Sentence, fit: Fit, lead: frozenset[str], kind: str, actors: frozenset[str]) -> bool:
    """Whether a cue tells what was, and the rule does not let that count.

    A communiqué tells its acts as past, "The Ministers reaffirmed": "joint" lets those who speak together.
    """
    words = s.words[fit.first : fit.end + 1]
    perfect_after = any(a == "have" and _is_past_form(b) for a, b in pairwise(words[1:]))
    if perfect_after or ("have" in lead and lead & _UNREAL):
        return True  # "must have crossed", "would have accepted"
    if fit.pattern.head or fit.rule.past == "keep":
        return False
    past_verb = fit.pattern.verb and _is_past_form(words[0])
    perfect = not lead.isdisjoint(s.lists["have"] | s.lists["be"])
    told = not _WAS.isdisjoint({*lead, words[0]}) or (past_verb and not perfect)
    if fit.rule.past == "drop" or not (told or past_verb):
        return told
    if words[0] in _WAS and fit.rule.label != "concern":
        return kind != "own"
    together = kind in {"own", "open", "pronoun"} or not actors.isdisjoint(s.lists["joint"])
    return "had" in {*lead, words[0]} or not together


def _is_anothers(s: Sentence, i: int) -> bool:
    """Whether the readiness, the refusal … that the owner at ``i`` has is not the author's.

    "We regret its refusal", "notes the Republic's offer", "Norland's readiness was noted".
    """
    if s.words[i] in s.lists["first_person"] or not s.issuer.isdisjoint(s.words[max(0, i - 1) : i + 1]):
        return False
    after = s.words[i + 1 : i + _FAR]
    noted = any(a in s.lists["be"] and b in s.lists["react"] for a, b in pairwise(after))
    if noted and not s.has(i, "possessive"):
        return True
    begin = max([0, *(j for j in range(i) if s.has(j, "coordinator") or s.words[j] == ";")])
    before = s.words[begin:i]
    if not s.lists["react"].isdisjoint(before) or not s.lists["first_person"].isdisjoint(before):
        return True
    return bool(s.issuer) and not s.has(i, "possessive") and s.is_name(i) and not s.has(i, "institution")


def is_supported(s: Sentence, cue: Cue, cues: Sequence[Cue]) -> bool:
    """Whether a cue that needs company has it: another stance or a modal verb, or a denial elsewhere."""
    if cue.rule.needs == "modal":
        company = s.lists["modal"] | s.lists["first_person"]
        return not company.isdisjoint(s.words) or any(c.rule.needs != "modal" for c in cues)
    if cue.rule.needs == "denial":
        return any(s.denying[: cue.start]) or any(s.denying[cue.end :])
    return True


def is_asserted(s: Sentence, cue: Cue, cues: Sequence[Cue]) -> bool:
    """Whether the author does what the cue says, rather than asking, supposing or wondering."""
    asked = s.clause_start(cue.start) - 1
    if s.word(asked) in _OPEN_QUESTIONS and cue.label != "warning" and (asked or cue.label in _ACTS):
        return False
    if cue.label not in _ACTS:
        return True
    if s.words[cue.start] == "should" and s.word(asked) == "that" and s.word(asked - 1).endswith("ed"):
        return False  # "it was agreed that ratification should be required"
    return not any(
        _supposes(s, before, cue) or _asks_for(s, before, cue) for before in cues if before.end <= cue.start
    )


def _supposes(s: Sentence, before: Cue, cue: Cue) -> bool:
    """Whether a condition before a cue, with no comma between, makes it a supposition."""
    between = s.words[before.end : cue.start]
    return (
        before.label == "condition"
        and bool(between)
        and "," not in between
        and HARD_STOPS.isdisjoint(between)
    )


def _asks_for(s: Sentence, before: Cue, cue: Cue) -> bool:
    """Whether a request before a cue asks another for the act that the cue names."""
    if before.label != "request":
        return False
    between = s.words[before.end : cue.start]
    if cue.label not in {"request", "concern"} and {"and", "but", ";"}.isdisjoint(between):
        return True
    base = not s.words[cue.first].endswith(("s", "ed", "ing"))
    if s.word(cue.first - 1) == "to" or (before.end == cue.first and base and s.word(cue.first - 1) == "to"):
        return True
    return s.has(cue.first, "possessive") and s.words[cue.first] not in s.lists["first_person"]
