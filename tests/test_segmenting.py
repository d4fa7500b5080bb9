"""Documents -> passages: headings, printed numbers, sentences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diffapp.model import Passage
from diffapp.numbering import printed, readings
from diffapp.outlining import rank_by_shape
from diffapp.reading import parse_here as read  # without a child process
from diffapp.segmenting import segment, sentences


def passages(*blocks: str, name: str = "a.txt") -> tuple[Passage, ...]:
    return segment(read("\n\n".join(blocks).encode(), name))


def labels(*blocks: str, name: str = "a.txt") -> list[str | None]:
    return [passage.label for passage in passages(*blocks, name=name)]


def said(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


# -- headings --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "GENERAL PRINCIPLES",
        "Article 4",
        "ARTICLE 4",
        "Article 4.",
        "Art. 4 – Bases",
        "Article 7bis",
        "Chapter II",
        "Part 1",
        "Section 3: Terms",
        "Annex B",
        "§ 12",
        "§ 12 Terms",
        "Artículo 4",
        "Artikel 4",
        "Статья 4",
        "Глава II",
        "Раздел 1",
        "Kapitel 2",
        "Abschnitt 3",
        "I. General Principles",
        "II. ARMS CONTROL",
        "1. Scope",
        "1.1 Terms",
    ],
)
def test_headings_by_shape(line: str) -> None:
    assert rank_by_shape(line) is not None
    (passage,) = passages(line, "The Parties agree.")
    assert passage.heading == (line,)


@pytest.mark.parametrize(
    "line",
    [
        "Article 5 of the Treaty applies.",
        "Part 1 of the deal collapsed",
        "The Parties agree.",
        "2022 was a year",
        "1. The Parties shall meet",
        "J. S. Moreau",
        "J. Smith",
        "@SUM(1)",
        "=1+1",
        "A | B",
        "Article 4 – The Parties met.",
        "safe",
        "THE PARTIES AGREE.",
        "3.5 million",
        "Annex B is attached",
    ],
)
def test_no_headings(line: str) -> None:
    assert rank_by_shape(line) is None


def test_the_path_follows_the_outline() -> None:
    found = passages(
        "REPLY", "I. Aims", "One is here.", "Article 1", "Two is here.", "II. Means", "Three is here."
    )
    assert [passage.heading for passage in found] == [
        ("REPLY", "I. Aims"),
        ("REPLY", "I. Aims", "Article 1"),
        ("REPLY", "II. Means"),
    ]


def test_the_title_is_not_in_the_path() -> None:
    found = passages(
        "---\ntitle: The  reply\n---\n# The Reply", "## Aims", "One.", "# Other", "Two.", name="a.md"
    )
    assert [passage.heading for passage in found] == [("Aims",), ("Other",)]


def test_marked_headings_stay_headings() -> None:
    (passage,) = passages("## The Parties shall meet.", "One.", name="a.md")
    assert (passage.text, passage.heading) == ("One.", ("The Parties shall meet.",))


def test_headings_alone_are_passages() -> None:
    assert [passage.text for passage in passages("ALL OF IT", "IN CAPITALS")] == ["ALL OF IT", "IN CAPITALS"]
    assert [passage.heading for passage in passages("# One", "# Two", name="a.md")] == [(), ()]


def test_short_numbered_lines_in_a_row_are_a_list() -> None:
    assert labels("1. Scope", "2. Terms", "3. Means", "The end.") == ["1", "2", "3", None]


def test_capitals_under_an_article_are_its_title() -> None:
    (passage,) = passages("ARTICLE 4", "BASES", "1. They close.")
    assert (passage.label, passage.heading) == ("ARTICLE 4(1)", ("ARTICLE 4", "BASES"))


# -- printed numbers -------------------------------------------------------------------------------------


def test_numbers_carry_those_they_stand_under() -> None:
    blocks = ("7. One.", "Between.", "(b) two", "(i) three", "(ii) four", "(c) five", "8. Six.", "(a) seven")
    expected = ["7", None, "7(b)", "7(b)(i)", "7(b)(ii)", "7(c)", "8", "8(a)"]
    assert labels(*blocks) == expected


def test_articles_give_their_label() -> None:
    blocks = (
        "Article 4",
        "No number.",
        "1. One is.",
        "(a) two",
        "No number.",
        "Article 5. Own text.",
        "1. One is.",
    )
    expected = ["Article 4", "Article 4(1)", "Article 4(1)(a)", "Article 4", "Article 5", "Article 5(1)"]
    assert labels(*blocks) == expected
    assert labels("§ 12", "(1) Ein Satz.", "4.2 The rest.", "(a) more") == ["§ 12(1)", "4.2", "4.2(a)"]


def test_ordinary_headings_give_none_and_reset() -> None:
    assert labels("1. Security", "Text.", "(a) one", "2. Means", "(b) two", "Text.") == [
        None,
        "(a)",
        "(b)",
        None,
    ]


@pytest.mark.parametrize(
    ("tokens", "expected"),
    [
        ("ghij", ["(g)", "(h)", "(i)", "(j)"]),
        (["i", "ii", "iii", "iv", "v", "vi"], ["(i)", "(ii)", "(iii)", "(iv)", "(v)", "(vi)"]),
        (["z", "aa", "bb"], ["(z)", "(aa)", "(bb)"]),
        ("абв", ["(а)", "(б)", "(в)"]),
    ],
)
def test_letters_and_roman_numbers_by_sequence(tokens: list[str], expected: list[str]) -> None:
    assert labels(*(f"({token}) item" for token in tokens)) == expected


def test_i_under_a_letter_is_roman_and_after_h_a_letter() -> None:
    assert labels("1. One.", "(a) a", "(i) x", "(b) b") == ["1", "1(a)", "1(a)(i)", "1(b)"]
    assert labels("1. One.", "(h) a", "(i) x") == ["1", "1(h)", "1(i)"]


@pytest.mark.parametrize(
    ("text", "label", "length"),
    [
        ("7. Text", "7", 3),
        ("7) Text", "7", 3),
        ("(b) text", "(b)", 4),
        ("b) text", "b", 3),
        ("(iv) text", "(iv)", 5),
        ("i. text", "i", 3),
        ("4.2 Text", "4.2", 4),
        ("4.2.1. Text", "4.2.1", 7),
        ("(1)  Text", "(1)", 5),
        ("Article 4. Text.", "Article 4", 11),
        ("Art. 5 – Text is.", "Art. 5", 9),
        ("§ 12 Text is.", "§ 12", 5),
        ("[3] Text", "[3]", 4),
        ("7.\u00a0Text", "7", 3),
        ("Ст. 4. Текст.", "Ст. 4", 7),
    ],
)
def test_printed_numbers(text: str, label: str, length: int) -> None:
    (passage,) = passages(text)
    assert (passage.label, passage.label_end, passage.text) == (label, length, text)


@pytest.mark.parametrize(
    "text",
    [
        "2022 was a year.",
        "3.5 million people.",
        "U.S. forces left.",
        "I. General said so.",
        "J. Smith came here.",
        "A. new start.",
        "26. Januar 2022 war es.",
        "Article 5 of the Treaty.",
        "e.g. this one.",
        "(see below) it is.",
        "v. the State it is.",
        "10:30 a.m. in Geneva.",
        "1,000 men.",
        "No. 3 applies.",
        "• a bullet.",
    ],
)
def test_no_printed_numbers(text: str) -> None:
    (passage,) = passages(text)
    assert (passage.label, passage.label_end) == (None, 0)


def test_capital_letters_are_items_only_in_a_list() -> None:
    assert labels("A. One is here.", "B. Two is here.") == ["A", "B"]
    assert labels("I. One is here.", "II. Two is here.") == ["I", "II"]


def test_readings() -> None:
    assert readings("iv") == {"roman": 4}
    assert readings("xlix") == {"roman": 49}
    assert readings("i") == {"roman": 1, "letter": 9}
    assert readings("12") == {"number": 12}
    assert readings("aa") == {"letter": 27}


@given(st.text())
def test_a_printed_number_is_a_prefix(text: str) -> None:
    number = printed(text)
    assert number is None or 0 < number.end <= len(text)


# -- sentences -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "expected",
    [
        ["The U.S. agrees.", "Art. 5 applies.", "See No. 3 of it."],
        ["See No. 3.", "Then para. 4 applies, cf. Art. 51 of the U.N. Charter."],
        ["The U.S. Government left the U.S. in May.", "It is back."],
        ["H.E. Mr. J. S. Moreau spoke at 10:30 a.m. in Geneva.", "He left."],
        ["He named systems, e.g. those in Annex B.", "The Parties agree."],
        ["He said “no.”", "Then he left."],
        ["ст. 1 договора.", "Стороны исходят из п. 2."],
        ["No.", "That is all."],
        ["7. The Parties agree.", "They do."],
        ["one sentence without an end"],
    ],
)
def test_sentences(expected: list[str]) -> None:
    assert said(" ".join(expected)) == expected


@given(st.text())
def test_sentences_are_exact_and_total(text: str) -> None:
    end = 0
    for start, stop in sentences(text):
        assert end <= start < stop
        assert not text[end:start].strip()
        assert text[start:stop] == text[start:stop].strip()
        end = stop
    assert not text[end:].strip()


def test_a_long_run_without_spaces_is_one_sentence() -> None:
    text = "One. " + "![a](" * 20_000
    assert len(sentences(text)) == 2


def test_sentence_passages() -> None:
    document = read(b"7. The U.S. agrees. It does.\n\nNo number. But two.\n\n8. Only one.", "a.txt")
    found = segment(document, "sentence")
    assert [(each.id, each.label, each.label_end) for each in found] == [
        ("1", "7 s1", 3),
        ("2", "7 s2", 0),
        ("3", None, 0),
        ("4", None, 0),
        ("5", "8", 3),
    ]
    assert all(each.text == document.text[each.start : each.end] for each in found)
