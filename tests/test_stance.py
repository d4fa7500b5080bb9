from __future__ import annotations

import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diffapp.cues import load_cues
from diffapp.errors import SettingsError
from diffapp.inflection import forms
from diffapp.model import Stance
from diffapp.stance import FIRMNESS, STANCES, find_stances, firmness


def labels(text: str, issuer: str = "") -> set[str]:
    return {stance.label for stance in find_stances(text, issuer=issuer)}


def cue(text: str) -> str:
    (stance,) = find_stances(text)
    return stance.cue


EACH = {
    "offer": ["We remain open to dialogue on the port.", "The Union stands ready to contribute engineers."],
    "condition": [
        "Payment is conditional upon certification.",
        "Had the data come, the licence would be granted.",
    ],
    "request": ["We call on Norland to withdraw.", "Cease these flights at once.", "Norland should comply."],
    "refusal": ["The Kingdom rejects the notion of a closed sea.", "There can be no question of a new text."],
    "reaffirmation": ["We stand by the Treaty.", "Our commitment to the Treaty is ironclad."],
    "concern": ["We are gravely concerned about the lagoon.", "The delay is a matter of serious concern."],
    "warning": ["A renewed attack would come at a high price.", "We shall draw the necessary conclusions."],
    "obligation": ["The Parties shall not deploy such missiles.", "No Party may invoke internal law."],
    "statement": ["The border has been closed since Tuesday.", "The Convention entered into force in 1987."],
}


@pytest.mark.parametrize(
    ("label", "text"), [(label, text) for label, texts in EACH.items() for text in texts]
)
def test_each_label(label: str, text: str) -> None:
    assert labels(text) == {label}


def test_every_label_has_examples() -> None:
    assert set(EACH) == set(STANCES)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("We are not prepared to reopen the file.", "refusal"),
        ("We aren't willing to reopen the file.", "refusal"),
        ("Nor is the Union willing to discuss it.", "refusal"),
        ("Neither Government is prepared to cede the island.", "refusal"),
        ("Not one of the Allies is willing to take part.", "refusal"),
        ("The Government is in no position to sign.", "refusal"),
        ("We are not unwilling to consider it.", "offer"),
        ("Canada does not rule out sending observers.", "offer"),
        ("My delegation has no objection to discussing the annex.", "offer"),
        ("We have no intention of blocking an agreement.", "offer"),
        ("We will never abandon our partners.", "reaffirmation"),
        ("The Union did not express any concern.", "statement"),
        ("The States are not obliged to disclose such data.", "statement"),
        ("We are not only ready to talk.", "offer"),
    ],
)
def test_negation_turns_a_cue_both_ways(text: str, label: str) -> None:
    assert labels(text) == {label}


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("We are ready to close the road.", "offer"),
        ("A pause of a week could be arranged.", "offer"),
        ("My Government will gladly lend two ferries.", "offer"),
        ("The date suits us.", "offer"),
        ("Neither the place nor the date suits us.", "refusal"),
        ("This delegation cannot be party to such a text.", "refusal"),
        ("The request falls outside our remit.", "refusal"),
        ("What we will not accept is a veto.", "refusal"),
        ("What is needed is a date.", "request"),
        ("May I ask you to look into the matter?", "request"),
        ("It is for the owner to repair the fence.", "request"),
        ("We have always opposed such fees.", "reaffirmation"),
        ("The guarantee still stands.", "reaffirmation"),
        ("It saddens us that the mill was sold.", "concern"),
        ("The verdict is hard to reconcile with the statute.", "concern"),
        ("Alas, the mill was sold.", "concern"),
        ("A ban would cripple the fleet.", "warning"),
        ("Blame for it will rest with the owners.", "warning"),
        ("Neither lessor nor lessee may sell the house.", "obligation"),
        ("The accounts may be inspected only by members.", "obligation"),
        ("Everything depends on the harvest report.", "condition"),
        ("Were the fee to fall, trade would grow.", "condition"),
    ],
)
def test_classes_of_expression(text: str, label: str) -> None:
    assert labels(text) == {label}


