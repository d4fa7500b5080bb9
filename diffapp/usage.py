"""Which concepts the documents use, and where: families of the glossary, key phrases, and names.

A family is mentioned where one of its terms stands (concepts.py). A key phrase (phrases.py) is also mentioned
where another document holds all its words together in one passage, in whatever form and order: what is said
in other words of the same stems has not been passed over. A phrase that only ever stands inside mentions of
a family is that family.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from diffapp.concepts import Hit
from diffapp.corpus import Corpus, Places, Span
from diffapp.findings import Mention
from diffapp.phrases import Key, Phrase, alike, find_phrases
from diffapp.profiles import vocabulary_of
from diffapp.words import Vocabulary, fold

LONGEST_NAME = 6
"""Words of a mention that can serve as a concept's name."""
UNNAMED = frozenset('.,;:()"“”«»„')
"""Marks that no name of a concept has in it."""


@dataclass
class Use:
    """A concept with its mentions; ``key`` holds the stems of a phrase, ``concept`` a place in the glossary.

    ``everywhere`` is unset where a document has no more of a phrase than its words, apart from each other;
    ``loose`` is set where all mentions of a family are loose.
    """

    name: str
    spans: set[Span]
    key: Key = ()
    concept: int | None = None
    names: Counter[str] = field(default_factory=Counter)
    everywhere: bool = True
    loose: bool = False
    own: bool = False
    core: frozenset[tuple[int, int]] = frozenset()

    @property
    def raised(self) -> tuple[int, ...]:
        """The documents that mention it."""
        return tuple(sorted({span[0] for span in self.spans}))

    @property
    def passages(self) -> frozenset[tuple[int, int]]:
        """The passages that mention it, as (document, passage); of a family those that do so by its name."""
        return self.core or frozenset(span[:2] for span in self.spans)

    def mentions(self, corpus: Corpus) -> tuple[tuple[Mention, ...], ...]:
        """Its mentions by document, in order; of overlapping ones the longest."""
        out: list[list[Mention]] = [[] for _ in corpus.documents]
        reach: dict[tuple[int, int], int] = {}
        for d, p, start, end in sorted(self.spans, key=lambda s: (s[0], s[1], s[2], -s[3])):
            if start >= reach.get((d, p), 0):
                reach[d, p] = end
                out[d].append(Mention(p, corpus.passages[d][p].text[start:end], start, end))
        return tuple(map(tuple, out))


Covered = Mapping[tuple[int, int], list[tuple[int, int, Use]]]
"""By (document, passage): start, end and family of each mention."""


def is_broad(name: str) -> bool:
    """Tell whether a family is wide on purpose (see the head of data/glossary.toml): no matter of its own."""
    return name.endswith("(broad)")


def is_tight(hit: Hit, document: int, passage: int, corpus: Corpus) -> bool:
    """Tell whether the words of a mention stand together: at most one more that carries matter among them."""
    term = corpus.glossary.concepts[hit.concept].terms[hit.term]
    inside = [t for t in corpus.tokens[document][passage] if hit.start <= t.start < hit.end and t.content]
    return len(inside) <= len(term.replace(" + ", " ").split()) + 1


def mentioned_families(corpus: Corpus) -> list[dict[int, int]]:
    """By document: the families that it surely mentions, and in how many passages."""
    out: list[dict[int, int]] = []
    for d, side in enumerate(corpus.hits):
        count: Counter[int] = Counter()
        for p, hits in enumerate(side):
            count.update({hit.concept for hit in hits if is_tight(hit, d, p, corpus)})
        out.append(dict(count))
    return out


def find_uses(corpus: Corpus, places: Places) -> list[Use]:
    """List the concepts that the documents use: families first, then phrases and names."""
    families = _families(corpus)
    texts = [[p.text for p in side] for side in corpus.passages]
    phrases = find_phrases(corpus.tokens, texts, corpus.languages)
    covered = _covered(families)
    issuers = " ".join(d.issuer for d in corpus.documents)
    own = {t.key for language in corpus.languages for t in vocabulary_of(language).tokens(issuers)}
    out = list(families)
    for key, phrase in phrases.items():
        if own.issuperset(key):
            continue
        home = _home(phrase, covered)
        if home is not None:
            home.names.update(phrase.written)
            continue
        apart = _elsewhere(key, phrase, corpus, places)
        out.append(Use(phrase.name, {*phrase.places, *apart}, key, None, phrase.written, not apart))
    wider = _wider(phrases.values(), covered)
    taken: set[str] = set()
    for use in sorted(families, key=lambda u: (-len(u.passages), u.name)):
        name = _name(use, wider[use.concept or 0], vocabulary_of(corpus.languages[use.raised[0]]))
        use.name = use.name if fold(name) in taken else name
        taken.add(fold(name))
        use.core = _core(use, corpus)
    return out


