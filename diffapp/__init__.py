"""diffapp compares texts that were drafted independently, side by side."""

from diffapp.errors import DiffappError
from diffapp.model import (
    Comparison,
    Difference,
    Document,
    Evidence,
    Link,
    Mention,
    Passage,
    Row,
    Settings,
    Stance,
    Variant,
)
from diffapp.pipeline import align, compare
from diffapp.reading import read, read_file, read_text

__all__ = [
    "Comparison",
    "DiffappError",
    "Difference",
    "Document",
    "Evidence",
    "Link",
    "Mention",
    "Passage",
    "Row",
    "Settings",
    "Stance",
    "Variant",
    "align",
    "compare",
    "export",
    "read",
    "read_file",
    "read_text",
]


def export(comparison: Comparison, name: str) -> bytes:
    """Write a comparison in a format by its name: one of ``diffapp.exporting.EXPORTERS``.

    Raises KeyError for a format that there is not.
    """
    # imported here: pandas takes a while to load, and who only compares does not need it
    from diffapp.exporting import EXPORTERS  # noqa: PLC0415

    return EXPORTERS[name](comparison)
