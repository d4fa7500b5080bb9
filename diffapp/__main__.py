"""The command line: without a command it opens the app; ``compare`` writes a comparison to a file."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Sequence

from diffapp.commandline import parser
from diffapp.delivery import deliver
from diffapp.errors import DiffappError
from diffapp.model import Document

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
    from diffapp.model import DEFAULT  # noqa: PLC0415

    export = EXPORTERS[options.format]
    selection = Selection(options.rows, options.order, options.date, options.columns)
    export.check(selection)  # before the work, not after it
    addresses = [options.left, options.right, *options.more]
    documents = [_opened(address, options.encoding, _Reporter()) for address in addresses]
    names = ("threshold", "unit", "encoder")
    chosen = {name: getattr(options, name) for name in names if getattr(options, name)}
    glossary = read_glossary(options.glossary) if options.glossary else EMPTY if options.no_glossary else None
    result = compare(documents, replace(DEFAULT, **chosen), _Reporter(), glossary)
    for note in result.notes:
        print(note, file=sys.stderr)
    deliver(export(result, selection), options.output)


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


def _open(options: argparse.Namespace) -> None:
    from diffapp.app import Shared, run  # noqa: PLC0415 -- Streamlit takes a while to load

    if not options.address and (options.host or options.without_login):
        message = "--host and --without-login belong to --address, which says where to listen."
        raise DiffappError(message)
    shared = None
    if options.address:
        shared = Shared(options.address, tuple(options.host), options.without_login)
    run(options.port, headless=options.no_browser, shared=shared)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    options = parser().parse_args(arguments)
    try:
        if options.command == "compare":
            _compare(options)
        elif options.command == "read":
            _read(options)
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
