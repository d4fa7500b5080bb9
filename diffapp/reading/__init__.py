"""Bytes -> Document. ``READERS`` says which kinds of file there are: add a function, add a line."""

from __future__ import annotations

import hashlib
import re
import stat
import unicodedata
from pathlib import Path, PurePosixPath
from typing import Final

from diffapp.errors import ReadingError, TooLarge
from diffapp.model import Document
from diffapp.reading import frontmatter, markdown, plain
from diffapp.reading.cleaning import clean
from diffapp.reading.decoding import decode
from diffapp.reading.parsed import Parsed, Reader

__all__ = [
    "MAX_BYTES",
    "MAX_CHARACTERS",
    "READERS",
    "Parsed",
    "Reader",
    "fields",
    "read",
    "read_file",
    "read_text",
]

READERS: Final[dict[str, Reader]] = {
    ".md": markdown.parse,
    ".markdown": markdown.parse,
    ".txt": plain.parse,
    ".text": plain.parse,
}
"""File suffix, in lower case -> function from cleaned text to blocks."""

MAX_BYTES: Final = 40_000_000
MAX_CHARACTERS: Final = 10_000_000

_KEPT: Final = ("issuer", "date", "language", "status", "note")
_PASTED: Final = "pasted text"


def read(data: bytes, name: str, encoding: str | None = None) -> Document:
    """Read a document from a file's bytes.

    Args:
        data: the whole file.
        name: its name; the suffix says which kind it is, no suffix means plain text.
        encoding: the encoding, if the user knows better than detection.

    Returns:
        The document with its blocks; ``warnings`` says what was uncertain.

    Raises:
        ReadingError: the kind is unknown, the bytes are not text, or there is no text in them.
        TooLarge: over ``MAX_BYTES`` bytes or ``MAX_CHARACTERS`` characters.
    """
    source = _base(name)
    reader = _reader(source)
    if len(data) > MAX_BYTES:
        raise TooLarge(source, f"{MAX_BYTES // 1_000_000} MB")
    decoded = decode(data, source, encoding)
    digest = hashlib.sha256(data).hexdigest()
    return _document(decoded.text, source, reader, digest, decoded.warnings)


def read_file(path: Path, encoding: str | None = None) -> Document:
    """Read a document from a file.

    Args:
        path: where it is.
        encoding: the encoding, if the user knows better than detection.

    Returns:
        As ``read`` does.

    Raises:
        ReadingError: the file cannot be opened, or as in ``read``.
        TooLarge: as in ``read``.
    """
    source = _base(str(path))
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            raise ReadingError(source, "this is a folder, not a file.")
        if not stat.S_ISREG(found.st_mode):
            raise ReadingError(source, "this is not an ordinary file.")
        if found.st_size > MAX_BYTES:
            raise TooLarge(source, f"{MAX_BYTES // 1_000_000} MB")
        data = path.read_bytes()
    except FileNotFoundError:
        raise ReadingError(source, "there is no such file.") from None
    except PermissionError:
        raise ReadingError(source, "the permission to read this file is missing.") from None
    except (OSError, ValueError):
        raise ReadingError(source, "this file cannot be opened.") from None
    return read(data, source, encoding)


def read_text(text: str, name: str = _PASTED) -> Document:
    """Read a document from text that was pasted: Markdown if it shows signs of it, else plain text.

    Args:
        text: any string.
        name: what to call it where it has no title.

    Returns:
        The document; its digest is that of the text in UTF-8.

    Raises:
        ReadingError: there is no text in it.
        TooLarge: over ``MAX_CHARACTERS`` characters.
    """
    if len(text) > MAX_CHARACTERS:
        raise TooLarge(name, f"{MAX_CHARACTERS // 1_000_000} million characters")
    cleaned, _ = clean(text)
    front = frontmatter.split(cleaned)
    marked = front.body != cleaned or markdown.has_headings(front.body)
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return _document(text, name, markdown.parse if marked else plain.parse, digest, ())


def fields(data: bytes, name: str, encoding: str | None = None) -> dict[str, str]:
    """What the front matter of a file says, without reading the rest; empty without front matter.

    Raises:
        ReadingError: the bytes are not text.
    """
    text, _ = clean(decode(data[: 4 * frontmatter.LIMIT], _base(name), encoding).text)
    return frontmatter.split(text).fields


def _document(text: str, source: str, reader: Reader, digest: str, warnings: tuple[str, ...]) -> Document:
    """Clean and parse a text, and put together what is known about it."""
    if len(text) > MAX_CHARACTERS:
        raise TooLarge(source, f"{MAX_CHARACTERS // 1_000_000} million characters")
    cleaned, cleaning = clean(text)
    front = frontmatter.split(cleaned)
    parsed = reader(front.body)
    if not any(_visible(sign) for sign in parsed.text):
        raise ReadingError(source, "this document holds no text.")
    stem = PurePosixPath(source).stem if _suffix(source) else source
    known = {key: front.fields.get(key, "") for key in _KEPT}
    return Document(
        id=front.fields.get("id") or _slug(stem),
        text=parsed.text,
        blocks=parsed.blocks,
        title=front.fields.get("title") or _first_heading(parsed) or stem,
        source=source,
        digest=f"sha256:{digest}",
        warnings=(*warnings, *cleaning, *front.warnings, *parsed.warnings),
        **known,
    )


def _reader(source: str) -> Reader:
    """The reader for a file's suffix."""
    suffix = _suffix(source)
    if not suffix:
        return plain.parse
    if suffix not in READERS:
        *most, last = sorted(READERS)
        raise ReadingError(source, f"diffapp reads {', '.join(most)} and {last} files, not {suffix} files.")
    return READERS[suffix]


def _suffix(source: str) -> str:
    """The suffix in lower case with its dot; "Art. 5" has none."""
    found = re.search(r"[^.](\.\w{1,12})$", source)
    return found[1].lower() if found else ""


def _base(name: str) -> str:
    """A file's own name: a path says more about the user's machine than a document should."""
    own = re.split(r"[/\\]", name.rstrip("/\\"))[-1]
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in own) or "unnamed"


def _first_heading(parsed: Parsed) -> str:
    """The first level-1 heading, in one line."""
    first = next((block for block in parsed.blocks if block.level == 1), None)
    return " ".join(parsed.text[first.start : first.end].split()) if first else ""


def _slug(stem: str) -> str:
    """A file's stem as an id: lower case, letters and digits of any script, hyphens between."""
    folded = unicodedata.normalize("NFKC", stem).casefold()
    return re.sub(r"[\W_]+", "-", folded).strip("-") or "document"


def _visible(sign: str) -> bool:
    """Whether a character shows on paper: no white space, nothing without width."""
    return not sign.isspace() and unicodedata.category(sign) not in {"Cf", "Cc", "Mn", "Me"}
