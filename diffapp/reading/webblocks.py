"""Web pages: elements -> blocks, with the numbers of lists as a browser prints them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from lxml import etree

from diffapp.numbering import printed
from diffapp.reading import counters
from diffapp.reading.gathering import BREAK, blocks_of, flattened, row_pieces
from diffapp.reading.markup import local
from diffapp.reading.parsed import Piece
from diffapp.reading.webnotes import without_mark

_BLOCKS: Final = {
    *(
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
    ),
    *(
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "header",
        "hgroup",
        "hr",
        "html",
    ),
    *(
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "tfoot",
    ),
    *("thead", "tr", "ul", "td", "th"),
}
_HEADING: Final = re.compile(r"h([1-6])")
_COUNTS: Final[dict[str, Callable[[int], str]]] = {
    "1": str,
    "a": counters.lettered,
    "A": counters.upper(counters.lettered),
    "i": counters.roman,
    "I": counters.upper(counters.roman),
    "decimal": str,
    "decimal-leading-zero": "{:02d}".format,
    "lower-alpha": counters.lettered,
    "lower-latin": counters.lettered,
    "upper-alpha": counters.upper(counters.lettered),
    "upper-latin": counters.upper(counters.lettered),
    "lower-roman": counters.roman,
    "upper-roman": counters.upper(counters.roman),
    "lower-greek": counters.greek,
}
"""Value of ``type`` or of ``list-style-type`` -> the function."""

_UNNUMBERED: Final = {"none", "disc", "circle", "square"}
_LIST_STYLE: Final = re.compile(r"(?:^|;)\s*list-style(?:-type)?\s*:\s*([^;]+)", re.IGNORECASE)
_WORDS_OWN: Final = re.compile(r"mso-list\s*:\s*ignore", re.IGNORECASE)
_INTEGER: Final = re.compile(r"\s*([+-]?[0-9]{1,9})")
_COLLAPSED: Final = re.compile("[ \t\n\r\f\v]+")


class Blocks:
    """One pass over a page's text; ``notes`` are the elements that hold notes, with their marks."""

    def __init__(self, notes: dict[etree._Element, str]) -> None:
        self._notes = notes
        self._text: list[str] = []
        self._numbers: list[str] = []
        self._mark = ""
        self._level: int | None = None
        self._in_note = 0
        self._pre = 0

    def pieces(self, element: etree._Element) -> Iterator[Piece]:
        """The blocks of an element, in reading order."""
        yield from self._element(element)
        yield from self._flush()

    def _element(self, element: etree._Element) -> Iterator[Piece]:
        """What one element holds."""
        name = local(element)
        if name == "br":
            self._text.append(BREAK)
        elif name == "tr":
            yield from self._flush()
            yield from self._row(element)
        elif name == "span" and _is_bullet(element):
            return
        elif name in _BLOCKS or _HEADING.fullmatch(name):
            yield from self._flush()
            yield from self._block(element, name)
        else:
            self._text.append("“" if name == "q" else "")
            yield from self._inside(element)
            self._text.append("”" if name == "q" else "")

    def _block(self, element: etree._Element, name: str) -> Iterator[Piece]:
        """A block with what is special about it: a heading, a note, a list's item."""
        heading = _HEADING.fullmatch(name)
        mark = self._notes.get(element)
        if heading:
            self._level = int(heading[1])
        if mark is not None:
            self._mark = mark
            self._in_note += 1
        self._pre += name == "pre"
        if name in {"ol", "ul"}:
            yield from self._list(element)
        else:
            yield from self._inside(element)
        yield from self._flush()
        self._pre -= name == "pre"
        if heading:
            self._level = None
        if mark is not None:
            self._mark = ""
            self._in_note -= 1

    def _inside(self, element: etree._Element) -> Iterator[Piece]:
        """The text and the elements within an element."""
        self._add(element.text)
        for child in element:
            yield from self._element(child)
            self._add(child.tail)

    def _list(self, element: etree._Element) -> Iterator[Piece]:
        """A list: each item behind its number, if numbers are printed."""
        items = [each for each in element if local(each) == "li"]
        numbers = iter(_numbers(element, items))
        self._add(element.text)
        for child in element:
            if local(child) != "li":
                yield from self._element(child)
            else:
                yield from self._flush()
                number = next(numbers)
                if number and child not in self._notes and not self._in_note:
                    self._numbers.append(number)
                yield from self._block(child, "li")
                if self._numbers and number:
                    yield Piece(" ".join(self._numbers), 0)
                    self._numbers = []
            self._add(child.tail)

    def _row(self, row: etree._Element) -> Iterator[Piece]:
        """A table's row."""
        mark = self._notes.get(row, "")
        cells = [list(Blocks(self._notes).pieces(cell)) for cell in row if local(cell) in {"td", "th"}]
        for piece in row_pieces([cell for cell in cells if cell] if mark else cells):
            yield piece._replace(text=f"[{mark}] {without_mark(piece.text, mark)}") if mark else piece

    def _add(self, text: str | None) -> None:
        """Add text; outside preformatted text, a line's end in the file is a space."""
        if text:
            self._text.append(text if self._pre else _COLLAPSED.sub(" ", text))

    def _flush(self) -> Iterator[Piece]:
        """Close the open paragraph."""
        text, self._text = "".join(self._text), []
        parts = list(filter(None, [flattened(text)])) if self._level else list(blocks_of(text))
        for part in parts:
            head, self._numbers = self._numbers, []
            whole = part
            if self._mark:
                whole = f"[{self._mark}] {without_mark(part, self._mark)}"
                self._mark = ""
            level = self._level or (0 if self._in_note or head else None)
            yield Piece(" ".join([*head, whole]), level)


def _numbers(element: etree._Element, items: list[etree._Element]) -> list[str]:
    """What is printed before each item of a list; empty for bullets."""
    style = _style(element)
    form = style or (element.get("type") or "1" if local(element) == "ol" else "none")
    if local(element) == "ul" and not style:
        return [""] * len(items)
    # Pages that print the numbers as text tell the browser by a style sheet to print none.
    if items and all(_opens_numbered(item) for item in items):
        return [""] * len(items)
    down = "reversed" in element.attrib
    now = _whole(element.get("start"), len(items) if down else 1)
    found = []
    for item in items:
        now = _whole(item.get("value"), now)
        own = _style(item) or item.get("type") or form
        found.append("" if own in _UNNUMBERED else f"{_COUNTS.get(own, str)(now)}.")
        now += -1 if down else 1
    return found


def _style(element: etree._Element) -> str:
    """How a list counts by its own style, where a word of it is known."""
    found = _LIST_STYLE.search(element.get("style") or "")
    words = found[1].split() if found else []
    return next((word for word in words if word in _COUNTS or word in _UNNUMBERED), "")


def _whole(text: str | None, default: int) -> int:
    """A whole number as browsers read attributes: what follows it does not matter."""
    found = _INTEGER.match(text or "")
    return int(found[1]) if found else default


def _is_bullet(span: etree._Element) -> bool:
    """Whether this is the bullet of a list as Word writes it, as text that is marked as the list's own."""
    if not _WORDS_OWN.search(span.get("style") or ""):
        return False
    return not any(map(str.isalnum, "".join(map(str, span.itertext()))))


def _opens_numbered(item: etree._Element) -> bool:
    """Whether an item's text begins with a number that is printed as text."""
    head = ""
    for text in item.itertext():
        head = (head + str(text)).lstrip()
        if len(head) > 20:  # noqa: PLR2004 - longer than any number
            break
    return printed(head) is not None
