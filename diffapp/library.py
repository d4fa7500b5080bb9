"""The built-in documents: every Markdown file in ``texts/`` whose front matter gives it an id.

Which of them are offered ready for comparison stands in ``texts/comparisons.toml``.

A user who holds an original puts it into ``texts/originals/`` under the same name: it then takes the
place of the paraphrase.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from diffapp.errors import ReadingError
from diffapp.model import Document
from diffapp.reading import MAX_BYTES, READERS, fields, parse_here, read_file

TEXTS: Final = Path(__file__).resolve().parent.parent / "texts"
"""The built-in texts of a checkout; an installation without them has no built-in documents."""

READY: Final = "comparisons.toml"
FEWEST, MOST = 2, 4
"""Texts of a comparison."""
_ABOUT_PARAPHRASE: Final = re.compile(r"\s*\([^()]*paraphras[^()]*\)\s*$", re.IGNORECASE)


def builtin(folder: Path = TEXTS) -> tuple[str, ...]:
    """The ids of the built-in documents: newest date first, then by file name from the end backwards.

    Returns:
        No id twice; empty where there is no such folder. Files that cannot be read are left out.
    """
    return tuple(_paths(folder))


def load(document_id: str, folder: Path = TEXTS) -> Document:
    """Read a built-in document, or the original that the user put in its place.

    Args:
        document_id: one of ``builtin()``.
        folder: where the texts are.

    Returns:
        The document under this id. An original has its own text, digest and source; what its front
        matter leaves open is taken from the paraphrase, and its status is "original".

    Raises:
        ReadingError: there is no such document, or its file (named in the sentence) cannot be read.
    """
    path = _paths(folder).get(document_id)
    if path is None:
        raise ReadingError(document_id, "there is no built-in document with this id.")
    try:
        paraphrase = parse_here(path.read_bytes(), path.name)  # it comes with diffapp, and is trusted
    except OSError:
        raise ReadingError(path.name, "this file cannot be opened.") from None
    original = _original(path)
    return _in_place(paraphrase, original) if original else replace(paraphrase, id=document_id)


@dataclass(frozen=True, slots=True)
class Ready:
    """A comparison that is offered ready: its name, and the ids of its documents in the order of columns."""

    name: str
    texts: tuple[str, ...]


def comparisons(folder: Path = TEXTS) -> tuple[Ready, ...]:
    """The comparisons that are offered ready, in the order of their file.

    Returns:
        No name twice; empty where there is no such file. What names a document that is not there, or
        cannot be read, is left out.
    """
    try:
        listed = tomllib.loads((folder / READY).read_text("utf-8")).get("comparison")
    except (OSError, ValueError):  # ValueError: no TOML, or no UTF-8
        return ()
    known = builtin(folder)
    found = {each.name: each for each in _named(listed) if set(each.texts) <= set(known)}
    return tuple(found.values())


def _named(listed: object) -> Iterator[Ready]:
    """The entries that say what they must say."""
    for entry in listed if isinstance(listed, list) else ():
        name, texts = (entry.get("name"), entry.get("texts")) if isinstance(entry, dict) else (None, None)
        if isinstance(name, str) and name.strip() and isinstance(texts, list):
            ids = tuple(text for text in texts if isinstance(text, str))
            if FEWEST <= len(ids) == len(texts) <= MOST:
                yield Ready(" ".join(name.split()), ids)


def _paths(folder: Path) -> dict[str, Path]:
    """Id -> file, in the order of ``builtin``."""
    dated: list[tuple[str, str, str, Path]] = []
    for path in folder.glob("*.md"):
        try:
            if not path.is_file() or path.stat().st_size > MAX_BYTES:
                continue
            known = fields(path.read_bytes(), path.name)
        except (OSError, ReadingError):
            continue
        if "id" in known:
            dated.append((known.get("date", ""), path.name, known["id"], path))
    found: dict[str, Path] = {}
    for _, _, own, path in sorted(dated, reverse=True):
        found.setdefault(own, path)
    return found


def _original(path: Path) -> Path | None:
    """The user's file for this text, of any kind that can be read; the first by name."""
    try:
        there = sorted((path.parent / "originals").iterdir())
    except OSError:
        return None
    return next((each for each in there if each.stem == path.stem and each.suffix.lower() in READERS), None)


def _in_place(paraphrase: Document, path: Path) -> Document:
    """The original under the paraphrase's id, with what is known of both."""
    original = read_file(path)  # first: it says in one sentence why a file cannot be read
    known = fields(path.read_bytes(), path.name)
    # The paraphrase says in its title what it is; that is not true of the original.
    title = known.get("title") or _ABOUT_PARAPHRASE.sub("", paraphrase.title)
    return replace(
        original,
        id=paraphrase.id,
        title=title,
        issuer=original.issuer or paraphrase.issuer,
        date=original.date or paraphrase.date,
        language=original.language or paraphrase.language,
        status=original.status or "original",
        note="",
    )
