from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diffapp.reading.hyphens import MADE, Joiner
from diffapp.reading.layout import Laid, Line, Sheet, lay_out
from diffapp.reading.splitting import HEADER, NUMBERS, TITLE, parts

A4 = Sheet(595, 842)
LETTER = 5.0
"""The width of a letter of these lines."""


def line(text: str, x: float, y: float, page: int = 1, size: float = 10, **more: object) -> Line:
    return Line(text, x, y - size, x + len(text) * LETTER, y, size, page, **more)  # type: ignore[arg-type]


def stacked(
    texts: Sequence[str], page: int = 1, x: float = 70, y: float = 100, step: float = 12
) -> list[Line]:
    """Lines below each other; spaces at a line's start move it to the right."""
    return [
        line(text.lstrip(), x + (len(text) - len(text.lstrip())) * LETTER, y + at * step, page)
        for at, text in enumerate(texts)
        if text
    ]


def laid(lines: Sequence[Line]) -> Laid:
    return lay_out(lines, dict.fromkeys(range(1, max(each.page for each in lines) + 1), A4))


def texts(lines: Sequence[Line]) -> list[str]:
    return [piece.text for piece in laid(lines).pieces]


FULL = "It fills the measure of the column with many words and goes on and"
BODY = [
    "The first of the paragraphs fills the measure of the whole column now",
    "and goes on to a second line that fills the measure of the column too",
    "and ends here.",
]


def test_a_gap_ends_a_paragraph() -> None:
    assert texts([*stacked(BODY), *stacked(BODY, y=150)]) == [" ".join(BODY)] * 2


def test_a_first_line_indent_begins_a_paragraph() -> None:
    indented = ["   " + BODY[0], *BODY[1:]]
    assert texts(stacked(indented * 3)) == [" ".join(BODY)] * 3


def test_a_short_indented_paragraph_before_another_stands_alone() -> None:
    assert texts(stacked(["   Delivered in the capital", "   " + BODY[0], *BODY[1:]])) == [
        "Delivered in the capital",
        " ".join(BODY),
    ]


def test_a_line_that_ends_early_on_purpose_ends_its_paragraph() -> None:
    lines = [
        "We are prepared to talk.",
        BODY[0],
        BODY[1],
        "and this is all of it then.",
        BODY[0],
        "and more.",
    ]
    assert texts(stacked(lines))[0] == "We are prepared to talk."


def test_points_with_hanging_text_are_blocks_with_their_number() -> None:
    lines = [
        *stacked(["1."]),
        *stacked(["The Parties shall meet in the course of the year and shall also", "talk;"], x=95),
        *stacked(["(a)"], x=95, y=124),
        *stacked(["each side may bring its own experts and their papers to", "the table; and"], x=120, y=124),
        *stacked(["2."], y=148),
        *stacked(["They shall part as friends."], x=95, y=148),
    ]
    assert texts(lines) == [
        "1. The Parties shall meet in the course of the year and shall also talk;",
        "(a) each side may bring its own experts and their papers to the table; and",
        "2. They shall part as friends.",
    ]


def test_a_number_at_a_lines_start_in_mid_sentence_begins_nothing() -> None:
    lines = [
        "The right of self-defence is acknowledged in the words of that Art.",
        "51. It stays, and so on.",
    ]
    assert len(texts(stacked([*lines]))) == 1


def two_columns(page: int = 1) -> list[Line]:
    left = [f"left {n} has some words to fill its line" for n in range(8)]
    right = [f"right {n} has some words to fill its line" for n in range(8)]
    return [*stacked(left, page), *stacked(right, page, x=310)]


def test_columns_are_read_one_after_the_other() -> None:
    text = " ".join(texts(two_columns()))
    assert text.index("left 7") < text.index("right 0")


def test_what_stands_across_columns_ends_those_above() -> None:
    across = "A line across both of the columns which is wide enough to reach over the gutter"
    lower = [Line(each.text, each.x0, each.y0 + 200, each.x1, each.y1 + 200, 10, 1) for each in two_columns()]
    text = " ".join(texts([*two_columns(), line(across, 70, 250), *lower]))
    assert text.index("right 7") < text.index(across) < text.rindex("left 0") < text.rindex("right 0")


