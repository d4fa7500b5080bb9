"""Files are read by a limited child: what it may not do, how it ends, and what the user is told then."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bench.mutants import children
from diffapp.errors import ReadingError, TooLarge
from diffapp.reading import READERS, Options, formats, guard, parse_here, read, read_file, wire
from diffapp.reading.answers import LIMITS, Limits

FAKES = """
import ctypes, os, signal, socket, subprocess, sys, time
from importlib.util import module_from_spec, spec_from_file_location
spec = spec_from_file_location("worker", {worker!r})
worker = module_from_spec(spec)
spec.loader.exec_module(worker)

def loop(data, name, options, tell):
    while True:
        pass

def sleep(data, name, options, tell):
    time.sleep(60)

def allocate(data, name, options, tell):
    whole = []
    while True:
        whole.append(bytearray(10_000_000))

def die(data, name, options, tell):
    os.abort() if data == b"abort" else signal.raise_signal(int(data))

def leave(data, name, options, tell):
    os._exit(3)

def fault(data, name, options, tell):
    raise KeyError("in a library")

def refuse(data, name, options, tell):
    from diffapp.errors import ReadingError, TooLarge
    raise TooLarge("", "9 pages") if data else ReadingError("", "it is locked.")

def attempt(data, name, options, tell):
    # what it may not do, a line of code each: what came of it
    told = []
    for line in data.decode().splitlines():
        try:
            exec(line, {{**globals()}})
        except OSError as error:
            told.append(str(error))
        else:
            told.append("done")
    return told

def facts(data, name, options, tell):
    shown = {{"environment": dict(os.environ), "flags": sys.flags.isolated, "folder": os.getcwd()}}
    shown["open"] = [int(n) for n in os.listdir("/proc/self/fd")]
    shown["modules"] = sorted(sys.modules)
    shown["network"] = os.readlink("/proc/self/ns/net")
    shown["path"] = sys.path
    return {{**shown, "pid": os.getpid()}}

def echo(data, name, options, tell):
    print("noise of a library")
    sys.stderr.write("more noise")
    os.write(1, b"and more")
    return [data.decode("latin-1"), name, options.pages, options.recognise, options.encoding]

def count(data, name, options, tell):
    for done in range(1, 6):
        tell(done, 5)
        time.sleep(float(data or 0))
    return "counted"

def recognise(data, name, options, tell):
    from diffapp.reading import allowance
    allowance.recognition()
    allowance.recognition()
    held = bytearray(400_000_000)
    return count(data, name, options, tell) + f" {{len(held)}}"

def garble(data, name, options, tell):
    for number in range(3, 10):
        try:
            os.write(number, data)
        except OSError:
            pass
    if data.startswith(b"x"):
        while True:
            os.write(3, data)
    os._exit(0)

def flood(data, name, options, tell):
    while True:
        tell(1, 2)

worker.TASKS.update((name, value) for name, value in list(globals().items()) if callable(value))
sys.exit(worker.main())
"""
SHORT = Limits(seconds=0.7, seconds_a_page=0.4, memory=300_000_000, memory_recognising=900_000_000)


@pytest.fixture(scope="module")
def fakes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A worker with tasks that do what no reader should."""
    path = tmp_path_factory.mktemp("fakes") / "fakes.py"
    path.write_text(FAKES.format(worker=str(guard.WORKER)), "utf-8")
    return path


@pytest.fixture(autouse=True)
def nothing_left() -> Iterator[None]:
    """After each test there are no more file descriptors, threads and children than there were before."""
    before = open_files(), threading.active_count()
    others = children()
    yield
    assert children() <= others
    assert (open_files(), threading.active_count()) <= before


def open_files() -> int:
    folder = Path("/proc/self/fd")
    return len(list(folder.iterdir())) if folder.exists() else 0


def run(fakes: Path, task: str, data: bytes = b"", limits: Limits = SHORT, **others: Any) -> Any:
    options = others.pop("options", Options())
    return guard.run(task, data, "a.pdf", options, words="PDF", limits=limits, worker=fakes, **others)


