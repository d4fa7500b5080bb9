"""Which kinds of file there are, who reads each, and what a file is whatever its name says.

To add a kind of file, add a module with a function ``parse`` and a line in ``READERS``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Final, Literal

from diffapp.errors import ReadingError
from diffapp.reading.parsed import BytesReader, TextReader

MAX_BYTES: Final = 40_000_000
MAX_CHARACTERS: Final = 10_000_000


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file. ``words`` name it in "the reader of … files"; ``module`` is imported when it is needed.

    ``takes`` says what the module's ``parse`` is given: cleaned text, or the bytes of the whole file.
    ``library`` is the distribution that does the work, None where it is diffapp's own; ``extra`` is what must
    be installed for it beside diffapp itself. ``paged`` is whether pages can be chosen.
    """

    words: str
    module: str
    takes: Literal["text", "bytes"] = "bytes"
    library: str | None = None
    extra: str | None = None
    paged: bool = False


PLAIN: Final = Format("plain text", "diffapp.reading.plain", "text")
_MARKDOWN: Final = Format("Markdown", "diffapp.reading.markdown", "text", "markdown-it-py")
_PDF: Final = Format("PDF", "diffapp.reading.pdf", library="pypdfium2", paged=True)
_DOCX: Final = Format("Word", "diffapp.reading.docx", library="lxml")
_ODT: Final = Format("OpenDocument", "diffapp.reading.odt", library="lxml")
_RTF: Final = Format("RTF", "diffapp.reading.rtf")
_HTML: Final = Format("HTML", "diffapp.reading.webpage", library="lxml")
_EPUB: Final = Format("EPUB", "diffapp.reading.epub", library="lxml")
_PICTURE: Final = Format("picture", "diffapp.reading.ocr", library="rapidocr", extra="ocr", paged=True)

READERS: Final[dict[str, Format]] = {
    ".md": _MARKDOWN,
    ".markdown": _MARKDOWN,
    ".txt": PLAIN,
    ".text": PLAIN,
    ".pdf": _PDF,
    ".docx": _DOCX,
    ".odt": _ODT,
    ".fodt": _ODT,
    ".rtf": _RTF,
    ".html": _HTML,
    ".htm": _HTML,
    ".xhtml": _HTML,
    ".epub": _EPUB,
    ".png": _PICTURE,
    ".jpg": _PICTURE,
    ".jpeg": _PICTURE,
    ".tif": _PICTURE,
    ".tiff": _PICTURE,
}
"""File suffix, in lower case -> the kind of file."""

_HEAD: Final = 1024
_STARTS: Final = (
    (b"{\\rtf", _RTF),
    (b"\x89PNG\r\n\x1a\n", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"II*\0", _PICTURE),
    (b"MM\0*", _PICTURE),
)
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED: Final = "EncryptedPackage".encode("utf-16-le")
_WEB: Final = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL
)
_FLAT: Final = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?<office:document\b", re.IGNORECASE)


def suffix(source: str) -> str:
    """The suffix in lower case with its dot; "Art. 5" has none."""
    found = re.search(r"[^.](\.\w{1,12})$", source)
    return found[1].lower() if found else ""


def chosen(data: bytes, source: str) -> tuple[Format, tuple[str, ...]]:
    """Say how a file is to be read: by what its bytes are, and where these do not tell, by its name.

    Args:
        data: the whole file.
        source: its name; without a suffix it is plain text.

    Returns:
        The kind of file, and a sentence for the user where its name says another.

    Raises:
        ReadingError: it is of no kind that can be read.
    """
    own = suffix(source)
    named = READERS.get(own) if own else PLAIN
    if data.startswith(_OLE):
        raise ReadingError(source, _about_ole(data))
    found = _sniffed(data)
    if found is _HTML and named is not None and named.takes == "text":
        found = named  # a text about web pages may begin like one
    if found is None and named is None:
        *most, last = sorted(READERS)
        raise ReadingError(source, f"diffapp reads {', '.join(most)} and {last} files, not {own} files.")
    if found is None or found is named:
        return named or PLAIN, ()
    said = f"named {own}" if own else "without a suffix in its name"
    return found, (f"This is a {found.words} file {said}; it was read as a {found.words} file.",)


def _sniffed(data: bytes) -> Format | None:
    """The kind of file that the bytes show; None for texts and for what is not known."""
    for start, kind in _STARTS:
        if data.startswith(start):
            return kind
    head = data[:_HEAD].removeprefix(b"\xef\xbb\xbf")
    if head.startswith(b"PK\x03\x04"):
        return _packed(data)
    if b"%PDF-" in head and (head.startswith(b"%PDF-") or b"\0" in data):
        return _PDF  # junk may stand before the mark; a text may speak of it
    if _FLAT.match(head):
        return _ODT
    return _HTML if _WEB.match(head) else None


def _packed(data: bytes) -> Format | None:
    """The kind of document that a ZIP file holds, by names that stand in it uncompressed."""
    if data[30:38] == b"mimetype":
        kind = data[38:100]
        if kind.startswith(b"application/epub+zip"):
            return _EPUB
        return _ODT if kind.startswith(b"application/vnd.oasis.opendocument.text") else None
    return _DOCX if b"[Content_Types].xml" in data and b"word/" in data else None


def _about_ole(data: bytes) -> str:
    """What to do with a file of the old Office container."""
    if _LOCKED in data:
        return "this Office file is protected by a password; save it without one, and read that."
    return "this is an Office file of the old kind (.doc); save it as .docx, and read that."


def load(kind: Format, source: str) -> TextReader | BytesReader:
    """Import a reader.

    Raises:
        ReadingError: it, or a library that it needs, is not installed.
    """
    try:
        reader: TextReader | BytesReader = import_module(kind.module).parse
    except ModuleNotFoundError:
        cure = f'; "pip install diffapp[{kind.extra}]" adds it' if kind.extra else ""
        raise ReadingError(source, f"the reader of {kind.words} files is not installed here{cure}.") from None
    return reader


@cache
def reader_in_words(kind: Format, *, recognised: bool = False) -> str:
    """Name what reads a kind of file, with its version: "PDF, pypdfium2 5.15.2".

    ``recognised`` is whether pages were recognised, by the library of pictures.
    """
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 - slow to import

    names = [kind.library or "diffapp", *([_PICTURE.library] if recognised else [])]
    said = [kind.words]
    for name in dict.fromkeys(filter(None, names)):
        try:
            said.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            said.append(name)
    return ", ".join(said)
