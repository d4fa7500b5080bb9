"""What an analyst decides, and how a decision names what it is about.

A decision is about passages, named by their content and not by their number, so that it finds them again
after the file was read anew, or another paragraph was put before them; or it is about a difference, named by
its concept and by the passages that raise it. All are values: a new judgement is a new decision, and an
earlier one stands until a later one about the same matter takes its place (``review.standing``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, get_args

from diffapp.errors import DecisionError
from diffapp.findings import Place

DecisionKind = Literal[
    "confirm",  # these passages belong together, as they are linked: one row, and no other passage in it
    "link",  # these passages belong together, though they were not linked: the same, said by the analyst
    "reject",  # no passage of these is linked with one of another document among them
    "none",  # these passages have no counterpart: looked for and not found
    "note",  # a remark in plain text; an empty value takes it away
    "status",  # how far the review of these passages is: one of STATUSES
    "tag",  # words of the analyst's own to sort by, separated by commas; an empty value takes them away
    "accept",  # the difference is one
    "dismiss",  # the difference is none; value says why
    "rename",  # the difference is called what value says
    "rank",  # the difference stands at this place of the list, counted from 1; an empty value frees it
]
Status = Literal["open", "to discuss", "checked", "done"]

ABOUT_LINKS = frozenset({"confirm", "link", "reject", "none"})
"""What constrains the alignment."""
ABOUT_ROWS = frozenset({"note", "status", "tag"})
ABOUT_DIFFERENCES = frozenset({"accept", "dismiss", "rename", "rank"})
STATUSES: tuple[Status, ...] = get_args(Status)
"""From the least advanced to the most: a row is as far as the least advanced of its passages."""
LOOKED_AT = frozenset({"checked", "done"})
RANK = re.compile("[1-9][0-9]{0,5}")
MOST_WORDS = 10_000
"""Characters of a note at most."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A passage by its content.

    ``document`` is the document's position in the comparison, from 0. ``digest`` is that of the passage's
    words without case, space and marks (``anchors.passage_digest``); ``before`` and ``after`` are those of
    its neighbours, "" at an end of the document. ``repeated`` counts the earlier passages of the document
    with the same digest. ``text`` and ``label`` are what was printed, to find it again where words changed.
    """

    document: int
    digest: str
    before: str = ""
    after: str = ""
    repeated: int = 0
    text: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """One judgement of one analyst. ``at`` is in UTC, ISO 8601 with seconds; ``id`` is unique.

    ``anchors`` are the passages that it is about; for a difference, those that raise its concept.
    ``concept`` is the name that the engine gave the difference. ``value`` depends on the kind, see there.
    """

    kind: DecisionKind
    anchors: tuple[Anchor, ...]
    value: str = ""
    concept: str = ""
    by: str = ""
    at: str = ""
    id: str = ""

    def __post_init__(self) -> None:
        """Raise DecisionError for one that says nothing that could be followed."""
        problem = _problem(self)
        if problem:
            raise DecisionError(problem)


Fate = Literal["kept", "moved", "lost"]


@dataclass(frozen=True, slots=True)
class Anchored:
    """Where a decision stands in the documents at hand, and whether it is what it was.

    ``kept``: all that it is about was found, word for word, where it was. ``moved``: it was found in other
    words, in another document of the comparison, parted or joined with its neighbour. ``lost``: something of
    it was not found, or could be several passages. ``places`` has one entry per anchor, (document, passage),
    several where the passage was parted since, none where it was lost. ``alike`` is the least likeness of
    letters among what was found, 0 to 1; ``said`` tells it in a sentence, "" where all is kept.
    """

    decision: Decision
    fate: Fate
    places: tuple[tuple[Place, ...], ...] = ()
    alike: float = 1.0
    said: str = ""

    @property
    def found(self) -> tuple[Place, ...]:
        """All places that it is about, each once, in order."""
        return tuple(sorted({place for each in self.places for place in each}))

    @property
    def whole(self) -> bool:
        """Whether all its passages were found."""
        return all(self.places)


def _problem(decision: Decision) -> str:
    """Say in one sentence what is wrong with a decision; "" where nothing is."""
    kind, value = decision.kind, decision.value
    documents = {anchor.document for anchor in decision.anchors}
    about, pair = kind in ABOUT_DIFFERENCES, kind in {"confirm", "link", "reject"}
    ranked = not value or bool(RANK.fullmatch(value))
    wrong = {
        f"There is no decision of the kind {kind!r}.": kind not in get_args(DecisionKind),
        f"To {kind} a difference, it must be named.": about and not decision.concept,
        f"To {kind} passages, name at least one.": not about and not decision.anchors,
        f"To {kind} a link, name passages of two documents.": pair and len(documents) < 2,  # noqa: PLR2004 -- two ends
        f"A status is one of {', '.join(STATUSES)}; {value!r} is none.": kind == "status"
        and value not in STATUSES,
        f"A place in the list is a number from 1; {value!r} is none.": kind == "rank" and not ranked,
        "To dismiss a difference, say why.": kind == "dismiss" and not value.strip(),
        f"A note may have {MOST_WORDS:,} characters; this one has {len(value):,}.": len(value) > MOST_WORDS,
    }
    return next((sentence for sentence, found in wrong.items() if found), "")
