"""A user's own texts: uploaded or pasted, named, and their reading checked."""

from __future__ import annotations

import streamlit as st

from diffapp import reading
from diffapp.errors import DiffappError
from diffapp.naming import MOST as LONGEST
from diffapp.pipeline import Progress
from diffapp.ui import corrections, documents, shelf

OLD = ["doc"]
"""Endings of files that are refused with a sentence that says what to do, which the box itself has not."""


def adding() -> None:
    """The boxes for a user's own texts: files, or text that is pasted."""
    state = st.session_state
    _own()
    _target()
    upload = f"upload_{state.upload_turn}"
    st.file_uploader(
        "Upload texts",
        type=[suffix.lstrip(".") for suffix in reading.READERS] + OLD,
        accept_multiple_files=True,
        key=upload,
        on_change=_take_files,
        args=(upload,),
    )
    st.text_area("Or paste a text", key="pasted", height=140)
    st.text_input("Name of the pasted text", key="pasted_name", placeholder="Pasted text")
    st.button("Add the pasted text", on_click=_take_pasted, key="add_pasted")
    st.caption(
        "Texts stay on this machine and are forgotten when this tab is closed; "
        "what you correct in a reading is kept for when the same file is put in again."
    )


def _target() -> None:
    """The choice of the place that a new text takes."""
    state = st.session_state
    places = state.places
    options = [documents.AUTOMATIC, *range(min(places + 1, documents.MOST))]
    # said each time: the browser knows nothing of a panel that it has not opened yet
    target = state.get("target", documents.AUTOMATIC)
    state.target = target if target in options else documents.AUTOMATIC
    st.segmented_control(
        "Put a new text in the place of the",
        options,
        format_func=lambda each: _called(each, places),
        key="target",
        required=True,
        help="Several texts take the places from this one on. "
        f"Automatic: one text takes the {documents.PLACES[state.next_place]} place, "
        "several those from the first on.",
    )


def _called(place: str | int, places: int) -> str:
    """What a place is called: the first that is not there yet is a new column."""
    if isinstance(place, str):
        return place.capitalize()
    return f"{documents.PLACES[place]} text{'' if place < places else ' (new)'}"


def _own() -> None:
    """What can be done with each text of the user's own: name it, and check its reading."""
    state = st.session_state
    for number in range(state.places):
        key = state.get(f"place_{number}", "")
        if key in state.shelf:
            st.text_input(
                f"Name of the {documents.PLACES[number]} text in the table",
                value=state.shelf[key].issuer,
                placeholder=state.shelf[key].name,
                max_chars=LONGEST,
                key=f"name {number} {key}",
                on_change=_rename,
                args=(number, key),
            )
            st.button(
                f"Check the reading of the {documents.PLACES[number]} text",
                on_click=_check,
                args=(key,),
                key=f"check_{number}",
                help="See the passages beside the pages; merge, split or leave out what was read wrongly.",
            )
            corrections.choosing(key, number, documents.PLACES[number])


def _rename(number: int, key: str) -> None:
    documents.hold()
    shelf.rename(key, st.session_state[f"name {number} {key}"])


def _check(key: str) -> None:
    st.session_state.checking = key
    st.session_state.texts = False  # the panel would lie over what is to be looked at


def _take_files(upload: str) -> None:
    state = st.session_state
    state.notices = []
    shelf.bring([shelf.File(file.name, file.getvalue()) for file in state.get(upload) or ()])
    state.upload_turn += 1


def read_what_waits(tell: Progress) -> None:
    """Read files that were brought, if there are any, and draw the page anew with them."""
    state = st.session_state
    if state.pending:
        state.arrived = shelf.read_all(tell)
        st.rerun()


def _take_pasted() -> None:
    state = st.session_state
    state.notices = []
    try:
        document = reading.read_text(state.pasted, state.pasted_name.strip() or "Pasted text")
    except DiffappError as error:
        state.notices.append(str(error))
        return
    documents.show([shelf.put(document)])
    state.pasted = ""
    state.pasted_name = ""
