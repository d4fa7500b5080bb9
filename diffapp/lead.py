"""The lead: at most five sentences on what sets the documents apart, made from the differences.

Sentences follow fixed patterns and quote the documents; nothing is composed that they do not say. First come
the weightiest differences, but no more than two of one kind and the same documents while others wait: the
reader is to hear of both sides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from diffapp.findings import Difference, LeadSentence, Mention, Place, Silence
from diffapp.model import Passage

MOST_SENTENCES = 5
MOST_ALIKE = 2
LONGEST_QUOTATION = 240
"""Characters; a longer sentence is cut between words, around the mention."""
WITH = {
    "offer": "an offer",
    "condition": "a condition",
    "request": "a request",
    "refusal": "a refusal",
    "reaffirmation": "a reaffirmation",
    "concern": "a concern",
    "warning": "a warning",
    "obligation": "an obligation",
}


def write_lead(
    differences: Sequence[Difference], passages: Sequence[Sequence[Passage]], names: Sequence[str]
) -> tuple[LeadSentence, ...]:
    """Write the lead from ranked differences; ``names`` are what the documents are called."""
    return tuple(_sentence(found, passages, names) for found in _chosen(differences))


def _chosen(differences: Sequence[Difference]) -> list[Difference]:
    """Take the first differences of each sort, then the others, up to the most; in order of rank."""
    seen: Counter[tuple[bool, tuple[int, ...]]] = Counter()
    first: list[Difference] = []
    later: list[Difference] = []
    for found in (each for each in differences if each.decided != "dismiss"):
        sort = found.kind == "only", found.documents
        seen[sort] += 1
        (first if seen[sort] <= MOST_ALIKE else later).append(found)
    return sorted([*first, *later][:MOST_SENTENCES], key=lambda found: found.rank)


def _sentence(found: Difference, passages: Sequence[Sequence[Passage]], names: Sequence[str]) -> LeadSentence:
    said = [_raised(found, d, passages, names) for d in found.documents]
    places: tuple[Place, ...] = tuple(
        (d, found.positions[d].quotations[0].passage)
        for d in found.documents
        if found.positions[d].quotations
    )
    if found.kind == "only":
        who = " and ".join(names[d] for d in found.documents)
        head = f"Raised by {who} alone: {found.concept}"
        quiet = " ".join(_quiet(s, passages, names) for s in found.silences)
        one = len(found.documents) == 1
        raised = said[0].removeprefix(f"{names[found.documents[0]]} ") if one else "; ".join(said)
        return LeadSentence(f"{head}, {raised}. {quiet}", found.rank, places)
    return LeadSentence(f"Raised by all, otherwise: {found.concept}. {'; '.join(said)}.", found.rank, places)


def _raised(
    found: Difference, document: int, passages: Sequence[Sequence[Passage]], names: Sequence[str]
) -> str:
    """Say how a document raises a concept: its stances and a quotation."""
    position = found.positions[document]
    stances = [WITH[label] for label in position.labels[:2] if label in WITH]
    how = f"with {' and '.join(stances)}" if stances else "without taking a stance"
    if not position.quotations:
        return f"{names[document]} {how}"
    quoted = position.quotations[0]
    cite = passages[document][quoted.passage].cite
    return f"{names[document]} {how} ({cite}: “{_shortened(quoted, position.mentions)}”)"


def _shortened(sentence: Mention, mentions: Sequence[Mention]) -> str:
    """Cut a long sentence between words, at its end if the first mention still stands in what is kept.

    What a sentence begins with ("Subject to …") is not to be lost if that can be helped.
    """
    text = " ".join(sentence.text.split())
    if len(text) <= LONGEST_QUOTATION:
        return text
    inside = [
        m for m in mentions if m.passage == sentence.passage and sentence.start <= m.start < sentence.end
    ]
    first = " ".join(inside[0].text.split()) if inside else ""
    start = max(0, text.find(first) + len(first) - LONGEST_QUOTATION)
    piece = text[start : start + LONGEST_QUOTATION]
    if start:
        piece = f"… {piece.partition(' ')[2]}"
    if start + LONGEST_QUOTATION < len(text):
        piece = f"{piece.rpartition(' ')[0]} …"
    return piece


def _quiet(silence: Silence, passages: Sequence[Sequence[Passage]], names: Sequence[str]) -> str:
    """Say that a document does not raise it, and which passage comes nearest."""
    name, near = names[silence.document], silence.nearest
    said = f"{name} is silent on it" if silence.verdict == "silent" else f"{name} has only related matter"
    if near:
        said += f"; nearest is {passages[silence.document][near.place[1]].cite} ({near.score:.2f})"
    return f"{said}."
