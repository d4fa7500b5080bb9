"""The payload tells the whole comparison, in text nodes and nothing else, and always the same way."""

from __future__ import annotations

import dataclasses
import json

import pytest

from diffapp.model import Comparison, Document, Passage, Stance
from diffapp.naming import names
from diffapp.ui.payload import payload, written
from diffapp.ui.pieces import STRONG, cut, quotation


def test_pieces_join_to_the_passage_exactly(by_hand: Comparison) -> None:
    """What the browser writes down is the source, character by character."""
    told = payload(by_hand)
    for row, drawn in zip(by_hand.rows, told["rows"], strict=True):
        for document, (cell, shown) in enumerate(zip(row.cells, drawn["cells"], strict=True)):
            texts = [by_hand.at((document, position)).text for position in cell]
            assert ["".join(text for text, _ in passage["pieces"]) for passage in shown] == texts


def test_every_passage_is_told_once(by_hand: Comparison) -> None:
    """No passage is lost and none is repeated."""
    told = payload(by_hand)
    for document, passages in enumerate(by_hand.passages):
        shown = [passage["id"] for row in told["rows"] for passage in row["cells"][document]]
        assert sorted(shown) == sorted(passage.id for passage in passages)


def test_marks_of_all_kinds(by_hand: Comparison) -> None:
    """The printed number, shared words and the term of a difference are pieces of their own."""
    pieces = payload(by_hand)["rows"][0]["cells"][0][0]["pieces"]
    assert ["1. ", "label"] in pieces
    assert ["Security", "shared v0"] in pieces
    assert ["indivisible", "d1 only"] in pieces


def test_a_difference_far_down_the_list_is_marked_lightly(by_hand: Comparison) -> None:
    """The weightiest differences stand out in the text."""
    late = dataclasses.replace(by_hand.differences[0], rank=STRONG + 1)
    pieces = payload(dataclasses.replace(by_hand, differences=(late,)))["rows"][0]["cells"][0][0]["pieces"]
    assert ["indivisible", "d11 slight"] in pieces


def test_a_difference_both_sides_raise_is_not_called_only(by_hand: Comparison) -> None:
    """A term both sides use never carries the mark of silence."""
    both = dataclasses.replace(by_hand.differences[0], kind="firmer")
    pieces = payload(dataclasses.replace(by_hand, differences=(both,)))["rows"][0]["cells"][0][0]["pieces"]
    assert ["indivisible", "d1 term"] in pieces


def test_overlapping_marks_become_disjoint_pieces() -> None:
    """Where two marks overlap, the overlap carries both classes."""
    assert cut("abcdef", [(0, 4, "x"), (2, 6, "y")]) == [["ab", "x"], ["cd", "x y"], ["ef", "y"]]


@pytest.mark.parametrize(
    ("spans", "pieces"),
    [
        ([], [["abc", ""]]),
        ([(0, 3, "x")], [["abc", "x"]]),
        ([(1, 1, "x")], [["abc", ""]]),
        ([(0, 1, "x"), (1, 3, "x")], [["abc", "x"]]),
        ([(0, 2, "x"), (0, 2, "x")], [["ab", "x"], ["c", ""]]),
        ([(-5, 99, "x")], [["abc", "x"]]),
    ],
)
def test_cut_edges(spans: list[tuple[int, int, str]], pieces: list[list[str]]) -> None:
    """Nothing, everything, empty, touching, repeated and overlong spans."""
    assert cut("abc", spans) == pieces


def test_cut_of_nothing() -> None:
    """An empty text has no pieces."""
    assert cut("", [(0, 0, "x")]) == []


def test_offsets_count_code_points() -> None:
    """Characters beyond the BMP do not shift what comes after them."""
    text = "\U0001f30d\U0001f30d word"
    assert cut(text, [(3, 7, "x")])[1] == ["word", "x"]


def test_headings_are_told_when_they_change_and_never_repeat_the_title(by_hand: Comparison) -> None:
    """The document's own title stands in the column's head; a heading stands where it begins."""
    rows = payload(by_hand)["rows"]
    assert [row["cells"][0][0]["heading"] for row in rows if row["cells"][0]] == [[], ["Part"], []]
    assert rows[0]["cells"][1][0]["heading"] == ["Title", "Teil"]


def test_silence_says_what_comes_nearest(by_hand: Comparison) -> None:
    """A row that stands alone names the nearest passage, its row, and why it was not taken."""
    nearest = payload(by_hand)["rows"][2]["nearest"]
    assert nearest == {
        "document": 1,
        "cite": "Beland ¶3",
        "row": 3,
        "score": 0.31,
        "reason": "the words are common",
    }


