"""A comparison as tables. The columns of every table that leaves the app are defined here, once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pandas as pd

from diffapp import naming
from diffapp.annotating import DECIDED
from diffapp.judging import judged_in_words
from diffapp.lead import quoted
from diffapp.model import Comparison, Difference, Evidence, Link, Nearest, Passage, Position, Row
from diffapp.provenance import facts, made_from


@dataclass(frozen=True)
class Column:
    """A column of the rows table: its head, its width in characters, and what stands in it.

    ``document`` is set where the column holds the passages of one document, so that exporters can mark them.
    ``name`` is that by which the column can be left out (``exporting.COLUMNS``); "" where it always stands.
    """

    head: str
    width: int
    value: Callable[[Row], object]
    document: int | None = None
    name: str = ""


def cite(comparison: Comparison, row: Row, document: int) -> str:
    """Name the passages of a cell as a reader would: "7(b), 8"."""
    return ", ".join(comparison.passages[document][p].cite for p in row.cells[document])


def labelled(passage: Passage) -> str:
    """Name a passage with the page that it stands on, where its file has pages: "7(b), p. 3"."""
    return passage.cite if passage.page is None else f"{passage.cite}, p. {passage.page}"


def pages(comparison: Comparison, row: Row, document: int) -> str:
    """The pages that the passages of a cell begin on, each once: "3, 4"."""
    found = (comparison.passages[document][p].page for p in row.cells[document])
    return ", ".join(str(page) for page in dict.fromkeys(found) if page is not None)


def text(comparison: Comparison, row: Row, document: int) -> str:
    """The passages of a cell as they stand in the source, an empty line between them."""
    return "\n\n".join(comparison.passages[document][p].text for p in row.cells[document])


def names(comparison: Comparison) -> list[str]:
    """Column heads for the documents."""
    return naming.names(comparison.documents)


def heading_status(comparison: Comparison, document: int) -> str:
    """A document's name with its status, if it is not an original: "NATO (paraphrase)"."""
    name, status = names(comparison)[document], comparison.documents[document].status
    return f"{name} ({status})" if status and status != "original" else name


def kind(comparison: Comparison, row: Row) -> str:
    """A row's kind in words: "shared", "moved", "only in NATO"."""
    if row.kind != "only":
        return row.kind
    document = next(d for d, cell in enumerate(row.cells) if cell)
    return f"only in {names(comparison)[document]}"


def evidence_in_words(reasons: Sequence[Evidence]) -> str:
    """A link's reasons in one line, with their weights."""
    return "; ".join(f"{e.what} ({e.weight:+.2f})" for e in reasons)


def _links_of(comparison: Comparison) -> dict[int, list[Link]]:
    """Sort links by the position of the row that they belong to."""
    row_at = {
        (d, p): k for k, r in enumerate(comparison.rows) for d, cell in enumerate(r.cells) for p in cell
    }
    links: dict[int, list[Link]] = {}
    for link in comparison.links:
        links.setdefault(row_at[link.a], []).append(link)
    return links


def nearest_in_words(comparison: Comparison, near: Nearest | None) -> str:
    """The closest candidate in a sentence, or that there is none."""
    if near is None:
        return "No counterpart; nothing on the other side comes near."
    where = f"{names(comparison)[near.place[0]]} {labelled(comparison.at(near.place))}"
    return f"No counterpart; nearest: {where}, score {near.score:.2f} ({near.reason})."


def row_evidence(comparison: Comparison) -> dict[str, str]:
    """Why each row is as it is, by row id: its links' reasons, or its nearest candidate."""
    links = _links_of(comparison)
    out = {}
    for k, row in enumerate(comparison.rows):
        if k not in links:
            out[row.id] = nearest_in_words(comparison, row.nearest)
            continue
        several = len(links[k]) > 1
        said = []
        for link in links[k]:
            pair = f"{comparison.at(link.a).cite} – {comparison.at(link.b).cite}: " if several else ""
            said.append(pair + evidence_in_words(link.evidence))
        out[row.id] = "\n".join(said)
    return out


def stances(comparison: Comparison, row: Row, document: int) -> str:
    """The stances of a cell, each once, in the order of the text: "offer, condition"."""
    if not comparison.stances:
        return ""
    cues = (cue for p in row.cells[document] for cue in comparison.stances[document][p])
    return ", ".join(dict.fromkeys(cue.label for cue in cues))


def every(_column: str) -> bool:
    """Leave no column out."""
    return True


def columns(comparison: Comparison, shows: Callable[[str], bool] = every) -> list[Column]:
    """Define the columns of the rows table, without those that ``shows`` does not want by their name."""
    decided = Column("decision", 14, lambda row: DECIDED[row.decided], name="status")
    tags = Column("tags", 16, lambda row: ", ".join(row.tags), name="tags")
    defined = [
        Column("row", 9, lambda row: row.id),
        Column("kind", 12, lambda row: kind(comparison, row), name="kind"),
        *(column for d in range(len(comparison.documents)) for column in _columns_of(comparison, d)),
        *(_stance_column(comparison, d) for d in range(len(comparison.documents))),
        Column("score", 7, lambda row: row.score, name="score"),
        Column("words compared", 12, lambda row: row.closeness or "", name="score"),
        Column("evidence", 36, lambda row: why[row.id], name="evidence"),
        Column("status", 10, lambda row: row.status or "", name="status"),
        Column("note", 24, lambda row: row.note or "", name="note"),
        *([decided] if any(row.decided for row in comparison.rows) else []),
        *([tags] if any(row.tags for row in comparison.rows) else []),
    ]
    found = [column for column in defined if not column.name or shows(column.name)]
    why = row_evidence(comparison) if any(column.name == "evidence" for column in found) else {}
    return found


