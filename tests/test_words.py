"""Words: offsets that slice back, and keys that fold what does not matter and keep what does."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from diffapp.words import LANGUAGES, WORD, WORD_IN_ASCII, Token, Vocabulary, fold, guess_language

LAW = settings(deadline=None, max_examples=100, derandomize=True)
SPEECH = {
    "en": "All states have the right to choose the means by which they secure what is theirs.",
    "fr": "Tous les États ont le droit de choisir les moyens par lesquels ils assurent leur sécurité.",
    "es": "Todos los Estados tienen el derecho de elegir los medios con los que aseguran lo que es suyo.",
    "de": "Alle Staaten haben das Recht, die Mittel zu wählen, mit denen sie ihre Sicherheit wahren.",
    "ru": "Все государства имеют право выбирать, какими средствами они обеспечивают то, что им дорого.",
}


def keys(text: str, language: str = "en") -> list[str]:
    return [token.key for token in Vocabulary(language).tokens(text)]


def words(text: str) -> list[str]:
    return [text[token.start : token.end] for token in Vocabulary().tokens(text)]


def matter(text: str) -> list[str]:
    return [text[token.start : token.end] for token in Vocabulary().tokens(text) if token.content]


@LAW
@given(st.text(), st.sampled_from([*LANGUAGES, "ja", ""]))
def test_offsets_slice_back(text: str, language: str) -> None:
    """Tokens of any text stand in order, apart, inside the text, and each has a key."""
    tokens = Vocabulary(language).tokens(text)
    edges = [edge for token in tokens for edge in (token.start, token.end)]
    assert edges == sorted(edges)
    assert all(0 <= t.start < t.end <= len(text) and t.key for t in tokens)


@LAW
@given(st.text())
def test_no_letter_is_passed_over(text: str) -> None:
    """Every letter with a case belongs to a word."""
    covered = {k for t in Vocabulary().tokens(text) for k in range(t.start, t.end)}
    assert {k for k, sign in enumerate(text) if sign.lower() != sign.upper() and sign.isalpha()} <= covered


@LAW
@given(st.text())
def test_a_word_has_one_key_wherever_it_stands(text: str) -> None:
    """The key of a word is the word's own: its neighbours and what was read before do not change it."""
    busy = Vocabulary()
    busy.tokens(text[::-1])
    for token in busy.tokens(text):
        assert Vocabulary()[text[token.start : token.end]] == (token.key, token.content)


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("Élysée", "ELYSEE", "fr"),
        ("Straße", "STRASSE", "de"),
        ("missile", "Missiles", "en"),
        ("negotiated", "negotiating", "en"),
        ("indivisible", "Indivisibility", "en"),
        ("договор", "договоры", "ru"),
        ("Alliance's", "alliance", "en"),
        ("Alliance’s", "alliance", "en"),
        ("allies'", "allies", "en"),
        ("ﬁrm", "firm", "en"),
        ("𝐀lliance", "alliance", "en"),
        ("na\u0308her", "näher", "de"),
    ],
)
def test_one_word_has_one_key(one: str, other: str, language: str) -> None:
    """Case, accents, inflection, possessives and the way a letter is encoded do not part a word."""
    assert keys(one, language) == keys(other, language)
    assert len(keys(one, language)) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("peace", "piece"), ("New START", "START"), ("2014", "2015"), ("1.5", "15"), ("Minsk", "Minsk II")],
)
def test_different_words_have_different_keys(one: str, other: str) -> None:
    """What differs in matter differs in its keys."""
    assert keys(one) != keys(other)


def test_the_us_is_not_us() -> None:
    """An acronym that is spelt like a function word carries matter; the function word does not."""
    assert matter("Tell us") == ["Tell"]
    assert matter("the U.S. and the US") == ["U.S.", "US"]
    assert keys("U.S.") == keys("US") != keys("us")
    assert matter("What IT and the WHO say of it")[:2] == ["IT", "WHO"]


def test_function_words_carry_no_matter() -> None:
    """Grammar is told from matter in each language that is known."""
    for language, text in SPEECH.items():
        tokens = Vocabulary(language).tokens(text)
        assert 0 < sum(token.content for token in tokens) < len(tokens)
    assert matter("of the and to a not is which") == []


@pytest.mark.parametrize("apostrophe", ["'", "’"])
def test_an_apostrophe_joins_a_word(apostrophe: str) -> None:
    """Words with an apostrophe inside are one; quotation marks around a word are no part of it."""
    assert words(f"don{apostrophe}t") == [f"don{apostrophe}t"]
    assert words(f"{apostrophe}quoted{apostrophe} word") == ["quoted", "word"]
    assert words(f"O{apostrophe}Brien") == [f"O{apostrophe}Brien"]


def test_both_apostrophes_are_one() -> None:
    """The typewriter's apostrophe and the printer's make no difference."""
    assert keys("don't") == keys("don’t")
    assert keys("l'État", "fr") == keys("l’Etat", "fr")


def test_scripts_without_spaces_are_read_letter_by_letter() -> None:
    """Where no spaces part the words, each letter is a token that carries matter."""
    assert words("安全不可分") == list("安全不可分")
    assert all(token.content for token in Vocabulary("ja").tokens("安全"))
    assert words("NATO加盟") == ["NATO", "加", "盟"]


def test_numbers_are_whole() -> None:
    """A number keeps its point and comma inside, and leaves those after it."""
    assert words("1,500.5 of 3, and 2.") == ["1,500.5", "of", "3", "and", "2"]


@pytest.mark.parametrize("language", SPEECH)
def test_the_language_is_guessed(language: str) -> None:
    """The function words of a sentence tell its language."""
    assert guess_language([SPEECH[language]], "xx") == language


@pytest.mark.parametrize("text", ["", "12 34", "安全不可分", "Kyiv Moskva Brussel"])
def test_without_function_words_the_default_language_is_taken(text: str) -> None:
    """What shows no known language gets the default."""
    assert guess_language([text], "xx") == "xx"
    assert guess_language([], "xx") == "xx"


@LAW
@given(st.text())
@example("𝐀lliance")
def test_folding_twice_changes_nothing_more(text: str) -> None:
    """Folding is done once and for all."""
    assert fold(fold(text)) == fold(text)


def test_a_token_is_a_plain_value() -> None:
    """A token says where it stands, its key, and whether it carries matter."""
    assert Vocabulary().tokens("a treaty") == [
        Token(0, 1, "a", content=False),
        Token(2, 8, "treati", content=True),
    ]


MARKS = st.sampled_from([*"aZ09'.,- \n_", "U.S.", "don't", "1,000.5", "x1'y"])


@LAW
@given(st.lists(MARKS, max_size=12).map("".join))
def test_the_pattern_for_ascii_finds_what_the_general_one_finds(text: str) -> None:
    found = [[m.span() for m in pattern.finditer(text)] for pattern in (WORD, WORD_IN_ASCII)]
    assert found[0] == found[1]


def test_letters_that_are_no_accents() -> None:
    """A sign that makes another letter is kept, one that cannot be seen is not."""
    assert keys("ядерный", "ru") == keys("ядерной", "ru") == keys("ядерного", "ru")
    assert [fold(w) for w in ("Łódź", "Tromsø", "ёлка", "йод")] == ["lodz", "tromso", "елка", "йод"]
    assert words("recon\u00adstruction") == ["recon\u00adstruction"]
    assert keys("recon\u00adstruction") == keys("reconstruction")
