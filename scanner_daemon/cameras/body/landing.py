"""Bringing one file home: to NAME.part, checked, fsynced, renamed, its folder fsynced. Only then may it leave the card.

Files are streamed to the disk, never held in memory: a raw file is 30 MB, and a `CameraFile`'s memoryview outlives its
owner without notice (bytes of a temporary's view come out silently wrong).
"""

from __future__ import annotations

import errno
import os
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import gphoto2 as gp

from scanner_daemon.cameras.body.failure import BodyFailure, translated
from scanner_daemon.cameras.body.following import following
from scanner_daemon.cameras.body.session import Session

__all__ = ["Landed", "bring_home", "remove_from_card"]

_TRIES = 3
_HOST_MEMORY = "/"
"""Where libgphoto2 lists what it took from a body's memory when it was announced: the only copy there is by then, and
a fresh session would lose it."""
_KIND_BY_SUFFIX = {".jpg": "jpeg", ".jpeg": "jpeg", ".tif": "tiff", ".tiff": "tiff", ".xmp": "sidecar"}


@dataclass(frozen=True, slots=True)
class Landed:
    """A file under its final name."""

    path: Path
    kind: str
    sha256: str
    size_bytes: int


def bring_home(session: Session, folder: str, name: str, incoming: Path, stem: str) -> Landed:
    """Copy ``folder/name`` from the body to ``incoming/stem.suffix``, retrying as long as the body still has it.

    Raises BodyFailure: ``short_data``, ``corrupt``, ``disk_full``, ``name_taken``, or the session's own trouble.
    The file stays on the card whatever happens.
    """
    suffix = PurePosixPath(name).suffix.lower()
    target = incoming / f"{stem}{suffix}"
    if target.exists():
        raise BodyFailure("name_taken", path=str(target))
    part = target.with_name(target.name + ".part")
    for attempt in range(1, _TRIES + 1):
        try:
            return _copy(session, folder, name, part, target)
        except BodyFailure as failure:
            part.unlink(missing_ok=True)
            if attempt == _TRIES or failure.kind not in {"trouble", "silent", "short_data", "corrupt"}:
                raise
            if folder != _HOST_MEMORY:
                session.reopen()
    raise AssertionError("the loop returns or raises")


def remove_from_card(session: Session, folder: str, name: str) -> bool:
    """Delete a file that is safe here. False when the body would not: it is merely in the way."""
    try:
        session.camera.file_delete(folder, name)
    except gp.GPhoto2Error:
        return False
    return True


def _copy(session: Session, folder: str, name: str, part: Path, target: Path) -> Landed:
    promised = _promised_size(session, folder, name)
    with translated("download"), part.open("wb+", buffering=0) as copy:
        if promised:
            _reserve(copy.fileno(), promised)
        with following(copy.fileno()) as followed:
            # The binding calls this use of file_get deprecated; no other one writes to a descriptor.
            stream = gp.check_result(gp.gp_file_new_from_fd(os.dup(copy.fileno())))
            session.camera.file_get(folder, name, gp.GP_FILE_TYPE_NORMAL, stream)
            got = os.lseek(copy.fileno(), 0, os.SEEK_CUR)
            del stream
            os.ftruncate(copy.fileno(), got)
            if got == 0 or (promised is not None and got != promised):
                raise BodyFailure("short_data", name=name, got=got, promised=promised or 0)
            kind = _KIND_BY_SUFFIX.get(target.suffix, "raw")
            if kind == "jpeg" and not _whole_jpeg(copy.fileno(), got):
                raise BodyFailure("corrupt", name=name, got=got)
            sha256 = followed.finish(got)
        part.rename(target)
        _fsync_folder(target.parent)
    return Landed(target, kind, sha256, got)


def _promised_size(session: Session, folder: str, name: str) -> int | None:
    """What the body says the file measures; None for one that libgphoto2 has in memory and cannot describe."""
    if folder == _HOST_MEMORY:
        return None
    with translated("ask for the size"):
        info = session.camera.file_get_info(folder, name)
    return int(info.file.size) if info.file.fields & gp.GP_FILE_INFO_SIZE else None


def _reserve(descriptor: int, size_bytes: int) -> None:
    """Claim the room before the transfer: a disk that fills up in the middle would leave the body talking."""
    try:
        os.posix_fallocate(descriptor, 0, size_bytes)
    except OSError as error:
        if error.errno not in {errno.EOPNOTSUPP, errno.EINVAL}:
            raise


def _whole_jpeg(descriptor: int, size_bytes: int) -> bool:
    """Whether the file starts and ends as a JPEG does; some bodies pad the end with zeros."""
    tail = os.pread(descriptor, 65_536, max(0, size_bytes - 65_536)).rstrip(b"\0")
    return os.pread(descriptor, 3, 0) == b"\xff\xd8\xff" and tail.endswith(b"\xff\xd9")


def _fsync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
