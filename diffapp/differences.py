"""Differences: concepts that only some documents raise, or on which they take other positions; ranked.

``only``: a document raises the concept and another does not (see silence.py for how sure that is).
``firmer``: all raise it with stances in common, and one commits itself more. ``differs``: all raise it, and
none of the stances is the same. The weight of a difference is the product of its parts:

``telling``     how special the concept's words are in general English, 0 to 1 (commonness.py); half way to 1
                for a family of the glossary, which somebody knew to be a matter, if its words stand together
``prominence``  1 + ln(passages that mention it) / 2, + 0.5 if a heading names it
``stance``      (2 + s) / 7, s the strength of the firmest stance around it, 0 to 5 (stance.py); times 0.7
                unless it moves something: an offer, a request, a refusal, a condition, an obligation
``silence``     for ``only``: 1 if the other documents are silent, 0.4 if one touches the matter otherwise;
                less up to 0.3 where the passages raising it have sure links there (scores from 0.5 to 1)
``contrast``    for ``firmer`` the steps between the strengths over 5, for ``differs`` 1; both times 0.6, as
                the analyst asks first what is passed over

Concepts that the same documents raise in the same passages are one finding: the weightiest lends its name,
the others are named with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from math import log

from rapidfuzz import fuzz

from diffapp.called import Use
from diffapp.commonness import rarity, telling
from diffapp.corpus import Corpus
from diffapp.findings import Difference, DifferenceKind, Place, Position, Silence
from diffapp.matters import Finding, Parts, also_named, merge, weigh, whole_name
from diffapp.positions import Speech, position
from diffapp.profiles import vocabulary_of
from diffapp.silence import Ground, held_share, silence
from diffapp.words import fold

HEADED = 0.5
MOVING = frozenset({"offer", "request", "refusal", "condition", "obligation"})
UNMOVED = 0.7
RELATED = 0.4
IN_EFFECT = 0.6
"""Part of a phrase's weight in rare words from which on who says it raises the matter in effect."""
LINKED_LESS = 0.3
SAME_SENTENCE = 80
"""rapidfuzz ratio from which on two sentences are the same but for small things."""
BOTH_RAISE = 0.6
LEAST_MENTIONS = 2
"""Mentions that a concept needs where no stance stands around it."""
MOST_WEIGHED = 1_000


def find_differences(
    uses: Sequence[Use], ground: Ground, speeches: Sequence[Speech], most: int
) -> tuple[Difference, ...]:
    """Rank what sets the documents apart; at most ``most`` findings."""
    corpus = ground.corpus
    headings = [_headings(corpus, d) for d in range(len(corpus.documents))]
    plain = {id(use): _plain_parts(use, corpus, headings) for use in uses}

    def promise(use: Use) -> tuple[float, str]:
        return -weigh(plain[id(use)]), use.name

    findings = []
    for use in sorted(uses, key=promise)[:MOST_WEIGHED]:
        found = _judge(use, plain[id(use)], ground, speeches)
        if found is not None and found.weight:
            findings.append(found)
    groups = merge(findings)[:most]
    return tuple(_difference(rank, group, corpus) for rank, group in enumerate(groups, 1))


def _headings(corpus: Corpus, document: int) -> frozenset[str]:
    """The words of a document's headings, its own title aside."""
    title = corpus.documents[document].title
    said = {h for passage in corpus.passages[document] for h in passage.heading if h != title}
    vocabulary = vocabulary_of(corpus.languages[document])
    return frozenset(token.key for h in said for token in vocabulary.tokens(h) if token.content)


def _plain_parts(use: Use, corpus: Corpus, headings: Sequence[frozenset[str]]) -> Parts:
    """Weigh what needs no reading: how telling the words are, and how prominent the concept is."""
    words = [w for w in use.name.replace("-", " ").split() if w[:1].isalpha()]
    language = corpus.languages[use.raised[0]]
    special = telling(words, language)
    if use.concept is not None:
        special = round(special if use.loose else (1 + special) / 2, 4)
    headed = any(_is_headed(use, d, corpus, headings[d]) for d in use.raised)
    most = max(len({p for d, p in use.passages if d == document}) for document in use.raised)
    return ("telling", special), ("prominence", round(1 + log(most) / 2 + HEADED * headed, 4))


def _is_headed(use: Use, document: int, corpus: Corpus, headings: frozenset[str]) -> bool:
    """Tell whether the most telling word of a mention stands in a heading of the document."""
    for d, p, start, end in use.spans:
        if d == document:
            text, language = corpus.passages[d][p].text, corpus.languages[d]
            inside = corpus.inside((d, p, start, end))
            rare = max(inside, key=lambda t: rarity(text[t.start : t.end], language), default=None)
            if rare and rare.key in headings:
                return True
    return False


