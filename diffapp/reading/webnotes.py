"""Web pages: notes, told by marks that link to them, and their marks taken out of the running text."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from diffapp.reading.markup import local
from diffapp.reading.webhidden import take_out

_NOTED: Final = re.compile(
    r"noteref|footnote|endnote|fnref|sdfootnoteanc|sdendnoteanc|reference", re.IGNORECASE
)
_MARK: Final = re.compile(r"[\[(]?\s*([0-9]{1,4}|[a-zA-Z]|[ivxlc]{1,6}|[*†‡§¶]{1,4})\s*[\])]?")
_BRACKETED: Final = re.compile(r"\[\s*(?:[0-9]{1,4}|[a-z])\s*\]")
_BACK: Final = re.compile(
    r"[\[(]?(?:[0-9a-z]{1,4}|[↩↑^⇑⤴*†‡§\ufe0e\ufe0f]+|back|return)[\])]?\.?", re.IGNORECASE
)
_HOLDERS: Final = {"li", "p", "div", "aside", "dd", "section", "tr", "td", "dt", "footer"}


def notes_of(root: etree._Element) -> dict[etree._Element, str]:
    """Find the notes of a page, and take their marks and the links back to them out of the text.

    Args:
        root: the tree, changed in place.

    Returns:
        The element that holds a note -> its mark without brackets. A link is a mark where it looks like one
        and leads further down, to what is no heading.
    """
    order = {element: at for at, element in enumerate(root.iter())}
    targets = _targets(root)
    links = [
        (link, target)
        for link in root.iter("a")
        if (target := targets.get((link.get("href") or "").removeprefix("#"))) is not None
    ]
    notes: dict[etree._Element, str] = {}
    for link, target in links:
        holder, mark = _holder(target), _mark(link)
        if holder is None or not mark or order[target] < order[link]:
            continue
        if holder not in link.iterancestors():
            notes.setdefault(holder, mark)
            _take_mark(link)
    for link, target in links:
        if order[target] < order[link] and _is_in(link, notes) and _BACK.fullmatch(_text(link)):
            _take_mark(link)
    return notes


def _targets(root: etree._Element) -> dict[str, etree._Element]:
    """What links may lead to, by its id or its name."""
    found: dict[str, etree._Element] = {}
    for element in root.iter():
        for key in (element.get("id"), element.get("name") if local(element) == "a" else None):
            if key:
                found.setdefault(key, element)
    return found


def without_mark(text: str, mark: str) -> str:
    """A note's text without its mark, where it is also written at its head."""
    return re.sub(rf"^[\[(]?{re.escape(mark)}[\])]?[.:]?\s+(?=\S)", "", text, count=1)


def _mark(link: etree._Element) -> str:
    """The mark that a link shows, if it looks like that of a note."""
    text = _text(link)
    found = _MARK.fullmatch(text)
    if found is None:
        return ""
    parent = link.getparent()
    raised = local(parent) == "sup" or any(local(each) == "sup" for each in link)
    told = " ".join(link.get(key) or "" for key in ("class", "role", "epub:type", "rel"))
    return found[1] if raised or _NOTED.search(told) or _BRACKETED.fullmatch(text) else ""


def _holder(target: etree._Element | None) -> etree._Element | None:
    """The block that a link's target stands in."""
    while target is not None and local(target) not in _HOLDERS:
        if local(target) in {"h1", "h2", "h3", "h4", "h5", "h6", "body", "article", "main"}:
            return None
        target = target.getparent()
    return target


def _is_in(element: etree._Element, holders: dict[etree._Element, str]) -> bool:
    """Whether an element stands in a note."""
    return any(each in holders for each in element.iterancestors())


def _take_mark(link: etree._Element) -> None:
    """Take out a mark, with what raises it and the brackets around it."""
    parent = link.getparent()
    take_out(link)
    if local(parent) == "sup" and parent is not None and not re.sub(r"[\s\[\](),;]", "", _text(parent)):
        take_out(parent)


def _text(element: etree._Element) -> str:
    """An element's text in one line."""
    return " ".join("".join(map(str, element.itertext())).split())
