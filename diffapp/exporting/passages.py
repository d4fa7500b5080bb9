"""Every passage of every document as a table, in reading order: where it stands and in which row."""

from __future__ import annotations

from typing import Final

import pandas as pd

from diffapp.frames import heading_status, kind
from diffapp.model import Comparison, Place, Row

HEADS: Final = ("document", "number", "passage", "page", "heading", "stance", "text", "row", "kind")


def passages_frame(comparison: Comparison) -> pd.DataFrame:
    """One line per passage; ``page`` is there where a file has some."""
    rows = {(d, p): row for row in comparison.rows for d, cell in enumerate(row.cells) for p in cell}
    lines = [
        _line(comparison, (d, p), rows[d, p])
        for d, side in enumerate(comparison.passages)
        for p in range(len(side))
    ]
    frame = pd.DataFrame(lines, columns=HEADS, dtype=object)
    return frame if any(frame["page"] != "") else frame.drop(columns="page")


def _line(comparison: Comparison, place: Place, row: Row) -> tuple[object, ...]:
    document, passage = place[0], comparison.at(place)
    cues = comparison.stances[document][place[1]] if comparison.stances else ()
    page = "" if passage.page is None else passage.page
    stances = ", ".join(dict.fromkeys(cue.label for cue in cues))
    where = (heading_status(comparison, document), int(passage.id), passage.label or "", page)
    return *where, " › ".join(passage.heading), stances, passage.text, row.id, kind(comparison, row)
