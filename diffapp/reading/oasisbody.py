"""The body of an OpenDocument text -> blocks, in reading order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from diffapp.reading.gathering import BREAK, LeftOut, blocks_of, flattened, row_pieces
from diffapp.reading.markup import local
from diffapp.reading.oasisstyles import DEEPEST, LEVELS, Run, Styles, attribute, whole
from diffapp.reading.parsed import Piece

_PARAGRAPHS: Final = {"p", "h"}
_BLOCKS: Final = {*_PARAGRAPHS, "table", "list"}
_WITHOUT_TEXT: Final = {
    *("annotation-end", "forms", "sequence-decls", "variable-decls", "user-field-decls"),
    *("dde-connection-decls", "binary-data", "object", "object-ole", "image", "title", "desc", "script"),
    *("event-listeners", "ruby-text", "soft-page-break", "number", "note-citation", "plugin", "applet"),
}
_DRAWING: Final = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_SIGNS: Final = {"s": " ", "tab": "\t", "line-break": BREAK}
"""Elements that stand for white space; how much of it there is does not matter here."""


@dataclass(frozen=True, slots=True)
class Note:
    """A note: "footnote" or "endnote", its mark as printed, and the element that holds its paragraphs."""

    kind: str
    mark: str
    body: etree._Element


@dataclass(slots=True)
class _Item:
    """The list item that is being read; its number stands before its first paragraph, and is then taken."""

    run: Run
    style: str | None
    level: int
    start: int | None
    taken: bool = False


@dataclass(slots=True)
class _Open:
    """The paragraph that is being read; ``boxes`` are the text boxes anchored in it."""

    text: list[str] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    hidden: bool = False


class Body:
    """One pass over a document: lists may go on later, and notes wait for the end."""

    def __init__(self, styles: Styles, left_out: LeftOut) -> None:
        self.notes: list[Note] = []
        self._styles = styles
        self._left_out = left_out
        self._by_id: dict[str, Run] = {}
        self._by_style: dict[str | None, Run] = {}
        self._outline = Run(styles.outline)

    def pieces(self, parent: etree._Element, item: _Item | None = None) -> Iterator[Piece]:
        """The blocks of a body, a section, a cell, a text box or a note."""
        for each in parent:
            name = local(each)
            if name in _PARAGRAPHS:
                yield from self._paragraph(each, name, item)
            elif name == "list":
                yield from self._list(each, item)
            elif name == "table":
                for row in _named(each, "table-row"):
                    yield from self._row(row)
            elif name == "tracked-changes":
                self._changes(each)
            elif name == "section" and (attribute(each, "display") or "true") != "true":
                self._left_out.count("hidden")
            elif name not in _WITHOUT_TEXT and not name.endswith("-source") and _has_blocks(each):
                yield from self.pieces(each, item)

    def _paragraph(self, element: etree._Element, name: str, item: _Item | None) -> Iterator[Piece]:
        """A paragraph or heading, and the text boxes anchored in it."""
        style = attribute(element, "style-name")
        line = _Open()
        if self._styles.is_hidden("paragraph", style):
            line.hidden = True
        else:
            self._inline(element, line)
        if line.hidden:
            self._left_out.count("hidden")
            return
        level = self._styles.level(style)
        if name == "h":
            level = min(max(whole(attribute(element, "outline-level"), 1), 1), DEEPEST)
        number = self._number(element, name, style, item)
        text = "".join(line.text)
        parts = list(filter(None, [flattened(text)])) if level else list(blocks_of(text))
        if parts:
            parts[0] = number + parts[0]
        elif not level:
            parts = [number]
        for part in parts:
            yield Piece(part.strip(), level)
        for box in line.boxes:
            yield from self.pieces(box)

    def _number(self, element: etree._Element, name: str, style: str | None, item: _Item | None) -> str:
        """The number that is printed before a paragraph, if any."""
        if item is not None:
            if item.taken:
                return ""
            item.taken = True
            chosen = item.style or self._styles.list_of(style)
            return self._styles.label(item.run, chosen, item.level, item.start)
        unnumbered = attribute(element, "is-list-header") == "true" or self._styles.list_of(style) == ""
        if name != "h" or unnumbered or self._styles.outline is None:
            return ""
        at = min(max(whole(attribute(element, "outline-level"), 1), 1), LEVELS) - 1
        start = None
        if attribute(element, "restart-numbering") == "true":
            start = whole(attribute(element, "start-value"), 1)
        return self._styles.label(self._outline, self._styles.outline, at, start)

    def _list(self, element: etree._Element, above: _Item | None) -> Iterator[Piece]:
        """A list and those within it."""
        style = attribute(element, "style-name") or (above.style if above else None)
        goes_on = attribute(element, "continue-numbering") == "true"
        if above is not None:
            run, level = above.run, min(above.level + 1, LEVELS - 1)
            if above.taken and not goes_on:
                run.counts[level:] = [None] * (LEVELS - level)
        else:
            run, level = self._run(element, style, goes_on=goes_on), 0
        for each in element:
            if local(each) == "list-item":
                start = attribute(each, "start-value")
                own = attribute(each, "style-override") or style
                item = _Item(run, own, level, whole(start, 1) if start is not None else None)
                yield from self.pieces(each, item)
            elif local(each) == "list-header":
                yield from self.pieces(each, _Item(run, style, level, None, taken=True))

    def _run(self, element: etree._Element, style: str | None, *, goes_on: bool) -> Run:
        """The counters of an outermost list: its own, or those of the list that it goes on with."""
        if style is not None and style == self._styles.outline:
            return self._outline
        run = self._by_id.get(attribute(element, "continue-list") or "")
        if run is None:
            run = self._by_style.get(style) if goes_on else None
        run = run or Run(style)
        self._by_style[style] = run
        if ident := attribute(element, "id"):
            self._by_id[ident] = run
        return run

    def _row(self, row: etree._Element) -> Iterator[Piece]:
        """A table's row; cells that another one beside them covers do not count."""
        if (attribute(row, "visibility") or "visible") != "visible":
            self._left_out.count("hidden")
            return
        cells: list[list[Piece]] = []
        covered = 0
        for cell in _named(row, "table-cell", "covered-table-cell"):
            if local(cell) == "covered-table-cell" and covered:
                covered -= 1
                continue
            covered = whole(attribute(cell, "number-columns-spanned"), 1) - 1
            cells.append(list(self.pieces(cell)))
        yield from row_pieces(cells)

    def _inline(self, element: etree._Element, line: _Open) -> None:
        """Take in what stands in a line."""
        line.text.append(_spaced(element.text))
        for each in element:
            self._sign(each, local(each), line)
            line.text.append(_spaced(each.tail))

    def _sign(self, element: etree._Element, name: str, line: _Open) -> None:
        """Take in one element that may stand in a line."""
        if name in _SIGNS:
            line.text.append(_SIGNS[name])
        elif name == "note":
            self._note(element)
        elif name == "annotation":
            self._left_out.count("comments")
        elif name == "hidden-paragraph":
            line.hidden |= attribute(element, "is-hidden") == "true"
        elif self._is_hidden(element, name):
            self._left_out.count("hidden")
        elif str(element.tag).startswith(_DRAWING) and name != "a":
            if name not in _WITHOUT_TEXT and _has_blocks(element):
                line.boxes.append(element)
        elif name not in _WITHOUT_TEXT:
            self._inline(element, line)

    def _is_hidden(self, element: etree._Element, name: str) -> bool:
        """Whether an element in a line is not printed, by itself or by its style."""
        if name == "hidden-text":
            return attribute(element, "is-hidden") != "false"
        return name == "span" and self._styles.is_hidden("text", attribute(element, "style-name"))

    def _note(self, element: etree._Element) -> None:
        """Keep a note for the end."""
        parts = {local(each): each for each in element}
        if "note-body" in parts:
            citation = parts.get("note-citation")
            mark = "" if citation is None else "".join(map(str, citation.itertext())).strip()
            kind = attribute(element, "note-class") or "footnote"
            self.notes.append(Note(kind, mark, parts["note-body"]))

    def _changes(self, element: etree._Element) -> None:
        """Count tracked changes: what was deleted is kept here, apart from the text."""
        for each in element.iter():
            if local(each) == "insertion":
                self._left_out.count("changes")
            elif local(each) == "deletion":
                self._left_out.count("deletions")


def _spaced(text: str | None) -> str:
    """Text between tags: a line's end in the file is a space and no more."""
    return (text or "").replace("\n", " ")


def _has_blocks(element: etree._Element) -> bool:
    """Whether there are paragraphs in an element."""
    return any(local(each) in _BLOCKS for each in element.iter())


def _named(parent: etree._Element, *names: str) -> Iterator[etree._Element]:
    """The rows of a table or the cells of a row, also where they are grouped."""
    for each in parent:
        if local(each) in names:
            yield each
        elif local(each) in {"table-header-rows", "table-rows", "table-row-group", "table-header-columns"}:
            yield from _named(each, *names)
