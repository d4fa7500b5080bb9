"""An open store: transactions on it, and what to say when one fails."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as TooMany

from diffapp.errors import StoreError

_REASONS = (
    (("database is locked", "lock timeout", "deadlock"), "others keep it busy; try again."),
    (("readonly", "read-only"), "it cannot be written."),
    (("disk is full", "no space left", "disk i/o error"), "the disk is full or does not work."),
    (("unable to open",), "it cannot be opened."),
    (
        ("not a database", "malformed"),
        "this file is damaged, or was not made by diffapp; it was left as it is.",
    ),
    (("password", "authentication", "role ", "permission denied"), "it refuses the user or the password."),
    (("does not exist", "no such table"), "it is not there, or lacks what diffapp has made."),
)
"""What databases say, in lower case, and what that means. They are not quoted: they may tell secrets."""


class Taken(StoreError):
    """Something that can be there once alone is there already: a name, a number."""


class Store:
    """A store that was opened (``opening.open_store``); ``where`` names it without any password.

    It may be used by several threads at once. Every error is a StoreError.
    """

    def __init__(self, engine: Engine, where: str) -> None:
        """Take over an engine."""
        self._engine = engine
        # one statement is a transaction by itself there, and saves two ways to the server
        alone = {"isolation_level": "AUTOCOMMIT"} if engine.dialect.name == "postgresql" else {}
        self._reader = engine.execution_options(**alone)
        # SQLite lets writers try again and again, and some wait for long; here, they queue
        self._queue = threading.Lock() if engine.dialect.name == "sqlite" else contextlib.nullcontext()
        self.where = where

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """Lend a connection to read with, by one statement: two may see what was written in between."""
        with speaking(self.where), self._reader.connect() as connection:
            yield connection

    @contextlib.contextmanager
    def writing(self) -> Iterator[Connection]:
        """Lend a connection whose changes are kept together at the end, durably, or not at all."""
        with speaking(self.where), self._queue, self._engine.connect() as connection:
            writer = connection.execution_options(writes=True)
            with writer.begin():
                yield writer

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()


@contextlib.contextmanager
def speaking(where: str) -> Iterator[None]:
    """Turn what a database raises into one sentence."""
    try:
        yield
    except IntegrityError:
        raise Taken(where, "this is there already.") from None
    except SQLAlchemyError as error:
        raise StoreError(where, _why(error)) from None


def _why(error: SQLAlchemyError) -> str:
    """Say why something failed, from what is known of such errors."""
    if isinstance(error, TooMany):
        return "too many are at work on it; try again."
    if isinstance(error, DataError):
        return "a character in this cannot be kept there."
    said = str(error.orig).lower() if isinstance(error, DBAPIError) else ""
    known = (reason for signs, reason in _REASONS if any(sign in said for sign in signs))
    return next(known, "it does not answer as it should.")
