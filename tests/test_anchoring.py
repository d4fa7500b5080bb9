"""Decisions find their passages again, or say that they do not; never a wrong one."""

from __future__ import annotations

import random
import string
import time
from collections.abc import Sequence

import pytest

from diffapp.anchoring import reanchor
from diffapp.anchors import anchor_of, anchors_of, passage_digest
from diffapp.decisions import Anchored, Decision
from diffapp.model import Passage

SYLLABLES = ("har", "bo", "chan", "nel", "sea", "ro", "ligh", "ti", "cli", "fer", "is", "lan", "pas", "so")
VOCABULARY = [a + b + c for a in SYLLABLES for b in SYLLABLES for c in ("", "ta", "ing", "ed", "ment")]
COASTS = ("northern", "western", "eastern", "southern", "inner")


def side(*texts: str) -> tuple[Passage, ...]:
    """The passages of a document; a number with a stop before a text is its printed label."""
    out = []
    for k, text in enumerate(texts, 1):
        head = text.split(" ")[0]
        label = head.rstrip(".") if head.rstrip(".").isdigit() else None
        out.append(Passage(str(k), 0, len(text), text, label, len(head) + 1 if label else 0))
    return tuple(out)


def written(count: int, seed: int = 0, least: int = 8, most: int = 60) -> list[str]:
    """Passages of random words of a vocabulary of about a thousand."""
    chance = random.Random(seed)  # noqa: S311 - a text, no secret
    return [
        " ".join(chance.choices(VOCABULARY, k=chance.randint(least, most))).capitalize() + "."
        for _ in range(count)
    ]


def noisy(text: str, chance: random.Random, share: float = 0.02) -> str:
    """A text with some of its characters read wrongly, left out or doubled."""
    out = []
    for c in text:
        odds = chance.random()
        wrong = chance.choice(["", c + c, chance.choice(string.ascii_lowercase)])
        out.append(wrong if odds < share else c)
    return "".join(out)


def notes(passages: Sequence[Sequence[Passage]]) -> list[Decision]:
    """One note on every passage; its value says which one it is about."""
    places = [(d, p) for d, each in enumerate(passages) for p in range(len(each))]
    anchors = anchors_of(passages, places)
    return [Decision("note", (a,), f"{d} {p}") for a, (d, p) in zip(anchors, places, strict=True)]


def where(found: Anchored) -> tuple[int, int] | None:
    return found.found[0] if found.fate != "lost" else None


def test_a_digest_is_of_the_words() -> None:
    """Case, space, punctuation, soft hyphens and forms of letters do not count; words and digits do."""
    plain = passage_digest("The ﬁshers shall co-operate, by 1 May.")
    assert plain == passage_digest("the fi\u00adshers  SHALL\ncooperate — by 1 May")
    assert len(plain) == 24
    assert plain != passage_digest("The fishers shall co-operate, by 2 May.")
    assert passage_digest("—") != passage_digest("…")


def test_a_printed_number_is_no_word() -> None:
    """A passage keeps its digest when it is numbered otherwise; the label is kept beside it."""
    one, other = (anchor_of(side(f"{n}. Boats land at night."), 0, 1) for n in (1, 2))
    assert (one.digest, one.document, one.label, other.label) == (other.digest, 1, "1", "2")
    assert one.text == "Boats land at night."


def test_an_anchor_knows_its_neighbours_and_its_copies() -> None:
    passages = side("One.", "Idem.", "Two.", "Idem.")
    first, second = anchor_of(passages, 1, 0), anchor_of(passages, 3, 0)
    assert first.digest == second.digest
    assert (first.repeated, second.repeated) == (0, 1)
    assert (first.before, first.after) == (passage_digest("One."), passage_digest("Two."))
    assert second.after == ""
    assert anchor_of(passages, 0, 0).before == ""


def test_what_is_unchanged_is_kept() -> None:
    """In the same texts, and in a copy that was wrapped otherwise, everything is where it was."""
    texts = written(30)
    passages = [side(*texts), side(*written(30, 1))]
    wrapped = [side(*(t.replace(" ", "\n ") for t in texts)), passages[1]]
    for now in (passages, wrapped):
        found = reanchor(notes(passages), now)
        assert {f.fate for f in found} == {"kept"}
        assert [where(f) for f in found] == [(d, p) for d in (0, 1) for p in range(30)]
        assert {f.said for f in found} == {""}


