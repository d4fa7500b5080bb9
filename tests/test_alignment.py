"""Alignment of plain passages: any order, many to many, or none; and reasons that add up to the score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diffapp import Settings, align
from diffapp.model import DEFAULT, Link

LAW = settings(deadline=None, max_examples=40, derandomize=True)
HARBOUR = "The harbour authority shall dredge the northern channel before the herring season opens."
LIGHTHOUSE = "Each lighthouse on the western cliffs will be painted white and inspected by two engineers."
FERRY = "A night ferry between the islands is to carry mail, livestock and no more than forty passengers."
SCHOOL = "Schoolchildren receive a free lunch of soup and bread on every weekday of the term."
ORCHARD = "Farmers may graft plum and pear trees on communal orchards after the first frost."
SAME_MATTER = {
    HARBOUR: "Before herring are fished, the harbour's northern channel must be dredged by its authority.",
    LIGHTHOUSE: "Two engineers inspect every lighthouse of the western cliffs, and white paint is put on it.",
    FERRY: "Mail, livestock and at most forty passengers travel on the night ferry that joins the islands.",
}
VOCABULARY = (
    "the",
    "of",
    "harbour",
    "channels",
    "channel",
    "ferry",
    "night",
    "frost",
    "soup",
    "7",
    "islands",
)
passages = st.lists(
    st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=8).map(" ".join), min_size=0, max_size=6
)


def pairs(links: Sequence[Link]) -> set[tuple[int, int]]:
    return {(link.a[1], link.b[1]) for link in links}


def test_the_order_of_the_texts_is_free() -> None:
    """Passages that deal with the same matter are linked wherever they stand."""
    left, right = list(SAME_MATTER), list(SAME_MATTER.values())
    assert pairs(align(left, right)) == {(0, 0), (1, 1), (2, 2)}
    assert pairs(align(left, right[::-1])) == {(0, 2), (1, 1), (2, 0)}
    assert pairs(align([left[1], left[2], left[0]], right)) == {(0, 1), (1, 2), (2, 0)}


def test_one_passage_may_answer_two() -> None:
    """A passage that says what the other side says in two is linked with both."""
    first, second = (
        HARBOUR,
        "The northern channel, once dredged, stays open to herring boats of every harbour authority.",
    )
    right = [f"{HARBOUR} {second}", LIGHTHOUSE]
    assert {(0, 0), (1, 0)} <= pairs(align([first, second, SCHOOL], right))


def test_what_has_no_counterpart_stays_alone() -> None:
    """Passages about different matters are not linked, even where nothing better is to be had."""
    assert align([HARBOUR, FERRY], [SCHOOL, ORCHARD]) == []
    assert pairs(align([HARBOUR, SCHOOL], [ORCHARD, SAME_MATTER[HARBOUR]])) == {(0, 1)}


def test_exact_copies_are_linked_surely() -> None:
    """The same words are linked with the full score, whatever their white space and place."""
    links = align([HARBOUR, LIGHTHOUSE], [LIGHTHOUSE, HARBOUR.replace(" ", "\n  ")])
    assert [(link.a, link.b, link.score) for link in links] == [((0, 0), (1, 1), 1.0), ((0, 1), (1, 0), 1.0)]


def test_a_copy_is_not_shared_out() -> None:
    """Where a passage has its exact copy, a mere likeness takes neither of the two."""
    alike = HARBOUR.replace("northern", "southern")
    assert pairs(align([HARBOUR], [alike, HARBOUR])) == {(0, 1)}


@pytest.mark.parametrize("copies", [2, 5])
def test_duplicates_go_one_to_one(copies: int) -> None:
    """Passages that are repeated on both sides are linked in order, the first with the first."""
    assert pairs(align([HARBOUR] * copies, [HARBOUR] * copies)) == {(k, k) for k in range(copies)}


def test_a_surplus_copy_makes_no_tangle() -> None:
    """One copy more on one side leaves every other copy with one counterpart."""
    links = align([HARBOUR, HARBOUR, HARBOUR], [HARBOUR, HARBOUR])
    assert {(0, 0), (1, 1)} <= pairs(links)


@pytest.mark.parametrize("left", [[], ["", "   "], ["…", "—"], ["the of a"]])
@pytest.mark.parametrize("right", [[], [HARBOUR], ["of the"]])
def test_nothing_is_linked_with_nothing(left: list[str], right: list[str]) -> None:
    """Sides that are empty or hold no matter give no links, and no error."""
    assert align(left, right) == []


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("人权必须得到尊重。", "导弹必须撤出欧洲。"),
        ("猫在沙发上睡觉。", "股票市场今天下跌。"),
        ("1 2 3 4", "5 6 7 8"),
        ("القط نائم", "البورصة هبطت"),
    ],
)
def test_strangers_in_other_scripts_stay_strangers(left: str, right: str) -> None:
    """An encoder that knows English alone has no say in other languages, nor on passages without letters."""
    assert align([left], [right]) == []


def test_a_printed_number_is_no_reason() -> None:
    """Links come from what is said: the same number with another matter is no counterpart."""
    assert align([f"7. {HARBOUR}"], [f"7. {SCHOOL}"]) == []


def test_links_are_sorted_and_single() -> None:
    """Links come in the order of the passages, no pair twice, from document 0 to document 1."""
    links = align([*SAME_MATTER, HARBOUR, SCHOOL], [*SAME_MATTER.values(), SCHOOL, HARBOUR])
    assert [(link.a, link.b) for link in links] == sorted({(link.a, link.b) for link in links})
    assert {(link.a[0], link.b[0], link.origin) for link in links} == {(0, 1, "engine")}


def test_reasons_are_in_the_readers_words() -> None:
    """A link names the rare words that both passages share, as the left one writes them."""
    (link,) = align([HARBOUR, SCHOOL], [SAME_MATTER[HARBOUR], ORCHARD])
    said = " ".join(e.what for e in link.evidence)
    assert "harbour" in said
    assert "herring" in said


@LAW
@given(passages, passages)
def test_reasons_sum_to_the_score(left: list[str], right: list[str]) -> None:
    """No score without its reasons: their weights sum to it."""
    for link in align(left, right, Settings(threshold=0.01)):
        assert link.evidence
        assert sum(e.weight for e in link.evidence) == pytest.approx(link.score, abs=1e-6)
        assert 0.01 <= link.score <= 1


@LAW
@given(passages, passages)
def test_links_hold_no_less_than_the_threshold(left: list[str], right: list[str]) -> None:
    """Every link reaches the threshold, joins passages that there are, and stands once."""
    links = align(left, right, Settings(threshold=0.3))
    assert all(link.score >= 0.3 for link in links)
    assert len(pairs(links)) == len(links)
    assert pairs(links) <= {(i, j) for i in range(len(left)) for j in range(len(right))}


@LAW
@given(passages, passages, st.floats(0.01, 1), st.floats(0.01, 1))
def test_a_higher_threshold_adds_no_link(left: list[str], right: list[str], one: float, other: float) -> None:
    """Asking for more certainty takes links away and never brings new ones; scores stay what they were."""
    low, high = sorted((one, other))
    more, fewer = (align(left, right, replace(DEFAULT, threshold=least)) for least in (low, high))
    scores = {(link.a, link.b): link.score for link in more}
    assert {(link.a, link.b): link.score for link in fewer}.items() <= scores.items()


@LAW
@given(passages, passages)
def test_links_mirror(left: list[str], right: list[str]) -> None:
    """Swapping the sides swaps the ends of the links and nothing else."""
    there = {(link.a[1], link.b[1], link.score) for link in align(left, right)}
    back = {(link.b[1], link.a[1], link.score) for link in align(right, left)}
    assert there == back


@LAW
@given(passages)
def test_a_text_is_its_own_counterpart(side: list[str]) -> None:
    """Aligned with itself, every passage is linked with itself, and with nothing else."""
    assert pairs(align(side, side)) == {(k, k) for k in range(len(side))}
