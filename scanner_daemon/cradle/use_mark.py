"""Whether the cradle was left at rest: a file that is there while motors may move, and stays if nobody saw them stop.

A controller cannot be asked. Opening the tty of an Uno resets it, and then it knows nothing of the motion in which the
last daemon was killed, nor of the fault that it latched when it found itself alone.
"""

from __future__ import annotations

from pathlib import Path

from scanner_daemon.library.disk import Disk
from scanner_daemon.library.errors import in_sentences

__all__ = ["UseMark"]

FILE = "cradle-in-use"


class UseMark:
    """The file, in the folder of the library."""

    def __init__(self, folder: Path, disk: Disk | None = None) -> None:
        self._file = folder / FILE
        self._disk = disk or Disk()

    @property
    def found(self) -> bool:
        """Somebody began to use the cradle, and never said that it came to rest."""
        return self._file.exists()

    def set(self) -> None:
        """Before anything can move. Raises DiskFull or FolderNotWritable."""
        if not self.found:
            with in_sentences():
                self._disk.create(self._file).close()
                self._disk.sync_folder(self._file.parent)

    def clear(self) -> None:
        """The cradle is at rest, and nothing is latched. Should this be lost in a power cut, a person is asked."""
        self._file.unlink(missing_ok=True)
