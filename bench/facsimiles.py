"""Facsimiles to measure recognition with: texts typeset as one PDF, then photographed with noise and tilt."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape

import numpy as np
import pypdfium2
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from diffapp.model import Document

_FLAT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
 office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">
<office:styles><style:style style:name="Standard" style:family="paragraph">
<style:paragraph-properties fo:margin-bottom="0.25cm" fo:text-align="{align}"/>
<style:text-properties style:font-name="{font}" fo:font-family="{font}" fo:font-size="{size}pt"
 fo:language="en" fo:country="GB" fo:hyphenate="false"/></style:style>
<style:style style:name="Mid" style:family="paragraph" style:parent-style-name="Standard">
<style:paragraph-properties fo:text-align="center"/></style:style></office:styles>
<office:automatic-styles>
<style:style style:name="H" style:family="paragraph" style:parent-style-name="Standard">
<style:paragraph-properties fo:margin-top="0.4cm" fo:margin-bottom="0.2cm" fo:keep-with-next="always"
 fo:text-align="start"/>
<style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="T" style:family="paragraph" style:parent-style-name="Mid">
<style:paragraph-properties fo:break-before="page" fo:margin-bottom="0.6cm" fo:text-align="center"/>
<style:text-properties fo:font-size="14pt" fo:font-weight="bold"/></style:style>
<style:page-layout style:name="A4"><style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm"
 fo:margin-top="1.6cm" fo:margin-bottom="1.4cm" fo:margin-left="2.5cm" fo:margin-right="2.5cm"/>
<style:header-style><style:header-footer-properties fo:min-height="1.1cm" fo:margin-bottom="0.5cm"/>
</style:header-style><style:footer-style>
<style:header-footer-properties fo:min-height="1.1cm" fo:margin-top="0.5cm"/></style:footer-style>
</style:page-layout></office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="A4">
<style:header><text:p text:style-name="Mid">NON-PAPER</text:p></style:header>
<style:footer><text:p text:style-name="Mid"><text:page-number/></text:p></style:footer>
</style:master-page></office:master-styles>
<office:body><office:text>{body}</office:text></office:body></office:document>
"""


class Face(NamedTuple):
    """How a text is set: family, size in points, and "justify" or "start"."""

    font: str
    size: float
    align: str


def faces() -> list[Face]:
    """The faces that are installed here, of those that such papers are set in."""
    program = shutil.which("fc-list")
    known = (
        subprocess.run([program, ":", "family"], capture_output=True, text=True, check=False).stdout  # noqa: S603
        if program
        else ""
    )
    wanted = (Face("Liberation Serif", 12, "justify"), Face("DejaVu Serif", 11, "start"))
    return [face for face in wanted if face.font in known] or [wanted[-1]]


def typeset(documents: Sequence[Document], face: Face) -> bytes:
    """One PDF of several documents, each on a page of its own, made by LibreOffice."""
    body = "".join(
        _paragraph(document, number) for document in documents for number in range(len(document.blocks))
    )
    program = shutil.which("soffice")
    if program is None:
        raise SystemExit("LibreOffice (soffice) is needed to typeset the texts.")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        flat = _FLAT.format(font=face.font, size=face.size, align=face.align, body=body)
        (folder / "text.fodt").write_text(flat, "utf-8")
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = [
            program,
            profile,
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            name,
            f"{name}/text.fodt",
        ]
        subprocess.run(command, capture_output=True, check=True)  # noqa: S603
        return (folder / "text.pdf").read_bytes()


def _paragraph(document: Document, number: int) -> str:
    """One block as a paragraph; a document's first begins a page."""
    block = document.blocks[number]
    style = "T" if number == 0 else "H" if block.level else "Standard"
    text = escape(" ".join(document.text[block.start : block.end].split()))
    return f'<text:p text:style-name="{style}">{text}</text:p>\n'


def photographed(pdf: bytes, dpi: int, tilt: float, seed: int) -> bytes:
    """The same pages as pictures alone.

    Args:
        pdf: from ``typeset``.
        dpi: dots an inch.
        tilt: degrees, by turns to the left and to the right.
        seed: of the noise.

    Returns:
        A PDF of JPEG pictures without any text.
    """
    source = pypdfium2.PdfDocument(pdf)
    draw = np.random.default_rng(seed)
    pages = []
    for number in range(len(source)):
        clean = source[number].render(scale=dpi / 72, grayscale=True).to_numpy()
        turned = tilt if number % 2 == 0 else -tilt
        pages.append(_spoilt(np.asarray(clean).reshape(clean.shape[:2]), turned, draw))
    out = io.BytesIO()
    pages[0].save(out, "PDF", save_all=True, append_images=pages[1:], resolution=dpi, quality=80)
    return out.getvalue()


def _spoilt(page: NDArray[np.uint8], tilt: float, draw: np.random.Generator) -> Image.Image:
    """A page as a cheap scanner hands it on: soft, grey ink on uneven paper, grain, specks, at a slant."""
    soft = Image.fromarray(page).filter(ImageFilter.GaussianBlur(0.5))
    soft = soft.rotate(tilt, Image.Resampling.BICUBIC, fillcolor=255)
    grey = np.asarray(soft, dtype=np.float64) / 255
    height, width = grey.shape
    light = 246 - 14 * np.linspace(0, 1, width)[None, :] - 8 * np.linspace(0, 1, height)[:, None]
    grey = 36 + (light - 36) * grey + draw.normal(0, 9, grey.shape)
    specks = draw.random(grey.shape)
    grey[specks < 0.0004] = 60
    grey[specks > 0.9996] = 255
    return Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8))


def one_line(text: str) -> str:
    """A text with single spaces, as character errors are counted in it."""
    return re.sub(r"\s+", " ", text).strip()
