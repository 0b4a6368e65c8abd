"""A book in a folder that stands alone: a bag after RFC 8493, whose every byte is read back from the disk.

Written file by file, each under a name that appears only when its bytes are synced, so that a disk that is pulled out
half-way leaves a shorter bag and never a wrong one; begun again, it goes on with what is missing.
"""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from scanner_daemon.errors import BookcradleError
from scanner_daemon.library.disk import Disk
from scanner_daemon.library.off_loads import Kept

__all__ = [
    "Bag",
    "BagIncomplete",
    "CopyDamaged",
    "SourceDamaged",
    "TargetFull",
    "TargetGone",
    "TargetNotWritable",
    "free_bytes",
]

BLOCK = 1 << 20
UNFINISHED = "unfinished.part"
"""Outside the payload, in which nothing may lie that the manifest does not name."""
MANIFEST = "manifest-sha256.txt"
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_DENIED = {errno.EACCES, errno.EPERM, errno.EROFS}


class TargetGone(BookcradleError):
    """The disk went away, or a folder stands where it used to be mounted."""

    code = "off_load.disk_gone"
    what = "The disk with {folder} is not there any more."
    remedy = "Connect it again and retry: it goes on where it was. Nothing here was removed."


class TargetFull(BookcradleError):
    """No room on the other disk."""

    code = "off_load.disk_full"
    what = "The disk with {folder} is full."
    remedy = "Make room there or choose another disk, then retry: it goes on where it was. Nothing here was removed."


class TargetNotWritable(BookcradleError):
    """The other disk is read-only, or not ours to write on."""

    code = "off_load.not_writable"
    what = "{folder} cannot be written to ({detail})."
    remedy = "See that the disk is not write-protected and that bookcradle may write there, then retry."


class SourceDamaged(BookcradleError):
    """A file of the library is missing or not what was recorded: it must not be copied as if it were right."""

    code = "off_load.source_damaged"
    what = "The file {file} of this book is missing here or is not what was recorded when it was made."
    remedy = "Run `bookcradle db check --verify`; take it from a backup or shoot the page again, then retry."


class CopyDamaged(BookcradleError):
    """What was read back is not what was written."""

    code = "off_load.copy_damaged"
    what = "{file} was read back from {folder} with other bytes than were written."
    remedy = "That disk, its cable or its reader is failing: use another one. Nothing here was removed."


class BagIncomplete(BookcradleError):
    """The book has files that the copy lacks."""

    code = "off_load.incomplete"
    what = "The copy in {folder} lacks {count} files of the book."
    remedy = "The book has changed since: off-load it again, then remove the originals here."


