from __future__ import annotations

import io
import struct
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PIL import Image

from bench.pdfs import At, circle_of_pages, content, locked, shown, written
from diffapp.errors import ReadingError, TooLarge
from diffapp.reading import ocr
from diffapp.reading.layout import Line
from diffapp.reading.parsed import Options, Parsed, quiet
from diffapp.reading.parsing import parse_here
from diffapp.reading.pdf import Recognise, parse, picture_pages
from diffapp.reading.pictures import MAX_PIXELS, render, scale_for
from diffapp.segmenting import segment

DATA = Path(__file__).parent / "data"
PICTURE = "q 595 0 0 842 0 0 cm /I Do Q"
HELLO = At(72, 100, "Hello there.")


def read(data: bytes, options: Options = Options(), recognise: Recognise | None = None) -> Parsed:  # noqa: B008
    return parse(data, options, quiet, recognise)


def blocks(parsed: Parsed) -> list[str]:
    return [parsed.text[block.start : block.end] for block in parsed.blocks]


def test_lines_become_a_paragraph_with_its_page() -> None:
    first = "A first line that is as long as the lines of this paragraph are to be"
    parsed = read(shown([], [At(72, 100, first), At(72, 113, "and a second.")]))
    assert blocks(parsed) == [f"{first} and a second."]
    assert (parsed.blocks[0].page, parsed.pages) == (2, 2)


def test_bold_type_is_seen() -> None:
    parsed = read(
        shown([At(72, 80, "A title", font="B"), At(72, 100, "And a text below it, not bold at all.")])
    )
    assert [block.level for block in parsed.blocks] == [1, None]


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_page_is_read_as_it_is_looked_at(rotation: int) -> None:
    turns = {
        0: "1 0 0 1 0 0",
        90: "0 1 -1 0 842 0",
        180: "-1 0 0 -1 595 842",
        270: "0 -1 1 0 0 595",
    }[rotation]
    lines = [At(72, 100, "Above stands one."), At(72, 140, "Below stands two.")]
    data = written([f"{turns} cm {content(lines)}"], more=f"/MediaBox[0 0 842 842]/Rotate {rotation}")
    assert blocks(read(data)) == ["Above stands one.", "Below stands two."]


def test_a_watermark_is_left_out_and_counted() -> None:
    parsed = read(shown([HELLO, At(200, 500, "DRAFT", size=80, turned=True)]))
    assert blocks(parsed) == ["Hello there."]
    assert parsed.warnings == ("Characters left out because they are set at an angle, as watermarks are: 5.",)


@pytest.mark.parametrize(
    ("hidden", "words"),
    [
        (At(72, 200, "unseen", before="3 Tr"), "invisible"),
        (At(72, 200, "unseen", before="1 g"), "white on white"),
        (At(72, 200, "unseen", size=1), "too small"),
        (At(900, 200, "unseen"), "beside the page"),
    ],
)
def test_hidden_text_is_left_out_and_counted(hidden: At, words: str) -> None:
    parsed = read(shown([HELLO, hidden]))
    assert blocks(parsed) == ["Hello there."]
    assert words in parsed.warnings[0]
    assert parsed.warnings[0].endswith(": 6.")


def test_white_text_on_a_dark_ground_is_read() -> None:
    ground = "q 0 g 60 620 300 40 re f Q"
    parsed = read(written([f"{ground} {content([HELLO, At(72, 200, 'seen', before='1 g')])}"]))
    assert blocks(parsed) == ["Hello there.", "seen"]


def test_the_layer_of_text_over_a_scan_is_read_with_a_warning() -> None:
    layer = content([At(72, 100, "Hello there.", before="3 Tr")])
    parsed = read(written([f"{PICTURE} {layer}"]))
    assert blocks(parsed) == ["Hello there."]
    assert parsed.warnings == ("Page 1: the text was made by recognition and may hold errors.",)


def test_pages_that_are_pictures_are_named() -> None:
    data = written([PICTURE, PICTURE, content([HELLO]), PICTURE])
    assert read(data, Options(recognise=False)).warnings == (
        "Pages 1-2 and 4 are pictures without text; what they say is missing here" + f"{ocr.cure()}.",
    )
    assert picture_pages(data) == (1, 2, 4)


def test_a_file_of_pictures_alone_cannot_be_read() -> None:
    with pytest.raises(ReadingError, match="Pages 1-2 are pictures without text"):
        read(written([PICTURE, PICTURE]), Options(recognise=False))


