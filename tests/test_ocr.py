"""Recognition of scanned pages. What needs the weights is left out where they are not installed.

With DIFFAPP_REQUIRE_OCR=1 a missing package is a failure.
"""

from __future__ import annotations

import io
import os
import struct
import subprocess
import sys
import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from diffapp.errors import ReadingError, TooLarge
from diffapp.model import Document
from diffapp.reading import Options, imagefiles, ink, ocr, recognition, scanned, spacing
from diffapp.reading.deskew import FURTHEST, slant, straight
from diffapp.reading.files import page_picture
from diffapp.reading.lines import Line
from diffapp.reading.parsing import parse_here
from diffapp.reading.recognition import Box, Glyphs
from diffapp.reading.spacing import Read, confidence

SENTENCES = (
    "The commission shall meet twice a year, in spring",
    "and in autumn, unless its members decide otherwise.",
    "1. Each party pays a third of the cost, including",
    "travel; the host (see annex B) provides the rooms.",
    "2. Minutes are kept in both languages, and copies",
    "are sent to all parties not later than 30 June.",
)


def drawn(
    lines: Sequence[str], *, size: int = 32, left: int = 140, gap: dict[int, int] | None = None
) -> Image.Image:
    """A page of print at about 200 dots an inch, with Pillow's own typeface."""
    page = Image.new("L", (1240, 1754), 255)
    pen, face = ImageDraw.Draw(page), ImageFont.load_default(size)
    y = 160
    for number, line in enumerate(lines):
        y += (gap or {}).get(number, 0)
        pen.text((left, y), line, 20, font=face)
        y += round(size * 1.4)
    return page


def saved(picture: Image.Image, kind: str = "PNG", more: Sequence[Image.Image] = (), **how: object) -> bytes:
    out = io.BytesIO()
    pages = {"save_all": True, "append_images": list(more)} if more else {}
    picture.save(out, kind, **pages, **how)
    return out.getvalue()


def one_line(text: str) -> str:
    return " ".join(text.split())


class TestDeskew:
    @pytest.mark.parametrize("degrees", [-3.0, -1.0, -0.3, 0.0, 0.2, 0.7, 2.5])
    def test_the_slant_is_found_to_a_tenth_of_a_degree(self, degrees: float) -> None:
        page = drawn(SENTENCES * 4).rotate(-degrees, Image.Resampling.BICUBIC, fillcolor=255)
        assert slant(np.asarray(page)) == pytest.approx(degrees, abs=0.1)

    def test_so_it_is_on_grey_and_grainy_paper(self) -> None:
        page = np.asarray(drawn(SENTENCES * 4).rotate(-1.2, Image.Resampling.BICUBIC, fillcolor=255))
        grain = np.random.default_rng(0).normal(0, 12, page.shape)
        light = 150 + 80 * np.linspace(0, 1, page.shape[1])
        spoilt = np.clip(page / 255 * light + grain, 0, 255).astype(np.uint8)
        assert slant(spoilt) == pytest.approx(1.2, abs=0.1)

    def test_turned_straight_it_is_level_and_nothing_is_cut_off(self) -> None:
        page = np.asarray(drawn(SENTENCES * 4).rotate(-2, Image.Resampling.BICUBIC, fillcolor=255))
        level = straight(page, slant(page))
        assert slant(level) == pytest.approx(0, abs=0.1)
        assert all(new > old for new, old in zip(level.shape, page.shape, strict=True))

    @pytest.mark.parametrize("shape", [(1, 1), (3, 900), (900, 3), (400, 300)])
    def test_a_page_without_print_has_no_slant(self, shape: tuple[int, int]) -> None:
        page = np.full(shape, 240, dtype=np.uint8)
        assert slant(page) == 0
        assert straight(page, 0.0) is page

    def test_noise_alone_has_none_either(self) -> None:
        noise = np.random.default_rng(1).integers(0, 256, (800, 600)).astype(np.uint8)
        assert abs(slant(noise)) <= FURTHEST


