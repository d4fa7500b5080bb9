"""The comparison on the page: one component, drawn and kept in the browser.

The files are handed over as text (file-backed components need an installed manifest). Document
text reaches the browser as JSON and becomes text nodes there; it is never read as markup.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import streamlit as st

HERE = Path(__file__).parent
HTML = """
<div class="diff"></div>
"""
SCRIPTS = (
    "dom.js",
    "report.js",
    "concepts.js",
    "marking.js",
    "rows.js",
    "find.js",
    "lane.js",
    "ribbons.js",
    "minimap.js",
    "address.js",
    "layers.js",
    "sizes.js",
    "going.js",
    "head.js",
    "reasons.js",
    "walk.js",
    "review.js",
    "drawer.js",
    "hands.js",
    "viewer.js",
)
STYLES = ("viewer.css", "report.css", "ribbons.css", "minimap.css", "layers.css", "review.css")


def _joined(names: tuple[str, ...]) -> str:
    return "\n".join((HERE / name).read_text(encoding="utf-8") for name in names)


_component = st.components.v2.component("diffapp_viewer", html=HTML, css=_joined(STYLES), js=_joined(SCRIPTS))


def viewer(
    payload: bytes,
    on_marked: Callable[[str], None],
    on_joined: Callable[[tuple[str, ...]], None],
    on_asked: Callable[[], None],
) -> None:
    """Draw the comparison; nothing is sent again while the payload stays the same.

    The payload is JSON in bytes, because Streamlit would look for tables in a dict, and load pandas for
    it before the first paint. ``on_marked`` is told a phrase that was marked in the texts, ``on_joined`` the
    names of two concepts that are one, ``on_asked`` that something was asked for a decision.
    """

    def marked() -> None:
        phrase = st.session_state.viewer.get("marked")
        if isinstance(phrase, str):
            on_marked(phrase)

    def joined() -> None:
        names = st.session_state.viewer.get("joined")
        if isinstance(names, list) and all(isinstance(name, str) for name in names):
            on_joined(tuple(names))

    _component(
        key="viewer",
        data=payload,
        on_marked_change=marked,
        on_joined_change=joined,
        on_asked_change=on_asked,
    )
