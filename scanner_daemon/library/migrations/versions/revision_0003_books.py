"""Re-shoot tickets, and the folded text that books are searched by."""

from __future__ import annotations

import unicodedata
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def _utc() -> sa.DateTime:
    return sa.DateTime(timezone=True)


def _only_open() -> dict[str, Any]:
    where = sa.text("closed_at IS NULL")
    return {"sqlite_where": where, "postgresql_where": where}


def upgrade() -> None:
    op.create_table(
        "ticket",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("book_id", sa.String(length=32), nullable=False),
        sa.Column("spread_id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("findings", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("created_at", _utc(), nullable=False),
        sa.Column("closed_at", _utc(), nullable=True),
        sa.Column("closed_by", sa.Text(), nullable=True),
        sa.Column("closed_how", sa.String(20), nullable=True),
        sa.Column("closed_why", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["book_id"], ["book.id"], name=op.f("fk_ticket_book_id")),
        sa.ForeignKeyConstraint(["spread_id"], ["spread.id"], name=op.f("fk_ticket_spread_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket")),
    )
    op.create_index("uq_ticket_open_spread", "ticket", ["spread_id"], unique=True, **_only_open())
    op.create_index("ix_ticket_open", "ticket", ["book_id", "id"], unique=False, **_only_open())
    op.create_index("ix_ticket_spread", "ticket", ["spread_id", "id"], unique=False)
    op.create_index("ix_ticket_book", "ticket", ["book_id", "id"], unique=False)
    op.add_column("book", sa.Column("sought", sa.Text(), nullable=False, server_default=""))
    _fold_the_books()


def _fold_the_books() -> None:
    """Fill ``book.sought`` of the books that are there already."""
    connection = op.get_bind()
    book = sa.table("book", sa.column("id"), sa.column("copy_id"), sa.column("title"), sa.column("sought"))
    copy = sa.table("copy", sa.column("id"), sa.column("work_id"), sa.column("barcode"))
    work = sa.table(
        "work",
        sa.column("id"),
        sa.column("authors", sa.JSON().with_variant(postgresql.JSONB(), "postgresql")),
        sa.column("isbn"),
    )
    books = sa.select(book.c.id, book.c.title, copy.c.barcode, work.c.authors, work.c.isbn)
    joined = books.join_from(book, copy, copy.c.id == book.c.copy_id).join(work, work.c.id == copy.c.work_id)
    for book_id, title, barcode, authors, isbn in connection.execute(joined).all():
        text = _folded(" ".join([title, *(authors or ()), isbn or "", barcode or ""]))
        connection.execute(sa.update(book).where(book.c.id == book_id).values(sought=text))


def _folded(text: str) -> str:
    """`library.folding.folded` as it was when this migration was written."""
    apart = unicodedata.normalize("NFKD", text)
    return " ".join("".join(sign for sign in apart if not unicodedata.combining(sign)).casefold().split())
