"""A project as one file, ``.diffapp.zip``, to be sent, kept, and opened elsewhere with the same result.

It holds ``project.json`` (schema, versions, name, settings), ``documents/1.json`` and so on,
``glossary.toml`` where the project has one of its own, ``decisions.jsonl`` (the whole log, a line each), and
``read.me``. Names inside are keys, never paths; the same project makes the same bytes.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

from diffapp.document import Document
from diffapp.errors import DecisionError, DiffappError, ProjectError, ReadingError, TooLarge
from diffapp.glossary import parse_glossary
from diffapp.model import Settings
from diffapp.pipeline import MOST_DOCUMENTS, check
from diffapp.reading.containers import MOST_RATIO, SMALL, Container
from diffapp.review.entries import Entry, entry_plain, entry_restored
from diffapp.review.listing import usable
from diffapp.review.projects import Contents
from diffapp.review.records import parsed, plain, restored, written

ENDING = ".diffapp.zip"
SCHEMA = 1
LARGEST_PART = 80_000_000
"""Bytes of one part, unpacked: four times what the longest document needs that can be read."""
MOST_ENTRIES = 200_000
DEEPEST_HEADING = 6
_PROJECT, _GLOSSARY, _DECISIONS, _READ_ME = "project.json", "glossary.toml", "decisions.jsonl", "read.me"
_WORDS = """\
This is a project of diffapp, which compares texts that were drafted independently: “{name}”.

To open it: diffapp projects import FILE{ending}
It becomes a project of its own there, with the same texts, settings, glossary and decisions.

project.json      the schema of this file, the versions that wrote it, the name and the settings
documents/        the texts as they were compared, with what is known about each
glossary.toml     the project's own glossary, if it has one; an empty one means: none
decisions.jsonl   everything that was decided, in its order, with who and when; undone decisions too

The texts may be confidential. This file is not encrypted.
"""


@dataclass(frozen=True, slots=True)
class Bundle:
    """What such a file holds; ``created`` is when the project was made, in UTC, ISO 8601."""

    name: str
    created: str
    kept: Contents
    log: tuple[Entry, ...] = ()


def pack(bundle: Bundle) -> bytes:
    """Write a project's file. Raises ProjectError where it is too large to be opened again."""
    head = {
        "schema": SCHEMA,
        "versions": {"diffapp": version("diffapp")},
        "name": bundle.name,
        "created": bundle.created,
        "settings": plain(bundle.kept.settings),
        "documents": len(bundle.kept.documents),
    }
    parts = {
        _PROJECT: written(head, indent=1) + "\n",
        _READ_ME: _WORDS.format(name=bundle.name, ending=ENDING),
        _DECISIONS: lines_of(bundle.log),
    }
    for number, document in enumerate(bundle.kept.documents, 1):
        parts[_document(number)] = written(plain(document), indent=1) + "\n"
    if bundle.kept.glossary is not None:
        parts[_GLOSSARY] = bundle.kept.glossary
    return _zipped({name: text.encode() for name, text in parts.items()})


def lines_of(log: Iterable[Entry]) -> str:
    """Write decisions as lines of JSON."""
    return "".join(f"{written(entry_plain(entry))}\n" for entry in log)


def unpack(data: bytes, source: str) -> Bundle:
    """Read a project's file; ``source`` is its name, for errors.

    Raises:
        ProjectError: it is none, is damaged, packed suspiciously, or written by a newer diffapp.
    """
    try:
        container = Container(data, "a project of diffapp")
        head = _head(_part(container, _PROJECT))
        documents = tuple(
            _sound(restored(Document, parsed(_part(container, _document(number)))))
            for number in range(1, head["documents"] + 1)
        )
        kept = Contents(documents, restored(Settings, head["settings"]), _glossary(container))
        check(kept.documents, kept.settings)
        log = decoded_lines(_part(container, _DECISIONS))
        return Bundle(usable(head["name"]), head["created"], kept, log)
    except TooLarge as error:
        raise ProjectError(f"{source}: this project is too large; the limit is {error.limit}.") from None
    except ReadingError as error:
        raise ProjectError(f"{source}: {error.why}") from None
    except (ValueError, DiffappError) as error:
        raise ProjectError(f"{source}: this project cannot be opened: {str(error).rstrip('.')}.") from None


