"""The page in a real browser: what only drawing it can show."""

from __future__ import annotations

import csv
import io
import random
import re
import socket
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from axe_core_python.sync_playwright import Axe

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parent.parent
Open = Callable[..., "Page"]


def control(page: Page, name: str) -> Locator:
    """A button in the row above the comparison."""
    return page.locator(".st-key-controls").get_by_role("button", name=name)


def shown_rows(page: Page) -> int:
    """How many rows can be seen."""
    return page.locator(".row:visible").count()


def test_first_sight(open_page: Open) -> None:
    """Both titles, both badges, and indivisibility in a marked place."""
    page = open_page()
    assert page.locator(".head h2").all_inner_texts() == ["United States", "NATO"]
    titles = page.locator(".head .title").all_inner_texts()
    assert ["United States written response" in titles[0], "NATO's written response" in titles[1]] == [
        True,
        True,
    ]
    assert page.locator(".head .badge").all_inner_texts() == ["paraphrase", "paraphrase"]
    marks = page.locator(".row .passage span.only", has_text=re.compile("indivisib", re.IGNORECASE))
    assert marks.count() > 0


def test_the_badge_opens_the_note(open_page: Open) -> None:
    """One click says what kind of text this is."""
    page = open_page()
    note = page.locator(".head .note").first
    assert not note.is_visible()
    page.locator(".head .badge").first.click()
    assert "must not be quoted" in note.inner_text()


def test_a_difference_leads_to_its_rows(open_page: Open) -> None:
    """A click frames the rows and brings the first into view; the next click goes on to the next."""
    page = open_page()
    found = page.locator(".found", has_text=re.compile("indivisib", re.IGNORECASE)).first
    found.click()
    framed = page.locator(".row.framed")
    assert framed.count() > 0
    framed.first.wait_for()
    assert page.locator(".row.selected").get_attribute("data-row") == framed.first.get_attribute("data-row")
    assert page.locator(".row.framed .on").count() > 0
    assert "only United States" in page.locator(".now").inner_text()
    found.click()
    expected = framed.nth(1 % framed.count()).get_attribute("data-row")
    assert page.locator(".row.selected").get_attribute("data-row") == expected
    page.keyboard.press("Escape")
    assert framed.count() == 0


def test_filtering(open_page: Open) -> None:
    """A chip leaves its kind alone; the count it shows is what is left; All brings everything back."""
    page = open_page()
    every = shown_rows(page)
    chip = page.locator(".chip[data-kind=only-0]")
    chip.click()
    assert shown_rows(page) == int(chip.locator("b").inner_text())
    page.locator(".chip[data-kind='']").click()
    assert shown_rows(page) == every


def test_an_empty_filter_says_so(open_page: Open) -> None:
    """A text against itself has nothing that stands alone: the page says so and offers the way back."""
    page = open_page()
    box = page.locator(".st-key-place_1 input")
    box.fill("United States written")
    box.press("Enter")
    page.locator(".head h2", has_text="United States (2)").wait_for()
    every = shown_rows(page)
    page.locator(".chip[data-kind=only-0]").click()
    assert "No row is of this kind" in page.locator(".none").inner_text()
    page.get_by_role("button", name="Show all rows").click()
    assert shown_rows(page) == every


def test_finding(open_page: Open) -> None:
    """The slash leads to the box; typing goes to the first place, Enter to the next, also across marks."""
    page = open_page()
    page.keyboard.press("/")
    page.keyboard.type("security")
    count = page.locator(".find .count")
    assert re.fullmatch(r"1 of \d+", count.inner_text())
    page.keyboard.press("Enter")
    assert re.fullmatch(r"2 of \d+", count.inner_text())
    page.keyboard.press("Escape")
    assert page.locator(".find input").input_value() == ""


def test_keys_are_left_alone_while_typing(open_page: Open) -> None:
    """Letters typed into a box go into the box."""
    page = open_page()
    box = page.locator(".find input")
    box.click()
    page.keyboard.type("jknp")
    assert box.input_value() == "jknp"
    assert page.locator(".row.selected").count() == 0


