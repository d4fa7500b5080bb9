"""A comparison as one web page that needs nothing else: no server, no other file, no script to be read.

The page is built as a tree and written by lxml, so that every text is escaped in one place and none can
become markup. Its policy lets nothing be loaded, and no script or style run but the two in it, which are
named by their hashes; the script only finds and filters rows.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Sequence
from importlib.resources import files
from typing import Any, Final

from lxml import etree

from diffapp.exporting.marking import Run
from diffapp.exporting.selection import WHOLE, Selection
from diffapp.exporting.sheets import NONE, Sheet
from diffapp.exporting.table import LABELLED, Content, Line, Quoted, content
from diffapp.model import Comparison

LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def to_html(comparison: Comparison, selection: Selection = WHOLE) -> bytes:
    """Write the page."""
    shown = content(comparison, selection)
    page = etree.Element("html", lang="en")
    style, script = _shipped("page.css"), _shipped("page.js")
    page.append(_head(shown, style, script))
    page.append(_body(shown, script))
    doctype = "<!DOCTYPE html>"
    return bytes(etree.tostring(page, encoding="utf-8", method="html", doctype=doctype)) + b"\n"


def _shipped(name: str) -> str:
    """A file beside this module; its text must not be able to end the element that it stands in."""
    text = (files("diffapp.exporting") / name).read_text("utf-8")
    if "</" in text:
        message = f"{name} must not contain a closing tag"
        raise ValueError(message)
    return text


def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
    return f"'sha256-{digest}'"


def _head(shown: Content, style: str, script: str) -> Any:
    policy = (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; "
        "base-uri 'none'; form-action 'none'"
    )
    head = etree.Element("head")
    _sub(head, "meta", charset="utf-8")
    etree.SubElement(head, "meta", {"http-equiv": "Content-Security-Policy", "content": policy})
    _sub(head, "meta", name="viewport", content="width=device-width, initial-scale=1")
    _sub(head, "meta", name="referrer", content="no-referrer")
    _sub(head, "title", shown.title)
    _sub(head, "style", style)
    return head


def _body(shown: Content, script: str) -> Any:
    body = etree.Element("body")
    _sub(body, "a", "To the comparison", href="#comparison", class_="skip")
    header = _sub(body, "header")
    _sub(header, "h1", shown.title, dir="auto")
    _sub(header, "p", ", ".join(shown.names) + (f" – {shown.date}" if shown.date else ""), class_="sub")
    if shown.warning:
        _sub(header, "p", shown.warning, class_="caution", dir="auto")
    listed = _sub(_sub(header, "nav", aria_label="Contents"), "ul")
    main = _sub(body, "main")
    for name, title, part in _parts(shown):
        _sub(_sub(listed, "li"), "a", title, href=f"#{name}")
        section = _sub(main, "section", aria_labelledby=name)
        _sub(section, "h2", title, id=name, tabindex="-1")
        section.extend(part)
    _sub(body, "script", script)
    return body


def _parts(shown: Content) -> Iterable[tuple[str, str, Sequence[Any]]]:
    """The sections: the name by which they are linked, the title, and what is in them."""
    yield "documents", shown.documents.title, [_plain(shown.documents)]
    if shown.lead:
        lead = etree.Element("ol")
        lead.set("class", "lead")
        for sentence in shown.lead:
            _sub(lead, "li", sentence, dir="auto")
        yield "lead", "In short", [lead]
    for name, sheet in (("differences", shown.differences), ("concepts", shown.concepts)):
        if sheet.lines:
            yield name, sheet.title, [_plain(sheet)]
    yield "comparison", "Comparison", [*_explained(shown), _tools(shown), _rows(shown)]
    yield "made", shown.made.title, [_plain(shown.made)]


def _explained(shown: Content) -> Iterable[Any]:
    for runs in ((Run(shown.selected),), shown.legend):
        told = etree.Element("p")
        told.set("class", "told")
        _fill(told, runs)
        yield told


def _tools(shown: Content) -> Any:
    """What the script needs; hidden until it runs."""
    tools = etree.Element("div", hidden="hidden")
    tools.set("class", "tools")
    box = _sub(tools, "div")
    _sub(box, "label", "Find in the rows", for_="find")
    _sub(box, "input", id="find", type="search", autocomplete="off")
    box = _sub(tools, "div")
    _sub(box, "label", "Kind of row", for_="kind")
    choice = _sub(box, "select", id="kind")
    _sub(choice, "option", "all", value="")
    for kind in dict.fromkeys(line.kind for line in shown.lines):
        _sub(choice, "option", kind, value=kind)
    _sub(tools, "output", id="count", for_="find kind")
    return tools


def _plain(sheet: Sheet) -> Any:
    """A table of plain cells; it scrolls by itself where the screen is narrow."""
    frame = etree.Element("div", role="group", tabindex="0")
    frame.set("class", "wide")
    frame.set("aria-label", sheet.title)
    table = _sub(frame, "table", class_="plain")
    head = _sub(_sub(table, "thead"), "tr")
    for title in sheet.heads:
        _sub(head, "th", title, scope="col", dir="auto")
    body = _sub(table, "tbody")
    for line in sheet.lines:
        row = _sub(body, "tr")
        _sub(row, "th", line[0], scope="row", dir="auto")
        for text in line[1:]:
            _sub(row, "td", text, dir="auto")
    return frame


def _rows(shown: Content) -> Any:
    """The comparison. Roles are said aloud: on a narrow screen the cells are laid out as blocks."""
    table = etree.Element("table", role="table")
    table.set("class", "rows")
    head = _sub(_sub(table, "thead", role="rowgroup"), "tr", role="row")
    _sub(head, "th", "Row", scope="col", role="columnheader", class_="number")
    for name in shown.names:
        _sub(head, "th", name, scope="col", role="columnheader", dir="auto")
    if shown.remarked:
        _sub(head, "th", "Remarks", scope="col", role="columnheader", class_="remarks")
    body = _sub(table, "tbody", role="rowgroup")
    for number, line in enumerate(shown.lines, 1):
        body.append(_row(shown, number, line))
    return table


def _row(shown: Content, number: int, line: Line) -> Any:
    row = etree.Element("tr", id=f"row-{number}", role="row")
    row.set("data-kind", line.kind)
    _sub(row, "th", str(number), scope="row", role="rowheader", class_="number")
    for name, cell in zip(shown.names, line.cells, strict=True):
        place = _sub(row, "td", role="cell", data_of=name)
        for quoted in cell:
            _passage(place, quoted)
        if not cell:
            _sub(place, "p", NONE, class_="none")
    if not shown.remarked:
        return row
    remarks = _sub(row, "td", role="cell", class_="remarks", data_of="Remarks")
    for what, text in line.remarks:
        _sub(remarks, "p", f"{what}: {text}" if what in LABELLED else text, dir="auto")
    return row


def _passage(place: Any, quoted: Quoted) -> None:
    box = _sub(place, "div", class_="passage alone" if quoted.alone else "passage")
    if quoted.heading:
        _sub(box, "p", quoted.heading, class_="heading", dir="auto")
    cite = _sub(box, "p", quoted.cite, class_="cite")
    for stance in quoted.stances:
        _sub(cite, "span", stance, class_="stance").tail = " "
    text = _sub(box, "p", class_="text", dir="auto")
    if LANGUAGE.fullmatch(quoted.language):
        text.set("lang", quoted.language)
    _fill(text, quoted.runs)


def _fill(parent: Any, runs: Iterable[Run]) -> None:
    """Add runs to an element: plain ones as text, the others as <b>, <i> or <span> of their style."""
    last = None
    for run in runs:
        if run.style:
            last = _sub(parent, TAGS[run.style], run.text, class_=run.style)
        elif last is None:
            parent.text = (parent.text or "") + run.text
        else:
            last.tail = (last.tail or "") + run.text


TAGS: Final = {"differs": "b", "only": "b", "term": "i", "shared": "span"}


def _sub(parent: Any, tag: str, text: str = "", **attributes: str) -> Any:
    """Add an element; ``class_`` is class, ``data_of`` is data-of."""
    named = {key.rstrip("_").replace("_", "-"): value for key, value in attributes.items()}
    made = etree.SubElement(parent, tag, named)
    made.text = text or None
    return made
