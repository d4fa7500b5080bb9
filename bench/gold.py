"""Gold link tasks: passages of two sides and the pairs that an annotator linked."""

from __future__ import annotations

import json
import os
import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
FOLDERS = [HERE / "data", Path(os.environ.get("DIFFAPP_GOLD", HERE.parent.parent / "shared" / "gold-dev"))]

LEAST_CUT, LEAST_HALF = 30, 8
"""Words of a passage that is cut, and of each half."""


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


def cut(task: Task, side: int) -> Task:
    """Cut the longer passages of one side in two, unless they have several counterparts.

    Both halves keep the counterpart: this is how one drafter's point becomes another's two paragraphs.
    """
    linked = Counter(pair[side] for pair in task.gold | task.optional)
    texts: list[str] = []
    at: list[list[int]] = []
    for k, text in enumerate((task.left, task.right)[side]):
        parts = _halves(text) if linked[k] <= 1 else [text]
        at.append(list(range(len(texts), len(texts) + len(parts))))
        texts += parts

    def moved(pairs: frozenset[tuple[int, int]]) -> frozenset[tuple[int, int]]:
        return frozenset(
            (k, pair[1]) if side == 0 else (pair[0], k) for pair in pairs for k in at[pair[side]]
        )

    sides = (texts, task.right) if side == 0 else (task.left, texts)
    return Task(f"{task.id}_cut{side}", f"{task.kind} cut", *sides, moved(task.gold), moved(task.optional))


def _halves(text: str) -> list[str]:
    """Part a passage of some length after the sentence or clause that ends nearest its middle."""
    ends = [m.end() for m in re.finditer(r"[.;:!?][\"”)]*\s+", text)]
    if len(text.split()) < LEAST_CUT or not ends:
        return [text]
    middle = min(ends, key=lambda end: abs(end - len(text) / 2))
    parts = [text[:middle].strip(), text[middle:].strip()]
    return parts if min(len(part.split()) for part in parts) >= LEAST_HALF else [text]


def with_variants(tasks: list[Task]) -> list[Task]:
    """Add copies of tasks that were changed: scrambled, so that the model does not live by order; and cut."""
    mixed = [scrambled(t) for t in tasks if t.kind in {"bible inorder", "treaty"}]
    return [*tasks, *mixed, *(cut(t, side) for t in tasks if t.kind == "drafted" for side in (0, 1))]


def book(task: Task) -> str:
    """Name what must be left out together: tasks made from the same document pair."""
    return re.sub(r"(_(inorder|nm|para|shuf|scrambled|cut[01]))+$", "", task.id)
