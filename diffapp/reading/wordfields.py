"""Fields in Word's headers and footers: the numbers of pages, which are others on each page, taken out."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from diffapp.reading.gathering import NUMBER, PAGE_FIELDS
from diffapp.reading.markup import local
from diffapp.reading.wordxml import value


def blank_numbers(root: etree._Element) -> None:
    """Put a sign in the place of each number of a page, also where fields lie in fields.

    Args:
        root: of a header or footer; it is changed.
    """
    for each in root.iter():
        if local(each) == "fldSimple" and _is_number(value(each, "instr") or ""):
            _blank([inner for inner in each.iter() if local(inner) == "t"])
    fields: list[_Field] = []
    for each in root.iter():
        if local(each) != "fldChar":
            if fields:
                fields[-1].take(each)
        elif value(each, "fldCharType") == "begin":
            fields.append(_Field())
        elif fields and value(each, "fldCharType") == "separate":
            fields[-1].separated = True
        elif fields:
            fields.pop().end()


@dataclass(slots=True)
class _Field:
    """A field that is open: what it says to show, and the texts that show it."""

    instruction: str = ""
    separated: bool = False
    shown: list[etree._Element] = field(default_factory=list)

    def take(self, element: etree._Element) -> None:
        """Take what stands in the field."""
        if local(element) == "instrText" and not self.separated:
            self.instruction += element.text or ""
        elif local(element) == "t" and self.separated:
            self.shown.append(element)

    def end(self) -> None:
        """Put the sign in the place of what is shown, if that is a number."""
        if _is_number(self.instruction):
            _blank(self.shown)


def _is_number(instruction: str) -> bool:
    """Whether a field shows the number of a page, or of all pages."""
    return instruction.strip().partition(" ")[0].casefold() in PAGE_FIELDS


def _blank(texts: list[etree._Element]) -> None:
    """Put the sign in the first of the texts that a field shows, and nothing in the others."""
    for at, each in enumerate(texts):
        each.text = "" if at else NUMBER
