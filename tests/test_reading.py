"""Files and pasted text -> documents: blocks, what is known about them, and clear refusals."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diffapp.errors import ReadingError, TooLarge
from diffapp.model import Document
from diffapp.reading import READERS, formats, frontmatter, plain, read_file, read_text
from diffapp.reading import parse_here as read  # without a child process: test_guard has those
from diffapp.segmenting import segment

TEXTS = sorted(suffix for suffix, kind in READERS.items() if kind.takes == "text")
ANY_TEXT = st.text(st.characters(exclude_categories=[]), max_size=300)
MARKED = st.lists(
    st.sampled_from(
        [
            "# ",
            "> ",
            "- ",
            "1. ",
            "(a) ",
            "| a | b |\n|---|---|\n",
            "```",
            "    ",
            "\n",
            "\n\n",
            "word ",
            "*",
            "[",
            "](x)",
            "![",
            "<!--",
            "-->",
            "<b>",
            "\\",
            "&amp;",
            "[^1]",
            "[^1]: ",
            "---\n",
            "|",
        ]
    ),
    max_size=40,
).map("".join)


def blocks(text: str, name: str = "a.txt") -> list[str]:
    document = read(text.encode("utf-8", "surrogatepass"), name)
    return [document.text[block.start : block.end] for block in document.blocks]


def levels(text: str) -> list[int | None]:
    return [block.level for block in read(text.encode(), "a.md").blocks]


def solid(text: str) -> str:
    return "".join(text.split())


# -- plain text ------------------------------------------------------------------------------------------

WRAPPED = """\
TALKS

The Parties to the present accord have agreed to meet in the old town
hall of Valdoria, and they will consider there what each of them has
brought to the table.