def test_reasons_belong_to_their_link(by_hand: Comparison) -> None:
    """Each link tells its passages, its score and every reason with its weight."""
    (link,) = payload(by_hand)["rows"][0]["links"]
    assert link["pair"] == ["Aland 1", "Beland 2"]
    assert link["evidence"] == [["words", "security", 0.6], ["meaning", "near", 0.2]]


def test_a_difference_quotes_its_first_mention(by_hand: Comparison) -> None:
    """Rank, side, count, quotation, rows to jump to, and what was searched on the silent side."""
    (told,) = payload(by_hand)["differences"]
    assert told["documents"] == [0]
    assert [side and side["count"] for side in told["sides"]] == [1, None]
    assert told["rows"] == [0]
    assert told["first"]["cite"] == "Aland 1"
    assert ["indivisible", "only"] in told["first"]["pieces"]
    assert told["silences"][0]["nearest"]["row"] == 0
    assert payload(by_hand)["rows"][0]["differences"] == [1]


def test_a_long_quotation_is_cut_at_words() -> None:
    """Only whole words stand around the term, and dots stand for what is left out."""
    text = "word " * 40 + "term " + "word " * 40
    passage = Passage("1", 0, len(text), text)
    before, term, after = (text for text, _ in quotation(passage, 200, 204))
    assert term == "term"
    assert before.startswith("… word")
    assert after.endswith("word …")


def test_documents_carry_their_status(by_hand: Comparison) -> None:
    """That a text is a paraphrase reaches the page."""
    first, second = payload(by_hand)["documents"]
    assert (first["status"], first["note"]) == ("paraphrase", "Careful.")
    assert (second["status"], second["digest"]) == ("", "sha256:00ff")


def test_names_are_told_apart() -> None:
    """The same document twice gets two names."""
    one, other = Document("a", "", (), issuer="NATO"), Document("b", "", (), title="Draft")
    assert names((one, other, one)) == ["NATO (1)", "Draft", "NATO (2)"]


def test_same_comparison_same_bytes(by_hand: Comparison) -> None:
    """Nothing volatile is in the payload: Streamlit resends only what has changed."""
    assert written(payload(by_hand)) == written(payload(by_hand))
    assert json.loads(written(payload(by_hand))) == payload(by_hand)


def test_markup_stays_text(by_hand: Comparison) -> None:
    """A payload is strings, numbers and lists; markup in a document is passed on as characters."""
    hostile = dataclasses.replace(by_hand.documents[0], issuer="<img src=x onerror=alert(1)>")
    told = payload(dataclasses.replace(by_hand, documents=(hostile, by_hand.documents[1])))
    assert told["documents"][0]["name"] == "<img src=x onerror=alert(1)>"


def test_three_documents(by_hand: Comparison) -> None:
    """A third column is told like the others."""
    third = by_hand.passages[1]
    rows = tuple(dataclasses.replace(row, cells=(*row.cells, row.cells[1])) for row in by_hand.rows)
    wide = dataclasses.replace(
        by_hand,
        documents=(*by_hand.documents, by_hand.documents[1]),
        passages=(*by_hand.passages, third),
        rows=rows,
        differences=(),
    )
    told = payload(wide)
    assert [document["name"] for document in told["documents"]] == ["Aland", "Beland (1)", "Beland (2)"]
    assert all(len(row["cells"]) == len(wide.documents) for row in told["rows"])


def test_stance_is_marked_at_its_cue(by_hand: Comparison) -> None:
    """The words that show a stance are a piece of their own, with the stance's name."""
    cue = Stance("offer", "keep the door open", 3, 21, 3)
    stances = (((), (cue,), ()), ((), (), ()))
    pieces = payload(dataclasses.replace(by_hand, stances=stances))["rows"][1]["cells"][0][0]["pieces"]
    assert ["keep the door open", "cue s-offer"] in pieces


def test_shared_words_are_paired(by_hand: Comparison) -> None:
    """Words that stand on both sides carry the number of their variant, and lead to each other."""
    cells = payload(by_hand)["rows"][0]["cells"]
    marked = [piece for cell in cells for passage in cell for piece in passage["pieces"] if "v0" in piece[1]]
    assert [text for text, _ in marked] == ["Security", "Security"]


def test_ribbons_know_where_links_end(by_hand: Comparison) -> None:
    """Each link names its two passages by position, and each passage says at which position it stands."""
    row = payload(by_hand)["rows"][1]
    assert row["links"][0]["ends"] == [[0, 1], [1, 0]]
    assert [cell[0]["at"] for cell in row["cells"]] == [1, 0]


def test_headings_are_told_in_reading_order(by_hand: Comparison) -> None:
    """Each with the passage that it stands above, whatever the order of the rows."""
    first, second = payload(by_hand)["documents"]
    assert first["headings"] == [[1, ["Part"]]]
    assert second["headings"] == [[0, ["Title"]], [1, ["Title", "Teil"]]]
