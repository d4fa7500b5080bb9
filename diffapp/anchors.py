"""A passage named by its content, so that what was decided about it finds it again.

The name is a digest of the passage's letters and digits: case, white space, punctuation, soft hyphens and
the printed number before it do not count, so that a text wrapped or numbered otherwise keeps its names.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

import regex

from diffapp.decisions import Anchor
from diffapp.findings import Place
from diffapp.model import Passage

DIGITS = 24
"""Hexadecimal digits of a digest: two different passages of a million meet with a chance under 1e-17."""
MARKS = regex.compile(r"[^\p{L}\p{N}\p{M}]+")


def letters(text: str) -> str:
    """What is compared of a text: its letters, their accents and its digits, case folded, without a gap.

    A text of punctuation alone keeps it, for it has nothing else.
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    return MARKS.sub("", plain) or "".join(plain.split())


def letters_of(passage: Passage) -> str:
    """The letters of a passage, without the number printed before it; a mere number keeps it."""
    return letters(passage.text[passage.label_end :]) or letters(passage.text)


def digest_of(plain: str) -> str:
    """The digest of what ``letters`` left of a text: SHA-256, 24 hexadecimal digits."""
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()[:DIGITS]


def passage_digest(text: str) -> str:
    """The digest of a text by its letters and digits."""
    return digest_of(letters(text))


def digests_of(passages: Iterable[Passage]) -> list[str]:
    """The digest of each passage, in order."""
    return [digest_of(letters_of(passage)) for passage in passages]


def anchor_of(passages: Sequence[Passage], position: int, document: int) -> Anchor:
    """The anchor of one passage, given all ``passages`` of its document and its position, from 0."""
    return anchors_of({document: passages}, [(document, position)])[0]


def anchors_of(
    passages: Sequence[Sequence[Passage]] | dict[int, Sequence[Passage]], places: Sequence[Place]
) -> tuple[Anchor, ...]:
    """The anchors of several places, given the passages by document; each document is read once."""
    digests = {d: ["", *digests_of(passages[d]), ""] for d in {d for d, _ in places}}
    repeated: dict[Place, int] = {}
    for d, known in digests.items():
        count: Counter[str] = Counter()
        for p, digest in enumerate(known[1:-1]):
            repeated[d, p] = count[digest]
            count[digest] += 1
    found = []
    for d, p in places:
        known, passage = digests[d], passages[d][p]
        text = passage.text[passage.label_end :].strip() or passage.text
        around = known[p + 1], known[p], known[p + 2]
        found.append(Anchor(d, *around, repeated[d, p], text, passage.label or ""))
    return tuple(found)
