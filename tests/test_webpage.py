"""Web pages: the main text as a browser shows it; the rest is left out and listed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from officefiles import ACCORD, blocks, levels, quiet

from diffapp.errors import ReadingError
from diffapp.reading.parsed import Options, Parsed
from diffapp.reading.webpage import parse

DATA = Path(__file__).parent / "data"
PROSE = (
    "<p>The two towns have agreed that the quay stays open by day, that the lamp is lit at dusk, and that "
    "neither of them asks a fee of a boat that seeks shelter from a storm.</p>"
)


def read(page: str, encoding: str | None = None) -> Parsed:
    return parse(page.encode(), Options(encoding), quiet)


def texts(page: str) -> list[str]:
    return blocks(read(page))


def removed(page: str) -> list[str]:
    return [line for _, line in read(page).removed]


def test_a_page_saved_by_libreoffice() -> None:
    parsed = parse((DATA / "accord.html").read_bytes(), Options(), quiet)
    found = blocks(parsed)
    # HTML knows no "(a)", and LibreOffice writes the numbers of headings, and deleted words, as text.
    same = [text for _, text in ACCORD if text in found]
    assert len(same) == len(ACCORD) - 8
    assert "a. the crane;" in found
    assert parsed.removed == ((0, "WORKING COPY OF THE CLERK"),)
    assert found[-2:] == ["[1] Minutes of the first meeting.", "[i] By the old calendar."]


# -- blocks ----------------------------------------------------------------------------------------------


def test_blocks_levels_and_line_breaks() -> None:
    page = (
        "<h1>One <i>title</i></h1>loose<div>in <b>a</b> <div>box</div> after</div><h3>Three</h3>"
        "<p>a\n  line<br>and another<br><br>and a new one<p>cite <q>this</q> m<sup>2</sup>"
        "<dl><dt>term<dd>what</dl><pre>kept\nlines\n\n(a) item</pre><hr>end"
    )
    parsed = read(page)
    assert blocks(parsed) == [
        *("One title", "loose", "in a", "box", "after", "Three", "a line and another", "and a new one"),
        *("cite “this” m2", "term", "what", "kept lines", "(a) item", "end"),
    ]
    assert levels(parsed)[:6] == [1, 0, 0, 0, 0, 3]


def test_without_headings_the_shape_decides() -> None:
    assert levels(read("<p>ARTICLE 1<p>Text.<table><tr><td>a<td>b</table>")) == [None, None, 0]


def test_rows_and_frames() -> None:
    page = (
        "<table><caption>Fees</caption><tr><th>Boat<th>Fee<tr><td>Barge<td><p>3</p><p>coins</p><tr><td><td></table>"
        "<table><tr><td><p>framed</p><p>twice</p></table>"
    )
    assert texts(page) == ["Fees", "Boat | Fee", "Barge | 3 coins", "framed", "twice"]


@pytest.mark.parametrize(
    ("before", "numbers"),
    [
        ("<ol>", "1. 2. 3."),
        ("<ol start=5>", "5. 6. 7."),
        ("<ol start=x type=a>", "a. b. c."),
        ("<ol type=A>", "A. B. C."),
        ("<ol type=i>", "i. ii. iii."),
        ("<ol type=I>", "I. II. III."),
        ("<ol reversed>", "3. 2. 1."),
        ("<ol style='list-style: lower-alpha inside'>", "a. b. c."),
        ("<ol style='list-style-type:decimal-leading-zero'>", "01. 02. 03."),
    ],
)
def test_numbers_as_a_browser_prints_them(before: str, numbers: str) -> None:
    assert texts(f"{before}<li>x<li>x<li>x</ol>") == [f"{each} x" for each in numbers.split()]


@pytest.mark.parametrize(
    "before", ["<ul>", "<ol style='list-style:none'>", "<ul style='list-style-type: square'>"]
)
def test_lists_without_numbers(before: str) -> None:
    assert texts(f"{before}<li>x<li>y") == ["x", "y"]


def test_items_with_a_value_of_their_own_and_within_items() -> None:
    page = "<ol><li>x<li value=7>y<ol type=a><li>in<p>more</p></ol><li>z<li><ol><li>deep</ol><li></ol>"
    assert texts(page) == ["1. x", "7. y", "a. in", "more", "8. z", "9. 1. deep", "10."]


def test_numbers_written_as_text_are_not_printed_twice() -> None:
    assert texts("<ol><li>(a) x<li>(b) y</ol>") == ["(a) x", "(b) y"]


def test_lists_as_word_writes_them() -> None:
    own = (
        "<p><![if !supportLists]><span style='mso-list:Ignore'>{}<span>&nbsp;&nbsp; </span></span><![endif]>x"
    )
    assert texts(own.format("(a)") + own.format("·")) == ["(a) x", "x"]


def test_the_head_of_an_article_is_its_own() -> None:
    page = f"<article><header><p>By the clerk</p></header>{PROSE}</article>"
    assert texts(page)[0] == "By the clerk"
    assert removed(f"<header><p>By the clerk</p></header>{PROSE * 2}") == ["By the clerk"]


# -- hidden text -----------------------------------------------------------------------------------------


def test_what_is_not_shown_is_left_out_and_counted() -> None:
    page = (
        "<style>.veil, p.gone{color:red;display : none} #x{visibility:hidden}"
        "@media print{.shown{display:none}} .a .b{display:none}</style>"
        "<p>seen<span hidden>1</span><span style='display:none'>2</span><i class='k veil'>3</i>"
        "<p class=gone>4<p id=x>5<p class=shown>also<p class=b>too<span class=sr-only>6</span>"
        "<dialog>7</dialog><script>no</script><template>no</template><noscript>no</noscript>"
    )
    parsed = read(page)
    assert blocks(parsed) == ["seen", "also", "too"]
    assert "Hidden stretches of text that were left out: 7." in parsed.warnings


def test_deletions_are_left_out() -> None:
    parsed = read("<p>may<del> perhaps</del><ins> surely</ins> <s>struck</s>")
    assert blocks(parsed) == ["may surely struck"]
    assert parsed.warnings == ("Tracked deletions and moves that were left out: 1.",)


# -- the main text ---------------------------------------------------------------------------------------

MENU = "<ul><li><a href=/a>World</a><li><a href=/b>Europe</a></ul>"


@pytest.mark.parametrize("main", ["article", "main", "div role=main"])
def test_the_main_element_is_the_text(main: str) -> None:
    page = (
        f"<header><a href=/>Ledger</a><nav>{MENU}</nav></header><div>Loose words.</div><{main}><header><h1>On"
        f" Boats</h1></header>{PROSE * 2}<aside>Most read</aside><form>Search <button>Go</button></form>"
        f"<div class='x newsletter-box'><p>Sign up.</p></div></{main.split(maxsplit=1)[0]}>"
        "<footer>© Ledger</footer>"
    )
    assert [text[:8] for text in texts(page)] == ["On Boats", "The two ", "The two "]
    lines = ["Ledger", "World", "Europe", "Loose words.", "© Ledger", "Most read", "Search Go", "Sign up."]
    assert sorted(removed(page)) == sorted(lines)
    assert any("Parts of the page outside its main text" in each for each in read(page).warnings)


def test_divs_without_meaning() -> None:
    page = (
        f"<div class=a1>{MENU}</div><div class=a2><p>We use cookies.</p><button>Accept</button></div>"
        "<div class=w>"
        f"<div class=a3><h1>On Boats</h1>{PROSE * 5}<div>Signed by both, on the quay.</div></div>"
        "<div class=a4><h3>More</h3><ul><li><a href=/a1>Markets fall as talks stall</a></ul></div></div>"
        "<div class=a5><p>© Ledger. All rights reserved.</p><a href=/t>Terms</a></div>"
    )
    found = texts(page)
    assert (found[0], len(found), found[-1]) == ("On Boats", 7, "Signed by both, on the quay.")
    assert len(removed(page)) == 8


def test_prose_beside_the_largest_part_is_kept() -> None:
    page = f"<div>A short preamble stands apart.</div><div>{PROSE * 9}</div><div><p>Done at Merrow.</p></div>"
    found = texts(page)
    assert (found[0], found[-1], removed(page)) == ("A short preamble stands apart.", "Done at Merrow.", [])


def test_a_chapter_with_an_unlucky_name_is_kept() -> None:
    page = f"<div>{PROSE * 9}<div id=related-acts class=menu><h2>Related acts</h2>{PROSE}</div></div>"
    assert (len(texts(page)), removed(page)) == (11, [])


def test_articles_side_by_side_are_one_page() -> None:
    page = f"<div><article><h2>One</h2>{PROSE}</article><article><h2>Two</h2>{PROSE}</article></div>"
    assert [text[:3] for text in texts(page)] == ["One", "The", "Two", "The"]


def test_a_form_around_the_whole_page_is_no_form() -> None:
    assert len(texts(f"<form id=aspnetForm><div class=nav-wrapper>{PROSE * 3}</div></form>")) == 3


# -- notes -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mark", "note"),
    [
        ("<sup><a href=#n>1</a></sup>", "<ol><li id=n>The note. <a href=#r>↩</a></ol>"),
        ("<a href=#n><sup>1</sup></a>", "<div id=n><p><a href=#r>1</a> The note.</p></div>"),
        ("<a href=#n>[1]</a>", "<p><a name=n></a>[1] The note.</p>"),
        ("<a class=footnote-ref href=#n>1</a>", "<footer><p id=n>1. The note.</p></footer>"),
        ("<sup><a href=#n>1</a></sup>", "<aside id=n>The note.</aside>"),
        ("<sup>[<a href=#n>1</a>]</sup>", "<table><tr id=n><td><a href=#r>1</a><td>The note.</table>"),
    ],
)
def test_notes_and_their_marks(mark: str, note: str) -> None:
    page = f"<article>{PROSE}<p id=r>A word{mark} and more.</p>{note}</article>"
    assert texts(page)[1:] == ["A word and more.", "[1] The note."]


def test_a_link_to_an_article_is_no_note() -> None:
    page = "<p>See Article <a href=#a5>5</a> and m<sup>2</sup>.<h2 id=a5>Article 5</h2><p>Text."
    assert texts(page) == ["See Article 5 and m2.", "Article 5", "Text."]


# -- encodings and damage --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ("<meta charset=windows-1251>", "cp1251"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=koi8-r">', "koi8-r"),
        ('<?xml version="1.0" encoding="iso-8859-5"?>', "iso-8859-5"),
        ("<meta charset=utf-16>", "utf-8"),
        ("<meta charset=unheard-of>", "utf-8"),
        ("", "utf-8-sig"),
        ("<meta charset=latin-1>", "utf-16"),
    ],
)
def test_encodings(head: str, encoding: str) -> None:
    data = f"{head}<html><p>Мир и дружба</p>".encode(encoding)
    assert blocks(parse(data, Options(), quiet)) == ["Мир и дружба"]


def test_latin_1_is_what_browsers_take_it_for_and_the_user_goes_first() -> None:
    data = b"<meta charset=iso-8859-1><p>\x93caf\xe9\x94"
    assert blocks(parse(data, Options(), quiet)) == ["“café”"]
    assert blocks(parse(data, Options("cp1251"), quiet)) == ["“cafй”"]


def test_empty_elements_of_xhtml_are_closed() -> None:
    page = '<?xml version="1.0"?><html xmlns="x"><head><title/><script src="a"/></head>'
    page += "<body><p>a<br/>b</p><p/></body></html>"
    assert texts(page) == ["a b"]


def test_entities_control_characters_and_titles() -> None:
    parsed = read("<!DOCTYPE html><title>On Boats</title><p>a&nbsp;&amp;&#8212;b&#0;&#55296;\0\x01c")
    assert blocks(parsed)[0].startswith("a\u00a0&—b")
    parsed.text.encode("utf-8")
    assert parsed.title == "On Boats"
    assert read("<title>Site - On Boats</title><h1>On Boats</h1><p>x").title == ""


def test_a_page_that_is_made_by_scripts_is_not_read_as_empty() -> None:
    with pytest.raises(ReadingError, match="before its scripts run"):
        read("<div id=app></div><div hidden>data</div><script>start()</script>")


@pytest.mark.parametrize("page", ["<div>" * 300 + "x", "<p " + "a " * 9000 + ">x", ""])
def test_what_cannot_be_read_says_so(page: str) -> None:
    with pytest.raises(ReadingError):
        read(page)


@pytest.mark.parametrize("nested", ["<div>", "<b>", "<ul><li>", "<table><tr><td>", "<blockquote><p>"])
def test_the_deepest_page_that_is_allowed(nested: str) -> None:
    deepest = 1
    for depth in range(250, 40, -30):
        try:
            found = texts(nested * (depth // nested.count("<")) + "x")
        except ReadingError:
            continue
        assert found == ["x"]
        deepest = max(deepest, depth)
    assert deepest > 100


TAGS = st.sampled_from(
    [
        *(
            "<p>",
            "</p>",
            "<ol>",
            "<li>",
            "</ol>",
            "<table>",
            "<tr>",
            "<td>",
            "</table>",
            "<br>",
            "<h2>",
            "</h2>",
        ),
        *(
            "<a href=#n>1</a>",
            "<sup>",
            "</sup>",
            "<p id=n>",
            "<del>",
            "</del>",
            "<div hidden>",
            "</div>",
            "<div>",
        ),
        *(
            "<article>",
            "</article>",
            "<nav>",
            "</nav>",
            "word ",
            "<pre>",
            "</pre>",
            "<aside>",
            "<style>",
            "&#0;",
        ),
    ]
)


@given(st.lists(TAGS, max_size=50))
def test_nothing_breaks_the_reader(tags: list[str]) -> None:
    parsed = read("<p>x</p>" + "".join(tags))
    parsed.text.encode("utf-8")
    assert all(parsed.text[block.start : block.end].strip() for block in parsed.blocks)


def test_the_number_of_a_page_in_a_footer_is_no_fixed_text() -> None:
    footer = "<div title=footer><p>Page <sdfield type=PAGE>1</sdfield> - Confidential</p></div>"
    assert removed(PROSE * 2 + footer) == ["Page … - Confidential"]
