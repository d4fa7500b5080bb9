"""Projects on the command line: listed, sent, opened elsewhere, renamed, archived and compared."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from diffapp import compare
from diffapp.__main__ import main
from diffapp.decisions import Anchor, Decision
from diffapp.model import Settings
from diffapp.reading import read_text
from diffapp.review import listing, log, projects
from diffapp.review.bundle import lines_of
from diffapp.review.deciding import Analyst
from diffapp.review.entries import Mark
from diffapp.review.opening import open_store
from diffapp.review.place import DATA
from diffapp.review.projects import Contents
from diffapp.review.store import Store

NOW = "2026-01-02T03:04:05Z"
LEFT = "The harbour authority shall dredge the northern channel.\n\nHerring quotas are set each spring.\n"
RIGHT = "Quotas for herring shall be set every spring.\n\nThe authority is to dredge the northern channel.\n"
GLOSSARY = '[[concept]]\nname = "fishing limits"\nterms = ["herring quota", "quota + herring"]\n'
NOTE = Decision("note", (Anchor(0, "x"),), "so", by="Ana", at=NOW, id="1f")
Called = Callable[..., tuple[int, bytes, str]]


@pytest.fixture
def called(capfdbinary: pytest.CaptureFixture[bytes]) -> Called:
    """The command line run in this process: its code, what it wrote, what it said."""

    def call(*arguments: str | Path) -> tuple[int, bytes, str]:
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as stop:
            code = int(str(stop.code))
        said = capfdbinary.readouterr()
        return code, said.out, said.err.decode()

    return call


def filled(store: Store) -> Store:
    texts = (read_text(LEFT, "left.txt"), read_text(RIGHT, "right.txt"))
    made = projects.create(
        store, "Häfen", Contents(texts, Settings(encoder="none", threshold=0.3), GLOSSARY), at=NOW
    )
    log.append(store, made.id, NOTE, 0)
    return store


def test_a_project_goes_from_one_store_to_another(
    store: Store, database: str, tmp_path: Path, called: Called, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is exported here and imported there compares to the same bytes; its log is whole."""
    filled(store)
    file = tmp_path / "a.diffapp.zip"
    assert called("projects", "export", "Häfen", "--output", file, "--database", database) == (0, b"", "")
    assert called("projects", "--database", database, "export", "Häfen")[1] == file.read_bytes()
    here = called("compare", "--project", "Häfen", "--database", database)
    monkeypatch.setenv(DATA, str(tmp_path / "elsewhere"))
    assert called("projects", "import", file) == (0, "Häfen\n".encode(), "")
    assert called("projects", "import", file) == (0, "Häfen (2)\n".encode(), "")
    there = called("compare", "--project", "Häfen (2)")
    assert there == here
    found = json.loads(here[1])
    assert (found["settings"]["threshold"], found["settings"]["encoder"]) == (0.3, "none")
    assert "fishing limits" in {concept["family"] for concept in found["concepts"]}
    elsewhere = open_store()
    copied = log.entries(elsewhere, listing.named(elsewhere, "Häfen (2)").id)
    elsewhere.close()
    assert [logged.entry for logged in copied] == [NOTE]


def test_a_stored_project_can_be_written_in_any_format_with_other_settings(
    store: Store, database: str, called: Called
) -> None:
    filled(store)
    name = ("compare", "--project", "Häfen", "--database", database)
    code, out, _ = called(*name, "--format", "md", "--order", "second")
    assert code == 0
    assert b"northern channel" in out
    found = json.loads(called(*name, "--threshold", "0.6", "--no-glossary")[1])
    assert found["settings"]["threshold"] == 0.6
    assert "fishing limits" not in {concept["family"] for concept in found["concepts"]}


def test_projects_are_listed_renamed_and_archived(store: Store, database: str, called: Called) -> None:
    there = ("--database", database)
    assert called("projects", *there)[1].startswith(b"There are no projects in ")
    filled(store)
    kept = listing.named(store, "Häfen").id
    head, line = called("projects", *there)[1].decode().splitlines()
    assert head.split() == ["project", "changed", "log", "id"]
    assert line.split() == ["Häfen", NOW, "1", kept]
    assert called("projects", "rename", "Häfen", "Häfen 2026", *there) == (0, b"", "")
    assert called("projects", "archive", kept, *there) == (0, b"", "")
    assert b"no projects" in called("projects", *there)[1]
    assert "Häfen 2026" in called("projects", "--archived", *there)[1].decode()
    assert called("projects", "unarchive", "Häfen 2026", *there)[0] == 0
    assert "Häfen 2026" in called("projects", *there)[1].decode()
    assert "no archived projects" in called("projects", "--archived", *there)[1].decode()
    owned = Contents(projects.opened(store, kept)[1].documents)
    projects.create(store, "Locks", owned, at=NOW, owner="ben@example.org")
    assert "ben@example.org" in called("projects", *there)[1].decode()


