"""The values of the findings: concepts in the documents, positions on them, silences, differences, the lead.

Passages are referred to by position, ``(document, passage)``, both counted from 0; offsets are into the
passage's text, half open.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import Literal

DifferenceKind = Literal["only", "firmer", "differs"]
SilenceVerdict = Literal["silent", "related"]
Origin = Literal["glossary", "phrase"]
Place = tuple[int, int]
"""(document, passage), both counted from 0."""


@dataclass(frozen=True, slots=True)
class Nearest:
    """The closest candidate that was not taken as a counterpart, and why not."""

    place: Place
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class Candidates:
    """The pairs of the base and document ``other`` that were weighed: their passages, and chances.

    All three run in parallel, sorted by ``left``, then ``right``.
    """

    other: int
    left: array[int]
    right: array[int]
    chances: array[float]


@dataclass(frozen=True, slots=True)
class Mention:
    """A term found in a passage; ``text`` is the passage's text from ``start`` to ``end``."""

    passage: int
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Stance:
    """What a passage does with its words: a label, and the cue that shows it, ``text[start:end]``.

    ``label`` is one of offer, condition, request, refusal, reaffirmation, concern, warning, obligation and
    statement; ``strength`` says how firm it is, 0 to 5 (the scale stands in stance.py).
    """

    label: str
    cue: str
    start: int
    end: int
    strength: int


@dataclass(frozen=True, slots=True)
class Position:
    """What one document says of a concept; without mentions it says nothing.

    ``labels`` are the stances around the mentions in the order of the text, and ``strength`` is that of the
    firmest, 0 to 5. ``quotations`` are whole sentences that hold a mention, those with a stance first.
    """

    mentions: tuple[Mention, ...] = ()
    labels: tuple[str, ...] = ()
    strength: int = 0
    quotations: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class ConceptUse:
    """A concept as the documents use it: a family of the glossary, or a key phrase found in the texts.

    ``name`` is how they write it most often; ``family`` is its name in the glossary, empty for a phrase.
    ``positions`` has one entry per document; ``terms`` are what was searched for.
    """

    name: str
    origin: Origin
    positions: tuple[Position, ...]
    terms: tuple[str, ...] = ()
    family: str = ""

    @property
    def documents(self) -> tuple[int, ...]:
        """The documents that mention it."""
        return tuple(d for d, position in enumerate(self.positions) if position.mentions)


@dataclass(frozen=True, slots=True)
class Silence:
    """A document that does not raise a concept, and how sure that is.

    ``verdict`` is "silent", or "related" where the document touches the matter in other words; ``touches``
    says by what. ``searched`` lists what was looked for, ``nearest`` the passage that comes closest, and
    ``said`` puts it all into a sentence.
    """

    document: int
    verdict: SilenceVerdict
    searched: tuple[str, ...]
    nearest: Nearest | None
    touches: tuple[str, ...]
    said: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A ranked finding: a concept that only some documents raise, or on which they take other positions.

    ``documents`` are those that raise it, ``positions`` has one entry per document, ``also`` names the
    concepts that are part of the same matter. The weight is the product of its ``parts``.

    ``decided`` is "accept" or "dismiss" where an analyst said so, ``reason`` why. ``called`` is the engine's
    name where an analyst gave it another one. Dismissed differences stand last.
    """

    rank: int
    concept: str
    kind: DifferenceKind
    documents: tuple[int, ...]
    positions: tuple[Position, ...]
    weight: float
    parts: tuple[tuple[str, float], ...] = ()
    silences: tuple[Silence, ...] = ()
    also: tuple[str, ...] = ()
    decided: Literal["", "accept", "dismiss"] = ""
    reason: str = ""
    called: str = ""

    @property
    def key(self) -> str:
        """The name that the engine gave it, by which decisions know it."""
        return self.called or self.concept

    @property
    def mentions(self) -> tuple[tuple[Mention, ...], ...]:
        """The mentions in each document."""
        return tuple(position.mentions for position in self.positions)

    @property
    def searched(self) -> tuple[str, ...]:
        """What was looked for in the documents that do not raise it."""
        return tuple(dict.fromkeys(term for silence in self.silences for term in silence.searched))

    @property
    def nearest(self) -> tuple[Nearest, ...]:
        """Their passages that come closest."""
        return tuple(silence.nearest for silence in self.silences if silence.nearest)


@dataclass(frozen=True, slots=True)
class LeadSentence:
    """One sentence of the summary: its text, the rank of its difference, and the passages it cites."""

    text: str
    rank: int
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two concepts that may be one in other words: their names, and the documents that raise each.

    ``alike`` is the cosine of their names' vectors, ``link`` the score of the passages that they stand in.
    """

    names: tuple[str, str]
    documents: tuple[int, int]
    alike: float
    link: float
