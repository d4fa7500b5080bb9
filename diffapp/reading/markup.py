"""XML and HTML -> trees, with what makes parsers run wild refused beforehand.

No entities, no network, no document type of its own: an office file needs none, and those that bring one are
made to do harm. What the parser would cut off without a word (pages nested too deeply) is an error here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from diffapp.errors import ReadingError, TooLarge
from diffapp.reading.containers import THIS

MOST_TAGS: Final = 4_000_000
"""Opening and closing tags; the tree of so many takes about a gigabyte."""

MOST_ATTRIBUTES: Final = 2_000
"""On one element; libxml2 compares each with all before it when it reads HTML."""

_DOCTYPE: Final = re.compile(rb"<!DOCTYPE|<!ENTITY")
# What a browser takes for one opening tag. Possessive throughout, so every character is looked at once.
_OPENING: Final = re.compile(
    r"<(?P<name>[a-zA-Z][^\s/>]*+)(?P<rest>(?:[\s/]++|[^\s/>][^\s/>=]*+"
    r"(?:\s*+=\s*+(?:\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z)|[^\s>\"'][^\s>]*+|(?=>|\Z)))?+)*+)|<!--"
)
_ATTRIBUTE: Final = re.compile(
    r"[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z)|[^\s>\"'][^\s>]*+|(?=>|\Z)))?+"
)
_RAW: Final = {"script", "style", "textarea", "title", "xmp", "noembed", "noframes"}
_DEEP: Final = re.compile("depth", re.IGNORECASE)


def xml(data: bytes, part: str) -> etree._Element:
    """Parse a part of an office file.

    Args:
        data: the whole part.
        part: its name, for errors.

    Returns:
        The root element.

    Raises:
        ReadingError: it is no sound XML, is nested more than 256 deep, or declares a document type.
        TooLarge: over ``MOST_TAGS`` tags.
    """
    plain = data.replace(b"\0", b"")  # UTF-16 and UTF-32 show their ASCII letters, too
    if plain.count(b"<") > MOST_TAGS:
        raise TooLarge(THIS, f"{MOST_TAGS:,} tags")
    if _DOCTYPE.search(plain):
        raise _typed(part)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise ReadingError(THIS, _broken(str(error), part)) from None
    # In an encoding that hides the letters, a document type is only seen now; nothing of it was followed.
    if getattr(root.getroottree().docinfo, "doctype", ""):
        raise _typed(part)
    return root


def html(text: str) -> etree._Element:
    """Parse a web page as browsers do, whatever is wrong with it.

    Args:
        text: the page, decoded and cleaned.

    Returns:
        The root element, ``html``.

    Raises:
        ReadingError: it holds no element, is nested more than 256 deep, or has an element with more than
            ``MOST_ATTRIBUTES`` attributes.
        TooLarge: over ``MOST_TAGS`` tags, or 10 million characters in one place.
    """
    if text.count("<") > MOST_TAGS:
        raise TooLarge(THIS, f"{MOST_TAGS:,} tags")
    if any(_is_crowded(rest) for rest in _rests(text)):
        raise ReadingError(THIS, f"an element of this page has more than {MOST_ATTRIBUTES:,} attributes.")
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    for entry in parser.error_log:
        if entry.level_name == "FATAL":  # the rest of the page is missing from the tree
            raise ReadingError(THIS, _broken(entry.message, "the page"))
    if root is None:
        raise ReadingError(THIS, "this page holds no text.")
    return root


def _rests(text: str) -> Iterator[str]:
    """Each opening tag without its name; what scripts and comments hold is no tag."""
    at = 0
    while found := _OPENING.search(text, at):
        at = found.end()
        name = (found["name"] or "").lower()
        if not name:
            if not text.startswith((">", "->"), at):
                end = text.find("-->", at)
                at = len(text) if end < 0 else end + 3
            continue
        yield found["rest"]
        if name in _RAW:
            ending = re.compile(rf"</{name}", re.IGNORECASE).search(text, at)
            at = ending.start() if ending else len(text)


def _is_crowded(rest: str) -> bool:
    """Whether a tag has more attributes than ``MOST_ATTRIBUTES``."""
    if len(rest) <= MOST_ATTRIBUTES:
        return False
    return sum(1 for _ in _ATTRIBUTE.finditer(rest)) > MOST_ATTRIBUTES


def _typed(part: str) -> ReadingError:
    """The error for a document type, which could define entities."""
    return ReadingError(THIS, f"{part} declares a document type, which is not allowed for safety's sake.")


def _broken(message: str, part: str) -> str:
    """What is wrong with a part, in a user's words rather than the parser's."""
    if _DEEP.search(message):
        return f"{part} is nested more than 256 deep, which no real document is."
    if "limit" in message or "huge" in message.lower():
        return f"{part} has a stretch of text that is too long to be read."
    return f"this file is damaged: {part} is not well-formed."


def local(element: etree._Element | None) -> str:
    """An element's name without its namespace; empty for what is no element."""
    tag: object = None if element is None else element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
