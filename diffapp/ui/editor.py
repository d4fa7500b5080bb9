"""The concepts as this visit has edited them: the panel, and the edits kept with the visit."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from diffapp import editing
from diffapp.editing import Edit
from diffapp.errors import EditError
from diffapp.findings import ConceptUse
from diffapp.glossary import Glossary, write_extension
from diffapp.model import Comparison
from diffapp.ui import settings

Told = dict[str, ConceptUse]
"""What the comparison tells of, by the name that the glossary has for it."""


def prepare() -> None:
    """Give a new visit no edits."""
    state = st.session_state
    state.setdefault("edits", ())
    state.setdefault("trouble", "")


def glossary() -> Glossary:
    """The glossary that is chosen in the settings, with the edits."""
    return editing.edited(settings.glossary(), st.session_state.edits)


def take(phrase: str) -> None:
    """Add a phrase that was marked in the texts."""
    _taken(lambda: editing.marking(glossary(), phrase), "Added")


def join(comparison: Comparison, names: tuple[str, ...]) -> None:
    """Merge two concepts that were proposed as one."""
    if names in {proposal.names for proposal in comparison.proposals}:
        told = {use.name: use for use in comparison.concepts}
        uses = [told.get(name, ConceptUse(name, "phrase", (), (name,))) for name in names]
        _taken(partial(_merged, uses, ""), "Merged into")


def _taken(make: Callable[[], Edit], done: str) -> None:
    """Make an edit that the viewer asks for; what is wrong with it is told above the comparison."""
    state = st.session_state
    state.notices = []
    try:
        _keep(make(), done)
        state.remark += " It can be changed or undone under Edit concepts."
    except EditError as error:
        state.notices.append(str(error))


def panel(comparison: Comparison) -> None:
    """The boxes for adding, renaming, merging and removing, and what is done with the result."""
    state = st.session_state
    if state.trouble:
        with st.container(key="trouble"):
            st.text(state.trouble)  # it may quote what the user typed: never markup
    st.text_input("New concept", key="new_name", placeholder="Name")
    st.text_area(
        "Terms to look for", key="new_terms", height=90, placeholder="Set apart by commas, or one a line"
    )
    st.button("Add", key="add_concept", on_click=_do, args=(_adding, "Added", ("new_name", "new_terms")))
    told = {_family(use): use for use in comparison.concepts}
    st.multiselect(
        "Change concepts",
        list(told),
        format_func=lambda family: _named(told[family]),
        key="changed",
        placeholder="One to rename, several to merge",
    )
    st.text_input("New name", key="changed_name", placeholder="Needed to rename")
    with st.container(horizontal=True):
        for verb, make in (("Rename", _renaming), ("Merge", _merging), ("Remove", _removing)):
            done = (partial(make, told), f"{verb}d", ("changed", "changed_name"))
            st.button(verb, key=f"{verb.lower()}_concept", on_click=_do, args=done)
    _result()


def _result() -> None:
    """Undoing the last edit, and saving the glossary with all of them."""
    edits = st.session_state.edits
    with st.container(horizontal=True):
        st.button("Undo the last edit", key="undo", on_click=_undo, disabled=not edits)
        st.download_button(
            "Save as glossary file",
            data=partial(_file, glossary()),  # it is called when there is no session at hand
            file_name="concepts.toml",
            mime="application/toml",
            on_click="ignore",
            key="save_glossary",
            disabled=not edits,
        )
    count = len(edits)
    st.caption(
        f"{count} edit{'' if count == 1 else 's'} in this visit. Save them to a file to keep them; "
        "load it under Settings, Glossary. A phrase that is marked in the texts can be added there, too."
    )


def _file(edited: Glossary) -> bytes:
    return write_extension(edited).encode("utf-8", "replace")


def _adding() -> Edit:
    state = st.session_state
    return editing.adding(glossary(), state.new_name, state.new_terms)


def _chosen(told: Told) -> list[ConceptUse]:
    return [told[family] for family in st.session_state.changed if family in told]


def _renaming(told: Told) -> Edit:
    uses = _chosen(told)
    if len(uses) != 1:
        raise EditError("Choose the one concept to rename.")
    return editing.renaming(glossary(), _family(uses[0]), st.session_state.changed_name, _own_terms(uses))


def _merging(told: Told) -> Edit:
    return _merged(_chosen(told), st.session_state.changed_name)


def _merged(uses: list[ConceptUse], name: str) -> Edit:
    told = name or (uses[0].name if uses else "")
    return editing.merging(glossary(), [_family(use) for use in uses], told, _own_terms(uses))


def _removing(told: Told) -> Edit:
    uses = _chosen(told)
    if len(uses) != 1:
        raise EditError("Choose the one concept to remove.")
    return editing.removing(glossary(), _family(uses[0]))


def _family(use: ConceptUse) -> str:
    """What the glossary calls a concept; a phrase goes by itself."""
    return use.family or use.name


def _named(use: ConceptUse) -> str:
    return use.name if use.name == _family(use) else f"{use.name} ({use.family})"


def _own_terms(uses: list[ConceptUse]) -> list[str]:
    """The terms of phrases, which no glossary has yet."""
    return [term for use in uses if not use.family for term in use.terms]


def _do(make: Callable[[], Edit], done: str, boxes: tuple[str, ...]) -> None:
    """Make an edit and empty its boxes; if it is refused, say why and leave all as it is."""
    state = st.session_state
    state.trouble = ""
    try:
        _keep(make(), done)
    except EditError as error:
        state.trouble = str(error)
        return
    for box in boxes:
        state[box] = [] if box == "changed" else ""


def _keep(edit: Edit, done: str) -> None:
    state = st.session_state
    state.edits = (*state.edits, edit)
    state.remark = f"{done} the concept “{edit.name or edit.of[0]}”."


def _undo() -> None:
    state = st.session_state
    state.edits = state.edits[:-1]
    state.trouble = ""
    state.remark = "The last edit of the concepts is undone."
