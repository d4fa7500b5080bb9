"""The plain tables of an export: documents, differences, concepts, and how the comparison was made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from diffapp.exporting.marking import safe
from diffapp.frames import concepts_frame, differences_frame, heading_status
from diffapp.model import Comparison
from diffapp.provenance import facts, made_from

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


def documents_sheet(comparison: Comparison, heads: Sequence[str]) -> Sheet:
    """What the documents are: a line for each fact, a column for each document."""
    known = [facts(comparison, d) for d in range(len(heads))]
    named = [name for name in (*DOCUMENT_FACTS, *DOCUMENT_FACTS_LAST) if any(name in each for each in known)]
    lines = [(name.capitalize(), *(safe(each.get(name, "")) for each in known)) for name in named]
    lines.append(("Passages", *(str(len(side)) for side in comparison.passages)))
    return Sheet("Documents", ("Document", *heads), (1.0, *[3.0] * len(heads)), tuple(lines))


def differences_sheet(comparison: Comparison, heads: Sequence[str]) -> Sheet:
    """The differences as a reader of a memo needs them, from the columns that frames defines."""
    frame = differences_frame(comparison)
    judged = _column(frame, "decision") if "decision" in frame else [""] * len(frame)
    columns: list[list[str]] = [
        _column(frame, "rank"),
        _joined(_column(frame, "concept"), [f"also: {x}" if x else "" for x in _column(frame, "also")]),
        _joined(_kinds(frame, len(heads)), judged),
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


def concepts_sheet(comparison: Comparison, heads: Sequence[str]) -> Sheet:
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


def made_sheet(comparison: Comparison) -> Sheet:
    """How the comparison was made: notes, settings and versions."""
    lines = tuple((safe(of), safe(what), safe(value)) for of, what, value in made_from(comparison))
    return Sheet("How the comparison was made", ("Of", "What", "Value"), (1, 2, 5), lines)


def _column(frame: pd.DataFrame, head: str) -> list[str]:
    return [safe(str(value)) for value in frame[head]]


def _joined(first: Sequence[str], second: Sequence[str], between: str = "\n") -> list[str]:
    """Put what belongs together into one cell, below each other."""
    return [between.join(filter(None, pair)) for pair in zip(first, second, strict=True)]


def _across(columns: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    return tuple(zip(*columns, strict=True))