def _columns_of(comparison: Comparison, d: int) -> list[Column]:
    """The columns of one document's passages: which they are, their pages where it has some, their text."""
    head, paged = heading_status(comparison, d), any(p.page is not None for p in comparison.passages[d])
    page = Column(f"{head}: page", 7, lambda row: pages(comparison, row, d), name="pages")
    return [
        Column(f"{head}: passage", 9, lambda row: cite(comparison, row, d)),
        *([page] if paged else []),
        Column(f"{head}: text", 52, lambda row: text(comparison, row, d), d),
    ]


def _stance_column(comparison: Comparison, d: int) -> Column:
    head = heading_status(comparison, d)
    return Column(f"{head}: stance", 12, lambda row: stances(comparison, row, d), name="stance")


def rows_frame(comparison: Comparison, shows: Callable[[str], bool] = every) -> pd.DataFrame:
    """One line per row, in the comparison's order; ``shows`` as in ``columns``."""
    defined = columns(comparison, shows)
    table = {column.head: [column.value(row) for row in comparison.rows] for column in defined}
    # plain objects: pandas' own strings cannot hold every character that a text may
    return pd.DataFrame(table, columns=[column.head for column in defined], dtype=object)


def quotations(comparison: Comparison, difference: Difference) -> str:
    """The mentions of a difference, each with its document and passage, one a line."""
    said = [
        f"{names(comparison)[d]} {labelled(comparison.passages[d][m.passage])}: {quoted(m.text)}"
        for d, side in enumerate(difference.mentions)
        for m in side
    ]
    return "\n".join(said)


def stance_in_words(position: Position) -> str:
    """A document's stances on a concept and how firm they are: "offer, condition (3)"."""
    if not position.mentions:
        return ""
    return f"{', '.join(position.labels)} ({position.strength})" if position.labels else "statement (0)"


def quotes_in_words(comparison: Comparison, document: int, position: Position) -> str:
    """The sentences of a position, each with its passage, one a line."""
    passages = comparison.passages[document]
    return "\n".join(f"{labelled(passages[m.passage])}: {quoted(m.text)}" for m in position.quotations)


def differences_frame(comparison: Comparison) -> pd.DataFrame:
    """One line per difference, in order of rank."""
    head, found = names(comparison), comparison.differences
    table: dict[str, list[object]] = {
        "rank": [x.rank for x in found],
        "concept": [x.concept for x in found],
        "also": ["; ".join(x.also) for x in found],
        "kind": [x.kind for x in found],
        "raised by": [", ".join(head[d] for d in x.documents) for x in found],
        "not raised by": [", ".join(n for d, n in enumerate(head) if d not in x.documents) for x in found],
    }
    if any(judged := [judged_in_words(x) for x in found]):
        table["decision"] = list(judged)
    for d in range(len(head)):
        name = heading_status(comparison, d)
        table[f"{name}: stance"] = [stance_in_words(x.positions[d]) for x in found]
        table[f"{name}: quotations"] = [quotes_in_words(comparison, d, x.positions[d]) for x in found]
    table |= {
        "silence": ["\n".join(s.said for s in x.silences) for x in found],
        "searched": ["\n".join(x.searched) for x in found],
        "mentions": [quotations(comparison, x) for x in found],
        "weight": [x.weight for x in found],
        "parts of the weight": [" × ".join(f"{n} {v:g}" for n, v in x.parts) for x in found],
    }
    return pd.DataFrame(table, dtype=object)


def concepts_frame(comparison: Comparison) -> pd.DataFrame:
    """One line per concept: what each document says of it, and how firmly."""
    found = comparison.concepts
    table: dict[str, list[object]] = {
        "concept": [c.name for c in found],
        "glossary": [c.family for c in found],
    }
    for d in range(len(comparison.documents)):
        name = heading_status(comparison, d)
        table[f"{name}: mentions"] = [len(c.positions[d].mentions) for c in found]
        table[f"{name}: stance"] = [stance_in_words(c.positions[d]) for c in found]
        table[f"{name}: firmness"] = [c.positions[d].strength for c in found]
        table[f"{name}: quotations"] = [quotes_in_words(comparison, d, c.positions[d]) for c in found]
    return pd.DataFrame(table, dtype=object)


def about_frame(comparison: Comparison) -> pd.DataFrame:
    """What was compared and how: documents with status and digest, notes, settings, versions."""
    lines: list[tuple[str, str, str]] = []
    for k, name in enumerate(names(comparison)):
        lines += [(name, key, value) for key, value in facts(comparison, k).items()]
    lines += made_from(comparison)
    return pd.DataFrame(lines, columns=["of", "what", "value"], dtype=object)
