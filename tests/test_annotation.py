"""Web annotations: as the W3C's model says, each passage found again by its words and by its place."""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from exported import hostile
from jsonschema import Draft202012Validator

from diffapp import Comparison, compare, export, read_file
from diffapp.anchors import anchors_of
from diffapp.decisions import Anchor, Decision
from diffapp.exporting.annotation import AROUND
from diffapp.review.deciding import Analyst

TEXTS = Path(__file__).resolve().parent.parent / "texts"
SCHEMA = json.loads((Path(__file__).with_name("data") / "web-annotation.schema.json").read_text("utf-8"))
MODEL = Draft202012Validator(SCHEMA)
Json = dict[str, Any]


@pytest.fixture(scope="module")
def found() -> Comparison:
    """The first two of the built-in texts, undecided."""
    return compare([read_file(TEXTS / name) for name in ("us-response.md", "nato-response.md")])


@pytest.fixture(scope="module")
def decided(found: Comparison) -> Comparison:
    """The same with a decision of each kind, one of them about a passage that is gone."""
    ann = Analyst("Ann", lambda: datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC))
    shared, other = [row for row in found.rows if row.kind != "only"][:2]
    alone = [row for row in found.rows if row.kind == "only"]
    first, second, third, last = found.differences[:4]
    mentioned = [(d, m.passage) for d, side in enumerate(first.mentions) for m in side]
    about = anchors_of(found.passages, mentioned[:1])
    made = [
        ann.confirm_row(found, shared),
        ann.reject_row(found, other),
        ann.none_row(found, alone[0]),
        ann.note(found, shared, "Ask <b>them</b> & wait."),
        ann.note(found, other, ""),
        ann.status(found, shared, "to discuss"),
        ann.tag(found, shared, ["annex", "for Monday"]),
        ann.link_places(found, [(0, _passage(alone, 0)), (1, _passage(alone, 1))]),
        Decision("accept", about, concept=first.concept, by="Ann", id="a"),
        Decision("dismiss", (), "no matter", second.concept, by="Bo", id="b"),
        Decision("rename", (), "another name", third.concept, id="c"),
        Decision("rank", (), "1", last.concept, id="d"),
        Decision("note", (Anchor(1, "0" * 24, text="Words that no text has."),), "lost", id="e"),
        Decision("note", (Anchor(3, "0" * 24, text="A fourth text."),), "lost too", id="f"),
    ]
    return compare(found.documents, decisions=made)


def _passage(rows: list[Any], document: int) -> int:
    """A passage without counterpart; the first row is decided on already."""
    return next(int(p) for row in rows[1:] for p in row.cells[document])


def collection(comparison: Comparison) -> Json:
    """What is exported, after a look that it is what the model asks for."""
    told: Json = json.loads(export(comparison, "jsonld"))
    assert [error.message for error in MODEL.iter_errors(told)] == []
    items = told["first"]["items"]
    assert told["total"] == len(items)
    assert len({each["id"] for each in items}) == len(items)
    assert told["first"]["partOf"] == told["id"]
    return told


def passages(told: object) -> Iterator[Json]:
    """Every passage that is named anywhere."""
    if isinstance(told, list):
        for each in told:
            yield from passages(each)
    elif isinstance(told, dict):
        if told.get("type") == "SpecificResource":
            yield told
        for value in told.values():
            yield from passages(value)


def test_every_passage_is_found_by_its_words_and_its_place(decided: Comparison) -> None:
    """The words are those at the place, in code points; those around stand right beside them."""
    texts = [document.text for document in decided.documents]
    whole = 0
    for named in passages(collection(decided)["first"]["items"]):
        if len(named.get("selector", ())) != 2:
            continue
        words, place = named["selector"]
        (text,) = {t for t in texts if t[place["start"] : place["end"]] == words["exact"]}
        assert text[: place["start"]].endswith(words.get("prefix", ""))
        assert text[place["end"] :].startswith(words.get("suffix", ""))
        assert len(words.get("prefix", "")) == min(AROUND, place["start"])
        whole += 1
    assert whole > 40


