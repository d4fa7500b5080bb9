"""Gold link tasks: passages of two sides and the pairs that an annotator linked."""

from __future__ import annotations

import json
import os
import random
import re
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


def scrambled(task: Task) -> Task:
    """Put the right side of a task into another order, drawn once: no neighbour helps any more."""
    order = list(range(len(task.right)))
    random.Random(len(order)).shuffle(order)  # noqa: S311 - nothing secret
    at = {old: new for new, old in enumerate(order)}
    right = [task.right[old] for old in order]
    links = (frozenset((i, at[j]) for i, j in pairs) for pairs in (task.gold, task.optional))
    return Task(f"{task.id}_scrambled", "scrambled", task.left, right, *links)


def with_scrambled(tasks: list[Task]) -> list[Task]:
    """Add scrambled copies of the tasks that stand in order, so that the model does not live by order."""
    return [*tasks, *(scrambled(t) for t in tasks if t.kind in {"bible inorder", "treaty"})]


def book(task: Task) -> str:
    """Name what must be left out together: tasks made from the same document pair."""
    return re.sub(r"(_(inorder|nm|para|shuf|scrambled))+$", "", task.id)
