"""A comparison as an Excel workbook: rows with their marks visible inside the cells, and all else in sheets.

Cells are strings and never formulas or links. Excel holds 32,767 characters in a cell: a longer text goes
on in lines below, under the same row id.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import xlsxwriter

from diffapp.exporting.marking import Mark, cut, marks, safe
from diffapp.exporting.passages import passages_frame
from diffapp.exporting.selection import WHOLE, Selection, in_words, select
from diffapp.frames import Column, about_frame, columns, concepts_frame, differences_frame, heading_status
from diffapp.model import Comparison, Place, Row

CELL = 32_000
MOST_RUNS = 400
LINE_POINTS = 13.5
TALLEST = 400.0
WIDTHS = {"rank": 6, "concept": 28, "raised by": 16, "not raised by": 16, "weight": 8, "mentions": 60}
WIDTHS |= {
    "searched": 40,
    "silence": 44,
    "quotations": 52,
    "stance": 18,
    "also": 28,
    "parts of the weight": 30,
}
WIDTHS |= {"document": 18, "number": 8, "passage": 9, "page": 7, "heading": 28, "text": 70, "row": 9}
WIDTHS |= {"kind": 12, "glossary": 22, "firmness": 9, "of": 18, "what": 14, "value": 90}
MARKS: dict[str, dict[str, object]] = {
    "shared": {"bold": True, "font_color": "#2F5D50", "underline": 1},
    "differs": {"bold": True, "font_color": "#A4470B"},
    "only": {"italic": True, "bold": True, "font_color": "#14599E"},
    "term": {"italic": True, "font_color": "#14599E"},
}
Piece = tuple[str, str]
"""A stretch of text and the name of its format: "" or one of MARKS."""


def _formats(book: Any) -> dict[str, Any]:
    cell = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#C8CCD2"}
    return {
        "head": book.add_format({**cell, "bold": True, "bg_color": "#E9ECF1"}),
        "cell": book.add_format(cell),
        "score": book.add_format({**cell, "num_format": "0.00"}),
        "empty": book.add_format({**cell, "bg_color": "#F3F4F6", "italic": True, "font_color": "#5B6470"}),
        "": book.add_format({}),
        **{name: book.add_format(look) for name, look in MARKS.items()},
        **{f"cell {name}": book.add_format({**cell, **look}) for name, look in MARKS.items()},
    }


def _chunks(cut: Sequence[Piece]) -> list[list[Piece]]:
    """Split a cell's pieces so that each part fits into a cell; always at least one part."""
    # Excel counts UTF-16 units, of which characters beyond the basic plane take two
    room = CELL if max((c for text, _ in cut for c in text), default="") < "\U00010000" else CELL // 2
    parts: list[list[Piece]] = [[]]
    size = 0
    for text, name in cut:
        rest = text
        while rest:
            if size >= room or len(parts[-1]) >= MOST_RUNS:
                parts.append([])
                size = 0
            taken, rest = rest[: room - size], rest[room - size :]
            parts[-1].append((taken, name))
            size += len(taken)
    return parts


def _write(sheet: Any, at: tuple[int, int], cut: Sequence[Piece], formats: dict[str, Any], base: Any) -> None:
    """Write one cell, as rich text if it has marks; rich text needs two runs at least."""
    whole = "".join(text for text, _ in cut)
    if len(cut) < 2:  # noqa: PLR2004
        name = cut[0][1] if cut else ""
        result = sheet.write_string(*at, whole, formats[f"cell {name}"] if name else base)
    elif not any(name for _, name in cut):
        result = sheet.write_string(*at, whole, base)
    else:
        runs = [part for text, name in cut for part in (formats[name], text)]
        result = sheet.write_rich_string(*at, *runs, base)
    if result:
        message = f"the workbook writer refused a cell of {len(whole)} characters (code {result})"
        raise ValueError(message)


def _cut_cell(
    comparison: Comparison, row: Row, column: Column, found: Mapping[Place, Sequence[Mark]]
) -> list[Piece]:
    """The pieces of a cell: a document's passages with their marks, else the plain value."""
    if column.document is None:
        value = column.value(row)
        return [(safe("" if value is None else str(value)), "")]
    out: list[Piece] = []
    for p in row.cells[column.document]:
        passage = comparison.passages[column.document][p]
        out += [("\n\n", "")] if out else []
        runs = cut(safe(passage.text), found.get((column.document, p), ()))
        out += [(run.text, run.style) for run in runs]
    return out or [("– none –", "")]


