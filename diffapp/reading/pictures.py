"""One page of a PDF as a picture, for a look at it beside its text."""

from __future__ import annotations

import struct
import zlib
from typing import Final

import pypdfium2 as pdfium

from diffapp.errors import ReadingError
from diffapp.reading.pdf import THIS, chosen, opened

MAX_PIXELS: Final = 4_000_000
"""The most pixels of a picture; a wider or longer one is made smaller, before anything is drawn."""

_LEAST: Final = 1
_JUST_BELOW: Final = 1 - 1e-6
"""Pixels are rounded up."""


def render(data: bytes, page: int, width: int) -> bytes:
    """Draw a page.

    Args:
        data: the whole PDF.
        page: its number, counted from 1.
        width: of the picture in pixels.

    Returns:
        A PNG, as wide as asked for unless that would be more than ``MAX_PIXELS`` pixels.

    Raises:
        ReadingError: the file cannot be opened, or there is no such page.
        TooLarge: too many pages.
    """
    with opened(data) as document:
        number = chosen(len(document), (page, page))[0]
        try:
            drawn = document[number - 1]
        except pdfium.PdfiumError:
            raise ReadingError(THIS, f"page {page} of this PDF is damaged.") from None
        try:
            wide, high = drawn.get_size()
            bitmap = drawn.render(scale=scale_for(wide, high, width), rev_byteorder=True)
            return _png(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, bitmap.n_channels)
        finally:
            drawn.close()


def scale_for(wide: float, high: float, width: int) -> float:
    """By how much to enlarge a page of so many points for a picture of a width within ``MAX_PIXELS``."""
    wide, high = max(wide, _LEAST), max(high, _LEAST)
    scale = max(width, _LEAST) / wide * _JUST_BELOW
    return float(min(scale, (MAX_PIXELS / (wide * high)) ** 0.5))


def _png(pixels: bytes, width: int, height: int, stride: int, channels: int) -> bytes:
    """Pixels as a PNG: red, green, blue, and perhaps a fourth byte that is left out."""
    rows = bytearray()
    for row in range(height):
        line = pixels[row * stride : row * stride + width * channels]
        if channels > 3:  # noqa: PLR2004 - red, green, blue
            kept = bytearray(width * 3)
            for colour in range(3):
                kept[colour::3] = line[colour::channels]
            line = bytes(kept)
        rows += b"\0" + line
    kind = 0 if channels == 1 else 2
    head = struct.pack(">IIBBBBB", width, height, 8, kind, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(rows), 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in parts
    )
