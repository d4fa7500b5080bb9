"""A comparison as Markdown, with pipe tables as most renderers take them.

No text becomes markup: whatever could be is escaped. Line breaks inside a cell are ``<br>``; white space
that a table would lose at a cell's edge, and tabs, are written as numbers. Addresses may still be made into
links by renderers that do so with any text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from diffapp.exporting.marking import LEGEND_OF_MARKS, Run
from diffapp.exporting.selection import WHOLE, Selection
from diffapp.exporting.sheets import NONE, Sheet
from diffapp.exporting.table import LABELLED, Content, Line, Quoted, content
from diffapp.model import Comparison

_SPECIAL: Final = re.compile(r"[\\`*_{}\[\]<>#|~&!$^@]|(?<=www)\.|:(?=//)")
_MARKER: Final = re.compile(r"^(\d*)([-+=.)])")
_EDGE: Final = re.compile(r"^\s+|\s+$|[\t\r\x0b\x0c]")
_TAGS: Final = {"differs": ("**", "b"), "only": ("**", "b"), "term": ("*", "i")}
_LEGEND_END: Final = Run(". A passage without counterpart has its number in bold.")
_LEGEND_OF_STANCES: Final = Run(" In italics beside a number: the stances that the passage takes.")


def to_markdown(comparison: Comparison, selection: Selection = WHOLE) -> bytes:
    """Write the document."""
    parts = _parts(content(comparison, selection))
    return ("\n\n".join(parts) + "\n").encode("utf-8", "replace")


def escaped(text: str) -> str:
    r"""Make a text that stands for itself on one line, in a table's cell or elsewhere.

    >>> print(escaped("*a*\n<b>"))
    \*a\*<br>\<b\>
    """
    return _edged(_SPECIAL.sub(lambda found: "\\" + found[0], text))


def _edged(text: str) -> str:
    """Keep the white space at the edges, and line breaks."""
    return _EDGE.sub(lambda found: "".join(map(_number, found[0])), text).replace("\n", "<br>")


def _number(character: str) -> str:
    return character if character == "\n" else f"&#{ord(character)};"


def _line(text: str) -> str:
    """A line outside a table, which must not begin a list or a rule either: "- " and "1." at its start."""
    return _MARKER.sub(r"\1\\\2", escaped(text))


def _parts(shown: Content) -> Iterable[str]:
    yield f"# {_line(shown.title)}"
    yield _line(", ".join(shown.names) + (f" – {shown.date}" if shown.date else ""))
    if shown.warning:
        yield f"**{_line(shown.warning)}**"
    yield from _sheet(shown.documents)
    if shown.lead:
        yield "## In short"
        yield "\n".join(f"{k}. {_line(sentence)}" for k, sentence in enumerate(shown.lead, 1))
    for sheet in (shown.differences, shown.concepts):
        yield from _sheet(sheet)
    yield "## Comparison"
    yield _line(shown.selected)
    yield _marked((*LEGEND_OF_MARKS, _LEGEND_END, *([_LEGEND_OF_STANCES] if shown.stances else [])))
    yield _table(shown.heads, (_row(line, remarked=shown.remarked) for line in shown.lines))
    yield from _sheet(shown.made)


def _sheet(sheet: Sheet) -> Iterable[str]:
    if sheet.lines:
        yield f"## {escaped(sheet.title)}"
        yield _table(sheet.heads, ([escaped(text) for text in line] for line in sheet.lines))


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of cells that are escaped already; heads are not."""
    lines = [list(map(escaped, heads)), ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _row(line: Line, *, remarked: bool) -> list[str]:
    cells = ["<br><br>".join(map(_passage, cell)) or NONE for cell in line.cells]
    if not remarked:
        return cells
    remarks = (f"{what}: {text}" if what in LABELLED else text for what, text in line.remarks)
    return [*cells, "<br>".join(map(escaped, remarks))]


def _passage(quoted: Quoted) -> str:
    cite = f"<b>{escaped(quoted.cite)}</b>" if quoted.alone else escaped(quoted.cite)
    stances = f" – *{escaped(', '.join(quoted.stances))}*" if quoted.stances else ""
    heading = f"*{escaped(quoted.heading)}*<br>" if quoted.heading else ""
    return f"{heading}{cite}{stances}<br>{_marked(quoted.runs)}"


def _marked(runs: Sequence[Run]) -> str:
    """The runs of a text, those that stand out between signs or, where signs could be misread, tags."""
    whole = "".join(run.text for run in runs)
    out, at = [], 0
    for run in runs:
        end = at + len(run.text)
        inside = _SPECIAL.sub(lambda found: "\\" + found[0], run.text)
        if run.style in _TAGS:
            sign, tag = _TAGS[run.style]
            clear = _clear(whole, at, end)
            inside = f"{sign}{inside}{sign}" if clear else f"<{tag}>{inside}</{tag}>"
        out.append(inside)
        at = end
    return _edged("".join(out))


def _clear(whole: str, start: int, end: int) -> bool:
    """Whether signs around a stretch can only open before it and only close behind it."""
    return (
        whole[start].isalnum()
        and whole[end - 1].isalnum()
        and not whole[max(start - 1, 0) : start].isalnum()
        and not whole[end : end + 1].isalnum()
        and "\n" not in whole[start:end]
    )
