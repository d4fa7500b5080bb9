"""RTF -> blocks: paragraphs, rows and notes; what is deleted, hidden or a remark is left out and counted.

Numbers of lists are read as the program that wrote the file printed them: RTF keeps them as text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import chain
from typing import Final

from diffapp.errors import ReadingError
from diffapp.reading import counters
from diffapp.reading.containers import THIS
from diffapp.reading.gathering import finish, note_pieces
from diffapp.reading.parsed import Options, Parsed, Piece, Progress
from diffapp.reading.rtfstate import Flow, State
from diffapp.reading.rtftables import (
    CONTROL_SIGNS,
    FLOWS,
    HEADERS,
    SHELLS,
    SIGNS,
    SKIPPED,
    code_page,
    heading_level,
)
from diffapp.reading.rtftokens import Token, tokens
from diffapp.reading.rtfwriting import Writing

DEEPEST: Final = 1_000
"""Groups within groups; real files stay below 50."""

_COUNTS: Final[dict[str, Callable[[int], str]]] = {
    "ar": str,
    "alc": counters.doubled,
    "auc": counters.upper(counters.doubled),
    "rlc": counters.roman,
    "ruc": counters.upper(counters.roman),
}
_MOST_FALLBACK: Final = 10


def parse(data: bytes, _options: Options, tell: Progress) -> Parsed:
    """Read an RTF document.

    Args:
        data: the whole file.
        _options: there is nothing to choose: the file names its code pages.
        tell: is told when it is done.

    Returns:
        Its blocks; the format knows no pages. Headers and footers are in ``removed``, on page 0.

    Raises:
        ReadingError: it is no RTF file, or nests groups more than ``DEEPEST`` deep.
    """
    if not data.lstrip().startswith(b"{\\rtf"):
        raise ReadingError(THIS, "this is not an RTF file.")
    reader = _Reader()
    for token in tokens(data):
        reader.take(token)
    pieces = list(chain(reader.rest(), reader.noted()))
    tell(1, 1)
    return finish(pieces, reader.left_out, reader.title)


class _Reader(Writing):
    """One pass over the tokens; what a group sets holds until it is closed."""

    def __init__(self) -> None:
        super().__init__(Flow("body"))
        self.title = ""
        self._body = self._state.flow
        self._stack: list[State] = []
        self._notes: list[Flow] = []
        self._skip = 0
        self._starred = False
        self._counting: dict[str, Callable[[int], str]] = {"footnote": str, "endnote": str}

    def take(self, token: Token) -> None:
        """Take the next token."""
        starred, self._starred = self._starred, False
        if token.kind == "open":
            self._skip = 0
            if len(self._stack) >= DEEPEST:
                raise ReadingError(THIS, f"groups are nested more than {DEEPEST:,} deep in this file.")
            self._stack.append(self._state)
            self._state = replace(self._state)
        elif token.kind == "close":
            self._skip = 0
            self._close()
        elif token.kind == "word":
            self._word(token.word, token.number, starred=starred)
        elif token.kind == "sign":
            self._sign(token.word)
        else:
            data = token.data[self._skip :]
            self._skip = max(0, self._skip - len(token.data))
            self._pending += data

    def rest(self) -> Iterator[Piece]:
        """The blocks of the body, the last of which may lack its end."""
        while self._stack:
            self._close()
        self._flush()
        yield from self._body.ended()

    def noted(self) -> Iterator[Piece]:
        """The notes, footnotes first."""
        for kind, count in self._counting.items():
            flows = [flow for flow in self._notes if flow.kind == kind]
            for number, flow in enumerate(flows, start=1):
                yield from note_pieces(count(number), [piece.text for piece in flow.ended()])

    def _close(self) -> None:
        """End a group: what it collected apart from the text goes where it belongs."""
        self._flush()
        flow = self._state.flow
        if self._stack:
            self._state = self._stack.pop()
        above = self._state.flow
        if flow is above or self._state.is_mute:
            return
        if flow.kind in self._counting:
            self._notes.append(flow)
        elif flow.kind == "header":
            for piece in flow.ended():
                self.left_out.line(piece.text)
        elif flow.kind == "title":
            self.title = " ".join(piece.text for piece in flow.ended())
        elif flow.kind == "box":
            above.boxes.append(flow)
        elif flow.kind == "label":
            above.label += "".join(flow.text)

    def _word(self, word: str, number: int | None, *, starred: bool) -> None:
        """A control word: a character, a destination or a property."""
        if word == "u":
            self._flush()
            self._unicode((number or 0) % 0x10000)
            self._skip = self._state.fallback
            return
        if self._skip:
            self._skip -= 1
            return
        self._flush()
        if word in SIGNS:
            self._add(SIGNS[word])
        elif self._state.to != "skip" and not self._destination(word, starred=starred):
            self._property(word, number)

    def _sign(self, sign: str) -> None:
        """A control sign: a special hyphen or space, or the star of a group that may be passed over."""
        if self._skip:
            self._skip -= 1
            return
        self._flush()
        if sign == "*":
            self._starred = True
        elif sign in "\r\n":
            self._property("par", None)
        else:
            self._add(CONTROL_SIGNS.get(sign, ""))

    def _destination(self, word: str, *, starred: bool) -> bool:
        """Begin what stands apart from the text; whether the word did so."""
        state = self._state
        if word in HEADERS:
            state.begin("header")
        elif word in FLOWS:
            state.begin(FLOWS[word])
        elif word in {"fonttbl", "stylesheet"}:
            state.to = word
        elif word == "fldinst" and state.flow.kind == "header":
            state.to = "field"
        elif word == "fldrslt" and state.flow.takes_number():
            state.to = "skip"
        elif word in SHELLS:
            state.to = "shell"
        elif word == "ud":
            state.to = "text"
        elif word in SKIPPED or (starred and state.to == "text"):
            self.left_out.count("comments", word == "annotation")
            state.to = "skip"
        else:
            return False
        return True

    def _property(self, word: str, number: int | None) -> None:
        """A property of the text that follows, or the end of a paragraph, a cell or a row."""
        state = self._state
        if word in {"par", "sect", "cell", "nestcell", "row"}:
            self._end(word)
        elif state.to in {"fonttbl", "stylesheet"}:
            self._tables.describe(state, word, number, self._default)
        elif word in {"ansicpg", "mac", "pc", "pca"}:
            self._default = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}.get(word) or code_page(number)
        elif word in {"pard", "intbl", "s", "outlinelevel"}:
            self._shape(word, number)
        elif word == "uc":
            state.fallback = min(max(number or 0, 0), _MOST_FALLBACK)
        else:
            self._look(word, number)

    def _look(self, word: str, number: int | None) -> None:
        """A property of characters, or of how notes are counted."""
        state = self._state
        if word == "f":
            state.font = self._tables.fonts.get(number or 0)
        elif word == "v":
            state.hidden = number != 0
        elif word in {"deleted", "mvf"}:
            state.deleted = number != 0
        elif word == "plain":
            state.hidden = state.deleted = False
            state.font = None
        elif word == "revised" and number != 0:
            self.left_out.count("changes")
        elif word == "ftnalt" and state.flow.kind == "footnote":
            state.flow.kind = "endnote"
        elif word.removeprefix("a").startswith("ftnn") and word.rpartition("ftnn")[2] in _COUNTS:
            kind = "endnote" if word.startswith("a") else "footnote"
            self._counting[kind] = _COUNTS[word.rpartition("ftnn")[2]]

    def _shape(self, word: str, number: int | None) -> None:
        """What holds for the open paragraph as a whole."""
        flow = self._state.flow
        if word == "pard":
            flow.level, flow.in_table = None, False
        elif word == "intbl":
            flow.in_table = True
        elif word == "s":
            flow.level = self._tables.level(number or 0)
        else:
            flow.level = heading_level(number)

    def _end(self, word: str) -> None:
        """End a paragraph, cell or row; a paragraph whose end is deleted or hidden goes on in the next."""
        flow = self._state.flow
        if self._state.to != "text":
            return
        if word == "cell":
            flow.cell()
        elif word == "row":
            flow.row()
        elif not self._state.is_mute:
            flow.paragraph()
