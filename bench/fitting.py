"""How the alignment model is fitted: logistic rounds, one expert for close texts and one for distant ones.

Each kind of task weighs the same, whatever its size. Each round after the first learns from verdicts of
models that had not seen the task, so that it does not trust them more than they deserve.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bench.gold import Task, book
from diffapp.context import Surroundings
from diffapp.features import AROUND, DISTANT, Pairs
from diffapp.scoring import SUREST, Round, Verdict, Weights, judge, promising
from diffapp.vectors import Floats

ROUNDS = 3
RIDGE = 3.0
POSITIVES = 100.0
"""Weight of all true pairs of a kind of task together."""
FOLDS = 5
LIMITS = (0.2, DISTANT)
"""Usual likeness in wording below which texts are far apart, and above which they are close."""
FAR = (
    *("kinship_relative", "words_relative", "meaning_relative", "letters_relative", "concepts_relative"),
    *("covered_less_relative", "rarest_relative", "kinship_lead", "words_lead", "meaning_lead"),
    *("overall_lead", "overall_clear", "overall_clear_once", "overall_rank", "short", "length", *AROUND),
)
"""What the expert for distant texts weighs: there are too few of them to learn all measures' weights."""
FAR_FEW = ("kinship_relative", *AROUND)
"""The few of them that weigh as much as all together."""
FAR_AROUND = (
    *("neighbours", "next", "beside", "rival", "lesser_rival", "share", "lesser_share", "crowd"),
    *("fit", "gain", "lesser_gain"),
)
"""What it weighs besides in its second round."""
FAR_ROUNDS = 2
FAR_RIDGE = 10.0
BRIDGES = ("crosswalk",)
"""Kinds of close tasks that the expert for distant texts learns from too, at half weight."""


@dataclass(frozen=True)
class Measured:
    """A task with its candidate pairs: truth (k,), and weight (k,) of each pair in training."""

    task: Task
    pairs: Pairs
    truth: Floats
    counted: Floats

    @property
    def far(self) -> bool:
        """Whether the two texts are nearer to being far apart than to being close."""
        return self.pairs.usual < sum(LIMITS) / 2

    def kept(self, which: np.ndarray) -> Measured:
        """Keep the pairs at some positions; all that are left count in full."""
        pair = zip(self.pairs.rows[which].tolist(), self.pairs.columns[which].tolist(), strict=True)
        counted = np.array([k not in self.task.optional for k in pair], float)
        return Measured(self.task, self.pairs.kept(which), self.truth[which], counted)


def regress(table: Floats, truth: Floats, weight: Floats, strength: float = RIDGE) -> Floats:
    """Fit a logistic regression by Newton steps with line search and a ridge; returns (columns,) weights.

    The first column is the constant, which the ridge spares.
    """
    ridge = np.full(table.shape[1], strength)
    ridge[0] = 1e-6

    def loss(beta: Floats) -> float:
        odds = np.clip(table @ beta, -30, 30)
        return float((weight * (np.logaddexp(0, odds) - truth * odds)).sum() + (ridge * beta**2).sum() / 2)

    beta = np.zeros(table.shape[1])
    now = loss(beta)
    for _ in range(50):
        chance = 1 / (1 + np.exp(-np.clip(table @ beta, -30, 30)))
        slope = table.T @ (weight * (truth - chance)) - ridge * beta
        curve = (table * (weight * np.maximum(chance * (1 - chance), 1e-6))[:, None]).T @ table
        step, size = np.linalg.solve(curve + np.diag(ridge), slope), 1.0
        while (then := loss(beta + size * step)) > now and size > 1e-4:
            size /= 2
        if now - then < 1e-4:
            break
        beta, now = beta + size * step, then
    return beta


def balance(measured: Sequence[Measured], *, bridges: bool = False) -> list[Floats]:
    """Weigh pairs so that the true pairs of each kind of task count the same."""
    totals: dict[str, float] = defaultdict(float)
    for item in measured:
        totals[item.task.kind] += item.truth.sum()
    out = []
    for item in measured:
        bridge = bridges and item.task.kind in BRIDGES
        out.append(item.counted * (POSITIVES / max(totals[item.task.kind], 1.0)) * (0.5 if bridge else 1.0))
    return out


def fit_round(
    measured: Sequence[Measured], seen: Sequence[dict[str, Floats]], names: Sequence[str], *, far: bool
) -> Round:
    """Fit one round of one expert to what each task's pairs show (by name, (k,))."""
    weight = np.concatenate(balance(measured, bridges=far))
    used = np.flatnonzero(weight > 0)
    table = np.concatenate([np.column_stack([s[n] for n in names]) for s in seen])[used]
    truth, weight = np.concatenate([m.truth for m in measured])[used], weight[used]
    free = np.array([n == "before" for n in names])
    mean = np.where(free, 0.0, table.mean(axis=0))
    scale = np.where(free, 1.0, table.std(axis=0) + 1e-6)
    beta = regress(
        np.column_stack([np.ones(len(table)), (table - mean) / scale]),
        truth,
        weight,
        FAR_RIDGE if far else RIDGE,
    )
    made = {
        n: (round(m, 6), round(b / s, 6)) for n, m, b, s in zip(names, mean, beta[1:], scale, strict=True)
    }
    return {"bias": (0.0, round(beta[0], 6))} | made


