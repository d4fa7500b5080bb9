"""A project's file: the same bytes each time, opened elsewhere with the same result, refused when hostile."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from typing import Any

import pytest

from diffapp.decisions import Anchor, Decision
from diffapp.document import Block, Correction, Document
from diffapp.errors import ProjectError
from diffapp.model import Settings
from diffapp.review import bundle
from diffapp.review.bundle import Bundle, decoded_lines, lines_of, pack, read_decisions, unpack
from diffapp.review.entries import Mark
from diffapp.review.projects import Contents
from diffapp.review.records import plain

SAID = "Wir halten den Hafen offen. \U0001f30d\x00"
ALAND = Document(
    "a",
    SAID,
    (Block(0, 27, 0, 1, 0.9), Block(28, len(SAID))),
    issuer="Åland",
    digest="sha256:a",
    removed=((1, "Seite 1"),),
    corrections=(Correction("split", 0, 3),),
)
BELAND = Document("b", "Tar.", (Block(0, 4),), digest="sha256:b")
LOG = (
    Decision(
        "note", (Anchor(0, "x", text="Wir"),), "so\nist es", by="Ana", at="2026-01-01T00:00:00Z", id="1"
    ),
    Mark("undo", "1", "Ana", "2026-01-01T00:00:01Z", "2"),
)
WHOLE = Bundle(
    "Häfen",
    "2026-01-01T00:00:00Z",
    Contents((ALAND, BELAND), Settings("sentence", 0.5, "none", 7), "extend = true\n"),
    LOG,
)


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return target.getvalue()


@pytest.mark.parametrize("glossary", [None, "", "extend = true\n"])
def test_it_comes_back_as_it_was(glossary: str | None) -> None:
    whole = replace(WHOLE, kept=replace(WHOLE.kept, glossary=glossary))
    assert unpack(pack(whole), "x.diffapp.zip") == whole


def test_the_same_project_makes_the_same_bytes() -> None:
    assert pack(WHOLE) == pack(replace(WHOLE))
    with zipfile.ZipFile(io.BytesIO(pack(WHOLE))) as archive:
        assert archive.namelist() == sorted(archive.namelist())
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_its_parts_can_be_read_by_others() -> None:
    parts = parts_of(pack(WHOLE))
    assert set(parts) == {
        "project.json",
        "documents/1.json",
        "documents/2.json",
        "glossary.toml",
        "decisions.jsonl",
        "read.me",
    }
    assert "“Häfen”" in parts["read.me"].decode()
    assert [json.loads(line)["kind"] for line in parts["decisions.jsonl"].splitlines()] == ["note", "undo"]
    assert json.loads(parts["project.json"])["schema"] == 1


def test_what_packs_very_tightly_can_be_opened_again() -> None:
    """A text of one letter, over and over, is no attack where diffapp has packed it itself."""
    long = replace(BELAND, text="a" * 3_000_000, blocks=())
    whole = replace(WHOLE, kept=replace(WHOLE.kept, documents=(ALAND, long)))
    assert unpack(pack(whole), "x") == whole


def test_too_large_a_project_is_refused_when_it_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle, "LARGEST_PART", 300)
    with pytest.raises(ProjectError, match="too large for one file"):
        pack(WHOLE)


def test_decisions_are_read_from_lines_and_from_a_project() -> None:
    lines = lines_of(LOG).encode()
    assert read_decisions(lines, "x.jsonl") == read_decisions(pack(WHOLE), "x.zip") == LOG
    assert decoded_lines(b"\xef\xbb\xbf" + lines.replace(b"\n", b"\r\n\r\n")) == LOG
    for data in (b"{", b"\xff", lines + lines, b'{"kind": "note"}', b"[]"):
        with pytest.raises(ProjectError, match=r"^x\.jsonl: these decisions cannot be read: .*[^.]\.$"):
            read_decisions(data, "x.jsonl")


def changed(**values: Any) -> dict[str, bytes]:
    head = json.loads(parts_of(pack(WHOLE))["project.json"])
    return {"project.json": json.dumps(head | values).encode()}


def told(document: Document, **values: Any) -> dict[str, bytes]:
    return {"documents/1.json": json.dumps(plain(document) | values).encode()}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (changed(schema=2), "update it"),
        (changed(schema="1"), "does not say what it is"),
        (changed(schema=True), "does not say what it is"),
        (changed(documents=-1), "number of its documents"),
        (changed(documents=10**9), "number of its documents"),
        (changed(documents=1), "two to 4"),
        (changed(documents=3), "documents/3.json"),
        (changed(documents=2.0), "'documents'"),
        (changed(name="../../etc\npasswd"), "one line"),
        (changed(name=7), "'name'"),
        (changed(settings={"threshold": 7}), "least score"),
        (changed(settings={"unit": "word"}), "settings.unit"),
        ({"project.json": b"[" * 100_000}, "nested too deeply"),
        ({"project.json": b"{"}, "cannot be opened"),
        ({"project.json": b"null"}, "does not say what it is"),
        ({"project.json": b"\xff\xfe{}"}, "cannot be opened"),
        (told(ALAND, text=3), "document.text"),
        (told(ALAND, blocks=[{"start": 0, "end": 10**6}]), "outside its text"),
        (told(ALAND, blocks=[{"start": -1, "end": 1}]), "outside its text"),
        (told(ALAND, blocks=[{"start": 0, "end": 1, "level": 99}]), "no level"),
        (told(ALAND, surprise=1), "surprise"),
        ({"glossary.toml": b"[[concept"}, "TOML"),
        ({"glossary.toml": b"\xff"}, "cannot be opened"),
        ({"decisions.jsonl": b"{}\n"}, "line 1"),
        ({"decisions.jsonl": b'\n{"kind": "status", "anchors": [], "value": "done"}'}, "line 2"),
        ({"documents/1.json": b" " * 90_000_000}, "times its packed size"),
    ],
)
def test_what_was_tampered_with_is_refused(change: dict[str, bytes], words: str) -> None:
    data = zipped(parts_of(pack(WHOLE)) | change)
    with pytest.raises(ProjectError) as refused:
        unpack(data, "x.diffapp.zip")
    said = str(refused.value)
    assert said.startswith("x.diffapp.zip: ")
    assert said.endswith(".")
    assert "\n" not in said
    assert words in said


@pytest.mark.parametrize("name", ["project.json", "documents/2.json", "decisions.jsonl"])
def test_a_missing_part_is_named(name: str) -> None:
    parts = parts_of(pack(WHOLE))
    del parts[name]
    with pytest.raises(ProjectError, match=name):
        unpack(zipped(parts), "x")


def test_parts_that_are_not_asked_for_are_never_touched() -> None:
    strange = {"../../etc/passwd": b"x", "/absolute": b"x", "documents/9.json": b"{", "C:\\x": b"x"}
    assert unpack(zipped(parts_of(pack(WHOLE)) | strange), "x") == WHOLE


def test_damaged_files_are_refused_wherever_they_are_damaged() -> None:
    data = pack(WHOLE)
    for cut in range(0, len(data), 97):
        with pytest.raises(ProjectError):
            unpack(data[:cut], "x")
    for place in range(0, len(data), 41):
        damaged = data[:place] + bytes([data[place] ^ 0x55]) + data[place + 1 :]
        try:
            found = unpack(damaged, "x")
        except ProjectError:
            continue
        assert found == WHOLE  # the damage was in what nobody needs, such as a date


@pytest.mark.parametrize("data", [b"", b"PK", b"%PDF-1.7", b"hello", b"\x00" * 100])
def test_what_is_no_project_is_refused(data: bytes) -> None:
    with pytest.raises(ProjectError, match=r"^x: .*\.$"):
        unpack(data, "x")


def test_a_bomb_is_refused() -> None:
    many = {f"{number}": b"" for number in range(3_000)}
    with pytest.raises(ProjectError, match="too large; the limit is 2,000 parts"):
        unpack(zipped(parts_of(pack(WHOLE)) | many), "x")
