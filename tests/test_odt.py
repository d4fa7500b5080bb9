"""OpenDocument texts: the same view of a document as of Word's."""

from __future__ import annotations

from pathlib import Path

import pytest
from officefiles import ACCORD, ACCORD_LEFT_OUT, blocks, levels, open_text, packed, quiet

from diffapp.errors import ReadingError
from diffapp.reading.odt import parse
from diffapp.reading.parsed import Options, Parsed

DATA = Path(__file__).parent / "data"


def number(level: int, form: str, before: str = "", after: str = ".", more: str = "") -> str:
    return (
        f'<text:list-level-style-number text:level="{level}" style:num-format="{form}" '
        f'style:num-prefix="{before}" style:num-suffix="{after}" {more}/>'
    )


def list_style(name: str, *levels_: str) -> str:
    return f'<text:list-style style:name="{name}">{"".join(levels_)}</text:list-style>'


def listed(*items: str, more: str = 'text:style-name="L"') -> str:
    inside = "".join(f"<text:list-item>{each}</text:list-item>" for each in items)
    return f"<text:list {more}>{inside}</text:list>"


def p(text: str) -> str:
    return f"<text:p>{text}</text:p>"


def read(body: str, styles: str = "") -> Parsed:
    return parse(open_text(body, styles), Options(), quiet)


def texts(body: str, styles: str = "") -> list[str]:
    return blocks(read(body, styles))


@pytest.mark.parametrize("suffix", ["odt", "fodt"])
def test_a_document_packed_and_flat(suffix: str) -> None:
    parsed = parse((DATA / f"accord.{suffix}").read_bytes(), Options(), quiet)
    assert list(zip(levels(parsed), blocks(parsed), strict=True)) == ACCORD
    assert parsed.warnings == ACCORD_LEFT_OUT
    assert parsed.removed == ((0, "WORKING COPY OF THE CLERK"),)
    assert parsed.title == "Accord on the Harbour of Merrow"


def test_white_space_is_what_the_elements_say() -> None:
    body = (
        "<text:p>a\n  b<text:s text:c='3'/>c<text:tab/>d<text:line-break/>e<text:span>f</text:span>g</text:p>"
    )
    assert texts(body) == ["a b c d efg"]


def test_hidden_text_in_all_its_forms() -> None:
    styles = (
        '<style:style style:name="V" style:family="text"><style:text-properties text:display="none"/>'
        '</style:style><style:style style:name="P" style:family="paragraph">'
        '<style:text-properties text:display="none"/></style:style>'
        '<style:style style:name="Q" style:family="paragraph" style:parent-style-name="P"/>'
    )
    body = (
        '<text:p>seen<text:span text:style-name="V">1</text:span><text:hidden-text text:is-hidden="true">2'
        '</text:hidden-text></text:p><text:p text:style-name="Q">3</text:p>'
        '<text:section text:display="none"><text:p>4</text:p></text:section>'
        '<text:p>5<text:hidden-paragraph text:is-hidden="true"/></text:p>'
        "<text:section><text:p>shown</text:p></text:section>"
    )
    parsed = read(body, styles)
    assert blocks(parsed) == ["seen", "shown"]
    assert parsed.warnings == ("Hidden stretches of text that were left out: 5.",)


@pytest.mark.parametrize(
    ("form", "wanted"),
    [
        ("1", "2."),
        ("a", "b."),
        ("A", "B."),
        ("i", "ii."),
        ("I", "II."),
        ("1st", "2nd."),
        ("First", "Second."),
        ("α, β, γ, ... (gr)", "β."),
        ("а, б, .., аа, аб, ... (ru)", "б."),
        ("unheard of", "2."),
    ],
)
def test_ways_of_counting(form: str, wanted: str) -> None:
    assert texts(listed(p("x"), p("x")), list_style("L", number(1, form)))[1] == f"{wanted} x"


def test_letters_after_the_last() -> None:
    items = [p("x")] * 28
    plain = texts(listed(*items), list_style("L", number(1, "a")))
    doubled = texts(listed(*items), list_style("L", number(1, "a", more='style:num-letter-sync="true"')))
    assert (plain[27], doubled[27]) == ("ab. x", "bb. x")


