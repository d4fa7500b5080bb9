"""Word's styles: what a paragraph or a run inherits from them that bears on its text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from diffapp.reading.markup import local
from diffapp.reading.wordxml import OFF, child, integer, is_on, value

_HEADING: Final = re.compile(r"heading ([1-9])")
_TITLES: Final = {"title"}
DEEPEST: Final = 6
_BODY: Final = 9
"""The outline level that stands for "none"."""


class Styles:
    """The styles of one document, by id; asking for one that is missing gives what no style gives."""

    def __init__(self, root: etree._Element | None) -> None:
        """Take the root of styles.xml, None for a document without."""
        self._all: dict[str, etree._Element] = {}
        self._standard: str | None = None
        for style in root if root is not None else ():
            ident = value(style, "styleId")
            if local(style) != "style" or ident is None:
                continue
            self._all.setdefault(ident, style)
            default = (value(style, "default") or "0").lower() not in OFF
            if default and value(style, "type") == "paragraph":
                self._standard = ident
        self._levels: dict[str | None, int | None] = {}
        self._hidden: dict[str | None, bool] = {}

    def level(self, style: str | None) -> int | None:
        """The heading level, 1 to 6, of a paragraph style; None for that of body text."""
        if style not in self._levels:
            self._levels[style] = self._find_level(style)
        return self._levels[style]

    def is_hidden(self, style: str | None) -> bool:
        """Whether a style, of paragraphs or of runs, hides its text."""
        if style not in self._hidden:
            switches = (child(each, "rPr", "vanish") for each in self._chain(style))
            self._hidden[style] = is_on(next((each for each in switches if each is not None), None))
        return self._hidden[style]

    def numbering(self, style: str | None) -> tuple[str | None, str | None]:
        """The id of a paragraph style's list and its level there, each None where no style gives it."""
        ident: str | None = None
        level: str | None = None
        for each in self._chain(style):
            ident = ident or value(child(each, "pPr", "numPr", "numId"))
            level = level or value(child(each, "pPr", "numPr", "ilvl"))
        return ident, level

    def names(self, style: str | None) -> list[str]:
        """A style's id and those of the styles it is based on, the nearest first."""
        return [value(each, "styleId") or "" for each in self._chain(style)]

    def list_of(self, style: str) -> str | None:
        """The list's id that a list style names."""
        return value(child(self._all.get(style), "pPr", "numPr", "numId"))

    def _find_level(self, style: str | None) -> int | None:
        """A style's own outline level, else what its built-in name says, else its parent's."""
        for each in self._chain(style):
            outline = value(child(each, "pPr", "outlineLvl"))
            if outline is not None:
                return outline_level(outline)
            name = (value(child(each, "name")) or "").lower()
            if name in _TITLES:
                return 1
            if found := _HEADING.fullmatch(name):
                return min(int(found[1]), DEEPEST)
        return None

    def _chain(self, style: str | None) -> Iterator[etree._Element]:
        """A style and those it is based on, the nearest first; without a style, the standard one."""
        seen: set[str] = set()
        ident = style or self._standard
        while ident in self._all and ident not in seen:
            seen.add(ident)
            yield self._all[ident]
            ident = value(child(self._all[ident], "basedOn"))


def outline_level(outline: str | None) -> int | None:
    """A heading level, 1 to 6, from Word's outline level, which counts from 0; None for body text."""
    number = integer(outline, _BODY)
    return min(number + 1, DEEPEST) if 0 <= number < _BODY else None
