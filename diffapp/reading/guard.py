"""Runs a task on a file in a limited child process, and says in one sentence why it failed there.

Readers of PDF and Office files are large programs in C, and files can be made to break them, or to take all
memory and time. So each file is read by a process of its own (see worker), which has no more than it needs:
some memory and time, no network, no files to write. It lives for one file, and is ended with all it started.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from functools import cache, partial
from pathlib import Path
from typing import Any, Final

from diffapp.errors import ReadingError
from diffapp.reading.answers import LIMITS, Conversation, Ending, Limits
from diffapp.reading.parsed import Options, Progress, quiet

if sys.platform != "win32":
    import resource

WORKER: Final = Path(__file__).resolve().with_name("worker.py")


_KEPT: Final = ("LD_LIBRARY_PATH", "SYSTEMROOT", "SYSTEMDRIVE")
"""The variables that an interpreter may need to start at all; the child sees no others."""
_LIBRARIES: Final = ("site-packages", "dist-packages")
"""Names of folders that libraries are installed in; the isolated child passes over a user's own."""
_PLACES: Final = threading.BoundedSemaphore(max(2, os.cpu_count() or 2))
"""How many files are read at a time: each may take the memory of its limit."""
_PATIENCE: Final = 5.0


def run(  # noqa: PLR0913 - five say what is done, three in which way
    task: str,
    data: bytes,
    name: str,
    options: Options,
    tell: Progress = quiet,
    *,
    words: str = "such",
    limits: Limits = LIMITS,
    worker: Path = WORKER,
) -> Any:
    """Do a task on a file in a child process.

    Args:
        task: one of ``worker.TASKS``.
        data: the whole file.
        name: its own name, for the task and for errors.
        options: what the user chose.
        tell: is told how many pages are done, in this thread; what it raises ends the child and goes through.
        words: the kind of file, for "the reader of PDF files".
        limits: what the child may use.
        worker: the script that the child runs.

    Returns:
        What the task gives back, as JSON holds it; nothing in it is checked.

    Raises:
        ReadingError: the task says why, or the child was ended or broke off.
        TooLarge: the task says so.
    """
    order = {"task": task, "name": name, "size": len(data), "options": asdict(options), **_whole(limits)}
    order["libraries"] = [path for path in sys.path if Path(path).name in _LIBRARIES]
    with _PLACES, _child(worker, name) as child, _spoken_to(child, order, data, limits.answer) as told:
        return Conversation(name, words, limits).result(told, tell, partial(_end, child))


@contextmanager
def _spoken_to(
    child: subprocess.Popen[bytes], order: dict[str, Any], data: bytes, most: int
) -> Iterator[queue.SimpleQueue[bytes]]:
    """Feed a child and listen to it at the same time, in threads that end with it."""
    told: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threads = (
        threading.Thread(target=_feed, args=(child, order, data), daemon=True),
        threading.Thread(target=_listen, args=(child, most, told), daemon=True),
    )
    try:
        for thread in threads:
            thread.start()
        yield told
    finally:
        _end(child)
        for thread in threads:
            if thread.ident:
                thread.join(_PATIENCE)


def _whole(limits: Limits) -> dict[str, dict[str, int]]:
    """The limits that the child sets on itself; processor time is counted in whole seconds."""
    seconds = max(1, round(limits.seconds))
    recognising = seconds + round(limits.seconds_a_page * limits.pages)
    memory = {"memory": limits.memory, "memory_recognising": limits.memory_recognising}
    return {"limits": {"seconds": seconds, "seconds_recognising": recognising, **memory}}


@contextmanager
def _child(worker: Path, name: str) -> Iterator[subprocess.Popen[bytes]]:
    """Start a child in a process group of its own; at the end it is gone, and its pipes are closed."""
    _compile()
    try:
        child = subprocess.Popen(  # noqa: S603 - this interpreter, and a script of this package
            [sys.executable, "-I", "-B", "-X", "utf8", str(worker)],
            bufsize=0,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=os.sep,
            env={key: os.environ[key] for key in _KEPT if key in os.environ},
            start_new_session=True,
        )
    except OSError as error:
        raise ReadingError(name, f"no process could be started to read it: {error.strerror}.") from error
    try:
        yield child
    finally:
        _end(child)
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                pipe.close()


@cache
def _compile() -> None:
    """Compile the readers once: the child may not write, and would compile them anew for every file."""
    if not sys.dont_write_bytecode:
        import compileall  # noqa: PLC0415 - once for each run of the program

        compileall.compile_dir(WORKER.parent, maxlevels=0, quiet=2)


def _end(child: subprocess.Popen[bytes]) -> Ending:
    """End a child with all that it started, and tell how it ended; a second call only gives its exit code."""
    if child.returncode is not None:
        return Ending(child.returncode)
    if sys.platform == "win32":
        child.kill()
        return Ending(child.wait())
    # The group first: until the child is waited for, no other process can have its number.
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
    try:
        _, status, used = os.wait4(child.pid, 0)
    except ChildProcessError:  # a host program may have children waited for by the system
        child.returncode = 1
        return Ending(child.returncode)
    child.returncode = os.waitstatus_to_exitcode(status)
    # Between its making and its start a child counts this process's memory as its own.
    ours = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    peak = used.ru_maxrss if used.ru_maxrss > ours else 0
    return Ending(child.returncode, peak * (1 if sys.platform == "darwin" else 1024))


def _feed(child: subprocess.Popen[bytes], order: dict[str, Any], data: bytes) -> None:
    """Send the order and the file; a child that ended early takes no more."""
    if child.stdin is None:
        return
    with suppress(OSError, ValueError):
        for part in (json.dumps(order).encode() + b"\n", data):
            rest = memoryview(part)
            while rest:
                rest = rest[child.stdin.write(rest) :]
        child.stdin.close()


def _listen(child: subprocess.Popen[bytes], most: int, told: queue.SimpleQueue[bytes]) -> None:
    """Pass on what a child says, line by line; an empty one is the end. Over ``most`` bytes are no answer."""
    with suppress(OSError, ValueError):
        parts: list[bytes] = []
        while child.stdout is not None and (part := child.stdout.read(1 << 16)):
            most -= len(part)
            if most < 0:
                told.put(b"too much")
                return
            first, *lines = part.split(b"\n")
            parts.append(first)
            for line in lines:
                told.put(b"".join(parts) or b"an empty line")
                parts = [line]
    told.put(b"")
