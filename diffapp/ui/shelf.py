"""The texts that a visitor has brought: files still to be read, documents that were read, and their files.

A file is read in a thread, and the page shows how far that is: a scanned page takes seconds. The same file
brought again comes with its corrections.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

import streamlit as st

from diffapp import reading
from diffapp.errors import DiffappError
from diffapp.model import Document
from diffapp.pipeline import Progress
from diffapp.reading.correcting import corrected
from diffapp.reading.doubts import doubts
from diffapp.reading.parts import cut
from diffapp.ui import corrections
from diffapp.ui.corrections import say
from diffapp.ui.memory import Memory

ROOM = 8
Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class File:
    """A file as it was brought, which of its pages are wanted, and whether to recognise all of them."""

    name: str
    data: bytes
    pages: Range | None = None
    recognise: bool | None = None

    @property
    def key(self) -> tuple[str, str, Range | None, bool | None]:
        """What tells it from others."""
        return self.name, hashlib.sha256(self.data).hexdigest(), self.pages, self.recognise

    @property
    def part(self) -> tuple[Range | None, bool | None]:
        """What else than its bytes tells a reading of it from others."""
        return self.pages, self.recognise


def prepare() -> None:
    """Give a new visit its empty shelf."""
    state = st.session_state
    state.setdefault("shelf", {})
    state.setdefault("read", {})
    state.setdefault("files", {})
    state.setdefault("pending", [])
    corrections.prepare()


@st.cache_resource(show_spinner=False)
def _readings() -> Memory[Document]:
    return Memory(ROOM)


def bring(files: Sequence[File]) -> None:
    """Take files, to be read when the page is next drawn."""
    st.session_state.pending = list(files)


def read_all(tell: Progress) -> list[str]:
    """Read the files that wait, and return the keys of their documents; what cannot be read is a notice."""
    state = st.session_state
    keys = []
    for number, file in enumerate(state.pending):
        try:
            document = _readings().get(file.key, partial(_read, file), partial(_part, tell, number))
        except DiffappError as error:
            state.notices.append(str(error))
            continue
        keys.append(put(document, file))
    state.pending = []
    return keys


def _read(file: File, tell: Progress) -> Document:
    def paged(done: int, of: int) -> None:
        tell(f"Reading {file.name}, page {min(done + 1, of):,} of {of:,}", done / max(of, 1))

    return reading.read(file.data, file.name, pages=file.pages, recognise=file.recognise, tell=paged)


def _part(tell: Progress, number: int, stage: str, share: float) -> None:
    files = st.session_state.pending
    tell(stage or f"Reading {files[number].name}", (number + share) / len(files))


def put(document: Document, file: File | None = None) -> str:
    """Put a document on the shelf, with the corrections that the same content had before; its key."""
    state = st.session_state
    digest = hashlib.sha256(document.text.encode()).hexdigest()  # not the file's: two files may read alike
    key = f"{document.id} {digest[:12]}"
    state.read = {**state.read, key: document}
    made = corrections.recall(key, document, *(file.part if file else ()))
    shown = corrected(document, made) if made else document
    state.shelf = {**state.shelf, key: shown}
    if file is not None:
        state.files[key] = file
        _tell(shown)
    return key


def _tell(document: Document) -> None:
    """Say what to look at in a file that has been read, as one sentence for each."""
    count = len({doubt.block for doubt in doubts(document)})
    if document.parts:
        pages = ", ".join(str(page) for page, _ in document.parts)
        say(f"{document.source} seems to hold further documents, from page {pages} on.")
    if count:
        say(f"{document.source}: {count} place{'' if count == 1 else 's'} may have been read wrongly.")
    if count or document.parts:
        say("Look at it under Texts, Check the reading.")


def recognise(key: str) -> None:
    """Read a file once more, its pages as pictures: for a PDF whose text was made by a poor recognition."""
    bring([replace(st.session_state.files[key], recognise=True)])


def rename(key: str, name: str) -> None:
    """Call a document as the user wants it called; without a name it goes by its title."""
    state = st.session_state
    for place in ("read", "shelf"):
        state[place] = {**state[place], key: replace(state[place][key], issuer=" ".join(name.split()))}


def split(key: str, found: Sequence[Range]) -> list[str]:
    """Make several documents of one, each of so many pages; their keys, in order.

    Pages that were recognised are not recognised again: their document is cut. Others are read anew, since
    what is a running header shows in each part by itself.
    """
    state = st.session_state
    document: Document = state.read[key]
    file: File = state.files[key]
    if any(block.confidence is not None for block in document.blocks):
        return [put(cut(document, pages), replace(file, pages=pages)) for pages in found]
    bring([replace(file, pages=pages) for pages in found])
    return []
