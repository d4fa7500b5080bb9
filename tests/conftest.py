"""What several tests share: a comparison made by hand, a running server, and a watched browser."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, make_url, text

from diffapp.encoding import CACHE
from diffapp.model import (
    DEFAULT,
    Comparison,
    Difference,
    Document,
    Evidence,
    Link,
    Mark,
    Mention,
    Nearest,
    Passage,
    Position,
    Row,
    Silence,
    Variant,
)
from diffapp.reading.keeping import DATA
from diffapp.review.opening import open_store
from diffapp.review.place import DATABASE
from diffapp.review.store import Store

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE = 60.0
"""Seconds that a server may take to start on a busy machine."""


CONTRARY = """
[server]
address = "0.0.0.0"
[browser]
gatherUsageStats = true
"""
"""A configuration in the user's own folder, which the page must not follow."""


@pytest.fixture(autouse=True, scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep vectors, projects and corrections in folders of the tests' own, also in processes they start."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(CACHE, str(tmp_path_factory.mktemp("cache")))
        patch.setenv(DATA, str(tmp_path_factory.mktemp("data")))
        patch.delenv(DATABASE, raising=False)
        yield


@contextlib.contextmanager
def _on_server(server: str) -> Iterator[str]:
    """An empty database on a server for as long as it is needed; its address."""
    name = f"diffapp_{uuid.uuid4().hex}"
    url = make_url(server).set(drivername="postgresql+psycopg")
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
        yield url.set(database=name).render_as_string(hide_password=False)
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database: a file, and one on the server that the environment names."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'store' / 'diffapp.sqlite3'}"
        return
    server = os.environ.get("DIFFAPP_TEST_POSTGRES")
    if not server:
        told = "NOT TESTED ON POSTGRESQL: DIFFAPP_TEST_POSTGRES names no server; see .ci/postgres."
        if os.environ.get("DIFFAPP_REQUIRE_POSTGRES") == "1":
            pytest.fail(told)
        pytest.skip(told)
    with _on_server(server) as address:
        yield address


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    """An open store, on each kind of database in turn."""
    opened = open_store(database)
    yield opened
    opened.close()


@pytest.fixture
def by_hand() -> Comparison:
    """Two short texts: one shared row, one moved row, one passage that stands alone on each side."""
    left = ("1. Security is indivisible \U0001f30d for all.", "We keep the door open.", "Only we say this.")
    right = ("The door stays open.", "2. Security for all is our aim.", "Nobody else says that.")

    def passages(texts: tuple[str, ...], heading: str) -> tuple[Passage, ...]:
        return tuple(
            Passage(
                id=str(number),
                start=0,
                end=len(text),
                text=text,
                label=text[0] if text[0].isdigit() else None,
                label_end=3 if text[0].isdigit() else 0,
                heading=("Title", heading) if number > 1 else ("Title",),
            )
            for number, text in enumerate(texts, 1)
        )

    indivisible = left[0].index("indivisible")
    security = (left[0].index("Security"), right[1].index("Security"))
    return Comparison(
        documents=(
            Document(
                "a", "\n".join(left), (), title="Title", issuer="Aland", status="paraphrase", note="Careful."
            ),
            Document("b", "\n".join(right), (), title="Other", issuer="Beland", digest="sha256:00ff"),
        ),
        passages=(passages(left, "Part"), passages(right, "Teil")),
        links=(
            Link((0, 0), (1, 1), 0.8, (Evidence("words", "security", 0.6), Evidence("meaning", "near", 0.2))),
            Link((0, 1), (1, 0), 0.9, (Evidence("words", "door, open", 0.9),), origin="analyst"),
        ),
        rows=(
            Row(
                "r1",
                ((0,), (1,)),
                "shared",
                score=0.8,
                closeness="distant",
                variants=(
                    Variant(
                        "shared",
                        (
                            Mark(0, 0, security[0], security[0] + 8),
                            Mark(1, 1, security[1], security[1] + 8),
                        ),
                    ),
                ),
            ),
            Row("r2", ((1,), (0,)), "moved", score=0.9, closeness="close"),
            Row("r3", ((2,), ()), "only", nearest=Nearest((1, 2), 0.31, "the words are common")),
            Row("r4", ((), (2,)), "only", nearest=Nearest((0, 2), 0.31, "the words are common")),
        ),
        differences=(
            Difference(
                rank=1,
                concept="indivisibility",
                kind="only",
                documents=(0,),
                positions=(
                    Position((Mention(0, "indivisible", indivisible, indivisible + 11),), ("offer",), 3),
                    Position(),
                ),
                weight=2.0,
                silences=(
                    Silence(
                        1,
                        "silent",
                        ("indivisible", "indivisibility"),
                        Nearest((1, 1), 0.2, "speaks of security, not of this"),
                        (),
                        "Beland: no mention of indivisibility.",
                    ),
                ),
            ),
        ),
        settings=DEFAULT,
        versions={"diffapp": "0"},
    )


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running page, started from a foreign folder as a user would."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    home = tmp_path_factory.mktemp("home")
    (home / ".streamlit").mkdir()
    (home / ".streamlit" / "config.toml").write_text(CONTRARY)
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "diffapp" / "app.py")]
    running = subprocess.Popen(
        [*command, "--server.port", str(port), "--server.headless", "true"],
        cwd=home,
        env={**os.environ, "HOME": str(home)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        await_health(address, running)
        yield address
    finally:
        running.terminate()
        running.wait(10)


def await_health(address: str, running: subprocess.Popen[bytes]) -> None:
    """Wait until a server answers; fail where it does not start."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1):  # noqa: S310 - our own
                return
        except OSError:
            if running.poll() is not None:
                break
            time.sleep(0.05)
    pytest.fail("The page's server did not start.")


def chromium() -> str | None:
    """Where Chromium is, if it is anywhere."""
    names = ("chromium", "chromium-browser", "google-chrome")
    asked = os.environ.get("DIFFAPP_CHROMIUM")
    return asked or next(filter(None, map(shutil.which, names)), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium; without it the browser tests say so loudly, and fail where it is required."""
    found = chromium()
    if found is None:
        told = "BROWSER TESTS NOT RUN: no Chromium was found; set DIFFAPP_CHROMIUM to one."
        if os.environ.get("DIFFAPP_REQUIRE_BROWSER") == "1":
            pytest.fail(told)
        os.write(2, f"\n{told}\n".encode())
        pytest.skip(told)
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only where a browser is

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=found, args=CHROMIUM_FLAGS)
        yield running
        running.close()


@pytest.fixture
def open_page(browser: Browser, server: str) -> Iterator[Callable[..., Page]]:
    """Open the page; at the end nothing may have left this machine, and no error may have been logged."""
    contexts, strange, errors = [], [], []

    def opened(width: int = 1440, height: int = 900, scheme: str = "light") -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,  # type: ignore[arg-type]
            reduced_motion="reduce",
        )
        contexts.append(context)
        page = context.new_page()
        ours = (server, "ws" + server.removeprefix("http"), "data:", "blob:")
        page.on("request", lambda asked: asked.url.startswith(ours) or strange.append(asked.url))
        page.on("websocket", lambda asked: asked.url.startswith(ours) or strange.append(asked.url))
        page.on("console", lambda said: said.type == "error" and errors.append(said.text))
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(server)
        page.locator(".row").first.wait_for()
        return page

    yield opened
    for context in contexts:
        context.close()
    assert strange == []
    assert errors == []
