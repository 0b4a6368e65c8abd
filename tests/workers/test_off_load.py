"""The bag on the other disk: right to the last byte, resumed where it was, and never taken for whole when it is not."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import bagit
import pytest

from scanner_daemon.library.books import Books
from scanner_daemon.library.disk import Disk
from scanner_daemon.library.library import Library
from scanner_daemon.library.models import Job, JobState, OffLoad, OffLoadState
from scanner_daemon.library.off_loads import OffLoads, bag_name
from scanner_daemon.library.queue import JobQueue
from scanner_daemon.workers import bag as bag_module
from scanner_daemon.workers.kinds import BRING_BACK_JOB, FREE_JOB, OFF_LOAD_JOB
from scanner_daemon.workers.leasing import Handler, Worker
from scanner_daemon.workers.off_load_job import BringBackJob, FreeJob, OffLoadJob

AddPage = Callable[..., str]


@pytest.fixture
def target(library: Library, book_id: str, add_page: AddPage, tmp_path: Path) -> Path:
    """The bag's folder-to-be, of a book with three photographs."""
    for word in ("Monday", "Tuesday", "Wednesday"):
        add_page(word)
    (tmp_path / "disk").mkdir()
    return tmp_path / "disk" / bag_name("Harbour", book_id)


def ask(library: Library, book_id: str, target: Path, kind: str = OFF_LOAD_JOB) -> str:
    with library.write() as session:
        row = OffLoads(library).enter(session, book_id, target, "Ada")
        payload = {"off_load": row.id, "operator": "Ada", "other_disk": False}
        key = f"{kind}:{row.id}"
        return JobQueue(library).enqueue(session, kind, book_id, payload=payload, dedupe_key=key, again=True)


def work(library: Library) -> str:
    """Do the one job; why it failed."""
    handlers: dict[str, Handler] = {
        OFF_LOAD_JOB: OffLoadJob(library),
        FREE_JOB: FreeJob(library),
        BRING_BACK_JOB: BringBackJob(library),
    }
    ended = Worker(JobQueue(library), handlers, library.write).work_one()
    assert ended is not None
    return ended.why


def row(library: Library) -> OffLoad:
    with library.read() as session:
        return session.query(OffLoad).one()


def payload_files(target: Path) -> list[Path]:
    return sorted((target / "data" / "originals").glob("*/*"))


def test_another_program_finds_the_bag_complete_and_right(library: Library, book_id: str, target: Path) -> None:
    ask(library, book_id, target)
    assert work(library) == ""
    bag = bagit.Bag(str(target))
    bag.validate()
    assert bag.info["External-Description"] == "Harbour"
    assert row(library).state is OffLoadState.VERIFIED
    assert '"title": "Harbour"' in (target / "data" / "book.json").read_text("utf-8")
    assert len(payload_files(target)) == 3
    with library.read() as session:
        job = session.query(Job).filter(Job.kind == OFF_LOAD_JOB).one()
    assert job.progress is not None
    assert job.progress["unit"] == "bytes"


class DiskThatFails(Disk):
    """The other disk: full, read-only, or gone, after so many files."""

    def __init__(self, number: int, after: int) -> None:
        self.number, self.left = number, after

    def create(self, path: Path):  # type: ignore[no-untyped-def]  # as its base says
        self.left -= 1
        if self.left < 0:
            raise OSError(self.number, os.strerror(self.number), str(path))
        return super().create(path)


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.ENOSPC, "is full. Make room there"),
        (errno.EROFS, "cannot be written to.*write-protected"),
        (errno.EIO, "not there any more. Connect it again"),
        (errno.ENODEV, "not there any more. Connect it again"),
    ],
)
@pytest.mark.parametrize("after", [0, 1, 4])
def test_a_disk_that_fails_on_the_way_is_told_and_the_copy_goes_on_where_it_was(
    library: Library, book_id: str, target: Path, number: int, said: str, after: int
) -> None:
    job = ask(library, book_id, target)
    before = sorted(library.folders.originals.glob("*/*"))
    why = work(replace(library, disk=DiskThatFails(number, after)))
    assert re.search(said, why), why
    assert row(library).state is OffLoadState.COPYING
    assert not (target / "manifest-sha256.txt").exists()
    JobQueue(library).retry(job)
    assert work(library) == ""
    bagit.Bag(str(target)).validate()
    assert sorted(library.folders.originals.glob("*/*")) == before


