"""What can be said on the command line; ``--help`` is made of it, and is its documentation."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from diffapp.options import add_database, add_encoding, add_options

EPILOG = """\
exit codes:
  0    done
  1    an input or setting cannot be used; one sentence on standard error says why
  2    the command line itself is wrong
  130  interrupted
"""
_ACTIONS = {
    "export": "write a project with its texts and decisions to one file (.diffapp.zip)",
    "import": "make a project of such a file, under its name, or with a number where that is taken",
    "rename": "give a project another name",
    "archive": "put a project away; nothing of it is lost",
    "unarchive": "bring a project back",
}


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
    _add_projects(commands)
    return out


def parse(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """Read a command line; where it is wrong, say how it is used and leave with code 2."""
    whole = parser()
    options = whole.parse_args(arguments)
    if options.command == "compare":
        if options.project and options.left:
            options.misused("a project has its texts: give files or --project, not both")
        if not options.project and not options.right:
            options.misused("the following arguments are required: LEFT, RIGHT")
    return options


def _add_opening(out: argparse.ArgumentParser) -> None:
    """Define how the app is opened."""
    out.add_argument("--port", type=int, help="the port of the app (default: 8501, or the next free one)")
    out.add_argument("--no-browser", action="store_true", help="start the app without opening a browser tab")
    add_database(out)
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
        usage="%(prog)s [options] LEFT RIGHT [MORE ...]\n       %(prog)s [options] --project NAME",
        description="Compare two to four files, or the texts of a project; the first is the base that each "
        "other is aligned with.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    compare.add_argument(
        "left", metavar="LEFT", nargs="?", help="the base document; of a PDF, pages: file.pdf#pages=1-5"
    )
    compare.add_argument("right", metavar="RIGHT", nargs="?", help="the document to align with it")
    compare.add_argument("more", metavar="MORE", nargs="*", help="a third and fourth document")
    compare.set_defaults(misused=compare.error)
    compare.add_argument(
        "--project", metavar="NAME", help="a project that is kept, in place of files: its texts and settings"
    )
    add_database(compare, argparse.SUPPRESS)
    compare.add_argument(
        "--decisions",
        metavar="FILE",
        type=Path,
        help="decisions to follow: a project's file (.diffapp.zip), or the decisions.jsonl in one; with "
        "--project, after its own",
    )
    add_options(compare)


def _add_projects(commands: Any) -> None:
    """Define ``projects`` and what can be done with them."""
    projects = commands.add_parser(
        "projects",
        help="list, export, import, rename and archive projects",
        description="List the projects that are kept, the last changed first. A NAME may be an id as well.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    projects.add_argument("--archived", action="store_true", help="list those that were archived")
    add_database(projects, argparse.SUPPRESS)
    actions = projects.add_subparsers(dest="action", metavar="ACTION")
    for action, help_ in _ACTIONS.items():
        # what is left out after the action must not undo what was said before it
        added = actions.add_parser(action, help=help_, description=f"{help_[0].upper()}{help_[1:]}.")
        add_database(added, argparse.SUPPRESS)
        if action == "import":
            added.add_argument("file", metavar="FILE", type=Path, help="a file that export has written")
        else:
            added.add_argument("name", metavar="NAME", help="the project's name, or its id")
        if action == "export":
            added.add_argument(
                "--output", metavar="FILE", type=Path, help="where to (default: standard output)"
            )
        if action == "rename":
            added.add_argument("new", metavar="NEW", help="its new name")


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
    add_encoding(read)
