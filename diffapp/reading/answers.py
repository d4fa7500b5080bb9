"""What a limited child may use, and what its answer means: a result, or one sentence on why there is none."""

from __future__ import annotations

import json
import queue
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, NoReturn

from diffapp.errors import ReadingError, TooLarge
from diffapp.reading.parsed import Progress


@dataclass(frozen=True, slots=True)
class Limits:
    """What a child may use. Memory is in bytes of address space, ``answer`` in bytes that it may send.

    Recognition, once it is begun, has its own memory, and ``seconds_a_page`` for each page of at most
    ``pages`` beside ``seconds``.
    """

    seconds: float = 60.0
    seconds_a_page: float = 120.0
    pages: int = 1000
    memory: int = 1_000_000_000
    memory_recognising: int = 3_000_000_000
    answer: int = 200_000_000


@dataclass(frozen=True, slots=True)
class Ending:
    """How a child ended: its exit code, -9 for signal 9, and its most memory in bytes; 0 if unknown."""

    code: int
    peak: int = 0


LIMITS: Final = Limits()


@dataclass(frozen=True, slots=True)
class Conversation:
    """Hears what a child says until its result; ``name`` and ``words`` are for the sentences of errors."""

    name: str
    words: str
    limits: Limits

    def result(self, told: queue.SimpleQueue[bytes], tell: Progress, end: Callable[[], Ending]) -> Any:
        """Hear a child out.

        Args:
            told: its lines as they come; an empty one is their end.
            tell: is told how many pages are done.
            end: ends the child, and tells how it ended.

        Returns:
            The result as JSON holds it.

        Raises:
            ReadingError: there is none; the sentence says why.
            TooLarge: the child says so.
        """
        begun = time.monotonic()
        until, recognising = begun + self.limits.seconds, False
        while True:
            try:
                line = told.get(timeout=max(0.0, until - time.monotonic()))
            except queue.Empty:
                self._late(until - begun)
            if time.monotonic() > until and b'"result"' not in line[:20]:
                self._late(until - begun)
            said = self._heard(line, end)
            if "result" in said:
                return said["result"]
            if "failed" in said:
                self._failed(said)
            recognising = recognising or "recognising" in said
            done, of = _pages(said.get("pages", [0, 1])) or self._broken()
            if "pages" in said:
                tell(done, of)
            if recognising:
                most = self.limits.seconds + self.limits.seconds_a_page * min(of, self.limits.pages)
                until = max(until, min(time.monotonic() + self.limits.seconds_a_page, begun + most))

    def _heard(self, line: bytes, end: Callable[[], Ending]) -> dict[str, Any]:
        """One line of the answer; an empty one is its end before the result."""
        if not line:
            self._ended(end)
        try:
            said = json.loads(line)
        except (ValueError, RecursionError):
            said = None
        if not isinstance(said, dict):
            self._broken()
        return said

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

    def _ended(self, end: Callable[[], Ending]) -> NoReturn:
        """Raise the reason why a child ended without a result: the signal that ended it tells."""
        ending = end()
        if ending.code == -getattr(signal, "SIGXCPU", 0) != 0:
            self._late(self.limits.seconds)
        # So the system ends a process when no memory is left. A library in C breaks off when it gets no more:
        # what it held is then near the limit, or half of it where it asked for twice as much.
        if ending.code == -getattr(signal, "SIGKILL", 0) != 0 or ending.peak > self.limits.memory / 3:
            self._memory()
        self._broken()

    def _late(self, seconds: float) -> NoReturn:
        raise ReadingError(self.name, f"this file could not be read within {seconds:.3g} seconds.")

    def _memory(self) -> NoReturn:
        most = self.limits.memory / 1e9
        raise ReadingError(self.name, f"this file needs more memory than is allowed ({most:.3g} GB).")

    def _broken(self) -> NoReturn:
        why = f"the reader of {self.words} files broke off on it; the file may be damaged."
        raise ReadingError(self.name, why)


def _pages(told: object) -> tuple[int, int] | None:
    """The pages done and the pages in all, if it is these that the child tells."""
    match told:
        case [int(done), int(of)]:
            return done, of
        case _:
            return None
