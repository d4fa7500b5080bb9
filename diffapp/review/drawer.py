"""The drawer of candidates: which passages of the other documents a passage might be linked with, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from diffapp.commonness import rarity
from diffapp.model import Candidates, Comparison, Link, Place
from diffapp.pipeline import language_of
from diffapp.profiles import vocabulary_of

MOST = 10
MOST_WORDS = 6


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that might be a counterpart: its chance, and reasons in short phrases, the strongest first.

    ``linked`` tells that the two are linked as it is, ``rejected`` that an analyst parted them.
    """

    place: Place
    score: float
    why: tuple[str, ...]
    linked: bool = False
    rejected: bool = False


def candidates(comparison: Comparison, place: Place, most: int = MOST) -> dict[int, tuple[Candidate, ...]]:
    """Return by document the best passages for a place, the likest first; none that was never weighed.

    Two documents of which neither is the base were never weighed against each other: there a candidate is one
    that is like the same passage of the base, and its chance is the product of both.
    """
    links = {frozenset((link.a, link.b)): link for link in comparison.links}
    parted = _parted(comparison, place)
    out = {}
    for document in range(len(comparison.documents)):
        if document != place[0]:
            chances = _chances(comparison, place, document)
            best = sorted(chances, key=lambda p: (-chances[p][0], p))[:most]
            out[document] = tuple(
                _candidate(comparison, place, (document, p), chances[p], links, parted) for p in best
            )
    return out


def _parted(comparison: Comparison, place: Place) -> frozenset[Place]:
    """The places that were rejected with this one, by decisions that still hold."""
    linked = {end for x in comparison.links if place in {x.a, x.b} for end in (x.a, x.b)}
    rejecting = (each.found for each in comparison.anchoring if each.decision.kind == "reject")
    return frozenset(other for found in rejecting if place in found for other in found) - linked - {place}


def _chances(comparison: Comparison, place: Place, document: int) -> dict[int, tuple[float, str]]:
    """The chance of each passage of a document with a place, and by which way it was found."""
    direct: dict[int, tuple[float, str]] = {}
    if 0 in {place[0], document}:
        table = comparison.candidates[max(place[0], document) - 1]
        direct = {p: (chance, "") for p, chance in _weighed(table, place).items()}
    else:
        for between, first in _weighed(comparison.candidates[place[0] - 1], place).items():
            way = f"by way of {comparison.passages[0][between].cite} of the first document"
            for p, second in _weighed(comparison.candidates[document - 1], (0, between)).items():
                direct[p] = max(direct.get(p, (0.0, "")), (round(first * second, 4), way))
    for link in comparison.links:
        for here, there in ((link.a, link.b), (link.b, link.a)):
            if here == place and there[0] == document:
                direct[there[1]] = link.score, ""
    return direct


def _weighed(table: Candidates, place: Place) -> dict[int, float]:
    """The chances of one passage by the passage on the other side."""
    own, other = (table.right, table.left) if place[0] else (table.left, table.right)
    return {other[k]: table.chances[k] for k, p in enumerate(own) if p == place[1]}


def _candidate(  # noqa: PLR0913, PLR0917 -- what is known of a pair
    comparison: Comparison,
    place: Place,
    other: Place,
    known: tuple[float, str],
    links: Mapping[frozenset[Place], Link],
    parted: frozenset[Place],
) -> Candidate:
    score, way = known
    link = links.get(frozenset((place, other)))
    if link:
        said = [each.what for each in sorted(link.evidence, key=lambda e: -e.weight) if each.kind != "base"]
    else:
        words = shared_words(comparison, place, other)
        said = [f"shared words: {', '.join(words)}" if words else "no words shared"]
    said += ["rejected by the analyst"] if other in parted else []
    return Candidate(other, score, tuple(filter(None, [*said, way])), bool(link), other in parted)


def shared_words(comparison: Comparison, one: Place, other: Place) -> tuple[str, ...]:
    """Return the words that two passages share, as the first has them; what is rare in its language first."""
    found: list[dict[str, str]] = []
    languages = []
    for d, p in (one, other):
        texts = [each.text for each in comparison.passages[d][:200]]
        language = language_of(comparison.documents[d], texts)
        passage = comparison.passages[d][p]
        tokens = [t for t in vocabulary_of(language).tokens(passage.text) if t.content]
        here = {
            t.key: passage.text[t.start : t.end] for t in reversed(tokens) if t.start >= passage.label_end
        }
        found.append(here)
        languages.append(language)
    shared = [word for key, word in found[0].items() if key in found[1]]
    return tuple(sorted(shared, key=lambda word: (-rarity(word, languages[0]), word))[:MOST_WORDS])
