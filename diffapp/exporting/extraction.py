"""One document as it was read, so that the reading can be checked before anything is compared."""

from __future__ import annotations

from collections.abc import Sequence

from diffapp.exporting.contract import document_as_dict, written
from diffapp.frames import labelled
from diffapp.model import Document, Passage
from diffapp.provenance import removed_in_words


def to_json(document: Document, passages: Sequence[Passage]) -> bytes:
    """Write a document in the form that it has in the JSON of a comparison."""
    return written(document_as_dict(document, passages))


def to_text(document: Document, passages: Sequence[Passage]) -> bytes:
    """Write the passages for people, each under its headings, label and page; then the lines left out."""
    parts = [f"# {document.title}"]
    above: tuple[str, ...] = ()
    for passage in passages:
        if passage.heading != above and passage.heading:
            parts.append(f"## {' › '.join(passage.heading)}")
        above = passage.heading
        parts.append(f"[{labelled(passage)}]\n{passage.text}")
    if document.removed:
        lines = "\n".join(map(removed_in_words, document.removed))
        parts.append(f"Left out as running headers, footers and page numbers:\n{lines}")
    return ("\n\n".join(parts) + "\n").encode("utf-8", "replace")
