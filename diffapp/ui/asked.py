"""What the browser asks for a decision, checked: it is a stranger's word until it has been.

A request is a dict with an ``id`` of its own, ``what`` it asks for, and ``of``, the texts that its places
count the passages of. What is made of it is an entry of the log that bears the same id, so that a request
that is sent twice is taken once.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, get_args

from diffapp.anchors import anchors_of
from diffapp.decisions import ABOUT_DIFFERENCES, Anchor, Decision, DecisionKind
from diffapp.errors import DecisionError
from diffapp.model import Comparison, Place
from diffapp.review.deciding import raising

ID = re.compile(r"[0-9a-f]{32}")
OTHER_TEXTS = "This was asked of other texts than those on the page now, and was not done."
BROKEN = "The page asked for something that cannot be understood; reload it."
KINDS = get_args(DecisionKind)
MOST_PLACES = 1000


def checked(request: object) -> dict[str, Any]:
    """Return a request whose parts are of the kinds that they should be. Raises DecisionError otherwise."""
    if not isinstance(request, dict) or not ID.fullmatch(str(request.get("id"))):
        raise DecisionError(BROKEN)
    told = {name: request.get(name, "") for name in ("id", "what", "of", "value", "concept")}
    places, seen = request.get("places", []), request.get("seen", 0)
    fits = isinstance(places, list) and len(places) <= MOST_PLACES and all(map(_is_place, places))
    counted = isinstance(seen, int) and not isinstance(seen, bool) and seen >= 0
    if not (fits and counted and all(isinstance(part, str) for part in told.values())):
        raise DecisionError(BROKEN)
    return told | {"places": [(d, p) for d, p in places], "seen": seen}


def decision(request: dict[str, Any], comparison: Comparison, *, by: str, at: str) -> Decision:
    """Make the decision that a checked request asks for.

    Raises:
        DecisionError: it is about passages or a difference that are not there, or says nothing.
    """
    kind = request["what"]
    if kind not in KINDS:
        raise DecisionError(BROKEN)
    about = _of_difference if kind in ABOUT_DIFFERENCES else _of_places
    concept = request["concept"] if kind in ABOUT_DIFFERENCES else ""
    return Decision(kind, about(request, comparison), request["value"], concept, by, at, request["id"])


def places_of(request: dict[str, Any], comparison: Comparison) -> list[Place]:
    """Return the places of a request, each once, in order. Raises DecisionError where one is not there."""
    sizes = list(map(len, comparison.passages))
    if not all(d < len(sizes) and p < sizes[d] for d, p in request["places"]):
        raise DecisionError(OTHER_TEXTS)
    return sorted(set(request["places"]))


def _of_places(request: dict[str, Any], comparison: Comparison) -> tuple[Anchor, ...]:
    return anchors_of(comparison.passages, places_of(request, comparison))


def _of_difference(request: dict[str, Any], comparison: Comparison) -> tuple[Anchor, ...]:
    """Return the passages that raise the difference, by which it is found again under another name."""
    found = next((d for d in comparison.differences if d.key == request["concept"]), None)
    if found is None:
        raise DecisionError("This difference is no longer there; nothing was decided about it.")
    return anchors_of(comparison.passages, raising(found))


def _is_place(place: object) -> bool:
    return (
        isinstance(place, Sequence)
        and len(place) == 2  # noqa: PLR2004 -- document and passage
        and all(isinstance(part, int) and not isinstance(part, bool) and part >= 0 for part in place)
    )
