"""The command line: without a command it opens the app; ``compare`` writes a comparison to a file."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from diffapp.delivery import deliver
from diffapp.errors import DiffappError
from diffapp.model import Document

EXIT_OK = 0
EXIT_BAD_INPUT = 1
EXIT_USAGE = 2
EXIT_INTERRUPTED = 130
EPILOG = """\
exit codes:
  0    done
  1    an input or setting cannot be used; one sentence on standard error says why
  2    the command line itself is wrong
  130  interrupted
"""
QUIET_SECONDS = 3.0
ENCODERS = ("auto", "none", "minilm", "multilingual")
"""What --encoder takes beside st:MODEL; they stand here too, so that a wrong command line answers at once."""


def _share(text: str) -> float:
    """Read a number above 0 and up to 1."""
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value <= 1:
        message = f"must be a number above 0 and at most 1, not {text!r}"
        raise argparse.ArgumentTypeError(message)
    return value


def _encoder(text: str) -> str:
    """Read the name of an encoder, or st: with a model of sentence-transformers."""
    if text in ENCODERS or text.removeprefix("st:").strip() != text:
        return text
    message = f"must be {', '.join(ENCODERS)} or st:MODEL, not {text!r}"
    raise argparse.ArgumentTypeError(message)


def parser() -> argparse.ArgumentParser:
    """Define the command line; ``--help`` is its documentation."""
    out = argparse.ArgumentParser(
        prog="python -m diffapp",
        description="Compare texts that were drafted independently, side by side. "
        "Without a command, open the app in a browser tab.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    out.add_argument("--port", type=int, help="the port of the app (default: 8501, or the next free one)")
    out.add_argument("--no-browser", action="store_true", help="start the app without opening a browser tab")
    commands = out.add_subparsers(dest="command", metavar="COMMAND")
    compare = commands.add_parser(
        "compare",
        help="compare two to four files and write the result",
        description="Compare two to four files; the first is the base that each other is aligned with.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    compare.add_argument(
        "left", metavar="LEFT", help="the base document; of a PDF, pages: file.pdf#pages=1-5"
    )
    compare.add_argument("right", metavar="RIGHT", help="the document to align with it")
    compare.add_argument("more", metavar="MORE", nargs="*", help="a third and fourth document")
    _add_options(compare)
    read = commands.add_parser(
        "read",
        help="show one file as it is read",
        description="Show the passages of one file as they are read, each with its label and page.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    read.add_argument("file", metavar="FILE", help="the document; of a PDF, pages: file.pdf#pages=1-5")
    read.add_argument("--json", action="store_true", help="write JSON, as in the JSON of a comparison")
    _add_encoding(read)
    return out


def _add_encoding(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--encoding", metavar="NAME", help="the encoding of the files, if it is not detected"
    )


def _add_options(compare: argparse.ArgumentParser) -> None:
    """Define the options of ``compare``."""
    compare.add_argument(
        "--format",
        choices=("json", "csv", "differences.csv", "concepts.csv", "xlsx"),
        default="json",
        help="what to write (default: json)",
    )
    compare.add_argument("--output", metavar="FILE", type=Path, help="where to (default: standard output)")
    compare.add_argument(
        "--threshold",
        type=_share,
        metavar="SHARE",
        help="the least score of a link, 0 to 1 (default: 0.4, between texts far apart down to 0.25)",
    )
    compare.add_argument(
        "--unit", choices=("paragraph", "sentence"), help="what is aligned (default: paragraph)"
    )
    _add_encoding(compare)
    glossary = compare.add_mutually_exclusive_group()
    glossary.add_argument(
        "--glossary",
        metavar="FILE",
        type=Path,
        help="a glossary (.toml) in place of the general one; with `extend = true` in it, added to that",
    )
    glossary.add_argument("--no-glossary", action="store_true", help="compare without a glossary")
    compare.add_argument(
        "--encoder",
        type=_encoder,
        metavar="NAME",
        help="how meaning is compared: auto, none, minilm (English), multilingual, or st:MODEL, a model of "
        "sentence-transformers (default: auto: the first that is installed, unless the texts are long)",
    )


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
    from diffapp.exporting import EXPORTERS  # noqa: PLC0415
    from diffapp.glossary import EMPTY, read_glossary  # noqa: PLC0415
    from diffapp.model import DEFAULT  # noqa: PLC0415

    addresses = [options.left, options.right, *options.more]
    documents = [_opened(address, options.encoding, _Reporter()) for address in addresses]
    names = ("threshold", "unit", "encoder")
    chosen = {name: getattr(options, name) for name in names if getattr(options, name)}
    glossary = read_glossary(options.glossary) if options.glossary else EMPTY if options.no_glossary else None
    result = compare(documents, replace(DEFAULT, **chosen), _Reporter(), glossary)
    for note in result.notes:
        print(note, file=sys.stderr)
    deliver(EXPORTERS[options.format](result), options.output)


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


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    options = parser().parse_args(arguments)
    try:
        if options.command == "compare":
            _compare(options)
        elif options.command == "read":
            _read(options)
        else:
            from diffapp.app import run  # noqa: PLC0415 -- Streamlit takes a while to load

            run(options.port, headless=options.no_browser)
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
