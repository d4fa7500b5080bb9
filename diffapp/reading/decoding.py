"""Bytes -> text: which encoding, how sure, and what was lost.

The order: what the user says, a byte order mark, the pattern of UTF-16 (its bytes can be valid UTF-8
as well), strict UTF-8, slightly damaged UTF-8, and last a guess, which is always named in a warning.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Final

from diffapp.errors import ReadingError
from diffapp.reading.cleaning import LOST


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text as it came out of the bytes, the encoding's Python name, sentences for the user."""

    text: str
    encoding: str
    warnings: tuple[str, ...] = ()


# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC: Final = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a Word, OpenDocument or ZIP file"),
    (b"PK\x05\x06", "an empty ZIP file"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word, Excel or encrypted Office file"),
    (b"{\\rtf", "an RTF file"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x7fELF", "a program"),
    (b"\x1f\x8b", "a compressed file"),
)
# Valid codec names that do not name a text encoding; some also take quadratic time.
_NOT_FOR_FILES: Final = {"punycode", "idna", "unicode_escape", "raw_unicode_escape", "undefined"}
_SAMPLE: Final = 200_000
_CONTROL: Final = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_CYRILLIC: Final = re.compile("[\u0400-\u052f]")
_FOREIGN: Final = re.compile("[^\x00-\x7f]")
_TYPOGRAPHY: Final = re.compile("[\u2010-\u203a\u20ac\u00a0-\u00bf]")
# What documents are still found in. Among all that the detector knows, pages of old printers and mainframes
# win on short texts.
_PLAUSIBLE: Final = [
    *(f"cp{number}" for number in (*range(1250, 1259), 437, 850, 852, 855, 866, 874, 932, 949, 1125)),
    *(f"iso8859_{part}" for part in (2, 5, 6, 7, 8, 9)),
    *("koi8_r", "koi8_u", "mac_roman", "mac_cyrillic", "gb18030", "big5", "shift_jis", "euc_jp", "euc_kr"),
]
_COMMON: Final = ("cp1252", "cp1251", "cp866", "koi8-r")


def decode(data: bytes, name: str, encoding: str | None = None) -> Decoded:
    """Turn a file's bytes into text.

    Args:
        data: the whole file.
        name: its name, for errors.
        encoding: what the user says the encoding is; any Python name of a text encoding.

    Returns:
        The text without a byte order mark, not yet cleaned, and how it was read.

    Raises:
        ReadingError: the bytes are not text, or ``encoding`` is not known.
    """
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            raise ReadingError(name, f"this is not a text file (it looks like {kind}).")
    if encoding:
        return _as_told(data, name, encoding)
    for mark, found in _MARKS:
        if data.startswith(mark):
            return _replacing(data[len(mark) :], found)
    pattern = _utf16_pattern(data)
    if pattern:
        note = f"The text has no byte order mark; it was read as {pattern.upper()} from its pattern of bytes."
        decoded = _replacing(data, pattern)
        return Decoded(decoded.text, pattern, (note, *decoded.warnings))
    return _unmarked(data, name)


def _as_told(data: bytes, name: str, encoding: str) -> Decoded:
    """Decode with the user's choice, keeping on where bytes do not fit."""
    try:
        found = codecs.lookup(encoding).name
        known = found.replace("-", "_") not in _NOT_FOR_FILES
        b"a".decode(encoding, "replace")  # a codec that is no text encoding says so here
    except (LookupError, ValueError):
        known = False
    if not known:
        raise ReadingError(name, f"there is no text encoding called “{encoding}”.")
    decoded = _replacing(data, found)
    return Decoded(decoded.text.removeprefix("\ufeff"), found, decoded.warnings)


def _replacing(data: bytes, encoding: str) -> Decoded:
    """Decode, with U+FFFD for what does not fit and a sentence that counts it."""
    text = data.decode(encoding, "replace")
    # A U+FFFD that was in the file before is counted too: it, too, is a character that was lost.
    lost = text.count(LOST)
    if not lost:
        return Decoded(text, encoding)
    return Decoded(text, encoding, (_loss(lost, encoding),))


def _loss(lost: int, encoding: str) -> str:
    """The sentence for characters that could not be decoded."""
    return f"Characters that could not be read as {encoding} and show as \ufffd: {lost:,}."


def _utf16_pattern(data: bytes) -> str | None:
    """The byte order of UTF-16 without a mark, or None.

    In Latin, Greek and Cyrillic text every second byte is a small number that no text would hold
    (00, 03, 04); the bytes between are ordinary.
    """
    sample = data[:_SAMPLE]
    half = len(sample) // 2
    if half < 2:  # noqa: PLR2004 - two characters are the least that make a pattern
        return None
    even = len(_CONTROL.findall(sample[0::2])) / half
    odd = len(_CONTROL.findall(sample[1::2])) / half
    most, least = 0.5, 0.25
    if odd >= most and even <= least:
        return "utf-16-le"
    if even >= most and odd <= least:
        return "utf-16-be"
    return None


def _unmarked(data: bytes, name: str) -> Decoded:
    """UTF-8, whole or slightly damaged, or else a guess."""
    controls = len(_CONTROL.findall(data)) / max(1, len(data))
    whole, damaged = 0.3, 0.05  # more control characters than that are no text
    try:
        decoded: Decoded | None = Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        decoded = _damaged_utf8(data)
    if controls > (whole if decoded else damaged):
        raise ReadingError(name, "this is not a text file (it looks like a program or a picture).")
    return decoded or _guessed(data)


def _damaged_utf8(data: bytes) -> Decoded | None:
    """UTF-8 with lone surrogates or a few bad bytes; None if it is rather another encoding."""
    try:
        # The surrogates become U+FFFD in cleaning, which counts them; halves of pairs are put together.
        return Decoded(data.decode("utf-8", "surrogatepass"), "utf-8")
    except UnicodeDecodeError as error:
        at_end = error.reason == "unexpected end of data"
    text = data.decode("utf-8", "replace")
    lost = text.count(LOST)
    # In another encoding hardly any byte above 7F starts a valid sequence by chance.
    good = len(_FOREIGN.findall(text)) - lost
    few = 4
    if good >= few * lost or (at_end and good):
        return Decoded(text, "utf-8", (_loss(lost, "utf-8"),))
    return None


def _guessed(data: bytes) -> Decoded:
    """The detector's suggestion, checked; the warning says that it is a guess."""
    sample = data[:_SAMPLE]
    if len(data) > _SAMPLE:
        sample = sample[: sample.rfind(b"\n") + 1] or sample
    encoding = _suggested(sample)
    decoded = _replacing(data, encoding)
    note = (
        f"The encoding of this file is not stated; it was read as {encoding}, which is a guess. "
        "If letters look wrong, choose another encoding."
    )
    return Decoded(decoded.text, encoding, (note, *decoded.warnings))


def _suggested(sample: bytes) -> str:
    """Choose between the detector's suggestion and cp1252, the usual one in the West."""
    from charset_normalizer import from_bytes  # noqa: PLC0415 - slow to import, and seldom needed

    best = from_bytes(sample, cp_isolation=_PLAUSIBLE).best()
    suggestion = _strictly(sample, best.encoding) if best else None
    if best is None or suggestion is None:
        return "cp1252"
    # A rare code page that gives the very text of a usual one is called by the usual name.
    for usual in _COMMON:
        if _strictly(sample, usual) == suggestion:
            return usual
    western = _strictly(sample, "cp1252")
    cyrillic, foreign = len(_CYRILLIC.findall(suggestion)), len(_FOREIGN.findall(suggestion))
    if western is None or cyrillic > foreign / 2:
        return best.encoding
    # Quotation marks and dashes alone do not tell Central European pages from the Western one.
    if all(_TYPOGRAPHY.match(letter) for letter in _FOREIGN.findall(western)):
        return "cp1252"
    usual_page = from_bytes(sample, cp_isolation=["cp1252"]).best()
    # How much the letters are those of a language, less how oddly they follow each other.
    clearly = 0.05
    better = usual_page is None or (
        best.coherence - best.chaos > usual_page.coherence - usual_page.chaos + clearly
    )
    return best.encoding if better else "cp1252"


def _strictly(sample: bytes, encoding: str) -> str | None:
    """The sample in this encoding, or None where it does not fit."""
    try:
        return sample.decode(encoding)
    except UnicodeDecodeError:
        return None
