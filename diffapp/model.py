"""The values that every room passes on: documents in, one comparison out.

All are frozen: a new judgement makes a new value. Passages are referred to by position,
``(document, passage)``, both counted from 0; their ``id`` ("1", "2", …) is what people and files see.
Offsets count Unicode code points and are half open, ``[start, end)``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from diffapp.decisions import Anchored, Decision
from diffapp.document import Block, Correction, Document
from diffapp.findings import (
    Candidates,
    ConceptUse,
    Difference,
    DifferenceKind,
    LeadSentence,
    Mention,
    Nearest,
    Place,
    Position,
    Proposal,
    Silence,
    Stance,
)

__all__ = [
    "DEFAULT",
    "Anchored",
    "Block",
    "Candidates",
    "Closeness",
    "Comparison",
    "ConceptUse",
    "Correction",
    "Decided",
    "Decision",
    "Difference",
    "DifferenceKind",
    "Document",
    "Evidence",
    "LeadSentence",
    "Link",
    "Mark",
    "Mention",
    "Nearest",
    "Passage",
    "Place",
    "Position",
    "Proposal",
    "Row",
    "RowKind",
    "Settings",
    "Silence",
    "Stance",
    "Unit",
    "Variant",
    "VariantKind",
]

Unit = Literal["paragraph", "sentence"]
RowKind = Literal["shared", "moved", "only"]
VariantKind = Literal["shared", "differs"]
Decided = Literal["", "confirm", "link", "none", "checked"]
Closeness = Literal["close", "distant"]


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph or numbered point: the unit of alignment.

    ``text`` equals ``document.text[start:end]``. ``label`` is the number printed before it, with the
    numbers it stands under ("7(b)"); the printed number itself is ``text[:label_end]``.
    ``heading`` is the path of headings above it, outermost first. ``page`` and ``confidence`` are those of
    the block that it stands in.
    """

    id: str
    start: int
    end: int
    text: str
    label: str | None = None
    label_end: int = 0
    heading: tuple[str, ...] = ()
    page: int | None = None
    confidence: float | None = None

    @property
    def cite(self) -> str:
        """How to refer to the passage: its printed label, else its place in reading order."""
        return self.label or f"¶{self.id}"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One additive reason for a link's score; all weights of a link sum to its score."""

    kind: str
    what: str
    weight: float


@dataclass(frozen=True, slots=True)
class Link:
    """Two passages, of two documents, that deal with the same specific matter."""

    a: Place
    b: Place
    score: float
    evidence: tuple[Evidence, ...] = ()
    origin: Literal["engine", "analyst"] = "engine"


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of one passage of one document, offsets into the passage's text."""

    document: int
    passage: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Variant:
    """A word-level finding inside a row: words that differ, or words that are shared."""

    kind: VariantKind
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A group of linked passages: the unit of the table. ``cells`` has one entry per document.

    ``status``, ``note`` and ``tags`` are the analyst's; None where none was given. ``decided`` says by what
    kind of decision the row is closed, so that no other settings change it; "" where it is open.
    """

    id: str
    cells: tuple[tuple[int, ...], ...]
    kind: RowKind
    score: float | None = None
    nearest: Nearest | None = None
    closeness: Closeness | None = None
    likeness: float | None = None
    variants: tuple[Variant, ...] = ()
    status: str | None = None
    note: str | None = None
    tags: tuple[str, ...] = ()
    decided: Decided = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user chooses. ``threshold`` is the least score of a link, between 0 and 1.

    None leaves it to the distance of the texts (see scoring.least_score).

    ``encoder`` is "auto", "none", or the name of an encoder (see encoding).
    """

    unit: Unit = "paragraph"
    threshold: float | None = None
    encoder: str = "auto"
    most_differences: int = 40


@dataclass(frozen=True, slots=True)
class Comparison:
    """The whole result; ``passages`` has one entry per document, ``notes`` are sentences for the user.

    ``stances`` has one entry per document and passage: its cues in order. ``taken_from`` says for each
    document after the base from which score on its links were taken. ``concepts`` are all that the documents
    raise, ``lead`` sums up the differences in a few sentences, ``proposals`` are for the analyst to judge.
    ``decisions`` are as they were given, ``anchoring`` says in the same order where each stands here.
    ``candidates`` are the pairs that were weighed, by document after the base; no file holds them.
    """

    documents: tuple[Document, ...]
    passages: tuple[tuple[Passage, ...], ...]
    links: tuple[Link, ...]
    rows: tuple[Row, ...]
    differences: tuple[Difference, ...]
    settings: Settings
    versions: dict[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    stances: tuple[tuple[tuple[Stance, ...], ...], ...] = ()
    taken_from: tuple[float, ...] = ()
    concepts: tuple[ConceptUse, ...] = ()
    lead: tuple[LeadSentence, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    decisions: tuple[Decision, ...] = ()
    anchoring: tuple[Anchored, ...] = ()
    candidates: tuple[Candidates, ...] = field(default=(), repr=False, compare=False)

    def at(self, place: Place) -> Passage:
        """The passage at ``(document, passage)``."""
        return self.passages[place[0]][place[1]]


DEFAULT = Settings()
