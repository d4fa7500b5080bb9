"""Hard-wrapped lines: is a text wrapped, at which width, and how two lines become one.

A line was broken by a wrapping program if the next line's first word had no room left on it. A line
that ends although there was room ends on purpose.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from itertools import pairwise
from typing import Final

from diffapp.numbering import printed
from diffapp.outlining import rank_by_shape

_BULLET: Final = re.compile(r"[•‣◦▪●○■–—*+-]\s")
_HYPHENS: Final = "-\u2010"
_SOFT_HYPHEN: Final = "\u00ad"
_WORDS: Final = re.compile(r"[^\W\d_]+")
_LAST_WORD: Final = re.compile(r"[^\W\d_]+$")
_BROKEN_WORD: Final = re.compile(f"[^\\W\\d_][{_HYPHENS}{_SOFT_HYPHEN}]$")
# "short- and medium-range": the hyphen stands for a word that comes later.
_SUSPENDED: Final = {"and", "or", "to", "und", "oder", "bis", "y", "o", "et", "ou"}
_CLOSED: Final = re.compile(r"(?:[.;:!?…,–—][”\"’»)\]]*|[”\"»)\]]|\b(?:and|or|und|oder|и|или))$")
_FULL_STOP: Final = re.compile(r"[.;:!?…][”\"’»)\]]*$")
_CUT: Final = re.compile(r"\b(?:Art|Nos?|paras?|pp?|Sec|Ch|cf|Mr|Mrs|Dr|ст|п|Nr|Abs)\.$", re.IGNORECASE)

_NARROWEST = 40
_WIDEST = 130
_NEARLY = 0.75
_SHARE = 0.5
_LONGEST_FIRST_WORD = 40


def opens_item(line: str) -> bool:
    """Whether a line begins with a bullet or a printed number; a single capital may be an initial."""
    if _BULLET.match(line):
        return True
    number = printed(line)
    return number is not None and not (
        number.form == "N." and len(number.token) == 1 and number.token.isupper()
    )


def is_title(line: str) -> bool:
    """Whether a line alone is a heading such as "Article 4"."""
    return rank_by_shape(line) is not None


def wrap_width(pairs: Sequence[tuple[str, str]]) -> int:
    """The width at which a text was wrapped, or 0 if it was not.

    Args:
        pairs: every line with the line right below it, ends stripped.

    Returns:
        The width in code points.
    """
    inner = [(above, below) for above, below in pairs if not opens_item(below.lstrip())]
    lengths = sorted(len(above) for above, _ in inner if len(above) <= _WIDEST)
    if not lengths or len(lengths) < len(inner) * 0.8:
        return 0  # long lines: one to a paragraph
    # The longest few may be addresses of pages, which no program can break.
    width = lengths[min(len(lengths) - 1, len(lengths) * 95 // 100)]
    full = sum(not _has_room(above, below, width) for above, below in inner)
    return width if width >= _NARROWEST and full >= len(inner) * _SHARE else 0


def continues(above: str, below: str, width: int) -> bool:
    """Whether a line goes on in the line below it.

    Args:
        above: a line, its end stripped.
        below: the next line, stripped.
        width: from ``wrap_width``; 0 for a text that is not wrapped.

    Returns:
        False where the break is on purpose: titles, items, addresses, a paragraph's last line.
    """
    room = not width or _has_room(above, below, width)
    if opens_item(below):
        return not room and (not _CLOSED.search(above) or bool(_CUT.search(above)))
    if not room or (below[:1].islower() and _BROKEN_WORD.search(above)):
        return True
    if is_title(above.strip()):
        return False
    if below[:1].islower():
        return len(above) <= _WIDEST and (above[-1].isalnum() or bool(width and not _FULL_STOP.search(above)))
    return len(above) >= width * _NEARLY and bool(width) and not _CLOSED.search(above)


def _has_room(above: str, below: str, width: int) -> bool:
    """Whether the first word of the line below, or its part up to a hyphen, would have fitted."""
    first = below.lstrip()[:_LONGEST_FIRST_WORD].split(None, 1)
    word = first[0] if first else ""
    parts = re.split(f"(?<=[{_HYPHENS}])", word, maxsplit=1)
    return len(above) + 1 + len(parts[0]) <= width


def joiner(text: str) -> Callable[[Sequence[str]], str]:
    """A function that makes one line of several lines of ``text``.

    A hyphen at a line's end is dropped only where the word without it occurs elsewhere in the text; in
    all other cases it stays, as in "non-/intervention". The list of words is made at the first such hyphen.
    """

    @cache
    def words() -> frozenset[str]:
        return frozenset(found[0].casefold() for found in _WORDS.finditer(text))

    def join(lines: Sequence[str]) -> str:
        stripped = [line.strip() for line in lines if line.strip()]
        if not stripped:
            return ""
        return "".join([*(_tied(line, below, words) for line, below in pairwise(stripped)), stripped[-1]])

    return join


def _tied(line: str, below: str, words: Callable[[], frozenset[str]]) -> str:
    """A line with what belongs between it and the next: a space, nothing, or one hyphen less."""
    if line.endswith((_SOFT_HYPHEN, "—")) and line[-2:-1].isalnum():
        return line
    if line[-1] not in _HYPHENS or not line[-2:-1].isalnum():
        return line + " "
    first = _WORDS.match(below)
    if first is None:
        return line + ("" if below[:1].isdigit() else " ")
    if first[0] in _SUSPENDED:
        return line + " "
    # A window: words are short, and the search would else be quadratic in a line without spaces.
    last = _LAST_WORD.search(line[-_LONGEST_FIRST_WORD - 1 : -1])
    if last and first[0][0].islower() and (last[0] + first[0]).casefold() in words():
        return line[:-1]
    return line
