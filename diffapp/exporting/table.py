"""The content of an export, apart from how it looks: what Word, web page, Markdown and PDF all show.

Title and what the documents are, the lead, the table of differences, the table of concepts, the rows with
their passages cut into runs, and how the comparison was made. All strings are safe for XML; every passage's
runs, joined, are its text in the source.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from diffapp.exporting.marking import Mark, Run, cut, marks, safe
from diffapp.exporting.selection import WHOLE, Selection, in_words, select
from diffapp.frames import (
    concepts_frame,
    differences_frame,
    facts,
    heading_status,
    kind,
    labelled,
    made_from,
    names,
    nearest_in_words,
)
from diffapp.model import Comparison, Document, Passage, Place, Row

NONE: Final = "– none –"
DOCUMENT_FACTS: Final = ("title", "status", "issuer", "date", "note", "source", "size", "reader", "pages")
DOCUMENT_FACTS_LAST: Final = ("warnings", "digest")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A plain table: heads, the width of each column beside the others, and lines of as many cells."""

    title: str
    heads: tuple[str, ...]
    widths: tuple[float, ...]
    lines: tuple[tuple[str, ...], ...]


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
    """All that is shown, in this order; ``warning`` says which texts are no originals."""

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


def content(comparison: Comparison, selection: Selection = WHOLE) -> Content:
    """Gather what is shown of a comparison."""
    heads = tuple(safe(heading_status(comparison, d)) for d in range(len(comparison.documents)))
    return Content(
        title=safe(" – ".join(names(comparison))),
        date=safe(selection.date),
        warning=safe(_warning(comparison)),
        selected=in_words(comparison, selection),
        names=heads,
        documents=_documents(comparison, heads),
        lead=tuple(safe(sentence.text) for sentence in comparison.lead),
        differences=_differences(comparison, heads),
        concepts=_concepts(comparison, heads),
        lines=_lines(select(comparison, selection)),
        made=_made(comparison),
    )


def _warning(comparison: Comparison) -> str:
    """Say of each text that is no original what it is."""
    known = zip(names(comparison), comparison.documents, strict=True)
    return " ".join(_no_original(name, document) for name, document in known if document.status).strip()


def _no_original(name: str, document: Document) -> str:
    if document.status == "original":
        return ""
    return f"The text of {name} is not an original (status: {document.status})."


def _documents(comparison: Comparison, heads: Sequence[str]) -> Sheet:
    """What the documents are: a line for each fact, a column for each document."""
    known = [facts(comparison, d) for d in range(len(heads))]
    named = [name for name in (*DOCUMENT_FACTS, *DOCUMENT_FACTS_LAST) if any(name in each for each in known)]
    lines = [(name.capitalize(), *(safe(each.get(name, "")) for each in known)) for name in named]
    lines.append(("Passages", *(str(len(side)) for side in comparison.passages)))
    return Sheet("Documents", ("Document", *heads), (1.0, *[3.0] * len(heads)), tuple(lines))


def _differences(comparison: Comparison, heads: Sequence[str]) -> Sheet:
    """The differences as a reader of a memo needs them, from the columns that frames defines."""
    frame = differences_frame(comparison)
    columns: list[list[str]] = [
        _column(frame, "rank"),
        _joined(_column(frame, "concept"), [f"also: {x}" if x else "" for x in _column(frame, "also")]),
        _kinds(frame, len(heads)),
    ]
    for d in range(len(heads)):
        name = heading_status(comparison, d)
        said = _joined(_column(frame, f"{name}: stance"), _column(frame, f"{name}: quotations"))
        columns.append([text or NONE for text in said])
    columns.append(_column(frame, "silence"))
    titles = ("Rank", "Concept", "Kind", *heads, "Silence")
    return Sheet(
        "Differences",
        titles,
        (0.8, 1.9, 1.2, *[max(8 / len(heads), 2.6)] * len(heads), 2.1),
        _across(columns),
    )