def read_decisions(data: bytes, source: str) -> tuple[Entry, ...]:
    """Read decisions from a project's file, or from lines of JSON as they stand in one.

    Raises:
        ProjectError: it is neither.
    """
    if data.startswith(b"PK"):
        return unpack(data, source).log
    try:
        return decoded_lines(data)
    except (ValueError, DecisionError) as error:
        raise ProjectError(f"{source}: these decisions cannot be read: {str(error).rstrip('.')}.") from None


def decoded_lines(data: bytes) -> tuple[Entry, ...]:
    """Read lines of JSON. Raises ValueError or DecisionError, with the number of the line."""
    lines = data.decode("utf-8-sig").split("\n")
    if len(lines) > MOST_ENTRIES:
        raise ValueError(f"there are more than {MOST_ENTRIES:,} decisions in it")
    found: list[Entry] = []
    ids: set[str] = set()
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            entry = entry_restored(parsed(line))
        except (ValueError, DecisionError) as error:
            raise ValueError(f"line {number}: {error}") from None
        if entry.id and entry.id in ids:
            raise ValueError(f"line {number}: another decision has the same id")
        ids.add(entry.id)
        found.append(entry)
    return tuple(found)


def _head(data: bytes) -> dict[str, Any]:
    """Read what a project's file says of itself."""
    head = parsed(data)
    if not isinstance(head, dict) or type(head.get("schema")) is not int:
        raise ValueError("it does not say what it is")
    if head["schema"] != SCHEMA:
        raise ValueError(f"its schema is another than {SCHEMA}, which this diffapp knows; update it")
    kinds = {"name": str, "created": str, "settings": dict, "documents": int}
    if wrong := [name for name, kind in kinds.items() if type(head.get(name)) is not kind]:
        raise ValueError(f"{_PROJECT} is wrong in {wrong[0]!r}")
    if not 0 <= head["documents"] <= MOST_DOCUMENTS:
        raise ValueError("the number of its documents is wrong")
    return head


def _glossary(container: Container) -> str | None:
    """Read a project's own glossary, and refuse one that could not be used."""
    if _GLOSSARY not in container.names:
        return None
    text = _part(container, _GLOSSARY).decode()
    parse_glossary(text, _GLOSSARY)
    return text


def _sound(document: Document) -> Document:
    """Refuse a document whose blocks lie outside its text."""
    for block in document.blocks:
        if not 0 <= block.start <= block.end <= len(document.text):
            raise ValueError("a block lies outside its text")
        if block.level is not None and not 0 <= block.level <= DEEPEST_HEADING:
            raise ValueError("a heading is of no level that there is")
    return document


def _document(number: int) -> str:
    return f"documents/{number}.json"


def _part(container: Container, name: str) -> bytes:
    """Read one part."""
    data = container.read(name)
    if len(data) > LARGEST_PART:
        raise ValueError(f"its part “{name}” is too large")
    return data


def _zipped(parts: dict[str, bytes]) -> bytes:
    """Pack the parts in order, without dates or users of this machine."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in sorted(parts.items()):
            if len(data) > LARGEST_PART:
                raise ProjectError(f"This project is too large for one file: its part “{name}” is.")
            entry = zipfile.ZipInfo(name)  # its date is the first of 1980
            entry.create_system, entry.external_attr = 3, 0o600 << 16
            entry.compress_type = _packing(data)
            archive.writestr(entry, data)
    return target.getvalue()


def _packing(data: bytes) -> int:
    """Leave unpacked what would be packed so tightly that it looks like an attack when it is opened."""
    if len(data) <= SMALL:
        return zipfile.ZIP_DEFLATED
    packed = len(zlib.compress(data, 6))
    return zipfile.ZIP_DEFLATED if len(data) < MOST_RATIO * packed // 2 else zipfile.ZIP_STORED
