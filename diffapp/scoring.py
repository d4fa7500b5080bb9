"""From measurements to a probability, and from the probability back to its reasons.

The model is additive: a logistic regression in rounds. The first round sees a pair alone; each later one
sees the last one's verdict on the pair, on the pairs beside it and on its rivals (context.py), so that
neighbours support each other and a better partner takes the place of a worse one. There are two experts, for
texts that are close in wording and for texts that are far apart, where the same likeness means much more;
how close the two texts are decides how much each is heard. All numbers stand in ``data/weights.json``, which
``bench/train.py`` writes; a mode (see features.Sides) has its own. Last comes a term that is not learnt: what
the order of stretches that run side by side says (blocks.py).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files

import numpy as np

from diffapp.blocks import said_by_order
from diffapp.candidates import rank_within
from diffapp.context import Surroundings
from diffapp.features import Pairs
from diffapp.vectors import Floats, Ints

TINY = 1e-9
DIGITS = 4
SUREST = 11.5
"""Log-odds beyond which one round's verdict is not carried on to the next."""
HOPELESS = 0.004
ALWAYS = 3
"""After the first round a pair stays if it reaches HOPELESS or is among the ALWAYS best of a passage."""

LEAST_CLOSE, LEAST_FAR = 0.4, 0.3
"""From which score on a link pays, where texts are close in wording and where they are far apart."""

Round = Mapping[str, tuple[float, float]]
"""Per feature: its mean over candidate pairs, and its weight per unit; "bias" and "before" have no mean."""


@dataclass(frozen=True)
class Weights:
    """The rounds of both experts, and the levels of likeness between which one hands over to the other."""

    close: tuple[Round, ...]
    far: tuple[Round, ...] = ()
    far_below: float = 0.0
    close_above: float = 0.0

    def distance(self, usual: float) -> float:
        """How far apart two texts are, 0 to 1, given how alike their passages usually are in wording."""
        if not self.far:
            return 0.0
        gap = self.close_above - self.far_below
        return round(float(np.clip((self.close_above - usual) / gap, 0.0, 1.0)), 6)


def least_score(distance: float) -> float:
    """Say from which score on a link is taken if the user sets no threshold; ``distance`` is 0 to 1.

    F1 is highest if links are taken from half the best F1 on (Z. Lipton et al., "Optimal thresholding of
    classifiers to maximize F1 measure", 2014). Texts far apart let it come to about a half, others higher. A
    score stays the chance of being right: a link of 0.3 says of itself how unsure it is.
    """
    return round(LEAST_CLOSE + (LEAST_FAR - LEAST_CLOSE) * distance, 2)


@cache
def default_weights(mode: str) -> Weights:
    """Read the weights of a mode that the package carries."""
    table = json.loads(files("diffapp").joinpath("data/weights.json").read_text("utf-8"))
    return read_weights(table["modes"][mode])


def read_weights(table: Mapping[str, object]) -> Weights:
    """Turn one mode of the weights file into weights."""

    def rounds(name: str) -> tuple[Round, ...]:
        return tuple({k: (v[0], v[1]) for k, v in r.items()} for r in table.get(name, ()))  # type: ignore[attr-defined]

    limits = table.get("limits", (0.0, 0.0))
    return Weights(rounds("close"), rounds("far"), *limits)  # type: ignore[misc]


def probability(log_odds: Floats) -> Floats:
    """Turn log-odds into probabilities, rounded so that machines agree."""
    return np.round(1.0 / (1.0 + np.exp(-np.clip(log_odds, -30, 30))), 6)


@dataclass
class Verdict:
    """What a round has come to: log-odds as terms per feature (k,) and a base; and the chance (k,)."""

    chance: Floats
    base: float = 0.0
    terms: dict[str, Floats] = field(default_factory=dict)

    def log_odds(self) -> Floats:
        """Add the terms to the base, name by name, so that the order of sums never changes."""
        total = np.full(len(self.chance), self.base)
        for name in sorted(self.terms):
            total = total + self.terms[name]
        return total

    def kept(self, which: Ints) -> Verdict:
        """Keep the pairs at some positions only."""
        return Verdict(self.chance[which], self.base, {n: v[which] for n, v in self.terms.items()})