def _kinds(frame: pd.DataFrame, documents: int) -> list[str]:
    """The kinds of the differences; of two documents, the one that is alone is named."""
    pairs = zip(_column(frame, "kind"), _column(frame, "raised by"), strict=True)
    alone = documents == 2  # noqa: PLR2004 -- of more, the cells show which
    return [f"only {raised}" if alone and sort == "only" else sort for sort, raised in pairs]


def _concepts(comparison: Comparison, heads: Sequence[str]) -> Sheet:
    """The concepts: how often each document speaks of them, with which stances and how firmly."""
    frame = concepts_frame(comparison)
    names_ = _column(frame, "concept")
    families = zip(names_, _column(frame, "glossary"), strict=True)
    columns = [_joined(names_, [f"glossary: {x}" if x not in {"", name} else "" for name, x in families])]
    for d in range(len(heads)):
        name = heading_status(comparison, d)
        counts = [f"{n}×" if n != "0" else NONE for n in _column(frame, f"{name}: mentions")]
        columns.append(_joined(counts, _column(frame, f"{name}: stance"), " "))
    told = [f"{head}: mentions, stances, firmness (0 to 5)" for head in heads]
    return Sheet("Concepts", ("Concept", *told), (2, *[2.0] * len(heads)), _across(columns))


def _made(comparison: Comparison) -> Sheet:
    lines = tuple((safe(of), safe(what), safe(value)) for of, what, value in made_from(comparison))
    return Sheet("How the comparison was made", ("Of", "What", "Value"), (1, 2, 5), lines)


def _column(frame: pd.DataFrame, head: str) -> list[str]:
    return [safe(str(value)) for value in frame[head]]


def _joined(first: Sequence[str], second: Sequence[str], between: str = "\n") -> list[str]:
    """Put what belongs together into one cell, below each other."""
    return [between.join(filter(None, pair)) for pair in zip(first, second, strict=True)]


def _across(columns: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    return tuple(zip(*columns, strict=True))


def _lines(comparison: Comparison) -> tuple[Line, ...]:
    """The rows; a heading is told once as long as the column goes on under it."""
    found = marks(comparison)
    above = [""] * len(comparison.documents)
    return tuple(_line(comparison, row, found, above) for row in comparison.rows)


def _line(comparison: Comparison, row: Row, found: Mapping[Place, Sequence[Mark]], above: list[str]) -> Line:
    cells = tuple(
        tuple(_quoted(comparison, (d, p), row, found, above) for p in cell)
        for d, cell in enumerate(row.cells)
    )
    return Line(safe(row.id), safe(kind(comparison, row)), cells, _remarks(comparison, row))


def _quoted(
    comparison: Comparison,
    place: Place,
    row: Row,
    found: Mapping[Place, Sequence[Mark]],
    above: list[str],
) -> Quoted:
    passage, document = comparison.at(place), comparison.documents[place[0]]
    heading = safe(" › ".join(part for part in passage.heading if part != document.title))
    told = "" if heading == above[place[0]] else heading
    above[place[0]] = heading
    return Quoted(
        place=place,
        cite=safe(labelled(passage)),
        heading=told,
        stances=_stances(comparison, place),
        runs=_runs(passage, found.get(place, ())),
        language=document.language,
        alone=row.kind == "only",
    )


def _stances(comparison: Comparison, place: Place) -> tuple[str, ...]:
    """The stances of a passage, each once, in the order of the text."""
    if not comparison.stances:
        return ()
    return tuple(dict.fromkeys(safe(cue.label) for cue in comparison.stances[place[0]][place[1]]))


def _runs(passage: Passage, found: Sequence[Mark]) -> tuple[Run, ...]:
    return cut(safe(passage.text), found)


def _remarks(comparison: Comparison, row: Row) -> tuple[tuple[str, str], ...]:
    """What is to be said of a row: its kind and score, the nearest candidate, what the analyst wrote."""
    said = kind(comparison, row)
    if row.score is not None:
        said += f" ({row.score:.2f})" + (f", {row.closeness}" if row.closeness else "")
    near = nearest_in_words(comparison, row.nearest) if row.kind == "only" else ""
    lines = (("kind", said), ("nearest", near), ("status", row.status or ""), ("note", row.note or ""))
    return tuple((what, safe(text)) for what, text in lines if text)
