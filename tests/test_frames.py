"""The tables: each column once, names told apart, and the nearest candidate in a sentence."""

from __future__ import annotations

from dataclasses import replace

import pytest

from diffapp import Comparison
from diffapp.exporting import WHOLE
from diffapp.exporting.workbook import _in_short
from diffapp.frames import (
    about_frame,
    cite,
    columns,
    differences_frame,
    heading_status,
    names,
    nearest_in_words,
    pages,
    quotes_in_words,
    row_evidence,
    rows_frame,
    text,
)
from diffapp.lead import quoted
from diffapp.model import Difference, LeadSentence, Mention, Nearest, Position


def namesakes(comparison: Comparison) -> Comparison:
    """The same comparison, with both documents from one issuer."""
    return replace(comparison, documents=tuple(replace(d, issuer="Aland") for d in comparison.documents))


def test_each_column_stands_once(by_hand: Comparison) -> None:
    """Every column has a head of its own, also where both documents have the same name and status."""
    alike = replace(
        by_hand, documents=tuple(replace(d, issuer="Aland", status="") for d in by_hand.documents)
    )
    for comparison in (by_hand, namesakes(by_hand), alike):
        heads = [column.head for column in columns(comparison)]
        assert len(heads) == len(set(heads))
        assert list(rows_frame(comparison).columns) == heads
        assert len(rows_frame(comparison)) == len(comparison.rows)


def test_each_document_has_its_column(by_hand: Comparison) -> None:
    """One column for each document holds its passages, and says which document it is."""
    assert [c.document for c in columns(by_hand) if c.document is not None] == [0, 1]
    assert all(column.width > 0 for column in columns(by_hand))


def test_names_are_told_apart(by_hand: Comparison) -> None:
    """Documents of the same name get a number; other names stay as they are."""
    assert names(by_hand) == ["Aland", "Beland"]
    assert names(namesakes(by_hand)) == ["Aland (1)", "Aland (2)"]


@pytest.mark.parametrize(
    ("status", "head"), [("paraphrase", "Beland (paraphrase)"), ("original", "Beland"), ("", "Beland")]
)
def test_a_head_says_what_is_no_original(by_hand: Comparison, status: str, head: str) -> None:
    """A status other than "original" stands beside the document's name."""
    first, second = by_hand.documents
    assert heading_status(replace(by_hand, documents=(first, replace(second, status=status))), 1) == head


def test_cells_are_the_source(by_hand: Comparison) -> None:
    """A cell holds its passages as they are, an empty line between; an empty cell is empty."""
    first, last = by_hand.rows[0], by_hand.rows[-1]
    both = replace(first, cells=((0, 2), (1,)))
    assert text(by_hand, both, 0) == "1. Security is indivisible \U0001f30d for all.\n\nOnly we say this."
    assert cite(by_hand, both, 0) == "1, ¶3"
    assert (text(by_hand, last, 0), cite(by_hand, last, 0)) == ("", "")


def test_kinds_in_words(by_hand: Comparison) -> None:
    """A row says whether it is shared, moved, or only in which document."""
    assert list(rows_frame(by_hand)["kind"]) == ["shared", "moved", "only in Aland", "only in Beland"]


def test_the_nearest_candidate_in_a_sentence(by_hand: Comparison) -> None:
    """What stands alone says which passage came nearest, its score, and why it was not taken."""
    said = nearest_in_words(by_hand, Nearest((1, 2), 0.314, "its score is under 0.5"))
    assert said == "No counterpart; nearest: Beland ¶3, score 0.31 (its score is under 0.5)."
    assert nearest_in_words(by_hand, None) == "No counterpart; nothing on the other side comes near."


def test_every_row_has_its_reasons(by_hand: Comparison) -> None:
    """A linked row shows its links' reasons with their weights, a lone one its nearest candidate."""
    why = row_evidence(by_hand)
    assert why.keys() == {row.id for row in by_hand.rows}
    assert why["r1"] == "security (+0.60); near (+0.20)"
    assert "nearest: Beland ¶3, score 0.31" in why["r3"]
    assert "nearest: Aland ¶3, score 0.31" in why["r4"]


def test_several_links_are_told_apart(by_hand: Comparison) -> None:
    """A row of several links names the passages of each."""
    one = replace(by_hand.rows[0], cells=((0, 1), (0, 1)), id="all")
    said = row_evidence(replace(by_hand, rows=(one, *by_hand.rows[2:])))["all"].splitlines()
    assert [line.split(":")[0] for line in said] == ["1 – 2", "¶2 – ¶1"]


def test_analysts_words_are_in_the_table(by_hand: Comparison) -> None:
    """Status and note of a row have columns of their own."""
    noted = replace(by_hand.rows[0], status="confirmed", note="See memo.")
    first = rows_frame(replace(by_hand, rows=(noted, *by_hand.rows[1:]))).iloc[0]
    assert (first["status"], first["note"]) == ("confirmed", "See memo.")
    assert set(rows_frame(by_hand)["note"]) == {""}


