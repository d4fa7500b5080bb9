"""Web pages: which part of a page is its text, and which are menus, notices and forms around it.

What is left out is listed. Where no element says that it is the main one, the way down from the whole page
follows the part that holds most of the text, and leaves out beside it only what looks like menus or notices.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from lxml import etree

from diffapp.reading.gathering import NUMBER, LeftOut
from diffapp.reading.markup import local
from diffapp.reading.webblocks import Blocks
from diffapp.reading.webhidden import outermost, take_out

_MAIN: Final = {"main", "article"}
_ASIDE: Final = {"nav", "aside", "footer", "menu", "button", "search"}
_ROLES: Final = {
    "navigation",
    "complementary",
    "contentinfo",
    "search",
    "dialog",
    "alert",
    "alertdialog",
    "menu",
}
_CONTAINERS: Final = {"div", "section", "ul", "ol", "dl", "table", "tr", "td", "center", "header", "form"}
_NOTICES: Final = {
    *(
        "cookie",
        "cookies",
        "consent",
        "gdpr",
        "newsletter",
        "advert",
        "advertisement",
        "ads",
        "popup",
        "modal",
    ),
    "sponsored",
}
"""Words in classes and ids of what is never text."""

_NAMED: Final = {
    *(
        "subscribe",
        "subscription",
        "promo",
        "share",
        "sharing",
        "social",
        "breadcrumb",
        "breadcrumbs",
        "sidebar",
    ),
    *("related", "recommended", "recommendations", "pagination", "pager", "menu", "navbar", "nav", "toolbar"),
    *("masthead", "footer", "navigation", "comments"),
}
"""Words in classes and ids of what is no text, unless it holds prose: a chapter may be "related-acts"."""

_WORD: Final = re.compile(r"[a-z]+|[A-Z][a-z]+")
_HEADINGS: Final = {"h1", "h2", "h3"}

_MOST_OF = 0.8
"""Share of the text that a part must hold for the way down to follow it."""

_WORTH = 0.3
"""Share of the page's text below which an article is not the page's text but a card on it."""

_RIVAL = 0.25
"""Size, beside the largest article, from which another article shows that the page is made of several."""

_SMALL = 0.1
_MINOR = 0.2
_LINKED = 0.5
_SENTENCE = 120
"""Letters from which a paragraph is taken for prose."""


@dataclass(slots=True)
class _Size:
    """Visible characters of an element, and how many of them are in links; how many links there are."""

    text: int = 0
    linked: int = 0
    links: int = 0
    controls: int = 0


def main_matter(body: etree._Element, notes: dict[etree._Element, str], left_out: LeftOut) -> etree._Element:
    """Find the element that holds a page's text; what is beside that text in it is taken out.

    Args:
        body: the tree without what is not shown, changed in place.
        notes: the elements that hold notes; they are kept wherever they are.
        left_out: is told what is taken out.

    Returns:
        An element of the tree.
    """
    kept = {each for note in notes for each in (note, *note.iterancestors())}
    sizes = _measured(body)
    main = _declared(body, sizes)
    if main is not body:
        for element in _beside(main, body, kept):
            _drop(element, left_out)
    total = max(1, sizes[main].text)
    aside = outermost(main, lambda each: each not in kept and _is_aside(each, sizes, total))
    for element in aside:
        _drop(element, left_out)
    node, left = main, _measured(main)
    while (child := _heaviest(node, left)) is not None:
        node = child
    for element in _beside(node, main, kept):
        if _is_boilerplate(element, sizes, total):
            _drop(element, left_out)
    return main


def _measured(root: etree._Element) -> dict[etree._Element, _Size]:
    """The sizes of all elements."""
    sizes: dict[etree._Element, _Size] = {}
    for _, element in etree.iterwalk(root, events=("end",)):
        own = _Size(_letters(element.text))
        for child in element:
            inside = sizes.get(child, _Size())
            own.text += inside.text + _letters(child.tail)
            own.linked += inside.linked
            own.links += inside.links
            own.controls += inside.controls
        if local(element) == "a" and element.get("href") is not None:
            own.linked, own.links = own.text, own.links + 1
        own.controls += local(element) == "button"
        sizes[element] = own
    return sizes


def _letters(text: str | None) -> int:
    """Characters of a text that are no white space."""
    return sum(map(len, text.split())) if text else 0


def _declared(body: etree._Element, sizes: dict[etree._Element, _Size]) -> etree._Element:
    """The element that the page itself calls its main one, else all of it."""
    named = [each for each in body.iter() if local(each) in _MAIN or each.get("role") == "main"]
    chosen = body
    while True:
        inner = [each for each in named if each is not chosen and chosen in each.iterancestors()]
        inner = sorted(inner, key=lambda each: sizes[each].text, reverse=True)
        if not inner or sizes[inner[0]].text < _WORTH * sizes[chosen].text:
            return chosen
        best = inner[0]
        beside = (each for each in inner[1:] if best not in each.iterancestors())
        if any(sizes[each].text >= _RIVAL * sizes[best].text for each in beside):
            return chosen
        chosen = best


def _is_aside(element: etree._Element, sizes: dict[etree._Element, _Size], total: int) -> bool:
    """Whether an element within the main one is none of the text, by its kind or its name."""
    name = local(element)
    if name in _ASIDE or element.get("role") in _ROLES:
        return sizes[element].text < _LINKED * total
    if element.get("title") in {"header", "footer"} and name == "div":
        return True  # what LibreOffice makes of a page's running lines
    if sizes[element].text >= _MINOR * total or name not in _CONTAINERS:
        return False
    words = _names(element)
    if words & _NOTICES or (words & _NAMED and not _has_prose(element)):
        return not _has(element, "h1")
    if name not in {"form", "header"} or any(local(each) in _HEADINGS for each in element.iter()):
        return False  # a heading of its own may be the text's
    # The head of an article says who wrote it and when.
    return name == "form" or not any(local(each) in _MAIN for each in element.iterancestors())


def _names(element: etree._Element) -> set[str]:
    """The words of an element's classes and id."""
    said = f"{element.get('class') or ''} {element.get('id') or ''}"
    return {word.lower() for word in _WORD.findall(said)}


