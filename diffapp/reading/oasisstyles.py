"""OpenDocument's styles and lists: what hides text, what is a heading, and numbers as they are printed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from lxml import etree

from diffapp.reading import counters
from diffapp.reading.markup import local

FORMATS: Final[dict[str, Callable[[int], str]]] = {
    "1": str,
    "a": counters.lettered,
    "A": counters.upper(counters.lettered),
    "i": counters.roman,
    "I": counters.upper(counters.roman),
    "01": "{:02d}".format,
    "1st": counters.ordinal,
    "One": counters.cardinal_word,
    "First": counters.ordinal_word,
    "α, β, γ, ... (gr)": counters.greek,
    "Α, Β, Γ, ... (gr)": counters.upper(counters.greek),
    "а, б, .., аа, аб, ... (ru)": partial(counters.lettered, alphabet=counters.RUSSIAN),
    "А, Б, .., Аа, Аб, ... (ru)": counters.upper(partial(counters.lettered, alphabet=counters.RUSSIAN)),
    "а, б, .., аа, бб, ... (ru)": counters.russian,
    "А, Б, .., Аа, Бб, ... (ru)": counters.upper(counters.russian),
}
"""OpenDocument's example of a way of counting -> the function; other ways count in figures."""

DEEPEST: Final = 6
LEVELS: Final = 10
_PLACE: Final = re.compile(r"%(\d+)%")


def attribute(element: etree._Element, name: str) -> str | None:
    """An attribute by its name alone: none of those asked for occurs twice on one element."""
    for key, found in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(found)
    return None


def whole(text: str | None, default: int) -> int:
    """A whole number of at most nine digits, else the default."""
    return int(text) if text and re.fullmatch("[0-9]{1,9}", text) else default


@dataclass(frozen=True, slots=True)
class _Level:
    """How a list counts on one level; ``pattern`` stands for all of it where the file gives it."""

    form: str = ""
    prefix: str = ""
    suffix: str = ""
    shown: int = 1
    start: int = 1
    pattern: str | None = None
    doubled: bool = False

    def count(self, number: int) -> str:
        """A number in this level's way of counting; empty where it shows none."""
        if not self.form:
            return ""
        if self.doubled and self.form in {"a", "A"}:
            found = counters.doubled(number)
            return found if self.form == "a" else found.upper()
        return FORMATS.get(self.form, str)(number)


@dataclass(slots=True)
class Run:
    """The counters of one list, by level; a list that goes on after an interruption is the same run."""

    style: str | None
    counts: list[int | None] = field(default_factory=lambda: [None] * LEVELS)


class Styles:
    """The styles of one document."""

    def __init__(self, roots: Iterable[etree._Element]) -> None:
        """Take what holds styles; where names recur, the first root's count."""
        self._all: dict[tuple[str, str], etree._Element] = {}
        self._lists: dict[str, dict[int, _Level]] = {}
        self.outline: str | None = None
        for root in roots:
            for each in root.iter():
                self._note(each, local(each))

    def level(self, style: str | None) -> int | None:
        """The heading level that a paragraph style stands for, None for body text."""
        for each in self._chain("paragraph", style):
            if (outline := whole(attribute(each, "default-outline-level"), 0)) > 0:
                return min(outline, DEEPEST)
            if attribute(each, "name") == "Title":
                return 1
        return None

    def is_hidden(self, family: str, style: str | None) -> bool:
        """Whether a style of a family ("paragraph", "text", "section") hides its text."""
        for each in self._chain(family, style):
            for properties in each:
                shown = attribute(properties, "display")
                if local(properties) == "text-properties" and shown is not None:
                    return shown == "none"
        return False

    def list_of(self, style: str | None) -> str | None:
        """The list style that a paragraph style names; empty where it says that there is none."""
        named = (attribute(each, "list-style-name") for each in self._chain("paragraph", style))
        return next((each for each in named if each is not None), None)

    def label(self, run: Run, style: str | None, at: int, start: int | None = None) -> str:
        """Count one item.

        Args:
            run: the list.
            style: the list style that holds for the item.
            at: its level, from 0.
            start: the number that the item is to have, if it says so.

        Returns:
            The number as printed, with a space after it; empty for a bullet.
        """
        levels = self._lists.get(style or "", {})
        now = run.counts[at]
        level = levels.get(at, _Level())
        run.counts[at] = start if start is not None else level.start if now is None else now + 1
        run.counts[at + 1 :] = [None] * (LEVELS - at - 1)
        if level.pattern is not None:
            printed = _PLACE.sub(lambda found: _counted(run, levels, int(found[1]) - 1), level.pattern)
        else:
            shown = range(max(0, at + 1 - level.shown), at + 1)
            numbers = (_counted(run, levels, each) for each in shown)
            printed = level.prefix + ".".join(filter(None, numbers)) + level.suffix
        return f"{printed.strip()} " if any(map(str.isalnum, printed)) else ""

    def _note(self, element: etree._Element, kind: str) -> None:
        """Remember a style."""
        name = attribute(element, "name") or ""
        if kind == "style":
            self._all.setdefault((attribute(element, "family") or "", name), element)
        elif kind in {"list-style", "outline-style"}:
            if kind == "outline-style" and self.outline is None:
                name = name or "Outline"
                self.outline = name
            self._lists.setdefault(name, _levels(element))

    def _chain(self, family: str, style: str | None) -> Iterator[etree._Element]:
        """A style and its parents, the nearest first."""
        seen: set[str] = set()
        while style and style not in seen and (family, style) in self._all:
            seen.add(style)
            yield self._all[family, style]
            style = attribute(self._all[family, style], "parent-style-name")


def _counted(run: Run, levels: dict[int, _Level], at: int) -> str:
    """The number of a level as it is shown; a level that was passed over counts as begun."""
    if not 0 <= at < LEVELS:
        return ""
    level = levels.get(at, _Level())
    number = run.counts[at]
    return level.count(level.start if number is None else number)


def _levels(style: etree._Element) -> dict[int, _Level]:
    """The levels of a list style that print something, by level from 0."""
    found = {}
    for each in style:
        if local(each) in {"list-level-style-number", "outline-level-style"}:
            found[whole(attribute(each, "level"), 1) - 1] = _Level(
                attribute(each, "num-format") or "",
                attribute(each, "num-prefix") or "",
                attribute(each, "num-suffix") or "",
                whole(attribute(each, "display-levels"), 1),
                whole(attribute(each, "start-value"), 1),
                attribute(each, "num-list-format"),
                attribute(each, "num-letter-sync") == "true",
            )
    return found