def test_differences_by_rank(by_hand: Comparison) -> None:
    """A difference says who raises it, who does not, with its quotations and what was searched."""
    (line,) = differences_frame(by_hand).to_dict("records")
    assert (line["rank"], line["concept"], line["weight"]) == (1, "indivisibility", 2.0)
    assert (line["raised by"], line["not raised by"]) == ("Aland", "Beland")
    assert line["mentions"] == "Aland 1: “indivisible”"
    assert line["searched"] == "indivisible\nindivisibility"
    assert line["silence"] == "Beland: no mention of indivisibility."
    assert (line["Aland (paraphrase): stance"], line["Beland: stance"]) == ("offer (3)", "")


def test_no_differences_leave_the_heads(by_hand: Comparison) -> None:
    """A table without lines has the same columns as one with lines."""
    empty = differences_frame(replace(by_hand, differences=()))
    assert list(empty.columns) == list(differences_frame(by_hand).columns)
    assert len(empty) == 0


def test_who_raises_it_is_named_whole(by_hand: Comparison) -> None:
    """A matter that the other side raises is told with the sides in their places."""
    turned = Difference(1, "door", "only", (1,), (Position(), Position((Mention(0, "door", 4, 8),))), 1.0)
    (line,) = differences_frame(replace(by_hand, differences=(turned,))).to_dict("records")
    assert (line["raised by"], line["not raised by"], line["mentions"]) == (
        "Beland",
        "Aland",
        "Beland ¶1: “door”",
    )


def test_pages_are_told_where_there_are_some(by_hand: Comparison) -> None:
    """A file's pages have a column of their own and stand beside labels; other files gain nothing."""
    assert [head for head in rows_frame(by_hand) if "page" in head] == []
    left, right = by_hand.passages
    paged = replace(by_hand, passages=(tuple(replace(p, page=k // 2 + 3) for k, p in enumerate(left)), right))
    assert list(rows_frame(paged)["Aland (paraphrase): page"]) == ["3", "3", "4", ""]
    assert [head for head in rows_frame(paged) if "page" in head] == ["Aland (paraphrase): page"]
    both = replace(paged.rows[0], cells=((0, 1, 2), ()))
    assert pages(paged, both, 0) == "3, 4"
    assert differences_frame(paged)["mentions"][0] == "Aland 1, p. 3: “indivisible”"
    assert nearest_in_words(paged, paged.rows[3].nearest).startswith(
        "No counterpart; nearest: Aland ¶3, p. 4, score 0"
    )


def test_where_a_document_comes_from(by_hand: Comparison) -> None:
    """Size, reader, pages, and the lines left out stand beside the digest."""
    first, second = by_hand.documents
    known = replace(second, size=12_345, reader="PDF, x 1", pages=4, removed=((2, "- 2 -"), (3, "- 3 -")))
    lines = {tuple(x) for x in about_frame(replace(by_hand, documents=(first, known))).to_numpy().tolist()}
    told = {
        ("size", "12,345 bytes"),
        ("reader", "PDF, x 1"),
        ("pages", "4"),
        ("removed", "p. 2: - 2 -\np. 3: - 3 -"),
    }
    assert {("Beland", *fact) for fact in told} <= lines
    assert not {what for of, what, _ in lines if of == "Aland"} & {"size", "reader", "pages", "removed"}


def test_what_was_compared_and_how(by_hand: Comparison) -> None:
    """Status, note and digest of the documents, notes, every setting and every version are named."""
    noted = replace(by_hand, notes=("Meaning was not compared.",))
    lines = {tuple(line) for line in about_frame(noted).itertuples(index=False, name=None)}
    assert {
        ("Aland", "status", "paraphrase"),
        ("Aland", "note", "Careful."),
        ("Beland", "digest", "sha256:00ff"),
        ("comparison", "note", "Meaning was not compared."),
        ("settings", "threshold", "automatic"),
        ("settings", "unit", "paragraph"),
        ("versions", "diffapp", "0"),
    } <= lines


def test_the_lead_stands_in_one_sheet_alone(by_hand: Comparison) -> None:
    """In short, and not once more among the facts."""
    led = replace(by_hand, lead=(LeadSentence("Raised by Aland alone.", 1, ()),))
    assert "Raised by Aland alone." in set(_in_short(led, WHOLE)["value"])
    assert "Raised by Aland alone." not in set(about_frame(led)["value"])


def test_a_quotation_that_holds_double_marks_stands_in_single_ones(by_hand: Comparison) -> None:
    assert quoted("Parties agree.") == "“Parties agree.”"
    assert quoted('They call it the "concept".') == '‘They call it the "concept".’'
    position = by_hand.differences[0].positions[0]
    said = replace(position, quotations=(Mention(0, 'It is a "concept".', 0, 18),))
    assert quotes_in_words(by_hand, 0, said).endswith('‘It is a "concept".’')
