"""What documents are called: short, and told apart by the words in which they differ."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diffapp.model import Document
from diffapp.naming import MOST, names


def called(*titles: str) -> list[str]:
    return names([Document(str(number), "x", (), title=title) for number, title in enumerate(titles)])


@pytest.mark.parametrize(
    ("titles", "expected"),
    [
        (["North", "South"], ["North", "South"]),
        (["North", "North"], ["North (1)", "North (2)"]),
        (
            [
                "Working paper on the herring of the basin: quotas",
                "Working paper on the herring of the basin: harbours",
            ],
            ["Working paper on the … quotas", "Working paper on the … harbours"],
        ),
        (
            ["A series of papers on harbours: alpha, one", "A series of papers on harbours: alpha, two"],
            ["A series of papers on … one", "A series of papers on … two"],
        ),
        (
            ["Report of the working group on harbours", "Report of the working group on harbours, annex"],
            ["Report of the working … harbours", "Report of the … harbours, annex"],
        ),
        (
            ["A long title of its own, and no other is like it", "North"],
            ["A long title of its own, and …", "North"],
        ),
        (["水" * 40 + "甲", "水" * 40 + "乙"], ["水" * 29 + "… 甲", "水" * 29 + "… 乙"]),
    ],
)
def test_long_names_are_cut_where_they_agree(titles: list[str], expected: list[str]) -> None:
    assert called(*titles) == expected


@given(st.lists(st.text("ab ", min_size=1, max_size=60), min_size=2, max_size=4))
def test_no_two_are_called_alike_and_none_is_long(titles: list[str]) -> None:
    """A number of one digit, where names are the same, comes on top."""
    found = called(*titles)
    assert len(set(found)) == len(found)
    assert max(map(len, found)) <= MOST + len(" (1)")
