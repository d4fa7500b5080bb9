"""The review of the texts on the page: what is decided, kept at once, and what others decide meanwhile.

A visit knows the log of one project: the one that compares these texts, or that was opened. There need be
none before the first decision, which makes it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from diffapp.decisions import Decision
from diffapp.errors import Conflict, DecisionError, DiffappError, ProjectError, StoreError
from diffapp.glossary import default_glossary, write_extension
from diffapp.model import Comparison, Document
from diffapp.review import listing, projects
from diffapp.review.entries import Entry, Mark
from diffapp.review.listing import Project
from diffapp.review.log import append
from diffapp.review.matter import contradict
from diffapp.review.projects import Contents
from diffapp.review.standing import redoable, standing, undoable
from diffapp.ui import asked, editor, settings
from diffapp.ui.logbook import Clash, Review, begin, catch_up, filed, find, now, read, store, who

REMEMBERED = 400
"""So many answered requests are remembered, in case they are sent again."""


def prepare(of: str, documents: tuple[Document, ...]) -> None:
    """Know the review of these texts: ``of`` tells them, and how they are cut into passages, apart."""
    state = st.session_state
    review: Review = state.setdefault("review", Review())
    if review.of == of and review.documents == documents:
        return
    opened: str = state.pop("opening_project", "")
    state.review = Review(of, documents, answered=review.answered)
    try:
        find(state.review, opened)
    except DiffappError as error:
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
            find(review)
            review.trouble = ""
            return bool(review.log)
        return catch_up(review)
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
            # answered last: Streamlit may break off in between, and then the page asks again
            _do(review, request)
            review.answered = [*review.answered, request["id"]][-REMEMBERED:]


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
            made = asked.decision(request, comparison, by=who(), at=now())
            _write(review, made, seen=request["seen"])
    except DiffappError as error:
        _tell(str(error))


def _mark(review: Review, request: dict[str, Any]) -> None:
    """Take one's own last decision back, or bring it again."""
    find = undoable if request["what"] == "undo" else redoable
    last = find(_entries(), who())
    if last is None:
        return
    mark = Mark(request["what"], last.id, who(), now(), request["id"])
    catch_up(review)
    theirs = _since_taken_back(review, last) if mark.kind == "redo" else ()
    if theirs:
        review.clashes.append(Clash(mark, theirs))
    else:
        _write(review, mark)


def _since_taken_back(review: Review, decision: Decision) -> tuple[Decision, ...]:
    """What others have decided otherwise since a decision was taken back, and what still stands of it."""
    undone = max(
        each.seq for each in review.log if isinstance(each.entry, Mark) and each.entry.of == decision.id
    )
    later = {each.entry.id for each in review.log if each.seq > undone}
    return tuple(
        other
        for other in decisions()
        if other.id in later and other.by != decision.by and contradict(decision, other)
    )


def _write(review: Review, entry: Entry, knowing: tuple[str, ...] = (), seen: int | None = None) -> None:
    """Write an entry, unless others have said otherwise: then the user is asked.

    ``seen`` is the last entry that the page had shown when this was asked for.
    """
    if review.project is None:
        find(review)  # somebody may have begun meanwhile
    project = review.project or begin(review, as_shown(review))
    last = review.log[-1].seq if review.log else 0
    try:
        append(store(), project.id, filed(review, entry), last if seen is None else min(seen, last), knowing)
    except Conflict as conflict:
        turned = (read(review, each) for each in conflict.theirs if isinstance(each, Decision))
        theirs = tuple(each for each in turned if isinstance(each, Decision))
        review.clashes.append(Clash(entry, theirs))
    except StoreError:
        catch_up(review)
        if entry.id not in {logged.entry.id for logged in review.log}:
            raise  # else it was written before, by an attempt that was broken off
    catch_up(review)


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
    """Keep with their project how the texts are compared now, where that was changed on the page.

    Who looks at the texts with other settings than those of their project changes nothing of it.
    """
    review: Review = st.session_state.review
    kept, before, wanted = review.kept, review.before, as_shown(review)
    review.before = wanted
    if review.project is None or kept is None or before is None:
        return
    if not _alike(kept, before) or _alike(kept, wanted):
        return
    changed = replace(kept, settings=wanted.settings, glossary=wanted.glossary)
    try:
        edition = projects.save(store(), review.project.id, changed, seen=review.project.edition, at=now())
        review.project, review.kept = replace(review.project, edition=edition), changed
    except DiffappError as error:
        _tell(str(error))


def _alike(one: Contents, other: Contents) -> bool:
    return (one.settings, one.glossary) == (other.settings, other.glossary)


def differs() -> str:
    """A sentence where the project of these texts has other settings than those on the page; else ""."""
    review: Review = st.session_state.review
    if review.project is None or review.kept is None or _alike(review.kept, as_shown(review)):
        return ""
    return (
        f"What was decided about these texts is in the project “{review.project.name}”, which has other "
        "settings or another glossary; open it under Projects to compare with those."
    )


def as_shown(review: Review) -> Contents:
    """What is compared on the page, and how."""
    return Contents(review.documents, settings.chosen(), _glossary())


def _glossary() -> str | None:
    """The text of the glossary in use; None for the general one, "" for none at all."""
    used = editor.glossary()
    if used.digest == default_glossary().digest:
        return None
    return write_extension(used) if used.concepts else ""


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
        review.project = replace(review.project, name=listing.usable(name))


def open_next(project: str) -> None:
    """Take this project for the texts that are about to be shown, though others may compare the same."""
    st.session_state.opening_project = project
    forget()


def forget() -> None:
    """Look anew, when the page is next drawn, which project these texts are in."""
    review: Review = st.session_state.review
    st.session_state.review = Review(answered=review.answered)
