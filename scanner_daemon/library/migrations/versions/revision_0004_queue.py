"""The queue's pauses, how far a job is, what the nights did, and where copies of books lie on other disks."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def _utc() -> sa.DateTime:
    return sa.DateTime(timezone=True)


def _json() -> sa.types.TypeEngine[Any]:
    return sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.add_column("job", sa.Column("started_at", _utc(), nullable=True))
    op.add_column("job", sa.Column("progress", _json(), nullable=True))
    done = sa.text("state = 'done'")
    op.create_index(
        "ix_job_done", "job", ["ended_at", "id", "kind"], unique=False, sqlite_where=done, postgresql_where=done
    )
    op.create_table(
        "queue_pause",
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("paused_by", sa.Text(), nullable=False),
        sa.Column("paused_at", _utc(), nullable=False),
        sa.PrimaryKeyConstraint("kind", name=op.f("pk_queue_pause")),
    )
    op.create_table(
        "night",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("worker", sa.Text(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("began_at", _utc(), nullable=False),
        sa.Column("seen_at", _utc(), nullable=False),
        sa.Column("ended_at", _utc(), nullable=True),
        sa.Column("report", _json(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_night")),
    )
    op.create_table(
        "off_load",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("book_id", sa.String(length=32), nullable=False),
        sa.Column("folder", sa.Text(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("files", sa.BigInteger(), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("asked_at", _utc(), nullable=False),
        sa.Column("verified_at", _utc(), nullable=True),
        sa.Column("freed_at", _utc(), nullable=True),
        sa.Column("freed_by", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["book_id"], ["book.id"], name=op.f("fk_off_load_book_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_off_load")),
    )
    op.create_index("uq_off_load_book_folder", "off_load", ["book_id", "folder"], unique=True)
