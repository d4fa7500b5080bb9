"""The choice of rows and their order: what is kept, what comes first, and that nothing is lost or doubled."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace

import openpyxl
import pypdfium2
import pytest

from diffapp import Comparison
from diffapp.errors import SettingsError
from diffapp.exporting import EXPORTERS, Exporter
from diffapp.exporting.selection import WHOLE, Selection, in_words, select
from diffapp.model import Mark, Stance, Variant


def ids(comparison: Comparison, **chosen: str) -> list[str]:
    return [row.id for row in select(comparison, Selection(**chosen)).rows]  # type: ignore[arg-type]


def test_everything_is_the_default(by_hand: Comparison) -> None:
    """Without a choice the comparison is what it was."""
    assert select(by_hand, WHOLE) is by_hand
    assert in_words(by_hand, WHOLE) == "Rows: all rows (4), in the order of the first document."


def test_only_differences(by_hand: Comparison) -> None:
    """Rows that are only or moved, or hold a difference's term or words that differ; no others."""
    assert ids(by_hand, rows="differences") == ["r1", "r2", "r3", "r4"]
    plain = replace(by_hand, differences=())
    assert ids(plain, rows="differences") == ["r2", "r3", "r4"]
    differs = replace(plain.rows[0], variants=(Variant("differs", (Mark(0, 0, 0, 2),)),))
    marked = replace(plain, rows=(differs, *plain.rows[1:]))
    assert ids(marked, rows="differences") == ["r1", "r2", "r3", "r4"]


@pytest.mark.parametrize("status", ["done", "checked"])
def test_only_checked(by_hand: Comparison, status: str) -> None:
    """Rows whose status says that an analyst is through with them, and the links in them."""
    rows = tuple(replace(row, status=status if row.id == "r2" else "open") for row in by_hand.rows)
    chosen = select(replace(by_hand, rows=rows), Selection(rows="checked"))
    assert [row.id for row in chosen.rows] == ["r2"]
    assert [link.a for link in chosen.links] == [(0, 1)]
    rejected = tuple(replace(row, decided="none" if row.id == "r3" else "") for row in rows)
    decided = select(replace(by_hand, rows=rejected), Selection(rows="checked"))
    assert [row.id for row in decided.rows] == ["r2", "r3"]
    assert in_words(replace(by_hand, rows=rows), Selection(rows="checked")).startswith("Rows: only rows that")


def test_orders(by_hand: Comparison) -> None:
    """By the first document, by the second, and by the rank of differences; the rest follows as it was."""
    assert ids(by_hand, order="first") == ["r1", "r2", "r3", "r4"]
    assert ids(by_hand, order="second") == ["r2", "r3", "r1", "r4"]
    late = replace(by_hand.differences[0], positions=by_hand.differences[0].positions[::-1], documents=(1,))
    mention = replace(late.positions[1].mentions[0], passage=2)
    found = replace(late, positions=(late.positions[0], replace(late.positions[1], mentions=(mention,))))
    assert ids(replace(by_hand, differences=(found,)), order="rank") == ["r4", "r1", "r2", "r3"]


@pytest.mark.parametrize("order", ["first", "second", "rank"])
def test_no_row_is_lost_or_doubled(by_hand: Comparison, order: str) -> None:
    """An order is an order of the same rows."""
    assert sorted(ids(by_hand, order=order)) == sorted(row.id for row in by_hand.rows)


@pytest.mark.parametrize("name", [n for n, e in EXPORTERS.items() if not e.selects])
def test_what_takes_no_choice_says_so(name: str, by_hand: Comparison) -> None:
    """What always holds everything refuses a choice rather than pass over it; a date is none."""
    with pytest.raises(SettingsError, match="takes no choice"):
        EXPORTERS[name](by_hand, Selection(rows="differences"))
    assert EXPORTERS[name](by_hand, Selection(date="today")) == EXPORTERS[name](by_hand)


def test_a_format_without_its_library() -> None:
    """It says what to install."""
    absent = Exporter("Odd", ".odd", "text/x", lambda _: b"", needs="no_such_library", without="Get it.")
    assert absent.missing == "Get it."
    assert not EXPORTERS["csv"].missing


