"""The JSON of the built-in pair, as others read it: keys, types, everything accounted for."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from diffapp import compare, export, read_file
from diffapp.exporting.contract import as_dict
from diffapp.model import Comparison
from diffapp.scoring import LEAST_FAR

TEXTS = Path(__file__).resolve().parent.parent / "texts"
STANCES = {
    "offer",
    "condition",
    "request",
    "refusal",
    "reaffirmation",
    "concern",
    "warning",
    "obligation",
    "statement",
}
TEXT, NUMBER, MAYBE_TEXT = (str,), (int, float), (str, type(None))

DOCUMENT = {"id": TEXT, "title": TEXT, "issuer": TEXT, "status": TEXT, "digest": TEXT, "passages": (list,)}
SOURCE = {
    "source": TEXT,
    "size": (int,),
    "reader": TEXT,
    "pages": (int, type(None)),
    "warnings": (list,),
    "removed": (list,),
}

PASSAGE = {
    "id": TEXT,
    "label": MAYBE_TEXT,
    "heading": TEXT,
    "page": (int, type(None)),
    "text": TEXT,
    "stance": (list,),
}
STANCE = {"label": TEXT, "cue": TEXT, "start": (int,), "end": (int,)}
LINK = {"a": (list,), "b": (list,), "score": NUMBER, "origin": TEXT, "evidence": (list,)}
EVIDENCE = {"kind": TEXT, "what": TEXT, "weight": NUMBER}
ROW = {
    "id": TEXT,
    "cells": (list,),
    "kind": TEXT,
    "score": (*NUMBER, type(None)),
    "status": MAYBE_TEXT,
    "note": MAYBE_TEXT,
    "nearest": (dict, type(None)),
}
DIFFERENCE = {
    "rank": (int,),
    "concept": TEXT,
    "kind": TEXT,
    "documents": (list,),
    "stance": (list,),
    "strength": (list,),
    "weight": NUMBER,
    "mentions": (list,),
    "searched": (list,),
}
MENTION = {"passage": TEXT, "text": TEXT, "start": (int,), "end": (int,)}


@pytest.fixture(scope="module")
def written() -> bytes:
    documents = [read_file(TEXTS / name) for name in ("us-response.md", "nato-response.md")]
    return export(compare(documents), "json")


@pytest.fixture(scope="module")
def told(written: bytes) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(written)
    return loaded


def test_notes_are_carried(by_hand: Comparison) -> None:
    """What the user must know of a comparison is in it, sentence by sentence."""
    noted = replace(by_hand, notes=("Meaning was not compared.", "And more."))
    assert json.loads(export(noted, "json"))["notes"] == ["Meaning was not compared.", "And more."]


def holds(value: object, shape: dict[str, tuple[type, ...]]) -> None:
    """A value is an object with these keys, each of these types; a truth value is no number."""
    assert isinstance(value, dict)
    assert shape.keys() <= value.keys()
    wrong = {k: value[k] for k, types in shape.items() if not isinstance(value[k], types)}
    assert wrong == {}
    assert not [k for k in shape if isinstance(value[k], bool)]


def test_the_bytes(written: bytes) -> None:
    """UTF-8 as it is, keys sorted at every depth, one newline at the end, and strict JSON."""
    text = written.decode("utf-8")
    assert text.endswith("}\n")
    assert "El País" in text
    assert not written.startswith(b"\xef\xbb\xbf")

    def ordered(pairs: list[tuple[str, object]]) -> dict[str, object]:
        assert [key for key, _ in pairs] == sorted({key for key, _ in pairs})
        return dict(pairs)

    def strict(constant: str) -> None:
        pytest.fail(f"{constant} is not JSON")

    json.loads(text, object_pairs_hook=ordered, parse_constant=strict)


def test_the_whole(told: dict[str, Any]) -> None:
    """The parts that schema 1 names are there."""
    assert told["schema"] == 1
    assert {"documents", "links", "rows", "differences", "notes", "settings", "versions"} <= told.keys()
    assert told["settings"]["threshold"] is None
    assert told["settings"]["unit"] == "paragraph"
    assert told["versions"]["diffapp"]
    assert all(isinstance(v, str) and v for v in told["versions"].values())


def test_documents_and_passages(told: dict[str, Any]) -> None:
    """Two documents with 28 and 26 passages, numbered in reading order, each with its text."""
    assert [len(d["passages"]) for d in told["documents"]] == [28, 26]
    for document in told["documents"]:
        holds(document, DOCUMENT | SOURCE)
        assert document["size"] == (TEXTS / document["source"]).stat().st_size
        assert re.fullmatch(r"Markdown, markdown-it-py [\d.]+", document["reader"])
        assert re.fullmatch(r"sha256:[0-9a-f]{64}", document["digest"])
        assert [p["id"] for p in document["passages"]] == [
            str(k + 1) for k in range(len(document["passages"]))
        ]
        for passage in document["passages"]:
            holds(passage, PASSAGE)
            assert passage["text"]
            for stance in passage["stance"]:
                holds(stance, STANCE)
                assert stance["label"] in STANCES
                assert 0 <= stance["start"] <= stance["end"] <= len(passage["text"])
                assert stance["cue"] or stance["label"] == "statement"
                assert passage["text"][stance["start"] : stance["end"]] == stance["cue"]
    assert [(d["id"], d["issuer"]) for d in told["documents"]] == [
        ("us-response", "United States"),
        ("nato-response", "NATO"),
    ]


def test_a_paraphrase_says_so(told: dict[str, Any]) -> None:
    """A document that is not the original carries its status and the note that explains it."""
    assert [d["status"] for d in told["documents"]] == ["paraphrase", "paraphrase"]
    assert all("must not be quoted" in d["note"] for d in told["documents"])


def test_headings_and_labels(told: dict[str, Any]) -> None:
    """Headings stand beside the passages under them and are none; printed numbers are read."""
    left, right = (list(d["passages"]) for d in told["documents"])
    assert any("Ukraine" in p["heading"] for p in left)
    assert not any(p["text"].startswith("#") for p in [*left, *right])
    assert {p["label"] for p in left} == {None}
    assert [p["label"] for p in right if p["label"] and p["label"].startswith("7")] == ["7", "7(b)", "7(c)"]


def test_every_passage_stands_in_one_row(told: dict[str, Any]) -> None:
    """All 54 passages are accounted for, each once."""
    cells = Counter((d, p) for row in told["rows"] for d, cell in enumerate(row["cells"]) for p in cell)
    every = {(d, p["id"]) for d, document in enumerate(told["documents"]) for p in document["passages"]}
    assert len(every) == 54
    assert cells == dict.fromkeys(every, 1)


def test_rows(told: dict[str, Any]) -> None:
    """Each row has a kind of its own, a score where passages are linked, else the nearest candidate."""
    for row in told["rows"]:
        holds(row, ROW)
        assert len(row["cells"]) == 2
        alone = [] in row["cells"]
        assert row["kind"] in ({"only"} if alone else {"shared", "moved"})
        assert alone == (row["score"] is None)
        if row["nearest"] is not None:
            assert alone
            holds(row["nearest"], {"document": (int,), "passage": TEXT, "score": NUMBER, "reason": TEXT})
    kinds = {row["kind"] for row in told["rows"]}
    assert {"shared", "only"} <= kinds <= {"shared", "moved", "only"}
    assert len({row["id"] for row in told["rows"]}) == len(told["rows"])
    first = [int(row["cells"][0][0]) for row in told["rows"] if row["cells"][0]]
    assert first == sorted(first)


def test_links(told: dict[str, Any]) -> None:
    """A link joins passages that there are, of one row, with reasons that sum to its score."""
    row_of = {(d, p): row["id"] for row in told["rows"] for d, cell in enumerate(row["cells"]) for p in cell}
    assert told["links"]
    for link in told["links"]:
        holds(link, LINK)
        assert link["a"][0] == 0
        assert link["b"][0] == 1
        assert row_of[tuple(link["a"])] == row_of[tuple(link["b"])]
        assert link["origin"] in {"engine", "analyst"}
        assert LEAST_FAR <= link["score"] <= 1
        for reason in link["evidence"]:
            holds(reason, EVIDENCE)
        assert sum(e["weight"] for e in link["evidence"]) == pytest.approx(link["score"], abs=1e-6)


def test_differences(told: dict[str, Any]) -> None:
    """Each difference is ranked, quoted from the passages exactly, and says what was searched."""
    assert [d["rank"] for d in told["differences"]] == list(range(1, len(told["differences"]) + 1))
    texts = [{p["id"]: p["text"] for p in d["passages"]} for d in told["documents"]]
    for difference in told["differences"]:
        holds(difference, DIFFERENCE)
        assert difference["kind"] in {"only", "firmer", "differs"}
        assert {len(difference[k]) for k in ("stance", "strength", "mentions")} == {2}
        assert set(difference["documents"]) <= {0, 1}
        assert difference["documents"]
        assert bool(difference["searched"]) == (difference["kind"] == "only")
        for d, side in enumerate(difference["quotations"]):
            for said in side:
                assert texts[d][said["passage"]][said["start"] : said["end"]] == said["text"]
        for d, side in enumerate(difference["mentions"]):
            for mention in side:
                holds(mention, MENTION)
                assert texts[d][mention["passage"]][mention["start"] : mention["end"]] == mention["text"]


def test_the_finding(told: dict[str, Any]) -> None:
    """The United States raises the indivisibility of security; NATO does not, and that is among the first."""
    found = [d for d in told["differences"] if "indivisib" in d["concept"].casefold()]
    assert [(d["kind"], d["documents"]) for d in found] == [("only", [0])]
    assert found[0]["rank"] <= 5
    assert len(found[0]["mentions"][0]) >= 3
    assert found[0]["mentions"][1] == []
    assert any("indivisib" in words for words in found[0]["searched"])


def test_variants_slice_back(told: dict[str, Any]) -> None:
    """Marks of variants are given by document, passage id and offsets into the passage's text."""
    texts = [{p["id"]: p["text"] for p in d["passages"]} for d in told["documents"]]
    marks = [m for row in told["rows"] for v in row["variants"] for m in v["marks"]]
    assert marks
    assert all(texts[m["document"]][m["passage"]][m["start"] : m["end"]].strip() for m in marks)


def test_where_a_document_comes_from(by_hand: Comparison) -> None:
    """What read a file, its pages, what was left out of it and what was uncertain are all told."""
    first, second = by_hand.documents
    known = replace(first, size=9, reader="PDF, x 1", pages=4, removed=((2, "- 2 -"),), warnings=("Odd.",))
    told = json.loads(export(replace(by_hand, documents=(known, second)), "json"))["documents"][0]
    assert [told[name] for name in ("size", "reader", "pages", "warnings")] == [9, "PDF, x 1", 4, ["Odd."]]
    assert told["removed"] == [{"page": 2, "text": "- 2 -"}]


def test_the_order_of_documents_is_kept() -> None:
    """The documents stand in the order in which they were given."""
    documents = [read_file(TEXTS / name) for name in ("nato-response.md", "us-response.md")]
    assert [d["id"] for d in as_dict(compare(documents))["documents"]] == ["nato-response", "us-response"]
