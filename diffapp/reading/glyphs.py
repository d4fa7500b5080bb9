"""The characters of a PDF page as pdfium finds them, each with its place, its type, whether it is seen."""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as c

from diffapp.errors import TooLarge
from diffapp.reading.hyphens import MADE

MAX_CHARACTERS: Final = 1_000_000
"""Of one page; what is set in type has some thousands."""

_BOLD: Final = re.compile(r"bold|black|heavy|demi|cmb|-bd|,bd", re.IGNORECASE)
_BOLD_WEIGHT: Final = 600
_TINY: Final = 2.0
"""Type below this size in points is not for readers."""
_UPRIGHT: Final = 0.1
"""Sine of the steepest slope at which a line still counts as level; recognised text is never quite level."""
_INVISIBLE: Final = (3, 7)
_BLANK: Final = 32
# Bullets from the fonts Symbol and Wingdings come under numbers of their own.
_SYMBOLS: Final = {0xF0B7: "•", 0xF0A7: "▪", 0xF06E: "■", 0xF06C: "●", 0xF02D: "–", 0xF0D8: "‣", 0xF0FC: "✓"}
_NOTHING: Final = {0, 10, 13}
_WHITE: Final = 250


class Type(NamedTuple):
    """What the characters of one text object have in common.

    ``hidden`` is the reason to leave them out; ``turns`` are the quarter turns clockwise of the page by which
    they read level, -1 for slanted ones; ``part`` counts the objects.
    """

    size: float
    bold: bool
    hidden: str
    turns: int
    part: int


Raw = tuple[str, float, float, Type, float]
"""Character, origin x and y, type, length along the line."""


_DRAWN: Final = [c.FPDF_PAGEOBJ_PATH, c.FPDF_PAGEOBJ_IMAGE, c.FPDF_PAGEOBJ_SHADING, c.FPDF_PAGEOBJ_FORM]


def drawn(page: pdfium.PdfPage) -> Iterator[pdfium.PdfObject]:
    """Pictures, shapes and what is put together of them, the outermost ones."""
    return iter(page.get_objects(filter=_DRAWN, max_depth=1))


def _quarter(along: float, up: float) -> int:
    """Into which quarter turn clockwise of the page a text direction reads level; -1 for a slanted one."""
    length = math.hypot(along, up) or 1.0
    along, up = along / length, up / length
    if abs(up) <= _UPRIGHT:
        return 0 if along > 0 else 2
    if abs(along) <= _UPRIGHT:
        return 1 if up > 0 else 3
    return -1


def _plainly(function: Any, *arguments: Any, result: Any) -> Any:
    """A function of pdfium that takes addresses as numbers, which is many times faster for each character."""
    address = ctypes.cast(function, ctypes.c_void_p).value or 0
    return ctypes.CFUNCTYPE(result, ctypes.c_void_p, ctypes.c_int, *arguments)(address)


_CODE: Final = _plainly(c.FPDFText_GetUnicode, result=ctypes.c_uint)
_OBJECT: Final = _plainly(c.FPDFText_GetTextObject, result=ctypes.c_void_p)
_ORIGIN: Final = _plainly(c.FPDFText_GetCharOrigin, ctypes.c_void_p, ctypes.c_void_p, result=ctypes.c_int)


