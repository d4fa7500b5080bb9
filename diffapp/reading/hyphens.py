"""Lines -> one text: which hyphens at line ends belong to the words, told by how they stand within lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Final

MADE: Final = "\ufffe"
"""What pdfium reads where a line ends in a hyphen; whether the word has it anyway is not known."""

_HYPHENS: Final = f"-\u2010{MADE}"
_SOFT: Final = "\u00ad"
_COMPOUND: Final = re.compile(r"[^\W\d_]+(?:[-\u2010\u2011][^\W\d_]+)*")
_LAST: Final = re.compile(r"(?:[^\W\d_]+[-\u2010\u2011])*[^\W\d_]+$")
_FIRST: Final = re.compile(r"[^\W\d_]+")
_LONGEST: Final = 60
# "short- and medium-range": the hyphen stands for a word that comes later.
_SUSPENDED: Final = {"and", "or", "to", "und", "oder", "bis", "y", "o", "et", "ou"}
# First parts after which a hyphen is far more often the word's own than the line's.
_SHORTEST: Final = 3
_PREFIXES: Final = {"anti", "co", "de", "multi", "pre", "pro", "re", "semi", "ultra"}
_OWN: Final = frozenset(
    [
        "self",
        "non",
        "ex",
        "quasi",
        "well",
        "half",
        "twenty",
        "thirty",
        "forty",
        "fifty",
        "sixty",
        "seventy",
        "eighty",
        "ninety",
    ]
)


class Joiner:
    """Joins lines, knowing the words that stand within the lines of the whole document.

    It is a class for the words, which are collected once, and for ``doubtful``: the words of which the
    document does not tell whether they have a hyphen, as they were written in the end.
    """

    def __init__(self, rows: Iterable[Sequence[str]]) -> None:
        """Collect the words of all lines but those cut by a line's end.

        Args:
            rows: in reading order, each with the lines side by side in it.
        """
        self.doubtful: dict[str, None] = {}
        self._words: set[str] = set()
        cut = False
        for row in rows:
            below, cut = cut, False
            for line in row:
                found = [word[0].casefold().replace("\u2010", "-") for word in _COMPOUND.finditer(line)]
                if below:
                    found = found[1:]
                if line[-1:] in {*_HYPHENS, _SOFT}:
                    cut = True
                    found = found[:-1]
                self._words.update(found)
                self._words.update(part for word in found for part in word.split("-"))

    def join(self, lines: Sequence[str]) -> str:
        """Make one text of lines, with single spaces."""
        kept = [line.strip() for line in lines if line.strip()]
        if not kept:
            return ""
        text = "".join([*(self._tied(line, below) for line, below in pairwise(kept)), kept[-1]])
        return text.replace(MADE, "-")

    def _tied(self, line: str, below: str) -> str:
        """A line with what belongs between it and the next: a space, nothing, or one hyphen less."""
        before, sign = line[-2:-1], line[-1]
        if not before.isalnum() or sign not in f"{_HYPHENS}{_SOFT}—–/":
            return line + " "
        if sign == _SOFT:
            return line[:-1]
        if sign in "—–/":
            return line if sign != "–" or below[0].isdigit() else line + " "
        first = _FIRST.match(below)
        if first is None or first[0].casefold() in _SUSPENDED:
            return line + ("" if below[0].isdigit() else " ")
        last = _LAST.search(line[-_LONGEST - 1 : -1])
        if last is None or first[0][0].isupper():
            return line
        return line if self._is_compound(last[0], below, first.end()) else line[:-1]

    def _is_compound(self, last: str, below: str, end: int) -> bool:
        """Whether the word that a line's end divides is written with a hyphen at that place."""
        first, rest = below[:end], below[end:]
        # A word with a hyphen of its own is divided there, not elsewhere, unless it is divided once more.
        compound = "-" in last or (rest[:1] in {"-", "\u2010", "\u2011"} and len(rest) > 1)
        if compound and last + first not in self._words:
            return True
        return self._has_hyphen(last, first)

    def _has_hyphen(self, last: str, first: str) -> bool:
        """Whether a word of two parts is written with a hyphen.

        How the document writes it within lines comes first, then whether the whole or both parts are words.
        """
        part, first = last.casefold().replace("\u2010", "-").split("-")[-1], first.casefold()
        if f"{part}-{first}" in self._words:
            return True
        if part + first in self._words:
            return False
        # re-establish, co-ordinate: where a vowel meets itself, the habit of the document decides.
        meets = part in _PREFIXES and part[-1] == first[0]
        habit = meets and any(word.startswith(f"{part}-") for word in self._words)
        if not habit and _is_word(part + first):
            if meets:
                self.doubtful[last + first] = None
            return False
        known = first in self._words or (len(first) >= _SHORTEST and _is_word(first))
        whole = meets or part in _OWN or part in self._words or (len(part) >= _SHORTEST and _is_word(part))
        if known and whole:
            self.doubtful[f"{last}-{first}"] = None
        return known and whole


def _is_word(word: str) -> bool:
    """Whether a word, or what it is inflected from, is among common English words."""
    stems = (word.removesuffix(ending) for ending in ("", "s", "es", "d", "ed", "ing", "ly"))
    return any(stem in _common_words() for stem in stems)


@cache
def _common_words() -> frozenset[str]:
    """The whole words of the list that the package has for its encoders."""
    lines = files("diffapp").joinpath("data/wordpieces.txt").read_text("utf-8").splitlines()
    return frozenset(line for line in lines if len(line) > 1 and line.isalpha())
