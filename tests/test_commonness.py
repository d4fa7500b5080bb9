"""How common words are, and which cannot stand at the end of a term."""

from __future__ import annotations

import pytest

from diffapp.commonness import UNKNOWN_LANGUAGE, is_adverb, is_attribute, rarity, telling


def test_rare_words_are_rarer() -> None:
    ranked = ["the", "system", "treaty", "estuary", "overflight"]
    assert sorted(ranked, key=rarity) == ranked
    assert all(0 <= rarity(word) <= 1 for word in [*ranked, "", "x1", "Ünal"])
    assert rarity("zzyzxian") == 1


@pytest.mark.parametrize(
    ("form", "base"), [("treaties", "treaty"), ("Harbours", "harbour"), ("fished", "fish")]
)
def test_inflection_makes_no_word_rare(form: str, base: str) -> None:
    assert rarity(form) <= rarity(base) < 1


def test_short_words_at_the_head_of_longer_ones_do_not_count() -> None:
    assert rarity("withhold") > 0.5


def test_words_of_other_languages_are_middling() -> None:
    assert rarity("the", "fr") == UNKNOWN_LANGUAGE


def test_a_term_is_as_telling_as_its_two_rarest_words() -> None:
    assert telling(["the", "zzyzxian", "zzyzxes"]) == 1
    assert telling(["the", "zzyzxian"]) == pytest.approx(0.5)
    assert telling([]) == 0


def test_adverbs_and_attributes_are_no_ends() -> None:
    adverbs = ("lawfully", "happily", "assembly", "family", "reply")
    assert [word for word in adverbs if is_adverb(word)] == ["lawfully", "happily"]
    attributes = ("concluded", "fraudulent", "harmless", "seabed", "speed", "embargo", "meeting")
    assert [word for word in attributes if is_attribute(word)] == ["concluded", "fraudulent", "harmless"]