def test_a_deed_promised_on_a_condition_is_an_offer_and_a_harm_a_warning() -> None:
    assert labels("We will reopen the bridge as soon as the guns are gone.") == {"offer", "condition"}
    assert labels("Unless the guns are gone, the bridge will collapse.") == {"warning", "condition"}


def test_a_weak_cue_counts_only_where_the_passage_has_no_other() -> None:
    weak = "We can have two pilots there by noon."
    assert labels(weak) == {"offer"}
    assert labels(f"{weak} We regret the delay.") == {"concern"}


def test_negation_ends_with_its_clause() -> None:
    assert labels("We do not like the text, but we are ready to work on it.") == {"offer"}


@pytest.mark.parametrize(
    "text",
    [
        "Norland says it is ready to resume talks.",
        "According to the Ministry, Norland is not prepared to negotiate.",
        "“We are ready to talk”, the rebel leader said.",
        "In Norland's view, the clause is unacceptable.",
        "According to a letter from Norland, the mill will be destroyed.",
        "Their spokesman described the fee as unacceptable.",
        "In his memoirs the former consul regrets that he left.",
        "The offer of a loan came from the lender.",
        'The word "deplore" and the word "regret" were struck out.',
        "The former President was prepared to sign.",
        "The previous Government had offered to host the talks.",
        "It is not known whether the parties are ready to meet.",
        "In the view of the tenant, the landlord must repair the roof.",
        "It is not true that the union is ready to sign.",
        "The owner's refusal to pay was upheld on appeal.",
        "The offer of a loan was made by letter.",
        "We did not refuse the loan in 1990.",
        "Had the snow come in May, the pass would have been closed.",
        "“Shall we begin?” asked the chair.",
        "The director would later refuse to comment.",
    ],
)
def test_what_is_anothers_or_past_is_a_statement(text: str) -> None:
    assert labels(text) == {"statement"}


def test_own_words_after_a_report_count() -> None:
    assert labels("Norland claims that it is ready to talk, but we are not prepared to meet it.") == {
        "refusal"
    }


def test_what_is_asked_of_another_is_not_promised() -> None:
    assert labels("We call on Norland to reaffirm its commitment to the Treaty.") == {"request"}
    assert labels("We regret Norland's refusal to admit the inspectors.") == {"concern"}


def test_a_thought_after_that_asks_nothing() -> None:
    assert labels("That a child should be tried as a soldier appals us.") == {"concern"}
    assert labels("We continue to hold that fees must be equal.") == {"reaffirmation"}


def test_the_if_of_courtesy_is_no_condition() -> None:
    assert labels("We would be grateful if the gate were opened.") == {"request"}


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("It would not be amiss if the gate were opened.", "request"),
        ("Each mill must burn what the law allows, if memory serves.", "obligation"),
        ("Nobody should be surprised if the dockers walk away.", "warning"),
        ("Should talks fail, the pier is to be closed.", "condition"),
        ("The guns are moved once a quarter.", "statement"),
        ("The hall was cleared without singling out anyone.", "statement"),
        ("The guide said that nothing had been mended before the roof was dry.", "statement"),
    ],
)
def test_an_if_a_should_or_a_without_is_not_always_a_condition(text: str, label: str) -> None:
    assert label in labels(text)
    assert ("condition" in labels(text)) == (label == "condition")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("We will mend the gate as part of an overall settlement.", {"offer", "condition"}),
        ("Give us the keys, and we shall open the gate.", {"offer", "condition"}),
        ("Without a map the pilots will not join the search.", {"refusal", "condition"}),
        ("Nothing can be mended without a licence.", {"condition"}),
        ("We do not rule out a boycott.", {"warning"}),
        ("We do not rule out a truce.", {"offer"}),
        ("We shall publish the names, and the owners will face sanctions.", {"warning"}),
        ("The demand that we sell the mill by Easter is unacceptable.", {"refusal"}),
        ("The behaviour of the guards is unacceptable.", {"concern"}),
        ("We stand by our pledge not to fish there.", {"reaffirmation"}),
        ("Nothing in this letter is to be read as a change of our views.", {"reaffirmation"}),
        ("It falls to the owner, and not to the tenant, to mend the roof.", {"obligation"}),
        ("Nothing in this Article prevents a Party from selling fish.", {"statement"}),
    ],
)
def test_what_stands_beside_a_cue_decides(text: str, found: set[str]) -> None:
    assert labels(text) == found


