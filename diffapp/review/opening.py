"""Opens the store: makes the file where there is none, and brings the tables up to date."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Mapping
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.exc import DisconnectionError, NoSuchModuleError, OperationalError

from diffapp.errors import StoreError
from diffapp.review.place import address_of, make_file, shown
from diffapp.review.store import Store, speaking
from diffapp.review.tables import HEAD

PATIENCE_MS = 60_000
"""How long to wait for others who write to the same file."""
PATIENCE_S = 10
"""How long to wait for a database to answer."""
_LOCK = 0x_D1FF_A99
"""The number of the lock that PostgreSQL gives to one opening at a time; any that is free will do."""
_ONE_AT_A_TIME = threading.Lock()
"""Alembic knows one environment in a process."""


def open_store(database: str | None = None, environ: Mapping[str, str] | None = None) -> Store:
    """Open the store that an address names, else that of the environment (``place.address_of``).

    Raises:
        StoreError: it cannot be opened or made, or a newer diffapp has written it.
    """
    url = address_of(database) if environ is None else address_of(database, environ)
    where = shown(url)
    engine = _to_file(url) if url.drivername == "sqlite" else _to_server(url, where)
    store = Store(engine, where)
    try:
        _bring_up_to_date(store)
    except BaseException:
        store.close()
        raise
    return store


def _to_file(url: URL) -> Engine:
    """Prepare the way to a file of SQLite."""
    make_file(url)
    engine = create_engine(
        url, connect_args={"timeout": PATIENCE_MS / 1000}, pool_size=5, max_overflow=40, hide_parameters=True
    )
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    event.listen(engine, "checkout", _still_there)
    return engine


def _set_up(connection: sqlite3.Connection, _record: object) -> None:
    """Have what was kept survive a loss of power, and readers not wait for writers."""
    connection.isolation_level = None  # so that a transaction begins where _begin says
    connection.execute(f"PRAGMA busy_timeout = {PATIENCE_MS}")
    _share(connection)
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")


def _still_there(connection: sqlite3.Connection, record: Any, _proxy: object) -> None:
    """Refuse a connection whose file is gone, or another: what is written to it would be lost unseen."""
    (path,) = (row[2] for row in connection.execute("PRAGMA database_list") if row[1] == "main")
    try:
        found = Path(path).stat()
    except OSError:
        raise DisconnectionError from None
    identity = (found.st_dev, found.st_ino)
    if record.info.setdefault("file", identity) != identity:
        raise DisconnectionError


def _share(connection: sqlite3.Connection) -> None:
    """Switch to the write-ahead log; SQLite does not wait for others by itself while it does this."""
    until = time.monotonic() + PATIENCE_MS / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(0.02)
        else:
            return


def _begin(connection: Connection) -> None:
    """Take the lock of a writer at once: who reads first and writes then may be refused in between."""
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _to_server(url: URL, where: str) -> Engine:
    """Prepare the way to PostgreSQL."""
    options: dict[str, Any] = {"connect_args": {"connect_timeout": PATIENCE_S}, "pool_pre_ping": True}
    try:
        return create_engine(url, pool_size=10, max_overflow=30, hide_parameters=True, **options)
    except (ImportError, NoSuchModuleError):
        raise StoreError(where, 'PostgreSQL needs `pip install "diffapp[postgres]"`.') from None


def _bring_up_to_date(store: Store) -> None:
    """Run the migrations that are missing, while nobody else does."""
    with store.reading() as connection:
        if _revision(connection) == HEAD:
            return
    with _ONE_AT_A_TIME, store.writing() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
        _migrate(connection, store.where)


def _revision(connection: Connection) -> str | None:
    """Read which revision the tables have; None where there are none."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    try:
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    except OperationalError:
        return None


def _migrate(connection: Connection, where: str) -> None:
    """Let Alembic do what is missing."""
    # imported here: it is needed once for each new store, and takes a while to load
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    with as_file(files("diffapp.review") / "migrations") as folder, speaking(where):
        config = Config()
        config.set_main_option("script_location", str(folder).replace("%", "%%"))
        config.attributes["connection"] = connection
        known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
        there = _revision(connection)
        if there is not None and there not in known:
            raise StoreError(where, "a newer diffapp has written it; open it with that one, or update this.")
        command.upgrade(config, "head")
