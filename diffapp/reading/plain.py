"""Plain text -> blocks: hard-wrapped lines rejoined, paragraphs told by blank lines, indents and numbers.

Whether a block is a heading is left open (``level`` None): its shape decides, in segmenting. Of the text
only white space at joins and ends of lines is lost, and the hyphens that ``wrapping.joiner`` drops.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from diffapp.reading.parsed import Parsed, assemble
from diffapp.reading.wrapping import continues, joiner, opens_item, wrap_width

_INDENT = 2
"""Least difference in columns that counts as an indent."""


def parse(text: str) -> Parsed:
    r"""Find the paragraphs of a plain text.

    Args:
        text: cleaned text, with "\\n" as line end.

    Returns:
        The rejoined text and its blocks, all of level None.
    """
    chunks = list(_chunks(text))
    width = wrap_width([pair for chunk in chunks for pair in pairwise(chunk)])
    indented = _starts_indented(chunks)
    join = joiner(text)
    return assemble(
        (join(lines), None) for chunk in chunks for lines in _paragraphs(chunk, width, indented=indented)
    )


def _chunks(text: str) -> Iterator[list[str]]:
    """Runs of lines without a blank line between; ends stripped, indents kept as spaces."""
    chunk: list[str] = []
    # Not splitlines(): it would also break at characters that are kept as they are.
    for raw in text.split("\n"):
        line = _unindented(raw.rstrip())
        if line:
            chunk.append(line)
        elif chunk:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _unindented(line: str) -> str:
    """The line with tabs before its first character as spaces; tabs within it are left alone."""
    inner = line.lstrip()
    before = line[: len(line) - len(inner)]
    return " " * len(before.expandtabs(8)) + inner


def _indent(line: str) -> int:
    """Columns before the first character."""
    return len(line) - len(line.lstrip())


def _starts_indented(chunks: list[list[str]]) -> bool:
    """Whether paragraphs begin with an indent, rather than items going on with one."""
    opening = hanging = 0
    for chunk in chunks:
        for above, below in pairwise(chunk):
            step = _indent(below) - _indent(above)
            if step <= -_INDENT and not opens_item(below.lstrip()):
                opening += 1
            elif step >= _INDENT and opens_item(above.lstrip()):
                hanging += 1
    return opening > hanging


def _paragraphs(chunk: list[str], width: int, *, indented: bool) -> Iterator[list[str]]:
    """Cut a run of lines into paragraphs.

    Args:
        chunk: lines without a blank one.
        width: where the text was wrapped, 0 if it was not.
        indented: whether a first line's indent begins a paragraph.

    Yields:
        The lines of one paragraph.
    """
    base = min(map(_indent, chunk))
    current = [chunk[0]]
    for above, below in pairwise(chunk):
        inner = below.lstrip()
        begins = indented and _indent(below) >= base + _INDENT and not _hangs(current[0], below)
        if begins or not continues(above, inner, width):
            yield current
            current = []
        current.append(below)
    yield current


def _hangs(first: str, below: str) -> bool:
    """Whether a line stands under the text of an item, right of its number."""
    return _indent(below) > _indent(first) and opens_item(first.lstrip())
