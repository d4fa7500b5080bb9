"""Projects: texts with their settings and glossary, under a name; their decisions stand in the log."""

from __future__ import annotations

import contextlib
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select, update

from diffapp.errors import DecisionError, ProjectError, StoreError
from diffapp.model import DEFAULT, Document, Settings
from diffapp.pipeline import check
from diffapp.review.entries import Entry
from diffapp.review.listing import GONE, SUMMARY, Project, digest_of, project_of, usable
from diffapp.review.log import row_of
from diffapp.review.records import parsed, plain, restored, storable, written
from diffapp.review.store import Store, Taken
from diffapp.review.tables import DOCUMENT, ENTRY, PROJECT


@dataclass(frozen=True, slots=True)
class Contents:
    """What a project compares; ``glossary`` is the text of a file, "" for none, None for the general one."""

    documents: tuple[Document, ...]
    settings: Settings = DEFAULT
    glossary: str | None = None


def opened(store: Store, project: str) -> tuple[Project, Contents]:
    """Open a project. Raises ProjectError where it is gone, and StoreError where it cannot be read."""
    wanted = (
        select(*SUMMARY, PROJECT.c.settings, PROJECT.c.glossary, DOCUMENT.c.body)
        .join(DOCUMENT, DOCUMENT.c.project == PROJECT.c.id)
        .where(PROJECT.c.id == project)
        .order_by(DOCUMENT.c.position)
    )
    with store.reading() as connection:
        rows = connection.execute(wanted).all()
    if not rows:
        raise ProjectError(GONE)
    try:
        documents = tuple(restored(Document, parsed(row.body)) for row in rows)
        settings = restored(Settings, parsed(rows[0].settings))
    except (ValueError, DecisionError) as error:
        raise StoreError(store.where, f"this project cannot be read: {error}.") from None
    return project_of(rows[0]), Contents(documents, settings, rows[0].glossary)


def create(  # noqa: PLR0913 -- a project has as many parts
    store: Store, name: str, kept: Contents, *, at: str, owner: str = "", entries: Iterable[Entry] = ()
) -> Project:
    """Make a project, with a log where it comes from a file.

    Raises:
        ProjectError: a name or the glossary cannot be kept, or the owner has a project of this name.
        SettingsError: these texts and settings cannot be compared.
    """
    _check(kept)
    log = tuple(entries)
    if not owner.isprintable():
        raise ProjectError("The name of the user holds characters that cannot be kept.")
    if len({entry.id for entry in log}) < len(log):
        raise ProjectError("Two decisions of this project have the same id.")
    project = Project(uuid.uuid4().hex, usable(name), owner, at, at, "", 1, len(log))
    with _of_one_name(project.name), store.writing() as connection:
        connection.execute(insert(PROJECT), plain(project) | _columns(kept))
        _fill(connection, project.id, kept.documents)
        if log:
            rows = [row_of(project.id, seq, entry) for seq, entry in enumerate(log, 1)]
            connection.execute(insert(ENTRY), rows)
    return project


def save(store: Store, project: str, kept: Contents, *, seen: int, at: str) -> int:
    """Put texts, settings and glossary in place of those that are there; the decisions stay.

    ``seen`` is the edition that the user has before them. Returns the new one.

    Raises:
        StoreError: somebody else has saved another edition meanwhile; nothing was changed.
        ProjectError: the project is gone.
        SettingsError: these texts and settings cannot be compared.
    """
    _check(kept)
    there = PROJECT.c.id == project
    change = update(PROJECT).where(there, PROJECT.c.edition == seen)
    with store.writing() as connection:
        changed = connection.execute(change.values(edition=seen + 1, changed=at, **_columns(kept)))
        if changed.rowcount == 0:
            if connection.execute(select(PROJECT.c.id).where(there)).first() is None:
                raise ProjectError(GONE)
            raise StoreError(
                store.where, "somebody else has changed the texts of this project; open it again."
            )
        connection.execute(delete(DOCUMENT).where(DOCUMENT.c.project == project))
        _fill(connection, project, kept.documents)
    return seen + 1


def rename(store: Store, project: str, name: str, *, at: str) -> None:
    """Give a project another name. Raises ProjectError where it cannot be used."""
    with _of_one_name(usable(name)):
        _change(store, project, name=usable(name), changed=at)


def archive(store: Store, project: str, *, at: str) -> None:
    """Put a project away; nothing of it is lost."""
    _change(store, project, archived=at)


def unarchive(store: Store, project: str) -> None:
    """Bring a project back."""
    _change(store, project, archived="")


def _check(kept: Contents) -> None:
    """Refuse what could not be compared, or not be kept."""
    check(kept.documents, kept.settings)
    if not storable(kept.glossary or ""):
        raise ProjectError("The glossary holds characters that cannot be kept.")


def _columns(kept: Contents) -> dict[str, object]:
    return {"settings": written(plain(kept.settings)), "glossary": kept.glossary}


def _fill(connection: Connection, project: str, documents: Sequence[Document]) -> None:
    rows = [
        {"project": project, "position": n, "digest": digest_of(d), "body": written(plain(d))}
        for n, d in enumerate(documents)
    ]
    connection.execute(insert(DOCUMENT), rows)


def _change(store: Store, project: str, **values: str) -> None:
    with store.writing() as connection:
        changed = connection.execute(update(PROJECT).where(PROJECT.c.id == project).values(**values))
        if changed.rowcount == 0:
            raise ProjectError(GONE)


@contextlib.contextmanager
def _of_one_name(name: str) -> Iterator[None]:
    """Say so where the owner has another project of a name."""
    try:
        yield
    except StoreError as error:
        if isinstance(error, Taken):
            raise ProjectError(f"There is a project “{name}” already.") from None
        raise
