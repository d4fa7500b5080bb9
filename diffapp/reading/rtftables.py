"""What RTF's words stand for: signs, groups apart from the text, and the code pages of its fonts."""

from __future__ import annotations

import codecs
from typing import Final

from diffapp.reading import symbols
from diffapp.reading.gathering import BREAK

SIGNS: Final = {
    "tab": "\t",
    "line": BREAK,
    "lbr": BREAK,
    "page": BREAK,
    "column": BREAK,
    "emspace": "\u2003",
    "enspace": "\u2002",
    "qmspace": "\u2005",
    "emdash": "—",
    "endash": "–",
    "bullet": "•",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "zwj": "\u200d",
    "zwnj": "\u200c",
}
CONTROL_SIGNS: Final = {"~": "\u00a0", "-": "\u00ad", "_": "\u2011", "{": "{", "}": "}", "\\": "\\"}
SKIPPED: Final = {
    *("colortbl", "pict", "fldinst", "xe", "tc", "rxe", "txe", "nonshppict", "shprslt", "nonesttables"),
    *("filetbl", "ftnsep", "ftnsepc", "ftncn", "aftnsep", "aftnsepc", "aftncn", "atnid", "atnauthor"),
    *("objdata", "datafield", "private", "themedata", "pn", "annotation", "author", "operator", "keywords"),
    *("doccomm", "company", "manager", "category", "subject", "comment", "hlinkbase"),
    *("creatim", "revtim", "printim", "buptim"),
}
SHELLS: Final = {"shpinst", "do", "upr", "info"}
"""Groups without text of their own that may hold one with text."""

HEADERS: Final = {f"{kind}{which}" for kind in ("header", "footer") for which in ("", "l", "r", "f")}
FLOWS: Final = {
    "footnote": "footnote",
    "listtext": "label",
    "pntext": "label",
    "shptxt": "box",
    "dptxbxtext": "box",
    "title": "title",
}
"""Groups whose text stands by itself -> what it is; "title" is that of the file's description."""

_CHARSETS: Final = {
    0: "cp1252",
    77: "mac_roman",
    128: "cp932",
    129: "cp949",
    130: "johab",
    134: "gb18030",
    136: "big5",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
    254: "cp437",
    255: "cp850",
}
SYMBOLIC: Final = 2
"""The character set of fonts whose signs are named by their place alone."""

_MAC: Final = {10000: "mac_roman", 10006: "mac_greek", 10007: "mac_cyrillic", 10029: "mac_latin2"}
_PRIVATE: Final = 0xF000
BODY: Final = 9
DEEPEST: Final = 6


def code_page(number: int | None) -> str:
    """Python's name of a Windows code page; that of Western Europe where it has none."""
    name = _MAC.get(number or 0) or ("utf-8" if number == 65001 else f"cp{number}")  # noqa: PLR2004 - Windows's number
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "cp1252"


def of_charset(charset: int, default: str) -> str:
    """The code page of a font's character set; 1 is the document's own."""
    return _CHARSETS.get(charset, default)


def symbol(code: int, font: str) -> str | None:
    """The character for a sign of a symbol font, by its place there or as a private character."""
    return symbols.plain(code if code >= _PRIVATE else _PRIVATE + code, font)


def heading_level(outline: int | None) -> int | None:
    """A heading level, 1 to 6, from an outline level, which counts from 0; None for body text, which is 9."""
    number = outline or 0
    return min(number + 1, DEEPEST) if 0 <= number < BODY else None