def _has(element: etree._Element, name: str) -> bool:
    """Whether there is an element of a name in another."""
    return next(element.iter(name), None) is not None


def _heaviest(node: etree._Element, sizes: dict[etree._Element, _Size]) -> etree._Element | None:
    """The part that holds nearly all text outside links, if there is one."""
    whole = sizes[node].text - sizes[node].linked
    for child in node:
        own = sizes[child].text - sizes[child].linked
        if local(child) in _CONTAINERS | _MAIN and own and own >= _MOST_OF * whole:
            return child
    return None


def _beside(node: etree._Element, top: etree._Element, kept: set[etree._Element]) -> list[etree._Element]:
    """What stands beside the way from ``top`` down to ``node``, in reading order, but for what is kept."""
    above = list(node.iterancestors())
    above = above[: above.index(top) + 1] if top in above else []
    way = {node, *above}
    return [each for step in reversed(above) for each in step if each not in way and each not in kept]


def _is_boilerplate(element: etree._Element, sizes: dict[etree._Element, _Size], total: int) -> bool:
    """Whether a part beside the text looks like a menu or a notice: short, with links or buttons."""
    size = sizes.get(element, _Size())
    if local(element) not in _CONTAINERS or size.text > _SMALL * total or _has(element, "h1"):
        return False
    if size.linked > _LINKED * size.text:
        return True
    return not _has_prose(element) and bool(size.links or size.controls)


def _has_prose(element: etree._Element) -> bool:
    """Whether there is a paragraph in an element that is too long for a notice or a menu."""
    return any(
        _letters("".join(map(str, each.itertext()))) > _SENTENCE for each in element.iter("p", "li", "td")
    )


def _drop(element: etree._Element, left_out: LeftOut) -> None:
    """Take a part out, and list its lines."""
    for field in element.iter("sdfield"):  # LibreOffice's
        if (field.get("type") or "").casefold() == "page":
            field.text = NUMBER
    lines = [piece.text for piece in Blocks({}).pieces(element)]
    for line in lines:
        left_out.line(line)
    left_out.count("parts", bool(lines))
    take_out(element)
