"""Passages -> vectors: a dict of encoders, a cache on disk, and what is common to two texts taken off.

To add an encoder, write a module with a ``load()`` and a line in ENCODERS and PACKAGES. Importing this
package loads no model and no library of models. Where an encoder cannot be had, ``load`` raises
EncoderError, and the comparison goes on with words alone.

Vectors are rounded to thousandths and then scaled to length 1 from whole numbers, which comes out the same
on every machine; what a processor computes in another order is lost in the rounding, but for about one value
in ten thousand, which then differs by a thousandth.
"""

from __future__ import annotations

import functools
import hashlib
import os
import threading
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
import platformdirs
from numpy.typing import NDArray

from diffapp.encoding import minilm, multilingual, sbert
from diffapp.encoding.cache import Cache
from diffapp.encoding.centring import centred
from diffapp.encoding.shipped import installed
from diffapp.errors import EncoderError

__all__ = ["ENCODERS", "Encoder", "available", "centred", "default_cache", "encode", "load"]

CACHE = "DIFFAPP_CACHE"
"""The environment variable that names the cache's folder; set but empty, it says that there is to be none."""
AT_ONCE = 8
"""Texts between two calls of ``progress``, and at most lost when work is broken off: a fifth of a second."""
CACHE_FILE = "vectors.sqlite3"
STEPS = 1000
"""Vectors are kept in thousandths."""

Progress = Callable[[float], None]


class Encoder(Protocol):
    """Makes vectors. ``version`` changes whenever the same text may get another vector."""

    name: str
    version: str

    def __call__(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return vectors (n, d), rows of length 1, or 0 for a blank text; d is right for no text too."""


ENCODERS: dict[str, Callable[[], Encoder]] = {
    minilm.NAME: minilm.load,
    multilingual.NAME: multilingual.load,
}
_LOADING = threading.Lock()
PACKAGES = {minilm.NAME: minilm.PACKAGES, multilingual.NAME: multilingual.PACKAGES}


def available() -> tuple[str, ...]:
    """Return the names of the encoders whose packages are installed, best known first."""
    return tuple(name for name in ENCODERS if installed(*PACKAGES[name]))


def load(name: str = minilm.NAME) -> Encoder:
    """Return an encoder by its name in ENCODERS, or "st:" and a model of sentence-transformers.

    It is loaded once in a process, also where two threads ask for it at once: its weights take much memory.
    Raises EncoderError where there is none; the error says what adds it.
    """
    with _LOADING:
        return _loaded(name)


@functools.cache
def _loaded(name: str) -> Encoder:
    if name.startswith(sbert.PREFIX):
        return sbert.load(name)
    if name not in ENCODERS:
        known = ", ".join([*ENCODERS, f"{sbert.PREFIX}MODEL"])
        raise EncoderError(name, f"it is not known; there are {known}.")
    return ENCODERS[name]()


def default_cache() -> Path | None:
    """Return the file in the user's cache folder, or where DIFFAPP_CACHE says; nothing is made yet."""
    folder = os.environ.get(CACHE)
    if folder is None:
        return platformdirs.user_cache_path("diffapp", appauthor=False) / CACHE_FILE
    return Path(folder) / CACHE_FILE if folder else None


def encode(
    texts: Sequence[str], encoder: Encoder, cache: Path | None = None, progress: Progress | None = None
) -> NDArray[np.float32]:
    """Return vectors of shape (n, d): rows of length 1, or 0 for a blank text.

    ``cache`` is a file such as ``default_cache()``; without one nothing is written. It holds no text.
    ``progress`` gets a share from 0 to 1 every few texts, and may raise to break off. Raises EncoderError
    where the encoder turns out not to work.
    """
    if not texts:
        return encoder(())
    by_key = {_key(encoder, text): text for text in texts}
    store = Cache(cache)
    try:
        known = store.find(by_key)
        missing = [key for key in by_key if key not in known]
        for done in range(0, len(missing), AT_ONCE):
            if progress:
                progress(done / len(missing))
            part = missing[done : done + AT_ONCE]
            fresh = dict(zip(part, _packed(encoder([by_key[key] for key in part])), strict=True))
            store.keep(fresh)
            known |= fresh
    finally:
        store.close()
    if progress:
        progress(1.0)
    return _unpacked(known[_key(encoder, text)] for text in texts)


def _key(encoder: Encoder, text: str) -> bytes:
    """Return the digest that a vector is known by: another encoder or version, another vector."""
    parts = (encoder.name, encoder.version, text)
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).digest()


def _packed(vectors: NDArray[np.float32]) -> list[bytes]:
    """Round to thousandths; two bytes a value, the smaller first on every machine."""
    return [row.tobytes() for row in np.rint(vectors.astype(np.float64) * STEPS).astype("<i2")]


def _unpacked(rows: Iterable[bytes]) -> NDArray[np.float32]:
    """Scale to length 1. Sums of whole numbers are exact, so the order of adding cannot show."""
    whole = np.stack([np.frombuffer(row, "<i2").astype(np.int64) for row in rows])
    lengths = np.sqrt((whole * whole).sum(axis=1, keepdims=True).astype(np.float64))
    unit: NDArray[np.float64] = np.divide(whole, lengths, out=np.zeros(whole.shape), where=lengths > 0)
    return unit.astype(np.float32)
