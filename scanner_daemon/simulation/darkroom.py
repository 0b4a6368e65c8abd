"""Photographs kept on disk: a shot that was taken once is not taken again until the code or its values change."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from datetime import datetime
from functools import lru_cache
from importlib import resources
from pathlib import Path

from scanner_daemon.simulation.photographs import Body, Shot, photograph

__all__ = ["PhotographCache", "code_version"]


@lru_cache(maxsize=1)
def code_version() -> str:
    """A hash of everything that decides what a photograph looks like: this simulation's sources and its texts."""
    digest = hashlib.sha256()
    package = resources.files("scanner_daemon.simulation")
    parts = [package.joinpath(folder) for folder in ("book", "optics")] + [package.joinpath("book").joinpath("texts")]
    sources = [package.joinpath("photographs.py")]
    sources += [entry for part in parts for entry in part.iterdir() if entry.name.endswith((".py", ".txt"))]
    for entry in sorted(sources, key=str):
        digest.update(entry.name.encode())
        digest.update(entry.read_bytes())
    return digest.hexdigest()[:16]


class PhotographCache:
    """JPEG files of shots in a folder, at most ``max_bytes`` of them; those used longest ago go first.

    Safe between processes: files appear by rename, and one that another process has removed is taken again.
    """

    def __init__(self, folder: Path, max_bytes: int = 2_000_000_000) -> None:
        self.folder = folder
        self.max_bytes = max_bytes
        folder.mkdir(parents=True, exist_ok=True)

    def jpeg(
        self, shot: Shot, quality: int = 92, *, body: Body | None = None, taken_at: datetime | None = None
    ) -> bytes:
        """The shot's file, from the folder or taken now. Raises what `photograph` raises, and OSError."""
        path = self.path(shot, quality, body=body, taken_at=taken_at)
        with contextlib.suppress(FileNotFoundError):
            kept = path.read_bytes()
            os.utime(path)
            return kept
        fresh = photograph(shot).jpeg(quality, body=body, taken_at=taken_at)
        self._keep(path, fresh)
        return fresh

    def path(
        self, shot: Shot, quality: int = 92, *, body: Body | None = None, taken_at: datetime | None = None
    ) -> Path:
        """Where the shot's file is, or would be, kept."""
        key = repr((shot, quality, body, taken_at, code_version()))
        return self.folder / f"{hashlib.sha256(key.encode()).hexdigest()[:32]}.jpg"

    def _keep(self, path: Path, content: bytes) -> None:
        handle, part = tempfile.mkstemp(prefix=path.stem, suffix=".part", dir=self.folder)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(part).replace(path)
        except BaseException:
            Path(part).unlink(missing_ok=True)
            raise
        self._make_room()

    def _make_room(self) -> None:
        kept: list[tuple[float, int, Path]] = []
        for path in self.folder.glob("*.jpg"):
            with contextlib.suppress(FileNotFoundError):
                stat = path.stat()
                kept.append((stat.st_mtime, stat.st_size, path))
        excess = sum(size for _, size, _ in kept) - self.max_bytes
        for _, size, path in sorted(kept):
            if excess <= 0:
                return
            path.unlink(missing_ok=True)
            excess -= size
