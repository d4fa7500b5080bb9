"""Collation: close texts show the words that differ, distant texts the words that they share."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from diffapp.collation import by_passage, collate_all, likeness
from diffapp.model import Row
from diffapp.words import Vocabulary

LAW = settings(deadline=None, max_examples=150, derandomize=True)
SAYING = "All states have the right to choose their own means of security and to change them."
VOCABULARY = (
    "the",
    "of",
    "to",
    "is",
    "security",
    "treaty",
    "treaties",
    "Russia",
    "missiles",
    "talks",
    "on",
    "7",
)
Texts = Sequence[str]


def collated(*sides: Texts) -> Row:
    """Collate one row that holds every passage of the documents."""
    speech = Vocabulary("en")
    tokens = [[speech.tokens(text) for text in side] for side in sides]
    row = Row("r", tuple(tuple(range(len(side))) for side in sides), "shared")
    return collate_all([row], tokens, sides)[0]


def marked(row: Row, *sides: Texts) -> list[list[str]]:
    """The marked stretches as written, by document, in reading order."""
    marks = sorted({m for v in row.variants for m in v.marks}, key=lambda m: (m.document, m.passage, m.start))
    return [
        [sides[d][m.passage][m.start : m.end] for m in marks if m.document == d] for d in range(len(sides))
    ]


def unmarked_words(row: Row, *sides: Texts) -> list[list[str]]:
    """The words that no mark covers, by document."""
    covered = by_passage([row])
    return [
        [
            text[t.start : t.end]
            for p, text in enumerate(side)
            for t in Vocabulary("en").tokens(text)
            if not any(start <= t.start and t.end <= end for start, end, _ in covered.get((d, p), ()))
        ]
        for d, side in enumerate(sides)
    ]


passages = st.lists(
    st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=10).map(" ".join), min_size=1, max_size=3
)


def test_one_changed_word_is_marked_on_both_sides() -> None:
    """Where close texts differ by a word, that word alone is marked, on each side."""
    sides = [SAYING], [SAYING.replace("security", "defence")]
    row = collated(*sides)
    assert (row.closeness, marked(row, *sides)) == ("close", [["security"], ["defence"]])
    assert [v.kind for v in row.variants] == ["differs"]


def test_a_word_of_one_side_is_marked_there() -> None:
    """A word that close texts have on one side only is marked on that side and nowhere else."""
    sides = [SAYING], [SAYING.replace("to change", "freely to change")]
    assert marked(collated(*sides), *sides) == [[], ["freely"]]


def test_the_same_words_have_no_variants() -> None:
    """A text collated with itself shows no difference, whatever its white space and punctuation."""
    row = collated([SAYING], [SAYING.replace(" ", "\n ").replace(".", "!")])
    assert (row.closeness, row.likeness, row.variants) == ("close", 1.0, ())


def test_no_islands_of_function_words() -> None:
    """A lone "of the" between two differing runs does not part them: a reader sees one run."""
    sides = (
        ["The parties value the strength of the alliance and keep to every word of their treaty today."],
        ["The parties value the weakness of the adversary and keep to every word of their treaty today."],
    )
    assert marked(collated(*sides), *sides) == [["strength of the alliance"], ["weakness of the adversary"]]


def test_matter_between_two_changes_stays_unmarked() -> None:
    """A word that both sides use for the matter parts two differing runs."""
    sides = [SAYING], [SAYING.replace("own", "sole").replace("security", "defence")]
    assert marked(collated(*sides), *sides) == [["own", "security"], ["sole", "defence"]]


def test_distant_texts_show_the_phrase_that_they_share() -> None:
    """Of texts that have little in common, a shared run of words is marked, without grammar at its ends."""
    sides = (
        ["We refuse any talk of a veto over the enlargement of the Alliance towards Finland."],
        ["History will judge how the enlargement of the Alliance was answered by angry neighbours."],
    )
    row = collated(*sides)
    assert row.closeness == "distant"
    assert marked(row, *sides) == [["enlargement of the Alliance"]] * 2
    assert {v.kind for v in row.variants} == {"shared"}


def test_distant_texts_show_rare_words_in_any_form() -> None:
    """A rare word that distant texts share is marked, even inflected."""
    sides = (
        ["Their satellites must remain safe from harm."],
        ["Nobody shall ever test a weapon against any satellite in orbit."],
    )
    assert marked(collated(*sides), *sides) == [["satellites"], ["satellite"]]


def test_function_words_alone_are_not_shared() -> None:
    """Distant texts that have only grammar in common share nothing."""
    row = collated(
        ["It is what they have to do for the sake of peace."], ["It is what they have seen in the war."]
    )
    assert (row.closeness, row.variants) == ("distant", ())


def test_a_word_that_stands_everywhere_is_not_rare() -> None:
    """A word of most passages is no news where two rows share it."""
    filler = [
        f"NATO speaks about {matter}." for matter in ("ships", "jets", "tanks", "mines", "spies", "gas")
    ]
    sides = (["NATO rejects every veto.", *filler], ["Grain harvests depend on NATO.", *filler])
    speech = Vocabulary("en")
    tokens = [[speech.tokens(text) for text in side] for side in sides]
    row = collate_all([Row("r", ((0,), (0,)), "shared")], tokens, sides)[0]
    assert row.variants == ()


def test_a_run_over_two_passages_has_a_mark_in_each() -> None:
    """A run of words that goes on in the next passage is marked in both."""
    sides = ["We agree on the limits.", "Both of them hold."], ["Limits hold."]
    row = collated(*sides)
    assert all(m.end <= len(sides[m.document][m.passage]) for v in row.variants for m in v.marks)


def test_a_lone_cell_is_not_collated() -> None:
    """A row with one document has nothing to be compared with."""
    row = collated([SAYING], [])
    assert (row.closeness, row.likeness, row.variants) == (None, None, ())


def test_three_documents_are_collated_with_the_first() -> None:
    """In a row of three, each further document is collated with the first one that speaks."""
    sides = [SAYING], [SAYING.replace("own", "sole")], [SAYING.replace("security", "defence")]
    row = collated(*sides)
    assert marked(row, *sides) == [["own", "security"], ["sole"], ["defence"]]


@LAW
@given(passages, passages)
def test_marks_are_words_in_bounds(left: Texts, right: Texts) -> None:
    """A mark begins where a word begins and ends where a word ends; none is empty or out of bounds."""
    row, speech = collated(left, right), Vocabulary("en")
    for variant in row.variants:
        assert variant.marks
        for mark in variant.marks:
            tokens = speech.tokens((left, right)[mark.document][mark.passage])
            assert mark.start < mark.end
            assert mark.start in {t.start for t in tokens}
            assert mark.end in {t.end for t in tokens}


@LAW
@given(passages, passages)
def test_what_differs_is_all_that_differs(left: Texts, right: Texts) -> None:
    """Without the marked words, close texts are the same, word for word."""
    row = collated(left, right)
    if row.closeness == "close":
        first, second = unmarked_words(row, left, right)
        assert first == second
    else:
        assert {variant.kind for variant in row.variants} <= {"shared"}


@LAW
@given(passages, passages)
def test_what_is_shared_is_on_both_sides(left: Texts, right: Texts) -> None:
    """A shared run has the same words on both sides, some matter in it, and three words or a rare one."""
    row = collated(left, right)
    speech = Vocabulary("en")
    for variant in row.variants if row.closeness == "distant" else ():
        sides = [
            [
                t
                for m in variant.marks
                if m.document == d
                for t in speech.tokens(side[m.passage][m.start : m.end])
            ]
            for d, side in enumerate((left, right))
        ]
        present = [{t.key for t in side} for side in sides if side]
        assert all(keys == present[0] for keys in present)
        assert any(t.content for side in sides for t in side)
        assert all(t.content for side in sides for t in side) or all(len(side) >= 3 for side in sides)


@LAW
@given(passages, passages)
def test_likeness_is_a_share_and_has_no_direction(left: Texts, right: Texts) -> None:
    """Likeness lies between 0 and 1, is 1 for the same words, and is the same from both sides."""
    there, back = collated(left, right), collated(right, left)
    assert there.likeness == back.likeness
    assert there.closeness == back.closeness
    assert 0 <= (there.likeness or 0) <= 1
    assert collated(left, left).likeness == 1


@LAW
@given(passages, passages)
@example(["the security the"], ["security the the"])
def test_collation_mirrors(left: Texts, right: Texts) -> None:
    """Swapping the sides swaps the marks: which words are marked does not depend on who comes first."""
    there, back = collated(left, right), collated(right, left)
    assert marked(there, left, right) == marked(back, right, left)[::-1]


@pytest.mark.parametrize(("a", "b", "expected"), [("ab", "ab", 1.0), ("ab", "cd", 0.0), ("ab", "ac", 0.5)])
def test_likeness_by_hand(a: str, b: str, expected: float) -> None:
    """Likeness is twice the words in common order over all words."""
    assert likeness(list(a), list(b)) == expected
