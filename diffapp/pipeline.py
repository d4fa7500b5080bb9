"""The whole method, top to bottom."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from importlib.metadata import version

from diffapp.alignment import Aligned, align_sides, tie
from diffapp.anchoring import reanchor
from diffapp.annotating import annotate
from diffapp.collation import collate_all
from diffapp.corpus import Corpus
from diffapp.decisions import Decision
from diffapp.errors import SettingsError
from diffapp.glossary import Glossary, default_glossary
from diffapp.model import DEFAULT, Comparison, Document, Link, Passage, Settings, Stance
from diffapp.overview import look_over
from diffapp.pinning import Pins, pins_of
from diffapp.profiles import Profile, Reader, reader_for
from diffapp.rows import group
from diffapp.segmenting import segment
from diffapp.stance import find_stances
from diffapp.words import guess_language, is_english

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
    check_threshold(settings)


def check_threshold(settings: Settings) -> None:
    """Raise SettingsError where the least score of a link is none."""
    if settings.threshold is not None and not 0 < settings.threshold <= 1:
        message = (
            f"The least score of a link must lie above 0 and at most at 1; it is {settings.threshold:g}."
        )
        raise SettingsError(message)


def compare(
    documents: Sequence[Document],
    settings: Settings = DEFAULT,
    progress: Progress = _quiet,
    glossary: Glossary | None = None,
    decisions: Sequence[Decision] = (),
) -> Comparison:
    """Compare two to four documents; the first is the base that each other is aligned with.

    ``glossary`` defaults to the package's own; an empty one is allowed. ``progress`` may raise to break off.
    ``decisions`` are those that stand, in their order: what is decided stays, whatever the settings. Raises
    SettingsError if the documents' number or a setting is unusable, and EncoderError if an encoder was asked
    for by name and cannot be had.
    """
    check(documents, settings)
    progress("Finding passages", 0.0)
    passages = tuple(segment(document, settings.unit) for document in documents)
    anchored = reanchor(decisions, passages)
    texts = [[p.text for p in side] for side in passages]
    languages = list(map(language_of, documents, texts))
    steps = _steps(progress, 0.05, 0.5, [f"Reading {d.name}" for d in documents])
    english = all(map(is_english, texts, languages))
    reader = reader_for(_or_default(glossary), settings.encoder, sum(map(len, texts)), english=english)
    profiles = list(map(reader.profile, texts, _skips(passages), languages, steps))
    steps = _steps(progress, 0.5, 0.8, [f"Aligning with {d.name}" for d in documents[1:]])
    pins = pins_of(anchored)
    aligned, links = _aligned(reader, profiles, settings, steps, pins)
    progress("Collating rows", 0.8)
    tokens = [profile.tokens for profile in profiles]
    rows = annotate(collate_all(group(aligned, passages, links), tokens, texts), anchored, pins)
    progress("Finding differences", 0.9)
    stances = _stances(documents, passages, languages)
    corpus = Corpus(documents, passages, tokens, languages, [p.hits for p in profiles], reader.glossary)
    encode, most = reader.encode if reader.encoder else None, settings.most_differences
    found = look_over(corpus, stances, aligned, links, most, encode=encode, anchored=anchored)
    progress("Done", 1.0)
    made = (tuple(documents), passages, tuple(links), rows, found.differences, settings, versions(reader))
    notes, least = (reader.note,) if reader.note else (), tuple(a.least for a in aligned)
    told = (notes, stances, least, found.concepts, found.lead, found.proposals)
    return Comparison(*made, *told, tuple(decisions), found.anchoring, tuple(a.candidates for a in aligned))


def _aligned(
    reader: Reader,
    profiles: Sequence[Profile],
    settings: Settings,
    steps: Sequence[Callable[[float], None]],
    pins: Pins,
) -> tuple[list[Aligned], list[Link]]:
    """Align each further document with the base, as far as decisions leave it open; and give all links."""
    sides = [reader.sides(profiles[0], other) for other in profiles[1:]]
    numbered = enumerate(zip(sides, steps, strict=True), 1)
    aligned = [align_sides(s, k, settings, step, pins=pins) for k, (s, step) in numbered]
    return aligned, tie(aligned, pins)


def _skips(passages: Sequence[Sequence[Passage]]) -> list[list[int]]:
    """How many characters of each passage are its printed number."""
    return [[p.label_end for p in side] for side in passages]


def _stances(
    documents: Sequence[Document], passages: Sequence[Sequence[Passage]], languages: Sequence[str]
) -> tuple[tuple[tuple[Stance, ...], ...], ...]:
    """Read what each passage does with what it says: offer, ask, refuse; by document and passage."""
    return tuple(
        tuple(find_stances(p.text, issuer=d.issuer, skip=p.label_end, language=language) for p in side)
        for d, side, language in zip(documents, passages, languages, strict=True)
    )


def language_of(document: Document, texts: Sequence[str]) -> str:
    """What the document says of its language, else a guess."""
    return document.language[:2].lower() or guess_language(texts[:200])


def _or_default(glossary: Glossary | None) -> Glossary:
    return default_glossary() if glossary is None else glossary


def _named(glossary: Glossary) -> str:
    """A glossary by its source, size and content, for exports."""
    if not glossary.concepts:
        return "none"
    return f"{glossary.source or 'unnamed'}, {len(glossary.concepts)} concepts, {glossary.digest[:12]}"


def _steps(
    progress: Progress, start: float, end: float, stages: Sequence[str]
) -> list[Callable[[float], None]]:
    """Give each stage a function that turns the share of its own work into a share of the whole."""
    width = (end - start) / len(stages)

    def tell(stage: str, begun: float, share: float) -> None:
        progress(stage, begun + width * share)

    return [partial(tell, stage, start + width * k) for k, stage in enumerate(stages)]


def align(
    left: Sequence[str], right: Sequence[str], settings: Settings = DEFAULT, glossary: Glossary | None = None
) -> list[Link]:
    """Align two lists of passages given as plain strings.

    Raises SettingsError for a threshold that is none.
    Returns links whose ``a`` is (0, index in left) and ``b`` is (1, index in right), counted from 0, sorted.
    """
    check_threshold(settings)
    language = guess_language([*left[:100], *right[:100]])
    english = is_english([*left[:100], *right[:100]], language)
    reader = reader_for(_or_default(glossary), settings.encoder, len(left) + len(right), english=english)
    profiles = [reader.profile(texts, [0] * len(texts), language) for texts in (left, right)]
    return align_sides(reader.sides(*profiles), 1, settings).links


def versions(reader: Reader) -> dict[str, str]:
    """Name what the result depends on, for every export."""
    names = ("diffapp", "numpy", "scipy", "rapidfuzz", "nupunkt", "snowballstemmer")
    known = {"encoder": reader.named, "glossary": _named(reader.glossary)}
    return {name: version(name) for name in names} | known
