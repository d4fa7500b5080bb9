"""The page: what to compare in one row at the top, the comparison below it.

Streamlit runs this file anew at every touch of a control; what must outlive that stands in its
session state, and what has been compared before comes from memory.
"""

from __future__ import annotations

from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.elements.lib.mutable_popover_container import PopoverContainer

from diffapp.errors import DiffappError
from diffapp.ui import (
    access,
    adding,
    checking,
    comparing,
    corrections,
    deciding,
    documents,
    downloads,
    editor,
    projects,
    ready,
    reviewing,
    settings,
    waiting,
)
from diffapp.ui.viewer import viewer

STYLE = """
<style>
.stMainBlockContainer { padding-inline: 1.25rem; }
.stMainBlockContainer > .stVerticalBlock { gap: 0.5rem; }
:is(.st-key-notice, .st-key-trouble, [class*=st-key-clash]) {
  border-inline-start: 4px solid #b3261e; padding: 0.25rem 0.75rem;
}
:is(.st-key-notice, .st-key-trouble) p { margin: 0; }
.st-key-remarks { border-inline-start: 4px solid #8a94a0; padding: 0.25rem 0.75rem; }
:is(.st-key-notice, .st-key-trouble, .st-key-remarks, .st-key-waiting) [data-testid=stText] {
  white-space: pre-wrap;
}
@media (max-width: 900px) { .st-key-controls > :has(.stSelectbox) { flex: 1 1 40%; } }
@media (max-width: 640px) {
  .st-key-controls { gap: 0.5rem; }
  .st-key-controls > :not(:has(.stSelectbox)) button { padding-inline: 0.4rem; }
  .stMainBlockContainer { padding-inline: 0.75rem; }
  .st-key-controls > :has(.stSelectbox) { flex: 1 1 100%; }
  .st-key-controls > :not(:has(.stSelectbox)) { order: 1; }
}
@media print {
  @page { size: landscape; margin: 12mm; }
  .st-key-controls, .st-key-notice, .st-key-waiting { display: none !important; }
  html, body, .stApp, .stMain { background: #fff !important; color: #15191f !important; }
}
</style>
"""


def page() -> None:
    """Lay the page out and fill it."""
    st.set_page_config(page_title="diffapp", layout="wide", initial_sidebar_state="collapsed")
    st.html(STYLE)
    if access.refused():
        return
    documents.prepare()
    settings.prepare()
    editor.prepare()
    saved, editing, download = controls()
    notice = st.container()
    body = st.container()
    with body:
        slot = st.empty()
        adding.read_what_waits(waiting.Waiting(slot, notice))
        if checking.checking():
            with notice:
                notices(kept=False)
                remarks(None)
            return
        shown = comparison(slot, notice)
    with notice:
        notices(kept=shown is not None)
        remarks(shown)
        if shown is not None:
            deciding.clashes(shown.comparison)
    if shown is not None:
        documents.tell()
        for panel, fill in (
            (saved, projects.panel),
            (editing, partial(editor.panel, shown.comparison)),
            (download, partial(downloads.downloading, shown.comparison)),
        ):
            if panel.open:
                with panel:
                    fill()
        with body:
            viewer(shown.payload, editor.take, partial(editor.join, shown.comparison), reviewing.take)
            deciding.watch()
        downloads.prepare()  # while the browser draws


def controls() -> tuple[PopoverContainer, PopoverContainer, PopoverContainer]:
    """The row at the top; the three panels that are filled once there is a comparison."""
    row = st.container(key="controls", horizontal=True, vertical_alignment="bottom", gap="small")
    with row:
        documents.choosing()
        with st.popover("Texts", key="texts", on_change="rerun"):
            ready.choosing()
            adding.adding()
            documents.columns()
        busy = bool(st.session_state.checking)  # there is no comparison then
        saved = st.popover("Projects", key="projects", on_change="rerun", disabled=busy)
        with st.popover("Settings"):
            settings.setting()
            access.leaving()
        editing = st.popover("Edit concepts", key="editing", on_change="rerun", disabled=busy)
        download = st.popover("Download", key="download", on_change="rerun", disabled=busy)
    return saved, editing, download


def comparison(slot: DeltaGenerator, notice: DeltaGenerator) -> comparing.Shown | None:
    """The comparison asked for; where it cannot be made, the last one that could, and a notice."""
    state = st.session_state
    texts = documents.chosen(), settings.chosen()
    reviewing.prepare(comparing.texts(*texts), texts[0])
    asked = (*texts, editor.glossary(), reviewing.decisions())
    before = state.get("asked") or (None,) * 4
    if state.pop("cancelled", False) and asked[:3] == before[:3]:
        state.asked = asked  # what was decided is kept, and followed when a comparison is next made
    if asked != state.get("asked"):
        try:
            state.shown = deciding.compared(asked, before, waiting.Waiting(slot, notice))
            state.asked = asked
            reviewing.save()
            waiting.settle()
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


def remarks(shown: comparing.Shown | None) -> None:
    """What is no failure and must be known all the same, such as that meaning was not compared."""
    said = st.session_state.pop("remark", "")
    told = [*([said] if said else []), *(shown.comparison.notes if shown else ())]
    told += deciding.lost(shown.comparison) if shown else []
    told += list(filter(None, [reviewing.differs()])) if shown else []
    told += documents.remarks(shown.comparison.documents) if shown else []
    if told:
        with st.container(key="remarks"):
            st.text("\n".join(told))
            corrections.offer(documents.PLACES)


page()