@pytest.mark.parametrize("name", [n for n, e in EXPORTERS.items() if e.selects])
def test_no_row_is_a_table_too(name: str, by_hand: Comparison) -> None:
    """Where nothing has been checked the file is made, and holds no passage of the rows."""
    made = EXPORTERS[name](by_hand, Selection(rows="checked", date="a date"))
    assert made
    if name in {"csv", "html", "md"}:
        told = made.decode("utf-8-sig")
        assert "We keep the door open." not in told
        assert name == "csv" or "(0 of 4)" in told


READ = [name for name, export in EXPORTERS.items() if "headings" in export.columns]
SHOWN = {
    "kind": "only in Aland",
    "pages": "p. 7",
    "headings": "Annex",
    "stance": "refusal",
    "score": "0.50",
    "evidence": "No counterpart",
    "status": "to discuss",
    "note": "ask them",
    "tags": "annexes",
}
"""A text for each column that stands in an export only where the column does."""


def with_everything(comparison: Comparison) -> Comparison:
    """The same, with something to tell in each column."""
    first, *rest = comparison.passages[0]
    passages = ((replace(first, page=7, heading=("Annex",)), *rest), comparison.passages[1])
    rows = tuple(
        replace(
            row,
            status="to discuss",
            note="ask them",
            tags=("annexes",),
            score=0.5 if row.kind == "shared" else row.score,
        )
        for row in comparison.rows
    )
    stances = tuple(tuple((Stance("refusal", "We", 0, 2, 3),) for _ in side) for side in passages)
    return replace(comparison, passages=passages, rows=rows, stances=stances, differences=(), lead=())


def written(name: str, data: bytes) -> str:
    """All text of an export."""
    if name == "docx":
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            return re.sub(r"<[^>]+>", "", parts.read("word/document.xml").decode())
    if name == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(data))
        return "\n".join(str(cell.value) for line in book["Rows"].iter_rows() for cell in line)
    if name == "pdf":
        pages = pypdfium2.PdfDocument(data)
        return "\n".join(page.get_textpage().get_text_range() for page in pages)
    text = data.decode("utf-8-sig")
    if name == "html":  # its filter by kind is a control and no column
        return re.sub(r"<select.*?</select>|<[^>]+>", "", text, flags=re.DOTALL)
    return text.replace("\\", "")


@pytest.mark.parametrize("name", [n for n, e in EXPORTERS.items() if e.selects])
def test_columns_are_shown_or_left_out(name: str, by_hand: Comparison) -> None:
    """Each column that a format has stands in it alone where it alone is chosen, and the texts always do."""
    comparison, export = with_everything(by_hand), EXPORTERS[name]
    for column in sorted(export.columns):
        told = " ".join(written(name, export(comparison, Selection(columns=frozenset({column})))).split())
        known = dict(SHOWN) | ({"pages": "page", "score": "0.5"} if name in {"csv", "xlsx"} else {})
        there = {each for each in export.columns if known[each] in told.replace("passage", "")}
        assert there == {column}
        assert "We keep the door open." in told
        if name in READ:
            assert "Left out: " in told
    none = written(name, export(comparison, Selection(columns=frozenset())))
    assert "Remarks" not in none
    assert "We keep the door open." in " ".join(none.split())


@pytest.mark.parametrize("name", [n for n, e in EXPORTERS.items() if e.selects] + ["tei"])
def test_what_was_decided_is_told(name: str, by_hand: Comparison) -> None:
    """What kind of decision closes a row, and its tags, stand in every table; without any, nothing does."""
    rows = (replace(by_hand.rows[0], decided="confirm", tags=("annex", "Monday")), *by_hand.rows[1:])
    told = " ".join(written(name, EXPORTERS[name](replace(by_hand, rows=rows))).split())
    assert "confirmed by the analyst" in told.lower()
    assert "annex, Monday" in told
    assert "by the analyst" not in written(name, EXPORTERS[name](by_hand)).lower()


@pytest.mark.parametrize("name", ["csv", "xlsx"])
def test_a_column_that_a_format_has_not(name: str, by_hand: Comparison) -> None:
    """It is refused by its name rather than passed over."""
    with pytest.raises(SettingsError, match="has no headings"):
        EXPORTERS[name](by_hand, Selection(columns=frozenset({"headings", "kind"})))
