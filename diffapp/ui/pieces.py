"""A passage's text cut at its marks: what the browser writes down one text node at a time.

The browser gets ``[string, classes]`` pairs and no offsets, because JavaScript counts UTF-16 units
where Python counts code points. Joined, the strings of a passage are its text, character by character.
"""

from __future__ import annotations

from collections.abc import Iterable

from diffapp.model import Comparison, Difference, Passage, Place, Position, Variant

Span = tuple[int, int, str]
"""(start, end, classes), half open."""
Piece = list[str]
"""[string, classes]"""

STRONG = 10
"""The differences up to this rank are marked strongly, so that the weightiest stand out."""
CONTEXT = 64
"""Characters of a passage that a quotation shows on either side of the term."""


def cut(text: str, spans: Iterable[Span]) -> list[Piece]:
    """Flatten overlapping spans into disjoint pieces, in order; classes are sorted and joined."""
    opening: dict[int, list[str]] = {}
    closing: dict[int, list[str]] = {}
    for start, end, classes in spans:
        first, last = max(start, 0), min(end, len(text))
        if first < last:
            opening.setdefault(first, []).extend(classes.split())
            closing.setdefault(last, []).extend(classes.split())
    pieces: list[Piece] = []
    active: list[str] = []
    at = 0
    for edge in sorted({*opening, *closing, len(text)}):
        if at < edge:
            _append(pieces, text[at:edge], " ".join(sorted(set(active))))
            at = edge
        for name in closing.get(edge, ()):
            active.remove(name)
        active += opening.get(edge, ())
    return pieces


def _append(pieces: list[Piece], text: str, classes: str) -> None:
    if pieces and pieces[-1][1] == classes:
        pieces[-1][0] += text
    else:
        pieces.append([text, classes])


def spans_by_place(comparison: Comparison) -> dict[Place, list[Span]]:
    """Everything that is marked in a passage: printed number, variants, stance cues, terms.

    Marks that belong together carry a class of their own: ``v3`` is the row's fourth variant, whose words
    stand on several sides, ``d1`` the first difference, ``c0`` the first concept. A cue has its stance.
    """
    found: dict[Place, list[Span]] = {}
    for document, passages in enumerate(comparison.passages):
        for position, passage in enumerate(passages):
            found[document, position] = [(0, passage.label_end, "label")]
    for row in comparison.rows:
        for number, variant in enumerate(row.variants):
            for mark in variant.marks:
                found[mark.document, mark.passage].append(
                    (mark.start, mark.end, f"{variant.kind} v{number}" if _paired(variant) else variant.kind)
                )
    for document, passages_stances in enumerate(comparison.stances):
        for position, stances in enumerate(passages_stances):
            found[document, position] += [(cue.start, cue.end, f"cue s-{cue.label}") for cue in stances]
    for difference in comparison.differences:
        _note(found, difference.positions, f"{_mark(difference)} d{difference.rank}")
    for number, use in enumerate(comparison.concepts):
        _note(found, use.positions, f"named c{number}")
    return found


def _paired(variant: Variant) -> bool:
    """Whether its words stand in more than one document."""
    return len({mark.document for mark in variant.marks}) > 1


def _note(found: dict[Place, list[Span]], positions: Iterable[Position], classes: str) -> None:
    """Enter the mentions of a concept."""
    for document, position in enumerate(positions):
        for mention in position.mentions:
            found[document, mention.passage].append((mention.start, mention.end, classes))


def _mark(difference: Difference) -> str:
    """How the terms of a difference are marked: only where one side is silent, strongly near the top."""
    if difference.kind != "only":
        return "term"
    return "only" if difference.rank <= STRONG else "slight"


def quotation(passage: Passage, start: int, end: int) -> list[Piece]:
    """The term with some words around it, cut at word boundaries; ``…`` stands for what is left out."""
    first = max(start - CONTEXT, passage.label_end if start >= passage.label_end else 0, 0)
    last = min(end + CONTEXT, len(passage.text))
    before, after = passage.text[first:start], passage.text[end:last]
    if first > passage.label_end and " " in before:
        before = "… " + before.split(" ", 1)[1]
    if last < len(passage.text) and " " in after:
        after = after.rsplit(" ", 1)[0] + " …"
    pieces = [[before.lstrip(), ""], [passage.text[start:end], "only"], [after.rstrip(), ""]]
    return [piece for piece in pieces if piece[0]]
