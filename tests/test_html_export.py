"""The web page: exact and inert texts, a policy that lets nothing in, and what people need to read it."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from axe_core_python.sync_playwright import Axe
from exported import HOSTILE, hostile
from lxml import etree, html

from diffapp import Comparison, export
from diffapp.exporting.selection import Selection

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

TAGS = {
    "html",
    "head",
    "meta",
    "title",
    "style",
    "body",
    "a",
    "header",
    "h1",
    "h2",
    "p",
    "nav",
    "ul",
    "ol",
    "li",
}
TAGS |= {"main", "section", "div", "table", "thead", "tbody", "tr", "th", "td", "span", "b", "i"}
TAGS |= {"label", "input", "select", "option", "output", "script"}


def parsed(comparison: Comparison) -> etree._Element:
    return html.document_fromstring(export(comparison, "html").decode("utf-8"))


@pytest.mark.parametrize("documents", [2, 3, 4])
def test_every_text_is_whole(documents: int) -> None:
    """Each passage stands in its document's column, character for character."""
    comparison = hostile(documents)
    rows = parsed(comparison).xpath("//table[contains(@class,'rows')]/tbody/tr")
    assert len(rows) == len(comparison.rows)
    for row, line in zip(comparison.rows, rows, strict=True):
        cells = line.xpath("td")
        for d, cell in enumerate(row.cells):
            texts = [p.text_content() for p in cells[d].xpath(".//p[@class='text']")]
            assert texts == [comparison.passages[d][p].text for p in cell]
            assert cell or cells[d].text_content() == "– none –"


def test_no_text_becomes_markup() -> None:
    """Only our own elements and attributes are in the page, with one script and one style."""
    page = parsed(hostile(4))
    assert {e.tag for e in page.iter() if isinstance(e.tag, str)} <= TAGS
    assert len(page.xpath("//script")) == len(page.xpath("//style")) == 1
    attributes = {name for e in page.iter() for name in e.attrib}
    assert not {name for name in attributes if name.startswith("on") or name in {"src", "style", "action"}}
    assert all(a.get("href").startswith("#") for a in page.xpath("//a"))
    assert not page.xpath("//comment()")


def test_nothing_is_loaded_and_nothing_else_runs() -> None:
    """The policy forbids everything but the script and the style in the page, by their hashes."""
    page = parsed(hostile())
    policy = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    for tag in ("script", "style"):
        text = page.xpath(f"//{tag}")[0].text
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert not re.search(r"url\(|@import|https?:", page.xpath("//style")[0].text)


def test_what_people_need() -> None:
    """A language, one first heading, sections with headings, heads with scope, names, a way past the head."""
    page = parsed(hostile(3))
    assert page.get("lang") == "en"
    assert page.xpath("//title")[0].text
    assert len(page.xpath("//h1")) == 1
    assert all(th.get("scope") in {"col", "row"} for th in page.xpath("//th"))
    assert all(row.xpath("th") for row in page.xpath("//tbody/tr"))
    ids = [e.get("id") for e in page.xpath("//*[@id]")]
    assert len(set(ids)) == len(ids)
    assert page.xpath("//body/*")[0].get("href") == "#comparison"
    assert {a.get("href")[1:] for a in page.xpath("//a")} <= set(ids)
    assert {e.get("aria-labelledby") for e in page.xpath("//section")} <= set(ids)
    assert {label.get("for") for label in page.xpath("//label")} == {"find", "kind"}
    assert page.xpath("//div[contains(@class,'tools')]")[0].get("hidden") is not None


def test_the_date_is_the_callers(by_hand: Comparison) -> None:
    """A date is printed as it is given."""
    assert "a &lt;date&gt;" in export(by_hand, "html", Selection(date="a <date>")).decode()


@pytest.fixture
def open_file(browser: Browser, tmp_path: Path) -> Iterator[object]:
    """Open the page from disk; nothing may be asked for beside it, and no error may be logged."""
    asked: list[str] = []
    errors: list[str] = []
    contexts = []

    def opened(
        comparison: Comparison, *, script: bool = True, width: int = 1440, scheme: str = "light"
    ) -> Page:
        path = tmp_path / "page.html"
        path.write_bytes(export(comparison, "html"))
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            java_script_enabled=script,
            color_scheme=scheme,  # type: ignore[arg-type]
        )
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda said: errors.append(said.text))
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("dialog", lambda dialog: errors.append(dialog.message))
        page.goto(path.as_uri())
        return page

    yield opened
    for context in contexts:
        context.close()
    assert {url.rpartition("/")[2] for url in asked} == {"page.html"}
    assert errors == []


@pytest.mark.browser
def test_rows_are_found_and_filtered(open_file) -> None:  # noqa: ANN001
    """Typing shows the rows that hold the words; the kind is chosen beside it."""
    page = open_file(hostile())
    rows = page.locator(".rows tbody tr")
    assert page.locator("#count").inner_text() == f"{rows.count()} of {rows.count()} rows"
    page.fill("#find", "PASSWD")
    assert page.locator(".rows tbody tr:visible").count() == 1
    page.fill("#find", "")
    page.select_option("#kind", index=2)
    assert page.locator(".rows tbody tr:visible").count() == 1


@pytest.mark.browser
def test_without_script_it_is_whole(open_file) -> None:  # noqa: ANN001
    """Every row is there, and no control that would do nothing."""
    page = open_file(hostile(), script=False)
    assert page.locator(".rows tbody tr:visible").count() == len(hostile().rows)
    assert not page.locator(".tools").is_visible()


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 430])
def test_it_can_be_read_by_all(open_file, width: int, scheme: str) -> None:  # noqa: ANN001
    """No rule of axe is broken, contrast included, and no page scrolls sideways."""
    page = open_file(hostile(3), width=width, scheme=scheme)
    # the policy of the page lets no script in, which is the point; axe is evaluated from outside
    found = Axe().run(page)
    assert (
        json.dumps([(v["id"], [n["html"][:90] for n in v["nodes"]][:3]) for v in found["violations"]]) == "[]"
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_hostile_is_hostile() -> None:
    """The texts that these tests stand on are those that formats could take for their own signs."""
    assert any("<script>" in text for text in HOSTILE)
