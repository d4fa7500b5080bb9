"""The picture of a page -> its printed lines: found, read side by side, measured, and brought to points."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from statistics import median
from typing import Final

from diffapp.reading import celled, ink, recognition, ruledlines
from diffapp.reading.deskew import Page, slant, straight
from diffapp.reading.inkrules import ruling
from diffapp.reading.lines import Grid, Line
from diffapp.reading.recognition import Box, Glyphs
from diffapp.reading.ruledlines import Wall
from diffapp.reading.spacing import Read, confidence, parted, without_marks

FINDING: Final = 120
"""Dots an inch at which print is looked for; it is read at the picture's own resolution."""

_WORKERS: Final = min(4, os.cpu_count() or 1)
_BOLD: Final = 1.33
_LETTERS: Final = 4
_ALIKE: Final = 0.08
_HANGING: Final = 4.0
_REACH: Final = 8.0
_LIKELY: Final = 0.5
_BLOT: Final = 0.5
_BULLET: Final = "\u2022"
_DOTS: Final = {"", ".", "·", "*", "o", "°", "-", _BULLET}
"""What a bullet alone in a picture is taken for."""


def lines(page: Page, number: int, dpi: float) -> list[Line]:
    """Read a page.

    Args:
        page: its picture, grey values, shape (height, width).
        number: the page's number, to be handed on.
        dpi: dots an inch of the picture.

    Returns:
        Its lines in points, as ``Line`` says, each with its confidence.

    Raises:
        NotInstalled: the weights are missing.
    """
    turned = straight(page, slant(page))
    ruled = ruling(turned, dpi)
    level = ruled.page
    walls = ruledlines.walls(ruled.grids)
    boxes = _joined([*celled.parted(recognition.find(level, min(1.0, FINDING / dpi)), walls)], walls)
    boxes = _joined([*celled.parted([_reaching(level, box, boxes) for box in boxes], walls)], walls)
    reads = [read for read in _read(level, boxes) if read.glyphs.text.strip()]
    reads = _evened([*reads, *_hanging(level, reads)])
    usual = median([read.ink.stroke for read in reads if _letters(read) >= _LETTERS] or [0.0])
    # Turning made the picture larger on all sides; its middle stayed.
    aside = (level.shape[1] - page.shape[1]) / 2, (level.shape[0] - page.shape[0]) / 2
    found = []
    for part in (part for read in reads for part in parted(read)):
        bold = _letters(part) >= _LETTERS and part.ink.stroke > _BOLD * usual
        found.append(_line(part, number, 72 / dpi, aside, bold=bold))
    return _placed(found, ruled.grids, 72 / dpi, aside)


def _placed(found: list[Line], grids: Sequence[Grid], scale: float, aside: tuple[float, float]) -> list[Line]:
    """The lines, those in a cell of a table with their place."""
    moved = [grid.moved(aside, scale) for grid in grids]
    return ruledlines.placed(found, ruledlines.tables(found, moved))


def _letters(read: Read) -> int:
    """How many letters a run has."""
    return sum(map(str.isalpha, read.glyphs.text))


def _joined(boxes: Sequence[Box], walls: Sequence[Wall] = ()) -> list[Box]:
    """Make one box of those that overlap or nearly touch on one line, but for a rule, from left to right."""
    left = sorted(boxes, key=lambda box: box.x0)
    done: list[Box] = []
    for box in left:
        for at, other in enumerate(done):
            shared = min(box.y1, other.y1) - max(box.y0, other.y0)
            smaller, larger = sorted((box.y1 - box.y0, other.y1 - other.y0))
            # Where too much is joined, it is parted again by the gap in the ink.
            alike = shared >= 0.6 * smaller and larger <= 1.8 * smaller
            if alike and box.x0 - other.x1 <= 0.8 * smaller and not celled.between(other, box, walls):
                done[at] = Box(other.x0, min(box.y0, other.y0), max(box.x1, other.x1), max(box.y1, other.y1))
                break
        else:
            done.append(box)
    return done


def _reaching(page: Page, box: Box, boxes: Sequence[Box]) -> Box:
    """The box with what goes on to its left and right: the network may cut a short line within a word."""
    height = box.y1 - box.y0
    beside = [each for each in boxes if min(each.y1, box.y1) - max(each.y0, box.y0) > height / 2]
    left = max([0.0, *(each.x1 for each in beside if each.x0 < box.x0)])
    right = min([float(page.shape[1]), *(each.x0 for each in beside if each.x0 > box.x0)])
    x0 = min(box.x0, max(left, box.x0 - _REACH * height))
    x1 = max(box.x1, min(right, box.x1 + _REACH * height))
    if x0 == box.x0 and x1 == box.x1:
        return box
    inked = ink.inked(ink.own(ink.mask_of(_cut(page, Box(x0, box.y0, x1, box.y1)))))
    start, end = round(box.x0 - x0), round(box.x1 - x0)
    step = max(1, round(height / 2))
    while inked[max(0, start - step) : start].any():
        start = max(0, start - step)
    while inked[end : end + step].any():
        end = min(len(inked), end + step)
    return Box(x0 + start, box.y0, x0 + end, box.y1)


