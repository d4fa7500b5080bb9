"""The shell around the viewer: choosing, adding and swapping texts, and what happens when that fails."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from diffapp import profiles
from diffapp.editing import edited
from diffapp.errors import SettingsError
from diffapp.exporting import COLUMNS, EXPORTERS, WHOLE, Selection
from diffapp.glossary import MOST_BYTES, default_glossary, write_extension
from diffapp.model import DEFAULT
from diffapp.pipeline import Progress
from diffapp.ui import comparing, documents, memory, settings, shelf, waiting
from diffapp.ui.downloads import file_name

MAIN = Path(__file__).parent.parent / "diffapp" / "ui" / "main.py"
HOSTILE = "![x](https://example.org/x.png) :material/bolt: <img src=x onerror=alert(1)> $x$"


@pytest.fixture
def page() -> Iterator[AppTest]:
    """The page at first sight."""
    opened = AppTest.from_file(str(MAIN), default_timeout=60).run()
    assert not opened.exception
    yield opened
    assert not opened.exception


def told(page: AppTest) -> dict[str, Any]:
    """What the viewer was given."""
    viewer, *_rest = page.get("bidi_component")
    payload: dict[str, Any] = json.loads(viewer.proto.bytes)
    return payload


def columns(page: AppTest) -> list[str]:
    """The names at the heads of the columns."""
    return [document["name"] for document in told(page)["documents"]]


def sentences(page: AppTest) -> str:
    """All plain text on the page."""
    return "\n".join(element.value for element in page.text)


def paste(page: AppTest, text: str, name: str = "") -> None:
    """Paste a text, name it, and press the button."""
    page.text_area(key="pasted").set_value(text)
    page.text_input(key="pasted_name").set_value(name)
    page.button(key="add_pasted").click().run()


def test_the_built_in_pair_is_there_without_a_click(page: AppTest) -> None:
    """The first sight is the comparison itself, and both texts are marked as paraphrases."""
    assert columns(page) == ["United States", "NATO"]
    assert {document["status"] for document in told(page)["documents"]} == {"paraphrase"}
    assert told(page)["rows"]


def test_the_first_finding(page: AppTest) -> None:
    """The US raises the indivisibility of security and NATO does not."""
    found = [each for each in told(page)["differences"] if "indivisib" in each["concept"].lower()]
    assert [each["documents"] for each in found] == [[0]]


def test_swapping_twice_is_where_we_started(page: AppTest) -> None:
    """Swapping exchanges the columns; swapping back resends the very same bytes."""
    before = page.get("bidi_component")[0].proto.bytes
    page.button(key="swap").click().run()
    assert columns(page) == ["NATO", "United States"]
    page.button(key="swap").click().run()
    assert page.get("bidi_component")[0].proto.bytes == before


def test_choosing_another_text(page: AppTest) -> None:
    """Another built-in text takes the place of the second."""
    page.selectbox(key="place_1").set_value("russia-draft-us").run()
    assert columns(page) == ["United States", "Russian Federation"]


def test_the_same_text_twice(page: AppTest) -> None:
    """A text can be compared with itself, and the columns can be told apart."""
    page.selectbox(key="place_1").set_value("us-response").run()
    assert columns(page) == ["United States (1)", "United States (2)"]


def test_two_to_four_columns(page: AppTest) -> None:
    """Columns can be added up to four, and taken away down to two."""
    for count in (3, 4):
        page.button(key="add_column").click().run()
        assert len(columns(page)) == count
    assert page.button(key="add_column").disabled
    page.button(key="remove_column").click().run()
    page.button(key="remove_column").click().run()
    assert len(columns(page)) == 2
    assert page.button(key="remove_column").disabled


def test_pasting_a_text(page: AppTest) -> None:
    """A pasted text becomes the second column, under the name it was given, and the box is emptied."""
    paste(page, "One thing is said here.\n\nAnother thing is said there.", "My draft")
    assert columns(page)[0] == "United States"
    assert "My draft" in columns(page)[1]
    assert page.text_area(key="pasted").value == ""


def test_pasting_nothing_keeps_the_comparison(page: AppTest) -> None:
    """An empty paste says so in a sentence; what was on the page stays."""
    before = told(page)
    paste(page, "   ")
    assert told(page) == before
    assert "Pasted text" in sentences(page)


def test_uploading_two_texts(page: AppTest) -> None:
    """Two files at once become the two columns."""
    box = page.file_uploader[0]
    box.upload("one.txt", b"The first says this.\n\nAnd that.")
    box.upload("two.md", b"# Two\n\nThe second says this.\n\nAnd more.")
    page.run()
    assert len(columns(page)) == 2
    assert "NATO" not in columns(page)
    assert "United States" not in columns(page)


def bring(page: AppTest, *names: str) -> None:
    """Upload short texts, one of each name."""
    for name in names:
        page.file_uploader[0].upload(f"{name}.txt", f"Text {name} says this.\n\nAnd that.".encode())
    page.run()


def test_several_texts_take_the_places_from_the_chosen_one_on(page: AppTest) -> None:
    """What the choice says is done, a sentence says what was done, and the choice is automatic again."""
    page.session_state["target"] = 1
    page.run()
    bring(page, "Alpha", "Beta", "Gamma", "Delta")
    assert columns(page) == ["United States", "Alpha", "Beta", "Gamma"]
    assert (
        "“Alpha” took the second place, “Beta” the third and “Gamma” the fourth; “Delta” and “NATO” were put "
        "aside and can be chosen in the boxes."
    ) in sentences(page)
    labels = page.selectbox(key="place_0").options
    assert any("Delta" in label for label in labels)
    assert page.session_state["target"] == "automatic"


def test_a_choice_of_the_next_column_makes_it(page: AppTest) -> None:
    """The choice offers one new place and no more, and says that it is new; it is there then."""
    assert list(page.button_group(key="target").options) == [
        "Automatic",
        "first text",
        "second text",
        "third text (new)",
    ]
    page.session_state["target"] = 2
    page.run()
    bring(page, "Alpha", "Beta")
    assert columns(page) == ["United States", "NATO", "Alpha", "Beta"]
    assert "put aside" not in sentences(page)


def test_where_no_place_is_chosen_one_text_takes_the_second_and_the_next_the_first(page: AppTest) -> None:
    bring(page, "Alpha")
    assert columns(page) == ["United States", "Alpha"]
    assert "“Alpha” took the second place; “NATO” was put aside" in sentences(page)
    bring(page, "Beta")
    assert columns(page) == ["Beta", "Alpha"]
    bring(page, "Gamma", "Delta")
    assert columns(page) == ["Gamma", "Delta"]


def test_what_is_done_with_the_texts_at_hand_comes_first(page: AppTest) -> None:
    """Naming them and checking their reading stand above what brings further ones."""
    bring(page, "Alpha")
    buttons = [each.key for each in page.button]
    assert buttons.index("check_1") < buttons.index("add_pasted")
    boxes = [each.key for each in page.text_input]
    assert boxes[0].startswith("name 1 ")


def test_cancelling_a_reading_leaves_what_was_done_meanwhile(
    page: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A swap made while a file is read has nothing to do with the file."""

    def never_ends(tell: Progress) -> list[str]:
        tell("Reading", 0.5)
        shelf.st.stop()

    with monkeypatch.context() as patch:
        patch.setattr(waiting, "PATIENCE", 0.0)
        patch.setattr(shelf, "read_all", never_ends)
        bring(page, "Alpha")
        page.button(key="swap").click().run()
        page.button(key="cancel").click().run()
    assert columns(page) == ["NATO", "United States"]
    assert "Cancelled" in sentences(page)
    assert not page.session_state["pending"]


