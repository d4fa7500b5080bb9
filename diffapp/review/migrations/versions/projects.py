"""The first tables: projects, their documents, and the log of what was decided."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "project",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("created", sa.Text, nullable=False),
        sa.Column("changed", sa.Text, nullable=False),
        sa.Column("archived", sa.Text, nullable=False),
        sa.Column("settings", sa.Text, nullable=False),
        sa.Column("glossary", sa.Text),
        sa.Column("edition", sa.Integer, nullable=False),
        sa.Column("last", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_project"),
        sa.UniqueConstraint("owner", "name", name="uq_project_owner_name"),
    )
    op.create_table(
        "document",
        sa.Column("project", sa.Text, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("project", "position", name="pk_document"),
        _of_project("document"),
    )
    op.create_index("ix_document_digest", "document", ["digest"])
    op.create_table(
        "entry",
        sa.Column("project", sa.Text, nullable=False),
        sa.Column("seq", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("project", "seq", name="pk_entry"),
        sa.UniqueConstraint("project", "id", name="uq_entry_project_id"),
        _of_project("entry"),
    )


def _of_project(table: str) -> sa.ForeignKeyConstraint:
    """What belongs to a project goes with it."""
    return sa.ForeignKeyConstraint(
        ["project"], ["project.id"], name=f"fk_{table}_project", ondelete="CASCADE"
    )