class Characters:
    """One pass over the characters of a page; text objects are asked once each, for they are few."""

    def __init__(self, page: pdfium.PdfPage, text: pdfium.PdfTextPage) -> None:
        self._page = page
        self._text = text
        self._box = c.FS_RECTF()
        self._backgrounds: list[tuple[float, float, float, float]] | None = None

    def all(self) -> Iterator[Raw]:
        """Each character with its place, in the order of the file; spaces that pdfium added included.

        Raises:
            TooLarge: more than ``MAX_CHARACTERS``.
        """
        text = ctypes.cast(self._text.raw, ctypes.c_void_p).value
        x, y = ctypes.c_double(), ctypes.c_double()
        at_x, at_y = ctypes.byref(x), ctypes.byref(y)
        last: int | None = None
        kind = Type(0.0, bold=False, hidden="", turns=0, part=0)
        waiting: tuple[str, float, float, Type, int] | None = None
        count = c.FPDFText_CountChars(self._text.raw)
        if count > MAX_CHARACTERS:
            raise TooLarge("this document", f"{MAX_CHARACTERS:,} characters on a page")
        for at in range(count):
            code = _CODE(text, at)
            if code in _NOTHING:
                continue
            thing = _OBJECT(text, at)
            _ORIGIN(text, at, at_x, at_y)
            if thing and thing != last:
                last = thing
                kind = self._type(at, thing, kind.part + 1, x.value, y.value)
            here = x.value
            if waiting is not None:
                sign, before, height, type_, place = waiting
                # Within a word a character ends where the next begins; to ask pdfium takes far longer.
                length = here - before
                if sign == " " or code == _BLANK or kind is not type_ or not 0 < length <= kind.size:
                    length = self._length(place, type_, before)
                yield sign, before, height, type_, length
            waiting = _made(code), here, y.value, kind, at
        if waiting is not None:
            yield *waiting[:4], self._length(waiting[4], waiting[3], waiting[1])

    def _length(self, at: int, kind: Type, x: float) -> float:
        """How long a character is along its line."""
        if not c.FPDFText_GetLooseCharBox(self._text.raw, at, self._box):
            return 0.0
        box = self._box
        if kind.turns == 0:
            return max(float(box.right) - x, 0.0)  # the letters of a ligature share the place where it begins
        return float(box.top - box.bottom if kind.turns % 2 else box.right - box.left)

    def _type(self, at: int, address: int, part: int, x: float, y: float) -> Type:
        """What a text object's characters have in common, by one of them."""
        thing = ctypes.cast(address, c.FPDF_PAGEOBJECT)
        matrix = c.FS_MATRIX()
        c.FPDFText_GetMatrix(self._text.raw, at, matrix)
        size = c.FPDFText_GetFontSize(self._text.raw, at) * math.hypot(matrix.c, matrix.d)
        turns = _quarter(matrix.a, matrix.b)
        return Type(size, self._bold(at), self._hidden(thing, size, x, y), turns, part)

    def _bold(self, at: int) -> bool:
        """Whether a character is of a bold font, by its weight or, where that says nothing, by its name."""
        if c.FPDFText_GetFontWeight(self._text.raw, at) >= _BOLD_WEIGHT:
            return True
        name = ctypes.create_string_buffer(128)
        c.FPDFText_GetFontInfo(self._text.raw, at, name, 128, None)
        return _BOLD.search(name.value.decode("utf-8", "replace")) is not None

    def _hidden(self, thing: Any, size: float, x: float, y: float) -> str:
        """Why a text object is not to be seen, or nothing."""
        if c.FPDFTextObj_GetTextRenderMode(thing) in _INVISIBLE:
            return "invisible"
        if 0 < size < _TINY:
            return "tiny"
        colours = [ctypes.c_uint() for _ in range(4)]
        if not c.FPDFPageObj_GetFillColor(thing, *colours):
            return ""
        *inks, opaque = (colour.value for colour in colours)
        if opaque == 0:
            return "invisible"
        return "white" if min(inks) >= _WHITE and not self._on_colour(x, y) else ""

    def _on_colour(self, x: float, y: float) -> bool:
        """Whether something is drawn under a place, so that white letters show."""
        if self._backgrounds is None:
            self._backgrounds = [thing.get_bounds() for thing in drawn(self._page)]
        return any(left <= x <= right and low <= y <= high for left, low, right, high in self._backgrounds)


def _made(code: int) -> str:
    """A character; pdfium gives the hyphen at a line's end as one that is none."""
    return MADE if code in {2, 0xFFFE} else _SYMBOLS.get(code, "") or chr(code)
