"""Corrections of a document as it was read, and the places that may need them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diffapp.errors import EditError
from diffapp.model import Block, Correction, Document
from diffapp.reading.correcting import corrected
from diffapp.reading.doubts import doubts
from diffapp.reading.parsed import Piece, assemble
from diffapp.reading.parts import cut, ranges, ranges_of

Kind = Correction.__dataclass_fields__["kind"].type


def made(*texts: str | Piece) -> Document:
    """A document of these blocks."""
    parsed = assemble([text if isinstance(text, Piece) else Piece(text, 0, 1) for text in texts])
    return Document("d", parsed.text, parsed.blocks, digest="sha256:1")


def texts(document: Document) -> list[str]:
    return [document.text[block.start : block.end] for block in document.blocks]


DOCUMENT = made("One of the", "first passages ends.", "Page 3", "Two. Three.")


def test_merging_joins_with_the_block_before() -> None:
    assert texts(corrected(DOCUMENT, [Correction("merge", 1)]))[0] == "One of the first passages ends."


def test_a_hyphen_at_the_join_is_kept_unless_the_word_is_known_without_it() -> None:
    words = made("The co-", "operation of non-", "members; cooperation.")
    assert texts(corrected(words, [Correction("merge", 1)]))[0] == "The cooperation of non-"
    assert texts(corrected(words, [Correction("merge", 2)]))[1] == "operation of non-members; cooperation."


def test_splitting_and_leaving_out() -> None:
    after = corrected(DOCUMENT, [Correction("drop", 2), Correction("split", 2, 4)])
    assert texts(after) == ["One of the", "first passages ends.", "Two.", "Three."]
    assert [block.page for block in after.blocks] == [1, 1, 1, 1]


def test_a_heading_can_be_told_and_untold() -> None:
    as_heading = corrected(DOCUMENT, [Correction("heading", 0)])
    assert as_heading.blocks[0].level == 2
    assert corrected(as_heading, [Correction("body", 0)]).blocks[0].level == 0


def test_the_file_stays_what_it_is_and_the_corrections_are_kept() -> None:
    first = corrected(DOCUMENT, [Correction("drop", 2)])
    second = corrected(first, [Correction("merge", 1)])
    assert DOCUMENT.digest == second.digest
    assert second.corrections == (Correction("drop", 2), Correction("merge", 1))
    assert corrected(DOCUMENT, second.corrections) == second


@pytest.mark.parametrize(
    ("correction", "why"),
    [
        (Correction("merge", 0), "no passage before"),
        (Correction("drop", 4), "not there"),
        (Correction("drop", -1), "not there"),
        (Correction("split", 0, 0), "between two"),
        (Correction("split", 0, 400), "between two"),
    ],
)
def test_what_cannot_be_done_is_said(correction: Correction, why: str) -> None:
    with pytest.raises(EditError, match=why):
        corrected(DOCUMENT, [correction])


def test_one_passage_must_stay() -> None:
    with pytest.raises(EditError, match="must stay"):
        corrected(made("Alone."), [Correction("drop", 0)])


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["merge", "split", "heading", "body"]), st.integers(0, 5), st.integers(0, 30)
        )
    )
)
def test_no_word_is_lost_by_merging_and_splitting(wanted: list[tuple[str, int, int]]) -> None:
    """Whatever is merged and split: the same letters in the same order."""
    document = DOCUMENT
    for kind, block, at in wanted:
        try:
            document = corrected(document, [Correction(kind, block, at)])  # type: ignore[arg-type]
        except EditError:
            continue
    assert "".join(document.text.split()) == "".join(DOCUMENT.text.split())
    assert [document.text[block.start : block.end].strip() for block in document.blocks] == texts(document)


def test_doubtful_places_are_named_with_the_reason() -> None:
    document = made(
        Piece("Heading", 1, 1),
        Piece("A passage of a few words that ends.", 0, 1, 0.97),
        Piece("A passage that was hard to", 0, 1, 0.71),
        "read on this page.",
        "Etc",
        "7. Two words",
        " ".join(["Word"] * 500) + ".",
    )
    told = [(doubt.block, doubt.why.split(":")[0]) for doubt in doubts(document)]
    assert told == [
        (2, "recognised with 0.71"),
        (3, "begins small after one without an end"),
        (4, "very short"),
        (6, "very long (500 words)"),
    ]


BROKEN = "The Commission meets in the spring of each year in the capital of the"
GOES_ON = "Parties in turn, and reports to their governments."


@pytest.mark.parametrize(
    ("pieces", "doubtful"),
    [
        ((BROKEN, GOES_ON), [1]),
        ((BROKEN, "[1] See the minutes of the first meeting.", GOES_ON), [2]),
        (
            (
                BROKEN + " Parties to this accord, whose turn it is under the rules of North and South",
                GOES_ON,
            ),
            [1],
        ),
        ((BROKEN, "2. " + GOES_ON), []),
        ((Piece(BROKEN, 1), GOES_ON), []),
        ((BROKEN, Piece(GOES_ON, 2), GOES_ON), []),
        (("(a) " + BROKEN, GOES_ON), []),
        (("The Commission of the Parties meets in the spring of each year; and", GOES_ON), []),
        (("Delivered to the Ministry of Foreign Affairs of the North, 26 January 2031", GOES_ON), []),
        (("For the Government of the Republic of the North and its people, Ada Berg", GOES_ON), []),
        (("To the head of the secretariat, 4 Long Street, Northport", GOES_ON), []),
        (("Talks of the parties", GOES_ON), []),
        (("See the whole text at the address of the paper, north.example/a-long-page", GOES_ON), []),
        (("What the two of them say of it | and what the others say of it", GOES_ON), []),
    ],
)
def test_a_passage_that_breaks_off_before_running_text_is_a_doubt(
    pieces: Sequence[str | Piece], doubtful: list[int]
) -> None:
    assert [doubt.block for doubt in doubts(made(*pieces))] == doubtful


def test_a_document_without_blocks_has_no_doubts() -> None:
    assert doubts(replace(DOCUMENT, blocks=())) == ()


@pytest.mark.parametrize(
    ("said", "found"),
    [("1-2, 3-4", [(1, 2), (3, 4)]), (" 1 – 3 ,4 ", [(1, 3), (4, 4)]), ("2", [(2, 2)])],
)
def test_the_pages_of_each_document_are_understood(said: str, found: list[tuple[int, int]]) -> None:
    assert ranges_of(said, 4) == found


@pytest.mark.parametrize("said", ["", "one", "1-5", "3-2", "0-1", "1;2", "1,2,3,4,1"])
def test_other_pages_are_refused_in_a_sentence(said: str) -> None:
    with pytest.raises(EditError):
        ranges_of(said, 4)


def test_a_document_is_cut_by_its_pages() -> None:
    whole = replace(
        made(Piece("First", 1, 1), "One.", Piece("Second", 1, 2), Piece("Two.", 0, 2, 0.8)),
        source="both.pdf",
        pages=2,
        parts=((2, "a title"),),
        removed=((1, "a"), (2, "b")),
    )
    assert ranges(whole) == [(1, 1), (2, 2)]
    second = cut(whole, (2, 2))
    assert (second.text, second.title, second.source) == ("Second\n\nTwo.", "Second", "both.pdf#pages=2-2")
    assert (second.removed, second.parts) == (((2, "b"),), ())
    assert second.blocks[1].confidence == 0.8
    untitled = replace(whole, text="One.", blocks=(Block(0, 4, 0, 1),))
    assert cut(untitled, (1, 1)).title == "both.pdf, page 1"
    assert cut(untitled, (1, 2)).title == "both.pdf, pages 1 to 2"
    with pytest.raises(EditError, match="No passage begins on page 3"):
        cut(whole, (3, 3))
    with pytest.raises(EditError, match="No passage begins on pages 3 to 4"):
        cut(whole, (3, 4))


def test_a_passage_goes_on_over_the_notes_before_it() -> None:
    """A page ends with notes; what goes on after them is merged with the text, and the notes stay."""
    page = made("Stations should be", "[1] A note.", "[2] Another.", "placed at the gate.", "[3] Third.")
    assert texts(corrected(page, [Correction("merge", 3)])) == [
        "Stations should be placed at the gate.",
        "[1] A note.",
        "[2] Another.",
        "[3] Third.",
    ]
    assert "[1] A note. [2] Another." in texts(corrected(page, [Correction("merge", 2)]))
    alone = made("[1] A note.", "placed at the gate.")
    assert texts(corrected(alone, [Correction("merge", 1)])) == ["[1] A note. placed at the gate."]
