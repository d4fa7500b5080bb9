"""Where the review of some texts is kept: their project in the store, its log, and who writes into it."""

from __future__ import annotations

import getpass
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import streamlit as st

from diffapp.decisions import Decision
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
    theirs: tuple[Decision, ...]


@dataclass
class Review:
    """What this visit knows of the review of the texts on the page."""

    of: str = ""
    documents: tuple[Document, ...] = ()
    project: Project | None = None
    kept: Contents | None = None  # what the project compares, and how
    before: Contents | None = None  # how the texts were compared last
    order: list[int] = field(default_factory=list)  # the place of each text among those of the project
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
    """Find the project that compares just these texts.

    Where there are several, it is the one that was opened, else one that is not put away, the visitor's own
    and last changed first.
    """
    digests = list(map(listing.digest_of, review.documents))
    there: list[tuple[Project, Contents]] = []
    for project in listing.holding(store(), review.documents):
        _, kept = projects.opened(store(), project.id)
        if sorted(map(listing.digest_of, kept.documents)) != sorted(digests):
            break  # those that compare no other text come first
        there.append((project, kept))
    if not there:
        return
    there.sort(key=lambda p: (p[0].id != wanted, bool(p[0].archived), p[0].owner != access.who()))
    review.project, review.kept = there[0]
    left = list(map(listing.digest_of, review.kept.documents))
    review.order = []
    for digest in digests:
        review.order.append(left.index(digest))
        left[review.order[-1]] = ""
    review.log = ()
    catch_up(review)


def filed(review: Review, entry: Entry) -> Entry:
    """An entry as the project has it, which keeps its own order of the texts, however they are shown."""
    return _turned(entry, dict(enumerate(review.order)))


def read(review: Review, entry: Entry) -> Entry:
    """An entry of the project, for the texts in the order in which they are shown."""
    return _turned(entry, {there: here for here, there in enumerate(review.order)})


def _turned(entry: Entry, order: Mapping[int, int]) -> Entry:
    if not isinstance(entry, Decision):
        return entry
    anchors = (replace(a, document=order.get(a.document, a.document)) for a in entry.anchors)
    return replace(entry, anchors=tuple(anchors))


def catch_up(review: Review) -> bool:
    """Read what was written since."""
    if review.project is None:
        return False
    seen = review.log[-1].seq if review.log else 0
    news = entries_since(store(), review.project.id, seen)
    review.log = (*review.log, *(Logged(each.seq, read(review, each.entry)) for each in news))
    return bool(news)


def begin(review: Review, contents: Contents) -> Project:
    """Make the project of these texts, under the names of the texts."""
    owner = access.who()
    wanted = " | ".join(names(review.documents))[: listing.LONGEST_NAME]
    name = listing.free_name(store(), wanted, owner)
    review.order = list(range(len(review.documents)))
    review.project = projects.create(store(), name, contents, at=now(), owner=owner)
    review.kept = contents
    return review.project
