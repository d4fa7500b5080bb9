"""Words with their offsets and the keys that they are compared by; the text itself is never changed.

A token's ``key`` is its stem after case and accents are folded (Snowball stemmers; M. F. Porter, 1980 and
2001). Letters of scripts that write no spaces are tokens of their own.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable, Sequence
from functools import cache, partial
from importlib.resources import files
from typing import Any, NamedTuple, cast

import regex
import snowballstemmer

ALONE = r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]"
WORD = regex.compile(
    r"(?<![\p{L}\p{N}.])(?:\p{Lu}\.){2,}"
    rf"|{ALONE}\p{{M}}*"
    rf"|(?:(?!{ALONE})\p{{L}})(?:(?!{ALONE})[\p{{L}}\p{{M}}\p{{N}}\u00AD\u200B\u2060])*(?:['’](?!{ALONE})\p{{L}}+)*"
    r"|\p{N}+(?:[.,]\p{N}+)*"
)
WORD_IN_ASCII = re.compile(
    r"(?<![A-Za-z0-9.])(?:[A-Z]\.){2,}|[A-Za-z][A-Za-z0-9]*(?:'[A-Za-z]+)*|[0-9]+(?:[.,][0-9]+)*"
)
"""WORD as it reads in texts of ASCII alone, where the standard library finds words twice as fast."""
POSSESSIVE = regex.compile(r"['’]s?$|['’]s(?=\P{L}|$)")
LANGUAGES = {"en": "english", "fr": "french", "es": "spanish", "de": "german", "ru": "russian"}
LONGEST_KEY = 64


class Token(NamedTuple):
    """One word: offsets into its text, its key, and whether it carries matter (not mere grammar)."""

    start: int
    end: int
    key: str
    content: bool


# The class itself would unpack its arguments in Python, which takes twice as long; texts have many words.
_token = cast("Callable[[tuple[int, int, str, bool]], Token]", partial(tuple.__new__, Token))


LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "’": "'", "\u00ad": None}
)
LETTERS |= {ord(c): None for c in "\u200b\u2060\ufeff"}
"""Letters that are no base with an accent, and marks that cannot be seen."""
ACCENT = regex.compile(r"(?<!и)[\u0300-\u036f]|(?<=и)[\u0300-\u0305\u0307-\u036f]")
"""Accents; the sign over й stays, since it is a letter of its own."""


def fold(text: str) -> str:
    """Fold case and drop accents: "Élysée" and "elysee" are one."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold().translate(LETTERS))
    return unicodedata.normalize("NFC", ACCENT.sub("", plain))


@cache
def _lists() -> dict[str, Any]:
    return tomllib.loads(files("diffapp").joinpath("data/function_words.toml").read_text("utf-8"))


@cache
def function_words(language: str, role: str = "") -> frozenset[str]:
    """The words of a language that carry grammar rather than matter, folded; empty if unknown.

    ``role`` narrows them to a list of that name in the data file: "determiners", "before_verbs".
    """
    table = _lists()[role] if role else _lists()
    return frozenset(fold(table.get(language, "")).split())


@cache
def joints(language: str) -> frozenset[tuple[str, ...]]:
    """The runs of function words that may join the words of a key phrase, folded."""
    return frozenset(tuple(fold(joint).split()) for joint in _lists()["joints"].get(language, ()))


@cache
def known_languages() -> tuple[str, ...]:
    """The languages that have function words, hence can be told apart."""
    return tuple(LANGUAGES)


class Vocabulary(dict[str, tuple[str, bool]]):
    """Gives keys for one language and remembers them, since texts repeat their words.

    ``vocabulary[word]`` is the key of a word as written, and whether it carries matter.
    """

    def __init__(self, language: str = "en") -> None:
        """Take an ISO 639-1 code; a language without a stemmer keeps whole folded words."""
        super().__init__()
        self.language = language[:2].lower()
        name = LANGUAGES.get(self.language)
        self._stem = snowballstemmer.stemmer(name).stemWord if name else str
        self._function = function_words(self.language)

    def __missing__(self, word: str) -> tuple[str, bool]:
        """Work out a word that was not asked for before, and keep it."""
        found = self[word] = self._work_out(word)
        return found

    def _work_out(self, word: str) -> tuple[str, bool]:
        word = POSSESSIVE.sub("", word).replace(".", "") if word[:1].isalpha() else word
        plain = fold(word)[:LONGEST_KEY]
        if plain in self._function:
            # "US" and "WHO" are names: capitals keep them apart from "us" and "who"
            acronym = len(word) > 1 and word.isupper()
            return (word, True) if acronym else (plain, False)
        stem = self._stem(plain.encode("utf-8", "replace").decode("utf-8"))
        lone_letter = len(plain) == 1 and not regex.match(rf"{ALONE}|\p{{N}}", plain)
        return stem or plain, not lone_letter

    def tokens(self, text: str) -> list[Token]:
        """Split a text into tokens, in order; offsets slice back to the words as written."""
        word = WORD_IN_ASCII if text.isascii() else WORD
        return [_token((*m.span(), *self[m[0]])) for m in word.finditer(text)]


def is_english(texts: Sequence[str], language: str) -> bool:
    """Tell whether texts guessed to be in a language are English: half their letters must be Latin too."""
    letters = [c for c in " ".join(texts)[:20_000] if c.isalpha()]
    latin = sum(c < "\u0250" for c in letters)
    return language == "en" and latin >= len(letters) / 2


def guess_language(texts: Sequence[str], default: str = "en") -> str:
    """Tell which known language's function words are the most frequent in a sample of the texts."""
    sample = " ".join(texts)[:20_000]
    words = [fold(m.group()) for m in WORD.finditer(sample)]
    shares = [(sum(w in function_words(code) for w in words), code) for code in known_languages()]
    best = max(shares, key=lambda share: share[0])
    return best[1] if words and best[0] > len(words) / 8 else default
