"""Comparisons that have been made, kept for the next rerun and for the next visitor."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

import streamlit as st

from diffapp import library
from diffapp.carrying import carry
from diffapp.decisions import ABOUT_DIFFERENCES, ABOUT_LINKS, Decision
from diffapp.glossary import Glossary, default_glossary
from diffapp.model import DEFAULT, Comparison, Document, Settings
from diffapp.pipeline import Progress, compare
from diffapp.ui.memory import Memory
from diffapp.ui.payload import payload, written

ROOM = 12
Key = tuple[object, ...]


def _quiet(_stage: str, _share: float) -> None:
    """Report to nobody."""


@dataclass(frozen=True)
class Shown:
    """A comparison, and what the viewer is given of it: the payload as JSON.

    ``of`` tells these texts, cut into passages like this, from all others: the browser says it with whatever
    it asks about passages by their number.
    """

    comparison: Comparison
    payload: bytes
    of: str = ""


@st.cache_resource(show_spinner=False)
def memory() -> Memory[Shown]:
    """The one memory of this server."""
    return Memory(ROOM)


@st.cache_resource(show_spinner=False)
def built_in() -> dict[str, Document]:
    """The built-in documents by their id; the page opens with the first two."""
    return {name: library.load(name) for name in library.builtin()}


def compared(
    documents: tuple[Document, ...],
    settings: Settings,
    glossary: Glossary | None = None,
    decisions: Sequence[Decision] = (),
    progress: Progress = _quiet,
) -> Shown:
    """The comparison of the documents, from memory where it has been made before.

    ``progress`` is told now and then how far it is, and may raise to stop waiting for it; the work itself
    stops soon after, unless another visit waits for the same.
    """
    concepts = default_glossary() if glossary is None else glossary

    def make(tell: Progress) -> Shown:
        comparison = compare(documents, settings, tell, concepts, decisions)
        keys = [address(document) for document in documents]
        place = {"keys": keys, "opening": keys == list(built_in())[:2], "of": token}
        return Shown(comparison, written(payload(comparison) | place), token)

    token = texts(documents, settings)
    key = (*map(_identity, documents), settings, concepts.source, concepts.digest)
    return memory().get((*key, binding(decisions)), make, progress)


def carried(shown: Shown, decisions: Sequence[Decision]) -> Shown | None:
    """What is shown, with these decisions, where none of its rows can change by them."""
    comparison = carry(shown.comparison, decisions)
    return None if comparison is None else replace(shown, comparison=comparison)


def binding(decisions: Sequence[Decision]) -> tuple[Decision, ...]:
    """The decisions that a comparison depends on: all but what is only written beside rows."""
    return tuple(
        each
        for each in decisions
        if each.kind in ABOUT_LINKS or each.kind in ABOUT_DIFFERENCES or each.kind == "status"
    )


def texts(documents: Sequence[Document], settings: Settings) -> str:
    """What tells these texts from all others: what they say, in this order, and how they are cut."""
    said = repr(([(_digest(each), each.corrections) for each in documents], settings.unit))
    return hashlib.sha256(said.encode()).hexdigest()[:20]


def address(document: Document) -> str:
    """What a document is called in the page's address: a built-in one by its id, others by digest too."""
    if built_in().get(document.id) == document:
        return document.id
    return f"{document.id} {_digest(document)[:12]}"


def warm() -> None:
    """Make the comparison that the page opens with."""
    documents = tuple(built_in().values())[:2]
    if len(documents) == 2:  # noqa: PLR2004
        compared(documents, DEFAULT)


def _identity(document: Document) -> Key:
    """What tells two documents apart: its text, what is said of it, where it comes from."""
    said = (document.id, document.title, document.issuer, document.status, document.note, document.source)
    return (*said, document.digest, _digest(document), document.corrections)


def _digest(document: Document) -> str:
    return hashlib.sha256(document.text.encode()).hexdigest()
