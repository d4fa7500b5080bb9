"""A comparison as PDF/UA, set by typst: tagged, with fonts that the library brings.

All text goes to the template beside this module as data, in JSON, and is set as text: nothing in a document
can be read as markup or code of typst. The library is an extra, since it is large.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from importlib.resources import files
from typing import Final, Literal

from diffapp.errors import ExportError
from diffapp.exporting.selection import WHOLE, Selection
from diffapp.exporting.sheets import NONE
from diffapp.exporting.table import LABELLED, Content, Line, Quoted, content
from diffapp.model import Comparison

MISSING: Final = (
    'A PDF needs the library typst, which is not installed: pip install "diffapp[pdf]" brings it.'
)


def to_pdf(comparison: Comparison, selection: Selection = WHOLE) -> bytes:
    """Set the document; it carries no time, so that the same comparison gives the same bytes.

    Raises:
        ExportError: typst is not installed, or cannot set this.
    """
    try:
        import typst  # noqa: PLC0415 -- an extra
    except ImportError as error:
        raise ExportError(MISSING) from error
    template = (files("diffapp.exporting") / "pdf.typ").read_bytes()
    told = {"told": json.dumps(_told(content(comparison, selection)), ensure_ascii=False)}

    def pages(standards: Literal["ua-1"] | None) -> bytes:
        return bytes(
            typst.compile(template, format="pdf", sys_inputs=told, timestamp=0, pdf_standards=standards)
        )

    try:
        return pages("ua-1")
    except typst.TypstError:
        pass  # PDF/UA wants a font for every character; without one, pages with a gap are better than none
    try:
        return pages(None)
    except typst.TypstError as error:
        message = f"The PDF cannot be set: {error.message}."
        raise ExportError(message) from error


def _told(shown: Content) -> dict[str, object]:
    """The content as the template reads it."""
    sheets = {
        name: asdict(sheet)
        for name, sheet in (
            ("documents", shown.documents),
            ("differences", shown.differences),
            ("concepts", shown.concepts),
            ("made", shown.made),
        )
    }
    return {
        **sheets,
        "title": shown.title,
        "subtitle": ", ".join(shown.names) + (f" – {shown.date}" if shown.date else ""),
        "warning": shown.warning,
        "selected": shown.selected,
        "legend": [[run.text, run.style] for run in shown.legend],
        "lead": shown.lead,
        "heads": shown.heads,
        "remarked": shown.remarked,
        "none": NONE,
        "rows": list(map(_row, shown.lines)),
    }


def _row(line: Line) -> dict[str, object]:
    remarks = [f"{what}: {text}" if what in LABELLED else text for what, text in line.remarks]
    return {"cells": [list(map(_passage, cell)) for cell in line.cells], "remarks": remarks}


def _passage(quoted: Quoted) -> dict[str, object]:
    return {
        "cite": quoted.cite,
        "heading": quoted.heading,
        "stances": quoted.stances,
        "alone": quoted.alone,
        "runs": [[run.text, run.style] for run in quoted.runs],
    }
