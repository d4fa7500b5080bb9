"""What is known of each passage before any two are compared: its words, its concepts, its meaning."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from diffapp.concepts import Hit, Matcher
from diffapp.encoding import Encoder, available, centred, default_cache, encode, load
from diffapp.errors import EncoderError
from diffapp.features import Sides
from diffapp.glossary import Glossary
from diffapp.kinship import concept_spaces
from diffapp.words import Token, Vocabulary

AUTOMATIC = "auto"
NO_ENCODER = "none"
MOST_ENCODED = 4_000
"""Passages of all texts together up to which the automatic choice is an encoder: a minute or two of work."""
LONGEST_ENCODED = 20_000
"""Characters of a passage that an encoder reads, some ten pages: a passage's matter is clear by then."""
MANY_LANGUAGES = "multilingual"
Report = Callable[[float], None]


@dataclass(frozen=True)
class Profile:
    """One document's passages: as written, tokens, mentions of concepts, and vectors (n, d) or None."""

    texts: Sequence[str]
    tokens: Sequence[Sequence[Token]]
    hits: Sequence[Sequence[Hit]]
    vectors: NDArray[np.float32] | None = None


@dataclass(frozen=True)
class Reader:
    """Profiles documents by one glossary and one encoder; ``note`` tells the user what was not to be had."""

    glossary: Glossary
    encoder: Encoder | None = None
    note: str = ""

    @property
    def named(self) -> str:
        """The encoder with its version, for exports."""
        return f"{self.encoder.name} {self.encoder.version}" if self.encoder else "none: words alone"

    def profile(
        self, texts: Sequence[str], skips: Sequence[int], language: str, report: Report = lambda _share: None
    ) -> Profile:
        """Read passages; ``skips`` says how many characters of each are its printed number, and no matter."""
        vocabulary = vocabulary_of(language)
        tokens = [
            [t for t in vocabulary.tokens(text) if t.start >= skip]
            for text, skip in zip(texts, skips, strict=True)
        ]
        hits: list[list[Hit]] = [[] for _ in texts]
        if self.glossary.concepts:
            matcher = Matcher(self.glossary, language)
            hits = [matcher.find(text, words) for text, words in zip(texts, tokens, strict=True)]
        vectors = None
        if self.encoder:
            bare = [_said(text[skip:]) for text, skip in zip(texts, skips, strict=True)]
            vectors = encode(bare, self.encoder, default_cache(), report)
        return Profile(texts, tokens, hits, vectors)

    def encode(self, names: Sequence[str]) -> NDArray[np.float32]:
        """Encode short texts; the reader must have an encoder."""
        if self.encoder is None:
            raise EncoderError(NO_ENCODER, "it gives no vectors.")
        return encode(names, self.encoder, default_cache(), lambda _share: None)

    def sides(self, left: Profile, right: Profile) -> Sides:
        """Put two profiles side by side: one space of concepts; vectors without what both have in common."""
        concepts = kinship = meaning = None
        if self.glossary.concepts:
            concepts, kinship = concept_spaces(left.hits, right.hits, self.glossary)
        if left.vectors is not None and right.vectors is not None:
            first, second = centred(left.vectors, right.vectors)
            meaning = first.astype(np.float32), second.astype(np.float32)
        return Sides((left.texts, right.texts), (left.tokens, right.tokens), concepts, kinship, meaning)


def _said(text: str) -> str:
    """What of a passage an encoder reads: nothing of one without letters, and no more than it can bear."""
    return text.strip()[:LONGEST_ENCODED] if any(c.isalpha() for c in text) else ""


@cache
def vocabulary_of(language: str) -> Vocabulary:
    """One vocabulary per language, since every comparison stems the same words."""
    return Vocabulary(language)


def reader_for(glossary: Glossary, encoder: str, passages: int, *, english: bool = True) -> Reader:
    """Choose the encoder: by its name, none, or by what is installed and how long the texts are.

    The encoder that is installed by default knows English alone; for other languages the automatic choice is
    the one for many languages, if it is there, and else none: vectors of a language that an encoder does not
    know say that everything is alike.

    Raises EncoderError where an encoder was asked for by name and cannot be had.
    """
    if encoder == NO_ENCODER:
        return Reader(glossary)
    if encoder != AUTOMATIC:
        return Reader(glossary, load(encoder))
    if passages > MOST_ENCODED:
        note = f"The texts are long ({passages:,} passages), so only words and concepts were compared."
        return Reader(glossary, None, f"{note} To compare meaning all the same, choose an encoder by name.")
    fit = [name for name in available() if english or name == MANY_LANGUAGES]
    if not fit:
        missing = "No encoder is installed" if english else "No encoder for the texts' language is installed"
        return Reader(glossary, None, f"{missing}, so meaning was not compared, only words and concepts.")
    try:
        return Reader(glossary, load(fit[0]))
    except EncoderError as error:
        return Reader(glossary, None, f"Meaning was not compared, only words and concepts. {error}")