def test_keys_walk_through_rows_and_differences(open_page: Open) -> None:
    """J and k go through rows, Enter opens the reasons, n and p go through differences."""
    page = open_page()
    for key, row in (("j", "0"), ("j", "1"), ("k", "0")):
        page.keyboard.press(key)
        assert page.locator(".row.selected").get_attribute("data-row") == row
    page.keyboard.press("Enter")
    assert page.locator(".row.selected .why").is_visible()
    page.keyboard.press("Escape")
    assert page.locator(".why").count() == 0
    page.keyboard.press("n")
    assert page.locator(".found[aria-pressed=true] .rank").inner_text() == "1"


def test_reasons_add_up_to_the_score(open_page: Open) -> None:
    """A click on a linked row shows its reasons, and their weights sum to the link's score."""
    page = open_page()
    page.locator(".row.shared .sum, .row.moved .sum").first.click()
    link = page.locator(".why section").first
    weights = [
        float(text.replace("−", "-").replace("+", "")) for text in link.locator(".weight").all_inner_texts()
    ]
    score = float(link.locator("h3 .score").inner_text())
    assert abs(sum(weights) - score) <= 0.006 * (len(weights) + 1)


def test_an_unsure_link_says_so(open_page: Open) -> None:
    """A row whose score is under a half is marked in words, and no other is."""
    page = open_page()
    box = page.locator(".st-key-place_1 input")
    box.fill("Draft treaty between")
    box.press("Enter")
    page.locator(".head h2", has_text="Russian Federation").wait_for()
    # not inner_text: rows out of sight are not laid out
    scores = {
        float(row.locator(".sum .score").text_content() or ""): row.locator(".doubt").count()
        for row in page.locator(".row:has(.sum .score)").all()
    }
    assert {score < 0.5 for score in scores} == {True, False}
    assert all((score < 0.5) == bool(marked) for score, marked in scores.items() if score != 0.5)


def test_downloading_the_table(open_page: Open) -> None:
    """The CSV is built on click and can be parsed; every passage's text is somewhere in it."""
    page = open_page()
    control(page, "Download").click()
    button = page.locator(".st-key-download_csv button")
    with page.expect_download() as waiting:
        button.click()
    assert waiting.value.suggested_filename == "us-response_nato-response.csv"
    text = Path(waiting.value.path()).read_text(encoding="utf-8-sig")
    table = list(csv.reader(io.StringIO(text)))
    assert len(table) > shown_rows(page) / 2
    assert "indivisibility" in text


def test_downloading_a_choice_of_rows(open_page: Open) -> None:
    """What is chosen with the keyboard alone is what the file holds, and its name says so."""
    page = open_page()
    control(page, "Download").press("Enter")
    page.get_by_role("radio", name="Only differences").press("Enter")
    said = page.get_by_text("only rows in which the documents differ")
    said.wait_for()
    count = int(re.search(r"\((\d+)", said.inner_text())[1])  # type: ignore[index]
    page.get_by_role("button", name="Scores").press("Enter")
    page.get_by_text("Left out: scores.").wait_for()
    with page.expect_download() as waiting:
        page.locator(".st-key-download_csv button").press("Enter")
    name = "us-response_nato-response_only-differences_without-score.csv"
    assert waiting.value.suggested_filename == name
    text = Path(waiting.value.path()).read_text(encoding="utf-8-sig")
    table = list(csv.reader(io.StringIO(text)))
    assert len(table) == count + 1
    assert "score" not in table[0]


@pytest.mark.parametrize("width", [1440, 430])
def test_a_ready_comparison(open_page: Open, width: int) -> None:
    """A key opens three texts side by side, and the panel leaves the view."""
    page = open_page(width)
    control(page, "Texts").click()
    assert page.get_by_role("radio", name="Automatic").first.get_attribute("aria-checked") == "true"
    page.get_by_role("button", name="Draft treaty and both responses").press("Enter")
    page.locator('.diff[data-n="3"]').wait_for()
    page.get_by_text("Ready comparisons").wait_for(state="hidden")
    assert page.url.split("?")[1].startswith("text=russia-draft-us&text=us-response&text=nato-response")


