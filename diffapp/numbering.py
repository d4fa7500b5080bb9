"""Printed numbers at the head of a paragraph ("7.", "(b)", "iv.", "4.2", "Article 4.") and their parents.

``printed`` only looks at the paragraph itself; ``Numbering`` knows what came before and tells a letter from
a Roman number, an initial from an item, and gives the whole label: "7(b)(i)".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final, Literal

Kind = Literal["article", "decimal", "item"]
Reading = Literal["number", "letter", "roman"]

ARTICLE_WORDS: Final = r"Articles?|Art\.?|Art[íi]culo|Artikel|Articolo|Artigo|Стаття|Статья|Ст\.?"
_NUMBER: Final = r"(?:\d{1,4}(?:\.\d{1,3})*(?:\s?(?:bis|ter)|[a-z])?|[IVXLC]{1,7})"
_ARTICLE: Final = re.compile(
    rf"(?P<token>(?:{ARTICLE_WORDS})\s?{_NUMBER})(?:\s*[.:)]|\s+[–—-])(?:\s+|$)"
    r"|(?P<sign>§{1,2}\s?\d{1,4}(?:\.\d{1,3})*[a-z]?)(?:\s*[.:)]|\s+[–—-])?(?:\s+|$)",
    re.IGNORECASE,
)
ARTICLE_HEAD: Final = re.compile(
    rf"(?:(?:{ARTICLE_WORDS})\s?{_NUMBER}|§{{1,2}}\s?\d{{1,4}}[a-z]?)(?!\w)", re.IGNORECASE
)
# A measure ("3.5 million") goes on in lower case; a numbered paragraph starts afresh.
_DECIMAL: Final = re.compile(
    r"(?P<token>\d{1,3}(?:\.\d{1,3}){1,5})(?:[.)](?:\s+|$)|\s+(?=[A-ZÀ-ÞА-ЯЁ“\"«(]))"
)
_MARK: Final = r"\d{1,3}|[ivxl]{1,7}|[IVXL]{1,7}|[a-zа-яё]|(?P<twin>[a-z])(?P=twin)|[A-ZА-Я]"
_ITEM: Final = re.compile(rf"(?P<open>[(\[]?)(?P<token>{_MARK})(?P<close>[.)\]])(?:\s+|$)")
_CLOSED_BY: Final = {"(": (")",), "[": ("]",), "": (".", ")")}
# "26. Januar 2022" is a date, not item 26.
_MONTH: Final = re.compile(
    r"(?:Jan|Feb|Mär|Apr|Mai\b|Jun|Jul|Aug|Sep|Okt|Nov|Dez|led|úno|bře|dub|kvě|čer|srp|zář|říj|lis|pro)"
)
_ROMAN: Final = re.compile(r"x{0,3}(?:ix|iv|v?i{0,3})|xl(?:ix|iv|v?i{0,3})|l(?:ix|iv|v?i{0,3})")
_VALUES: Final = {"i": 1, "v": 5, "x": 10, "l": 50}
_RUSSIAN: Final = "абвгдежзиклмнопрстуфхцчшщэюя"


@dataclass(frozen=True, slots=True)
class Printed:
    """A number at the head of a text: ``text[:end]`` is the number with the space after it.

    ``form`` is how it is written, with N for the number itself: "N.", "(N)"; ``token`` is that number.
    """

    kind: Kind
    form: str
    token: str
    end: int


def printed(text: str) -> Printed | None:
    """The number that a text may begin with, judged by its shape alone.

    Args:
        text: a paragraph or line without white space before it.

    Returns:
        The number, or None. "J. Smith" has the shape of an item; only ``Numbering`` can tell.
    """
    if found := _ARTICLE.match(text):
        token = found["token"] or found["sign"]
        return Printed("article", "N", " ".join(token.split()), found.end())
    if found := _DECIMAL.match(text):
        return Printed("decimal", "N", found["token"], found.end())
    found = _ITEM.match(text)
    if found is None or found["close"] not in _CLOSED_BY[found["open"]]:
        return None
    if found["open"] == "[" and not found["token"].isdigit():
        return None
    if found["close"] == "." and found["token"].isdigit() and _MONTH.match(text, found.end()):
        return None
    return Printed("item", f"{found['open']}N{found['close']}", found["token"], found.end())


def article_of(heading: str) -> str | None:
    """The label that a heading such as "Article 4 – Bases" or "§ 12" gives to what stands under it."""
    found = ARTICLE_HEAD.match(heading)
    return " ".join(found[0].split()) if found else None


def readings(token: str) -> dict[Reading, int]:
    """What an item's token can mean: "c" is the third letter or, as a Roman number, nothing here."""
    if token.isdigit():
        return {"number": int(token)}
    found: dict[Reading, int] = {}
    lower = token.lower()
    if _ROMAN.fullmatch(lower):
        values = [_VALUES[sign] for sign in lower]
        pairs = zip(values, [*values[1:], 0], strict=True)
        found["roman"] = sum(-value if value < after else value for value, after in pairs)
    if lower in _RUSSIAN:
        found["letter"] = _RUSSIAN.index(lower) + 1
    elif "a" <= lower[0] <= "z" and lower == lower[0] * len(lower):
        # "(aa)" comes after "(z)"; "(ii)" is read as Roman first, below.
        found["letter"] = ord(lower[0]) - ord("a") + 1 + 26 * (len(lower) - 1)
    return found