def test_a_paragraph_goes_on_across_columns_and_pages() -> None:
    first = [*stacked(BODY[:2], y=700)]
    second = stacked(["and this is where it ends on the next page.", "", "A new one."], page=2, step=20)
    assert texts([*first, *second])[0].endswith("column too and this is where it ends on the next page.")


def test_a_point_goes_on_over_the_page_by_its_hanging_text() -> None:
    lines = [
        *stacked(["(a)"], y=700),
        *stacked(
            [
                "the text of the point fills its measure to the end of it.",
                "It fills its measure once more as can be seen in this.",
            ],
            x=95,
            y=700,
        ),
        *stacked(["Here it goes on."], page=2, x=95),
        *stacked(["(b)"], page=2, y=112),
        *stacked(["another."], page=2, x=95, y=112),
        *stacked(BODY, page=2, y=150),
    ]
    assert texts(lines)[0].endswith("Here it goes on.")


def with_furniture(pages: int, header: str, body: Sequence[str], number: str = "{n}") -> Iterator[Line]:
    for page in range(1, pages + 1):
        yield line(header, 250, 40, page)
        yield from stacked(body, page)
        yield line(number.format(n=page), 295, 800, page)


@pytest.mark.parametrize("pages", [2, 3, 20])
@pytest.mark.parametrize("number", ["{n}", "– {n} –", "Page {n} of 20"])
def test_headers_and_numbers_of_pages_are_removed_and_listed(pages: int, number: str) -> None:
    found = laid(list(with_furniture(pages, "RESTRICTED", BODY, number)))
    assert not any("RESTRICTED" in piece.text for piece in found.pieces)
    assert found.removed.count((1, "RESTRICTED")) == 1
    assert len(found.removed) == 2 * pages
    assert len(found.pieces) == pages  # the body that stands on every page stays


def test_a_lone_page_number_goes_on_a_single_page_too() -> None:
    found = laid([*stacked(BODY), line("7", 295, 800)])
    assert found.removed == ((1, "7"),)


def test_text_that_merely_repeats_stays() -> None:
    lines = [each for page in (1, 2, 3) for each in stacked(BODY * 18, page, y=60)]
    assert laid(lines).removed == ()


def test_articles_at_the_top_of_each_page_stay() -> None:
    lines = [
        each
        for page in (1, 2, 3)
        for each in (line(f"Article {page}", 270, 60, page), *stacked(BODY, page, y=100))
    ]
    assert laid(lines).removed == ()


def test_headers_that_alternate_are_removed_both() -> None:
    lines = [
        each
        for page in (1, 2, 3)
        for each in (line("Odd" if page % 2 else "Even", 70, 40, page), *stacked(BODY, page))
    ]
    assert {text for _, text in laid(lines).removed} == {"Odd", "Even"}


def noted() -> list[Line]:
    body = stacked(BODY)
    marked = Line("It was said before.", 70, 130, 165, 140, 10, 1, marks=((19, "1"),))
    note = Line("See the record of the talks.", 74, 700, 200, 708, 8, 1, marks=((0, "1"),))
    return [*body, marked, note, line("volume two.", 70, 718, size=8), line("3", 295, 800)]


def test_notes_are_blocks_of_their_own_and_their_marks_leave_the_text() -> None:
    assert texts(noted())[-1] == "[1] See the record of the talks. volume two."
    assert "It was said before." in " ".join(texts(noted()))


def test_a_note_stands_after_the_paragraph_that_crosses_the_page() -> None:
    over = [each for each in noted() if each.text != "3"]
    crossing = stacked(BODY[:2], y=640)
    after = stacked(["and ends there.", "", "Then comes the next."], page=2, step=20)
    found = texts([*over, *crossing, *after])
    assert [each[:5] for each in found[-3:]] == ["The f", "[1] S", "Then "]