def test_a_bad_upload_keeps_the_page(open_page: Open) -> None:
    """A file that is no text is refused in a sentence, and the comparison stays."""
    page = open_page()
    before = shown_rows(page)
    control(page, "Texts").click()
    page.locator("input[type=file]").set_input_files(
        {"name": "![x](y).txt", "mimeType": "text/plain", "buffer": bytes(range(256)) * 8}
    )
    notice = page.locator(".st-key-notice")
    notice.wait_for()
    assert "![x](y).txt" in notice.inner_text()
    assert shown_rows(page) == before


def test_an_uploaded_text_is_text(open_page: Open) -> None:
    """Markup in a document stands on the page as characters, and nothing of it is run or fetched."""
    page = open_page()
    hostile = (
        "<img src='https://example.org/x.png' onerror='alert(1)'> stays text.\n\n![x](https://example.org/y)"
    )
    control(page, "Texts").click()
    page.locator("input[type=file]").set_input_files(
        {"name": "hostile.txt", "mimeType": "text/plain", "buffer": hostile.encode()}
    )
    page.locator(".passage p", has_text="onerror").first.wait_for()
    assert page.locator(".diff img").count() == 0


@pytest.mark.slow
def test_a_long_comparison_can_be_cancelled(open_page: Open) -> None:
    """Progress is shown; a click on Cancel brings back at once what was there, texts and settings alike."""
    page = open_page()
    control(page, "Settings").click()
    page.locator(".st-key-unit button", has_text="Sentences").click()
    page.locator(".head .known", has_text="28 passages").first.wait_for(state="detached")
    page.keyboard.press("Escape")
    before = shown_rows(page)
    control(page, "Texts").click()
    page.locator(".st-key-pasted").wait_for()
    page.locator("[data-testid=stFileUploader] input").first.set_input_files(
        [
            {"name": f"{side}.txt", "mimeType": "text/plain", "buffer": long_text(seed)}
            for seed, side in enumerate(("*left*", "right"))
        ]
    )
    waiting = page.locator(".st-key-waiting")
    waiting.get_by_text("Reading *left*").wait_for()
    assert waiting.locator("[role=progressbar]").count() == 1
    page.keyboard.press("Escape")
    waiting.get_by_role("button", name="Cancel").click()
    page.locator(".st-key-remarks", has_text="Cancelled").wait_for()
    waiting.wait_for(state="detached")
    assert page.locator(".head h2").all_inner_texts() == ["United States", "NATO"]
    assert shown_rows(page) == before
    control(page, "Settings").click()
    chosen = page.locator("[class*=st-key-unit] button[aria-checked=true]")
    assert chosen.inner_text() == "Sentences"


def long_text(seed: int) -> bytes:
    """Many passages, no two alike, which no cache of vectors knows."""
    chance = random.Random(f"{seed} {time.time()}")  # noqa: S311 - no secret
    words = re.findall(r"\w{4,}", (ROOT / "texts" / "us-response.md").read_text("utf-8"))
    passages = (" ".join(chance.choices(words, k=20)).capitalize() + "." for _ in range(1_500))
    return "\n\n".join(passages).encode()


def test_a_note_is_told(open_page: Open) -> None:
    """Texts too long for the automatic choice: the page says that meaning was not compared."""
    page = open_page()
    control(page, "Texts").click()
    short = "\n\n".join(f"Point {number} of {number * 7}." for number in range(2_100)).encode()
    page.locator("[data-testid=stFileUploader] input").first.set_input_files(
        [{"name": name, "mimeType": "text/plain", "buffer": short} for name in ("one.txt", "two.txt")]
    )
    remarks = page.locator(".st-key-remarks")
    remarks.wait_for(timeout=60_000)
    assert "only words and concepts were compared" in remarks.inner_text()


def test_swapping_redraws(open_page: Open) -> None:
    """The columns change places."""
    page = open_page()
    control(page, "Swap").click()
    page.locator(".head h2").first.get_by_text("NATO", exact=True).wait_for()
    assert page.locator(".head h2").all_inner_texts() == ["NATO", "United States"]


