"""Comparisons that have been made, kept for the next rerun and for the next visitor."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

import streamlit as st

from diffapp import library
from diffapp.model import DEFAULT, Comparison, Document, Settings
from diffapp.pipeline import Progress, compare
from diffapp.ui.payload import payload, written

ROOM = 12
Key = tuple[object, ...]


def _quiet(_stage: str, _share: float) -> None:
    """Report to nobody."""


@dataclass(frozen=True)
class Shown:
    """A comparison, and what the viewer is given of it: the payload as JSON."""

    comparison: Comparison
    payload: bytes


@dataclass
class Memory:
    """The last comparisons, the most recently used last; one that two ask for is made once."""

    room: int = ROOM
    kept: OrderedDict[Key, Shown] = field(default_factory=OrderedDict)
    gates: dict[Key, Lock] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def get(self, key: Key, make: Callable[[], Shown]) -> Shown:
        """What is kept under the key, made first if need be."""
        with self.lock:
            gate = self.gates.setdefault(key, Lock())
        with gate:
            shown = self.kept.get(key) or make()
            with self.lock:
                self.kept[key] = shown
                self.kept.move_to_end(key)
                while len(self.kept) > self.room:
                    self.gates.pop(self.kept.popitem(last=False)[0], None)
        return shown


@st.cache_resource(show_spinner=False)
def memory() -> Memory:
    """The one memory of this server."""
    return Memory()


@st.cache_resource(show_spinner=False)
def built_in() -> dict[str, Document]:
    """The built-in documents by their id; the page opens with the first two."""
    return {name: library.load(name) for name in library.builtin()}


def compared(documents: tuple[Document, ...], settings: Settings, progress: Progress = _quiet) -> Shown:
    """The comparison of the documents, from memory where it has been made before."""
    key = (*(_identity(document) for document in documents), settings)

    def make() -> Shown:
        comparison = compare(documents, settings, progress=progress)
        return Shown(comparison, written(payload(comparison)))

    return memory().get(key, make)


def warm() -> None:
    """Make the comparison that the page opens with."""
    documents = tuple(built_in().values())[:2]
    if len(documents) == 2:  # noqa: PLR2004
        compared(documents, DEFAULT)


def _identity(document: Document) -> Key:
    """What tells two documents apart: the text's digest and what is said about it."""
    digest = document.digest or hashlib.sha256(document.text.encode()).hexdigest()
    return (document.id, document.title, document.issuer, document.status, document.note, digest)