class TestInk:
    def measured(self, text: str, size: int = 32) -> ink.Ink:
        page = np.asarray(drawn([text], size=size))[150 : 165 + round(size * 1.2)]
        return ink.measure(ink.own(ink.mask_of(page)), text)

    def test_size_and_baseline_do_not_depend_on_tails_and_capitals(self) -> None:
        texts = ("over any journey they may go", "noon sun on an ocean" + " Hall Hotel Kiel")
        first, second = (self.measured(text) for text in texts)
        assert first.size == pytest.approx(second.size, rel=0.06)
        assert first.base == pytest.approx(second.base, abs=1)

    def test_larger_type_measures_larger(self) -> None:
        assert self.measured("a common line", 40).size > 1.15 * self.measured("a common line", 32).size

    def test_edges_are_those_of_the_letters(self) -> None:
        assert self.measured("Hall").edges.start == pytest.approx(140, abs=6)

    def test_gaps_between_words_are_wider_than_those_between_letters(self) -> None:
        assert len(list(ink.gaps(self.measured("in the old town"), 0.2))) == 3

    def test_specks_and_rules_are_no_ink(self) -> None:
        page = np.asarray(drawn(["a common line"]))[150:205].copy()
        page[2:4, 100:1100] = 30
        page[20, 60] = page[40, 900] = 0
        assert ink.measure(ink.own(ink.mask_of(page)), "a common line").edges.start >= 135

    def test_bare_paper_has_none(self) -> None:
        paper = np.random.default_rng(2).normal(230, 4, (40, 300)).astype(np.uint8)
        mask = ink.own(ink.mask_of(paper))
        assert not mask.any()
        assert ink.measure(mask, "").size > 0
        assert ink.spot(mask, 30) is None

    def test_a_raised_figure_is_told_from_one_on_the_line(self) -> None:
        page = drawn(["the final word"])
        pen = ImageDraw.Draw(page)
        end = int(pen.textlength("the final word", ImageFont.load_default(32))) + 140
        pen.text((end + 2, 156), "3", 20, font=ImageFont.load_default(18))
        pen.text((end + 60, 160), "3", 20, font=ImageFont.load_default(32))
        measured = ink.measure(ink.own(ink.mask_of(np.asarray(page)[150:205])), "the final word")
        assert ink.raised(measured, end + 7)
        assert not ink.raised(measured, end + 69)


def read_of(text: str, *, gaps: dict[int, float], size: float = 20.0) -> Read:
    """A run of bars, each for one character but spaces, with gaps (in sizes) before some of them."""
    width, columns, at = 6, [], []
    for number, sign in enumerate(text):
        blank = round(gaps.get(number, 0.1) * size)
        columns += [False] * blank
        at.append(len(columns) + (0 if sign == " " else width / 2))
        columns += [] if sign == " " else [True] * width
    mask = np.tile(np.array(columns), (20, 1))
    glyphs = Glyphs(text, (0.9,) * len(text), tuple(place / len(columns) for place in at))
    return Read(Box(0, 0, len(columns), 20), glyphs, ink.Ink(mask, 18.0, size, 0.1))


def parted(text: str, gaps: dict[int, float]) -> list[str]:
    return [part.glyphs.text.strip() for part in spacing.parted(read_of(text, gaps=gaps))]


