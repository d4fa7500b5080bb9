"""Bytes -> text: each way of telling an encoding, and what is cleaned or only named."""

from __future__ import annotations

import codecs
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diffapp.errors import ReadingError
from diffapp.reading.cleaning import clean
from diffapp.reading.decoding import decode

ENGLISH = "The Parties agree that no State’s choice – “free” as it is – is open to doubt."
RUSSIAN = "Стороны исходят из принципа неделимости безопасности и готовы к диалогу."
LOST = "\ufffd"


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_byte_order_mark_decides(mark: bytes, encoding: str) -> None:
    decoded = decode(mark + RUSSIAN.encode(encoding), "a.txt")
    assert (decoded.text, decoded.encoding, decoded.warnings) == (RUSSIAN, encoding, ())


@pytest.mark.parametrize("text", [ENGLISH, RUSSIAN])
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_is_told_by_its_pattern(text: str, encoding: str) -> None:
    decoded = decode(text.encode(encoding), "a.txt")
    assert decoded.text == text
    assert encoding.upper() in decoded.warnings[0]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (ENGLISH, "cp1252"),
        ("Die Größe der Übung wäre schön, erklärte der Präsident in Österreich.", "cp1252"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (RUSSIAN, "cp866"),
    ],
)
def test_guess_is_right_and_named(text: str, encoding: str) -> None:
    decoded = decode((text * 3).encode(encoding), "a.txt")
    assert (decoded.text, decoded.encoding) == (text * 3, encoding)
    assert encoding in decoded.warnings[0]
    assert "guess" in decoded.warnings[0]


def test_the_user_knows_better() -> None:
    assert decode(RUSSIAN.encode("cp1251"), "a.txt", "cp1251").text == RUSSIAN
    assert decode("é".encode(), "a.txt", "latin-1").text == "Ã©"
    assert decode(b"caf\xe9", "a.txt", "utf-8").text == f"caf{LOST}"


@pytest.mark.parametrize("encoding", ["no-such", "hex", "rot13", "idna", "a\0b"])
def test_what_is_no_text_encoding_is_refused(encoding: str) -> None:
    with pytest.raises(ReadingError, match="no text encoding called"):
        decode(b"text", "a.txt", encoding)


def test_a_few_bad_bytes_do_not_change_the_encoding() -> None:
    decoded = decode(RUSSIAN.encode() + b" \xff end", "a.txt")
    assert decoded.text == f"{RUSSIAN} {LOST} end"
    assert decoded.encoding == "utf-8"
    assert "could not be read as utf-8" in decoded.warnings[0]
    assert decode("to Genève".encode()[:-3] + b"\xc3", "a.txt").text  # no error, whatever it is taken for


def test_half_a_character_at_the_end_is_shown_as_lost() -> None:
    assert decode(codecs.BOM_UTF16_LE + "Odd".encode("utf-16-le") + b"A", "a.txt").text == f"Odd{LOST}"
    assert decode(RUSSIAN.encode()[:-2], "a.txt").text.startswith("Стороны")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7 text", "a PDF"),
        (b"PK\x03\x04" + b"\0" * 30, "ZIP"),
        (b"\x89PNG\r\n", "PNG"),
        (b"\x7fELF\x02", "a program"),
        (bytes(range(256)) * 8, "a program or a picture"),
        (b"\x00\x01\x02\x03" * 50, "a program or a picture"),
    ],
)
def test_binary_files_are_refused_by_name(data: bytes, kind: str) -> None:
    with pytest.raises(ReadingError, match=kind):
        decode(data, "a.txt")


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("a\r\nb\rc\u2028d\x85e\vf", "a\nb\nc\nd\ne\nf"),
        ("a\u2029b\fc", "a\n\nb\n\nc"),
        ("Art. 1\0 The\0 end\0two.\0", "Art. 1 The end two."),
        ("a\ud800b\x07c\x9f", f"a{LOST}b{LOST}c{LOST}"),
        ("\ud83d\ude00", "\U0001f600"),
        ("\ufefftext\ttab", "text\ttab"),
    ],
)
def test_cleaning(text: str, cleaned: str) -> None:
    assert clean(text)[0] == cleaned


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("shall \u202etsoppo\u202c it", r"direction .* 2\."),
        ("Zero\u200bwidth", r"without width .* 1\."),
        ("one \u0430greement", r"Latin and Cyrillic .* 1\."),
        ("z" + "\u0301" * 9, r"accents .* 1\."),
    ],
)
def test_what_can_mislead_is_kept_and_named(text: str, what: str) -> None:
    cleaned, warnings = clean(text)
    assert cleaned == text
    assert len(warnings) == 1
    assert re.search(what, warnings[0])


@given(st.text(st.characters(exclude_categories=[])))
def test_cleaned_text_can_be_written_and_is_stable(text: str) -> None:
    cleaned, _ = clean(text)
    cleaned.encode("utf-8")
    assert "\r" not in cleaned
    assert "\0" not in cleaned
    assert clean("x" + cleaned)[0] == "x" + cleaned


@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_a_clear_error(data: bytes) -> None:
    try:
        decoded = decode(data, "a.txt")
    except ReadingError as error:
        assert str(error).startswith("a.txt: ")  # noqa: PT017 - both ways out are right
    else:
        assert isinstance(decoded.text, str)


@given(st.text(min_size=1))
def test_utf8_is_read_as_it_is(text: str) -> None:
    data = b"\xef\xbb\xbf" + text.encode()
    assert decode(data, "a.txt").text == text
