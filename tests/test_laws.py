"""Laws of every comparison, whatever the texts: nothing lost, no side preferred, nothing by chance."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from diffapp import Comparison, DiffappError, Document, Link, Settings, compare, export, read_text
from diffapp.model import DEFAULT
from diffapp.reading.parsed import assemble

LAW = settings(deadline=None, max_examples=30, derandomize=True)
ROOT = Path(__file__).resolve().parent.parent
TEXTS = ("us-response.md", "nato-response.md", "russia-draft-us.md", "russia-draft-nato.md")
SENTENCES = Settings(unit="sentence")

SMALL = [
    *("the", "of", "is", "to", "not", "security", "secure", "treaty", "treaties", "missiles", "Russia"),
    *("Russian", "NATO", "talks", "talk", "open", "door", "indivisible", "indivisibility", "7(b)", "1."),
    *("“Act”", "ready", "refuses"),
]
TOLD = (
    "The harbour authority shall dredge the northern channel before the herring season opens.",
    "Before herring are fished, the northern channel of the harbour must be dredged by its authority.",
    "The northern channel stays open to herring boats. The harbour authority shall dredge it twice.",
    "Two engineers inspect every lighthouse of the western cliffs, and white paint is put on it.",
    "Each lighthouse on the western cliffs will be painted white and inspected by two engineers.",
    "Mail, livestock and at most forty passengers travel on the night ferry that joins the islands.",
    "2. A night ferry between the islands is to carry mail, livestock and forty passengers.",
    "Farmers may graft plum and pear trees on communal orchards after the first frost.",
)
ODD = [
    "",
    "…",
    "=1+1",
    "é\u0301",
    "安全不可分",
    "\u202eRTL\u202c",
    "\U0001f30d",
    "l'État",
    "Мы готовы",
    "a\u200bb",
    "\x07",
]

sayings = st.lists(st.sampled_from(SMALL), min_size=1, max_size=9).map(lambda words: " ".join(words) + ".")
drafts = st.lists(sayings | st.sampled_from(ODD[1:]), min_size=1, max_size=4) | st.lists(
    sayings | st.sampled_from(TOLD), min_size=2, max_size=8
)
anything = st.lists(st.text(max_size=30) | st.sampled_from(ODD), min_size=1, max_size=5).map("\n\n".join)


def drafted(name: str, passages: Sequence[str]) -> Document:
    """A document of exactly these paragraphs."""
    parsed = assemble((p, 0) for p in passages)
    return Document(name, parsed.text, parsed.blocks)


def read(*texts: str) -> list[Document]:
    """Read texts as they come; texts that hold nothing are not what these laws are about."""
    try:
        return [read_text(text, name) for text, name in zip(texts, "abcd", strict=False)]
    except DiffappError:
        assume(condition=False)
        raise


def check_slices(found: Comparison) -> None:
    """Passages, variants' marks and mentions are stretches of the source, inside it and not empty."""
    for d, side in enumerate(found.passages):
        assert all(p.text == found.documents[d].text[p.start : p.end] for p in side)
        assert all(0 <= p.label_end <= len(p.text) for p in side)
        assert [p.id for p in side] == [str(k) for k in range(1, len(side) + 1)]
        edges = [edge for p in side for edge in (p.start, p.end)]
        assert edges == sorted(edges)
    for row in found.rows:
        for mark in (mark for variant in row.variants for mark in variant.marks):
            assert mark.passage in row.cells[mark.document]
            assert 0 <= mark.start < mark.end <= len(found.passages[mark.document][mark.passage].text)
    for difference in found.differences:
        for d, side in enumerate(difference.mentions):
            for m in side:
                assert m.text == found.passages[d][m.passage].text[m.start : m.end] != ""


def check_rows(found: Comparison) -> None:
    """Every passage of every document stands in one row; rows and links tell the same."""
    cells = Counter((d, p) for row in found.rows for d, cell in enumerate(row.cells) for p in cell)
    assert cells == {(d, p): 1 for d, side in enumerate(found.passages) for p in range(len(side))}
    assert len({row.id for row in found.rows}) == len(found.rows)
    at = {(d, p): row for row in found.rows for d, cell in enumerate(row.cells) for p in cell}
    linked = set()
    for link in found.links:
        assert link.a[0] == 0 < link.b[0]
        assert at[link.a] is at[link.b]
        assert link.score >= (found.settings.threshold or found.taken_from[link.b[0] - 1])
        assert sum(e.weight for e in link.evidence) == pytest.approx(link.score, abs=1e-6)
        linked |= {link.a, link.b}
    for row in found.rows:
        places = {(d, p) for d, cell in enumerate(row.cells) for p in cell}
        alone = len(places) == 1
        assert (row.kind == "only") == alone == (row.score is None)
        assert len(row.cells) == len(found.documents)
        assert all(list(cell) == sorted(cell) for cell in row.cells)
        assert alone == places.isdisjoint(linked)
        assert alone or row.nearest is None
        if row.nearest is not None:
            (own,) = places
            assert row.nearest.place[0] != own[0]
            assert row.nearest.reason
            assert found.at(row.nearest.place)


