"""Counting as word processors and browsers print it: 3 -> "3", "c", "iii", "3rd", "Third", "в"."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

_ROMAN: Final = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")),
    *((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_LARGEST_ROMAN: Final = 3999
_MOST_LETTERS: Final = 30
_LATIN: Final = "abcdefghijklmnopqrstuvwxyz"
_GREEK: Final = "αβγδεζηθικλμνξοπρστυφχψω"
# Word leaves out ё, й, ъ, ы and ь.
RUSSIAN: Final = "абвгдежзиклмнопрстуфхцчшщэюя"
_SMALL: Final = [
    "Zero",
    "One",
    "Two",
    "Three",
    "Four",
    "Five",
    "Six",
    "Seven",
    "Eight",
    "Nine",
    "Ten",
    "Eleven",
    "Twelve",
    "Thirteen",
    "Fourteen",
    "Fifteen",
    "Sixteen",
    "Seventeen",
    "Eighteen",
    "Nineteen",
]
_TENS: Final = ["Zero", "Ten", "Twenty", "Thirty", "Forty", "Fifty", "Sixty", "Seventy", "Eighty", "Ninety"]
_ORDINALS: Final = {
    "One": "First",
    "Two": "Second",
    "Three": "Third",
    "Five": "Fifth",
    "Eight": "Eighth",
    "Nine": "Ninth",
    "Twelve": "Twelfth",
}
_WORDED: Final = 100
_TEEN: Final = 20


def roman(number: int) -> str:
    """A number in small Roman numerals; as it is where there are none for it."""
    if not 0 < number <= _LARGEST_ROMAN:
        return str(number)
    found = ""
    for value, sign in _ROMAN:
        times, number = divmod(number, value)
        found += sign * times
    return found


def doubled(number: int, alphabet: str = _LATIN) -> str:
    """Letters as Word counts on after the last: "z", "aa", "bb"."""
    times, place = divmod(number - 1, len(alphabet))
    return alphabet[place] * (times + 1) if 0 <= times < _MOST_LETTERS else str(number)


def lettered(number: int, alphabet: str = _LATIN) -> str:
    """Letters as browsers and LibreOffice count on after the last: "z", "aa", "ab"."""
    if number < 1:
        return str(number)
    found = ""
    while number:
        number, place = divmod(number - 1, len(alphabet))
        found = alphabet[place] + found
    return found


def russian(number: int) -> str:
    """Small Russian letters as Word counts with them."""
    return doubled(number, RUSSIAN)


def greek(number: int) -> str:
    """Small Greek letters."""
    return lettered(number, _GREEK)


def ordinal(number: int) -> str:
    """A number with its English ending: "1st", "12th"."""
    teen = number % 100 in {11, 12, 13}
    return f"{number}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def cardinal_word(number: int) -> str:
    """A number below 100 in English: "Twenty-one"; above as figures."""
    if not 0 <= number < _WORDED:
        return str(number)
    if number < _TEEN:
        return _SMALL[number]
    tens, ones = divmod(number, 10)
    return _TENS[tens] + (f"-{_SMALL[ones].lower()}" if ones else "")


def ordinal_word(number: int) -> str:
    """A number below 100 as an English ordinal: "Twenty-first"; above as figures."""
    word = cardinal_word(number)
    if word.isdigit():
        return ordinal(number)
    head, hyphen, last = word.rpartition("-")
    plain = _ORDINALS.get(last.capitalize()) or (f"{last[:-1]}ie" if last.endswith("y") else last) + "th"
    return head + hyphen + (plain.lower() if hyphen else plain.capitalize())


def upper(count: Callable[[int], str]) -> Callable[[int], str]:
    """The same way of counting, in capitals."""
    return lambda number: count(number).upper()
