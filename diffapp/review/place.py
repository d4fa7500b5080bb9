"""Where the store is: a file in the user's own folder, or a database that an address names.

Addresses may hold passwords. What is shown of one is the host and the database, and nothing else of it.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from platformdirs import user_data_dir
from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from diffapp.errors import StoreError
from diffapp.reading.keeping import DATA

DATABASE = "DIFFAPP_DATABASE"
"""The environment variable that names a database."""
FILE = "diffapp.sqlite3"
_POSTGRESQL = {"postgres", "postgresql", "postgresql+psycopg"}
_ADDRESS = "the address of the database"


def address_of(database: str | None = None, environ: Mapping[str, str] = os.environ) -> URL:
    """Find where the store is.

    Args:
        database: the address that the user gave, as ``postgresql://name@host/database`` or
            ``sqlite:////folder/file``; without one, that of the environment, else the file.
        environ: the environment.

    Raises:
        StoreError: the address is none that can be used.
    """
    given = database or environ.get(DATABASE, "")
    if not given:
        folder = environ.get(DATA) or user_data_dir("diffapp", appauthor=False)
        return URL.create("sqlite", database=str(Path(folder).expanduser().absolute() / FILE))
    try:
        url = make_url(given)
    except (ArgumentError, ValueError):
        raise StoreError(_ADDRESS, "it cannot be read; it begins with postgresql:// or sqlite:///.") from None
    if url.drivername in _POSTGRESQL:
        return url.set(drivername="postgresql+psycopg")
    if url.drivername != "sqlite":
        raise StoreError(_ADDRESS, "projects are kept in SQLite or PostgreSQL, and in no other database.")
    if not url.database or url.database == ":memory:" or url.query or url.host:
        raise StoreError(_ADDRESS, "it names no file; that of one is sqlite:////folder/file.")
    return url.set(database=str(Path(url.database).expanduser().absolute()))


def shown(url: URL) -> str:
    """Name a store without user and password: the path of a file, or the host and the database."""
    if url.drivername == "sqlite":
        return url.database or ""
    hosts = url.query.get("host", "")
    host = url.host or (hosts if isinstance(hosts, str) else ", ".join(hosts)) or "this machine"
    return f"the database “{url.database or ''}” on {host}"


def make_file(url: URL) -> None:
    """Make the file, for its owner alone, and the folders that it is in.

    Raises:
        StoreError: they cannot be made or written.
    """
    path = Path(url.database or "")
    try:
        if not path.parent.is_dir():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except (OSError, ValueError) as error:
        why = (getattr(error, "strerror", None) or str(error)).lower()
        raise StoreError(
            shown(url), f"projects cannot be kept there ({why}); {DATA} names another folder."
        ) from None
