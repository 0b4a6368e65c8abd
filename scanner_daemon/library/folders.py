"""Where the library's files lie: one place that knows the names."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from scanner_daemon.library.disk import Disk

__all__ = ["Folders"]


@dataclass(frozen=True, slots=True)
class Folders:
    """The folder of a library. Rows hold paths relative to ``root``, so that the whole can be moved."""

    root: Path

    @property
    def incoming(self) -> Path:
        """Where camera processes write; empty between two spreads."""
        return self.root / "incoming"

    @property
    def unclaimed(self) -> Path:
        """Files found in ``incoming/`` that belong to no recorded shot: kept until a person decides."""
        return self.incoming / "unclaimed"

    @property
    def originals(self) -> Path:
        """Photographs by the SHA-256 of their bytes; never modified."""
        return self.root / "originals"

    @property
    def damaged(self) -> Path:
        """Originals whose bytes have changed on the disk, moved aside when the true bytes came again."""
        return self.root / "damaged"

    @property
    def staging(self) -> Path:
        """Copies of foreign photographs that are still being written."""
        return self.root / "staging"

    @property
    def derived(self) -> Path:
        """Everything that can be deleted and made again."""
        return self.root / "derived"

    @property
    def profiles(self) -> Path:
        """Calibration profiles, a JSON file each, by the names that books keep."""
        return self.root / "profiles"

    @property
    def database(self) -> Path:
        """The SQLite file, where no other database is named."""
        return self.root / "library.sqlite"

    @property
    def daemon_lock(self) -> Path:
        """Held by the one daemon of this library."""
        return self.root / "daemon.lock"

    def derived_path(self, kind: str, key: str, suffix: str) -> Path:
        """Where the artifact of this kind and derivation key belongs; ``suffix`` with its dot."""
        return self.derived / kind / key[:2] / f"{key}{suffix}"

    def relative(self, path: Path) -> str:
        """``path`` as rows hold it."""
        return path.relative_to(self.root).as_posix()

    def create(self, disk: Disk) -> None:
        """Make what is missing, durably."""
        for folder in (self.incoming, self.unclaimed, self.originals, self.staging, self.derived):
            disk.make_folder(folder)
