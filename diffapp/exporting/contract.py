"""A comparison as JSON, schema 1: UTF-8, keys sorted, a newline at the end.

Passages are named by their ids, documents by their position. Keys beyond the schema's minimum may be added
to any object; none is taken away within schema 1. ``stance`` lists a passage's cues, and is empty where none
was read, as in a language without rules; a passage without any cue is a "statement" with an empty one.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from diffapp.model import (
    Anchored,
    Comparison,
    ConceptUse,
    Difference,
    Document,
    Nearest,
    Passage,
    Place,
    Position,
    Row,
    Silence,
)

SCHEMA = 1


def _place(comparison: Comparison, place: Place) -> list[object]:
    return [place[0], comparison.at(place).id]


def _nearest(comparison: Comparison, near: Nearest | None) -> dict[str, object] | None:
    if near is None:
        return None
    document, passage = _place(comparison, near.place)
    return {"document": document, "passage": passage, "score": near.score, "reason": near.reason}


def _documents(comparison: Comparison) -> list[dict[str, Any]]:
    read = comparison.stances or [[()] * len(side) for side in comparison.passages]
    return [
        document_as_dict(document, passages)
        | {
            "passages": [
                _passage(p)
                | {"stance": [{"label": s.label, "cue": s.cue, "start": s.start, "end": s.end} for s in cues]}
                for p, cues in zip(passages, stances, strict=True)
            ]
        }
        for document, passages, stances in zip(comparison.documents, comparison.passages, read, strict=True)
    ]


def document_as_dict(document: Document, passages: Sequence[Passage]) -> dict[str, Any]:
    """One document with its passages, as it was read: what is known of it before any comparison."""
    plain = ("id", "title", "issuer", "date", "language", "status", "note")
    source = ("source", "digest", "size", "reader", "pages")
    return {name: getattr(document, name) for name in (*plain, *source)} | {
        "warnings": list(document.warnings),
        "corrections": [
            {"kind": each.kind, "block": each.block, "at": each.at} for each in document.corrections
        ],
        "removed": [{"page": page or None, "text": line} for page, line in document.removed],
        "passages": list(map(_passage, passages)),
    }


def _passage(passage: Passage) -> dict[str, Any]:
    plain = {name: getattr(passage, name) for name in ("id", "label", "page", "text")}
    return plain | {"heading": " › ".join(passage.heading)}


def _row(comparison: Comparison, row: Row) -> dict[str, Any]:
    ids = [[comparison.passages[d][p].id for p in cell] for d, cell in enumerate(row.cells)]
    variants = [
        {
            "kind": variant.kind,
            "marks": [
                {"document": m.document, "passage": ids_of(comparison, m.document, m.passage)}
                | {"start": m.start, "end": m.end}
                for m in variant.marks
            ],
        }
        for variant in row.variants
    ]
    plain = {
        name: getattr(row, name) for name in ("id", "kind", "score", "status", "note", "closeness", "decided")
    }
    plain["tags"] = list(row.tags)
    return plain | {"cells": ids, "nearest": _nearest(comparison, row.nearest), "variants": variants}


def ids_of(comparison: Comparison, document: int, passage: int) -> str:
    """The id of a passage by its position."""
    return comparison.passages[document][passage].id


def _difference(comparison: Comparison, found: Difference) -> dict[str, Any]:
    mentions = [
        [
            {"passage": ids_of(comparison, d, m.passage), "text": m.text, "start": m.start, "end": m.end}
            for m in side
        ]
        for d, side in enumerate(found.mentions)
    ]
    return {
        "rank": found.rank,
        "concept": found.concept,
        "kind": found.kind,
        "documents": list(found.documents),
        "stance": [list(position.labels) for position in found.positions],
        "strength": [position.strength for position in found.positions],
        "also": list(found.also),
        "weight": found.weight,
        "parts": dict(found.parts),
        "mentions": mentions,
        "searched": list(found.searched),
        "nearest": [_nearest(comparison, near) for near in found.nearest],
        "silences": [_silence(comparison, silence) for silence in found.silences],
        "quotations": _quoted(comparison, found.positions),
        "decided": found.decided,
        "reason": found.reason,
        "called": found.key,
    }


def _quoted(comparison: Comparison, positions: Sequence[Position]) -> list[list[dict[str, object]]]:
    """The sentences that each document's position is read from."""
    return [
        [
            {"passage": ids_of(comparison, d, m.passage), "text": m.text, "start": m.start, "end": m.end}
            for m in position.quotations
        ]
        for d, position in enumerate(positions)
    ]


def _silence(comparison: Comparison, silence: Silence) -> dict[str, Any]:
    told = {name: getattr(silence, name) for name in ("document", "verdict", "said")}
    lists = {"searched": list(silence.searched), "touches": list(silence.touches)}
    return told | lists | {"nearest": _nearest(comparison, silence.nearest)}


def _concept(comparison: Comparison, concept: ConceptUse) -> dict[str, Any]:
    return {
        "name": concept.name,
        "origin": concept.origin,
        "family": concept.family,
        "terms": list(concept.terms),
        "stance": [list(position.labels) for position in concept.positions],
        "strength": [position.strength for position in concept.positions],
        "mentions": [len(position.mentions) for position in concept.positions],
        "quotations": _quoted(comparison, concept.positions),
    }


def _decision(comparison: Comparison, each: Anchored) -> dict[str, Any]:
    """A decision, with the passages that it is about here."""
    plain = {name: getattr(each.decision, name) for name in ("kind", "value", "concept", "by", "at", "id")}
    return plain | {"passages": [_place(comparison, place) for place in each.found]}


def _anchoring(each: Anchored) -> dict[str, Any]:
    """What became of a decision in these documents."""
    return {"id": each.decision.id, "fate": each.fate, "alike": each.alike, "said": each.said}


def as_dict(comparison: Comparison) -> dict[str, Any]:
    """The comparison as plain lists and dicts, ready for JSON."""
    links = [
        {
            "a": _place(comparison, link.a),
            "b": _place(comparison, link.b),
            "score": link.score,
            "origin": link.origin,
            "evidence": [asdict(e) for e in link.evidence],
        }
        for link in comparison.links
    ]
    return {
        "schema": SCHEMA,
        "documents": _documents(comparison),
        "links": links,
        "rows": [_row(comparison, row) for row in comparison.rows],
        "differences": [_difference(comparison, d) for d in comparison.differences],
        "concepts": [_concept(comparison, concept) for concept in comparison.concepts],
        "lead": [
            {"text": s.text, "rank": s.rank, "passages": [_place(comparison, place) for place in s.places]}
            for s in comparison.lead
        ],
        "proposals": [asdict(proposal) for proposal in comparison.proposals],
        "decisions": [_decision(comparison, each) for each in comparison.anchoring],
        "anchoring": list(map(_anchoring, comparison.anchoring)),
        "notes": list(comparison.notes),
        "taken_from": list(comparison.taken_from),
        "settings": asdict(comparison.settings),
        "versions": dict(comparison.versions),
    }


def to_json(comparison: Comparison) -> bytes:
    """Write the comparison by the contract."""
    return written(as_dict(comparison))


def written(value: dict[str, Any]) -> bytes:
    """Write plain lists and dicts as the contract's JSON is written."""
    told = json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1)
    return (told + "\n").encode("utf-8", "replace")
