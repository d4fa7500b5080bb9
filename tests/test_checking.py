"""The reading of a file, checked and corrected on the page, and a file parted into its documents."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page
from streamlit.testing.v1 import AppTest
from test_page import MAIN, columns, sentences

from bench.pdfs import At, shown
from diffapp.model import Block, Correction, Document
from diffapp.reading import read_text
from diffapp.reading.keeping import DATA
from diffapp.ui import access, corrections, documents
from diffapp.ui.checking import told

Open = Callable[..., Page]

TITLES = ("Response of the North", "Response of the South")


def page_of(title: str, number: int, *lines: str) -> list[At]:
    """A page with a large title on its first page, a few paragraphs, and its number at the foot."""
    head = [At(72, 90, title, 22, "B")] if number == 1 else []
    body = [At(72, 150 + 40 * at, line) for at, line in enumerate(lines)]
    return [*head, *body, At(290, 800, str(number), 9)]


def two_in_one() -> bytes:
    """A PDF of two documents, each with a title and numbers of its own."""
    north, south = TITLES
    return shown(
        page_of(
            north, 1, "1. The North shall keep the river clean.", "2. The North opens its harbours in winter."
        ),
        page_of(north, 2, "3. The North reports every spring."),
        page_of(south, 1, "1. The South shall keep the river clean.", "2. The South closes its mines."),
        page_of(south, 2, "3. The South reports in autumn."),
    )


def test_what_the_checker_is_told() -> None:
    """Doubts stand at their blocks, what was left out in a list; the picture is in base 64."""
    text = "A passage that is\n\nread in two."
    blocks = (Block(0, 17, 0, 1, 0.5), Block(19, len(text), 0, 2, 0.99))
    document = Document(
        "d", text, blocks, source="d.pdf", pages=2, removed=((1, "SECRET"),), parts=((2, "a title"),)
    )
    seen = told(document, 2, b"png")
    assert [block["text"] for block in seen["blocks"]] == ["A passage that is", "read in two."]
    assert "recognised with 0.50" in seen["blocks"][0]["doubts"][0]
    assert "begins small" in seen["blocks"][1]["doubts"][0]
    assert (seen["removed"], seen["ranges"], seen["picture"]) == ([[1, "SECRET"]], [[1, 1], [2, 2]], "cG5n")
    assert not seen["recognisable"]


def test_a_pdf_is_read_and_its_second_document_told() -> None:
    page = AppTest.from_file(str(MAIN), default_timeout=60).run()
    page.file_uploader[0].upload("both.pdf", two_in_one()).run()
    assert not page.exception
    assert columns(page)[1] == TITLES[0]
    assert "both.pdf seems to hold further documents, from page 3 on." in sentences(page)
    page.text_input(key=next(box.key for box in page.text_input if box.key.startswith("name "))).set_value(
        "Both"
    ).run()
    assert columns(page)[1] == "Both"


def test_a_file_that_cannot_be_read_changes_nothing() -> None:
    page = AppTest.from_file(str(MAIN), default_timeout=60).run()
    before = columns(page)
    page.file_uploader[0].upload("spoilt.pdf", two_in_one()[:400]).run()
    assert not page.exception
    assert columns(page) == before
    assert "spoilt.pdf: this PDF is damaged or incomplete" in sentences(page)


def bring(data: bytes = b"One says this.\n\nTwo says that.\n\nThree is noise.") -> AppTest:
    """A new visit, and a file put in."""
    page = AppTest.from_file(str(MAIN), default_timeout=60).run()
    page.file_uploader[0].upload("noisy.txt", data).run()
    assert not page.exception
    return page


def passages(page: AppTest) -> list[str]:
    """The passages of the second column, as the viewer was given them."""
    viewer, *_rest = page.get("bidi_component")
    rows = json.loads(viewer.proto.bytes)["rows"]
    return sorted("".join(text for text, _ in each["pieces"]) for row in rows for each in row["cells"][1])


def made(page: AppTest) -> AppTest:
    """The last passage left out, as the checker would do it."""
    key = page.session_state["place_1"]
    page.session_state["checking"] = key
    page.run()

    def correct() -> None:
        corrections.correct(key, Correction("drop", 2))

    return acting(page, correct)


def acting(page: AppTest, act: Callable[[], object]) -> AppTest:
    """The page after something was done in its script's place, as a component's callback is."""
    run = documents.prepare

    def prepare() -> None:
        run()
        act()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(documents, "prepare", prepare)
        page.run()
    assert not page.exception
    return page


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of what is kept, new for a test."""
    monkeypatch.setenv(DATA, str(tmp_path))
    return tmp_path


