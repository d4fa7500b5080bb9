"""Recognised lines, sign by sign: spaces put in and columns parted by gaps in the ink, marks taken out.

What the network reads is not changed but for spaces: where the ink leaves a gap as wide as a space, and the
network saw none, there is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from diffapp.reading import ink
from diffapp.reading.ink import Ink
from diffapp.reading.recognition import Box, Glyphs

WIDE: Final = 1.2
"""A gap of so many sizes parts two lines; the same as in typeset pages."""
SPACE: Final = 0.25
"""A gap of so many sizes is a space: in print a space has as much at least, and letters stand closer."""
_RAISED: Final = dict(zip("¹²³⁴⁵⁶⁷⁸⁹⁰", "1234567890", strict=True))
_UNIT: Final = re.compile(r"(?<![^\W_])[kcm]?m$")
_CLOSING: Final = " .,;:!?)]}%\"'”’»/-–—"
_OPENING: Final = " ([{“‘«/-–—"
_CALL: Final = re.compile(r"[\d*†‡]")


@dataclass(frozen=True, slots=True)
class Read:
    """A run of print: where it was looked at, what it says, what its ink is like."""

    box: Box
    glyphs: Glyphs
    ink: Ink

    @property
    def base(self) -> float:
        """The baseline on the page."""
        return self.box.y0 + self.ink.base


def parted(read: Read) -> Iterator[Read]:
    """Cut a run at its wide gaps, and put in the spaces that the network did not see."""
    text = read.glyphs.text
    width = read.ink.mask.shape[1]
    spans = list(ink.gaps(read.ink, SPACE))
    start, begun, out = 0, 0, list(text)
    for span in spans:
        middle = (span.start + span.end) / 2 / width
        cut = _after(read.glyphs, middle)
        wide = span.end - span.start >= WIDE * read.ink.size
        if wide and "".join(out[start:cut]).strip() and text[cut:].strip():
            yield _part(read, out, ink.Span(start, cut), ink.Span(begun, span.start))
            start, begun = cut, span.end
        elif start < cut and _lacks_space(text[:cut], text[cut:], (span.end - span.start) / read.ink.size):
            out[cut] = " " + out[cut]
    yield _part(read, out, ink.Span(start, len(text)), ink.Span(begun, width))


def _after(glyphs: Glyphs, place: float) -> int:
    """The number of the first character behind a gap; the network's places are right to about a character."""
    text = glyphs.text
    cut = next((n for n, at in enumerate(glyphs.at) if at > place), len(text))
    near = [n for n in range(max(0, cut - 2), min(len(text), cut + 2)) if text[n] == " "]
    if near:
        cut = min(near, key=lambda n: abs(glyphs.at[n] - place))
    while cut < len(text) and text[cut] == " ":
        cut += 1
    return cut


def _lacks_space(before: str, after: str, gap: float) -> bool:
    """Whether a gap of so many sizes is a space: none is in a number, or on the wrong side of a sign."""
    if not after or before[-1] in _OPENING or after[0] in _CLOSING:
        return False
    if before[-1].isdigit() and after[0].isdigit():
        return False
    # Capitals are often set wide: there, letters stand as far apart as words do elsewhere.
    return gap >= SPACE * (2 if before[-1].isupper() and after[0].isupper() else 1)


def _part(read: Read, out: list[str], signs_in: ink.Span, columns: ink.Span) -> Read:
    """Some of the characters, with the columns that they stand in, as a run of their own."""
    (start, end), (x0, x1) = signs_in, columns
    box = Box(read.box.x0 + x0, read.box.y0, read.box.x0 + x1, read.box.y1)
    scale = read.ink.mask.shape[1]
    signs: list[str] = []
    sure: list[float] = []
    at: list[float] = []
    for n in range(start, end):
        for sign in out[n].lstrip() if n == start else out[n]:
            signs.append(sign)
            sure.append(read.glyphs.sure[n])
            at.append((read.glyphs.at[n] * scale - x0) / max(1, x1 - x0))
    glyphs = Glyphs("".join(signs), tuple(sure), tuple(at))
    return Read(box, glyphs, replace(read.ink, mask=read.ink.mask[:, x0:x1]))


def confidence(glyphs: Glyphs) -> float:
    """How sure a line is: the mean over its characters, 0 where there are none."""
    seen = [sure for sign, sure in zip(glyphs.text, glyphs.sure, strict=True) if sign != " "]
    return round(min(1.0, max(0.0, float(np.mean(seen)))), 4) if seen else 0.0


def without_marks(read: Read) -> tuple[str, tuple[tuple[int, str], ...]]:
    """The text with single spaces, and what was raised above it with the place where it stood."""
    kept: list[str] = []
    marks: list[tuple[int, str]] = []
    width = read.ink.mask.shape[1]
    for sign, at in zip(read.glyphs.text, read.glyphs.at, strict=True):
        before = "".join(kept[-3:])
        call = _RAISED.get(sign) if not _UNIT.search(before) else None
        if call is None and _CALL.match(sign) and before[-1:] != " " and ink.raised(read.ink, at * width):
            call = sign
        if call is None:
            if not (sign.isspace() and (not kept or kept[-1] == " ")):
                kept.append(" " if sign.isspace() else sign)
        elif marks and marks[-1][0] == len(kept):
            marks[-1] = (len(kept), marks[-1][1] + call)
        else:
            marks.append((len(kept), call))
    return "".join(kept).rstrip(), tuple(marks)