def test_too_little_room_is_told_before_a_byte_is_written(
    library: Library, book_id: str, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(library, book_id, target)
    monkeypatch.setattr("scanner_daemon.workers.off_load_job.free_bytes", lambda _: 1000)
    assert "is full" in work(library)
    assert not target.exists()


def test_bytes_that_the_other_disk_changed_are_found_and_copied_again(
    library: Library, book_id: str, target: Path
) -> None:
    job = ask(library, book_id, target)
    with spoiling_after_copy(target):
        assert "read back" in work(library)
    assert row(library).state is OffLoadState.COPYING
    JobQueue(library).retry(job)
    assert work(library) == ""
    bagit.Bag(str(target)).validate(completeness_only=False)


@contextmanager
def spoiling_after_copy(target: Path) -> Iterator[None]:
    """One bit of one file is another between writing and reading back."""
    describe = bag_module.Bag.describe

    def describe_and_spoil(self: bag_module.Bag, *args: object) -> None:
        describe(self, *args)  # type: ignore[arg-type]  # handed through
        victim = payload_files(target)[0]
        content = bytearray(victim.read_bytes())
        content[100] ^= 1
        victim.write_bytes(content)

    bag_module.Bag.describe = describe_and_spoil  # type: ignore[method-assign,assignment]  # for this block
    try:
        yield
    finally:
        bag_module.Bag.describe = describe  # type: ignore[method-assign]


def test_an_original_that_has_rotted_here_is_not_copied_as_if_it_were_right(
    library: Library, book_id: str, target: Path
) -> None:
    victim = sorted(library.folders.originals.glob("*/*"))[1]
    victim.chmod(0o644)
    victim.write_bytes(b"\0" * victim.stat().st_size)
    ask(library, book_id, target)
    assert "db check" in work(library)
    assert victim.name not in [path.name for path in payload_files(target)]


def test_nothing_is_removed_here_when_the_copy_has_changed_since(library: Library, book_id: str, target: Path) -> None:
    ask(library, book_id, target)
    assert work(library) == ""
    victim = payload_files(target)[2]
    victim.write_bytes(b"\0" * victim.stat().st_size)
    ask(library, book_id, target, FREE_JOB)
    assert "read back" in work(library)
    assert len(list(library.folders.originals.glob("*/*"))) == 3


def test_nothing_is_removed_here_when_the_disk_is_gone_or_the_book_has_grown(
    library: Library, book_id: str, target: Path, add_page: AddPage
) -> None:
    ask(library, book_id, target)
    assert work(library) == ""
    away = target.parent.with_name("unplugged")
    target.parent.rename(away)
    job = ask(library, book_id, target, FREE_JOB)
    assert "Connect it again" in work(library)
    away.rename(target.parent)
    add_page("Thursday")
    JobQueue(library).retry(job)
    assert "lacks 1 files" in work(library)
    assert len(list(library.folders.originals.glob("*/*"))) == 4


def test_a_disk_that_is_not_mounted_is_asked_for_though_its_folder_stands_empty(
    library: Library, book_id: str, target: Path
) -> None:
    ask(library, book_id, target)
    assert work(library) == ""
    away = target.with_name("unplugged")
    target.rename(away)
    for kind in (FREE_JOB, BRING_BACK_JOB):
        ask(library, book_id, target, kind)
        assert "Connect it again" in work(library)
    assert len(list(library.folders.originals.glob("*/*"))) == 3


def test_a_copy_that_is_cancelled_ends_and_is_recorded_by_nobody(library: Library, book_id: str, target: Path) -> None:
    job = ask(library, book_id, target)
    original = Disk.rename

    def cancel_on_the_way(disk: Disk, source: Path, to: Path) -> None:
        original(disk, source, to)
        with library.read() as session:
            if session.get_one(Job, job).state is JobState.LEASED:
                JobQueue(library).cancel_one(job)

    class Cancelling(Disk):
        def rename(self, source: Path, target: Path) -> None:
            cancel_on_the_way(self, source, target)

    work(replace(library, disk=Cancelling()))
    assert row(library).state is OffLoadState.COPYING
    with library.read() as session:
        assert session.get_one(Job, job).state is JobState.CANCELLED


def test_titles_become_folder_names_that_every_file_system_takes() -> None:
    assert bag_name("Œuvres complètes: tome 3/4", "01ab") == "uvres-completes-tome-3-4-01ab"
    assert bag_name("日本", "01ab") == "book-01ab"
    assert len(bag_name("x" * 500, "01ab")) < 80


def test_two_books_of_one_title_have_two_folders(library: Library) -> None:
    one, two = (Books(library).create("Days") for _ in range(2))
    assert bag_name("Days", one) != bag_name("Days", two)
