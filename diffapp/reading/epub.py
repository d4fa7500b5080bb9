"""EPUB -> blocks: the chapters in the order in which they are read, each a web page of its own."""

from __future__ import annotations

import posixpath
from typing import Final
from urllib.parse import unquote

from lxml import etree

from diffapp.errors import ReadingError
from diffapp.reading.containers import THIS, Container
from diffapp.reading.gathering import LeftOut, finish
from diffapp.reading.markup import local, xml
from diffapp.reading.parsed import Options, Parsed, Piece, Progress
from diffapp.reading.webpage import decoded_page, read_page

_MAP: Final = "META-INF/container.xml"
_LOCKS: Final = "META-INF/encryption.xml"
_PAGES: Final = {"application/xhtml+xml", "text/html", "application/x-dtbook+xml"}


def parse(data: bytes, options: Options, tell: Progress) -> Parsed:
    """Read an electronic book.

    Args:
        data: the whole file.
        options: ``encoding`` goes before what the chapters say.
        tell: is told how many of the chapters are done.

    Returns:
        Its blocks; the format knows no pages. The table of contents is left out, being made of links.

    Raises:
        ReadingError: it is no EPUB, damaged, locked by its publisher, or made to do harm.
        TooLarge: it unpacks to more than the limits of ``containers``.
    """
    container = Container(data, "an EPUB file")
    package_name = _package(container)
    package = xml(container.read(package_name), package_name)
    chapters = _chapters(package, posixpath.dirname(package_name))
    locked = _locked(container)
    left_out = LeftOut()
    pieces: list[Piece] = []
    for done, name in enumerate(chapters, start=1):
        if name in locked:
            raise ReadingError(THIS, "this book is locked by its publisher and cannot be read here.")
        text = decoded_page(container.read(name), options.encoding).text
        pieces += read_page(text, left_out)[0] if text.strip() else []
        tell(done, len(chapters))
    title = next((each.text or "" for each in package.iter() if local(each) == "title"), "")
    return finish(pieces, left_out, title)


def _package(container: Container) -> str:
    """The name of the part that lists all others."""
    if _MAP in container.names:
        for each in xml(container.read(_MAP), _MAP).iter():
            if local(each) == "rootfile" and each.get("full-path"):
                return each.get("full-path") or ""
    raise ReadingError(THIS, "this is not an EPUB file: its list of parts is missing.")


def _chapters(package: etree._Element, folder: str) -> list[str]:
    """The names of the chapters in reading order, without the table of contents."""
    items = {each.get("id"): each for each in package.iter() if local(each) == "item"}
    found = []
    for each in package.iter():
        item = items.get(each.get("idref")) if local(each) == "itemref" else None
        if item is None or item.get("media-type") not in _PAGES:
            continue
        if "nav" not in (item.get("properties") or "").split():
            name = posixpath.join(folder, unquote(item.get("href") or ""))
            found.append(posixpath.normpath(name))
    return found


def _locked(container: Container) -> set[str]:
    """The parts that are encrypted; fonts often are, which does not matter."""
    if _LOCKS not in container.names:
        return set()
    root = xml(container.read(_LOCKS), _LOCKS)
    return {unquote(each.get("URI") or "") for each in root.iter() if local(each) == "CipherReference"}
