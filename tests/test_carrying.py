from __future__ import annotations

from dataclasses import replace

import pytest

from diffapp import compare, library
from diffapp.anchors import anchors_of
from diffapp.carrying import carry
from diffapp.decisions import Decision, DecisionKind
from diffapp.exporting.contract import to_json
from diffapp.model import Comparison, Row, Settings

PLAIN = Settings(encoder="none")


@pytest.fixture(scope="module")
def before() -> Comparison:
    return compare([library.load(name) for name in list(library.builtin())[:2]], PLAIN)


def said(comparison: Comparison, row: Row, kind: DecisionKind, value: str = "") -> Decision:
    places = [(d, p) for d, cell in enumerate(row.cells) for p in cell]
    return Decision(kind, anchors_of(comparison.passages, places), value, id=f"{kind} {row.id}")


def made_anew(comparison: Comparison, decisions: list[Decision]) -> Comparison:
    return compare(comparison.documents, comparison.settings, decisions=decisions)


def test_what_stands_is_what_would_be_made_anew(before: Comparison) -> None:
    decisions = [
        said(before, row, "none" if row.kind == "only" else "confirm") for row in before.rows[::2]
    ] + [
        said(before, before.rows[1], "note", "look again"),
        said(before, before.rows[3], "status", "checked"),
        said(before, before.rows[5], "status", "to discuss"),
        said(before, before.rows[5], "tag", "one, two"),
    ]
    carried = carry(before, decisions)
    assert carried is not None
    assert to_json(carried) == to_json(made_anew(before, decisions))
    assert all(row.decided for row in carried.rows[::2])
    assert carried.rows[3].decided == "checked"
    assert carry(carried, decisions) == carried


def test_a_note_that_is_taken_back_is_gone(before: Comparison) -> None:
    noted = carry(before, [said(before, before.rows[1], "note", "look again")])
    assert noted is not None
    assert noted.rows[1].note == "look again"
    assert carry(noted, []) == replace(before, candidates=noted.candidates)


def test_what_may_change_rows_or_differences_is_made_anew(before: Comparison) -> None:
    linked = next(row for row in before.rows if row.kind != "only")
    assert carry(before, [said(before, linked, "reject")]) is None
    concept = before.differences[0].concept
    accepted = Decision("accept", said(before, linked, "confirm").anchors, concept=concept, id="x")
    assert carry(before, [accepted]) is None


def test_a_row_that_is_open_again_is_made_anew(before: Comparison) -> None:
    alone = next(row for row in before.rows if row.kind == "only")
    confirmed = carry(before, [said(before, alone, "none")])
    assert confirmed is not None
    assert carry(confirmed, []) is None


def test_a_row_that_is_none_yet_is_made_anew(before: Comparison) -> None:
    first, second = (next(r for r in before.rows if r.kind == "only" and r.cells[d]) for d in (0, 1))
    places = [(0, first.cells[0][0]), (1, second.cells[1][0])]
    assert carry(before, [Decision("link", anchors_of(before.passages, places), id="x")]) is None
