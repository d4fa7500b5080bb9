"""Lines -> one text: which hyphens at line ends belong to the words, told by how they stand within lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

MADE: Final = "\ufffe"
"""What pdfium reads where a line ends in a hyphen; whether the word has it anyway is not known."""

_HYPHENS: Final = f"-\u2010{MADE}"
_SOFT: Final = "\u00ad"
_COMPOUND: Final = re.compile(r"[^\W\d_]+(?:[-\u2010\u2011][^\W\d_]+)*")
_LAST: Final = re.compile(r"(?:[^\W\d_]+[-\u2010\u2011])*[^\W\d_]+$")
_LONGEST: Final = 60
# "short- and medium-range": the hyphen stands for a word that comes later.
_SUSPENDED: Final = {"and", "or", "to", "und", "oder", "bis", "y", "o", "et", "ou"}
# First parts after which a hyphen is far more often the word's own than the line's.
_OWN: Final = set(["self", "non", "ex", "quasi", "well", "half", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"])


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
        if sign == _SOFT and before.isalnum():
            return line[:-1]
        if sign in "—–/" and before.isalnum() and (sign != "–" or below[0].isdigit()):
            return line
        if sign not in _HYPHENS or not before.isalnum():
            return line + " "
        first = re.match(r"[^\W\d_]+", below)
        if first is None:
            return line + ("" if below[:1].isdigit() else " ")
        if first[0].casefold() in _SUSPENDED:
            return line + " "
        last = _LAST.search(line[-_LONGEST - 1 : -1])
        if last is None or not first[0][0].islower():
            return line
        # A word with a hyphen of its own is divided there, not elsewhere.
        compound = "-" in last[0] or below[first.end() : first.end() + 1] in {*_HYPHENS, "\u2011"}
        whole = below[first.end() :].strip() in {*_HYPHENS}  # divided once more at the end of this line
        if compound and not whole and last[0] + first[0] not in self._words:
            return line
        return line if self._has_hyphen(last[0], first[0]) else line[:-1]

    def _has_hyphen(self, last: str, first: str) -> bool:
        """Whether a word of two parts is written with a hyphen."""
        parts = last.casefold().replace("\u2010", "-").split("-")
        first = first.casefold()
        if f"{parts[-1]}-{first}" in self._words:
            return True
        if parts[-1] + first in self._words:
            return False
        own = parts[-1] in _OWN
        known = first in self._words
        if own or known:
            # Of a word's two halves the second is seldom a word by itself.
            keeps = own or len(parts) > 1 or parts[-1] in self._words
            self.doubtful[f"{last}-{first}" if keeps else last + first] = None
            return keeps
        return False
