"""What can go wrong that a user can mend. Each error's text is one sentence fit to be shown as it is.

DiffappError
├── ReadingError      a file could not be turned into a document      .source
├── TooLarge          a document is over a limit                      .source .limit
├── GlossaryError     a glossary file is not made as it should be      .source
├── EncoderError      vectors cannot be had from an encoder here       .encoder
├── EditError         a concept cannot be added, renamed, merged or removed like this
├── ExportError       a format needs a library that is not installed
├── DecisionError     a decision says nothing that could be followed
├── StoreError        what was decided cannot be kept or read          .where
│   └── Conflict      somebody else decided the same matter meanwhile  .theirs
├── ProjectError      a project file, or a project by this name, cannot be opened
└── SettingsError     a setting or a number of documents is unusable
"""

from __future__ import annotations


class DiffappError(Exception):
    """The root: whatever is raised on purpose for a user's sake."""


class ReadingError(DiffappError):
    """A file could not be turned into a document; ``source`` is its name, ``why`` the rest."""

    def __init__(self, source: str, why: str) -> None:
        """Join the name and the reason into the sentence that is shown."""
        super().__init__(f"{source}: {why}")
        self.source = source
        self.why = why


class TooLarge(ReadingError):
    """A document is over a limit; ``limit`` is that limit in words."""

    def __init__(self, source: str, limit: str) -> None:
        """Name the limit in the sentence that is shown."""
        super().__init__(source, f"this document is too large; the limit is {limit}.")
        self.limit = limit


class SettingsError(DiffappError):
    """A setting, or the number of documents, is not one that can be used."""


class GlossaryError(DiffappError):
    """A glossary file cannot be used; ``source`` is its name."""

    def __init__(self, source: str, why: str) -> None:
        """Join the name and the reason into the sentence that is shown."""
        super().__init__(f"{source}: {why}")
        self.source = source


class EditError(DiffappError):
    """The concepts cannot be edited in the way that was asked for; they stay as they are."""


class ExportError(DiffappError):
    """A format cannot be written here; the sentence says what to install."""


class DecisionError(DiffappError):
    """A decision says nothing that could be followed: no passages, a status that is none."""


class StoreError(DiffappError):
    """What was decided cannot be kept or read; ``where`` names the store without any password."""

    def __init__(self, where: str, why: str) -> None:
        """Join the place and the reason into the sentence that is shown."""
        super().__init__(f"{where}: {why}")
        self.where = where


class Conflict(StoreError):
    """Somebody else decided the same matter since it was last seen; ``theirs`` are their decisions.

    Nothing was kept of what was asked for, and nothing of theirs was overwritten.
    """

    def __init__(self, where: str, why: str, theirs: tuple[object, ...]) -> None:
        """Keep the other decisions for whoever shows both."""
        super().__init__(where, why)
        self.theirs = theirs


class ProjectError(DiffappError):
    """A project cannot be opened, renamed or written like this; it stays as it is."""


class EncoderError(DiffappError):
    """Vectors cannot be had from an encoder here; ``encoder`` is its name. The comparison goes on without."""

    def __init__(self, encoder: str, why: str) -> None:
        """Join the name and what helps into the sentence that is shown."""
        super().__init__(f'The encoder "{encoder}" cannot be used: {why}')
        self.encoder = encoder