def check_differences(found: Comparison) -> None:
    """Who raises a matter is quoted, who is silent is not; of silence it is told what was searched."""
    assert [d.rank for d in found.differences] == list(range(1, len(found.differences) + 1))
    for difference in found.differences:
        spoken = tuple(d for d, side in enumerate(difference.mentions) if side)
        assert len(difference.mentions) == len(found.documents)
        quiet = [d for d in range(len(found.documents)) if d not in spoken]
        assert spoken == difference.documents != ()
        assert (difference.kind == "only") == bool(quiet) == bool(difference.searched)
        assert [silence.document for silence in difference.silences] == quiet
        assert all(bool(p.mentions) == bool(p.quotations) for p in difference.positions)
        assert all(near.place[0] not in difference.documents for near in difference.nearest)


def check(found: Comparison) -> None:
    check_slices(found)
    check_rows(found)
    check_differences(found)


def mirrored(found: Comparison, order: Sequence[int]) -> dict[str, object]:
    """What a comparison says, with its documents named by ``order`` and without any order of its own."""
    turned = range(len(order))

    def ends(link: Link) -> frozenset[tuple[int, int]]:
        return frozenset((order[d], p) for d, p in (link.a, link.b))

    def told(place: tuple[int, int]) -> tuple[int, int]:
        return order[place[0]], place[1]

    back = [order.index(k) for k in turned]
    return {
        "links": {(ends(x), x.score, x.origin) for x in found.links},
        "rows": {
            (tuple(r.cells[k] for k in back), r.kind, r.score, r.likeness, r.closeness) for r in found.rows
        },
        "nearest": {(told(r.nearest.place), r.nearest.score) for r in found.rows if r.nearest},
        "differences": [
            (
                x.rank,
                x.concept,
                x.kind,
                {order[d] for d in x.documents},
                [x.mentions[k] for k in back],
                x.weight,
                x.searched,
                {(told(n.place), n.score) for n in x.nearest},
            )
            for x in found.differences
        ],
    }


@LAW
@given(drafts, drafts)
@example(["."], ["."])
@example(["security"], ["Security"])
def test_laws_for_drafts(left: list[str], right: list[str]) -> None:
    """Two drafts of a small vocabulary obey every law, by paragraphs and by sentences."""
    documents = [drafted("a", left), drafted("b", right)]
    check(compare(documents))
    check(compare(documents, SENTENCES))


@LAW
@given(anything, anything)
def test_laws_for_any_text(left: str, right: str) -> None:
    """Any text that can be read can be compared, and the laws hold."""
    check(compare(read(left, right)))


@LAW
@given(st.lists(drafts, min_size=3, max_size=4))
def test_laws_for_more_documents(sides: list[list[str]]) -> None:
    """Three and four documents obey the same laws as two."""
    check(compare([drafted(name, side) for name, side in zip("abcd", sides, strict=False)]))


@LAW
@given(drafts, drafts)
@example(list(TOLD[:6:2]), list(TOLD[5::-2]))
def test_swapping_two_documents_mirrors_all(left: list[str], right: list[str]) -> None:
    """Neither side is preferred: with the documents swapped, everything that is said is the same."""
    a, b = drafted("a", left), drafted("b", right)
    assert mirrored(compare([a, b]), (0, 1)) == mirrored(compare([b, a]), (1, 0))


@LAW
@given(anything, anything)
def test_swapping_any_two_texts_mirrors_all(left: str, right: str) -> None:
    """The same for any text that can be read."""
    a, b = read(left, right)
    assert mirrored(compare([a, b]), (0, 1)) == mirrored(compare([b, a]), (1, 0))


