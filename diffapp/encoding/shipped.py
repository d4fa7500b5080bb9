"""Files that installed packages ship: found without importing the packages, and checked before use."""

from __future__ import annotations

import hashlib
from importlib import metadata
from pathlib import Path

from diffapp.errors import EncoderError


def installed(*packages: str) -> bool:
    """Tell whether every one of the packages is installed."""
    try:
        for package in packages:
            metadata.version(package)
    except metadata.PackageNotFoundError:
        return False
    return True


def checked(encoder: str, package: str, path: str, sha256: str, install: str) -> tuple[Path, bytes]:
    """Return where a package's file lies and what is in it; ``install`` is the command that adds the package.

    Raises EncoderError where the package is missing, the file is unreadable, or its checksum is another one.
    """
    try:
        place = Path(str(metadata.distribution(package).locate_file(path)))
        data = place.read_bytes()
    except (metadata.PackageNotFoundError, OSError):
        raise EncoderError(encoder, f'it is not installed; "{install}" adds it.') from None
    if hashlib.sha256(data).hexdigest() != sha256:
        raise EncoderError(
            encoder,
            f"a file of the package {package} is not the one that diffapp was tested with; "
            f'"{install} --force-reinstall" mends it.',
        )
    return place, data
