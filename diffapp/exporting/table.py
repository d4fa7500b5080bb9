"""The content of an export, apart from how it looks: what Word, web page, Markdown and PDF all show.

Title and what the documents are, the lead, the table of differences, the table of concepts, the rows with
their passages cut into runs, and how the comparison was made. All strings are safe for XML; every passage's
runs, joined, are its text in the source.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from diffapp.annotating import DECIDED
from diffapp.exporting.marking import LEGEND, LEGEND_OF_STANCES, Mark, Run, cut, marks, safe
from diffapp.exporting.selection import WHOLE, Selection, in_words, select
from diffapp.exporting.sheets import Sheet, concepts_sheet, differences_sheet, documents_sheet, made_sheet
from diffapp.frames import heading_status, kind, labelled, names, nearest_in_words
from diffapp.model import Comparison, Document, Passage, Place, Row

LABELLED: Final = frozenset({"status", "note", "tags"})
"""The remarks that are shown with what they are before them."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """A passage as it stands in a cell: how it is cited, the headings above it, its stances, its text.

    ``heading`` is empty where the passage shown before in the same column stands under the same one.
    """

    place: Place
    cite: str
    heading: str
    stances: tuple[str, ...]
    runs: tuple[Run, ...]
    language: str
    alone: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A row: one cell per document, and remarks as (what, text)."""

    id: str
    kind: str
    cells: tuple[tuple[Quoted, ...], ...]
    remarks: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Content:
    """All that is shown, in this order; ``warning`` says which texts are no originals.

    ``remarked`` says whether the rows have a column of remarks, ``stances`` whether passages name theirs.
    """

    title: str
    date: str
    warning: str
    selected: str
    names: tuple[str, ...]
    documents: Sheet
    lead: tuple[str, ...]
    differences: Sheet
    concepts: Sheet
    lines: tuple[Line, ...]
    made: Sheet
    remarked: bool
    stances: bool

    @property
    def heads(self) -> tuple[str, ...]:
        """The heads of the rows' columns."""
        return (*self.names, "Remarks") if self.remarked else self.names

    @property
    def legend(self) -> tuple[Run, ...]:
        """How to read the marks that are there."""
        return (*LEGEND, LEGEND_OF_STANCES) if self.stances else LEGEND


def content(comparison: Comparison, selection: Selection = WHOLE) -> Content:
    """Gather what is shown of a comparison."""
    heads = tuple(safe(heading_status(comparison, d)) for d in range(len(comparison.documents)))
    return Content(
        title=safe(" – ".join(names(comparison))),
        date=safe(selection.date),
        warning=safe(_warning(comparison)),
        selected=in_words(comparison, selection),
        names=heads,
        documents=documents_sheet(comparison, heads),
        lead=tuple(safe(sentence.text) for sentence in comparison.lead),
        differences=differences_sheet(comparison, heads),
        concepts=concepts_sheet(comparison, heads),
        lines=_Rows(select(comparison, selection), selection).lines(),
        made=made_sheet(comparison),
        remarked=selection.remarks,
        stances=selection.shows("stance"),
    )


def _warning(comparison: Comparison) -> str:
    """Say of each text that is no original what it is."""
    known = zip(names(comparison), comparison.documents, strict=True)
    return " ".join(_no_original(name, document) for name, document in known if document.status).strip()


def _no_original(name: str, document: Document) -> str:
    if document.status == "original":
        return ""
    return f"The text of {name} is not an original (status: {document.status})."


class _Rows:
    """The rows, told one after the other: a heading is told once as long as the column goes on under it."""

    def __init__(self, comparison: Comparison, selection: Selection) -> None:
        self._comparison, self._shows = comparison, selection.shows
        self._found: Mapping[Place, Sequence[Mark]] = marks(comparison)
        self._above = [""] * len(comparison.documents)

    def lines(self) -> tuple[Line, ...]:
        return tuple(map(self._line, self._comparison.rows))

    def _line(self, row: Row) -> Line:
        cells = tuple(tuple(self._quoted((d, p), row) for p in cell) for d, cell in enumerate(row.cells))
        return Line(safe(row.id), safe(kind(self._comparison, row)), cells, self._remarks(row))

    def _quoted(self, place: Place, row: Row) -> Quoted:
        passage, document = self._comparison.at(place), self._comparison.documents[place[0]]
        return Quoted(
            place=place,
            cite=safe(labelled(passage) if self._shows("pages") else passage.cite),
            heading=self._heading(place, passage, document) if self._shows("headings") else "",
            stances=self._stances(place) if self._shows("stance") else (),
            runs=cut(safe(passage.text), self._found.get(place, ())),
            language=document.language,
            alone=row.kind == "only",
        )

    def _heading(self, place: Place, passage: Passage, document: Document) -> str:
        """The headings above a passage, if the column has not told them just before."""
        heading = safe(" › ".join(part for part in passage.heading if part != document.title))
        told = "" if heading == self._above[place[0]] else heading
        self._above[place[0]] = heading
        return told

    def _stances(self, place: Place) -> tuple[str, ...]:
        """The stances of a passage, each once, in the order of the text."""
        if not self._comparison.stances:
            return ()
        return tuple(dict.fromkeys(safe(cue.label) for cue in self._comparison.stances[place[0]][place[1]]))

    def _remarks(self, row: Row) -> tuple[tuple[str, str], ...]:
        """What is to be said of a row: its kind and score, the nearest candidate, what the analyst wrote."""
        score = "" if row.score is None else f"{row.score:.2f}"
        if self._shows("kind"):
            said = kind(self._comparison, row)
            said += f" ({score})" if score and self._shows("score") else ""
        else:
            said = score if self._shows("score") else ""
        if score and row.closeness and self._shows("score"):
            said += f", {row.closeness}"
        near = nearest_in_words(self._comparison, row.nearest) if row.kind == "only" else ""
        lines = (
            ("kind", said),
            ("nearest", near if self._shows("evidence") else ""),
            ("decision", DECIDED[row.decided].capitalize() if self._shows("status") else ""),
            ("status", (row.status or "") if self._shows("status") else ""),
            ("note", (row.note or "") if self._shows("note") else ""),
            ("tags", ", ".join(row.tags) if self._shows("tags") else ""),
        )
        return tuple((what, safe(text)) for what, text in lines if text)