@LAW
@given(drafts, drafts, drafts)
def test_the_order_of_the_answers_is_free(base: list[str], one: list[str], other: list[str]) -> None:
    """Two documents that are aligned with a base may come in either order."""
    a, b, c = (drafted(name, side) for name, side in zip("abc", (base, one, other), strict=True))
    there, back = compare([a, b, c]), compare([a, c, b])
    for part in ("links", "rows"):
        assert mirrored(there, (0, 1, 2))[part] == mirrored(back, (0, 2, 1))[part]


@LAW
@given(anything)
@example("a\n\nb\n\na")
@example("1. Talks.\n\n2. Talks.")
def test_a_text_against_itself(text: str) -> None:
    """A text has nothing that itself has not: every row is shared, word for word, and nothing differs."""
    documents = read(text, text)
    for setting in (DEFAULT, SENTENCES):
        found = compare(documents, setting)
        assert {(row.cells, row.kind) for row in found.rows} == {
            (((k,), (k,)), "shared") for k in range(len(found.passages[0]))
        }
        assert found.differences == ()
        assert all(row.variants == () and row.score == 1 for row in found.rows)


@LAW
@given(drafts, drafts)
def test_a_further_document_changes_no_other_link(left: list[str], right: list[str]) -> None:
    """What is found between the base and one document does not hang on a third."""
    a, b, c = drafted("a", left), drafted("b", right), drafted("c", left[::-1])
    assert {x for x in compare([a, b, c]).links if x.b[0] == 1} == set(compare([a, b]).links)


@LAW
@given(drafts, drafts)
def test_the_same_input_gives_the_same_bytes(left: list[str], right: list[str]) -> None:
    """Nothing in the result comes from chance or from what was compared before."""
    documents = [drafted("a", left), drafted("b", right)]
    first = export(compare(documents), "json")
    compare(documents[::-1], SENTENCES)
    assert export(compare(documents), "json") == first


@pytest.mark.parametrize("name", ["json", "csv"])
def test_the_same_bytes_in_any_process(name: str) -> None:
    """Another process with another seed for hashes writes the very same bytes; so does another time zone."""
    command = [sys.executable, "-m", "diffapp", "compare", "--format", name]
    command += [str(ROOT / "texts" / text) for text in TEXTS[:3]]
    written = [
        subprocess.run(
            command,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            check=True,
        ).stdout
        for seed, zone in (("0", "UTC"), ("4711", "Asia/Tokyo"))
    ]
    assert written[0] == written[1] != b""


@pytest.mark.parametrize("count", [2, 3, 4])
@pytest.mark.parametrize("unit", ["paragraph", "sentence"])
def test_laws_for_the_built_in_texts(count: int, unit: str) -> None:
    """The built-in texts, two to four of them, by paragraphs and by sentences, obey every law."""
    documents = [read_text((ROOT / "texts" / name).read_text("utf-8"), name) for name in TEXTS[:count]]
    found = compare(documents, Settings(unit="sentence" if unit == "sentence" else "paragraph"))
    check(found)
    assert all(found.passages)
    assert found.differences


@pytest.mark.parametrize("one", TEXTS)
def test_built_in_texts_mirror(one: str) -> None:
    """Each built-in text and the next one say the same from both sides."""
    other = TEXTS[TEXTS.index(one) - 1]
    a, b = (read_text((ROOT / "texts" / name).read_text("utf-8"), name) for name in (one, other))
    assert mirrored(compare([a, b]), (0, 1)) == mirrored(compare([b, a]), (1, 0))


@pytest.mark.parametrize("count", [0, 1, 5])
def test_two_to_four_documents_are_compared(count: int) -> None:
    """Fewer than two documents or more than four are refused in a sentence."""
    with pytest.raises(DiffappError, match="two to 4"):
        compare([drafted("a", ["Talks."])] * count)


@pytest.mark.parametrize("threshold", [0, -1, 1.01, float("nan")])
def test_a_threshold_is_a_share(threshold: float) -> None:
    """A threshold out of its range is refused in a sentence."""
    with pytest.raises(DiffappError, match="least score"):
        compare([drafted("a", ["Talks."])] * 2, Settings(threshold=threshold))


def test_progress_is_told_to_the_end() -> None:
    """Whoever asks is told of the stages in order, the last when all is done."""
    told: list[tuple[str, float]] = []
    compare([drafted("a", ["Talks."])] * 3, DEFAULT, lambda stage, share: told.append((stage, share)))
    shares = [share for _, share in told]
    assert (shares[0], shares[-1]) == (0, 1)
    assert shares == sorted(shares)
    assert all(stage for stage, _ in told)
