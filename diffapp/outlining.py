"""Headings told by their shape, where the format does not mark them, and how deep they stand."""

from __future__ import annotations

import re
from typing import Final

from diffapp.numbering import ARTICLE_WORDS, printed

_WORDS: Final = 12
_CHARACTERS: Final = 90
_TITLE_WORDS: Final = 8
_LETTERS: Final = 3

# The deeper, the larger; a heading ends those as deep as itself.
_CAPITALS: Final = 10
_RANKS: Final = (
    (20, "Part|Title|Annexe?|Appendix|Schedule|Teil|Anhang|Anlage|Partie|Parte|Anexo|Часть|Приложение"),
    (30, r"Chapter|Kapitel|Chapitre|Cap[íi]tulo|Глава"),
    (40, r"Section|Sec\.|Abschnitt|Secci[óo]n|Раздел"),
    (60, rf"{ARTICLE_WORDS}|§{{1,2}}"),
)
_ROMAN: Final = 45
_LETTERED: Final = 50
_ARABIC: Final = 70
_KEYWORDS: Final = tuple(
    (
        rank,
        re.compile(
            rf"(?:{words})\s?(?:\d{{1,4}}(?:[a-z]|\s?(?:bis|ter))?|[IVXLC]{{1,7}}|[A-Z])(?P<rest>(?!\w).*)",
            re.IGNORECASE,
        ),
    )
    for rank, words in _RANKS
)
_TITLE: Final = re.compile(r"\s*(?:[.:)–—-]\s*)?(?P<title>.*)")
_ROMAN_HEAD: Final = re.compile(r"(?P<number>[IVXL]{1,7}|[A-Z])[.)]\s+(?P<title>\S.*)")
_INITIAL: Final = re.compile(r"[A-Z]\.")
_ENDS: Final = (".", "!", "?", ";", ":", ",", "…")
# A short line with a verb of commitment is an item of a list rather than a title.
_VERBS: Final = re.compile(
    r"\b(?:shall|will|is|are|was|were|must|may|should|can|cannot|has|have|agrees?|do|does|not)\b",
    re.IGNORECASE,
)


def rank_by_shape(text: str) -> int | None:
    """How deep a heading this text is, or None if it is none by its shape.

    Args:
        text: a block's text, stripped.

    Returns:
        10 (capitals) to 75 ("1.1.1 Scope"); a larger number stands deeper.
    """
    if "\n" in text or "|" in text or len(text) > _CHARACTERS or len(text.split()) > _WORDS:
        return None
    for rank, pattern in _KEYWORDS:
        if (found := pattern.fullmatch(text)) is not None:
            return rank if _is_title(_TITLE.fullmatch(found["rest"])) else None
    if text.endswith(_ENDS):
        return None
    return _numbered(text) or _capitals(text)


def _is_title(found: re.Match[str] | None) -> bool:
    """Whether what follows "Article 4" is nothing or a title: it starts large and is no sentence."""
    if found is None:
        return False
    title = found["title"]
    return not title or (not title[0].islower() and not title.endswith(_ENDS) and not _VERBS.search(title))


def _numbered(text: str) -> int | None:
    """The rank of "II. Arms Control", "1. Scope", "1.1 Definitions"."""
    if (found := _ROMAN_HEAD.fullmatch(text)) is not None:
        title, rank = found["title"], _LETTERED
        if set(found["number"]) <= set("IVX"):
            rank = _ROMAN
    else:
        number = printed(text)
        if number is None or not number.token[0].isdigit() or number.form not in {"N.", "N"}:
            return None
        title = text[number.end :]
        rank = _ARABIC + number.token.count(".")
    fits = title[:1].isupper() and len(title.split()) <= _TITLE_WORDS and not _VERBS.search(title)
    if found is not None and len(found["number"]) == 1 and found["number"] not in "IVX":
        # "J. Smith" is a name; "A. Arms Control" has more than one word after the letter.
        fits = fits and len(title.split()) > 1 and not _INITIAL.match(title)
    return rank if fits else None


def _capitals(text: str) -> int | None:
    """The rank of a line wholly in capitals."""
    letters = [sign for sign in text if sign.isalpha()]
    solid = sum(not sign.isspace() for sign in text)
    shouted = text.upper() == text and len(letters) >= _LETTERS and any(sign.isupper() for sign in letters)
    wordy = len(letters) > solid * 0.6
    opens = text[0].isalnum() or text[0] in "“\"«‘'"
    return _CAPITALS if shouted and wordy and opens else None
