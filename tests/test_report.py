"""The findings as the page tells them: the lead, differences with their silences, concepts."""

from __future__ import annotations

import dataclasses

import pytest

from diffapp.findings import (
    ConceptUse,
    Difference,
    LeadSentence,
    Mention,
    Nearest,
    Position,
    Proposal,
    Silence,
)
from diffapp.model import Comparison
from diffapp.ui.payload import payload
from diffapp.ui.report import kind_in_words, quotations_apart

OFFER = Position((Mention(0, "x", 0, 1),), ("offer", "condition"), 3)
REQUEST = Position((Mention(0, "x", 0, 1),), ("request",), 3)
BOUND = Position((Mention(0, "x", 0, 1),), ("offer",), 5)


def found(kind: str, *positions: Position) -> Difference:
    raised = tuple(d for d, position in enumerate(positions) if position.mentions)
    return Difference(1, "matter", kind, raised, positions, 1.0)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("difference", "said"),
    [
        (found("only", OFFER, Position()), "only A"),
        (found("only", OFFER, Position(), REQUEST), "only A and C"),
        (found("only", OFFER, REQUEST, BOUND, Position()), "only A, B and C"),
        (found("firmer", OFFER, BOUND), "both; B firmer"),
        (found("firmer", BOUND, OFFER, BOUND), "all; A and C firmer"),
        (found("differs", OFFER, REQUEST), "both, otherwise: offer against request"),
        (found("differs", OFFER, REQUEST, BOUND), "all, otherwise: offer against request"),
        (found("differs", OFFER, BOUND), "both, otherwise: offer and condition against offer"),
    ],
)
def test_kinds_in_words(difference: Difference, said: str) -> None:
    names = ["A", "B", "C", "D"][: len(difference.positions)]
    assert kind_in_words(difference, names) == said


def test_quotations_of_the_lead_stand_apart() -> None:
    """What a document says can be told from what is said of it; joined, the pieces are the sentence."""
    text = "A with an offer (1: “we “may” talk (soon).”); B with a request (2: “no”). C is silent on it."
    told = quotations_apart(text)
    assert "".join(piece for piece, _ in told) == text
    assert [piece for piece, classes in told if classes == "quoted"] == ["“we “may” talk (soon).”", "“no”"]
    assert quotations_apart("Nothing quoted.") == [["Nothing quoted.", ""]]


@pytest.fixture
def full(by_hand: Comparison) -> Comparison:
    """The comparison made by hand, with a lead, concepts and a sentence that is quoted."""
    (only,) = by_hand.differences
    text = by_hand.passages[0][0].text
    first = dataclasses.replace(only.positions[0], quotations=(Mention(0, text[3:], 3, len(text)),))
    return dataclasses.replace(
        by_hand,
        differences=(dataclasses.replace(only, positions=(first, Position()), parts=(("telling", 0.5),)),),
        concepts=(
            ConceptUse("indivisibility", "glossary", (first, Position()), ("indivisible",), "whole"),
            ConceptUse("zebra", "glossary", (Position(), Position()), (), "zebra"),
        ),
        lead=(LeadSentence("Raised by Aland alone (1: “whole”).", 1, ((0, 0),)),),
    )


def test_the_lead_leads_to_a_difference(full: Comparison) -> None:
    (sentence,) = payload(full)["lead"]
    assert sentence["rank"] == 1
    assert ["“whole”", "quoted"] in sentence["pieces"]


def test_a_difference_tells_each_side(full: Comparison) -> None:
    """Stances, firmness and a whole sentence of who raises it; verdict and search of who does not."""
    (told,) = payload(full)["differences"]
    raising, silent = told["sides"]
    assert (raising["stances"], raising["strength"], raising["count"]) == (["offer"], 3, 1)
    assert raising["quotation"]["cite"] == "1"
    assert raising["quotation"]["row"] == 0
    assert ["indivisible", "key"] in raising["quotation"]["pieces"]
    assert silent is None
    assert told["said"] == "only Aland"
    assert told["parts"] == [["telling", 0.5]]
    (silence,) = told["silences"]
    assert silence["verdict"] == "silent"
    assert silence["searched"] == ["indivisible", "indivisibility"]
    assert silence["said"] == ["Beland: no mention of indivisibility.", "", ""]


def test_the_nearest_passage_can_be_linked_inside_the_sentence(full: Comparison) -> None:
    """The sentence of a silence is cut where it names the passage, which is then the way to it."""
    said = "Beland: no mention; nearest: 2, on Teil, score 0.20."
    quiet = Silence(1, "related", (), Nearest((1, 1), 0.2, "near"), ("other",), said)
    changed = dataclasses.replace(full.differences[0], silences=(quiet,))
    (told,) = payload(dataclasses.replace(full, differences=(changed,)))["differences"]
    (silence,) = told["silences"]
    assert silence["said"] == ["Beland: no mention; ", "nearest: 2", ", on Teil, score 0.20."]
    assert silence["verdict"] == "related, not the same"


def test_concepts_are_told_also_where_nobody_mentions_them(full: Comparison) -> None:
    first, second = payload(full)["concepts"]
    assert (first["family"], first["rank"], first["rows"]) == ("whole", 1, [0])
    assert (second["family"], second["rank"], second["rows"], second["sides"]) == ("", None, [], [None, None])
    pieces = payload(full)["rows"][0]["cells"][0][0]["pieces"]
    assert ["indivisible", "c0 d1 named only"] in pieces


def test_proposals_lead_to_the_table(full: Comparison) -> None:
    """A concept that stands in the table can be gone to; one that does not is only named."""
    pair = Proposal(("zebra", "horse"), (0, 1), 0.51, 0.8)
    (told,) = payload(dataclasses.replace(full, proposals=(pair,)))["proposals"]
    assert (told["names"], told["concepts"]) == (["zebra", "horse"], [1, None])


def test_a_mention_without_a_stance_is_a_statement(full: Comparison) -> None:
    bare = Position((Mention(1, "door", 12, 16),))
    use = ConceptUse("door", "phrase", (bare, Position()))
    told = payload(dataclasses.replace(full, concepts=(use,)))["concepts"][0]["sides"][0]
    assert (told["stances"], told["strength"]) == (["statement"], 0)
    assert "door" in "".join(text for text, _ in told["quotation"]["pieces"])


def test_the_scale_of_firmness_is_told_in_words(full: Comparison) -> None:
    assert len(payload(full)["firmness"]) == 6
