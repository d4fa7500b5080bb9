"""Characters of the fonts Symbol and Wingdings, which old files name by a place in the font."""

from __future__ import annotations

from typing import Final

_PRIVATE: Final = 0xF000
_BYTE: Final = 0x100

# The font Symbol from its place 0x21 on; U+FFFD where a piece of a brace or nothing stands.
_LOW: Final = "!∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"
_HIGH: Final = "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑"
_SYMBOL: Final = {0x21 + at: sign for at, sign in enumerate(_LOW)} | {
    0xA0 + at: sign for at, sign in enumerate(_HIGH)
}
_WINGDINGS: Final = {
    0x6C: "●",
    0x6E: "■",
    0x6F: "□",
    0x71: "❑",
    0x72: "❒",
    0x76: "❖",
    0x77: "⬥",
    0x9F: "•",
    0xA7: "▪",
    0xA8: "◻",
    0xD8: "➢",
    0xDF: "←",
    0xE0: "→",
    0xE8: "➔",
    0xFB: "✗",
    0xFC: "✓",
    0xFD: "☒",
    0xFE: "☑",
}


def plain(code: int, font: str) -> str | None:
    """The character that a sign of a symbol font looks like.

    Args:
        code: its place in the font, also as the private character U+F000 and above.
        font: the font's name.

    Returns:
        One character, or None where it is not known.
    """
    place = code - _PRIVATE if _PRIVATE <= code < _PRIVATE + _BYTE else code
    name = font.casefold()
    if name.startswith("symbol"):
        return _SYMBOL.get(place)
    if name.startswith("wingdings"):
        return _WINGDINGS.get(place)
    return chr(code) if place == code and code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else None  # noqa: PLR2004 - Unicode's own bounds