def scanned(text: str, x: float, y: float, page: int = 1, size: float = 10) -> Line:
    return line(text, x, y, page, size, confidence=0.99)


def test_footers_of_sheets_that_a_scanner_shifted_part_no_point_and_join_no_note() -> None:
    lines = []
    for page, shift in ((1, 0.0), (2, 9.0), (3, -5.0)):
        lines += [scanned(each, 70, 100 + shift + 12 * at, page) for at, each in enumerate(BODY * 3)]
        lines.append(scanned(f"Page {page} - Confidential", 70, 790 + shift, page))
    lines.insert(9, scanned("1 See the record of the talks.", 70, 760, size=8))
    lines[10:10] = [scanned(f"4. {FULL}", 70, 600), scanned(FULL, 85, 612)]
    lines.append(scanned("goes on over the page to its end here.", 85, 80, 2))
    found = laid(lines)
    assert {text for _, text in found.removed} == {f"Page {page} - Confidential" for page in (1, 2, 3)}
    pieces = [piece.text for piece in found.pieces]
    assert f"4. {FULL} {FULL} goes on over the page to its end here." in pieces
    assert "[1] See the record of the talks." in pieces


def test_a_scanned_line_that_begins_with_a_number_goes_on_where_the_others_begin_nearly() -> None:
    words = [scanned(f"4. {FULL}", 70, 100), scanned(FULL, 85, 112)]
    words += [scanned("10. The Parties meet and ask for what they lack, and go on", 86.5, 124)]
    assert len(texts(words)) == 1


def test_the_number_of_a_note_may_stand_apart_from_it_and_is_no_furniture() -> None:
    lines = []
    for page in (1, 2, 3):
        body = stacked([f"{page} {each}" for each in BODY], page)
        call = Line(f"Said before on day {page}.", 70, 140, 200, 150, 10, page, marks=((15, str(page)),))
        number, note = (
            line(str(page), 70, 770, page, 8),
            line(f"See volume {'abc'[page - 1]}.", 80, 770, page, 8),
        )
        lines += [*body, call, number, note, line(f"Page {page} of 3", 250, 800, page)]
    notes = [each for each in texts(lines) if each.startswith("[")]
    assert notes == ["[1] See volume a.", "[2] See volume b.", "[3] See volume c."]


def test_raised_numbers_that_are_no_notes_stay() -> None:
    area = Line("an area of 20 km in all.", 70, 130, 190, 140, 10, 1, marks=((16, "2"),))
    assert "20 km² in all" in texts([*stacked(BODY), area])[-1]


def test_tables_are_rows_and_their_cells_may_have_two_lines() -> None:
    cells = [
        ("Measure", "Lead", "Deadline"),
        ("Hot line", "Ministry", "30 June"),
        ("Site visits", "Commission", "31 December"),
    ]
    lines = [
        line(cell, x, 200 + at * 20)
        for at, row in enumerate(cells)
        for cell, x in zip(row, (70, 220, 380), strict=True)
    ]
    lines.append(line("of States", 220, 252))
    found = laid([*stacked(BODY), *lines, *stacked(BODY, y=300)])
    assert [piece.text for piece in found.pieces][1:4] == [
        "Measure | Lead | Deadline",
        "Hot line | Ministry | 30 June",
        "Site visits | Commission of States | 31 December",
    ]
    assert [piece.level for piece in found.pieces][1:4] == [0, 0, 0]


def test_headings_have_their_level_by_size_and_bold() -> None:
    lines = [
        line("The whole", 200, 60, size=18),
        line("A chapter", 70, 90, size=14),
        line("A section", 70, 115, bold=True),
        *stacked(BODY * 4, y=140),
    ]
    assert [piece.level for piece in laid(lines).pieces][:4] == [1, 2, 3, None]


def test_what_was_recognised_has_the_least_confidence_of_its_lines_and_no_level() -> None:
    lines = [line(text, 70, 100 + at * 12, confidence=0.9 - at / 10) for at, text in enumerate(BODY)]
    piece = laid(lines).pieces[0]
    assert (piece.level, piece.page, piece.confidence) == (None, 1, pytest.approx(0.7))