# -- what the user is told ---------------------------------------------------------------------------------

LATE = r"^a\.pdf: this file could not be read within 0\.7 seconds\.$"
MEMORY = r"^a\.pdf: this file needs more memory than is allowed \(0\.3 GB\)\.$"
BROKEN = r"^a\.pdf: the reader of PDF files broke off on it; the file may be damaged\.$"
GENEROUS = replace(SHORT, seconds=20)


@pytest.mark.parametrize("task", ["loop", "sleep", "flood"])
def test_it_takes_too_long(fakes: Path, task: str) -> None:
    begun = time.monotonic()
    with pytest.raises(ReadingError, match=LATE):
        run(fakes, task)
    assert time.monotonic() - begun < 5


def test_it_takes_too_much_processor_time(fakes: Path) -> None:
    # The processor's limit, set by the child itself, may end it before the parent does.
    with pytest.raises(ReadingError, match="within 1 seconds"):
        run(fakes, "die", b"%d" % signal.SIGXCPU, replace(SHORT, seconds=1))


def test_it_takes_too_much_memory(fakes: Path) -> None:
    with pytest.raises(ReadingError, match=MEMORY):
        run(fakes, "allocate", limits=GENEROUS)
    with pytest.raises(ReadingError, match=MEMORY):
        run(fakes, "die", b"9", GENEROUS)  # the system's own way of getting memory back


@pytest.mark.parametrize(
    ("task", "data"),
    [
        ("die", b"abort"),
        ("die", b"11"),
        ("leave", b""),
        ("fault", b""),
        ("garble", b"no JSON\n"),
        ("garble", b"[1]\n"),
        ("garble", b"[" * 100_000 + b"\n"),
        ("garble", b"\n"),
        ("garble", b'{"pages": "many"}\n'),
        ("garble", b'{"failed": "reading", "why": 5}\n'),
        ("garble", b'{"result"'),
        ("garble", b"x" * 100_000),
    ],
)
def test_it_breaks_off(fakes: Path, task: str, data: bytes) -> None:
    with pytest.raises(ReadingError, match=BROKEN):
        run(fakes, task, data, replace(GENEROUS, answer=3_000_000))


def test_it_says_why(fakes: Path) -> None:
    with pytest.raises(ReadingError, match=r"^a\.pdf: it is locked\.$"):
        run(fakes, "refuse", limits=GENEROUS)
    with pytest.raises(TooLarge, match=r"^a\.pdf: this document is too large; the limit is 9 pages\.$"):
        run(fakes, "refuse", b"large", GENEROUS)


