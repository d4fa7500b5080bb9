"""RTF's bytes -> tokens."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

_TOKEN: Final = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?[0-9]{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|([^\\{}\r\n\0]+)|.",
    re.DOTALL,
)


class Token(NamedTuple):
    """One token: a control word with its number, a control sign, a brace, or bytes of text."""

    kind: str
    word: str = ""
    number: int | None = None
    data: bytes = b""


def tokens(data: bytes) -> Iterator[Token]:
    r"""Cut RTF into tokens; what ``\bin`` announces is passed over, as far as there is so much.

    Yields:
        Kinds are "word", "sign", "open", "close", "text" and "hex" (one byte, written as such).
    """
    at, end = 0, len(data)
    while at < end and (found := _TOKEN.match(data, at)):
        at = found.end()
        word, number, byte, sign, brace, text = found.groups()
        if word is not None:
            value = None if number is None else int(number)
            yield Token("word", word.decode("ascii"), value)
            if word == b"bin" and value and 0 < value <= end - at:
                at += value
        elif byte is not None:
            yield Token("hex", data=bytes.fromhex(byte.decode("ascii")))
        elif sign is not None:
            yield Token("sign", sign.decode("latin-1"))
        elif brace is not None:
            yield Token("open" if brace == b"{" else "close")
        elif text is not None:
            yield Token("text", data=text)