def _core(use: Use, corpus: Corpus) -> frozenset[tuple[int, int]]:
    """The passages that mention a family in words of its name; none, if a document does not use them."""
    vocabularies = [vocabulary_of(language) for language in corpus.languages]
    named = {d: {t.key for t in v.tokens(use.name) if t.content} for d, v in enumerate(vocabularies)}
    held = set()
    for d, p, start, end in use.spans:
        keys = {t.key for t in corpus.tokens[d][p] if start <= t.start < end}
        if keys & named[d]:
            held.add((d, p))
    return frozenset(held) if {d for d, _ in held} == set(use.raised) else frozenset()


def _families(corpus: Corpus) -> list[Use]:
    """Collect the mentions of each family that is no broad one.

    Where the words of a term only stand near each other, with others between them, the mention is loose: it
    is good enough to say that a document has not passed the matter over, and not to say that it raises it.
    """
    found: dict[int, Use] = {}
    for d, side in enumerate(corpus.hits):
        for p, hits in enumerate(side):
            for hit in hits:
                concept = corpus.glossary.concepts[hit.concept]
                if is_broad(concept.name) and not concept.own:
                    continue
                made = Use(concept.name, set(), (), hit.concept, loose=True, own=concept.own)
                use = found.setdefault(hit.concept, made)
                use.spans.add((d, p, hit.start, hit.end))
                if is_tight(hit, d, p, corpus):
                    use.loose = False
                    use.names[" ".join(corpus.passages[d][p].text[hit.start : hit.end].split())] += 1
    return [found[k] for k in sorted(found)]


def _name(use: Use, wider: Counter[str], vocabulary: Vocabulary) -> str:
    """Name a family as the texts write it most often, in few words; else as the glossary does.

    What shares a word with the family's own name goes first: a mention of several words, then a phrase around
    a mention of one word, then the glossary's name; failing these, any mention or phrase of several words.
    A family that the user made keeps the name it was given.
    """
    if use.own:
        return use.name

    def keys(name: str) -> set[str]:
        return {t.key for t in vocabulary.tokens(name) if t.content}

    own = keys(use.name)
    akin = [Counter({n: c for n, c in names.items() if keys(n) & own}) for names in (use.names, wider)]
    for names in akin:
        if found := _commonest(names):
            return found
    if akin[0]:
        return use.name
    return _commonest(use.names) or _commonest(wider) or use.name


def _commonest(names: Counter[str]) -> str:
    """The most frequent of the names that have several words, few enough, and no marks between them."""
    folded: Counter[str] = Counter()
    written: dict[str, str] = {}
    for name, count in names.items():
        if 1 < len(name.split()) <= LONGEST_NAME and not set(name) & UNNAMED:
            folded[fold(name)] += count
            written.setdefault(fold(name), name)
    return written[min(folded, key=lambda n: (-folded[n], -len(n), n))] if folded else ""


def _wider(phrases: Iterable[Phrase], covered: Covered) -> dict[int, Counter[str]]:
    """Collect by family the phrases that hold a mention of it."""
    out: dict[int, Counter[str]] = defaultdict(Counter)
    for phrase in phrases:
        for d, p, start, end in phrase.places:
            for a, b, use in covered.get((d, p), ()):
                if start <= a and b <= end and not use.loose:
                    out[use.concept or 0][phrase.name] += 1
    return out


def _covered(families: Sequence[Use]) -> Covered:
    """File the mentions of families by passage."""
    out: dict[tuple[int, int], list[tuple[int, int, Use]]] = defaultdict(list)
    for use in families:
        for d, p, start, end in use.spans:
            out[d, p].append((start, end, use))
    return out


def _home(phrase: Phrase, covered: Covered) -> Use | None:
    """Find the family inside whose mentions a phrase always stands."""
    homes: set[int] | None = None
    known: dict[int, Use] = {}
    for d, p, start, end in phrase.places:
        inside = {id(use): use for a, b, use in covered.get((d, p), ()) if a <= start and end <= b}
        known |= inside
        homes = set(inside) if homes is None else homes & set(inside)
        if not homes:
            return None
    uses = [known[k] for k in homes or ()]
    return min(uses, key=lambda u: (len(u.spans), u.concept or 0)) if uses else None


def _elsewhere(key: Key, phrase: Phrase, corpus: Corpus, places: Places) -> set[Span]:
    """Find a phrase's words, apart but all in one passage, in documents that do not use the phrase."""
    using = {place[0] for place in phrase.places}
    spans: set[Span] = set()
    for d in set(range(len(corpus.documents))) - using:
        for p in places.together(d, key):
            for token in corpus.tokens[d][p]:
                if token.content and any(alike(token.key, k) for k in key):
                    spans.add((d, p, token.start, token.end))
    return spans
