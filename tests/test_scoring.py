"""The model: additive to the last term, mirrored, calibrated by construction, and told what is known."""

from __future__ import annotations

import numpy as np
import pytest

from diffapp.context import NAMES, Surroundings
from diffapp.evidence import SAID, kind_of
from diffapp.features import Sides, measure, usual
from diffapp.glossary import EMPTY, default_glossary
from diffapp.profiles import reader_for
from diffapp.scoring import LEAST_CLOSE, LEAST_FAR, default_weights, least_score, probability, score

LEFT = [
    "The parties shall notify each other of exercises at sea a month ahead.",
    "A hotline shall link both capitals and be staffed at all hours.",
    "Missiles of medium range shall not be stationed in the border zone.",
    "Fishing in the straits stays open to vessels of both parties.",
]
RIGHT = [
    "Fishing vessels of either party may pass the straits and fish there.",
    "Before manoeuvres begin at sea, notice of a month is given.",
    "The budget of the secretariat is decided by consensus.",
]
MODES = {"words": (False, False), "words+concepts": (True, False), "words+meaning": (False, True)}
MODES["words+concepts+meaning"] = (True, True)


def sides(left: list[str], right: list[str], mode: str) -> Sides:
    concepts, meaning = MODES[mode]
    reader = reader_for(default_glossary() if concepts else EMPTY, "minilm" if meaning else "none", 0)
    return reader.sides(*(reader.profile(side, [0] * len(side), "en") for side in (left, right)))


@pytest.mark.parametrize("mode", MODES)
def test_every_mode_has_weights_for_what_it_measures(mode: str) -> None:
    """What the file weighs is measured, and every term of a verdict has a kind that an analyst is told."""
    made = sides(LEFT, RIGHT, mode)
    assert made.mode == mode
    pairs, weights = measure(made), default_weights(mode)
    measured = {*pairs.features, *NAMES, "bias", "before"}
    around = {"words_around_relative", "meaning_around_relative"}
    for rounds in (weights.close, weights.far):
        assert {name for r in rounds for name in r} <= measured | around
    assert {kind_of(name) for name in score(pairs, weights).verdict.terms} <= set(SAID)


@pytest.mark.parametrize("mode", MODES)
def test_terms_sum_to_the_log_odds(mode: str) -> None:
    """The chance is the logistic function of the base and the terms, and of nothing else."""
    verdict = score(measure(sides(LEFT, RIGHT, mode)), default_weights(mode)).verdict
    odds = verdict.base + sum(verdict.terms.values())
    assert probability(np.asarray(odds)) == pytest.approx(verdict.chance, abs=2e-6)


@pytest.mark.parametrize("mode", MODES)
def test_sides_have_no_direction(mode: str) -> None:
    """Swapped sides give every pair the same chance."""
    there = score(measure(sides(LEFT, RIGHT, mode)), default_weights(mode))
    back = score(measure(sides(RIGHT, LEFT, mode)), default_weights(mode))
    chances = [
        dict(
            zip(
                zip(s.pairs.rows.tolist(), s.pairs.columns.tolist(), strict=True),
                s.chance.tolist(),
                strict=True,
            )
        )
        for s in (there, back)
    ]
    assert chances[0] == {(i, j): chance for (j, i), chance in chances[1].items()}


def test_what_is_known_is_held() -> None:
    """A pair whose chance is known keeps it, and its passages' other pairs do not gain by it."""
    pairs, weights = measure(sides(LEFT, RIGHT, "words")), default_weights("words")
    plain, told = score(pairs, weights), score(pairs, weights, {(0, 0): 1.0, (3, 0): 0.0})
    at = told.pairs.position
    assert told.chance[at[0, 0]] == 1.0
    assert told.chance[at[3, 0]] == 0.0
    assert told.chance[at[0, 1]] <= plain.chance[plain.pairs.position[0, 1]]


def test_breaking_off() -> None:
    """Who is told of progress may raise, and nothing swallows it."""

    def stop(_share: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        score(measure(sides(LEFT, RIGHT, "words")), default_weights("words"), report=stop)


def test_the_automatic_threshold() -> None:
    """Between distant texts a link pays from a lower chance; in between, in between."""
    assert least_score(0.0) == LEAST_CLOSE
    assert least_score(1.0) == LEAST_FAR
    assert LEAST_FAR < least_score(0.5) < LEAST_CLOSE


def test_short_texts_are_held_against_what_is_usual_elsewhere() -> None:
    """Two passages cannot tell what is usual: a slight likeness is not strong for being the best."""
    zero = np.zeros(1, np.int64)
    assert usual("words", zero, zero, np.array([0.02])) > 0.4
    many = np.arange(400)
    assert usual("words", many, many, np.full(400, 0.02)) < 0.05


def test_neighbours_support_in_either_direction() -> None:
    """A pair between likely pairs is supported whether the other side runs on or back; one far off is not."""
    texts = [f"{word} boats carry {word} mail in May" for word in ("red", "blue", "green", "grey", "pink")]
    pairs = measure(sides(texts, texts[::-1], "words"))
    around = Surroundings(pairs)
    chance = np.where(pairs.rows + pairs.columns == 4, 0.9, 0.0)
    measured = around.measure(chance)
    assert set(measured) == set(NAMES)
    at = pairs.position
    assert measured["enclosed"][at[2, 2]] == pytest.approx(0.9)
    between, end, off = (measured["neighbours"][at[pair]] for pair in ((2, 2), (0, 4), (0, 0)))
    assert between > max(end, off)
