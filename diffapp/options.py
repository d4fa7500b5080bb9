"""The options of the command line that say what is compared, how, and what is written of it."""

from __future__ import annotations

import argparse
from pathlib import Path

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


def add_options(compare: argparse.ArgumentParser) -> None:
    """Define the options of ``compare``."""
    compare.add_argument(
        "--format",
        choices=FORMATS,
        default="json",
        help="what to write (default: json)",
    )
    add_selection(compare)
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
    add_encoding(compare)
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


def add_selection(compare: argparse.ArgumentParser) -> None:
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


def add_encoding(command: argparse.ArgumentParser) -> None:
    """Define how files are decoded."""
    command.add_argument(
        "--encoding", metavar="NAME", help="the encoding of the files, if it is not detected"
    )


def add_database(command: argparse.ArgumentParser, default: str | None = None) -> None:
    """Define where projects are kept; a command leaves the ``default`` to what stands before it."""
    command.add_argument(
        "--database",
        metavar="URL",
        default=default,
        help="where projects are kept, as postgresql://user@host/name or sqlite:////folder/file "
        "(default: DIFFAPP_DATABASE, else a file in the user's folder)",
    )
