"""The first shape of the library."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def _utc() -> sa.DateTime:
    return sa.DateTime(timezone=True)


def _json() -> sa.types.TypeEngine[Any]:
    return sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def _only(where: sa.TextClause) -> dict[str, Any]:
    return {"sqlite_where": where, "postgresql_where": where}


def upgrade() -> None:
    op.create_table(
        "event",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("at", _utc(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("operator", sa.Text(), nullable=False),
        sa.Column("book_id", sa.String(length=32), nullable=True),
        sa.Column("details", _json(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
    )
    op.create_index("ix_event_book", "event", ["book_id", "id"], unique=False)
    op.create_index("ix_event_kind", "event", ["kind", "id"], unique=False)
    op.create_table(
        "job",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("book_id", sa.String(length=32), nullable=True),
        sa.Column("payload", _json(), nullable=False),
        sa.Column("dedupe_key", sa.String(length=200), nullable=True),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("priority", sa.SmallInteger(), nullable=False),
        sa.Column("not_before", _utc(), nullable=False),
        sa.Column("attempts", sa.SmallInteger(), nullable=False),
        sa.Column("max_attempts", sa.SmallInteger(), nullable=False),
        sa.Column("lease_token", sa.String(length=32), nullable=True),
        sa.Column("lease_owner", sa.Text(), nullable=True),
        sa.Column("lease_until", _utc(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("result", _json(), nullable=True),
        sa.Column("created_at", _utc(), nullable=False),
        sa.Column("ended_at", _utc(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sa.UniqueConstraint("dedupe_key", name=op.f("uq_job_dedupe_key")),
    )
    op.create_index("ix_job_book", "job", ["book_id", "state", "kind"], unique=False)
    op.create_index(
        "ix_job_claim",
        "job",
        ["kind", "priority", "not_before", "id"],
        unique=False,
        **_only(sa.text("state = 'queued'")),
    )
    op.create_index("ix_job_counts", "job", ["kind", "state"], unique=False)
    op.create_index("ix_job_dead", "job", ["ended_at"], unique=False, **_only(sa.text("state = 'dead'")))
    op.create_index("ix_job_lease", "job", ["lease_until"], unique=False, **_only(sa.text("state = 'leased'")))
    op.create_index("ix_job_subject", "job", ["subject"], unique=False)
    op.create_table(
        "work",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("authors", _json(), nullable=False),
        sa.Column("publisher", sa.Text(), nullable=True),
        sa.Column("published", sa.String(length=40), nullable=True),
        sa.Column("isbn", sa.String(length=20), nullable=True),
        sa.Column("created_at", _utc(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work")),
    )
    op.create_index(op.f("ix_work_isbn"), "work", ["isbn"], unique=False)
    op.create_table(
        "copy",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("work_id", sa.String(length=32), nullable=False),
        sa.Column("barcode", sa.String(length=60), nullable=True),
        sa.Column("shelf", sa.Text(), nullable=True),
        sa.Column("condition", sa.Text(), nullable=True),
        sa.Column("created_at", _utc(), nullable=False),
        sa.ForeignKeyConstraint(["work_id"], ["work.id"], name=op.f("fk_copy_work_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_copy")),
    )
    op.create_index(op.f("ix_copy_barcode"), "copy", ["barcode"], unique=False)
    op.create_index(op.f("ix_copy_work_id"), "copy", ["work_id"], unique=False)
    op.create_table(
        "book",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("copy_id", sa.String(length=32), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=40), nullable=False),
        sa.Column("reading_direction", sa.String(20), nullable=False),
        sa.Column("layout", sa.String(20), nullable=False),
        sa.Column("turn_after", sa.String(20), nullable=True),
        sa.Column("ppi", sa.Double(), nullable=True),
        sa.Column("profile", sa.Text(), nullable=True),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("operator", sa.Text(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("created_at", _utc(), nullable=False),
        sa.Column("finished_at", _utc(), nullable=True),
        sa.Column("details", _json(), nullable=False),
        sa.ForeignKeyConstraint(["copy_id"], ["copy.id"], name=op.f("fk_book_copy_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_book")),
    )
    op.create_index(op.f("ix_book_copy_id"), "book", ["copy_id"], unique=False)
    op.create_index(op.f("ix_book_title"), "book", ["title"], unique=False)
    op.create_table(
        "spread",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("book_id", sa.String(length=32), nullable=False),
        sa.Column("sort_key", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("level", sa.String(20), nullable=True),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("created_at", _utc(), nullable=False),
        sa.ForeignKeyConstraint(["book_id"], ["book.id"], name=op.f("fk_spread_book_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spread")),
    )
    op.create_index("ix_spread_order", "spread", ["book_id", "sort_key"], unique=True)
    op.create_index(
        "ix_spread_present",
        "spread",
        ["book_id", "sort_key"],
        unique=False,
        sqlite_where=sa.text("deleted = 0"),
        postgresql_where=sa.text("NOT deleted"),
    )
    op.create_table(
        "cycle",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("spread_id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("turn_id", sa.BigInteger(), nullable=False),
        sa.Column("turn_state", sa.String(20), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("operator", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("intended_at", _utc(), nullable=False),
        sa.Column("landed_at", _utc(), nullable=True),
        sa.Column("timing", _json(), nullable=True),
        sa.ForeignKeyConstraint(["spread_id"], ["spread.id"], name=op.f("fk_cycle_spread_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cycle")),
        sa.UniqueConstraint("turn_id", name=op.f("uq_cycle_turn_id")),
    )
    op.create_index("ix_cycle_spread", "cycle", ["spread_id", "version"], unique=False)
    op.create_index("ix_cycle_turning", "cycle", ["turn_id"], unique=False, **_only(sa.text("turn_state = 'started'")))
    op.create_index("ix_cycle_unfinished", "cycle", ["id"], unique=False, **_only(sa.text("state = 'intended'")))
    op.create_table(
        "label_range",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("book_id", sa.String(length=32), nullable=False),
        sa.Column("spread_id", sa.String(length=32), nullable=False),
        sa.Column("side", sa.String(20), nullable=False),
        sa.Column("style", sa.String(length=10), nullable=False),
        sa.Column("prefix", sa.String(length=40), nullable=False),
        sa.Column("start", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["book_id"], ["book.id"], name=op.f("fk_label_range_book_id")),
        sa.ForeignKeyConstraint(["spread_id"], ["spread.id"], name=op.f("fk_label_range_spread_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_label_range")),
    )
    op.create_index("uq_label_range_anchor", "label_range", ["book_id", "spread_id", "side"], unique=True)
    op.create_table(
        "shot",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("spread_id", sa.String(length=32), nullable=False),
        sa.Column("cycle_id", sa.String(length=32), nullable=True),
        sa.Column("side", sa.String(20), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("attempt", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("camera_serial", sa.String(length=64), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("created_at", _utc(), nullable=False),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycle.id"], name=op.f("fk_shot_cycle_id")),
        sa.ForeignKeyConstraint(["spread_id"], ["spread.id"], name=op.f("fk_shot_spread_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shot")),
    )
    op.create_index(op.f("ix_shot_cycle_id"), "shot", ["cycle_id"], unique=False)
    op.create_index("uq_shot_spread_side_version", "shot", ["spread_id", "side", "version"], unique=True)
    op.create_table(
        "verdict",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("spread_id", sa.String(length=32), nullable=False),
        sa.Column("cycle_id", sa.String(length=32), nullable=True),
        sa.Column("level", sa.String(20), nullable=False),
        sa.Column("inspected_ms", sa.Double(), nullable=False),
        sa.Column("judged_at", _utc(), nullable=False),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycle.id"], name=op.f("fk_verdict_cycle_id")),
        sa.ForeignKeyConstraint(["spread_id"], ["spread.id"], name=op.f("fk_verdict_spread_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verdict")),
    )
    op.create_index(op.f("ix_verdict_cycle_id"), "verdict", ["cycle_id"], unique=False)
    op.create_index(op.f("ix_verdict_spread_id"), "verdict", ["spread_id"], unique=False)
    op.create_table(
        "file",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("shot_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("attempt", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("suffix", sa.String(length=16), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("original_name", sa.Text(), nullable=False),
        sa.Column("captured_at", _utc(), nullable=True),
        sa.Column("adopted_at", _utc(), nullable=False),
        sa.ForeignKeyConstraint(["shot_id"], ["shot.id"], name=op.f("fk_file_shot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file")),
    )
    op.create_index(op.f("ix_file_sha256"), "file", ["sha256"], unique=False)
    op.create_index("uq_file_shot_attempt_kind", "file", ["shot_id", "attempt", "kind"], unique=True)
    op.create_table(
        "flag",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("verdict_id", sa.String(length=32), nullable=True),
        sa.Column("spread_id", sa.String(length=32), nullable=False),
        sa.Column("shot_id", sa.String(length=32), nullable=True),
        sa.Column("check_name", sa.String(length=60), nullable=False),
        sa.Column("level", sa.String(20), nullable=False),
        sa.Column("side", sa.String(20), nullable=False),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("limit_value", sa.Double(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("crop_x", sa.BigInteger(), nullable=True),
        sa.Column("crop_y", sa.BigInteger(), nullable=True),
        sa.Column("crop_width", sa.BigInteger(), nullable=True),
        sa.Column("crop_height", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("opinion", sa.String(20), nullable=True),
        sa.Column("opinion_by", sa.Text(), nullable=True),
        sa.Column("opinion_at", _utc(), nullable=True),
        sa.ForeignKeyConstraint(["shot_id"], ["shot.id"], name=op.f("fk_flag_shot_id")),
        sa.ForeignKeyConstraint(["spread_id"], ["spread.id"], name=op.f("fk_flag_spread_id")),
        sa.ForeignKeyConstraint(["verdict_id"], ["verdict.id"], name=op.f("fk_flag_verdict_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flag")),
    )
    op.create_index(op.f("ix_flag_spread_id"), "flag", ["spread_id"], unique=False)
    op.create_index("ix_flag_unanswered", "flag", ["spread_id"], unique=False, **_only(sa.text("opinion IS NULL")))
    op.create_index(op.f("ix_flag_verdict_id"), "flag", ["verdict_id"], unique=False)
    op.create_table(
        "page",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("shot_id", sa.String(length=32), nullable=False),
        sa.Column("spread_id", sa.String(length=32), nullable=False),
        sa.Column("side", sa.String(20), nullable=False),
        sa.Column("width_px", sa.BigInteger(), nullable=True),
        sa.Column("height_px", sa.BigInteger(), nullable=True),
        sa.Column("ppi", sa.Double(), nullable=True),
        sa.Column("score", sa.Double(), nullable=True),
        sa.Column("facts", _json(), nullable=False),
        sa.Column("made_at", _utc(), nullable=False),
        sa.ForeignKeyConstraint(["shot_id"], ["shot.id"], name=op.f("fk_page_shot_id")),
        sa.ForeignKeyConstraint(["spread_id"], ["spread.id"], name=op.f("fk_page_spread_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page")),
    )
    op.create_index(op.f("ix_page_spread_id"), "page", ["spread_id"], unique=False)
    op.create_index("uq_page_shot_side", "page", ["shot_id", "side"], unique=True)
    op.create_table(
        "artifact",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("page_id", sa.String(length=32), nullable=True),
        sa.Column("book_id", sa.String(length=32), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("input_sha256", sa.String(length=64), nullable=False),
        sa.Column("code_version", sa.String(length=60), nullable=False),
        sa.Column("parameters", _json(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("made_at", _utc(), nullable=False),
        sa.ForeignKeyConstraint(["book_id"], ["book.id"], name=op.f("fk_artifact_book_id")),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"], name=op.f("fk_artifact_page_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_artifact")),
    )
    op.create_index("ix_artifact_key", "artifact", ["key", "kind"], unique=False)
    op.create_index("uq_artifact_book_kind_key", "artifact", ["book_id", "kind", "key"], unique=True)
    op.create_index(
        "uq_artifact_current",
        "artifact",
        ["page_id", "kind"],
        unique=True,
        sqlite_where=sa.text("current = 1"),
        postgresql_where=sa.text("current"),
    )
    op.create_index("uq_artifact_page_kind_key", "artifact", ["page_id", "kind", "key"], unique=True)
