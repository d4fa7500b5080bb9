"""Decisions in words, as an analyst would say them."""

from __future__ import annotations

from collections.abc import Sequence

from diffapp.decisions import Anchor, Decision

DONE = {
    "confirm": "confirmed",
    "link": "linked",
    "reject": "rejected",
    "none": "no counterpart",
    "note": "note",
    "status": "status",
    "tag": "tags",
    "accept": "accepted",
    "dismiss": "dismissed",
    "rename": "renamed",
    "rank": "put at another rank",
}
MOST_NAMED = 4
LONGEST = 60


def in_words(decision: Decision, called: Sequence[str]) -> str:
    """Say what was decided: "confirmed Aland 5 – Beland 7".

    Args:
        decision: the decision.
        called: the names of the documents.
    """
    about = f"“{decision.concept}”" if decision.concept else _passages(decision.anchors, called)
    value = " ".join(decision.value.split())
    if len(value) > LONGEST:
        value = f"{value[:LONGEST].rstrip()} …"
    return f"{DONE[decision.kind]}{': ' if value else ' '}{value}{', ' if value else ''}{about}"


def _passages(anchors: Sequence[Anchor], called: Sequence[str]) -> str:
    """Name the passages that a decision is about, document by document."""
    named = []
    for document in sorted({anchor.document for anchor in anchors}):
        labels = [_label(anchor) for anchor in anchors if anchor.document == document]
        more = f" and {len(labels) - MOST_NAMED} more" if len(labels) > MOST_NAMED else ""
        name = called[document] if document < len(called) else f"document {document + 1}"
        named.append(f"{name} {', '.join(labels[:MOST_NAMED])}{more}")
    return " – ".join(named)


def _label(anchor: Anchor) -> str:
    """The printed label; without one, the first words."""
    return anchor.label or f"“{' '.join(anchor.text.split()[:4])} …”"
