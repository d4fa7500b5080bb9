"""Corrections of readings, kept on disk so that the same file comes corrected another time.

What is kept of a file: the operations, and for each a digest of the passage that it was made in, by which it
finds the passage again where another version of the reader numbers or cuts them otherwise. Never a text, nor
the file's name. Files are written whole or not at all, and only their owner can read them.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Final, get_args, get_type_hints

import platformdirs

from diffapp.errors import EditError
from diffapp.model import Correction, Document
from diffapp.reading.correcting import changed, pieces_of
from diffapp.reading.parsed import Piece
from diffapp.reading.wrapping import joiner

DATA: Final = "DIFFAPP_DATA"
"""The environment variable that names the folder of what is kept; without it, it is the user's own."""
MOST_BYTES: Final = 8_000_000
_SCHEMA: Final = 1
_KINDS: Final = get_args(get_type_hints(Correction)["kind"])


class DamagedError(ValueError):
    """A file of corrections does not hold what was written to it."""


@dataclass(frozen=True, slots=True)
class Operation:
    """A correction, and the digest of the passage it was made in."""

    correction: Correction
    mark: str


@dataclass(frozen=True, slots=True)
class Kept:
    """What a reading was corrected to; ``aside`` says that the reading is wanted as it was, for now."""

    operations: tuple[Operation, ...] = ()
    aside: bool = False


def marked(document: Document, corrections: Iterable[Correction]) -> tuple[Operation, ...]:
    """Give each correction the mark of its passage.

    Args:
        document: as it was read.
        corrections: they can be made in it, one after the other.
    """
    pieces, join = pieces_of(document), joiner(document.text)
    made = []
    for correction in corrections:
        made.append(Operation(correction, _mark(document, pieces, correction)))
        pieces = changed(pieces, correction, join)
    return tuple(made)


def fitting(document: Document, operations: Iterable[Operation]) -> tuple[tuple[Correction, ...], int]:
    """The corrections that can be made in a reading, and how many no longer fit.

    One fits where its passage stands at its old place, or at one other place alone: what could be meant for
    either of two passages is made in neither.

    Args:
        document: as it was read, perhaps by another version of the reader.
        operations: in the order in which they were made.
    """
    pieces, join = pieces_of(document), joiner(document.text)
    made: list[Correction] = []
    left_out = 0
    for operation in operations:
        try:
            correction = _placed(document, pieces, operation)
            after = changed(pieces, correction, join)
        except EditError:
            after = []
        if after:  # at least one passage must stay
            pieces = after
            made.append(correction)
        else:
            left_out += 1
    return tuple(made), left_out


def _placed(document: Document, pieces: list[Piece], operation: Operation) -> Correction:
    """The correction at the place where its passage stands now."""
    meant = operation.correction
    if 0 <= meant.block < len(pieces) and _mark(document, pieces, meant) == operation.mark:
        return meant
    moved = (replace(meant, block=block) for block in range(len(pieces)))
    places = [each for each in moved if _mark(document, pieces, each) == operation.mark]
    if len(places) != 1:
        raise EditError("This passage is not there any more.")
    return places[0]


def _mark(document: Document, pieces: list[Piece], correction: Correction) -> str:
    """A digest of what is corrected; salted with the file's, so that equal texts do not show as equal."""
    first = correction.block - (correction.kind == "merge")
    told = [document.digest, *(piece.text for piece in pieces[max(first, 0) : correction.block + 1])]
    return hashlib.sha256("\0".join(told).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def place(owner: str, *what: object, environ: Mapping[str, str] = os.environ) -> Path:
    """Where the corrections of a reading are kept; nothing is made yet.

    Args:
        owner: who they belong to, in any words; empty for whoever uses this machine.
        what: the file's digest, the part of it, and how else it was read.
        environ: where ``DATA`` may name another folder.
    """
    folder = environ.get(DATA)
    home = Path(folder) if folder else platformdirs.user_data_path("diffapp", appauthor=False)
    whose = f"user-{_digest(owner)}" if owner else "own"  # an owner's name is no path
    return home / "corrections" / whose / f"{_digest(*what)}.json"


def _digest(*what: object) -> str:
    return hashlib.sha256(json.dumps([str(each) for each in what]).encode()).hexdigest()[:40]


def load(path: Path) -> Kept:
    """What is kept in a file; nothing, where there is none.

    Raises:
        DamagedError: it cannot be read, or holds something else.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            raise DamagedError
        return _kept(json.loads(data))
    except FileNotFoundError:
        return Kept()
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        raise DamagedError from None


def _kept(told: Any) -> Kept:
    if told["schema"] != _SCHEMA or not isinstance(told["aside"], bool):
        raise DamagedError
    return Kept(tuple(_operation(**each) for each in told["operations"]), told["aside"])


def _operation(kind: Any, block: Any, at: Any, mark: Any) -> Operation:
    if not (kind in _KINDS and type(block) is type(at) is int and isinstance(mark, str)):
        raise DamagedError
    return Operation(Correction(kind, block, at), mark)


def keep(path: Path, kept: Kept) -> None:
    """Write a file of corrections; without any it is removed.

    Raises:
        OSError: it cannot be written; what was there before stays.
    """
    if not kept.operations:
        path.unlink(missing_ok=True)
        return
    operations = [{**asdict(each.correction), "mark": each.mark} for each in kept.operations]
    told = json.dumps({"schema": _SCHEMA, "aside": kept.aside, "operations": operations}, sort_keys=True)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")  # its mode is 0600
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(told.encode())
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise
