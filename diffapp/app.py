"""The launcher: ``streamlit run diffapp/app.py``, or ``run()`` from the command line.

It serves the page in ``ui/main.py`` with headers that keep the browser from asking any other machine
for anything, and reads the texts and the engine in while the browser is still loading.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import re
import sys
import threading
import tomllib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st
from starlette.middleware import Middleware
from streamlit.errors import StreamlitSecretNotFoundError

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

HERE = Path(__file__).resolve().parent
if str(HERE.parent) not in sys.path:  # `streamlit run` puts only the script's own folder there
    sys.path.insert(0, str(HERE.parent))

NO_LOGIN = (
    "Other machines could reach the page at this address, and no login is set up; set one up as README says "
    'under "Shared use", or say --without-login where something else keeps strangers out.'
)
CONFIG = HERE / ".streamlit" / "config.toml"
"""What holds however the page is started: `streamlit run` reads it by itself, `run` hands it over."""


def _inline_scripts() -> list[str]:
    """The digests of the scripts that stand in Streamlit's own page, to allow those and no others."""
    page = (Path(st.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    scripts = re.findall(r"<script>(.*?)</script>", page, flags=re.DOTALL)
    digests = (hashlib.sha256(script.encode()).digest() for script in scripts)
    return [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests]


POLICY = "; ".join(
    (
        "default-src 'self'",
        " ".join(("script-src 'self' blob: 'wasm-unsafe-eval'", *_inline_scripts())),
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self' data: blob:",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    (b"cross-origin-opener-policy", b"same-origin"),
)


class SecurityHeaders:
    """ASGI middleware that adds the headers above to every answer."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap the application that answers."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and the answer back with the headers in place of its own."""
        ours = {name for name, _ in HEADERS}

        async def sealed(message: Message) -> None:
            if message["type"] == "http.response.start":
                kept = [pair for pair in message.get("headers", ()) if pair[0].lower() not in ours]
                message["headers"] = [*kept, *HEADERS]
            await send(message)

        await self.app(scope, receive, sealed if scope["type"] == "http" else send)


def _warm_encoder() -> None:
    """Load the model beside the engine's imports, since its library works without holding up Python."""
    from diffapp import encoding, errors  # noqa: PLC0415 - see _warm

    if encoding.available():
        with contextlib.suppress(errors.EncoderError):  # the comparison says so, where a user can read it
            encoding.load()(["."])


def _warm() -> None:
    """Compare the built-in pair once, so that the first page finds it done."""
    from diffapp.ui import comparing  # noqa: PLC0415 - the engine is heavy: import it off the main thread

    comparing.warm()  # what fails here is reported by the thread, and again by the page that needs it


@asynccontextmanager
async def _lifespan(_app: st.App) -> AsyncIterator[dict[str, object]]:
    for work in (_warm, _warm_encoder):
        threading.Thread(target=work, name="warm", daemon=True).start()
    yield {}


app = st.App(HERE / "ui" / "main.py", middleware=[Middleware(SecurityHeaders)], lifespan=_lifespan)


@dataclass(frozen=True)
class Shared:
    """The address to listen at, the names by which browsers may call it, and whether no login is needed."""

    address: str
    hosts: tuple[str, ...] = ()
    open_to_all: bool = False


def _login() -> bool:
    """Whether Streamlit's secrets set a login up, or a proxy in front of the page is trusted with it."""
    if st.get_option("server.trustedUserHeaders"):
        return True
    try:
        return "auth" in st.secrets
    except StreamlitSecretNotFoundError:
        return False


def settings() -> dict[str, Any]:
    """The configuration file as Streamlit's dotted options."""
    options: dict[str, Any] = {}

    def flatten(path: str, table: dict[str, object]) -> None:
        for name, value in table.items():
            if isinstance(value, dict):
                flatten(f"{path}{name}.", value)
            else:
                options[f"{path}{name}"] = value

    flatten("", tomllib.loads(CONFIG.read_text(encoding="utf-8")))
    return options


def run(port: int | None, *, headless: bool, shared: Shared | None = None) -> None:
    """Serve the page and block until stopped: on this machine alone, unless it is to be shared.

    Args:
        port: Where to listen; None leaves the choice to Streamlit.
        headless: Do not open a browser.
        shared: From where else the page may be reached.

    Raises:
        SettingsError: It is to be shared, and no login is set up.
    """
    chosen = {**settings(), "server.headless": headless}
    if port is not None:
        chosen["server.port"] = port
    if shared is not None:
        from diffapp.errors import SettingsError  # noqa: PLC0415 - only findable from here on

        if not shared.open_to_all and not _login():
            raise SettingsError(NO_LOGIN)
        chosen["server.address"] = shared.address
        chosen["server.allowedHosts"] = [*settings()["server.allowedHosts"], *shared.hosts]
    app.run(config=chosen)
