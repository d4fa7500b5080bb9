"""Corrections kept on disk, and found again for the same bytes."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import platformdirs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diffapp.errors import EditError
from diffapp.model import Correction, Document
from diffapp.reading.correcting import corrected
from diffapp.reading.keeping import DATA, DamagedError, Kept, fitting, keep, load, marked, place
from diffapp.reading.parsed import Piece, assemble

WARNING = "The harbour is mined."


def made(*texts: str) -> Document:
    """A document of these blocks."""
    parsed = assemble([Piece(text, 0, 1) for text in texts])
    return Document("d", parsed.text, parsed.blocks, digest="sha256:1")


def texts(document: Document) -> list[str]:
    return [document.text[block.start : block.end] for block in document.blocks]


READ = made("One of the", "first ends.", "Page 3", WARNING, "Last. Words.")
OPERATION = b'{"schema": 1, "aside": false, "operations": [{"kind": %s, "block": %s, "at": 0, "mark": ""}]}'
MADE = (Correction("merge", 1), Correction("drop", 1), Correction("split", 2, 5), Correction("heading", 1))


def test_what_is_kept_is_found_again_and_holds_no_text(tmp_path: Path) -> None:
    path = tmp_path / "new" / "kept.json"
    kept = Kept(marked(READ, MADE), aside=True)
    keep(path, kept)
    assert load(path) == kept
    written = path.read_text()
    assert not [word for word in READ.text.split() if len(word) > 4 and word in written]
    assert fitting(READ, load(path).operations) == (MADE, 0)


@pytest.mark.skipif(os.name != "posix", reason="modes of files are POSIX")
def test_only_the_owner_can_read_it_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "new" / "kept.json"
    keep(path, Kept(marked(READ, MADE)))
    keep(path, Kept(marked(READ, MADE[:1])))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert list(path.parent.iterdir()) == [path]


def test_a_write_that_fails_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "kept.json"
    before = Kept(marked(READ, MADE[:1]))
    keep(path, before)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        keep(path, Kept(marked(READ, MADE)))
    assert load(path) == before
    assert list(tmp_path.iterdir()) == [path]


def test_without_corrections_nothing_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "kept.json"
    keep(path, Kept(marked(READ, MADE)))
    keep(path, Kept())
    assert not path.exists()
    assert load(path) == Kept()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\x00",
        b"[]",
        b"[" * 100_000,
        b'{"schema": 2, "aside": false, "operations": []}',
        b'{"schema": 1, "aside": 0, "operations": []}',
        b'{"schema": 1, "aside": false, "operations": [1]}',
        OPERATION % (b'"burn"', b"0"),
        OPERATION % (b'"drop"', b"true"),
        OPERATION % (b"[]", b"0"),
    ],
)
def test_a_damaged_file_is_told_as_such(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "kept.json"
    path.write_bytes(data)
    with pytest.raises(DamagedError):
        load(path)


def test_in_another_reading_a_correction_follows_its_passage() -> None:
    """A passage more before it moves it; what is ambiguous or gone is left out, and the rest is made."""
    operations = marked(READ, [Correction("drop", 3), Correction("heading", 2)])
    moved = made("New.", *texts(READ))
    assert fitting(moved, operations) == ((Correction("drop", 4), Correction("heading", 3)), 0)
    gone = made(*texts(READ)[:3], "Last. Words.")
    assert fitting(gone, operations) == ((Correction("heading", 2),), 1)
    twice = made("New.", *texts(READ), "Page 3")
    assert fitting(twice, operations) == ((Correction("drop", 4),), 1)


def test_the_last_passage_stays() -> None:
    operations = marked(READ, [Correction("drop", 3)])
    assert fitting(made(WARNING), operations) == ((), 1)


def test_owners_and_parts_have_files_of_their_own(tmp_path: Path) -> None:
    """An owner's name is no path, and with none it is this machine's user."""
    environ = {DATA: str(tmp_path)}
    what = [("sha256:1", None), ("sha256:1", (1, 2)), ("sha256:2", None)]
    whose = ["", "own", "ana@example.org", "../../etc", "own/.."]
    places = {place(owner, *each, environ=environ) for owner in whose for each in what}
    assert len(places) == len(what) * len(whose)
    assert all(each.resolve().is_relative_to(tmp_path / "corrections") for each in places)
    assert {len(each.relative_to(tmp_path).parts) for each in places} == {3}


def test_by_default_it_is_in_the_folder_of_the_user() -> None:
    home = platformdirs.user_data_path("diffapp", appauthor=False)
    assert place("", "sha256:1", environ={}).is_relative_to(home)


@given(st.lists(st.tuples(st.sampled_from(["merge", "drop", "heading", "body"]), st.integers(0, 4))))
def test_whatever_was_made_fits_the_same_reading(said: list[tuple[str, int]]) -> None:
    """The law: kept and made again, corrections give the same document."""
    made_so_far: tuple[Correction, ...] = ()
    for kind, block in said:
        more = (*made_so_far, Correction(kind, block))  # type: ignore[arg-type]
        try:
            corrected(READ, more)
        except EditError:  # what cannot be made is not kept either
            continue
        made_so_far = more
    again, left_out = fitting(READ, marked(READ, made_so_far))
    assert left_out == 0
    assert corrected(READ, again) == corrected(READ, made_so_far)
