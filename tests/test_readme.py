"""The README tells the truth about the command line: its examples run, and nothing is left out."""

from __future__ import annotations

import argparse
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from diffapp.commandline import EPILOG, parse, parser
from diffapp.exporting import EXPORTERS
from diffapp.reading import MAX_BYTES, MAX_CHARACTERS, READERS

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text("utf-8")
FENCED = re.findall(r"^```[^\n]*\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
COMMANDS = [
    found[1].strip()
    for block in FENCED
    for line in block.splitlines()
    if (found := re.search(r"python3? -m diffapp(?![.\w])(.*)", line))
]


def parsers(whole: argparse.ArgumentParser | None = None) -> Iterator[argparse.ArgumentParser]:
    """The command line's parser, those of its commands, and theirs."""
    whole = whole or parser()
    yield whole
    for action in whole._actions:
        if isinstance(action, argparse._SubParsersAction):
            for inner in action.choices.values():
                yield from parsers(inner)


OPTIONS = sorted(
    {option for each in parsers() for action in each._actions for option in action.option_strings}
)


def test_there_are_examples() -> None:
    """The app without a command and each format are shown."""
    assert "" in COMMANDS
    assert {name for name in EXPORTERS if any(f"--format {name}" in c for c in COMMANDS)} == set(EXPORTERS)


@pytest.mark.parametrize("command", COMMANDS)
def test_each_example_can_be_typed(command: str) -> None:
    """A command line in the README is one that the program takes, and the files of the checkout are there."""
    try:
        options = parse(shlex.split(command, comments=True))
    except SystemExit:
        pytest.fail(f"the command line does not take: {command}")
    given = [getattr(options, name, None) for name in ("left", "right")]
    assert [p for p in given if p and Path(p).parts[0] == "texts" and not (ROOT / p).is_file()] == []


@pytest.mark.parametrize("option", [o for o in OPTIONS if o.startswith("--")])
def test_each_option_is_documented(option: str) -> None:
    """No option is known to the program alone."""
    assert re.search(rf"`{re.escape(option)}\b", README)


def test_no_option_is_invented() -> None:
    """What the README's table calls an option is one."""
    named = set(re.findall(r"^\|[^|\n]*?`(--[\w-]+)`", README, re.MULTILINE))
    assert named
    assert named <= set(OPTIONS)


def test_each_exit_code_is_documented() -> None:
    """The codes that --help lists are those in the README, in the same words."""
    promised = dict(re.findall(r"^  (\d+) +(.+)$", EPILOG, re.MULTILINE))
    assert {"0", "1", "2"} <= promised.keys()
    assert dict(re.findall(r"^\| (\d+) \| (.+?) \|$", README, re.MULTILINE)) == promised


def test_formats_and_limits_are_as_they_are() -> None:
    """The kinds of files that are read, and how large they may be, are those of the program."""
    assert [s for s in (".md", ".txt") if f"`{s}`" not in README or s not in READERS] == []
    assert f"{MAX_BYTES // 1_000_000} MB a file" in README
    assert f"{MAX_CHARACTERS // 1_000_000} million characters" in README