class TestSpacing:
    def test_a_gap_as_wide_as_a_space_is_one(self) -> None:
        assert parted("(a)the", {3: 0.4}) == ["(a) the"]
        assert parted("thehost", {3: 0.4}) == ["the host"]

    def test_there_is_none_in_a_number_or_before_a_closing_sign(self) -> None:
        assert parted("2011", {1: 0.4, 3: 0.4}) == ["2011"]
        assert parted("Mr.", {2: 0.5}) == ["Mr."]
        assert parted("(a", {1: 0.5}) == ["(a"]

    def test_a_space_that_was_seen_is_not_doubled_or_moved(self) -> None:
        assert parted("will not", {5: 0.4}) == ["will not"]
        assert parted("will not", {3: 0.4}) == ["will not"]

    def test_capitals_may_stand_wide(self) -> None:
        assert parted("REPORT", dict.fromkeys(range(1, 6), 0.3)) == ["REPORT"]

    def test_a_wide_gap_parts_columns(self) -> None:
        assert parted("left right", {5: 2.0}) == ["left", "right"]
        assert parted("leftright", {4: 2.0}) == ["left", "right"]

    def test_nothing_is_lost_on_the_way(self) -> None:
        text = "1.Some words,and more"
        for at in range(1, len(text)):
            assert "".join(parted(text, {at: 1.5})).replace(" ", "") == text.replace(" ", "")


class TestMarks:
    def of(self, text: str, low: Sequence[int] = ()) -> tuple[str, tuple[tuple[int, str], ...]]:
        """What becomes of a run all of whose signs are small and high, but for some."""
        read = read_of(text, gaps={})
        mask = np.zeros((40, read.ink.mask.shape[1]), dtype=bool)
        mask[4:12] = read.ink.mask[0]
        for number in low:
            mask[14:30] |= read.ink.mask[0] & (
                np.abs(np.arange(mask.shape[1]) - read.glyphs.at[number] * mask.shape[1]) < 5
            )
        return spacing.without_marks(Read(read.box, read.glyphs, ink.Ink(mask, 30.0, 20.0, 0.1)))

    def test_a_raised_figure_is_a_mark_and_leaves_the_text(self) -> None:
        assert self.of("word1") == ("word", ((4, "1"),))
        assert self.of("word12") == ("word", ((4, "12"),))
        assert self.of("1See") == ("See", ((0, "1"),))
        assert self.of("word²") == ("word", ((4, "2"),))

    def test_what_is_no_mark_stays(self) -> None:
        assert self.of("word1", low=[4]) == ("word1", ())
        assert self.of("5. word") == ("5. word", ())
        assert self.of("in 2") == ("in 2", ())
        assert self.of("km² wide") == ("km² wide", ())


class TestLines:
    def test_boxes_on_one_line_are_joined(self) -> None:
        boxes = [Box(0, 0, 100, 40), Box(95, 2, 200, 41), Box(0, 50, 100, 90)]
        assert sorted(scanned._joined(boxes)) == [Box(0, 0, 200, 41), Box(0, 50, 100, 90)]

    def test_columns_stay_apart(self) -> None:
        boxes = [Box(0, 0, 100, 40), Box(180, 0, 280, 40)]
        assert len(scanned._joined(boxes)) == 2

    def test_a_box_that_was_cut_within_a_word_reaches_to_its_end(self) -> None:
        page = np.asarray(drawn(["a common word"]))
        own = Box(200, 155, 250, 205)
        reached = scanned._reaching(page, own, [own])
        inked = np.flatnonzero((page[155:205] < 128).any(axis=0))
        assert inked[0] - 30 <= reached.x0 <= inked[0]
        assert inked[-1] <= reached.x1 <= inked[-1] + 30
        other = Box(260, 155, 400, 205)
        assert scanned._reaching(page, own, [own, other]).x1 <= other.x0

    def test_confidence_is_the_mean_over_characters_without_spaces(self) -> None:
        assert confidence(Glyphs("a b", (1.0, 0.0, 0.5), (0, 0.5, 1))) == 0.75
        assert confidence(Glyphs("", (), ())) == 0.0

    def test_pages_of_little_certainty_are_named(self) -> None:
        good, poor = (
            Line("words", 0, 0, 1, 1, 10, page, confidence=sure) for page, sure in ((1, 0.99), (2, 0.7))
        )
        assert [sentence[:6] for sentence in ocr.doubts([good, poor])] == ["Page 2"]


