"""Placed characters -> lines: what follows on one baseline without a wide gap."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from diffapp.reading.hyphens import MADE
from diffapp.reading.lines import Line
from diffapp.reading.ruledlines import Wall

_WIDE: Final = 1.2
"""A gap of this many times the type's size parts two lines: cells, a number and its text, columns."""
_WIDE_BETWEEN: Final = 0.5
"""The same between what the file writes in two goes; cells of a table may stand as close."""
_SPACE: Final = 0.17
"""A gap of this many times the type's size is a space, where no space is printed."""
_BACK: Final = 0.35
"""As far as kerning moves a character back; further, another line begins."""
_LEVEL: Final = 0.15
_RAISED: Final = 0.15
_SMALL: Final = 0.88
_REACH: Final = 0.6
_MARK: Final = re.compile(r"[\d*†‡]{1,4}(?:,[\d*†‡]{1,4})*[).]?")
_UNDERLINE: Final = 0.2


class Glyph(NamedTuple):
    """A character, its left and right edge, baseline and size in points from the page's top left corner.

    ``part`` is the same for characters that the file writes in one go.
    """

    sign: str
    x0: float
    x1: float
    base: float
    size: float
    bold: bool
    part: int


def gather(glyphs: Sequence[Glyph], page: int, walls: Sequence[Wall] = ()) -> list[Line]:
    """Put the characters of a page together to lines.

    Args:
        glyphs: in the order of the file, spaces included.
        page: the number of the page, to be handed on.
        walls: rules that part the cells of tables, each with its place from the left, its top and bottom.

    Returns:
        The lines in the order in which their first characters stand in the file.
    """
    runs = _joined([run for run in _runs(glyphs) if any(not glyph.sign.isspace() for glyph in run)])
    if walls:
        runs = [part for run in runs for part in _parted(run, walls)]
    return [line for run in runs if (line := _line(run, page)).text or line.marks]


