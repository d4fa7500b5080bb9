"""What stands at the edges of pages of two columns, and the numbers that are printed there."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from test_layout import BODY, begins, line, stacked

from bench.pdfs import At, content, written
from diffapp.reading import pdf
from diffapp.reading.characters import look
from diffapp.reading.layout import Laid, Line, Sheet, lay_out
from diffapp.reading.pagenumbers import alone, named
from diffapp.reading.parsed import Options, Parsed, quiet
from diffapp.reading.pdf import parse
from diffapp.reading.splitting import NUMBERS

A4 = Sheet(595, 842)
FOOT = "Page {n} - Confidential"


def column(rows: int, page: int, x: float, word: str) -> list[Line]:
    """Rows that fill a column, none of them like any other."""
    marks = "abcdefghijklmnopqrstuvwxyz"
    texts = [
        f"{word} {marks[at % 26] * (1 + at // 26)} {marks[page]} is the text that fills" for at in range(rows)
    ]
    return stacked(texts, page, x, y=90)


def two_columns(page: int, left: int, right: int) -> list[Line]:
    return [*column(left, page, 70, "west"), *column(right, page, 310, "east")]


def laid(lines: Sequence[Line]) -> Laid:
    return lay_out(lines, dict.fromkeys({each.page for each in lines}, A4))


@pytest.mark.parametrize("pages", [1, 2, 5])
@pytest.mark.parametrize(("left", "right"), [(12, 12), (56, 10), (10, 56), (6, 3)])
@pytest.mark.parametrize("x", [70, 240, 420])
@pytest.mark.parametrize("foot", [FOOT, "Confidential | page {n} of 5", "Seite {n} von 5 – Entwurf"])
def test_a_footer_under_one_column_is_no_text(pages: int, left: int, right: int, x: float, foot: str) -> None:
    feet = [line(foot.format(n=page), x, 800, page) for page in range(1, pages + 1)]
    body = [each for page in range(1, pages + 1) for each in two_columns(page, left, right)]
    assert laid([*body, *feet]).removed == tuple((each.page, each.text) for each in feet)


def test_a_footer_under_a_short_column_leaves_the_text_of_the_long_one_beside_it() -> None:
    lines = []
    for page in (1, 2, 3):
        lines += [*column(50, page, 70, "west"), *column(60, page, 310, "east")]
        lines.append(line(FOOT.format(n=page), 70, 797, page, size=9))
    assert {text for _, text in laid(lines).removed} == {FOOT.format(n=page) for page in (1, 2, 3)}


def test_a_footer_level_with_the_last_line_of_the_other_column_takes_nothing_with_it() -> None:
    lines = []
    for page in (1, 2, 3):
        lines += two_columns(page, 50, 60)
        lines.append(line(FOOT.format(n=page), 70, 90 + 59 * 12, page))
    assert {text for _, text in laid(lines).removed} == {FOOT.format(n=page) for page in (1, 2, 3)}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Page 1 - Confidential", "1"),
        ("Confidential – Page 12 of 14", "12"),
        ("Draft of the North (page 3)", "3"),
        ("Страница 4 из 9 | Проект", "4"),
        ("Page 3 of the report says otherwise", None),
        ("see page 3", None),
        ("See the record of the talks, page 12", None),
        ("Page 3, line 4: read both", None),
        ("Regulation No 1/2003", None),
        ("Page 4", None),
    ],
)
def test_the_number_in_a_frame_that_names_the_page(text: str, number: str | None) -> None:
    assert named(text) == number


@pytest.mark.parametrize(
    ("text", "number"), [("Page 4", "4"), ("- iv -", "iv"), ("1/4", "1"), ("In 4", None)]
)
def test_the_number_that_stands_alone(text: str, number: str | None) -> None:
    assert alone(text) == number


def papers(feet: Sequence[str]) -> list[Line]:
    return [
        each
        for page, foot in enumerate(feet, start=1)
        for each in (*stacked(BODY * 5, page, y=120), line(foot, 70, 800, page))
    ]


FRAMES = [
    "Page {} - Confidential",
    "Page {} of 3",
    "- {} -",
    "{}/3",
    "A/RES/77/123 {}/3",
    "{} Treaty between the two, 1997",
    "Confidential, page {} of 3",
]


@pytest.mark.parametrize("frame", FRAMES)
def test_numbers_that_begin_again_in_any_frame_begin_a_document(frame: str) -> None:
    assert begins(papers([frame.format(n) for n in (1, 2, 3, 1, 2)])) == {1: (), 4: (NUMBERS,)}


@pytest.mark.parametrize("frame", FRAMES)
def test_numbers_that_run_on_in_any_frame_begin_none(frame: str) -> None:
    assert begins(papers([frame.format(n) for n in range(1, 7)])) == {1: ()}
    assert begins(papers([frame.format(n) for n in range(7, 13)])) == {1: ()}


def test_papers_of_one_page_each_begin_where_their_numbers_say() -> None:
    assert begins(papers([FOOT.format(n=1)] * 3)) == {1: (), 2: (NUMBERS,), 3: (NUMBERS,)}


@pytest.mark.parametrize(
    "feet",
    [
        ["Regulation No 1/2003"] * 4,
        ["Manual 1-1", "Manual 1-2", "Manual 2-1", "Manual 2-2"],
        ["Draft 1 of the North"] * 4,
        ["", "2", "", "4", "", "6"],
    ],
)
def test_other_numbers_at_the_edge_begin_no_document(feet: list[str]) -> None:
    assert begins([each for each in papers(feet) if each.text]) == {1: ()}


def test_a_footer_that_names_its_page_may_stand_high() -> None:
    found = laid([*two_columns(1, 30, 30), line("Page 1 of 3 – Draft", 70, 715)])
    assert found.removed == ((1, "Page 1 of 3 – Draft"),)


MARK = "\x01"


RAISED = ") Tj 4 Ts /F 6 Tf (1) Tj 0 Ts /F 10 Tf ("


def read(pages: Sequence[Sequence[At]], options: Options = Options()) -> Parsed:  # noqa: B008
    """What is read of pages; ``MARK`` in them is a raised 1."""
    return parse(written([content(page).replace(MARK, RAISED) for page in pages]), options, quiet)


def blocks(parsed: Parsed) -> list[str]:
    return [parsed.text[block.start : block.end] for block in parsed.blocks]


def noted(page: int, size: float, opening: str, x: float = 72) -> list[At]:
    """A page of two columns with a note under one, and a footer at the left."""
    west = [f"the parties of the west go on with line {at} of" for at in range(12)]
    west[3] = f"which was said{MARK} before and is repeated here"
    east = [f"the parties of the east go on with line {at} of" for at in range(20)]
    foot = [
        *([At(x, 696, "1", 5)] if opening == MARK else []),
        At(x + 2.6, 700, f"{opening.strip(MARK)}See the record of the second meeting", size),
        At(x, 700 + size + 2, "of both, paragraph 4.", size),
        At(72, 800, FOOT.format(n=page), 10),
    ]
    return [
        *(At(72, 100 + 13 * at, text, 10) for at, text in enumerate(west)),
        *(At(320, 100 + 13 * at, text, 10) for at, text in enumerate(east)),
        *foot,
    ]


@pytest.mark.parametrize("x", [72, 320])
@pytest.mark.parametrize("pages", [1, 2])
@pytest.mark.parametrize(
    ("size", "opening"), [(8, MARK), (8, "1 "), (8, "1. "), (9, "[1] "), (9.7, MARK), (10, MARK)]
)
def test_a_note_under_a_column_is_a_note(size: float, opening: str, pages: int, x: float) -> None:
    found = blocks(read([noted(page, size, opening, x) for page in range(1, pages + 1)]))
    assert found.count("[1] See the record of the second meeting of both, paragraph 4.") == pages
    text = " ".join(each for each in found if not each.startswith("[1]"))
    assert text.count("which was said before and is repeated here the parties of the west") == pages
    assert "See" not in text
    assert "Confidential" not in text


def test_a_distance_after_a_raised_number_is_a_space() -> None:
    page = content([At(72, 100, f"which was said{MARK}before", 10)])
    data = written([page.replace(MARK, RAISED[:-1] + "[-250 (").replace("(before) Tj", "(before)] TJ")])
    assert blocks(parse(data, Options(), quiet)) == ["which was said¹ before"]


def headed(pages: int, alternating: bool, first: bool) -> list[list[At]]:  # noqa: FBT001 - a parameter of tests
    """Pages under a running header, above a footer; odd and even ones may differ, the first have none."""
    found = []
    for page in range(1, pages + 1):
        header = "The other side's header" if alternating and page % 2 == 0 else "Header of the paper"
        body = [At(72, 100 + 13 * at, f"Line {at} of page {page} says this and more.", 10) for at in range(9)]
        edges = [At(72, 40, header, 9), At(290, 800, f"Entwurf {page}", 9)]
        found.append(body + (edges if first or page > 1 else []))
    return found


@pytest.mark.parametrize("alternating", [False, True])
@pytest.mark.parametrize("first", [False, True])
@pytest.mark.parametrize("wanted", [(1, 1), (2, 2), (7, 7), (12, 12), (3, 4)])
def test_a_part_of_a_file_is_without_the_headers_of_the_whole(
    wanted: tuple[int, int],
    first: bool,  # noqa: FBT001 - a parameter of tests
    alternating: bool,  # noqa: FBT001
) -> None:
    pages = headed(12, alternating, first)
    whole, part = read(pages), read(pages, Options(pages=wanted))
    assert part.removed == tuple(each for each in whole.removed if wanted[0] <= each[0] <= wanted[1])
    assert not any("Entwurf" in each or "eader" in each for each in blocks(part))
    assert {block.page for block in part.blocks} <= set(range(wanted[0], wanted[1] + 1))


def test_a_short_paper_between_others_loses_its_own_headers() -> None:
    papers = [*headed(5, False, True), *headed(2, False, True), *headed(5, False, True)]  # noqa: FBT003
    for at, name in ((5, "Short"), (6, "Short")):
        papers[at] = [each._replace(text=each.text.replace("Header", name)) for each in papers[at]]
    assert "Short of the paper" in {text for _, text in read(papers, Options(pages=(6, 7))).removed}


def test_no_more_than_some_pages_are_looked_at_for_one(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    monkeypatch.setattr(pdf, "look", lambda page, number: (seen.append(number), look(page, number))[1])
    told: list[tuple[int, int]] = []
    pages = [content(page) for page in headed(40, False, True)]  # noqa: FBT003
    pdf.parse(written(pages), Options(pages=(20, 20)), lambda done, of: told.append((done, of)))
    assert sorted(seen) == list(range(16, 25))
    assert told == [(1, 1)]


@pytest.mark.parametrize(("name", "page"), [("North", 1), ("South", 2)])
def test_two_papers_of_a_word_processor_have_their_notes_and_are_told_apart(name: str, page: int) -> None:
    data = (Path(__file__).parent / "data" / "papers.pdf").read_bytes()
    whole = parse(data, Options(), quiet)
    part = parse(data, Options(pages=(page, page)), quiet)
    assert whole.parts == ((2, NUMBERS),)
    assert part.removed == ((page, "Page 1 - Confidential"),)
    assert blocks(part) == [blocks(whole)[at] for at, each in enumerate(whole.blocks) if each.page == page]
    starts = [f"Answer of the {name}", *(f"{n}. The {name} " for n in range(1, 9))]
    starts += [f"[{n}] See the record" for n in range(1, 5)]
    assert all(text.startswith(start) for text, start in zip(blocks(part), starts, strict=True))
