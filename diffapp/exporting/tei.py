"""A comparison as TEI P5, by parallel segmentation: an ``app`` for each row, a ``rdg`` for each document.

Every passage is a ``seg`` whose text is exactly that of the source. Since counterparts may stand in any
order, a ``join`` for each document lists its passages as it has them; ``linkGrp`` holds the links between
them, and ``spanGrp`` their stances. The file always holds every row: it is the edition, not a selection.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

from lxml import etree

from diffapp.annotating import DECIDED
from diffapp.exporting.marking import Run, cut, marks, safe
from diffapp.frames import evidence_in_words, names, nearest_in_words
from diffapp.model import Comparison, Document, Link, Passage, Place, Row
from diffapp.provenance import made_from

TEI: Final = "http://www.tei-c.org/ns/1.0"
XML: Final = "http://www.w3.org/XML/1998/namespace"
ID, LANG, SPACE = f"{{{XML}}}id", f"{{{XML}}}lang", f"{{{XML}}}space"
LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
VERSION: Final = re.compile(r"\d+(\.\d+){0,3}")


def to_tei(comparison: Comparison) -> bytes:
    """Write the file."""
    root = etree.Element(f"{{{TEI}}}TEI", nsmap={None: TEI})  # type: ignore[dict-item] # the stubs know no default
    root.set(LANG, "en")
    _header(_sub(root, "teiHeader"), comparison)
    division = _sub(_sub(_sub(root, "text"), "body"), "div", type="comparison")
    found = marks(comparison)
    for number, row in enumerate(comparison.rows, 1):
        block = _sub(division, "ab")
        block.tail = "\n"
        _app(_sub(block, "app", type=_word(row.kind), n=safe(row.id)), comparison, row, found)
        block[0].set(ID, f"row{number}")
    _links(division, comparison.links)
    _order(division, comparison)
    _stances(division, comparison)
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _header(header: Any, comparison: Comparison) -> None:
    file = _sub(header, "fileDesc")
    _sub(_sub(file, "titleStmt"), "title", " – ".join(names(comparison)))
    _sub(_sub(file, "publicationStmt"), "p", "Made for use at the desk, not published.")
    listed = _sub(_sub(file, "sourceDesc"), "listWit")
    for d, document in enumerate(comparison.documents):
        _witness(_sub(listed, "witness", n=safe(names(comparison)[d])), d, document)
    encoding = _sub(header, "encodingDesc")
    version = VERSION.match(comparison.versions.get("diffapp", ""))
    application = _sub(
        _sub(encoding, "appInfo"), "application", ident="diffapp", version=version[0] if version else "0"
    )
    _sub(application, "label", "diffapp")
    _sub(encoding, "variantEncoding", method="parallel-segmentation", location="internal")
    told = _sub(encoding, "editorialDecl")
    _sub(
        told,
        "p",
        "The documents were drafted independently: none of them is the base of another. Each passage is "
        "a seg with the exact text of its source; read in the order that its join gives, the segs of a "
        "reading are that document.",
    )
    for of, what, value in made_from(comparison):
        _sub(told, "p", f"{of}, {what}: {value}")


def _witness(witness: Any, number: int, document: Document) -> None:
    """What a document is and where it was read from; above all if it is no original."""
    witness.set(ID, _siglum(number))
    known = _sub(witness, "bibl")
    _sub(known, "title", document.title or document.id)
    for name, text in (("author", document.issuer), ("date", document.date)):
        if text:
            _sub(known, name, text)
    if document.size:
        _sub(known, "extent", f"{document.size:,} bytes")
    if document.digest:
        _sub(known, "idno", document.digest, type="digest")
    told = (("status", document.status), ("note", document.note), ("source", document.source))
    for name, text in (*told, ("reader", document.reader), *(("warning", w) for w in document.warnings)):
        if text:
            _sub(witness, "note", text, type=name)


def _app(app: Any, comparison: Comparison, row: Row, found: Any) -> None:
    """One row: a reading for each document, an empty one where it has no counterpart, and notes."""
    for d, cell in enumerate(row.cells):
        reading = _sub(app, "rdg", wit=f"#{_siglum(d)}")
        language = comparison.documents[d].language
        if LANGUAGE.fullmatch(language):
            reading.set(LANG, language)
        for p in cell:
            passage = comparison.passages[d][p]
            if passage.heading:
                _sub(reading, "note", " › ".join(passage.heading), type="heading")
            if passage.page is not None:
                _sub(reading, "pb", n=str(passage.page))
            _passage(reading, (d, p), passage, cut(safe(passage.text), found.get((d, p), ())))
    for kind, text in _notes(comparison, row):
        _sub(app, "note", text, type=kind)


def _passage(reading: Any, place: Place, passage: Passage, runs: Iterable[Run]) -> None:
    seg = _sub(reading, "seg", type="passage", n=safe(passage.cite))
    seg.set(ID, _name(place))
    seg.set(SPACE, "preserve")
    last = None
    for run in runs:
        if run.style:
            last = _sub(seg, "term" if run.style in {"only", "term"} else "seg", run.text, type=run.style)
        elif last is None:
            seg.text = run.text
        else:
            last.tail = run.text


def _notes(comparison: Comparison, row: Row) -> Iterable[tuple[str, str]]:
    if row.score is not None:
        yield "score", f"{row.score:.4f}"
    if row.kind == "only":
        yield "nearest", nearest_in_words(comparison, row.nearest)
    if row.decided:
        yield "decision", DECIDED[row.decided]
    if row.status:
        yield "status", row.status
    if row.note:
        yield "analyst", row.note
    if row.tags:
        yield "tags", ", ".join(row.tags)


def _links(division: Any, links: Sequence[Link]) -> None:
    """The links, and the reasons for each as a note that points to it."""
    if not links:
        return
    group = _sub(division, "linkGrp", type="counterparts")
    for number, link in enumerate(links, 1):
        made = _sub(group, "link", target=f"#{_name(link.a)} #{_name(link.b)}", type=link.origin)
        made.set(ID, f"link{number}")
        made.tail = "\n"
        reasons = evidence_in_words(link.evidence)
        text = f"{link.score:.4f}" + (f": {reasons}" if reasons else "")
        _sub(division, "note", text, type="evidence", target=f"#link{number}").tail = "\n"


def _order(division: Any, comparison: Comparison) -> None:
    """The order in which each document has its passages; one passage alone needs none."""
    listed = [
        (d, [f"#{_name((d, p))}" for p in range(len(side))]) for d, side in enumerate(comparison.passages)
    ]
    several = [(d, targets) for d, targets in listed if len(targets) > 1]
    if several:
        group = _sub(division, "joinGrp")
        for d, targets in several:
            _sub(group, "join", target=" ".join(targets), result="div", corresp=f"#{_siglum(d)}").tail = "\n"


def _stances(division: Any, comparison: Comparison) -> None:
    told = [
        ((d, p), cue)
        for d, side in enumerate(comparison.stances)
        for p, cues in enumerate(side)
        for cue in cues
    ]
    if told:
        group = _sub(division, "spanGrp", type="stance")
        for place, cue in told:
            _sub(group, "span", cue.cue, target=f"#{_name(place)}", type=_word(cue.label)).tail = "\n"


def _siglum(document: int) -> str:
    return f"d{document + 1}"


def _name(place: Place) -> str:
    return f"d{place[0] + 1}.{place[1] + 1}"


def _word(text: str) -> str:
    """One word, as TEI's types must be."""
    return re.sub(r"[^\w.-]+", "_", safe(text)) or "other"


def _sub(parent: Any, tag: str, text: str = "", **attributes: str) -> Any:
    made = etree.SubElement(parent, f"{{{TEI}}}{tag}", attributes)
    made.text = safe(text) or None
    return made
