"""What documents are called in tables and sentences: told apart where two have the same name."""

from __future__ import annotations

from collections.abc import Sequence

from diffapp.model import Document


def names(documents: Sequence[Document]) -> list[str]:
    """Name each document, with a number behind where several have the same name."""
    plain = [d.name for d in documents]
    return [n if plain.count(n) == 1 else f"{n} ({plain[: k + 1].count(n)})" for k, n in enumerate(plain)]
