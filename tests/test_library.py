"""The built-in documents, and the user's originals in their place."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.specimens import SPECIMENS
from diffapp import library
from diffapp.errors import ReadingError
from diffapp.segmenting import segment

HEAD = """\
---
id: {id}
title: {id} (paraphrased text)
issuer: Valdoria
date: {date}
status: paraphrase
note: n
---
"""


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    """A folder with three documents and two files that are none."""
    for name, date in (("a-draft", "2030-12-17"), ("b-reply", "2031-01-26"), ("c-reply", "2031-01-26")):
        (tmp_path / f"{name}.md").write_text(HEAD.format(id=name, date=date) + "# T\n\nParaphrase.", "utf-8")
    (tmp_path / "SOURCES.md").write_text("# Sources\n\nNo document.", "utf-8")
    (tmp_path / "binary.md").write_bytes(b"%PDF-1.4")
    (tmp_path / "originals").mkdir()
    return tmp_path


def test_newest_first_then_names_backwards(texts: Path) -> None:
    assert library.builtin(texts) == ("c-reply", "b-reply", "a-draft")


def test_no_folder_no_documents(tmp_path: Path) -> None:
    assert library.builtin(tmp_path / "none") == ()
    with pytest.raises(ReadingError, match="no built-in document"):
        library.load("x", tmp_path / "none")


def test_an_original_takes_the_place(texts: Path) -> None:
    paraphrase = library.load("b-reply", texts)
    (texts / "originals" / "b-reply.txt").write_text("Original.", "utf-8")
    original = library.load("b-reply", texts)
    assert (original.id, original.text, original.status) == ("b-reply", "Original.", "original")
    assert (original.title, original.issuer, original.date) == ("b-reply", "Valdoria", "2031-01-26")
    assert (original.source, original.note) == ("b-reply.txt", "")
    assert original.digest != paraphrase.digest
    assert (paraphrase.status, paraphrase.note) == ("paraphrase", "n")


def test_its_own_front_matter_counts(texts: Path) -> None:
    head = "---\nid: other\ntitle: The reply\nissuer: Kesmark\nstatus: leaked copy\n---\n"
    (texts / "originals" / "b-reply.md").write_text(head + "Original.", "utf-8")
    original = library.load("b-reply", texts)
    assert (original.id, original.title, original.issuer) == ("b-reply", "The reply", "Kesmark")
    assert original.status == "leaked copy"


def test_a_broken_original_is_named(texts: Path) -> None:
    (texts / "originals" / "b-reply.md").write_bytes(b"GIF89a")
    assert "b-reply" in library.builtin(texts)
    with pytest.raises(ReadingError, match=r"b-reply\.md: this is not a text file"):
        library.load("b-reply", texts)


def test_an_original_may_be_of_any_kind(texts: Path) -> None:
    """It is read by its limited child, also where its name says another kind."""
    (texts / "originals" / "b-reply.md").write_bytes(SPECIMENS[".rtf"]())
    original = library.load("b-reply", texts)
    assert (original.id, original.issuer, original.status) == ("b-reply", "Valdoria", "original")
    assert original.reader.startswith("RTF")
    assert original.warnings[0] == "This is an RTF file named .md; it was read as what it is."


def test_other_files_are_no_originals(texts: Path) -> None:
    (texts / "originals" / "b-reply.xyz").write_bytes(b"%PDF-1.4")
    (texts / "originals" / ".gitkeep").touch()
    assert library.load("b-reply", texts).text.endswith("Paraphrase.")


LISTED = """
[[comparison]]
name = "A and  B"
texts = ["a-draft", "b-reply"]
[[comparison]]
name = "All"
texts = ["a-draft", "b-reply", "c-reply"]
[[comparison]]
name = "One that is gone"
texts = ["a-draft", "z-reply"]
[[comparison]]
name = "One alone"
texts = ["a-draft"]
[[comparison]]
name = "Numbers"
texts = [1, 2]
[[comparison]]
texts = ["a-draft", "b-reply"]
"""


def test_comparisons_that_are_offered(texts: Path) -> None:
    """Those whose texts are all there, in the order of the file; the rest is passed over."""
    assert library.comparisons(texts) == ()
    (texts / library.READY).write_text(LISTED, "utf-8")
    assert library.comparisons(texts) == (
        library.Ready("A and B", ("a-draft", "b-reply")),
        library.Ready("All", ("a-draft", "b-reply", "c-reply")),
    )
    (texts / "c-reply.md").unlink()
    assert [each.name for each in library.comparisons(texts)] == ["A and B"]


@pytest.mark.parametrize(
    "content", [b"no toml [", b"comparison = 3", b"[comparison]\nname = 'x'", b"\xff\xfe"]
)
def test_a_file_of_comparisons_that_is_none(texts: Path, content: bytes) -> None:
    (texts / library.READY).write_bytes(content)
    assert library.comparisons(texts) == ()


def test_the_comparisons_that_come_with_it() -> None:
    """Each names texts that are there; a demand stands beside each reply, and beside both."""
    offered = library.comparisons()
    assert len(offered) == 5
    assert {len(each.texts) for each in offered} == {2, 3}
    assert offered[0].texts == library.builtin()[:2]


@pytest.mark.parametrize(
    ("document_id", "count"),
    [("us-response", 28), ("nato-response", 26), ("russia-draft-us", 28), ("russia-draft-nato", 26)],
)
def test_the_texts_that_come_with_it(document_id: str, count: int, tmp_path: Path) -> None:
    # Copied: a developer's own originals must not change what this test sees.
    for path in library.TEXTS.glob("*.md"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    assert library.builtin(tmp_path)[:2] == ("us-response", "nato-response")
    document = library.load(document_id, tmp_path)
    assert len(segment(document)) == count
    assert document.warnings == ()


def test_labels_of_the_texts_that_come_with_it() -> None:
    named = {"nato-response": ["1", "2", None, None, "3"], "russia-draft-us": [None] * 4 + ["Article 1"]}
    for document_id, expected in named.items():
        path = library.TEXTS / f"{document_id}.md"
        passages = segment(library.parse_here(path.read_bytes(), path.name))
        assert [passage.label for passage in passages][: len(expected)] == expected