def test_lists_start_anew_go_on_and_begin_elsewhere() -> None:
    style = list_style("L", number(1, "1"), number(2, "a", "(", ")"))
    body = (
        listed(p("x"), p("x"), more='text:style-name="L" xml:id="one"')
        + listed(p("anew"))
        + listed(p("after anew"), more='text:style-name="L" text:continue-numbering="true"')
        + listed(p("after the first"), more='text:style-name="L" text:continue-list="one"')
        + listed(p("x")).replace("<text:list-item>", '<text:list-item text:start-value="9">')
    )
    assert texts(body, style) == ["1. x", "2. x", "1. anew", "2. after anew", "3. after the first", "9. x"]


def test_lists_within_lists_as_libreoffice_numbers_them() -> None:
    style = list_style(
        "L", number(1, "1"), number(2, "a", after=")"), number(3, "1", more='text:display-levels="3"')
    )
    inner = listed(p("A"), p("B"), more="")
    again = listed(p("C"), more="")
    deep = listed(listed(p("deep"), more=""), more="")
    body = listed(p("one") + inner + p("between") + again, deep)
    assert texts(body, style) == ["1. one", "a) A", "b) B", "between", "a) C", "1.a.1. deep"]


def test_an_item_without_text_of_its_own_does_not_count() -> None:
    style = list_style("L", number(1, "1"), number(2, "a"))
    goes_on = 'text:style-name="L" text:continue-numbering="true"'
    body = (
        listed(p("x"))
        + listed(listed(p("y"), more=""), more=goes_on)
        + listed(listed(p("z"), more=""), more=goes_on)
    )
    assert texts(body + listed(p("w"), more=goes_on), style) == ["1. x", "a. y", "b. z", "2. w"]


def test_headers_of_lists_bullets_and_further_paragraphs_have_no_number() -> None:
    style = list_style("L", number(1, "1")) + list_style(
        "B", '<text:list-level-style-bullet text:level="1"/>'
    )
    header = listed(p("head")).replace("list-item", "list-header")
    body = header + listed(p("x") + p("more"), "") + listed(p("dot"), more='text:style-name="B"')
    assert texts(body, style) == ["head", "1. x", "more", "dot"]


def test_a_pattern_goes_before_prefix_and_suffix() -> None:
    pattern = 'style:num-list-format="Article %1%:"'
    assert texts(listed(p("x")), list_style("L", number(1, "I", more=pattern))) == ["Article I: x"]


def test_headings_and_their_numbers() -> None:
    outline = (
        '<text:outline-style style:name="O"><text:outline-level-style text:level="1" style:num-format="I"/>'
        '<text:outline-level-style text:level="2" style:num-format="1" text:display-levels="2" '
        'style:num-suffix="."/>'
        '</text:outline-style><style:style style:name="N" style:family="paragraph" style:list-style-name=""/>'
    )

    def heading(level: int, text: str, more: str = "") -> str:
        return f'<text:h text:outline-level="{level}" {more}>{text}</text:h>'

    body = (
        heading(1, "a")
        + heading(2, "b")
        + heading(2, "c", 'text:restart-numbering="true" text:start-value="5"')
        + heading(1, "d", 'text:style-name="N"')
        + heading(9, "e", 'text:is-list-header="true"')
        + heading(1, "f")
    )
    parsed = read(body, outline)
    assert blocks(parsed) == ["I a", "I.1. b", "I.5. c", "d", "e", "II f"]
    assert levels(parsed) == [1, 2, 2, 1, 6, 1]


