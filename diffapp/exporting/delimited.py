"""The tables as CSV: UTF-8 with a byte order mark, as spreadsheets expect it.

A cell that a spreadsheet might run as a formula gets an apostrophe in front (OWASP, "CSV Injection"): one
that begins, after any white space, with = + - @ or their full-width forms, or that begins with a tab or a
carriage return; the same at the start of each line inside a cell.
"""

from __future__ import annotations

import csv

import pandas as pd
import regex

from diffapp.exporting.selection import WHOLE, Selection, select
from diffapp.frames import concepts_frame, differences_frame, rows_frame
from diffapp.model import Comparison

FORMULA = regex.compile(r"^(?=[\s\p{Cf}\p{Cc}]*[=+\-@＝＋－＠])|\A(?=[\t\r])", regex.MULTILINE)


def inert(value: object) -> object:
    """Make a text harmless to spreadsheets; other values pass as they are.

    >>> inert("=1+1"), inert("a=b")
    ("'=1+1", 'a=b')
    """
    return FORMULA.sub("'", value) if isinstance(value, str) else value


def to_csv(comparison: Comparison, selection: Selection = WHOLE) -> bytes:
    """Write the rows table; every text cell is quoted and inert."""
    return _written(rows_frame(select(comparison, selection), selection.shows))


def to_differences_csv(comparison: Comparison) -> bytes:
    """Write the differences, one a line."""
    return _written(differences_frame(comparison))


def to_concepts_csv(comparison: Comparison) -> bytes:
    """Write the table of concepts, one a line."""
    return _written(concepts_frame(comparison))


def _written(plain: pd.DataFrame) -> bytes:
    # dtype object: pandas' own strings cannot hold every character that a text may
    frame = pd.DataFrame({str(inert(head)): list(map(inert, plain[head])) for head in plain}, dtype=object)
    table = frame.to_csv(index=False, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    return table.encode("utf-8-sig", "replace")
