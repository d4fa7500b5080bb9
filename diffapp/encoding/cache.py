"""Vectors kept on disk by content, so that a text is encoded once.

Documents may be sensitive: the file holds SHA-256 digests and vectors, never a text, and only its owner can
read it. It is a convenience and no more: where it cannot be used (no right to write, locked, damaged), work
goes on without, and nobody is bothered.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

LIMIT = 200_000_000
"""Bytes; beyond, the oldest quarter goes."""
PATIENCE = 1.0
"""Seconds to wait for another process's lock."""
SCHEMA = """
CREATE TABLE IF NOT EXISTS vectors
    (number INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, vector BLOB NOT NULL, checksum INTEGER NOT NULL)
"""
OLDEST_QUARTER_OUT = """
DELETE FROM vectors WHERE number IN
    (SELECT number FROM vectors ORDER BY number LIMIT (SELECT count(*) / 4 FROM vectors))
"""


def _checksum(key: bytes, vector: bytes) -> int:
    return zlib.crc32(key + vector)


class Cache:
    """An open file of vectors, or none: then it knows nothing and keeps nothing. It raises no error."""

    def __init__(self, path: Path | None) -> None:
        """Open or make the file and the folders it is in; a damaged file is replaced."""
        self._path = path
        self._database: sqlite3.Connection | None = None
        for _ in range(2):
            if path is None or self._open(path):
                return

    def _open(self, path: Path) -> bool:
        """Open the file, and return False if it was damaged and is gone, so that another try is worth it."""
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
            database = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
        except (OSError, sqlite3.Error):
            return True
        self._database = database
        with self._forgiving():
            database.execute("PRAGMA journal_mode = WAL")
            database.execute("PRAGMA synchronous = NORMAL")
            database.execute(SCHEMA)
        return self._database is database or path.exists()

    def find(self, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        """Return the vectors that are known among those asked for, whole ones alone."""
        known = dict[bytes, bytes]()
        with self._forgiving() as database:
            if not database:
                return known
            for key in keys:
                row = database.execute(
                    "SELECT vector, checksum FROM vectors WHERE key = ?", (key,)
                ).fetchone()
                if row and isinstance(row[0], bytes) and row[1] == _checksum(key, row[0]):
                    known[key] = row[0]
        return known

    def keep(self, vectors: Mapping[bytes, bytes]) -> None:
        """Keep vectors by key, and make room where the file has grown over its limit."""
        rows = [(key, vector, _checksum(key, vector)) for key, vector in vectors.items()]
        with self._forgiving() as database:
            if not database:
                return
            database.execute("BEGIN IMMEDIATE")
            database.executemany(
                "INSERT OR REPLACE INTO vectors (key, vector, checksum) VALUES (?, ?, ?)", rows
            )
            size, pages, free = (
                database.execute(f"PRAGMA {name}").fetchone()[0]
                for name in ("page_size", "page_count", "freelist_count")
            )
            if size * (pages - free) > LIMIT:
                database.execute(OLDEST_QUARTER_OUT)
            database.execute("COMMIT")

    @contextlib.contextmanager
    def _forgiving(self) -> Iterator[sqlite3.Connection | None]:
        """Lend the connection; the first error is the last, since the file is closed then, or given up."""
        try:
            yield self._database
        except sqlite3.OperationalError:  # the surroundings: no right, no room, a lock, another table
            self.close()
        except sqlite3.DatabaseError:  # the file itself
            self.close()
            self._remove()

    def _remove(self) -> None:
        """Remove the file and what SQLite puts beside it."""
        for end in ("", "-wal", "-shm") if self._path else ():
            with contextlib.suppress(OSError):
                Path(f"{self._path}{end}").unlink(missing_ok=True)

    def close(self) -> None:
        """Close the file; what comes after is neither found nor kept."""
        if self._database is not None:
            with contextlib.suppress(sqlite3.Error):
                self._database.close()
        self._database = None