ALL = ["One says this.", "Three is noise.", "Two says that."]
FEWER = ["One says this.", "Two says that."]


def test_a_correction_comes_back_in_another_visit(data: Path) -> None:
    """Same bytes, another visit: corrected, said, and one click has it as it was read, and back."""
    made(bring())
    assert len([path for path in (data / "corrections").rglob("*") if path.is_file()]) == 1
    again = bring()
    assert passages(again) == FEWER
    assert "noisy.txt comes with 1 correction made before." in sentences(again)
    again.button(key=f"as_read 1 {again.session_state['place_1']}").click().run()
    assert passages(again) == ALL
    third = bring()
    assert passages(third) == ALL
    assert "1 correction can be put back under Texts" in sentences(third)
    third.button(key="as_read_1").click().run()
    assert passages(third) == FEWER
    assert passages(bring(b"One says this.\n\nTwo says that.\n\nThree is noise. ")) == ALL


@pytest.mark.usefixtures("data")
def test_what_is_taken_back_does_not_come_back() -> None:
    page = made(bring())
    acting(page, lambda: corrections.undo(page.session_state["place_1"]))
    again = bring()
    assert passages(again) == ALL
    assert "made before" not in sentences(again)


def test_damaged_corrections_are_told_and_left_out(data: Path) -> None:
    made(bring())
    (kept,) = [path for path in (data / "corrections").rglob("*") if path.is_file()]
    kept.write_bytes(b"{")
    again = bring()
    assert passages(again) == ALL
    assert "noisy.txt: the corrections kept for it are damaged" in sentences(again)


def test_corrections_of_another_reading_are_told_and_left_out(data: Path) -> None:
    made(bring())
    (kept,) = [path for path in (data / "corrections").rglob("*") if path.is_file()]
    kept.write_text(re.sub(r'"mark": "\w+"', '"mark": "00"', kept.read_text()))
    again = bring()
    assert passages(again) == ALL
    assert "noisy.txt: 1 correction made before no longer fits how it is read now" in sentences(again)


def test_where_nothing_can_be_kept_they_last_as_long_as_the_tab(data: Path) -> None:
    (data / "corrections").write_text("in the way")
    page = made(bring())
    page.session_state["checking"] = ""
    assert passages(page.run()) == FEWER
    assert passages(bring()) == ALL


