"""Where one file holds several documents: on which pages further ones seem to begin, and why.

Only a proposal: chapters look alike. A title counts where nothing runs on across the page before it, neither
the numbers of the pages nor a running header; a change of the header where the numbers do not run on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from diffapp.reading import furniture, pagenumbers
from diffapp.reading.furniture import ALONE, Around
from diffapp.reading.lines import Line, Sheet

NUMBERS: Final = "the page numbering starts anew"
TITLE: Final = "a title in the size of the first page's title stands at the top"
HEADER: Final = "the running header is another from here on"

_LARGER: Final = 1.15
_SAME_SIZE: Final = 0.4
_TOP: Final = 0.5
_LONGEST_TITLE: Final = 200


class Part(NamedTuple):
    """A document within a file: its first page, and the reasons to think that it begins there."""

    page: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Page:
    """What matters of a page: its number in the file, that printed on it, its headers, its text's lines."""

    number: int
    printed: str | None
    headers: frozenset[str]
    lines: tuple[Line, ...]


def parts(lines: Sequence[Line], sheets: Mapping[int, Sheet], around: Around = ALONE) -> tuple[Part, ...]:
    """Find where further documents begin in one file.

    Args:
        lines: of all pages, furniture included.
        sheets: the size of each page, by its number.
        around: pages of the file that are not read, to tell furniture by.

    Returns:
        The parts in order. The first begins on the first page and has no reasons; there is no other where
        the file is one document, and none at all where it has no pages.
    """
    pages = _pages(lines, sheets, around)
    if not pages:
        return ()
    size = _title_size(pages[0], lines, sheets[pages[0].number])
    found = [Part(pages[0].number, ())]
    for at in range(1, len(pages)):
        reasons = tuple(_reasons(pages, at, found[-1].page, size))
        if reasons:
            found.append(Part(pages[at].number, reasons))
    return tuple(found)


def _pages(lines: Sequence[Line], sheets: Mapping[int, Sheet], around: Around) -> list[_Page]:
    """The pages in order, text and furniture apart."""
    text, gone = furniture.part(lines, sheets, around)
    kept: dict[int, list[Line]] = defaultdict(list)
    edges: dict[int, list[Line]] = defaultdict(list)
    for line in text:
        kept[line.page].append(line)
    for line in gone:
        edges[line.page].append(line)
    printed = pagenumbers.printed(edges)
    return [
        _Page(
            number,
            printed.get(number),
            frozenset(
                pagenumbers.masked(line.text)
                for line in edges[number]
                if any(map(str.isalpha, line.text)) and pagenumbers.alone(line.text) is None
            ),
            tuple(sorted(kept[number], key=lambda line: (line.y1, line.x0))),
        )
        for number in sorted(sheets)
    ]


def _title_size(first: _Page, lines: Sequence[Line], sheet: Sheet) -> float | None:
    """The size of the first page's title, None where it has none that stands out."""
    sizes: dict[float, int] = defaultdict(int)
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    usual = max(sizes, key=lambda size: sizes[size], default=0.0)
    upper = [line.size for line in first.lines if line.y1 < sheet.height * _TOP]
    largest = max(upper, default=0.0)
    return largest if largest > usual * _LARGER else None


def _reasons(pages: Sequence[_Page], at: int, begun: int, size: float | None) -> list[str]:
    """Why a document may begin on a page; ``begun`` is the page on which the current one did."""
    own = [page for page in pages[:at] if page.number >= begun]
    page = pages[at]
    reasons = [NUMBERS] if _starts_anew(own, pages, at) else []
    runs_on = not reasons and _numbers_run_on(own, pages[at:])
    before, after = _steady(own), _steady(pages[at:])
    shared = bool(page.headers & own[-1].headers)
    if _has_title(page, pages, size) and not runs_on and not (shared and not reasons):
        reasons.append(TITLE)
    changed = (
        before and after and not before & after and page.headers == pages[min(at + 1, len(pages) - 1)].headers
    )
    if changed and not runs_on and page.headers and not page.headers & before:
        reasons.append(HEADER)
    return reasons


def _steady(pages: Sequence[_Page]) -> frozenset[str]:
    """The headers that at least two pages have."""
    seen: set[str] = set()
    twice: set[str] = set()
    for page in pages:
        twice |= seen & page.headers
        seen |= page.headers
    return frozenset(twice)


def _starts_anew(own: Sequence[_Page], pages: Sequence[_Page], at: int) -> bool:
    """Whether the printed numbers begin again: at 1, or at 2 on the next page where the first has none."""
    before = next((page.printed for page in reversed(own) if page.printed), None)
    if before is None or not before.isdigit():
        return False  # after "iv", "1" is the same document's
    here = pages[at].printed
    if here is not None:
        return here == "1"
    after = pages[at + 1].printed if at + 1 < len(pages) else None
    return after == "2" and own[-1].printed is not None and int(before) > 1


def _numbers_run_on(own: Sequence[_Page], rest: Sequence[_Page]) -> bool:
    """Whether the next printed number is the one that would come next."""
    before = next(((page.number, page.printed) for page in reversed(own) if page.printed), None)
    after = next(((page.number, page.printed) for page in rest if page.printed), None)
    if before is None or after is None or not (before[1].isdigit() and after[1].isdigit()):
        return False
    return int(after[1]) - int(before[1]) == after[0] - before[0]


def _has_title(page: _Page, pages: Sequence[_Page], size: float | None) -> bool:
    """Whether a page begins with a title in a size that is used for such titles alone."""
    if size is None or not page.lines:
        return False
    top = _run(page, size)
    if not top or sum(len(line.text) for line in top) > _LONGEST_TITLE:
        return False
    # A size that also stands further down pages is that of headings.
    return all(len(_sized(each, size)) == len(_run(each, size)) for each in pages)


def _sized(page: _Page, size: float) -> list[Line]:
    return [line for line in page.lines if abs(line.size - size) <= _SAME_SIZE]


def _run(page: _Page, size: float) -> list[Line]:
    """The lines of a size with which a page begins."""
    run: list[Line] = []
    for line in page.lines:
        if abs(line.size - size) > _SAME_SIZE:
            break
        run.append(line)
    return run
