"""The limited child process that reads one file: the order and the file on standard input, the answer out.

It is started by guard, as a script, so that its first lines run before anything else is imported. The order
is one line of JSON, the file follows. Each line of the answer is JSON too: ``{"pages": [done, of]}`` as it
goes, ``{"recognising": true}`` once if it takes the time for that, and last one of ``{"result": …}`` and
``{"failed": …}``. What any library prints is thrown away.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, NoReturn

if TYPE_CHECKING:
    from diffapp.reading.parsed import Options, Progress

if sys.platform != "win32":  # Windows has no such limits; there, the time-out alone holds
    import resource

_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000
_MOST_FILES: Final = 128
_WRITING: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_REFUSED: Final = (
    *("socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo"),
    *("socket.gethostbyname", "socket.gethostbyaddr", "subprocess.Popen", "pty.spawn"),
    *("os.system", "os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn", "os.startfile"),
    *("os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.truncate"),
    *("os.chmod", "os.chown", "os.utime", "os.kill", "os.killpg", "signal.pthread_kill"),
)


def parse(data: bytes, name: str, options: Options, tell: Progress) -> Any:
    """The task of reading a document."""
    from diffapp.reading import parsing, wire  # noqa: PLC0415 - only after the limits are set

    return wire.to_plain(parsing.parse(data, name, options, tell))


def render(data: bytes, name: str, options: Options, _tell: Progress) -> Any:
    """The task of drawing the first of the chosen pages of a PDF or picture file: a PNG in base 64."""
    from base64 import b64encode  # noqa: PLC0415 - only after the limits are set
    from importlib import import_module  # noqa: PLC0415

    from diffapp.reading import formats  # noqa: PLC0415

    kind, _ = formats.chosen(data, name)
    drawer = import_module(
        f"diffapp.reading.{'pictures' if kind is formats.READERS['.pdf'] else 'imagefiles'}"
    )
    page = options.pages[0] if options.pages else 1
    return b64encode(drawer.render(data, page, PICTURE_WIDTH)).decode("ascii")


PICTURE_WIDTH: Final = 1200
"""Pixels across the picture of a page."""

TASKS: Final[dict[str, Callable[[bytes, str, Options, Progress], Any]]] = {"parse": parse, "render": render}
"""What a child can be told to do: the file, its name, the options and whom to tell -> what JSON can hold."""


def main(tasks: dict[str, Callable[[bytes, str, Options, Progress], Any]] = TASKS) -> int:
    """Do one task within the limits that the order names."""
    answer = _own_output()
    order = json.loads(sys.stdin.buffer.readline())
    _limit(order["limits"])
    _leave_network()
    sys.addaudithook(_refuse)
    sys.path += [path for path in order["libraries"] if path not in sys.path]
    _find_house()
    data = sys.stdin.buffer.read(order["size"])
    try:
        told = _done(tasks[order["task"]], data, order, answer)
        line = json.dumps(told, ensure_ascii=False).encode("utf-8", "surrogatepass")
    except MemoryError:
        del data
        _raise_limits(None)  # to tell of it takes a little more
        line = b'{"failed": "memory"}'
    _say(answer, line)
    return 0


def _done(
    task: Callable[[bytes, str, Options, Progress], Any], data: bytes, order: dict[str, Any], answer: int
) -> dict[str, Any]:
    """Run a task; what a user can mend is told, and all else is a reader that broke off."""
    from diffapp.errors import ReadingError, TooLarge  # noqa: PLC0415 - only after the limits are set
    from diffapp.reading import allowance  # noqa: PLC0415
    from diffapp.reading.parsed import Options  # noqa: PLC0415

    def grant() -> None:
        _raise_limits(order["limits"]["memory_recognising"])
        _say(answer, b'{"recognising": true}')

    def tell(done: int, of: int) -> None:
        _say(answer, json.dumps({"pages": [done, of]}).encode())

    allowance.granted_by(grant)
    asked = order["options"]
    options = Options(
        asked["encoding"], tuple(asked["pages"]) if asked["pages"] else None, asked["recognise"]
    )
    try:
        return {"result": task(data, order["name"], options, tell)}
    except TooLarge as error:
        return {"failed": "large", "limit": error.limit}
    except ReadingError as error:
        return {"failed": "reading", "why": error.why}
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever a library raises, the file is what it broke off on
        return {"failed": "broken", "error": type(error).__name__}


def _own_output() -> int:
    """Keep standard output for the answer alone; what others print goes where errors go."""
    answer = os.dup(1)
    os.dup2(2, 1)
    return answer


def _say(answer: int, line: bytes) -> None:
    """Send one line whole; nobody left to hear it ends the process."""
    rest = memoryview(line + b"\n")
    try:
        while rest:
            rest = rest[os.write(answer, rest) :]
    except BrokenPipeError:
        _vanish()


def _vanish() -> NoReturn:
    os._exit(1)


def _limit(limits: dict[str, int]) -> None:
    """Limit memory, processor time, files and their size, for good; recognition may raise the first two."""
    if sys.platform == "win32":
        return
    _set(resource.RLIMIT_CORE, 0, 0)
    _set(resource.RLIMIT_FSIZE, 0, 0)
    _set(resource.RLIMIT_NOFILE, _MOST_FILES, _MOST_FILES)
    _set(resource.RLIMIT_CPU, limits["seconds"], limits["seconds_recognising"])
    _set(resource.RLIMIT_AS, limits["memory"], limits["memory_recognising"])


def _set(kind: int, soft: int, hard: int) -> None:
    """Set a limit, no higher than the one that holds already; not every system takes every limit."""
    if sys.platform == "win32":
        return
    with suppress(OSError, ValueError):
        now = resource.getrlimit(kind)[1]
        most = hard if now == resource.RLIM_INFINITY else min(hard, now)
        resource.setrlimit(kind, (min(soft, most), most))


def _raise_limits(memory: int | None) -> None:
    """Raise memory and processor time as far as they go, or memory to so many bytes."""
    if sys.platform == "win32":
        return
    for kind in (resource.RLIMIT_AS, resource.RLIMIT_CPU):
        hard = resource.getrlimit(kind)[1]
        _set(kind, hard if kind != resource.RLIMIT_AS or memory is None else memory, hard)


def _leave_network() -> None:
    """Move to a network without connections, where the system lets an ordinary user do so (Linux)."""
    if not sys.platform.startswith("linux"):
        return
    import ctypes  # noqa: PLC0415 - os.unshare came with Python 3.12

    ctypes.CDLL(None).unshare(_NEW_USER | _NEW_NETWORK)  # refused on some systems; the hook below stays


def _refuse(event: str, details: tuple[Any, ...]) -> None:
    """Refuse connections, processes and changes to files, whoever in this process asks for them."""
    if event in _REFUSED:
        raise PermissionError(f"{event} is not allowed here")
    if event == "open":
        path, mode, flags = details
        writes = flags & _WRITING if isinstance(flags, int) else bool(set(mode or "") & set("wax+"))
        if writes and not isinstance(path, int) and path != os.devnull:
            raise PermissionError("writing a file is not allowed here")


def _find_house() -> None:
    """Import the package that this file stands in, and no other of that name.

    The interpreter is started without the folder of a checkout on its path, and with it there, that folder's
    files could take the place of Python's own.
    """
    if "diffapp" in sys.modules:
        return
    from importlib.util import module_from_spec, spec_from_file_location  # noqa: PLC0415

    folder = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120 - faster
    start = os.path.join(folder, "__init__.py")  # noqa: PTH118
    spec = spec_from_file_location("diffapp", start, submodule_search_locations=[folder])
    if spec is None or spec.loader is None:
        raise ImportError(start)
    sys.modules["diffapp"] = module = module_from_spec(spec)
    spec.loader.exec_module(module)


if __name__ == "__main__":
    sys.exit(main())
