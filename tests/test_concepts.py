"""Concepts in passages: found in any form, with exact places, where they are meant, and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diffapp.concepts import Matcher
from diffapp.glossary import EMPTY, Concept, Glossary, default_glossary
from diffapp.kinship import concept_spaces
from diffapp.vectors import cosines
from diffapp.words import Vocabulary

GLOSSARY = Glossary((
    Concept("herring fishery", ("herring catch|quota", "fish|net + herring"), related=("harbours",)),
    Concept("harbours", ("harbour", "landing-place", "moor|berth ship")),
    Concept("the gear act", ("GEAR", "gear act")),
    Concept("refusal of landing", ("without landing|mooring", "third port")),
    Concept("fisheries", ("fishing fleet",), broader=""),
    Concept("trawlers", ("trawler",), broader="fisheries"),
))  # fmt: skip
WORDS_ALIKE = Glossary((Concept("crime", ("crime",)), Concept("harbours", ("harbour",))))
VOCABULARY = Vocabulary("en")
WORDS = ["herring", "catch", "nets", "fish", "harbour", "GEAR", "third", "port", ".", ";", "the", "of"]
GENERAL = Matcher(default_glossary(), "en")


def found(text: str, glossary: Glossary = GLOSSARY) -> list[tuple[str, str]]:
    """The concepts of a text and the words that mention them."""
    hits = Matcher(glossary, "en").find(text, VOCABULARY.tokens(text))
    return [(glossary.concepts[h.concept].name, text[h.start : h.end]) for h in hits]


@pytest.mark.parametrize(
    ("text", "concept", "words"),
    [
        ("The herring catches are down.", "herring fishery", "herring catches"),
        ("A quota for herring; nets for the herring fleets.", "herring fishery", "nets for the herring"),
        ("Fishing in the sound yields herring.", "herring fishery", "Fishing in the sound yields herring"),
        ("Two harbors, one harbour.", "harbours", "harbour"),
        ("A landing place is built.", "harbours", "landing place"),
        ("Under the GEAR rules", "the gear act", "GEAR"),
        ("Under GEAR’s rules", "the gear act", "GEAR’s"),
        ("They left without the mooring fee.", "refusal of landing", "without the mooring"),
        ("a third port", "refusal of landing", "third port"),
    ],
)  # fmt: skip
def test_what_is_meant_is_found(text: str, concept: str, words: str) -> None:
    """Inflected, in other order within a sentence, with words of grammar between, in capitals where asked."""
    assert (concept, words) in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "The gear is worn.",
        "They fish here. Herring is eaten there.",
        "Nets " + "very long and old and heavy boats with many men on deck and " * 4 + "herring",
        "We moor at noon. The ship is late.",
        "the mooring fee of a port",
        "",
        "…",
    ],
)
def test_what_is_not_meant_is_not_found(text: str) -> None:
    """Another sentence, too far apart, small letters where capitals are asked, half a term."""
    assert found(text) == []


def test_near_misses_in_spelling_count() -> None:
    """A word that the glossary does not know but that is spelt almost like one of its words is that word."""
    assert found("The trawlerrs sank.") == [("trawlers", "trawlerrs")]
    assert found("The hardbour of Crimea.", WORDS_ALIKE) == []


def test_a_concept_is_told_once_per_place() -> None:
    """Of overlapping mentions of one concept the longest is kept."""
    assert found("herring catch in nets") == [("herring fishery", "herring catch in nets")]


def test_nothing_without_a_glossary() -> None:
    """An empty glossary finds nothing and breaks nothing."""
    assert found("The herring catches are down.", EMPTY) == []


def test_kin_meet_where_terms_do_not() -> None:
    """A broader or related concept joins passages that share no concept; the exact space knows no kin."""
    matcher = Matcher(GLOSSARY, "en")
    sides = [[matcher.find(t, VOCABULARY.tokens(t))] for t in ("a trawler", "the fishing fleet")]
    exact, kin = concept_spaces(sides[0], sides[1], GLOSSARY)
    zero = [0]
    assert cosines(exact, zero, zero)[0] == 0  # type: ignore[arg-type]
    assert cosines(kin, zero, zero)[0] > 0  # type: ignore[arg-type]


@settings(deadline=None, max_examples=100, derandomize=True)
@given(st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join) | st.text(max_size=80))
def test_places_are_exact(text: str) -> None:
    """Mentions lie within the text, at word bounds, in order; the general glossary too breaks on nothing."""
    tokens = VOCABULARY.tokens(text)
    starts, ends = {t.start for t in tokens}, {t.end for t in tokens}
    for matcher in (Matcher(GLOSSARY, "en"), GENERAL):
        hits = matcher.find(text, tokens)
        assert all(h.start in starts and h.end in ends and h.start < h.end for h in hits)
        assert hits == sorted(hits, key=lambda h: (h.start, h.end, h.concept))


def test_long_passages_and_terms_cost_little() -> None:
    """Alternatives that are one stem do not multiply, and thousands of mentions are found in one reading."""
    heavy = Glossary((Concept("heavy", (" ".join(["treaty|treaties|treaty"] * 20), "alpha + beta")),))
    text = "Alpha and beta meet. " * 3_000
    assert len(found(text, heavy)) == 3_000
