"""Exports: the whole comparison as bytes; texts exact, formulas inert, marks visible, provenance in each."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import openpyxl
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.worksheet.worksheet import Worksheet

from diffapp import Comparison, Document, Passage, Row, Variant, compare, export, read_file
from diffapp.exporting import EXPORTERS
from diffapp.frames import text as cell_text
from diffapp.model import DEFAULT, Link, Mark

LAW = settings(deadline=None, max_examples=30, derandomize=True)
TEXTS = Path(__file__).resolve().parent.parent / "texts"
EXCEL_CELL = 32_767
FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM",
    "   =1",
    "\u00a0=1",
    "\u2003+1",
    "\u200b=1",
    "\ufeff=1",
    "first\n=1",
    "first\n  @x",
    '=HYPERLINK("http://x.example","y")',
    "=cmd|' /C calc'!A0",
]
HARMLESS = [
    "a = b",
    "1 - 2",
    "mail@example.org",
    '“quoted”, with a comma; and "more"',
    "O'Brien's",
    "50 %",
    "'tis",
]
DANGER = set("=+-@＝＋－＠")


LEFT, RIGHT = 3, 5
"""Columns of the texts of two documents, counted from 0: row, kind, passage, text, passage, text."""


def made(left: Sequence[str], right: Sequence[str], **known: str) -> Comparison:
    """A comparison by hand, one row for each pair of texts, so that texts are exactly these."""
    sides = (left, right)
    return Comparison(
        documents=tuple(
            replace(Document(name, "\n\n".join(side), ()), **{"title": name, **known})
            for name, side in zip("ab", sides, strict=True)
        ),
        passages=tuple(
            tuple(Passage(str(k), 0, len(text), text) for k, text in enumerate(side, 1)) for side in sides
        ),
        links=(),
        rows=tuple(
            Row(f"{k}|{k}", ((k - 1,), (k - 1,)), "shared", score=1.0) for k in range(1, len(left) + 1)
        ),
        differences=(),
        settings=DEFAULT,
        versions={"diffapp": "0"},
    )


def table(data: bytes) -> list[list[str]]:
    """Read a CSV as any other program would."""
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))


def sheets(data: bytes) -> dict[str, Worksheet]:
    book = openpyxl.load_workbook(io.BytesIO(data), rich_text=True)
    return {sheet.title: sheet for sheet in book.worksheets}


def shown(value: object) -> str:
    return "" if value is None else str(value)


def pieces(value: object) -> Iterable[tuple[str, bool]]:
    """The stretches of a rich text and whether each stands out from plain type."""
    for part in value if isinstance(value, CellRichText) else [str(value)]:
        if isinstance(part, TextBlock):
            yield part.text, bool(part.font.b)
        else:
            yield str(part), False


@pytest.fixture(scope="module")
def pair() -> Comparison:
    return compare([read_file(TEXTS / name) for name in ("us-response.md", "nato-response.md")])


@pytest.mark.parametrize("name", EXPORTERS)
def test_every_format_gives_the_same_bytes_each_time(name: str, pair: Comparison) -> None:
    """An export is bytes, not empty, and the same whenever it is made."""
    again = compare([read_file(TEXTS / text) for text in ("us-response.md", "nato-response.md")])
    first = export(pair, name)
    assert isinstance(first, bytes)
    assert first
    assert export(again, name) == first


@pytest.mark.parametrize("name", EXPORTERS)
def test_every_format_says_what_it_is(name: str) -> None:
    """A format has a title for people, an ending and a media type for programs."""
    exporter = EXPORTERS[name]
    assert exporter.title
    assert exporter.suffix == {"tei": ".tei.xml"}.get(name, f".{name}")
    assert re.fullmatch(r"[a-z]+/[\w.+-]+", exporter.mime)


def test_an_unknown_format_is_no_guess() -> None:
    """A format that there is not is an error."""
    with pytest.raises(KeyError):
        export(made(["a"], ["b"]), "odt")


def unpacked(name: str, data: bytes) -> str:
    if name == "pdf":
        return "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data))
    if name not in {"xlsx", "docx"}:
        return data.decode("utf-8")
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return "".join(
            book.read(part).decode("utf-8") for part in sorted(book.namelist()) if part.endswith(".xml")
        )


@pytest.mark.parametrize("name", EXPORTERS)
def test_a_paraphrase_is_called_one_everywhere(name: str, pair: Comparison) -> None:
    """Whoever receives an export sees that the texts are no originals; an original is not called one."""
    assert "paraphrase" in unpacked(name, export(pair, name))
    plain = made(["a"], ["b"], status="original")
    assert "paraphrase" not in unpacked(name, export(plain, name))


@pytest.mark.parametrize("name", EXPORTERS)
@pytest.mark.parametrize(
    "text", ["\x00\x01\x0b\x1f", "\ud800 lone", "\ufffe\uffff", "\x7f\x85\u2028", "a\rb", ""]
)
def test_no_character_breaks_an_export(name: str, text: str) -> None:
    """Control characters, lone surrogates and non-characters are written or replaced, never in the way."""
    linked = tuple(Link((0, k), (1, k), 1.0) for k in range(2))  # web annotations are of what is linked
    data = export(replace(made([text, "whole"], [text, "whole"]), links=linked), name)
    if name == "csv":
        assert table(data)[2][LEFT] == "whole"
    elif name.endswith(".csv"):
        assert table(data)[0]
    elif name == "json":
        assert json.loads(data)["documents"][0]["passages"][1]["text"] == "whole"
    elif name == "xlsx":
        assert sheets(data)["Rows"].cell(3, LEFT + 1).value == "whole"
    else:
        assert "whole" in unpacked(name, data)


# CSV


def test_csv_is_for_spreadsheets(pair: Comparison) -> None:
    """A byte order mark, one line per row under one head, every line with all columns."""
    data = export(pair, "csv")
    lines = table(data)
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.endswith(b"\r\n")
    assert len(lines) == 1 + len(pair.rows)
    assert {len(line) for line in lines} == {len(lines[0])}
    assert lines[0][LEFT] == "United States (paraphrase): text"


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_is_a_formula(text: str) -> None:
    """What a spreadsheet could run is made inert, in any column; but for apostrophes it stays as it is."""
    comparison = made([text], ["plain"], issuer=text)
    noted = replace(comparison, rows=(replace(comparison.rows[0], note=text, status=text),))
    lines = table(export(noted, "csv"))
    for cell in (cell for line in lines for cell in line):
        assert not cell.startswith(("\t", "\r"))
        for row in cell.splitlines():
            assert re.sub(r"^[\s\u200b\ufeff]*", "", row)[:1] not in DANGER
    assert lines[1][LEFT].replace("'", "") == text.replace("'", "")
    assert lines[1][-1] == lines[1][LEFT]


@pytest.mark.parametrize("text", HARMLESS)
def test_harmless_cells_are_exact(text: str) -> None:
    """A text that no spreadsheet would run is written letter for letter."""
    assert table(export(made([text], [text]), "csv"))[1][LEFT] == text


def test_csv_holds_the_source_exactly(pair: Comparison) -> None:
    """The texts of the built-in pair come back from the table as they stand in the source."""
    for line, row in zip(table(export(pair, "csv"))[1:], pair.rows, strict=True):
        assert [line[LEFT], line[RIGHT]] == [cell_text(pair, row, d) for d in (0, 1)]


@LAW
@given(st.lists(st.text(), min_size=1, max_size=4))
def test_csv_reads_back(texts: list[str]) -> None:
    """Any text comes back from the table: only apostrophes are added, only what cannot be written is lost."""
    lines = table(export(made(texts, texts), "csv"))
    assert len(lines) == 1 + len(texts)
    for line, text in zip(lines[1:], texts, strict=True):
        kept = text.encode("utf-8", "replace").decode("utf-8")
        assert line[LEFT].replace("'", "") == kept.replace("'", "")


# XLSX


def test_a_workbook_of_six_sheets(pair: Comparison) -> None:
    """Rows, differences, concepts, every passage, and what was compared and how."""
    found = sheets(export(pair, "xlsx"))
    assert list(found) == ["In short", "Rows", "Differences", "Concepts", "Passages", "About"]
    assert found["Differences"].max_row == 1 + len(pair.differences)
    about = [[shown(cell) for cell in line] for line in found["About"].iter_rows(values_only=True)]
    assert {"digest", "threshold", "numpy", "note"} <= {line[1] for line in about}
    assert pair.documents[0].digest in {line[2] for line in about}


def test_every_passage_stands_in_a_sheet(pair: Comparison) -> None:
    """In reading order, with the row that it is in; texts without pages have no column for them."""
    heads, *lines = sheets(export(pair, "xlsx"))["Passages"].iter_rows(values_only=True)
    assert "page" not in heads
    told = [dict(zip(heads, map(shown, line), strict=True)) for line in lines]
    assert [each["text"] for each in told] == [p.text for side in pair.passages for p in side]
    rows = {row.id: row for row in pair.rows}
    texts = [[p.text for p in side] for side in pair.passages]
    for each in told:
        held = [texts[d][p] for d, cell in enumerate(rows[each["row"]].cells) for p in cell]
        assert each["text"] in held


def test_sheets_can_be_read_and_printed(pair: Comparison) -> None:
    """The head stays in sight and on every printed page; pages lie across; texts wrap in wide columns."""
    for sheet in sheets(export(pair, "xlsx")).values():
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == sheet.dimensions
        assert sheet.print_title_rows == "$1:$1"
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        assert all(cell.alignment.wrap_text for line in sheet.iter_rows() for cell in line)
        assert all(cell.font.b for cell in sheet[1])
        assert all(sheet.column_dimensions[cell.column_letter].width >= 6 for cell in sheet[1])
    rows = sheets(export(pair, "xlsx"))["Rows"]
    assert min(rows.column_dimensions[letter].width for letter in "DF") >= 40


def test_no_two_heads_are_alike(pair: Comparison) -> None:
    """Each column of each sheet has a head of its own."""
    for sheet in sheets(export(pair, "xlsx")).values():
        heads = [cell.value for cell in sheet[1]]
        assert all(heads)
        assert len(set(heads)) == len(heads)


def test_xlsx_holds_the_source_exactly(pair: Comparison) -> None:
    """The texts of the built-in pair come back from the workbook as they stand in the source."""
    sheet = sheets(export(pair, "xlsx"))["Rows"]
    for line, row in zip(sheet.iter_rows(min_row=2, values_only=True), pair.rows, strict=True):
        for d, column in enumerate((LEFT, RIGHT)):
            whole = "".join(text for text, _ in pieces(line[column]))
            assert whole == cell_text(pair, row, d) or (not row.cells[d] and "none" in whole)


@pytest.mark.parametrize(
    "text", [*FORMULAS, *HARMLESS, "https://example.org", "0012", "1e5", "TRUE", " two  spaces "]
)
def test_every_text_is_a_string_cell(text: str) -> None:
    """No text becomes a formula, a link, a number or a truth value; nothing is put before it."""
    sheet = sheets(export(made([text], ["plain"]), "xlsx"))["Rows"]
    cell = sheet.cell(2, LEFT + 1)
    assert (cell.data_type, shown(cell.value), cell.hyperlink) == ("s", text, None)


def test_no_formula_in_the_workbook(pair: Comparison) -> None:
    """No cell of the whole workbook is a formula."""
    with zipfile.ZipFile(io.BytesIO(export(pair, "xlsx"))) as book:
        parts = [book.read(part) for part in book.namelist() if part.startswith("xl/worksheets/")]
    assert parts
    assert not any(b"<f>" in part or b"<f " in part or b"hyperlink" in part for part in parts)


def test_marks_are_seen() -> None:
    """The words that differ stand out inside the cell, and no others do."""
    plain = made(["a sound treaty"], ["a weak treaty"])
    marks = (Mark(0, 0, 2, 7), Mark(1, 0, 2, 6))
    row = replace(plain.rows[0], variants=(Variant("differs", marks),), closeness="close")
    sheet = sheets(export(replace(plain, rows=(row,)), "xlsx"))["Rows"]
    assert list(pieces(sheet.cell(2, LEFT + 1).value)) == [("a ", False), ("sound", True), (" treaty", False)]
    assert list(pieces(sheet.cell(2, RIGHT + 1).value)) == [("a ", False), ("weak", True), (" treaty", False)]


def test_a_cell_that_is_one_mark_stands_out() -> None:
    """A mark over the whole of a text is seen too."""
    plain = made(["sound"], ["weak"])
    row = replace(plain.rows[0], variants=(Variant("differs", (Mark(0, 0, 0, 5), Mark(1, 0, 0, 4))),))
    sheet = sheets(export(replace(plain, rows=(row,)), "xlsx"))["Rows"]
    cell = sheet.cell(2, LEFT + 1)
    assert shown(cell.value) == "sound"
    assert cell.font.b or [bold for _, bold in pieces(cell.value)] == [True]


def test_silences_are_seen_in_the_rows(pair: Comparison) -> None:
    """The words of a difference stand out in the cells where they are said."""
    sheet = sheets(export(pair, "xlsx"))["Rows"]
    bold = " ".join(t for cell in sheet["D"][1:] for t, stands_out in pieces(cell.value) if stands_out)
    assert "indivisibility of security" in bold


@pytest.mark.parametrize("letter", ["a", "é", "安", "\U0001f30d"])
def test_a_huge_passage_is_wholly_there(letter: str) -> None:
    """What Excel cannot hold in a cell goes on below under the same row, and no letter is lost."""
    text = "".join(f"{k:05d}{letter * 5}" for k in range(10_000))
    sheet = sheets(export(made([text], ["short"]), "xlsx"))["Rows"]
    lines = list(sheet.iter_rows(min_row=2, values_only=True))
    assert "".join(shown(line[LEFT]) for line in lines) == text
    assert [shown(line[RIGHT]) for line in lines] == ["short", *[""] * (len(lines) - 1)]
    assert all(shown(line[0]).startswith("1|1") for line in lines)
    assert len(lines) > 1
    longest = max(len(shown(value).encode("utf-16-le")) // 2 for line in lines for value in line)
    assert longest <= EXCEL_CELL


def test_many_marks_are_wholly_there() -> None:
    """A cell with thousands of marks keeps every letter and every mark."""
    text = "ab" * 3_000
    plain = made([text], ["short"])
    marks = tuple(Mark(0, 0, k, k + 1) for k in range(0, len(text), 2))
    row = replace(plain.rows[0], variants=(Variant("shared", marks),))
    sheet = sheets(export(replace(plain, rows=(row,)), "xlsx"))["Rows"]
    found = [piece for cell in sheet["D"][1:] for piece in pieces(cell.value)]
    assert "".join(t for t, _ in found) == text
    assert sum(stands_out for _, stands_out in found) == 3_000


@LAW
@given(
    st.lists(
        st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1), min_size=1, max_size=3
    )
)
def test_xlsx_reads_back(texts: list[str]) -> None:
    """Any text without control characters comes back from the workbook letter for letter."""
    sheet = sheets(export(made(texts, texts), "xlsx"))["Rows"]
    read = [shown(line[LEFT]) for line in sheet.iter_rows(min_row=2, values_only=True)]
    kept = [re.sub("[\ufffe\uffff]", "\ufffd", text) for text in texts]
    assert read == kept


# JSON


@LAW
@given(st.lists(st.text(st.characters(codec="utf-8")), min_size=1, max_size=3))
def test_json_holds_any_text_exactly(texts: list[str]) -> None:
    """Any text comes back from JSON letter for letter."""
    told = json.loads(export(made(texts, texts), "json"))
    assert [p["text"] for p in told["documents"][0]["passages"]] == texts


def test_the_tables_of_findings_as_csv(pair: Comparison) -> None:
    """One line for each difference and each concept; the heads say that the texts are paraphrases."""
    for name, found in (("differences.csv", pair.differences), ("concepts.csv", pair.concepts)):
        head, *lines = table(export(pair, name))
        assert len(lines) == len(found)
        assert "United States (paraphrase): stance" in head
        assert "NATO (paraphrase): quotations" in head


@pytest.mark.parametrize("name", ["md", "html", "differences.csv"])
def test_a_dismissed_difference_is_told_as_such(by_hand: Comparison, name: str) -> None:
    """Whoever gets the file must not take for a finding what the analyst has dismissed."""
    found = replace(by_hand.differences[0], decided="dismiss", reason="A matter of style.", called="Old name")
    text = EXPORTERS[name](replace(by_hand, differences=(found,))).decode()
    assert "dismissed by the analyst: A matter of style." in text
    assert "Old name" in text
    assert "dismissed" not in EXPORTERS[name](by_hand).decode()
