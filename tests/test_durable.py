"""What the store has acknowledged survives a killed process, wherever it was killed."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from diffapp.document import Document
from diffapp.review import listing, log, projects
from diffapp.review.opening import open_store
from diffapp.review.projects import Contents

ROOT = Path(__file__).resolve().parent.parent
KILLS = 20
WRITER = """
import os, sys, uuid
from diffapp.decisions import Anchor, Decision
from diffapp.review import log
from diffapp.review.opening import open_store
store = open_store(sys.argv[1])
print("ready", flush=True)
while True:
    about = (Anchor(0, uuid.uuid4().hex),)
    one = Decision("note", about, "x" * 3000, by="Ana", at="2026", id=uuid.uuid4().hex)
    log.append(store, sys.argv[2], one, 0)
    os.write(1, f"{one.id}\\n".encode())
"""


@pytest.mark.slow
def test_nothing_acknowledged_is_lost(database: str) -> None:
    """A process that writes without end is killed at twenty moments; what it told to be kept is there."""
    moments = random.Random(20260122)  # noqa: S311 -- the moments are to be the same each time
    texts = Contents((Document("a", "One.", ()), Document("b", "Two.", ())))
    store = open_store(database)
    project = projects.create(store, "Harbours", texts, at="2026").id
    store.close()
    acknowledged: list[str] = []
    for _ in range(KILLS):
        acknowledged += _killed(database, project, moments.uniform(0.0, 0.25))
        store = open_store(database)  # it opens
        kept = log.entries(store, project)
        assert [logged.seq for logged in kept] == list(range(1, len(kept) + 1))
        assert set(acknowledged) <= {logged.entry.id for logged in kept}
        assert len(kept) == listing.named(store, project).last
        store.close()
    assert len(acknowledged) > KILLS
    if database.startswith("sqlite"):
        with sqlite3.connect(database.removeprefix("sqlite:///")) as file:
            assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        file.close()


def _killed(database: str, project: str, after: float) -> list[str]:
    """Let a process write for some seconds, kill it, and return the ids that it has told to be kept."""
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, database, project],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"ready\n"
        time.sleep(after)
        writer.send_signal(signal.SIGKILL)
        told = writer.stdout.read().decode().split("\n")
    return told[:-1]  # behind the last line end stands nothing, or half an id
