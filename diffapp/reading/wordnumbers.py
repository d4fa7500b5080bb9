"""Word's automatic numbers as they are printed: numbering.xml -> "4.2", "(b)", "Article IV.".

A list (``w:num``) points to an abstract list (``w:abstractNum``), and all lists of one abstract list count on
together, unless a list says that it starts anew. Bullets print no number, and are left out as in Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from lxml import etree

from diffapp.reading import counters
from diffapp.reading.markup import local
from diffapp.reading.wordstyles import Styles
from diffapp.reading.wordxml import child, integer, is_on, value

FORMATS: Final[dict[str, Callable[[int], str]]] = {
    "decimal": str,
    "decimalZero": "{:02d}".format,
    "lowerLetter": counters.doubled,
    "upperLetter": counters.upper(counters.doubled),
    "lowerRoman": counters.roman,
    "upperRoman": counters.upper(counters.roman),
    "ordinal": counters.ordinal,
    "cardinalText": counters.cardinal_word,
    "ordinalText": counters.ordinal_word,
    "russianLower": counters.russian,
    "russianUpper": counters.upper(counters.russian),
    "numberInDash": "- {} -".format,
    "decimalEnclosedParen": "({})".format,
    "decimalEnclosedFullstop": "{}.".format,
    "chicago": lambda number: "*†‡§"[(number - 1) % 4] * ((number - 1) // 4 + 1),
    "bullet": lambda _: "",
    "none": lambda _: "",
}
"""Word's name of a way of counting -> the function; other ways, of scripts not met here, count in figures."""

LEVELS: Final = 9
_PLACE: Final = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class _Level:
    """One level of a list. ``restart`` is the level (from 1) that starts it anew, None for any above it."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    legal: bool = False
    restart: int | None = None
    style: str | None = None


class Numbers:
    """The counters of one document's lists; ``label`` is to be called in reading order."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        """Take the root of numbering.xml, None for a document without."""
        self._styles = styles
        self._nums: dict[str, etree._Element] = {}
        self._abstracts: dict[str, etree._Element] = {}
        for each in root if root is not None else ():
            if local(each) == "num":
                self._nums[value(each, "numId") or ""] = each
            elif local(each) == "abstractNum":
                self._abstracts[value(each, "abstractNumId") or ""] = each
        self._levels: dict[str, tuple[str, list[_Level]]] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()

    def label(self, ident: str | None, level: str | None, style: str | None) -> str:
        """Count one paragraph.

        Args:
            ident: its own list's id, None to take that of its style.
            level: its own level there, from 0, None to take that of its style.
            style: its style.

        Returns:
            The number as printed, with the space after it; empty without a number.
        """
        own, own_level = self._styles.numbering(style)
        chosen = ident or own
        if chosen is None or chosen not in self._nums:
            return ""
        abstract, levels = self._resolved(chosen)
        if not levels:
            return ""
        at = integer(level if level is not None else own_level, -1)
        if level is None and (ident is None or own_level is None):
            at = self._by_style(levels, style, at)
        at = min(max(at, 0), len(levels) - 1)
        self._count(chosen, abstract, levels, at)
        printed = self._print(abstract, levels, at)
        # Also where the file wants nothing in between: "1.Text" would not be told from a word.
        return f"{printed.strip()} " if printed.strip() else ""

    def _by_style(self, levels: list[_Level], style: str | None, default: int) -> int:
        """The level that names the paragraph's style as its own, which goes before the style's word."""
        for name in self._styles.names(style):
            for at, level in enumerate(levels):
                if level.style == name:
                    return at
        return default

    def _count(self, num: str, abstract: str, levels: list[_Level], at: int) -> None:
        """Move the counter of a level on, and set back those below it that it starts anew."""
        counts = self._counts.setdefault(abstract, [None] * LEVELS)
        override = child(self._override(num, at), "startOverride")
        if override is not None and (num, at) not in self._begun:
            counts[at] = integer(value(override), 1)
        else:
            now = counts[at]
            counts[at] = levels[at].start if now is None else now + 1
        self._begun.add((num, at))
        for above in range(at):  # a level that was passed over counts as begun: "1.1" without a "1" before
            if counts[above] is None and levels[above].form != "bullet":
                counts[above] = levels[above].start
        for below in range(at + 1, len(levels)):
            restart = levels[below].restart
            if restart is None or at < restart:
                counts[below] = None

    def _print(self, abstract: str, levels: list[_Level], at: int) -> str:
        """The pattern of a level with the counters put in."""
        level = levels[at]
        if level.form in {"bullet", "none"} and not _PLACE.search(level.text):
            # "none" may still print words: "Whereas".
            return level.text if level.form == "none" else ""
        counts = self._counts[abstract]

        def put(found: re.Match[str]) -> str:
            place = int(found[1]) - 1
            number = counts[place] if place < len(levels) else None
            if number is None:
                return ""
            form = levels[place].form
            if level.legal and form not in {"bullet", "none"}:
                form = "decimal"
            return FORMATS.get(form, str)(number)

        return _PLACE.sub(put, level.text)

    def _override(self, num: str, at: int) -> etree._Element | None:
        """What a list says differently from its abstract list about a level."""
        return next(
            (
                each
                for each in self._nums[num]
                if local(each) == "lvlOverride" and value(each, "ilvl") == str(at)
            ),
            None,
        )

    def _resolved(self, num: str) -> tuple[str, list[_Level]]:
        """The id of a list's abstract list, and its levels with what the list itself says."""
        if num not in self._levels:
            ident = self._abstract(num)
            found = {
                integer(value(each, "ilvl"), -1): each
                for each in self._abstracts.get(ident, ())
                if local(each) == "lvl"
            }
            for at in range(LEVELS):
                own = child(self._override(num, at), "lvl")
                if own is not None:
                    found[at] = own
            used = max((at for at in found if 0 <= at < LEVELS), default=-1) + 1
            levels = [_level(found.get(at)) for at in range(used)]
            self._levels[num] = ident, levels
        return self._levels[num]

    def _abstract(self, num: str) -> str:
        """The id of the abstract list that holds a list's levels: it may be named by way of a style."""
        seen: set[str] = set()
        while num not in seen:
            seen.add(num)
            ident = value(child(self._nums.get(num), "abstractNumId")) or ""
            link = value(child(self._abstracts.get(ident), "numStyleLink"))
            following = self._styles.list_of(link) if link else None
            if following is None or following not in self._nums:
                return ident
            num = following
        return ident


def _level(element: etree._Element | None) -> _Level:
    """Read one ``w:lvl``; without one, a level that prints nothing."""
    if element is None:
        return _Level()
    restart = value(child(element, "lvlRestart"))
    form = value(child(element, "numFmt")) or "decimal"
    custom = next((each for each in element.iter() if local(each) == "numFmt"), None)
    if form == "custom":  # "001, 002, …" and the like; the format is an example of it
        form = "decimalZero" if (value(custom, "format") or "").startswith("0") else "decimal"
    return _Level(
        integer(value(child(element, "start")), 0),
        form,
        value(child(element, "lvlText")) or "",
        is_on(child(element, "isLgl")),
        integer(restart) if restart is not None else None,
        value(child(element, "pStyle")),
    )
