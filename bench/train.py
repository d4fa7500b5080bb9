"""Train the weights of the alignment model and write them, with their left-out figures, to the package.

Run ``python -m bench.train``. Reads gold tasks only (see gold.py). The figures come from models that never
saw the document pair they are measured on, nor any other task made from the same books. Each kind of task
weighs the same, whatever its size.
"""

from __future__ import annotations

import json
import re
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bench.gold import Task, read_tasks
from diffapp.features import Pairs, measure
from diffapp.scoring import Weights, context, own_features, score
from diffapp.vectors import Floats
from diffapp.words import Vocabulary, guess_language

OUT = Path(__file__).resolve().parent.parent / "diffapp" / "data" / "weights.json"
ROUNDS = 3
RIDGE = 0.3


@dataclass(frozen=True)
class Measured:
    """A task with its candidate pairs: truth (k,), and weight (k,) of each pair in training."""

    task: Task
    pairs: Pairs
    truth: Floats
    counted: np.ndarray


def measure_task(task: Task) -> Measured:
    """Find and measure the candidate pairs of a task."""
    vocabulary = Vocabulary(guess_language([*task.left[:20], *task.right[:20]]))
    pairs = measure(*([vocabulary.tokens(t) for t in side] for side in (task.left, task.right)))
    keys = list(zip(pairs.rows.tolist(), pairs.columns.tolist(), strict=True))
    truth = np.array([key in task.gold for key in keys], float)
    counted = np.array([key not in task.optional for key in keys])
    return Measured(task, pairs, truth, counted)


def book(task: Task) -> str:
    """Name what must be left out together: tasks made from the same document pair."""
    return re.sub(r"_(inorder|nm|para|shuf)$", "", task.id)


def regress(table: Floats, truth: Floats, weight: Floats) -> Floats:
    """Fit a logistic regression by Newton steps with a small ridge; returns (columns,) weights."""
    beta = np.zeros(table.shape[1])
    ridge = np.full(table.shape[1], RIDGE)
    ridge[0] = 1e-6
    for _ in range(50):
        chance = 1 / (1 + np.exp(-np.clip(table @ beta, -30, 30)))
        slope = table.T @ (weight * (truth - chance)) - ridge * beta
        curve = (table * (weight * chance * (1 - chance))[:, None]).T @ table + np.diag(ridge)
        step = np.linalg.solve(curve, slope)
        beta += step
        if np.abs(step).max() < 1e-8:
            break
    return beta


def balance(measured: list[Measured]) -> list[Floats]:
    """Weigh pairs so that each kind of task counts the same."""
    totals: dict[str, float] = defaultdict(float)
    for item in measured:
        totals[item.task.kind] += item.counted.sum()
    return [i.counted * (2000.0 / totals[i.task.kind]) for i in measured]


def train(measured: list[Measured]) -> Weights:
    """Fit the rounds one after the other, each on the verdicts of those before it."""
    rounds: list[dict[str, float]] = []
    truth = np.concatenate([m.truth for m in measured])
    weight = np.concatenate(balance(measured))
    for number in range(ROUNDS):
        columns = []
        for item in measured:
            seen = dict(own_features(item.pairs))
            if number:
                scored = score(item.pairs, Weights(tuple(rounds)))
                odds = sum(scored.terms.values()) + scored.base
                seen |= context(item.pairs, scored.chance) | {"before": odds}
            columns.append(seen)
        names = sorted(columns[0])
        table = np.concatenate([np.column_stack([c[n] for n in names]) for c in columns])
        beta = regress(np.column_stack([np.ones(len(table)), table]), truth, weight)
        rounds.append(
            {"bias": round(beta[0], 5)} | {n: round(b, 5) for n, b in zip(names, beta[1:], strict=True)}
        )
    return Weights(tuple(rounds))


def f1(item: Measured, weights: Weights, threshold: float = 0.5) -> tuple[float, float, float]:
    """Precision, recall and F1 of the pairs at or over the threshold."""
    chance = score(item.pairs, weights).chance
    taken = (chance >= threshold) & item.counted
    right = float(item.truth[taken].sum())
    precision, recall = right / max(taken.sum(), 1), right / len(item.task.gold)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def cross_validate(measured: list[Measured]) -> dict[str, list[float]]:
    """Measure each task by a model trained without its book; returns mean P, R, F1 by kind."""
    figures = defaultdict(list)
    for name in sorted({book(m.task) for m in measured}):
        weights = train([m for m in measured if book(m.task) != name])
        for item in measured:
            if book(item.task) == name:
                figures[item.task.kind].append(f1(item, weights))
    return {kind: np.mean(rows, axis=0).round(3).tolist() for kind, rows in sorted(figures.items())}


def main() -> None:
    """Train, cross-validate, print and write."""
    measured = [measure_task(task) for task in read_tasks()]
    if not measured:
        sys.exit("no gold tasks found: put them under bench/data or name their folder in DIFFAPP_GOLD")
    figures = cross_validate(measured)
    for kind, row in figures.items():
        print(f"{kind:15} precision {row[0]:.3f}  recall {row[1]:.3f}  F1 {row[2]:.3f}")
    made = {
        "trained_on": sorted(m.task.id for m in measured),
        "left_out": {
            kind: dict(zip(("precision", "recall", "f1"), row, strict=True)) for kind, row in figures.items()
        },
        "rounds": [dict(r) for r in train(measured).rounds],
    }
    OUT.write_text(json.dumps(made, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
