"""The tables of the store, for SQLite and PostgreSQL alike. Migrations make them; a test holds the two equal.

Values stand in them as JSON in text columns: what is asked for by content has a column of its own.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, MetaData, Table, Text, UniqueConstraint

HEAD = "0001"
"""The last revision in migrations/versions; a store that is there already needs no migration."""

METADATA = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)

PROJECT = Table(
    "project",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("owner", Text, nullable=False),
    Column("created", Text, nullable=False),
    Column("changed", Text, nullable=False),
    Column("archived", Text, nullable=False),  # when, or ""
    Column("settings", Text, nullable=False),
    Column("glossary", Text),  # NULL: the general one
    Column("edition", Integer, nullable=False),  # how often documents, settings or glossary were saved
    Column("last", BigInteger, nullable=False),  # the sequence number of the last entry in the log
    UniqueConstraint("owner", "name"),
)

DOCUMENT = Table(
    "document",
    METADATA,
    Column("project", ForeignKey("project.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("digest", Text, nullable=False),
    Column("body", Text, nullable=False),
    Index(None, "digest"),
)

ENTRY = Table(
    "entry",
    METADATA,
    Column("project", ForeignKey("project.id", ondelete="CASCADE"), primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("body", Text, nullable=False),
    UniqueConstraint("project", "id"),  # not the id alone: a project may be there twice, from its file
)
