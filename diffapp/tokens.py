"""The words of a sentence as the lists of cues.toml have them: small letters, no contractions."""

from __future__ import annotations

import re
from typing import Final

_TOKEN: Final = re.compile(
    r"can(?=not\b)"
    r"|\w+?(?=n['’]t\b)|n['’]t\b"
    r"|\d+(?:[.,]\d+)+"
    r"|\w+(?:[-‑]\w+)*(?:['’]s\b|(?<=s)['’](?=\s))?"
    r"|['’](?:re|ve|ll|m|d)\b"
    r"|[^\w\s]",
    re.IGNORECASE,
)
_SHORT: Final = {"ca": "can", "wo": "will", "sha": "shall", "n't": "not"}
# A word of more is none, and the rest of it is not looked at.
_LONGEST_WORD: Final = 64
_SHORTEST_LAST: Final = 4
QUOTES: Final = frozenset('"“”„«»')
Span = tuple[int, int]


def fold(word: str) -> str:
    """The word as the lists have it: small letters, straight apostrophe, "n't" as "not", no "'s"."""
    word = word[:_LONGEST_WORD].lower().replace("’", "'")
    word = _SHORT.get(word, word)
    return word[:-2] if word.endswith("'s") and len(word) > len("'s") else word.rstrip("'") or word


def tokens(text: str, span: Span) -> tuple[list[Span], list[str]]:
    """The words and marks of ``text[span]``: where each stands, and how it is folded.

    A full stop within is one that the splitter took for that of an abbreviation; it parts as ";" does.
    """
    found = list(_TOKEN.finditer(text, *span))
    keys = [fold(m.group()) for m in found]
    for i in range(1, len(keys) - 1):
        if keys[i] == "." and len(keys[i - 1]) >= _SHORTEST_LAST and found[i + 1].group()[0].isupper():
            keys[i] = ";"
    return [m.span() for m in found], keys