def test_pictures_can_be_recognised() -> None:
    asked = []

    def recognise(_page: pdfium.PdfPage, number: int) -> list[Line]:
        asked.append(number)
        return [Line("Recognised words.", 72, 90, 200, 100, 10, number, confidence=0.8)]

    data = written([content([HELLO]), PICTURE])
    parsed = read(data, recognise=recognise)
    assert (asked, blocks(parsed)) == ([2], ["Hello there.", "Recognised words."])
    assert parsed.blocks[1].confidence == 0.8
    assert [warning[:6] for warning in parsed.warnings] == ["Page 2", "Page 2"]  # unsure, and recognised
    read(data, Options(recognise=True), recognise)
    assert asked == [2, 1, 2]
    assert read(data, Options(recognise=False), recognise).warnings
    assert asked == [2, 1, 2]


def test_empty_pages_are_no_pictures() -> None:
    assert read(shown([HELLO], [])).warnings == ()


def three() -> bytes:
    return shown(*[[At(72, 100, f"Page text {word}.")] for word in ("one", "two", "three")])


def test_only_the_pages_asked_for_are_read() -> None:
    parsed = read(three(), Options(pages=(2, 3)))
    assert [block.page for block in parsed.blocks] == [2, 3]
    assert parsed.pages == 3


@pytest.mark.parametrize(
    ("pages", "why"),
    [((2, 4), "this PDF has 3 pages"), ((0, 2), "no range"), ((3, 2), "no range")],
)
def test_pages_that_are_not_there_are_refused(pages: tuple[int, int], why: str) -> None:
    with pytest.raises(ReadingError, match=why):
        read(three(), Options(pages=pages))


def test_it_is_told_how_far_the_reading_is() -> None:
    told: list[tuple[int, int]] = []
    parse(three(), Options(), lambda done, of: told.append((done, of)))
    assert told == [(1, 3), (2, 3), (3, 3)]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "empty"),
        (b"%PDF-1.7\nnothing", "damaged"),
        (three()[:300], "damaged"),
        (locked(), "password"),
        (circle_of_pages(), "damaged|no pages|no text"),
        (shown([]), "no text"),
    ],
    ids=["empty", "garbage", "truncated", "locked", "circle", "blank"],
)
def test_spoilt_files_are_refused_with_one_sentence(data: bytes, why: str) -> None:
    with pytest.raises(ReadingError, match=why) as caught:
        read(data)
    assert str(caught.value).endswith((".", "first."))


def test_a_lie_about_the_number_of_pages_does_no_harm() -> None:
    assert blocks(read(written([content([HELLO])], count=3))) == ["Hello there."]


def test_too_many_pages_are_refused() -> None:
    with pytest.raises(TooLarge, match="1,000 pages"):
        read(written([""] * 1_001))


def test_what_is_removed_is_listed() -> None:
    parsed = read(shown(*[[At(280, 40, "RESTRICTED"), HELLO, At(290, 810, str(n))] for n in (1, 2)]))
    assert parsed.removed == ((1, "RESTRICTED"), (1, "1"), (2, "RESTRICTED"), (2, "2"))
    assert blocks(parsed) == ["Hello there."] * 2


def test_a_picture_of_a_page_is_as_wide_as_asked_for() -> None:
    picture = Image.open(io.BytesIO(render(three(), 2, 200)))
    picture.load()
    assert picture.size == (200, 284)
    assert len(picture.getcolors(100_000) or ()) > 1


def test_the_picture_of_a_huge_page_is_kept_small() -> None:
    data = written([""], more="/MediaBox[0 0 14000 20]")
    wide, high = struct.unpack(">II", render(data, 1, 1_000_000_000)[16:24])
    assert wide * high <= MAX_PIXELS * 1.1
    assert scale_for(100, 100, 200) == pytest.approx(2, rel=1e-5)


def test_a_picture_of_no_page_is_refused() -> None:
    with pytest.raises(ReadingError, match="this PDF has 3 pages"):
        render(three(), 4, 100)


@pytest.mark.parametrize("name", ["set-plain", "set-columns"])
def test_a_text_set_by_a_word_processor_gives_the_passages_that_went_in(name: str) -> None:
    before = parse_here((DATA / "set.md").read_bytes(), "set.md")
    after = parse_here((DATA / f"{name}.pdf").read_bytes(), f"{name}.pdf")
    assert [(one.label, one.text) for one in segment(after)] == [
        (one.label, one.text) for one in segment(before)
    ]
    assert len(after.removed) == 2 * (after.pages or 0)
