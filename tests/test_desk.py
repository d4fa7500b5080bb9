"""The desk: decisions are made from what is shown, and it says how far the review is and what changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from itertools import count

import pytest
from test_pinning import THREE, TWO, places_of, row_of

from diffapp import Comparison, compare
from diffapp.errors import DecisionError
from diffapp.review.changes import changed
from diffapp.review.deciding import Analyst
from diffapp.review.desk import next_undecided, progress, unseen
from diffapp.review.drawer import candidates, shared_words


@pytest.fixture
def ann() -> Analyst:
    numbers = count(1)
    return Analyst("Ann", lambda: datetime(2026, 1, 2, 3, 4, 5, 6, UTC), lambda: str(next(numbers)))


@pytest.fixture
def found() -> Comparison:
    return compare(TWO)


def test_decisions_are_signed(found: Comparison, ann: Analyst) -> None:
    """Who, when in UTC with seconds, and an id are filled in, and each kind is what it says."""
    shared = next(row for row in found.rows if row.kind != "only")
    made = [
        ann.confirm_row(found, shared),
        ann.reject_row(found, shared),
        ann.reject_pair(found, (0, 0), (1, 1)),
        ann.link_places(found, [(1, 0), (0, 0)]),
        ann.none_row(found, shared),
        ann.note(found, shared, "So."),
        ann.status(found, shared, "to discuss"),
        ann.tag(found, shared, ["one, two", " ", "three"]),
    ]
    kinds = ["confirm", "reject", "reject", "link", "none", "note", "status", "tag"]
    assert [d.kind for d in made] == kinds
    assert {(d.by, d.at) for d in made} == {("Ann", "2026-01-02T03:04:05Z")}
    assert [d.id for d in made] == [str(k) for k in range(1, 9)]
    assert made[-1].value == "one two, three"
    assert [a.document for a in made[3].anchors] == [0, 1]


def test_a_decision_that_says_nothing_is_refused(found: Comparison, ann: Analyst) -> None:
    """Links join two documents; what joins one with itself, or nothing, is refused in a sentence."""
    with pytest.raises(DecisionError, match="two documents"):
        ann.confirm_row(found, next(row for row in found.rows if row.kind == "only"))
    with pytest.raises(DecisionError, match="two documents"):
        ann.link_places(found, [(0, 0), (0, 1)])


def test_the_real_clock_and_ids(found: Comparison) -> None:
    """Without a clock and ids of one's own, decisions have the time of day and ids that differ."""
    one, other = (Analyst("Ann").note(found, found.rows[0], "So.") for _ in range(2))
    assert len({one.id, other.id}) == 2
    assert datetime.fromisoformat(one.at).tzinfo is not None


def test_the_next_row_and_the_progress(found: Comparison, ann: Analyst) -> None:
    """Every row comes, none twice, until all passages are settled."""
    decisions, row = [], next_undecided(found)
    total = sum(map(len, found.passages))
    assert progress(found) == (0, total)
    assert len(unseen(found)) == total
    seen = []
    now = found
    while row is not None:
        seen.append(row.id)
        close = ann.status(now, row, "checked") if row.kind == "only" else ann.confirm_row(now, row)
        decisions.append(close)
        now = compare(TWO, decisions=decisions)
        row = next_undecided(now, row.id)
    assert seen == [each.id for each in found.rows]
    assert progress(now) == (total, total)
    assert unseen(now) == ()


def test_the_next_row_goes_round(found: Comparison, ann: Analyst) -> None:
    last = found.rows[-1].id
    assert next_undecided(found, last) == found.rows[0]
    assert next_undecided(found, "not there") == found.rows[0]
    checked = compare(TWO, decisions=[ann.status(found, found.rows[0], "to discuss")])
    assert next_undecided(checked, last) == checked.rows[0]
    assert set(unseen(checked)) == {p for row in found.rows[1:] for p in places_of(row)}


