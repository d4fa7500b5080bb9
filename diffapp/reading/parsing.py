"""Bytes -> Document, in this process: for what is trusted, and for the limited child (see guard)."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import replace
from typing import Any, Final, cast

from diffapp.errors import ReadingError, TooLarge
from diffapp.model import Document
from diffapp.reading import formats
from diffapp.reading.cleaning import clean
from diffapp.reading.formats import PLAIN, READERS, Format, suffix
from diffapp.reading.parsed import (
    BytesReader,
    Options,
    Parsed,
    Piece,
    Progress,
    TextReader,
    assemble,
    quiet,
)

_KEPT: Final = ("issuer", "date", "language", "status", "note")
_PASTED: Final = "pasted text"
DEFAULT: Final = Options()


def parse_here(data: bytes, name: str, options: Options = DEFAULT, tell: Progress = quiet) -> Document:
    """Read a document from a file's bytes without a child process, and so without its limits.

    Args:
        data: the whole file.
        name: its name; where the bytes do not tell the kind, its suffix does. No suffix means plain text.
        options: what the user chose.
        tell: is told how many pages are done.

    Returns:
        The document with its blocks; ``warnings`` says what was uncertain.

    Raises:
        ReadingError: the kind is unknown, the file is damaged, or there is no text in it.
        TooLarge: over ``MAX_BYTES`` bytes or ``MAX_CHARACTERS`` characters.
    """
    source = base(name)
    return signed(parse(data, source, options, tell), source, data, options)


def parse(data: bytes, source: str, options: Options, tell: Progress) -> Document:
    """Read a document as ``parse_here`` does, without what ``signed`` adds; ``source`` is a bare name."""
    if len(data) > formats.MAX_BYTES:
        raise TooLarge(source, f"{formats.MAX_BYTES // 1_000_000} MB")
    kind, warnings = formats.chosen(data, source)
    if options.pages and not kind.paged:
        raise ReadingError(source, f"no pages can be chosen in {kind.words} files.")
    if kind.takes == "text":
        from diffapp.reading.decoding import decode  # noqa: PLC0415 - a child that needs none starts faster

        decoded = decode(data, source, options.encoding)
        return _from_text(decoded.text, source, kind, (*warnings, *decoded.warnings))
    reader = cast("BytesReader", formats.load(kind, source))
    try:
        parsed = reader(data, options, tell)
    except TooLarge as error:
        raise TooLarge(source, error.limit) from error
    except ReadingError as error:  # readers do not know the file's name
        raise ReadingError(source, error.why) from error
    return _put_together(_cleaned(parsed, source), source, {}, warnings)


def signed(document: Document, source: str, data: bytes, options: Options) -> Document:
    """Add where a document comes from: its file's name, digest and size, the pages chosen, what read it."""
    kind, _ = formats.chosen(data, source)
    recognised = any(block.confidence is not None for block in document.blocks)
    return replace(
        document,
        source=address(source, options),
        digest=f"sha256:{hashlib.sha256(data).hexdigest()}",
        size=len(data),
        reader=formats.reader_in_words(kind, recognised=recognised),
    )


def read_text(text: str, name: str = _PASTED) -> Document:
    """Read a document from text that was pasted: Markdown if it shows signs of it, else plain text.

    Args:
        text: any string.
        name: what to call it where it has no title.

    Returns:
        The document; its digest and size are those of the text in UTF-8.

    Raises:
        ReadingError: there is no text in it.
        TooLarge: over ``MAX_CHARACTERS`` characters.
    """
    from diffapp.reading import frontmatter, markdown  # noqa: PLC0415 - as above

    _check_length(text, name)
    cleaned, _ = clean(text)
    front = frontmatter.split(cleaned)
    marked = front.body != cleaned or markdown.has_headings(front.body)
    data = text.encode("utf-8", "surrogatepass")
    kind = READERS[".md"] if marked else PLAIN
    return replace(
        _from_text(text, name, kind, ()),
        digest=f"sha256:{hashlib.sha256(data).hexdigest()}",
        size=len(data),
        reader=formats.reader_in_words(kind),
    )


