"""A comparison as a Word document: the table of a memo, one column a document, with a column for remarks.

All looks are named styles, so that whoever gets the document can change them in one place. The rows are
built as XML elements: python-docx's own cells search the whole table each time they are asked for.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, Final

import docx
from docx.oxml.ns import qn
from lxml import etree

from diffapp.exporting.marking import Run
from diffapp.exporting.selection import WHOLE, Selection
from diffapp.exporting.sheets import NONE, Sheet
from diffapp.exporting.table import LABELLED, Content, Line, Quoted, content
from diffapp.exporting.wordlooks import TEXT_WIDTH, prepare
from diffapp.model import Comparison

LONG_AGO: Final = datetime(2000, 1, 1, tzinfo=UTC)
RUN_STYLES: Final = {"differs": "OnlyHere", "only": "TermOnlyHere", "term": "Term", "shared": "SharedWording"}
REMARKS: Final = 0.55
"""The width of the remarks beside that of a document's column."""


def to_docx(comparison: Comparison, selection: Selection = WHOLE) -> bytes:
    """Write the document; it carries no time of its own, so that the same comparison gives the same bytes."""
    shown = content(comparison, selection)
    document = docx.Document()
    prepare(document, shown.title)
    body = document.element.body
    last = body[-1]  # the section's set-up, which must stay the last
    for element in _body(shown):
        last.addprevious(element)
    _describe(document, shown)
    return _packed(document)


def _body(shown: Content) -> Iterable[Any]:
    yield _paragraph("Title", shown.title)
    yield _paragraph("Subtitle", ", ".join(shown.names) + (f" – {shown.date}" if shown.date else ""))
    if shown.warning:
        yield _paragraph("Caution", shown.warning)
    yield _paragraph("Heading1", shown.documents.title)
    yield _plain(shown.documents)
    if shown.lead:
        yield _paragraph("Heading1", "In short")
        yield from (_paragraph("ListNumber", sentence) for sentence in shown.lead)
    for sheet in (shown.differences, shown.concepts):
        if sheet.lines:
            yield _paragraph("Heading1", sheet.title)
            yield _plain(sheet)
    yield _paragraph("Heading1", "Comparison")
    yield _paragraph("Explanation", shown.selected)
    yield _filled(_paragraph("Explanation"), shown.legend)
    yield _table(
        shown.heads,
        [*[1.0] * len(shown.names), *([REMARKS] if shown.remarked else [])],
        (_row(map(list, _cells(line, remarked=shown.remarked))) for line in shown.lines),
    )
    yield _paragraph("Heading1", shown.made.title)
    yield _plain(shown.made)
    # a body should not end with a table: Word wants a paragraph behind it
    yield _paragraph("Explanation", "The texts are those of the documents, character for character.")


def _cells(line: Line, *, remarked: bool) -> Iterable[Iterable[Any]]:
    """The paragraphs of each cell of a row."""
    for cell in line.cells:
        yield [part for quoted in cell for part in _passage(quoted)] or [_paragraph("Absent", NONE)]
    if remarked:
        yield [_remark(what, text) for what, text in line.remarks]


def _passage(quoted: Quoted) -> Iterable[Any]:
    if quoted.heading:
        yield _paragraph("TableHeading", quoted.heading)
    head = _paragraph("PassageNumberAlone" if quoted.alone else "PassageNumber", quoted.cite)
    for stance in quoted.stances:
        _add_run(head, "  ")
        _add_run(head, stance, "Stance")
    yield head
    yield _filled(_paragraph("PassageAlone" if quoted.alone else "Passage"), quoted.runs)


def _remark(what: str, text: str) -> Any:
    paragraph = _paragraph("Remark")
    if what in LABELLED:
        _add_run(paragraph, f"{what}: ", "RemarkLabel")
    _add_run(paragraph, text)
    return paragraph


