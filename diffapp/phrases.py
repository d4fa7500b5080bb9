"""Key phrases: terms of several words that a text uses, inflection and word order folded.

"The indivisibility of security" and "indivisible security" are one phrase: its key is the set of stems that
carry matter. Phrases are the noun groups that grammar words and punctuation leave between them (compare
Justeson and Katz, 1995, on the shape of terms). There is no tagger: a word form counts as a verb if the
texts use it as one more often than as a noun, going by the grammar words beside it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import regex
from rapidfuzz import fuzz

from diffapp.commonness import is_adverb, is_attribute
from diffapp.words import Token, Vocabulary, fold, function_words, joints

Key = tuple[str, ...]
MOST_WORDS = 4
START = 4
ALIKE = 85
"""Least rapidfuzz ratio at which two stems with the same first letters count as one word."""
BREAK = regex.compile(r"[^\s\p{Pd}\"'“”‘’«»„]|\n\s*\n")
QUOTES = regex.compile(r"[\"“”«»„]")
FRESH = regex.compile(r"(?:^|[.!?:;]\s+|\n)[\"“«„(]?$")
QUOTED = regex.compile(r"[\"“«„]([^\"“”«»„.!?;:]{3,80})[\"”»“]")
MOST_QUOTED = 6
"""Words that carry matter in a quoted term."""
NEAR = 12
"""Characters before a phrase that tell whether it begins a sentence."""
HYPHEN = regex.compile(r"\p{Pd}")


@dataclass
class Phrase:
    """A key phrase: where it occurs, as (document, passage, start, end), and how it is written."""

    key: Key
    places: list[tuple[int, int, int, int]] = field(default_factory=list)
    written: Counter[str] = field(default_factory=Counter)

    @property
    def name(self) -> str:
        """Its most frequent written form; among equals the longest, then the first by alphabet."""
        return min(self.written, key=lambda w: (-self.written[w], -len(w), w))


def _with_last_end(tokens: Sequence[Token]) -> Iterator[tuple[int, Token]]:
    """Yield each token with the end of the one before it."""
    end = 0
    for token in tokens:
        yield end, token
        end = token.end


def _third_person(verb: str) -> str:
    """Put an English verb into the third person: applies, establishes, provides."""
    if verb.endswith("y") and verb[-2] not in "aeou":
        return f"{verb[:-1]}ies"
    return f"{verb}es" if verb.endswith(("s", "sh", "ch", "x")) else f"{verb}s"


class Grammar:
    """What the documents of one language show about their word forms: which are used as verbs."""

    def __init__(self, language: str) -> None:
        """Take the word lists of an ISO 639-1 language; an unknown language has none."""
        self.joints = joints(language)
        self._determiners = function_words(language, "determiners")
        self._before_verbs = function_words(language, "before_verbs")
        vocabulary = Vocabulary(language)
        self._light = frozenset(vocabulary[w][0] for w in function_words(language, "light"))
        verbs = function_words(language, "verbs")
        self._verbs = verbs | {_third_person(verb) for verb in verbs}
        self._english = language == "en"
        self._balance: Counter[str] = Counter()

    def learn(self, tokens: Sequence[Token], text: str) -> None:
        """Count how each form of a passage is used, going by the words directly before and after it."""
        near = [t.key if not BREAK.search(text, e, t.start) else "" for e, t in _with_last_end(tokens)]
        for k, token in enumerate(tokens):
            if not token.content:
                continue
            form = fold(text[token.start : token.end])
            before = tokens[k - 1].key if k and near[k] else ""
            after = near[k + 1] if k + 1 < len(tokens) else ""
            as_verb = (before in self._before_verbs) + (after in self._determiners)
            self._balance[form] += as_verb - (before in self._determiners) - ((before,) in self.joints)

    def is_light(self, keys: Key, written: str) -> bool:
        """Tell whether a word stands in no phrase: of little matter, or used as a verb rather than a noun."""
        form = fold(written)
        if (len(keys) == 1 and keys[0] in self._light) or self._balance[form] > 0:
            return True
        return self._english and (form in self._verbs or is_adverb(form))

    def is_noun(self, written: str) -> bool:
        """Tell whether the texts use a word form as a noun, more often than as a verb, and no adverb."""
        form = fold(written)
        return self._balance[form] < 0 and form not in self._verbs and not (self._english and is_adverb(form))

    def ends(self, written: str) -> bool:
        """Tell whether a phrase may end with a word: an adjective has its noun still to come."""
        return not (self._english and is_attribute(written))


@dataclass(frozen=True, slots=True)
class _Unit:
    """A word, or words that hyphens join; ``keys`` holds those that carry matter.

    ``gap`` is the text between the unit before it and itself; ``joined`` is set where a joint stands there.
    """

    keys: Key
    first: str
    start: int
    end: int
    gap: str
    joined: bool = False


def _units(tokens: Sequence[Token], text: str) -> Iterator[_Unit]:
    """Yield the words of a passage, hyphenated ones as one."""
    last: _Unit | None = None
    for end, token in _with_last_end(tokens):
        keys = (token.key,) if token.content else ()
        gap = text[end : token.start]
        if last and HYPHEN.fullmatch(gap):
            last = replace(last, keys=last.keys + keys, end=token.end)
            continue
        if last:
            yield last
        last = _Unit(keys, token.key, token.start, token.end, gap)
    if last:
        yield last


def groups(tokens: Sequence[Token], text: str, grammar: Grammar) -> Iterator[list[_Unit]]:
    """Yield the noun groups of a passage: words that only quotation marks or joints stand between."""
    units: list[_Unit] = []
    between: tuple[str, ...] = ()
    for unit in _units(tokens, text):
        if BREAK.search(unit.gap):
            yield units
            units, between = [], ()
        if not unit.keys:
            between = (*between, unit.first)
            continue
        if between and between not in grammar.joints:
            yield units
            units = []
        if grammar.is_light(unit.keys, text[unit.start : unit.end]):
            yield units
            units = []
        else:
            units.append(replace(unit, joined=bool(between and units)))
        between = ()
    yield units


def in_group(units: Sequence[_Unit], text: str, grammar: Grammar) -> Iterator[tuple[Key, int, int]]:
    """Yield the phrases of a noun group as key, start and end; a phrase ends where a noun may end."""
    while units and not grammar.ends(text[units[-1].start : units[-1].end]):
        units = units[:-1]
    for last in range(1, len(units)):
        if last + 1 < len(units) and not units[last + 1].joined:
            continue
        for first in range(max(0, last - MOST_WORDS + 1), last):
            if text[units[first].start].isdigit():
                continue  # "5+2 talks" and "340 metres" are not told by their figure
            keys = {key for unit in units[first : last + 1] for key in unit.keys}
            if len(keys) > 1:
                yield tuple(sorted(keys)), units[first].start, units[last].end


def find_phrases(
    tokens: Sequence[Sequence[Sequence[Token]]], texts: Sequence[Sequence[str]], languages: Sequence[str]
) -> dict[Key, Phrase]:
    """Collect the phrases of all documents; ``tokens`` and ``texts`` are by document and passage."""
    grammars = grammars_of(tokens, texts, languages)
    found: dict[Key, Phrase] = {}
    for d, side in enumerate(tokens):
        for p, passage in enumerate(side):
            text, grammar = texts[d][p], grammars[languages[d]]
            grouped = groups(passage, text, grammar)
            places = dict.fromkeys(place for units in grouped for place in in_group(units, text, grammar))
            for key, start, end in [*places, *(q for q in quoted(passage, text) if q not in places)]:
                phrase = found.setdefault(key, Phrase(key))
                phrase.places.append((d, p, start, end))
                phrase.written[_display(text, start, end)] += 1
    return found


def grammars_of(
    tokens: Sequence[Sequence[Sequence[Token]]], texts: Sequence[Sequence[str]], languages: Sequence[str]
) -> dict[str, Grammar]:
    """Learn from all documents how each language's word forms are used in them."""
    grammars = {language: Grammar(language) for language in languages}
    for d, side in enumerate(tokens):
        for p, passage in enumerate(side):
            grammars[languages[d]].learn(passage, texts[d][p])
    return grammars


