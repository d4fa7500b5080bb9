"""Word documents: what is printed, in order, with its numbers; changes accepted, hidden text counted."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from lxml import etree
from officefiles import ACCORD, ACCORD_LEFT_OUT, W, blocks, levels, packed, quiet, word

from diffapp.errors import ReadingError
from diffapp.reading.docx import parse
from diffapp.reading.parsed import Options, Parsed
from diffapp.reading.wordfields import blank_numbers

DATA = Path(__file__).parent / "data"


def p(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def item(text: str, num: int, level: int = 0) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>')


def level(at: int, text: str, form: str = "decimal", more: str = "", start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def abstract(ident: int, *levels_: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{ident}">{"".join(levels_)}</w:abstractNum>'


def num(ident: int, of: int, override: str = "") -> str:
    return f'<w:num w:numId="{ident}"><w:abstractNumId w:val="{of}"/>{override}</w:num>'


def style(ident: str, inside: str = "", base: str = "", name: str = "") -> str:
    based = f'<w:basedOn w:val="{base}"/>' if base else ""
    named = f'<w:name w:val="{name or ident}"/>'
    return f'<w:style w:type="paragraph" w:styleId="{ident}">{named}{based}{inside}</w:style>'


def read(body: str, **parts: str) -> Parsed:
    return parse(word(body, **parts), Options(), quiet)


def texts(body: str, **parts: str) -> list[str]:
    return blocks(read(body, **parts))


def test_a_document_saved_by_libreoffice() -> None:
    parsed = parse((DATA / "accord.docx").read_bytes(), Options(), quiet)
    assert list(zip(levels(parsed), blocks(parsed), strict=True)) == ACCORD
    assert parsed.warnings == ACCORD_LEFT_OUT
    assert parsed.removed == ((0, "WORKING COPY OF THE CLERK"),)
    assert parsed.title == "Accord on the Harbour of Merrow"
    assert parsed.pages is None


# -- runs ------------------------------------------------------------------------------------------------


def test_signs_within_a_run() -> None:
    run = (
        "<w:p><w:r><w:t>non</w:t><w:noBreakHyphen/><w:t>stop</w:t><w:tab/>"
        "<w:t>har</w:t><w:softHyphen/><w:t>bour</w:t>"
        '<w:br/><w:t>line</w:t><w:sym w:font="Symbol" w:char="F061"/>'
        '<w:sym w:font="Odd" w:char="F0FF"/></w:r></w:p>'
    )
    parsed = read(run)
    assert blocks(parsed) == ["non\u2011stop harbour lineα\ufffd"]
    assert any("Soft hyphens" in each for each in parsed.warnings)
    assert any("symbol fonts" in each for each in parsed.warnings)


def test_an_empty_line_or_a_number_parts_a_paragraph() -> None:
    lines = "Agreed:<w:br/>(a) one;<w:br/>(b) two.<w:br/><w:br/>Done<w:br/>here."
    body = "".join(f"<w:t>{each}</w:t><w:br/>" for each in lines.split("<w:br/>"))
    assert texts(f"<w:p><w:r>{body}</w:r></w:p>") == ["Agreed:", "(a) one;", "(b) two.", "Done here."]


def test_of_a_field_only_the_result_is_read() -> None:
    def step(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    inner = f"{step('begin')}<w:r><w:instrText>PAGE</w:instrText></w:r>"
    inner += f"{step('separate')}<w:r><w:t>9</w:t></w:r>{step('end')}"
    body = (
        f"<w:p>{step('begin')}<w:r><w:instrText>IF </w:instrText><w:t>no</w:t></w:r>{inner}{step('separate')}"
        f"<w:r><w:t>yes</w:t></w:r></w:p><w:p><w:r><w:t>still yes</w:t></w:r>{step('end')}"
        '<w:fldSimple w:instr="DATE"><w:r><w:t> today</w:t></w:r></w:fldSimple></w:p>'
    )
    assert texts(body) == ["yes", "still yes today"]


def test_the_number_of_a_page_in_a_footer_is_no_fixed_text() -> None:
    def run(inside: str) -> str:
        return f"<w:r>{inside}</w:r>"

    steps = [f'<w:fldChar w:fldCharType="{step}"/>' for step in ("begin", "separate", "end")]
    begin, separate, end = map(run, steps)
    number = begin + run("<w:instrText> PAGE </w:instrText>") + separate + run("<w:t>4</w:t>") + end
    simple = f'<w:fldSimple w:instr="NUMPAGES">{run("<w:t>1</w:t>")}{run("<w:t>2</w:t>")}</w:fldSimple>'
    kept = begin + run("<w:instrText>AUTHOR</w:instrText>") + separate + run("<w:t>N</w:t>") + end
    footer = etree.fromstring(
        f'<w:ftr xmlns:w="{W}"><w:p>{run("<w:t>Page </w:t>")}{number}{run("<w:t>/</w:t>")}'
        f"{simple}{kept}</w:p></w:ftr>"
    )
    blank_numbers(footer)
    assert "".join(footer.itertext("{*}t")) == "Page …/…N"


def test_a_field_without_an_end_hides_nothing() -> None:
    body = (
        "<w:p><w:r><w:fldChar w:fldCharType='begin'/><w:instrText>REF x</w:instrText><w:t>a</w:t></w:r></w:p>"
    )
    assert texts(body + p("b")) == ["a", "b"]


def test_what_is_wrapped_around_runs_does_not_matter() -> None:
    run = "<w:r><w:t>{}</w:t></w:r>"
    body = (
        "<w:sdt><w:sdtPr><w:alias w:val='x'/></w:sdtPr><w:sdtContent><w:p>"
        f"<w:hyperlink>{run.format('a')}</w:hyperlink>"
        f"<w:smartTag>{run.format('b')}</w:smartTag><w:bdo>{run.format('c')}</w:bdo></w:p></w:sdtContent></w:sdt>"
        f"<w:customXml><w:p>{run.format('d')}</w:p></w:customXml>"
    )
    assert texts(body) == ["abc", "d"]


def test_a_text_box_is_read_once_and_after_its_paragraph() -> None:
    box = f"<w:txbxContent>{p('boxed')}</w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>before </w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>"
        f"{box}</w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r><w:r><w:t>after</w:t></w:r></w:p>"
    )
    assert texts(body) == ["before after", "boxed"]


# -- changes and hidden text -----------------------------------------------------------------------------


def test_changes_are_accepted_and_counted() -> None:
    body = (
        "<w:p><w:r><w:t>Each Party </w:t></w:r><w:del><w:r><w:delText>may </w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>shall </w:t></w:r></w:ins><w:moveFrom><w:r><w:t>here</w:t></w:r></w:moveFrom>"
        "<w:moveTo><w:r><w:t>there</w:t></w:r></w:moveTo></w:p>"
    )
    parsed = read(body)
    assert blocks(parsed) == ["Each Party shall there"]
    assert parsed.warnings == (
        "Tracked changes were read as accepted; insertions kept: 2.",
        "Tracked deletions and moves that were left out: 2.",
    )


def test_a_paragraph_whose_end_is_deleted_goes_on_in_the_next() -> None:
    first = "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>One </w:t></w:r></w:p>"
    gone = (
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:del><w:r><w:delText>x</w:delText></w:r></w:del></w:p>"
    )
    assert texts(first + gone + p("sentence.") + p("Two.")) == ["One sentence.", "Two."]
    assert texts(p("One.") + first) == ["One.", "One"]


def test_deleted_rows_and_cells_are_left_out() -> None:
    cell = "<w:tc><w:tcPr>{}</w:tcPr>{}</w:tc>"
    rows = (
        f"<w:tr>{cell.format('', p('a'))}{cell.format('', p('b'))}"
        f"{cell.format('<w:cellDel/>', p('c'))}</w:tr>"
        f"<w:tr><w:trPr><w:del/></w:trPr>{cell.format('', p('x'))}{cell.format('', p('y'))}</w:tr>"
        f"<w:tr><w:trPr><w:hidden/></w:trPr>{cell.format('', p('v'))}{cell.format('', p('w'))}</w:tr>"
    )
    assert texts(f"<w:tbl>{rows}</w:tbl>") == ["a | b"]


def test_hidden_text_by_itself_and_by_style() -> None:
    styles = style("Veiled", "<w:rPr><w:vanish/></w:rPr>") + style("Under", base="Veiled")
    styles += '<w:style w:type="character" w:styleId="Ghost"><w:rPr><w:vanish/></w:rPr></w:style>'
    run = "<w:r><w:rPr>{}</w:rPr><w:t>{}</w:t></w:r>"
    body = (
        "<w:p>"
        + run.format("<w:vanish/>", "one")
        + run.format('<w:rStyle w:val="Ghost"/>', "two")
        + run.format('<w:vanish w:val="0"/>', "seen")
        + "</w:p>"
        + p("three", '<w:pStyle w:val="Under"/>')
    )
    parsed = read(body, styles=styles)
    assert blocks(parsed) == ["seen"]
    assert parsed.warnings == ("Hidden stretches of text that were left out: 3.",)


def test_comments_and_embedded_files_are_counted() -> None:
    body = p("text") + '<w:p><w:r><w:commentReference w:id="1"/></w:r></w:p><w:altChunk r:id="x"/>'
    assert read(body).warnings == (
        "Comments that were left out: 1.",
        "Files embedded in this document that were not read: 1.",
    )


# -- headings --------------------------------------------------------------------------------------------


def test_headings_by_outline_level_name_and_parent() -> None:
    styles = (
        style("Titel", name="Title")
        + style("berschrift2", name="heading 2")
        + style("Own", '<w:pPr><w:outlineLvl w:val="2"/></w:pPr>')
        + style("Child", base="Own")
        + style("Flat", '<w:pPr><w:outlineLvl w:val="9"/></w:pPr>', base="Own")
        + style("Loop", base="Loop")
    )
    names = ["Titel", "berschrift2", "Own", "Child", "Flat", "Loop", "Missing"]
    body = "".join(p(name, f'<w:pStyle w:val="{name}"/>') for name in names)
    body += p("direct", '<w:outlineLvl w:val="7"/>')
    assert levels(read(body, styles=styles)) == [1, 2, 3, 3, 0, 0, 0, 6]


def test_without_headings_of_its_own_the_shape_decides() -> None:
    assert levels(read(p("ARTICLE 1") + p("Text."))) == [None, None]
    titled = p("T", '<w:pStyle w:val="T"/>') + p("ARTICLE 1")
    assert levels(read(titled, styles=style("T", name="Title"))) == [1, None]


# -- numbers ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "numbers"),
    [
        ("decimal", "1 2 3"),
        ("decimalZero", "01 02 03"),
        ("lowerLetter", "a b c"),
        ("upperLetter", "A B C"),
        ("lowerRoman", "i ii iii"),
        ("upperRoman", "I II III"),
        ("ordinal", "1st 2nd 3rd"),
        ("cardinalText", "One Two Three"),
        ("ordinalText", "First Second Third"),
        ("russianLower", "а б в"),
        ("chicago", "* † ‡"),
        ("unheardOf", "1 2 3"),
    ],
)
def test_ways_of_counting(form: str, numbers: str) -> None:
    numbering = abstract(0, level(0, "%1)", form)) + num(1, 0)
    assert texts(item("x", 1) * 3, numbering=numbering) == [f"{each}) x" for each in numbers.split()]


def test_levels_start_anew_under_the_next_item() -> None:
    numbering = abstract(
        0, level(0, "%1."), level(1, "(%2)", "lowerLetter"), level(2, "%3.", "lowerRoman")
    ) + num(1, 0)
    body = "".join(item("x", 1, at) for at in (0, 1, 1, 2, 2, 1, 0, 1))
    wanted = ["1. x", "(a) x", "(b) x", "i. x", "ii. x", "(c) x", "2. x", "(a) x"]
    assert texts(body, numbering=numbering) == wanted


def test_numbers_of_several_levels() -> None:
    legal = level(2, "%1.%2.%3", "decimal", "<w:isLgl/>")
    numbering = abstract(0, level(0, "%1.", "upperRoman"), level(1, "%1.%2"), legal, level(3, "%2.%4")) + num(
        1, 0
    )
    body = "".join(item("x", 1, at) for at in (0, 1, 2, 0, 3))
    assert texts(body, numbering=numbering) == ["I. x", "I.1 x", "1.1.1 x", "II. x", "1.1 x"]


def test_a_level_may_go_on_or_start_anew_as_the_list_says() -> None:
    never = level(1, "%2.", more='<w:lvlRestart w:val="0"/>')
    numbering = abstract(0, level(0, "A%1"), never) + num(1, 0)
    body = "".join(item("x", 1, at) for at in (0, 1, 1, 0, 1))
    assert texts(body, numbering=numbering) == ["A1 x", "1. x", "2. x", "A2 x", "3. x"]


def test_lists_of_one_abstract_list_count_on_unless_they_start_anew() -> None:
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride>'
    other = f'<w:lvlOverride w:ilvl="0">{level(0, "§ %1")}</w:lvlOverride>'
    numbering = abstract(0, level(0, "%1.")) + num(1, 0) + num(2, 0) + num(3, 0, override) + num(4, 0, other)
    body = "".join(item("x", each) for each in (1, 1, 2, 3, 3, 4))
    assert texts(body, numbering=numbering) == ["1. x", "2. x", "3. x", "7. x", "8. x", "§ 9 x"]


def test_numbers_by_style() -> None:
    def numbered(ident: str, of: str, base: str = "") -> str:
        return style(ident, f"<w:pPr><w:numPr>{of}</w:numPr></w:pPr>", base)

    styles = (
        numbered("One", '<w:numId w:val="1"/>')
        + numbered("Two", '<w:numId w:val="1"/>')
        + style("Child", base="Two")
        + numbered("None", '<w:numId w:val="0"/>', "Two")
    )
    back = '<w:pStyle w:val="Two"/>'
    numbering = abstract(0, level(0, "%1."), level(1, "%1.%2", more=back)) + num(1, 0)
    body = "".join(p("x", f'<w:pStyle w:val="{each}"/>') for each in ("One", "Two", "Child", "None"))
    body += p("x", '<w:pStyle w:val="One"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>')
    assert texts(body, styles=styles, numbering=numbering) == ["1. x", "1.1 x", "1.2 x", "x", "x"]


def test_a_list_style_leads_to_the_list() -> None:
    styles = '<w:style w:type="numbering" w:styleId="L"><w:pPr><w:numPr><w:numId w:val="2"/>'
    styles += "</w:numPr></w:pPr></w:style>"
    link = '<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="L"/></w:abstractNum>'
    numbering = link + abstract(1, level(0, "%1.")) + num(1, 0) + num(2, 1)
    assert texts(item("x", 1), styles=styles, numbering=numbering) == ["1. x"]


def test_bullets_print_nothing_and_empty_items_their_number() -> None:
    numbering = (
        abstract(0, level(0, "•", "bullet")) + abstract(1, level(0, "%1.", start=3)) + num(1, 0) + num(2, 1)
    )
    assert texts(item("x", 1) + item("", 2) + item("y", 2), numbering=numbering) == ["x", "3.", "4. y"]


# -- tables, notes, pages --------------------------------------------------------------------------------


def test_a_row_is_one_block_and_a_frame_is_none() -> None:
    def table(*rows: list[str]) -> str:
        cells = ("".join(f"<w:tc>{each}</w:tc>" for each in row) for row in rows)
        return f"<w:tbl>{''.join(f'<w:tr>{each}</w:tr>' for each in cells)}</w:tbl>"

    inner = table([p("in"), p("side")])
    body = table([p("a") + p("b"), p(""), p("c")], [p(""), p("")], [inner + p(""), p("z")]) + table(
        [p("one") + p("two")]
    )
    assert texts(body) == ["a b |  | c", "in | side | z", "one", "two"]


def test_notes_stand_at_the_end_in_the_order_of_their_marks() -> None:
    body = (
        '<w:p><w:r><w:t>A</w:t><w:footnoteReference w:id="7"/></w:r><w:r><w:t>B</w:t>'
        '<w:footnoteReference w:id="3" w:customMarkFollows="1"/><w:t>*</w:t></w:r>'
        '<w:r><w:endnoteReference w:id="2"/></w:r><w:r><w:footnoteReference w:id="5"/></w:r></w:p>'
    )

    def note(ident: int, *paragraphs: str) -> str:
        return f'<w:footnote w:id="{ident}">{"".join(map(p, paragraphs))}</w:footnote>'

    footnotes = note(3, "* starred") + note(5, "third") + note(7, "first", "more") + note(9, "never marked")
    endnotes = f'<w:endnote w:id="2">{p("last")}</w:endnote>'
    assert texts(body, footnotes=footnotes, endnotes=endnotes) == [
        "AB",
        "[1] first",
        "more",
        "[*] starred",
        "[2] third",
        "[i] last",
    ]


def test_pages_are_given_only_where_all_breaks_are_noted() -> None:
    broken = "<w:p><w:r><w:lastRenderedPageBreak/><w:t>two</w:t></w:r></w:p>"
    document = word(p("one") + broken)
    for counted, pages in ((2, [1, 2]), (3, [None, None])):
        app = f"<Properties><Pages>{counted}</Pages></Properties>"
        parts: dict[str, str | bytes] = {"docProps/app.xml": app, **members(document)}
        parsed = parse(packed(parts), Options(), quiet)
        assert [block.page for block in parsed.blocks] == pages
        assert parsed.pages == (2 if counted == 2 else None)


def test_a_title_may_end_with_a_number() -> None:
    core = '<c xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Accord No.12</dc:title></c>'
    parts: dict[str, str | bytes] = {"docProps/core.xml": core, **members(word(p("x")))}
    assert parse(packed(parts), Options(), quiet).title == "Accord No.12"


def members(data: bytes) -> dict[str, str | bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        return {name: container.read(name) for name in container.namelist()}


@pytest.mark.parametrize("title", ["Document1", "Microsoft Word - x.doc", "notes.docx", " "])
def test_a_title_that_a_program_made_up_is_none(title: str) -> None:
    core = f'<c xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title></c>'
    parts: dict[str, str | bytes] = {"docProps/core.xml": core, **members(word(p("x")))}
    assert parse(packed(parts), Options(), quiet).title == ""


# -- the container ---------------------------------------------------------------------------------------


def test_the_main_part_is_found_by_its_relation_and_in_the_strict_form() -> None:
    space = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    main = (
        f'<w:document xmlns:w="{space}"><w:body><w:p><w:r><w:t>strict</w:t></w:r></w:p></w:body></w:document>'
    )
    relations = '<R><Relationship Type="x/officeDocument" Target="/deep/main.xml"/></R>'
    parts: dict[str, str | bytes] = {"_rels/.rels": relations, "deep/main.xml": main.encode("utf-16")}
    assert blocks(parse(packed(parts), Options(), quiet)) == ["strict"]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (packed({"word/styles.xml": "<a/>"}), "“word/document.xml” is missing"),
        (packed({"word/document.xml": ""}), "not well-formed"),
        (packed({"word/document.xml": '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'}), "document type"),
        (word("<w:sdt>" * 300 + "</w:sdt>" * 300), "more than 256 deep"),
        (word(p("x"))[:200], "damaged"),
        (b"%PDF-1.7", "not a DOCX file but a PDF file"),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, why: str) -> None:
    with pytest.raises(ReadingError, match=why):
        parse(data, Options(), quiet)


def test_the_deepest_document_that_is_allowed() -> None:
    tables = "<w:tbl><w:tr><w:tc>" * 80 + p("x") + "</w:tc></w:tr></w:tbl>" * 80
    assert texts(tables) == ["x"]
    boxes = "<w:p><w:r><w:txbxContent>" * 80 + p("x") + "</w:txbxContent></w:r></w:p>" * 80
    assert texts(boxes) == ["x"]
    assert texts("<w:p>" + "<w:ins>" * 240 + "<w:r><w:t>x</w:t></w:r>" + "</w:ins>" * 240 + "</w:p>") == ["x"]
