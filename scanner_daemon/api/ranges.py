"""Which bytes of a file a Range header asks for (RFC 9110, section 14.2)."""

from __future__ import annotations

import re

__all__ = ["RangeNotSatisfiableError", "requested_range"]

_SINGLE = re.compile(r"bytes=[ \t]*([0-9]*)-([0-9]*)[ \t]*", re.IGNORECASE)
_MOST_DIGITS = 18


class RangeNotSatisfiableError(ValueError):
    """The range lies outside the file."""


def requested_range(header: str | None, size_bytes: int) -> tuple[int, int] | None:
    """The half-open (start, end) in bytes that is asked for, or None for the whole file.

    What is malformed, of another unit, or a list of ranges is ignored, as the RFC allows: the client gets the whole.
    Raises RangeNotSatisfiableError for a range that starts behind the end, and for an empty suffix.
    """
    match = _SINGLE.fullmatch(header) if header else None
    if match is None:
        return None
    first, last = match.groups()
    if (not first and not last) or max(len(first), len(last)) > _MOST_DIGITS:
        return None
    if not first:
        suffix = min(int(last), size_bytes)
        if suffix == 0:
            raise RangeNotSatisfiableError
        return size_bytes - suffix, size_bytes
    start = int(first)
    if last and int(last) < start:
        return None
    if start >= size_bytes:
        raise RangeNotSatisfiableError
    return start, min(int(last) + 1, size_bytes) if last else size_bytes
