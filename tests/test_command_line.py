"""The command line: right results, or one sentence and a documented exit code.

Where the process itself matters (output, pipes, file names), a new one is started, as a user would; the many
ways to be refused are tried in this process.
"""

from __future__ import annotations

import csv
import io
import json
import os
import random
import re
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from diffapp import encoding, options, profiles
from diffapp.__main__ import main
from diffapp.commandline import parser
from diffapp.encoding import available
from diffapp.exporting import COLUMNS, EXPORTERS, ORDERS, ROWS
from diffapp.options import ENCODERS
from diffapp.profiles import AUTOMATIC, NO_ENCODER

ROOT = Path(__file__).resolve().parent.parent
US, NATO = ROOT / "texts" / "us-response.md", ROOT / "texts" / "nato-response.md"
PROGRAM = (sys.executable, "-W", "error", "-m", "diffapp")
Finished = subprocess.CompletedProcess[bytes]
DREDGE = "The harbour authority shall dredge the northern channel before the herring season opens."
PAINT = "Each lighthouse on the western cliffs will be painted white and inspected by two engineers."


def run(*arguments: str | bytes | Path, cwd: Path = ROOT) -> Finished:
    """Run the program to its end."""
    return subprocess.run(
        [*PROGRAM, *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
        timeout=300,
    )


def read(finished: Finished) -> dict[str, Any]:
    """The JSON of a comparison that must have succeeded."""
    assert finished.returncode == 0, finished.stderr
    told: dict[str, Any] = json.loads(finished.stdout)
    return told


def refused(finished: Finished, *words: str) -> None:
    """The program said in one sentence what is wrong, and nothing else."""
    said = finished.stderr.decode()
    assert (finished.returncode, finished.stdout) == (1, b"")
    assert said.startswith("diffapp: ")
    assert said.endswith(".\n")
    assert said.count("\n") == 1
    assert [word for word in words if word not in said] == []


def misused(finished: Finished, *words: str) -> None:
    """The program showed how it is used."""
    said = finished.stderr.decode()
    assert (finished.returncode, finished.stdout) == (2, b"")
    assert said.startswith("usage: python -m diffapp")
    assert "Traceback" not in said
    assert [word for word in words if word not in said] == []


@pytest.fixture
def called(capfdbinary: pytest.CaptureFixture[bytes]) -> Callable[..., Finished]:
    """The program called in this process, told as if it had been one of its own."""

    def call(*arguments: str | Path) -> Finished:
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else 1
        said = capfdbinary.readouterr()
        return Finished([], code, said.out, said.err)

    return call


@pytest.fixture
def text(tmp_path: Path) -> Path:
    """A small file that can be compared."""
    path = tmp_path / "text.txt"
    path.write_text(f"{DREDGE}\n\n{PAINT}\n", "utf-8")
    return path


def file(folder: Path, name: str, data: bytes | Sequence[str]) -> Path:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else "\n\n".join(data).encode("utf-8"))
    return path


@pytest.mark.parametrize("name", ["json", "csv", "xlsx"])
def test_file_and_standard_output_are_the_same(name: str, tmp_path: Path) -> None:
    """A comparison goes to a file or to standard output, byte for byte the same, and says nothing else."""
    output = tmp_path / f"out.{name}"
    shown = run("compare", US, NATO, "--format", name)
    filed = run("compare", US, NATO, "--format", name, "--output", output)
    assert (shown.returncode, filed.returncode, filed.stdout) == (0, 0, b"")
    assert shown.stdout == output.read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == [output.name]
    if name == "json":
        assert read(shown)["schema"] == 1
    elif name == "csv":
        assert len(list(csv.reader(io.StringIO(shown.stdout.decode("utf-8-sig"))))) > 28
    else:
        assert zipfile.is_zipfile(output)


def test_every_format_can_be_asked_for() -> None:
    """The formats, rows and orders that the command line lists are those that there are."""
    for command in parser()._subparsers._group_actions[0].choices.values():  # type: ignore[union-attr]
        offered = {action.dest: action.choices for action in command._actions}
        if "format" in offered:
            assert set(offered["format"]) == set(EXPORTERS)
            assert (list(offered["rows"]), list(offered["order"])) == (list(ROWS), list(ORDERS))
    assert tuple(COLUMNS) == options.COLUMNS


