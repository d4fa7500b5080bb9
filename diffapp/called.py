"""Concepts as the documents use them, and what they are called there."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from diffapp.corpus import Corpus, Span
from diffapp.findings import Mention
from diffapp.phrases import Key, Phrase
from diffapp.profiles import vocabulary_of
from diffapp.words import Vocabulary, fold, function_words

LONGEST_NAME = 6
"""Words of a mention that can serve as a concept's name."""
IN_NAMES = frozenset(
    ["a", "an", "and", "at", "by", "for", "in", "its", "of", "on", "or", "our", "the", "their", "to", "with"]
)
"""Words of grammar that a name may have between its others."""
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
    tight: list[Span] = field(default_factory=list)

    @property
    def raised(self) -> tuple[int, ...]:
        """The documents that mention it."""
        return tuple(sorted({span[0] for span in self.spans}))

    @cached_property
    def passages(self) -> frozenset[tuple[int, int]]:
        """The passages that mention it, as (document, passage); of a family those that do so by its name."""
        return self.core or frozenset(span[:2] for span in self.spans)

    def mentions(self, corpus: Corpus) -> tuple[tuple[Mention, ...], ...]:
        """Its mentions by document, in order; of overlapping ones the longest.

        Loose mentions are told only of a document that has no others, and of a family those by its name.
        """
        out: list[list[Mention]] = [[] for _ in corpus.documents]
        reach: dict[tuple[int, int], int] = {}
        sure = {span[0] for span in self.tight}
        told = {span for span in self.spans if span[0] not in sure} | set(self.tight)
        held = self.passages
        told = {span for span in told if span[:2] in held}
        for d, p, start, end in sorted(told, key=lambda s: (s[0], s[1], s[2], -s[3])):
            if start >= reach.get((d, p), 0):
                reach[d, p] = end
                out[d].append(Mention(p, corpus.passages[d][p].text[start:end], start, end))
        return tuple(map(tuple, out))


Covered = Mapping[tuple[int, int], list[tuple[int, int, Use]]]
"""By (document, passage): start, end and family of each mention."""


def name_families(
    families: Sequence[Use], phrases: Iterable[Phrase], covered: Covered, corpus: Corpus
) -> None:
    """Name each family in the texts' own words, and note which passages mention it in words of that name.

    No two get the same name: the second keeps that of the glossary.
    """
    phrases = list(phrases)
    wider, ends = _wider(phrases, covered), _ends(phrases)
    taken: set[str] = set()
    for use in sorted(families, key=lambda u: (-len(u.passages), u.name)):
        names = Counter(_written(span, corpus) for span in use.tight if not _is_cut(span, ends))
        name = _name(use, names, wider[use.concept or 0], vocabulary_of(corpus.languages[use.raised[0]]))
        use.names.update(names)
        use.name = use.name if use.own or fold(name) in taken else name
        taken.add(fold(name))
        use.core = _core(use, corpus)
        del use.passages  # worked out anew from the core


def _written(span: Span, corpus: Corpus) -> str:
    document, passage, start, end = span
    return " ".join(corpus.passages[document][passage].text[start:end].split())


def _ends(phrases: Iterable[Phrase]) -> dict[tuple[int, int], list[tuple[int, int]]]:
    """The stretches of all phrases, by (document, passage)."""
    out: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for phrase in phrases:
        for d, p, start, end in phrase.places:
            out[d, p].append((start, end))
    return out


def _is_cut(span: Span, ends: Mapping[tuple[int, int], Sequence[tuple[int, int]]]) -> bool:
    """Tell whether a mention ends in the middle of a phrase, which makes no name."""
    document, passage, start, end = span
    return any(start < a < end < b for a, b in ends.get((document, passage), ()))


def _core(use: Use, corpus: Corpus) -> frozenset[tuple[int, int]]:
    """The passages that mention a family in words of its name; none, if a document does not use them."""
    vocabularies = [vocabulary_of(language) for language in corpus.languages]
    named = {d: {t.key for t in v.tokens(use.name) if t.content} for d, v in enumerate(vocabularies)}
    held = set()
    for d, p, start, end in use.spans:
        keys = {t.key for t in corpus.inside((d, p, start, end))}
        if keys & named[d]:
            held.add((d, p))
    return frozenset(held) if {d for d, _ in held} == set(use.raised) else frozenset()


def _name(use: Use, names: Counter[str], wider: Counter[str], vocabulary: Vocabulary) -> str:
    """Name a family as the texts write it most often, in few words; else as the glossary does.

    What shares a word with the family's own name goes first: a mention of several words, then a phrase around
    a mention of one word, then the glossary's name; failing these, any mention or phrase of several words,
    or one in capitals.
    A family that the user made keeps the name it was given.
    """
    if use.own:
        return use.name

    def keys(name: str) -> set[str]:
        return {t.key for t in vocabulary.tokens(name) if t.content}

    own = keys(use.name)
    akin = [Counter({n: c for n, c in some.items() if keys(n) & own}) for some in (names, wider)]
    for some in akin:
        if found := _commonest(some):
            return found
    if akin[0]:
        return use.name
    return _commonest(names) or _commonest(wider) or next(filter(str.isupper, names), use.name)


def _commonest(names: Counter[str]) -> str:
    """The most frequent of the names that have several words, few enough, and no marks between them."""
    folded: Counter[str] = Counter()
    written: dict[str, str] = {}
    for name, count in names.items():
        if 1 < len(name.split()) <= LONGEST_NAME and not set(name) & UNNAMED and _is_nominal(name):
            folded[fold(name)] += count
            written.setdefault(fold(name), name)
    return written[min(folded, key=lambda n: (-folded[n], -len(n), n))] if folded else ""


def _is_nominal(name: str) -> bool:
    """Tell whether the words of grammar in a name are such as stand in names: no "from", "that", "shall"."""
    grammar = {word for word in map(fold, name.split()) if word in function_words("en")}
    return grammar <= IN_NAMES


def _wider(phrases: Iterable[Phrase], covered: Covered) -> dict[int, Counter[str]]:
    """Collect by family the phrases that hold a mention of it."""
    out: dict[int, Counter[str]] = defaultdict(Counter)
    for phrase in phrases:
        for d, p, start, end in phrase.places:
            for a, b, use in covered.get((d, p), ()):
                if start <= a and b <= end and not use.loose:
                    out[use.concept or 0][phrase.name] += 1
    return out
