"""The page: what to compare in one row at the top, the comparison below it.

Streamlit runs this file anew at every touch of a control; what must outlive that stands in its
session state, and what has been compared before comes from memory.
"""

from __future__ import annotations

import streamlit as st

from diffapp.errors import DiffappError
from diffapp.model import DEFAULT, Settings, Unit
from diffapp.ui import comparing, documents, downloads
from diffapp.ui.viewer import viewer

UNITS: tuple[Unit, ...] = ("paragraph", "sentence")
LONG = 100_000
"""Characters from which on a comparison takes long enough to show how far it is."""
STYLE = """
<style>
.stMainBlockContainer { padding-inline: 1.25rem; }
.stMainBlockContainer > .stVerticalBlock { gap: 0.5rem; }
.st-key-notice { border-inline-start: 4px solid #b3261e; padding: 0.25rem 0.75rem; }
.st-key-notice p { margin: 0; }
@media (max-width: 640px) {
  .stMainBlockContainer { padding-inline: 0.75rem; }
  .st-key-controls > :has(.stSelectbox) { flex: 1 1 100%; }
  .st-key-controls > :not(:has(.stSelectbox)) { order: 1; }
}
@media print { .st-key-controls, .st-key-notice { display: none !important; } }
</style>
"""


def page() -> None:
    """Lay the page out and fill it."""
    st.set_page_config(page_title="diffapp", layout="wide", initial_sidebar_state="collapsed")
    st.html(STYLE)
    documents.prepare()
    controls = st.container(key="controls", horizontal=True, vertical_alignment="bottom", gap="small")
    with controls:
        documents.choosing()
        with st.popover("Texts"):
            documents.adding()
            documents.columns()
        with st.popover("Settings"):
            settings = setting()
        download = st.popover("Download", key="download", on_change="rerun")
    notice = st.container()
    body = st.container()
    with body:
        shown = comparison(settings)
    with notice:
        notices(kept=shown is not None)
    if shown is not None:
        if download.open:
            with download:
                downloads.downloading(shown.comparison)
        with body:
            viewer(shown.payload)
        downloads.prepare()  # while the browser draws


def setting() -> Settings:
    """What the user can set: the unit of comparison, and how sure a link must be."""
    unit = st.segmented_control(
        "Compare",
        UNITS,
        format_func=lambda name: f"{name.capitalize()}s",
        default=DEFAULT.unit,
        required=True,
        key="unit",
    )
    threshold = st.slider(
        "How sure a link must be",
        min_value=0.05,
        max_value=0.95,
        value=DEFAULT.threshold,
        step=0.05,
        key="threshold",
        help="Lower: more passages are linked, some of them wrongly. Higher: more stand alone.",
    )
    return Settings(unit=unit, threshold=threshold)


def comparison(settings: Settings) -> comparing.Shown | None:
    """The comparison asked for; where it cannot be made, the last one that could, and a notice."""
    state = st.session_state
    chosen = documents.chosen()
    long = sum(len(document.text) for document in chosen) > LONG
    slot = st.empty()

    def progress(stage: str, share: float) -> None:
        if not long:
            return
        with slot.container():
            st.text(f"{stage} …")  # it may name a document: plain text, never markup
            st.progress(min(max(share, 0.0), 1.0))

    try:
        state.shown = comparing.compared(chosen, settings, progress)
    except DiffappError as error:
        state.notices = [*state.notices, str(error)]
    slot.empty()
    shown: comparing.Shown | None = state.get("shown")
    return shown


def notices(*, kept: bool) -> None:
    """What went wrong, one plain sentence each; names of files are never read as markup."""
    told = list(dict.fromkeys(st.session_state.notices))
    if told:
        with st.container(key="notice"):
            st.text("\n".join([*told, *(["The comparison below is unchanged."] if kept else [])]))
    st.session_state.notices = []


page()
