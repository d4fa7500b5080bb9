"""ZIP containers of DOCX, ODT and EPUB: checked before anything is unpacked, read by name, never extracted.

What a header says about sizes is only a first check, for headers lie: reading stops at the limit itself.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Final

from diffapp.errors import ReadingError, TooLarge

THIS: Final = "this document"
"""What an error calls the file: a reader of bytes is not told its name; who called it is, and puts it in."""

MOST_ENTRIES: Final = 2_000
MOST_BYTES: Final = 200_000_000
MOST_RATIO: Final = 100
SMALL: Final = 1_000_000
"""Entries up to this many bytes may be packed as tightly as they like: empty tables and such are."""

_ENTRY: Final = b"PK\x01\x02"
_ENCRYPTED: Final = 0x1
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED: Final = "EncryptedPackage".encode("utf-16-le")
_OLD_WORD: Final = "WordDocument".encode("utf-16-le")
_OTHERS: Final = (
    (b"%PDF-", "a PDF file"),
    (b"{\\rtf", "an RTF file"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"<", "a web page or an XML file"),
)


class Container:
    """A ZIP file in memory whose members can be read by name.

    It is a class because one budget holds for all its members together: what has been unpacked counts.
    """

    def __init__(self, data: bytes, kind: str) -> None:
        """Open and check a container.

        Args:
            data: the whole file.
            kind: what it is said to be, with its article, for errors: "a DOCX file".

        Raises:
            ReadingError: it is something else, damaged or encrypted.
            TooLarge: more than ``MOST_ENTRIES`` members, or ``MOST_BYTES`` bytes in all when unpacked.
        """
        _refuse_others(data, kind)
        # Every entry costs memory as soon as the list is read, so they are counted before. Files within
        # the file have entries too; hence the wider limit here.
        if data.count(_ENTRY) > 10 * MOST_ENTRIES:
            raise TooLarge(THIS, f"{MOST_ENTRIES:,} parts")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, OverflowError):
            raise ReadingError(THIS, "this file is damaged or was not transferred completely.") from None
        entries = self._zip.infolist()
        if len(entries) > MOST_ENTRIES:
            raise TooLarge(THIS, f"{MOST_ENTRIES:,} parts")
        if sum(entry.file_size for entry in entries) > MOST_BYTES:
            raise _too_large()
        self._left = MOST_BYTES
        self.names: Final = frozenset(entry.filename for entry in entries if not entry.is_dir())

    def read(self, name: str) -> bytes:
        """Unpack one member.

        Args:
            name: one of ``names``.

        Returns:
            Its bytes.

        Raises:
            ReadingError: there is none of this name, or it is damaged, encrypted or packed suspiciously.
            TooLarge: with what was unpacked before, it is over ``MOST_BYTES`` bytes.
        """
        if name not in self.names:
            raise ReadingError(THIS, f"this file is damaged: its part “{name}” is missing.")
        entry = self._zip.getinfo(name)
        if entry.flag_bits & _ENCRYPTED:
            raise ReadingError(THIS, "this file is protected by a password; save it without one.")
        packed = max(1, entry.compress_size)
        if entry.file_size > SMALL and entry.file_size > MOST_RATIO * packed:
            raise TooLarge(THIS, f"{MOST_RATIO} times its packed size")
        try:
            with self._zip.open(entry) as stream:
                data = stream.read(self._left + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError):
            raise ReadingError(THIS, f"this file is damaged: its part “{name}” cannot be unpacked.") from None
        self._left -= len(data)
        if self._left < 0:
            raise _too_large()
        return data


def _refuse_others(data: bytes, kind: str) -> None:
    """Say what a file is that is no ZIP, and what to do."""
    if data.startswith(_OLE):
        if _LOCKED in data:
            raise ReadingError(THIS, "this file is protected by a password; save it without one.")
        if _OLD_WORD in data:
            raise ReadingError(THIS, "this is an old Word file (.doc); save it as DOCX or PDF.")
        raise ReadingError(
            THIS, "this is an old Office file, or one with a password; save it without one as DOCX or PDF."
        )
    if not data.strip():
        raise ReadingError(THIS, "this file is empty.")
    if data.startswith(b"PK"):
        return
    for start, words in _OTHERS:
        if data.lstrip().startswith(start):
            raise ReadingError(THIS, f"this is not {kind} but {words}.")
    raise ReadingError(THIS, f"this is not {kind}.")


def _too_large() -> TooLarge:
    """The error for a container that would fill the memory."""
    return TooLarge(THIS, f"{MOST_BYTES // 1_000_000} MB when unpacked")
