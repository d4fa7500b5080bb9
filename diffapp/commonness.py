"""How common a word is in general English, so that "indivisibility" tells more than "system".

The vocabulary of word pieces that the encoder reads (see encoding/wordpiece.py) lists words by how frequent
they are in books and an encyclopaedia; a word that is no piece of its own is rarer than all of them. By
Zipf's law the logarithm of the rank falls with the logarithm of the frequency. Other languages have no such
list here: their words count as middling.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from math import log

from diffapp.words import fold

UNKNOWN_LANGUAGE = 0.6
FIRST_WORD = "the"
ENDINGS = ("", "s", "es", "ed", "d", "ing", "ings", "ly", "ies", "ied")
"""Endings of inflection; what they leave is looked up as it is, with an "e", and with a "y"."""
SHORTEST = 5
ATTRIBUTES = ("ous", "ful", "less", "able", "ible", "ulent")
"""Endings that hardly any noun has."""


@cache
def _ranks() -> dict[str, int]:
    """The whole words of the list with their rank, the most frequent 1."""
    lines = files("diffapp").joinpath("data/wordpieces.txt").read_text("utf-8").splitlines()
    words = [w for w in lines[lines.index(FIRST_WORD) :] if w.isalpha()]
    return {word: rank for rank, word in enumerate(words, 1)}


@cache
def rarity(word: str, language: str = "en") -> float:
    """Say how rare a word is, 0 (the most common) to 1 (not in the list); inflection aside."""
    if language != "en":
        return UNKNOWN_LANGUAGE
    plain, ranks = fold(word), _ranks()
    stems = [plain.removesuffix(ending) for ending in ENDINGS if plain.endswith(ending)]
    known = [ranks[stem + end] for stem in stems for end in ("", "e", "y") if stem + end in ranks]
    return round((log(min(known)) / log(len(ranks))) ** 2, 4) if known else 1.0


def telling(words: Sequence[str], language: str = "en") -> float:
    """Say how telling a term is, 0 to 1: the mean rarity of its two rarest words."""
    rarest = sorted((rarity(word, language) for word in words), reverse=True)[:2]
    return round(sum(rarest) / len(rarest), 4) if rarest else 0.0


def is_adverb(word: str) -> bool:
    """Tell whether an English word is an adverb: "lawfully" comes of "lawful", "assembly" of nothing."""
    plain = fold(word)
    bases = [plain[:-2], f"{plain[:-2]}e"]
    bases += [f"{plain[:-1]}e"] if plain.endswith(("ably", "ibly")) else []
    bases += [f"{plain[:-3]}y"] if plain.endswith("ily") else []
    return plain.endswith("ly") and any(len(b) >= SHORTEST - 1 and b in _ranks() for b in bases)


def is_attribute(word: str) -> bool:
    """Tell whether an English word waits for its noun: "fraudulent", "prescribed", and not "seabed"."""
    plain = fold(word)
    if len(plain) > SHORTEST and plain.endswith(ATTRIBUTES):
        return True
    if plain.endswith("ing") and plain not in _ranks():
        return True
    return (
        len(plain) > SHORTEST and plain.endswith("ed") and not {plain[:-1], plain[:-2]}.isdisjoint(_ranks())
    )