1. The rule of non-intervention is kept by all, and it is not open to
doubt.
2. The sub-
ject of bases is open; the subject of exercises, and that of the non-
intervention rule, are not.
"""


def test_wrapped_lines_are_rejoined() -> None:
    assert blocks(WRAPPED) == [
        "TALKS",
        (
            "The Parties to the present accord have agreed to meet in the old town hall of Valdoria, and "
            "they will consider there what each of them has brought to the table."
        ),
        "1. The rule of non-intervention is kept by all, and it is not open to doubt.",
        (
            "2. The subject of bases is open; the subject of exercises, and that of the non-intervention "
            "rule, are not."
        ),
    ]


@pytest.mark.parametrize("end", ["\r\n", "\r", "\u2028"])
def test_line_ends_of_all_kinds_are_the_same(end: str) -> None:
    assert blocks(WRAPPED.replace("\n", end)) == blocks(WRAPPED)


def test_an_indent_begins_a_paragraph() -> None:
    text = (
        "    The first paragraph begins with an indent, and it goes on over to\n"
        "the next line, where it ends after a while, as paragraphs are wont to\n"
        "do.\n"
        "    The second paragraph begins with an indent as well, and it is not\n"
        "much longer.\n"
        "    The third is short.\n"
    )
    assert [block[:10] for block in blocks(text)] == ["The first ", "The second", "The third "]


def test_a_hanging_indent_does_not() -> None:
    text = (
        "(a) the first item goes on for longer than a line can hold, so that it\n"
        "    continues under its own text and not under its letter;\n"
        "(b) the second item.\n"
    )
    assert [block[:4] for block in blocks(text)] == ["(a) ", "(b) "]


def test_a_reference_at_the_start_of_a_wrapped_line_is_no_item() -> None:
    text = (
        "No Party shall do anything of the kind that is described in paragraph\n"
        "1. Exceptions are listed in the annex to this agreement and further\n"
        "on in the text.\n"
    )
    assert len(blocks(text)) == 1


def test_short_lines_stay_apart_and_long_lines_are_paragraphs() -> None:
    assert blocks("Ms A. Moreau\n12 Main Street\nValdoria") == ["Ms A. Moreau", "12 Main Street", "Valdoria"]
    long = [
        "The Parties agree on many things, " * 8 + "and so on.",
        "They also differ. " * 9,
        "It ends. " * 20,
    ]
    assert blocks("\n".join(long)) == [line.strip() for line in long]


def test_pages_and_separators_end_a_block() -> None:
    assert blocks("One.\fTwo.\u2029Three\u2028goes on.") == ["One.", "Two.", "Three goes on."]


def test_suspended_hyphens_and_dashes_keep_their_space() -> None:
    assert blocks("the short-\nand long-range systems") == ["the short- and long-range systems"]


def test_inner_spaces_are_kept() -> None:
    assert blocks("1.  Two   spaces") == ["1.  Two   spaces"]


@given(ANY_TEXT.map(lambda text: text.replace("-", "").replace("\u2010", "")))
def test_plain_text_loses_white_space_alone(text: str) -> None:
    parsed = plain.parse(text)
    assert solid(parsed.text) == solid(text)


# -- Markdown --------------------------------------------------------------------------------------------


def test_markdown_becomes_plain_blocks() -> None:
    text = (
        "# Reply\n\n## Points\n\n7. Allies *offer* [talks](http://x.test/y)\n   on bases.\n8) Two.\n\n"
        "- a bullet\n  - inner\n\n> quoted\n> words\n\nline one  \nline two\n\n"
        "![a map](m.png)\n\n```text\ncode\n```\n"
    )
    expected = ["Reply", "Points", "7. Allies offer talks on bases.", "8) Two.", "a bullet", "inner"]
    assert blocks(text, "a.md") == [*expected, "quoted words", "line one line two", "a map", "code"]
    assert levels(text) == [1, 2, 0, 0, 0, 0, 0, 0, 0, 0]


def test_table_rows_are_blocks_and_spare_cells_are_kept() -> None:
    text = "| A | B |\n|---|---|\n| 1 | 2 | spare |\n| x \\| y | z |\n"
    assert blocks(text, "a.md") == ["A | B", "1 | 2 | spare", "x | y | z"]


def test_html_is_text_and_a_comment_is_counted() -> None:
    document = read(b"<script>alert(1)</script>\n\n<!-- aside -->\n\nx<br>y", "a.md")
    assert document.text == "<script>alert(1)</script>\n\nx<br>y"
    assert "comments" in document.warnings[0]


def test_notes_and_one_word_references_are_kept() -> None:
    text = "Agreed.[^1] And [^2].\n\n[^1]: Ibid.\n\n[1]: Ibid.\n\n[x]: http://x.test/\n"
    assert blocks(text, "a.md") == ["Agreed. And [^2].", "[1] Ibid.", "[1]: Ibid."]


def test_lettered_lines_in_a_paragraph_are_items() -> None:
    assert blocks("The Parties shall:\n(a) meet\n(b) talk", "a.md") == [
        "The Parties shall:",
        "(a) meet",
        "(b) talk",
    ]


def test_an_empty_list_item_keeps_its_number() -> None:
    assert blocks("1. one\n2.\n3. three", "a.md") == ["1. one", "2.", "3. three"]


@pytest.mark.parametrize("text", [">" * 5000 + " word", "\n".join("  " * n + "- word" for n in range(200))])
def test_deep_nesting_is_read_as_plain_text(text: str) -> None:
    document = read(text.encode(), "a.md")
    assert "word" in document.text
    assert "too deeply" in document.warnings[0]


# -- front matter ----------------------------------------------------------------------------------------


def test_front_matter_says_what_is_known() -> None:
    known = "id: reply\ntitle: A\n  reply\nissuer: Valdoria\ndate: 2031-01-26\nlanguage: no\nsources: [x]"
    text = f"---\n{known}\n---\n\nText."
    document = read(text.encode(), "a.md")
    assert (document.id, document.title, document.issuer) == ("reply", "A reply", "Valdoria")
    assert (document.date, document.language) == ("2031-01-26", "no")  # Norwegian, not False
    assert document.text == "Text."


def test_without_it_the_heading_or_the_name_is_the_title() -> None:
    document = read(b"# The  Reply\n\nText.", "dir/My File.md")
    assert (document.id, document.title, document.source) == ("my-file", "The Reply", "My File.md")
    assert read(b"Text.", "C:\\x\\Note.txt").title == "Note"


@pytest.mark.parametrize(
    "block",
    ["a: [", "- a list", "a: " + "[" * 60_000, "a: &a [*a]", "x: &x [1]\n" + "y: [*x, *x]\n" * 30, "a: \x01"],
)
def test_front_matter_that_cannot_be_read_stays_in_the_text(block: str) -> None:
    text = f"---\n{block}\n---\nBody."
    front = frontmatter.split(text)
    assert (front.fields, front.body) == ({}, text)
    assert "front matter" in front.warnings[0]


def test_a_rule_is_not_front_matter() -> None:
    assert frontmatter.split("---\nA line.\n") == frontmatter.FrontMatter({}, "---\nA line.\n")
    long = "---\n" + "a: b\n" * 20_000 + "---\nBody."
    assert frontmatter.split(long).body == long


# -- files and refusals ----------------------------------------------------------------------------------


def test_digest_and_source(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"Text.\r\n")
    document = read_file(path)
    assert document.digest == "sha256:" + hashlib.sha256(b"Text.\r\n").hexdigest()
    assert document.source == "a.txt"
    assert read_text("é").digest == "sha256:" + hashlib.sha256("é".encode()).hexdigest()


def test_pasted_text_is_markdown_where_it_looks_like_it() -> None:
    assert read_text("# Head\n\n*word*").text == "Head\n\nword"
    assert read_text("---\ntitle: T\n---\n*word*").title == "T"
    assert read_text("*word* #1").text == "*word* #1"
    assert read_text("x").name == "pasted text"


@pytest.mark.parametrize(
    "data", [b"", b" \n\t\n", b"---\ntitle: x\n---\n", "\u200b\u2060".encode(), b"---\n***\n"]
)
def test_no_text_is_an_error(data: bytes) -> None:
    with pytest.raises(ReadingError, match="holds no text"):
        read(data, "a.md")


def test_unknown_kind_names_the_known_ones() -> None:
    with pytest.raises(
        ReadingError, match=r"^a\.xyz: diffapp reads \.docx, .*\.txt and \.xhtml files, not \.xyz files\.$"
    ):
        read(b"text", "a.xyz")
    assert read(b"text", "README").text == "text"


def test_paths_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(ReadingError, match=r"a\.txt: there is no such file"):
        read_file(tmp_path / "a.txt")
    with pytest.raises(ReadingError, match="is a folder"):
        read_file(tmp_path)
    with pytest.raises(ReadingError, match="cannot be opened"):
        read_file(Path("a\0b.txt"))


def test_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formats, "MAX_BYTES", 10)
    monkeypatch.setattr(formats, "MAX_CHARACTERS", 5)
    path = tmp_path / "a.txt"
    path.write_bytes(b"12345678901")
    with pytest.raises(TooLarge):
        read_file(path)
    with pytest.raises(TooLarge):
        read(b"12345678901", "a.txt")
    with pytest.raises(TooLarge):
        read(b"123456", "a.txt")
    with pytest.raises(TooLarge):
        read_text("123456")


@pytest.mark.parametrize("suffix", TEXTS)
@pytest.mark.parametrize(
    "text",
    [
        "[" * 3000,
        "a" + "\u0301" * 50_000,
        "\n" * 50_000 + "end",
        "aa-\n" * 3000,
        "`" * 999 + " x",
        "![a](" * 2000,
    ],
)
def test_hostile_text_is_read(suffix: str, text: str) -> None:
    document = read(text.encode(), f"a{suffix}")
    assert segment(document)
    assert segment(document, "sentence")


# -- laws ------------------------------------------------------------------------------------------------


def holds(document: Document) -> None:
    """What is true of every document and its passages."""
    document.text.encode()
    end = 0
    for block in document.blocks:
        assert end <= block.start < block.end <= len(document.text)
        assert not document.text[end : block.start].strip()
        end = block.end
    assert end == len(document.text)
    for unit in ("paragraph", "sentence"):
        passages = segment(document, unit)
        assert [passage.id for passage in passages] == [str(number + 1) for number in range(len(passages))]
        assert passages
        end = 0
        for passage in passages:
            assert passage.text == document.text[passage.start : passage.end] == passage.text.strip()
            assert passage.text
            assert 0 <= passage.label_end <= len(passage.text)
            assert end <= passage.start
            end = passage.end


@given(ANY_TEXT | MARKED)
def test_any_pasted_text_is_a_document_or_holds_none(text: str) -> None:
    try:
        document = read_text(text)
    except ReadingError as error:
        assert "holds no text" in str(error)  # noqa: PT017 - both ways out are right
    else:
        holds(document)


@given(ANY_TEXT | MARKED, st.sampled_from(TEXTS))
def test_any_file_is_a_document_or_an_error(text: str, suffix: str) -> None:
    try:
        document = read(text.encode("utf-8", "surrogatepass"), f"a{suffix}")
    except ReadingError:
        return
    holds(document)


@given(st.lists(st.from_regex(r"[a-z]{1,8}", fullmatch=True), min_size=1), st.randoms())
def test_markdown_keeps_every_word(words: list[str], random: object) -> None:
    glue = [" ", "\n", "\n\n", "\n\n- ", "\n\n> ", "\n\n2. ", " *", "\n\n## ", "\n\n    ", "\n| "]
    pick = random.choice  # type: ignore[attr-defined]
    text = "".join(word + pick(glue) for word in words)
    kept = read(text.encode(), "a.md").text
    assert solid("".join(sign for sign in kept if sign.isalpha())) == "".join(words)