def test_rows_and_their_order_are_chosen(tmp_path: Path, called: Callable[..., Finished]) -> None:
    """A table has the rows that are asked for; a format that always has all says that it takes no choice."""
    left = file(
        tmp_path, "a.txt", ["The treaty enters into force.", "We demand a reply.", "Fish are counted."]
    )
    right = file(tmp_path, "b.txt", ["Fish are counted.", "The treaty enters into force.", "Nothing else."])
    chosen = ("--rows", "differences", "--order", "second", "--date", "2 March")
    finished = called("compare", left, right, "--format", "md", *chosen)
    assert finished.returncode == 0
    told = finished.stdout.decode()
    assert "– 2 March" in told
    assert "only rows in which the documents differ" in told
    assert "in the order of the second document" in told
    refused(called("compare", left, right, *chosen), "takes no choice or order of rows")


def test_columns_are_chosen(tmp_path: Path, called: Callable[..., Finished]) -> None:
    """A table has the columns that are asked for; what a format does not have is told before the work."""
    left = file(tmp_path, "a.txt", ["The treaty enters into force.", "We demand a reply."])
    right = file(tmp_path, "b.txt", ["The treaty enters into force.", "Nothing else."])
    wanted = ("--format", "csv", "--columns")
    head = called("compare", left, right, *wanted, "kind, stance").stdout.decode("utf-8-sig").splitlines()[0]
    assert [each.rpartition(": ")[2] for each in head.replace('"', "").split(",")] == [
        *("row", "kind", "passage", "text", "passage", "text", "stance", "stance")
    ]
    assert b'"score"' not in called("compare", left, right, *wanted, "none").stdout
    refused(called("compare", left, right, *wanted, "headings"), "“CSV table” has no headings")
    refused(called("compare", left, right, "--columns", "none"), "none of columns")
    assert called("compare", left, right, *wanted, "colour").returncode == 2


def test_json_is_the_default(text: Path, called: Callable[..., Finished]) -> None:
    """Without a format JSON is written."""
    assert read(called("compare", text, text))["settings"]["unit"] == "paragraph"


def test_read_shows_what_was_read(tmp_path: Path, called: Callable[..., Finished]) -> None:
    """Each passage with its label under its headings; what was uncertain aside; or all as JSON."""
    path = file(tmp_path, "a.md", ["# Teil \u200b", "7. One.", "(b) Two.", "Three."])
    finished = called("read", path)
    assert finished.returncode == 0
    shown = ["# Teil \u200b", "[7]\n7. One.", "[7(b)]\n(b) Two.", "[¶3]\nThree."]
    assert finished.stdout.decode() == "\n\n".join(shown) + "\n"
    assert finished.stderr.decode() == "a.md: Characters without width (kept): 1.\n"
    told = read(called("read", path, "--json"))
    assert [p["label"] for p in told["passages"]] == ["7", "7(b)", None]
    assert (told["source"], told["size"]) == ("a.md", path.stat().st_size)
    assert told["warnings"] == ["Characters without width (kept): 1."]


def test_pages_in_an_address(text: Path, called: Callable[..., Finished]) -> None:
    """Pages are refused where a file has none, and where they are none; a file of that name is read."""
    for command in (("read",), ("compare", text)):
        refused(
            called(*command, f"{text}#pages=1-2"), "text.txt", "no pages can be chosen in plain text files"
        )
        refused(called(*command, f"{text}#pages=2-1"), "text.txt", '"2-1" is no range of pages')
        refused(called(*command, f"{text}#pages="), "text.txt", '"" is no range of pages')
    odd = file(text.parent, "b#pages=1-2", ["One."])
    assert called("read", odd).stdout == b"# b#pages=1-2\n\n[\xc2\xb61]\nOne.\n"


