"""Finished bytes -> a file, in one step, or standard output."""

from __future__ import annotations

import errno
import os
import sys
import tempfile
from pathlib import Path

from diffapp.errors import DiffappError


def deliver(data: bytes, output: Path | None) -> None:
    """Write to a file as a whole or not at all, or to standard output.

    Raises:
        DiffappError: it cannot be written; the sentence says why.
        BrokenPipeError: nobody reads standard output any more.
    """
    try:
        if output is None:
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
        elif output.exists() and not output.is_file() and not output.is_dir():
            output.write_bytes(data)  # a pipe or a device
        else:
            _replace(output.resolve(), data)
    except BrokenPipeError:
        raise
    except OSError as error:
        message = f"{output or 'standard output'} cannot be written: {error.strerror or error}."
        raise DiffappError(message) from error


def _replace(output: Path, data: bytes) -> None:
    """Put a file in place in one step, so that a failure leaves what was there."""
    if output.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    handle, name = tempfile.mkstemp(dir=output.parent, prefix=".diffapp-")
    partial = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        mode = output.stat().st_mode & 0o777 if output.exists() else 0o666 & ~_umask()
        partial.chmod(mode)
        partial.replace(output)
    except OSError:
        partial.unlink(missing_ok=True)
        raise


def _umask() -> int:
    """Read the process's file mode mask, which can only be read by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
