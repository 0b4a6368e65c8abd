"""The photographs as the camera delivered them: named by the SHA-256 of their bytes, read-only, never modified.

The order is what makes this safe. A file is first linked into ``originals/``, then its bytes and the folder's entry
are synced, then the caller commits the rows, and only then the name in ``incoming/`` goes (`release`). Whatever
instant the power fails at, at least one durable name leads to the bytes, and the next start adopts what has no row.
"""

from __future__ import annotations

import errno
from dataclasses import dataclass
from pathlib import Path

from scanner_daemon.library.disk import Disk
from scanner_daemon.library.errors import OriginalDamaged, in_sentences
from scanner_daemon.library.folders import Folders
from scanner_daemon.library.ids import new_id

__all__ = ["Original", "Originals"]

_NO_HARD_LINKS = {errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EXDEV, errno.EMLINK}


@dataclass(frozen=True, slots=True)
class Original:
    """An adopted file at its final place."""

    path: Path
    sha256: str
    size_bytes: int


class Originals:
    """``originals/ab/abcd….jpg``."""

    def __init__(self, folders: Folders, disk: Disk) -> None:
        self._folders = folders
        self._disk = disk

    def path_of(self, sha256: str, suffix: str) -> Path:
        """Where the bytes with this hash lie; ``suffix`` with its dot, in lower case."""
        return self._folders.originals / sha256[:2] / f"{sha256}{suffix}"

    def adopt(self, source: Path, expected_sha256: str | None = None, *, copy: bool = False) -> Original:
        """Give the bytes of ``source`` their immutable name, durably. ``source`` keeps its own until `release`.

        Adopting the same bytes twice is the same file; ``copy`` makes them a file of their own, that stays what it is
        when something is done to ``source``. Raises `OriginalDamaged` when the bytes are not those that
        ``expected_sha256`` promised, `DiskFull` when a copy is needed and there is no room; nothing is lost then.
        """
        with in_sentences():
            sha256 = self._disk.sha256(source)
            if expected_sha256 is not None and sha256 != expected_sha256:
                raise OriginalDamaged(file=source.name)
            target = self.path_of(sha256, source.suffix.lower())
            self._disk.make_folder(target.parent)
            if copy:
                self._copy(source, target, sha256)
            else:
                self._link(source, target, sha256)
            self._disk.protect(target)
            self._disk.sync_file(target)
            self._disk.sync_folder(target.parent)
            return Original(target, sha256, target.stat().st_size)

    def release(self, source: Path) -> None:
        """Take away the name in ``incoming/``: only after the rows that name the original are committed."""
        with in_sentences():
            if source.exists():
                self._disk.unlink(source)

    def verify(self, sha256: str, suffix: str) -> bool:
        """Whether the file is there and its bytes are still the same."""
        path = self.path_of(sha256, suffix)
        return path.is_file() and self._disk.sha256(path) == sha256

    def _link(self, source: Path, target: Path, sha256: str) -> None:
        try:
            self._disk.link(source, target)
        except FileExistsError:
            if source.samefile(target) or self._disk.sha256(target) == sha256:
                return
            self._set_aside(target)
            self._link(source, target, sha256)
        except OSError as error:
            if error.errno not in _NO_HARD_LINKS:
                raise
            self._copy(source, target, sha256)

    def _copy(self, source: Path, target: Path, sha256: str) -> None:
        if target.exists():
            if self._disk.sha256(target) == sha256:
                return
            self._set_aside(target)
        part = self._folders.staging / f"{new_id()}.part"
        try:
            same = self._disk.copy(source, part) == sha256
            if same:
                self._disk.rename(part, target)
        finally:
            part.unlink(missing_ok=True)
        if not same:
            raise OriginalDamaged(file=source.name)

    def _set_aside(self, target: Path) -> None:
        """The bytes under this name have rotted and the true ones are at hand: keep both."""
        self._disk.make_folder(self._folders.damaged)
        self._disk.rename(target, self._folders.damaged / f"{new_id()}-{target.name}")
        self._disk.sync_folder(self._folders.damaged)