def _height(parts: Sequence[Sequence[Piece]], widths: Sequence[float]) -> float:
    """Points that the tallest cell of a line needs; without it LibreOffice piles lines on each other."""
    lines = 1
    for pieces, width in zip(parts, widths, strict=True):
        text = "".join(t for t, _ in pieces)
        lines = max(lines, sum(1 + int(len(line) / (width * 1.05)) for line in text.split("\n")))
    return min(lines * LINE_POINTS + 4, TALLEST)


def _prepare(sheet: Any, heads: Sequence[str], widths: Sequence[float], formats: dict[str, Any]) -> None:
    """Set widths, head and print set-up of a sheet."""
    for k, (head, width) in enumerate(zip(heads, widths, strict=True)):
        sheet.set_column(k, k, width)
        sheet.write_string(0, k, safe(head), formats["head"])
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.set_footer("&L&A&RPage &P of &N")


def _rows_sheet(book: Any, comparison: Comparison, selection: Selection, formats: dict[str, Any]) -> None:
    sheet, comparison = book.add_worksheet("Rows"), select(comparison, selection)
    defined = columns(comparison, selection.shows)
    widths = [float(c.width) for c in defined]
    _prepare(sheet, [c.head for c in defined], widths, formats)
    found = marks(comparison)
    line = 1
    for row in comparison.rows:
        cells = [_chunks(_cut_cell(comparison, row, column, found)) for column in defined]
        for part in range(max(map(len, cells))):
            cut = [c[part] if part < len(c) else [("", "")] for c in cells]
            if part:
                cut[0] = [(f"{row.id} (continued)", "")]
            sheet.set_row(line, _height(cut, widths))
            for k, column in enumerate(defined):
                if column.head == "score" and row.score is not None and not part:
                    sheet.write_number(line, k, row.score, formats["score"])
                    continue
                empty = column.document is not None and not row.cells[column.document]
                _write(sheet, (line, k), cut[k], formats, formats["empty" if empty else "cell"])
            line += 1
    sheet.autofilter(0, 0, max(line - 1, 1), len(defined) - 1)


def _frame_sheet(book: Any, name: str, frame: pd.DataFrame, formats: dict[str, Any]) -> None:
    sheet = book.add_worksheet(name)
    widths = [float(WIDTHS[str(head).rpartition(": ")[2]]) for head in frame.columns]
    _prepare(sheet, [str(head) for head in frame.columns], widths, formats)
    line = 1
    for values in frame.itertuples(index=False, name=None):
        parts = [_chunks([(safe(str(value)), "")]) for value in values]
        for part in range(max(map(len, parts))):
            cut = [p[part] if part < len(p) else [("", "")] for p in parts]
            sheet.set_row(line, _height(cut, widths))
            for column, value in enumerate(values):
                if isinstance(value, (int, float)) and not part:
                    sheet.write_number(line, column, value, formats["cell"])
                elif not isinstance(value, (int, float)):
                    _write(sheet, (line, column), cut[column], formats, formats["cell"])
            line += 1
    sheet.autofilter(0, 0, max(line - 1, 1), max(len(widths) - 1, 0))


def _in_short(comparison: Comparison, selection: Selection) -> pd.DataFrame:
    """The first sheet: the documents, the lead a sentence a line, and what was selected, if not all was."""
    heads = [heading_status(comparison, d) for d in range(len(comparison.documents))]
    lines = [
        ("documents", f"{head}: {d.title or d.id}")
        for head, d in zip(heads, comparison.documents, strict=True)
    ]
    lines += [(f"in short, {k}", sentence.text) for k, sentence in enumerate(comparison.lead, 1)]
    lines += [] if selection.whole else [("rows", in_words(comparison, selection))]
    lines += [("date", selection.date)] if selection.date else []
    return pd.DataFrame(lines, columns=["what", "value"], dtype=object)


def to_xlsx(comparison: Comparison, selection: Selection = WHOLE) -> bytes:
    """Write the workbook; its dates are fixed, so that the same comparison gives the same bytes."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, options)
    book.set_properties(
        {"title": "diffapp comparison", "created": pd.Timestamp("2000-01-01").to_pydatetime()}
    )
    formats = _formats(book)
    _frame_sheet(book, "In short", _in_short(comparison, selection), formats)
    _rows_sheet(book, comparison, selection, formats)
    _frame_sheet(book, "Differences", differences_frame(comparison), formats)
    _frame_sheet(book, "Concepts", concepts_frame(comparison), formats)
    _frame_sheet(book, "Passages", passages_frame(comparison), formats)
    _frame_sheet(book, "About", about_frame(comparison), formats)
    book.close()
    return out.getvalue()
