"""Damaged files by the thousand through every reader: ``python -m bench.mutants --count 10000 --seed 1``.

Each is a small sound file with bits flipped, stretches cut, doubled or moved, bytes put in; files of parts in
a ZIP are also damaged inside. They are read in batches, a limited child for each; one that ends its child is
answered by that, and the batch goes on without it. The run fails if a child is left behind.
"""

from __future__ import annotations

import argparse
import base64
import copy
import io
import json
import random
import re
import sys
import time
import xml.etree.ElementTree as ET
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from importlib.util import find_spec
from itertools import islice
from pathlib import Path

from bench.specimens import SPECIMENS
from diffapp.errors import ReadingError
from diffapp.reading import READERS, Options, guard
from diffapp.reading.answers import Limits

BATCH = 200
WORKER = Path(__file__).resolve().with_name("batch.py")
LIMITS = Limits(seconds=20, seconds_a_page=20, memory=1_000_000_000, memory_recognising=1_000_000_000)
VALUES = ("", "0", "-1", "9" * 30, "x", "1.5", "%1", "\u202e", "true", " ", "a" * 5000, "\u0661")
TOKENS = (
    b"<",
    b">",
    b"&",
    b"{",
    b"}",
    b"\\",
    b"(",
    b"[",
    b"\0",
    b"\xff\xfe",
    b"\xed\xa0\x80",
    b"-1",
    b"999999999",
)
Mutant = tuple[str, bytes]


def kinds() -> list[str]:
    """The kinds of file whose reader is there, and reads without an extra."""
    return [s for s in SPECIMENS if not READERS[s].extra and find_spec(READERS[s].module)]


def mutate(data: bytes, chance: random.Random) -> bytes:
    """Damage a file in one to six places."""
    out = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(out) + 1)
        end = min(len(out), at + int(2 ** chance.uniform(0, 9)))
        match chance.randrange(7):
            case 0 | 1 if at < len(out):
                out[at] ^= 1 << chance.randrange(8)
            case 2:
                del out[at:end]
            case 3:
                out[at:at] = out[at:end] * int(2 ** chance.uniform(0, 6))
            case 4:
                out[at:at] = chance.randbytes(chance.randint(1, 8))
            case 5:
                out[at:end] = chance.choice(TOKENS) * int(2 ** chance.uniform(0, 8))
            case _:
                to = chance.randrange(len(out) + 1)
                out[to:to] = out[at:end]
    return bytes(out[: chance.randrange(len(out) + 1)] if chance.random() < 1 / 20 else out)


def mutate_markup(data: bytes, chance: random.Random) -> bytes:
    """Damage what XML says and leave it well-formed: elements cut, doubled and moved, odd values put in."""
    for prefix, name in re.findall(rb"xmlns:(\w+)='([^']+)'", data):
        ET.register_namespace(prefix.decode(), name.decode())  # readers know flat files by their prefixes
    root = ET.fromstring(data)  # noqa: S314 - made by this program
    for _ in range(chance.randint(1, 4)):
        elements = list(root.iter())
        above = chance.choice([element for element in elements if len(element)] or [root])
        chosen = chance.choice(list(above) or [root])
        match chance.randrange(6):
            case 0 if chosen is not root:
                above.remove(chosen)
            case 1:
                above.extend([copy.deepcopy(chosen)] * int(2 ** chance.uniform(0, 7)))
            case 2:
                chance.choice(elements).append(copy.deepcopy(chosen))
            case 3 if chosen.attrib:
                chosen.set(chance.choice(list(chosen.attrib)), chance.choice(VALUES))
            case 4 if chosen.attrib:
                del chosen.attrib[chance.choice(list(chosen.attrib))]
            case _:
                chosen.text, chosen.tail = chance.choice(VALUES), chance.choice(VALUES)
    return ET.tostring(root)


def mutate_any(data: bytes, chance: random.Random) -> bytes:
    """Damage a file, where it is XML half of the time without hurting its form."""
    if data.startswith(b"<") and not data.startswith(b"<!") and chance.random() < 1 / 2:
        return mutate_markup(data, chance)
    return mutate(data, chance)


def mutate_inside(data: bytes, chance: random.Random) -> bytes:
    """Damage one part of a ZIP file, and pack it again."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [(entry, archive.read(entry)) for entry in archive.infolist()]
    chosen = chance.randrange(len(parts))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number, (entry, content) in enumerate(parts):
            archive.writestr(entry, mutate_any(content, chance) if number == chosen else content)
    return out.getvalue()


def mutants(count: int, seed: int, suffixes: Sequence[str]) -> Iterator[Mutant]:
    """Damaged files, each kind in turn; the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 - nothing is kept secret by it
    sound = {suffix: SPECIMENS[suffix]() for suffix in suffixes}
    for number in range(count):
        suffix = suffixes[number % len(suffixes)]
        inside = sound[suffix].startswith(b"PK") and chance.random() < 3 / 4
        yield f"{number}{suffix}", (mutate_inside if inside else mutate_any)(sound[suffix], chance)


def outcomes(batch: Sequence[Mutant], limits: Limits = LIMITS) -> list[str]:
    """What came of each file of a batch."""
    if not batch:
        return []
    reached = 0

    def tell(done: int, _of: int) -> None:
        nonlocal reached
        reached = done

    data = json.dumps([(name, base64.b64encode(content).decode()) for name, content in batch]).encode()
    try:
        said = guard.run("examine", data, "it", Options(), tell, limits=limits, worker=WORKER)
    except ReadingError as error:
        # What it had found before was lost with the child.
        before, after = batch[:reached], batch[reached + 1 :]
        return [*outcomes(before, limits), f"ended the child: {error.why}", *outcomes(after, limits)]
    return list(map(str, said))


def batches(files: Iterable[Mutant], size: int) -> Iterator[list[Mutant]]:
    """Cut a run of files into batches."""
    rest = iter(files)
    while batch := list(islice(rest, size)):
        yield batch


def children() -> set[str]:
    """The children of this process, ended ones that nobody waited for included; Linux alone tells."""
    folder = Path("/proc/self/task")
    return {child for task in folder.glob("*/children") for child in task.read_text().split()}


def run(count: int, seed: int, suffixes: Sequence[str], keep: Path | None = None) -> Counter[tuple[str, str]]:
    """Read so many damaged files, and count what came of them by kind; keep those that broke a reader."""
    found: Counter[tuple[str, str]] = Counter()
    for batch in batches(mutants(count, seed, suffixes), BATCH):
        for (name, content), outcome in zip(batch, outcomes(batch), strict=True):
            found[Path(name).suffix, outcome] += 1
            if keep and outcome not in {"read", "refused"}:
                (keep / name).write_bytes(content)
    return found


def main() -> int:
    """Print a table of outcomes; 1 if a child was left behind."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--count", type=int, default=10_000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--kinds", nargs="*", help="suffixes (default: every kind that needs no extra)")
    options.add_argument("--keep", type=Path, metavar="FOLDER", help="where to put files that broke a reader")
    asked = options.parse_args()
    begun, before = time.monotonic(), children()
    found = run(asked.count, asked.seed, asked.kinds or kinds(), asked.keep)
    for (suffix, outcome), times in sorted(found.items()):
        print(f"{suffix:6} {times:6}  {outcome}")
    left = len(children() - before)
    print(f"{found.total()} files, {time.monotonic() - begun:.0f} s; children left behind: {left}")
    return min(left, 1)


if __name__ == "__main__":
    sys.exit(main())