def fields(data: bytes, name: str, encoding: str | None = None) -> dict[str, str]:
    """What the front matter of a file says, without reading the rest; empty without front matter.

    Raises:
        ReadingError: the name is that of a text, and the bytes are none.
    """
    source = base(name)
    if READERS.get(suffix(source), PLAIN).takes != "text":
        return {}
    from diffapp.reading import frontmatter  # noqa: PLC0415 - as above
    from diffapp.reading.decoding import decode  # noqa: PLC0415

    text, _ = clean(decode(data[: 4 * frontmatter.LIMIT], source, encoding).text)
    return frontmatter.split(text).fields


def base(name: str) -> str:
    """A file's own name: a path says more about the user's machine than a document should."""
    own = re.split(r"[/\\]", name.rstrip("/\\"))[-1]
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in own) or "unnamed"


def address(source: str, options: Options) -> str:
    """A file's name with the pages that were chosen: "file.pdf#pages=1-5"."""
    return f"{source}#pages={options.pages[0]}-{options.pages[1]}" if options.pages else source


def _from_text(text: str, source: str, kind: Format, warnings: tuple[str, ...]) -> Document:
    """Clean and parse a text, and put together what is known about it."""
    from diffapp.reading import frontmatter  # noqa: PLC0415 - as above

    _check_length(text, source)
    cleaned, cleaning = clean(text)
    front = frontmatter.split(cleaned)
    parsed = cast("TextReader", formats.load(kind, source))(front.body)
    return _put_together(parsed, source, front.fields, (*warnings, *cleaning, *front.warnings))


def _cleaned(parsed: Parsed, source: str) -> Parsed:
    """What a reader of bytes gave, each block free of what breaks a display; what is odd is named."""
    _check_length(parsed.text, source)
    cleaned, notes = clean(parsed.text)
    warnings = (*notes, *parsed.warnings)
    if cleaned == parsed.text:
        return replace(parsed, warnings=warnings)
    pieces = (
        Piece(clean(parsed.text[b.start : b.end])[0], b.level, b.page, b.confidence) for b in parsed.blocks
    )
    again = assemble(pieces, warnings)
    return replace(parsed, text=again.text, blocks=again.blocks, warnings=warnings)


def _put_together(parsed: Parsed, source: str, told: dict[str, str], warnings: tuple[str, ...]) -> Document:
    """The document: what was read, and what is known about it from itself and its name."""
    if not any(_visible(sign) for sign in parsed.text):
        raise ReadingError(source, "this document holds no text.")
    stem = source.removesuffix(source[-len(suffix(source)) :]) if suffix(source) else source
    title = told.get("title") or _one_line(clean(parsed.title)[0]) or _first_heading(parsed) or stem
    kept: dict[str, Any] = {key: told.get(key, "") for key in _KEPT}
    return Document(
        id=told.get("id") or _slug(stem),
        text=parsed.text,
        blocks=parsed.blocks,
        title=title,
        source=source,
        warnings=(*warnings, *parsed.warnings),
        pages=parsed.pages,
        removed=tuple((page, _one_line(clean(line)[0])) for page, line in parsed.removed),
        **kept,
    )


def _check_length(text: str, source: str) -> None:
    if len(text) > formats.MAX_CHARACTERS:
        raise TooLarge(source, f"{formats.MAX_CHARACTERS // 1_000_000} million characters")


def _first_heading(parsed: Parsed) -> str:
    """The first level-1 heading, in one line."""
    first = next((block for block in parsed.blocks if block.level == 1), None)
    return _one_line(parsed.text[first.start : first.end]) if first else ""


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _slug(stem: str) -> str:
    """A file's stem as an id: lower case, letters and digits of any script, hyphens between."""
    folded = unicodedata.normalize("NFKC", stem).casefold()
    return re.sub(r"[\W_]+", "-", folded).strip("-") or "document"


def _visible(sign: str) -> bool:
    """Whether a character shows on paper: no white space, nothing without width."""
    return not sign.isspace() and unicodedata.category(sign) not in {"Cf", "Cc", "Mn", "Me"}
