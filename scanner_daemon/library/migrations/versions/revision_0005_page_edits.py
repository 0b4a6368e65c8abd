"""How a person wants a page to be made."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "page_edit",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("shot_id", sa.String(length=32), nullable=False),
        sa.Column("side", sa.String(20), nullable=False),
        sa.Column("edit", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("operator", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_by", sa.Text(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["shot_id"], ["shot.id"], name=op.f("fk_page_edit_shot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page_edit")),
    )
    op.create_index("ix_page_edit_shot", "page_edit", ["shot_id", "side", "id"], unique=False)
