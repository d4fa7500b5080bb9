"""DOCX -> blocks, read from Word's own parts: the text as printed, with tracked changes accepted."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Final

from lxml import etree

from diffapp.reading.containers import Container
from diffapp.reading.gathering import LeftOut, finish, note_pieces
from diffapp.reading.markup import local, xml
from diffapp.reading.parsed import Options, Parsed, Piece, Progress
from diffapp.reading.wordbody import Body
from diffapp.reading.wordfields import blank_numbers
from diffapp.reading.wordnumbers import FORMATS, Numbers
from diffapp.reading.wordstyles import Styles
from diffapp.reading.wordxml import child, integer, value

_MAIN: Final = "word/document.xml"
_NOTES: Final = (("footnote", "decimal"), ("endnote", "lowerRoman"))


def parse(data: bytes, _options: Options, tell: Progress) -> Parsed:
    """Read a Word document.

    Args:
        data: the whole file.
        _options: there is nothing to choose.
        tell: is told when it is done.

    Returns:
        Its blocks. Pages are given only where Word has noted as many breaks as it counted pages; headers and
        footers are in ``removed``, on page 0.

    Raises:
        ReadingError: it is no DOCX file, damaged, encrypted, or made to do harm.
        TooLarge: it unpacks to more than the limits of ``containers``.
    """
    parts = _Parts(Container(data, "a DOCX file"))
    main = parts.main()
    styles = Styles(parts.one("styles"))
    body, pieces = _read(main, styles, parts, fields=True)
    if body.is_cut_short:  # a field without an end would hide all that follows it
        body, pieces = _read(main, styles, parts, fields=False)
    left_out = body.left_out
    pages = integer(parts.told("docProps/app.xml", "Pages")) if body.page else None
    for part in parts.several("header", "footer"):
        blank_numbers(part)
        for piece in Body(styles, Numbers(None, styles), LeftOut()).pieces(part):
            left_out.line(piece.text)
    tell(1, 1)
    return finish(pieces, left_out, parts.told("docProps/core.xml", "title"), pages)


def _read(main: etree._Element, styles: Styles, parts: _Parts, *, fields: bool) -> tuple[Body, list[Piece]]:
    """Read the body and the notes; without following fields, the text in their instructions is read, too."""
    paged = _is_paged(main, parts.told("docProps/app.xml", "Pages"))
    numbers = Numbers(parts.one("numbering"), styles)
    body = Body(styles, numbers, LeftOut(), paged=paged, fields=fields)
    whole = child(main, "body")
    pieces = list(body.pieces(main if whole is None else whole))
    return body, [*pieces, *_notes(body, main, parts)]


class _Parts:
    """The parts of the container, found by their relations, and by their usual names without any."""

    def __init__(self, container: Container) -> None:
        self._container = container
        mains = self._related("", "_rels/.rels")
        self._name = next((name for kind, name in mains if kind == "officeDocument"), _MAIN)
        if self._name not in container.names:
            self._name = _MAIN
        folder, name = posixpath.split(self._name)
        self._relations = self._related(folder, f"{folder}/_rels/{name}.rels".lstrip("/"))
        self._folder = folder

    def main(self) -> etree._Element:
        """The root of the document itself."""
        return xml(self._container.read(self._name), self._name)

    def one(self, kind: str) -> etree._Element | None:
        """The root of the part of a kind, None without such a part."""
        named = [name for each, name in self._relations if each == kind]
        usual = f"{self._folder}/{kind}.xml".lstrip("/")
        name = next((name for name in [*named, usual] if name in self._container.names), None)
        return None if name is None else xml(self._container.read(name), name)

    def several(self, *kinds: str) -> Iterator[etree._Element]:
        """The roots of all parts of some kinds."""
        named = dict.fromkeys(name for kind, name in self._relations if kind in kinds)
        for name in named:
            if name in self._container.names:
                yield xml(self._container.read(name), name)

    def told(self, part: str, what: str) -> str:
        """What the file's own description says; empty without it."""
        if part not in self._container.names:
            return ""
        root = xml(self._container.read(part), part)
        return next((each.text or "" for each in root if local(each) == what), "")

    def _related(self, folder: str, name: str) -> list[tuple[str, str]]:
        """The kinds of the parts that a part points to, and their names in the container."""
        if name not in self._container.names:
            return []
        found = []
        for each in xml(self._container.read(name), name):
            target = each.get("Target") or ""
            if local(each) == "Relationship" and each.get("TargetMode") != "External":
                path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
                found.append(((each.get("Type") or "").rpartition("/")[2], posixpath.normpath(path)))
        return found


def _is_paged(main: etree._Element, counted: str) -> bool:
    """Whether the breaks that Word noted at the last printing are all there, by its own count of pages."""
    breaks = sum(local(each) == "lastRenderedPageBreak" for each in main.iter())
    return breaks > 0 and integer(counted) == breaks + 1


def _notes(body: Body, main: etree._Element, parts: _Parts) -> Iterator[Piece]:
    """The notes behind the text, in the order of their marks, footnotes first."""
    settings = parts.one("settings")
    for kind, usual in _NOTES:
        root = parts.one(f"{kind}s")
        if root is None:
            continue
        known = {value(each, "id"): each for each in root if local(each) == kind}
        form, number = _counting(kind, usual, main, settings)
        # Notes may hold marks themselves, so the list can grow on the way.
        for note in body.notes:
            if note.kind != kind or note.ident not in known:
                continue
            texts = [piece.text for piece in body.pieces(known[note.ident])]
            if note.mark and texts:
                texts[0] = texts[0].removeprefix(note.mark)
            yield from note_pieces(note.mark or FORMATS.get(form, str)(number), texts)
            number += not note.mark


def _counting(
    kind: str, usual: str, main: etree._Element, settings: etree._Element | None
) -> tuple[str, int]:
    """How notes are counted, by the first section, else by the settings: the format and the first number."""
    sections = (each for each in main.iter() if local(each) == "sectPr")
    said = [child(next(sections, None), f"{kind}Pr"), child(settings, f"{kind}Pr")]
    forms = (value(child(each, "numFmt")) for each in said)
    starts = (value(child(each, "numStart")) for each in said)
    return next(filter(None, forms), usual), integer(next(filter(None, starts), None), 1)
