"""More memory and time for the recognition of pages, asked for by who needs it.

Most files are read within tight limits (see worker); recognising the text of pictures needs more. A reader
calls ``recognition`` before it begins. Outside a limited process that does nothing.
"""

from __future__ import annotations

from collections.abc import Callable

_grants: list[Callable[[], None]] = []


def granted_by(grant: Callable[[], None]) -> None:
    """Name the function that raises this process's limits, once."""
    _grants[:] = [grant]


def recognition() -> None:
    """Raise this process's limits to those of recognition; a second call changes nothing."""
    while _grants:
        _grants.pop()()
