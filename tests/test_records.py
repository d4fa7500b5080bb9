"""Values survive JSON, each field of them, and what does not fit is refused."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diffapp.decisions import STATUSES, Anchor, Decision
from diffapp.document import Block, Correction, Document
from diffapp.errors import DecisionError
from diffapp.model import Settings
from diffapp.review.entries import Entry, Mark, entry_plain, entry_restored
from diffapp.review.records import parsed, plain, restored, written

WORDS = st.text(max_size=30)
NUMBERS = st.integers(0, 10**9)
BLOCKS = st.builds(
    Block, NUMBERS, NUMBERS, st.none() | st.integers(0, 6), st.none() | NUMBERS, st.none() | st.floats(0, 1)
)
CORRECTIONS = st.builds(
    Correction, st.sampled_from(["merge", "split", "drop", "heading", "body"]), NUMBERS, NUMBERS
)
NOTED = st.lists(st.tuples(NUMBERS, WORDS), max_size=3).map(tuple)
DOCUMENTS = st.builds(
    Document,
    id=WORDS,
    text=WORDS,
    blocks=st.lists(BLOCKS, max_size=3).map(tuple),
    title=WORDS,
    issuer=WORDS,
    date=WORDS,
    language=WORDS,
    status=WORDS,
    note=WORDS,
    source=WORDS,
    digest=WORDS,
    warnings=st.lists(WORDS, max_size=3).map(tuple),
    size=NUMBERS,
    reader=WORDS,
    pages=st.none() | NUMBERS,
    removed=NOTED,
    parts=NOTED,
    corrections=st.lists(CORRECTIONS, max_size=3).map(tuple),
)
SETTINGS = st.builds(
    Settings,
    st.sampled_from(["paragraph", "sentence"]),
    st.none() | st.floats(0, 1),
    st.sampled_from(["auto", "none", "st:x"]),
    NUMBERS,
)
ANCHORS = st.builds(Anchor, st.integers(0, 3), WORDS, WORDS, WORDS, NUMBERS, WORDS, WORDS)
PASSAGES = st.lists(ANCHORS, min_size=1, max_size=4).map(tuple)
ENTRIES: st.SearchStrategy[Entry] = st.one_of(
    st.builds(Decision, st.just("note"), PASSAGES, WORDS, WORDS, WORDS, WORDS, WORDS),
    st.builds(Decision, st.just("status"), PASSAGES, st.sampled_from(STATUSES)),
    st.builds(Decision, st.just("rename"), PASSAGES, WORDS, st.text(min_size=1), WORDS, WORDS, WORDS),
    st.builds(Mark, st.sampled_from(["undo", "redo"]), WORDS, WORDS, WORDS, WORDS),
)
FULL = Document(
    id="a",
    text="One.\nTwo.",
    blocks=(Block(0, 4, 1, 2, 0.5), Block(5, 9)),
    title="Title",
    issuer="Aland",
    date="1921",
    language="en",
    status="paraphrase",
    note="Careful.",
    source="a.pdf",
    digest="sha256:00",
    warnings=("It is faint.",),
    size=12,
    reader="pdf 1",
    pages=3,
    removed=((1, "Page 1"),),
    parts=((2, "a title"),),
    corrections=(Correction("split", 0, 4),),
)


@given(DOCUMENTS)
def test_documents_come_back_as_they_were(document: Document) -> None:
    assert restored(Document, parsed(written(plain(document)))) == document


@given(SETTINGS)
def test_settings_come_back_as_they_were(settings: Settings) -> None:
    assert restored(Settings, parsed(written(plain(settings)))) == settings


@given(ENTRIES)
def test_entries_come_back_as_they_were(entry: Entry) -> None:
    assert entry_restored(parsed(written(entry_plain(entry)))) == entry


def test_no_field_is_forgotten() -> None:
    """A new field must be given a value here, and then comes back; its default would prove nothing."""
    values = [
        FULL,
        FULL.blocks[0],
        FULL.corrections[0],
        Settings("sentence", 0.5, "none", 7),
        Anchor(1, "d", "b", "a", 2, "text", "7(b)"),
        Decision("note", (Anchor(1, "d"),), "so", "concept", "Ana", "2026-01-01T00:00:00Z", "1f"),
    ]
    for value in values:
        defaults = {part.name: part.default for part in fields(value)}
        assert [name for name, default in defaults.items() if getattr(value, name) == default] == []
        assert restored(type(value), parsed(written(plain(value)))) == value


def test_every_character_is_kept() -> None:
    """Those that no UTF-8 has, and the one that PostgreSQL refuses, too."""
    odd = replace(FULL, text="a\x00b\ud800c\U0001f30d\r\n\u2028")
    text = written(plain(odd))
    text.encode()
    assert "\x00" not in text
    assert restored(Document, parsed(text)) == odd


def test_an_older_file_lacks_fields() -> None:
    data = plain(FULL)
    del data["corrections"]
    assert restored(Document, data) == replace(FULL, corrections=())


@pytest.mark.parametrize(
    "change",
    [
        {"text": 1},
        {"text": None},
        {"size": True},
        {"size": 1.5},
        {"pages": "3"},
        {"blocks": {}},
        {"blocks": [[0, 4]]},
        {"blocks": [{"start": 0, "end": 4, "confidence": True}]},
        {"removed": [[1]]},
        {"removed": [[1, "a", "b"]]},
        {"corrections": [{"kind": "burn", "block": 0}]},
        {"corrections": [{"kind": ["drop"], "block": 0}]},
        {"surprise": 1},
    ],
)
def test_what_does_not_fit_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"document"):
        restored(Document, json.loads(json.dumps(plain(FULL) | change)))


@pytest.mark.parametrize("data", [None, [], "x", {}, {"id": "a", "text": "b"}])
def test_what_is_no_document_is_refused(data: object) -> None:
    with pytest.raises(ValueError, match=r"document"):
        restored(Document, data)


@pytest.mark.parametrize("text", ["", "{", "NaN", "[1e999, -Infinity]", "[" * 100_000, b"\xff", "1" * 5000])
def test_what_is_no_json_is_refused(text: str | bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 -- the words are the parser's own
        parsed(text)


def test_numbers_without_end_are_refused() -> None:
    with pytest.raises(ValueError, match="threshold"):
        restored(Settings, {"threshold": json.loads("1e999")})


def test_decisions_that_say_nothing_are_refused() -> None:
    told = plain(Decision("note", (Anchor(0, "d"),), "so"))
    with pytest.raises(DecisionError):
        entry_restored(told | {"anchors": []})
    with pytest.raises(ValueError, match="below nothing"):
        entry_restored(told | {"anchors": [plain(Anchor(-1, "d"))]})
    with pytest.raises(ValueError, match="kind"):
        entry_restored(told | {"kind": "marry"})
