"""The looks of the Word document: its page, its footer and its named styles, all that can be restyled.

The styles' names are what Word's list shows; their ids are those names without spaces.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

MARGIN: Final = 16
"""Millimetres at each side of an A4 page that lies across."""
TEXT_WIDTH: Final = round((297 - 2 * MARGIN) / 25.4 * 1440)
"""Twentieths of a point."""
FONT: Final = "Arial"
INK, SOFT, LINE, SHADE = "1F2328", "57606A", "B6BCC6", "E9ECF1"


@dataclass(frozen=True)
class Look:
    """A style: what it is based on, and what it changes. Sizes and spaces are points."""

    name: str
    base: str
    size: float | None = None
    bold: bool | None = None
    italic: bool | None = None
    colour: str = ""
    before: float = 0
    after: float = 2
    next_to: bool = False


# Nothing inside a row is kept with what follows: Word would keep the whole row with the next one.
PARAGRAPHS: Final = (
    Look("Caution", "Normal", bold=True, colour="8A3A00", after=6),
    Look("Explanation", "Normal", 9, colour=SOFT, after=6),
    Look("Table Text", "Normal", 9),
    Look("Table Head", "Table Text", bold=True, next_to=True),
    Look("Table Heading", "Table Text", bold=True, colour=SOFT, before=2),
    Look("Passage Number", "Table Text", 8, colour=SOFT, before=2, after=0),
    Look("Passage Number Alone", "Passage Number", bold=True, colour=INK, after=0, before=2),
    Look("Passage", "Table Text", after=4),
    Look("Passage Alone", "Passage", after=4),
    Look("Absent", "Table Text", italic=True, colour=SOFT),
    Look("Remark", "Table Text", 8),
)
CHARACTERS: Final = (
    Look("Only Here", "", bold=True),
    Look("Term Only Here", "", bold=True, colour="14599E"),
    Look("Term", "", italic=True, colour="14599E"),
    Look("Shared Wording", ""),
    Look("Stance", "", bold=True, colour="7A3B00"),
    Look("Remark Label", "", bold=True),
)
BAR: Final = ("Passage Number Alone", "Passage Alone")
"""Passages without counterpart: a bar at the left."""
TABLE: Final = f"""
<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="ComparisonTable">
  <w:name w:val="Comparison Table"/><w:uiPriority w:val="59"/><w:qFormat/>
  <w:tblPr>
    <w:tblBorders>
      {
    "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{LINE}"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
}
    </w:tblBorders>
    <w:tblCellMar>
      <w:top w:w="40" w:type="dxa"/><w:left w:w="100" w:type="dxa"/>
      <w:bottom w:w="20" w:type="dxa"/><w:right w:w="100" w:type="dxa"/>
    </w:tblCellMar>
  </w:tblPr>
  <w:tblStylePr w:type="firstRow">
    <w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="{SHADE}"/></w:tcPr>
  </w:tblStylePr>
</w:style>"""


def prepare(document: Any, title: str) -> None:
    """Lay the page across, write the footer and make the styles."""
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(MARGIN)
    section.top_margin = section.bottom_margin = Mm(15)
    section.header_distance = section.footer_distance = Mm(7)
    _built_in(document.styles)
    for look in PARAGRAPHS:
        _shape(_made(document.styles, look, WD_STYLE_TYPE.PARAGRAPH), look)
    for look in CHARACTERS:
        _colour(_made(document.styles, look, WD_STYLE_TYPE.CHARACTER).font, look)
    document.styles["Stance"].font.small_caps = True
    _underline(document.styles["Shared Wording"])
    for name in BAR:
        _bar(document.styles[name])
    document.styles.element.append(parse_xml(TABLE))
    _footer(section, title)


def _built_in(styles: Any) -> None:
    """Bring Word's own styles into line; the template's are blue and large."""
    normal = styles["Normal"]
    _font(normal, FONT)
    normal.font.size = Pt(10)
    normal.paragraph_format.space_after = Pt(4)
    for look in (
        Look("Title", "", 20, bold=True, colour=INK, after=2, next_to=True),
        Look("Subtitle", "", 11, italic=False, colour=SOFT, after=8, next_to=True),
        Look("Heading 1", "", 14, bold=True, colour=INK, before=14, after=4, next_to=True),
        Look("List Number", "", 10, after=4),
    ):
        style = styles[look.name]
        _font(style, FONT)
        _shape(style, look)
    rule = styles["Title"].element.pPr.find(qn("w:pBdr"))
    if rule is not None:
        rule.getparent().remove(rule)
    language = styles.element.find(".//" + qn("w:lang"))
    if language is not None:
        language.set(qn("w:val"), "en-GB")


def _made(styles: Any, look: Look, sort: WD_STYLE_TYPE) -> Any:
    style = styles.add_style(look.name, sort)
    style.quick_style = True
    if look.base:
        style.base_style = styles[look.base]
    return style


def _shape(style: Any, look: Look) -> None:
    _colour(style.font, look)
    layout = style.paragraph_format
    layout.space_before, layout.space_after = Pt(look.before), Pt(look.after)
    layout.keep_with_next = look.next_to or None


def _colour(font: Any, look: Look) -> None:
    if look.size:
        font.size = Pt(look.size)
    if look.bold is not None:
        font.bold = look.bold
    if look.italic is not None:
        font.italic = look.italic
    if look.colour:
        font.color.rgb = RGBColor.from_string(look.colour)


def _font(style: Any, name: str) -> None:
    """Set a style's font for all scripts; the theme's would win otherwise."""
    style.font.name = name
    fonts = style.element.rPr.rFonts
    for key in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{key}"), None)
    fonts.set(qn("w:cs"), name)


def _underline(style: Any) -> None:
    """A dotted line: wording that both sides have is to be found without standing out."""
    drawn = parse_xml(f'<w:u {nsdecls("w")} w:val="dotted" w:color="{SOFT}"/>')
    style.element.get_or_add_rPr().append(drawn)


def _bar(style: Any) -> None:
    drawn = parse_xml(
        f'<w:pBdr {nsdecls("w")}><w:left w:val="single" w:sz="18" w:space="4" w:color="{SOFT}"/></w:pBdr>'
    )
    layout = style.element.get_or_add_pPr()
    layout.insert_element_before(drawn, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl")
    style.paragraph_format.left_indent = Pt(6)


def _footer(section: Any, title: str) -> None:
    """The title, and which page of how many this is."""
    paragraph = section.footer.paragraphs[0]
    paragraph.add_run(f"{title} · page ")
    _field(paragraph, "PAGE")
    paragraph.add_run(" of ")
    _field(paragraph, "NUMPAGES")


def _field(paragraph: Any, code: str) -> None:
    drawn = parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr=" {code} "><w:r><w:t>1</w:t></w:r></w:fldSimple>')
    paragraph._p.append(drawn)  # noqa: SLF001 -- python-docx has no fields
