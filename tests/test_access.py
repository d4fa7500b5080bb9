"""Who may see the page, and from where."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import pytest
from streamlit.testing.v1 import AppTest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from diffapp import app
from diffapp.__main__ import EXIT_BAD_INPUT, main
from diffapp.errors import SettingsError
from diffapp.ui import access

MAIN = Path(__file__).parent.parent / "diffapp" / "ui" / "main.py"


def visit(monkeypatch: pytest.MonkeyPatch, user: dict[str, Any]) -> AppTest:
    """Open the page as a visitor of whom the login knows this."""
    monkeypatch.setattr(access.st, "user", user)
    opened = AppTest.from_file(str(MAIN), default_timeout=60).run()
    assert not opened.exception
    return opened


def test_where_a_login_is_set_up_a_stranger_sees_the_way_in_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    page = visit(monkeypatch, {"is_logged_in": False})
    assert [button.key for button in page.button] == ["login"]
    assert not page.get("bidi_component")


def test_who_has_logged_in_sees_the_page_and_the_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    page = visit(monkeypatch, {"is_logged_in": True, "email": "ana@example.org"})
    assert page.get("bidi_component")
    assert page.button(key="logout").label == "Log out"
    assert any(text.value == "Logged in as ana@example.org" for text in page.text)


def test_without_a_login_the_page_is_open_and_says_nothing_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    page = visit(monkeypatch, {})
    assert page.get("bidi_component")
    assert not {"login", "logout"} & {button.key for button in page.button}


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the server is told when it is started."""
    told: dict[str, Any] = {}

    def start(config: dict[str, Any]) -> None:
        told.update(config)

    monkeypatch.setattr(app, "app", SimpleNamespace(run=start))
    return told


def test_it_listens_on_this_machine_alone(asked: dict[str, Any]) -> None:
    app.run(None, headless=True)
    assert asked["server.address"] == "127.0.0.1"
    assert asked["server.allowedHosts"] == ["localhost", "127.0.0.1", "::1"]


def test_it_is_not_shared_without_a_login(asked: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    shared = app.Shared("0.0.0.0", ("diffapp.example.org",))  # noqa: S104 - what must be refused
    monkeypatch.setattr(app, "_login", lambda: False)
    with pytest.raises(SettingsError, match="no login is set up"):
        app.run(None, headless=True, shared=shared)
    assert not asked
    monkeypatch.setattr(app, "_login", lambda: True)
    app.run(8600, headless=True, shared=shared)
    assert asked["server.address"] == "0.0.0.0"  # noqa: S104
    assert asked["server.allowedHosts"][-1] == "diffapp.example.org"
    assert "127.0.0.1" in asked["server.allowedHosts"]


def test_the_secrets_say_whether_there_is_a_login(tmp_path: Path) -> None:
    code = "from diffapp import app; print(app._login())"
    for secrets, expected in ((None, "False"), ('[other]\nkey = "x"\n', "False"), ("[auth]\n", "True")):
        if secrets:
            (tmp_path / ".streamlit").mkdir(exist_ok=True)
            (tmp_path / ".streamlit" / "secrets.toml").write_text(secrets, encoding="utf-8")
        run = subprocess.run(
            [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
        )
        assert run.stdout.strip() == expected


def test_a_host_without_an_address_is_a_mistake(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--host", "diffapp.example.org"]) == EXIT_BAD_INPUT
    assert "--address" in capsys.readouterr().err


def test_a_page_elsewhere_cannot_call_this_machine_by_a_name_of_its_own(server: str) -> None:
    there = urlsplit(server)

    def call(name: str) -> None:
        plug = socket.create_connection((there.hostname, there.port))
        with plug, connect(f"ws://{name}:{there.port}/_stcore/stream", sock=plug):
            pass

    with pytest.raises(InvalidStatus, match="403"):
        call("rebound.example.org")
    call("localhost")
