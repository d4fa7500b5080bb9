"""Differences: what one document raises and another passes over, ranked, each with what was searched.

A difference is a key phrase (see phrases.py) that a document uses and another does not. It counts as
silence only if no passage of the other document holds all the phrase's words together, however inflected,
in whatever order, and allowing for words spelt almost alike. Its weight is the sum of its parts:

``phrase``       keyness of the phrase, G2 (see keyness.py)
``own words``    mean keyness of its words; words that a silent document uses too count as 0
``prominence``   ln(1 + passages that mention it) + 1 if a heading names it

Phrases that hold one another's words, or tell of the same word in the same passages, are one finding; the
weightiest lends its name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import log

from diffapp.keyness import log_likelihood
from diffapp.model import Difference, Document, Mention, Nearest, Passage, Place
from diffapp.phrases import START, Key, Phrase, alike, find_phrases, folded_words, passages_of, scattered
from diffapp.words import Token, fold

LEAST_MENTIONS = 2
MOST_WEIGHED = 2_000
Likest = Callable[[Place, int], tuple[float, int] | None]
"""Given a place and a document: the likest passage there and its chance."""


@dataclass(frozen=True)
class Corpus:
    """The documents as tokens, by document and passage, with what is counted over them."""

    documents: Sequence[Document]
    passages: Sequence[Sequence[Passage]]
    tokens: Sequence[Sequence[Sequence[Token]]]
    languages: Sequence[str]

    def sizes(self) -> list[int]:
        """Words that carry matter, per document."""
        return [sum(t.content for passage in side for t in passage) for side in self.tokens]


@dataclass(frozen=True)
class _Finding:
    """A phrase that some documents raise and others do not, weighed."""

    phrase: Phrase
    raised: tuple[int, ...]
    telling: str
    parts: tuple[tuple[str, float], ...]

    @property
    def weight(self) -> float:
        return sum(value for _, value in self.parts)


class _Counts:
    """Word counts and places that every phrase is weighed by, made once."""

    def __init__(self, corpus: Corpus) -> None:
        self.sizes = corpus.sizes()
        self.places = [passages_of(side) for side in corpus.tokens]
        self.words: list[dict[str, int]] = []
        for side in corpus.tokens:
            count: dict[str, int] = defaultdict(int)
            for passage in side:
                for token in passage:
                    count[token.key] += token.content
            self.words.append(count)
        headings = [" ".join(" ".join(p.heading) for p in side) for side in corpus.passages]
        self.headings = [folded_words(text) for text in headings]
        self.names = folded_words(" ".join(d.issuer for d in corpus.documents))

        self._by_start: list[dict[str, list[str]]] = []
        for places in self.places:
            starts: dict[str, list[str]] = defaultdict(list)
            for word in sorted(places):
                starts[word[:START]].append(word)
            self._by_start.append(starts)
        self._alike: dict[tuple[int, str], set[int]] = {}

    def holding(self, document: int, key: str) -> set[int]:
        """Find the passages of a document that hold a word or one spelt almost alike."""
        known = self._alike.get((document, key))
        if known is None:
            near = self._by_start[document].get(key[:START], ())
            words = [w for w in near if alike(w, key)]
            known = set().union(*(self.places[document][w] for w in words))
            self._alike[document, key] = known
        return known

    def together(self, document: int, key: Key) -> bool:
        """Tell whether a passage of the document holds all words of the key."""
        return bool(set.intersection(*(self.holding(document, k) for k in key)))

    def keyness(self, counts: Sequence[int]) -> float:
        return log_likelihood(counts, self.sizes)


def _weigh(phrase: Phrase, counts: _Counts) -> _Finding | None:
    everyone = range(len(counts.sizes))
    raised = tuple(d for d in everyone if counts.together(d, phrase.key))
    silent = [d for d in everyone if d not in raised]
    if not silent or all(fold(k) in counts.names for k in phrase.key):
        return None
    own = {
        k: counts.keyness([counts.words[d].get(k, 0) for d in everyone])
        for k in phrase.key
        if not any(counts.holding(d, k) for d in silent) and fold(k) not in counts.names and k.isalpha()
    }
    telling = min(own, key=lambda k: (-own[k], k), default="")
    uses = [phrase.count(d) for d in everyone]
    mentions = sum(counts.words[d].get(telling, 0) for d in raised) if telling else sum(uses)
    if mentions < LEAST_MENTIONS:
        return None
    where = {place[:2] for place in phrase.places}
    headed = any(set(phrase.key) <= {k for k in phrase.key if _heads(k, counts.headings[d])} for d in raised)
    parts = (
        ("phrase", round(counts.keyness(uses), 4)),
        ("own words", round(sum(own.values()) / len(phrase.key), 4)),
        ("prominence", round(log(1 + len(where)) + headed, 4)),
    )
    return _Finding(phrase, raised, telling, parts)


def _heads(key: str, words: frozenset[str]) -> bool:
    return any(word.startswith(key) for word in words)


def _merge(findings: Sequence[_Finding]) -> list[list[_Finding]]:
    """Group findings that tell of the same matter, the weightiest first in each group and among groups."""
    groups: list[list[_Finding]] = []
    ranked = sorted(findings, key=lambda f: (-f.weight, f.phrase.key))
    for finding in ranked[:MOST_WEIGHED]:
        home = next((g for g in groups if _same_matter(g[0], finding)), None)
        if home is None:
            groups.append([finding])
        else:
            home.append(finding)
    return groups


def _same_matter(a: _Finding, b: _Finding) -> bool:
    """Tell whether two findings are one: nested phrases, or the same telling word at the same places."""
    if a.raised != b.raised:
        return False
    first, second = set(a.phrase.key), set(b.phrase.key)
    if first <= second or second <= first:
        return True
    if not a.telling or a.telling != b.telling:
        return False
    places = [{place[:2] for place in f.phrase.places} for f in (a, b)]
    return places[1] <= places[0]


def _mentions(group: Sequence[_Finding], corpus: Corpus) -> tuple[tuple[Mention, ...], ...]:
    """List where a group's phrases, and its telling word alone, stand; longer places cover shorter."""
    places = {place for finding in group for place in finding.phrase.places}
    if group[0].telling:
        alone = {
            (d, p, token.start, token.end)
            for d in group[0].raised
            for p, passage in enumerate(corpus.tokens[d])
            for token in passage
            if token.key == group[0].telling
        }
        # a word that mostly stands outside the phrase speaks of other matters too
        if len(alone) <= 2 * len(group[0].phrase.places):
            places |= alone
    for d in set(group[0].raised) - {place[0] for place in places}:
        places |= scattered(d, group[0].phrase.key, corpus.tokens[d])
    kept: list[list[Mention]] = [[] for _ in corpus.documents]
    reach: dict[tuple[int, int], int] = {}
    for d, p, start, end in sorted(places, key=lambda x: (x[0], x[1], x[2], -x[3])):
        if d in group[0].raised and start >= reach.get((d, p), 0):
            reach[d, p] = end
            kept[d].append(Mention(p, corpus.passages[d][p].text[start:end], start, end))
    return tuple(tuple(mentions) for mentions in kept)


