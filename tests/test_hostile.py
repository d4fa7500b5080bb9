"""Files that are damaged, disguised or made to do harm: each is read, or refused in one sentence."""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from bench import mutants
from bench.specimens import FIRST, SPECIMENS
from diffapp.errors import ReadingError, TooLarge
from diffapp.model import Block
from diffapp.reading import (
    READERS,
    Format,
    Options,
    Parsed,
    formats,
    guard,
    page_picture,
    parse_here,
    read,
    read_file,
)

KINDS = mutants.kinds()
BINARY = [suffix for suffix in KINDS if READERS[suffix].takes == "bytes"]
ANSWERS = {"read", "refused"}


def damaged(data: bytes) -> dict[str, bytes]:
    """A file in the ways in which files come to harm."""
    noise = random.Random(5).randbytes(5000)  # noqa: S311 - nothing is kept secret by it
    half = len(data) // 2
    return {
        "empty": b"",
        "one byte": data[:1],
        "half": data[:half],
        "nearly whole": data[: -len(data) // 10],
        "its second half": data[half:],
        "twice": data + data,
        "zeros": b"\0" * 5000,
        "zeros behind": data + b"\0" * 5000,
        "zeros inside": data[:half] + b"\0" * 100 + data[half:],
        "noise": noise,
        "its start, then noise": data[:64] + noise,
        "lone surrogates": data[:half] + "\ud800x\udfff".encode("utf-8", "surrogatepass") + data[half:],
        "direction": data[:half] + "\u202e\u2066".encode() + data[half:],
        "wide": data.decode("latin-1").encode("utf-16"),
    }


@pytest.mark.parametrize("suffix", KINDS)
def test_a_damaged_file_is_read_or_refused(suffix: str) -> None:
    harmed = damaged(SPECIMENS[suffix]())
    told = mutants.outcomes([(f"a{suffix}", data) for data in harmed.values()])
    assert {way: what for way, what in zip(harmed, told, strict=True) if what not in ANSWERS} == {}
    assert told[list(harmed).index("empty")] == "refused"


@pytest.mark.parametrize("suffix", KINDS)
def test_a_sound_file_is_read(suffix: str) -> None:
    document = read(SPECIMENS[suffix](), f"a{suffix}")
    assert FIRST.partition(". ")[2] in document.text
    assert document.reader.startswith(READERS[suffix].words)
    assert document.size == len(SPECIMENS[suffix]())


def test_a_few_hundred_mutants() -> None:
    """A slice of ``python -m bench.mutants``: each is answered, and no child is left behind."""
    before = mutants.children()
    found = mutants.run(200, 7, KINDS)
    assert found.total() == 200
    assert {outcome for _, outcome in found} <= ANSWERS
    assert mutants.children() <= before


def test_a_batch_goes_on_without_the_file_that_ended_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def run(
        _task: str, data: bytes, _name: str, _options: Options, tell: Callable[[int, int], None], **_: object
    ) -> list[str]:
        names = [name for name, _ in mutants.json.loads(data)]
        if "bad" in names:
            tell(names.index("bad"), len(names))
            raise ReadingError("it", "gone.")
        return ["read"] * len(names)

    monkeypatch.setattr(mutants.guard, "run", run)
    batch = [(name, b"") for name in ("a", "bad", "b", "c", "bad")]
    gone = "ended the child: gone."
    assert mutants.outcomes(batch) == ["read", gone, "read", "read", gone]


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "huge.pdf"
    with path.open("wb") as file:
        file.truncate(500_000_000)
    begun = time.monotonic()
    with pytest.raises(TooLarge, match=r"^huge\.pdf: this document is too large; the limit is 40 MB\.$"):
        read_file(path)
    assert time.monotonic() - begun < 1


def test_a_name_that_is_made_to_mislead() -> None:
    with pytest.raises(ReadingError) as caught:
        read(b"", "../../etc/pass\x1b[2Jwd\u202e\n.txt")
    assert str(caught.value) == "pass\ufffd[2Jwd\ufffd\ufffd.txt: this document holds no text."


# -- files under another name -------------------------------------------------------------------------------


@pytest.mark.parametrize("named", [".txt", ".md", ".pdf", ".docx", ".rtf", ".doc", ".xyz", ""])
@pytest.mark.parametrize("suffix", SPECIMENS)
def test_a_file_is_what_its_bytes_say(suffix: str, named: str) -> None:
    """A file that shows its kind is read as that, with a sentence; one that does not goes by its name."""
    data, kind = SPECIMENS[suffix](), READERS[suffix]
    own = READERS.get(named) if named else READERS[".txt"]
    tells = kind.takes == "bytes" and not (suffix == ".html" and own and own.takes == "text")
    if not tells and own is None:
        with pytest.raises(ReadingError, match=f"not {named} files"):
            formats.chosen(data, f"a{named}")
        return
    chosen, warnings = formats.chosen(data, f"a{named}")
    assert chosen is (kind if tells else own)
    assert len(warnings) == (chosen is not own)
    if warnings:
        assert f" {kind.words} file " in warnings[0]


@pytest.mark.skipif(".pdf" not in KINDS, reason="PDF files are not read here")
def test_a_disguised_file_is_read_with_a_warning() -> None:
    document = read(SPECIMENS[".pdf"](), "a.docx", pages=(1, 1))
    assert document.warnings[0] == "This is a PDF file named .docx; it was read as what it is."
    assert (document.source, document.pages) == ("a.docx#pages=1-1", 2)
    assert "Both agree." not in document.text


@pytest.mark.skipif(".pdf" not in KINDS, reason="PDF files are not read here")
def test_a_page_is_drawn_in_the_child(monkeypatch: pytest.MonkeyPatch) -> None:
    data = SPECIMENS[".pdf"]()
    picture = page_picture(data, "a.pdf", 2)
    assert picture.startswith(b"\x89PNG")
    assert int.from_bytes(picture[16:20], "big") == 1200
    with pytest.raises(ReadingError, match=r"^a\.pdf: .*3"):
        page_picture(data, "a.pdf", 3)
    with pytest.raises(ReadingError, match="only pages of PDF files"):
        page_picture(b"text", "a.txt", 1)
    for answer in (None, 5, "?", "aGVsbG8="):
        monkeypatch.setattr(guard, "run", lambda *_, answer=answer, **__: answer)
        with pytest.raises(ReadingError, match=r"^a\.pdf: this page cannot be drawn\.$"):
            page_picture(data, "a.pdf", 1)


@pytest.mark.parametrize(
    ("inside", "why"),
    [
        ("WordDocument", "a Word file of the old kind"),
        ("EncryptedPackage", "protected by a password; save it without one"),
        ("Workbook", "of the old kind, or protected by a password"),
    ],
)
@pytest.mark.parametrize("name", ["a.doc", "a.docx", "a.txt"])
def test_old_office_files_are_named(inside: str, why: str, name: str) -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500 + inside.encode("utf-16-le")
    with pytest.raises(ReadingError, match=why):
        read(data, name)


@pytest.mark.parametrize(
    "data", [b"<!---->" * 145, b"<?xml " + b" " * 1000, b" " * 5000, b"<!--" * 250, b"PK\x03\x04" * 300]
)
def test_telling_the_kind_is_quick(data: bytes) -> None:
    begun = time.monotonic()
    for _ in range(20):
        formats.chosen(data * 20, "a.txt")
    assert time.monotonic() - begun < 1


def test_a_text_about_files_is_a_text() -> None:
    for text in (
        "The mark %PDF-1.4 begins a PDF.",
        "<html> opens a page.",
        "{\\rt is no more",
        "PK is a name",
    ):
        assert parse_here(text.encode(), "a.txt").text == text


# -- what readers give back ---------------------------------------------------------------------------------


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> Callable[[Parsed | Exception], None]:
    """A reader of .fake files that gives back, or raises, what a test says."""

    def give(what: Parsed | Exception) -> None:
        def parse(_data: bytes, _options: Options, _tell: object) -> Parsed:
            if isinstance(what, Exception):
                raise what
            return what

        module = ModuleType("diffapp.reading.fake")
        module.parse = parse  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, module.__name__, module)
        monkeypatch.setitem(READERS, ".fake", Format("fake", module.__name__, library="lxml"))

    return give


