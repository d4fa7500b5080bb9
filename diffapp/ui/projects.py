"""The panel of projects: texts and what was decided about them, opened again, renamed, put away, sent."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from diffapp.encoding import available
from diffapp.errors import DiffappError
from diffapp.glossary import EMPTY, parse_glossary
from diffapp.model import Document
from diffapp.profiles import AUTOMATIC, NO_ENCODER
from diffapp.review import listing, projects
from diffapp.review.bundle import ENDING, Bundle, pack, unpack
from diffapp.review.listing import Project
from diffapp.review.log import entries
from diffapp.review.projects import Contents
from diffapp.ui import access, comparing, documents, logbook, reviewing, settings, shelf

MOST_MB = 200


def panel() -> None:
    """The project of these texts, all others, and the way in for a file."""
    _current(reviewing.current())
    try:
        _others()
    except DiffappError as error:
        st.text(str(error))
    turn = st.session_state.setdefault("project_turn", 0)
    st.file_uploader(
        "Open a project's file",
        type=["zip"],
        max_upload_size=MOST_MB,
        key=f"project_file_{turn}",
        on_change=_guarded,
        args=(_take,),
    )


def _current(project: Project | None) -> None:
    """What is known of the project that these texts are in."""
    if project is None:
        st.caption(
            "Nothing has been decided about these texts yet. The first decision begins their project, and "
            "each is kept at once."
        )
        return
    st.text_input(
        "These texts are kept as",
        value=project.name,
        key=f"project_name_{project.id}_{project.name}",
        on_change=_guarded,
        args=(partial(_rename, f"project_name_{project.id}_{project.name}"),),
        max_chars=listing.LONGEST_NAME,
    )
    with st.container(horizontal=True):
        archived = bool(project.archived)
        put = projects.unarchive if archived else partial(projects.archive, at=logbook.now())
        st.button(
            "Bring back" if archived else "Archive",
            key="archive_project",
            on_click=_guarded,
            args=(partial(_put, put, project.id),),
            help="An archived project is put away; nothing of it is lost",
        )
        st.download_button(
            "Save as a file",
            data=partial(_file, project.id),
            file_name=f"{_plain(project.name)}{ENDING}",
            mime="application/zip",
            on_click="ignore",
            key="save_project",
            help="Texts, settings, glossary and all decisions, to be opened elsewhere with the same result",
        )


def _others() -> None:
    """All projects, to open one."""
    archived = st.toggle("Show those put away", key="projects_archived")
    there = listing.listed(logbook.store(), archived=archived)
    if not there:
        st.caption("There is no project put away." if archived else "There is no project yet.")
        return
    told = {_told(project): project.id for project in reversed(there)}  # of two alike the later changed
    st.selectbox("Projects", list(reversed(told)), key="chosen_project")
    chosen = partial(_open, told.get(st.session_state.chosen_project, there[0].id))
    st.button("Open", key="open_project", on_click=_guarded, args=(chosen,), type="primary")


def _told(project: Project) -> str:
    owner = f", {project.owner}" if project.owner else ""
    return f"{project.name} · {project.last} entries · {project.changed[:10]}{owner}"


def _plain(name: str) -> str:
    """A name that every file system takes."""
    return "-".join("".join(c if c.isalnum() else " " for c in name).split())[:80] or "project"


def _file(project: str) -> bytes:
    """The project as one file; made when its button is clicked."""
    known, kept = projects.opened(logbook.store(), project)
    log = tuple(logged.entry for logged in entries(logbook.store(), project))
    return pack(Bundle(known.name, known.created, kept, log))


def _guarded(do: Callable[[], None]) -> None:
    """Do something with projects; what is wrong with it is said in one sentence, and nothing is changed."""
    state = st.session_state
    try:
        do()
    except DiffappError as error:
        state.notices.append(str(error))


def _rename(key: str) -> None:
    reviewing.rename(st.session_state[key])


def _put(do: Callable[..., None], project: str) -> None:
    do(logbook.store(), project)
    reviewing.forget()


def _open(project: str) -> None:
    show(*projects.opened(logbook.store(), project))


def _take() -> None:
    """Bring a project in from a file: it is one of its own from then on."""
    state = st.session_state
    file = state.get(f"project_file_{state.project_turn}")
    if file is None:
        return
    state.project_turn += 1
    bundle = unpack(file.getvalue(), file.name)
    store = logbook.store()
    made = projects.create(
        store,
        listing.free_name(store, bundle.name, access.who()),
        bundle.kept,
        at=logbook.now(),
        owner=access.who(),
        entries=bundle.log,
    )
    show(made, bundle.kept)


def show(project: Project, kept: Contents) -> None:
    """Put a project's texts, settings and glossary on the page."""
    state = st.session_state
    own = parse_glossary(kept.glossary, project.name) if kept.glossary else EMPTY
    glossary = settings.GENERAL if kept.glossary is None else settings.OWN if kept.glossary else settings.NONE
    chosen = kept.settings
    threshold = AUTOMATIC if chosen.threshold is None else chosen.threshold
    encoder = chosen.encoder if chosen.encoder in {AUTOMATIC, NO_ENCODER, *available()} else AUTOMATIC
    values = {"unit": chosen.unit, "threshold": threshold, "encoder": encoder, "glossary": glossary}
    settings.restore(settings.snapshot() | values | ({"own": own} if kept.glossary else {}))
    state.edits = ()
    documents.place(list(map(_on_the_shelf, kept.documents)))
    reviewing.open_next(project.id)
    state.remark = f"Opened the project “{project.name}”."
    if encoder != chosen.encoder:
        state.remark += f" Its encoder “{chosen.encoder}” is not here; meaning is compared automatically."


def _on_the_shelf(document: Document) -> str:
    """The key of a document that is to be shown."""
    built_in = next((key for key, known in comparing.built_in().items() if known == document), None)
    return built_in or shelf.put(document)