def test_a_refusal_ends_the_process_with_its_code(text: Path) -> None:
    """The codes and the sentence are those of the process too, and there is no traceback."""
    refused(run("compare", text, text.parent / "absent.txt"), "absent.txt", "no such file")
    misused(run("compare", text))
    assert run("--help").returncode == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--help"], ["compare", "--port", "--no-browser", "exit codes"]),
        (
            ["compare", "--help"],
            [
                "--format",
                "--output",
                "--unit",
                "--encoding",
                "--glossary",
                "--no-glossary",
                "--encoder",
                "exit codes",
            ],
        ),
    ],
)
def test_help(arguments: list[str], words: list[str], called: Callable[..., Finished]) -> None:
    """Both levels explain themselves on standard output, exit codes included."""
    finished = called(*arguments)
    assert (
        finished.returncode,
        [line for line in finished.stderr.splitlines() if not re.match(rb" *\d+%  \w", line)],
    ) == (
        0,
        [],
    )
    assert [word for word in words if word not in finished.stdout.decode()] == []


def test_settings_reach_the_comparison(text: Path, called: Callable[..., Finished]) -> None:
    """Threshold and unit are the ones asked for."""
    settings = read(called("compare", text, text, "--threshold", "0.9", "--unit", "sentence"))["settings"]
    assert (settings["threshold"], settings["unit"]) == (0.9, "sentence")


def test_the_same_file_twice(text: Path, called: Callable[..., Finished]) -> None:
    """A file against itself is compared, and nothing differs."""
    told = read(called("compare", text, text))
    assert {row["kind"] for row in told["rows"]} == {"shared"}
    assert told["differences"] == []


def test_four_files(text: Path, called: Callable[..., Finished]) -> None:
    """Up to four files are compared."""
    assert len(read(called("compare", text, text, text, text))["documents"]) == 4


@pytest.fixture
def glossary(tmp_path: Path) -> Path:
    """A glossary of one concept that holds two words of no kinship."""
    path = tmp_path / "own.toml"
    path.write_text('[[concept]]\nname = "works"\nterms = ["dredge", "painted"]\n', "utf-8")
    return path


def test_the_glossary_is_the_one_asked_for(
    text: Path, glossary: Path, called: Callable[..., Finished]
) -> None:
    """The general one, one's own in its place or added to it, or none: the result says which."""
    compare = ("compare", text, text, "--encoder", "none")
    general = read(called(*compare))["versions"]["glossary"]
    assert general.startswith("general, ")
    assert read(called(*compare, "--no-glossary"))["versions"]["glossary"] == "none"
    own = read(called(*compare, "--glossary", glossary))["versions"]["glossary"]
    assert own.startswith("own.toml, 1 concepts, ")
    glossary.write_text("extend = true\n" + glossary.read_text("utf-8"), "utf-8")
    both = read(called(*compare, "--glossary", glossary))["versions"]["glossary"]
    assert both.startswith("general + own.toml, ")


def test_the_encoder_is_the_one_asked_for(text: Path, called: Callable[..., Finished]) -> None:
    """None is none, and nothing is said about it, since it was asked for."""
    finished = called("compare", text, text, "--encoder", "none")
    told = read(finished)
    assert (told["settings"]["encoder"], told["notes"], finished.stderr) == ("none", [], b"")
    assert told["versions"]["encoder"].startswith("none")


