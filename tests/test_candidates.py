"""Which pairs are scored: the largest entries of each row, found without sorting them all."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse

from diffapp.candidates import _best_of_rows, others_mean, rank_within
from diffapp.vectors import cosines, phrase_space, term_space


@pytest.mark.parametrize("full", [0.02, 0.3, 1.0])
@pytest.mark.parametrize("most", [1, 3, 8])
def test_the_best_of_each_row_are_those_that_sorting_all_would_find(full: float, most: int) -> None:
    random = np.random.default_rng(7)
    values = np.round(random.random((40, 90)), 1) * (random.random((40, 90)) < full)
    values[3] = 0.0
    rows, columns = _best_of_rows(sparse.csr_matrix(values), most)
    for i in range(len(values)):
        there = [j for j in np.argsort(-values[i], kind="stable").tolist() if values[i, j]]
        assert columns[rows == i].tolist() == there[:most]


def test_ranks_and_rivals_within_groups() -> None:
    groups, values = np.array([0, 0, 0, 1, 2, 2]), np.array([0.5, 0.9, 0.9, 0.2, -0.5, 1.5])
    rank, rival = rank_within(groups, values)
    assert rank.tolist() == [3, 1, 1, 1, 2, 1]
    assert rival.tolist() == [0.9, 0.9, 0.9, 0.0, 1.5, -0.5]
    assert others_mean(groups, values, most=1).tolist() == [0.9, 0.9, 0.9, 0.0, 1.5, -0.5]


def test_phrases_are_pairs_of_neighbouring_terms_within_a_passage() -> None:
    left, right = [["a", "b", "c"], [], ["c"]], [["b", "c"], ["c", "a"], ["b", "a"]]
    space = phrase_space(left, right)
    every = np.array([0, 0, 0, 2]), np.array([0, 1, 2, 1])
    found = cosines(space, *every)
    assert found[0] > 0
    assert found[1:].tolist() == [0, 0, 0]
    assert space.left[0].nnz == 2


def test_spaces_of_passages_without_words_are_empty() -> None:
    for space in (term_space([[]], [[], []]), phrase_space([[]], [["a"], []])):
        assert (space.left.shape[0], space.right.shape[0]) == (1, 2)
        assert space.left.nnz == space.right.nnz == 0
