"""Numbers of pages as they are printed: alone, after the word for a page, or counting in a frame of words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

from diffapp.reading.lines import Line

_NUMBER: Final = r"(?:\d{1,4}|[ivxlc]{1,7})"
_WORD: Final = r"(?:page|p|pg|seite|s|página|pág|стр|страница)"
_TOTAL: Final = rf"(?:\s*(?:of|/|von|de|из|sur)\s*{_NUMBER})?"
_LONE: Final = re.compile(
    rf"[\W_]*(?:{_WORD}\b[.:]?\s*)?(?P<number>{_NUMBER}){_TOTAL}[\W_]*",
    re.IGNORECASE,
)
_NAMED: Final = rf"(?:page|seite|página|страница|стр\.)\s*(?P<number>\d{{1,4}}\b){_TOTAL}"
# No comma or colon beside it: "See the record, page 12" is a note.
_FRAME: Final = r"\w+(?:[\s\W]+\w+){0,9}"
_FRAMED: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"[\W_]*{_NAMED}\s*[-–—|·•/)\]]\s*{_FRAME}[\W_]*",
        rf"[\W_]*{_FRAME}\s*[-–—|·•/(\[]\s*{_NAMED}[\W_]*",
    )
)
_DIGITS: Final = re.compile(r"\d+")


def masked(text: str) -> str:
    """A line with its numbers made alike, as running headers are compared."""
    return _DIGITS.sub("#", text.casefold())


def alone(text: str) -> str | None:
    """The number in a line that says nothing else, "3", "- iv -" or "Page 3 of 12"; None in any other."""
    found = _LONE.fullmatch(text)
    return found["number"] if found else None


def named(text: str) -> str | None:
    """The number in a short line that calls it a page's and says more: "Page 3 - Confidential"."""
    return next((found["number"] for frame in _FRAMED if (found := frame.fullmatch(text))), None)


def printed(furniture: Mapping[int, Sequence[Line]]) -> dict[int, str]:
    """Find the number that is printed on each page that has one.

    Args:
        furniture: the running headers, footers and page numbers of each page, by its number in the file.

    Returns:
        The printed numbers, by the number of the page in the file.
    """
    counting = _counting(furniture)
    found: dict[int, str] = {}
    for page, lines in furniture.items():
        for told in (alone, named):
            numbers = (told(line.text) for line in lines)
            if page not in found and (number := next(filter(None, numbers), None)):
                found[page] = number
        if page not in found and page in counting:
            found[page] = str(counting[page])
    return found


def _counting(furniture: Mapping[int, Sequence[Line]]) -> dict[int, int]:
    """The numbers in lines that are the same on several pages but for one number, which counts the pages."""
    frames: dict[str, dict[int, list[int]]] = defaultdict(dict)
    for page in sorted(furniture):
        for line in furniture[page]:
            numbers = [int(each) for each in _DIGITS.findall(line.text) if len(each) <= len("9999")]
            if numbers:
                frames[masked(line.text)].setdefault(page, numbers)
    found: dict[int, int] = {}
    for pages in frames.values():
        for page, number in _counter(pages).items():
            found.setdefault(page, number)
    return found


def _counter(pages: Mapping[int, list[int]]) -> dict[int, int]:
    """The one of the numbers in a frame that grows with the pages, perhaps from 1 on again; none if none."""
    least = min(map(len, pages.values()))
    for at in range(least):
        own = [(page, numbers[at]) for page, numbers in pages.items()]
        steps = [(page - last, number - before) for (last, before), (page, number) in pairwise(own)]
        anew = [number == 1 for _, number in own[1:]]
        grows = sum(apart == step for apart, step in steps)
        others = [numbers[:at] for numbers in pages.values()]  # "2-9" and then "3-1" runs on
        chapters = any(
            again and before != after for again, (before, after) in zip(anew, pairwise(others), strict=True)
        )
        if (
            grows
            and not chapters
            and all(apart == step or again for (apart, step), again in zip(steps, anew, strict=True))
        ):
            return dict(own)
    return {}