@dataclass(frozen=True, slots=True)
class Bag:
    """The folder of one book on another disk. ``told`` of its methods hears how many bytes more are done."""

    folder: Path
    disk: Disk

    def copy(
        self, root: Path, kept: Sequence[Kept], told: Callable[[int], None], still_there: Callable[[], None]
    ) -> None:
        """Copy what is not there yet. ``still_there`` is asked before each file and raises when the disk is gone."""
        for one in kept:
            still_there()
            target = self.folder / "data" / one.path
            if target.is_file() and target.stat().st_size == one.size_bytes:
                told(one.size_bytes)
                continue
            with self.target_trouble():
                self.disk.make_folder(target.parent)
                part = self.folder / UNFINISHED
                part.unlink(missing_ok=True)
                digest = self._copied(root / one.path, part, one, told)
                if digest != one.sha256:
                    part.unlink()
                    raise SourceDamaged(file=one.path)
                self.disk.rename(part, target)
                self.disk.sync_folder(target.parent)

    def describe(self, kept: Sequence[Kept], about: dict[str, str], book_json: bytes) -> None:
        """Write the book's rows, the manifest and the other tag files."""
        payload = [(f"data/{one.path}", one.sha256) for one in kept]
        payload.append(("data/book.json", hashlib.sha256(book_json).hexdigest()))
        size = sum(one.size_bytes for one in kept) + len(book_json)
        about = about | {"Payload-Oxum": f"{size}.{len(payload)}"}
        tags = {
            "bagit.txt": b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
            "bag-info.txt": "".join(f"{name}: {' '.join(text.split())}\n" for name, text in about.items()).encode(),
            MANIFEST: "".join(f"{digest}  {path}\n" for path, digest in sorted(payload)).encode(),
        }
        listed = "".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in sorted(tags.items()))
        with self.target_trouble():
            self._write("data/book.json", book_json)
            for name, content in tags.items():
                self._write(name, content)
            self._write("tagmanifest-sha256.txt", listed.encode())

    def verify(self, told: Callable[[int], None], still_there: Callable[[], None]) -> dict[str, str]:
        """Read back every byte that the manifest names, from the disk and not from memory; path and hash of each.

        Raises CopyDamaged, TargetGone.
        """
        named = self.manifest()
        for path, sha256 in named.items():
            still_there()
            file = self.folder / path
            with self.target_trouble():
                if not file.is_file():
                    raise CopyDamaged(file=path, folder=str(self.folder))
                if self._read_back(file, told) != sha256:
                    self._set_aside(file)
                    raise CopyDamaged(file=path, folder=str(self.folder))
        return named

    def manifest(self) -> dict[str, str]:
        """Hashes by path inside the bag. Raises TargetGone where there is none."""
        with self.target_trouble():
            lines = (self.folder / MANIFEST).read_text("utf-8").splitlines()
        pairs = (line.split("  ", 1) for line in lines)
        return {path: digest for digest, path in pairs}

    @contextmanager
    def target_trouble(self) -> Iterator[None]:
        """Turn what the system says about the other disk into sentences."""
        try:
            yield
        except OSError as error:
            if error.errno in _FULL:
                raise TargetFull(folder=str(self.folder)) from error
            if error.errno in _DENIED:
                raise TargetNotWritable(folder=str(self.folder), detail=error.strerror or "") from error
            raise TargetGone(folder=str(self.folder)) from error

    def _copied(self, source: Path, part: Path, one: Kept, told: Callable[[int], None]) -> str:
        digest = hashlib.sha256()
        try:
            reader = source.open("rb", buffering=0)
        except OSError as error:
            raise SourceDamaged(file=one.path) from error
        with reader, self.disk.create(part) as writer:
            while block := _read(reader, one):
                digest.update(block)
                writer.write(block)
                told(len(block))
            self.disk.sync_open_file(writer)
        return digest.hexdigest()

    def _read_back(self, file: Path, told: Callable[[int], None]) -> str:
        digest = hashlib.sha256()
        with file.open("rb", buffering=0) as reader:
            os.posix_fadvise(reader.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)  # or memory would answer for the disk
            while block := reader.read(BLOCK):
                digest.update(block)
                told(len(block))
        return digest.hexdigest()

    def _set_aside(self, file: Path) -> None:
        """A wrong copy must not be taken for a right one by the next try, which would see its size only."""
        aside = self.folder / "damaged"
        self.disk.make_folder(aside)
        self.disk.rename(file, aside / file.name)

    def _write(self, name: str, content: bytes) -> None:
        target = self.folder / name
        self.disk.make_folder(target.parent)
        part = self.folder / UNFINISHED
        part.unlink(missing_ok=True)
        with self.disk.create(part) as file:
            file.write(content)
            self.disk.sync_open_file(file)
        self.disk.rename(part, target)
        self.disk.sync_folder(target.parent)


def free_bytes(folder: Path) -> int:
    """What this process may still write on the disk of ``folder``. Raises OSError."""
    room = os.statvfs(folder)
    return room.f_bavail * room.f_frsize


def _read(reader: object, one: Kept) -> bytes:
    try:
        block = reader.read(BLOCK)  # type: ignore[attr-defined]  # io.FileIO
    except OSError as error:
        raise SourceDamaged(file=one.path) from error
    return bytes(block)
