"""Alembic's entry: runs on the connection, and inside the transaction, that `revisions.upgrade` opened."""

from __future__ import annotations

from alembic import context

from scanner_daemon.library.models import Base

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Base.metadata, compare_type=True)
with context.begin_transaction():
    context.run_migrations()
