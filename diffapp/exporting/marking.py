"""What stands out inside a passage, whatever the format: the text cut at its marks, characters made safe.

Four things can stand out: "differs", words that a close counterpart does not have; "only", a term of a
concept that another document does not raise; "term", one that all raise, but otherwise; "shared", wording
that a distant counterpart has as well. Where marks overlap, the first in this order is shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from diffapp.collation import by_passage
from diffapp.model import Comparison, Place

STYLES: Final = ("differs", "only", "term", "shared")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]")

Mark = tuple[int, int, str]
"""(start, end, style), half open."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a passage's text and how it stands out: one of STYLES, or "" for plain text."""

    text: str
    style: str = ""


LEGEND_OF_MARKS: Final = (
    Run("What is shared is plain. "),
    Run("Words like these", "differs"),
    Run(" are missing from a close counterpart; "),
    Run("a term like this", "only"),
    Run(" belongs to a concept that another document does not raise, "),
    Run("one like this", "term"),
    Run(" to a concept on which the documents take other positions"),
)
LEGEND: Final = (
    *LEGEND_OF_MARKS,
    Run("; "),
    Run("wording like this", "shared"),
    Run(
        " is also that of a counterpart which was drafted otherwise. A passage without counterpart has a "
        "bar at its left and its number in bold; its words stay plain, since whole paragraphs in bold are "
        "hard to read."
    ),
)
"""How to read the marks, said once in every format that has them."""
LEGEND_OF_STANCES: Final = Run(" The capitals beside a number name the stances that the passage takes.")


def safe(text: str) -> str:
    """Replace what neither XML nor a workbook can hold, one character for one."""
    return _CONTROL.sub("\ufffd", text)


def cut(text: str, marks: Iterable[Mark]) -> tuple[Run, ...]:
    """Cut a text at its marks; joined, the runs are the text.

    >>> cut("a sound treaty", [(2, 7, "differs"), (2, 14, "shared")])
    (Run(text='a ', style=''), Run(text='sound', style='differs'), Run(text=' treaty', style='shared'))
    """
    changes: dict[int, list[tuple[str, int]]] = {0: [], len(text): []}
    for start, end, style in marks:
        first, last = max(start, 0), min(end, len(text))
        if first < last:
            changes.setdefault(first, []).append((style, 1))
            changes.setdefault(last, []).append((style, -1))
    edges = sorted(changes)
    open_ = dict.fromkeys(STYLES, 0)
    runs: list[Run] = []
    for k, edge in enumerate(edges[:-1]):
        for style, step in changes[edge]:
            open_[style] += step
        shown = next((style for style in STYLES if open_[style]), "")
        part = text[edge : edges[k + 1]]
        if runs and runs[-1].style == shown:
            part = runs.pop().text + part
        runs.append(Run(part, shown))
    return tuple(runs)


def marks(comparison: Comparison) -> Mapping[Place, list[Mark]]:
    """All that stands out, by (document, passage): what rows share or vary, and the terms of differences."""
    found = {place: list(each) for place, each in by_passage(comparison.rows).items()}
    for difference in comparison.differences:
        style = "only" if difference.kind == "only" else "term"
        for d, side in enumerate(difference.mentions):
            for mention in side:
                found.setdefault((d, mention.passage), []).append((mention.start, mention.end, style))
    return found
