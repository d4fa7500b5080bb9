"""The whole method, top to bottom."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib.metadata import version

from diffapp.alignment import Aligned, align_sides
from diffapp.collation import collate_all
from diffapp.differences import Corpus, find_differences
from diffapp.errors import SettingsError
from diffapp.model import DEFAULT, Comparison, Document, Link, Place, Settings
from diffapp.rows import group
from diffapp.segmenting import segment
from diffapp.words import Vocabulary, guess_language

Progress = Callable[[str, float], None]
"""Told the stage in words and the share of the work that is done, 0 to 1."""
MOST_DOCUMENTS = 4


def _quiet(_stage: str, _share: float) -> None:
    """Report to nobody."""


def check(documents: Sequence[Document], settings: Settings) -> None:
    """Raise SettingsError where a comparison cannot be made of these."""
    if not 2 <= len(documents) <= MOST_DOCUMENTS:  # noqa: PLR2004 -- a comparison needs two
        message = f"A comparison takes two to {MOST_DOCUMENTS} documents; {len(documents)} were given."
        raise SettingsError(message)
    if not 0 < settings.threshold <= 1:
        message = (
            f"The least score of a link must lie above 0 and at most at 1; it is {settings.threshold:g}."
        )
        raise SettingsError(message)


def compare(
    documents: Sequence[Document], settings: Settings = DEFAULT, progress: Progress = _quiet
) -> Comparison:
    """Compare two to four documents; the first is the base that each other is aligned with.

    Raises SettingsError if their number or a setting is unusable.
    """
    check(documents, settings)
    progress("Finding passages", 0.0)
    passages = tuple(segment(document, settings.unit) for document in documents)
    texts = [[p.text for p in side] for side in passages]
    languages = [
        d.language[:2].lower() or guess_language(t[:200]) for d, t in zip(documents, texts, strict=True)
    ]
    vocabularies = {language: Vocabulary(language) for language in languages}
    tokens = [
        [[t for t in vocabularies[language].tokens(p.text) if t.start >= p.label_end] for p in side]
        for language, side in zip(languages, passages, strict=True)
    ]
    aligned: list[Aligned] = []
    for k in range(1, len(documents)):
        progress(f"Aligning with {documents[k].name}", 0.1 + 0.6 * (k - 1) / (len(documents) - 1))
        aligned.append(align_sides((texts[0], texts[k]), (tokens[0], tokens[k]), k, settings))
    progress("Collating rows", 0.7)
    rows = collate_all(group(aligned, passages, settings.threshold), tokens, texts)
    progress("Finding differences", 0.85)
    corpus = Corpus(documents, passages, tokens, languages)
    differences = find_differences(corpus, _likest(aligned), settings.most_differences)
    progress("Done", 1.0)
    links = tuple(link for a in aligned for link in a.links)
    return Comparison(tuple(documents), passages, links, rows, differences, settings, versions())


def _likest(aligned: Sequence[Aligned]) -> Callable[[Place, int], tuple[float, int] | None]:
    """Answer which passage of a document comes nearest to a place; None where the two were not aligned."""

    def answer(place: Place, document: int) -> tuple[float, int] | None:
        for a in aligned:
            if a.other in {place[0], document} and 0 in {place[0], document} and place in a.likest:
                chance, mate = a.likest[place]
                return chance, mate[1]
        return None

    return answer


def align(left: Sequence[str], right: Sequence[str], settings: Settings = DEFAULT) -> list[Link]:
    """Align two lists of passages given as plain strings.

    Returns links whose ``a`` is (0, index in left) and ``b`` is (1, index in right), counted from 0, sorted.
    """
    vocabulary = Vocabulary(guess_language([*left[:100], *right[:100]]))
    tokens = ([vocabulary.tokens(t) for t in left], [vocabulary.tokens(t) for t in right])
    return align_sides((left, right), tokens, 1, settings).links


def versions() -> dict[str, str]:
    """Name what the result depends on, for every export."""
    names = ("diffapp", "numpy", "scipy", "rapidfuzz", "nupunkt", "snowballstemmer")
    return {name: version(name) for name in names}