def follows(first: Printed, second: Printed) -> bool:
    """Whether the second number is the next in the first one's list: "2." after "1.", "4.3" after "4.2"."""
    if first.kind == second.kind == "decimal":
        *above, last = first.token.split(".")
        *beside, after = second.token.split(".")
        return above == beside and int(after) == int(last) + 1
    if first.kind != "item" or _cased(first) != _cased(second):
        return False
    before = readings(first.token)
    return any(before.get(way) == value - 1 for way, value in readings(second.token).items())


@dataclass(frozen=True, slots=True)
class _Open:
    """An item that further items may follow or stand under."""

    form: str
    reading: Reading
    value: int
    label: str


@dataclass(slots=True)
class Numbering:
    """The printed numbers of one document, met in reading order.

    It is a class because a number's meaning depends on those before it: ``heading`` and ``label`` must
    be called in reading order. ``lists`` holds the (form, token) pairs of all paragraphs: a lone "I." or
    "A." is an initial unless "II." or "B." occurs, too.
    """

    lists: frozenset[tuple[str, str]]
    article: str | None = None
    _open: list[_Open] = field(default_factory=list)

    def heading(self, article: str | None) -> None:
        """A heading ends every list; ``article`` is the label it gives to what follows, if any."""
        self.article = article
        self._open = []

    def label(self, number: Printed | None) -> tuple[str | None, int]:
        """Take the next paragraph's number.

        Args:
            number: what ``printed`` found there.

        Returns:
            The paragraph's whole label or None, and the number's length with the space after it in
            characters, 0 where what was found is no number.
        """
        if number is None:
            return self.article, 0
        if number.kind != "item":
            self._open = [_Open(number.kind, "number", 0, number.token)]
            return number.token, number.end
        if number.form.startswith("["):
            return f"[{number.token}]", number.end  # a note or a numbered paragraph of a judgment
        meaning = self._meaning(number)
        if meaning is None:
            return self.article, 0
        label = self._place(number, *meaning)
        return label, number.end

    def _meaning(self, number: Printed) -> tuple[Reading, int] | None:
        """The reading that continues an open list, else the likely one; None for an initial."""
        options = readings(number.token)
        form = _cased(number)
        for item in reversed(self._open):
            if item.form == form and options.get(item.reading) == item.value + 1:
                return item.reading, item.value + 1
        if "number" in options:
            return "number", options["number"]
        single = len(number.token) == 1 and number.token.lower() != "i"
        order: tuple[Reading, ...] = ("letter", "roman") if single else ("roman", "letter")
        reading = next((each for each in order if each in options), None)
        if reading is None or (number.form == "N." and not self._starts(number, options[reading])):
            return None
        return reading, options[reading]

    def _starts(self, number: Printed, value: int) -> bool:
        """Whether "a." or "II." opens a list: initials and abbreviations look the same."""
        if len(number.token) > 1:
            return True
        second = {"a": "b", "i": "ii", "а": "б"}.get(number.token.lower())
        if value != 1 or second is None:
            return False
        second = second.upper() if number.token.isupper() else second
        # In lower case no name begins, so the list may have a single item.
        return number.token.islower() or (number.form, second) in self.lists

    def _place(self, number: Printed, reading: Reading, value: int) -> str:
        """Put an item after its fellows or under the last open one; returns its whole label."""
        form = _cased(number)
        same = [at for at, item in enumerate(self._open) if (item.form, item.reading) == (form, reading)]
        if same:
            self._open = self._open[: same[-1]]
        elif self._resumes(number, value):
            self._open = []
        above = self._open[-1].label if self._open else self.article
        own = f"({number.token})" if number.form.startswith("(") else number.token
        label = f"{above}({number.token})" if above else own
        self._open.append(_Open(form, reading, value, label))
        return label

    def _resumes(self, number: Printed, value: int) -> bool:
        """Whether "8." or "II." goes on with a list from before, so that all open ones are over."""
        outer = number.form == "N." and not number.token.islower()
        return outer and value != 1 and not (self._open and self._open[-1].form == "N")


def _cased(number: Printed) -> str:
    """The form, capitals apart from small letters: "A." and "a." are two lists."""
    return number.form + ("^" if number.token.isupper() else "")
