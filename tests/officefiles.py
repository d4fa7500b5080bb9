"""Office files made by hand for the tests: the least of a container that a reader must cope with."""

from __future__ import annotations

import io
import zipfile

from diffapp.reading.parsed import Parsed

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
ODF = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {
        "office": "office",
        "style": "style",
        "text": "text",
        "table": "table",
        "draw": "drawing",
        "fo": "xsl-fo-compatible",
    }.items()
)


def quiet(_done: int, _of: int) -> None:
    """Tell nobody how far the reading is."""


def packed(parts: dict[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Put parts into a ZIP file."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as container:
        for name, content in parts.items():
            container.writestr(name, content)
    return stream.getvalue()


def word(body: str, **parts: str) -> bytes:
    """Make a DOCX file of the inside of its body, and of the insides of other parts by name."""
    files: dict[str, str | bytes] = {
        "word/document.xml": _word_part("document", f"<w:body>{body}</w:body>"),
    }
    files |= {f"word/{name}.xml": _word_part(name, inside) for name, inside in parts.items()}
    return packed(files)


def _word_part(root: str, inside: str) -> str:
    spaces = (
        f'xmlns:w="{W}" xmlns:r="{RELATIONS}" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:v="urn:schemas-microsoft-com:vml"'
    )
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{root} {spaces}>{inside}</w:{root}>'


def open_text(body: str, styles: str = "") -> bytes:
    """Make a flat OpenDocument text of the inside of its body and of its automatic styles."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {ODF} office:version="1.3">'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document>"
    ).encode()


def blocks(parsed: Parsed) -> list[str]:
    """Return the text of each block."""
    return [parsed.text[block.start : block.end] for block in parsed.blocks]


def levels(parsed: Parsed) -> list[int | None]:
    """Return the level of each block."""
    return [block.level for block in parsed.blocks]


ACCORD = [
    (1, "Accord on the Harbour of Merrow"),
    (0, "The two towns, having met on the quay, have agreed as follows:"),
    (1, "I. Use of the quay"),
    (0, "1. Each town shall keep the quay open by day."),
    (0, "2. The towns keep in common:"),
    (0, "(a) the crane;"),
    (0, "i. its chain;"),
    (0, "ii. its hook;"),
    (0, "(b) the lamp."),
    (0, "A plain paragraph stands between the items. Its second line is short."),
    (0, "3. Fees are set by the twenty\u2011first of June."),
    (1, "II. Fees"),
    (2, "1 Rates"),
    (0, "1. Boats pay by length."),
    (0, "1.1 Short boats pay one coin."),
    (0, "1.2 Long boats pay two coins."),
    (0, "2. Rafts pay nothing."),
    (0, "Boat | Fee"),
    (0, "Barge | 3 coins"),
    (0, "Ropes are to be coiled."),
    (0, "4. This list begins at four."),
    (0, "Signed on the quay."),
    (0, "Seal of the two towns"),
    (0, "[1] Minutes of the first meeting."),
    (0, "[i] By the old calendar."),
]
"""What data/accord.fodt says when it is printed; LibreOffice made the other accord files of it."""

ACCORD_LEFT_OUT = (
    "Tracked changes were read as accepted; insertions kept: 1.",
    "Tracked deletions and moves that were left out: 1.",
    "Comments that were left out: 1.",
    "Hidden stretches of text that were left out: 1.",
)
