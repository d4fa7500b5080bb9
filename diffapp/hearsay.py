"""Which stretches of a sentence are somebody else's words: reported speech, and words that are only named.

What another side says it is ready for, the author does not offer: a cue in such a stretch counts for nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from diffapp.clauses import STOPS, Sentence
from diffapp.inflection import is_past
from diffapp.tokens import QUOTES, Span

_COMPLEMENT: Final = frozenset({"that", "it", "they", "to"})
_CONTRAST: Final = frozenset({"while", "whereas", "although"})
_VIEWS: Final = frozenset({"view", "opinion", "eyes", "judgment", "reading", "words"})
_TRUE: Final = frozenset({"case", "true", "correct", "right", "accurate", "so"})
_TERMS: Final = frozenset({"term", "terms", "word", "words", "phrase", "expression", "entitled", "called"})
# ", Moscow said on Monday": what follows such a tag is too short to be the thing that is said.
_LONGEST_TAG: Final = 7
_SHORT: Final = 3
_LONGEST_SOURCE: Final = 9
_RULES: Final = frozenset({"shall", "must", "should"})


def hearsay(sentence: Sentence) -> list[Span]:
    """Half-open stretches of tokens that are not the author's own words, or that the author calls untrue."""
    return [*_quoted(sentence), *_reported(sentence), *_untrue(sentence)]


def _quoted(s: Sentence) -> Iterator[Span]:
    """What is quoted as a word: the term "shall", or a word or two. Longer ones are the author's."""
    marks = [i for i, word in enumerate(s.words) if word in QUOTES]
    pairs = zip(marks[::2], marks[1::2], strict=False)
    return ((a, b) for a, b in pairs if s.word(a - 1) in _TERMS or b - a <= _SHORT)


def _untrue(s: Sentence) -> Iterator[Span]:
    """What follows "it is not the case that", up to a turn in the author's own words."""
    for i in range(len(s)):
        if s.words[i] in _TRUE and s.word(i + 1) == "that" and any(s.denying[max(0, i - 3) : i]):
            yield i, _end(s, i)


def _reported(s: Sentence) -> Iterator[Span]:
    """From a verb of saying to the end of what is said; or all before it, where it stands behind."""
    for i in range(len(s)):
        if not _says_another(s, i):
            continue
        begin, end = s.clause_start(i), _end(s, i)
        tag = (
            begin > 0
            and (s.words[begin - 1] == "," or s.words[begin - 1] in QUOTES)
            and end - i < _LONGEST_TAG
            and _COMPLEMENT.isdisjoint(s.words[i + 1 : i + 4])
        )
        yield (0 if tag else i, end)


def _says_another(s: Sentence, i: int) -> bool:
    """Whether somebody else than the author is made to speak at this word."""
    if _by_phrase(s, i):
        return True
    if i and s.raw[i][0].isupper():
        return False  # "each Contracting State"
    noun = any(s.has(i - 1, name) for name in ("determiner", "possessive", "preposition"))
    if noun or s.word(i - 1) in _RULES or (s.words[i], s.word(i - 1)) == ("say", "to"):
        return False  # "the claims", "shall deny entry", "to say the least"
    if s.has(i - 1, "be") and s.word(i + 1) not in _COMPLEMENT and is_past(s.words[i]):
        return False  # "was announced in May"
    if s.has(i, "report") or (s.has(i, "report_that") and s.word(i + 1) == "that"):
        ours = s.has(i, "report_neutral") and _of_ours(s, i)
        return s.words[i].endswith("edly") or (
            not ours and s.subject(i)[0] not in {"own", "open", "relative"}
        )
    named = s.has(i, "report_as") and "as" in s.words[i + 1 : i + _LONGEST_SOURCE]
    return (named or s.has(i, "report_formal")) and _states(s, i)


def _by_phrase(s: Sentence, i: int) -> bool:
    """Whether another is cited without a verb: "in Norland's view", "according to", "as reported"."""
    own = s.lists["first_person"] | s.issuer
    if s.words[i] in _VIEWS and s.is_owner(i - 1):
        return "in" in s.words[max(0, i - 3) : i - 1] and s.words[i - 1] not in own | {"its"}
    if s.words[i] in _VIEWS and s.word(i + 1) == "of" and "in" in s.words[max(0, i - 2) : i]:
        return own.isdisjoint(s.words[i + 2 : i + 5])
    if s.words[i] == "according" and s.word(i + 1) == "to":
        stop = next((j for j in range(i + 2, len(s)) if s.words[j] in STOPS), len(s))
        source = range(i + 2, min(i + _LONGEST_SOURCE, stop))
        who = any(s.has(j, "institution") or s.is_name(j) for j in source)
        return who and own.isdisjoint(s.words[i : source.stop])
    return s.word(i - 1) == "as" and s.has(i, "report_that") and s.words[i].endswith("ed")


def _of_ours(s: Sentence, i: int) -> bool:
    """Whether what is said begins with us: "said that our Government is willing"."""
    own = s.lists["first_person"] | s.issuer
    after = s.words[i + 1 : i + 8]
    said = after[after.index("that") + 1 :] if "that" in after else after
    return not own.isdisjoint(said[:2])


def _states(s: Sentence, i: int) -> bool:
    """Whether a verb that an author also uses of itself, "declares", tells of another here."""
    kind, words = s.subject(i)
    if kind in {"own", "role"} or _is_adjective(s, i):
        return False
    told = s.words[i].endswith(("ed", "ote")) and not s.issuer and words.isdisjoint(s.lists["joint"])
    return (kind == "other" or told) and not _of_ours(s, i)


def _is_adjective(s: Sentence, i: int) -> bool:
    """Whether a participle belongs to a noun: "prior informed consent"."""
    if i > 1 or s.has(i - 1, "institution"):
        return False
    after, lists = s.word(i + 1), ("determiner", "preposition", "pronoun", "first_person", "subordinator")
    if not is_past(s.words[i]) or not after[:1].isalpha() or after in _COMPLEMENT or s.is_adverb(after):
        return False
    return not (s.is_name(i + 1) or s.is_owner(i + 1) or any(s.has(i + 1, name) for name in lists))


def _end(s: Sentence, i: int) -> int:
    """Where a report ends: at ";", or at "but", "while" before words of the author's own."""
    own = s.lists["first_person"] | s.issuer
    for j in range(i + 1, len(s)):
        turn = s.has(j, "coordinator") or s.words[j] in _CONTRAST
        if s.words[j] == ";" or (turn and not own.isdisjoint(s.words[j + 1 : j + 4])):
            return j
    return len(s)
