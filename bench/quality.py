"""Quality of links on gold tasks: diffapp beside baselines, all judged on document pairs left out.

Each method has one threshold. A baseline's is the one with the best mean F1 on all other books; diffapp's
weights are trained on all other books, in each mode, and its threshold is the package's own. ``optional``
pairs count neither way. Seconds of diffapp are those of the whole alignment, vectors being cached.
"""

from __future__ import annotations

import difflib
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from rapidfuzz import fuzz, process

from bench.gold import Task, book, read_tasks, with_variants
from bench.train import MODES, left_out, measure_task, sides_of
from diffapp.alignment import align_sides
from diffapp.model import DEFAULT
from diffapp.vectors import content_keys, term_space
from diffapp.words import Vocabulary

Scores = np.ndarray
STEPS = np.round(np.arange(0.05, 1.0, 0.05), 2)


@dataclass(frozen=True)
class Figures:
    """Figures of one method on one task, each between 0 and 1, and its seconds."""

    precision: float
    recall: float
    f1: float
    spurious: float
    none_f1: float
    seconds: float = 0.0


def judge(task: Task, links: set[tuple[int, int]], seconds: float = 0.0) -> Figures:
    """Judge links against gold. ``spurious``: share of passages without counterpart that got a link."""
    counted = links - task.optional
    right = len(counted & task.gold)
    precision, recall = right / max(len(counted), 1), right / max(len(task.gold), 1)
    both = (("left", len(task.left), 0), ("right", len(task.right), 1))
    linked = task.gold | task.optional
    alone = {(n, k) for n, size, end in both for k in range(size)} - {
        (n, p[e]) for n, _, e in both for p in linked
    }
    said = {(n, k) for n, size, end in both for k in range(size)} - {
        (n, p[e]) for n, _, e in both for p in counted
    }
    agreed = len(alone & said)
    return Figures(
        precision,
        recall,
        2 * precision * recall / max(precision + recall, 1e-9),
        1 - agreed / len(alone) if alone else 0.0,
        2 * agreed / max(len(alone) + len(said), 1),
        seconds,
    )


def mutual_best(scores: Scores) -> Scores:
    """Keep the entries that are the best of their row and of their column."""
    best = (scores == scores.max(axis=1, keepdims=True)) & (scores == scores.max(axis=0, keepdims=True))
    return np.where(best, scores, 0.0)


def token_set(task: Task) -> Scores:
    """Rapidfuzz ``token_set_ratio``, mutual best."""
    return mutual_best(
        process.cdist(task.left, task.right, scorer=fuzz.token_set_ratio, processor=str.lower) / 100
    )


def word_diff(task: Task) -> Scores:
    """Difflib over the words of whole texts in order, as redline tools do: shared words per pair."""
    words = [
        [(w, k) for k, t in enumerate(side) for w in t.lower().split()] for side in (task.left, task.right)
    ]
    scores = np.zeros((len(task.left), len(task.right)))
    matcher = difflib.SequenceMatcher(None, *[[w for w, _ in side] for side in words], autojunk=False)
    for a, b, size in matcher.get_matching_blocks():
        for k in range(size):
            scores[words[0][a + k][1], words[1][b + k][1]] += 1
    lengths = np.array([[len(t.split()) for t in side] for side in (task.left, task.right)], dtype=object)
    return scores / np.maximum(1, np.minimum.outer(np.array(lengths[0]), np.array(lengths[1])))


def tfidf(task: Task) -> Scores:
    """Cosine over stems weighed by tf-idf, mutual best."""
    vocabulary = Vocabulary()
    sides = [[content_keys(vocabulary.tokens(t)) for t in side] for side in (task.left, task.right)]
    space = term_space(*sides)
    return mutual_best((space.left @ space.right.T).toarray())


BASELINES: dict[str, Callable[[Task], Scores]] = {
    "difflib words": word_diff,
    "token_set_ratio": token_set,
    "TF-IDF stems": tfidf,
}


def links_over(scores: Scores, threshold: float) -> set[tuple[int, int]]:
    """The pairs at or over a threshold."""
    return {(int(i), int(j)) for i, j in np.argwhere(scores >= threshold)}