def test_what_breaks_a_display_is_cleaned_in_every_block(given: Callable[[Parsed], None]) -> None:
    text = "One\0\n\nA\ud800 b\r\nc\x07\n\n\0\n\n\ud83c\udf0d\u202eend"
    ends, start = [], 0
    for part in text.split("\n\n"):
        ends.append(Block(start, start + len(part), 0, 3, 0.5))
        start += len(part) + 2
    given(Parsed(text, tuple(ends), ("Own.",), ((3, "- 3\0 -"),), 4, "Ti\0tle\ud800"))
    document = parse_here(b"x", "a.fake")
    assert [document.text[b.start : b.end] for b in document.blocks] == [
        "One",
        "A\ufffd b\nc\ufffd",
        "\U0001f30d\u202eend",
    ]
    assert {(b.level, b.page, b.confidence) for b in document.blocks} == {(0, 3, 0.5)}
    assert (document.title, document.pages, document.removed) == ("Ti tle\ufffd", 4, ((3, "- 3 -"),))
    assert document.warnings[-1] == "Own."
    assert any(warning.startswith("Invisible characters that change") for warning in document.warnings)
    assert "rapidocr" in document.reader


def test_readers_errors_name_the_file(given: Callable[[Exception], None]) -> None:
    given(ReadingError("", "it is locked."))
    with pytest.raises(ReadingError, match=r"^a\.fake: it is locked\.$"):
        parse_here(b"x", "a.fake")
    given(TooLarge("whatever", "5 pages"))
    with pytest.raises(TooLarge, match=r"^a\.fake: this document is too large; the limit is 5 pages\.$"):
        parse_here(b"x", "a.fake")


def test_too_much_text_is_refused(given: Callable[[Parsed], None], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formats, "MAX_CHARACTERS", 5)
    given(Parsed("123456", (Block(0, 6, 0),)))
    with pytest.raises(TooLarge):
        parse_here(b"x", "a.fake")
