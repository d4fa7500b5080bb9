"""Text -> sentences, by nupunkt with a few repairs for what diplomatic and legal texts abbreviate."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final, Protocol

from diffapp.numbering import printed

Span = tuple[int, int]

# Never the end of a sentence where a number follows.
_BEFORE_NUMBER: Final = re.compile(
    r"(?:^|[\s(\[])(?:Arts?|Nos?|paras?|Secs?|Ch|Chap|Ann|Fig|Figs|Vol|pp?|cl|subpara|cf|Rev|Add|Res|Doc"
    r"|ст|п|пп|ч|гл|№|Nr|Abs|Bd|Ziff|S|art|núm)\.$",
    re.IGNORECASE,
)
# Never the end of a sentence at all.
_NEVER: Final = re.compile(
    r"(?:^|[\s(\[“\"])(?:e\.\s?g|i\.\s?e|cf|viz|H\.\s?E|Mr|Mrs|Ms|Dr|Prof|Gen|Col|Lt|Amb|Hon|St|Messrs|vs|v"
    r"|z\.\s?B|d\.\s?h|bzw|т\.\s?е|см|г-н|Sr|Sra)\.$"
)
# The end of a sentence only where no such word follows.
_STATE: Final = re.compile(r"(?:U\.\s?S|U\.\s?K|U\.\s?N|E\.\s?U)\.$")
_OF_STATE: Final = re.compile(
    r"(?:Government|Congress|Senate|House|President|Secretary|Department|Army|Navy|Air|Forces|Charter|Constitution"
    r"|Security|General|Embassy|Ambassador|Mission|Treaty|Administration|Supreme|Convention)\b"
)
# At each "!" nupunkt looks back over the whole run without white space: quadratic, and no prose.
_RUN: Final = re.compile(r"\S{500,}")
_NUMBER_NEXT: Final = re.compile(r"\d|[IVXLC]+\b")
_NAME_BEFORE: Final = re.compile(r"[^\W\d_]\.\s*$")
# nupunkt takes the letter for an initial, and "No." for the abbreviation.
_MISSED: Final = re.compile(
    r"(?:^No\.|\b(?:Annex|Appendix|Schedule|Part|Table|Zone|List)\s[A-Z]\.)(?=\s+[A-ZÀ-ÞА-ЯЁ])"
)


class _Splitter(Protocol):
    """The part of nupunkt that is used here."""

    def __call__(self, text: str) -> list[Span]:
        """Half-open spans of the sentences, in order."""


@cache
def _splitter() -> _Splitter:
    """nupunkt, loaded when the first sentence is asked for."""
    from nupunkt import sent_spans  # noqa: PLC0415 - its model takes a moment; paragraphs need none

    splitter: _Splitter = sent_spans
    return splitter


def sentences(text: str) -> tuple[Span, ...]:
    """Where the sentences of a text stand.

    Args:
        text: a passage; a printed number at its head belongs to the first sentence.

    Returns:
        Half-open spans in code points, in order and disjoint; all that is between them is white space.

    >>> [text[a:b] for text in ["Under Art. 5 the U.S. acts. It may."] for a, b in sentences(text)]
    ['Under Art. 5 the U.S. acts.', 'It may.']
    """
    if not text.strip():
        return ()
    number = printed(text)
    head = number.end if number and number.end < len(text) else 0
    found: list[Span] = []
    for start, end in _pieces(text, head):
        if found and _runs_on(text, found[-1], start):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    if found and head:
        found[0] = (len(text) - len(text.lstrip()), found[0][1])
    return tuple(found)


def _pieces(text: str, head: int) -> Iterator[Span]:
    """The splitter's sentences after the number, without outer white space, whatever it left out included."""
    at = head
    # The stand-in is as long as the run, so the offsets hold.
    prose = _RUN.sub(lambda run: "x" * len(run[0]), text[head:])
    spans = [(start + head, end + head) for start, end in _splitter()(prose)]
    for start, end in spans:
        # Each piece reaches from the end of the one before: so nothing can be lost between two.
        yield from _trimmed(text, min(at, start), end)
        at = end
    yield from _trimmed(text, at, len(text))


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    """The span without outer white space, if anything is left, cut where the splitter missed an end."""
    inner = text[start:end].strip()
    if not inner:
        return
    first = text.index(inner[0], start)
    at = 0
    for found in [*_MISSED.finditer(inner), None]:
        stop = found.end() if found else len(inner)
        piece = inner[at:stop]
        yield first + stop - len(piece.lstrip()), first + stop
        at = stop


def _runs_on(text: str, before: Span, start: int) -> bool:
    """Whether the sentence before was cut at an abbreviation."""
    # A short window: a sentence may be the whole document, and this is asked for each.
    tail = text[max(before[0], before[1] - 20) : before[1]]
    after = text[start : start + 20]
    if not tail.endswith("."):
        return False
    if _NEVER.search(tail) or (_STATE.search(tail) and _OF_STATE.match(after)):
        return True
    if _BEFORE_NUMBER.search(tail):
        return bool(_NUMBER_NEXT.match(after))
    return after[0].islower() and bool(_NAME_BEFORE.search(tail))
