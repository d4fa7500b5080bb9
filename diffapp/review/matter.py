"""What a decision is about, as keys: two decisions are about the same matter where they share one.

A word that binds whole passages (confirm, link, none) and another one meet at a passage; one that parts two
passages meets it at the pair alone, for to reject another pair of the same passage says nothing against it.
Notes, statuses and tags meet their like at a passage; differences at their concept, where to accept and to
dismiss is one matter.
"""

from __future__ import annotations

from itertools import combinations

from diffapp.decisions import ABOUT_DIFFERENCES, ABOUT_LINKS, Anchor, Decision

Key = tuple[object, ...]
_JUDGEMENT = frozenset({"accept", "dismiss"})
_MARKS = frozenset({"undo", "redo"})


def matter_of(decision: Decision) -> frozenset[Key]:
    """Return the keys of what a decision is about."""
    kind, passages = decision.kind, sorted({*map(_passage, decision.anchors)})
    if kind in ABOUT_DIFFERENCES:
        return frozenset({("judgement" if kind in _JUDGEMENT else kind, decision.concept)})
    if kind not in ABOUT_LINKS:
        return frozenset((kind, passage) for passage in passages)
    pairs = {("pair", a, b) for a, b in combinations(passages, 2) if a[0] != b[0]}
    whole = {("passage", passage) for passage in passages}
    return frozenset(pairs if kind == "reject" else whole if kind == "none" else whole | pairs)


def rivals_of(kind: str) -> frozenset[str]:
    """Return the kinds of entries that bear on one of a kind: those that may contradict it, and the marks."""
    families: tuple[frozenset[str], ...] = (ABOUT_LINKS, _JUDGEMENT)
    family = next((family for family in families if kind in family), frozenset({kind}))
    return frozenset() if kind in _MARKS else family | _MARKS


def contradict(one: Decision, other: Decision) -> bool:
    """Tell if two decisions are about the same matter and do not say the same."""
    if (one.kind, one.value) == (other.kind, other.value) and matter_of(one) == matter_of(other):
        return False
    return not matter_of(one).isdisjoint(matter_of(other))


def _passage(anchor: Anchor) -> tuple[int, str, int]:
    return anchor.document, anchor.digest, anchor.repeated
