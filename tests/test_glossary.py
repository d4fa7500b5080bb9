"""The glossary: the package's own is sound, a user's is read as written, a bad one is told in a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diffapp.concepts import Matcher
from diffapp.errors import GlossaryError
from diffapp.glossary import (
    Concept,
    Glossary,
    default_glossary,
    parse_glossary,
    read_glossary,
    write_glossary,
)
from diffapp.words import Vocabulary

names = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12).filter(str.strip)
families = st.lists(
    st.builds(Concept, names, st.lists(names, min_size=1, max_size=3).map(tuple)),
    max_size=4,
    unique_by=lambda c: c.name,
)


def test_the_general_glossary_is_sound() -> None:
    """The package carries at least 300 families; the reader has checked their names, terms and references."""
    glossary = default_glossary()
    assert len(glossary.concepts) >= 300
    assert len({c.domain for c in glossary.concepts}) >= 20
    terms = [t for c in glossary.concepts for t in c.terms]
    assert min(map(len, (c.terms for c in glossary.concepts))) >= 2
    assert all(t == t.strip() and "++" not in t for t in terms)


@settings(deadline=None, max_examples=60, derandomize=True)
@given(families)
def test_what_is_written_reads_back(made: list[Concept]) -> None:
    """A glossary that is saved is the same when it is read again, whatever its names hold."""
    assert list(parse_glossary(write_glossary(made), "saved").concepts) == made


def test_extending_keeps_the_general_one() -> None:
    """With ``extend = true`` a user's families join the general ones, and take the place of namesakes."""
    first = default_glossary().concepts[0].name
    made = parse_glossary(
        f'extend = true\n[[concept]]\nname = "herring quotas"\nterms = ["herring quota"]\n'
        f'[[concept]]\nname = "{first}"\nterms = ["changed"]\n',
        "mine.toml",
    )
    assert len(made.concepts) == len(default_glossary().concepts) + 1
    assert next(c for c in made.concepts if c.name == first).terms == ("changed",)
    assert made.digest != default_glossary().digest


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("[[concept]", "TOML"),
        ("concept = 3", "[[concept]]"),
        ("x = " + "9" * 5_000, "TOML"),
        ("[[concept]]\nterms = ['a']", "no name"),
        ("[[concept]]\nname = 'a'", "no terms"),
        ("[[concept]]\nname = 'a'\nterms = ' b'", "list of texts"),
        ("[[concept]]\nname = 'a'\nterms = [3]", "list of texts"),
        ("[[concept]]\nname = 'a'\nterms = ['b']\nrelated = ['c']", "refers to"),
        ("[[concept]]\nname = 'a'\nterms = ['b']\n[[concept]]\nname = 'a'\nterms = ['b']", "twice"),
    ],
)
def test_a_bad_glossary_is_told(text: str, word: str) -> None:
    """One sentence names the file and what is wrong with it."""
    with pytest.raises(GlossaryError, match=r"^mine\.toml: ") as caught:
        parse_glossary(text, "mine.toml")
    assert word in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", None])
def test_a_file_that_cannot_be_read(tmp_path: Path, data: bytes | None) -> None:
    """A missing file, or one that is no text, is told as such."""
    path = tmp_path / "mine.toml"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(GlossaryError, match=r"mine\.toml"):
        read_glossary(path)


def test_an_empty_glossary_is_one() -> None:
    """No families is a glossary too."""
    assert parse_glossary("", "none").concepts == ()
    assert Glossary().digest == Glossary().digest


def test_families_are_left_out_with_what_refers_to_them() -> None:
    """Any general family can be left out; what is not there cannot, and no misspelt key is passed over."""
    general = default_glossary()
    named = next(c for c in general.concepts if any(c.name in d.related for d in general.concepts))
    made = parse_glossary(f'extend = true\nwithout = ["{named.name}"]', "mine")
    assert len(made.concepts) == len(general.concepts) - 1
    assert not any(named.name in (*c.related, c.broader) for c in made.concepts)
    for wrong in ('without = ["no such thing"]', "extends = true", 'extend = "true"', "[[concepts]]"):
        with pytest.raises(GlossaryError):
            parse_glossary(wrong, "mine")


