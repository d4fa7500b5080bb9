"""What the command line does with projects; each command answers with the lines to print."""

from __future__ import annotations

import argparse
import contextlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from diffapp.delivery import deliver
from diffapp.errors import ProjectError
from diffapp.reading.containers import MOST_BYTES
from diffapp.review import listing, log, projects
from diffapp.review.bundle import Bundle, pack, read_decisions, unpack
from diffapp.review.entries import Entry
from diffapp.review.listing import Project
from diffapp.review.opening import open_store
from diffapp.review.projects import Contents
from diffapp.review.store import Store


def run(options: argparse.Namespace) -> str:
    """Run one of ``COMMANDS``, or list the projects. Raises ProjectError and StoreError."""
    with _opened(options) as store:
        return COMMANDS[options.action](store, options) if options.action else _list(store, options)


def stored(options: argparse.Namespace) -> tuple[Contents, tuple[Entry, ...]]:
    """Return what the project compares that ``--project`` names, and its log."""
    with _opened(options) as store:
        project = listing.named(store, options.project)
        return projects.opened(store, project.id)[1], _entries(store, project)


def decided(path: Path) -> tuple[Entry, ...]:
    """Read the log of a file, a project's or one of lines. Raises ProjectError where there is none in it."""
    return read_decisions(_bytes_of(path), path.name)


@contextlib.contextmanager
def _opened(options: argparse.Namespace) -> Iterator[Store]:
    """Open the store for one command."""
    store = open_store(options.database)
    try:
        yield store
    finally:
        store.close()


def _list(store: Store, options: argparse.Namespace) -> str:
    """Show the projects as a table."""
    found = listing.listed(store, archived=options.archived)
    if not found:
        return f"There are no {'archived ' * options.archived}projects in {store.where}.\n"
    lines = [("project", "owner", "changed", "log", "id")]
    lines += [(p.name, p.owner, p.changed, str(p.last), p.id) for p in found]
    kept = [n for n in range(5) if n != 1 or any(p.owner for p in found)]
    widths = [max(len(line[n]) for line in lines) for n in kept]
    shown = ["  ".join(line[n].ljust(w) for n, w in zip(kept, widths, strict=True)) for line in lines]
    return "".join(f"{line.rstrip()}\n" for line in shown)


def _export(store: Store, options: argparse.Namespace) -> str:
    """Write a project's file."""
    project = listing.named(store, options.name)
    kept = projects.opened(store, project.id)[1]
    deliver(pack(Bundle(project.name, project.created, kept, _entries(store, project))), options.output)
    return ""


def _import(store: Store, options: argparse.Namespace) -> str:
    """Make a project of a file; a name that is taken gets a number."""
    bundle = unpack(_bytes_of(options.file), options.file.name)
    name = listing.free_name(store, bundle.name, "")
    made = projects.create(store, name, bundle.kept, at=_now(), entries=bundle.log)
    return f"{made.name}\n"


def _rename(store: Store, options: argparse.Namespace) -> str:
    projects.rename(store, listing.named(store, options.name).id, options.new, at=_now())
    return ""


def _archive(store: Store, options: argparse.Namespace) -> str:
    projects.archive(store, listing.named(store, options.name).id, at=_now())
    return ""


def _unarchive(store: Store, options: argparse.Namespace) -> str:
    projects.unarchive(store, listing.named(store, options.name).id)
    return ""


COMMANDS: dict[str, Callable[[Store, argparse.Namespace], str]] = {
    "export": _export,
    "import": _import,
    "rename": _rename,
    "archive": _archive,
    "unarchive": _unarchive,
}


def _entries(store: Store, project: Project) -> tuple[Entry, ...]:
    return tuple(logged.entry for logged in log.entries(store, project.id))


def _bytes_of(path: Path) -> bytes:
    """Read a file, up to the size that one may have."""
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise ProjectError(f"{path.name} cannot be read: {error.strerror or error}.") from None
    if len(data) > MOST_BYTES:
        raise ProjectError(f"{path.name} is too large; the limit is {MOST_BYTES // 1_000_000} MB.")
    return data


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