def test_every_decision_is_an_annotation(found: Comparison, decided: Comparison) -> None:
    """Who, when, why and what; a note that was taken away is none, a link of the analyst's stands once."""
    items = collection(decided)["first"]["items"][2:]
    mine = items[:13]
    assert [each["motivation"] for each in mine] == [
        *("assessing", "assessing", "assessing", "commenting", "assessing", "tagging", "linking"),
        *("assessing", "assessing", "editing", "assessing", "commenting", "commenting"),
    ]
    assert [each["motivation"] for each in items[13:]] == ["linking"] * (len(items) - 13)
    assert sum(link.origin == "engine" for link in decided.links) == len(items) - 13
    assert mine[0]["creator"] == {"type": "Person", "name": "Ann"}
    assert mine[0]["created"] == "2026-01-02T03:04:05Z"
    values = [[body["value"] for body in each["body"] if "value" in body] for each in mine]
    assert values[0] == ["confirmed: these passages belong together"]
    assert (values[3], values[4], values[5]) == (
        ["Ask <b>them</b> & wait."],
        ["status: to discuss"],
        ["annex", "for Monday"],
    )
    assert values[8] == ["dismissed: no matter", found.differences[1].concept]


def test_a_link_points_from_one_text_to_the_other(decided: Comparison) -> None:
    """What is linked is a passage of the first text, and the body is what it is linked to."""
    items = [each for each in collection(decided)["first"]["items"] if each["motivation"] == "linking"]
    sources = []
    for each in items:
        (target,), (body, told) = each["target"], each["body"]
        assert (body["purpose"], told["purpose"]) == ("linking", "describing")
        sources.append((target["source"], body["source"]))
    digests = [hashlib.sha256(document.text.encode()).hexdigest() for document in decided.documents]
    assert set(sources) == {tuple(f"urn:sha256:{digest}" for digest in digests)}
    assert {each["creator"]["type"] for each in items} == {"Person", "Software"}


def test_what_is_lost_goes_by_its_words(decided: Comparison) -> None:
    """A decision about a passage that is gone is told all the same, and that it is gone."""
    *_, lost, other = collection(decided)["first"]["items"][:15]
    for each, text in ((lost, "Words that no text has."), (other, "A fourth text.")):
        (target,) = each["target"]
        assert target["selector"] == [{"type": "TextQuoteSelector", "exact": text}]
        assert each["body"][1]["purpose"] == "describing"


def test_without_decisions_the_links_are_told(found: Comparison) -> None:
    """So are the documents, and it is said of each what it is; the file is the same each time."""
    told = collection(found)
    assert told["total"] == 2 + len(found.links) > 7
    for document, each in zip(found.documents, told["first"]["items"], strict=False):
        assert (each["motivation"], each["target"][0]["type"]) == ("describing", "Text")
        assert f"title: {document.title}\n" in each["body"][0]["value"]
        assert "status: paraphrase\n" in each["body"][0]["value"]
    assert export(found, "jsonld") == export(found, "jsonld")


@pytest.mark.parametrize("documents", [2, 3, 4])
def test_hostile_texts(documents: int) -> None:
    """Whatever stands in names and texts, the file is what the model asks for."""
    assert collection(hostile(documents))["total"] == documents


def _set(path: str, value: object) -> Callable[[Json], None]:
    def change(told: Json) -> None:
        *above, last = path.split(".")
        at: Any = told
        for name in above:
            at = at[int(name) if name.isdecimal() else name]
        if value is None:
            del at[last]
        else:
            at[last] = value

    return change


FIRST = "first.items.2"


@pytest.mark.parametrize(
    "break_it",
    [
        _set("@context", "http://schema.org"),
        _set("id", "no iri"),
        _set("first.items", None),
        _set(f"{FIRST}.id", None),
        _set(f"{FIRST}.target", []),
        _set(f"{FIRST}.motivation", "judging"),
        _set(f"{FIRST}.created", "2026-01-02T03:04:05+01:00"),
        _set(f"{FIRST}.bodyValue", "twice"),
        _set(f"{FIRST}.target.0.source", None),
        _set(f"{FIRST}.target.0.selector.0.exact", None),
        _set(f"{FIRST}.target.0.selector.1.start", -1),
        _set(f"{FIRST}.colour", "unknown to the context"),
    ],
)
def test_the_model_is_checked(decided: Comparison, break_it: Callable[[Json], None]) -> None:
    """The schema refuses what the Recommendation forbids."""
    told = copy.deepcopy(collection(decided))
    break_it(told)
    assert not MODEL.is_valid(told)