def _read(page: Page, boxes: Sequence[Box]) -> list[Read]:
    """Read and measure the pictures of lines, several at a time."""
    pictures = [_cut(page, box) for box in boxes]
    with ThreadPoolExecutor(_WORKERS) as pool:
        glyphs = list(pool.map(recognition.spell, pictures))
    return [
        Read(
            Box(round(box.x0), round(box.y0), round(box.x1), round(box.y1)),
            each,
            ink.measure(ink.own(ink.mask_of(picture)), each.text),
        )
        for box, each, picture in zip(boxes, glyphs, pictures, strict=True)
    ]


def _cut(page: Page, box: Box) -> Page:
    """The part of a page in a box, a pixel at least."""
    x0, y0 = round(box.x0), round(box.y0)
    return page[y0 : max(y0 + 1, round(box.y1)), x0 : max(x0 + 1, round(box.x1))]


def _evened(reads: list[Read]) -> list[Read]:
    """Give lines of nearly the usual size that size, and short ones baseline and size of a long neighbour.

    Sizes are measured to a pixel; a few letters without a profile of their own cannot be measured at all.
    """
    long = [read for read in reads if _letters(read) >= 2 * ink.PROFILE]
    usual = median([read.ink.size for read in long]) if long else 0.0
    done = []
    for read in reads:
        size, base = read.ink.size, read.ink.base
        if _letters(read) < ink.PROFILE:
            beside = [each for each in long if read.box.y0 < each.base - each.ink.size / 4 < read.box.y1]
            if beside:
                nearest = min(beside, key=lambda each: abs(each.box.x0 - read.box.x1))
                size, base = nearest.ink.size, nearest.base - read.box.y0
            elif usual:
                size = min(size, usual)  # so few letters are no heading, whatever they measure
        if usual and abs(size - usual) <= _ALIKE * usual:
            size = usual
        done.append(replace(read, ink=replace(read.ink, size=size, base=base)))
    return done


def _hanging(page: Page, reads: Sequence[Read]) -> list[Read]:
    """What stands left of a line and was not found: a bullet is too small for a line of its own."""
    boxes = []
    for read in reads:
        size = read.ink.size
        y0, y1 = read.base - 0.85 * size, read.base + 0.25 * size
        x1 = read.box.x0 + read.ink.edges.start - 0.2 * size
        x0 = max([x1 - _HANGING * size, 0.0, *(each.box.x1 for each in reads if _left_of(each, read))])
        if y0 < 0 or x1 - x0 < 0.3 * size:
            continue
        mask = ink.own(ink.mask_of(_cut(page, Box(x0, y0, read.box.x1, y1))))[:, : int(x1 - x0)]
        spot = ink.spot(mask, size)
        if spot is not None:
            pad = 0.3 * size
            boxes.append(Box(max(0.0, x0 + spot.start - pad), y0, min(x1, x0 + spot.end + pad), y1))
    return [each for read in _read(page, boxes) for each in _as_bullet(read)]


def _as_bullet(read: Read) -> list[Read]:
    """A sign beside a line: as it was read, or as a bullet if it is a blot of that size, or nothing."""
    if read.glyphs.text.strip() not in _DOTS:
        return [read] if confidence(read.glyphs) >= _LIKELY else []
    edges = read.ink.edges
    if edges.end - edges.start > _BLOT * (read.box.y1 - read.box.y0):
        return []
    return [replace(read, glyphs=Glyphs(_BULLET, (1.0,), (0.5,)))]


def _left_of(other: Read, read: Read) -> bool:
    """Whether a run stands before another on its line."""
    return other.box.x0 < read.box.x0 and other.box.y0 < read.base - read.ink.size / 4 < other.box.y1


def _line(read: Read, number: int, scale: float, aside: tuple[float, float], *, bold: bool) -> Line:
    """The run in points, without the raised signs that refer to notes."""
    text, marks = without_marks(read)
    edges = read.ink.edges
    base = (read.base - aside[1]) * scale
    size = read.ink.size * scale
    return Line(
        text,
        (read.box.x0 + edges.start - aside[0]) * scale,
        base - 0.8 * size,
        (read.box.x0 + edges.end - aside[0]) * scale,
        base + 0.2 * size,
        size,
        number,
        bold,
        confidence(read.glyphs),
        marks,
    )