def _runs(glyphs: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """Characters that follow each other in the file and on the page."""
    run: list[Glyph] = []
    end: Glyph | None = None  # the last that is no space
    for glyph in glyphs:
        blank = glyph.sign.isspace()
        if end is not None and not blank and not _follows(end, glyph):
            yield run
            run = []
        run.append(glyph)
        if not blank:
            end = glyph
    if run:
        yield run


def _follows(end: Glyph, glyph: Glyph) -> bool:
    """Whether a character stands next to another on the same line, raised or lowered ones included."""
    size = max(end.size, glyph.size)
    shift = abs(end.base - glyph.base)
    if glyph.part == end.part and shift == 0 and 0 <= glyph.x0 - end.x0 <= size:
        return True
    smaller = min(end.size, glyph.size) <= size * _SMALL
    if shift > size * (_REACH if smaller else _LEVEL):
        return False
    if shift > size * _LEVEL and glyph.x0 - end.x1 > size * _REACH:
        return False
    if _right_to_left(glyph.sign) or _right_to_left(end.sign):
        return abs(glyph.x0 - end.x0) <= size * 4
    wide = size * (_WIDE if glyph.part == end.part else _WIDE_BETWEEN)
    return glyph.x0 >= end.x0 - size * _BACK and glyph.x0 - end.x1 <= wide


def _right_to_left(sign: str) -> bool:
    return sign > "\u0590" and unicodedata.bidirectional(sign) in {"R", "AL"}


def _joined(runs: list[list[Glyph]]) -> list[list[Glyph]]:
    """Join runs that touch on the page though something else stands between them in the file."""
    order = sorted(range(len(runs)), key=lambda at: (round(runs[at][0].base), _left(runs[at])))
    taken: dict[int, int] = {}
    for place, at in enumerate(order):
        for other in order[place + 1 :]:
            if runs[other][0].base - runs[at][0].base > runs[at][0].size:
                break
            for first, second in ((at, other), (other, at)):
                if second not in taken and _touch(_end(runs[first]), _start(runs[second])):
                    taken[second] = first
                    break
    followers: dict[int, int] = {}
    for second, first in taken.items():
        followers.setdefault(first, second)
    inner = set(followers.values())
    return [_chain(at, runs, followers) for at in range(len(runs)) if at not in inner]


def _parted(run: list[Glyph], walls: Sequence[Wall]) -> Iterator[list[Glyph]]:
    """A run cut where a rule stands between two of its characters."""
    places = [x for x, top, low in walls if top < run[0].base <= low and run[0].x0 < x < run[-1].x1]
    part: list[Glyph] = []
    for glyph in run:
        if part and any(_middle(part[-1]) < x < _middle(glyph) for x in places) and _breaks(part[-1], glyph):
            if any(not each.sign.isspace() for each in part):
                yield part
            part = []
        part.append(glyph)
    if any(not each.sign.isspace() for each in part):
        yield part


def _breaks(before: Glyph, glyph: Glyph) -> bool:
    """Whether a word may end between two characters: a rule through a word parts nothing."""
    if before.sign.isspace() or glyph.sign.isspace() or before.part != glyph.part:
        return True
    return glyph.x0 - before.x1 > glyph.size * _SPACE


def _middle(glyph: Glyph) -> float:
    return (glyph.x0 + glyph.x1) / 2


def _chain(at: int | None, runs: list[list[Glyph]], followers: dict[int, int]) -> list[Glyph]:
    """A run with those that touch its end."""
    chain: list[Glyph] = []
    seen: set[int] = set()
    while at is not None and at not in seen:
        seen.add(at)
        chain += runs[at]
        at = followers.get(at)
    return chain


def _touch(end: Glyph, start: Glyph) -> bool:
    """Whether one run's end and another's start are as near as two characters of one word or sentence."""
    size = max(end.size, start.size)
    smaller = min(end.size, start.size) <= size * _SMALL
    level = abs(end.base - start.base) <= size * (_REACH if smaller else _LEVEL)
    return level and -size * _SPACE <= start.x0 - end.x1 <= size * (_SPACE if smaller else _BACK)


def _start(run: list[Glyph]) -> Glyph:
    return next(glyph for glyph in run if not glyph.sign.isspace())


def _end(run: list[Glyph]) -> Glyph:
    return next(glyph for glyph in reversed(run) if not glyph.sign.isspace())


def _left(run: list[Glyph]) -> float:
    return _start(run).x0


def _line(run: list[Glyph], page: int) -> Line:
    """One run as a line; its raised numbers are taken out of the text and noted."""
    inked = [glyph for glyph in run if not glyph.sign.isspace()]
    size = _commonest([glyph.size for glyph in inked])
    large = [glyph for glyph in inked if glyph.size > size * _SMALL]
    base = _commonest([glyph.base for glyph in large])
    text, marks = _written(run, size, base)
    return Line(
        text=text,
        x0=min(glyph.x0 for glyph in inked),
        y0=base - size * (1 - _UNDERLINE),
        x1=max(glyph.x1 for glyph in inked),
        y1=base + size * _UNDERLINE,
        size=size,
        page=page,
        bold=sum(glyph.bold for glyph in inked) * 2 > len(inked),
        marks=marks,
    )


def _commonest(values: list[float]) -> float:
    """The value that occurs most often, to a tenth of a point."""
    first = values[0]
    if values.count(first) * 2 > len(values):  # as it mostly is, and much sooner found
        return round(first, 1)
    return Counter(round(value, 1) for value in values).most_common(1)[0][0]


def _written(run: list[Glyph], size: float, base: float) -> tuple[str, tuple[tuple[int, str], ...]]:
    """The text of a run with single spaces, and the marks that were taken out of it."""
    text, raised = "", ""
    marks: list[tuple[int, str]] = []
    end: Glyph | None = None
    for glyph in [*run, None]:
        if glyph is not None and glyph.size <= size * _SMALL and base - glyph.base > size * _RAISED:
            raised += glyph.sign
            end = glyph if not glyph.sign.isspace() else end
            continue
        if raised:
            stripped = raised.strip()
            if _MARK.fullmatch(stripped):
                marks.append((len(text), stripped))
            else:
                text += raised
            raised = ""
        if glyph is None:
            break
        if glyph.sign.isspace():
            text += " " if text and not text.endswith(" ") else ""
            continue
        if end is not None and text and not text.endswith(" ") and glyph.x0 - end.x1 > _gap(end, size):
            text += " "
        text += glyph.sign
        end = glyph
    text = text.rstrip()
    return text[:-1].replace(MADE, "-") + text[-1:], tuple(marks)


def _gap(end: Glyph, size: float) -> float:
    """From which distance on a space stands after a character; little is kerned after a raised number."""
    return size * _SPACE * (1.0 if end.size <= size * _SMALL else 1.5)
