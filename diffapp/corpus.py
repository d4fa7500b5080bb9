"""The documents as what is counted in them: tokens, mentions of glossary concepts, and where words stand."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from diffapp.concepts import Hit
from diffapp.glossary import EMPTY, Glossary
from diffapp.model import Document, Passage
from diffapp.phrases import START, alike, passages_of
from diffapp.profiles import vocabulary_of
from diffapp.words import Token

Span = tuple[int, int, int, int]
"""(document, passage, start, end)."""
LONGEST_ACRONYM = 8
JOINING = frozenset({"of", "the", "for", "and", "on", "in"})
"""Words of a name that its acronym leaves out."""


@dataclass(frozen=True)
class Corpus:
    """The documents as tokens and mentions of glossary concepts, by document and passage."""

    documents: Sequence[Document]
    passages: Sequence[Sequence[Passage]]
    tokens: Sequence[Sequence[Sequence[Token]]]
    languages: Sequence[str]
    hits: Sequence[Sequence[Sequence[Hit]]] = ()
    glossary: Glossary = EMPTY
    _starts: dict[tuple[int, int], list[int]] = field(default_factory=dict)

    def inside(self, span: Span) -> list[Token]:
        """The words that carry matter in a stretch of a passage; found without reading the whole passage."""
        document, passage, start, end = span
        tokens = self.tokens[document][passage]
        starts = self._starts.get((document, passage))
        if starts is None:
            starts = self._starts[document, passage] = [token.start for token in tokens]
        return [t for t in tokens[bisect_left(starts, start) : bisect_left(starts, end)] if t.content]


class Places:
    """In which passages of each document a word stands, or one spelt almost alike."""

    def __init__(self, corpus: Corpus) -> None:
        """Index the words of all documents."""
        self._places = [_with_headings(corpus, d) for d in range(len(corpus.documents))]
        self._starts: list[dict[str, list[str]]] = []
        for places in self._places:
            starts: dict[str, list[str]] = defaultdict(list)
            for word in sorted(places):
                starts[word[:START]].append(word)
            self._starts.append(starts)
        self._acronyms = [_acronyms(corpus, d) for d in range(len(corpus.documents))]
        self._known: dict[tuple[int, str], frozenset[int]] = {}

    def holding(self, document: int, key: str) -> frozenset[int]:
        """Find the passages of a document that hold a word or one spelt almost alike."""
        known = self._known.get((document, key))
        if known is None:
            words = [w for w in self._starts[document].get(key[:START], ()) if alike(w, key)]
            known = frozenset[int]().union(*(self._places[document][w] for w in words))
            self._known[document, key] = known
        return known

    def together(self, document: int, key: Iterable[str]) -> frozenset[int]:
        """Find the passages of a document that hold all words of a key."""
        found: frozenset[int] | None = None
        for word in key:
            held = self.holding(document, word)
            found = held if found is None else found & held
            if not found:
                return frozenset()
        return found or frozenset()

    def abbreviating(self, document: int, name: str) -> frozenset[Span]:
        """Find where a document writes a name by the capitals of its words: "EU" for "European Union"."""
        words = [word for word in name.replace("-", " ").split() if word[:1].isupper()]
        small = [word for word in name.split() if word.islower() and word not in JOINING]
        capitals = "".join(word[0] for word in words)
        return (
            self._acronyms[document].get(capitals, frozenset())
            if len(words) > 1 and not small
            else frozenset()
        )


def _acronyms(corpus: Corpus, document: int) -> dict[str, frozenset[Span]]:
    """Where each word all in capitals stands in a document."""
    found: dict[str, set[Span]] = defaultdict(set)
    for p, passage in enumerate(corpus.tokens[document]):
        text = corpus.passages[document][p].text
        for token in passage:
            word = text[token.start : token.end].replace(".", "")
            if 1 < len(word) <= LONGEST_ACRONYM and word.isupper():
                found[word].add((document, p, token.start, token.end))
    return {word: frozenset(spans) for word, spans in found.items()}


def _with_headings(corpus: Corpus, document: int) -> dict[str, set[int]]:
    """Map each word to the passages that hold it, or stand under a heading that does; titles aside."""
    places, vocabulary = passages_of(corpus.tokens[document]), vocabulary_of(corpus.languages[document])
    title = corpus.documents[document].title
    for p, passage in enumerate(corpus.passages[document]):
        for token in (t for h in passage.heading if h != title for t in vocabulary.tokens(h)):
            if token.content:
                places.setdefault(token.key, set()).add(p)
    return places
