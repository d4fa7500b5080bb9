"""Where the families of a glossary are mentioned in passages, with exact offsets.

Every run of every term is filed under the stem of its first word, so that a passage is read once, word by
word, however many families there are. Between the words of a run, words of mere grammar may stand in the
text; a term's own grammar words count only where they tell something ("without", "third", not "of"). Words
that the glossary does not know but that are spelt almost like one of its own (rapidfuzz) count as that.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import accumulate, islice, pairwise, product
from typing import NamedTuple

import regex
from rapidfuzz import fuzz, process

from diffapp.glossary import Glossary
from diffapp.words import POSSESSIVE, Token, Vocabulary

WINDOW = 14
"""Words that carry matter within which all runs of a term joined by + must stand."""
MOST_RUNS = 4_096
"""Ways of writing one run of a term that are filed; a term with more is cut there."""
BESIDE = 4
"""Places of a run, before and after another, that are looked at as its company."""
SPELT = 7
SPELT_ALIKE = 90
"""Least stem length and rapidfuzz ratio at which an unknown word counts as a known one."""
PLAIN = {
    *("a", "an", "and", "as", "at", "be", "been", "being", "by", "for", "from", "has"),
    *("have", "in", "into", "is", "its", "it", "of", "on", "or", "our", "per", "shall"),
    *("that", "the", "their", "to", "up", "was", "were", "which", "will", "with", "would"),
}
"""English words of mere grammar that a term is read without; other languages' are all left out."""
STOP = regex.compile(r"[.!?;][\"'”’»)\]]*\s|\n\s*\n")
SPACE = regex.compile(r"\s+")

Stretch = tuple[int, int]
"""First and last word."""
Run = tuple[str, ...]
"""Stems of words in a row; a word in capitals that must be written so begins with "^"."""


class Hit(NamedTuple):
    """A mention: the concept's position in the glossary, the term, and the stretch that holds it."""

    concept: int
    term: int
    start: int
    end: int


@dataclass
class _Index:
    """Runs filed under their first stem, and which terms need which runs."""

    by_first: dict[str, list[tuple[Run, int]]] = field(default_factory=lambda: defaultdict(list))
    terms: list[tuple[int, int, tuple[int, ...]]] = field(default_factory=list)
    using: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    stems: set[str] = field(default_factory=set)


def _alternatives(word: str, vocabulary: Vocabulary) -> list[Run]:
    """Work out the runs that one place of a term stands for: "a|b-c" is a, or b and c in a row."""
    out: list[Run] = []
    for choice in word.split("|"):
        capitals = choice.isupper() and len(choice) > 1
        if capitals:
            out.append((f"^{choice}",))
            continue
        tokens = vocabulary.tokens(choice)
        told = vocabulary.language == "en"
        out.append(tuple(t.key for t in tokens if t.content or (told and t.key not in PLAIN)))
    return out


def _runs(part: str, vocabulary: Vocabulary) -> list[Run]:
    """List every way of writing one run of a term, as stems."""
    # alternatives that come to the same stem would multiply to the same runs over and over
    places = [list(dict.fromkeys(_alternatives(word, vocabulary))) for word in part.split()]
    runs = (tuple(key for piece in chosen for key in piece) for chosen in islice(product(*places), MOST_RUNS))
    return list(dict.fromkeys(filter(None, runs)))


@lru_cache(maxsize=8)
def _index(glossary: Glossary, language: str) -> _Index:
    """File all terms of a glossary for one language's stems; kept, since every comparison asks again."""
    index, vocabulary = _Index(), Vocabulary(language)
    number: dict[str, int] = {}
    for c, concept in enumerate(glossary.concepts):
        for t, term in enumerate(concept.terms):
            parts = [" ".join(SPACE.split(part.strip())) for part in term.split(" + ")]
            ids = []
            for part in filter(None, parts):
                if part not in number:
                    number[part] = len(number)
                    for run in _runs(part, vocabulary):
                        index.by_first[run[0]].append((run, number[part]))
                        index.stems.update(run)
                ids.append(number[part])
            if not ids:
                continue
            for part_id in set(ids):
                index.using[part_id].append(len(index.terms))
            index.terms.append((c, t, tuple(ids)))
    return index


class _Spellings(dict[str, str]):
    """Gives for a stem the glossary's word that it is a spelling of, or itself; remembers what was asked."""

    def __init__(self, stems: set[str]) -> None:
        super().__init__((stem, stem) for stem in stems)
        self._near: dict[str, list[str]] = defaultdict(list)
        for stem in sorted(stems):
            if len(stem) >= SPELT:
                self._near[stem[:4]].append(stem)

    def __missing__(self, key: str) -> str:
        best = None
        if len(key) >= SPELT and key.isalpha():
            choices = self._near.get(key[:4], ())
            best = process.extractOne(key, choices, scorer=fuzz.ratio, score_cutoff=SPELT_ALIKE)
        found = self[key] = best[0] if best else key
        return found