def test_an_added_paragraph_moves_nothing_else() -> None:
    texts = written(30)
    found = reanchor(notes([side(*texts)]), [side(*texts[:7], "Something quite new.", *texts[7:])])
    assert [where(f) for f in found] == [(0, p + (p >= 7)) for p in range(30)]
    assert {f.fate for f in found} == {"kept"}


@pytest.mark.parametrize("share", [0.005, 0.02, 0.05])
def test_wrongly_read_characters(share: float) -> None:
    """Of 500 passages read with faults, none is taken for another; what is not found says so."""
    chance = random.Random(7)  # noqa: S311
    texts = written(500)
    found = reanchor(notes([side(*texts)]), [side(*(noisy(t, chance, share) for t in texts))])
    wrong = [f for k, f in enumerate(found) if where(f) not in {(0, k), None}]
    lost = [f for f in found if f.fate == "lost"]
    assert wrong == []
    assert len(lost) <= 5
    assert all(f.said for f in found if f.fate != "kept")
    assert all(f.alike > 0.8 for f in found if f.fate == "moved")


def test_near_copies_are_not_confused() -> None:
    """Passages that differ by a number or a word are told apart, or told as lost, when read with faults."""
    chance = random.Random(3)  # noqa: S311
    long = "The parties shall withdraw {} missiles from the {} coast before the end of the {} year."
    which = ("first", "second", "third")
    texts = [long.format(n, coast, year) for n in (30, 60, 90) for coast in COASTS for year in which]
    found = reanchor(notes([side(*texts)]), [side(*(noisy(t, chance) for t in texts))])
    assert [f for k, f in enumerate(found) if where(f) not in {(0, k), None}] == []
    less = side(*texts[:4], *texts[5:])
    left = reanchor(notes([side(*texts)]), [less])
    assert left[4].fate == "lost"
    assert [where(f) for f in left[:4]] == [(0, p) for p in range(4)]


def test_swapped_documents_are_followed() -> None:
    """Documents in another order are known by their passages, read with faults or not."""
    chance = random.Random(5)  # noqa: S311
    sides = [written(40, seed) for seed in range(3)]
    decisions = notes([side(*texts) for texts in sides])
    for share in (0.0, 0.02):
        now = [side(*(noisy(t, chance, share) for t in sides[k])) for k in (2, 0, 1)]
        found = reanchor(decisions, now)
        assert [where(f) for f in found] == [((1, 2, 0)[d], p) for d in range(3) for p in range(40)]
        assert {f.fate for f in found} == {"moved"}
    assert "is now in document 2." in reanchor(decisions, [side(*sides[k]) for k in (2, 0, 1)])[0].said


def test_a_document_that_is_gone_takes_its_decisions_along() -> None:
    """What was said of a document that is no longer compared is told as lost, not put on its successor."""
    found = reanchor(
        notes([side(*written(9)), side(*written(9, 1))]), [side(*written(9)), side(*written(9, 2))]
    )
    assert [f.fate for f in found] == ["kept"] * 9 + ["lost"] * 9
    assert all("was not found" in f.said for f in found[9:])
    one = reanchor(notes([side(*written(9)), side(*written(9, 1))]), [side(*written(9, 1))])
    assert [where(f) for f in one] == [None] * 9 + [(0, p) for p in range(9)]


def test_repeated_passages_go_by_what_stands_around_them() -> None:
    texts = [t for k, text in enumerate(written(12)) for t in (f"{2 * k + 1}. {text}", f"{2 * k + 2}. Idem.")]
    added = [*texts[:4], "Idem.", "Something new stands here.", *texts[4:]]
    found = reanchor(notes([side(*texts)]), [side(*added)])
    assert [f for k, f in enumerate(found) if where(f) not in {(0, k + 2 * (k >= 4)), None}] == []
    assert sum(f.fate == "lost" for f in found) == 0


