"""Comparison -> the JSON-able dict that the viewer draws: pure, and the same bytes for the same comparison.

Nothing volatile (what is selected, filtered or searched for) is in it, because Streamlit resends and
redraws only what has changed.
"""

from __future__ import annotations

import json
from typing import Any

from diffapp.model import Comparison, Link, Passage, Place, Row
from diffapp.naming import names
from diffapp.reading.doubts import SURE
from diffapp.segmenting import bare
from diffapp.ui.pieces import Piece, Span, cut, spans_by_place
from diffapp.ui.report import Report

Json = dict[str, Any]


def payload(comparison: Comparison) -> Json:
    """Everything the viewer shows, in the order in which it shows it."""
    return _Telling(comparison).whole()


def written(told: Json) -> bytes:
    """The payload as compact JSON."""
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


class _Telling:
    """A comparison with the look-ups that telling it needs; made once for each payload."""

    def __init__(self, comparison: Comparison) -> None:
        self.comparison = comparison
        self.names = names(comparison.documents)
        self.spans = spans_by_place(comparison)
        self.row_of: dict[Place, int] = {
            (document, position): number
            for number, row in enumerate(comparison.rows)
            for document, cell in enumerate(row.cells)
            for position in cell
        }
        self.report = Report(comparison, self.names, self.row_of)
        self.links_of: dict[int, list[Link]] = {}
        for link in comparison.links:
            self.links_of.setdefault(self.row_of[link.a], []).append(link)
        self.ranks_of: dict[int, set[int]] = {}
        for difference in comparison.differences:
            for number in self.report.rows(difference.positions):
                self.ranks_of.setdefault(number, set()).add(difference.rank)

    def whole(self) -> Json:
        headings: list[tuple[str, ...]] = [() for _ in self.comparison.documents]
        return {
            "documents": [self._document(number) for number in range(len(self.names))],
            "rows": [self._row(number, row, headings) for number, row in enumerate(self.comparison.rows)],
            **self.report.whole(),
        }

    def _document(self, number: int) -> Json:
        document = self.comparison.documents[number]
        return {
            "name": self.names[number],
            "title": document.title,
            "status": document.status,
            "note": document.note,
            "date": document.date,
            "language": document.language,
            "digest": document.digest,
            "warnings": list(document.warnings),
            "passages": len(self.comparison.passages[number]),
            "bare": bare(document),
            "headings": self._headings(number),
        }

    def _headings(self, number: int) -> list[list[Any]]:
        """The headings in reading order, each with the passage that it stands above."""
        told: list[list[Any]] = []
        last: tuple[str, ...] = ()
        for position, passage in enumerate(self.comparison.passages[number]):
            heading = self._heading(number, passage)
            if heading != last:
                told.append([position, list(heading)])
                last = heading
        return told

    def _row(self, number: int, row: Row, headings: list[tuple[str, ...]]) -> Json:
        return {
            "id": row.id,
            "kind": row.kind,
            "score": _rounded(row.score),
            "closeness": row.closeness,
            "cells": [
                [self._passage((document, position), headings) for position in cell]
                for document, cell in enumerate(row.cells)
            ],
            "links": [self._link(link) for link in self.links_of.get(number, ())],
            "nearest": self.report.nearest(row.nearest) if row.nearest else None,
            "differences": sorted(self.ranks_of.get(number, ())),
        }

    def _passage(self, place: Place, headings: list[tuple[str, ...]]) -> Json:
        """One passage; its heading is told only where it is not the one last shown in this column."""
        passage = self.comparison.at(place)
        heading = self._heading(place[0], passage)
        changed = heading != headings[place[0]]
        headings[place[0]] = heading
        return {
            "id": passage.id,
            "at": place[1],
            "label": passage.cite,
            "heading": list(heading) if changed else [],
            "pieces": _pieces(passage, self.spans[place]),
            **({"page": passage.page} if passage.page is not None else {}),
            **({"scan": _rounded(passage.confidence)} if _doubtful(passage) else {}),
        }

    def _heading(self, document: int, passage: Passage) -> tuple[str, ...]:
        """The headings above a passage, without the document's own title: the column's head has it."""
        title = self.comparison.documents[document].title
        return tuple(heading for heading in passage.heading if heading != title)

    def _link(self, link: Link) -> Json:
        return {
            "ends": [list(link.a), list(link.b)],
            "pair": [self.report.cite(link.a), self.report.cite(link.b)],
            "score": _rounded(link.score),
            "origin": link.origin,
            "evidence": [[reason.kind, reason.what, round(reason.weight, 4)] for reason in link.evidence],
        }


def _doubtful(passage: Passage) -> bool:
    """Whether a passage of a scanned page was read so poorly that one should look at the page."""
    return passage.confidence is not None and passage.confidence < SURE


def _pieces(passage: Passage, spans: list[Span]) -> list[Piece]:
    return cut(passage.text, spans)


def _rounded(score: float | None) -> float | None:
    return None if score is None else round(score, 4)
