"""What can be said on the command line; ``--help`` is made of it, and is its documentation."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

EPILOG = """\
exit codes:
  0    done
  1    an input or setting cannot be used; one sentence on standard error says why
  2    the command line itself is wrong
  130  interrupted
"""
ENCODERS = ("auto", "none", "minilm", "multilingual")
"""What --encoder takes beside st:MODEL; they stand here too, so that a wrong command line answers at once."""

FORMATS = (
    "json",
    "csv",
    "differences.csv",
    "concepts.csv",
    "xlsx",
    "docx",
    "pdf",
    "html",
    "md",
    "tei",
    "jsonld",
)
"""What --format takes: the names of the exporters, for the same reason."""

COLUMNS = ("kind", "pages", "headings", "stance", "score", "evidence", "status", "note", "tags")
"""What --columns takes, beside none: the columns that exports can leave out, for the same reason."""


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


def _columns(text: str) -> frozenset[str]:
    """Read names of columns with commas between them."""
    names = frozenset(text.replace(" ", "").split(","))
    if names == {"none"}:
        return frozenset()
    if odd := sorted(names - set(COLUMNS)):
        message = f"{odd[0]!r} is no column; there are {', '.join(COLUMNS)}, or none"
        raise argparse.ArgumentTypeError(message)
    return names


def parser() -> argparse.ArgumentParser:
    """Define the command line; ``--help`` is its documentation."""
    out = argparse.ArgumentParser(
        prog="python -m diffapp",
        description="Compare texts that were drafted independently, side by side. "
        "Without a command, open the app in a browser tab.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    _add_opening(out)
    commands = out.add_subparsers(dest="command", metavar="COMMAND")
    _add_compare(commands)
    _add_read(commands)
    return out


def _add_opening(out: argparse.ArgumentParser) -> None:
    """Define how the app is opened."""
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


def _add_compare(commands: Any) -> None:
    """Define ``compare``."""
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


def _add_read(commands: Any) -> None:
    """Define ``read``."""
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


def _add_encoding(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--encoding", metavar="NAME", help="the encoding of the files, if it is not detected"
    )


def _add_selection(compare: argparse.ArgumentParser) -> None:
    """Define which rows and columns are written, and in which order."""
    compare.add_argument(
        "--rows",
        choices=("all", "differences", "checked"),
        default="all",
        help="which rows a table shows: all, those in which the documents differ, or those whose status says "
        "that they have been checked (default: all)",
    )
    compare.add_argument(
        "--order",
        choices=("first", "second", "rank"),
        default="first",
        help="in which order: that of the first or the second document, or by the rank of the difference "
        "that a row holds (default: first)",
    )
    compare.add_argument(
        "--columns",
        type=_columns,
        metavar="NAMES",
        help="which columns a table has beside the texts, with commas between: " + ", ".join(COLUMNS) + ", "
        "or none (default: all that the format has)",
    )
    compare.add_argument(
        "--date", metavar="TEXT", default="", help="a date to print on the document (default: none)"
    )


def _add_options(compare: argparse.ArgumentParser) -> None:
    """Define the options of ``compare``."""
    compare.add_argument(
        "--format",
        choices=FORMATS,
        default="json",
        help="what to write (default: json)",
    )
    _add_selection(compare)
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