@pytest.mark.parametrize("width", [430, 820, 1440, 1920])
def test_no_sideways_scrolling(open_page: Open, width: int) -> None:
    """At every width the page fits, also with a difference and reasons open."""
    page = open_page(width=width)
    page.keyboard.press("n")
    page.locator(".row .sum").first.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("document.querySelector('.stMain').scrollWidth") <= width


def test_narrow_list_of_differences_folds(open_page: Open) -> None:
    """Where there is no room for the rail, the list opens at a click."""
    page = open_page(width=820)
    assert not page.locator(".found").first.is_visible()
    page.locator(".fold").click()
    assert page.locator(".found").first.is_visible()


def test_dark(open_page: Open) -> None:
    """The page follows the system's dark theme, the viewer included."""
    page = open_page(scheme="dark")
    ground = page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor")
    assert max(map(int, re.findall(r"\d+", ground)[:3])) < 80
    ink = page.locator(".passage p").first.evaluate("element => getComputedStyle(element).color")
    assert min(map(int, re.findall(r"\d+", ink)[:3])) > 170


def test_only_this_machine_is_served(server: str) -> None:
    """The page listens on 127.0.0.1 alone, whatever the configuration in the user's folder says."""
    port = int(server.rsplit(":", 1)[1])
    with socket.create_connection(("127.0.0.1", port), timeout=5):
        pass
    with pytest.raises(OSError, match=r"."), socket.create_connection(("127.0.0.2", port), timeout=5):
        pass


def test_the_headers(open_page: Open, server: str) -> None:
    """Every answer forbids other origins, framing and guessing."""
    page = open_page()
    headers = page.request.get(server).headers
    assert "default-src 'self'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer"


def test_the_lead_leads_to_its_rows(open_page: Open) -> None:
    """It stands above the rows, which begin on the first screen; each sentence frames its rows."""
    page = open_page()
    points = page.locator(".lead .point")
    assert 1 <= points.count() <= 5
    assert page.locator(".point .quoted").count() > 0
    box = page.locator(".row").first.bounding_box()
    assert box is not None
    assert box["y"] < 500
    points.nth(1).click()
    rank = points.nth(1).get_attribute("data-visit")
    assert page.locator(".found[aria-pressed=true]").get_attribute("data-rank") == rank
    selected = page.locator(".row.selected.framed")
    selected.wait_for()
    assert selected.locator(f".d{rank}").count() > 0


def test_differences_in_full(open_page: Open) -> None:
    """By kind and document; what is searched and weighed unfolds; a concept leads to the texts and back."""
    page = open_page()
    page.keyboard.press("2")
    cards = page.locator(".card:visible")
    every = cards.count()
    pick = page.locator(".pick[data-group=kind][data-value=only]")
    pick.click()
    assert cards.count() == int(pick.locator("b").inner_text()) < every
    page.locator(".pick[data-group=raised][data-value='0']").click()
    assert set(page.locator(".card:visible .who").all_inner_texts()) == {"only United States"}
    first = cards.first
    assert first.locator(".verdict").inner_text() in {"silent", "related, not the same"}
    first.locator(".side summary").click()
    assert first.locator(".side details li").first.is_visible()
    first.locator(".parts summary").click()
    assert "telling" in first.locator(".parts").inner_text()
    first.locator(".concept").click()
    page.locator(".row.framed.selected").wait_for()
    page.locator(".now .back").click()
    assert cards.first.is_visible()


def test_the_table_of_concepts(open_page: Open) -> None:
    """It can be sorted and filtered, and a concept leads to its mentions in the texts."""
    page = open_page()
    page.locator(".tab", has_text="Concepts").click()
    lines = page.locator(".concepts tbody tr")
    every = lines.count()
    page.locator(".sort[data-sort=count][data-document='0']").click()
    counts = [int(text.split()[0]) for text in lines.locator("td:nth-child(2) .times").all_inner_texts()]
    assert counts == sorted(counts, reverse=True)
    assert page.locator("select[data-filter=raised] option:checked").inner_text() == "any text"
    page.locator("select[data-filter=raised]").select_option("only-0")
    assert 0 < lines.count() < every
    assert lines.locator("td:nth-child(3)", has_text="no mention").count() == lines.count()
    page.locator("input[data-filter=text]").fill("no such thing")
    page.get_by_role("button", name="Show all").click()
    assert lines.count() == every
    page.locator("select[data-filter=stance]").select_option("offer")
    lines.first.locator(".concept").click()
    page.locator(".row.selected.framed").wait_for()
    assert page.locator(".row.selected .on").count() > 0


