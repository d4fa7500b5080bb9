"""A document as plain lists and dicts, as the limited child sends it.

The child has read a file that may be made to do harm, so its answer is checked in every part.
"""

from __future__ import annotations

from typing import Any, Final

from diffapp.model import Block, Document
from diffapp.reading import formats

_WORDS: Final = ("id", "title", "issuer", "date", "language", "status", "note")
_DEEPEST_LEVEL: Final = 6


def to_plain(document: Document) -> dict[str, Any]:
    """The document ready for JSON, but for its source, digest, size and reader: these are not the child's."""
    return {name: getattr(document, name) for name in _WORDS} | {
        "text": document.text,
        "blocks": [[b.start, b.end, b.level, b.page, b.confidence] for b in document.blocks],
        "warnings": list(document.warnings),
        "pages": document.pages,
        "removed": [list(each) for each in document.removed],
    }


def from_plain(told: Any) -> Document:
    """The document again.

    Raises:
        ValueError: it is not what ``to_plain`` makes of a sound document.
    """
    try:
        words: dict[str, Any] = {name: _text(told[name]) for name in _WORDS}
        text = _text(told["text"])
        if len(text) > formats.MAX_CHARACTERS:
            raise ValueError("the text is too long")
        return Document(
            text=text,
            blocks=_blocks(told["blocks"], len(text)),
            warnings=tuple(map(_text, told["warnings"])),
            pages=_count(told["pages"], None),
            removed=tuple((_page(page), _text(line)) for page, line in told["removed"]),
            **words,
        )
    except (KeyError, TypeError, IndexError) as error:
        raise ValueError("the answer is not a document") from error


def _blocks(told: list[list[Any]], length: int) -> tuple[Block, ...]:
    blocks: list[Block] = []
    end = 0
    for start, stop, level, page, confidence in told:
        if not (type(start) is type(stop) is int and end <= start < stop <= length):
            raise ValueError("a block is out of place")
        if level is not None and not (type(level) is int and 0 <= level <= _DEEPEST_LEVEL):
            raise ValueError("there is no such level")
        if confidence is not None and not (type(confidence) in (int, float) and 0 <= confidence <= 1):
            raise ValueError("a confidence is a share")
        blocks.append(Block(start, stop, level, _count(page, None), confidence))
        end = stop
    return tuple(blocks)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("a text was expected")
    value.encode()  # raises UnicodeEncodeError, a ValueError, for a lone surrogate
    return value


def _page(value: Any) -> int:
    if type(value) is not int or value < 1:
        raise ValueError("pages are counted from 1")
    return value


def _count(value: Any, absent: None) -> int | None:
    return absent if value is None else _page(value)
