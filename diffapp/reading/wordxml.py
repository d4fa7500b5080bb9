"""Word's XML: elements and attributes by name, in either of the two namespaces it is written in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from diffapp.reading.markup import local

_NAMESPACES: Final = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",
)
OFF: Final = {"0", "false", "off", "none"}


def value(element: etree._Element | None, name: str = "val") -> str | None:
    """An attribute of Word's, in either of the two namespaces that Word writes."""
    if element is None:
        return None
    return next(
        (found for space in _NAMESPACES if (found := element.get(space + name)) is not None),
        element.get(name),
    )


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The first element found by going down through these names."""
    for name in path:
        if element is None:
            return None
        element = next((each for each in element if local(each) == name), None)
    return element


def is_on(element: etree._Element | None) -> bool:
    """Whether a switch such as ``w:vanish`` is there and not set to off."""
    return element is not None and (value(element) or "1").lower() not in OFF


def integer(text: str | None, default: int = 0) -> int:
    """A whole number of at most nine digits, else the default."""
    return int(text) if text and re.fullmatch(r"[+-]?[0-9]{1,9}", text) else default


def chosen(element: etree._Element) -> etree._Element:
    """The one of several ways to show the same thing that holds its text: the first that has any."""
    for each in element:
        if any(local(inner) in {"t", "txbxContent", "tbl", "sym"} for inner in each.iter()):
            return each
    return next(iter(element), element)


def rows(table: etree._Element) -> Iterator[etree._Element]:
    """The rows of a table, also where something is wrapped around them."""
    return _named(table, "tr")


def cells(row: etree._Element) -> Iterator[etree._Element]:
    """The cells of a row, but for those whose deletion is tracked."""
    return (cell for cell in _named(row, "tc") if child(cell, "tcPr", "cellDel") is None)


def _named(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    """Elements of a name under another, also where something is wrapped around them."""
    for each in parent:
        if local(each) == name:
            yield each
        elif local(each) in {"sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"}:
            yield from _named(each, name)
