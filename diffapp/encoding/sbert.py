"""The user's own model, by sentence-transformers: "st:" and a folder, or a model's name on its hub.

Nothing is fetched: a model of the hub must have been downloaded before. Code that comes with a model does
not run.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from importlib import metadata
from typing import Any

import numpy as np
from numpy.typing import NDArray

from diffapp.errors import EncoderError

PREFIX = "st:"
PROBE = "Each side shall inform the other without delay."


class SentenceTransformer:
    """The encoder. ``version`` holds a digest of one vector: another model under that name shows by it."""

    def __init__(self, name: str, model: Any) -> None:
        """Take the library's model; ``name`` begins with "st:"."""
        self.name = name
        self._model = model
        probe = np.rint(1000 * self([PROBE])).astype("<i2").tobytes()
        library = metadata.version("sentence-transformers")
        self.version = f"{hashlib.sha256(probe).hexdigest()[:12]} sentence-transformers {library}"

    def __call__(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return vectors of shape (n, d) and length 1, or 0 for a blank text.

        Texts run one by one, so that none depends on its neighbours. What is over the model's own limit
        of tokens is not read; the library has no windows.
        """
        vectors = np.zeros((len(texts), self._model.get_sentence_embedding_dimension()), dtype=np.float32)
        for row, text in enumerate(texts):
            if text.strip():
                vectors[row] = self._model.encode([text], normalize_embeddings=True, show_progress_bar=False)[
                    0
                ]
        return vectors


def load(name: str) -> SentenceTransformer:
    """Load a model by sentence-transformers; raises EncoderError where either is missing."""
    try:
        import sentence_transformers  # noqa: PLC0415 - it brings torch, and few have it
    except ImportError:
        raise EncoderError(name, 'it needs "pip install sentence-transformers".') from None
    try:
        model = sentence_transformers.SentenceTransformer(
            name.removeprefix(PREFIX), device="cpu", local_files_only=True, trust_remote_code=False
        )
        return SentenceTransformer(name, model)
    except Exception as error:  # the library has no errors of its own
        first = str(error).strip().split("\n")[0]
        raise EncoderError(name, f"there is no such model on this machine ({first}).") from error
