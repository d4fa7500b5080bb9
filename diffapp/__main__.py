"""The command line: without a command it opens the app; ``compare`` writes a comparison to a file."""

from __future__ import annotations

import argparse
import errno
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from diffapp.errors import DiffappError

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
    shared = out.add_argument_group("shared use", "see README; a login must be set up")
    shared.add_argument("--address", metavar="IP", help="where to listen for other machines, such as 0.0.0.0")
    shared.add_argument(
        "--host",
        metavar="NAME",
        action="append",
        default=[],
        help="a name by which browsers may call the page, such as diffapp.example.org; may be said again",
    )
    shared.add_argument(
        "--without-login", action="store_true", help="share the page though no login is set up"
    )
    commands = out.add_subparsers(dest="command", metavar="COMMAND")
    compare = commands.add_parser(
        "compare",
        help="compare two to four files and write the result",
        description="Compare two to four files; the first is the base that each other is aligned with.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    compare.add_argument("left", metavar="LEFT", type=Path, help="the base document (.md or .txt)")
    compare.add_argument("right", metavar="RIGHT", type=Path, help="the document to align with it")
    compare.add_argument("more", metavar="MORE", type=Path, nargs="*", help="a third and fourth document")
    _add_options(compare)
    return out


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
    compare.add_argument(
        "--encoding", metavar="NAME", help="the encoding of the files, if it is not detected"
    )
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

    from diffapp import compare, read_file  # noqa: PLC0415
    from diffapp.exporting import EXPORTERS  # noqa: PLC0415
    from diffapp.glossary import EMPTY, read_glossary  # noqa: PLC0415
    from diffapp.model import DEFAULT  # noqa: PLC0415

    paths = [options.left, options.right, *options.more]
    documents = [read_file(path, options.encoding) for path in paths]
    for document in documents:
        for warning in document.warnings:
            print(f"{document.source}: {warning}", file=sys.stderr)
    names = ("threshold", "unit", "encoder")
    chosen = {name: getattr(options, name) for name in names if getattr(options, name)}
    glossary = read_glossary(options.glossary) if options.glossary else EMPTY if options.no_glossary else None
    result = compare(documents, replace(DEFAULT, **chosen), _Reporter(), glossary)
    for note in result.notes:
        print(note, file=sys.stderr)
    _deliver(EXPORTERS[options.format](result), options.output)


def _deliver(data: bytes, output: Path | None) -> None:
    """Write to a file as a whole or not at all, or to standard output."""
    try:
        if output is None:
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
        elif output.exists() and not output.is_file() and not output.is_dir():
            output.write_bytes(data)  # a pipe or a device
        else:
            _replace(output.resolve(), data)
    except BrokenPipeError:
        raise
    except OSError as error:
        message = f"{output or 'standard output'} cannot be written: {error.strerror or error}."
        raise DiffappError(message) from error


def _replace(output: Path, data: bytes) -> None:
    """Put a file in place in one step, so that a failure leaves what was there."""
    if output.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    handle, name = tempfile.mkstemp(dir=output.parent, prefix=".diffapp-")
    partial = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        mode = output.stat().st_mode & 0o777 if output.exists() else 0o666 & ~_umask()
        partial.chmod(mode)
        partial.replace(output)
    except OSError:
        partial.unlink(missing_ok=True)
        raise


def _umask() -> int:
    """Read the process's file mode mask, which can only be read by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


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
