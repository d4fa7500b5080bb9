"""The PDF: whole texts, tagged, inert, the same bytes each time; and what is said where it cannot be made."""

from __future__ import annotations

import re
import sys

import pypdfium2
import pytest
from exported import HOSTILE, hostile

from diffapp import Comparison, export
from diffapp.errors import ExportError
from diffapp.exporting import EXPORTERS, Selection

WRITTEN = [text for text in HOSTILE if "安" not in text and "\u202e" not in text]
"""Without scripts that need a font of the machine, and without text that is set backwards."""


def words(data: bytes) -> str:
    """All that the pages say, without white space, hyphens at line ends and marks of direction."""
    document = pypdfium2.PdfDocument(data)
    told = "".join(page.get_textpage().get_text_range() for page in document)
    return bare(told)


def bare(text: str) -> str:
    return re.sub(r"[\s\u00ad\u200b\u202a-\u202e\ufffe\x02]", "", text)


@pytest.mark.parametrize("documents", [2, 3, 4])
def test_every_text_is_whole(documents: int) -> None:
    """Each passage's words are found in the pages, signs included; a page break may stand in between."""
    comparison = hostile(documents, [f"Nr {k}. {text}" for k, text in enumerate(WRITTEN)])
    told = words(export(comparison, "pdf"))
    for passage in comparison.passages[0]:
        for line in passage.text.split("\n"):
            assert bare(line) in told


def test_it_is_tagged_and_names_itself() -> None:
    """Structure for those who hear it, a language and a title; no script, link or file."""
    data = export(hostile(2, ["plain"] * 7), "pdf", Selection(date="2 March"))
    assert data.startswith(b"%PDF-")
    assert b"/MarkInfo" in data
    assert b"/StructTreeRoot" in data
    assert b"/Lang" in data
    assert b"pdfuaid" in data
    for sign in (b"/JavaScript", b"/URI", b"/EmbeddedFile", b"/Launch"):
        assert sign not in data
    assert "2March" in words(data)


def test_no_text_is_code() -> None:
    """What typst would run is set as it stands."""
    told = words(export(hostile(2), "pdf"))
    assert '#eval("1")#read("/etc/passwd")@label<ref>' in told


def test_a_character_without_a_font_is_a_gap() -> None:
    """What no font has leaves a gap in a PDF that claims less; the rest is there."""
    data = export(hostile(2, ["\U0010fffd stands in no font", *["plain"] * 6]), "pdf")
    assert b"pdfuaid" not in data
    assert "standsinnofont" in words(data)


def test_without_the_library(monkeypatch: pytest.MonkeyPatch, by_hand: Comparison) -> None:
    """One sentence says what to install."""
    monkeypatch.setitem(sys.modules, "typst", None)
    from diffapp.exporting.pdf import to_pdf  # noqa: PLC0415

    with pytest.raises(ExportError, match=r"pip install .*diffapp\[pdf\]"):
        to_pdf(by_hand)
    assert EXPORTERS["pdf"].without
