"""The rows table as CSV: UTF-8 with a byte order mark, as spreadsheets expect it.

A cell that a spreadsheet might run as a formula gets an apostrophe in front (OWASP, "CSV Injection"): one
that begins, after any white space, with = + - @ or their full-width forms, or that begins with a tab or a
carriage return; the same at the start of each line inside a cell.
"""

from __future__ import annotations

import csv

import regex

from diffapp.frames import rows_frame
from diffapp.model import Comparison

FORMULA = regex.compile(r"^(?=[\s\p{Cf}]*[=+\-@＝＋－＠])|\A(?=[\t\r])", regex.MULTILINE)


def inert(value: object) -> object:
    """Make a text harmless to spreadsheets; other values pass as they are.

    >>> inert("=1+1"), inert("a=b")
    ("'=1+1", 'a=b')
    """
    return FORMULA.sub("'", value) if isinstance(value, str) else value


def to_csv(comparison: Comparison) -> bytes:
    """Write the rows table; every text cell is quoted and inert."""
    frame = rows_frame(comparison).map(inert)
    frame.columns = [str(inert(head)) for head in frame.columns]
    table = frame.to_csv(index=False, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    return table.encode("utf-8-sig", "replace")
