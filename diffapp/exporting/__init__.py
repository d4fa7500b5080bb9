"""A comparison as bytes: one function per format, listed in EXPORTERS.

The page, the command line and the tests read this dict: to add a format, add a function and a line.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from diffapp.exporting.contract import to_json
from diffapp.exporting.delimited import to_concepts_csv, to_csv, to_differences_csv
from diffapp.exporting.workbook import to_xlsx
from diffapp.model import Comparison


@dataclass(frozen=True)
class Exporter:
    """A format: how to call it, the file's ending and media type, and the function that writes it."""

    title: str
    suffix: str
    mime: str
    write: Callable[[Comparison], bytes]

    def __call__(self, comparison: Comparison) -> bytes:
        """Write a comparison."""
        return self.write(comparison)


EXPORTERS = {
    "csv": Exporter("CSV table", ".csv", "text/csv", to_csv),
    "differences.csv": Exporter(
        "CSV table of differences", ".differences.csv", "text/csv", to_differences_csv
    ),
    "concepts.csv": Exporter("CSV table of concepts", ".concepts.csv", "text/csv", to_concepts_csv),
    "xlsx": Exporter(
        "Excel workbook",
        ".xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        to_xlsx,
    ),
    "json": Exporter("JSON", ".json", "application/json", to_json),
}
