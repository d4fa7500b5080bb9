"""Files -> documents, each read in a limited child process."""

from __future__ import annotations

import re
import stat
from base64 import b64decode
from pathlib import Path
from typing import Final

from diffapp.errors import ReadingError, TooLarge
from diffapp.model import Document
from diffapp.reading import formats, guard, wire
from diffapp.reading.formats import READERS
from diffapp.reading.parsed import Options, Progress, quiet
from diffapp.reading.parsing import base, signed

_CHOICE: Final = re.compile(r"(.*)#pages=([^#]*)", re.DOTALL)
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_RANGE: Final = re.compile(r"(\d{1,6})(?:-(\d{1,6}))?", re.ASCII)


def read(  # noqa: PLR0913 - what a user can choose for a file, each by its name
    data: bytes,
    name: str,
    encoding: str | None = None,
    *,
    pages: tuple[int, int] | None = None,
    recognise: bool | None = None,
    tell: Progress = quiet,
) -> Document:
    """Read a document from a file's bytes, in a limited child process.

    Args:
        data: the whole file.
        name: its name; where the bytes do not tell the kind, its suffix does. No suffix means plain text.
        encoding: the encoding of a text, if the user knows better than detection.
        pages: the first and the last page to read, counted from 1; None for all.
        recognise: whether pages are recognised as pictures: all, none, or (None) those without text.
        tell: is told how many pages are done, and of how many; what it raises ends the reading.

    Returns:
        The document with its blocks; ``warnings`` says what was uncertain.

    Raises:
        ReadingError: the kind is unknown, the file is damaged or needs too much, or it holds no text.
        TooLarge: over ``MAX_BYTES`` bytes or ``MAX_CHARACTERS`` characters.
    """
    source = base(name)
    if len(data) > formats.MAX_BYTES:
        raise TooLarge(source, f"{formats.MAX_BYTES // 1_000_000} MB")
    if pages and not 1 <= pages[0] <= pages[1]:
        raise ReadingError(source, "pages are counted from 1, and the first comes before the last.")
    kind, _ = formats.chosen(data, source)
    options = Options(encoding, pages, recognise)
    told = guard.run("parse", data, source, options, tell, words=kind.words)
    try:
        document = wire.from_plain(told)
    except ValueError:
        why = f"the reader of {kind.words} files broke off on it; the file may be damaged."
        raise ReadingError(source, why) from None
    return signed(document, source, data, options)


def read_file(
    path: Path,
    encoding: str | None = None,
    *,
    pages: tuple[int, int] | None = None,
    recognise: bool | None = None,
    tell: Progress = quiet,
) -> Document:
    """Read a document from a file, in a limited child process.

    Args:
        path: where it is.
        encoding: as for ``read``, and so the others.
        pages: see ``read``.
        recognise: see ``read``.
        tell: see ``read``.

    Returns:
        As ``read`` does.

    Raises:
        ReadingError: the file cannot be opened, or as in ``read``.
        TooLarge: as in ``read``.
    """
    source = base(str(path))
    return read(_content(path, source), source, encoding, pages=pages, recognise=recognise, tell=tell)


def _content(path: Path, source: str) -> bytes:
    """The bytes of an ordinary file."""
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            raise ReadingError(source, "this is a folder, not a file.")
        if not stat.S_ISREG(found.st_mode):
            raise ReadingError(source, "this is not an ordinary file.")
        if found.st_size > formats.MAX_BYTES:
            raise TooLarge(source, f"{formats.MAX_BYTES // 1_000_000} MB")
        return path.read_bytes()
    except FileNotFoundError:
        raise ReadingError(source, "there is no such file.") from None
    except PermissionError:
        raise ReadingError(source, "the permission to read this file is missing.") from None
    except (OSError, ValueError):
        raise ReadingError(source, "this file cannot be opened.") from None


def page_picture(data: bytes, name: str, page: int) -> bytes:
    """Draw a page of a PDF or a picture file, in a limited child process.

    Args:
        data: the whole file.
        name: its name, for errors.
        page: the page, counted from 1.

    Returns:
        A PNG, 1200 pixels wide where the page is not very long.

    Raises:
        ReadingError: it is no such file or damaged, there is no such page, or it takes too much.
    """
    source = base(name)
    kind, _ = formats.chosen(data, source)
    if kind not in (READERS[".pdf"], READERS[".png"]):
        raise ReadingError(source, "only pages of PDF files and of pictures can be shown as pictures.")
    told = guard.run("render", data, source, Options(pages=(page, page)), words=kind.words)
    try:
        picture = b64decode(told, validate=True)
    except (TypeError, ValueError):
        picture = b""
    if not picture.startswith(_PNG):
        raise ReadingError(source, "this page cannot be drawn.")
    return picture


def split_address(address: str) -> tuple[Path, tuple[int, int] | None]:
    """Part a path from the pages chosen at its end: "file.pdf#pages=1-5" or "file.pdf#pages=3".

    Args:
        address: a path as it was typed. A file that has this very name is meant before any pages.

    Returns:
        The path, and the first and the last page; None where none are chosen.

    Raises:
        ReadingError: what follows "#pages=" is no page and no range of pages.
    """
    path = Path(address)
    try:
        there = path.exists()
    except (OSError, ValueError):
        there = False
    choice = _CHOICE.fullmatch(address)
    if there or choice is None:
        return path, None
    found = _RANGE.fullmatch(choice[2])
    first, last = (int(found[1]), int(found[2] or found[1])) if found else (0, 0)
    if not 1 <= first <= last:
        why = f'"{choice[2]}" is no range of pages; write #pages=1-5, or #pages=3 for one.'
        raise ReadingError(base(choice[1]), why)
    return Path(choice[1]), (first, last)
