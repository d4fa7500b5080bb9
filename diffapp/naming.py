"""What documents are called in tables and sentences: told apart where two have the same name."""

from __future__ import annotations

from collections.abc import Sequence

from diffapp.model import Document


def names(documents: Sequence[Document]) -> list[str]:
    """Name each document, with a number behind where several have the same name; no two get the same."""
    plain = [d.name for d in documents]
    told: list[str] = []
    for name in plain:
        number = 1 if plain.count(name) > 1 else 0
        made = f"{name} ({number})" if number else name
        while made in told or (number and made in plain):
            number += 1
            made = f"{name} ({number})"
        told.append(made)
    return told
