"""Comparisons that are offered ready: one click puts their texts side by side."""

from __future__ import annotations

import streamlit as st

from diffapp import library
from diffapp.ui import documents


@st.cache_resource(show_spinner=False)
def _ready() -> tuple[library.Ready, ...]:
    return library.comparisons()


def choosing() -> None:
    """A button for each; the one that is shown is told by its colour and to those who hear the page."""
    offered = [each for each in _ready() if set(each.texts) <= documents.known().keys()]
    if not offered:
        return
    shown = documents.keys()
    st.caption("Ready comparisons")
    with st.container(key="ready", horizontal=True, gap="xsmall"):
        for number, each in enumerate(offered):
            now = shown == list(each.texts)
            st.button(
                each.name,
                on_click=_open,
                args=(each,),
                key=f"ready_{number}",
                type="primary" if now else "secondary",
                icon=":material/check:" if now else None,
            )


def _open(ready: library.Ready) -> None:
    """Put the texts side by side, and close the panel over them."""
    state = st.session_state
    state.notices = []
    state.checking = ""
    state.texts = False
    documents.place(list(ready.texts))
