"""Files and pasted text -> documents. ``READERS`` in formats says which kinds of file there are.

Files are read in a limited child process (see guard): a file that is made to do harm does it there.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from diffapp.reading.formats import MAX_BYTES, MAX_CHARACTERS, READERS, Format
from diffapp.reading.parsed import BytesReader, Options, Parsed, Progress, TextReader

if TYPE_CHECKING:
    from diffapp.reading.files import read, read_file, split_address
    from diffapp.reading.parsing import fields, parse_here, read_text

__all__ = [
    "MAX_BYTES",
    "MAX_CHARACTERS",
    "READERS",
    "BytesReader",
    "Format",
    "Options",
    "Parsed",
    "Progress",
    "TextReader",
    "fields",
    "parse_here",
    "read",
    "read_file",
    "read_text",
    "split_address",
]

# Loaded when first asked for: the child that reads one file starts faster without the rest.
_LATER: Final = {
    "fields": "diffapp.reading.parsing",
    "parse_here": "diffapp.reading.parsing",
    "read": "diffapp.reading.files",
    "read_file": "diffapp.reading.files",
    "read_text": "diffapp.reading.parsing",
    "split_address": "diffapp.reading.files",
}


def __getattr__(name: str) -> Any:
    """Find one of the functions above in its module (PEP 562)."""
    if name not in _LATER:
        raise AttributeError(f"module 'diffapp.reading' has no attribute {name!r}")
    return getattr(import_module(_LATER[name]), name)


def __dir__() -> list[str]:
    """Every public name, loaded or not."""
    return sorted(__all__)
