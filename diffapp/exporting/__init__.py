"""A comparison as bytes: one function per format, listed in EXPORTERS.

The page, the command line and the tests read this dict: to add a format, add a function and a line.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec

from diffapp.errors import ExportError, SettingsError
from diffapp.exporting.contract import to_json
from diffapp.exporting.delimited import to_concepts_csv, to_csv, to_differences_csv
from diffapp.exporting.markdown import to_markdown
from diffapp.exporting.page import to_html
from diffapp.exporting.pdf import MISSING, to_pdf
from diffapp.exporting.selection import ORDERS, ROWS, WHOLE, Selection
from diffapp.exporting.tei import to_tei
from diffapp.exporting.word import to_docx
from diffapp.exporting.workbook import to_xlsx
from diffapp.model import Comparison

__all__ = ["EXPORTERS", "ORDERS", "ROWS", "WHOLE", "Exporter", "Selection"]


@dataclass(frozen=True)
class Exporter:
    """A format: how to call it, the file's ending and media type, and the function that writes it.

    ``selects`` says whether ``write`` takes a Selection of rows too; ``needs`` names a library that the
    format needs and that may not be installed, ``without`` the sentence that says so.
    """

    title: str
    suffix: str
    mime: str
    write: Callable[..., bytes]
    selects: bool = False
    needs: str = ""
    without: str = ""

    @property
    def missing(self) -> str:
        """The sentence that says what to install before this format can be written; empty if nothing."""
        return self.without if self.needs and find_spec(self.needs) is None else ""

    def check(self, selection: Selection = WHOLE) -> None:
        """Find out before any work if the format can be written like this.

        Raises:
            SettingsError: rows are to be chosen or ordered for a format that always holds all.
            ExportError: a library that the format needs is not installed.
        """
        if self.missing:
            raise ExportError(self.missing)
        if not (self.selects or selection.whole):
            message = f"The format “{self.title}” takes no choice or order of rows."
            raise SettingsError(message)

    def __call__(self, comparison: Comparison, selection: Selection = WHOLE) -> bytes:
        """Write a comparison; raises as ``check`` does."""
        self.check(selection)
        return self.write(comparison, selection) if self.selects else self.write(comparison)


EXPORTERS = {
    "csv": Exporter("CSV table", ".csv", "text/csv", to_csv, selects=True),
    "differences.csv": Exporter(
        "CSV table of differences", ".differences.csv", "text/csv", to_differences_csv
    ),
    "concepts.csv": Exporter("CSV table of concepts", ".concepts.csv", "text/csv", to_concepts_csv),
    "xlsx": Exporter(
        "Excel workbook",
        ".xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        to_xlsx,
        selects=True,
    ),
    "docx": Exporter(
        "Word document",
        ".docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        to_docx,
        selects=True,
    ),
    "pdf": Exporter("PDF", ".pdf", "application/pdf", to_pdf, selects=True, needs="typst", without=MISSING),
    "html": Exporter("Web page", ".html", "text/html", to_html, selects=True),
    "md": Exporter("Markdown", ".md", "text/markdown", to_markdown, selects=True),
    "tei": Exporter("TEI edition", ".tei.xml", "application/tei+xml", to_tei),
    "json": Exporter("JSON", ".json", "application/json", to_json),
}
