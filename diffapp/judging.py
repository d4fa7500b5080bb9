"""What analysts decided about differences: accepted, dismissed, renamed, put at another rank.

A difference is known by the name that the engine gave it; where there is none of this name, by a name that
it is also known by, or by the passages that raise it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from diffapp.decisions import ABOUT_DIFFERENCES, Anchored, Fate
from diffapp.findings import Difference, Place
from diffapp.words import fold

SAME_PASSAGES = 0.5
"""Share of all passages of a decision and a difference that both must have to be one matter."""


def judged_in_words(found: Difference) -> str:
    """Say what was decided about a difference: "dismissed by the analyst: of style alone"; "" for nothing."""
    verb = {"accept": "accepted by the analyst", "dismiss": "dismissed by the analyst", "": ""}[found.decided]
    told = ": ".join(filter(None, [verb, found.reason]))
    return "; ".join(filter(None, [told, f"found as “{found.called}”" if found.called else ""]))


def judge_differences(
    differences: Sequence[Difference], anchored: Sequence[Anchored], most: int
) -> tuple[tuple[Difference, ...], tuple[Anchored, ...]]:
    """Return the differences as decided and ranked anew, and the decisions with what became of each.

    Those that nobody decided about are kept up to ``most`` in all; what was decided about is always kept.
    """
    asked = any(each.decision.kind in ABOUT_DIFFERENCES for each in anchored)
    if not asked:
        return tuple(differences[:most]), tuple(anchored)
    decided = list(differences)
    wanted: dict[int, int] = {}
    touched: set[int] = set()
    out = []
    for each in anchored:
        if each.decision.kind in ABOUT_DIFFERENCES:
            at, told = _found(each, differences)
            out.append(told)
            if at is not None:
                decided[at] = _followed(decided[at], told)
                touched.add(at)
                if each.decision.kind == "rank":
                    wanted[at] = int(each.decision.value or 0)
        else:
            out.append(each)
    kept = [k for k in range(len(decided)) if k in touched or k < most]
    return _ranked(decided, kept, wanted), tuple(out)


def _found(each: Anchored, differences: Sequence[Difference]) -> tuple[int | None, Anchored]:
    """Find the difference that a decision is about, and say how it was found."""
    name = fold(each.decision.concept)
    exactly = [k for k, found in enumerate(differences) if fold(found.concept) == name]
    if exactly:
        return exactly[0], each
    named = [k for k, found in enumerate(differences) if name in map(fold, found.also)]
    at = named[0] if len(named) == 1 else _by_passages(frozenset(each.found), differences)
    fate: Fate = "lost" if at is None else "moved"
    became = "is none of the differences now" if at is None else f"is now “{differences[at].concept}”"
    said = f"“{each.decision.concept}” {became}."
    return at, replace(each, fate=fate, said=said, alike=0.0 if at is None else each.alike)


def _by_passages(places: frozenset[Place], differences: Sequence[Difference]) -> int | None:
    """Find the one difference that most of the passages raise; None if there is none, or several."""
    shares = []
    for found in differences:
        raising = {(d, m.passage) for d, side in enumerate(found.mentions) for m in side}
        shares.append(len(places & raising) / max(len(places | raising), 1))
    best = max(shares, default=0.0)
    return shares.index(best) if best >= SAME_PASSAGES and shares.count(best) == 1 else None


def _followed(found: Difference, each: Anchored) -> Difference:
    """Do with a difference what was decided."""
    value = each.decision.value.strip()
    if each.decision.kind == "rename":
        called = found.key
        return replace(found, concept=value or called, called=called if value not in {"", called} else "")
    if each.decision.kind == "accept":
        return replace(found, decided="accept", reason=value)
    if each.decision.kind == "dismiss":
        return replace(found, decided="dismiss", reason=value)
    return found


def _ranked(
    differences: Sequence[Difference], kept: Sequence[int], wanted: dict[int, int]
) -> tuple[Difference, ...]:
    """Put those that have a rank of the analyst's at it, the others around them, the dismissed last."""
    standing = [k for k in kept if differences[k].decided != "dismiss"]
    placed = sorted((k for k in standing if wanted.get(k)), key=lambda k: (wanted[k], k))
    order = [k for k in standing if not wanted.get(k)]
    for k in placed:
        order.insert(wanted[k] - 1, k)
    order += [k for k in kept if differences[k].decided == "dismiss"]
    return tuple(replace(differences[k], rank=rank) for rank, k in enumerate(order, 1))