MEANT = [
    ("The capitals exchanged views on the readiness levels of their troops.", "readiness and alert levels"),
    ("Third countries supply weapons to one of the sides.", "military assistance and arms supply"),
    ("The expansion of the Alliance to the east shall stop.", "enlargement of alliances"),
    ("The Treaty may be extended for a period of five years.", "duration and renewal"),
    ("Reaffirming their faith in the purposes and principles of the Charter", "preambular recitals"),
    ("Talks on the formal end of the war have begun.", "peace treaties and ending of war"),
    ("The island is an autonomous region.", "autonomy and self-government"),
    ("Everyone has a right to adequate housing.", "housing"),
    ("The negotiations were confidential.", "open and confidential diplomacy"),
    ("The Normandy format met in Paris.", "contact groups and negotiation formats"),
    ("They said that they had been deceived about promised limits.", "broken promises and mistrust"),
    ("Armed forces near the border shall be reduced.", "forces near borders"),
    ("They shall not interfere in internal affairs.", "non-intervention in internal affairs"),
    ("The sides shall step back from the brink of war.", "de-escalation"),
    ("A reservation to the treaty was formulated.", "reservations"),
    ("The delegates produced their full powers to sign the treaty.", "full powers"),
    ("Either Party may withdraw from the Treaty.", "withdrawal from and denunciation of treaties"),
    ("They severed diplomatic relations.", "establishment and severance of diplomatic relations"),
    ("Protection of nationals abroad is a task of consuls.", "protection of nationals abroad"),
    ("The moon and other celestial bodies are free for use.", "moon and celestial bodies"),
    ("The breadth is measured from the normal baseline along the coast.", "baselines and internal waters"),
    ("The balance of power in the region has shifted.", "balance of power and strategic stability"),
]
NOT_MEANT = [
    ("We are ready to listen to the concerns.", "readiness and alert levels"),
    ("They hold 800 nuclear-armed delivery vehicles.", "military assistance and arms supply"),
    ("He extended the hand of friendship to the union.", "enlargement of alliances"),
    ("The treaty shall not prevent it from extending its work.", "duration and renewal"),
    ("The participants reaffirm their commitment.", "preambular recitals"),
    ("Since the end of the Cold War much has changed.", "peace treaties and ending of war"),
    ("The autonomous car keeps its status.", "autonomy and self-government"),
    ("They will move house in May.", "housing"),
    ("Talks on measures that would increase transparency", "open and confidential diplomacy"),
    ("The issue is on the negotiating table.", "contact groups and negotiation formats"),
    ("deceptive or misleading practices", "broken promises and mistrust"),
    ("to respect borders and territorial integrity, and neither to use force", "forces near borders"),
    ("Do not interfere in my affairs.", "non-intervention in internal affairs"),
    ("Step back and look at the picture.", "de-escalation"),
    ("She made a reservation for dinner.", "reservations"),
    ("The engine runs at full power.", "full powers"),
    ("He withdrew from the party early.", "withdrawal from and denunciation of treaties"),
    ("Several related rules broke.", "establishment and severance of diplomatic relations"),
    ("to protect the national interests of the state", "protection of nationals abroad"),
    ("The moon rose over the hills.", "moon and celestial bodies"),
    ("The baseline was measured before the drug was given.", "baselines and internal waters"),
    ("The balance of forces keeps the drop round.", "balance of power and strategic stability"),
    ("The brigade trained for a combat mission.", "embassies and missions (broad)"),
    ("The police looked after the internal security of the place.", "internment and detention in conflict"),
]


def families_in(sentence: str) -> set[str]:
    """The general glossary's families that a sentence mentions."""
    glossary = default_glossary()
    hits = Matcher(glossary, "en").find(sentence, Vocabulary("en").tokens(sentence))
    return {glossary.concepts[hit.concept].name for hit in hits}


@pytest.mark.parametrize(("sentence", "family"), MEANT)
def test_a_family_is_found_where_it_is_meant(sentence: str, family: str) -> None:
    """The ways of saying one thing that a family lists are found in whole sentences."""
    assert family in families_in(sentence)


@pytest.mark.parametrize(("sentence", "family"), NOT_MEANT)
def test_a_family_is_not_found_in_another_sense(sentence: str, family: str) -> None:
    """Common words in another sense make no family."""
    assert family in {concept.name for concept in default_glossary().concepts}
    assert family not in families_in(sentence)


def test_every_term_of_a_particular_family_finds_its_family() -> None:
    """Each term, read out with the first of its alternatives, mentions its own family: none is dead."""
    glossary = default_glossary()
    matcher, vocabulary = Matcher(glossary, "en"), Vocabulary("en")
    for number, concept in enumerate(glossary.concepts):
        for term in concept.terms if not concept.name.endswith("(broad)") else ():
            places = term.replace(" + ", " ").split()
            said = " ".join(place.split("|")[0].replace("-", " ") for place in places)
            hits = matcher.find(said, vocabulary.tokens(said))
            assert number in {hit.concept for hit in hits}, f"{concept.name}: {term}"