def test_no_process_can_be_started(fakes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(ReadingError, match=r"^a\.pdf: no process could be started to read it: No such file"):
        run(fakes, "echo")


# -- what it may not do -------------------------------------------------------------------------------------


FORBIDDEN = (
    "socket.create_connection(('127.0.0.1', {port}))",
    "socket.socket().connect(('127.0.0.1', {port}))",
    "socket.getaddrinfo('localhost', 1)",
    "subprocess.run(['true'])",
    "os.system('true')",
    "os.fork()",
    "os.posix_spawn('/bin/true', ['true'], {{}})",
    "os.execv('/bin/true', ['true'])",
    "open('{folder}/made', 'w')",
    "os.open('{folder}/made', os.O_CREAT | os.O_WRONLY)",
    "open('{folder}/kept', 'r+b')",
    "os.remove('{folder}/kept')",
    "os.rename('{folder}/kept', '{folder}/other')",
    "os.mkdir('{folder}/made')",
    "os.kill(os.getppid(), 9)",
)


def test_it_is_refused(fakes: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.write_text("kept")
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        codes = "\n".join(FORBIDDEN).format(port=port, folder=tmp_path)
        told = run(fakes, "attempt", codes.encode(), GENEROUS)
    assert [code for code, answer in zip(FORBIDDEN, told, strict=True) if "not allowed" not in answer] == []
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]
    assert kept.read_text() == "kept"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the system's own limits of Linux")
def test_the_system_refuses_it_as_well(fakes: Path, tmp_path: Path) -> None:
    """Code in C asks no hook: it finds no network, and files that it makes stay empty."""
    facts = run(fakes, "facts", limits=GENEROUS)
    unshare = shutil.which("unshare")
    if unshare and subprocess.run([unshare, "-rn", "true"], check=False, capture_output=True).returncode == 0:
        assert facts["network"] != str(Path("/proc/self/ns/net").readlink())
    made = tmp_path / "made"
    write = (
        f"c = ctypes.CDLL(None); c.write(c.open({str(made)!r}.encode(), os.O_CREAT | os.O_WRONLY), b'x', 1)"
    )
    run(fakes, "attempt", write.encode(), GENEROUS)
    assert not made.exists() or made.stat().st_size == 0


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="lists what is open, as Linux shows it")
def test_it_knows_nothing_of_this_process(fakes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A_SECRET", "x")
    with Path(__file__).open() as held:
        facts = run(fakes, "facts", limits=GENEROUS)
        assert held.fileno() not in facts["open"] or len(facts["open"]) <= 5
    assert set(facts["environment"]) <= {*guard._KEPT, "LC_CTYPE"}
    assert facts["flags"] == 1
    assert facts["folder"] == os.sep
    assert {"yaml", "markdown_it", "charset_normalizer", "lxml", "pypdfium2", "streamlit"}.isdisjoint(
        facts["modules"]
    )


def test_libraries_of_the_user_are_found_last(
    fakes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The isolated child would pass over what "pip install --user" installed."""
    own = tmp_path / "site-packages"
    own.mkdir()
    (own / "a_library.py").touch()
    (own / "json.py").write_text("raise SystemExit('not this one')")
    monkeypatch.setattr(sys, "path", ["", str(tmp_path), str(own), *sys.path])
    assert run(fakes, "attempt", b"import a_library, json", GENEROUS) == ["done"]
    facts = run(fakes, "facts", limits=GENEROUS)
    assert "" not in facts["path"]
    assert str(tmp_path) not in facts["path"]
    assert facts["path"][-1] == str(own)


def test_whole_bytes_go_in_and_noise_stays_inside(fakes: Path, capfd: pytest.CaptureFixture[str]) -> None:
    every = bytes(range(256)) * 4000
    options = Options("cp866", (2, 9), recognise=False)
    told = run(fakes, "echo", every, GENEROUS, options=options)
    assert told == [every.decode("latin-1"), "a.pdf", [2, 9], False, "cp866"]
    assert capfd.readouterr() == ("", "")


# -- progress and its end -----------------------------------------------------------------------------------


def test_pages_are_told_as_they_are_done(fakes: Path) -> None:
    seen: list[tuple[int, int]] = []
    assert run(fakes, "count", limits=GENEROUS, tell=lambda *pages: seen.append(pages)) == "counted"
    assert seen == [(1, 5), (2, 5), (3, 5), (4, 5), (5, 5)]


@pytest.mark.parametrize("error", [KeyboardInterrupt, RuntimeError])
def test_who_is_told_can_end_it(fakes: Path, error: type[BaseException]) -> None:
    def stop(done: int, _of: int) -> None:
        if done == 2:
            raise error

    begun = time.monotonic()
    with pytest.raises(error):
        run(fakes, "count", b"0.05", replace(GENEROUS, seconds=30), tell=stop)
    assert time.monotonic() - begun < 5


def test_recognition_has_memory_and_time_of_its_own(fakes: Path) -> None:
    limits = replace(SHORT, seconds=1.2, seconds_a_page=6)
    assert run(fakes, "recognise", b"0.3", limits) == "counted 400000000"
    with pytest.raises(ReadingError, match="could not be read within"):
        run(fakes, "count", b"0.3", limits)  # as long, without having asked for it
    with pytest.raises(ReadingError, match="could not be read within"):
        run(fakes, "recognise", b"30", replace(limits, seconds_a_page=0.5))


def test_many_at_a_time(fakes: Path) -> None:
    with ThreadPoolExecutor(6) as pool:
        told = list(pool.map(lambda n: run(fakes, "echo", b"%d" % n, GENEROUS)[0], range(6)))
    assert told == [str(n) for n in range(6)]


# -- real files ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["a.md", "a.txt", "a"])
def test_the_child_reads_as_this_process_does(name: str) -> None:
    data = "---\nissuer: Valdoria\n---\n# Тема\n\n1. Пункт \U0001f30d.\n\nEnd.\n".encode()
    assert read(data, name) == parse_here(data, name)
    assert read("Ответ".encode("cp866"), name, "cp866").text == "Ответ"


def test_refusals_come_through(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b" \n")
    with pytest.raises(ReadingError, match=r"^a\.txt: this document holds no text\.$"):
        read_file(path)
    with pytest.raises(ReadingError, match="no text encoding called"):
        read(b"x", "a.txt", "morse")
    with pytest.raises(ReadingError, match="no pages can be chosen in plain text files"):
        read(b"x", "a.txt", pages=(1, 2))
    with pytest.raises(ReadingError, match="pages are counted from 1"):
        read(b"x", "a.txt", pages=(0, 2))


def test_what_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    kind = replace(READERS[".png"], module="diffapp.reading.not_there")
    monkeypatch.setitem(READERS, ".xyz", kind)
    with pytest.raises(ReadingError, match=r'not installed here; "pip install diffapp\[ocr\]" adds it'):
        parse_here(b"x", "a.xyz")


def test_a_small_text_is_read_quickly() -> None:
    """Starting the child must not be felt: little more than the interpreter's own, in processor time."""

    def cost(start: Callable[[], object]) -> float:
        before = os.times()
        start()
        after = os.times()
        used = after.children_user + after.children_system
        return used - before.children_user - before.children_system

    def bare() -> None:
        subprocess.run([sys.executable, "-I", "-c", "pass"], check=True)

    assert min(cost(lambda: read(b"Text.", "a.txt")) for _ in range(3)) < min(map(cost, [bare] * 3)) + 0.25


@pytest.mark.parametrize("folder", ["", "diffapp", "diffapp/ui"])
def test_another_package_of_this_name_is_not_found(tmp_path: Path, folder: str) -> None:
    """Neither the folder that the program was started in nor one on its path is looked into."""
    for name in ("diffapp", "json", "hashlib"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('not this one')")
    root = Path(formats.__file__).parents[2]
    code = (
        f"import sys; sys.path.insert(0, {str(root)!r}); import diffapp, hashlib, json; "
        f"sys.path.insert(0, {str(tmp_path)!r}); sys.path.insert(0, {str(root / folder)!r}); "
        "print(diffapp.read(b'Text.', 'a.txt').text)"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr) == ("Text.\n", "")


@pytest.mark.parametrize(
    "change",
    [
        {"text": 5},
        {"text": "\ud800"},
        {"text": "short"},
        {"blocks": [[0, 3, 9, None, None]]},
        {"blocks": [[0, 3, 0, 0, None]]},
        {"blocks": [[0, 3, 0, 1, 2.0]]},
        {"blocks": [[2, 3, 0, 1, None], [0, 1, 0, 1, None]]},
        {"blocks": [[0, 99, 0, None, None]]},
        {"blocks": [[0, 3]]},
        {"blocks": [["0", 3, 0, None, None]]},
        {"blocks": None},
        {"warnings": [5]},
        {"pages": "two"},
        {"removed": [[-1, "x"]]},
        {"title": None},
    ],
)
def test_a_document_from_the_child_is_checked(
    change: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = wire.to_plain(parse_here(b"A sound document.", "a.txt"))
    assert wire.from_plain(sound).text == "A sound document."
    with pytest.raises(ValueError, match=r"\w"):
        wire.from_plain(sound | change)
    monkeypatch.setattr(guard, "run", lambda *_, **__: sound | change)
    with pytest.raises(ReadingError, match="broke off"):
        read(b"A sound document.", "a.txt")


def test_limits_are_as_promised() -> None:
    assert (LIMITS.seconds, LIMITS.memory, LIMITS.memory_recognising) == (60, 1_000_000_000, 3_000_000_000)
