"""Whether a document that never mentions a concept passes it over, or touches it in other words.

A silence is checked in five ways; each that finds something makes it "related, not the same": related
families of the glossary that the document mentions; a phrase in the concept that all documents use; the
better part of the concept's words, by how rare they are, in one passage; a concept near in meaning where a
counterpart stands (proposals.py); and counterparts, where most passages that raise it are surely linked to
the document's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from diffapp.called import Use
from diffapp.commonness import rarity
from diffapp.corpus import Corpus, Places, Span
from diffapp.findings import Nearest, Place, Silence
from diffapp.glossary import Concept
from diffapp.usage import is_broad

Likest = Callable[[Place, int], tuple[float, int] | None]
"""Given a place and a document: the likest passage there and its chance."""
LINKED = 0.6
"""Score of a link from which on the counterpart of a passage is taken to touch what the passage raises."""
WHOLE = 0.999
NEAR = 0.1
"""Least chance of the passage that is named as the nearest."""
MOST_NAMED = 12
"""Terms that a silence lists as searched."""
OFTEN = 3
"""Passages that must mention a broad family for it to count: once or twice it may be another sense."""
SHARED = 0.5
"""Part of a term's weight in rare words that one passage must hold to touch the matter."""


@dataclass(frozen=True)
class Ground:
    """What silences are checked against: the texts, and where words stand in them; links.

    ``mentioned`` has by document the families that it mentions and in how many passages, ``linked`` the score
    of each passage's best link with each document, ``perhaps`` for a concept's name and a document the
    concept there that may be the same; ``shared`` the stems and name of each phrase that all documents use.
    """

    corpus: Corpus
    places: Places
    mentioned: Sequence[Mapping[int, int]]
    linked: Mapping[tuple[Place, int], float]
    likest: Likest
    names: Sequence[str]
    perhaps: Mapping[tuple[str, int], str] = field(default_factory=dict)
    shared: Sequence[tuple[frozenset[str], str]] = ()

    def score(self, place: Place, document: int) -> float:
        """The score of the best link of a passage with a document, 0 for none."""
        return self.linked.get((place, document), 0.0)


def silence(use: Use, document: int, ground: Ground, home: Place) -> Silence:
    """Check that a document passes a concept over; it must not mention it.

    ``home`` is the passage that raises it best; the nearest passage is told for that one.
    """
    touches = tuple(dict.fromkeys(_touches(use, document, ground)))
    verdict = "related" if touches else "silent"
    near = _nearest(home, document, ground)
    searched = _searched(use, ground)
    said = _say(use, document, ground, near, touches)
    return Silence(document, verdict, searched, near, touches, said)  # type: ignore[arg-type]


def _touches(use: Use, document: int, ground: Ground) -> Sequence[str]:
    """Name by what the document touches the matter."""
    found = [*_kin(use, document, ground)]
    shared = _shared(use, document, ground)
    if shared:
        found.append(f"{' + '.join(shared)} in one passage")
    keys = set(_words(use, ground.corpus))
    found += [f"“{name}”" for key, name in ground.shared if key < keys]
    if (use.name, document) in ground.perhaps:
        found.append(f"perhaps “{ground.perhaps[use.name, document]}” is the same")
    answered = [place for place in use.passages if ground.score(place, document) >= LINKED]
    if len(answered) > len(use.passages) / 2:
        found.append("counterparts of the passages that raise it")
    return found


def _kin(use: Use, document: int, ground: Ground) -> Sequence[str]:
    """List the related, narrower and wider families that the document mentions, broad ones if often."""
    if use.concept is None:
        return []
    concepts = ground.corpus.glossary.concepts
    own = concepts[use.concept]

    def near(other: Concept) -> bool:
        return other.name in {*own.related, own.broader} or own.name in {*other.related, other.broader}

    found = []
    for k, passages in sorted(ground.mentioned[document].items()):
        often = passages >= OFTEN or not is_broad(concepts[k].name)
        if often and near(concepts[k]):
            found.append(concepts[k].name)
    return found


def _shared(use: Use, document: int, ground: Ground) -> list[str]:
    """The words of the concept that one passage of the document holds, if they are the better part of it."""
    words, best = _best_held(use, document, ground)
    return list(words) if best > SHARED else []


def held_share(use: Use, document: int, ground: Ground) -> float:
    """The greatest part of a concept's words, by weight, that one passage of a document holds.

    Of a family, whose terms are many, only the whole counts.
    """
    share = _best_held(use, document, ground)[1]
    return share if use.concept is None or share > WHOLE else 0.0


def _best_held(use: Use, document: int, ground: Ground) -> tuple[Sequence[str], float]:
    """Find the passage of the document that holds most of a concept's words, weighed by how rare they are.

    Returns the words that it holds and their share of the weight; nothing for a concept of one word, which is
    either mentioned or not.
    """
    words = _words(use, ground.corpus)
    language = ground.corpus.languages[document]
    weight = {key: rarity(word, language) for key, word in words.items()}
    best: dict[int, float] = defaultdict(float)
    held = {key: ground.places.holding(document, key) for key in words}
    for key in sorted(words):
        for passage in held[key]:
            best[passage] += weight[key]
    if not best or len(words) == 1:
        return (), 0.0
    most = min(best, key=lambda passage: (-best[passage], passage))
    there = [word for key, word in words.items() if most in held[key]]
    return there, best[most] / max(sum(weight.values()), 1e-9)


def _words(use: Use, corpus: Corpus) -> dict[str, str]:
    """The words that carry matter in the shortest mention: key to the word as written."""

    def size(span: Span) -> tuple[int, str]:
        return span[3] - span[2], corpus.passages[span[0]][span[1]].text[span[2] : span[3]]

    shortest = min(use.spans, key=size)
    text = corpus.passages[shortest[0]][shortest[1]].text
    return {t.key: text[t.start : t.end].lower() for t in corpus.inside(shortest)}


def _searched(use: Use, ground: Ground) -> tuple[str, ...]:
    """List what was looked for."""
    names = sorted(use.names, key=lambda name: (-use.names[name], name))[:MOST_NAMED]
    terms = list(dict.fromkeys(" ".join(name.split()) for name in names))
    if use.concept is not None:
        concept = ground.corpus.glossary.concepts[use.concept]
        terms += [f"all terms of “{concept.name}”", *(f"“{name}”" for name in concept.related)]
    else:
        terms.append(
            f"{' + '.join(_words(use, ground.corpus).values())}: in one passage, in any form and order"
        )
    return tuple(terms)


def _nearest(home: Place, document: int, ground: Ground) -> Nearest | None:
    """Find the document's passage likest to the one that raises the concept."""
    near = ground.likest(home, document)
    if near is None or near[0] < NEAR:
        return None
    return Nearest((document, near[1]), near[0], "the likest passage of the silent document")


def _say(use: Use, document: int, ground: Ground, near: Nearest | None, touches: Sequence[str]) -> str:
    """Put a silence into a sentence."""
    said = f"{ground.names[document]}: no mention of {use.name}"
    if touches:
        said += f"; related, not the same: {', '.join(touches[:3])}"
    if near:
        passage = ground.corpus.passages[document][near.place[1]]
        about = f", on {passage.heading[-1]}" if passage.heading else ""
        said += f"; nearest: {passage.cite}{about}, score {near.score:.2f}"
    return f"{said}." if near or touches else f"{said}; nothing there comes near."
