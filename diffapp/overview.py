"""From passages, stances and links to the findings: concepts, differences and the lead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from diffapp.alignment import Aligned
from diffapp.called import Use
from diffapp.corpus import Corpus, Places
from diffapp.decisions import ABOUT_DIFFERENCES, Anchored
from diffapp.differences import MOST_WEIGHED, find_differences
from diffapp.findings import ConceptUse, Difference, LeadSentence, Place, Proposal, Stance
from diffapp.judging import judge_differences
from diffapp.lead import write_lead
from diffapp.model import Link
from diffapp.naming import names
from diffapp.positions import Speech, position
from diffapp.proposals import Encode, propose
from diffapp.silence import Ground, Likest
from diffapp.usage import common_words, find_uses, mentioned_families
from diffapp.words import fold

LEAST_MENTIONS = 2
"""Mentions that a phrase needs to stand in the table of concepts; a family of the glossary needs one."""
MOST_CONCEPTS = 300


@dataclass(frozen=True)
class Overview:
    """What the documents raise, what sets them apart, and the few sentences that sum it up."""

    concepts: tuple[ConceptUse, ...]
    differences: tuple[Difference, ...]
    lead: tuple[LeadSentence, ...]
    proposals: tuple[Proposal, ...]
    anchoring: tuple[Anchored, ...] = ()


def look_over(  # noqa: PLR0913 -- what it looks at, each from another step
    corpus: Corpus,
    stances: Sequence[Sequence[Sequence[Stance]]],
    aligned: Sequence[Aligned],
    links: Sequence[Link],
    most: int,
    *,
    encode: Encode | None = None,
    anchored: Sequence[Anchored] = (),
) -> Overview:
    """Find everything that is told on the level of concepts; at most ``most`` differences.

    Without ``encode`` nothing is proposed as the same in other words. ``anchored`` are decisions by where
    they stand; those on differences are followed.
    """
    places, called = Places(corpus), names(corpus.documents)
    uses = find_uses(corpus, places)
    scores = {(link.a, link.b): link.score for link in links}
    proposals = propose(uses, scores, len(called), encode) if encode else ()
    perhaps = {(p.names[k], p.documents[1 - k]): p.names[1 - k] for p in reversed(proposals) for k in (0, 1)}
    known = _linked(links), likest_of(aligned)
    everyone = range(len(called))
    shared = [(frozenset(u.key), u.name) for u in uses if u.everywhere and u.raised == tuple(everyone)]
    shared = [(key, name) for key, name in shared if len(key) > 1]
    ground = Ground(corpus, places, mentioned_families(corpus), *known, called, perhaps, shared)
    speeches = [Speech(side, said) for side, said in zip(corpus.passages, stances, strict=True)]
    asked = any(each.decision.kind in ABOUT_DIFFERENCES for each in anchored)
    differences = find_differences(uses, ground, speeches, MOST_WEIGHED if asked else most)
    differences, told_of = judge_differences(differences, anchored, most)
    several = _distinct(uses)
    told = (*several, *common_words(corpus, several), *_unmentioned(uses, corpus))
    concepts = tuple(_told(use, corpus, speeches) for use in told)
    lead = write_lead(differences, corpus.passages, called)
    return Overview(concepts, differences, lead, proposals, told_of)


def _linked(links: Sequence[Link]) -> dict[tuple[Place, int], float]:
    """The score of each passage's best link with each document."""
    out: dict[tuple[Place, int], float] = {}
    for link in links:
        for place, other in ((link.a, link.b[0]), (link.b, link.a[0])):
            out[place, other] = max(out.get((place, other), 0.0), link.score)
    return out


def likest_of(aligned: Sequence[Aligned]) -> Likest:
    """Answer which passage of a document comes nearest to a place; None where the two were not aligned."""

    def answer(place: Place, document: int) -> tuple[float, int] | None:
        for a in aligned:
            if a.other in {place[0], document} and 0 in {place[0], document} and place in a.likest:
                chance, mate = a.likest[place]
                return chance, mate[1]
        return None

    return answer


def _distinct(uses: Sequence[Use]) -> list[Use]:
    """Leave out phrases said once, and those that are part of a longer one wherever they stand."""
    told = [u for u in uses if u.concept is not None or (u.everywhere and len(u.spans) >= LEAST_MENTIONS)]
    told.sort(key=_standing)
    kept: list[Use] = []
    by_passages: dict[frozenset[Place], list[Use]] = {}
    for use in told:
        same = by_passages.setdefault(use.passages, [])
        if use.key and any(_is_part(use, other) for other in same):
            continue
        same.append(use)
        kept.append(use)
    rest = [use for use in kept[MOST_CONCEPTS:] if use.own]
    return [*kept[:MOST_CONCEPTS], *rest]


def _unmentioned(uses: Sequence[Use], corpus: Corpus) -> list[Use]:
    """The families that the user made and no document mentions: that is told, too."""
    found = {use.concept for use in uses}
    families = enumerate(corpus.glossary.concepts)
    return [Use(c.name, set(), (), k, own=True) for k, c in families if c.own and k not in found]


def _standing(use: Use) -> tuple[int, int, bool, int, str]:
    """First what most documents raise in most passages; families before phrases, longer before shorter."""
    return -len(use.raised), -len(use.passages), use.concept is None, -len(use.key), use.name


def _is_part(use: Use, other: Use) -> bool:
    """Tell whether a phrase is part of another concept's name."""
    return set(use.key) <= set(other.key) or fold(use.name) in fold(other.name)


def _told(use: Use, corpus: Corpus, speeches: Sequence[Speech]) -> ConceptUse:
    positions = tuple(position(m, s, use.name) for m, s in zip(use.mentions(corpus), speeches, strict=True))
    terms = tuple(sorted({" ".join(m.text.split()) for p in positions for m in p.mentions}))
    if use.concept is None:
        return ConceptUse(use.name, "phrase", positions, terms)
    return ConceptUse(use.name, "glossary", positions, terms, corpus.glossary.concepts[use.concept].name)