def train(measured: Sequence[Measured]) -> Weights:
    """Fit the rounds one after the other, each on verdicts of models that had not seen the task."""
    close, far = [m for m in measured if not m.far], [m for m in measured if m.far]
    bridges = [m for m in close if m.task.kind in BRIDGES]
    return Weights(tuple(_expert(close, far=False)), tuple(_far_expert(far, bridges)), *LIMITS)


def _far_expert(far: Sequence[Measured], bridges: Sequence[Measured]) -> list[Round]:
    """Fit the rounds for distant texts: halfway between few measures and many.

    The few carry over to texts of other making, the many are better on texts like those learnt from.
    """
    if not far:
        return []
    whole = [m for m in far if not m.task.kind.endswith(" cut")]
    items = [*whole, *bridges]
    few = fit_round(items, [_shown(m, _start(m), 0) for m in items], _named(items[0], FAR_FEW), far=True)
    rounds = _expert([*far, *bridges], far=True)
    return [_blended(few, rounds[0]), *(_blended({"before": (0.0, 1.0)}, r) for r in rounds[1:])]


def _start(item: Measured) -> Verdict:
    return Verdict(np.zeros(len(item.truth)))


def _named(item: Measured, names: Sequence[str]) -> list[str]:
    return [name for name in names if name in item.pairs.features]


def _blended(first: Round, second: Round) -> Round:
    """Return the round whose log-odds are the mean of two rounds' log-odds."""
    out = dict(second)
    bias = (first.get("bias", (0.0, 0.0))[1] + second["bias"][1]) / 2
    for name in {*first, *second} - {"bias"}:
        mine, theirs = first.get(name), second.get(name)
        mean = (theirs or mine or (0.0, 0.0))[0]
        weights = [w[1] if w else 0.0 for w in (mine, theirs)]
        bias += weights[0] / 2 * (mean - mine[0]) if mine else 0.0
        out[name] = (mean, round(sum(weights) / 2, 6))
    return out | {"bias": (0.0, round(bias, 6))}


def _expert(measured: Sequence[Measured], *, far: bool) -> list[Round]:
    """Fit one expert's rounds."""
    items, befores = list(measured), [_start(m) for m in measured]
    rounds: list[Round] = []
    for number in range(FAR_ROUNDS if far else ROUNDS):
        seen = [_shown(item, before, number) for item, before in zip(items, befores, strict=True)]
        names = _names(seen[0], far=far)
        rounds.append(fit_round(items, seen, names, far=far))
        befores = _unseen(items, seen, befores, names, far=far)
        if number == 0:
            which = [promising(i.pairs, b.chance) for i, b in zip(items, befores, strict=True)]
            items = [i.kept(w) for i, w in zip(items, which, strict=True)]
            befores = [b.kept(w) for b, w in zip(befores, which, strict=True)]
    return rounds


def _shown(item: Measured, before: Verdict, number: int) -> dict[str, Floats]:
    """What a round sees of a task's pairs."""
    if not number:
        return dict(item.pairs.features)
    odds = np.clip(before.log_odds(), -SUREST, SUREST)
    return item.pairs.features | Surroundings(item.pairs).measure(before.chance) | {"before": odds}


def _names(seen: dict[str, Floats], *, far: bool) -> list[str]:
    """The features that a round of an expert weighs."""
    return [n for n in (*FAR, *FAR_AROUND, "before") if n in seen] if far else sorted(set(seen) - set(AROUND))


def _unseen(
    items: Sequence[Measured],
    seen: Sequence[dict[str, Floats]],
    befores: Sequence[Verdict],
    names: Sequence[str],
    *,
    far: bool,
) -> list[Verdict]:
    """Judge each task by a model of this round that was trained without its books."""
    books = sorted({book(i.task) for i in items})
    fold = {name: k % FOLDS for k, name in enumerate(books)}
    out: list[Verdict] = [Verdict(np.zeros(0))] * len(items)
    for number in range(min(FOLDS, len(books))):
        inside = [k for k, i in enumerate(items) if fold[book(i.task)] == number]
        rest = [k for k in range(len(items)) if k not in inside] or inside
        model = fit_round([items[k] for k in rest], [seen[k] for k in rest], names, far=far)
        for k in inside:
            out[k] = judge(seen[k], befores[k], [(1.0, model)])
    return out
