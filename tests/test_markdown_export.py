"""Markdown: a renderer gives back every text, and none of it becomes markup."""

from __future__ import annotations

import re

import pytest
from exported import hostile
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html
from markdown_it import MarkdownIt

from diffapp import export
from diffapp.exporting.markdown import escaped

LAW = settings(deadline=None, max_examples=150, derandomize=True)
OURS = {"html", "body", "h1", "h2", "p", "strong", "em", "b", "i", "br", "ol", "li"}
OURS |= {"table", "thead", "tbody", "tr", "th", "td"}


def rendered(text: str):  # noqa: ANN201 -- an element of lxml
    made = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(text)
    page = html.document_fromstring(f"<html><body>{made}</body></html>")
    for line_break in page.xpath("//br"):
        line_break.tail = "\n" + (line_break.tail or "")
    return page


@pytest.mark.parametrize("documents", [2, 3, 4])
def test_every_text_is_whole(documents: int) -> None:
    """Each passage is found in its document's cell, character for character."""
    comparison = hostile(documents)
    page = rendered(export(comparison, "md").decode("utf-8"))
    table = next(t for t in page.xpath("//table") if t.xpath(".//th")[-1].text_content() == "Remarks")
    rows = table.xpath(".//tbody/tr")
    assert len(rows) == len(comparison.rows)
    for row, line in zip(comparison.rows, rows, strict=True):
        cells = line.xpath("td")
        assert len(cells) == documents + 1
        for d, cell in enumerate(row.cells):
            for p in cell:
                assert cells[d].text_content().endswith("\n" + comparison.passages[d][p].text)
            assert cell or cells[d].text_content() == "– none –"


def test_no_text_becomes_markup() -> None:
    """Only what this module writes is an element; nothing is a link, an image, code or a list of a text."""
    page = rendered(export(hostile(4), "md").decode("utf-8"))
    assert {e.tag for e in page.iter()} <= OURS
    assert len(page.xpath("//ol")) == 1
    assert [h.tag for h in page.xpath("//h1|//h2")].count("h1") == 1
    assert not [name for e in page.iter() for name in e.attrib if name != "style"]


@LAW
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=60))
def test_any_text_comes_back(text: str) -> None:
    """Escaped in a cell, a text renders as itself."""
    page = rendered(f"| a |\n| --- |\n| {escaped(text)} |")
    assert page.xpath("//td")[0].text_content() == text


@LAW
@given(st.text(st.sampled_from("*_`~[]()<>#|\\!&;-+=.:1a \n"), max_size=40))
def test_signs_come_back(text: str) -> None:
    """The same for texts that are made of Markdown's own signs."""
    page = rendered(f"| a |\n| --- |\n| {escaped(text)} |")
    assert page.xpath("//td")[0].text_content() == text
    assert {e.tag for e in page.iter()} <= OURS


def test_words_of_one_side_are_bold() -> None:
    """Signs where they are clear, tags where they could be misread."""
    comparison = hostile(2, ["a sound treaty or two here", "a sound treaty or two here", *["plain"] * 6])
    told = export(comparison, "md").decode("utf-8")
    assert re.search(r"a sound [a-z]*<b>.+</b>|\*\*.+\*\*", told)
