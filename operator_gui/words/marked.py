"""Marks a literal for lupdate without translating it yet. Qt's own function of this name gives mypy an ``object``."""

from __future__ import annotations

__all__ = ["QT_TRANSLATE_NOOP"]


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:  # noqa: ARG001, N802  the name and the form that lupdate looks for
    """``text`` as it is; it is translated in ``context`` when it is shown."""
    return text