def test_what_cannot_be_done_is_said_in_one_sentence(
    tmp_path: Path, called: Called, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(DATA, str(tmp_path / "data"))
    (tmp_path / "in the way").write_text("x")
    (tmp_path / "no.diffapp.zip").write_bytes(b"PK\x03\x04 and no more")
    wrong: list[tuple[str, ...]] = [
        ("projects", "export", "none"),
        ("projects", "rename", "none", "other"),
        ("projects", "archive", "none"),
        ("projects", "import", str(tmp_path / "absent.diffapp.zip")),
        ("projects", "import", str(tmp_path)),
        ("projects", "import", str(tmp_path / "no.diffapp.zip")),
        ("projects", "import", str(tmp_path / "in the way")),
        ("projects", "--database", "mysql://ana:s3cret@db/x"),
        ("projects", "--database", "postgresql://ana:s3cret@127.0.0.1:1/x"),
        ("projects", "--database", f"sqlite:///{tmp_path}/in the way/x.sqlite3"),
        ("compare", "--project", "none"),
    ]
    for arguments in wrong:
        code, out, said = called(*arguments)
        assert (code, out) == (1, b""), arguments
        assert said.startswith("diffapp: ")
        assert said.endswith(".\n")
        assert said.count("\n") == 1
        assert "s3cret" not in said


@pytest.mark.parametrize(
    "arguments",
    [
        ("compare", "a", "--project", "x"),
        ("compare", "a", "b", "--project", "x"),
        ("projects", "burn"),
        ("projects", "export"),
        ("projects", "rename", "a"),
        ("projects", "import"),
    ],
)
def test_a_wrong_command_line_is_a_misuse(arguments: tuple[str, ...], called: Called) -> None:
    code, out, said = called(*arguments)
    assert (code, out) == (2, b"")
    assert said.startswith("usage: ")


def decided_on(store: Store) -> tuple[Decision, Decision]:
    """A rejected pair and a note that was taken back, made on the comparison that the command line makes."""
    filled(store)
    project = listing.named(store, "Häfen")
    result = compare(projects.opened(store, project.id)[1].documents, Settings(encoder="none", threshold=0.3))
    row = next(row for row in result.rows if row.kind != "only")
    ana = Analyst("Ana")
    rejected, noted = ana.reject_row(result, row), ana.note(result, row, "Odd.")
    for entry in (rejected, noted, Mark("undo", noted.id, "Ana", NOW, "u1")):
        log.append(store, project.id, entry, 0)
    return rejected, noted


def test_what_was_decided_is_followed(store: Store, database: str, tmp_path: Path, called: Called) -> None:
    """The decisions of a project hold in its exports, and in a comparison of the files with them."""
    rejected, noted = decided_on(store)
    here = json.loads(called("compare", "--project", "Häfen", "--database", database)[1])
    assert {decision["id"] for decision in here["decisions"]} == {rejected.id, NOTE.id}
    assert noted.id not in {decision["id"] for decision in here["decisions"]}
    parted = {(place.document, place.digest) for place in rejected.anchors}
    assert len(parted) == 2
    assert len(here["links"]) == 1
    file, lines = tmp_path / "a.diffapp.zip", tmp_path / "decisions.jsonl"
    called("projects", "export", "Häfen", "--output", file, "--database", database)
    with zipfile.ZipFile(file) as archive:
        lines.write_bytes(archive.read("decisions.jsonl"))
    texts = (tmp_path / "left.txt", tmp_path / "right.txt")
    for path, text in zip(texts, (LEFT, RIGHT), strict=True):
        path.write_text(text, "utf-8")
    (tmp_path / "glossary.toml").write_text(GLOSSARY, "utf-8")
    options = (*texts, "--threshold", "0.3", "--encoder", "none", "--glossary", tmp_path / "glossary.toml")
    without = json.loads(called("compare", *options)[1])
    assert (len(without["links"]), without["decisions"]) == (2, [])
    for given in (file, lines):
        found = json.loads(called("compare", *options, "--decisions", given)[1])
        assert found["links"] == here["links"]
        assert found["decisions"] == here["decisions"]


def test_decisions_about_a_text_that_is_not_there_are_told_as_lost(tmp_path: Path, called: Called) -> None:
    texts, lines = (tmp_path / "left.txt", tmp_path / "right.txt"), tmp_path / "decisions.jsonl"
    for path, text in zip(texts, (LEFT, RIGHT), strict=True):
        path.write_text(text, "utf-8")
    lines.write_text(lines_of([replace(NOTE, anchors=(Anchor(3, "x", text="A fourth text."),))]), "utf-8")
    code, out, _ = called("compare", *texts, "--encoder", "none", "--decisions", lines)
    assert code == 0
    assert [found["fate"] for found in json.loads(out)["anchoring"]] == ["lost"]
    lines.write_text("{", "utf-8")
    code, out, said = called("compare", *texts, "--decisions", lines)
    assert (code, out) == (1, b"")
    assert said.startswith("diffapp: decisions.jsonl: these decisions cannot be read: line 1: ")
