"""From measurements to a probability, and from the probability back to its reasons.

The model is a logistic regression in rounds. The first sees the pair alone; each later one sees the last
one's verdict on the pair, on the pairs beside it and on its rivals, so that neighbours support each other
and a better partner takes the place of a worse one. All weights stand in ``data/weights.json``, which
``bench/train.py`` writes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from diffapp.candidates import best_other, rank_within
from diffapp.features import NAMES, Pairs, gains
from diffapp.vectors import Floats, Ints

REACH = 3
TINY = 1e-9
DIGITS = 4


@dataclass(frozen=True)
class Weights:
    """One dict of weights per round: by feature name, ``bias``, and ``before`` for the last verdict."""

    rounds: tuple[Mapping[str, float], ...]


@cache
def default_weights() -> Weights:
    """Read the weights that the package carries."""
    table = json.loads(files("diffapp").joinpath("data/weights.json").read_text("utf-8"))
    return Weights(tuple(table["rounds"]))


def probability(log_odds: Floats) -> Floats:
    """Turn log-odds into probabilities, rounded so that machines agree."""
    return np.round(1.0 / (1.0 + np.exp(-np.clip(log_odds, -30, 30))), 6)


def _lookup(pairs: Pairs, chance: Floats) -> Callable[[int, int], Floats]:
    """Give a function that returns, for each pair, the verdict on the pair so far down and across."""
    width = pairs.shape[1] + 2 * REACH
    keys = (pairs.rows + REACH) * width + pairs.columns + REACH

    def at(down: int, across: int) -> Floats:
        wanted = keys + down * width + across
        place = np.minimum(np.searchsorted(keys, wanted), max(len(keys) - 1, 0))
        return np.asarray(np.where(keys[place] == wanted, chance[place], 0.0))

    return at


def _support(pairs: Pairs, at: Callable[[int, int], Floats]) -> Floats:
    """Say how well the pairs beside each pair do: best verdict within reach, mean of both directions.

    Both orders count (the passage after may answer the passage before), so moved sections keep support.
    """
    by_row = {d: np.zeros(len(pairs.rows)) for d in range(-REACH, REACH + 1) if d}
    by_column = {d: np.zeros(len(pairs.rows)) for d in by_row}
    for down, row in by_row.items():
        for across, column in by_column.items():
            found = at(down, across)
            np.maximum(row, found, out=row)
            np.maximum(column, found, out=column)
    shares = [(1.0 / abs(d), (by_row[d] + by_column[d]) / 2) for d in by_row]
    return np.asarray(sum(w * s for w, s in shares) / sum(w for w, _ in shares))


def context(pairs: Pairs, chance: Floats) -> dict[str, Floats]:
    """Measure each pair's surroundings under the last verdict; each array (k,), between 0 and 1."""
    rivals = [rank_within(group, chance)[1] for group in (pairs.rows, pairs.columns)]
    others = best_other(pairs.rows, chance, pairs.columns), best_other(pairs.columns, chance, pairs.rows)
    gain = gains(pairs, others)
    at = _lookup(pairs, chance)
    return {
        "beside": np.maximum.reduce([at(-1, 0), at(1, 0), at(0, -1), at(0, 1)]),
        "enclosed": np.maximum(np.minimum(at(-1, -1), at(1, 1)), np.minimum(at(-1, 1), at(1, -1))),
        "gain": np.maximum(*gain),
        "lesser_gain": np.minimum(*gain),
        "neighbours": np.round(_support(pairs, at), 9),
        "rival": np.maximum(*rivals),
        "lesser_rival": np.minimum(*rivals),
    }


def own_features(pairs: Pairs) -> dict[str, Floats]:
    """Name the columns of the pairs' table."""
    return {name: pairs.table[:, k] for k, name in enumerate(NAMES)}


@dataclass(frozen=True)
class Scored:
    """Pairs with their chance (k,) of being counterparts, the terms of their log-odds, and the base."""

    pairs: Pairs
    chance: Floats
    terms: Mapping[str, Floats]
    base: float

    def shown(self, k: int) -> float:
        """The chance of pair ``k`` as every table shows it and every threshold is held against it."""
        return round(float(self.chance[k]), DIGITS)


def score(pairs: Pairs, weights: Weights | None = None, fixed: Ints | None = None) -> Scored:
    """Run all rounds. ``fixed`` holds positions of pairs known to be counterparts; their chance is 1."""
    terms: dict[str, Floats] = {}
    base, chance, own = 0.0, np.zeros(len(pairs.rows)), own_features(pairs)
    for number, weight in enumerate((weights or default_weights()).rounds):
        seen = own if number == 0 else {**own, **context(pairs, chance)}
        kept = weight.get("before", 0.0)
        terms = {name: value * kept for name, value in terms.items()}
        base = base * kept + weight["bias"]
        for name, value in seen.items():
            if name in weight:
                terms[name] = terms.get(name, 0.0) + weight[name] * value
        chance = probability(log_odds(terms, base, len(pairs.rows)))
        if fixed is not None:
            chance[fixed] = 1.0
    return Scored(pairs, chance, terms, base)


def log_odds(terms: Mapping[str, Floats], base: float, size: int) -> Floats:
    """Add the terms to the base, name by name, so that the order of sums never changes."""
    total = np.full(size, base)
    for name in sorted(terms):
        total = total + terms[name]
    return total


def apportion(score_: float, base: float, terms: Sequence[tuple[str, float]]) -> list[tuple[str, float]]:
    """Share a probability out among its terms, in proportion to their part of the log-odds.

    The base keeps the probability that it would have alone; all shares sum to the score.
    """
    start = float(probability(np.array([base]))[0])
    total = sum(value for _, value in terms)
    if abs(total) < TINY:
        return [("base", score_)]
    shares = [(name, (score_ - start) * value / total) for name, value in terms]
    return [("base", start), *shares]
