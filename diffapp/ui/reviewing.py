"""The review of the texts on the page: what is decided, kept at once, and what others decide meanwhile.

A visit knows the log of one project: the one that compares these texts, or that was opened. There need be
none before the first decision, which makes it.
"""

from __future__ import annotations

import getpass
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import count
from typing import Any

import streamlit as st

from diffapp.decisions import Decision
from diffapp.errors import Conflict, DecisionError, DiffappError, ProjectError, StoreError
from diffapp.findings import Place
from diffapp.glossary import default_glossary, write_extension
from diffapp.model import Comparison, Document
from diffapp.naming import names
from diffapp.review import listing, projects
from diffapp.review.entries import Entry, Logged, Mark
from diffapp.review.listing import Project
from diffapp.review.log import append, entries_since
from diffapp.review.opening import open_store
from diffapp.review.projects import Contents
from diffapp.review.standing import redoable, standing, undoable
from diffapp.review.store import Store
from diffapp.ui import access, asked, editor, settings

REMEMBERED = 400
"""So many answered requests are remembered, in case they are sent again."""


@dataclass(frozen=True)
class Clash:
    """A decision that was not kept, because others have decided the same matter meanwhile."""

    entry: Entry
    theirs: tuple[Any, ...]
    said: str


@dataclass
class Review:
    """What this visit knows of the review of the texts on the page."""

    of: str = ""
    documents: tuple[Document, ...] = ()
    project: Project | None = None
    log: tuple[Logged, ...] = ()
    answered: list[str] = field(default_factory=list)
    wanted: Place | None = None  # the passage whose candidates are looked at
    clashes: list[Clash] = field(default_factory=list)
    trouble: str = ""


@st.cache_resource(show_spinner=False)
def store() -> Store:
    """The one store of this server. Raises StoreError where it cannot be opened, each time it is asked."""
    return open_store()


def who() -> str:
    """Whose decisions these are: who is logged in, else who runs the program."""
    try:
        return access.who() or (getpass.getuser() if access.alone() else "")
    except (OSError, KeyError, ImportError):
        return ""


def now() -> str:
    """The time, as decisions have it."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def prepare(of: str, documents: tuple[Document, ...]) -> None:
    """Know the review of these texts: ``of`` tells them, and how they are cut into passages, apart."""
    state = st.session_state
    review: Review = state.setdefault("review", Review())
    if review.of == of and review.documents == documents:
        return
    opened: str = state.pop("opening_project", "")
    state.review = Review(of, documents, answered=review.answered)
    try:
        _find(state.review, opened)
    except StoreError as error:
        state.review.trouble = f"{error} What you decide cannot be kept."
        state.notices.append(state.review.trouble)


def decisions() -> tuple[Decision, ...]:
    """What stands of all that was decided about these texts."""
    return standing(_entries())


def look() -> bool:
    """See what others have written since; whether there was anything."""
    review: Review = st.session_state.review
    try:
        if review.project is None:
            _find(review)
            return bool(review.log)
        return _catch_up(review)
    except (StoreError, ProjectError):
        return False  # it is told when something is to be written, and not every few seconds


def take() -> None:
    """Do what the page asks for, each request once, in order."""
    said = st.session_state.viewer.get("asked")
    review: Review = st.session_state.review
    for each in said if isinstance(said, list) else ():
        try:
            request = asked.checked(each)
        except DecisionError as error:
            _tell(str(error))
            continue
        if request["id"] not in review.answered:
            review.answered = [*review.answered, request["id"]][-REMEMBERED:]
            _do(review, request)


def _do(review: Review, request: dict[str, Any]) -> None:
    comparison: Comparison = st.session_state.shown.comparison
    try:
        if request["of"] != review.of or st.session_state.shown.of != review.of:
            raise DecisionError(asked.OTHER_TEXTS)
        if request["what"] == "candidates":
            review.wanted = next(iter(asked.places_of(request, comparison)), None)
        elif request["what"] in {"undo", "redo"}:
            _mark(review, request)
        else:
            _write(review, asked.decision(request, comparison, by=who(), at=now()))
    except DiffappError as error:
        _tell(str(error))


def _mark(review: Review, request: dict[str, Any]) -> None:
    """Take one's own last decision back, or bring it again."""
    find = undoable if request["what"] == "undo" else redoable
    last = find(_entries(), who())
    if last is not None:
        _write(review, Mark(request["what"], last.id, who(), now(), request["id"]))


