"""Ids that sort by the time they were made and never collide between machines: UUID version 7 as 32 hex digits."""

from __future__ import annotations

import secrets
import time

__all__ = ["new_id"]


def new_id(unix_ns: int | None = None) -> str:
    """A fresh id: 32 lower-case hex digits, ordered by time to about a quarter of a microsecond.

    Layout of RFC 9562 §5.7 with method 3 of §6.2: 48 bits of Unix milliseconds, version 7, 12 bits of the fraction of
    the millisecond, variant 2, 62 random bits. Hex without dashes sorts alike in SQLite, in every PostgreSQL
    collation and in a folder listing, and holds no dot, which file stems use as their separator.
    """
    ns = time.time_ns() if unix_ns is None else unix_ns
    milliseconds, rest_ns = divmod(ns, 1_000_000)
    fraction = rest_ns * 4096 // 1_000_000
    value = (milliseconds & (1 << 48) - 1) << 80
    value |= 7 << 76 | fraction << 64
    value |= 2 << 62 | secrets.randbits(62)
    return f"{value:032x}"
