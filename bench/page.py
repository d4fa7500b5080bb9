"""How quick the page is, in a real browser: ``python -m bench.page``.

Measured are the time from starting the server to the first paint of the built-in comparison, and the
time from a click to the page having changed. Needs Chromium; DIFFAPP_CHROMIUM names one.
"""

from __future__ import annotations

import os
import platform
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page, sync_playwright

from bench import reading_room

ROOT = Path(__file__).resolve().parent.parent
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
STARTS = 5
CLICKS = 15
PATIENCE = 60.0


@contextmanager
def served(home: str | None = None) -> Iterator[str]:
    """The address of a freshly started page, in a home folder of its own unless one is given."""
    with serving(home) as (address, _):
        yield address


@contextmanager
def serving(home: str | None = None) -> Iterator[tuple[str, int]]:
    """The same, with the number of the server's process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "diffapp" / "app.py")]
    with tempfile.TemporaryDirectory() as fresh:
        home = home or fresh
        running = subprocess.Popen(  # noqa: S603 - our own server
            [*command, "--server.port", str(port), "--server.headless", "true"],
            cwd=home,
            env={**os.environ, "HOME": home},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            address = f"http://127.0.0.1:{port}"
            _await_health(address)
            yield address, running.pid
        finally:
            running.terminate()
            running.wait(10)


def _await_health(address: str) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1):  # noqa: S310 - our own
                return
        except OSError:
            time.sleep(0.02)
    message = "The server did not start."
    raise TimeoutError(message)


@contextmanager
def browsing() -> Iterator[Browser]:
    """A headless Chromium."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = os.environ.get("DIFFAPP_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if found is None:
        sys.exit("No Chromium was found; set DIFFAPP_CHROMIUM to one.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()


def start_to_first_paint(browser: Browser, home: str | None = None) -> float:
    """Seconds from starting the server to a painted comparison, in a browser with nothing cached.

    In a home folder where the page ran before, the vectors of the passages are still there.
    """
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    began = time.perf_counter()
    with served(home) as address:
        page.goto(address)
        page.locator(".row").first.wait_for()
        painted(page)
        took = time.perf_counter() - began
    context.close()
    return took


def painted(page: Page) -> None:
    """Wait until what has been drawn is on the screen: two frames."""
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


def rested(page: Page) -> None:
    """Wait until no run is under way."""
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()


CHANGED = """([button, selector]) => new Promise((done, fail) => {
  setTimeout(fail, 30000, new Error("nothing was drawn anew"))
  const roots = [...document.querySelectorAll('*')].map(one => one.shadowRoot)
  const root = roots.find(one => one?.querySelector('.diff'))
  const old = root.querySelector(selector)
  const began = performance.now()
  document.querySelector(button).click()
  const look = () => root.contains(old) ? requestAnimationFrame(look)
    : requestAnimationFrame(() => done(performance.now() - began))
  look()
})"""
"""Clicks a button; the milliseconds until the comparison has been drawn anew and painted."""

TOLD = """button => new Promise((done, fail) => {
  setTimeout(fail, 30000, new Error("no notice came or went"))
  const there = () => document.querySelector('.st-key-notice') !== null
  const before = there()
  const began = performance.now()
  document.querySelector(button).click()
  const look = () => there() === before ? requestAnimationFrame(look)
    : requestAnimationFrame(() => done(performance.now() - began))
  look()
})"""
"""Clicks a button; the milliseconds until a notice has come or gone, the comparison being unchanged."""


def redraws(page: Page, buttons: tuple[str, str]) -> list[float]:
    """Two buttons in turn, each of which redraws; the first round fills the memory and does not count."""
    times = []
    for number in range(CLICKS + 2):
        rested(page)
        page.locator(buttons[number % 2]).first.wait_for()
        times.append(page.evaluate(CHANGED, [buttons[number % 2], ".row"]))
    return times[2:]


def reruns(page: Page) -> list[float]:
    """Runs that leave the comparison as it is: an empty paste is refused, and the notice goes again."""
    times = []
    for number in range(CLICKS + 2):
        rested(page)
        button = (".st-key-add_pasted button", ".st-key-target button:not([aria-checked=true])")[number % 2]
        page.locator(button).first.wait_for()
        times.append(page.evaluate(TOLD, button))
    return times[2:]


def choices(key: str) -> tuple[str, str]:
    """The second and the first button of a segmented control."""
    second, first = (f".st-key-{key} button:nth-of-type({number})" for number in (2, 1))
    return second, first


def big(browser: Browser, address: str, size: int) -> tuple[int, dict[str, list[float]]]:
    """What a comparison of so many passages a side takes, and how many rows it has."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(address)
    page.locator(".row").first.wait_for()
    reading_room.put(page, size)
    rested(page)
    swap = ".st-key-swap button"
    page.evaluate(CHANGED.replace("30000", "1200000"), [swap, ".row"])  # not in memory
    first = []
    for _ in range(3):
        rested(page)
        first.append(page.evaluate(CHANGED, [swap, ".row"]))
    rested(page)
    rows = page.locator(".row").count()
    told = {"first layout": first, **reading_room.measured(page)}
    page.close()
    return rows, told


def report(name: str, times: list[float], unit: str, target: str) -> None:
    """Print one line of the table."""
    digits = 2 if unit == "s" else 0
    last = min(times) if unit == "/s" else max(times)
    middle, worst = (f"{value:7.{digits}f} {unit:<2}" for value in (median(times), last))
    print(f"{name:<36} median {middle}  worst {worst}  {target}")


def main() -> None:
    """Measure, and print a table."""
    with browsing() as browser:
        start_to_first_paint(browser)  # the operating system's caches are warm from here on
        starts = [start_to_first_paint(browser) for _ in range(STARTS)]
        with tempfile.TemporaryDirectory() as home:
            later = [start_to_first_paint(browser, home) for _ in range(STARTS + 1)][1:]
        with served() as address:
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            page.goto(address)
            page.locator(".row").first.wait_for()
            swapped = redraws(page, (".st-key-swap button",) * 2)
            rested(page)
            page.locator(".st-key-controls").get_by_role("button", name="Settings").click()
            page.locator(".st-key-unit").wait_for()
            units = redraws(page, choices("unit"))
            rested(page)
            page.keyboard.press("Escape")
            page.locator(".st-key-controls").get_by_role("button", name="Texts").click()
            page.locator(".st-key-target").wait_for()
            idle = reruns(page)
        with served() as address:
            sized = [big(browser, address, size) for size in reading_room.SIZES]
    machine = f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
    print(f"{machine}, Python {platform.python_version()}, headless Chromium")
    report("first start ever to paint", starts, "s", "target < 4 s")
    report("later start to paint", later, "s", "target < 3 s")
    report("swap, compared before", swapped, "ms", "target < 300 ms")
    report("paragraphs or sentences", units, "ms", "target < 300 ms")
    report("comparison unchanged", idle, "ms", "target < 300 ms")
    for (rows, told), targets in zip(sized, reading_room.TARGETS, strict=True):
        for name, times in told.items():
            unit = "/s" if name.startswith("frames") else "ms"
            report(f"{rows} rows: {name}", times, unit, targets.get(name, ""))


if __name__ == "__main__":
    main()