def _plain(sheet: Sheet) -> Any:
    """A table of plain cells."""
    rows = (_row(([_paragraph("TableText", text)] for text in line), "w:cantSplit") for line in sheet.lines)
    return _table(sheet.heads, sheet.widths, rows)


def _table(heads: Sequence[str], shares: Sequence[float], rows: Iterable[Any]) -> Any:
    """A table whose head is repeated on each page; widths stand in the grid and in every cell."""
    total = sum(shares)
    widths = [round(TEXT_WIDTH * share / total) for share in shares]
    table = _element("w:tbl")
    about = _sub(table, "w:tblPr")
    _sub(about, "w:tblStyle", val="ComparisonTable")
    _sub(about, "w:tblW", w=str(sum(widths)), type="dxa")
    _sub(about, "w:tblLayout", type="fixed")
    _sub(about, "w:tblLook", val="0020", firstRow="1", noHBand="1", noVBand="1")
    grid = _sub(table, "w:tblGrid")
    for width in widths:
        _sub(grid, "w:gridCol", w=str(width))
    head = _row(([_paragraph("TableHead", text)] for text in heads), "w:cantSplit", "w:tblHeader")
    for row in (head, *rows):
        for cell, width in zip(row.iterchildren(qn("w:tc")), widths, strict=True):
            _sub(cell[0], "w:tcW", w=str(width), type="dxa")
        table.append(row)
    return table


def _row(cells: Iterable[Sequence[Any]], *set_up: str) -> Any:
    row = _element("w:tr")
    if set_up:
        about = _sub(row, "w:trPr")
        for name in set_up:
            _sub(about, name)
    for paragraphs in cells:
        cell = _sub(row, "w:tc")
        _sub(cell, "w:tcPr")
        cell.extend(paragraphs or [_paragraph("TableText")])
    return row


def _paragraph(style: str, text: str = "") -> Any:
    paragraph = _element("w:p")
    _sub(_sub(paragraph, "w:pPr"), "w:pStyle", val=style)
    if text:
        _add_run(paragraph, text)
    return paragraph


def _filled(paragraph: Any, runs: Iterable[Run]) -> Any:
    for run in runs:
        _add_run(paragraph, run.text, RUN_STYLES.get(run.style, ""))
    return paragraph


def _add_run(paragraph: Any, text: str, style: str = "") -> None:
    """Add text; line feeds and tabs are elements of their own in Word."""
    run = _sub(paragraph, "w:r")
    if style:
        _sub(_sub(run, "w:rPr"), "w:rStyle", val=style)
    for k, line in enumerate(text.split("\n")):
        if k:
            _sub(run, "w:br")
        for j, part in enumerate(line.split("\t")):
            if j:
                _sub(run, "w:tab")
            if part:
                written = _sub(run, "w:t")
                written.set(SPACE, "preserve")
                written.text = part


SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
NAMES: Final = {name: qn(f"w:{name}") for name in ("firstRow", "noHBand", "noVBand", "type", "val", "w")}


def _element(name: str) -> Any:
    return etree.Element(qn(name))


def _sub(parent: Any, name: str, **attributes: str) -> Any:
    return etree.SubElement(parent, qn(name), {NAMES[key]: value for key, value in attributes.items()})


def _describe(document: Any, shown: Content) -> None:
    """Say what it is, and leave out what the template says of itself."""
    about = document.core_properties
    about.title, about.author, about.comments, about.keywords = shown.title[:250], "diffapp", "", ""
    about.subject = shown.warning[:250]
    about.last_modified_by, about.revision = "", 1
    about.created = about.modified = LONG_AGO


def _packed(document: Any) -> bytes:
    """The document's file; python-docx dates its parts with the clock, so they are packed again."""
    made, out = io.BytesIO(), io.BytesIO()
    document.save(made)
    with zipfile.ZipFile(made) as parts, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in parts.namelist():
            dated = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            dated.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(dated, parts.read(name))
    return out.getvalue()
