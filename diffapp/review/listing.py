"""Finds projects: all, by name, or by the content of the texts that they compare."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, fields
from itertools import count
from typing import Any

from sqlalchemy import Row, Select, func, select

from diffapp.errors import ProjectError
from diffapp.model import Document
from diffapp.review.store import Store
from diffapp.review.tables import DOCUMENT, PROJECT

LONGEST_NAME = 200
GONE = "This project is no longer there."


@dataclass(frozen=True, slots=True)
class Project:
    """What is known of a project without opening it.

    ``created``, ``changed`` and ``archived`` are in UTC, ISO 8601 ("" where it is not archived); ``owner`` is
    a user's name where there is a login, else "". ``edition`` counts how often its texts were saved, ``last``
    is the sequence number of the last entry in its log.
    """

    id: str
    name: str
    owner: str
    created: str
    changed: str
    archived: str
    edition: int
    last: int


SUMMARY = [PROJECT.c[name] for name in (part.name for part in fields(Project))]


def listed(store: Store, *, archived: bool = False, owner: str | None = None) -> tuple[Project, ...]:
    """List the projects, the last changed first: those in use, or the archived; of all owners, or of one."""
    wanted = select(*SUMMARY).where((PROJECT.c.archived != "") if archived else (PROJECT.c.archived == ""))
    return _projects(store, wanted if owner is None else wanted.where(PROJECT.c.owner == owner))


def named(store: Store, name: str, owner: str | None = None) -> Project:
    """Find a project by its name or its id, archived or not.

    Raises:
        ProjectError: there is none, or several owners have one of this name.
    """
    wanted = select(*SUMMARY).where((PROJECT.c.name == name) | (PROJECT.c.id == name))
    found = _projects(store, wanted if owner is None else wanted.where(PROJECT.c.owner == owner))
    if not found:
        raise ProjectError(f"There is no project “{name}”; `diffapp projects` lists those there are.")
    if len(found) > 1:
        ids = ", ".join(f"{project.id} ({project.owner})" for project in found)
        raise ProjectError(f"There are several projects “{name}”; name one by its id: {ids}.")
    return found[0]


def holding(store: Store, documents: Sequence[Document]) -> tuple[Project, ...]:
    """Find the projects that compare all these texts, known by content; those with no other come first."""
    digests = {digest_of(document) for document in documents}
    inside = DOCUMENT.c.digest.in_(digests)
    counts = (
        select(DOCUMENT.c.project, func.count().label("others"))
        .where(
            DOCUMENT.c.project.in_(
                select(DOCUMENT.c.project)
                .where(inside)
                .group_by(DOCUMENT.c.project)
                .having(func.count(DOCUMENT.c.digest.distinct()) == len(digests))
            )
        )
        .group_by(DOCUMENT.c.project)
        .subquery()
    )
    wanted = select(*SUMMARY).join(counts, counts.c.project == PROJECT.c.id)
    return _projects(store, wanted.order_by(counts.c.others))


def usable(name: str) -> str:
    """Return a name without space around it. Raises ProjectError where it cannot be one."""
    name = name.strip()
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise ProjectError(f"A project's name is one line of 1 to {LONGEST_NAME} characters.")
    return name


def free_name(store: Store, name: str, owner: str) -> str:
    """Return a name that an owner has not given yet: this one, or this one with a number."""
    with store.reading() as connection:
        taken = set(connection.scalars(select(PROJECT.c.name).where(PROJECT.c.owner == owner)))
    numbered = (f"{name[: LONGEST_NAME - 10]} ({number})" for number in count(2))
    return name if name not in taken else next(free for free in numbered if free not in taken)


def digest_of(document: Document) -> str:
    """Return the digest of the file that a document was read from, else that of its text."""
    text = document.text.encode("utf-8", "replace")
    return document.digest or f"text:{hashlib.sha256(text).hexdigest()}"


def _projects(store: Store, wanted: Select[Any]) -> tuple[Project, ...]:
    with store.reading() as connection:
        rows = connection.execute(wanted.order_by(PROJECT.c.changed.desc(), PROJECT.c.name)).all()
    return tuple(map(project_of, rows))


def project_of(row: Row[*tuple[Any, ...]]) -> Project:
    """Build what is known of a project from its line, which may hold more."""
    return Project(**{part.name: getattr(row, part.name) for part in fields(Project)})
