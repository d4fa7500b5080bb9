"""The body of a Word document -> blocks: what is printed, in reading order, with changes accepted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from diffapp.reading import symbols
from diffapp.reading.gathering import BREAK, LeftOut, blocks_of, flattened, row_pieces
from diffapp.reading.markup import local
from diffapp.reading.parsed import Piece
from diffapp.reading.wordnumbers import Numbers
from diffapp.reading.wordstyles import Styles, outline_level
from diffapp.reading.wordxml import cells, child, chosen, is_on, rows, value

GONE: Final = {"del", "moveFrom"}
_KEPT: Final = {"ins", "moveTo"}
_BLOCKS: Final = {"p", "tbl", "altChunk"}
_WHOLES: Final = {"body", "document", "tc", "txbxContent", "footnote", "endnote", "hdr", "ftr"}
_WITHOUT_TEXT: Final = {
    *("pPr", "rPr", "sdtPr", "sdtEndPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr", "fldData", "ffData"),
    *("instrText", "delText", "delInstrText", "rt", "binData", "fontKey", "annotationRef", "posOffset"),
    *("align", "pctWidth", "pctHeight", "customXmlPr", "smartTagPr", "rubyPr"),
}
_SIGNS: Final = {
    "tab": "\t",
    "ptab": "\t",
    "br": BREAK,
    "cr": BREAK,
    "noBreakHyphen": "\u2011",
    "softHyphen": "\u00ad",
}


@dataclass(slots=True)
class Note:
    """A mark in the text: the kind of note, its id in the file, and its own mark where it is not a number."""

    kind: str
    ident: str
    mark: str = ""


@dataclass(slots=True)
class _Open:
    """The paragraph that is being read; ``boxes`` are the text boxes anchored in it."""

    text: list[str] = field(default_factory=list)
    page: int | None = None
    boxes: list[etree._Element] = field(default_factory=list)


class Body:
    """One pass over a document's parts.

    It is a class because lists count on, fields and notes stay open and pages turn from one paragraph to the
    next. ``paged`` says whether the breaks noted at the last printing are to be counted as pages, ``fields``
    whether fields are followed.
    """

    def __init__(
        self, styles: Styles, numbers: Numbers, left_out: LeftOut, *, paged: bool = False, fields: bool = True
    ) -> None:
        self.notes: list[Note] = []
        self.page: int | None = 1 if paged else None
        self.left_out = left_out
        self._styles = styles
        self._numbers = numbers
        self._follows = fields
        self._fields: list[bool] = []
        self._open = _Open()
        self._marking: Note | None = None

    @property
    def is_cut_short(self) -> bool:
        """Whether the instruction of a field is still open, so that what followed it was not read."""
        return any(self._fields)

    def pieces(self, parent: etree._Element) -> Iterator[Piece]:
        """The blocks of a body, a cell, a text box or a note."""
        for each in parent:
            name = local(each)
            if name == "p":
                yield from self._paragraph(each)
            elif name == "tbl":
                for row in rows(each):
                    yield from self._row(row)
            elif name == "altChunk":
                self.left_out.count("embedded")
            elif name in GONE:
                self._drop(each)
            elif name not in _WITHOUT_TEXT and any(local(inner) in _BLOCKS for inner in each.iter()):
                yield from self.pieces(chosen(each) if name == "AlternateContent" else each)
        if local(parent) in _WHOLES:
            yield from self._flush("", None)

    def _paragraph(self, element: etree._Element) -> Iterator[Piece]:
        """A paragraph and the text boxes anchored in it."""
        properties = child(element, "pPr")
        style = value(child(properties, "pStyle"))
        self._inline(element, style, muted=False)
        mark = child(properties, "rPr")
        if mark is not None and any(local(each) in GONE for each in mark):
            self.left_out.count("deletions")
            return  # its end is gone: it goes on in the next paragraph
        if is_on(child(mark, "vanish")) or is_on(child(mark, "specVanish")):
            return
        listed = child(properties, "numPr")
        number = self._numbers.label(value(child(listed, "numId")), value(child(listed, "ilvl")), style)
        own = value(child(properties, "outlineLvl"))
        level = outline_level(own) if own is not None else self._styles.level(style)
        yield from self._flush(number, level)

    def _flush(self, number: str, level: int | None) -> Iterator[Piece]:
        """Close the open paragraph: its blocks, the first behind its number, and its text boxes."""
        done, self._open = self._open, _Open()
        text = "".join(done.text)
        page = done.page or self.page
        parts = list(filter(None, [flattened(text)])) if level else list(blocks_of(text))
        if parts:
            parts[0] = number + parts[0]
        elif not level:
            parts = [number]  # an empty item prints its number all the same
        for part in parts:
            yield Piece(part.strip(), level, page)
        for box in done.boxes:
            fields, self._fields = self._fields, []
            yield from self.pieces(box)
            self._fields = fields

    def _row(self, row: etree._Element) -> Iterator[Piece]:
        """A table's row: one block, unless its only cell is a frame around paragraphs."""
        properties = child(row, "trPr")
        if properties is not None and any(local(each) in GONE for each in properties):
            self.left_out.count("deletions")
            return
        if is_on(child(properties, "hidden")):
            self.left_out.count("hidden")
            return
        first = self.page
        found: list[list[Piece]] = []
        pages: list[int] = []
        for cell in cells(row):
            self.page = first  # a break within a row is noted in each of its cells
            found.append(list(self.pieces(cell)))
            pages.append(self.page or 0)
        self.page = max(pages, default=0) or first
        yield from row_pieces(found)

    def _inline(self, element: etree._Element, style: str | None, *, muted: bool) -> None:
        """Take in what stands in a line."""
        for each in element:
            name = local(each)
            if name in GONE:
                self._drop(each)
            elif name == "r":
                self._run(each, style, muted=muted)
            elif name == "AlternateContent":
                self._inline(chosen(each), style, muted=muted)
            elif name == "txbxContent":
                if not muted:
                    self._open.boxes.append(each)
            elif name not in _WITHOUT_TEXT:
                if name in _KEPT and any(local(inner) == "t" for inner in each.iter()):
                    self.left_out.count("changes")
                self._sign(each, name, muted=muted)
                self._inline(each, style, muted=muted)

    def _run(self, run: etree._Element, style: str | None, *, muted: bool) -> None:
        """Take in a run, or count it where it is hidden."""
        properties = child(run, "rPr")
        own = child(properties, "vanish")
        if own is not None:
            hidden = is_on(own)
        else:
            run_style = value(child(properties, "rStyle"))
            hidden = self._styles.is_hidden(style) or bool(run_style and self._styles.is_hidden(run_style))
        if hidden and any(local(each) == "t" and (each.text or "").strip() for each in run):
            self.left_out.count("hidden")
        self._inline(run, style, muted=muted or hidden)
        self._marking = None

    def _sign(self, element: etree._Element, name: str, *, muted: bool) -> None:
        """Take in one thing that may stand in a run."""
        if name == "fldChar":
            self._field(value(element, "fldCharType"))
        elif name == "lastRenderedPageBreak":
            self.page = self.page and self.page + 1
        elif name == "commentReference":
            self.left_out.count("comments")
        elif muted or any(self._fields):
            return
        elif name == "t":
            self._add(element.text or "")
        elif name in _SIGNS:
            self._add(_SIGNS[name])
        elif name == "sym":
            self._symbol(element)
        elif name in {"footnoteReference", "endnoteReference"}:
            note = Note(name.removesuffix("Reference"), value(element, "id") or "")
            self.notes.append(note)
            if (value(element, "customMarkFollows") or "0") not in {"0", "false", "off"}:
                self._marking = note

    def _add(self, text: str) -> None:
        """Add text to the open paragraph, or to the mark of a note that has one of its own."""
        if self._marking is not None:
            self._marking.mark += text.strip()
            return
        if self._open.page is None and text.strip():
            self._open.page = self.page
        self._open.text.append(text.replace(BREAK, " "))
        if text == BREAK:
            self._open.text[-1] = BREAK

    def _field(self, step: str | None) -> None:
        """Follow a field: its instruction is not printed, its result is."""
        if step == "begin" and self._follows:
            self._fields.append(True)
        elif step == "separate" and self._fields:
            self._fields[-1] = False
        elif step == "end" and self._fields:
            self._fields.pop()

    def _symbol(self, element: etree._Element) -> None:
        """A sign that is named by its place in a font."""
        try:
            code = int(value(element, "char") or "", 16)
        except ValueError:
            return
        sign = symbols.plain(code, value(element, "font") or "")
        if sign is None:
            self.left_out.count("symbols")
        self._add(sign or "\ufffd")

    def _drop(self, element: etree._Element) -> None:
        """Count a deletion."""
        if any(local(each) in {"t", "delText"} and (each.text or "").strip() for each in element.iter()):
            self.left_out.count("deletions")