def _write(review: Review, entry: Entry, knowing: tuple[str, ...] = ()) -> None:
    """Write an entry, unless others have said otherwise: then the user is asked."""
    if review.project is None:
        _find(review)  # somebody may have begun meanwhile
    project = review.project or _begin(review)
    seen = review.log[-1].seq if review.log else 0
    try:
        append(store(), project.id, entry, seen, knowing)
    except Conflict as conflict:
        review.clashes.append(Clash(entry, conflict.theirs, str(conflict)))
    _catch_up(review)


def insist(clash: Clash) -> None:
    """Write a decision though others have decided otherwise, which the user has been shown."""
    review: Review = st.session_state.review
    dismiss(clash)
    try:
        _write(review, clash.entry, tuple(other.id for other in clash.theirs))
    except DiffappError as error:
        _tell(str(error))


def dismiss(clash: Clash) -> None:
    """Leave it at what others have decided."""
    review: Review = st.session_state.review
    review.clashes = [each for each in review.clashes if each is not clash]


def save() -> None:
    """Keep how the texts are compared with their project, as it is now."""
    review: Review = st.session_state.review
    if review.project is None:
        return
    try:
        there, kept = projects.opened(store(), review.project.id)
        if kept != (wanted := _contents(review)):
            projects.save(store(), there.id, wanted, seen=there.edition, at=now())
    except DiffappError as error:
        _tell(str(error))


def _contents(review: Review) -> Contents:
    return Contents(review.documents, settings.chosen(), _glossary())


def _glossary() -> str | None:
    """The text of the glossary in use; None for the general one, "" for none at all."""
    used = editor.glossary()
    if used.digest == default_glossary().digest:
        return None
    return write_extension(used) if used.concepts else ""


def _begin(review: Review) -> Project:
    """Make the project of these texts, under the names of the texts."""
    name = free_name(" | ".join(names(review.documents)))
    review.project = projects.create(
        store(), name, _contents(review), at=now(), owner=access.who()
    )
    return review.project


def _find(review: Review, wanted: str = "") -> None:
    """Find the project that compares just these texts; the one that was opened, where there are several."""
    digests = sorted(map(listing.digest_of, review.documents))
    for project in listing.holding(store(), review.documents):
        _, kept = projects.opened(store(), project.id)
        if sorted(map(listing.digest_of, kept.documents)) != digests:
            break  # those that compare no other text come first
        if project.id == wanted or (not project.archived and review.project is None):
            review.project = project
    if review.project is not None:
        review.log = ()
        _catch_up(review)


def _catch_up(review: Review) -> bool:
    """Read what was written since."""
    if review.project is None:
        return False
    seen = review.log[-1].seq if review.log else 0
    news = entries_since(store(), review.project.id, seen)
    review.log = (*review.log, *news)
    return bool(news)


def _entries() -> tuple[Entry, ...]:
    review: Review = st.session_state.review
    return tuple(logged.entry for logged in review.log)


def _tell(sentence: str) -> None:
    st.session_state.notices.append(sentence)


def current() -> Project | None:
    """The project of the texts on the page."""
    review: Review = st.session_state.review
    return review.project


def rename(name: str) -> None:
    """Call the project of these texts by another name. Raises ProjectError where it cannot be used."""
    review: Review = st.session_state.review
    if review.project is not None:
        projects.rename(store(), review.project.id, name, at=now())
        review.project = replace(review.project, name=projects.usable(name))


def open_next(project: str) -> None:
    """Take this project for the texts that are about to be shown, though others may compare the same."""
    st.session_state.opening_project = project
    forget()


def forget() -> None:
    """Look anew, when the page is next drawn, which project these texts are in."""
    review: Review = st.session_state.review
    st.session_state.review = Review(answered=review.answered)


def free_name(name: str) -> str:
    """A name that no project has yet: the one that is asked for, or that with a number."""
    there = {project.name for kind in (False, True) for project in listing.listed(store(), archived=kind)}
    name = name[: projects.LONGEST_NAME - 6]
    told = (name if number == 1 else f"{name} ({number})" for number in count(1))
    return next(each for each in told if each not in there)
