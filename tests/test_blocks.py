"""Blocks: found where texts run side by side, moved sections too; order speaks inside them alone."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diffapp.alignment import align_sides
from diffapp.blocks import FEWEST, LONE, REACH, RIVALLED, blocks, said_by_order
from diffapp.features import Pairs, Sides
from diffapp.glossary import EMPTY
from diffapp.model import DEFAULT
from diffapp.profiles import reader_for
from diffapp.vectors import term_space

LAW = settings(deadline=None, max_examples=60, derandomize=True)
Chances = dict[tuple[int, int], float]

places = st.tuples(st.integers(0, 11), st.integers(0, 11))
tables = st.dictionaries(places, st.sampled_from([0.2, 0.6, 0.9, 1.0]), max_size=40)


def paired(chances: Mapping[tuple[int, int], float], size: int) -> tuple[Pairs, np.ndarray]:
    """Candidate pairs of two texts of ``size`` passages each, with nothing known but their chances."""
    ends = np.array(sorted(chances), np.int64).reshape(-1, 2)
    lengths = (np.ones(size), np.ones(size))
    pairs = Pairs(ends[:, 0], ends[:, 1], {}, (size, size), term_space([], []), lengths, 1.0)
    return pairs, np.array([chances[i, j] for i, j in ends.tolist()])


def said(chances: Mapping[tuple[int, int], float], size: int = 30) -> Chances:
    """What order says of each pair."""
    pairs, chance = paired(chances, size)
    ends = zip(pairs.rows.tolist(), pairs.columns.tolist(), strict=True)
    return dict(zip(ends, said_by_order(pairs, chance).tolist(), strict=True))


def in_order(count: int, down: int = 0, across: int = 0) -> Chances:
    """Sure pairs that run side by side."""
    return {(down + k, across + k): 0.99 for k in range(count)}


def without(chances: Chances, *gone: tuple[int, int]) -> Chances:
    return {pair: chance for pair, chance in chances.items() if pair not in gone}


def test_a_moved_section_is_a_block_of_its_own() -> None:
    here, moved = in_order(8, 0, 10), in_order(8, 10, 0)
    assert blocks(here | moved) == [sorted(here), sorted(moved)]
    assert all(value >= 0 for value in said(here | moved).values())


def test_one_outlier_does_not_break_a_block() -> None:
    stray = (5, 25)
    (found,) = blocks(without(in_order(12), (5, 5)) | {stray: 0.99})
    assert found == sorted(without(in_order(12), (5, 5)))


@pytest.mark.parametrize("chances", [in_order(FEWEST - 1), {(k, 7 * k % 23): 0.99 for k in range(23)}])
def test_without_order_nothing_is_said(chances: Chances) -> None:
    """Neither a few pairs nor texts in another order altogether make a block."""
    assert set(said(chances | {(2, 20): 0.45, (9, 9): 0.45}).values()) == {0.0}


def test_a_chain_that_others_contradict_says_nothing() -> None:
    """Where as many sure pairs break an order as keep it, it is none."""
    kept = {(k, k): 0.99 for k in range(0, 14, 2)}
    strays = {(k, 28 - k): 0.99 for k in range(1, 12, 2)}
    assert blocks(kept | strays) == [sorted(kept)]
    assert max(map(abs, said(kept | strays).values())) == pytest.approx(np.log(8 / 7), abs=1e-6)
    mirrored = {(j, i): chance for (i, j), chance in strays.items()}
    assert set(said(kept | strays | mirrored).values()) == {0.0}


def test_a_gap_is_likelier_filled() -> None:
    """A pair that stands where its passages' neighbours lead to, and has no rival, gains."""
    assert said(without(in_order(12), (6, 6)) | {(6, 6): 0.3})[6, 6] == LONE


def test_what_breaks_the_order_is_less_likely() -> None:
    """A passage without a likelier partner may have been moved; a second partner far from the first not."""
    order = without(in_order(20), (6, 6), (15, 15))
    assert said(order | {(6, 15): 0.6})[6, 15] == -LONE
    assert said(order | {(7, 15): 0.6})[7, 15] == pytest.approx(-np.log(19 / 1), abs=1e-6)
    assert said(in_order(29) | {(7, 15): 0.6})[7, 15] == -RIVALLED


def test_second_partners_in_order_lose_nothing() -> None:
    """One to two and two to one are in order, at the ends of a block too."""
    wide = {(k, 2 * k): 0.99 for k in range(10)}
    beside = {(4, 9): 0.6, (4, 7): 0.6, (9, 19): 0.6, (9, 18 + REACH): 0.6}
    assert [said(wide | beside)[pair] for pair in beside] == [0.0] * 4


def test_outside_blocks_nothing_is_said() -> None:
    assert said(in_order(10) | {(20, 25): 0.6})[20, 25] == 0.0


def test_of_two_that_changed_places_neither_is_preferred() -> None:
    swapped = {(5, 6): 0.99, (6, 5): 0.99}
    (found,) = blocks(without(in_order(12), (5, 5), (6, 6)) | swapped)
    assert swapped.keys().isdisjoint(found)


@LAW
@given(tables)
def test_sides_have_no_direction(chances: Chances) -> None:
    """Swapped sides hear the same of every pair."""
    back = said({(j, i): chance for (i, j), chance in chances.items()})
    assert said(chances) == {(i, j): value for (j, i), value in back.items()}


@LAW
@given(tables)
def test_order_says_so_much_and_no_more(chances: Chances) -> None:
    assert all(-RIVALLED <= value <= LONE for value in said(in_order(12, 12, 12) | chances).values())


MATTERS = (
    *("harbour dredging", "lighthouse paint", "ferry passengers", "school lunches", "orchard frost"),
    *("railway gauge", "customs seals", "grain silos", "river locks", "mountain huts", "hospital beds"),
    *("museum opening", "postal rates", "forest wardens", "water meters", "bridge tolls"),
)


def sides(left: list[str], right: list[str]) -> Sides:
    reader = reader_for(EMPTY, "none", 0)
    return reader.sides(*(reader.profile(side, [0] * len(side), "en") for side in (left, right)))


def test_order_is_a_reason_that_is_named() -> None:
    """Links in order say so, with the share of the score that it brings; all reasons still sum to it."""
    left = [f"The treaty regulates {matter} every year." for matter in MATTERS]
    right = [f"Rules on {matter} are laid down here." for matter in MATTERS]
    links = align_sides(sides(left, right), 1, DEFAULT).links
    assert {(link.a[1], link.b[1]) for link in links} == {(k, k) for k in range(len(MATTERS))}
    for link in links:
        assert ("order", "keeps the order of what stands around it") in {
            (e.kind, e.what) for e in link.evidence
        }
        assert sum(e.weight for e in link.evidence) == pytest.approx(link.score, abs=1e-6)
    backwards = align_sides(sides(left, right[::-1]), 1, DEFAULT).links
    assert "order" not in {e.kind for link in backwards for e in link.evidence}
