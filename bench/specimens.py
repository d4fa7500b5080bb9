"""One small sound file of each kind that diffapp reads, made here from nothing: to be damaged by tests."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import Final

TITLE, FIRST, SECOND = (
    "Harbour accord",
    "1. The channel is dredged each spring.",
    "(a) Herring boats go first.",
)
"""What every specimen of a text says."""

_WORD: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PARTS: Final = "http://schemas.openxmlformats.org/package/2006"
_OASIS: Final = "urn:oasis:names:tc:opendocument:xmlns"


def _zipped(members: dict[str, str | bytes], first: str | None = None) -> bytes:
    """A ZIP file with dates that stay the same; the member ``first`` is stored without compression."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_STORED if name == first else zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return out.getvalue()


def docx() -> bytes:
    """A Word file: a heading, an automatic number, a changed word, a table, a footnote."""
    run = "<w:r><w:t>{}</w:t></w:r>"
    body = (
        f'<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr>{run.format(TITLE)}</w:p>'
        f"<w:p>{run.format(FIRST)}<w:r><w:footnoteReference w:id='1'/></w:r></w:p>"
        f"<w:p><w:pPr><w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr></w:pPr>"
        f"{run.format(SECOND)}</w:p>"
        f"<w:p>{run.format('Both ')}<w:ins w:id='5'>{run.format('shall')}</w:ins>"
        f"<w:del w:id='6'><w:r><w:delText>may</w:delText></w:r></w:del>{run.format(' agree.')}</w:p>"
        f"<w:tbl><w:tr><w:tc><w:p>{run.format('North')}</w:p></w:tc><w:tc><w:p>{run.format('South')}</w:p></w:tc>"
        "</w:tr></w:tbl>"
    )
    numbering = (
        "<w:abstractNum w:abstractNumId='0'><w:lvl w:ilvl='0'><w:start w:val='2'/><w:numFmt w:val='decimal'/>"
        "<w:lvlText w:val='%1)'/></w:lvl></w:abstractNum>"
        "<w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>"
    )
    notes = f"<w:footnote w:id='1'><w:p>{run.format('See the annex.')}</w:p></w:footnote>"
    styles = "<w:style w:type='paragraph' w:styleId='Heading1'><w:name w:val='heading 1'/></w:style>"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    others = ("numbering", "footnotes", "styles")
    package = f"{_PARTS}/relationships"
    links = "".join(f"<Relationship Id='r{x}' Type='{kind}{x}' Target='{x}.xml'/>" for x in others)
    main = f"<Relationship Id='r' Type='{kind}officeDocument' Target='word/document.xml'/>"
    return _zipped(
        {
            "[Content_Types].xml": f"<Types xmlns='{_PARTS}/content-types'/>",
            "_rels/.rels": f"<Relationships xmlns='{package}'>{main}</Relationships>",
            "word/_rels/document.xml.rels": f"<Relationships xmlns='{package}'>{links}</Relationships>",
            "word/document.xml": f"<w:document xmlns:w='{_WORD}'><w:body>{body}</w:body></w:document>",
            "word/numbering.xml": f"<w:numbering xmlns:w='{_WORD}'>{numbering}</w:numbering>",
            "word/footnotes.xml": f"<w:footnotes xmlns:w='{_WORD}'>{notes}</w:footnotes>",
            "word/styles.xml": f"<w:styles xmlns:w='{_WORD}'>{styles}</w:styles>",
        }
    )


def _oasis(root: str) -> str:
    spaces = "".join(f" xmlns:{x}='{_OASIS}:{x}:1.0'" for x in ("office", "text", "style", "table"))
    body = (
        f"<text:h text:outline-level='1'>{TITLE}</text:h><text:p>{FIRST}"
        "<text:note text:note-class='footnote'>"
        "<text:note-citation>1</text:note-citation>"
        "<text:note-body><text:p>See the annex.</text:p></text:note-body>"
        f"</text:note></text:p><text:list><text:list-item><text:p>{SECOND}</text:p></text:list-item></text:list>"
        "<table:table><table:table-row><table:table-cell><text:p>North</text:p></table:table-cell>"
        "<table:table-cell><text:p>South</text:p></table:table-cell></table:table-row></table:table>"
    )
    kind = " office:mimetype='application/vnd.oasis.opendocument.text'" if root == "document" else ""
    return (
        f"<?xml version='1.0'?><office:{root}{spaces}{kind} office:version='1.3'><office:body><office:text>"
        f"{body}</office:text></office:body></office:{root}>"
    )


