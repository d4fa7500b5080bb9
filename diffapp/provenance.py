"""What is known of the documents and of how a comparison was made, in words, for every export."""

from __future__ import annotations

from diffapp.model import Comparison


def facts(comparison: Comparison, document: int) -> dict[str, str]:
    """What is known of a document and its file, each fact in words; only what is known."""
    d = comparison.documents[document]
    known = {"title": d.title, "issuer": d.issuer, "date": d.date, "status": d.status, "note": d.note}
    known |= {"source": d.source, "digest": d.digest, "size": f"{d.size:,} bytes" if d.size else ""}
    known |= {"reader": d.reader, "pages": "" if d.pages is None else str(d.pages)}
    known |= {"warnings": "\n".join(d.warnings), "removed": "\n".join(map(removed_in_words, d.removed))}
    return {key: value for key, value in known.items() if value}


def removed_in_words(removed: tuple[int, str]) -> str:
    """A line that was taken for a running header, footer or page number, with its page if it has one."""
    return f"p. {removed[0]}: {removed[1]}" if removed[0] else removed[1]


def made_from(comparison: Comparison) -> list[tuple[str, str, str]]:
    """How the comparison was made: notes, settings and versions, each as (of, what, value)."""
    lines = [("comparison", "note", note) for note in comparison.notes]
    settings = comparison.settings
    lines += [("comparison", "links taken from score", f"{least:g}") for least in comparison.taken_from]
    chosen = {name: getattr(settings, name) for name in settings.__dataclass_fields__}
    lines += [("settings", n, "automatic" if v is None else str(v)) for n, v in chosen.items()]
    return lines + [("versions", name, value) for name, value in sorted(comparison.versions.items())]
