"""Words struck through in a PDF's print are told; rules under, over and beside words strike nothing."""

from __future__ import annotations

import pytest

from bench.pdfs import HEIGHT, At, content, written
from diffapp.reading import read
from diffapp.reading.grids import Rule
from diffapp.reading.lines import Line
from diffapp.reading.struck import find, told

WORDS = "Each Party may, if it so wishes, shall mark its vessels."
LINE = Line(WORDS, x0=72.0, y0=100.0, x1=352.0, y1=114.4, size=12.0, page=3)  # the baseline is at 112


@pytest.mark.parametrize("height", [108.5, 109.5])
def test_the_words_under_a_stroke_are_named(height: float) -> None:
    begin, end = (72 + 5 * at for at in (WORDS.index("may"), WORDS.index(" shall")))
    assert list(find([LINE], [Rule(height, begin, end)])) == [(3, "may, if it so wishes,")]


@pytest.mark.parametrize(
    "rule",
    [
        Rule(113.0, 72, 352),  # under the words
        Rule(101.0, 72, 352),  # over them
        Rule(109.0, 72, 73),  # a dot
        Rule(109.0, 20, 540),  # across the page, as a table's rule is
        Rule(209.0, 72, 352),
    ],
)
def test_what_strikes_nothing(rule: Rule) -> None:
    assert list(find([LINE], [rule])) == []


def test_a_sentence_says_where() -> None:
    assert list(told([])) == []
    (said,) = told([(3, "may")] * 7)
    assert "“may” (p. 3)" in said
    assert said.endswith("and 2 more lines.")


def test_a_pdf_tells_what_is_struck_in_it() -> None:
    lines = [At(72, 100, "The Council may adjourn its meetings."), At(72, 120, "It keeps a record of each.")]
    page = content(lines) + f"\n72 {HEIGHT - 97} m 200 {HEIGHT - 97} l S"
    document = read(written([page]), "draft.pdf")
    assert any("struck through in print" in warning for warning in document.warnings)
    assert not any("struck" in warning for warning in read(written([content(lines)]), "draft.pdf").warnings)
