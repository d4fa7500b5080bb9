"""Ruled tables: rules -> cells, lines -> rows, over pages; and what has rules and is no table."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from bench.pdfs import HEIGHT, At, content, written
from diffapp.reading import drawnrules, grids
from diffapp.reading.grids import Rule
from diffapp.reading.layout import Line, Sheet, lay_out
from diffapp.reading.lines import Grid
from diffapp.reading.parsed import Options, Parsed, quiet
from diffapp.reading.pdf import parse
from diffapp.reading.ruledlines import placed, tables

LETTER = 5.0
XS, YS = (70.0, 150.0, 300.0, 520.0), (100.0, 130.0, 170.0, 200.0)


def ruled(xs: Sequence[float] = XS, ys: Sequence[float] = YS) -> tuple[list[Rule], list[Rule]]:
    """The rules of a table without merged cells."""
    return [Rule(y, xs[0], xs[-1]) for y in ys], [Rule(x, ys[0], ys[-1]) for x in xs]


def drawn(xs: Sequence[float] = XS, ys: Sequence[float] = YS, *, thin: bool = True) -> str:
    """The same on a PDF page, as thin rectangles or as lines."""
    level, upright = ruled(xs, ys)
    if thin:
        boxes = [(rule.start, rule.at, rule.end - rule.start, 0.5) for rule in level]
        boxes += [(rule.at, rule.end, 0.5, rule.end - rule.start) for rule in upright]
        return "\n".join(f"{x} {HEIGHT - y} {wide} {high} re f" for x, y, wide, high in boxes)
    lines = [(rule.start, rule.at, rule.end, rule.at) for rule in level]
    lines += [(rule.at, rule.start, rule.at, rule.end) for rule in upright]
    return " ".join(f"{a} {HEIGHT - b} m {x} {HEIGHT - y} l" for a, b, x, y in lines) + " S"


def read(*pages: str) -> Parsed:
    return parse(written(pages), Options(), quiet)


def texts(parsed: Parsed) -> list[str]:
    return [parsed.text[block.start : block.end] for block in parsed.blocks]


def cells_of(found: Sequence[Grid]) -> list[tuple[int, int, int, int]]:
    return [(cell.row, cell.column, cell.end_row, cell.end_column) for cell in found[0].cells]


def test_rules_enclose_cells_and_those_that_no_rule_parts_are_one() -> None:
    level, upright = ruled()
    level[1] = Rule(130, 150, 520)  # the first cell is two rows tall
    upright[2] = Rule(300, 100, 170)  # the last row has two cells
    assert cells_of(grids.grids(level, upright)) == [
        (0, 0, 2, 1),
        (0, 1, 1, 2),
        (0, 2, 1, 3),
        (1, 1, 2, 2),
        (1, 2, 2, 3),
        (2, 0, 3, 1),
        (2, 1, 3, 3),
    ]


def test_double_rules_and_frames_of_cells_are_one_rule() -> None:
    level, upright = ruled()
    twice = [[*some, *(rule._replace(at=rule.at + 2.5) for rule in some)] for some in (level, upright)]
    assert cells_of(grids.grids(*twice)) == cells_of(grids.grids(level, upright))


def test_frames_and_rules_that_do_not_meet_are_no_grid() -> None:
    assert grids.grids(*ruled((70, 520), (100, 300))) == []
    assert grids.grids([Rule(100, 70, 520), Rule(300, 70, 520)], [Rule(290, 120, 280)]) == []


@pytest.mark.parametrize("thin", [True, False])
def test_a_row_is_a_passage_and_no_word_of_two_cells_is_glued(*, thin: bool) -> None:
    lines = [
        At(72, 90, "Before the table."),
        At(75, 115, "Year", font="B"),
        At(155, 115, "Amount", font="B"),
        At(305, 115, "Remark", font="B"),
        At(130, 145, "2021"),  # reaches the rule nearly, and the next cell begins behind it
        At(151.5, 145, "1,200"),
        At(305, 142, "The amount was agreed by both"),
        At(305, 155, "Parties, and paid in two parts."),
        At(75, 188, "2022"),
        At(305, 188, "Nothing was paid."),
    ]
    parsed = read(drawn(thin=thin) + "\n" + content(lines))
    assert texts(parsed) == [
        "Before the table.",
        "Year | Amount | Remark",
        "2021 | 1,200 | The amount was agreed by both Parties, and paid in two parts.",
        "2022 |  | Nothing was paid.",
    ]
    assert not any(block.level for block in parsed.blocks)


COLUMN = "words that fill one column of"


def test_columns_with_a_rule_between_them_are_no_table() -> None:
    sides = [
        At(x, 120 + 14 * n, f"{side} {COLUMN}") for side, x in (("L", 72), ("R", 302)) for n in range(20)
    ]
    rules = drawn((66, 297, 530), (100, 410))
    (whole,) = texts(read(rules + "\n" + content(sides)))
    assert whole == " ".join([f"L {COLUMN}"] * 20 + [f"R {COLUMN}"] * 20)


def test_a_frame_around_the_page_and_a_rule_through_words_change_nothing() -> None:
    lines = [
        At(72, 120 + 14 * n, f"{n} of the lines which run across the rule to the edge") for n in range(9)
    ]
    plain = texts(read(content(lines)))
    assert texts(read(drawn((66, 150, 530), (100, 170, 300)) + "\n" + content(lines))) == plain


def test_a_drawing_of_very_many_rules_is_not_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawnrules, "MOST_OBJECTS", 5)
    monkeypatch.setattr(drawnrules, "_bounds", lambda _thing: pytest.fail("an object was looked at in vain"))
    assert texts(read(drawn() + "\n" + content([At(75, 115, "A"), At(155, 115, "B")])))


def lines_in(
    rows: Sequence[Sequence[str]], page: int, ys: Sequence[float], xs: Sequence[float] = XS
) -> list[Line]:
    """Lines in the cells of a table, several in a cell with a stroke between."""
    lines = [
        Line(text, x + 3, y + 3 + at * 12, x + 3 + LETTER * len(text), y + 13 + at * 12, 10, page)
        for row, y in zip(rows, ys, strict=False)
        for cell, x in zip(row, xs, strict=False)
        for at, text in enumerate(filter(None, cell.split("/")))
    ]
    found = grids.grids(*ruled(xs, ys))
    return placed(lines, tables(lines, found))


HEAD = ("Provision", "Text", "Status")


def over_a_page(rest: Sequence[str], between: Sequence[Line] = ()) -> tuple[list[str], list[str]]:
    """What is read of a table that goes over a page, and what was left out."""
    first = lines_in(
        [HEAD, ("Article 1", "The Parties shall consult/with each other within", "Agreed")],
        1,
        (700, 730, 770),
    )
    second = lines_in([HEAD, rest, ("Article 3", "They may end it.", "Open")], 2, (100, 130, 170, 200))
    laid = lay_out([*first, *between, *second], {1: Sheet(595, 842), 2: Sheet(595, 842)})
    return [piece.text for piece in laid.pieces], [text for _, text in laid.removed]


def test_the_head_of_a_table_is_read_once_and_listed_where_it_is_repeated() -> None:
    read_, removed = over_a_page(("Article 2", "They shall meet.", "Open"))
    assert read_ == [
        " | ".join(HEAD),
        "Article 1 | The Parties shall consult with each other within | Agreed",
        "Article 2 | They shall meet. | Open",
        "Article 3 | They may end it. | Open",
    ]
    assert removed == [" | ".join(HEAD)]


def test_a_row_that_the_page_cuts_is_one_passage() -> None:
    read_, _ = over_a_page(("", "thirty days of receipt.", ""))
    assert read_[1:3] == [
        "Article 1 | The Parties shall consult with each other within thirty days of receipt. | Agreed",
        "Article 3 | They may end it. | Open",
    ]


def test_a_table_after_other_text_has_a_head_of_its_own() -> None:
    words = Line("Another table is this one, of other matters.", 70, 60, 290, 70, 10, 2)
    read_, removed = over_a_page(("Article 2", "They shall meet.", "Open"), [words])
    assert read_.count(" | ".join(HEAD)) == 2
    assert removed == []
