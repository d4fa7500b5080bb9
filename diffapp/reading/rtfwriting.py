"""RTF's bytes and numbered characters -> text, in the code page that holds where they stand."""

from __future__ import annotations

from typing import Final

from diffapp.reading.cleaning import LOST
from diffapp.reading.gathering import LeftOut
from diffapp.reading.rtfstate import Flow, State, Tables
from diffapp.reading.rtftables import symbol

_HIGH, _LOW, _END = 0xD800, 0xDC00, 0xE000
"""Where the first and the second halves of characters begin in Unicode, and where they end."""

_NO_CHARACTERS: Final = {*map(chr, range(_LOW, _END)), "\ufffe", "\uffff"}


class Writing:
    """The side of a reader that writes: bytes wait until it is known that no more belong to them."""

    def __init__(self, flow: Flow) -> None:
        """Begin with the flow that takes the body."""
        self.left_out = LeftOut()
        self._state = State(flow)
        self._tables = Tables()
        self._default = "cp1252"
        self._pending = bytearray()
        self._high = 0

    def _unicode(self, code: int) -> None:
        """A character by its number; those beyond the first 65,536 come in two halves."""
        if self._high and _LOW <= code < _END:
            high, self._high = self._high, 0
            self._add(chr(0x10000 + ((high - _HIGH) << 10) + code - _LOW))
            return
        if _HIGH <= code < _LOW:
            self._add(LOST if self._high else "")
            self._high = code
            return
        font = self._state.font
        sign = symbol(code, font.name) if font and font.symbolic else chr(code)
        self._add(sign if sign and sign not in _NO_CHARACTERS else LOST)

    def _flush(self) -> None:
        """Turn the bytes that were met into text, in the code page that holds for them."""
        data, self._pending = bytes(self._pending), bytearray()
        if not data:
            return
        state = self._state
        font = state.font
        if font is not None and font.symbolic:
            self._add("".join(symbol(byte, font.name) or LOST for byte in data))
        else:
            self._add(data.decode(font.page if font else self._default, "replace"))

    def _add(self, text: str) -> None:
        """Add text to where it goes."""
        state = self._state
        if self._high and text:
            self._high, text = 0, LOST + text  # the second half of a character did not follow
        if state.to in {"fonttbl", "stylesheet"}:
            self._tables.name(state, text)
        elif state.to == "field":
            state.flow.instruction += text
        elif state.to == "text" and not state.is_mute:
            state.flow.text.append(text)
        elif state.to == "text" and text.strip():
            self.left_out.count("deletions" if state.deleted else "hidden")
