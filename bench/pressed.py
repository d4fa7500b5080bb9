"""Whether a text that went to paper comes back as it was: ``python -m bench.pressed [FOLDER]``.

Each Markdown file (those built in, unless a folder is named) is set by LibreOffice as a PDF in four ways,
with a marking in the header and page numbers in the footer, and read back. The passages, their text and
labels, must be those of the Markdown. Needs ``soffice``.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from html import escape
from pathlib import Path
from typing import NamedTuple

from diffapp.model import Document
from diffapp.reading.parsing import parse_here
from diffapp.segmenting import segment

TEXTS = Path(__file__).resolve().parent.parent / "texts"
NAMES = ("office", "style", "text")
FO = 'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
SPACES = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in NAMES)


class Way(NamedTuple):
    """A way of setting a text: ODF's words for alignment, distances, and columns."""

    align: str
    gap: str
    indent: str
    hyphens: str = "true"
    columns: int = 1


WAYS = {
    "block, ragged": Way("start", "8pt", "0cm", "false"),
    "block, justified": Way("justify", "6pt", "0cm"),
    "first lines indented": Way("justify", "0pt", "0.6cm"),
    "two columns": Way("justify", "6pt", "0cm", columns=2),
}


def style(name: str, paragraph: str, text: str = "") -> str:
    """A paragraph style."""
    inner = f"<style:paragraph-properties {paragraph}/><style:text-properties {text}/>"
    return f'<style:style style:name="{name}" style:family="paragraph">{inner}</style:style>'


def flat(document: Document, way: Way) -> str:
    """A document as a flat OpenDocument text."""
    columns = (
        f'<style:columns fo:column-count="{way.columns}" fo:column-gap="0.8cm"/>' if way.columns > 1 else ""
    )
    bold = 'fo:font-weight="bold" fo:font-size='
    styles = (
        '<style:default-style style:family="paragraph"><style:text-properties'
        ' fo:font-family="Liberation Serif"'
        f' fo:font-size="11pt" fo:language="en" fo:country="GB" fo:hyphenate="{way.hyphens}"'
        ' fo:hyphenation-remain-char-count="2" fo:hyphenation-push-char-count="2"/></style:default-style>'
        + style(
            "P", f'fo:text-align="{way.align}" fo:margin-bottom="{way.gap}" fo:text-indent="{way.indent}"'
        )
        + style("H1", 'fo:text-align="center" fo:margin-bottom="12pt"', f'{bold}"16pt"')
        + style(
            "H2", 'fo:margin-top="12pt" fo:margin-bottom="6pt" fo:keep-with-next="always"', f'{bold}"13pt"'
        )
        + style("E", 'fo:text-align="center"', 'fo:font-size="9pt"')
    )
    edge = '<style:{0}-style><style:header-footer-properties fo:min-height="1cm"/></style:{0}-style>'
    page = (
        '<style:page-layout style:name="L"><style:page-layout-properties fo:page-width="21cm"'
        f' fo:page-height="29.7cm" fo:margin="2.2cm">{columns}</style:page-layout-properties>'
        f"{edge.format('header')}{edge.format('footer')}</style:page-layout>"
    )
    number = "Page <text:page-number/> of <text:page-count/>"
    master = (
        '<style:master-page style:name="Standard" style:page-layout-name="L">'
        '<style:header><text:p text:style-name="E">RESTRICTED // Working copy</text:p></style:header>'
        f'<style:footer><text:p text:style-name="E">{number}</text:p></style:footer></style:master-page>'
    )
    body = "".join(
        f'<text:p text:style-name="{"P" if not block.level else f"H{min(block.level, 2)}"}">'
        f"{escape(' '.join(document.text[block.start : block.end].split()))}</text:p>"
        for block in document.blocks
    )
    return (
        f'<?xml version="1.0"?><office:document {SPACES} {FO} office:version="1.3"'
        ' office:mimetype="application/vnd.oasis.opendocument.text">'
        f"<office:styles>{styles}</office:styles><office:automatic-styles>{page}</office:automatic-styles>"
        f"<office:master-styles>{master}</office:master-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document>"
    )


def passages(document: Document) -> list[tuple[str | None, str]]:
    """The label and text of each passage."""
    return [(passage.label, " ".join(passage.text.split())) for passage in segment(document)]


def main() -> None:
    """Set and read back each text in each way, and print which passages differ."""
    office = shutil.which("soffice")
    if office is None:
        sys.exit("LibreOffice (soffice) is not installed.")
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else TEXTS
    texts = {
        p.stem: parse_here(p.read_bytes(), p.name) for p in sorted(folder.glob("*.md")) if p.stem != "SOURCES"
    }
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        for stem, document in texts.items():
            for number, way in enumerate(WAYS.values()):
                (place / f"{stem}-{number}.fodt").write_text(flat(document, way), "utf-8")
        command = [
            office,
            f"-env:UserInstallation={place.as_uri()}/profile",
            "--headless",
            "--convert-to",
            "pdf",
        ]
        files = [str(each) for each in sorted(place.glob("*.fodt"))]
        subprocess.run([*command, "--outdir", name, *files], check=True, capture_output=True)  # noqa: S603
        for stem, document in texts.items():
            for number, words in enumerate(WAYS):
                pdf = place / f"{stem}-{number}.pdf"
                report(stem, words, passages(document), parse_here(pdf.read_bytes(), pdf.name))


def report(stem: str, way: str, wanted: list[tuple[str | None, str]], read: Document) -> None:
    """Print one line for a text set in one way, and the passages that did not come back."""
    found = passages(read)
    same = "identical" if found == wanted else "DIFFERENT"
    print(f"{stem:20}{way:24}{len(found):>4} of {len(wanted):>3} passages, {same}; {read.pages} pages")
    for label, text in wanted:
        if (label, text) not in found:
            print(f"    not found again: {label or ''} {text}")


if __name__ == "__main__":
    main()