def test_a_proposal_can_be_taken(open_page: Open) -> None:
    """Two concepts that may be one are merged by a click; then they stand in one line of the table."""
    page = open_page()
    page.keyboard.press("3")
    page.locator(".proposals summary").click()
    pair = page.locator(".proposals li").first
    name = pair.locator("b, .jump").first.inner_text()
    pair.locator(".join").click()
    page.locator(".st-key-remarks", has_text="Merged into").wait_for()
    line = page.locator(".concepts tbody tr", has=page.get_by_role("button", name=name, exact=True))
    line.locator("td .standing").nth(1).wait_for()
    assert line.locator("td .standing").count() == 2


SELECT = """paragraph => {
  const range = document.createRange()
  const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT)
  const node = walker.nextNode()
  range.setStart(node, 0)
  range.setEnd(node, node.data.lastIndexOf(' ', 24))
  const chosen = getSelection()
  chosen.removeAllRanges()
  chosen.addRange(range)
  return String(range)
}"""


@pytest.mark.parametrize("by", ["click", "key"])
def test_a_marked_phrase_becomes_a_concept(open_page: Open, by: str) -> None:
    """What is marked in a passage can be added by a click or a key; it is then in the table, and framed."""
    page = open_page()
    phrase = page.locator(".row .passage p").first.evaluate(SELECT)
    mark = page.locator(".mark")
    mark.wait_for()
    if by == "click":
        mark.click()
    else:
        page.keyboard.press("a")
    page.locator(".st-key-remarks", has_text="Added the concept").wait_for()
    page.locator(".now b", has_text=phrase.strip()).wait_for()
    assert page.locator(".row.framed .on").count() > 0
    page.keyboard.press("3")
    assert page.locator(".concepts tbody .concept", has_text=phrase.strip()).count() >= 1


def test_edited_concepts_can_be_saved(open_page: Open) -> None:
    """What is wrong is said beside the boxes, which keep their text; what is added can be had as a file."""
    page = open_page()
    control(page, "Edit concepts").click()
    page.locator(".st-key-new_name input").fill("Doors")
    page.locator(".st-key-new_terms textarea").fill(" , ")
    page.locator(".st-key-add_concept button").click()
    page.locator(".st-key-trouble", has_text="at least one term").wait_for()
    assert page.locator(".st-key-new_name input").input_value() == "Doors"
    page.locator(".st-key-new_terms textarea").fill("open door")
    page.locator(".st-key-add_concept button").click()
    page.locator(".st-key-remarks", has_text="Doors").wait_for()
    with page.expect_download() as waiting:
        page.locator(".st-key-save_glossary button:enabled").first.click()
    saved = Path(waiting.value.path()).read_text(encoding="utf-8")
    assert saved.startswith("extend = true")
    assert 'terms = ["open door"]' in saved


def test_words_that_are_looked_for_become_a_concept(open_page: Open) -> None:
    """Without a mouse: find words, go to the button beside the box, press it."""
    page = open_page()
    page.keyboard.press("/")
    page.keyboard.type("zebra crossings")
    page.locator(".find .make").focus()
    page.keyboard.press("Enter")
    page.locator(".st-key-remarks", has_text="zebra crossings").wait_for()
    page.keyboard.press("3")
    line = page.locator(".concepts tbody tr", has_text="zebra crossings")
    assert line.locator("td", has_text="no mention").count() == 2


