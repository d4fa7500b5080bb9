"""Electronic books: the chapters in reading order."""

from __future__ import annotations

import pytest
from officefiles import blocks, packed, quiet

from diffapp.errors import ReadingError
from diffapp.reading.epub import parse
from diffapp.reading.parsed import Options

MAP = '<container><rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></container>'
PACKAGE = (
    '<package xmlns:dc="d"><metadata><dc:title>On Boats</dc:title></metadata><manifest>'
    '<item id="n" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
    '<item id="b" href="two%20b.xhtml" media-type="application/xhtml+xml"/>'
    '<item id="a" href="../text/a.xhtml" media-type="application/xhtml+xml"/>'
    '<item id="c" href="c.css" media-type="text/css"/></manifest>'
    '<spine><itemref idref="n"/><itemref idref="a"/><itemref idref="c"/><itemref idref="b"/>'
    '<itemref idref="missing"/></spine></package>'
)


def chapter(inside: str) -> str:
    head = '<?xml version="1.0"?><!DOCTYPE html><html xmlns="h"><head><title/></head>'
    return f"{head}<body>{inside}</body></html>"


PARTS: dict[str, str | bytes] = {
    "mimetype": "application/epub+zip",
    "META-INF/container.xml": MAP,
    "OEBPS/book.opf": PACKAGE,
    "OEBPS/nav.xhtml": chapter("<p>Contents</p>"),
    "OEBPS/two b.xhtml": chapter("<h1>Two</h1><ol><li>x</li></ol>"),
    "text/a.xhtml": chapter(
        '<h1>One</h1><p>Text<a epub:type="noteref" href="#n">1</a>.</p><aside id="n">Note.</aside>'
    ),
}


def test_chapters_come_in_the_order_of_the_spine() -> None:
    told: list[tuple[int, int]] = []
    parsed = parse(packed(PARTS), Options(), lambda done, of: told.append((done, of)))
    assert blocks(parsed) == ["One", "Text.", "[1] Note.", "Two", "1. x"]
    assert [block.level for block in parsed.blocks] == [1, 0, 0, 1, 0]
    assert told == [(1, 2), (2, 2)]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"META-INF/container.xml": "<container/>"}, "not an EPUB file"),
        ({"OEBPS/book.opf": "<package>"}, "not well-formed"),
        ({"OEBPS/book.opf": PACKAGE.replace("two%20b", "gone")}, "“OEBPS/gone.xhtml” is missing"),
        ({"text/a.xhtml": chapter("<div>" * 300)}, "more than 256 deep"),
        (
            {"META-INF/encryption.xml": '<e><CipherReference URI="text/a.xhtml"/></e>'},
            "locked by its publisher",
        ),
    ],
)
def test_what_cannot_be_read_says_why(change: dict[str, str | bytes], why: str) -> None:
    with pytest.raises(ReadingError, match=why):
        parse(packed(PARTS | change), Options(), quiet)


def test_a_locked_font_does_not_matter() -> None:
    lock = '<e><CipherReference URI="OEBPS/font.otf"/></e>'
    assert parse(packed(PARTS | {"META-INF/encryption.xml": lock}), Options(), quiet).blocks


def test_what_is_no_container_is_refused() -> None:
    with pytest.raises(ReadingError, match="not an EPUB file"):
        parse(b"words", Options(), quiet)
    with pytest.raises(ReadingError, match="list of parts is missing"):
        parse(packed({"a": "b"}), Options(), quiet)
