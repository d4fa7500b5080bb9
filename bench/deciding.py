"""Many analysts decide at once: ``python -m bench.deciding [--analysts 20] [--decisions 2000] [--pause 0]``.

Each analyst is a process with connections of its own. All write to one project; every tenth decision is
about a passage that all decide on, so that they conflict, and is written again knowing what the others said,
as an analyst would who was shown both. Before each decision it asks for what is new, as the page does. A time
is that from a click to the answer: that it is on the disk, or a conflict. The pause between two is random, up
to twice what is asked for. At the end the log is read: what was acknowledged must be in it, once.

With ``DIFFAPP_TEST_POSTGRES`` it is measured on PostgreSQL too (``.ci/postgres start FOLDER`` prints a URL).
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import resource
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.synchronize import Barrier
from statistics import quantiles

from diffapp.decisions import Anchor, Decision
from diffapp.document import Document
from diffapp.errors import Conflict
from diffapp.review import listing, log, projects
from diffapp.review.opening import open_store
from diffapp.review.projects import Contents
from diffapp.review.store import Store

TEXTS = Contents((Document("a", "One.", ()), Document("b", "Two.", ())))
NOW = "2026-01-01T00:00:00Z"
SHARED_EVERY = 10


@dataclass(frozen=True)
class Told:
    """What one analyst tells at the end; times in seconds, ``work`` is that of its processor."""

    kept: tuple[str, ...]
    times: tuple[float, ...]
    polls: tuple[float, ...]
    conflicts: int
    work: float


class Analyst:
    """One who polls and decides, and remembers how long each took."""

    def __init__(self, store: Store, project: str, number: int) -> None:
        """Sit down before a project."""
        self._store, self._project, self._number = store, project, number
        self._seen = 0
        self.kept: list[str] = []
        self.times: list[float] = []
        self.polls: list[float] = []
        self.conflicts = 0

    def look(self) -> None:
        """Ask for what is new."""
        began = time.perf_counter()
        new = log.entries_since(self._store, self._project, self._seen)
        self.polls.append(time.perf_counter() - began)
        self._seen = new[-1].seq if new else self._seen

    def decide(self, count: int) -> None:
        """Write a decision, and where it meets others', write it knowing them."""
        own = f"{self._number:016x}{count:016x}"
        passage = "shared" if count % SHARED_EVERY == 0 else own
        about = (Anchor(0, passage, text="x" * 300),)
        what = Decision("note", about, own, by=f"a{self._number}", at=NOW, id=own)
        known = set[str]()
        while own not in self.kept[-1:]:
            began = time.perf_counter()
            try:
                log.append(self._store, self._project, what, self._seen, known)
                self.kept.append(own)
            except Conflict as conflict:
                self.conflicts += 1
                known |= {theirs.id for theirs in conflict.theirs if isinstance(theirs, Decision)}
            self.times.append(time.perf_counter() - began)


Visit = tuple[str, str, int, int, float, Barrier]
"""Where the store is, the project, the analyst's number, how many decisions, the pause, and when to begin."""


def work(visit: Visit) -> Told:
    """One analyst's visit, in a process of its own."""
    address, project, number, decisions, pause, start = visit
    store = open_store(address)
    analyst, chance = Analyst(store, project, number), random.Random(number)  # noqa: S311 -- no secret
    analyst.look()
    start.wait()
    before = time.process_time()
    for count in range(decisions):
        time.sleep(chance.uniform(0, 2 * pause))
        analyst.look()
        analyst.decide(count)
    spent = time.process_time() - before
    store.close()
    return Told(tuple(analyst.kept), tuple(analyst.times), tuple(analyst.polls), analyst.conflicts, spent)


def measure(address: str, analysts: int, decisions: int, pause: float) -> None:
    """Let all work at once, and print one line."""
    store = open_store(address)
    project = projects.create(store, f"Bench {time.time_ns()}", TEXTS, at=NOW).id
    context = multiprocessing.get_context("spawn")
    with context.Manager() as shared, context.Pool(analysts) as pool:
        start = shared.Barrier(analysts)
        jobs = [(address, project, number, decisions // analysts, pause, start) for number in range(analysts)]
        began = time.perf_counter()
        told: Sequence[Told] = pool.map(work, jobs, chunksize=1)
        took = time.perf_counter() - began
    found = [logged.entry.id for logged in log.entries(store, project)]
    last = listing.named(store, project).last
    store.close()
    kept = {own for one in told for own in one.kept}
    lost = len(kept - set(found)) + (len(found) - len(set(found))) + abs(last - len(found))
    middle, slow, polled = _share([one.times for one in told], 50), *_slow(told)
    name = address.split(":", maxsplit=1)[0]
    conflicts, spent = sum(one.conflicts for one in told), sum(one.work for one in told)
    print(
        f"{name:10} {pause:5.2f} {len(found):6} {lost:5} {conflicts:9} {1000 * middle:7.1f} "
        f"{1000 * slow:7.1f} {1000 * polled:8.1f} {1000 * spent / len(found):9.2f} {took:6.1f}"
    )


def _slow(told: Sequence[Told]) -> tuple[float, float]:
    """The slowest twentieth of the decisions, and of the polls."""
    return _share([one.times for one in told], 95), _share([one.polls for one in told], 95)


def _share(times: Sequence[Sequence[float]], percent: int) -> float:
    """A percentile of all times together."""
    return quantiles([each for one in times for each in one], n=100)[percent - 1]


def main() -> None:
    """Measure on a file, and on PostgreSQL where there is one."""
    options = argparse.ArgumentParser(description=(__doc__ or "").split(":")[0])
    options.add_argument("--analysts", type=int, default=20)
    options.add_argument("--decisions", type=int, default=2000)
    options.add_argument("--pause", type=float, nargs="*", default=[0.0, 0.5])
    given = options.parse_args()
    load: Callable[[], tuple[float, float, float]] = os.getloadavg
    print(f"{os.cpu_count()} cores, load before {load()[0]:.1f}; {given.analysts} analysts; times in ms")
    print("store      pause   kept  lost conflicts     p50     p95 poll p95 processor      s")
    with tempfile.TemporaryDirectory() as folder:
        server = os.environ.get("DIFFAPP_TEST_POSTGRES")
        for address in filter(None, (f"sqlite:///{folder}/diffapp.sqlite3", server)):
            for pause in given.pause:
                measure(address, given.analysts, given.decisions, pause)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(f"load after {load()[0]:.1f}; the largest analyst held {peak} MB")


if __name__ == "__main__":
    main()