def test_copies_alike_in_all_go_by_their_count() -> None:
    """Where copies have the same neighbours, the first stays the first; one too many is lost."""
    passages = [side("Idem.", "Idem.", "Idem.", "Idem.", "Idem.")]
    assert [where(f) for f in reanchor(notes(passages), passages)] == [(0, p) for p in range(5)]
    fewer = reanchor(notes(passages), [side("Idem.", "Idem.", "Idem.")])
    assert [f.fate for f in fewer].count("lost") >= 2
    assert all("could be" in f.said for f in fewer if f.fate == "lost")


def test_a_lone_copy_may_be_another() -> None:
    """One short copy that is left, with nothing around it as it was, may be another one."""
    passages = [side("Boats land.", "Idem.", "Trees grow.", "Soup is hot.", "Idem.", "Frost comes.")]
    now = [
        side("Quite other words.", "And others still.", "Soup was cold then.", "Idem.", "Frost stayed away.")
    ]
    assert {f.fate for f in reanchor(notes(passages), now)} == {"lost"}


def test_a_passage_parted_or_joined() -> None:
    """A passage that was cut in two is found in both halves, one that was joined inside the longer one."""
    texts = written(12, least=30)
    words = texts[4].split()
    parted = side(*texts[:4], " ".join(words[:15]), " ".join(words[15:]), *texts[5:])
    there = reanchor(notes([side(*texts)]), [parted])[4]
    assert (there.fate, there.places) == ("moved", (((0, 4), (0, 5)),))
    assert "parted" in there.said
    joined = side(*texts[:4], f"{texts[4]} {texts[5]}", *texts[6:])
    both = reanchor(notes([side(*texts)]), [joined])[4:6]
    assert [(f.fate, f.places) for f in both] == [("moved", (((0, 4),),))] * 2
    assert all("is now part of ¶5" in f.said for f in both)


def test_the_words_of_two_times() -> None:
    """A passage that was decided about before and after a small edit is found under both its wordings."""
    texts = written(20, least=20)
    edited = [*texts[:3], texts[3].replace(".", " and more."), *texts[4:]]
    early, late = notes([side(*texts)]), notes([side(*edited)])
    found = reanchor([*early, *late], [side(*edited)])
    assert [where(f) for f in found] == [(0, p) for p in range(20)] * 2
    assert found[3].fate == "moved"


def test_a_decision_of_which_one_passage_is_gone() -> None:
    """It is lost as a whole, but the places of what was found are told."""
    passages = [side(*written(9)), side(*written(9, 1))]
    decision = Decision("confirm", anchors_of(passages, [(0, 2), (1, 5)]))
    now = [passages[0], side(*written(9, 1)[:5], *written(9, 1)[6:])]
    (found,) = reanchor([decision], now)
    assert (found.fate, found.places, found.found, found.whole) == ("lost", (((0, 2),), ()), ((0, 2),), False)


def test_a_near_copy_elsewhere_is_not_the_passage_that_is_gone() -> None:
    """Where one of two like articles was struck out, what was said of it is not put on the other one."""
    texts = written(12, least=20)
    first, second = f"{texts[2]} For refugees.", f"{texts[2]} For stateless persons."
    passages = [side(*texts[:2], first, *texts[3:8], second, *texts[8:])]
    found = reanchor(notes(passages), [side(*texts[:2], *texts[3:8], second, *texts[8:])])
    assert found[2].fate == "lost"
    assert "stands among others" in found[2].said
    assert [f.fate for k, f in enumerate(found) if k != 2] == ["kept"] * 12


def test_no_decisions() -> None:
    assert reanchor([], [side("One.")]) == ()


@pytest.mark.slow
def test_many_decisions_are_placed_fast() -> None:
    """2,000 decisions on 5,000 passages: well under a second in the same texts, seconds with faults."""
    chance = random.Random(1)  # noqa: S311
    texts = written(5_000)
    decisions = notes([side(*texts)])[::5][:1000] + notes([side(*texts)])[2::5][:1000]
    begun = time.process_time()
    found = reanchor(decisions, [side(*texts)])
    plain = time.process_time() - begun
    assert {f.fate for f in found} == {"kept"}
    begun = time.process_time()
    faulty = reanchor(decisions, [side(*(noisy(t, chance) for t in texts))])
    assert len(faulty) == 2_000
    assert plain < 2
    assert time.process_time() - begun < 20
    assert sum(f.fate == "lost" for f in faulty) < 20
