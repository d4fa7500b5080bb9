"""Containers are checked before they are unpacked, and XML and HTML before they are parsed."""

from __future__ import annotations

import io
import time
import zipfile

import pytest
from officefiles import packed

from diffapp.errors import ReadingError, TooLarge
from diffapp.reading import containers, markup
from diffapp.reading.containers import Container

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def test_members_are_read_by_name() -> None:
    container = Container(packed({"a.xml": b"<a/>", "../../b": b"x"}), "a DOCX file")
    assert container.read("a.xml") == b"<a/>"
    assert "../../b" in container.names  # read like any other, and written nowhere


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "empty"),
        (b"%PDF-1.7 ...", "not a DOCX file but a PDF file"),
        (b"{\\rtf1 x}", "not a DOCX file but an RTF file"),
        (b"<html>", "not a DOCX file but a web page"),
        (b"Dear Sir,", "not a DOCX file"),
        (b"PK but no archive", "damaged"),
        (packed({"a": b"x" * 500})[:-30], "damaged"),
        (OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "password"),
        (OLE + b"\0" * 600 + "WordDocument".encode("utf-16-le"), "save it as DOCX or PDF"),
        (OLE + b"\0" * 600, "save it without one as DOCX or PDF"),
    ],
    # an archive holds the time at which it was made
    ids=["empty", "pdf", "rtf", "html", "text", "zip-begun", "zip-cut", "locked", "old-word", "old"],
)
def test_what_is_no_container_is_refused_with_what_to_do(data: bytes, why: str) -> None:
    with pytest.raises(ReadingError, match=why):
        Container(data, "a DOCX file")


def test_a_missing_member_is_named() -> None:
    with pytest.raises(ReadingError, match="“b” is missing"):
        Container(packed({"a": b"x"}), "a DOCX file").read("b")


def test_too_many_members() -> None:
    with pytest.raises(TooLarge, match="2,000 parts"):
        Container(packed({f"{at}": b"" for at in range(2_001)}), "a DOCX file")
    # A list that would fill the memory is not even read.
    with pytest.raises(TooLarge, match="2,000 parts"):
        Container(b"PK\x03\x04" + b"PK\x01\x02" * 20_001, "a DOCX file")


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    parts: dict[str, str | bytes] = {f"{at}": bytes(21_000_000) for at in range(10)}
    start = time.perf_counter()
    data = packed(parts)
    made = time.perf_counter()
    with pytest.raises(TooLarge, match="200 MB when unpacked"):
        Container(data, "a DOCX file")
    assert time.perf_counter() - made < made - start


def test_a_member_packed_too_tightly_is_refused_unless_it_is_small() -> None:
    container = Container(packed({"large": bytes(2_000_000), "small": bytes(900_000)}), "a DOCX file")
    with pytest.raises(TooLarge, match="100 times"):
        container.read("large")
    assert len(container.read("small")) == 900_000


def test_a_header_that_lies_about_the_size() -> None:
    data = packed({"a": bytes(3_000_000)})
    claimed = (3_000_000).to_bytes(4, "little")
    lying = data.replace(claimed, (1_000).to_bytes(4, "little"))
    assert lying != data
    with pytest.raises(ReadingError, match="cannot be unpacked"):
        Container(lying, "a DOCX file").read("a")


def test_what_is_unpacked_counts_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(containers, "MOST_BYTES", 1_500)
    stream = io.BytesIO(packed({"a": b"x" * 700, "b": b"y" * 700}))
    container = Container(stream.getvalue(), "a DOCX file")
    assert len(container.read("a") + container.read("b")) == 1_400
    with pytest.raises(TooLarge):
        container.read("a")


def test_an_encrypted_member_is_refused() -> None:
    data = bytearray(packed({"a": b"secret"}, zipfile.ZIP_STORED))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + place] |= 1
    with pytest.raises(ReadingError, match="password"):
        Container(bytes(data), "a DOCX file").read("a")


def test_damaged_bytes_within_a_member() -> None:
    data = bytearray(packed({"a": bytes(range(256)) * 40}))
    data[60] ^= 0xFF
    with pytest.raises(ReadingError, match="cannot be unpacked"):
        Container(bytes(data), "a DOCX file").read("a")


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))


@pytest.mark.parametrize(
    "text",
    [
        f'<!DOCTYPE a [<!ENTITY l0 "ha">{LAUGHS}]><a>&l11;</a>',
        f'<!DOCTYPE a [<!ENTITY q "{"x" * 50_000}">]><a>{"&q;" * 50_000}</a>',
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>',
        '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd"><a/>',
        '<!DOCTYPE a [<!ENTITY % p SYSTEM "file:///etc/hostname"> %p;]><a/>',
        "<!DOCTYPE a><a/>",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_no_document_type_in_xml(text: str, encoding: str) -> None:
    with pytest.raises(ReadingError, match="declares a document type"):
        markup.xml(text.encode(encoding), "the part")


def test_a_document_type_in_disguise() -> None:
    text = '<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE a+AD4APA-a/+AD4-'
    with pytest.raises(ReadingError):
        markup.xml(text.encode(), "the part")


@pytest.mark.parametrize(
    "text", ["", "<a>", "<a>&nbsp;</a>", "<a></b>", "<?xml version='1.0' encoding='no'?><a/>"]
)
def test_broken_xml_is_an_error_of_the_file(text: str) -> None:
    with pytest.raises(ReadingError, match="damaged: the part is not well-formed"):
        markup.xml(text.encode(), "the part")


def test_xml_that_is_too_deep_or_too_long() -> None:
    assert markup.xml(b"<a>" * 250 + b"</a>" * 250, "the part") is not None
    with pytest.raises(ReadingError, match="more than 256 deep"):
        markup.xml(b"<a>" * 300 + b"</a>" * 300, "the part")
    with pytest.raises(ReadingError, match="too long"):
        markup.xml(b"<a>" + b"x" * 10_500_000 + b"</a>", "the part")
    with pytest.raises(TooLarge, match="4,000,000 tags"):
        markup.xml(b"<a>" + b"<b/>" * 4_000_000 + b"</a>", "the part")


def test_html_that_is_too_deep_is_never_read_as_empty() -> None:
    for text in ("<div>" * 100_000 + "words", "<b>" * 400 + "words", "<p>words</p>" + "<div>" * 300):
        with pytest.raises(ReadingError, match="more than 256 deep"):
            markup.html(text)


@pytest.mark.parametrize(
    "tag",
    [
        "<p {}>",
        '<p x=">" {}>',
        "<p x='>' {}>",
        '<p a"b {}>',
        "<p/{}",
        "<script x='>' {}></script>",
        "<!--> <p {}>",
        "<p x= {}>",
    ],
)
def test_attributes_without_end_are_refused_in_time(tag: str) -> None:
    crowd = " ".join(f"a{number}" for number in range(50_000))
    with pytest.raises(ReadingError, match="more than 2,000 attributes"):
        markup.html(f"{tag.format(crowd)}words")


def test_long_but_harmless_attributes() -> None:
    words = " ".join(f"w{number}" for number in range(9_000))
    for text in (f'<p title="{words}">x', f"<!-- <p {words}> -->x", f"<script>if(a<b {words})</script>x"):
        assert "".join(map(str, markup.html(text).itertext())).endswith("x")


def test_html_without_an_element() -> None:
    with pytest.raises(ReadingError, match="no text"):
        markup.html("")
