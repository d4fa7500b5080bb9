"""Key phrases: terms of several words, with inflection and word order folded."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diffapp.phrases import Key, Phrase, find_phrases
from diffapp.words import Vocabulary

LAW = settings(deadline=None, max_examples=100, derandomize=True)


def phrases(*sides: Sequence[str], language: str = "en") -> dict[Key, Phrase]:
    """The phrases of some documents of one language."""
    speech = Vocabulary(language)
    return find_phrases([[speech.tokens(t) for t in side] for side in sides], sides, [language] * len(sides))


def names(*sides: Sequence[str]) -> set[str]:
    return {phrase.name for phrase in phrases(*sides).values()}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the indivisibility of security", "indivisible security"),
        ("a nuclear weapon", "nuclear weapons"),
        ("Military Exercises", "military exercise"),
        ("the control of arms", "arms control"),
    ],
)
def test_one_matter_is_one_phrase(one: str, other: str) -> None:
    """Inflection, case, and the order that "of" turns round make no other phrase."""
    assert phrases([f"{one}."]).keys() == phrases([f"{other}."]).keys()
    assert len(phrases([f"{one}."])) == 1


def test_punctuation_parts_phrases() -> None:
    """No phrase reaches over a comma, a full stop or an empty line; quotation marks part nothing."""
    assert names(["missiles, launchers"]) == set()
    assert names(["missiles. Launchers"]) == set()
    assert names(["missiles\n\nlaunchers"]) == set()
    plain = names(["the missile shield plan"])
    assert names(["the “missile shield” plan"]) == {*plain, "missile shield"} != plain != set()


def test_what_is_quoted_is_a_term() -> None:
    """What stands in quotation marks is somebody's term, as far as it is no sentence."""
    assert "shield against the north" in names(["They call it “shield against the north” now."])
    assert names(["“Shield the north. Go.”"]) == names(["Shield the north. Go."])


def test_grammar_parts_phrases() -> None:
    """Words with other grammar between them than a joint are no phrase."""
    assert names(["treaties but not missiles"]) == set()


def test_a_phrase_has_matter_at_both_ends() -> None:
    """No phrase begins or ends on a function word."""
    found = phrases(
        ["The rights of states and the means of the defence of the realm are for all of us to settle."]
    )
    speech = Vocabulary("en")
    assert found
    for phrase in found.values():
        tokens = speech.tokens(phrase.name)
        assert tokens[0].content
        assert tokens[-1].content


def test_a_single_word_is_no_phrase() -> None:
    """A phrase has two different words at least."""
    assert phrases(["Security.", "security of security"]) == {}


def test_uses_are_placed_by_document() -> None:
    """Each document's uses are placed apart."""
    found = phrases(["nuclear weapon.", "Nuclear weapons!"], ["a nuclear weapon"], ["a space weapon"])
    (phrase,) = (p for p in found.values() if any(place[0] == 0 for place in p.places))
    assert [place[0] for place in phrase.places] == [0, 0, 1]


def test_the_name_is_as_a_text_writes_it() -> None:
    """A phrase is shown in its most frequent form; a sentence's first capital is no part of it."""
    found = phrases(["Nuclear weapons.", "the nuclear weapons", "a nuclear weapon", "the Founding Act"])
    assert {p.name for p in found.values()} == {"nuclear weapons", "Founding Act"}


@LAW
@given(st.lists(st.text(), max_size=3))
def test_places_slice_back(side: list[str]) -> None:
    """A phrase's places in any text begin and end at words, and hold the words of its key."""
    speech = Vocabulary("en")
    for key, phrase in phrases(side).items():
        for _, p, start, end in phrase.places:
            assert {t.key for t in speech.tokens(side[p][start:end]) if t.content} == set(key)


@LAW
@given(st.permutations(["space weapon", "the weapons of space", "arms control", "control of arms"]))
def test_the_order_of_passages_does_not_matter(side: list[str]) -> None:
    """The same passages in another order hold the same phrases, as often."""
    usual = phrases(sorted(side))
    found = phrases(side)
    assert {k: p.written for k, p in found.items()} == {k: p.written for k, p in usual.items()}
