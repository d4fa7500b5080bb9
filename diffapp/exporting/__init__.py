"""A comparison as bytes: one function per format, listed in EXPORTERS.

The page, the command line and the tests read this dict: to add a format, add a function and a line.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Final

from diffapp.errors import ExportError, SettingsError
from diffapp.exporting.annotation import to_jsonld
from diffapp.exporting.contract import to_json
from diffapp.exporting.delimited import to_concepts_csv, to_csv, to_differences_csv
from diffapp.exporting.markdown import to_markdown
from diffapp.exporting.page import to_html
from diffapp.exporting.pdf import MISSING, to_pdf
from diffapp.exporting.selection import COLUMNS, ORDERS, ROWS, WHOLE, Column, Selection
from diffapp.exporting.tei import to_tei
from diffapp.exporting.word import to_docx
from diffapp.exporting.workbook import to_xlsx
from diffapp.model import Comparison

__all__ = ["COLUMNS", "EXPORTERS", "ORDERS", "ROWS", "WHOLE", "Exporter", "Selection"]

READ: Final = frozenset(COLUMNS)
"""What documents for reading can show beside the texts."""
COUNTED: Final = READ - {"headings"}
"""What tables for spreadsheets can."""


@dataclass(frozen=True)
class Exporter:
    """A format: how to call it, the file's ending and media type, and the function that writes it.

    ``columns`` are those of COLUMNS that it can show: where there are any, ``write`` takes a Selection too.
    ``needs`` names a library that the format needs and that may not be installed, ``without`` the sentence
    that says so.
    """

    title: str
    suffix: str
    mime: str
    write: Callable[..., bytes]
    columns: frozenset[Column] = frozenset()
    needs: str = ""
    without: str = ""

    @property
    def selects(self) -> bool:
        """Whether rows, their order and columns can be chosen."""
        return bool(self.columns)

    @property
    def missing(self) -> str:
        """The sentence that says what to install before this format can be written; empty if nothing."""
        return self.without if self.needs and find_spec(self.needs) is None else ""

    def check(self, selection: Selection = WHOLE) -> None:
        """Find out before any work if the format can be written like this.

        Raises:
            SettingsError: rows or columns are to be chosen for a format that always holds all, or a column
                that it does not have.
            ExportError: a library that the format needs is not installed.
        """
        if self.missing:
            raise ExportError(self.missing)
        if not (self.selects or selection.whole):
            message = f"The format “{self.title}” takes no choice or order of rows, and none of columns."
            raise SettingsError(message)
        if self.selects and (odd := (selection.columns or frozenset()) - self.columns):
            message = (
                f"The format “{self.title}” has no {' or '.join(COLUMNS[each] for each in sorted(odd))}."
            )
            raise SettingsError(message)

    def __call__(self, comparison: Comparison, selection: Selection = WHOLE) -> bytes:
        """Write a comparison; raises as ``check`` does."""
        self.check(selection)
        return self.write(comparison, selection) if self.selects else self.write(comparison)


EXPORTERS = {
    "csv": Exporter("CSV table", ".csv", "text/csv", to_csv, COUNTED),
    "differences.csv": Exporter(
        "CSV table of differences", ".differences.csv", "text/csv", to_differences_csv
    ),
    "concepts.csv": Exporter("CSV table of concepts", ".concepts.csv", "text/csv", to_concepts_csv),
    "xlsx": Exporter(
        "Excel workbook",
        ".xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        to_xlsx,
        COUNTED,
    ),
    "docx": Exporter(
        "Word document",
        ".docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        to_docx,
        READ,
    ),
    "pdf": Exporter("PDF", ".pdf", "application/pdf", to_pdf, READ, needs="typst", without=MISSING),
    "html": Exporter("Web page", ".html", "text/html", to_html, READ),
    "md": Exporter("Markdown", ".md", "text/markdown", to_markdown, READ),
    "tei": Exporter("TEI edition", ".tei.xml", "application/tei+xml", to_tei),
    "jsonld": Exporter("Web annotations", ".jsonld", "application/ld+json", to_jsonld),
    "json": Exporter("JSON", ".json", "application/json", to_json),
}
