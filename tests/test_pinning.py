"""What was decided stands, whatever the settings; a new comparison changes what is undecided, and no more."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_laws import LAW, TOLD, check_slices, drafted, drafts

from diffapp import Comparison, Document, Settings, compare, export, read_text
from diffapp.anchors import anchors_of
from diffapp.decisions import Decision, DecisionKind
from diffapp.findings import Place
from diffapp.model import Row

ROOT = Path(__file__).resolve().parent.parent
TWO = (drafted("a", list(TOLD[:6:2])), drafted("b", list(TOLD[5::-2])))
THREE = (*TWO, drafted("c", [TOLD[7], TOLD[2], TOLD[6]]))


def places_of(row: Row) -> list[Place]:
    return [(d, p) for d, cell in enumerate(row.cells) for p in cell]


def said(found: Comparison, kind: DecisionKind, places: Sequence[Place], value: str = "") -> Decision:
    """A decision about places of a comparison."""
    return Decision(kind, anchors_of(found.passages, places), value, by="Ann", id=f"{kind}{places}{value}")


def row_of(found: Comparison, place: Place) -> Row:
    return next(row for row in found.rows if place in places_of(row))


def check(found: Comparison) -> None:
    """The laws of every comparison; the links of an analyst may score anything and join any two documents."""
    check_slices(found)
    cells = [place for row in found.rows for place in places_of(row)]
    assert sorted(cells) == [(d, p) for d, side in enumerate(found.passages) for p in range(len(side))]
    at = {place: row for row in found.rows for place in places_of(row)}
    linked = {end for link in found.links for end in (link.a, link.b)}
    for link in found.links:
        assert link.a < link.b
        assert link.a[0] != link.b[0]
        assert at[link.a] is at[link.b]
        assert sum(e.weight for e in link.evidence) == pytest.approx(link.score, abs=1e-6)
        if link.origin == "engine":
            assert link.a[0] == 0
            assert link.score >= (found.settings.threshold or found.taken_from[link.b[0] - 1])
        else:
            assert [e.kind for e in link.evidence] == ["analyst"]
            assert at[link.a].decided
    for row in found.rows:
        alone = len(places_of(row)) == 1
        assert (row.kind == "only") == alone == (row.score is None)
        assert alone == linked.isdisjoint(places_of(row))
    assert len({(link.a, link.b) for link in found.links}) == len(found.links)


def open_rows(found: Comparison) -> list[Row]:
    return [row for row in found.rows if not row.decided]


def closing(found: Comparison, row: Row, status: str) -> Decision:
    """A decision that closes a row as it stands: by its status, or by a word on its links."""
    places = places_of(row)
    if status:
        return said(found, "status", places, status)
    return said(found, "none" if len(places) == 1 else "confirm", places)


@LAW
@given(st.lists(drafts, min_size=2, max_size=3), st.data())
def test_what_is_decided_stands(sides: list[list[str]], data: st.DataObject) -> None:
    """Rows that were closed under one threshold stand under any other, and nothing joins them."""
    documents = [drafted(name, side) for name, side in zip("abc", sides, strict=False)]
    found = compare(documents, Settings(threshold=data.draw(st.floats(0.01, 1))))
    rows = data.draw(st.lists(st.sampled_from(found.rows), unique_by=lambda row: row.id))
    ways = [data.draw(st.sampled_from(["", "checked", "done"])) for _ in rows]
    decisions = [closing(found, row, way) for row, way in zip(rows, ways, strict=True)]
    again = compare(documents, Settings(threshold=data.draw(st.floats(0.01, 1))), decisions=decisions)
    check(again)
    if all(each.fate == "kept" for each in again.anchoring):
        now = {row.id: row for row in again.rows}
        assert {row.id for row in rows} <= now.keys()
        assert all(now[row.id].cells == row.cells and now[row.id].decided for row in rows)
        assert [now[row.id].status for row in rows] == [way or None for way in ways]
    assert len(again.anchoring) == len(decisions)


@LAW
@given(drafts, drafts, st.data())
def test_confirming_what_is_there_changes_nothing(
    left: list[str], right: list[str], data: st.DataObject
) -> None:
    """With the same settings, rows that are confirmed stay, and so does every other."""
    documents = [drafted("a", left), drafted("b", right)]
    found = compare(documents)
    rows = data.draw(st.lists(st.sampled_from(found.rows), unique_by=lambda row: row.id))
    again = compare(documents, decisions=[closing(found, row, "") for row in rows])
    if all(each.fate == "kept" for each in again.anchoring):
        assert [(r.id, r.kind, r.score, r.variants) for r in again.rows] == [
            (r.id, r.kind, r.score, r.variants) for r in found.rows
        ]
        assert again.links == found.links


@LAW
@given(st.lists(drafts, min_size=2, max_size=3), st.data())
def test_what_is_rejected_is_not_linked(sides: list[list[str]], data: st.DataObject) -> None:
    """No two passages that were rejected together are linked, in the same words or others."""
    documents = [drafted(name, side) for name, side in zip("abc", sides, strict=False)]
    found = compare(documents)
    shared = [row for row in found.rows if row.kind != "only"]
    rows = data.draw(st.lists(st.sampled_from(shared), unique_by=lambda r: r.id)) if shared else []
    again = compare(
        documents, Settings(threshold=0.01), decisions=[said(found, "reject", places_of(r)) for r in rows]
    )
    check(again)
    linked = {(link.a, link.b) for link in again.links}
    for each in again.anchoring:
        assert not {(a, b) for a in each.found for b in each.found if a < b} & linked


@LAW
@given(st.lists(drafts, min_size=3, max_size=3), st.data())
def test_any_decisions_in_any_order(sides: list[list[str]], data: st.DataObject) -> None:
    """Contradicting decisions leave every passage in one row; the last word about a row stands."""
    documents = [drafted(name, side) for name, side in zip("abc", sides, strict=False)]
    found = compare(documents)
    every = [place for row in found.rows for place in places_of(row)]
    decisions = []
    for _ in range(data.draw(st.integers(1, 6))):
        places = sorted(data.draw(st.lists(st.sampled_from(every), min_size=1, max_size=4, unique=True)))
        several = len({d for d, _ in places}) > 1
        kinds: list[DecisionKind] = ["link", "reject", "confirm"] if several else ["none"]
        kind = data.draw(st.sampled_from([*kinds, "status"]))
        decisions.append(said(found, kind, places, "checked" if kind == "status" else ""))
    again = compare(documents, decisions=decisions)
    check(again)
    last = again.anchoring[-1]
    if last.fate == "kept" and last.decision.kind in {"link", "confirm"}:
        assert set(places_of(row_of(again, last.found[0]))) == set(last.found)
    if last.decision.kind == "none":
        assert all(len(places_of(row_of(again, place))) == 1 for place in last.found)


def test_a_rejected_pair_is_offered_with_the_reason() -> None:
    """The nearest passage of one whose link was rejected says so; the two stay apart."""
    found = compare(TWO)
    first = next(row for row in found.rows if row.kind != "only")
    again = compare(TWO, decisions=[said(found, "reject", places_of(first))])
    for place in places_of(first):
        row = row_of(again, place)
        assert places_of(row) == [place]
        assert row.nearest is not None
        assert row.nearest.reason == "rejected by the analyst"
    assert not any(row.decided for row in again.rows)


def test_the_same_words_are_parted_too() -> None:
    """Of two copies the other one is taken where the first is rejected; word for word is no excuse."""
    documents = (drafted("a", [TOLD[0]]), drafted("b", [TOLD[0], TOLD[3], TOLD[0]]))
    found = compare(documents)
    assert (0,) in [row.cells[1] for row in found.rows if row.cells[0]]
    again = compare(documents, decisions=[said(found, "reject", [(0, 0), (1, 0)])])
    assert row_of(again, (0, 0)).cells == ((0,), (2,))
    alone = compare(documents, decisions=[said(found, "reject", [(0, 0), (1, 0), (1, 2)])])
    assert row_of(alone, (0, 0)).cells == ((0,), ())


def test_a_link_of_the_analyst() -> None:
    """Passages that the engine would never link are one row, by the word of the analyst."""
    found = compare(TWO)
    far = next(
        ((0, i), (1, j)) for i in range(3) for j in range(3) if row_of(found, (0, i)) != row_of(found, (1, j))
    )
    again = compare(TWO, decisions=[said(found, "link", far)])
    check(again)
    row = row_of(again, far[0])
    assert (places_of(row), row.decided) == (list(far), "link")
    (link,) = [link for link in again.links if link.a == far[0]]
    assert (link.origin, link.evidence[0].what) == ("analyst", "linked by the analyst")
    assert row.variants is not None
    assert row.nearest is None


def test_a_link_beside_the_base() -> None:
    """Two documents are linked with each other, in a row without the base."""
    found = compare(THREE)
    pair = [(1, 0), (2, 1)]
    again = compare(THREE, decisions=[said(found, "link", pair)])
    check(again)
    row = row_of(again, (1, 0))
    assert (row.cells, row.kind, row.decided) == (((), (0,), (1,)), "shared", "link")
    assert json.loads(export(again, "json"))["links"][-1]["a"] == [1, "1"]
    for name in ("csv", "html", "md", "xlsx", "tei"):
        assert export(again, name)


def test_no_counterpart() -> None:
    """A passage without counterpart stays alone, and says who found none."""
    found = compare(TWO)
    again = compare(TWO, Settings(threshold=0.01), decisions=[said(found, "none", [(0, 0), (1, 2)])])
    rows = [row_of(again, place) for place in ((0, 0), (1, 2))]
    assert [(row.kind, row.decided) for row in rows] == [("only", "none")] * 2
    assert rows[0].nearest is not None
    assert rows[0].nearest.reason == "the analyst found no counterpart"


def test_the_later_decision_wins() -> None:
    """A row that a later decision breaks into is open again, with its status."""
    found = compare(TWO)
    row = next(r for r in found.rows if r.kind != "only")
    checked = said(found, "status", places_of(row), "checked")
    rejected = said(found, "reject", places_of(row))
    broken = compare(TWO, decisions=[checked, rejected])
    assert {row_of(broken, place).decided for place in places_of(row)} == {""}
    assert {row_of(broken, place).status for place in places_of(row)} == {"open"}
    mended = compare(TWO, decisions=[checked, rejected, said(found, "confirm", places_of(row))])
    assert row_of(mended, places_of(row)[0]).decided == "confirm"
    reopened = compare(TWO, decisions=[checked, said(found, "status", places_of(row), "open")])
    assert (row_of(reopened, places_of(row)[0]).decided, row_of(reopened, places_of(row)[0]).status) == (
        "",
        "open",
    )


def test_notes_status_and_tags_stand_on_rows() -> None:
    """A row has the notes and tags of its passages, and the least advanced of their statuses."""
    found = compare(TWO)
    row = next(r for r in found.rows if r.kind != "only")
    first, *rest = places_of(row)
    decisions = [
        said(found, "status", [first], "to discuss"),
        said(found, "note", [first], "See memo."),
        replace(said(found, "note", rest, "No."), by="Ben"),
        said(found, "tag", [first], "ships, fish"),
        said(found, "tag", rest, "fish , boats"),
    ]
    made = row_of(compare(TWO, decisions=decisions), first)
    assert made.status == "open"
    assert made.note == "Ann: See memo.\nBen: No."
    assert made.tags == ("ships", "fish", "boats")
    assert made.decided == ""
    whole = [
        *decisions,
        said(found, "note", places_of(row), "Settled."),
        said(found, "tag", places_of(row), ""),
    ]
    made = row_of(compare(TWO, decisions=whole), first)
    assert (made.note, made.tags) == ("Settled.", ())


def texts() -> list[Document]:
    return [
        read_text((ROOT / "texts" / n).read_text("utf-8"), n) for n in ("us-response.md", "nato-response.md")
    ]


def test_differences_as_decided() -> None:
    """What was decided about differences is told; the dismissed come last, and in no lead."""
    documents = texts()
    found = compare(documents)
    names = [each.concept for each in found.differences]
    raising = [(0, m.passage) for m in found.differences[3].mentions[0]] or [(1, 0)]
    decisions = [
        Decision("dismiss", (), "A word of courtesy.", names[0]),
        Decision("rename", (), "Another name", names[1]),
        Decision("accept", (), "", names[2]),
        Decision("rank", anchors_of(found.passages, raising), "1", names[3]),
        Decision("dismiss", (), "Gone.", "a matter that nobody raised"),
    ]
    again = compare(documents, decisions=decisions)
    assert [each.key for each in again.differences] == [names[3], names[1], names[2], *names[4:], names[0]]
    assert [each.rank for each in again.differences] == list(range(1, len(names) + 1))
    last, second = again.differences[-1], again.differences[1]
    assert (last.decided, last.reason) == ("dismiss", "A word of courtesy.")
    assert (second.concept, second.key) == ("Another name", names[1])
    assert last.rank not in {s.rank for s in again.lead}
    assert again.lead
    assert [each.fate for each in again.anchoring] == ["kept"] * 4 + ["lost"]
    told = json.loads(export(again, "json"))
    assert told["differences"][-1]["reason"] == "A word of courtesy."
    assert told["differences"][1]["called"] == names[1]


def test_a_difference_is_found_by_its_passages() -> None:
    """One that bears another name now is the one that the same passages raise."""
    documents = texts()
    found = compare(documents)
    first = found.differences[0]
    raising = sorted({(d, m.passage) for d, side in enumerate(first.mentions) for m in side})
    decision = Decision("dismiss", anchors_of(found.passages, raising), "No.", "called otherwise once")
    again = compare(documents, decisions=[decision])
    (told,) = again.anchoring
    assert told.fate == "moved"
    assert first.concept in told.said
    assert again.differences[-1].concept == first.concept


def test_decisions_are_carried() -> None:
    """The result holds the decisions as they were given and where each stands, also in JSON."""
    found = compare(TWO)
    row = next(r for r in found.rows if r.kind != "only")
    decision = said(found, "confirm", places_of(row))
    gone = replace(
        decision, anchors=tuple(replace(a, digest="0", text="Gone.") for a in decision.anchors), id="9"
    )
    again = compare(TWO, decisions=[decision, gone])
    assert again.decisions == (decision, gone)
    assert [each.fate for each in again.anchoring] == ["kept", "lost"]
    told = json.loads(export(again, "json"))
    assert told["decisions"][0]["passages"] == [[d, again.passages[d][p].id] for d, p in places_of(row)]
    assert told["anchoring"][1]["fate"] == "lost"
    assert "Gone." in told["anchoring"][1]["said"]
    assert {"kind", "value", "concept", "by", "at", "id"} <= told["decisions"][0].keys()


def test_without_decisions_all_is_as_ever() -> None:
    """No decisions are the same as none given, and leave no trace but empty keys."""
    assert export(compare(TWO, decisions=()), "json") == export(compare(TWO), "json")
    found = compare(TWO)
    assert {row.decided for row in found.rows} == {""}
    assert {(row.status, row.note, row.tags) for row in found.rows} == {(None, None, ())}
    assert open_rows(found) == list(found.rows)
