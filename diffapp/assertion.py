"""Which cues of a sentence stand: those with the company they need, whose act the author does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from diffapp.clauses import HARD_STOPS, Sentence
from diffapp.cues import Rule
from diffapp.tense import UNREAL, WAS

# Said under "if", asked of another, or left open by "whether", none of these is the author's act.
ACTS: Final = frozenset({"offer", "refusal", "reaffirmation", "obligation", "concern", "request"})
FROM_WITHIN: Final = frozenset({"offer", "refusal", "reaffirmation"})
_OPEN_QUESTIONS: Final = frozenset({"whether", "how", "why", "what"})
_NOW: Final = frozenset({"is", "are", "am", "has", "have", "do", "does", "be"})
ALLOWED: Final = frozenset({"may", "might", "could"})
_PLAIN: Final = frozenset({"will", "shall", "'ll"})
_NEEDED: Final = frozenset({"must", "should", "has", "have", "need", "needs"})
_NO_CLAUSE: Final = frozenset({"without", "absent", "subject"})
_NEAR: Final = 2


class Cue(NamedTuple):
    """A fit that the grammar lets stand; ``start`` takes in the auxiliaries and the "not" before it."""

    label: str
    strength: int
    start: int
    first: int
    end: int
    rule: Rule


def is_supported(s: Sentence, cue: Cue, cues: Sequence[Cue]) -> bool:
    """Whether a cue that needs company has it: another stance or a modal verb, or a denial elsewhere."""
    if cue.rule.needs == "modal":
        company = s.lists["modal"] | s.lists["first_person"]
        return not company.isdisjoint(s.words) or any(c.rule.needs != "modal" for c in cues)
    others = [c for c in cues if c is not cue]
    if cue.rule.needs == "denial":
        begin = _clause_before(s, cue.start)
        after = s.begins_clause(cue.first) and any(s.denying[cue.end :])
        denied = after or any(s.denying[begin : cue.start])
        return denied and not (s.lists["modal"] | _NOW).isdisjoint(s.words)
    if cue.rule.needs == "condition" and cue.label == cue.rule.label:
        return any(c.label == "condition" for c in others)
    if cue.rule.needs == "last":
        return all(c.label == "condition" for c in others)
    return cue.rule.needs != "alone" or not others


def _clause_before(s: Sentence, i: int) -> int:
    """Where the clause with its commas begins that ``i`` stands in: after a hard stop, or ", and"."""
    starts = (
        j + 1
        for j in range(i - 1, -1, -1)
        if s.words[j] in HARD_STOPS or (s.has(j, "coordinator") and s.word(j - 1) == ",")
    )
    return next(starts, 0)


def is_asserted(s: Sentence, cue: Cue, cues: Sequence[Cue]) -> bool:
    """Whether the author does what the cue says, rather than asking, supposing or wondering."""
    asked = s.clause_start(cue.start) - 1
    cleft = asked == 0 and s.words[0] == "what" and "?" not in s.words  # "What we seek is"
    if (
        s.word(asked) in _OPEN_QUESTIONS
        and not cleft
        and cue.label != "warning"
        and (asked or cue.label in ACTS)
    ):
        return False
    if cue.label not in ACTS:
        return not _is_unreal(s, cue)
    if _is_told_of(s, asked, cue) or _is_threat(s, cue, cues):
        return False
    if s.word(asked) == "that" and _is_thought(s, asked, cue, cues):
        return False
    if cue.label in FROM_WITHIN | {"obligation"} and "?" in s.words[cue.end :]:
        return cue.label == "offer" and s.words[cue.start] in ALLOWED  # "May we suggest …?"
    return not any(
        _supposes(s, before, cue) or _asks_for(s, before, cue) for before in cues if before.end <= cue.start
    )


def _is_threat(s: Sentence, cue: Cue, cues: Sequence[Cue]) -> bool:
    """Whether a plain "will" beside a warning offers nothing: "we shall publish what we know"."""
    return cue.label == "offer" and s.words[cue.start] in _PLAIN and any(c.label == "warning" for c in cues)


def _is_told_of(s: Sentence, relative: int, cue: Cue) -> bool:
    """Whether a "must" or "should" tells of what a noun is: "the guns that each side must destroy"."""
    if cue.label not in {"request", "obligation"} or s.words[cue.start] not in _NEEDED:
        return False
    if s.word(relative) == "which" and cue.label == "request":
        return True
    noun = s.word(relative - 1)
    return s.word(relative) == "that" and s.has(relative - 2, "determiner") and noun not in s.lists["opinion"]


def _is_unreal(s: Sentence, cue: Cue) -> bool:
    """Whether a condition is told of the past, or was not met: "Had they come, it would have gone"."""
    if cue.label != "condition" or (WAS | {"should"}).isdisjoint(s.words):
        return False
    if s.words[cue.first] in {"should", "were", "had"} and "?" in s.words:
        return True
    if (s.lists["modal"] | _NOW).isdisjoint(s.words):
        return True
    if "had" not in s.words:
        return False
    return any(a in UNREAL and "have" in s.words[i + 1 : i + 1 + _NEAR] for i, a in enumerate(s.words))


def _is_thought(s: Sentence, that: int, cue: Cue, cues: Sequence[Cue]) -> bool:
    """Whether a "should" or "must" after "that" is a thought and asks nothing.

    "It was agreed that ratification should be required", "That it should come to this saddens us", "We hold
    that duties must be equal".
    """
    if s.words[cue.start] in UNREAL and not WAS.isdisjoint(s.words[:that]):
        return True
    if s.words[cue.start] == "should" and that == 0:
        return True
    held = [c.label for c in cues if that - _NEAR < c.end <= that + 1 and c.end <= cue.start]
    return cue.label in {"obligation", "request"} and not {"reaffirmation", "concern"}.isdisjoint(held)


def _supposes(s: Sentence, before: Cue, cue: Cue) -> bool:
    """Whether a condition before a cue, with no comma between, makes it a supposition."""
    between = s.words[before.end : cue.start]
    return (
        before.label == "condition"
        and s.words[before.first] not in _NO_CLAUSE
        and bool(between)
        and "," not in {s.words[before.end - 1], *between}
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