def odt() -> bytes:
    """An OpenDocument text: a heading, a list, a table, a footnote."""
    kind = "application/vnd.oasis.opendocument.text"
    return _zipped({"mimetype": kind, "content.xml": _oasis("document-content")}, "mimetype")


def fodt() -> bytes:
    """The same as one file of XML."""
    return _oasis("document").encode()


def _page() -> str:
    return (
        f"<html xmlns='http://www.w3.org/1999/xhtml'><head><title>{TITLE}</title>"
        f"<style>p {{}}</style></head><body>"
        f"<nav>Home</nav><article><h1>{TITLE}</h1><p>{FIRST}</p><ol type='a'><li>{SECOND}</li></ol>"
        "<table><tr><td>North</td><td>South</td></tr></table></article><script>x()</script></body></html>"
    )


def html() -> bytes:
    """A web page with what surrounds an article."""
    return f"<!DOCTYPE html>\n{_page()}".encode()


def epub() -> bytes:
    """A book of one chapter."""
    opf = (
        "<package xmlns='http://www.idpf.org/2007/opf' version='3.0'><metadata/><manifest>"
        "<item id='c' href='c.xhtml' media-type='application/xhtml+xml'/></manifest>"
        "<spine><itemref idref='c'/></spine></package>"
    )
    container = (
        "<container xmlns='urn:oasis:names:tc:opendocument:xmlns:container' version='1.0'><rootfiles>"
        "<rootfile full-path='b.opf' media-type='application/oebps-package+xml'/></rootfiles></container>"
    )
    members = {"mimetype": "application/epub+zip", "META-INF/container.xml": container, "b.opf": opf}
    return _zipped({**members, "c.xhtml": _page()}, "mimetype")


def rtf() -> bytes:
    """An RTF file: a font table, a footnote, a table row, bytes of a code page and a Unicode character."""
    return (
        r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Times;}}{\info{\title " + TITLE + r"}}\f0\fs24 "
        r"{\b " + TITLE + r"\par}" + FIRST + r"{\footnote\pard See the annex.\par}\par " + SECOND + r"\par "
        r"caf\'e9 \u8364? {\v hidden}\par\trowd\cellx1000\cellx2000\intbl North\cell South\cell\row\pard\par}"
    ).encode("ascii")


def pdf() -> bytes:
    """A PDF of two pages, uncompressed, with the text in a font that every viewer has."""
    lines = [(18, TITLE), (11, FIRST), (11, re.sub(r"([()])", r"\\\1", SECOND))]
    drawn = "".join(
        f"BT /F {size} Tf 72 {740 - 30 * k} Td ({line}) Tj ET\n" for k, (size, line) in enumerate(lines)
    )
    last = "BT /F 11 Tf 72 740 Td (Both agree.) Tj ET\n"
    page = (
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {} 0 R "
        "/Resources << /Font << /F 3 0 R >> >> >>"
    )
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [4 0 R 5 0 R] /Count 2 >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        page.format(6),
        page.format(7),
        *(f"<< /Length {len(each)} >>\nstream\n{each}endstream" for each in (drawn, last)),
    ]
    out, places = "%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{each}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    trailer = f"trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    return (f"{out}xref\n0 {size}\n0000000000 65535 f \n{table}{trailer}").encode("ascii")


def png() -> bytes:
    """A small white picture."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    rows = (b"\0" + b"\xff" * 40) * 40
    head = struct.pack(">IIBBBBB", 40, 40, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def markdown() -> bytes:
    """A Markdown text with front matter."""
    table = "| a | b |\n|--|--|\n"
    return f"---\nissuer: Valdoria\n---\n# {TITLE}\n\n{FIRST}[^1]\n\n{SECOND}\n\n{table}\n[^1]: N.\n".encode()


def plain() -> bytes:
    """A plain text, in UTF-8 beyond ASCII."""
    return f"{TITLE}\n\n{FIRST}\n\n{SECOND}\n\n\u201eZweites\u201c \u043a\u0430\u043d\u0430\u043b.\n".encode()


SPECIMENS: Final[dict[str, Callable[[], bytes]]] = {
    ".md": markdown,
    ".txt": plain,
    ".pdf": pdf,
    ".docx": docx,
    ".odt": odt,
    ".fodt": fodt,
    ".rtf": rtf,
    ".html": html,
    ".epub": epub,
    ".png": png,
}
"""Suffix -> how a file of that kind is made."""
