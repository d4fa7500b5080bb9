"""Text -> text without what breaks a display or an export; what could mislead is kept and named.

As a rule one code point stands for one code point. The exceptions: CRLF becomes one line feed, form
feed and U+2029 become an empty line, and a NUL goes unless it parts two words. Every step is linear.
"""

from __future__ import annotations

import re
from typing import Final

LOST: Final = "\ufffd"

_NEWLINES: Final = re.compile("\r\n|[\r\v\x85\u2028]")
_PAGE_ENDS: Final = re.compile("[\f\u2029]")
_NULS: Final = re.compile("\0+")
_PAIRS: Final = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_SURROGATES: Final = re.compile("[\ud800-\udfff]")
_CONTROLS: Final = re.compile("[\x01-\x08\x0e-\x1f\x7f-\x9f]")
_BIDI: Final = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_ZERO_WIDTH: Final = re.compile("[\u00ad\u180e\u200b-\u200d\u2060-\u2064\ufeff]")
_LATIN: Final = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f"
_CYRILLIC: Final = "\u0400-\u052f"
# One run of letters of both scripts; every character is looked at once, so the cost is linear.
_WORD: Final = re.compile(f"[{_LATIN}{_CYRILLIC}]+")
_HAS_LATIN: Final = re.compile(f"[{_LATIN}]")
_HAS_CYRILLIC: Final = re.compile(f"[{_CYRILLIC}]")
_STACKED: Final = re.compile("[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]{5,}")


def clean(text: str) -> tuple[str, tuple[str, ...]]:
    r"""Make a text safe to display and export, and say what was done and what looks odd.

    Args:
        text: any string, lone surrogates and control characters included.

    Returns:
        The cleaned text (line ends are "\n"; encodable as UTF-8) and sentences for the user.
    """
    text = text.removeprefix("\ufeff")
    text = _PAGE_ENDS.sub("\n\n", _NEWLINES.sub("\n", text))
    text, nuls = _NULS.subn(_nul, text)
    # Two surrogates in a row are one character that was encoded by halves (CESU-8).
    text = _PAIRS.sub(lambda pair: pair[0].encode("utf-16", "surrogatepass").decode("utf-16"), text)
    text, lone = _SURROGATES.subn(LOST, text)
    text, controls = _CONTROLS.subn(LOST, text)
    notes = [
        (nuls, "NUL characters that were taken out: {n}."),
        (lone + controls, "Characters that cannot be displayed and were replaced by \ufffd: {n}."),
    ]
    return text, tuple(_said(notes)) + oddities(text)


def oddities(text: str) -> tuple[str, ...]:
    """Name what can make a text look different from what it is; nothing is changed.

    Returns:
        One sentence with a count for each kind found: text direction, invisible characters, words of
        two scripts, piled-up accents.
    """
    mixed = sum(
        1 for word in _WORD.finditer(text) if _HAS_CYRILLIC.search(word[0]) and _HAS_LATIN.search(word[0])
    )
    notes = [
        (len(_BIDI.findall(text)), "Invisible characters that change the direction of the text (kept): {n}."),
        (len(_ZERO_WIDTH.findall(text)), "Characters without width (kept): {n}."),
        (mixed, "Words that mix Latin and Cyrillic letters (kept): {n}."),
        (len(_STACKED.findall(text)), "Letters with five or more accents piled up (kept): {n}."),
    ]
    return tuple(_said(notes))


def _said(notes: list[tuple[int, str]]) -> list[str]:
    """Fill the counts in, and leave out what does not occur."""
    return [sentence.format(n=f"{count:,}") for count, sentence in notes if count]


def _nul(found: re.Match[str]) -> str:
    """A space where NULs part two words, and nothing where white space already does."""
    text, start, end = found.string, found.start(), found.end()
    if start == 0 or end == len(text) or text[start - 1].isspace() or text[end].isspace():
        return ""
    return " "
