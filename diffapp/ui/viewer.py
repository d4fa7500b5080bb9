"""The comparison on the page: one component, drawn and kept in the browser.

The three files are handed over as text (file-backed components need an installed manifest). Document
text reaches the browser as JSON and becomes text nodes there; it is never read as markup.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

HERE = Path(__file__).parent
HTML = """
<div class="diff"></div>
"""

_component = st.components.v2.component(
    "diffapp_viewer",
    html=HTML,
    css=(HERE / "viewer.css").read_text(encoding="utf-8"),
    js=(HERE / "viewer.js").read_text(encoding="utf-8"),
)


def viewer(payload: bytes) -> None:
    """Draw the comparison; nothing is sent again while the payload stays the same.

    The payload is JSON in bytes, because Streamlit would look for tables in a dict, and load pandas for
    it before the first paint.
    """
    _component(key="viewer", data=payload)
