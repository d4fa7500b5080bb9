"""What an RTF reader keeps in mind: the text that is being collected, and what holds in the open group."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from diffapp.reading.gathering import NUMBER, PAGE_FIELDS, blocks_of, flattened, row_pieces
from diffapp.reading.parsed import Piece
from diffapp.reading.rtftables import DEEPEST, SYMBOLIC, code_page, heading_level, of_charset

_NAMED: Final = re.compile(r"title|heading\s*(?P<number>[1-9])", re.IGNORECASE)
"""The styles whose built-in names say that they are headings, where nothing else says so."""


class Font(NamedTuple):
    """A font of the file's table: its code page, its name, and whether its signs go by their place alone."""

    page: str
    name: str = ""
    symbolic: bool = False


@dataclass(slots=True)
class Style:
    """A paragraph style: whether it says its heading level, and which; the style that it is based on."""

    name: str = ""
    level: int | None = None
    levelled: bool = False
    base: int | None = None


@dataclass(slots=True)
class Flow:
    """A run of paragraphs that stands by itself: the body, a note, a header, a text box, a list's number."""

    kind: str
    text: list[str] = field(default_factory=list)
    label: str = ""
    level: int | None = None
    in_table: bool = False
    instruction: str = ""
    boxes: list[Flow] = field(default_factory=list)
    _pieces: list[Piece] = field(default_factory=list)
    _cell: list[Piece] = field(default_factory=list)
    _cells: list[list[Piece]] = field(default_factory=list)

    def takes_number(self) -> bool:
        """Whether the field that is open shows a page's number; then the text has a sign in its place."""
        told, self.instruction = self.instruction, ""
        if told.strip().partition(" ")[0].casefold() not in PAGE_FIELDS:
            return False
        self.text.append(NUMBER)
        return True

    def paragraph(self) -> None:
        """End the open paragraph."""
        text = "".join(self.text)
        label = flattened(self.label)
        number = f"{label} " if any(map(str.isalnum, label)) else ""
        parts = list(filter(None, [flattened(text)])) if self.level else list(blocks_of(text))
        if parts:
            parts[0] = number + parts[0]
        elif not self.level:
            parts = [number]
        into = self._cell if self.in_table else self._pieces
        into.extend(Piece(part.strip(), self.level) for part in parts if part.strip())
        self.text, self.label = [], ""
        boxes, self.boxes = self.boxes, []
        for box in boxes:
            into.extend(box.ended())

    def cell(self) -> None:
        """End the open cell."""
        self.in_table = True
        self.paragraph()
        self._cells.append(self._cell)
        self._cell = []

    def row(self) -> None:
        """End the open row."""
        if self._cell:
            self._cells.append(self._cell)
        self._pieces.extend(row_pieces(self._cells))
        self._cell, self._cells = [], []

    def ended(self) -> Iterator[Piece]:
        """End whatever is open, and give all blocks."""
        self.paragraph()
        if self._cell or self._cells:
            self.row()
        pieces, self._pieces = self._pieces, []
        yield from pieces


@dataclass(slots=True)
class State:
    """What holds in the open group, and is as before when it is closed.

    ``to`` says where text goes: "text" into the flow, "fonttbl" and "stylesheet" into these tables, "shell"
    and "skip" nowhere; within a shell a group may begin that has text again.
    """

    flow: Flow
    to: str = "text"
    font: Font | None = None
    fallback: int = 1
    hidden: bool = False
    deleted: bool = False
    entry: int = 0

    def begin(self, kind: str) -> None:
        """Begin a flow of its own."""
        self.flow = Flow(kind)
        self.to = "text"
        self.hidden = self.deleted = False

    @property
    def is_mute(self) -> bool:
        """Whether text that stands here is not part of the document as printed."""
        return self.hidden or self.deleted


class Tables:
    """The fonts and the paragraph styles that a file lists before its text."""

    def __init__(self) -> None:
        self.fonts: dict[int, Font] = {}
        self._styles: dict[int, Style] = {}

    def describe(self, state: State, word: str, number: int | None, default: str) -> None:
        """Take a word of an entry; ``default`` is the code page of the file."""
        if state.to == "fonttbl":
            if word == "f":
                state.entry = number or 0
                self.fonts[state.entry] = Font(default)
            elif word in {"fcharset", "cpg"} and state.entry in self.fonts:
                page = code_page(number) if word == "cpg" else of_charset(number or 0, default)
                symbolic = word == "fcharset" and number == SYMBOLIC
                self.fonts[state.entry] = self.fonts[state.entry]._replace(page=page, symbolic=symbolic)
        elif word in {"s", "cs", "ds", "ts"}:
            state.entry = number or 0 if word == "s" else -1
        elif state.entry >= 0 and word in {"outlinelevel", "sbasedon"}:
            style = self._styles.setdefault(state.entry, Style())
            if word == "sbasedon":
                style.base = number
            else:
                style.level, style.levelled = heading_level(number), True

    def name(self, state: State, text: str) -> None:
        """Take a part of an entry's name, which a semicolon ends."""
        part = text.rstrip(";").strip()
        if state.to == "fonttbl" and state.entry in self.fonts:
            font = self.fonts[state.entry]
            self.fonts[state.entry] = font._replace(name=font.name + part)
        elif state.to == "stylesheet" and state.entry >= 0:
            self._styles.setdefault(state.entry, Style()).name += part

    def level(self, number: int) -> int | None:
        """The heading level of a paragraph style: its own, else that of the style it is based on."""
        for _ in range(len(self._styles)):
            style = self._styles.get(number)
            if style is None or style.levelled:
                return style.level if style else None
            if found := _NAMED.fullmatch(style.name.strip()):
                return min(int(found["number"] or 1), DEEPEST)
            if style.base is None:
                return None
            number = style.base
        return None
