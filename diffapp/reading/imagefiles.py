"""Picture files -> pages as grey values: PNG, JPEG, and TIFF of one or more pages; checked, then decoded."""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, NamedTuple

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from diffapp.errors import ReadingError, TooLarge
from diffapp.reading.deskew import Page

KINDS: Final = ("PNG", "JPEG", "TIFF")
MAX_PIXELS: Final = 100_000_000
"""Of one page: A4 at 600 dots an inch has 35 million."""
MAX_SIDE: Final = 30_000
MAX_PAGES: Final = 300
ENOUGH: Final = 240
"""Dots an inch that print is read at where there are more."""

_THIS: Final = "this document"
_LONG_SIDE: Final = 11.7  # inches of A4, where the file does not say
_DPI: Final = (72.0, 1250.0)
_INCHES: Final = (3.0, 24.0)
_LEAST: Final = 8
_DAMAGED: Final = (OSError, ValueError, TypeError, SyntaxError, EOFError, IndexError, KeyError, struct.error)
_DARK: Final = 100


class Sheet(NamedTuple):
    """A page: its number from 1, its grey values, and dots an inch."""

    number: int
    page: Page
    dpi: float


@contextmanager
def opened(data: bytes) -> Iterator[Image.Image]:
    """Open a picture file without decoding it.

    Raises:
        ReadingError: it is damaged, or no picture of a kind in ``KINDS``.
        TooLarge: its first page is over a limit.
    """
    try:
        with warnings.catch_warnings():
            # Pillow warns of large pictures and of odd tags; the first is checked below, the second harmless.
            warnings.simplefilter("ignore")
            picture = Image.open(io.BytesIO(data), formats=KINDS)
    except UnidentifiedImageError:
        raise ReadingError(_THIS, "this picture is damaged, or not a PNG, JPEG or TIFF file.") from None
    except Image.DecompressionBombError:
        raise _too_large() from None
    except (*_DAMAGED, zlib.error):
        raise ReadingError(_THIS, "this picture is damaged and cannot be opened.") from None
    with picture:
        _check_size(picture)
        yield picture


def count(picture: Image.Image) -> int:
    """How many pages a picture file has.

    Raises:
        ReadingError: it is damaged.
        TooLarge: more than ``MAX_PAGES``.
    """
    pages = 1
    while _sought(picture, pages):
        pages += 1
        if pages > MAX_PAGES:
            raise TooLarge(_THIS, f"{MAX_PAGES} pages in a picture file")
    return pages


def sheet(picture: Image.Image, number: int) -> Sheet:
    """Decode one page, turned as the file says, in black on white and not larger than is of use.

    Args:
        picture: from ``opened``.
        number: the page, counted from 1.

    Raises:
        ReadingError: this page is missing or damaged.
        TooLarge: it is over a limit.
    """
    if not _sought(picture, number - 1):
        raise ReadingError(_THIS, f"there is no page {number} in this picture.")
    _check_size(picture)
    dpi = _dpi(picture)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            upright = ImageOps.exif_transpose(_grey(picture))
    except MemoryError:
        raise
    except (*_DAMAGED, zlib.error, Image.DecompressionBombError):
        raise ReadingError(_THIS, f"page {number} of this picture is damaged or incomplete.") from None
    if dpi > ENOUGH:
        size = tuple(max(1, round(side * ENOUGH / dpi)) for side in upright.size)
        upright, dpi = upright.resize((size[0], size[1]), Image.Resampling.BOX), float(ENOUGH)
    page = np.asarray(upright, dtype=np.uint8)
    return Sheet(number, 255 - page if np.median(page) < _DARK else page, dpi)


def render(data: bytes, number: int, width: int) -> bytes:
    """Make a picture of one page, for a look at it beside its text.

    Args:
        data: the whole picture file.
        number: the page, counted from 1.
        width: of the picture in pixels.

    Returns:
        A PNG in grey, as wide as asked for, and at most three times as high.

    Raises:
        ReadingError: it is damaged, or there is no such page.
        TooLarge: it is over a limit.
    """
    with opened(data) as picture:
        seen = Image.fromarray(sheet(picture, number).page)
    high = min(max(1, round(seen.height * width / seen.width)), 3 * width)
    out = io.BytesIO()
    seen.resize((width, high), Image.Resampling.BOX).save(out, "PNG")
    return out.getvalue()


def _sought(picture: Image.Image, frame: int) -> bool:
    """Go to a page, counted from 0; False if there is none."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            picture.seek(frame)
    except EOFError:
        return False
    except Image.DecompressionBombError:
        raise _too_large() from None
    except (*_DAMAGED, zlib.error):
        raise ReadingError(_THIS, f"page {frame + 1} of this picture is damaged or incomplete.") from None
    return True


def _check_size(picture: Image.Image) -> None:
    width, height = picture.size
    if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
        raise _too_large()
    if min(width, height) < _LEAST:
        raise ReadingError(_THIS, "this picture is too small to hold text.")


def _too_large() -> TooLarge:
    return TooLarge(
        _THIS, f"{MAX_PIXELS // 1_000_000} million pixels, and {MAX_SIDE:,} to a side, for a page"
    )


def _dpi(picture: Image.Image) -> float:
    """Dots an inch as the file says if that gives a sheet of paper, else as if its long side were A4's."""
    said = picture.info.get("dpi", (0, 0))
    try:
        dpi = float(said[1] or said[0])
    except (TypeError, ValueError, IndexError, ZeroDivisionError, OverflowError):
        dpi = 0.0
    longest = max(picture.size)
    if _DPI[0] <= dpi <= _DPI[1] and _INCHES[0] <= longest / dpi <= _INCHES[1]:
        return dpi
    return longest / _LONG_SIDE


def _grey(picture: Image.Image) -> Image.Image:
    """Decode a page to grey values of 8 bits; what is transparent shows white paper."""
    if picture.mode.startswith(("I", "F")):
        values = np.asarray(picture, dtype=np.float64)
        most = 65535.0 if picture.mode.startswith("I") else float(np.nanmax(values))
        grey = np.nan_to_num(values / (most or 1.0) * 255).clip(0, 255).astype(np.uint8)
        turned = Image.fromarray(grey)
        turned.info = picture.info
        return turned
    if picture.has_transparency_data:
        layer = picture.convert("RGBA")
        paper = Image.new("RGBA", layer.size, "white")
        return Image.alpha_composite(paper, layer).convert("L")
    return picture.convert("L")
