"""What a passage does with its words: offer, refusal, request … by cues that a user can read and change.

Each cue of data/cues.toml is tried where its first word stands; then the grammar around it decides (clauses,
scope, tense, assertion, hearsay): "not" makes a refusal of an offer and an offer of a refusal; what is told
as past, or said by another, counts for nothing; what is asked of another is not promised by the author; what
stands under "if" is not asserted.

The labels follow J. R. Searle's kinds of speech act (A classification of illocutionary acts, Language in
Society 5, 1976). Offer, refusal, reaffirmation, obligation and warning bind the speaker or the parties,
a request asks of others, a concern expresses, a statement tells how things are; a condition limits the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from diffapp.assertion import Cue, is_asserted, is_supported
from diffapp.clauses import STOPS, Sentence
from diffapp.cues import ANY, COMPANY, DONE, NAME, OWNER, STANCES, Cues, Step, load_cues
from diffapp.hearsay import hearsay
from diffapp.inflection import is_past
from diffapp.model import Stance
from diffapp.scope import judge
from diffapp.sentencing import sentences
from diffapp.tense import Fit
from diffapp.tokens import QUOTES, Span

__all__ = ["FIRMNESS", "STANCES", "find_stances", "firmness"]

REACH: Final = 24
"""How many tokens, adverbs and asides included, two neighbouring words of a pattern may lie apart."""
LONGEST_SENTENCE: Final = 2_000
"""Characters; what is longer is cut, so that the work grows with the text and no faster."""
FIRMNESS: Final = {
    0: "takes no stance",
    1: "holds something possible: might consider, could see merit in",
    2: "is open to it: would consider, does not exclude, hopes, would welcome",
    3: "says so: is ready to, proposes, urges, regrets",
    4: "stands by it: will continue to, cannot accept, demands, warns",
    5: "is bound: shall, undertakes to, is obliged to",
}
"""The scale of ``Stance.strength``. Acts with one point differ in strength, as suggesting and insisting do
(Searle 1976; Searle and Vanderveken, Foundations of Illocutionary Logic, 1985). That modal verbs are steps is
usage of standards: shall, should, may, can (ISO/IEC Directives, Part 2); MUST, SHOULD, MAY (RFC 2119)."""


def find_stances(
    text: str, cues: Cues | None = None, issuer: str = "", skip: int = 0, language: str = "en"
) -> tuple[Stance, ...]:
    """Find the stances that a passage takes.

    Args:
        text: the passage.
        cues: what to look for; the packaged cues if None.
        issuer: who speaks. With a name, what other names do is theirs and counts for nothing; without,
            a text's third persons ("the Government is ready") are taken for its author.
        skip: how many characters at the head are a printed number and no text.
        language: ISO 639-1. Only English is read.

    Returns:
        In the order of offsets and disjoint; ``text[s.start:s.end] == s.cue``. A passage that takes no stance
        has one of label "statement" with an empty cue at its first letter; another language, or no text,
        has none at all.
    """
    body = text[skip:].lstrip()
    if language[:2].lower() != "en" or not body:
        return ()
    cues = load_cues() if cues is None else cues
    author = frozenset(issuer.lower().split()) - {"the", "of", "and"}
    strong: list[Stance] = []
    weak: list[Stance] = []
    for span in _pieces(text, skip):
        sentence = Sentence(text, span, cues.words, author)
        for cue in _cues_of(sentence, cues):
            a, b = sentence.spans[cue.start][0], sentence.spans[cue.end - 1][1]
            found = Stance(cue.label, text[a:b], a, b, cue.strength)
            (weak if cue.rule.needs == "last" else strong).append(found)
    at = len(text) - len(body)
    if all(stance.label == "condition" for stance in strong):
        strong = sorted(strong + weak, key=lambda stance: stance.start)
    return tuple(strong) or (Stance("statement", "", at, at, 0),)


def _pieces(text: str, skip: int) -> Iterator[Span]:
    """Where the sentences after ``skip`` stand, those over LONGEST_SENTENCE in pieces."""
    for start, end in sentences(text):
        at = max(start, skip)
        while end - at > LONGEST_SENTENCE:
            stops = (text.rfind(mark, at + 1, at + LONGEST_SENTENCE) for mark in (";", ",", " "))
            cut = next((stop + 1 for stop in stops if stop >= 0), at + LONGEST_SENTENCE)
            yield at, cut
            at = cut
        if at < end:
            yield at, end


def firmness(stances: Sequence[Stance]) -> int:
    """How firmly these stances, of one passage or around one mention, commit: a key of FIRMNESS.

    The firmest counts. A condition is no commitment of its own; beside an offer it takes one step off, since
    the offer may never fall due.
    """
    known = [s for s in stances if s.label != "condition"]
    firmest = max(known, key=lambda s: s.strength, default=None)
    if firmest is None:
        return 0
    limited = firmest.label == "offer" and len(known) < len(stances)
    return max(1, firmest.strength - limited) if firmest.strength else 0


def _cues_of(s: Sentence, cues: Cues) -> list[Cue]:
    """The cues of one sentence, in order: of those that overlap the longest, then the first in the file."""
    judged = [cue for fit in _fits(s, cues) if (cue := judge(s, fit))]
    judged.sort(key=lambda cue: (cue.first - cue.end, cue.label != "statement", cue.rule.order))
    foreign = hearsay(s) if judged else []
    free = _disjoint(s, (cue for cue in judged if cue.rule.needs not in COMPANY), foreign)
    free = [cue for cue in free if is_supported(s, cue, free)]
    own = _disjoint(s, (cue for cue in judged if is_supported(s, cue, free)), foreign)
    return [cue for cue in own if is_supported(s, cue, own) and is_asserted(s, cue, own)]


def _disjoint(s: Sentence, cues: Iterable[Cue], foreign: Sequence[Span]) -> list[Cue]:
    """The author's own among cues that come best first, in order, without those that overlap a better one."""
    taken: list[Cue] = []
    used = [False] * len(s)
    for cue in cues:
        if not any(used[cue.start : cue.end]):
            used[cue.start : cue.end] = [True] * (cue.end - cue.start)
            taken.append(cue)
    return [
        cue
        for cue in sorted(taken, key=lambda cue: cue.start)
        if cue.label != "statement" and not any(a <= cue.first < b for a, b in foreign)
    ]


