"""The comparison as files, each made when its button is clicked."""

from __future__ import annotations

import re
from functools import partial

import streamlit as st

from diffapp.model import Comparison


def prepare() -> None:
    """Read in what the formats need, which is more than all the rest of the page: not before first paint."""
    import diffapp.exporting  # noqa: F401, PLC0415


def downloading(comparison: Comparison) -> None:
    """One button for each format; nothing is built until one is clicked."""
    from diffapp.exporting import EXPORTERS  # noqa: PLC0415 - see prepare

    for name, export in EXPORTERS.items():
        st.download_button(
            export.title,
            data=partial(export, comparison),
            file_name=file_name(comparison, export.suffix),
            mime=export.mime,
            on_click="ignore",
            key=f"download_{name}",
            width="stretch",
            disabled=bool(export.missing),
            help=export.missing or None,
        )


def file_name(comparison: Comparison, suffix: str) -> str:
    """The documents' ids joined, in plain letters that every file system takes."""
    ids = (
        re.sub(r"[^a-z0-9]+", "-", document.id.lower()).strip("-")[:40] for document in comparison.documents
    )
    return "_".join(part or "text" for part in ids) + "." + suffix.lstrip(".")
