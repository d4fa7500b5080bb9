"""Words that a page shows struck through: a drawn line across the middle of its type.

They stay in the text, since a line across words may be a stroke of the design; that they are struck is told,
for in a draft it turns what the words say round.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from diffapp.reading.grids import Rule
from diffapp.reading.lines import Line

Struck = tuple[int, str]
"""A page, and the words on it that are struck, as nearly as the line tells."""
_LOW: Final = 0.1
_HIGH: Final = 0.5
_BASELINE: Final = 0.2
"""Shares of the type's height: between which a stroke lies above the baseline, and that one above the box."""
_BESIDE: Final = 3.0
_SHORTEST: Final = 4.0
_MOST_TOLD: Final = 5
_MOST_RULES: Final = 2_000


def find(lines: Sequence[Line], level: Sequence[Rule]) -> Iterator[Struck]:
    """Find the words of a page that a level rule runs through, from their beginning to their end.

    Args:
        lines: of one page.
        level: its level rules, in points from the top.
    """
    if len(level) > _MOST_RULES:
        return
    for line in lines:
        baseline = line.y1 - _BASELINE * line.size
        across = [
            rule
            for rule in level
            if baseline - _HIGH * line.size < rule.at < baseline - _LOW * line.size
            and rule.start >= line.x0 - _BESIDE
            and rule.end <= line.x1 + _BESIDE
            and rule.end - rule.start >= _SHORTEST
        ]
        if across:
            yield line.page, " … ".join(_words(line, rule) for rule in sorted(across, key=_start))


def told(struck: Iterable[Struck]) -> Iterator[str]:
    """Say which words are struck, where there are some."""
    found = list(struck)
    if found:
        named = "; ".join(f"“{words}” (p. {page})" for page, words in found[:_MOST_TOLD])
        more = f" and {len(found) - _MOST_TOLD} more lines" if len(found) > _MOST_TOLD else ""
        yield f"Words are struck through in print, and are part of the text here: {named}{more}."


def _start(rule: Rule) -> float:
    return rule.start


def _words(line: Line, rule: Rule) -> str:
    """The words under a rule: where it begins and ends, told by its share of the line."""
    share = len(line.text) / max(line.x1 - line.x0, 1.0)
    start, end = (round((x - line.x0) * share) for x in (rule.start, rule.end))
    start = line.text.rfind(" ", 0, max(start, 0) + 2) + 1
    end = line.text.find(" ", max(end - 2, start + 1))
    return line.text[start : end if end >= 0 else None].strip()