def quoted(tokens: Sequence[Token], text: str) -> Iterator[tuple[Key, int, int]]:
    """Yield what stands between quotation marks and is no whole sentence: somebody's term, as they put it."""
    for match in QUOTED.finditer(text):
        start, end = match.span(1)
        inside = [t for t in tokens if start <= t.start and t.end <= end]
        keys = {t.key for t in inside if t.content}
        if 1 < len(keys) <= MOST_QUOTED and inside[0].content and inside[-1].content:
            yield tuple(sorted(keys)), inside[0].start, inside[-1].end


def _display(text: str, start: int, end: int) -> str:
    """Write a phrase for a list: quotation marks dropped, and the capital that only a sentence gave it."""
    words = QUOTES.sub("", text[start:end]).split()
    if FRESH.search(text[max(0, start - NEAR) : start]) and words[0][1:] == words[0][1:].lower():
        words[0] = words[0].lower()
    return " ".join(words)


def alike(word: str, key: str) -> bool:
    """Tell whether two stems count as one word: the same, or spelt almost alike."""
    return word == key or (
        len(key) > START and word[:START] == key[:START] and fuzz.ratio(word, key) >= ALIKE
    )


def passages_of(tokens: Sequence[Sequence[Token]]) -> dict[str, set[int]]:
    """Map each key of one document to the passages that hold it."""
    places: dict[str, set[int]] = defaultdict(set)
    for p, passage in enumerate(tokens):
        for token in passage:
            if token.content:
                places[token.key].add(p)
    return places
