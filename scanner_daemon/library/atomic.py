"""Derived files appear whole or not at all: written beside their place, synced, renamed, folder synced."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scanner_daemon.library.disk import Disk
from scanner_daemon.library.errors import in_sentences
from scanner_daemon.library.ids import new_id

__all__ = ["write_atomically", "written_path"]


@contextmanager
def written_path(target: Path, disk: Disk | None = None) -> Iterator[Path]:
    """A path to write to (with the suffix of ``target``, for libraries that look at it); renamed on leaving.

    When the body raises, ``target`` is untouched and the unfinished file is gone. An interrupted process leaves at
    most a hidden ``.ID.part.suffix`` beside the target. Raises `DiskFull` when there is no room.
    """
    disk = disk or Disk()
    with in_sentences():
        disk.make_folder(target.parent)
        part = target.with_name(f".{new_id()}.part{target.suffix}")
        try:
            yield part
            disk.sync_file(part)
            disk.rename(part, target)
            disk.sync_folder(target.parent)
        except BaseException:
            part.unlink(missing_ok=True)
            raise


def write_atomically(target: Path, content: bytes, disk: Disk | None = None) -> None:
    """Put ``content`` at ``target``, replacing what was there; after a crash either the old or the new is whole."""
    disk = disk or Disk()
    with written_path(target, disk) as part, disk.create(part) as file:
        file.write(content)