def test_an_aside_of_thought_parts_nothing() -> None:
    assert labels("The clause sits, shall we say, rather badly with the statute.") == {"concern"}
    assert labels("We are, I fear, not prepared to sell.") == {"refusal"}


def test_a_stop_that_the_splitter_missed_ends_the_clause() -> None:
    assert labels("We can meet before the end of the month. Fish, however, is not sold.") == {"offer"}


def test_what_the_other_side_would_do_is_no_act_of_the_author() -> None:
    assert labels("Under its own plan, the other side would undertake to close the mine.") == {"statement"}


def test_what_a_noun_needs_is_told_not_asked() -> None:
    assert labels("The list names the boats that the other side must sell.") == {"statement"}
    assert labels("We hold the view that the other side must sell the boats.") == {"request"}


def test_what_is_supposed_is_not_asserted() -> None:
    assert labels("We will not sign unless the other side is ready to talk.") == {"refusal", "condition"}


@pytest.mark.parametrize(
    "text",
    [
        "The secretariat prepared the report.",
        "The ready-made barriers were delivered in June.",
        "The harbour offers shelter to small craft.",
        "Demand for gas fell in March.",
        "The parties concerned were informed.",
        "Imports are subject to a tariff of 4 per cent.",
        "The trawler must have crossed the line.",
        "The figures provided that year by the port are low.",
    ],
)
def test_homonyms_are_statements(text: str) -> None:
    assert labels(text) == {"statement"}


def test_the_issuer_tells_own_from_other() -> None:
    text = "Norland is prepared to discuss the port."
    assert labels(text, issuer="Norland") == {"offer"}
    assert labels(text, issuer="Karsland") == {"statement"}
    assert labels("Norland must leave the port.", issuer="Karsland") == {"request"}
    assert labels("Our Government is prepared to discuss it.", issuer="Karsland") == {"offer"}


def test_several_stances_in_one_passage() -> None:
    text = "Provided that it is verified, we are ready to consider a pause. We ask for a reply."
    assert [stance.label for stance in find_stances(text)] == ["condition", "offer", "request"]


def test_the_cue_is_what_the_reader_sees() -> None:
    assert cue("The Government is, in principle, not prepared to go.") == "is, in principle, not prepared to"
    assert cue("We cannot accept it.") == "cannot accept"


def test_the_printed_number_is_no_text() -> None:
    text = "7(b) We propose a hotline."
    (stance,) = find_stances(text, skip=4)
    assert text[stance.start : stance.end] == stance.cue == "propose"


def test_a_statement_has_an_empty_cue_at_its_first_letter() -> None:
    assert find_stances("3. The hall is full.", skip=2) == (Stance("statement", "", 3, 3, 0),)


def test_other_languages_and_no_text_have_no_stance_at_all() -> None:
    assert find_stances("Nous sommes prêts à discuter.", language="fr") == ()
    assert find_stances("  ") == ()


def test_firmness_follows_the_modal_verb() -> None:
    ladder = (
        "We might consider a pause.",
        "We would consider a pause.",
        "We are ready to pause.",
        "We will continue to support a pause.",
        "The Parties shall pause.",
    )
    steps = [firmness(find_stances(text)) for text in ladder]
    assert steps == sorted(steps)
    assert (steps[0], steps[-1]) == (1, 5)


def test_a_condition_makes_an_offer_less_firm() -> None:
    free, bound = "We are ready to talk.", "If the guns fall silent, we are ready to talk."
    assert firmness(find_stances(bound)) == firmness(find_stances(free)) - 1


def test_firmness_of_nothing() -> None:
    assert firmness(()) == firmness(find_stances("The hall is full.")) == 0


WORDS = """
we Norland not is are ready prepared to shall must should will would cannot if unless provided that the says
its our refusal readiness regret concern no neither nor and but , . ; : “ ” " ' n't 40,000 — which who had
"""
PROSE = st.lists(st.sampled_from(WORDS.split()), max_size=60).map(" ".join)


