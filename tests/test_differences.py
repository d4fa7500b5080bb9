"""Differences: what one side raises and the other passes over; no silence where words are spoken."""

from __future__ import annotations

from math import prod

import pytest

from diffapp import Comparison, Difference, Document, Settings, compare
from diffapp.reading.parsed import assemble

FILLER = ("Both sides met in Geneva in the winter.", "Their experts will meet again.", "Coffee was served.")
RAISED = (
    "We are ready to discuss the indivisibility of security with every state.",
    "The indivisibility of security binds all states of the region.",
)


def document(
    name: str, *passages: str, issuer: str = "", language: str = "en", heading: str = ""
) -> Document:
    pieces = [(heading, 2), *((p, 0) for p in passages)]
    parsed = assemble(pieces)
    return Document(name, parsed.text, parsed.blocks, issuer=issuer, language=language)


def compared(left: tuple[str, ...], right: tuple[str, ...], settings: Settings | None = None) -> Comparison:
    return compare([document("a", *FILLER, *left), document("b", *right, *FILLER)], settings or Settings())


def about(comparison: Comparison, word: str) -> list[Difference]:
    """The differences whose name or mentions hold a word."""
    return [
        d
        for d in comparison.differences
        if word in d.concept.casefold() or any(word in m.text.casefold() for side in d.mentions for m in side)
    ]


def test_what_one_side_alone_raises_is_found() -> None:
    """A term that one text uses and the other never does is a difference, with every place named."""
    found = about(compared(RAISED, ()), "indivisib")
    assert [d.documents for d in found] == [(0,)]
    assert found[0].kind == "only"
    assert found[0].concept == "indivisibility of security"
    assert [m.passage for m in found[0].mentions[0]] == [3, 4]
    assert found[0].mentions[1] == ()


def test_silence_says_what_was_searched() -> None:
    """A silence names the words that were looked for and the passage that comes nearest, if any does."""
    (found,) = about(compared(RAISED, ()), "indivisib")
    assert any("indivisib" in words for words in found.searched)
    assert all(near.place[0] == 1 for near in found.nearest)


@pytest.mark.parametrize(
    "spoken",
    [
        "Security that is indivisible is what they want.",
        "An indivisible European security is what they want.",
        "INDIVISIBILITY? We hear a lot about SECURITY and its indivisibility.",
    ],
)
def test_another_form_or_order_is_no_silence(spoken: str) -> None:
    """A side that uses the words in another inflection or order has not passed them over."""
    assert about(compared(RAISED, (spoken,)), "indivisib") == []


def test_russia_is_raised_by_who_says_russian() -> None:
    """A name and its adjective are one word for silence: "the forces of Russia" answers "Russian forces"."""
    left = ("Russian forces stand at the border.", "The Russian forces must leave.")
    right = ("The forces of Russia have not moved.", "Nothing moved.")
    assert about(compared(left, right), "russia") == []
    assert about(compared(right, left), "russia") == []


def test_the_words_far_apart_are_still_silence() -> None:
    """The words of a term in different passages do not make the term."""
    right = ("Security comes first.", "The republic is one and indivisible.")
    found = about(compared(RAISED, right), "indivisibility of security")
    assert [d.documents for d in found] == [(0,)]


def test_what_is_said_once_is_no_finding() -> None:
    """A single mention of something is too little to call the other side silent on it."""
    assert about(compared(("An orbital laser cannon was never mentioned.",), ()), "laser") == []


def test_a_heading_adds_weight() -> None:
    """A term that a heading names counts more than the same term without."""
    plain = document("a", *FILLER, *RAISED)
    headed = document("a", *FILLER, *RAISED, heading="Indivisibility of security")
    other = document("b", *FILLER)
    (without,), (with_) = (about(compare([d, other]), "indivisib") for d in (plain, headed))
    assert with_[0].weight > without.weight


def test_the_issuers_own_names_are_no_finding() -> None:
    """That each side writes its own name is no difference."""
    left = document(
        "a", "The Northern League agrees.", "The Northern League hopes.", issuer="Northern League"
    )
    right = document("b", "Nobody agrees to anything.", "Nobody hopes for anything.", issuer="Southern Union")
    assert "northern league" not in {d.concept.casefold() for d in compare([left, right]).differences}


def test_weights_fall_and_ranks_rise() -> None:
    """Differences are ranked from 1, the weightiest first; a weight is the product of its parts."""
    left = (*RAISED, "A naval blockade is an act of war.", "No naval blockade!", "A naval blockade again.")
    right = ("Grain exports must go on.", "Grain exports feed the world.")
    found = compared(left, right).differences
    assert [d.rank for d in found] == list(range(1, len(found) + 1))
    assert [d.weight for d in found] == sorted((d.weight for d in found), reverse=True)
    assert all(d.weight == pytest.approx(prod(value for _, value in d.parts), abs=1e-3) for d in found)
    assert {d.documents for d in found} == {(0,), (1,)}


def test_the_list_has_an_end() -> None:
    """No more differences are given than the settings ask for, and those are the first ones."""
    left = (*RAISED, "A naval blockade is an act of war.", "No naval blockade!")
    every, one = compared(left, ()), compared(left, (), Settings(most_differences=1))
    assert len(every.differences) > 1
    assert one.differences == every.differences[:1]


def test_three_documents() -> None:
    """Of three texts, those that raise a matter are named together, the silent ones are the rest."""
    speaking, silent = document("a", *FILLER, *RAISED), document("b", *FILLER)
    answering = document("c", *FILLER, "Indivisible security is no slogan.")
    (found,) = about(compare([speaking, silent, answering]), "indivisib")
    assert found.documents == (0, 2)
    assert [bool(side) for side in found.mentions] == [True, False, True]


def test_mentions_do_not_overlap() -> None:
    """Each place is mentioned once, in the longest form that stands there."""
    left = ("New strategic arms control talks.", "The new strategic arms control talks go on.")
    for found in compared(left, ()).differences:
        for before, after in zip(found.mentions[0], found.mentions[0][1:], strict=False):
            assert (before.passage, before.end) <= (after.passage, after.start)


def test_each_language_by_its_own_grammar() -> None:
    """A Russian pair is compared by Russian words: inflection folds there too."""
    left = document(
        "a", "Мы обсудим неделимость безопасности.", "Вопрос о неделимости безопасности важен.", language="ru"
    )
    silent = document("b", "Погода была хорошая.", language="ru")
    speaking = document("b", "Принцип неделимости безопасности известен.", language="ru")
    assert [d.documents for d in about(compare([left, silent]), "неделимост")] == [(0,)]
    assert about(compare([left, speaking]), "неделимост") == []
