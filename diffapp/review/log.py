"""The log of a project: entries are added at its end, numbered from 1, and never changed.

A number is given and its entry written under the lock of the project's own line, so that whoever has read up
to a number has read everything up to it: no entry with a lower one can come to light later.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, Row, and_, bindparam, insert, or_, select, update

from diffapp.decisions import Decision
from diffapp.errors import Conflict, DecisionError, ProjectError, StoreError
from diffapp.review.entries import Entry, Logged, entry_plain, entry_restored
from diffapp.review.listing import GONE
from diffapp.review.matter import contradict, rivals_of
from diffapp.review.records import parsed, written
from diffapp.review.store import Store
from diffapp.review.tables import ENTRY, PROJECT

Lines = Sequence[Row[*tuple[Any, ...]]]
"""Rows of a table; not to be mixed up with those of a comparison."""


_STEP = (
    update(PROJECT)
    .where(PROJECT.c.id == bindparam("its"))
    .values(last=PROJECT.c.last + 1, changed=bindparam("now"))
    .returning(PROJECT.c.last, PROJECT.c.name)
)
_NEWS = (
    select(ENTRY.c.seq, ENTRY.c.id, ENTRY.c.kind, ENTRY.c.body)
    .where(
        ENTRY.c.project == bindparam("its"),
        or_(
            ENTRY.c.id == bindparam("own"),
            and_(ENTRY.c.seq > bindparam("seen"), ENTRY.c.by != bindparam("me")),
        ),
    )
    .order_by(ENTRY.c.seq)
)
_SINCE = (
    select(ENTRY.c.seq, ENTRY.c.body)
    .where(ENTRY.c.project == bindparam("its"), ENTRY.c.seq > bindparam("seen"))
    .order_by(ENTRY.c.seq)
)


class _KnownError(Exception):
    """The entry is in the log already: what was begun is taken back. ``args`` are its number and its body."""


def append(store: Store, project: str, entry: Entry, seen: int, knowing: Collection[str] = ()) -> int:
    """Write an entry at the end of a log; once this has returned, it is on the disk.

    An entry with the same id and content that is there already, from an attempt whose answer was lost, is
    not written twice.

    Args:
        store: the store.
        project: the project's id.
        entry: the decision, or the mark that undoes or redoes one; it has an id.
        seen: the number of the last entry that the user has seen.
        knowing: the ids of others' decisions that are to be contradicted knowingly.

    Returns:
        The entry's number.

    Raises:
        Conflict: somebody else has decided otherwise about the same matter since; nothing was written.
        ProjectError: the project is gone.
        StoreError: it cannot be written, or another entry has this id.
    """
    row = row_of(project, 0, entry)
    try:
        with store.writing() as connection:
            seq, name = _step(connection, project, entry.at)
            news = _read(store, _news(connection, project, entry, seen))
            _refuse_conflict(name, entry, news, knowing)
            connection.execute(insert(ENTRY), row | {"seq": seq})
    except _KnownError as known:
        number, body = known.args
        if body != row["body"]:
            raise StoreError(store.where, "another decision has this id; it was not written.") from None
        return int(number)
    return seq


def entries(store: Store, project: str) -> tuple[Logged, ...]:
    """Read a whole log in its order."""
    return entries_since(store, project, 0)


def entries_since(store: Store, project: str, seq: int) -> tuple[Logged, ...]:
    """Read what was written after an entry, in its order; where there is nothing, one look into an index."""
    with store.reading() as connection:
        rows = connection.execute(_SINCE, {"its": project, "seen": seq}).all()
    return _read(store, rows)


def row_of(project: str, seq: int, entry: Entry) -> dict[str, object]:
    """Return an entry as a line of its table. Raises ProjectError where its id or user cannot be kept."""
    if not (0 < len(entry.id) <= 64 and entry.id.isascii() and entry.id.isprintable()):  # noqa: PLR2004
        raise ProjectError("An entry of the log has no id that can be kept.")
    if not (entry.by + entry.at).isprintable():
        raise ProjectError(
            "The name of a user, or the time of a decision, holds characters that cannot be kept."
        )
    return {
        "project": project,
        "seq": seq,
        "id": entry.id,
        "kind": entry.kind,
        "by": entry.by,
        "at": entry.at,
        "body": written(entry_plain(entry)),
    }


def _step(connection: Connection, project: str, at: str) -> tuple[int, str]:
    """Take the project's line, so that others wait; return the next number and the project's name."""
    line = connection.execute(_STEP, {"its": project, "now": at}).one_or_none()
    if line is None:
        raise ProjectError(GONE)
    return int(line.last), str(line.name)


def _news(connection: Connection, project: str, entry: Entry, seen: int) -> Lines:
    """Return what others wrote since that may contradict; raise _KnownError where the entry is there."""
    known = {"its": project, "own": entry.id, "seen": seen, "me": entry.by}
    lines = connection.execute(_NEWS, known).all()
    for line in lines:
        if line.id == entry.id:
            raise _KnownError(line.seq, line.body)
    rivals = rivals_of(entry.kind)
    return [line for line in lines if line.kind in rivals] if rivals else []


def _read(store: Store, rows: Lines) -> tuple[Logged, ...]:
    """Build the entries from their lines."""
    try:
        return tuple(Logged(row.seq, entry_restored(parsed(row.body))) for row in rows)
    except (ValueError, DecisionError) as error:
        raise StoreError(store.where, f"an entry of the log cannot be read: {error}.") from None


def _refuse_conflict(name: str, entry: Entry, others: Sequence[Logged], knowing: Collection[str]) -> None:
    """Raise Conflict where others have decided otherwise, and what they decided was not taken back."""
    if not isinstance(entry, Decision):
        return
    standing: dict[str, Decision] = {}
    taken_back: dict[str, Decision] = {}
    for logged in others:
        other = logged.entry
        if isinstance(other, Decision):
            standing[other.id] = other
        elif other.kind == "undo" and other.of in standing:
            taken_back[other.of] = standing.pop(other.of)
        elif other.kind == "redo" and other.of in taken_back:
            standing[other.of] = taken_back.pop(other.of)
    theirs = tuple(d for d in standing.values() if d.id not in knowing and contradict(entry, d))
    if theirs:
        who = " and ".join(sorted({decision.by or "somebody else" for decision in theirs}))
        raise Conflict(
            f"“{name}”", f"{who} decided the same matter meanwhile; both are kept if you go on.", theirs
        )