@given(st.text() | PROSE, st.integers(0, 9))
def test_offsets_hold_whatever_the_text(text: str, skip: int) -> None:
    found = find_stances(text, skip=skip)
    assert bool(found) == bool(text[skip:].strip())
    for stance in found:
        assert stance.label in STANCES
        assert stance.strength in FIRMNESS
        assert text[stance.start : stance.end] == stance.cue
        assert skip <= stance.start <= stance.end <= len(text)
    assert all(a.end <= b.start for a, b in pairwise(found))


@pytest.mark.parametrize(
    "part", ["is not ", "is , in ", "should the ", "grave concern ", "“a ", "n't", "we if will ", "a"]
)
def test_hostile_text_takes_no_longer_than_its_length_allows(part: str) -> None:
    start = time.perf_counter()
    find_stances(part * (40_000 // len(part)))
    assert time.perf_counter() - start < 10


def write(folder: Path, text: str) -> Path:
    path = folder / "own.toml"
    path.write_text(text, "utf-8")
    return path


def test_a_user_file_replaces_the_cues(tmp_path: Path) -> None:
    own = load_cues(write(tmp_path, '[[cue]]\nlabel = "warning"\npatterns = ["yellow card"]\n'))
    assert [s.label for s in find_stances("This is a yellow card.", own)] == ["warning"]
    assert [s.label for s in find_stances("We are ready to talk.", own)] == ["statement"]


def test_a_user_file_adds_to_the_cues_and_wins(tmp_path: Path) -> None:
    text = 'extend = true\n[[cue]]\nlabel = "warning"\npatterns = ["are ready to"]\n[words]\nmine = "mark"\n'
    own = load_cues(write(tmp_path, text))
    assert [s.label for s in find_stances("We are ready to talk.", own)] == ["warning"]
    assert [s.label for s in find_stances("We call on Norland.", own)] == ["request"]


def test_a_user_file_may_give_a_list_alone(tmp_path: Path) -> None:
    own = load_cues(write(tmp_path, '[words]\nconcede = "knuckle"\n'))
    assert [s.label for s in find_stances("We will not knuckle under.", own)] == ["refusal"]


@pytest.mark.parametrize(
    "text",
    [
        "cue = 3",
        "[[cue]]\nlabel = 'offer'",
        "[[cue]]\nlabel = 'promise'\npatterns = ['a']",
        "[[cue]]\nlabel = 'offer'\npatterns = ['<nowhere> to']",
        "[[cue]]\nlabel = 'offer'\npatterns = ['* to']",
        "[[cue]]\nlabel = 'offer'\npatterns = ['to *']",
        "[[cue]]\nlabel = 'offer'\npatterns = ['']",
        "[[cue]]\nlabel = 'offer'\npatterns = ['a||b']",
        "[[cue]]\nlabel = 'offer'\npatterns = ['a']\nstrength = 9",
        "[[cue]]\nlabel = 'offer'\npatterns = ['a']\nstrength = []",
        "[[cue]]\nlabel = 'offer'\npatterns = ['a']\nsubject = ['nobody']",
        "[[cue]]\nlabel = ['offer']\npatterns = ['a']",
        "[[cue]]\nlabel = 'offer'\npatterns = ['a']\ncolour = 'red'",
        "words = 3",
        "[words]\nbe = ['is']",
        "labels = 3",
        "extend = ",
    ],
)
def test_a_bad_file_is_named_in_one_sentence(text: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"^The cue file own\.toml [^\n]*\.$"):
        load_cues(write(tmp_path, text))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"none\.toml cannot be read"):
        load_cues(tmp_path / "none.toml")


def test_every_cue_of_the_package_can_be_reached() -> None:
    cues = load_cues()
    assert all(pattern.steps for found in cues.index.values() for _, pattern in found)
    assert {rule.label for found in cues.index.values() for rule, _ in found} == set(STANCES)


def test_forms_of_verbs() -> None:
    assert {"urge", "urges", "urged", "urging"} == forms("urge")
    assert {"regretted", "regretting", "regrets"} <= forms("regret")
    assert {"stood", "standing"} <= forms("stand")
