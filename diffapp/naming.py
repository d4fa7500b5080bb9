"""What documents are called in tables and sentences: told apart where two have the same name."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Final

from diffapp.model import Document

MOST: Final = 32
"""The longest name of a document, in characters; its whole title stands at the head of its column."""


def names(documents: Sequence[Document]) -> list[str]:
    """Name each document, with a number behind where several have the same name; no two get the same.

    A name is told again and again, so a long title is cut between two words.
    """
    plain = [_short(d.name) for d in documents]
    told: list[str] = []
    for name in plain:
        number = 1 if plain.count(name) > 1 else 0
        made = f"{name} ({number})" if number else name
        while made in told or (number and made in plain):
            number += 1
            made = f"{name} ({number})"
        told.append(made)
    return told


def _short(name: str) -> str:
    """A name of at most ``MOST`` characters."""
    return (
        name
        if len(name) <= MOST
        else textwrap.shorten(name, MOST, placeholder=" …") or name[: MOST - 1] + "…"
    )
