"""What documents are called in tables and sentences: told apart where two have the same name."""

from __future__ import annotations

from collections.abc import Sequence
from os.path import commonprefix
from typing import Final

from diffapp.model import Document

MOST: Final = 32
"""The longest name of a document, in characters; its whole title stands at the head of its column."""
TAIL: Final = 20
"""Of these, so many at most for what comes only after the place where two long names part."""


def names(documents: Sequence[Document]) -> list[str]:
    """Name each document, with a number behind where several have the same name; no two get the same.

    A name is told again and again, so a long title is cut between two words: at its end, or where another
    would be cut to the same, in its middle, so that the words stay by which they differ.
    """
    plain = _shortened([d.name for d in documents])
    told: list[str] = []
    for name in plain:
        number = 1 if plain.count(name) > 1 else 0
        made = f"{name} ({number})" if number else name
        while made in told or (number and made in plain):
            number += 1
            made = f"{name} ({number})"
        told.append(made)
    return told


def _shortened(whole: list[str]) -> list[str]:
    """Each name in at most ``MOST`` characters."""
    short = [_short(name, MOST) for name in whole]
    return [
        _parted(name, [other for other in whole if other != name and _short(other, MOST) == cut])
        for name, cut in zip(whole, short, strict=True)
    ]


def _parted(name: str, others: list[str]) -> str:
    """A name cut where it agrees with others, up to the word by which it differs from the likest of them."""
    at = max((len(commonprefix([name, other])) for other in others), default=0)  # noqa: RUF071 - characters
    at = name.rfind(" ", 0, at) + 1 or at
    if not at or at >= len(name):
        return _short(name, MOST)
    tail = _short(name[at:], TAIL)
    return f"{_cut(name[:at].rstrip(), MOST - len(tail) - 1)} {tail}"


def _short(name: str, most: int) -> str:
    """A name of at most so many characters."""
    return name if len(name) <= most else _cut(" ".join(name.split()), most)


def _cut(name: str, most: int) -> str:
    """The words of a name that find room beside the sign that more would follow."""
    words = name if len(name) <= most - 2 else name[: most - 1].rpartition(" ")[0]
    return f"{words} …" if words else f"{name[: most - 1]}…"
