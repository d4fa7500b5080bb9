"""Silence and positions: what is passed over, what is only touched, and who commits himself more."""

from __future__ import annotations

import numpy as np
import pytest

from diffapp import Comparison, Difference, Document, Settings, compare
from diffapp.called import Use
from diffapp.findings import Mention, Proposal
from diffapp.glossary import Concept, Glossary
from diffapp.positions import Speech, position
from diffapp.proposals import propose
from diffapp.reading.parsed import assemble
from diffapp.segmenting import segment
from diffapp.stance import find_stances

FERRY = Concept("ferry traffic", ("ferry traffic", "ferries"), related=("harbour dues",))
DUES = Concept("harbour dues", ("harbour dues", "port fees"))
GLOSSARY = Glossary((FERRY, DUES), "test")
OTHER = ("The school year begins in autumn.", "Teachers are paid by the district.")


def document(name: str, *passages: str) -> Document:
    parsed = assemble([(p, 0) for p in passages])
    return Document(name, parsed.text, parsed.blocks, issuer=name, language="en")


def compared(left: tuple[str, ...], right: tuple[str, ...], glossary: Glossary = GLOSSARY) -> Comparison:
    settings = Settings(encoder="none")
    return compare([document("Aland", *left), document("Beland", *right)], settings, glossary=glossary)


def of(comparison: Comparison, concept: str) -> Difference:
    (found,) = (d for d in comparison.differences if concept in (d.concept, *d.also))
    return found


def test_a_matter_raised_once_with_a_stance_is_found() -> None:
    """One offer is enough to raise a matter; the silence names what was searched."""
    found = of(compared(("We are ready to reopen ferry traffic.", *OTHER), OTHER), "ferry traffic")
    assert (found.kind, found.documents) == ("only", (0,))
    assert found.positions[0].labels == ("offer",)
    (silence,) = found.silences
    assert (silence.verdict, silence.document) == ("silent", 1)
    assert silence.said.startswith("Beland: no mention of ferry traffic")
    assert any("ferry traffic" in term for term in silence.searched)


def test_a_related_family_is_no_silence() -> None:
    """Who speaks of a neighbouring concept has touched the matter; the finding then weighs less."""
    left = ("We are ready to reopen ferry traffic.", *OTHER)
    quiet, touched = (compared(left, (*more, *OTHER)) for more in ((), ("We propose to halve port fees.",)))
    found = of(touched, "ferry traffic")
    assert found.silences[0].verdict == "related"
    assert "harbour dues" in found.silences[0].touches
    assert found.weight < of(quiet, "ferry traffic").weight


def test_the_better_part_of_the_words_is_no_silence() -> None:
    """A passage that holds the rare words of a phrase touches it; one that holds a common one does not."""
    left = ("We offer a bilateral estuary dredging fund.", *OTHER)
    near = compared(left, ("The dredging of every estuary is costly.", *OTHER), Glossary())
    far = compared(left, ("The pension fund is empty.", *OTHER), Glossary())
    for comparison, verdict in ((near, "related"), (far, "silent")):
        found = next(d for d in comparison.differences if "estuary" in d.concept and d.documents == (0,))
        assert found.silences[0].verdict == verdict


@pytest.mark.parametrize(
    ("left", "right", "kind"),
    [
        ("We offer to reopen ferry traffic.", "We reject ferry traffic of any kind.", "differs"),
        (
            "We would consider ferry traffic.",
            "We undertake to maintain, and propose, ferry traffic.",
            "firmer",
        ),
    ],
)
def test_what_both_raise_is_compared(left: str, right: str, kind: str) -> None:
    found = of(compared((left, *OTHER), (right, *OTHER)), "ferry traffic")
    assert (found.kind, found.documents, found.silences) == (kind, (0, 1), ())
    assert found.parts[-1][0] == "contrast"


def test_the_same_stance_is_no_difference() -> None:
    said = "We are ready to reopen ferry traffic."
    assert compared((said, *OTHER), (f"At any time {said[0].lower()}{said[1:]}", *OTHER)).differences == ()


def test_swapping_mirrors_and_a_text_against_itself_has_none() -> None:
    left = ("We are ready to reopen ferry traffic.", "The lighthouse keeper must not strike.", *OTHER)
    right = ("We urge you to repay the flood relief loan.", *OTHER)
    there, back = compared(left, right).differences, compared(right, left).differences
    assert [(d.concept, d.kind, d.weight, d.also) for d in there] == [
        (d.concept, d.kind, d.weight, d.also) for d in back
    ]
    assert [d.documents for d in there] == [tuple(1 - k for k in d.documents) for d in back]
    assert compared(left, left).differences == ()