def test_without_an_encoder_a_note_is_told(
    text: Path, called: Callable[..., Finished], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where none is installed, standard error and the result say what was not compared."""
    monkeypatch.setattr(profiles, "available", lambda: ())
    finished = called("compare", text, text)
    (note,) = read(finished)["notes"]
    assert "No encoder is installed" in note
    assert finished.stderr.decode() == note + "\n"


# Breaking off

TALKATIVE = "import diffapp.__main__ as m; m.QUIET_SECONDS = 0; raise SystemExit(m.main())"
"""The command line that tells of its progress from the start, however quick the machine."""
STAGES = [("none", "Aligning"), ("minilm", "Reading")]


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is no signal there that one process can send another")
@pytest.mark.parametrize(("encoder", "stage"), STAGES)
def test_it_can_be_interrupted(encoder: str, stage: str, tmp_path: Path) -> None:
    """Ctrl-C in the midst of aligning or encoding ends it by its code; what was there stays as it was."""
    if encoder != "none" and encoder not in available():
        pytest.skip(f"{encoder} is not installed")
    chance = random.Random(1)  # noqa: S311 - no secret
    words = (DREDGE + PAINT).lower().replace(".", " ").split()
    left, right = (
        file(tmp_path, name, [" ".join(chance.choices(words, k=30)).capitalize() + "." for _ in range(4_000)])
        for name in ("left.txt", "right.txt")
    )
    output = file(tmp_path, "out.json", b"before")
    with subprocess.Popen(
        [sys.executable, "-c", TALKATIVE, "compare", left, right, "--encoder", encoder, "--output", output],
        cwd=ROOT,
        env={**os.environ, "DIFFAPP_CACHE": ""},
        stderr=subprocess.PIPE,
    ) as running:
        assert running.stderr
        line = next(line for line in running.stderr if stage.encode() in line)
        running.send_signal(signal.SIGINT)
        said = running.stderr.read()
        assert (running.wait(60), output.read_bytes()) == (130, b"before")
    assert re.fullmatch(rb" *\d+%  \w.*\n", line)
    assert b"Traceback" not in said
    assert sorted(path.name for path in tmp_path.iterdir()) == ["left.txt", "out.json", "right.txt"]


# What cannot be used


@pytest.mark.parametrize(
    "data", [b"x = [", b"\xff\xfe\x00", b"[[concept]]\nname = 1", b'[[concept]]\nname = "a"', None]
)
def test_a_glossary_that_is_none(
    data: bytes | None, text: Path, tmp_path: Path, called: Callable[..., Finished]
) -> None:
    """A glossary that is not there or not made as it should be is named with the reason."""
    path = tmp_path / "bad.toml"
    if data is not None:
        path.write_bytes(data)
    refused(called("compare", text, text, "--glossary", path), "bad.toml")


def test_an_encoder_that_cannot_be_had(text: Path, called: Callable[..., Finished]) -> None:
    """Asked for by name and not to be had, it is an error, not a note."""
    refused(called("compare", text, text, "--encoder", "st:/no/such/model"), "st:/no/such/model")


def test_the_encoders_are_known_to_the_command_line() -> None:
    """The names that it takes, without loading anything, are those that there are."""
    assert set(ENCODERS) == {AUTOMATIC, NO_ENCODER, *encoding.ENCODERS}


def test_five_files_are_too_many(text: Path, called: Callable[..., Finished]) -> None:
    """A fifth file is refused."""
    refused(called("compare", *[text] * 5), "two to 4")


def test_a_missing_file(text: Path, called: Callable[..., Finished]) -> None:
    """A file that is not there is named."""
    refused(called("compare", text, text.parent / "absent.txt"), "absent.txt", "no such file")


def test_a_folder(text: Path, called: Callable[..., Finished]) -> None:
    """A folder is no document."""
    refused(called("compare", text.parent, text), "folder")


@pytest.mark.parametrize("data", [b"", b" \n\n\t\n", b"\xef\xbb\xbf", b"---\ntitle: x\n---\n"])
def test_an_empty_file(data: bytes, text: Path, called: Callable[..., Finished]) -> None:
    """A file without text is refused, whatever else is in it."""
    refused(called("compare", file(text.parent, "empty.txt", data), text), "empty.txt", "no text")


@pytest.mark.parametrize(
    "data", [b"GIF89a" + bytes(range(256)), bytes((7 * k * k) % 251 for k in range(5_000))]
)
def test_a_binary_file_by_the_name_of_a_text(
    data: bytes, text: Path, called: Callable[..., Finished]
) -> None:
    """A picture or noise with the ending of a text is no text."""
    refused(called("compare", text, file(text.parent, "picture.txt", data)), "picture.txt", "not a text file")


def test_an_unknown_kind_of_file(text: Path, called: Callable[..., Finished]) -> None:
    """A suffix that no reader is for is refused with those that are read."""
    refused(called("compare", file(text.parent, "x.xyz", [DREDGE]), text), ".xyz", ".md", ".txt")


@pytest.mark.parametrize("encoding", ["klingon", "", "base64", "utf-99", "utf 8; rm"])
def test_an_unknown_encoding(encoding: str, text: Path, called: Callable[..., Finished]) -> None:
    """An encoding that there is not is named; an empty name is as good as none."""
    finished = called("compare", text, text, "--encoding", encoding)
    if encoding:
        refused(finished, encoding)
    else:
        assert finished.returncode == 0


@pytest.mark.parametrize("share", ["0", "-0.5", "1.01", "nan", "inf", "much", ""])
def test_a_bad_threshold(share: str, text: Path, called: Callable[..., Finished]) -> None:
    """A threshold that is no share is a misuse of the command line; the message speaks of shares."""
    finished = called("compare", text, text, f"--threshold={share}")
    misused(finished, "--threshold")
    assert b"_share" not in finished.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["compare"],
        ["compare", "one.txt"],
        ["destroy"],
        ["compare", "a", "b", "--format", "odt"],
        ["--port", "x"],
    ],
)
def test_a_wrong_command_line(arguments: list[str], called: Callable[..., Finished]) -> None:
    """What is missing or unknown on the command line is a misuse."""
    misused(called(*arguments))


# Output


@pytest.mark.parametrize("where", ["absent/out.json", "folder", "text.txt/out.json"])
def test_an_output_that_cannot_be_written(where: str, text: Path, called: Callable[..., Finished]) -> None:
    """Where the result cannot go, that is said, and nothing is left half-written."""
    (text.parent / "folder").mkdir()
    before = sorted(text.parent.rglob("*"))
    refused(called("compare", text, text, "--output", text.parent / where), "cannot be written")
    assert sorted(text.parent.rglob("*")) == before


def test_an_output_that_was_there_is_replaced(text: Path, called: Callable[..., Finished]) -> None:
    """An older result gives way to the new one as a whole; a refused comparison leaves it alone."""
    output = file(text.parent, "out.json", b"old")
    refused(called("compare", text, text.parent / "absent.txt", "--output", output))
    assert output.read_bytes() == b"old"
    assert called("compare", text, text, "--output", output).returncode == 0
    assert json.loads(output.read_bytes())["schema"] == 1


def test_another_file_of_the_user_is_not_touched(text: Path, called: Callable[..., Finished]) -> None:
    """Writing a result does not overwrite what stands beside it."""
    beside = file(text.parent, "out.json.part", b"mine")
    assert called("compare", text, text, "--output", text.parent / "out.json").returncode == 0
    assert beside.read_bytes() == b"mine"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with a name here")
def test_a_pipe_or_device_is_written_to(text: Path, called: Callable[..., Finished]) -> None:
    """An output that is no ordinary file, such as /dev/null or a pipe, is written to and not replaced."""
    pipe = text.parent / "pipe"
    os.mkfifo(pipe)
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        assert called("compare", text, text, "--output", pipe).returncode == 0
        assert pipe.is_fifo()
        assert os.read(reading, 10).startswith(b"{")
    finally:
        os.close(reading)


def test_a_link_to_a_file_stays_a_link(text: Path, called: Callable[..., Finished]) -> None:
    """An output that is a symbolic link is written where it points."""
    link, target = text.parent / "link.json", file(text.parent, "target.json", b"old")
    link.symlink_to(target)
    assert called("compare", text, text, "--output", link).returncode == 0
    assert link.is_symlink()
    assert json.loads(target.read_bytes())["schema"] == 1


def test_the_reader_may_go_away() -> None:
    """Who reads ten bytes and leaves causes no complaint."""
    with subprocess.Popen(
        [*PROGRAM, "compare", US, NATO, "--encoder", "none"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        assert running.stdout
        assert running.stderr
        assert len(running.stdout.read(10)) == 10
        running.stdout.close()
        said = running.stderr.read()
        assert running.wait(60) == 0
        assert not [
            line for line in said.splitlines() if not re.match(rb" *\d+%  \w", line)
        ]  # a slow machine tells its progress


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")
def test_a_full_disk_is_said() -> None:
    """Where standard output takes no more, one sentence says so."""
    with Path("/dev/full").open("wb") as full:
        finished = subprocess.run(
            [*PROGRAM, "compare", US, NATO, "--encoder", "none"],
            cwd=ROOT,
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert finished.returncode == 1
    assert finished.stderr.splitlines()[-1].startswith(b"diffapp: ")
    assert finished.stderr.count(b"\n") == 1


# Odd but usable


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"The gate \xed\xa0\x80 is shut.", "replaced"),
        (b"The g\x00ate is\x00shut.", "NUL"),
        ("The \u202egate\u202c is \u200fshut.".encode(), "direction"),
    ],
)
def test_odd_characters_are_named(
    data: bytes, word: str, text: Path, called: Callable[..., Finished]
) -> None:
    """Lone surrogates, NULs and marks of direction are taken, and a warning on standard error tells."""
    finished = called("compare", file(text.parent, "odd.txt", data), text)
    assert finished.returncode == 0
    assert finished.stderr.decode().startswith("odd.txt: ")
    assert word in finished.stderr.decode()
    (passage,) = json.loads(finished.stdout)["documents"][0]["passages"]
    assert passage["text"].startswith("The ")
    assert "\x00" not in passage["text"]


def test_the_encoding_is_the_one_asked_for(text: Path, called: Callable[..., Finished]) -> None:
    """A file in an old encoding is read by its name."""
    path = file(text.parent, "old.txt", "Ворота закрыты.".encode("cp866"))
    (passage,) = read(called("compare", path, path, "--encoding", "cp866"))["documents"][0]["passages"]
    assert passage["text"] == "Ворота закрыты."


@pytest.mark.skipif(sys.platform != "linux", reason="file names are bytes on Linux alone")
def test_a_file_name_that_is_no_text(text: Path) -> None:
    """A file whose name is not valid UTF-8 is read, or refused in a sentence, like any other."""
    odd = os.fsencode(text.parent) + b"/\xff\xfe.txt"
    refused(run("compare", odd, text), "no such file")
    Path(os.fsdecode(odd)).write_text(DREDGE, "utf-8")
    assert len(read(run("compare", odd, text))["documents"]) == 2


def test_one_passage_against_a_hundred(text: Path, called: Callable[..., Finished]) -> None:
    """One passage finds its counterpart among a hundred, and the others stand alone."""
    one = file(text.parent, "one.txt", [DREDGE])
    many = [f"Matter {k} concerns the {k * 7919 % 1000}th shed of the railway." for k in range(99)]
    hundred = file(text.parent, "hundred.txt", [*many[:50], DREDGE, *many[50:]])
    told = read(called("compare", one, hundred))
    assert [(link["a"], link["b"]) for link in told["links"]] == [([0, "1"], [1, "51"])]
    assert len(told["rows"]) == 100


def test_twenty_megabytes(text: Path, called: Callable[..., Finished]) -> None:
    """A text of 20 MB is over the limit, and that is said at once and in a sentence."""
    large = file(text.parent, "large.txt", (DREDGE.encode() + b"\n\n") * (20_000_000 // (len(DREDGE) + 2)))
    refused(called("compare", large, text), "large.txt", "too large", "10 million characters")


def test_a_line_without_an_end(text: Path, called: Callable[..., Finished]) -> None:
    """A million letters without a space are one passage with one word, and no trouble."""
    path = file(text.parent, "long.txt", b"a" * 1_000_000)
    assert [len(d["passages"]) for d in read(called("compare", path, text))["documents"]] == [1, 2]


def test_output_beside_the_checkout(text: Path) -> None:
    """The program runs from any folder, and paths are taken from there."""
    finished = run(
        "compare", "text.txt", "text.txt", "--output", "out.csv", "--format", "csv", cwd=text.parent
    )
    assert (
        finished.returncode,
        [line for line in finished.stderr.splitlines() if not re.match(rb" *\d+%  \w", line)],
    ) == (
        0,
        [],
    )
    assert (text.parent / "out.csv").read_bytes().startswith(b"\xef\xbb\xbf")
