"""Builds the preloaded library, and plays the disk: what it holds before, and what is left of it after the cut."""

from __future__ import annotations

import ctypes
import fcntl
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from scanner_daemon.simulation.ptp.driver import build_shared_library

__all__ = ["VolatileDisk", "build_shim"]

_PACKAGE, _NAME = "scanner_daemon.simulation.powercut", "volatile_disk"


def build_shim(cache: Path) -> Path:
    """The library to preload, compiled into ``cache`` if need be. Raises CompilerMissing or DriverNotBuilt."""
    return build_shared_library(_PACKAGE, _NAME, cache)


class VolatileDisk:
    """The disk under ``folder``. What it holds when this is made counts as durable."""

    def __init__(self, folder: Path, shadow: Path, shim: Path) -> None:
        """``shadow``: a new folder outside of ``folder``, for the notes. ``shim``: see `build_shim`."""
        self._shim = shim
        self._key_of = ctypes.CDLL(str(shim)).bookcradle_powercut_key
        self.folder = folder.absolute()
        self.shadow = shadow.absolute()
        for part in ("files", "folders", "drafts"):
            (self.shadow / part).mkdir(parents=True)
        self.folder.mkdir(parents=True, exist_ok=True)
        for root, _, names in os.walk(self.folder):
            self._note_folder(Path(root))
            for name in names:
                file = Path(root) / name
                shutil.copyfile(file, self.shadow / "files" / self._key(file))

    def environment(self) -> Mapping[str, str]:
        """For every process that may write to the disk."""
        return {
            "LD_PRELOAD": str(self._shim),
            "POWERCUT_FOLDER": str(self.folder),
            "POWERCUT_SHADOW": str(self.shadow),
        }

    def switch_off(self) -> None:
        """The cut: from this instant nothing more becomes durable. The processes still have to be killed."""
        with self._locked():
            (self.shadow / "off").touch()

    def left_over(self, out: Path) -> None:
        """Make ``out`` what the disk holds when the power is back."""
        out.mkdir(parents=True)
        self._rebuild(self._key(self.folder), out)

    def _rebuild(self, key: str, out: Path) -> None:
        listing = self.shadow / "folders" / key
        lines = listing.read_text("utf-8", "surrogateescape").splitlines() if listing.exists() else []
        for line in lines:
            kind, inner, name = line.split(" ", 2)
            target = out / name
            if kind == "d":
                target.mkdir()
                self._rebuild(inner, target)
                continue
            bytes_of = self.shadow / "files" / inner
            if bytes_of.exists():
                shutil.copyfile(bytes_of, target)
            else:
                target.touch()  # the name is durable, the bytes are not

    def _note_folder(self, folder: Path) -> None:
        lines = [f"{'d' if path.is_dir() else 'f'} {self._key(path)} {path.name}\n" for path in folder.iterdir()]
        (self.shadow / "folders" / self._key(folder)).write_text("".join(lines), "utf-8", "surrogateescape")

    def _key(self, path: Path) -> str:
        """As the preloaded library names it; Python itself cannot ask for the birth time."""
        key = ctypes.create_string_buffer(64)
        if self._key_of(os.fsencode(path), key) != 0:
            raise FileNotFoundError(path)
        return key.value.decode("ascii")

    @contextmanager
    def _locked(self) -> Iterator[None]:
        descriptor = os.open(self.shadow / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)
