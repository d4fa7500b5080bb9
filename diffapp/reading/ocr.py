"""Scanned pages and pictures of pages -> blocks, by recognition on this machine and without a network.

Needs the weights that the package rapidocr ships (the extra "ocr"). What is recognised is put to paragraphs
by the same rules as typeset pages; each block tells how sure the recognition was.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

import numpy as np
import pypdfium2

from diffapp.errors import ReadingError
from diffapp.reading import allowance, imagefiles, recognition, scanned
from diffapp.reading.layout import lay_out
from diffapp.reading.lines import Line, Sheet
from diffapp.reading.pageranges import in_words
from diffapp.reading.parsed import Options, Parsed, Progress, assemble, pages_in_words
from diffapp.reading.recognition import INSTALL, NotInstalled

DPI: Final = 200
"""Dots an inch that the pages of a PDF are drawn at."""
UNSURE: Final = 0.95
"""Mean confidence of a page under which several characters in a hundred are wrong."""

_THIS: Final = "this document"
_MOST_PIXELS: Final = 30_000_000


def parse(data: bytes, options: Options, tell: Progress) -> Parsed:
    """Read a picture file: PNG, JPEG, or TIFF with one or more pages.

    Args:
        data: the whole file.
        options: which pages; ``recognise`` False is an error here, for a picture has no other text.
        tell: is told after each page.

    Returns:
        The text and its blocks with page and confidence; running headers and page numbers in ``removed``.

    Raises:
        ReadingError: the file is damaged, shows no text, or what recognition needs is not installed.
        TooLarge: over a limit of ``imagefiles``.
    """
    if options.recognise is False:
        raise ReadingError(_THIS, "this is a picture; its text has to be recognised, which was not wanted.")
    lines: list[Line] = []
    sheets: dict[int, Sheet] = {}
    with imagefiles.opened(data) as picture:
        ready()
        allowance.recognition()
        pages = imagefiles.count(picture)
        numbers = _chosen(pages, options.pages)
        for done, number in enumerate(numbers, start=1):
            seen = imagefiles.sheet(picture, number)
            height, width = seen.page.shape
            sheets[number] = Sheet(width * 72 / seen.dpi, height * 72 / seen.dpi)
            lines += scanned.lines(seen.page, number, seen.dpi)
            tell(done, len(numbers))
    if not lines:
        raise ReadingError(_THIS, "no text was recognised in this picture.")
    laid = lay_out(lines, sheets)
    warnings = (*doubts(lines), made(numbers))
    return replace(assemble(laid.pieces, warnings), removed=laid.removed, pages=pages)


def made(pages: Iterable[int]) -> str:
    """Say that the text of pages was made by recognition."""
    return f"{in_words(pages)}: the text was made by recognition and may hold errors."


def recogniser(options: Options) -> Callable[[pypdfium2.PdfPage, int], list[Line]] | None:
    """What reads the pages of a PDF that are pictures; None if that is not wanted or not installed.

    Raises:
        ReadingError: all pages are to be recognised, and what that needs is not installed.
    """
    if options.recognise is False or (options.recognise is None and lacking()):
        return None
    ready()
    return of_page


def lacking() -> str:
    """Half a sentence on the command that adds what is not installed; empty if nothing is missing."""
    try:
        recognition.version()
    except NotInstalled as error:
        return f'{error}; "{INSTALL}" adds it'
    return ""


def cure() -> str:
    """The same with a colon before it, to be put at a sentence's end."""
    return f": {found}" if (found := lacking()) else ""


def ready() -> None:
    """Make sure that text can be recognised.

    Raises:
        ReadingError: the weights are missing or other ones; the sentence has the command that adds them.
    """
    try:
        recognition.check()
    except NotInstalled as error:
        raise ReadingError(_THIS, f'its text cannot be recognised: {error}; "{INSTALL}" adds it.') from None


def of_page(page: pypdfium2.PdfPage, number: int) -> list[Line]:
    """The lines of a PDF's page, drawn as a picture and recognised.

    Args:
        page: the page.
        number: its number, to be handed on.
    """
    allowance.recognition()
    width, height = page.get_size()
    inches = max(width * height, 1.0) / 72**2
    dpi = min(float(DPI), (_MOST_PIXELS / inches) ** 0.5)  # a poster is drawn coarser
    drawn = page.render(scale=dpi / 72, grayscale=True).to_numpy()
    return scanned.lines(np.ascontiguousarray(drawn.reshape(drawn.shape[:2])), number, dpi)


def doubts(lines: Sequence[Line]) -> Iterator[str]:
    """Sentences on recognised pages whose text is to be compared with the picture."""
    pages: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for line in lines:
        if line.confidence is not None:
            pages[line.page].append((line.confidence, len(line.text)))
    for page, seen in sorted(pages.items()):
        sure = sum(each * length for each, length in seen) / max(1, sum(length for _, length in seen))
        if sure < UNSURE:
            sentence = f"Page {page} was recognised with little certainty ({sure:.0%})"
            yield f"{sentence}; compare it with the picture."


def _chosen(pages: int, wanted: tuple[int, int] | None) -> range:
    """The numbers of the pages to read; raises ReadingError if there are no such pages."""
    first, last = wanted or (1, pages)
    if not 1 <= first <= last <= pages:
        has = "1 page" if pages == 1 else f"{pages:,} pages"
        raise ReadingError(_THIS, f"you asked for {pages_in_words(first, last)}, but this picture has {has}.")
    return range(first, last + 1)