@pytest.mark.parametrize(
    ("known", "lines", "joined"),
    [
        ("a commitment", [f"a commit{MADE}", "ment"], "a commitment"),
        ("a non-aggression pact", ["the non-", "aggression pact"], "the non-aggression pact"),
        ("", ["ground-", "launched"], "ground-launched"),
        ("", ["the under-", "standings"], "the understandings"),
        ("", ["short-", "and medium-range"], "short- and medium-range"),
        ("", ["inter-continental-", "range"], "inter-continental-range"),
        ("", ["paras. 3–", "7"], "paras. 3–7"),
        ("we co-ordinate", ["the co-", "operation"], "the co-operation"),
        ("", ["a soft\u00ad", "hyphen"], "a softhyphen"),
        ("", ["in Saint-", "Petersburg"], "in Saint-Petersburg"),
    ],
)
def test_hyphens_at_line_ends(known: str, lines: list[str], joined: str) -> None:
    assert Joiner([[known], *([each] for each in lines)]).join(lines) == joined


def test_words_of_uncertain_hyphen_are_named() -> None:
    assert laid(stacked(["the missiles that are ground-", "launched are not in it."])).doubtful == (
        "ground-launched",
    )


@given(
    st.lists(
        st.builds(
            Line,
            st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=12),
            st.floats(0, 500),
            st.floats(0, 800),
            st.floats(500, 595),
            st.floats(0, 842),
            st.floats(1, 40),
            st.integers(1, 3),
        ),
        max_size=30,
    )
)
def test_whatever_the_lines_no_letter_is_lost(lines: list[Line]) -> None:
    found = lay_out(lines, {1: A4, 2: A4, 3: A4})
    kept = "".join(piece.text for piece in found.pieces) + "".join(text for _, text in found.removed)
    assert sorted(filter(str.isalnum, kept)) == sorted(
        filter(str.isalnum, "".join(each.text for each in lines))
    )


def numbered(first: Sequence[str], titles: dict[int, str], header: Sequence[str] = ()) -> list[Line]:
    lines = []
    for page, number in enumerate(first, start=1):
        if page in titles:
            lines.append(line(titles[page], 150, 80, page, size=18))
        lines += stacked(BODY * 5, page, y=120)
        if number:
            lines.append(line(number, 295, 800, page))
        if header:
            lines.append(line(header[page - 1], 250, 40, page))
    return lines


def begins(lines: Sequence[Line]) -> dict[int, tuple[str, ...]]:
    pages = {each.page for each in lines}
    return {part.page: part.reasons for part in parts(lines, dict.fromkeys(pages, A4))}


def test_numbering_that_starts_anew_begins_a_document() -> None:
    assert begins(numbered("1234123", {})) == {1: (), 5: (NUMBERS,)}


def test_the_first_page_of_a_document_may_have_no_number() -> None:
    assert begins(numbered(["", "2", "3", "", "2", "3"], {1: "One", 4: "Two"})) == {
        1: (),
        4: (NUMBERS, TITLE),
    }


def test_chapters_begin_no_document() -> None:
    assert begins(numbered("123456", {1: "One", 3: "Two", 5: "Three"})) == {1: ()}


def test_chapters_under_one_header_begin_no_document() -> None:
    lines = numbered([""] * 6, {1: "One", 3: "Two"}, ["The same"] * 6)
    assert begins(lines) == {1: ()}


def test_titles_begin_documents_where_nothing_runs_on() -> None:
    assert begins(numbered([""] * 4, {1: "One", 3: "Two"})) == {1: (), 3: (TITLE,)}


def test_another_header_begins_a_document() -> None:
    lines = numbered([""] * 8, {}, ["First paper"] * 4 + ["Second paper"] * 4)
    assert begins(lines) == {1: (), 5: (HEADER,)}


def test_no_pages_have_no_parts() -> None:
    assert parts([], {}) == ()