@dataclass(frozen=True)
class Scored:
    """The pairs that were worth a last word, with the verdict on each."""

    pairs: Pairs
    verdict: Verdict
    distance: float

    @property
    def chance(self) -> Floats:
        """The chance (k,) of being counterparts."""
        return self.verdict.chance

    @cached_property
    def shown(self) -> list[float]:
        """The chance of each pair as every table shows it and every threshold is held against it."""
        return [round(chance, DIGITS) for chance in self.chance.tolist()]

    @cached_property
    def start(self) -> float:
        """The chance that the base would have alone, without any term."""
        return float(probability(np.array([self.verdict.base]))[0])


def judge(features: Mapping[str, Floats], before: Verdict, experts: Sequence[tuple[float, Round]]) -> Verdict:
    """Run one round: each expert, with its share of the say, weighs the features and the last verdict."""
    odds = before.log_odds()
    # a verdict beyond doubt is carried on as one of SUREST
    tame = np.minimum(1.0, SUREST / np.maximum(np.abs(odds), TINY))
    kept = sum(share * r.get("before", (0.0, 1.0 if not r else 0.0))[1] for share, r in experts)
    terms = {name: value * tame * kept for name, value in before.terms.items()}
    base = before.base * kept
    for share, weights in experts:
        base += share * weights.get("bias", (0.0, 0.0))[1]
        for name, (mean, weight) in weights.items():
            if name in features and share and weight:
                term = share * weight * (features[name] - mean)
                terms[name] = terms[name] + term if name in terms else term
    # what taming took from the base goes with the terms, or the sum would not hold
    if kept and before.base:
        terms["carried"] = terms.get("carried", 0.0) + before.base * kept * (tame - 1.0)
    made = Verdict(np.zeros(len(odds)), base, terms)
    made.chance = probability(made.log_odds())
    return made


def promising(pairs: Pairs, chance: Floats) -> Ints:
    """Return the positions of the pairs that later rounds look at."""
    ranks = [rank_within(group, chance)[0] for group in (pairs.rows, pairs.columns)]
    return np.flatnonzero((chance >= HOPELESS) | (ranks[0] <= ALWAYS) | (ranks[1] <= ALWAYS))


def ordered(pairs: Pairs, verdict: Verdict) -> Verdict:
    """Add what the order of blocks says of each pair, as a term of its own (blocks.py)."""
    said = said_by_order(pairs, verdict.chance)
    if not said.any():
        return verdict
    made = Verdict(verdict.chance, verdict.base, verdict.terms | {"order": said})
    made.chance = probability(made.log_odds())
    return made


def score(
    pairs: Pairs,
    weights: Weights,
    fixed: Mapping[tuple[int, int], float] | None = None,
    report: Callable[[float], None] = lambda _share: None,
) -> Scored:
    """Run all rounds.

    ``fixed`` holds pairs whose chance is known, 1 or 0; ``report`` is told the share of the work done, and
    may raise to stop it.
    """
    distance = weights.distance(pairs.usual)
    held = fixed or {}

    def experts(number: int) -> list[tuple[float, Round]]:
        far = weights.far[number] if number < len(weights.far) else {}
        return [(1.0 - distance, weights.close[number]), (distance, far)]

    def hold(verdict: Verdict, at: Mapping[tuple[int, int], int]) -> None:
        for pair, value in held.items():
            if pair in at:
                verdict.chance[at[pair]] = value

    verdict = judge(pairs.features, Verdict(np.zeros(len(pairs.rows))), experts(0))
    if held:
        hold(verdict, pairs.position)
    which = promising(pairs, verdict.chance)
    pairs, verdict = pairs.kept(which), verdict.kept(which)
    around = Surroundings(pairs)
    for number in range(1, len(weights.close)):
        report(number / len(weights.close))
        verdict = judge(pairs.features | around.measure(verdict.chance), verdict, experts(number))
        if held:
            hold(verdict, pairs.position)
    verdict = ordered(pairs, verdict)
    if held:
        hold(verdict, pairs.position)
    return Scored(pairs, verdict, distance)


def apportion(score_: float, start: float, terms: Sequence[tuple[str, float]]) -> list[tuple[str, float]]:
    """Share a probability out among its terms, in proportion to their part of the log-odds.

    The base keeps ``start``, the probability that it would have alone; all shares sum to the score.
    """
    total = sum(value for _, value in terms)
    if abs(total) < TINY:
        return [("base", score_)]
    shares = [(name, (score_ - start) * value / total) for name, value in terms]
    return [("base", start), *shares]
