"""HTML -> blocks of a page's main text; menus, notices and forms around it are left out and listed."""

from __future__ import annotations

import codecs
import re
from dataclasses import replace
from typing import Final

from diffapp.errors import ReadingError
from diffapp.reading.cleaning import clean
from diffapp.reading.containers import THIS
from diffapp.reading.decoding import Decoded, decode
from diffapp.reading.gathering import LeftOut, finish, flattened
from diffapp.reading.markup import html
from diffapp.reading.parsed import Options, Parsed, Piece, Progress
from diffapp.reading.webblocks import Blocks
from diffapp.reading.webhidden import strip_unseen
from diffapp.reading.webmatter import main_matter
from diffapp.reading.webnotes import notes_of

_HEAD: Final = 4096
_CHARSET: Final = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_DECLARED: Final = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})", re.IGNORECASE)
_MARKS: Final = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# Browsers take these names for their Windows supersets.
_WINDOWS: Final = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874"}
_XHTML: Final = re.compile(r"^\s*<\?xml|<html[^>]{0,500}\sxmlns\s*=", re.IGNORECASE)
_EMPTY: Final = re.compile(r"<([a-zA-Z][\w:.-]{0,40})(\s[^<>]*)?/>")
_VOID: Final = {
    *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track"),
    "wbr",
}


def parse(data: bytes, options: Options, tell: Progress) -> Parsed:
    """Read a web page.

    Args:
        data: the whole file.
        options: ``encoding`` goes before what the page says.
        tell: is told when it is done.

    Returns:
        Its blocks; what was left out of the page is in ``removed``, on page 0.

    Raises:
        ReadingError: it is no page, shows no text, is nested too deeply, or made to do harm.
        TooLarge: over the limits of ``markup``.
    """
    decoded = decoded_page(data, options.encoding)
    left_out = LeftOut()
    pieces, title = read_page(decoded.text, left_out)
    if not pieces:
        raise ReadingError(
            THIS, "this page shows no text before its scripts run; open it in a browser and save it as PDF."
        )
    tell(1, 1)
    parsed = finish(pieces, left_out, title)
    return replace(parsed, warnings=(*decoded.warnings, *parsed.warnings))


def read_page(text: str, left_out: LeftOut) -> tuple[list[Piece], str]:
    """Find a page's main text.

    Args:
        text: the page, decoded.
        left_out: is told what is not read.

    Returns:
        Its blocks in reading order, and what it calls itself.

    Raises:
        ReadingError: as ``markup.html`` does.
    """
    cleaned, _ = clean(text)
    root = html(_opened(cleaned) if _XHTML.search(cleaned[:_HEAD]) else cleaned)
    title = next((flattened(each.text or "") for each in root.iter("title")), "")
    strip_unseen(root, left_out)
    body = next((each for each in root.iter("body")), root)
    notes = notes_of(body)
    main = main_matter(body, notes, left_out)
    return list(Blocks(notes).pieces(main)), title


def decoded_page(data: bytes, encoding: str | None) -> Decoded:
    """Turn a page's bytes into text: as the user says, by a mark, as the page says, else by detection.

    Raises:
        ReadingError: the bytes are no text.
    """
    head = data[:_HEAD]
    if encoding is None and not head.startswith(_MARKS):
        encoding = _declared(head)
    return decode(data, THIS, encoding)


def _declared(head: bytes) -> str | None:
    """The encoding that a page declares, as browsers understand it; None where it is unknown."""
    found = _DECLARED.search(head) or _CHARSET.search(head)
    if found is None:
        return None
    try:
        name = codecs.lookup(found[1].decode("ascii")).name
        b"a".decode(name)
    except (LookupError, UnicodeError):
        return None
    if name.startswith(("utf-16", "utf-32")):
        return None  # its ASCII letters could not have been read so
    return _WINDOWS.get(name, name)


def _opened(text: str) -> str:
    """XHTML with its empty elements written as HTML: to a browser, "<title/>" would not be closed."""

    def written(found: re.Match[str]) -> str:
        name, rest = found[1], found[2] or ""
        return found[0] if name.lower() in _VOID else f"<{name}{rest}></{name}>"

    return _EMPTY.sub(written, text)