def run_baseline(method: Callable[[Task], Scores], tasks: list[Task]) -> list[Figures]:
    """Judge a baseline on each task with the threshold that suits the other books best."""
    scored, seconds = [], []
    for task in tasks:
        started = time.perf_counter()
        scored.append(method(task))
        seconds.append(time.perf_counter() - started)
    f1 = np.array(
        [[judge(t, links_over(s, x)).f1 for x in STEPS] for t, s in zip(tasks, scored, strict=True)]
    )
    out = []
    for k, task in enumerate(tasks):
        others = [n for n, other in enumerate(tasks) if book(other) != book(task)]
        threshold = STEPS[int(f1[others].mean(axis=0).argmax())]
        out.append(judge(task, links_over(scored[k], threshold), seconds[k]))
    return out


def by_meaning(task: Task) -> Scores:
    """Cosine of MiniLM vectors, centred over the two texts, mutual best."""
    meaning = sides_of(task, "words+meaning").meaning
    assert meaning is not None  # noqa: S101 - for the type checker: the mode asks for it
    return mutual_best(np.maximum(meaning[0] @ meaning[1].T, 0.0).astype(np.float64))


BASELINES["MiniLM vectors"] = by_meaning


@dataclass
class Reliability:
    """Scores of candidate pairs, and whether each pair is right; pairs that count neither way left out."""

    scores: list[float]
    right: list[bool]

    def table(self) -> Iterable[str]:
        """Of the pairs with a score between two bounds, how many are right."""
        yield "| score | pairs | right | mean score |"
        yield "|---|---|---|---|"
        scores, right = np.array(self.scores), np.array(self.right)
        for low, high in pairwise((0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.97, 1.0001)):
            there = (scores >= low) & (scores < high)
            if there.any():
                shares = f"{right[there].mean():.2f} | {scores[there].mean():.2f}"
                yield f"| {low:.2f} to {min(high, 1):.2f} | {there.sum()} | {shares} |"


def run_diffapp(tasks: list[Task], mode: str, seen: dict[str, Reliability]) -> list[Figures]:
    """Judge the whole alignment on each task with weights trained on the other books."""
    models = left_out([measure_task(task, mode) for task in with_variants(tasks)])
    out = []
    for task in tasks:
        started = time.perf_counter()
        aligned = align_sides(sides_of(task, mode), 1, DEFAULT, weights=models[book(task)])
        links = {(link.a[1], link.b[1]) for link in aligned.links}
        out.append(judge(task, links, time.perf_counter() - started))
        distant = task.kind in {"diplomatic", "drafted"}
        kept = seen.setdefault("texts drafted apart" if distant else "other kinds", Reliability([], []))
        for pair, score in aligned.chances.items():
            if pair not in task.optional:
                kept.scores.append(score)
                kept.right.append(pair in task.gold)
    return out


def table(tasks: list[Task], results: dict[str, list[Figures]]) -> Iterable[str]:
    """Write the figures as lines of a Markdown table, means over the tasks of a kind."""
    yield "| task kind | method | precision | recall | F1 | spurious links | F1 none | seconds |"
    yield "|---|---|---|---|---|---|---|---|"
    kinds: dict[str, list[int]] = defaultdict(list)
    for k, task in enumerate(tasks):
        kinds[task.kind].append(k)
    for kind, members in sorted(kinds.items()):
        for method, figures in results.items():
            fields = ("precision", "recall", "f1", "spurious", "none_f1", "seconds")
            means = [float(np.mean([getattr(figures[k], f) for k in members])) for f in fields]
            yield f"| {kind} | {method} | " + " | ".join(f"{m:.2f}" for m in means) + " |"


def main() -> None:
    """Measure every method on every task that is found, and print the tables."""
    tasks = list(read_tasks())
    results = {name: run_baseline(method, tasks) for name, method in BASELINES.items()}
    seen: dict[str, Reliability] = {}
    for mode in MODES:
        seen = {}
        results[f"diffapp, {mode}"] = run_diffapp(tasks, mode, seen)
    print("\n".join(table(tasks, results)))
    for kind, reliability in seen.items():
        print(f"\nReliability of scores on left-out pairs, all modes of evidence: {kind}\n")
        print("\n".join(reliability.table()))
