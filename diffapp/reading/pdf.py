"""PDF -> blocks, with pdfium: what a reader of the printed pages would read, in paragraphs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field, replace
from typing import Final

import pypdfium2 as pdfium
import pypdfium2.raw as c

from diffapp.errors import ReadingError, TooLarge
from diffapp.reading import ocr, splitting, struck
from diffapp.reading.characters import look
from diffapp.reading.furniture import Around
from diffapp.reading.layout import lay_out
from diffapp.reading.lines import Line, Sheet
from diffapp.reading.pageranges import in_words, pictures
from diffapp.reading.parsed import Options, Parsed, Progress, assemble, pages_in_words
from diffapp.reading.struck import Struck

THIS: Final = "this document"
"""What an error calls the file: its name is put in by who called."""

MAX_PAGES: Final = 1_000
_NEIGHBOURS: Final = 4
"""Pages looked at on each side of a part: with two of each kind, also where odd and even pages differ."""

Recognise = Callable[[pdfium.PdfPage, int], list[Line]]
"""The lines of a page that is a picture, and of its number: places in points from its top left corner."""

_COPYING: Final = 1 << 4
_REASONS: Final = {
    "invisible": "invisible",
    "white": "white on white",
    "tiny": "too small to be read",
    "beside the page": "beside the page",
    "turned": "set at an angle, as watermarks are",
}
_LISTED: Final = 8


@dataclass(slots=True)
class _Found:
    """What was met on the pages so far."""

    lines: list[Line] = field(default_factory=list)
    sheets: dict[int, Sheet] = field(default_factory=dict)
    left_out: Counter[str] = field(default_factory=Counter)
    pictures: list[int] = field(default_factory=list)
    struck: list[Struck] = field(default_factory=list)
    layered: list[int] = field(default_factory=list)
    recognised: list[int] = field(default_factory=list)
    speechless: list[int] = field(default_factory=list)
    damaged: list[int] = field(default_factory=list)


def parse(data: bytes, options: Options, tell: Progress, recognise: Recognise | None = None) -> Parsed:
    """Read a PDF.

    Args:
        data: the whole file.
        options: which pages; whether pages without text are to be recognised.
        tell: is told after each page.
        recognise: finds the lines of a page that is a picture; None for what is installed.

    Returns:
        The text and its blocks with their pages; ``removed`` lists running headers, footers and page
        numbers, ``warnings`` what else was left out, is struck through, or is a picture.

    Raises:
        ReadingError: encrypted, damaged, without such pages, or without any text.
        TooLarge: more than ``MAX_PAGES`` pages.
    """
    with opened(data) as document:
        pages = len(document)
        numbers = chosen(pages, options.pages)
        found = _read(document, numbers, options, tell, recognise or ocr.recogniser(options))
        around = _around(document, numbers)
        locked = _forbids_copying(document)
    if not found.lines:
        raise ReadingError(THIS, _without_text(found))
    laid = lay_out(found.lines, found.sheets, around)
    warnings = (*_warnings(found), *_about(laid.doubtful), *([_LOCKED] if locked else []))
    splits = splitting.parts(found.lines, found.sheets, around)[1:]
    parts = tuple((part.page, "; ".join(part.reasons)) for part in splits)
    return replace(assemble(laid.pieces, warnings), removed=laid.removed, pages=pages, parts=parts)


@contextmanager
def opened(data: bytes) -> Iterator[pdfium.PdfDocument]:
    """Open a PDF, and close it afterwards.

    Raises:
        ReadingError: it is empty, encrypted, damaged, or no PDF.
        TooLarge: more than ``MAX_PAGES`` pages.
    """
    if not data.strip():
        raise ReadingError(THIS, "this file is empty.")
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) == c.FPDF_ERR_PASSWORD:
            raise ReadingError(
                THIS, "this PDF is protected by a password; save it without one, and read that."
            ) from None
        raise ReadingError(THIS, "this PDF is damaged or incomplete and cannot be opened.") from None
    try:
        if len(document) > MAX_PAGES:
            raise TooLarge(THIS, f"{MAX_PAGES:,} pages")
        if len(document) == 0:
            raise ReadingError(THIS, "this PDF has no pages.")
        yield document
    finally:
        document.close()


def chosen(pages: int, wanted: tuple[int, int] | None) -> range:
    """The numbers of the pages to read.

    Args:
        pages: how many there are.
        wanted: the first and the last, counted from 1; None for all.

    Raises:
        ReadingError: there are no such pages.
    """
    first, last = wanted or (1, pages)
    if first < 1 or last < first:
        raise ReadingError(THIS, f"pages {first} to {last} are no range; the first comes before the last.")
    if last > pages:
        has = "1 page" if pages == 1 else f"{pages:,} pages"
        raise ReadingError(THIS, f"you asked for {pages_in_words(first, last)}, but this PDF has {has}.")
    return range(first, last + 1)


def picture_pages(data: bytes, pages: tuple[int, int] | None = None) -> tuple[int, ...]:
    """The numbers of the pages that show pictures but hold no text.

    Raises:
        ReadingError: as ``parse`` does.
    """
    with opened(data) as document:
        numbers = chosen(len(document), pages)
        return tuple(
            _read(document, numbers, Options(recognise=False), lambda _done, _of: None, None).pictures
        )


def _read(
    document: pdfium.PdfDocument,
    numbers: range,
    options: Options,
    tell: Progress,
    recognise: Recognise | None,
) -> _Found:
    """Go through the pages."""
    found = _Found()
    for done, number in enumerate(numbers, start=1):
        try:
            page = document[number - 1]
        except pdfium.PdfiumError:
            found.damaged.append(number)
        else:
            with closing(page):
                _take(page, number, found, options, recognise)
        tell(done, len(numbers))
    return found


def _around(document: pdfium.PdfDocument, numbers: range) -> Around:
    """What stands on a few pages before and after those that are read, to tell what they share with them."""
    near = [
        *range(numbers.start - _NEIGHBOURS, numbers.start),
        *range(numbers.stop, numbers.stop + _NEIGHBOURS),
    ]
    found = _Found()
    for number in near:
        if 1 <= number <= len(document):
            with suppress(pdfium.PdfiumError), closing(document[number - 1]) as page:
                _take(page, number, found, Options(recognise=False), None)
    return Around(found.lines, found.sheets)


def _take(
    page: pdfium.PdfPage, number: int, found: _Found, options: Options, recognise: Recognise | None
) -> None:
    """Add what one page shows."""
    seen = look(page, number)
    found.sheets[number] = seen.sheet
    wanted = options.recognise or (options.recognise is None and seen.picture)
    if recognise is not None and wanted:
        lines = recognise(page, number)
        (found.recognised if lines else found.speechless).append(number)
        found.lines += lines
        return
    if seen.picture:
        found.pictures.append(number)
    if seen.recognised:
        found.layered.append(number)
    found.left_out += seen.left_out
    found.lines += seen.lines
    found.struck += seen.struck


_LOCKED: Final = "The author of this PDF asked for its text not to be copied."


def _forbids_copying(document: pdfium.PdfDocument) -> bool:
    """Whether the file is encrypted with rights that leave copying out."""
    if c.FPDF_GetSecurityHandlerRevision(document.raw) < 0:
        return False
    return not c.FPDF_GetDocPermissions(document.raw) & _COPYING


def _without_text(found: _Found) -> str:
    """Why there is nothing to read."""
    if found.damaged and not found.pictures:
        return "the pages of this PDF are damaged and cannot be read."
    if found.speechless:
        return "no text was recognised in the pictures of this PDF."
    if found.pictures:
        told = pictures(found.pictures)
        return f"{told} without text; the text in them would have to be recognised first{ocr.cure()}."
    return "this PDF holds no text."


def _warnings(found: _Found) -> Iterator[str]:
    """Sentences on what was left out or is uncertain."""
    for reason, count in found.left_out.items():
        yield f"Characters left out because they are {_REASONS[reason]}: {count:,}."
    yield from struck.told(found.struck)
    if found.pictures:
        yield f"{pictures(found.pictures)} without text; what they say is missing here{ocr.cure()}."
    if found.speechless:
        yield f"{in_words(found.speechless)}: no text was recognised."
    yield from ocr.doubts(found.lines)
    if made := [*found.layered, *found.recognised]:
        yield ocr.made(made)
    if found.damaged:
        yield f"{in_words(found.damaged)}: damaged, and left out."


def _about(doubtful: tuple[str, ...]) -> Iterator[str]:
    """A sentence on the words whose hyphens are uncertain."""
    listed = ", ".join(doubtful[:_LISTED]) + (" …" if len(doubtful) > _LISTED else "")
    if listed:
        yield f"Words divided at a line's end, of which it is uncertain whether they have a hyphen: {listed}."