def test_who_logs_in_has_corrections_of_their_own(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What one corrects, another does not see; of whom nothing but a name is known, nothing is kept."""

    def visit(**user: str) -> AppTest:
        monkeypatch.setattr(access.st, "user", {"is_logged_in": True, **user})
        return bring()

    made(visit(email="ana@example.org"))
    assert passages(visit(email="ana@example.org", name="Ana")) == FEWER
    assert passages(visit(email="ben@example.org")) == ALL
    assert passages(visit(email="ben@example.org", sub="7", iss="here")) == ALL
    made(visit(name="Ana"))
    assert passages(visit(name="Ana")) == ALL
    assert len([path for path in (data / "corrections").rglob("*") if path.is_file()]) == 1


def test_what_is_under_a_heading_by_its_looks_is_counted_as_such() -> None:
    document = read_text("ANNEX I\n\nA passage that says what is to be done in spring.")
    assert [bool(block["level"]) for block in told(document, None, b"")["blocks"]] == [True, False]


@pytest.fixture
def checker(open_page: Open) -> Page:
    """The checker with the PDF of two documents."""
    return checked(open_page())


def checked(page: Page) -> Page:
    """Put the PDF of two documents in, and open the checker."""
    page.locator(".st-key-controls").get_by_role("button", name="Texts").click()
    page.locator("[data-testid=stFileUploader] input").first.set_input_files(
        {"name": "both.pdf", "mimeType": "application/pdf", "buffer": two_in_one()}
    )
    page.get_by_role("button", name="Check the reading").click()
    page.locator(".check .block").first.wait_for()
    page.keyboard.press("Escape")
    if (back := page.locator("[data-aside=aside]")).count():
        back.click()  # what another test has corrected
        page.locator("[data-aside=back]").wait_for()
    return page


def blocks(page: Page) -> list[str]:
    return page.locator(".check .block p:first-of-type").all_inner_texts()


def count(page: Page, number: int) -> None:
    """Wait for so many blocks."""
    page.locator(
        f".check .blocks:has(> :nth-child({number})):not(:has(> :nth-child({number + 1})))"
    ).wait_for()


def test_one_key_merges_splits_leaves_out_and_takes_back(checker: Page) -> None:
    before = blocks(checker)
    assert len(before) == 8
    checker.locator(".block").nth(2).click()
    checker.keyboard.press("m")
    count(checker, 7)
    assert blocks(checker)[1] == f"{before[1]} {before[2]}"
    checker.keyboard.press("s")
    checker.locator(".word.cut", has_text="2.").wait_for()
    checker.keyboard.press("Enter")
    count(checker, 8)
    assert blocks(checker) == before
    checker.keyboard.press("j")
    checker.keyboard.press("d")
    count(checker, 7)
    assert blocks(checker) == [*before[:2], *before[3:]]
    for number in (8, 7, 8):
        checker.keyboard.press("u")
        count(checker, number)
    assert blocks(checker) == before


def test_the_page_is_shown_beside_its_passages(checker: Page) -> None:
    assert "Page 1 of 4" in checker.locator("figcaption").inner_text()
    checker.locator(".block", has_text="reports in autumn").click()
    checker.locator("figcaption", has_text="Page 4 of 4").wait_for()
    assert checker.locator(".check img").evaluate("image => image.naturalWidth") == 1200


@pytest.mark.parametrize("width", [430, 820, 1440])
def test_the_passages_come_first_and_a_tap_shows_the_page_large(open_page: Open, width: int) -> None:
    """Escape closes it, and no key meant for it corrects a passage under it."""
    page = checked(open_page(width=width, height=860))
    passage, figure, look = (page.locator(name).first for name in (".block", ".check figure", ".look"))
    above, beside = passage.bounding_box(), figure.bounding_box()
    assert above
    assert beside
    assert above["y"] < beside["y"] + beside["height"]
    assert above["y"] + above["height"] <= 860
    if width == 430:
        assert beside["height"] < 120
        assert beside["y"] + beside["height"] <= 860
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    before = blocks(page)
    look.click()
    picture = page.locator("dialog.large img")
    picture.wait_for()
    box = picture.bounding_box()
    assert box
    assert box["width"] >= 700
    page.keyboard.press("d")
    page.keyboard.press("Escape")
    picture.wait_for(state="detached")
    assert blocks(page) == before


def test_a_file_is_parted_into_its_documents(checker: Page) -> None:
    checker.locator("[data-split]").click()
    checker.locator(".row").first.wait_for()
    heads = checker.locator(".head h2")
    heads.first.get_by_text(TITLES[0]).wait_for()
    assert heads.all_inner_texts() == list(TITLES)
    assert checker.locator(".row .page").first.inner_text().startswith("p. ")


def test_pages_are_parted_as_the_reader_says(checker: Page) -> None:
    """Nonsense is answered by a sentence; what is meant is done, by Enter too."""
    pages = checker.locator("[data-ranges]")
    assert pages.input_value() == "1-2, 3-4"
    pages.fill("1-9")
    pages.press("Enter")
    checker.locator(".st-key-notice", has_text="This file has pages 1 to 4").wait_for()
    pages.fill("1, 2-4")
    pages.press("Enter")
    checker.locator(".head .known", has_text="4 passages").wait_for()
    assert checker.locator(".head .known").all_inner_texts() == ["2 passages", "4 passages"]


def test_what_was_corrected_is_compared_and_comes_back_with_the_file(checker: Page) -> None:
    checker.locator(".block", has_text="closes its mines").click()
    checker.keyboard.press("d")
    count(checker, 7)
    checker.locator("[data-done]").click()
    checker.locator(".row").first.wait_for()
    assert checker.locator(".row", has_text="closes its mines").count() == 0
    checker.locator(".st-key-controls").get_by_role("button", name="Texts").click()
    checker.locator("[data-testid=stFileUploader] input").first.set_input_files(
        {"name": "both.pdf", "mimeType": "application/pdf", "buffer": two_in_one()}
    )
    checker.get_by_role("button", name="Check the reading").first.click()
    checker.locator(".told", has_text="1 correction").wait_for()
