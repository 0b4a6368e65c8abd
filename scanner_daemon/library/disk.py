"""The few file operations that durability rests on, behind one seam.

Production uses `Disk` itself. Tests put a subclass in its place that records the order of operations, kills the
process before a chosen one, or models which directory entries a power cut would keep.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import BinaryIO

__all__ = ["Disk"]

_BLOCK = 1 << 20


class Disk:
    """File operations that are synced where they say so. All raise `OSError`."""

    def make_folder(self, folder: Path) -> None:
        """Create ``folder`` and its parents, syncing each parent that gained an entry."""
        if folder.is_dir():
            return
        self.make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        self.sync_folder(folder.parent)

    def sync_folder(self, folder: Path) -> None:
        """Make the entries of ``folder`` survive a power cut."""
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def sync_file(self, path: Path) -> None:
        """Make the bytes and the mode of ``path`` survive a power cut."""
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def link(self, source: Path, target: Path) -> None:
        """A second name for the same bytes; FileExistsError when ``target`` is taken."""
        os.link(source, target)

    def rename(self, source: Path, target: Path) -> None:
        """Atomically give ``source`` the name ``target``, replacing what had it."""
        source.replace(target)

    def unlink(self, path: Path) -> None:
        """Take a name away."""
        path.unlink()

    def protect(self, path: Path) -> None:
        """Make ``path`` read-only for everybody."""
        path.chmod(0o444)

    def create(self, path: Path) -> BinaryIO:
        """Open a new file for writing; FileExistsError when it is there already."""
        return path.open("xb")

    def sync_open_file(self, file: BinaryIO) -> None:
        """Make what was written to ``file`` survive a power cut."""
        file.flush()
        os.fsync(file.fileno())

    def sha256(self, path: Path) -> str:
        """The SHA-256 of the bytes of ``path``, in hex."""
        digest = hashlib.sha256()
        with path.open("rb", buffering=0) as file:
            while block := file.read(_BLOCK):
                digest.update(block)
        return digest.hexdigest()

    def copy(self, source: Path, target: Path) -> str:
        """Write the bytes of ``source`` to the new file ``target``, synced; their SHA-256 in hex."""
        digest = hashlib.sha256()
        with source.open("rb", buffering=0) as reader, self.create(target) as writer:
            while block := reader.read(_BLOCK):
                digest.update(block)
                writer.write(block)
            self.sync_open_file(writer)
        return digest.hexdigest()
