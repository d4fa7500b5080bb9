"""RTF: code pages, groups that are passed over, numbers of lists, notes and rows."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from officefiles import ACCORD, ACCORD_LEFT_OUT, blocks, levels, quiet

from diffapp.errors import ReadingError
from diffapp.reading.parsed import Options, Parsed
from diffapp.reading.rtf import parse

DATA = Path(__file__).parent / "data"
FONTS = r"{\fonttbl{\f0\fcharset0 T;}{\f1\fcharset204 T;}{\f2\fcharset2 Symbol;}{\f3\fcharset128 G;}}"


def read(body: str, head: str = "") -> Parsed:
    return parse(rf"{{\rtf1\ansi\ansicpg1252{FONTS}{head} {body}}}".encode("ascii"), Options(), quiet)


def texts(body: str, head: str = "") -> list[str]:
    return blocks(read(body, head))


def test_a_document_saved_by_libreoffice() -> None:
    parsed = parse((DATA / "accord.rtf").read_bytes(), Options(), quiet)
    assert list(zip(levels(parsed), blocks(parsed), strict=True)) == ACCORD
    assert parsed.warnings == ACCORD_LEFT_OUT
    assert parsed.removed == ((0, "WORKING COPY OF THE CLERK"),)
    assert parsed.title == "Accord on the Harbour of Merrow"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r"caf\'e9 \lquote x\rquote  a\~b\endash c\_d\-e", "café ‘x’ a\u00a0b–c\u2011de"),
        (r"\f1 \'cc\'e8\'f0\f0 \'e9", "Мирé"),
        (r"{\f1 \'cc}\'cc", "МÌ"),
        (r"\f3 \'93\'fa\'96{\*\x y}\'7b", "日\ufffd{"),
        (r"\f3 \'93\'fa\'96\'7b", "日本"),
        (r"\f2 \'61\u-3999 ?", "αα"),
        (r"\u1052 ?\u1080\'3f\u1088 {x}", "Мирx"),
        (r"\uc2\u1052 ab\uc0\u1080 c", "Миc"),
        (r"\u-10179 ?\u-8704 ?", "\U0001f600"),
        (r"a\u-10179 ?b\u-8704 ?\u-1 ?", "a\ufffdb\ufffd\ufffd"),
        (r"a\line b\tab c", "a b c"),
        (r"braces \{ and \} and \\", "braces { and } and \\"),
        ("one\r\ntwo", "onetwo"),
        (r"\bin5 {}{}}x", "x"),
        (r"\bin99999 x", "x"),
        (r"\'zz", "zz"),
        (r"{\*\unheard of}{\unheard kept}", "kept"),
        (r"{\field{\*\fldinst HYPERLINK x}{\fldrslt shown}}", "shown"),
        (r"{\pict 0123abcd}{\object{\*\objdata 00}{\result seen}}", "seen"),
        (r"{\upr{a?}{\*\ud{a\u1080 ?}}}", "aи"),
        (r"a{\v hidden}{\deleted gone}b{\xe entry}", "ab"),
    ],
)
def test_characters(body: str, text: str) -> None:
    assert texts(body) == [text]


@pytest.mark.parametrize(
    ("head", "byte", "sign"),
    [(r"\mac", "8e", "é"), (r"\pca", "82", "é"), (r"\ansicpg1251", "ec", "м"), (r"\ansicpg99999", "e9", "é")],
)
def test_the_code_page_of_the_file(head: str, byte: str, sign: str) -> None:
    assert blocks(parse(rf"{{\rtf1{head} \'{byte}}}".encode(), Options(), quiet)) == [sign]


def test_paragraphs_and_their_levels() -> None:
    head = (
        r"{\stylesheet{\s0 Normal;}{\s1\outlinelevel0 heading 1;}{\s2\sbasedon1 Child;}{\s3 Title;}"
        r"{\*\cs4\outlinelevel3 Letters;}{\s5\outlinelevel9\sbasedon1 Flat;}}"
    )
    body = (
        r"\pard\s3 T\par\pard\s1 One\par\pard\s2 Two\par\pard\s5 Flat\par\pard\s0 Body\par Body\par"
        r"\pard\outlinelevel2 Three\par\pard end"
    )
    parsed = read(body, head)
    assert blocks(parsed) == ["T", "One", "Two", "Flat", "Body", "Body", "Three", "end"]
    assert levels(parsed) == [1, 1, 1, 0, 0, 0, 3, 0]


def test_numbers_of_lists_are_kept_and_bullets_are_not() -> None:
    body = (
        r"{\listtext\f0 1.\tab}one\par{\listtext\f2 \'b7\tab}dot\par{\pntext (a)\tab}old\par"
        r"{\*\pn\pnlvlbody{\pntxtb (}{\pntxta )}}last"
    )
    assert texts(body) == ["1. one", "dot", "(a) old", "last"]


def test_a_paragraph_whose_end_is_deleted_goes_on() -> None:
    parsed = read(r"one {\deleted x\par}two\par three{\revised  new}")
    assert blocks(parsed) == ["one two", "three new"]
    assert parsed.warnings == (
        "Tracked changes were read as accepted; insertions kept: 1.",
        "Tracked deletions and moves that were left out: 1.",
    )


def test_rows_notes_boxes_and_remarks() -> None:
    body = (
        r"a{\super\chftn}{\footnote\pard{\super\chftn} first\par second}b{\footnote\ftnalt late}"
        r"{\shp{\*\shpinst{\sp{\sn x}{\sv 1}}{\shptxt boxed\par}}{\shprslt boxed}}"
        r"{\*\atnid AB}{\*\atnauthor B}{\*\annotation remark}\par"
        r"\trowd\pard\intbl l\par m\cell r\cell\row\trowd\pard\intbl framed\par twice\cell\row\pard after"
    )
    parsed = read(body, r"\aftnnrlc")
    wanted = ["ab", "boxed", "l m | r", "framed", "twice", "after", "[1] first", "second", "[i] late"]
    assert blocks(parsed) == wanted
    assert parsed.warnings == ("Comments that were left out: 1.",)


def test_headers_are_listed_and_the_title_is_taken() -> None:
    parsed = read(r"{\header Page\par}{\footerl Foot}text", r"{\info{\title On Boats}{\author N}}")
    assert blocks(parsed) == ["text"]
    assert parsed.removed == ((0, "Page"), (0, "Foot"))
    assert parsed.title == "On Boats"


def test_a_style_named_heading_is_one_and_the_printed_title_goes_before_the_files_own() -> None:
    head = r"{\stylesheet{\s1 Heading 1;}{\s2 heading 2;}}{\info{\title Draft 3 of the clerk}}"
    parsed = read(r"\pard\s1 On Boats\par\pard\s2 Of Sails\par\pard text\par", head)
    assert levels(parsed) == [1, 2, 0]
    assert parsed.title == ""  # then the first heading is it


def test_the_number_of_a_page_in_a_header_is_no_fixed_text() -> None:
    field = r"{\field{\*\fldinst {\b PAGE }}{\fldrslt {\b 4}}}"
    header = rf"{{\header Page {field} of {{\field{{\*\fldinst AUTHOR}}{{\fldrslt N}}}}\par}}"
    parsed = read(header + rf"{{\footer {field}\par}}on {field} here")
    assert parsed.removed == ((0, "Page … of N"),)
    assert blocks(parsed) == ["on 4 here"]


@pytest.mark.parametrize("data", [b"", b"plain", b"PK\x03\x04", b"{\\rtx}"])
def test_what_is_no_rtf_is_refused(data: bytes) -> None:
    with pytest.raises(ReadingError, match="not an RTF file"):
        parse(data, Options(), quiet)


def test_groups_without_end_are_refused_and_missing_braces_borne() -> None:
    with pytest.raises(ReadingError, match="nested more than 1,000 deep"):
        parse(b"{\\rtf1 " + b"{" * 100_000 + b"x", Options(), quiet)
    assert blocks(parse(b"{\\rtf1 {a{\\footnote b", Options(), quiet)) == ["a", "[1] b"]
    assert blocks(parse(b"{\\rtf1 a}}}}b", Options(), quiet)) == ["ab"]


WORDS = st.sampled_from(
    [
        *(
            "{",
            "}",
            "\\par ",
            "\\cell ",
            "\\row ",
            "\\intbl ",
            "\\u-10179 ?",
            "\\'e9",
            "\\footnote ",
            "\\*",
            "x",
        ),
        *(
            "\\listtext ",
            "\\fonttbl ",
            "\\stylesheet ",
            "\\s1 ",
            "\\f2 ",
            "\\v ",
            "\\v0 ",
            "\\deleted ",
            "\\bin3 ",
        ),
        *(
            "\\shpinst ",
            "\\shptxt ",
            "\\header ",
            "\\uc9 ",
            "\\outlinelevel1 ",
            "\\sbasedon1 ",
            "\\pard ",
            " ",
        ),
    ]
)


@given(st.lists(WORDS, max_size=60))
def test_nothing_breaks_the_reader(words: list[str]) -> None:
    parsed = parse(("{\\rtf1 " + "".join(words)).encode(), Options(), quiet)
    parsed.text.encode("utf-8")
    assert all(parsed.text[block.start : block.end].strip() for block in parsed.blocks)