def test_a_text_of_headings_alone_is_told(page: AppTest) -> None:
    """It is not counted as a passage."""
    page.file_uploader[0].upload("bare.md", b"# Only a heading\n")
    page.run()
    assert "holds a heading and no passage" in sentences(page)
    assert told(page)["documents"][1]["bare"]
    assert not told(page)["documents"][0]["bare"]
    page.button(key="swap").click().run()
    assert "holds a heading and no passage" in sentences(page)


def test_a_bad_file_keeps_the_comparison(page: AppTest) -> None:
    """A file that is no text is named in one plain sentence; what was on the page stays."""
    before = told(page)
    page.file_uploader[0].upload("broken.txt", bytes(range(256)) * 8)
    page.run()
    assert told(page) == before
    assert "broken.txt" in sentences(page)
    assert "unchanged" in sentences(page)


def test_a_hostile_name_is_plain_text(page: AppTest) -> None:
    """A file's name is never read as markup: it stands in plain text alone."""
    page.file_uploader[0].upload(HOSTILE + ".txt", bytes(range(256)) * 8)
    page.run()
    assert "onerror" in sentences(page)
    for element in (*page.markdown, *page.error, *page.warning, *page.caption):
        assert "onerror" not in element.value


def test_a_comparison_that_fails_keeps_the_last(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the engine refuses, the last good comparison stays, with the reason above it."""

    def refuse(*_: object) -> None:
        message = "This cannot be compared."
        raise SettingsError(message)

    before = told(page)
    monkeypatch.setattr(comparing, "compared", refuse)
    page.button(key="swap").click().run()
    assert told(page) == before
    assert "This cannot be compared." in sentences(page)


def test_sentences_make_more_rows(page: AppTest) -> None:
    """The unit of comparison can be the sentence."""
    before = len(told(page)["rows"])
    page.session_state["unit"] = "sentence"
    page.run()
    assert len(told(page)["rows"]) > before


def test_a_surer_link_leaves_more_alone(page: AppTest) -> None:
    """A higher threshold never adds a link."""

    def alone() -> int:
        return sum(row["kind"] == "only" for row in told(page)["rows"])

    page.select_slider(key="threshold").set_value(0.3).run()
    few = alone()
    page.select_slider(key="threshold").set_value(0.95).run()
    assert alone() >= few


def test_every_format_can_be_downloaded(page: AppTest) -> None:
    """There is a button for each exporter, once the box is opened."""
    page.session_state["download"] = True
    page.run()
    buttons = {button.key for button in page.get("download_button")}
    assert buttons - {"download_glossary"} == {f"download_{name}" for name in EXPORTERS}


def test_what_the_files_hold_is_chosen_and_said(page: AppTest) -> None:
    """A sentence counts the rows before any file is made; the choice outlives the closing of the panel."""
    page.session_state["download"] = True
    page.run()
    every = len(told(page)["rows"])
    assert f"all rows ({every}), in the order of the first document." in sentences(page)
    assert page.button_group(key="download_columns").options != []
    page.button_group(key="download_rows").set_value("checked").run()
    assert f"(0 of {every})" in sentences(page)
    assert "No row has been checked yet" in sentences(page)
    page.button_group(key="download_order").set_value("rank").run()
    left = [name for name in page.button_group(key="download_columns").value if name != "score"]
    page.button_group(key="download_columns").set_value(left).run()
    assert "by the rank of the difference that they hold. Left out: scores." in sentences(page)
    for opened in (False, True):
        page.session_state["download"] = opened
        page.run()
    assert "by the rank of the difference that they hold. Left out: scores." in sentences(page)
    assert "(0 of" in sentences(page)


def test_a_column_is_offered_where_it_could_hold_anything(page: AppTest) -> None:
    """The built-in texts have no pages, and texts without stances none of those; the rest is not left out."""
    page.session_state["download"] = True
    page.run()
    assert "pages" not in page.button_group(key="download_columns").value
    assert "stance" in page.button_group(key="download_columns").value
    page.selectbox(key="place_1").set_value("us-response").run()
    assert "Left out" not in sentences(page)


def test_a_ready_comparison_opens_at_a_click(page: AppTest) -> None:
    """Three texts stand side by side, the address says so, and the panel is closed; the pair comes back."""
    assert page.button(key="ready_0").label == "The two responses"
    page.session_state["texts"] = True
    page.run()
    page.button(key="ready_3").click().run()
    assert columns(page) == ["Russian Federation", "United States", "NATO"]
    assert page.query_params["text"] == ["russia-draft-us", "us-response", "nato-response"]
    assert not page.session_state["texts"]
    page.button(key="ready_0").click().run()
    assert columns(page) == ["United States", "NATO"]


def test_the_address_of_a_ready_comparison_opens_it() -> None:
    """What a link names stands side by side, and is the one that is marked."""
    opened = AppTest.from_file(str(MAIN), default_timeout=60)
    opened.query_params["text"] = ["russia-draft-nato", "us-response", "nato-response"]
    opened.run()
    assert not opened.exception
    assert columns(opened) == ["Russian Federation", "United States", "NATO"]
    marked = [
        button.label for button in opened.button if button.key.startswith("ready_") and button.proto.icon
    ]
    assert marked == ["Draft agreement and both responses"]


def test_a_comparison_is_made_once() -> None:
    """The same documents and settings come from memory; memory is bounded."""
    pair = tuple(comparing.built_in().values())[:2]
    assert comparing.compared(pair, DEFAULT) is comparing.compared(pair, DEFAULT)
    shown = comparing.compared(pair, DEFAULT)
    small = memory.Memory[comparing.Shown](room=2)
    for number in range(5):
        assert small.get(number, lambda _tell: shown, unasked) is shown
    assert list(small.kept) == [3, 4]


def unasked(_stage: str, _share: float) -> None:
    """Report to nobody."""


class Impatient(BaseException):
    """Streamlit has broken the script off."""


class Slow:
    """Work that takes as long as it is not told to end, and looks up often."""

    def __init__(self) -> None:
        self.begun = 0
        self.ended = 0
        self.enough = threading.Event()

    def __call__(self, tell: Progress) -> str:
        self.begun += 1
        try:
            while not self.enough.wait(0.01):
                tell("Slowly", 0.5)
        finally:
            self.ended += 1
        return "made"

    def stopped(self) -> bool:
        """Whether all that was begun has ended, which may take a moment."""
        until = time.monotonic() + 10
        while self.ended < self.begun and time.monotonic() < until:
            time.sleep(0.01)
        return self.ended == self.begun


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let work be given up, and looked at, sooner than on the page."""
    monkeypatch.setattr(memory, "GRACE", 0.2)
    monkeypatch.setattr(memory, "PAUSE", 0.02)


def leave(_stage: str, _share: float) -> None:
    """Stop waiting at the first look."""
    raise Impatient


@pytest.mark.usefixtures("hasty")
def test_work_that_nobody_waits_for_stops_and_is_not_kept() -> None:
    """Who leaves is free at once; the work stops soon after, and the next who asks begins it anew."""
    slow, kept = Slow(), memory.Memory[str](2)
    with pytest.raises(Impatient):
        kept.get("key", slow, leave)
    assert slow.stopped()
    assert (slow.begun, dict(kept.kept)) == (1, {})
    slow.enough.set()
    assert kept.get("key", slow, unasked) == "made"
    assert (slow.begun, kept.making) == (2, {})


@pytest.mark.usefixtures("hasty")
def test_who_leaves_does_not_stop_it_for_others() -> None:
    """Two wait for the same; one leaves; the other gets what was begun once."""
    slow, kept = Slow(), memory.Memory[str](2)
    with ThreadPoolExecutor() as pool:
        stays = pool.submit(kept.get, "key", slow, unasked)
        while not slow.begun:
            time.sleep(0.01)
        with pytest.raises(Impatient):
            kept.get("key", slow, leave)
        time.sleep(memory.GRACE * 2)
        slow.enough.set()
        assert stays.result(10) == "made"
    assert slow.begun == 1


@pytest.mark.usefixtures("hasty")
def test_a_script_that_runs_again_finds_the_work_it_left() -> None:
    """Leaving for a moment, as a rerun does, loses nothing."""
    slow, kept = Slow(), memory.Memory[str](2)
    for _ in range(3):
        with pytest.raises(Impatient):
            kept.get("key", slow, leave)
    slow.enough.set()
    assert kept.get("key", slow, unasked) == "made"
    assert slow.begun == 1


def test_a_failure_reaches_all_and_is_not_kept() -> None:
    """What goes wrong is raised where it was waited for, and tried anew the next time."""

    def fail(_tell: Progress) -> str:
        message = "No."
        raise SettingsError(message)

    kept = memory.Memory[str](2)
    with pytest.raises(SettingsError):
        kept.get("key", fail, unasked)
    assert kept.get("key", lambda _tell: "made", unasked) == "made"


def test_without_a_glossary(page: AppTest) -> None:
    """No glossary, no concept among the reasons; the general one brings them back, to the byte."""
    before = page.get("bidi_component")[0].proto.bytes
    assert "concept" in reasons(page)
    page.button_group(key="glossary").set_value("none").run()
    assert "concept" not in reasons(page)
    assert told(page)["rows"]
    page.button_group(key="glossary").set_value("general").run()
    assert page.get("bidi_component")[0].proto.bytes == before


def reasons(page: AppTest) -> set[str]:
    """The kinds of reasons that the viewer was given."""
    links = [link for row in told(page)["rows"] for link in row["links"]]
    return {kind for link in links for kind, *_ in link["evidence"]}


def test_meaning_can_be_switched_off(page: AppTest) -> None:
    """Off, meaning is no reason; nothing is said about it, since it was asked for."""
    page.button_group(key="encoder").set_value("none").run()
    assert "meaning" not in reasons(page)
    assert sentences(page) == ""


def test_without_an_encoder_the_page_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where none is installed, the panel and the comparison say so, each in a sentence."""
    comparing.memory.clear()
    for room in (profiles, settings):
        monkeypatch.setattr(room, "available", lambda: ())
    page = AppTest.from_file(str(MAIN), default_timeout=60).run()
    comparing.memory.clear()
    assert not page.exception
    assert "No encoder is installed" in sentences(page)
    assert any("No encoder is installed" in each.value for each in page.caption)
    assert told(page)["rows"]


def upload_glossary(page: AppTest, name: str, data: bytes) -> None:
    """Put a file into the box for the user's own glossary."""
    (box,) = [each for each in page.file_uploader if each.key and each.key.startswith("glossary")]
    box.upload(name, data)
    page.run()


def test_a_glossary_of_ones_own(page: AppTest) -> None:
    """An uploaded glossary is in use at once, under its own name, which is plain text."""
    text = b'[[concept]]\nname = "zebra crossings"\nterms = ["alliance", "security"]\n'
    upload_glossary(page, f"{HOSTILE}.toml", text)
    linked = [link for row in told(page)["rows"] for link in row["links"]]
    said = {what for link in linked for _, what, _ in link["evidence"]}
    assert any("zebra crossings" in what for what in said)
    assert f"{HOSTILE}.toml: 1 concept" in sentences(page)
    for element in (*page.markdown, *page.error, *page.warning, *page.caption):
        assert "onerror" not in element.value


@pytest.mark.parametrize(
    "data", [b"x = [", b"\xff\xfe\x00", b"[[concept]]\nname = 1", b" " * (MOST_BYTES + 1)]
)
def test_a_bad_glossary_keeps_the_comparison(page: AppTest, data: bytes) -> None:
    """A file that is no glossary is named in a sentence; the glossary in use stays in use."""
    before = told(page)
    upload_glossary(page, "bad.toml", data)
    assert told(page) == before
    assert sentences(page).startswith("bad.toml: ")
    assert "unchanged" in sentences(page)
    assert page.button_group(key="glossary").value == "general"


def test_files_are_named_after_the_documents() -> None:
    """Names of downloads are plain letters, whatever the documents are called."""
    pair = tuple(comparing.built_in().values())[:2]
    comparison = comparing.compared(pair, DEFAULT).comparison
    assert file_name(comparison, "csv") == file_name(comparison, ".csv") == "us-response_nato-response.csv"


def test_files_are_named_after_what_they_hold() -> None:
    """A selection is told apart from the whole by its name."""
    comparison = comparing.compared(tuple(comparing.built_in().values())[:2], DEFAULT).comparison
    some = Selection("differences", "rank", columns=frozenset(COLUMNS) - {"score", "note"})
    pair = "us-response_nato-response"
    assert file_name(comparison, ".docx", some) == f"{pair}_only-differences_by-rank_without-score-note.docx"
    assert file_name(comparison, ".docx", WHOLE) == f"{pair}.docx"


def test_a_list_always_tells_a_paraphrase() -> None:
    """Whoever chooses a text sees that it is a paraphrase."""
    for document in comparing.built_in().values():
        assert "paraphrase" in documents.told(document).lower()


def concepts(page: AppTest) -> dict[str, Any]:
    """The table of concepts that the viewer was given, by name."""
    return {each["name"]: each for each in told(page)["concepts"]}


@pytest.fixture
def editor(page: AppTest) -> AppTest:
    """The page with the panel for editing concepts opened."""
    page.session_state["editing"] = True
    return page.run()


def add(page: AppTest, name: str, terms: str) -> None:
    """Fill in the boxes for a new concept and press the button."""
    page.text_input(key="new_name").set_value(name)
    page.text_area(key="new_terms").set_value(terms)
    page.button(key="add_concept").click().run()


def test_adding_a_concept_and_undoing_it(editor: AppTest) -> None:
    """It stands in the table under the name it was given; undone, all is as it was, to the byte."""
    before = editor.get("bidi_component")[0].proto.bytes
    add(editor, "Doors, ajar", "open door\nenlargement")
    assert concepts(editor)["Doors, ajar"]["rows"]
    assert "Added the concept “Doors, ajar”." in sentences(editor)
    assert editor.text_input(key="new_name").value == ""
    editor.button(key="undo").click().run()
    assert editor.get("bidi_component")[0].proto.bytes == before
    assert editor.button(key="undo").disabled


def test_a_concept_nobody_mentions_is_told(editor: AppTest) -> None:
    """What the user looks for and is not there is a finding, too."""
    add(editor, "Zebras", "zebra crossing")
    assert concepts(editor)["Zebras"]["sides"] == [None, None]


def test_a_bad_concept_loses_nothing(editor: AppTest) -> None:
    """One sentence says what is wrong; what was typed and what is compared stay."""
    before = told(editor)
    add(editor, HOSTILE, "  ,  ")
    assert "A concept needs at least one term to look for." in sentences(editor)
    assert editor.text_input(key="new_name").value == HOSTILE
    assert told(editor) == before
    add(editor, "Zebras", "zebra")
    add(editor, "zebras", "zebra")
    assert "already a concept called “zebras”" in sentences(editor)
    for element in (*editor.markdown, *editor.error, *editor.warning, *editor.caption):
        assert "zebras" not in element.value


def test_renaming_merging_and_removing(editor: AppTest) -> None:
    """A new name shows; merged, two become one with the rows of both; an added one can be taken away."""
    editor.multiselect(key="changed").set_value(["indivisible security"])
    editor.text_input(key="changed_name").set_value("Security of all")
    editor.button(key="rename_concept").click().run()
    rows = concepts(editor)["Security of all"]["rows"]
    assert editor.multiselect(key="changed").value == []
    add(editor, "Zebras", "zebra")
    editor.multiselect(key="changed").set_value(["Security of all", "Zebras"])
    editor.button(key="merge_concept").click().run()
    assert concepts(editor)["Security of all"]["rows"] == rows
    assert "Zebras" not in concepts(editor)
    editor.multiselect(key="changed").set_value(["Security of all"])
    editor.button(key="remove_concept").click().run()
    assert "Security of all" not in concepts(editor)


def test_one_that_was_not_added_cannot_be_removed(editor: AppTest) -> None:
    """The panel says so."""
    editor.multiselect(key="changed").set_value(["indivisible security"])
    editor.button(key="remove_concept").click().run()
    assert "not a concept that you added" in sentences(editor)
    editor.multiselect(key="changed").set_value([])
    for verb in ("rename", "merge", "remove"):
        editor.button(key=f"{verb}_concept").click().run()
        assert "Choose" in sentences(editor)


def test_saved_concepts_can_be_loaded(editor: AppTest) -> None:
    """The file that is saved, uploaded as one's own glossary in another visit, gives the same comparison."""
    add(editor, "Zebras", "zebra, open door")
    saved = write_extension(edited(default_glossary(), editor.session_state["edits"]))
    fresh = AppTest.from_file(str(MAIN), default_timeout=60).run()
    upload_glossary(fresh, "concepts.toml", saved.encode())
    assert told(fresh) == told(editor)


def test_the_address_says_which_texts() -> None:
    """Texts that the address names stand side by side, in its order, up to four."""
    opened = AppTest.from_file(str(MAIN), default_timeout=60)
    names = list(comparing.built_in())
    opened.query_params["text"] = [names[2], names[0], names[1]]
    opened.run()
    assert told(opened)["keys"] == [names[2], names[0], names[1]]
    assert not told(opened)["opening"]
    assert not opened.exception


@pytest.mark.parametrize(
    "asked", [["no-such-text", "nor-this"], ["us-response", "no-such-text"], ["us-response"]]
)
def test_an_address_of_unknown_texts_opens_the_first_pair(asked: list[str]) -> None:
    """Uploads are known in their own tab alone; the page says so."""
    opened = AppTest.from_file(str(MAIN), default_timeout=60)
    opened.query_params["text"] = asked
    opened.run()
    assert told(opened)["keys"] == list(comparing.built_in())[:2]
    assert "not here" in sentences(opened)
    assert not opened.exception


def test_an_uploaded_text_is_not_mistaken_for_a_built_in_one(page: AppTest) -> None:
    """In the address it goes by its digest too."""
    paste(page, "A text of one's own.", "us-response")
    first, second = told(page)["keys"]
    assert first == "us-response"
    assert second.startswith("us-response ")


def test_two_texts_of_one_title_are_told_apart_and_stay_when_renamed(page: AppTest) -> None:
    """A box tells its choices by what it shows: alike, one would take the other's place."""
    box = page.file_uploader[0]
    box.upload("one.md", b"# Draft\n\nThe first says this.")
    box.upload("two.md", b"# Draft\n\nThe second says that.")
    page.run()
    first, second = (page.session_state[f"place_{number}"] for number in (0, 1))
    page.button(key="swap").click().run()
    assert [page.session_state[f"place_{number}"] for number in (0, 1)] == [second, first]
    assert columns(page) == ["Draft (1)", "Draft (2)"]
    page.text_input(key=f"name 0 {second}").set_value("Zed").run()
    page.button(key="swap").click().run()
    assert columns(page) == ["Draft", "Zed"]
    assert [page.session_state[f"place_{number}"] for number in (0, 1)] == [first, second]
    labels = page.selectbox(key="place_0").options
    assert len(set(labels)) == len(labels)
