"""Which concepts the documents use, and where: families of the glossary, key phrases, and names.

A family is mentioned where one of its terms stands (concepts.py). A key phrase (phrases.py) is also mentioned
where another document holds all its words together in one passage, in whatever form and order: what is said
in other words of the same stems has not been passed over. A phrase that only ever stands inside mentions of
a family is that family.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from diffapp.called import Covered, Use, name_families
from diffapp.commonness import rarity
from diffapp.concepts import Hit
from diffapp.corpus import Corpus, Places, Span
from diffapp.cues import STANCES
from diffapp.phrases import Key, Phrase, alike, find_phrases, grammars_of
from diffapp.profiles import vocabulary_of
from diffapp.words import fold

HOLDERS = {
    "govern",
    "republ",
    "kingdom",
    "feder",
    "state",
    "side",
    "deleg",
    "parti",
    "peopl",
    "ministri",
    "author",
}
"""Stems of what stands beside a party's name when no more than the party is meant."""
LEAST_RARE = 0.6
"""How rare a single word must be to stand in the table of concepts."""


def is_broad(name: str) -> bool:
    """Tell whether a family is wide on purpose (see the head of data/glossary.toml): no matter of its own."""
    return name.endswith("(broad)")


def is_tight(hit: Hit, document: int, passage: int, corpus: Corpus) -> bool:
    """Tell whether the words of a mention stand together: at most one more that carries matter among them."""
    term = corpus.glossary.concepts[hit.concept].terms[hit.term]
    inside = corpus.inside((document, passage, hit.start, hit.end))
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
    name_families(families, phrases.values(), covered, corpus)
    issuers = " ".join(d.issuer for d in corpus.documents)
    own = {t.key for language in corpus.languages for t in vocabulary_of(language).tokens(issuers)}
    initials = set(filter(str.isupper, issuers.split()))
    out, taken = list(families), {fold(use.name) for use in families}
    for key, phrase in phrases.items():
        if fold(phrase.name) in taken or _is_party(key, own):
            continue
        if "".join(w[0] for w in phrase.name.split() if w[0].isupper()) in initials:
            continue
        home = _home(phrase, covered)
        if home is not None:
            home.names.update(phrase.written)
            continue
        apart = _elsewhere(key, phrase, corpus, places)
        out.append(Use(phrase.name, {*phrase.places, *apart}, key, None, phrase.written, not apart))
    return out


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
                    use.tight.append((d, p, hit.start, hit.end))
    return [found[k] for k in sorted(found)]


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
    """Find a phrase's acronym, or its words apart in one passage, in documents that do not use the phrase."""
    using = {place[0] for place in phrase.places}
    spans: set[Span] = set()
    for d in set(range(len(corpus.documents))) - using:
        spans |= places.abbreviating(d, phrase.name)
        for p in places.together(d, key):
            for token in corpus.tokens[d][p]:
                if token.content and any(alike(token.key, k) for k in key):
                    spans.add((d, p, token.start, token.end))
    return spans


def _is_party(key: Key, own: set[str]) -> bool:
    """Tell whether a phrase is no more than a party's name: "the Arcadian side"."""
    named = [k for k in key if any(alike(k, o) for o in own)]
    return bool(named) and all(k in named or k in HOLDERS for k in key)


def common_words(corpus: Corpus, uses: Sequence[Use]) -> list[Use]:
    """List nouns that all documents use and no other concept covers, for the table of concepts.

    One word says too little for a finding, but who looks for "exercises" is to see who speaks of them.
    """
    texts = [[p.text for p in side] for side in corpus.passages]
    grammars = grammars_of(corpus.tokens, texts, corpus.languages)
    held = {key for use in uses for key in use.key} | _named_keys(corpus, uses)
    spans: dict[str, set[Span]] = defaultdict(set)
    written: dict[str, Counter[str]] = defaultdict(Counter)
    for d, side in enumerate(corpus.tokens):
        language = corpus.languages[d]
        for p, passage in enumerate(side):
            for token in passage:
                word = texts[d][p][token.start : token.end]
                if token.content and token.key not in held and rarity(word, language) >= LEAST_RARE:
                    spans[token.key].add((d, p, token.start, token.end))
                    written[token.key][word] += grammars[language].is_noun(word)
    names = {key: _plain(words) for key, words in written.items() if +words}
    found = [Use(names[key], spans[key], (key,)) for key in sorted(names)]
    everyone = len(corpus.documents)
    return [use for use in found if len(use.raised) == everyone and len(use.spans) > everyone]


def _plain(words: Counter[str]) -> str:
    """The most frequent form, without the capital of a sentence's first word if it stands small elsewhere."""
    best = min(words, key=lambda w: (-words[w], w))
    return best.lower() if best.lower() in words else best


def _named_keys(corpus: Corpus, uses: Sequence[Use]) -> set[str]:
    """The words of stances, and of the names of families that all documents raise: they are told already."""
    shared = [u.name for u in uses if u.concept is not None and len(u.raised) == len(corpus.documents)]
    tokens = [vocabulary_of(corpus.languages[0]).tokens(name) for name in (*shared, *STANCES)]
    return {token.key for some in tokens for token in some if token.content}