class Matcher:
    """Finds a glossary's concepts in passages of one language; remembers how words are spelt."""

    def __init__(self, glossary: Glossary, language: str = "en") -> None:
        """File the glossary, or take it from memory."""
        self._index = _index(glossary, language)
        self._spelt = _Spellings(self._index.stems)

    def find(self, text: str, tokens: Sequence[Token]) -> list[Hit]:
        """List a passage's mentions in order; of a concept's overlapping ones only the longest."""
        if not self._index.terms or not tokens:
            return []
        page = _Page(text, tokens, [self._spelt[t.key] if t.content else t.key for t in tokens])
        places: dict[int, list[Stretch]] = defaultdict(list)
        for part, first, last in self._read(page):
            places[part].append((first, last))
        found: list[Hit] = []
        for number in sorted({t for part in places for t in self._index.using[part]}):
            concept, term, parts = self._index.terms[number]
            if all(part in places for part in parts):
                for first, last in _together([places[part] for part in parts], page):
                    found.append(Hit(concept, term, tokens[first].start, tokens[last].end))
        return _longest(found)

    def _read(self, page: _Page) -> Iterator[tuple[int, int, int]]:
        """Yield the runs that stand in a passage: number, first and last word."""
        filed = self._index.by_first
        for first, (key, token) in enumerate(zip(page.keys, page.tokens, strict=True)):
            small = page.text[token.start : token.end].islower()
            for name in (key,) if small else (key, *page.capitals(first)):
                for run, part in filed.get(name, ()):
                    last = page.follow(run, first)
                    if last is not None:
                        yield part, first, last


class _Page:
    """A passage's words, and what is worked out of them only where a term begins."""

    def __init__(self, text: str, tokens: Sequence[Token], keys: Sequence[str]) -> None:
        self.tokens = tokens
        self.keys = keys
        self.text = text

    @cached_property
    def sentence(self) -> list[int]:
        """The number of the sentence that each word stands in."""
        numbers = [0]
        for before, after in pairwise(self.tokens):
            stop = STOP.search(self.text, before.end, after.start)
            numbers.append(numbers[-1] + bool(stop))
        return numbers

    @cached_property
    def weight(self) -> list[int]:
        """How many words that carry matter stand up to each word, itself included."""
        return list(accumulate(token.content for token in self.tokens))

    def capitals(self, k: int) -> tuple[str, ...]:
        """A word as a term in capitals names it; nothing for a word that cannot be one."""
        word = self.text[self.tokens[k].start : self.tokens[k].end]
        return () if word.islower() else (f"^{POSSESSIVE.sub('', word)}",)

    def follow(self, run: Run, first: int) -> int | None:
        """Return the last word of a run that begins at ``first``; words of grammar may stand between."""
        at = first
        for wanted in run[1:]:
            at += 1
            while at < len(self.keys) and not self._is(at, wanted):
                if self.tokens[at].content:
                    return None
                at += 1
            if at == len(self.keys):
                return None
        return at if at == first or self.sentence[at] == self.sentence[first] else None

    def _is(self, k: int, wanted: str) -> bool:
        return self.keys[k] == wanted or (wanted[0] == "^" and wanted in self.capitals(k))


def _together(places: Sequence[Sequence[Stretch]], page: _Page) -> Iterator[Stretch]:
    """Yield the stretches, as first and last word, in which all runs of a term stand near each other."""
    if len(places) == 1:
        yield from places[0]
        return
    anchor = min(places, key=len)
    for first, last in anchor:
        low, high = first, last
        for others in places:
            if others is anchor:
                continue
            at = bisect_left(others, (first, first))
            near = [
                (max(high, b) - min(low, a), a, b)
                for a, b in others[max(at - BESIDE, 0) : at + BESIDE]
                if page.sentence[a] == page.sentence[first] and (b < first or a > last)
            ]
            if not near:
                break
            _, a, b = min(near)
            low, high = min(low, a), max(high, b)
        else:
            if page.weight[high] - page.weight[low] < WINDOW:
                yield low, high


def _longest(found: list[Hit]) -> list[Hit]:
    """Drop mentions of a concept that lie within or across a longer one of the same concept."""
    kept: list[Hit] = []
    taken: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for hit in sorted(found, key=lambda h: (h.concept, h.start - h.end, h.start, h.term)):
        places = taken[hit.concept]
        at = bisect_left(places, (hit.start, hit.end))
        # those that are kept do not overlap, so only the ones beside can
        if not any(start < hit.end and hit.start < end for start, end in places[max(at - 1, 0) : at + 1]):
            places.insert(at, (hit.start, hit.end))
            kept.append(hit)
    return sorted(kept, key=lambda h: (h.start, h.end, h.concept))
