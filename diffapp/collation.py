"""Word-level findings inside a row, in one of two modes that measured closeness decides.

Close texts are collated: the words that differ are marked, merged into runs that a reader can take in.
Distant texts, the normal case of independent drafting, get the reverse: what is *shared* is marked (runs
of three or more words, and rare words), and all else is left readable.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import Indel

from diffapp.model import Mark, Row, Variant
from diffapp.words import Token

CLOSE = 0.6
"""Share of words in common order (normalised Indel similarity) from which texts count as close."""
ISLAND = 2
"""Equal words between two differing runs that are swallowed when none of them carries matter."""
PHRASE = 3
RARE_SHARE = 0.05
RARE_LEAST = 4
MOST_CELLS = 40_000_000
"""Product of two cells' word counts up to which they are compared word by word in order."""


@dataclass(frozen=True)
class Cell:
    """A cell's words in order: parallel lists of tokens, their passages, and the words as written."""

    document: int
    tokens: Sequence[Token]
    passages: Sequence[int]
    words: Sequence[str]

    @property
    def keys(self) -> list[str]:
        """The keys of the words, in order."""
        return [token.key for token in self.tokens]

    def marks(self, start: int, end: int) -> list[Mark]:
        """Turn a run of words into marks, one per passage that it touches."""
        out: list[Mark] = []
        for k in range(start, end):
            token, passage = self.tokens[k], self.passages[k]
            if out and out[-1].passage == passage:
                out[-1] = replace(out[-1], end=token.end)
            else:
                out.append(Mark(self.document, passage, token.start, token.end))
        return out


def likeness(a: Sequence[str], b: Sequence[str]) -> float:
    """Measure how much of two sequences of words stands in common order, 0 to 1."""
    if len(a) * len(b) > MOST_CELLS:
        common = (Counter(a) & Counter(b)).total()
        return round(2 * common / (len(a) + len(b)), 4) * CLOSE
    return round(Indel.normalized_similarity(a, b), 4)


def differing(a: Cell, b: Cell) -> list[Variant]:
    """Collate two close cells: the words that stand on one side only, in readable runs."""
    if list(b.words) < list(a.words):
        # of several shortest collations the same is taken whichever side comes first
        return [replace(v, marks=tuple(sorted(v.marks, key=_document))) for v in differing(b, a)]
    runs: list[list[int]] = []
    for op in Indel.opcodes(a.words, b.words):
        if op.tag == "equal":
            continue
        swallow = runs and not any(token.content for token in a.tokens[runs[-1][1] : op.src_start])
        if runs and (op.src_start == runs[-1][1] or (swallow and op.src_start - runs[-1][1] <= ISLAND)):
            runs[-1][1], runs[-1][3] = op.src_end, op.dest_end
        else:
            runs.append([op.src_start, op.src_end, op.dest_start, op.dest_end])
    return [Variant("differs", (*a.marks(r[0], r[1]), *b.marks(r[2], r[3]))) for r in runs]


def _document(mark: Mark) -> int:
    return mark.document


def _common_runs(a: Sequence[str], b: Sequence[str]) -> list[tuple[int, int, int]]:
    """List runs of at least three words that occur in both: (length, start in a, start in b)."""
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for j in range(len(b) - PHRASE + 1):
        places[tuple(b[j : j + PHRASE])].append(j)
    runs = []
    for i in range(len(a) - PHRASE + 1):
        for j in places.get(tuple(a[i : i + PHRASE]), ())[:20]:
            if i and j and a[i - 1] == b[j - 1]:
                continue
            length = PHRASE
            while i + length < len(a) and j + length < len(b) and a[i + length] == b[j + length]:
                length += 1
            runs.append((length, i, j))
    return sorted(runs, key=lambda run: (-run[0], run[1] + run[2], abs(run[1] - run[2])))


def _trim(cell: Cell, start: int, end: int) -> tuple[int, int]:
    """Drop words without matter from both ends, so that no run begins or ends on "of the"."""
    while start < end and not cell.tokens[start].content:
        start += 1
    while end > start and not cell.tokens[end - 1].content:
        end -= 1
    return start, end