def test_the_drawer(found: Comparison, ann: Analyst) -> None:
    """The likest passages come first, with reasons; a link says so, and so does a rejection."""
    link = max(found.links, key=lambda link: link.score)
    place, mate, row = link.a, link.b, row_of(found, link.a)
    offered = candidates(found, place)
    assert list(offered) == [1]
    best = offered[1][0]
    assert (best.place, best.linked, best.rejected) == (mate, True, False)
    assert best.score == link.score
    reasons = [e for e in link.evidence if e.kind != "base"]
    assert best.why[0] == max(reasons, key=lambda e: e.weight).what
    assert len(best.why) == len(reasons)
    assert [c.score for c in offered[1]] == sorted((c.score for c in offered[1]), reverse=True)
    assert len(candidates(found, place, 1)[1]) == 1
    parted = candidates(compare(TWO, decisions=[ann.reject_row(found, row)]), place)[1][0]
    assert (parted.place, parted.linked, parted.rejected) == (mate, False, True)
    assert parted.score == link.score
    assert parted.why[0].startswith("shared words: ")
    assert parted.why[1] == "rejected by the analyst"
    assert candidates(found, mate)[0][0].place == place


def test_the_drawer_beside_the_base(ann: Analyst) -> None:
    """Two documents that were never weighed against each other offer what is like the same base passage."""
    found = compare(THREE)
    by_way = [c for p in range(3) for c in candidates(found, (1, p))[2] if c.score > 0.05]
    assert by_way
    assert all("by way of ¶" in c.why[-1] for c in by_way)
    linked = compare(THREE, decisions=[ann.link_places(found, [(1, 0), (2, 1)])])
    assert [c.linked for c in candidates(linked, (1, 0))[2] if c.place == (2, 1)] == [True]


def test_shared_words_are_as_they_are_written(found: Comparison) -> None:
    row = next(row for row in found.rows if row.kind != "only")
    one, other = places_of(row)[:2]
    words = shared_words(found, one, other)
    assert words
    assert all(word in found.at(one).text for word in words)


def test_what_changed(found: Comparison, ann: Analyst) -> None:
    """Rows that came, went and differ are told in sentences that name their passages."""
    row = next(row for row in found.rows if row.kind != "only")
    assert not changed(found, compare(TWO))
    noted = compare(TWO, decisions=[ann.note(found, row, "So."), ann.status(found, row, "checked")])
    told = changed(found, noted)
    assert (told.came, told.went, told.differ) == ((), (), (row.id,))
    assert told.said[0].endswith("no status is now checked; closed (checked); note added.")
    apart = changed(found, compare(TWO, decisions=[ann.reject_row(found, row)]))
    assert row.id in apart.went
    assert len(apart.came) >= 2
    assert any(said.startswith("No longer a row: a ") for said in apart.said)


def test_differences_are_decided_by_their_key(by_hand: Comparison, ann: Analyst) -> None:
    """A decision names a difference as the engine did, with the passages that raise it."""
    called = replace(by_hand.differences[0], concept="Other words", called="indivisibility")
    made = [
        ann.accept(by_hand, called),
        ann.dismiss(by_hand, called, "Courtesy."),
        ann.rename(by_hand, called, "Third"),
        ann.rank(by_hand, called, 2),
        ann.rank(by_hand, called, None),
    ]
    assert {d.concept for d in made} == {"indivisibility"}
    assert [d.value for d in made] == ["", "Courtesy.", "Third", "2", ""]
    assert [(a.document, a.repeated) for a in made[0].anchors] == [(0, 0)]
    with pytest.raises(DecisionError, match="say why"):
        ann.dismiss(by_hand, called, " ")


def test_a_row_of_the_analyst_is_found_again(found: Comparison, ann: Analyst) -> None:
    """What is linked at the desk is one row of the next comparison."""
    pair = [(0, 0), (1, 1)]
    again = compare(TWO, decisions=[ann.link_places(found, pair)])
    assert places_of(row_of(again, (0, 0))) == pair
