"""Where the review of some texts is kept: their project in the store, its log, and who writes into it."""

from __future__ import annotations

import getpass
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import streamlit as st

from diffapp.findings import Place
from diffapp.model import Document
from diffapp.naming import names
from diffapp.review import listing, projects
from diffapp.review.entries import Entry, Logged
from diffapp.review.listing import Project
from diffapp.review.log import entries_since
from diffapp.review.opening import open_store
from diffapp.review.projects import Contents
from diffapp.review.store import Store
from diffapp.ui import access


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


def find(review: Review, wanted: str = "") -> None:
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
        catch_up(review)


def catch_up(review: Review) -> bool:
    """Read what was written since."""
    if review.project is None:
        return False
    seen = review.log[-1].seq if review.log else 0
    news = entries_since(store(), review.project.id, seen)
    review.log = (*review.log, *news)
    return bool(news)


def begin(review: Review, contents: Contents) -> Project:
    """Make the project of these texts, under the names of the texts."""
    owner = access.who()
    wanted = " | ".join(names(review.documents))[: listing.LONGEST_NAME]
    name = listing.free_name(store(), wanted, owner)
    review.project = projects.create(store(), name, contents, at=now(), owner=owner)
    return review.project
