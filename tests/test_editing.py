"""Edits of the concepts change what they say and nothing else; a bad one is refused in a sentence."""

from __future__ import annotations

import dataclasses

import pytest

from diffapp.editing import (
    LONGEST,
    MOST_TERMS,
    Edit,
    adding,
    edited,
    marking,
    merging,
    own_names,
    removing,
    renaming,
)
from diffapp.errors import EditError
from diffapp.glossary import (
    EMPTY,
    Concept,
    Glossary,
    decode_glossary,
    default_glossary,
    write_extension,
    write_glossary,
)
from diffapp.library import load
from diffapp.model import Settings
from diffapp.pipeline import compare

FEW = Glossary(
    (
        Concept("arms control", ("arms control", "disarmament"), "security", ("verification",)),
        Concept("verification", ("verification", "inspection"), "security", ("arms control",)),
        Concept("trade", ("trade",), "", ("verification",), "arms control"),
    ),
    "few",
)


def of(glossary: Glossary, name: str) -> Concept:
    (found,) = (c for c in glossary.concepts if c.name == name)
    return found


def test_adding() -> None:
    made = edited(FEW, [adding(FEW, " Open  door ", "open door, door;\nOpen Door\n no  veto ,,")])
    assert of(made, "Open door").terms == ("open door", "door", "no veto")
    assert made.concepts[:3] == FEW.concepts
    assert own_names(made) == ["Open door"]
    assert made.source == "few + edits"


def test_no_edit_changes_nothing() -> None:
    assert edited(FEW, []) is FEW


@pytest.mark.parametrize("phrase", ["“no veto”,", " no\n veto ", "no | veto", "no + veto."])
def test_marking_takes_the_phrase_as_it_stands(phrase: str) -> None:
    """A phrase is name and term; what would be syntax in a glossary file is none here."""
    assert marking(FEW, phrase) == Edit("no veto", ("no veto",))


def test_renaming_keeps_the_terms_and_what_refers_to_it() -> None:
    made = edited(FEW, [renaming(FEW, "arms control", "Control")])
    assert of(made, "Control").terms == ("arms control", "disarmament")
    assert of(made, "Control").related == ("verification",)
    assert of(made, "verification").related == ("Control",)
    assert of(made, "trade").broader == "Control"
    assert not own_names(FEW)


def test_a_name_may_change_its_case_alone() -> None:
    assert own_names(edited(FEW, [renaming(FEW, "trade", "Trade")])) == ["Trade"]


def test_a_phrase_that_is_no_family_becomes_one() -> None:
    made = edited(FEW, [renaming(FEW, "malign activity", "Hostility", ["malign activity"])])
    assert of(made, "Hostility").terms == ("malign activity",)


def test_merging_joins_the_terms() -> None:
    made = edited(FEW, [merging(FEW, ["arms control", "verification"])])
    whole = of(made, "arms control")
    assert whole.terms == ("arms control", "disarmament", "verification", "inspection")
    assert whole.related == ()
    assert of(made, "trade").related == ("arms control",)
    assert [c.name for c in made.concepts] == ["trade", "arms control"]


def test_removing_an_added_one() -> None:
    added = [adding(FEW, "Door", "door")]
    edits = [*added, removing(edited(FEW, added), "Door")]
    assert edited(FEW, edits).concepts == FEW.concepts
    assert own_names(edited(FEW, edits[:-1])) == ["Door"]  # undone


def test_an_edit_that_has_nothing_to_work_on_changes_nothing() -> None:
    """The glossary in use may be changed after it was edited: what still makes sense is kept."""
    edits = [renaming(FEW, "trade", "Commerce"), Edit("", (), ("gone",)), adding(FEW, "Door", "door")]
    assert [c.name for c in edited(EMPTY, edits).concepts] == ["Door"]


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: adding(FEW, "", "a"), "needs a name"),
        (lambda: adding(FEW, " \n", "a"), "needs a name"),
        (lambda: adding(FEW, "Door", ""), "at least one term"),
        (lambda: adding(FEW, "Door", " , ;\n-"), "at least one term"),
        (lambda: adding(FEW, "TRADE", "a"), "already a concept called “TRADE”"),
        (lambda: adding(FEW, "a" * (LONGEST + 1), "a"), "characters at most"),
        (lambda: adding(FEW, "Door", "a" * (LONGEST + 1)), "characters at most"),
        (lambda: adding(FEW, "Door", ",".join(map(str, range(MOST_TERMS + 1)))), "terms at most"),
        (lambda: adding(FEW, "Door (broad)", "a"), "(broad)"),
        (lambda: marking(FEW, " … "), "no word"),
        (lambda: marking(FEW, "trade"), "already a concept"),
        (lambda: renaming(FEW, "trade", "verification"), "already a concept"),
        (lambda: renaming(FEW, "trade", ""), "needs a name"),
        (lambda: merging(FEW, ["trade"]), "two concepts"),
        (lambda: merging(FEW, ["trade", "trade"]), "two concepts"),
        (lambda: merging(FEW, ["trade", "verification"], "arms control"), "already a concept"),
        (lambda: removing(FEW, "trade"), "not a concept that you added"),
    ],
)
def test_what_is_refused(make: object, said: str) -> None:
    """One sentence says why."""
    with pytest.raises(EditError, match=r"^[A-Z“].*[.]$") as refused:
        make()  # type: ignore[operator]
    assert said in str(refused.value)


@pytest.mark.parametrize("base", [FEW, EMPTY, default_glossary()], ids=["few", "none", "general"])
def test_saving_and_loading(base: Glossary) -> None:
    """What is saved reads back as the same, to the digest; it extends the general one if that is shorter."""
    edits = [adding(base, 'A "door"', "open \\ door, türen"), adding(base, "Second", "second")]
    names = [c.name for c in base.concepts][:2]
    if names:
        edits.append(merging(base, names, "Whole"))
    made = edited(base, edits)
    text = write_extension(made)
    back = decode_glossary(text.encode(), "mine.toml")
    assert back.concepts == made.concepts
    assert back.digest == made.digest
    assert text.startswith("extend = true") == (base is default_glossary())
    assert len(text) < 5_000


def test_a_family_without_own_reads_and_counts_as_before() -> None:
    """Marking families as the user's does not change what others are known by."""
    plain = FEW.concepts[0]
    assert "own" not in write_glossary([plain])
    assert Glossary((plain,)).digest != Glossary((dataclasses.replace(plain, own=True),)).digest


def test_what_the_user_made_is_always_told() -> None:
    """By its own name, also where nobody mentions it, and where it takes the place of a general one."""
    general = default_glossary()
    edits = [
        adding(general, "Zebras", "zebra crossing"),
        renaming(general, "indivisible security", "Security for all"),
    ]
    pair = [load("us-response"), load("nato-response")]
    found = compare(pair, Settings(encoder="none"), glossary=edited(general, edits))
    told = {c.name: c for c in found.concepts}
    assert told["Zebras"].documents == ()
    assert told["Security for all"].documents == (0,)
    assert any("Security for all" in d.concept for d in found.differences)
