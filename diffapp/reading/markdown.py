"""Markdown -> blocks of plain text: what a reader of the rendered page would read, and nothing less.

Markup goes (emphasis, addresses of links, bullets, rules); words stay, and so do the numbers of ordered
lists, exactly as written. Raw HTML is text. Notes ("[^1]: …") become blocks of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.reference import reference
from markdown_it.token import Token

from diffapp.reading import plain
from diffapp.reading.parsed import Parsed, assemble
from diffapp.reading.wrapping import joiner, opens_item

DEEPEST: Final = 60
"""Deepest nesting of lists and quotations that is followed; the parser drops what is deeper."""

Piece = tuple[str, int | None]

_COMMENT: Final = re.compile(r"<!--.*-->", re.DOTALL)
_NOTE: Final = re.compile(r"\[\^([^\]\s]{1,50})\]:[ \t]*")
_NOTE_MARK: Final = re.compile(r"\[\^([^\]\s]{1,50})\]")
_NOTES: Final = re.compile(r"^ {0,3}\[\^([^\]\s]{1,50})\]:", re.MULTILINE)
_ADDRESS: Final = re.compile(r"\[[^\]]+\]:\s*(?:<|\S*[/#@])")
_CELL_GAP: Final = " | "


def parse(text: str) -> Parsed:
    """Find the headings and paragraphs of a Markdown text.

    Args:
        text: cleaned text without front matter.

    Returns:
        Plain text and its blocks: level 1 to 6 for headings, 0 for all else. A text that is nested
        deeper than ``DEEPEST`` is read as plain text instead, with a warning.
    """
    try:
        tokens = _parser().parse(text)
    except RecursionError:
        tokens = []
        too_deep = True
    else:
        too_deep = any(token.level >= DEEPEST for token in tokens)
    if too_deep:
        note = "The Markdown is nested too deeply; it was read as plain text, with its markup."
        return replace(plain.parse(text), warnings=(note,))
    walk = _Walk(text)
    pieces = list(walk.blocks(tokens))
    warnings: tuple[str, ...] = ()
    if walk.comments:
        warnings = (f"Markdown comments that were left out: {walk.comments:,}.",)
    return assemble(pieces, warnings)


def has_headings(text: str) -> bool:
    """Whether a pasted text looks like Markdown: some line is a heading marked with "#"."""
    return re.search(r"^#{1,6}[ \t]+\S", text, re.MULTILINE) is not None


def _parser() -> MarkdownIt:
    """CommonMark with tables; raw HTML is not recognised, so that it stays text."""
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": DEEPEST + 10}).enable("table")
    parser.block.ruler.at("reference", _reference, {"alt": []})
    return parser


def _reference(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's call
    """CommonMark's rule for "[x]: address", which would also swallow one-word notes: "[1]: Ibid."."""
    line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    if line.startswith("[^") or not _ADDRESS.match(line):
        return False
    return reference(state, start, end, silent)


class _Walk:
    """One pass over a text's tokens; what must be remembered between them is kept here."""

    def __init__(self, text: str) -> None:
        self.comments = 0
        self._join = joiner(text)
        self._notes = frozenset(_NOTES.findall(text))
        self._level = 0
        self._numbers: list[str] = []
        self._cells: list[str] | None = None
        self._lines = text.split("\n")
        self._row = ""

    def blocks(self, tokens: list[Token]) -> Iterator[Piece]:
        """The text and level of each block, in reading order."""
        for token in tokens:
            if token.type == "heading_open":
                self._level = int(token.tag[1:])
            elif token.type == "heading_close":
                self._level = 0
            elif token.type == "list_item_open" and token.info:
                self._numbers.append(token.info + token.markup)
            elif token.type == "tr_open":
                self._cells = []
                # Cells come without the backslash of "\|".
                self._row = self._lines[token.map[0]].replace("\\|", "|") if token.map else ""
            elif token.type == "inline" and self._cells is not None:
                self._cells.append(self._unmarked(self._join(_lines(token))))
                self._row = self._row[self._row.find(token.content) + len(token.content) :]
            else:
                yield from self._ended(token)

    def _ended(self, token: Token) -> Iterator[Piece]:
        """The blocks that are complete with this token."""
        if token.type == "inline":
            lines = _lines(token)
            for part in [lines] if self._level else _split(lines):
                yield from self._paragraph(self._join(part))
        elif token.type == "tr_close":
            # The parser drops the cells that a row has beyond those of the table's head.
            spare = [cell.strip() for cell in self._row.strip().strip("|").split("|")]
            cells = [*(self._cells or []), *(cell for cell in spare if cell)]
            yield self._numbered(_CELL_GAP.join(cells)), 0
            self._cells = None
        elif token.type == "fence":
            # One word after the fence names a language; more than one are words of the text.
            info = token.info.strip()
            if " " not in info and token.content.strip():
                info = ""
            yield self._numbered(f"{info}\n{token.content}".strip()), 0
        elif token.type == "code_block":
            # In prose, an indent of four is a paragraph's or a quotation's, not a program's.
            parsed = plain.parse(token.content)
            for block in parsed.blocks:
                yield self._numbered(parsed.text[block.start : block.end]), 0
        elif token.type == "list_item_close" and self._numbers:
            yield self._numbered(""), 0

    def _paragraph(self, text: str) -> Iterator[Piece]:
        """A paragraph, heading or note; a comment standing alone is counted instead."""
        if _COMMENT.fullmatch(text):
            self.comments += 1
            return
        note = _NOTE.match(text)
        mark, rest = (f"[{note[1]}] ", text[note.end() :]) if note else ("", text)
        yield self._numbered(mark + self._unmarked(rest)), self._level

    def _numbered(self, text: str) -> str:
        """The text behind the numbers of the list items that begin with it."""
        numbers, self._numbers = self._numbers, []
        return " ".join([*numbers, text])

    def _unmarked(self, text: str) -> str:
        """The text without the marks of notes that the document contains; others may be words."""
        return _NOTE_MARK.sub(lambda mark: "" if mark[1] in self._notes else mark[0], text)


def _lines(token: Token) -> list[str]:
    """The words of a paragraph, line by line as in the file; a picture counts with its description."""
    lines = [""]
    for child in token.children or []:
        if child.type in {"softbreak", "hardbreak"}:
            lines.append("")
        else:
            lines[-1] += child.content
    return lines


def _split(lines: list[str]) -> Iterator[list[str]]:
    """Part a paragraph where a line begins with a printed number that CommonMark does not know: "(b)"."""
    current: list[str] = []
    for line in lines:
        ended = not current or current[-1].rstrip().endswith((".", ";", ":", ",", " and", " or"))
        listed = bool(current) and opens_item(current[0])
        if current and (_NOTE.match(line) or ((ended or listed) and opens_item(line))):
            yield current
            current = []
        current.append(line)
    yield current
