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
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, NoReturn

from diffapp.errors import ReadingError, TooLarge
from diffapp.reading.parsed import Options, Progress, quiet

WORKER: Final = Path(__file__).resolve().with_name("worker.py")


@dataclass(frozen=True, slots=True)
class Limits:
    """What a child may use. Memory is in bytes of address space, ``answer`` in bytes that it may send.

    Recognition, once it is begun, has its own memory, and ``seconds_a_page`` for each page of at most
    ``pages`` beside ``seconds``.
    """

    seconds: float = 60.0
    seconds_a_page: float = 30.0
    pages: int = 1000
    memory: int = 1_000_000_000
    memory_recognising: int = 3_000_000_000
    answer: int = 200_000_000


LIMITS: Final = Limits()

_KEPT: Final = ("LD_LIBRARY_PATH", "SYSTEMROOT", "SYSTEMDRIVE")
"""The variables that an interpreter may need to start at all; the child sees no others."""
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
    order = {"task": task, "name": name, "size": len(data), "options": asdict(options)}
    order["limits"] = _in_whole_numbers(limits)
    told: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    with _PLACES, _child(worker, name) as child:
        feed = threading.Thread(target=_feed, args=(child, order, data), daemon=True)
        listen = threading.Thread(target=_listen, args=(child, limits.answer, told), daemon=True)
        feed.start()
        listen.start()
        try:
            return _Conversation(name, words, limits).result(told, tell, child)
        finally:
            _end(child)
            feed.join(_PATIENCE)
            listen.join(_PATIENCE)


@dataclass(frozen=True, slots=True)
class _Conversation:
    """Hears what a child says until its result; ``name`` and ``words`` are for the sentences of errors."""

    name: str
    words: str
    limits: Limits

    def result(self, told: queue.SimpleQueue[bytes], tell: Progress, child: subprocess.Popen[bytes]) -> Any:
        """The result, or the error that says why there is none."""
        begun = time.monotonic()
        until, recognising = begun + self.limits.seconds, False
        while True:
            try:
                line = told.get(timeout=max(0.0, until - time.monotonic()))
            except queue.Empty:
                self._late(until - begun)
            said = self._heard(line, child)
            if "result" in said:
                return said["result"]
            if "failed" in said:
                self._failed(said)
            recognising = recognising or "recognising" in said
            done, of = self._pages(said.get("pages", [0, 1]))
            if "pages" in said:
                tell(done, of)
            if recognising:
                most = self.limits.seconds + self.limits.seconds_a_page * min(of, self.limits.pages)
                until = max(until, min(time.monotonic() + self.limits.seconds_a_page, begun + most))

    def _heard(self, line: bytes, child: subprocess.Popen[bytes]) -> dict[str, Any]:
        """One line of the answer; an empty one is its end before the result."""
        if not line:
            self._ended(child)
        try:
            said = json.loads(line)
        except (ValueError, RecursionError):
            said = None
        if not isinstance(said, dict):
            self._broken()
        return said

    def _pages(self, told: object) -> tuple[int, int]:
        match told:
            case [int(done), int(of)]:
                return done, of
            case _:
                self._broken()

    def _failed(self, said: dict[str, Any]) -> NoReturn:
        """Raise what the child says of its failure."""
        match said:
            case {"failed": "reading", "why": str(why)}:
                raise ReadingError(self.name, why)
            case {"failed": "large", "limit": str(limit)}:
                raise TooLarge(self.name, limit)
            case {"failed": "memory"}:
                self._memory()
        self._broken()

    def _ended(self, child: subprocess.Popen[bytes]) -> NoReturn:
        """Raise the reason why a child ended without a result: the signal that ended it tells."""
        code = _end(child)
        if code == -getattr(signal, "SIGXCPU", 0) != 0:
            self._late(self.limits.seconds)
        if code == -getattr(signal, "SIGKILL", 0) != 0:
            self._memory()  # so the system ends a process when no memory is left
        self._broken()

    def _late(self, seconds: float) -> NoReturn:
        raise ReadingError(self.name, f"this file could not be read within {seconds:.3g} seconds.")

    def _memory(self) -> NoReturn:
        most = self.limits.memory / 1e9
        raise ReadingError(self.name, f"this file needs more memory than is allowed ({most:.3g} GB).")

    def _broken(self) -> NoReturn:
        why = f"the reader of {self.words} files broke off on it; the file may be damaged."
        raise ReadingError(self.name, why)


def _in_whole_numbers(limits: Limits) -> dict[str, int]:
    """The limits that the child sets on itself; processor time is counted in whole seconds."""
    seconds = max(1, round(limits.seconds))
    recognising = seconds + round(limits.seconds_a_page * limits.pages)
    memory = {"memory": limits.memory, "memory_recognising": limits.memory_recognising}
    return {"seconds": seconds, "seconds_recognising": recognising, **memory}


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


def _end(child: subprocess.Popen[bytes]) -> int:
    """End a child with all that it started, and give its exit code; a second call gives it again."""
    if child.returncode is None:
        # The group first: until the child is waited for, no other process can have its number.
        if hasattr(os, "killpg"):
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(child.pid, signal.SIGKILL)
        else:
            child.kill()
    return child.wait()


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
    """Pass on what a child says, line by line; an empty line is the end. More than ``most`` bytes end it."""
    with suppress(OSError, ValueError):
        rest = b""
        while child.stdout is not None and most > 0 and (part := child.stdout.read(1 << 16)):
            most -= len(part)
            *lines, rest = (rest + part).split(b"\n")
            for line in lines:
                told.put(line or b"?")
    told.put(b"")
