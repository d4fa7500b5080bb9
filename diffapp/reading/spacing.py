"""Recognised lines, sign by sign: spaces put in and columns parted by gaps in the ink, marks taken out.

What the network reads is not changed but for spaces: where the ink leaves a gap as wide as a space, and the
network saw none, there is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
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
_NUMBERED: Final = re.compile(r"\d+[.)]")
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
    text, width = read.glyphs.text, read.ink.mask.shape[1]
    spans = list(ink.gaps(read.ink, SPACE))
    seen = _seen(read.glyphs, [(span.start + span.end) / 2 / width for span in spans])
    start, begun, out = 0, 0, list(text)
    for span, (cut, known) in zip(spans, seen, strict=True):
        gap = (span.end - span.start) / read.ink.size
        if gap >= WIDE and "".join(out[start:cut]).strip() and text[cut:].strip():
            yield _part(read, out, ink.Span(start, cut), ink.Span(begun, span.start))
            start, begun = cut, span.end
        elif not known and start < cut and _lacks_space(text[:cut], text[cut:], gap):
            out[cut] = " " + out[cut]
    yield _part(read, out, ink.Span(start, len(text)), ink.Span(begun, width))


def _seen(glyphs: Glyphs, gaps: Sequence[float]) -> list[tuple[int, bool]]:
    """For each gap the number of the character behind it, and whether the network saw a space there.

    Its places are right to about a character, so each space belongs to the nearest gap that is still free.
    """
    text, at = glyphs.text, glyphs.at
    spaces = [number for number, sign in enumerate(text) if sign == " "]
    near = sorted((abs(at[space] - gap), space, n) for n, gap in enumerate(gaps) for space in spaces)
    taken: dict[int, int] = {}
    for _, space, n in near:
        if n not in taken and space not in taken.values():
            taken[n] = space
    found = []
    for n, gap in enumerate(gaps):
        cut = taken.get(n, next((k for k, place in enumerate(at) if place > gap), len(text)))
        while cut < len(text) and text[cut] == " ":
            cut += 1
        found.append((cut, n in taken))
    return found


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
    # The number of a paragraph is not that of a note, which has no stop behind it.
    numbered = len(found[0]) if (found := _NUMBERED.match(read.glyphs.text)) else 0
    for sign, at in zip(read.glyphs.text, read.glyphs.at, strict=True):
        before = "".join(kept[-3:])
        call = _RAISED.get(sign) if not _UNIT.search(before) else None
        own = len("".join(kept).strip()) >= numbered and before[-1:] != " "
        if call is None and own and _CALL.match(sign) and ink.raised(read.ink, at * width):
            call = sign
        if call is None:
            if not (sign.isspace() and (not kept or kept[-1] == " ")):
                kept.append(" " if sign.isspace() else sign)
        elif marks and marks[-1][0] == len(kept):
            marks[-1] = (len(kept), marks[-1][1] + call)
        else:
            marks.append((len(kept), call))
    return "".join(kept).rstrip(), tuple(marks)
