"""Disks that a book could leave for: where removable ones are mounted, without touching any of them."""

from __future__ import annotations

import re
from pathlib import Path

__all__ = ["mounted_volumes"]

PLACES = ("/media/", "/run/media/", "/mnt/")
_ESCAPED = re.compile(r"\\([0-7]{3})")


def mounted_volumes(mounts: Path = Path("/proc/self/mounts")) -> list[str]:
    """Mount points at the usual places, as the kernel lists them. A disk that hangs is named and not asked."""
    try:
        lines = mounts.read_text("utf-8", errors="replace").splitlines()
    except OSError:
        return []
    fields = (line.split(" ") for line in lines)
    points = {_ESCAPED.sub(lambda found: chr(int(found[1], 8)), field[1]) for field in fields if len(field) > 1}
    return sorted(point for point in points if point.startswith(PLACES))