@pytest.mark.parametrize("width", [430, 820, 1440])
def test_the_views_fit(open_page: Open, width: int) -> None:
    """No view scrolls sideways."""
    page = open_page(width=width)
    for key in "23":
        page.keyboard.press(key)
        assert page.evaluate("document.querySelector('.stMain').scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_that_axe_finds(open_page: Open, scheme: str) -> None:
    """No view breaks a rule of accessibility that a program can check (axe: WCAG and good practice)."""
    page = open_page()
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    for view in ("2", "3", "1", "Ribbons"):
        if view.isdigit():
            page.keyboard.press(view)
        else:
            page.get_by_text(view, exact=True).click()
        page.wait_for_timeout(300)
        found = Axe().run(page)["violations"]
        told = [(rule["id"], len(rule["nodes"]), rule["nodes"][0]["html"][:120]) for rule in found]
        assert (view, told) == (view, [])


def test_ribbons(open_page: Open) -> None:
    """Each text in its own order; a band leads to its passages, side by side, and to the same reasons."""
    page = open_page()
    page.keyboard.press("v")
    lanes = page.locator(".lane")
    assert lanes.count() == 2
    first = lanes.nth(1).locator(".leaf .cite").all_text_contents()
    assert [label.strip() for label in first[:2]] == ["1.", "2."]
    page.locator(".chip[data-kind=shared]").click()
    assert page.locator(".leaf.faded").count() > 0
    leaf = page.locator(".lane").first.locator(".leaf[data-kind=shared]").first
    leaf.click()
    row = leaf.get_attribute("data-leaf")
    chosen = page.locator(".leaf.selected")
    assert set(chosen.evaluate_all("leaves => leaves.map(leaf => leaf.dataset.leaf)")) == {row}
    tops = [lane.locator(".leaf.selected").first.bounding_box() for lane in lanes.all()]
    assert abs(tops[0]["y"] - tops[1]["y"]) < 40  # type: ignore[index]
    assert page.locator(".tray .why section").count() >= 1
    assert page.locator(f".band.selected[data-leaf='{row}'] path").count() >= 1
    page.keyboard.press("Escape")
    assert not page.locator(".tray").is_visible()


def test_lanes_scroll_together(open_page: Open) -> None:
    """One lane scrolled to its end takes the other to its end."""
    page = open_page()
    page.keyboard.press("v")
    page.locator(".lane").first.hover()
    left = "lane => lane.scrollHeight - lane.clientHeight - lane.scrollTop"
    for _ in range(20):  # what is drawn on the way may be higher than thought
        page.mouse.wheel(0, 100_000)
        page.wait_for_timeout(250)
        if page.locator(".lane").nth(1).evaluate(left) < 60:
            break
    assert page.locator(".lane").nth(1).evaluate(left) < 60


def test_ribbons_name_what_is_linked_beyond_the_next_text(open_page: Open) -> None:
    """Where the text between has no part in a row, no band can lead there: words say it on both sides."""
    page = open_page(width=1920)
    herring = "The Parties shall set quotas for the herring catch in the northern basin every spring."
    other = "Trams run every ten minutes between the station and the old harbour."
    put(page, {"one": herring, "two": other, "three": herring})
    page.keyboard.press("v")
    page.locator(".ribbons").wait_for()
    told = page.locator(".leaf .far").all_inner_texts()
    assert len(told) == 2
    assert told[0].startswith("linked with three ¶1 (")
    assert told[1].startswith("linked with one ¶1 (")


def put(page: Page, texts: dict[str, str]) -> None:
    """Put texts side by side, by name."""
    control(page, "Texts").click()
    page.locator("[data-testid=stFileUploader] input").first.set_input_files(
        [
            {"name": f"{name}.txt", "mimeType": "text/plain", "buffer": text.encode()}
            for name, text in texts.items()
        ]
    )
    page.locator(".head h2").nth(len(texts) - 1).get_by_text(list(texts)[-1], exact=True).wait_for()
    page.keyboard.press("Escape")


def test_what_is_plain_of_the_whole_is_said(open_page: Open) -> None:
    """Texts that are the same, and texts of which no passage has a counterpart."""
    page = open_page()
    herring = "The Parties shall set quotas for the herring catch in the northern basin every spring."
    put(page, {"one": herring, "two": herring})
    assert page.locator(".lead .whole").inner_text().startswith("The texts are the same")
    assert page.locator(".row .mode").inner_text() == "the same words"
    put(page, {"one": herring, "near": herring.replace("every spring", "in autumn")})
    assert page.locator(".row .mode").inner_text() == "differing words marked"
    put(
        page,
        {"one": herring, "other": "Trams run every ten minutes between the station and the old harbour."},
    )
    assert page.locator(".lead .whole").inner_text().startswith("No passage has a counterpart")


def test_headings_alone_are_not_counted_as_passages(open_page: Open) -> None:
    page = open_page()
    put(page, {"one": "The Parties shall meet every spring in the old harbour.", "two": "ANNEX I"})
    known = page.locator(".head .known").all_inner_texts()
    assert known == ["1 passage", "1 heading, no passage"]
    assert "two holds a heading and no passage" in page.locator(".st-key-remarks").inner_text()


def test_a_phone_shows_the_first_sentences_and_all_when_asked(open_page: Open) -> None:
    page = open_page(width=430)
    points = page.locator(".lead li")
    visible = [points.nth(k).is_visible() for k in range(points.count())]
    assert visible[:2] == [True, True]
    assert not any(visible[2:])
    page.locator(".lead .more").click()
    assert all(points.nth(k).is_visible() for k in range(points.count()))


def test_ribbons_need_width(open_page: Open) -> None:
    """Where lanes would be too narrow, a line says so, and the rows are there."""
    page = open_page(width=430)
    page.keyboard.press("v")
    assert "wider window" in page.locator(".narrow").inner_text()
    assert shown_rows(page) > 0


def test_an_address_opens_the_same_place(open_page: Open) -> None:
    """View, filter, difference and row come back in another tab; back goes through what was looked at."""
    page = open_page()
    page.locator(".chip[data-kind=only-0]").click()
    page.keyboard.press("n")
    row = page.locator(".row.selected").get_attribute("data-row")
    address = page.url
    other = page.context.new_page()
    other.goto(address)
    other.locator(".row.framed.selected").wait_for()
    assert other.locator(".row.selected").get_attribute("data-row") == row
    assert other.locator(".found[aria-pressed=true] .rank").inner_text() == "1"
    assert other.locator(".chip[data-kind=only-0]").get_attribute("aria-pressed") == "true"
    other.close()
    page.keyboard.press("2")
    page.go_back()
    assert page.locator(".row.framed.selected").is_visible()
    page.go_back()
    page.locator(".row.framed").first.wait_for(state="detached")
    assert page.locator(".chip[data-kind=only-0]").get_attribute("aria-pressed") == "true"
    page.go_back()
    page.locator(".chip[data-kind=''][aria-pressed=true]").wait_for()
    page.go_forward()
    page.locator(".chip[data-kind=only-0][aria-pressed=true]").wait_for()


def test_texts_are_in_the_address(open_page: Open, server: str) -> None:
    """Other texts are another address; back brings the first back; an address of unknown texts says so."""
    page = open_page()
    heads = page.locator(".head h2")
    control(page, "Swap").click()
    heads.first.get_by_text("NATO", exact=True).wait_for()
    assert "text=nato-response&text=us-response" in page.url
    page.go_back()
    heads.first.get_by_text("United States", exact=True).wait_for()
    page.go_forward()
    heads.first.get_by_text("NATO", exact=True).wait_for()
    page.goto(f"{server}/?text=here&text=there")
    page.locator(".st-key-remarks", has_text="not here").wait_for()
    heads.first.wait_for()
    assert heads.all_inner_texts() == ["United States", "NATO"]


def test_the_map_leads_to_its_place(open_page: Open) -> None:
    """A click near the end of the map goes near the end; keyboard and screen readers pass it by."""
    page = open_page()
    box = page.locator(".map").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 20, box["y"] + box["height"] * 0.9)
    page.wait_for_timeout(200)
    last = page.locator(".row").last.bounding_box()
    assert last is not None
    assert last["y"] < 2_000
    assert page.locator(".map").get_attribute("aria-hidden") == "true"
    assert page.locator(".map :is(button, [tabindex])").count() == 0
    narrow = open_page(width=960)
    assert not narrow.locator(".map").is_visible()


