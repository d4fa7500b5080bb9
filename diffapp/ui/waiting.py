"""What is seen while a comparison is made: how far it is, and a button that stops it."""

from __future__ import annotations

import time

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from diffapp.ui import documents, settings

PATIENCE = 0.8
"""Seconds before progress is shown: what is quicker need not flicker."""


class Waiting:
    """Draws progress into a slot of the page, once it has taken long enough to be told.

    It touches the page whenever it is called, because that is where Streamlit breaks a script off that has
    been overtaken by a click.
    """

    def __init__(self, slot: DeltaGenerator, notice: DeltaGenerator) -> None:
        self._slot = slot
        self._notice = notice
        self._began = time.monotonic()
        self._stage: DeltaGenerator | None = None
        self._bar: DeltaGenerator | None = None

    def __call__(self, stage: str, share: float) -> None:
        """Show the stage and the share of the work that is done."""
        if time.monotonic() - self._began < PATIENCE:
            self._slot.empty()
            return
        if self._stage is None or self._bar is None:
            self._stage, self._bar = self._drawn()
        share = min(max(share, 0.0), 1.0)
        self._stage.text(f"{stage or 'Beginning'} … {share:.0%}")  # it may name a document: never markup
        self._bar.progress(share)

    def _drawn(self) -> tuple[DeltaGenerator, DeltaGenerator]:
        self._notice.empty()  # what was said of the last attempt is not about this one
        with self._slot.container(key="waiting", gap=None):
            with st.container(
                horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"
            ):
                stage = st.empty()
                if "settled" in st.session_state:
                    st.button("Cancel", key="cancel", on_click=cancel)
            return stage, st.empty()


def settle() -> None:
    """Remember how all controls stand that the comparison on the page was made with."""
    st.session_state.settled = (documents.snapshot() | {"edits": st.session_state.edits}, settings.snapshot())


def cancel() -> None:
    """Put the controls back; nobody waits for the work then, so it stops.

    Files that were being read are left out; what was changed meanwhile, such as by a swap, stays.
    """
    state = st.session_state
    if state.pending:
        state.pending = []
        state.remark = "Cancelled; what was being read is left out."
        return
    chosen, panel = state.settled
    for name, value in chosen.items():
        state[name] = value
    settings.restore(panel)
    state.cancelled = True
    state.remark = "Cancelled; the comparison is the one that was there before."
