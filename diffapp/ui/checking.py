"""The reading of a file, to be looked at beside its pages and corrected before it is compared."""

from __future__ import annotations

import json
from base64 import b64encode
from pathlib import Path
from typing import Any

import streamlit as st

from diffapp.errors import EditError, ReadingError
from diffapp.model import Correction, Document
from diffapp.reading.doubts import doubts
from diffapp.reading.files import page_picture
from diffapp.reading.parts import ranges, ranges_of
from diffapp.segmenting import headings
from diffapp.ui import corrections, shelf

HERE = Path(__file__).parent
HTML = '<div class="check"></div>'
KINDS = ("merge", "split", "drop", "heading", "body")
PICTURES = 64
"""So many pictures of pages are kept."""


def told(document: Document, page: int | None, picture: bytes, aside: int = 0) -> dict[str, Any]:
    """What the checker draws: the blocks with their doubts, what was left out, and the picture of a page.

    Args:
        document: as it has been corrected.
        page: the page that the picture shows.
        picture: a PNG, or nothing where there are no pictures.
        aside: how many corrections were set aside and can be put back.
    """
    why: dict[int, list[str]] = {}
    for doubt in doubts(document):
        why.setdefault(doubt.block, []).append(doubt.why)
    above = headings(document)
    blocks = [
        {
            "text": document.text[block.start : block.end],
            "level": block.level or int(number in above),
            "page": block.page,
            "doubts": why.get(number, []),
        }
        for number, block in enumerate(document.blocks)
    ]
    return {
        "name": document.source or document.name,
        "title": document.title,
        "reader": document.reader,
        "language": document.language,
        "blocks": blocks,
        "removed": [list(each) for each in document.removed],
        "warnings": list(document.warnings),
        "pages": document.pages,
        "parts": [list(each) for each in document.parts],
        "ranges": [list(each) for each in ranges(document)],
        "corrections": len(document.corrections),
        "aside": aside,
        "page": page,
        "recognisable": bool(picture) and not any(b.confidence is not None for b in document.blocks),
        "picture": b64encode(picture).decode("ascii"),
    }


@st.cache_data(max_entries=PICTURES, show_spinner=False)
def _picture(digest: str, page: int, _file: shelf.File) -> bytes:
    """The picture of a page, or nothing where the file has none; ``digest`` tells files apart."""
    del digest
    try:
        return page_picture(_file.data, _file.name, page)
    except ReadingError:
        return b""


def _component() -> Any:
    scripts = "\n".join((HERE / name).read_text(encoding="utf-8") for name in ("dom.js", "checker.js"))
    style = (HERE / "checker.css").read_text(encoding="utf-8")
    return st.components.v2.component("diffapp_checker", html=HTML, css=style, js=scripts)


_checker = _component()


def checking() -> bool:
    """Draw the reading that is to be checked, if one is; whether it was."""
    state = st.session_state
    key = state.checking
    if key not in state.shelf or key not in [state[f"place_{number}"] for number in range(state.places)]:
        _done()  # another text was chosen, or one went back: that is what is looked at now
        return False
    document: Document = state.shelf[key]
    file: shelf.File | None = state.files.get(key)
    page, picture = state.get("check_page"), b""
    if file is not None and document.pages:
        first = file.pages[0] if file.pages else 1
        page = page if isinstance(page, int) and 1 <= page <= document.pages else first
        picture = _picture(document.digest, page, file)
    aside = len(state.set_aside.get(key, ()))
    data = json.dumps(told(document, page, picture, aside), ensure_ascii=False, separators=(",", ":"))
    _checker(
        key="checker",
        data=data.encode("utf-8", "replace"),
        on_correction_change=_correct,
        on_page_change=_turn,
        on_split_change=_split,
        on_again_change=_again,
        on_done_change=_done,
    )
    return True


def _said(what: str) -> Any:
    return st.session_state.checker.get(what)


def _correct() -> None:
    """One correction, or the last one taken back; what the browser says is checked."""
    said = _said("correction")
    state = st.session_state
    wrong = ""
    if said == "undo":
        wrong = corrections.undo(state.checking)
    elif said in ("aside", "back"):
        wrong = (corrections.set_aside if said == "aside" else corrections.put_back)(state.checking)
    elif isinstance(said, dict) and said.get("kind") in KINDS:
        block, at = said.get("block"), said.get("at", 0)
        if isinstance(block, int) and isinstance(at, int):
            wrong = corrections.correct(state.checking, Correction(said["kind"], block, at))
    if wrong:
        state.notices.append(wrong)


def _turn() -> None:
    st.session_state.check_page = _said("page")


def _split() -> None:
    """Read the parts as documents of their own, side by side."""
    state = st.session_state
    said = _said("split")
    if not isinstance(said, str):
        return
    document: Document = state.shelf[state.checking]
    try:
        state.arrived = shelf.split(state.checking, ranges_of(said, document.pages or 0))
    except EditError as error:
        state.notices.append(str(error))
        return
    _done()


def _again() -> None:
    """Read the file once more as pictures; the new reading takes the place of this one when it is there."""
    state = st.session_state
    if _said("again"):
        places = [number for number in range(state.places) if state[f"place_{number}"] == state.checking]
        state.target = places[0] if places else state.target
        shelf.recognise(state.checking)
        _done()


def _done() -> None:
    state = st.session_state
    state.checking = ""
    state.pop("check_page", None)
