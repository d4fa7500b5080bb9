"""diffapp compares texts that were drafted independently, side by side."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

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

if TYPE_CHECKING:
    from diffapp.exporting import Selection
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

# Loaded when first asked for: the process that reads one file has no use for the whole method, and starts
# in a fraction of the time without it.
_LATER: Final = {
    "align": "diffapp.pipeline",
    "compare": "diffapp.pipeline",
    "read": "diffapp.reading",
    "read_file": "diffapp.reading",
    "read_text": "diffapp.reading",
}


def __getattr__(name: str) -> Any:
    """Find one of the functions above in its room (PEP 562)."""
    if name not in _LATER:
        raise AttributeError(f"module 'diffapp' has no attribute {name!r}")
    return getattr(import_module(_LATER[name]), name)


def __dir__() -> list[str]:
    """Every public name, loaded or not."""
    return sorted(__all__)


def export(comparison: Comparison, name: str, selection: Selection | None = None) -> bytes:
    """Write a comparison in a format by its name: one of ``diffapp.exporting.EXPORTERS``.

    ``selection`` says which rows, in which order (``diffapp.exporting.Selection``); without it, all.
    Raises KeyError for a format that there is not, and DiffappError for one that cannot be written like this.
    """
    # imported here: pandas takes a while to load, and who only compares does not need it
    from diffapp.exporting import EXPORTERS, WHOLE  # noqa: PLC0415

    return EXPORTERS[name](comparison, selection or WHOLE)
