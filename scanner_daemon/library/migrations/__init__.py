"""Alembic's folder, shipped inside the package."""
