"""Decisions on the page in a real browser, on a server and a store of each test's own."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from conftest import await_health

from diffapp import library
from diffapp.model import Settings
from diffapp.review import projects
from diffapp.review.log import entries
from diffapp.review.opening import open_store
from diffapp.review.projects import Contents

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ROOT = Path(__file__).resolve().parent.parent
WAIT = 30_000
"""Milliseconds that something may take on a busy machine."""


class Served:
    """A server that can be killed and started again at the same address, with the same folders."""

    def __init__(self, home: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.home = home
        self.address = f"http://127.0.0.1:{self.port}"
        self.start()

    def start(self) -> None:
        """Start it, and wait until it answers."""
        command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "diffapp" / "app.py")]
        told = ["--server.port", str(self.port), "--server.headless", "true"]
        headers = ["--server.trustedUserHeaders", json.dumps({"X-Analyst": "name"})]
        self.running = subprocess.Popen(
            [*command, *told, *headers],
            cwd=self.home,
            env={**os.environ, "HOME": str(self.home), "DIFFAPP_DATA": str(self.home / "data")},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        await_health(self.address, self.running)

    def kill(self) -> None:
        """End it at once, without a word."""
        self.running.send_signal(signal.SIGKILL)
        self.running.wait(10)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    own = Served(tmp_path)
    yield own
    own.kill()


@pytest.fixture
def visit(browser: Browser, served: Served) -> Iterator[Callable[..., Page]]:
    contexts = []

    def opened(name: str = "anna", width: int = 1440) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            extra_http_headers={"X-Analyst": name},
            reduced_motion="reduce",
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(WAIT)
        arrive(page, served)
        return page

    yield opened
    for context in contexts:
        context.close()


def arrive(page: Page, served: Served) -> None:
    """Open the page, or load it again, and wait until decisions can be taken."""
    page.goto(served.address)
    page.locator(".row").first.wait_for()
    page.locator(".progress:visible").wait_for()


def kept(page: Page) -> dict[str, Any]:
    """What the server has said it keeps, once it has answered all that was asked."""
    page.wait_for_function(
        "() => !globalThis.diffapp.review.queue.length && "
        "!Object.values(globalThis.diffapp.review.state.rows).some(row => row.waits)"
    )
    state: dict[str, Any] = page.evaluate("() => globalThis.diffapp.review.state")
    return state


def row_ids(page: Page) -> list[str]:
    ids: list[str] = page.evaluate("() => globalThis.diffapp.review.viewer.data.rows.map(row => row.id)")
    return ids


def press(page: Page, keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_twenty_rows_decided_by_keyboard_outlive_everything(
    visit: Callable[..., Page], served: Served, tmp_path: Path
) -> None:
    page = visit()
    press(page, "uc" * 17 + "uss" + "uss")
    press(page, "um")
    page.keyboard.type("Ask the lawyers: “settled” = what?")
    page.keyboard.press("Control+Enter")
    press(page, "t")
    page.keyboard.type("red line, Berlin")
    page.keyboard.press("Enter")
    before = kept(page)
    rows = before["rows"]
    assert len(rows) == 20
    assert sum(bool(row.get("decided")) for row in rows.values()) == 17
    assert [row["status"] for row in rows.values() if row.get("status")] == ["checked"] * 2
    assert [note["text"] for row in rows.values() for note in row.get("notes", ())] == [
        "Ask the lawyers: “settled” = what?"
    ]
    arrive(page, served)
    assert kept(page)["rows"] == rows
    served.kill()
    served.start()
    arrive(page, served)
    after = kept(page)
    assert after["rows"] == rows
    assert after["progress"] == before["progress"]
    closed = {row for row, state in rows.items() if state.get("looked")}
    undecided = set(row_ids(page)) - closed
    page.get_by_role("button", name="Settings").click()
    slider = page.get_by_role("slider").last
    slider.focus()
    press(page, ["ArrowRight"] * 16)  # type: ignore[arg-type]
    page.wait_for_function(
        "before => before.some(id => !globalThis.diffapp.review.viewer.data.rows.some(row => row.id === id))",
        arg=sorted(undecided),
    )
    assert closed <= set(row_ids(page))
    assert kept(page)["rows"].keys() >= closed
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Download").click()
    with page.expect_download() as loading:
        page.get_by_role("button", name="JSON").click()
    loading.value.save_as(tmp_path / "out.json")
    told = json.loads((tmp_path / "out.json").read_text())
    assert {row["id"] for row in told["rows"] if row["decided"]} == closed
    assert any(row["tags"] == ["red line", "Berlin"] for row in told["rows"])


def test_a_link_rejected_and_another_made(visit: Callable[..., Page]) -> None:
    page = visit()
    linked = page.evaluate(
        "() => globalThis.diffapp.review.viewer.data.rows.findIndex(row => row.links.length === 1)"
    )
    page.evaluate("index => globalThis.diffapp.review.viewer.select(index)", linked)
    row = row_ids(page)[linked]
    left, right = row.split("|")
    press(page, "r")
    page.wait_for_function(
        "id => !globalThis.diffapp.review.viewer.data.rows.some(row => row.id === id)", arg=row
    )
    assert row not in row_ids(page)
    page.locator(".row.selected .refused").wait_for()
    assert int(page.locator(".row.selected").get_attribute("data-row") or -1) >= 0
    press(page, "l")
    page.locator("dialog.drawer li").first.wait_for()
    candidate = page.locator("dialog.drawer li", has_text="rejected by the analyst").first
    candidate.wait_for()
    candidate.locator("button").click()
    page.locator("dialog.drawer .yes").click()
    page.wait_for_function(
        "id => globalThis.diffapp.review.viewer.data.rows.some(row => row.id === id)", arg=row
    )
    assert kept(page)["rows"][row]["decided"] == "link"
    press(page, "z")
    page.wait_for_function(
        "id => !globalThis.diffapp.review.viewer.data.rows.some(row => row.id === id)", arg=row
    )
    assert {f"{left}|", f"|{right}"} & set(row_ids(page))
    press(page, "z")
    page.wait_for_function(
        "id => globalThis.diffapp.review.viewer.data.rows.some(row => row.id === id)", arg=row
    )
    assert kept(page)["undo"] == ""
    press(page, "y")
    page.wait_for_function(
        "id => !globalThis.diffapp.review.viewer.data.rows.some(row => row.id === id)", arg=row
    )


def test_two_analysts_see_each_other_and_are_asked_where_they_differ(visit: Callable[..., Page]) -> None:
    one, other = visit("anna"), visit("ben")
    press(one, "uc")
    other.locator(".row.decided").first.wait_for()
    (state,) = kept(other)["rows"].values()
    assert state["by"] == "anna"
    links = (
        "() => globalThis.diffapp.review.viewer.data.rows"
        ".flatMap((row, at) => row.links.length === 1 ? [at] : [])"
    )
    asked = other.get_by_text("Decided meanwhile by anna")
    for index in one.evaluate(links)[:4]:  # a look at the wrong moment may come in between
        for page in (one, other):
            page.evaluate("index => globalThis.diffapp.review.viewer.select(index)", index)
        row = row_ids(one)[index]
        press(one, "c")
        press(other, "r")
        kept(one), kept(other)
        if asked.count():
            break
        press(other, "z")
        kept(other)
    asked.wait_for()
    assert kept(one)["rows"][row]["decided"] == "confirm"
    other.get_by_role("button", name="Keep mine instead").click()
    one.wait_for_function(
        "id => !globalThis.diffapp.review.viewer.data.rows.some(row => row.id === id)", arg=row
    )
    assert asked.count() == 0


def test_a_difference_is_dismissed_renamed_and_ranked(visit: Callable[..., Page]) -> None:
    page = visit()
    press(page, "2")
    first = page.locator(".card .concept").first.inner_text()
    page.locator(".card").first.get_by_role("button", name="Rename").click()
    page.keyboard.type("The <b>first</b> of all")
    page.keyboard.press("Enter")
    page.locator(".card .concept", has_text="The <b>first</b> of all").wait_for()
    assert f"Found as “{first}”" in page.locator(".card").first.inner_text()
    page.locator(".card").first.get_by_role("button", name="One place down").click()
    page.locator(".card").nth(1).locator(".concept", has_text="The <b>first</b>").wait_for()
    page.locator(".card").nth(1).get_by_role("button", name="Dismiss").click()
    page.keyboard.type("A matter of style.")
    page.keyboard.press("Enter")
    last = page.locator(".card").last
    last.get_by_text("A matter of style.").wait_for()
    assert "The <b>first</b> of all" in last.inner_text()
    assert page.locator(".card.dismissed").count() == 1
    press(page, "z")
    page.locator(".card.dismissed").wait_for(state="detached")


def test_a_project_is_renamed_sent_and_opened_again(visit: Callable[..., Page], tmp_path: Path) -> None:
    page = visit()
    press(page, "ucuc")
    rows = kept(page)["rows"]
    page.get_by_role("button", name="Projects").click()
    name = page.get_by_label("These texts are kept as")
    name.fill("January 2022")
    name.press("Enter")
    page.wait_for_function(
        "() => [...document.querySelectorAll('input')].some(box => box.value.startsWith('January 2022 · 2'))"
    )
    with page.expect_download() as loading:
        page.get_by_role("button", name="Save as a file").click()
    file = tmp_path / loading.value.suggested_filename
    loading.value.save_as(file)
    assert file.name == "January-2022.diffapp.zip"
    page.locator(".st-key-projects input[type=file], input[type=file]").last.set_input_files(file)
    page.get_by_text("Opened the project “January 2022 (2)”.").wait_for()
    assert kept(page)["rows"].keys() == rows.keys()


def test_opening_texts_changes_nothing_of_their_project(visit: Callable[..., Page], served: Served) -> None:
    """Its own settings stay, the page says that they differ, and only a change on the page is kept."""
    store = open_store(f"sqlite:///{served.home / 'data' / 'diffapp.sqlite3'}")
    documents = tuple(library.load(name) for name in list(library.builtin())[:2])
    own = Contents(documents, Settings(threshold=0.8, encoder="none"), glossary="")
    made = projects.create(store, "Ours", own, at="2022-01-26T00:00:00+00:00")
    page = visit()
    page.get_by_text("the project “Ours”, which has other settings").wait_for()
    press(page, "uc")
    kept(page)
    there, contents = projects.opened(store, made.id)
    assert (there.edition, contents) == (1, own)
    assert len(entries(store, made.id)) == 1
    store.close()


def test_decisions_stand_when_the_texts_are_swapped(visit: Callable[..., Page]) -> None:
    page = visit()
    press(page, "uc" * 6)
    before = kept(page)
    page.get_by_role("button", name="Swap").click()
    page.wait_for_function(
        "of => globalThis.diffapp.review.ready && globalThis.diffapp.review.state.of !== of", arg=before["of"]
    )
    swapped = {"|".join(reversed(row.split("|"))) for row in before["rows"]}
    assert kept(page)["rows"].keys() == swapped
    press(page, "uc" * 4)
    assert len(kept(page)["rows"]) == 10
    page.get_by_role("button", name="Swap").click()
    page.wait_for_function("of => globalThis.diffapp.review.state.of === of", arg=before["of"])
    assert len(kept(page)["rows"]) == 10
    assert page.get_by_text("has lost its place").count() == 0


def test_what_is_being_written_outlives_what_others_decide(visit: Callable[..., Page]) -> None:
    one, other = visit("anna"), visit("ben")
    linked = "() => globalThis.diffapp.review.viewer.data.rows.findIndex(row => row.links.length === 1)"
    first = one.evaluate(linked)
    rejected, noted = row_ids(one)[first], row_ids(one)[-1]
    other.evaluate("index => globalThis.diffapp.review.viewer.select(index)", len(row_ids(one)) - 1)
    press(other, "m")
    other.keyboard.type("Half a thought")
    one.evaluate("index => globalThis.diffapp.review.viewer.select(index)", first)
    press(one, "r")
    other.wait_for_function(
        "id => !globalThis.diffapp.review.viewer.data.rows.some(row => row.id === id)", arg=rejected
    )
    other.keyboard.type(", whole")
    other.keyboard.press("Control+Enter")
    (note,) = kept(other)["rows"][noted]["notes"]
    assert sorted(note["text"]) == sorted("Half a thought, whole")


def test_who_brings_a_decision_back_is_asked_where_another_has_decided(visit: Callable[..., Page]) -> None:
    one, other = visit("anna"), visit("ben")
    index = one.evaluate(
        "() => globalThis.diffapp.review.viewer.data.rows.findIndex(row => row.links.length === 1)"
    )
    row = row_ids(one)[index]
    one.evaluate("index => globalThis.diffapp.review.viewer.select(index)", index)
    press(one, "cz")
    one.wait_for_function("() => globalThis.diffapp.review.state.redo")
    other.wait_for_function("() => globalThis.diffapp.review.state.seq >= 2")
    other.evaluate("index => globalThis.diffapp.review.viewer.select(index)", index)
    press(other, "r")
    one.wait_for_function(
        "id => !globalThis.diffapp.review.viewer.data.rows.some(row => row.id === id)", arg=row
    )
    one.wait_for_function("() => globalThis.diffapp.review.state.redo")
    press(one, "y")
    one.get_by_text("Decided meanwhile by ben").wait_for()
    assert row not in row_ids(one)
    one.get_by_role("button", name="Leave theirs").click()
    one.get_by_text("Decided meanwhile by ben").wait_for(state="detached")
