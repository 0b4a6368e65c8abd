"""Files of which nobody knows what they belong to: kept aside and reported, never deleted."""

from __future__ import annotations

from pathlib import Path

from scanner_daemon.library.errors import in_sentences
from scanner_daemon.library.ids import new_id
from scanner_daemon.library.library import Library

__all__ = ["set_unclaimed"]


def set_unclaimed(library: Library, path: Path) -> Path:
    """Move a file of ``incoming/`` to ``incoming/unclaimed/`` under a name that nothing has; where it lies then."""
    with in_sentences():
        target = library.folders.unclaimed / path.name
        if target.exists():
            target = target.with_name(f"{new_id()}-{path.name}")
        library.disk.rename(path, target)
        library.disk.sync_folder(library.folders.unclaimed)
        library.disk.sync_folder(library.folders.incoming)
        return target
