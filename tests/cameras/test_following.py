"""A file is hashed and synced while it is still being written; an error that the disk tells on the way is not lost."""

from __future__ import annotations

import errno
import hashlib
import os
import threading
from pathlib import Path

import pytest

from scanner_daemon.cameras.body import following as module
from scanner_daemon.cameras.body.following import following


def test_the_hash_is_that_of_the_whole_file_however_it_was_written(tmp_path: Path) -> None:
    parts = [os.urandom(700_001) for _ in range(9)]
    with (tmp_path / "file").open("wb+", buffering=0) as file, following(file.fileno()) as followed:
        for part in parts:
            os.write(file.fileno(), part)
        digest = followed.finish(sum(map(len, parts)))
    assert digest == hashlib.sha256(b"".join(parts)).hexdigest()


def test_it_does_not_wait_for_the_end_to_begin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced = threading.Event()
    monkeypatch.setattr(os, "fdatasync", lambda _: synced.set())
    with (tmp_path / "file").open("wb+", buffering=0) as file, following(file.fileno()) as followed:
        os.write(file.fileno(), bytes(module._SYNC_EVERY_BYTES))
        assert synced.wait(10), "synced while the file is still being written"
        os.write(file.fileno(), b"the rest")
        assert followed.finish(module._SYNC_EVERY_BYTES) == hashlib.sha256(bytes(module._SYNC_EVERY_BYTES)).hexdigest()


def test_room_that_was_claimed_ahead_is_not_taken_for_content(tmp_path: Path) -> None:
    with (tmp_path / "file").open("wb+", buffering=0) as file:
        os.posix_fallocate(file.fileno(), 0, 1_000_000)
        with following(file.fileno()) as followed:
            os.write(file.fileno(), b"short")
            os.ftruncate(file.fileno(), 5)
            assert followed.finish(5) == hashlib.sha256(b"short").hexdigest()


def test_an_error_of_the_disk_on_the_way_is_raised_at_the_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = threading.Event()

    def fail(_: int) -> None:
        told.set()
        raise OSError(errno.EIO, "the disk is failing")

    monkeypatch.setattr(os, "fdatasync", fail)
    with (tmp_path / "file").open("wb+", buffering=0) as file, following(file.fileno()) as followed:
        os.write(file.fileno(), bytes(module._SYNC_EVERY_BYTES))
        assert told.wait(10)
        with pytest.raises(OSError, match="failing"):
            followed.finish(module._SYNC_EVERY_BYTES)


def test_a_file_that_is_shorter_than_was_said_is_an_error(tmp_path: Path) -> None:
    with (tmp_path / "file").open("wb+", buffering=0) as file, following(file.fileno()) as followed:
        os.write(file.fileno(), b"four")
        with pytest.raises(OSError, match="ends after 4"):
            followed.finish(5)
