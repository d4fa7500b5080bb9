"""The comparison as files: which rows and columns they hold, and a button for each format.

A file is made when its button is clicked, and not before.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from diffapp.model import Comparison

if TYPE_CHECKING:
    from diffapp.exporting import Exporter, Selection
    from diffapp.exporting.selection import Column, Order, Rows

ROWS: dict[Rows, str] = {"all": "All", "differences": "Only differences", "checked": "Only checked"}
ORDERS: dict[Order, str] = {"first": "First text", "second": "Second text", "rank": "Rank of differences"}


def prepare() -> None:
    """Read in what the formats need, which is more than all the rest of the page: not before first paint."""
    import diffapp.exporting  # noqa: F401, PLC0415


def downloading(comparison: Comparison) -> None:
    """What the files hold, said in a sentence, and one button for each format."""
    from diffapp.exporting import EXPORTERS  # noqa: PLC0415 - see prepare

    selection = _choosing(comparison)
    taking = {name: export for name, export in EXPORTERS.items() if export.selects}
    read_first = sorted(taking, key=lambda name: -len(taking[name].columns))  # what a memo needs comes first
    _buttons(comparison, {name: taking[name] for name in read_first}, selection)
    _lacking(taking, selection)
    st.caption("These always hold the whole:")
    _buttons(comparison, {name: export for name, export in EXPORTERS.items() if name not in taking}, None)


def _choosing(comparison: Comparison) -> Selection:
    """The choice of rows, order and columns; it stays when the panel is closed."""
    from diffapp.exporting import COLUMNS, Selection  # noqa: PLC0415 - see prepare

    offered = [column for column in COLUMNS if _has(comparison, column)]
    _remember(offered)
    rows = st.segmented_control(
        "Rows", ROWS, format_func=ROWS.__getitem__, key="download_rows", required=True
    )
    order = st.segmented_control(
        "In the order of", ORDERS, format_func=ORDERS.__getitem__, key="download_order", required=True
    )
    columns = st.pills(
        "Beside the texts",
        offered,
        format_func=lambda column: COLUMNS[column].capitalize(),
        selection_mode="multi",
        key="download_columns",
    )
    kept = frozenset(columns) | (COLUMNS.keys() - set(offered))
    st.session_state.downloads = {"rows": rows, "order": order, "columns": list(kept)}
    selection = Selection(
        rows or "all", order or "first", columns=None if len(kept) == len(COLUMNS) else kept
    )
    _told(comparison, selection)
    return selection


def _has(comparison: Comparison, column: Column) -> bool:
    """Whether a column could hold anything: no pages in a text file, no stances in some languages."""
    if column == "tags":
        return any(row.tags for row in comparison.rows)
    if column == "pages":
        return any(passage.page is not None for side in comparison.passages for passage in side)
    return column != "stance" or any(cues for side in comparison.stances for cues in side)


def _told(comparison: Comparison, selection: Selection) -> None:
    """Say which rows the files hold, as it also stands in them, and where they would hold none."""
    from diffapp.exporting.selection import in_words, select  # noqa: PLC0415 - see prepare

    st.text(in_words(comparison, selection))
    if selection.rows == "checked" and not select(comparison, selection).rows:
        st.text("No row has been checked yet, so the table of rows would be empty.")


def _remember(offered: list[Column]) -> None:
    """Set the controls to what was chosen last: those of a closed panel forget it."""
    state = st.session_state
    last = state.get("downloads", {"rows": "all", "order": "first", "columns": offered})
    for name, value in last.items():
        state.setdefault(f"download_{name}", value)
    state.download_columns = [column for column in state.download_columns if column in offered]


def _lacking(taking: dict[str, Exporter], selection: Selection) -> None:
    """Say which of the chosen columns some formats do not have."""
    from diffapp.exporting import COLUMNS  # noqa: PLC0415 - see prepare

    for column, called in COLUMNS.items():
        without = [export.title for export in taking.values() if column not in export.columns]
        if without and selection.shows(column):
            st.caption(f"{called.capitalize()}: not in {' and '.join(without)}.")


def _buttons(comparison: Comparison, exporters: dict[str, Exporter], selection: Selection | None) -> None:
    from diffapp.exporting import WHOLE  # noqa: PLC0415 - see prepare

    with st.container(horizontal=True, gap="small"):
        for name, export in exporters.items():
            taken = _fitting(selection, export) if selection else WHOLE
            st.download_button(
                export.title,
                data=partial(export, comparison, taken),
                file_name=file_name(comparison, export.suffix, selection or WHOLE),
                mime=export.mime,
                on_click="ignore",
                key=f"download_{name}",
                disabled=bool(export.missing),
                help=export.missing or None,
            )


def _fitting(selection: Selection, export: Exporter) -> Selection:
    """The selection without columns that the format does not have."""
    if selection.columns is None:
        return selection
    return replace(selection, columns=selection.columns & export.columns)


def file_name(comparison: Comparison, suffix: str, selection: Selection | None = None) -> str:
    """The documents' ids joined, and what was selected, in plain letters that every file system takes."""
    ids = (
        re.sub(r"[^a-z0-9]+", "-", document.id.lower()).strip("-")[:40] for document in comparison.documents
    )
    parts = [part or "text" for part in ids]
    return "_".join([*parts, *(_selected(selection) if selection else ())]) + "." + suffix.lstrip(".")


def _selected(selection: Selection) -> list[str]:
    from diffapp.exporting import COLUMNS  # noqa: PLC0415 - see prepare

    left = "-".join(column for column in COLUMNS if not selection.shows(column))
    return [
        *([f"only-{selection.rows}"] if selection.rows != "all" else []),
        *([f"by-{selection.order}"] if selection.order != "first" else []),
        *([f"without-{left}"] if left else []),
    ]
