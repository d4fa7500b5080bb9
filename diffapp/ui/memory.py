"""Work that several visits may wait for: each thing is made once, in a thread of its own, and kept.

Streamlit breaks a page's script off at the next touch of any control. Work inside the script would be lost
by opening a menu, and a click would wait for a step that does not look up. So the script only waits: when it
is broken off, the work goes on for a moment, in which the next run of the script finds it again, and stops
when nobody comes.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from diffapp.pipeline import Progress

Made = TypeVar("Made")

GRACE = 1.0
"""Seconds that work goes on while nobody waits for it: enough for a script to be run again."""
PAUSE = 0.2
"""Seconds between two looks at how far the work is, and so at most until a click on Cancel is heard."""


class _Abandoned(BaseException):
    """Nobody waits any more. It is no Exception, so that no step of the work takes it for a failure."""


class Job(Generic[Made]):
    """One thing in the making, and who waits for it."""

    def __init__(self, make: Callable[[Progress], Made]) -> None:
        self.made: Made | None = None
        self.failure: BaseException | None = None
        self.done = threading.Event()
        self._make = make
        self._told = ("", 0.0)
        self._waiting = 0
        self._left = time.monotonic()
        self._lock = threading.Lock()

    def work(self) -> None:
        """Make it; what goes wrong is kept for those who wait."""
        try:
            self.made = self._make(self._tell)
        except BaseException as failure:  # noqa: BLE001 - it is raised again where it can be shown
            self.failure = failure

    def _tell(self, stage: str, share: float) -> None:
        self._told = (stage, share)
        with self._lock:
            if not self._waiting and time.monotonic() - self._left > GRACE:
                raise _Abandoned

    @contextmanager
    def _attended(self) -> Iterator[None]:
        with self._lock:
            self._waiting += 1
        try:
            yield
        finally:
            with self._lock:
                self._waiting -= 1
                self._left = time.monotonic()

    def wait(self, progress: Progress) -> bool:
        """Wait for the end, telling how far it is; False where it was given up before we came.

        ``progress`` may raise to stop waiting. Raises what went wrong in the making.
        """
        with self._attended():
            while not self.done.wait(PAUSE):
                progress(*self._told)
        if isinstance(self.failure, _Abandoned):
            return False
        if self.failure is not None:
            raise self.failure
        return True


@dataclass
class Memory(Generic[Made]):
    """The last things made, the most recently used last; one that two ask for at once is made once."""

    room: int
    kept: OrderedDict[Hashable, Made] = field(default_factory=OrderedDict)
    making: dict[Hashable, Job[Made]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def get(self, key: Hashable, make: Callable[[Progress], Made], progress: Progress) -> Made:
        """What is kept under the key, made first if need be."""
        while True:
            with self.lock:
                if key in self.kept:
                    self.kept.move_to_end(key)
                    return self.kept[key]
                job = self.making.get(key) or self._begin(key, make)
            if job.wait(progress) and job.made is not None:
                return job.made

    def _begin(self, key: Hashable, make: Callable[[Progress], Made]) -> Job[Made]:
        job = self.making[key] = Job(make)
        threading.Thread(target=self._run, args=(key, job), name="comparing", daemon=True).start()
        return job

    def _run(self, key: Hashable, job: Job[Made]) -> None:
        job.work()
        with self.lock:
            del self.making[key]
            if job.made is not None:
                self.kept[key] = job.made
                while len(self.kept) > self.room:
                    self.kept.popitem(last=False)
        job.done.set()  # last, so that whoever finds the work given up begins it anew