def test_layers(open_page: Open) -> None:
    """Stance is shown by a sign and a line, and told in the legend; differences can be switched off."""
    page = open_page()
    cue = page.locator(".row span.cue[data-sign]").first
    sign = "cue => getComputedStyle(cue, '::before').content"
    assert cue.evaluate(sign) == "none"
    assert not page.locator(".legend .signs").is_visible()
    page.locator("[data-layer=stance]").click()
    assert cue.evaluate(sign) != "none"
    assert "refusal" in page.locator(".legend .signs").inner_text()
    term = page.locator(".row span.only:not(.shared):not(.differs)").first
    line = "term => getComputedStyle(term).textDecorationLine"
    assert term.evaluate(line) == "underline"
    page.locator("[data-layer=differences]").click()
    assert term.evaluate(line) == "none"
    page.reload()
    page.locator(".row").first.wait_for()
    assert page.locator("[data-layer=stance]").get_attribute("aria-pressed") == "true"


def test_shared_words_light_up_together(open_page: Open) -> None:
    """The mouse on a shared word lights the word on the other side too."""
    page = open_page()
    page.locator(".row span.shared").first.hover()
    lit = page.locator(".row span.lit")
    assert lit.count() >= 2
    assert lit.locator("xpath=ancestor::div[contains(@class, 'cell')]").count() == 2


