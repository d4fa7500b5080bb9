"""Pictures of lines -> characters: the two networks of PP-OCRv6 small, run by onnxruntime.

The package rapidocr ships the weights (PaddleOCR's, Apache-2.0) inside its wheel. Only these two files of it
are used, each checked by its SHA-256; none of its code runs, so nothing can be fetched while a page is read.
The first network says where print is, the second reads one line at a time: without neighbours to be padded
to, what is read cannot depend on them.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from diffapp.reading.deskew import Page

PACKAGE: Final = "rapidocr"
VERSION: Final = "3.10.0"
INSTALL: Final = f"pip install --no-deps {PACKAGE}=={VERSION}"
"""Without what it depends on: none of its code is run."""
FINDER: Final = (
    "rapidocr/models/PP-OCRv6_det_small.onnx",
    "090f04abcd9d9a7498bc4ebf677e4cb9bdce1fe4197ddb7e529f1ef44e1ff94f",
)
READER: Final = (
    "rapidocr/models/PP-OCRv6_rec_small.onnx",
    "6f327246b50388f3c176ae304bd95767ea6dc0c9ae92153ef8cbe210b3c14884",
)

TALL: Final = 48
"""Pixels that the second network sees of a line's height."""
STEP: Final = 8
"""Pixels of that width which it reads as one character or as nothing."""

_MULTIPLE: Final = 32  # what the first network's sides must be a multiple of
_LIKELY: Final = 0.3
_SURE: Final = 0.5
_GROWN: Final = 1.6  # the network was taught boxes shrunk by this share of area to circumference
_MOST_SEEN: Final = 3_500_000  # pixels; A3 at 120 dots an inch has 2.8 million
_SMALLEST: Final = 3
_LONGEST: Final = 6000
"""Pixels of width at ``TALL``, some 350 characters; a line beyond is squeezed: memory stays bounded."""


class NotInstalled(Exception):
    """The weights are missing or are other ones; the text says which."""


class Box(NamedTuple):
    """A place on a page in pixels; ``x1`` and ``y1`` are just outside."""

    x0: float
    y0: float
    x1: float
    y1: float


class Glyphs(NamedTuple):
    """A line as it was read: character by character, how sure, and where as a share of the line's width."""

    text: str
    sure: tuple[float, ...]
    at: tuple[float, ...]


def version() -> str:
    """The package and its version, as it is named where a document was read with it; raises NotInstalled."""
    try:
        return f"{PACKAGE} {metadata.version(PACKAGE)}"
    except metadata.PackageNotFoundError:
        raise NotInstalled(f"the package {PACKAGE} is not installed") from None


def check() -> None:
    """Raise NotInstalled unless both networks are there and sound."""
    for file, digest in (FINDER, READER):
        _checked(file, digest)


def find(page: Page, scale: float) -> list[Box]:
    """Where a page has print.

    Args:
        page: grey values, shape (height, width), its lines level.
        scale: how much smaller the network sees it.

    Returns:
        One box for each run of print, in pixels of ``page``, in no order.
    """
    height, width = page.shape
    scale = min(scale, (_MOST_SEEN / (width * height)) ** 0.5)
    across, down = (max(1, round(side * scale / _MULTIPLE)) * _MULTIPLE for side in (width, height))
    likely = _run(FINDER, _seen(page, across, down))[0, 0]
    print_ = likely > _LIKELY
    runs, count = ndimage.label(
        ndimage.binary_dilation(print_, np.ones((2, 2), dtype=bool)), structure=np.ones((3, 3))
    )
    sure = ndimage.mean(likely, np.where(print_, runs, 0), np.arange(1, count + 1))
    boxes = []
    for (rows, columns), share in zip(ndimage.find_objects(runs), sure, strict=True):
        tall, wide = rows.stop - rows.start, columns.stop - columns.start
        if min(tall, wide) < _SMALLEST or share < _SURE:
            continue
        more = tall * wide * _GROWN / (2 * (tall + wide))
        box = np.array([columns.start - more, rows.start - more, columns.stop + more, rows.stop + more])
        box *= np.array([width / across, height / down] * 2)
        x0, y0, x1, y1 = np.clip(box, 0, [width, height] * 2).tolist()
        boxes.append(Box(x0, y0, x1, y1))
    return boxes


def spell(line: Page) -> Glyphs:
    """Read the picture of one line.

    Args:
        line: grey values, shape (height, width), with a little paper above and below the letters.

    Returns:
        What stands there; empty where the network sees no character.
    """
    height, width = line.shape
    across = min(_LONGEST, max(TALL, round(TALL * width / height)))
    likely = _run(READER, _seen(line, across, TALL))[0]
    best = likely.argmax(axis=1)
    # The network says a character at each step that it lasts; nothing (0) stands between two of the same.
    new = (best != 0) & np.concatenate(([True], best[1:] != best[:-1]))
    steps = np.flatnonzero(new)
    signs = _signs()
    return Glyphs(
        "".join(signs[best[step]] for step in steps),
        tuple(likely[steps, best[steps]].tolist()),
        tuple(((steps + 0.5) / len(best)).tolist()),
    )


def _seen(picture: Page, across: int, down: int) -> NDArray[np.float32]:
    """A picture as the networks take it: shape (1, 3, down, across), values from -1 to 1."""
    resized = Image.fromarray(picture).resize((across, down), Image.Resampling.BICUBIC)
    values = np.asarray(resized, dtype=np.float32) / 127.5 - 1
    return np.repeat(values[None, None], 3, axis=1)


def _run(model: tuple[str, str], values: NDArray[np.float32]) -> NDArray[np.float32]:
    """A network's answer."""
    answer: NDArray[np.float32] = _session(*model).run(None, {"x": values})[0]
    return answer


@cache
def _signs() -> list[str]:
    """The characters by the network's number for them; 0 is none."""
    known = _session(*READER).get_modelmeta().custom_metadata_map["character"]
    return ["", *known.splitlines(), " "]


@cache
def _session(file: str, digest: str) -> Any:
    """A network, its file checked; raises NotInstalled."""
    import onnxruntime  # noqa: PLC0415 - it is slow to import, and only scans need it

    model = _checked(file, digest)
    onnxruntime.disable_telemetry_events()
    options = onnxruntime.SessionOptions()
    # Lines are read side by side, each by one thread: faster than one line by two, and the same to the bit.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = options.enable_mem_pattern = False  # lines differ in length: no hoarding
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def _checked(file: str, digest: str) -> bytes:
    """The bytes of a shipped file, if they are the expected ones."""
    version()
    try:
        data = Path(str(metadata.distribution(PACKAGE).locate_file(file))).read_bytes()
    except OSError:
        raise NotInstalled(f"the installed {PACKAGE} has no file {file}") from None
    if hashlib.sha256(data).hexdigest() != digest:
        raise NotInstalled(f"the installed {PACKAGE} is not the version that diffapp knows")
    return data
