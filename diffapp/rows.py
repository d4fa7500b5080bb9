"""Links to rows: groups of linked passages, every passage of every document in exactly one row."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence

from diffapp.alignment import Aligned, nearest
from diffapp.model import Link, Nearest, Passage, Place, Row, RowKind

FAR = 0.25
"""Share of a document's length by which a passage must stand elsewhere to be called moved."""


def _components(links: Sequence[Link], places: Sequence[Place]) -> list[list[Place]]:
    """Group places that links connect; each group sorted, groups in order of their first place."""
    parent = {place: place for place in places}

    def root(place: Place) -> Place:
        while parent[place] != place:
            parent[place] = parent[parent[place]]
            place = parent[place]
        return place

    for link in links:
        first, second = sorted((root(link.a), root(link.b)))
        parent[second] = first
    groups: dict[Place, list[Place]] = defaultdict(list)
    for place in places:
        groups[root(place)].append(place)
    return list(groups.values())


def _in_some_longest_chain(pairs: Sequence[tuple[int, int]]) -> list[bool]:
    """Tell for each pair, sorted by first number, if any longest chain of rising pairs holds it.

    Any chain, not one chosen: swapping the sides must give the same answer.
    """

    def lengths(values: Sequence[int]) -> list[int]:
        tails: list[int] = []
        out = []
        for value in values:
            at = bisect_left(tails, value)
            tails[at : at + 1] = [value]
            out.append(at + 1)
        return out

    ahead = lengths([b for _, b in pairs])
    behind = lengths([-b for _, b in reversed(pairs)])[::-1]
    longest = max(ahead, default=0)
    return [a + b - 1 == longest for a, b in zip(ahead, behind, strict=True)]


def _moved(cells: Sequence[Sequence[Sequence[int]]], sizes: Sequence[int]) -> set[int]:
    """Find the rows, by position in ``cells``, that stand at a clearly different place in a document."""
    moved = set()
    for other in range(1, len(sizes)):
        linked = sorted((c[0][0], c[other][0], k) for k, c in enumerate(cells) if c[0] and c[other])
        in_order = _in_some_longest_chain([(i, j) for i, j, _ in linked])
        for (i, j, k), kept in zip(linked, in_order, strict=True):
            apart = abs((i + 0.5) / sizes[0] - (j + 0.5) / sizes[other])
            if not kept and apart >= FAR:
                moved.add(k)
    return moved


def reading_order(rows: Sequence[Row], base: int = 0) -> tuple[Row, ...]:
    """Order rows by a document; one without a passage of it follows the row of the passage before its own."""
    ordered = sorted((row for row in rows if row.cells[base]), key=lambda row: row.cells[base][0])
    waiting = sorted(
        (row for row in rows if not row.cells[base]),
        key=lambda row: next((d, c[0]) for d, c in enumerate(row.cells) if c),
    )
    at = {(d, p): k for k, row in enumerate(ordered) for d, cell in enumerate(row.cells) for p in cell}
    after: dict[int, list[Row]] = defaultdict(list)
    for row in waiting:
        document, first = next((d, c[0]) for d, c in enumerate(row.cells) if c)
        slot = at.get((document, first - 1), -1)
        after[slot].append(row)
        at |= {(document, p): slot for p in row.cells[document]}
    out = list(after[-1])
    for k, row in enumerate(ordered):
        out += [row, *after[k]]
    return tuple(out)


def _nearest_of(
    group: Sequence[Place],
    aligned: Sequence[Aligned],
    passages: Sequence[Sequence[Passage]],
) -> Nearest | None:
    """Find the likest passage in any document that a lone passage was aligned with."""
    place = group[0]
    asked = aligned if place[0] == 0 else [a for a in aligned if a.other == place[0]]
    found = [n for a in asked if (n := nearest(place, a, passages))]
    return max(found, key=lambda n: n.score, default=None)


def row_id(cells: Sequence[Sequence[int]], passages: Sequence[Sequence[Passage]]) -> str:
    """Name a row by its passages: "5|", "7|10+11"; unique, since each passage is in one row."""
    return "|".join("+".join(passages[d][p].id for p in cell) for d, cell in enumerate(cells))


def group(
    aligned: Sequence[Aligned], passages: Sequence[Sequence[Passage]], links: Sequence[Link]
) -> tuple[Row, ...]:
    """Make the rows of a comparison, in reading order of the base document.

    ``links`` are those of the alignments, and those that an analyst made between any two documents.
    """
    places = [(d, p) for d, side in enumerate(passages) for p in range(len(side))]
    weakest: dict[Place, float] = {}
    for link in links:
        for end in (link.a, link.b):
            weakest[end] = min(weakest.get(end, 1.0), link.score)
    groups = _components(links, places)
    cells = [tuple(tuple(p for d, p in g if d == k) for k in range(len(passages))) for g in groups]
    moved = _moved(cells, [len(side) for side in passages])
    rows = []
    for k, (members, cell) in enumerate(zip(groups, cells, strict=True)):
        alone = len(members) == 1
        kind: RowKind = "only" if alone else "moved" if k in moved else "shared"
        score = None if alone else min(weakest[place] for place in members if place in weakest)
        near = _nearest_of(members, aligned, passages) if alone else None
        rows.append(Row(row_id(cell, passages), cell, kind, score, near))
    return reading_order(rows)