def _fits(s: Sentence, cues: Cues) -> Iterator[Fit]:
    """Every pattern that fits somewhere."""
    present = frozenset(s.words)
    for i in range(len(s)):
        keys = [s.words[i]]
        if s.words[i][0].isalnum():
            keys += [ANY, *([NAME] if s.is_name(i) else []), *([OWNER] if s.is_owner(i) else [])]
        for key in keys:
            for rule, pattern in cues.index.get(key, ()):
                if pattern.needed and pattern.needed.isdisjoint(present):
                    continue
                if pattern.head and not (s.begins_clause(i) if pattern.head == "^" else i == 0):
                    continue
                end = _follow(s, pattern.steps, 1, i + 1, 0)
                if end:
                    yield Fit(rule, pattern, i, *end)


def _follow(s: Sentence, steps: Sequence[Step], k: int, i: int, denials: int) -> tuple[int, int] | None:
    """Where the steps from ``k`` on end and how often they deny, tried from token ``i`` on."""
    if k == len(steps):
        return i, denials
    left, j, denied = steps[k].gap, i, denials
    while j < min(len(s), i + REACH):
        if _stands(s, j, steps[k]):
            end = _follow(s, steps, k + 1, j + 1, denied)
            if end:
                return end
        if s.skippable(j) or s.words[j] in QUOTES:
            denied += s.denying[j]
        elif s.after_aside(j) > j:
            j = s.after_aside(j) - 1
        elif left and s.words[j] not in STOPS:
            left -= 1
        else:
            break
        j += 1
    return _follow(s, steps, k + 1, i, denials) if steps[k].optional else None


def _stands(s: Sentence, i: int, step: Step) -> bool:
    """Whether a token is one that the step allows."""
    return (
        s.words[i] in step.words
        or (ANY in step.words and s.words[i][0].isalnum() and not s.denying[i])
        or (NAME in step.words and s.is_name(i))
        or (OWNER in step.words and s.is_owner(i))
        or (DONE in step.words and is_past(s.words[i]))
    )
