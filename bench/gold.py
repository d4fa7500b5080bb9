"""Gold link tasks: passages of two sides and the pairs that an annotator linked."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
FOLDERS = [HERE / "data", Path(os.environ.get("DIFFAPP_GOLD", HERE.parent.parent / "shared" / "gold-dev"))]


@dataclass(frozen=True)
class Task:
    """One document pair. ``gold`` and ``optional`` hold pairs (i, j), counted from 0."""

    id: str
    kind: str
    left: list[str]
    right: list[str]
    gold: frozenset[tuple[int, int]]
    optional: frozenset[tuple[int, int]]


def _kind(path: Path) -> str:
    """Tell the kind of task: the folder's name, and for shuffled or merged books how they were changed."""
    folder = path.parent.name
    return f"{folder} {path.stem.rsplit('_', 1)[-1]}" if folder == "bible" else folder


def read_tasks() -> Iterator[Task]:
    """Read all link tasks found in bench/data and, if present, in the folder that DIFFAPP_GOLD names."""
    seen = set()
    for folder in FOLDERS:
        for path in sorted(folder.glob("*/*.jsonl")):
            for line in path.read_text("utf-8").splitlines():
                item = json.loads(line)
                if "gold" not in item or item["id"] in seen:
                    continue
                seen.add(item["id"])
                gold, optional = ({(i, j) for i, j in item.get(k, ())} for k in ("gold", "optional"))
                sides = item["a"], item["b"]
                yield Task(item["id"], _kind(path), *sides, frozenset(gold), frozenset(optional))
