"""Review: what a million pages are filtered by, why a flag was answered, and words that a person has corrected."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_spread = sa.table("spread", *map(sa.column, ("id", "flag_level", "flag_checks", "blank", "text_score")))
_verdict = sa.table("verdict", sa.column("id"), sa.column("spread_id"))
_flag = sa.table("flag", *map(sa.column, ("spread_id", "verdict_id", "level", "opinion", "check_name")))
_shot = sa.table("shot", *map(sa.column, ("id", "spread_id", "state", "role")))
_facts = sa.column("facts", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"))
_page = sa.table("page", sa.column("id"), sa.column("shot_id"), sa.column("score"), _facts)

_STANDING = {"sqlite": "deleted = 0", "postgresql": "NOT deleted"}


def _where(more: str) -> dict[str, Any]:
    return {f"{name}_where": sa.text(f"{standing} AND {more}") for name, standing in _STANDING.items()}


def upgrade() -> None:
    op.add_column("spread", sa.Column("flag_level", sa.String(20), nullable=True))
    op.add_column("spread", sa.Column("flag_checks", sa.Text(), server_default="", nullable=False))
    op.add_column("spread", sa.Column("blank", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("spread", sa.Column("text_score", sa.Double(), nullable=True))
    op.add_column("flag", sa.Column("opinion_reason", sa.Text(), nullable=True))
    op.create_table(
        "correction",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("page_id", sa.String(length=32), nullable=False),
        sa.Column("left_px", sa.BigInteger(), nullable=False),
        sa.Column("top_px", sa.BigInteger(), nullable=False),
        sa.Column("right_px", sa.BigInteger(), nullable=False),
        sa.Column("bottom_px", sa.BigInteger(), nullable=False),
        sa.Column("page_width_px", sa.BigInteger(), nullable=False),
        sa.Column("page_height_px", sa.BigInteger(), nullable=False),
        sa.Column("old_text", sa.Text(), nullable=False),
        sa.Column("new_text", sa.Text(), nullable=False),
        sa.Column("operator", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_by", sa.Text(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"], name=op.f("fk_correction_page_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
    )
    op.create_index(op.f("ix_correction_page_id"), "correction", ["page_id"], unique=False)
    _summarise_what_is_there()
    order = ["book_id", "sort_key"]
    flagged = [*order, "flag_level", "flag_checks"]
    op.create_index("ix_spread_flagged", "spread", flagged, unique=False, **_where("flag_level IS NOT NULL"))
    op.create_index("ix_spread_blank", "spread", order, unique=False, **_where("blank"))
    low = [*order, "text_score"]
    op.create_index("ix_spread_low_text", "spread", low, unique=False, **_where("text_score < 0.9"))


def _summarise_what_is_there() -> None:
    """The same rules as `library.summaries`, over all spreads at once."""
    newest = sa.select(sa.func.max(_verdict.c.id)).where(_verdict.c.spread_id == _spread.c.id)
    of_spread = (_flag.c.spread_id == _spread.c.id, _flag.c.verdict_id == newest.correlate(_spread).scalar_subquery())
    unanswered = (*of_spread, _flag.c.opinion.is_(None), _flag.c.level.in_(["amber", "red"]))
    worst = sa.select(sa.func.max(_flag.c.level)).where(*unanswered).correlate(_spread)  # red sorts behind amber
    names = sa.select(_flag.c.check_name).where(*unanswered).distinct().order_by(_flag.c.check_name)
    named = names.correlate(_spread).subquery()
    joined = sa.select(sa.func.aggregate_strings(named.c.check_name, ",")).scalar_subquery()
    op.execute(_spread.update().values(flag_level=worst.scalar_subquery()))
    has_flags = _spread.c.flag_level.is_not(None)
    op.execute(_spread.update().values(flag_checks=sa.literal(",") + joined + ",").where(has_flags))
    standing = (_shot.c.spread_id == _spread.c.id, _shot.c.state == "landed")
    made = sa.select(_page.c.id).join(_shot, _shot.c.id == _page.c.shot_id).where(*standing)
    nothing_read = made.where(_page.c.facts["text"]["characters"].as_integer() == 0).exists()
    said_blank = sa.select(_shot.c.id).where(*standing, _shot.c.role == "blank").exists()
    lowest = made.with_only_columns(sa.func.min(_page.c.score)).scalar_subquery()
    op.execute(_spread.update().values(text_score=lowest, blank=sa.or_(said_blank, nothing_read)))