def test_going_to_a_label(open_page: Open) -> None:
    """G and a label lead to a passage; x to what comes nearest and back; the question mark tells the keys."""
    page = open_page()
    page.keyboard.press("g")
    page.keyboard.type("7(c)")
    page.keyboard.press("Enter")
    selected = page.locator(".row.selected")
    assert "7(c)" in selected.locator(".cite").all_inner_texts()
    page.keyboard.press("?")
    assert page.locator(".help").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator(".help").is_visible()
    page.locator(".row.only:has(.jump)").first.locator(".gutter").click()
    alone = selected.get_attribute("data-row")
    page.keyboard.press("x")
    assert selected.get_attribute("data-row") != alone
    assert "not taken" in page.locator(".hint").inner_text()
    page.keyboard.press("x")
    assert selected.get_attribute("data-row") == alone


def test_sizes(open_page: Open) -> None:
    """The size of the text is remembered; a text can be given the room, and a border moved by keys."""
    page = open_page()
    size = "text => parseFloat(getComputedStyle(text).fontSize)"
    before = page.locator(".passage p").first.evaluate(size)
    page.locator("[data-size=large]").click()
    assert page.locator(".passage p").first.evaluate(size) > before
    page.reload()
    page.locator(".row").first.wait_for()
    assert page.locator(".passage p").first.evaluate(size) > before
    wide = "head => head.offsetWidth"
    even = page.locator(".head").first.evaluate(wide)
    page.locator("[data-focus-on='0']").click()
    assert page.locator(".head").first.evaluate(wide) > even * 1.2
    page.locator("[data-focus-on='0']").click()
    page.locator(".handle").first.focus()
    page.keyboard.press("ArrowLeft")
    assert page.locator(".head").first.evaluate(wide) < even


def test_find_counts_headings(open_page: Open) -> None:
    """Typing goes to the first place; a heading counts."""
    page = open_page()
    heading = page.locator(".row .heading").last.text_content() or ""
    page.keyboard.press("/")
    page.keyboard.type(heading.split(" › ")[-1])
    assert re.fullmatch(r"1 of \d+", page.locator(".find .count").inner_text())


def test_filters_of_the_table_are_in_the_address(open_page: Open) -> None:
    """A copied address opens the table of concepts as it was filtered."""
    page = open_page()
    page.keyboard.press("3")
    page.locator("input[data-filter=text]").fill("security")
    page.locator("select[data-filter=raised]").select_option("only-0")
    lines = page.locator(".concepts tbody tr").count()
    other = page.context.new_page()
    other.goto(page.url)
    other.locator(".concepts tbody tr").first.wait_for()
    assert other.locator(".concepts tbody tr").count() == lines
    assert other.locator("input[data-filter=text]").input_value() == "security"
    other.close()
