"""The command line: without a command it opens the app; ``compare`` writes a comparison to a file."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from diffapp.commandline import parse
from diffapp.delivery import deliver
from diffapp.errors import DiffappError
from diffapp.model import DEFAULT, Document, Settings

if TYPE_CHECKING:
    from diffapp.decisions import Decision
    from diffapp.glossary import Glossary
    from diffapp.review.entries import Entry

EXIT_OK = 0
EXIT_BAD_INPUT = 1
EXIT_USAGE = 2
EXIT_INTERRUPTED = 130
QUIET_SECONDS = 3.0


class _Reporter:
    """Tells the progress of long work on standard error; short work stays quiet."""

    def __init__(self) -> None:
        self._started = time.monotonic()
        self._last = ""

    def __call__(self, stage: str, share: float) -> None:
        line = f"{share:4.0%}  {stage}"
        if line != self._last and time.monotonic() - self._started > QUIET_SECONDS:
            print(line, file=sys.stderr, flush=True)
            self._last = line


def _compare(options: argparse.Namespace) -> None:
    # imported here, so that --help and a wrong command line answer at once
    from dataclasses import replace  # noqa: PLC0415

    from diffapp import compare  # noqa: PLC0415
    from diffapp.exporting import EXPORTERS, Selection  # noqa: PLC0415
    from diffapp.glossary import EMPTY, read_glossary  # noqa: PLC0415

    export = EXPORTERS[options.format]
    selection = Selection(options.rows, options.order, options.date, options.columns)
    export.check(selection)  # before the work, not after it
    documents, settings, glossary, log = _of_project(options) if options.project else _of_files(options)
    names = ("threshold", "unit", "encoder")
    chosen = {name: getattr(options, name) for name in names if getattr(options, name)}
    if options.glossary or options.no_glossary:
        glossary = read_glossary(options.glossary) if options.glossary else EMPTY
    decisions = _standing([*log, *_decided(options)])
    result = compare(documents, replace(settings, **chosen), _Reporter(), glossary, decisions)
    for note in result.notes:
        print(note, file=sys.stderr)
    deliver(export(result, selection), options.output)


Texts = tuple[Sequence[Document], Settings, "Glossary | None", "Sequence[Entry]"]
"""What is compared, and the log of what was decided on it."""


def _of_files(options: argparse.Namespace) -> Texts:
    """Read the files that were named."""
    addresses = [options.left, options.right, *options.more]
    return [_opened(address, options.encoding, _Reporter()) for address in addresses], DEFAULT, None, ()


def _of_project(options: argparse.Namespace) -> Texts:
    """Open the project that was named."""
    from diffapp.glossary import EMPTY, parse_glossary  # noqa: PLC0415 - as above
    from diffapp.review.commands import stored  # noqa: PLC0415

    kept, log = stored(options)
    glossary = None if kept.glossary is None else EMPTY
    if kept.glossary:
        glossary = parse_glossary(kept.glossary, "the glossary of the project")
    return kept.documents, kept.settings, glossary, log


def _decided(options: argparse.Namespace) -> Sequence[Entry]:
    """Read the decisions of the file that was named."""
    if not options.decisions:
        return ()
    from diffapp.review.commands import decided  # noqa: PLC0415 - as above

    return decided(options.decisions)


def _standing(log: Sequence[Entry]) -> Sequence[Decision]:
    """Return what stands of a log."""
    if not log:
        return ()
    from diffapp.review.standing import standing  # noqa: PLC0415 - as above

    return standing(log)


def _opened(address: str, encoding: str | None, tell: _Reporter) -> Document:
    """Read a file, or the pages of it that its address names, and say what was uncertain."""
    from diffapp.reading import read_file, split_address  # noqa: PLC0415 - as above

    path, pages = split_address(address)

    def told(done: int, of: int) -> None:
        tell(f"reading {path.name}", done / max(of, 1))

    document = read_file(path, encoding, pages=pages, tell=told)
    for warning in document.warnings:
        print(f"{document.source}: {warning}", file=sys.stderr)
    return document


def _read(options: argparse.Namespace) -> None:
    """Show one file as it is read."""
    from diffapp.exporting import extraction  # noqa: PLC0415 - as above
    from diffapp.segmenting import segment  # noqa: PLC0415

    document = _opened(options.file, options.encoding, _Reporter())
    write = extraction.to_json if options.json else extraction.to_text
    deliver(write(document, segment(document)), None)


def _projects(options: argparse.Namespace) -> None:
    """List projects, or do something with one."""
    from diffapp.review.commands import run  # noqa: PLC0415 - as above

    if said := run(options):
        deliver(said.encode("utf-8", "replace"), None)


def _open(options: argparse.Namespace) -> None:
    from diffapp.app import Shared, run  # noqa: PLC0415 -- Streamlit takes a while to load

    if not options.address and (options.host or options.without_login):
        message = "--host and --without-login belong to --address, which says where to listen."
        raise DiffappError(message)
    shared = None
    if options.address:
        shared = Shared(options.address, tuple(options.host), options.without_login)
    if options.database:
        from diffapp.review.opening import open_store  # noqa: PLC0415 -- it is seldom asked for
        from diffapp.review.place import DATABASE  # noqa: PLC0415

        open_store(options.database).close()  # what is wrong with it is said before the page opens
        os.environ[DATABASE] = options.database
    run(options.port, headless=options.no_browser, shared=shared)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    options = parse(arguments)
    try:
        if options.command == "compare":
            _compare(options)
        elif options.command == "read":
            _read(options)
        elif options.command == "projects":
            _projects(options)
        else:
            _open(options)
    except DiffappError as error:
        print(f"diffapp: {error}", file=sys.stderr)
        return EXIT_BAD_INPUT
    except BrokenPipeError:
        # the reader has seen enough; keep Python from complaining when it closes standard output
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_OK
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    return EXIT_OK


if __name__ == "__main__":
    sys.exit(main())