def _nearest(
    mentions: Sequence[Sequence[Mention]], silent: Sequence[int], likest: Likest
) -> tuple[Nearest, ...]:
    """For each silent document, find its passage likest to any passage that raises the matter."""
    found = []
    for document in silent:
        best: tuple[float, int, Place] | None = None
        for d, side in enumerate(mentions):
            for p in sorted({m.passage for m in side}):
                near = likest((d, p), document)
                if near and (best is None or near[0] > best[0]):
                    best = (near[0], near[1], (d, p))
        if best:
            found.append(Nearest((document, best[1]), best[0], "the likest passage of the silent document"))
    return tuple(found)


def _name(group: Sequence[_Finding]) -> str:
    """Name a group by its leader's phrase, or by a longer one that always stands where the leader's does."""
    lead = group[0].phrase
    whole = [f.phrase for f in group if set(lead.key) <= set(f.phrase.key)]
    same = [p for p in whole if len(p.places) == len(lead.places)]
    return max(same, key=lambda p: (len(p.key), p.key)).name


def find_differences(corpus: Corpus, likest: Likest, most: int) -> tuple[Difference, ...]:
    """Rank what some documents raise and others pass over; at most ``most`` findings."""
    texts = [[p.text for p in side] for side in corpus.passages]
    counts = _Counts(corpus)
    found = find_phrases(corpus.tokens, texts, corpus.languages)
    findings = [f for phrase in found.values() if (f := _weigh(phrase, counts))]
    out: list[Difference] = []
    for group in _merge(findings)[:most]:
        lead = group[0]
        mentions = _mentions(group, corpus)
        silent = [d for d in range(len(corpus.documents)) if d not in lead.raised]
        names = dict.fromkeys(f.phrase.name for f in group)
        words = " + ".join(lead.phrase.key_words(texts, corpus.tokens))
        together = f"{words}: in one passage, in any form and order"
        out.append(
            Difference(
                rank=len(out) + 1,
                concept=_name(group),
                kind="only",
                documents=lead.raised,
                mentions=mentions,
                weight=round(lead.weight, 4),
                parts=lead.parts,
                searched=(*list(names)[:12], together),
                nearest=_nearest(mentions, silent, likest),
            )
        )
    return tuple(out)
