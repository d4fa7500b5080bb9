"""What each document says of a concept: the stances around its mentions, and how firm they are.

A stance belongs to a mention if its cue stands in the mention's sentence. A sentence without any cue speaks
in the stance of the sentence before it in the same passage ("We offer two steps. One is a hotline.").
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from diffapp.findings import Mention, Position, Stance
from diffapp.model import Passage
from diffapp.sentencing import sentences
from diffapp.words import fold

NEUTRAL = "statement"
MOST_QUOTED = 6
"""Sentences that are quoted per document and concept."""
Span = tuple[int, int]


class Speech:
    """One document's sentences and stances, worked out once per passage."""

    def __init__(self, passages: Sequence[Passage], stances: Sequence[Sequence[Stance]]) -> None:
        """Take the passages and their stances, one entry per passage."""
        self._passages, self._stances = passages, stances
        self._sentences: dict[int, tuple[Span, ...]] = {}
        self._starts: dict[int, list[int]] = {}

    def sentence(self, passage: int, at: int) -> int:
        """The number of the sentence that holds an offset."""
        starts = self._starts.get(passage)
        if starts is None:
            starts = self._starts[passage] = [start for start, _ in self._spans(passage)]
        return max(bisect_right(starts, at) - 1, 0)

    def quotation(self, passage: int, number: int) -> Mention:
        """A sentence by its number, as the passage writes it."""
        text, (start, end) = self._passages[passage].text, self._spans(passage)[number]
        return Mention(passage, text[start:end], start, end)

    def stances(self, passage: int, number: int) -> list[Stance]:
        """The stances of a sentence, or of the nearest one before it that has any."""
        spans = self._spans(passage)
        for k in range(number, -1, -1):
            there = [
                s
                for s in (self._stances[passage] if passage < len(self._stances) else ())
                if s.label != NEUTRAL and spans[k][0] <= s.start < spans[k][1]
            ]
            if there:
                return there
        return []

    def _spans(self, passage: int) -> tuple[Span, ...]:
        known = self._sentences.get(passage)
        if known is None:
            text, skip = self._passages[passage].text, self._passages[passage].label_end
            known = tuple((max(a, skip), b) for a, b in sentences(text) if b > skip) or ((0, len(text)),)
            self._sentences[passage] = known
        return known


def position(mentions: Sequence[Mention], speech: Speech, name: str = "") -> Position:
    """Sum up what a document says around the mentions of a concept, in its own order.

    Sentences with a stance are quoted first, and among them those that have the concept's name in them.
    """
    said: dict[tuple[int, int], list[Stance]] = {}
    for mention in mentions:
        place = mention.passage, speech.sentence(mention.passage, mention.start)
        if place not in said:
            said[place] = speech.stances(*place)
    stances = [stance for there in said.values() for stance in there]
    labels = tuple(dict.fromkeys(stance.label for stance in stances))
    strength = max((stance.strength for stance in stances), default=0)

    def order(place: tuple[int, int]) -> tuple[bool, bool]:
        return not said[place], fold(name) not in fold(speech.quotation(*place).text)

    quoted = tuple(speech.quotation(*place) for place in sorted(said, key=order)[:MOST_QUOTED])
    return Position(tuple(mentions), labels, strength, quoted)