def shared(a: Cell, b: Cell, rare: frozenset[str]) -> list[Variant]:
    """Find what two distant cells share: runs of three or more words, and rare words; the longest first."""
    used: tuple[set[int], set[int]] = (set(), set())
    found = []
    for length, i, j in _common_runs(a.keys, b.keys):
        start, end = _trim(a, i, i + length)
        spans = range(start, end), range(j + start - i, j + end - i)
        content = sum(a.tokens[k].content for k in spans[0])
        whole = len(spans[0]) >= PHRASE or any(a.tokens[k].key in rare for k in spans[0])
        if content < 1 + (len(spans[0]) >= PHRASE) or not whole:
            continue
        if used[0].isdisjoint(spans[0]) and used[1].isdisjoint(spans[1]):
            used[0].update(spans[0])
            used[1].update(spans[1])
            found.append((spans[0].start, spans[0].stop, spans[1].start, spans[1].stop))
    variants = [Variant("shared", (*a.marks(f[0], f[1]), *b.marks(f[2], f[3]))) for f in sorted(found)]
    return variants + _rare_words(a, b, used, rare)


def _rare_words(a: Cell, b: Cell, used: tuple[set[int], set[int]], rare: frozenset[str]) -> list[Variant]:
    """Mark every place of a rare word that both cells hold and that no phrase covers yet."""
    sides = []
    for cell, taken in zip((a, b), used, strict=True):
        places: dict[str, list[int]] = defaultdict(list)
        for k, token in enumerate(cell.tokens):
            if token.key in rare and k not in taken:
                places[token.key].append(k)
        sides.append(places)
    both = [set(cell.keys) & rare for cell in (a, b)]
    return [
        Variant(
            "shared",
            tuple(m for c, s in zip((a, b), sides, strict=True) for k in s[key] for m in c.marks(k, k + 1)),
        )
        for key in sorted(both[0] & both[1])
        if sides[0][key] or sides[1][key]
    ]


def rare_keys(tokens: Sequence[Sequence[Sequence[Token]]]) -> frozenset[str]:
    """Find the words that carry matter and stand in few passages of all documents together."""
    count = Counter(key for side in tokens for t in side for key in {w.key for w in t if w.content})
    most = max(RARE_LEAST, RARE_SHARE * sum(len(side) for side in tokens))
    return frozenset(key for key, n in count.items() if n <= most and not key.isdigit())


def _cell(
    document: int, passages: Sequence[int], tokens: Sequence[Sequence[Token]], texts: Sequence[str]
) -> Cell:
    flat = [(p, token) for p in passages for token in tokens[p]]
    words = [texts[p][token.start : token.end] for p, token in flat]
    return Cell(document, [t for _, t in flat], [p for p, _ in flat], words)


def collate(
    row: Row,
    tokens: Sequence[Sequence[Sequence[Token]]],
    texts: Sequence[Sequence[str]],
    rare: frozenset[str],
) -> Row:
    """Give a row its variants: each further document's cell against the first filled one's."""
    cells = [_cell(d, c, tokens[d], texts[d]) for d, c in enumerate(row.cells) if c]
    if len(cells) < 2:  # noqa: PLR2004 -- nothing to compare a lone cell with
        return row
    alike = [likeness(cells[0].keys, other.keys) for other in cells[1:]]
    variants: list[Variant] = []
    for measure, other in zip(alike, cells[1:], strict=True):
        found = differing(cells[0], other) if measure >= CLOSE else shared(cells[0], other, rare)
        variants += found
    least = min(alike)
    return replace(
        row, closeness="close" if least >= CLOSE else "distant", likeness=least, variants=tuple(variants)
    )


def collate_all(
    rows: Sequence[Row], tokens: Sequence[Sequence[Sequence[Token]]], texts: Sequence[Sequence[str]]
) -> tuple[Row, ...]:
    """Collate every row; ``tokens`` and ``texts`` are by document and passage."""
    rare = rare_keys(tokens)
    return tuple(collate(row, tokens, texts, rare) for row in rows)


def by_passage(rows: Sequence[Row]) -> Mapping[tuple[int, int], list[tuple[int, int, str]]]:
    """Sort all marks by (document, passage): lists of (start, end, kind)."""
    out: dict[tuple[int, int], list[tuple[int, int, str]]] = defaultdict(list)
    for row in rows:
        for variant in row.variants:
            for mark in variant.marks:
                out[mark.document, mark.passage].append((mark.start, mark.end, variant.kind))
    return out
