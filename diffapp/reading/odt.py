"""ODT and flat FODT -> blocks: the text as printed, with tracked changes accepted."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Final

from lxml import etree

from diffapp.errors import ReadingError
from diffapp.reading.containers import THIS, Container
from diffapp.reading.gathering import NUMBER, LeftOut, finish, note_pieces
from diffapp.reading.markup import local, xml
from diffapp.reading.oasisbody import Body
from diffapp.reading.oasisstyles import Styles
from diffapp.reading.parsed import Options, Parsed, Piece, Progress

_BODIES: Final = {"text"}
_NUMBERS: Final = {"page-number", "page-count"}
_HEADERS: Final = {
    f"{kind}{which}" for kind in ("header", "footer") for which in ("", "-left", "-first", "-right")
}
_MANIFEST: Final = "META-INF/manifest.xml"
_STYLES: Final = {"automatic-styles", "styles"}


def parse(data: bytes, _options: Options, tell: Progress) -> Parsed:
    """Read an OpenDocument text.

    Args:
        data: the whole file, packed (ODT) or flat (FODT).
        _options: there is nothing to choose.
        tell: is told when it is done.

    Returns:
        Its blocks; the format knows no pages. Headers and footers are in ``removed``, on page 0.

    Raises:
        ReadingError: it is no text document, damaged, encrypted, or made to do harm.
        TooLarge: it unpacks to more than the limits of ``containers``.
    """
    roots = _roots(data)
    found = [each for root in roots for each in root.iter() if local(each) == "body"]
    text = next((each for body in found[:1] for each in body if local(each) in _BODIES), None)
    if text is None:
        raise ReadingError(THIS, "this OpenDocument file is no text document.")
    left_out = LeftOut()
    # Automatic styles of the text go before those of the headers, which may bear the same names.
    holders = [each for root in roots for each in root if local(each) in _STYLES]
    styles = Styles(holders)
    body = Body(styles, left_out)
    pieces = chain(body.pieces(text), _notes(body))
    kept = list(pieces)
    for each in chain.from_iterable(root.iter() for root in roots):
        if local(each) in _HEADERS and local(each.getparent()) == "master-page":
            for number in (inner for inner in each.iter() if local(inner) in _NUMBERS):
                number.text = NUMBER
            for piece in Body(styles, LeftOut()).pieces(each):
                left_out.line(piece.text)
    tell(1, 1)
    return finish(kept, left_out, _title(roots))


def _roots(data: bytes) -> list[etree._Element]:
    """The roots of the parts that matter, the text's first."""
    if not data.startswith((b"PK", b"\xd0\xcf")) and b"office:document" in data[:4096].replace(b"\0", b""):
        return [xml(data, "this file")]
    container = Container(data, "an ODT file")
    # Not parsed: that of old files declares a document type.
    if _MANIFEST in container.names and b":encryption-data" in container.read(_MANIFEST):
        raise ReadingError(THIS, "this file is protected by a password; save it without one.")
    names = ["content.xml", *(name for name in ("styles.xml", "meta.xml") if name in container.names)]
    return [xml(container.read(name), name) for name in names]


def _notes(body: Body) -> Iterator[Piece]:
    """The notes behind the text, footnotes first."""
    for kind in ("footnote", "endnote"):
        # A note may hold notes itself, so the list can grow on the way.
        for note in body.notes:
            if note.kind == kind:
                texts = [piece.text for piece in body.pieces(note.body)]
                yield from note_pieces(note.mark, texts)


def _title(roots: list[etree._Element]) -> str:
    """What the file's own description calls the document."""
    for root in roots:
        for meta in root:
            if local(meta) == "meta":
                return next((each.text or "" for each in meta if local(each) == "title"), "")
    return ""
