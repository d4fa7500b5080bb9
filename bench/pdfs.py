"""The smallest PDFs for tests and measurements: pages of text placed line by line, and spoilt ones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

FONTS = {"F": "Times-Roman", "B": "Times-Bold"}
HEIGHT, WIDTH = 842, 595


class At(NamedTuple):
    """A line of plain Latin letters: its left edge and baseline from the page's top left corner in points."""

    x: float
    y: float
    text: str
    size: float = 11
    font: str = "F"
    before: str = ""
    """Operators of the page's content to stand before the text."""
    turned: bool = False


def content(lines: Sequence[At]) -> str:
    """The content of a page that shows lines."""
    shown = []
    for line in lines:
        matrix = "0.7 0.7 -0.7 0.7" if line.turned else "1 0 0 1"
        words = line.text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        place = f"{matrix} {line.x} {HEIGHT - line.y} Tm"
        shown.append(f"q {line.before} BT /{line.font} {line.size} Tf {place} ({words}) Tj ET Q")
    return "\n".join(shown)


def written(pages: Sequence[str], *, more: str = "", count: int | None = None) -> bytes:
    """A PDF of pages with such contents; ``more`` are entries of each page, ``count`` a lie about them."""
    names = list(FONTS)
    objects = ["<</Type/Catalog/Pages 2 0 R>>", ""]
    objects += [
        f"<</Type/Font/Subtype/Type1/BaseFont/{FONTS[name]}/Encoding/WinAnsiEncoding>>" for name in names
    ]
    fonts = "".join(f"/{name} {number} 0 R" for number, name in enumerate(names, start=3))
    grey = (
        "<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>"
    )
    objects.append(f"{grey}stream\n\x80\nendstream")
    resources = f"<</Font<<{fonts}>>/XObject<</I {len(objects)} 0 R>>>>"
    kids = []
    for page in pages:
        objects.append(f"<</Length {len(page)}>>stream\n{page}\nendstream")
        box = f"/MediaBox[0 0 {WIDTH} {HEIGHT}]" if "MediaBox" not in more else ""
        objects.append(
            f"<</Type/Page/Parent 2 0 R{box}{more}/Resources{resources}/Contents {len(objects)} 0 R>>"
        )
        kids.append(f"{len(objects)} 0 R")
    said = len(kids) if count is None else count
    objects[1] = f"<</Type/Pages/Count {said}/Kids[{' '.join(kids)}]>>"
    return _file(objects)


def _file(objects: Sequence[str]) -> bytes:
    """Numbered objects with the table of their places."""
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    head = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n"
    return out + f"{head}<</Size {size}/Root 1 0 R>>\nstartxref\n{len(out)}\n%%EOF\n".encode("latin-1")


def shown(*pages: Sequence[At]) -> bytes:
    """A PDF of pages with such lines."""
    return written([content(lines) for lines in pages])


def circle_of_pages() -> bytes:
    """A PDF whose list of pages holds itself."""
    return _file(["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 5/Kids[2 0 R]>>"])


def locked() -> bytes:
    """A PDF that wants a password: the key in it fits none."""
    entry = "<</Filter/Standard/V 1/R 2/P -4/O<" + "41" * 32 + ">/U<" + "42" * 32 + ">>>"
    whole = shown([At(72, 100, "Behind a password.")]).decode("latin-1")
    spoilt = whole.replace("/Root 1 0 R", f"/Root 1 0 R/Encrypt {entry}/ID[<00><00>]")
    return spoilt.encode("latin-1")
