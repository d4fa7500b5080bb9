"""Keyness: the formula against values worked out by hand; and every example in a docstring is true."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
from math import log

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import diffapp
from diffapp.keyness import log_likelihood

LAW = settings(deadline=None, max_examples=100, derandomize=True)
SHOWN = ("diffapp.ui", "diffapp.app", "diffapp.__main__")
MODULES = sorted(
    found.name
    for found in pkgutil.walk_packages(diffapp.__path__, "diffapp.")
    if not found.name.startswith(SHOWN)
)
documents = st.lists(st.tuples(st.integers(0, 50), st.integers(50, 5_000)), min_size=2, max_size=4)


def test_the_formula_by_hand() -> None:
    """Ten uses in 1,000 words against two in 3,000: three and nine are expected."""
    assert log_likelihood([10, 2], [1_000, 3_000]) == pytest.approx(
        2 * (10 * log(10 / 3) + 2 * log(2 / 9)), rel=1e-12
    )
    assert log_likelihood([10, 2], [1_000, 3_000]) == pytest.approx(18.0631, abs=1e-4)


def test_what_all_use_alike_is_no_news() -> None:
    """A term that stands in all texts at the same rate has no keyness, however often it stands there."""
    assert log_likelihood([3, 6, 9], [100, 200, 300]) == pytest.approx(0, abs=1e-9)


def test_nothing_is_counted_in_nothing() -> None:
    """A term that nobody uses, and texts without words, have no keyness."""
    assert log_likelihood([0, 0], [10, 10]) == 0
    assert log_likelihood([0, 0], [0, 0]) == 0


@LAW
@given(documents)
def test_keyness_is_never_negative_and_knows_no_order(counted: list[tuple[int, int]]) -> None:
    """Which text comes first does not matter."""
    counts, sizes = zip(*counted, strict=True)
    value = log_likelihood(counts, sizes)
    assert value >= 0
    assert log_likelihood(counts[::-1], sizes[::-1]) == pytest.approx(value, abs=1e-6)


@LAW
@given(st.integers(1, 100), st.integers(1_000, 5_000), st.integers(1_000, 5_000))
def test_the_more_one_side_insists_the_keener(count: int, size: int, other: int) -> None:
    """Where the other text is silent, each further use of a term raises its keyness."""
    assert log_likelihood([count + 1, 0], [size, other]) > log_likelihood([count, 0], [size, other])


def test_examples_in_docstrings_are_true() -> None:
    """Each example shown in the engine's docstrings gives what it shows."""
    results = {name: doctest.testmod(importlib.import_module(name)) for name in MODULES}
    assert {name: r.failed for name, r in results.items() if r.failed} == {}
    assert {"diffapp.keyness", "diffapp.exporting.delimited"} <= {
        n for n, r in results.items() if r.attempted
    }
