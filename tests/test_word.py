"""The Word document: exact texts, named styles, a head on each page, widths that Word and others obey."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from exported import HOSTILE, hostile

from diffapp import Comparison, export
from diffapp.exporting.selection import Selection
from diffapp.exporting.wordlooks import CHARACTERS, PARAGRAPHS

NUMBERS = {"Passage Number", "Passage Number Alone"}
TEXTS = {"Passage", "Passage Alone"}


def opened(data: bytes) -> WordDocument:
    return docx.Document(io.BytesIO(data))


def comparison_table(document: WordDocument):  # noqa: ANN201 -- a table of python-docx, whose type is long
    return next(t for t in document.tables if t.rows[0].cells[-1].text == "Remarks")


def passages(cell) -> list[str]:  # noqa: ANN001 -- a cell of python-docx
    return [p.text for p in cell.paragraphs if p.style.name in TEXTS]


@pytest.mark.parametrize("documents", [2, 3, 4])
def test_every_text_is_whole(documents: int) -> None:
    """Each passage stands in its document's column, character for character; a missing one is said to be."""
    comparison = hostile(documents)
    table = comparison_table(opened(export(comparison, "docx")))
    assert len(table.columns) == documents + 1
    for row, line in zip(comparison.rows, list(table.rows)[1:], strict=True):
        for d, cell in enumerate(row.cells):
            assert passages(line.cells[d]) == [comparison.passages[d][p].text for p in cell]
            assert cell or line.cells[d].text == "– none –"


def test_numbers_pages_headings_and_remarks_are_kept() -> None:
    """What a reader cites by stands beside each text: printed number and page, headings, status and note."""
    table = comparison_table(opened(export(hostile(), "docx")))
    first = table.rows[1].cells
    assert [p.text for p in first[1].paragraphs][:2] == ["Part *x* › <0>", "0(b), p. 1  offer"]
    assert "status: done" in first[2].text
    assert f"note: {HOSTILE[3]}" in first[2].text
    assert table.rows[2].cells[1].paragraphs[0].text == "1(b), p. 2  offer"


def test_the_head_is_repeated_and_widths_are_said_twice() -> None:
    """Every table has a head that each page repeats, and the same widths in its grid and its cells."""
    for table in opened(export(hostile(3), "docx")).tables:
        set_up = table.rows[0]._tr.find(qn("w:trPr"))
        assert set_up.find(qn("w:tblHeader")) is not None
        grid = [g.get(qn("w:w")) for g in table._tbl.tblGrid.findall(qn("w:gridCol"))]
        for row in table._tbl.findall(qn("w:tr")):
            cells = [c.find(f"{qn('w:tcPr')}/{qn('w:tcW')}").get(qn("w:w")) for c in row.findall(qn("w:tc"))]
            assert cells == grid


def test_looks_are_named_styles_alone() -> None:
    """All styles that are used are defined, ours are in the list, and nothing is formatted directly."""
    document = opened(export(hostile(), "docx"))
    known = {style.name for style in document.styles}
    assert {look.name for look in (*PARAGRAPHS, *CHARACTERS)} <= known
    used = {
        e.get(qn("w:val"))
        for n in ("pStyle", "rStyle", "tblStyle")
        for e in document.element.iter(qn(f"w:{n}"))
    }
    assert used <= {style.style_id for style in document.styles}
    for run in document.element.iter(qn("w:rPr")):
        assert [child.tag for child in run] == [qn("w:rStyle")]
    for paragraph in document.element.iter(qn("w:pPr")):
        assert [child.tag for child in paragraph] == [qn("w:pStyle")]
    assert document.styles["Stance"].font.small_caps
    assert document.styles["Only Here"].font.bold


def test_marks_are_styles() -> None:
    """Words that one side alone has carry the style that makes them bold."""
    comparison = hostile()
    table = comparison_table(opened(export(comparison, "docx")))
    runs = table.rows[2].cells[0].paragraphs[-1].runs
    assert "".join(r.text for r in runs if r.style.name == "Only Here") == _middle(HOSTILE[1])


def _middle(text: str) -> str:
    third = len(text) // 3
    return text[third : 2 * third + 1]


def test_what_it_is_stands_first() -> None:
    """Title, date as given, that the texts are paraphrases; the parts in order; the page lies across."""
    document = opened(export(hostile(), "docx", Selection(date="2 March")))
    heads = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert heads == [
        "Documents",
        "In short",
        "Differences",
        "Concepts",
        "Comparison",
        "How the comparison was made",
    ]
    assert document.paragraphs[1].text.endswith(" – 2 March")
    assert "not an original (status: paraphrase)" in document.paragraphs[2].text
    section = document.sections[0]
    assert section.page_width > section.page_height
    assert any("has a bar at its left" in p.text for p in document.paragraphs)


def test_nothing_is_linked_or_run() -> None:
    """No field but the page numbers, no link, no object, whatever the texts say."""
    with zipfile.ZipFile(io.BytesIO(export(hostile(), "docx"))) as parts:
        whole = b"".join(parts.read(name) for name in parts.namelist() if name.endswith((".xml", ".rels")))
        assert {date for part in parts.infolist() for date in [part.date_time]} == {(1980, 1, 1, 0, 0, 0)}
    assert re.findall(rb'w:instr="([^"]*)"', whole) == [b" PAGE ", b" NUMPAGES "]
    assert b"instrText" not in whole
    assert b"<w:hyperlink" not in whole
    assert b'TargetMode="External"' not in whole


def test_the_rows_that_are_chosen(by_hand: Comparison) -> None:
    """The table has the rows asked for, in the order asked for, and says so."""
    document = opened(export(by_hand, "docx", Selection(order="second")))
    table = comparison_table(document)
    assert table.rows[1].cells[1].paragraphs[-1].text == "The door stays open."
    assert any(
        p.text == "Rows: all rows (4), in the order of the second document." for p in document.paragraphs
    )


@pytest.mark.slow
def test_it_opens_elsewhere(tmp_path: Path) -> None:
    """LibreOffice, where there is one, reads it and makes pages of it."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("no LibreOffice is installed")
    (tmp_path / "a.docx").write_bytes(export(hostile(4), "docx"))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        office,
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
        str(tmp_path / "a.docx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