def png_header(width: int, height: int) -> bytes:
    """A PNG that says how large it is and holds next to nothing."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    data = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + data


def first_page(data: bytes) -> imagefiles.Sheet:
    with imagefiles.opened(data) as picture:
        return imagefiles.sheet(picture, 1)


class TestPictureFiles:
    @pytest.mark.parametrize("size", [(30_000, 30_000), (2_000_000, 60), (12_000, 9_000)])
    def test_a_large_picture_is_refused_before_it_is_decoded(self, size: tuple[int, int]) -> None:
        with pytest.raises(TooLarge):
            first_page(png_header(*size))

    @pytest.mark.parametrize(
        "data", [b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\0\x08\0\0\0", b"GIF89a" + bytes(50)]
    )
    def test_what_is_no_picture_is_refused(self, data: bytes) -> None:
        with pytest.raises(ReadingError):
            first_page(data)

    @pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF"])
    def test_a_truncated_picture_is_refused_in_one_sentence(self, kind: str) -> None:
        data = saved(drawn(SENTENCES), kind)
        for share in (0.02, 0.3, 0.8):
            with pytest.raises(ReadingError, match=r"damaged|incomplete|too small|there is no page"):
                first_page(data[: int(len(data) * share)])

    @pytest.mark.parametrize("size", [(0, 10), (1, 1), (5, 900)])
    def test_nothing_can_be_written_on_so_little(self, size: tuple[int, int]) -> None:
        with pytest.raises(ReadingError):
            first_page(png_header(*size))

    def test_a_file_of_a_thousand_pages_is_refused(self) -> None:
        page = Image.new("1", (16, 16))
        data = saved(page, "TIFF", [page] * 999)
        with imagefiles.opened(data) as picture, pytest.raises(TooLarge, match="pages"):
            imagefiles.count(picture)

    def test_pages_of_a_file_are_counted_and_found(self) -> None:
        pages = [Image.new("L", (100 + 10 * number, 80), 255) for number in range(3)]
        with imagefiles.opened(saved(pages[0], "TIFF", pages[1:])) as picture:
            assert imagefiles.count(picture) == 3
            assert imagefiles.sheet(picture, 3).page.shape == (80, 120)
            with pytest.raises(ReadingError, match="no page 4"):
                imagefiles.sheet(picture, 4)

    @pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA", "I;16"])
    def test_all_kinds_of_colour_become_black_on_white(self, mode: str) -> None:
        page = drawn(SENTENCES)
        picture = (
            Image.fromarray(np.asarray(page).astype(np.uint16) * 257)
            if mode == "I;16"
            else page.convert(mode)
        )
        grey = first_page(saved(picture, "PNG")).page
        assert np.median(grey) > 250
        assert grey.min() < 60

    def test_what_is_transparent_is_paper(self) -> None:
        picture = Image.new("RGBA", (300, 200), (0, 0, 0, 0))
        assert first_page(saved(picture)).page.min() == 255

    def test_white_on_black_is_turned_round(self) -> None:
        picture = Image.eval(drawn(SENTENCES), lambda value: 255 - value)
        assert np.median(first_page(saved(picture)).page) == 255

    def test_resolution_is_taken_from_the_file_where_it_makes_a_sheet_of_paper(self) -> None:
        page = drawn(SENTENCES)
        assert first_page(saved(page, dpi=(150, 150))).dpi == pytest.approx(150, abs=0.1)
        assert first_page(saved(page, dpi=(1, 1))).dpi == pytest.approx(1754 / 11.7)
        assert first_page(saved(page.resize((2480, 3508)), dpi=(300, 300))).page.shape == (2806, 1984)

    def test_a_picture_is_turned_as_its_camera_says(self) -> None:
        exif = Image.Exif()
        exif[0x0112] = 6
        assert first_page(saved(drawn(SENTENCES), "JPEG", exif=exif)).page.shape == (1240, 1754)


class TestMissing:
    def test_the_error_has_the_command_that_adds_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(recognition, "PACKAGE", "diffapp-without-weights")
        with pytest.raises(ReadingError, match=r"pip install --no-deps rapidocr=="):
            parse_here(saved(drawn(SENTENCES)), "page.png")
        assert "pip install" in ocr.lacking()
        assert ocr.recogniser(Options()) is None
        with pytest.raises(ReadingError, match="pip install"):
            ocr.recogniser(Options(recognise=True))

    def test_other_weights_are_not_run(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        file = tmp_path / "other.onnx"
        file.write_bytes(b"other")
        monkeypatch.setattr(recognition, "FINDER", (str(file), "0" * 64))
        with pytest.raises(recognition.NotInstalled):
            recognition.check()

    def test_the_version_is_the_pinned_one(self) -> None:
        root = Path(__file__).parents[1]
        pin = f"rapidocr=={recognition.VERSION}"
        assert pin in (root / "requirements-ocr.txt").read_text("utf-8").splitlines()
        assert f'"{pin}"' in (root / "pyproject.toml").read_text("utf-8")

    def test_a_picture_is_not_read_where_recognition_is_not_wanted(self) -> None:
        with pytest.raises(ReadingError, match="not wanted"):
            parse_here(saved(drawn(SENTENCES)), "page.png", Options(recognise=False))


@pytest.fixture(scope="module")
def engine() -> None:
    if lacking := ocr.lacking():
        if os.environ.get("DIFFAPP_REQUIRE_OCR") == "1":
            pytest.fail(lacking)
        pytest.skip(lacking)


@pytest.fixture(scope="module")
def tilted(engine: None) -> Document:
    """Three paragraphs under a title, on two pages of a TIFF, the second at a slant."""
    del engine
    first = drawn(["MINUTES OF THE MEETING", *SENTENCES], gap={1: 30, 3: 25, 5: 25})
    second = drawn(SENTENCES[:2]).rotate(1, Image.Resampling.BICUBIC, fillcolor=255)
    return parse_here(saved(first, "TIFF", [second], dpi=(150, 150)), "minutes.tif")


@pytest.mark.usefixtures("engine")
class TestEngine:
    def test_every_character_is_read(self, tilted: Document) -> None:
        wanted = one_line(" ".join(["MINUTES OF THE MEETING", *SENTENCES, *SENTENCES[:2]]))
        assert one_line(tilted.text) == wanted

    def test_lines_become_paragraphs_with_page_and_confidence(self, tilted: Document) -> None:
        starts = [(tilted.text[block.start :][:9], block.page) for block in tilted.blocks]
        assert starts[1:] == [("The commi", 1), ("1. Each p", 1), ("2. Minute", 1), ("The commi", 2)]
        assert all(block.confidence is not None and block.confidence > 0.9 for block in tilted.blocks)
        assert tilted.pages == 2
        assert "rapidocr" in tilted.reader

    def test_there_is_one_call_for_each_page(self) -> None:
        told: list[tuple[int, int]] = []
        page = drawn(SENTENCES[:1]).crop((0, 0, 1240, 400))
        data = saved(page, "TIFF", [page, page])
        parse_here(data, "a.tif", Options(pages=(2, 3)), lambda done, of: told.append((done, of)))
        assert told == [(1, 2), (2, 2)]

    def test_pages_that_are_not_there_are_refused(self) -> None:
        with pytest.raises(ReadingError, match="has 1 page"):
            parse_here(saved(drawn([])), "a.png", Options(pages=(2, 2)))

    def test_an_empty_page_holds_no_text(self) -> None:
        with pytest.raises(ReadingError, match="no text was recognised"):
            parse_here(saved(drawn([])), "a.png")

    def test_a_pdf_of_pictures_is_read_and_its_marking_taken_out(self) -> None:
        pages = []
        for number in range(1, 4):
            page = drawn(SENTENCES[2 * number - 2 : 2 * number])
            pen, face = ImageDraw.Draw(page), ImageFont.load_default(26)
            pen.text((520, 70), "WORKING PAPER", 20, font=face)
            pen.text((610, 1650), str(number), 20, font=face)
            pages.append(page)
        data = saved(pages[0], "PDF", pages[1:], resolution=150)
        read = parse_here(data, "scan.pdf")
        assert one_line(read.text) == one_line(" ".join(SENTENCES))
        assert sorted(read.removed) == sorted(
            [(page, line) for page in (1, 2, 3) for line in ("WORKING PAPER", str(page))]
        )
        with pytest.raises(ReadingError, match="without text"):
            parse_here(data, "scan.pdf", Options(recognise=False))

    def test_columns_are_read_one_after_the_other(self) -> None:
        left, right = SENTENCES[:2] * 3, SENTENCES[2:4] * 3
        page = drawn(left, size=20, left=80)
        page.paste(drawn(right, size=20, left=60).crop((0, 0, 600, 1754)), (640, 0))
        text = one_line(parse_here(saved(page, dpi=(150, 150)), "a.png").text)
        assert text.index("annex B") > text.rindex("otherwise")

    def test_cells_of_a_ruled_table_are_read_apart_and_its_rules_are_no_signs(self) -> None:
        page = drawn(["Before the table there are words."])
        pen, face = ImageDraw.Draw(page), ImageFont.load_default(32)
        xs, ys = (140, 245, 420, 1100), (260, 330, 450, 510)
        for at, (x, y) in enumerate(zip(xs, ys, strict=True)):
            pen.line([(x, ys[0]), (x, ys[-1])], 120, 1 + at % 2)
            pen.line([(xs[0], y), (xs[-1], y)], 120, 1 + at % 2)
        for x, y, text in (
            (150, 275, "Year"),
            (252, 275, "Amount"),
            (430, 275, "Remark"),
            (160, 368, "2021"),
            (252, 368, "1,200"),
            (430, 345, "The amount was agreed by both"),
            (430, 390, "parties, and paid in two parts."),
            (160, 458, "2022"),
            (430, 458, "Nothing was paid."),
        ):
            pen.text((x, y), text, 20, font=face)
        turned = page.rotate(0.6, Image.Resampling.BICUBIC, fillcolor=255)
        read = parse_here(saved(turned, dpi=(150, 150)), "a.png")
        assert [read.text[block.start : block.end] for block in read.blocks] == [
            "Before the table there are words.",
            "Year | Amount | Remark",
            "2021 | 1,200 | The amount was agreed by both parties, and paid in two parts.",
            "2022 |  | Nothing was paid.",
        ]

    def test_the_same_page_reads_the_same_twice(self) -> None:
        data = saved(drawn(SENTENCES[:2]))
        first, second = (parse_here(data, "a.png") for _ in range(2))
        assert first == second

    @pytest.mark.skipif(not sys.platform.startswith("linux"), reason="namespaces of networks are Linux's")
    def test_it_works_in_the_limited_child_without_a_network(self) -> None:
        from diffapp.reading import read  # noqa: PLC0415

        assert one_line(read(saved(drawn(SENTENCES)), "a.png").text) == one_line(" ".join(SENTENCES))

    def test_none_of_the_packages_code_is_imported(self) -> None:
        script = (
            "import sys, numpy as np\n"
            "from diffapp.reading import recognition\n"
            "recognition.spell(np.full((40, 200), 255, np.uint8))\n"
            "print([m for m in sys.modules if m.split('.')[0] in {'rapidocr', 'cv2', 'requests'}])"
        )
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
        assert done.stdout.strip() == "[]"


def test_a_page_of_a_picture_file_is_shown_as_wide_as_asked_for() -> None:
    out = io.BytesIO()
    frames = [Image.new("L", (300, 400), shade) for shade in (255, 180)]
    frames[0].save(out, "TIFF", save_all=True, append_images=frames[1:])
    shown = Image.open(io.BytesIO(page_picture(out.getvalue(), "a.tiff", 2)))
    assert (shown.format, shown.size, shown.getpixel((9, 9))) == ("PNG", (1200, 1600), 180)
    with pytest.raises(ReadingError, match="no page 3"):
        page_picture(out.getvalue(), "a.tiff", 3)