def _judge(use: Use, plain: Parts, ground: Ground, speeches: Sequence[Speech]) -> Finding | None:
    """Say how the documents differ on a concept; None if they do not."""
    mentions = use.mentions(ground.corpus)
    positions = tuple(position(m, speech, use.name) for m, speech in zip(mentions, speeches, strict=True))
    raised = use.raised
    firmest = max(positions[d].strength for d in raised)
    moving = any(label in MOVING for d in raised for label in positions[d].labels)
    parts = (*plain, ("stance", round((2 + firmest) / 7 * (1.0 if moving else UNMOVED), 4)))
    quiet = [d for d in range(len(positions)) if d not in raised]
    if quiet:
        times = [max(len(mentions[d]), len(ground.places.together(d, use.key))) for d in raised]
        if not firmest and max(times) < LEAST_MENTIONS:
            return None
        if any(held_share(use, d, ground) >= IN_EFFECT for d in quiet):
            return None
        home = min(_home(d, positions[d]) for d in raised)
        silences = tuple(silence(use, d, ground, home) for d in quiet)
        return Finding(
            use, "only", positions, (*parts, ("silence", _sureness(use, silences, ground))), silences
        )
    if not use.everywhere or not _same_words(use, ground.corpus):
        return None
    kind, contrast = _contrast(positions)
    return Finding(use, kind, positions, (*parts, ("contrast", contrast))) if contrast else None


def _home(document: int, position: Position) -> Place:
    """The passage that a document's position is best read in."""
    said = (*position.quotations, *position.mentions)
    return document, said[0].passage


def _sureness(use: Use, silences: Sequence[Silence], ground: Ground) -> float:
    """Say how sure it is that the other documents pass a concept over."""
    sure = RELATED if any(s.verdict == "related" for s in silences) else 1.0
    scores = [max(0.0, 2 * ground.score(place, s.document) - 1) for place in use.passages for s in silences]
    return round(sure * (1 - LINKED_LESS * sum(scores) / max(len(scores), 1)), 4)


def _same_words(use: Use, corpus: Corpus) -> bool:
    """Tell whether all documents raise a concept in words of the same stem, so that they can be compared."""
    stems: list[set[str]] = [set() for _ in corpus.documents]
    for d, p, start, end in use.spans:
        stems[d] |= {t.key for t in corpus.inside((d, p, start, end))}
    return bool(set.intersection(*stems))


def _same_sentence(one: Position, other: Position) -> bool:
    """Tell whether both say it in nearly the same sentence: then a stance more or less is chance."""
    ratio = fuzz.ratio
    return any(ratio(a.text, b.text) >= SAME_SENTENCE for a in one.quotations for b in other.quotations)


def _contrast(positions: Sequence[Position]) -> tuple[DifferenceKind, float]:
    """Compare the stances of the two documents that are furthest apart; 0 if there is nothing between any."""
    best: tuple[float, DifferenceKind] = (0.0, "differs")
    for one, other in combinations(positions, 2):
        labels = set(one.labels), set(other.labels)
        if not labels[0] or not labels[1] or _same_sentence(one, other):
            continue
        if labels[0].isdisjoint(labels[1]):
            best = max(best, (1.0, "differs"))
        elif one.strength != other.strength:
            best = max(best, (abs(one.strength - other.strength) / 5, "firmer"))
    return best[1], round(BOTH_RAISE * best[0], 4)


def _difference(rank: int, group: Sequence[Finding], corpus: Corpus) -> Difference:
    """Put a group into one difference: the leader's, with the others' mentions and names."""
    lead = group[0]
    name = whole_name(group)
    also = also_named(name, group[1:])
    told = [f.use for f in group if f.use.name in also or fold(f.use.name) in fold(name)]
    named = [use.mentions(corpus) for use in (lead.use, *told)]
    spans = {(d, m.passage, m.start, m.end) for sides in named for d, side in enumerate(sides) for m in side}
    mentions = Use(name, spans).mentions(corpus)
    positions = tuple(
        Position(m, p.labels, p.strength, p.quotations) for m, p in zip(mentions, lead.positions, strict=True)
    )
    return Difference(
        rank=rank,
        concept=name,
        kind=lead.kind,
        documents=lead.use.raised,
        positions=positions,
        weight=lead.weight,
        parts=lead.parts,
        silences=lead.silences,
        also=also,
    )
