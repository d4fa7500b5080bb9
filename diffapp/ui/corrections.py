"""The corrections that a visitor makes in readings: made, taken back, set aside, and kept.

They are kept in the user's data folder (see ``reading.keeping``), each visitor's apart where there is a
login. Where they cannot be kept they last as long as the tab, which is said.
"""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from diffapp.errors import EditError
from diffapp.model import Correction, Document
from diffapp.reading import keeping
from diffapp.reading.correcting import corrected
from diffapp.reading.keeping import Kept
from diffapp.ui import access


def prepare() -> None:
    """Give a new visit no corrections."""
    state = st.session_state
    state.setdefault("corrections", {})
    state.setdefault("set_aside", {})
    state.setdefault("kept_at", {})
    state.setdefault("came_corrected", [])


def say(sentence: str) -> None:
    """Add a sentence to what is told above the comparison when the page is next drawn; each stands once."""
    told = st.session_state.get("remark", "").split("\n")
    st.session_state.remark = "\n".join([*(each for each in told if each not in ("", sentence)), sentence])


def recall(key: str, document: Document, *part: object) -> tuple[Correction, ...]:
    """The corrections made in the same reading before, in this visit or another; what came of them is told.

    Args:
        key: what the document is known by on the shelf.
        document: as it was read.
        part: what else than the file's bytes tells readings of it apart, such as the pages.
    """
    state = st.session_state
    owner = access.owner()
    path = state.kept_at[key] = None if owner is None else keeping.place(owner, document.digest, *part)
    if key not in state.corrections:
        try:
            kept = Kept() if path is None else keeping.load(path)
        except keeping.DamagedError:
            say(f"{_called(document)}: the corrections kept for it are damaged, and are left out.")
            kept = Kept()
        made, left_out = keeping.fitting(document, kept.operations)
        if left_out:
            say(
                f"{_called(document)}: {_counted(left_out)} made before "
                f"no longer fit{'s' if left_out == 1 else ''} how it is read now, and left out."
            )
        state.corrections = {**state.corrections, key: () if kept.aside else made}
        state.set_aside = {**state.set_aside, key: made if kept.aside else ()}
    _tell(key, document)
    made_now: tuple[Correction, ...] = state.corrections[key]
    return made_now


def _tell(key: str, document: Document) -> None:
    state = st.session_state
    if made := state.corrections[key]:
        say(f"{_called(document)} comes with {_counted(len(made))} made before.")
        state.came_corrected = [*state.came_corrected, key]
    elif aside := state.set_aside.get(key):
        say(f"{_called(document)} is as it was read; {_counted(len(aside))} can be put back under Texts.")


def _called(document: Document) -> str:
    return document.source or document.name


def _counted(number: int) -> str:
    return f"{number} correction{'' if number == 1 else 's'}"


def correct(key: str, correction: Correction) -> str:
    """Make one more correction; what is wrong with it, in a sentence, or nothing."""
    return _make(key, (*st.session_state.corrections.get(key, ()), correction))


def undo(key: str) -> str:
    """Take the last correction back."""
    return _make(key, st.session_state.corrections.get(key, ())[:-1])


def set_aside(key: str) -> str:
    """Take the reading as it was; the corrections can be put back until another is made."""
    return _make(key, (), aside=st.session_state.corrections.get(key, ()))


def put_back(key: str) -> str:
    """Make the corrections again that were set aside."""
    return _make(key, st.session_state.set_aside.get(key, ()))


def _make(key: str, made: tuple[Correction, ...], aside: tuple[Correction, ...] = ()) -> str:
    """Show a document with these corrections, and keep them; what is wrong, in a sentence, or nothing."""
    state = st.session_state
    read: Document = state.read[key]
    try:
        document = corrected(read, made)
    except EditError as error:
        return str(error)
    state.corrections = {**state.corrections, key: made}
    state.set_aside = {**state.set_aside, key: aside}
    state.shelf = {**state.shelf, key: document}
    path = state.kept_at.get(key)
    if path is None:
        return ""
    try:
        keeping.keep(path, Kept(keeping.marked(read, aside or made), bool(aside)))
    except OSError as error:
        return f"The corrections last as long as this tab only: they cannot be kept ({error.strerror})."
    return ""


def offer(places: Sequence[str]) -> None:
    """Beside the sentence that a text came corrected: the way to have it as it was read.

    ``places`` are the words for the places that texts stand in.
    """
    state = st.session_state
    for number, place in enumerate(places[: state.places]):
        key = state[f"place_{number}"]
        if key in state.came_corrected and state.corrections.get(key):
            st.button(_as_read(place), key=f"as_read {number} {key}", on_click=_do, args=(key,))
    state.came_corrected = []


def _as_read(place: str) -> str:
    return f"Take the reading of the {place} text as it was"


def choosing(key: str, number: int, place: str) -> None:
    """Under Texts: a text that is corrected can be had as it was read, and back."""
    state = st.session_state
    made, aside = state.corrections.get(key, ()), state.set_aside.get(key, ())
    if made or aside:
        st.button(
            _as_read(place) if made else f"Put {_counted(len(aside))} of the {place} text back",
            key=f"as_read_{number}",
            on_click=_do,
            args=(key,),
            help=f"{_counted(len(made or aside))}. What is set aside can be put back until another is made.",
        )


def _do(key: str) -> None:
    """Set the corrections aside, or put them back."""
    if wrong := (set_aside if st.session_state.corrections.get(key) else put_back)(key):
        st.session_state.notices.append(wrong)
