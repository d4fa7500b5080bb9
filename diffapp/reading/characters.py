"""A PDF page -> its printed lines: the characters that pdfium finds, put together by where they stand.

Left out, and counted, is what a reader of the printed page does not see or does not read: invisible, white
and tiny text, what stands beside the page, and what is turned against the rest (watermarks).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as c

from diffapp.reading import ruledlines, struck
from diffapp.reading.drawnrules import rules
from diffapp.reading.glyphs import Characters, Raw, drawn
from diffapp.reading.grids import grids
from diffapp.reading.lines import Grid, Line, Sheet
from diffapp.reading.runs import Glyph, gather
from diffapp.reading.struck import Struck

_PICTURE_SHARE: Final = 0.5


@dataclass(slots=True)
class Seen:
    """What one page shows: its lines, and how many characters were left out, by the reason.

    ``recognised`` is whether the text is an invisible layer over a picture; ``picture`` whether the page
    shows pictures or drawings but no text.
    """

    lines: list[Line]
    sheet: Sheet
    left_out: Counter[str] = field(default_factory=Counter)
    recognised: bool = False
    picture: bool = False
    struck: list[Struck] = field(default_factory=list)


class _View(NamedTuple):
    """How a page is looked at: its visible box in the file's own points, and quarter turns clockwise."""

    left: float
    bottom: float
    right: float
    top: float
    turns: int

    @property
    def sheet(self) -> Sheet:
        wide, high = self.right - self.left, self.top - self.bottom
        return Sheet(high, wide) if self.turns % 2 else Sheet(wide, high)

    def place(self, x: float, y: float) -> tuple[float, float]:
        """A point of the file as points from the left and from the top."""
        return (
            (x - self.left, self.top - y),
            (y - self.bottom, x - self.left),
            (self.right - x, y - self.bottom),
            (self.top - y, self.right - x),
        )[self.turns % 4]


def look(page: pdfium.PdfPage, number: int) -> Seen:
    """Find the printed lines of a page.

    Args:
        page: an open page.
        number: its number in the file, counted from 1.

    Returns:
        The lines, in the order of the file, with what was left out.
    """
    left, bottom, right, top = page.get_cropbox()
    own = _View(left, bottom, right, top, page.get_rotation() // 90)
    text = page.get_textpage()
    try:
        raw = list(Characters(page, text).all())
    finally:
        text.close()
    turns = Counter(each[3].turns for each in raw)
    most = turns.most_common(1)[0][0] if turns else None
    # A table across a page is often set sideways; then the page is read as one would turn it.
    upright = own.turns if most is None else most
    view = own._replace(turns=upright)
    seen = Seen([], view.sheet)
    covered = _picture_share(page, own) if not raw or any(each[3].hidden for each in raw) else 0.0
    visible = any(not each[3].hidden for each in raw)
    seen.recognised = (
        not visible and covered >= _PICTURE_SHARE and any(e[3].hidden == "invisible" for e in raw)
    )
    kept = list(_kept(raw, view, seen))
    drawn = rules(page, view.place) if kept else ([], [])
    seen.lines = _lines(kept, number, grids(*drawn))
    seen.struck = list(struck.find(seen.lines, drawn[0]))
    seen.picture = not seen.lines and (covered > 0 or _draws(page))
    return seen


def _lines(kept: list[Glyph], number: int, found: list[Grid]) -> list[Line]:
    """The lines of a page, cut at the rules of its tables, each with its cell."""
    if not found:
        return gather(kept, number)
    lines = gather(kept, number, ruledlines.walls(found))
    sure = ruledlines.tables(lines, found)
    if len(sure) < len(found):  # what turned out to be no table has cut nothing
        lines = gather(kept, number, ruledlines.walls(sure))
    return ruledlines.placed(lines, sure)


def _kept(raw: list[Raw], view: _View, seen: Seen) -> Iterator[Glyph]:
    """The characters to be read, placed on the page as it is looked at; the others are counted."""
    width, height = view.sheet
    turns = view.turns % 4
    for sign, x, y, kind, length in raw:
        why = "" if seen.recognised and kind.hidden == "invisible" else kind.hidden
        left, base = (x - view.left, view.top - y) if turns == 0 else view.place(x, y)
        if not why and not (-1 <= left <= width + 1 and -1 <= base <= height + 1):
            why = "beside the page"
        if not why and kind.turns != turns:
            why = "turned"
        if not why:
            yield Glyph(sign, left, left + length, base, kind.size, kind.bold, kind.part)
        elif not sign.isspace():
            seen.left_out[why] += 1


def _draws(page: pdfium.PdfPage) -> bool:
    return next(drawn(page), None) is not None


def _picture_share(page: pdfium.PdfPage, view: _View) -> float:
    """Which share of a page its largest picture covers."""
    area = (view.right - view.left) * (view.top - view.bottom) or 1.0
    most = 0.0
    for thing in page.get_objects(filter=[c.FPDF_PAGEOBJ_IMAGE, c.FPDF_PAGEOBJ_FORM], max_depth=3):
        if thing.type == c.FPDF_PAGEOBJ_IMAGE:
            left, low, right, high = thing.get_bounds()
            most = max(most, (right - left) * (high - low) / area)
    return most