def test_cells_that_are_covered() -> None:
    def row(*cells: str) -> str:
        return f"<table:table-row>{''.join(cells)}</table:table-row>"

    def cell(text: str, more: str = "") -> str:
        return f"<table:table-cell {more}><text:p>{text}</text:p></table:table-cell>"

    covered = "<table:covered-table-cell/>"
    body = (
        "<table:table><table:table-header-rows>"
        + row(cell("wide", 'table:number-columns-spanned="2"'), covered, cell("c"))
        + "</table:table-header-rows>"
        + row(cell("tall", 'table:number-rows-spanned="2"'), cell("b"), cell("c"))
        + row(covered, cell("b"), cell("c"))
        + row(cell("hidden"), cell("x")).replace(
            "<table:table-row>", '<table:table-row table:visibility="collapse">'
        )
        + "</table:table><table:table>"
        + row(cell("framed") + "")
        + "</table:table>"
    )
    assert texts(body) == ["wide | c", "tall | b | c", "| b | c", "framed"]


def test_notes_boxes_and_remarks() -> None:
    def note(kind: str, mark: str, text: str) -> str:
        return (
            f'<text:note text:note-class="{kind}"><text:note-citation>{mark}</text:note-citation>'
            f"<text:note-body>{p(text)}</text:note-body></text:note>"
        )

    box = f"<draw:frame><draw:text-box>{p('boxed')}</draw:text-box>"
    box += "<svg:title xmlns:svg='s'>alt</svg:title></draw:frame>"
    body = (
        f"<text:p>a{note('endnote', 'i', 'late')}{note('footnote', '*', 'early')}b{box}"
        "<office:annotation><text:p>remark</text:p></office:annotation>"
        "<text:ruby><text:ruby-base>c</text:ruby-base><text:ruby-text>x</text:ruby-text></text:ruby></text:p>"
    )
    assert texts(body) == ["abc", "boxed", "[*] early", "[i] late"]


def test_an_index_is_read_but_not_how_it_is_made() -> None:
    body = (
        "<text:table-of-content><text:table-of-content-source><text:index-title-template>Made"
        "</text:index-title-template></text:table-of-content-source><text:index-body><text:p>1 One</text:p>"
        "</text:index-body></text:table-of-content>"
    )
    assert texts(body) == ["1 One"]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (packed({"styles.xml": "<a/>"}), "“content.xml” is missing"),
        (
            packed({"content.xml": "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/hosts'>]><a>&x;</a>"}),
            "document type",
        ),
        (packed({"content.xml": "<a/>"}), "no text document"),
        (
            packed({"META-INF/manifest.xml": "<m:m><m:encryption-data/></m:m>", "content.xml": "x"}),
            "password",
        ),
        (open_text("<text:section>" * 300 + "</text:section>" * 300), "more than 256 deep"),
        (open_text("x")[:-20], "not well-formed"),
        (b"%PDF-1.7", "not an ODT file but a PDF file"),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, why: str) -> None:
    with pytest.raises(ReadingError, match=why):
        parse(data, Options(), quiet)


def test_the_manifest_of_an_old_file_declares_a_document_type() -> None:
    manifest = (
        '<!DOCTYPE manifest:manifest PUBLIC "-//OpenOffice.org//DTD Manifest 1.0//EN" "Manifest.dtd"><m/>'
    )
    parts: dict[str, str | bytes] = {"META-INF/manifest.xml": manifest, "content.xml": open_text(p("x"))}
    assert blocks(parse(packed(parts), Options(), quiet)) == ["x"]


def test_the_deepest_document_that_is_allowed() -> None:
    assert texts("<text:section>" * 240 + p("x") + "</text:section>" * 240) == ["x"]
    assert texts("<text:list><text:list-item>" * 120 + p("x") + "</text:list-item></text:list>" * 120) == [
        "x"
    ]
    assert texts("<text:p>" + "<text:span>" * 240 + "x" + "</text:span>" * 240 + "</text:p>") == ["x"]


def test_the_number_of_a_page_in_a_footer_is_no_fixed_text() -> None:
    line = "<text:p>Page <text:page-number>1</text:page-number> - Confidential</text:p>"
    footer = f"<style:footer>{line}</style:footer>"
    masters = f"<office:master-styles><style:master-page>{footer}</style:master-page></office:master-styles>"
    data = open_text("<text:p>text</text:p>").replace(b"<office:body>", masters.encode() + b"<office:body>")
    assert parse(data, Options(), quiet).removed == ((0, "Page … - Confidential"),)
