"""Web pages: taking out of the tree what a browser does not show, and what is no text."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from lxml import etree

from diffapp.reading.gathering import LeftOut
from diffapp.reading.markup import local

_NO_TEXT: Final = {
    *(
        "script",
        "style",
        "template",
        "noscript",
        "iframe",
        "object",
        "embed",
        "svg",
        "canvas",
        "audio",
        "video",
    ),
    *(
        "head",
        "link",
        "meta",
        "select",
        "datalist",
        "textarea",
        "input",
        "map",
        "rt",
        "rp",
        "noembed",
        "noframes",
    ),
    *("progress", "meter", "applet", "frameset", "annotation", "annotation-xml"),
}
_TAKEN: Final = "template"
_STYLED: Final = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all)",
    re.IGNORECASE,
)
_FOR_READERS_ALOUD: Final = {"sr-only", "visually-hidden", "screen-reader-text", "visuallyhidden"}
_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
_RULE: Final = re.compile(r"([^{}]{1,2000})\{([^{}]{0,5000})\}")
_SIMPLE: Final = re.compile(r"([a-zA-Z][a-zA-Z0-9]*)?([.#])([\w-]+)")
_MOST_RULES: Final = 20_000


def take_out(element: etree._Element) -> None:
    """Empty an element, so that nothing of it is read; the text behind it stays.

    It is not removed, for its text would have to be joined to that before it, each time anew.
    """
    tail = element.tail
    element.clear()
    element.tail = tail
    element.tag = _TAKEN


def outermost(root: etree._Element, is_out: Callable[[etree._Element], bool]) -> list[etree._Element]:
    """The elements below the root that a test picks, without those within another of them."""
    found = []
    passed: set[etree._Element] = {root}
    for element in root.iter():
        if element not in passed and is_out(element):
            passed.update(element.iter())
            found.append(element)
    return found


def strip_unseen(root: etree._Element, left_out: LeftOut) -> None:
    """Take out what is not shown; hidden text and deletions are counted."""
    rules = _hiding(root)
    for element in outermost(root, lambda each: local(each) in _NO_TEXT):
        take_out(element)
    for element in outermost(root, lambda each: local(each) == "del" or _is_hidden(each, rules)):
        if has_text(element):
            left_out.count("deletions" if local(element) == "del" else "hidden")
        take_out(element)


def has_text(element: etree._Element) -> bool:
    """Whether there is anything to read in an element."""
    return any(str(text).strip() for text in element.itertext())


def _is_hidden(element: etree._Element, rules: set[tuple[str, str, str]]) -> bool:
    """Whether a browser does not show an element, by its attributes or by one of the page's rules."""
    attributes = element.attrib
    if "hidden" in attributes or _STYLED.search(str(attributes.get("style", ""))):
        return True
    name = local(element)
    if name == "dialog":
        return "open" not in attributes
    classes = str(attributes.get("class", "")).split()
    if _FOR_READERS_ALOUD.intersection(classes):
        return True
    if not rules:
        return False
    named = [(".", each) for each in classes] + [("#", str(attributes.get("id", "")))]
    return any((tag, sign, value) in rules for sign, value in named for tag in ("", name))


def _hiding(root: etree._Element) -> set[tuple[str, str, str]]:
    """The plain rules of the page that hide something: (element or "", "." or "#", class or id).

    Rules for paper or narrow screens stand in blocks of their own, and do not count.
    """
    found = set()
    for style in root.iter("style"):
        sheet = _outermost(_COMMENT.sub("", style.text or ""))
        for count, rule in enumerate(_RULE.finditer(sheet)):
            if count > _MOST_RULES:
                break
            if _STYLED.search(rule[2]):
                for selector in rule[1].split(","):
                    if simple := _SIMPLE.fullmatch(selector.strip()):
                        found.add(((simple[1] or "").lower(), simple[2], simple[3]))
    return found


def _outermost(sheet: str) -> str:
    """A style sheet without the blocks that themselves hold rules."""
    kept, depth, start = [], 0, 0
    for found in re.finditer(r"[{}]", sheet):
        if found[0] == "{":
            if depth == 0:
                at = sheet.rfind("@", start, found.start())
                special = at >= 0 and not sheet[at : found.start()].strip().startswith("@font-face")
                kept.append(sheet[start : at if special else found.start()])
                start = found.start()
                nested = special
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0:
                if not nested:
                    kept.append(sheet[start : found.end()])
                start = found.end()
    return "".join(kept)
