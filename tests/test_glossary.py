"""The glossary: the package's own is sound, a user's is read as written, a bad one is told in a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diffapp.errors import GlossaryError
from diffapp.glossary import (
    Concept,
    Glossary,
    default_glossary,
    parse_glossary,
    read_glossary,
    write_glossary,
)

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