def test_a_sentence_without_a_cue_speaks_in_that_of_the_one_before() -> None:
    (passage,) = segment(document("a", "We offer two steps. One is a shared pilot school."), "paragraph")
    speech = Speech([passage], [find_stances(passage.text)])
    at = passage.text.index("pilot school")
    found = position([Mention(0, "pilot school", at, at + 12)], speech)
    assert (found.labels, found.quotations[0].text) == (("offer",), "One is a shared pilot school.")


def test_the_lead_is_short_and_hears_both_sides() -> None:
    left = tuple(
        f"We are ready to discuss the {w} question." for w in ("heron", "badger", "otter", "lynx", "stoat")
    )
    comparison = compared((*left, *OTHER), ("We urge you to rebuild the aqueduct.", *OTHER), Glossary())
    assert len(comparison.lead) <= 5
    ranks = [sentence.rank for sentence in comparison.lead]
    assert ranks == sorted(ranks)
    assert {d.documents for d in comparison.differences if d.rank in ranks} >= {(0,)}
    for sentence in comparison.lead:
        for d, p in sentence.places:
            quoted = sentence.text.split("“")[1].split("”")[0].strip("… ")
            assert quoted in " ".join(comparison.passages[d][p].text.split())


def test_concepts_near_in_meaning_are_proposed() -> None:
    """Two concepts of one document each, in linked passages and with near names, are proposed as one."""
    uses = [
        Use("sick leave", {(0, 0, 0, 5)}),
        Use("medical absence", {(1, 3, 0, 5)}),
        Use("toll", {(1, 4, 0, 4)}),
    ]
    vectors = {"sick leave": [1.0, 0.0], "medical absence": [0.8, 0.6], "toll": [0.6, 0.8]}

    def encode(names: object) -> np.ndarray:
        return np.array([vectors[n] for n in names], np.float32)  # type: ignore[attr-defined]

    linked = {((0, 0), (1, 3)): 0.9, ((0, 0), (1, 4)): 0.9}
    assert propose(uses, linked, 2, encode) == (
        Proposal(("sick leave", "medical absence"), (0, 1), 0.8, 0.9),
    )
    assert propose(uses, {((0, 0), (1, 3)): 0.2}, 2, encode) == ()


def test_an_acronym_is_its_name() -> None:
    """Who writes a name by its capitals has mentioned it."""
    left = ("We are ready to consult the Harbour Pilots Union on tides.", *OTHER)
    said, quiet = (compared(left, (*more, *OTHER), Glossary()) for more in (("The HPU was asked.",), ()))
    assert any("Harbour Pilots Union" in d.concept for d in quiet.differences)
    assert not any("Harbour Pilots Union" in d.concept for d in said.differences)


def test_what_is_surely_answered_is_related_and_the_nearest_is_that_of_the_passage() -> None:
    """A concept whose passage is linked to one of the other document is not called silent."""
    point = "The two governments shall jointly survey the salmon weirs of the upper {} river every spring."
    left, right = (
        (point.format("Tarn"), *OTHER),
        (point.format("Tarn").replace("salmon weirs", "fish traps"), *OTHER),
    )
    comparison = compared(left, right, Glossary())
    found = next(d for d in comparison.differences if "salmon" in d.concept)
    assert found.silences[0].verdict == "related"
    assert (
        comparison.at(found.silences[0].nearest.place).text == right[0]
        if found.silences[0].nearest
        else False
    )


def test_a_noun_that_all_use_stands_in_the_table() -> None:
    """Single nouns make no finding, and stand among the concepts if every document uses them."""
    left = ("The vineyards were flooded; a vineyard takes years to recover.", *OTHER)
    comparison = compared(left, ("No vineyard of ours was sold.", *OTHER), Glossary())
    assert [c.documents for c in comparison.concepts if c.name.startswith("vineyard")] == [(0, 1)]
    assert not any(d.concept.startswith("vineyard") for d in comparison.differences)


def test_what_a_heading_says_is_said() -> None:
    """Words in a heading count as spoken of by the passages under it."""
    left = document("Aland", "We propose a hydroelectric dam.", *OTHER)
    parsed = assemble([("Hydroelectric dam", 2), ("It shall be built jointly.", 0), *((p, 0) for p in OTHER)])
    right = Document("Beland", parsed.text, parsed.blocks, issuer="Beland", language="en")
    found = compare([left, right], Settings(encoder="none"), glossary=Glossary()).differences
    assert not any("hydroelectric dam" in d.concept for d in found)


def test_a_party_is_no_matter_in_whatever_words() -> None:
    left = ("The Government of Aland proposes a fair. The Alandic side proposes a fair.", *OTHER)
    found = compared(left, OTHER, Glossary()).differences
    assert not any("side" in d.concept or "Government" in d.concept for d in found)
