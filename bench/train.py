"""Train the weights of the alignment model and write them, with their left-out figures, to the package.

Run ``python -m bench.train``. Reads gold tasks only (see gold.py). The figures come from models that never
saw the document pair they are measured on, nor any other task made from the same books.
Each mode (words alone, with concepts, with meaning, with both) has weights of its own.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bench.fitting import BRIDGES, LIMITS, Measured, train
from bench.gold import Task, book, read_tasks, with_variants
from diffapp.features import DISTANT, Sides, measure
from diffapp.glossary import EMPTY, default_glossary
from diffapp.profiles import reader_for
from diffapp.scoring import Weights, least_score, score
from diffapp.vectors import Floats
from diffapp.words import guess_language

OUT = Path(__file__).resolve().parent.parent / "diffapp" / "data" / "weights.json"
EASY_SHARE = 0.15
"""Share of the pairs that no measure speaks for which are learnt from, each weighing as much more."""
MODES = {"words": (False, False), "words+concepts": (True, False), "words+meaning": (False, True)}
MODES["words+concepts+meaning"] = (True, True)


def sides_of(task: Task, mode: str) -> Sides:
    """What is known of both sides of a task in a mode."""
    concepts, meaning = MODES[mode]
    reader = reader_for(default_glossary() if concepts else EMPTY, "minilm" if meaning else "none", 0)
    language = guess_language([*task.left[:100], *task.right[:100]])
    profiles = [reader.profile(texts, [0] * len(texts), language) for texts in (task.left, task.right)]
    return reader.sides(*profiles)


def measure_task(task: Task, mode: str) -> Measured:
    """Find and measure the candidate pairs of a task."""
    pairs = measure(sides_of(task, mode), np.inf if task.kind in BRIDGES else DISTANT)
    keys = list(zip(pairs.rows.tolist(), pairs.columns.tolist(), strict=True))
    truth = np.array([key in task.gold for key in keys], float)
    ranks = [_rank(group, pairs.features["overall_relative"]) for group in (pairs.rows, pairs.columns)]
    easy = (ranks[0] > 5) & (ranks[1] > 5) & (truth == 0)
    drawn = np.random.default_rng(0).random(len(keys)) < EASY_SHARE
    counted = np.array([key not in task.optional for key in keys]) * np.where(easy, drawn / EASY_SHARE, 1.0)
    return Measured(task, pairs, truth, counted)


def _rank(groups: np.ndarray, values: Floats) -> Floats:
    order = np.lexsort((-values, groups))
    rank = np.empty(len(order))
    rank[order] = np.arange(len(order)) - np.searchsorted(groups[order], groups[order]) + 1
    return rank


def f1(item: Measured, weights: Weights, threshold: float | None = None) -> tuple[float, float, float]:
    """Precision, recall and F1 of the pairs at or over the threshold, by default the automatic one."""
    scored = score(item.pairs, weights)
    taken = scored.chance >= (least_score(scored.distance) if threshold is None else threshold)
    pairs = zip(scored.pairs.rows[taken].tolist(), scored.pairs.columns[taken].tolist(), strict=True)
    links = set(pairs) - item.task.optional
    right = len(links & item.task.gold)
    precision, recall = right / max(len(links), 1), right / len(item.task.gold)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def left_out(measured: Sequence[Measured]) -> dict[str, Weights]:
    """Train one model per book that is left out; by the book's name."""
    names = sorted({book(m.task) for m in measured})
    return {name: train([m for m in measured if book(m.task) != name]) for name in names}


def cross_validate(measured: Sequence[Measured]) -> dict[str, list[float]]:
    """Measure each task by a model trained without its book; returns mean P, R, F1 by kind."""
    figures, models = defaultdict(list), left_out(measured)
    for item in measured:
        figures[item.task.kind].append(f1(item, models[book(item.task)]))
    return {kind: np.mean(rows, axis=0).round(3).tolist() for kind, rows in sorted(figures.items())}


def main() -> None:
    """Train, cross-validate, print and write."""
    tasks = with_variants(list(read_tasks()))
    if not tasks:
        sys.exit("no gold tasks found: put them under bench/data or name their folder in DIFFAPP_GOLD")
    made: dict[str, object] = {"trained_on": sorted(t.id for t in tasks), "modes": {}}
    for mode in MODES:
        measured = [measure_task(task, mode) for task in tasks]
        figures = cross_validate(measured)
        print(mode)
        for kind, row in figures.items():
            print(f"  {kind:15} precision {row[0]:.3f}  recall {row[1]:.3f}  F1 {row[2]:.3f}", flush=True)
        final = train(measured)
        made["modes"][mode] = {  # type: ignore[index]
            "left_out": {
                k: dict(zip(("precision", "recall", "f1"), r, strict=True)) for k, r in figures.items()
            },
            "limits": LIMITS,
            "close": final.close,
            "far": final.far,
        }
    OUT.write_text(json.dumps(made, separators=(",", ":")) + "\n", "utf-8")


if __name__ == "__main__":
    main()
