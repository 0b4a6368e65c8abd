"""A finished book goes to another disk, is freed here, and comes back; every refusal says what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from scanner_daemon.api.schemas import JobState, OffLoadState
from scanner_daemon.api.service import NotFoundError
from scanner_daemon.errors import BookcradleError
from scanner_daemon.library.books import Books
from scanner_daemon.library.health import check
from scanner_daemon.library.models import BookState
from scanner_daemon.library.off_loads import OriginalOffLoaded
from scanner_daemon.library.photographs import add_photograph
from scanner_daemon.library.queue import JobQueue
from scanner_daemon.service.leaving import Leaving
from scanner_daemon.vocabulary import Side
from scanner_daemon.workers.job_process import handlers
from scanner_daemon.workers.kinds import MOVING, PREVIEW_JOB
from scanner_daemon.workers.leasing import Worker
from tests.service.conftest import Shelf


class NobodyWorks:
    def poke(self) -> None:
        """The test does the work itself."""


@pytest.fixture
def leaving(shelf: Shelf) -> Leaving:
    Books(shelf.library).set_state(shelf.book_id, BookState.FINISHED, "Ada")
    return Leaving(shelf.library, NobodyWorks())


@pytest.fixture
def disk(tmp_path: Path) -> Path:
    folder = tmp_path / "other disk"
    folder.mkdir()
    return folder


def work(shelf: Shelf) -> list[str]:
    """What the daemon's process would do; why each job failed."""
    kinds = [PREVIEW_JOB, *MOVING]
    worker = Worker(JobQueue(shelf.library), handlers(shelf.library, kinds), shelf.library.write)
    whys = []
    while (ended := worker.work_one()) is not None:
        whys.append(ended.why)
    return whys


async def test_a_book_is_copied_freed_and_brought_back(shelf: Shelf, leaving: Leaving, disk: Path) -> None:
    queued = await leaving.off_load(shelf.book_id, str(disk), "Ada")
    assert (queued.kind, queued.state, queued.title) == ("off_load", JobState.QUEUED, "Days")
    assert work(shelf) == [""]
    (copy,) = await leaving.off_loads(shelf.book_id)
    assert (copy.state, copy.files) == (OffLoadState.VERIFIED, 4)
    assert copy.verified_at is not None
    originals = sorted(shelf.library.folders.originals.glob("*/*"))
    assert len(originals) == 4, "a copy removes nothing here"
    await leaving.free_originals(shelf.book_id, "Ada")
    assert work(shelf) == [""]
    assert not list(shelf.library.folders.originals.glob("*/*"))
    (copy,) = await leaving.off_loads(shelf.book_id)
    assert copy.state is OffLoadState.FREED
    health = check(shelf.library, verify=True)
    assert health.sound
    assert health.off_loaded == 4
    with pytest.raises(OriginalOffLoaded, match=r"“Days” were moved to .*other disk.*Connect that disk"):
        await shelf.reading.original(originals[0].stem)
    await leaving.bring_back(shelf.book_id, "Ada")
    assert work(shelf) == [""]
    assert sorted(shelf.library.folders.originals.glob("*/*")) == originals
    assert (await shelf.reading.original(originals[0].stem)).path.is_file()
    assert [job.state for job in await leaving.book_errands(shelf.book_id)] == [JobState.DONE] * 3


async def test_originals_that_another_book_needs_stay(
    shelf: Shelf, leaving: Leaving, disk: Path, tmp_path: Path
) -> None:
    other = Books(shelf.library).create("The same page again")
    add_photograph(shelf.library, other, tmp_path / "left_0.jpg", Side.LEFT)
    await leaving.off_load(shelf.book_id, str(disk), "Ada")
    assert work(shelf) == [""]
    await leaving.free_originals(shelf.book_id, "Ada")
    assert work(shelf) == [""]
    assert len(list(shelf.library.folders.originals.glob("*/*"))) == 1


async def test_nothing_is_freed_without_a_verified_copy(shelf: Shelf, leaving: Leaving, disk: Path) -> None:
    with pytest.raises(BookcradleError, match="no verified copy"):
        await leaving.free_originals(shelf.book_id, "Ada")
    await leaving.off_load(shelf.book_id, str(disk), "Ada")
    with pytest.raises(BookcradleError, match="no verified copy"):
        await leaving.free_originals(shelf.book_id, "Ada")


async def test_a_running_book_is_not_off_loaded(shelf: Shelf, disk: Path) -> None:
    with pytest.raises(BookcradleError, match=r"“Days” is not finished.*Finish it"):
        await Leaving(shelf.library, NobodyWorks()).off_load(shelf.book_id, str(disk), "Ada")


@pytest.mark.parametrize("folder", ["nowhere", "/no/such/folder", "/etc/hostname"])
async def test_a_folder_that_is_not_there_is_not_made(leaving: Leaving, shelf: Shelf, folder: str) -> None:
    with pytest.raises(BookcradleError, match=r"no folder that is there now.*mount the disk"):
        await leaving.off_load(shelf.book_id, folder, "Ada")


async def test_the_library_is_no_place_for_a_copy_of_itself(leaving: Leaving, shelf: Shelf, tmp_path: Path) -> None:
    inside = shelf.library.folders.root / "incoming"
    link = tmp_path / "looks like another disk"
    link.symlink_to(inside)
    for folder in (shelf.library.folders.root, inside, link):
        with pytest.raises(BookcradleError, match="inside the library"):
            await leaving.off_load(shelf.book_id, str(folder), "Ada")


async def test_a_preview_shows_the_photographs_before_there_are_pages(shelf: Shelf, leaving: Leaving) -> None:
    import pikepdf

    with pytest.raises(NotFoundError):
        await leaving.preview_pdf(shelf.book_id)
    first = await leaving.make_preview(shelf.book_id, "Ada")
    assert (await leaving.make_preview(shelf.book_id, "Ada")).job_id == first.job_id
    assert work(shelf) == [""]
    made = await leaving.preview_pdf(shelf.book_id)
    assert made.name.endswith("-preview.pdf")
    with pikepdf.open(made.path) as pdf:
        assert len(pdf.pages) == 4
    await leaving.make_preview(shelf.book_id, "Ada")
    assert work(shelf) == [""]
    assert len(list(made.path.parent.parent.glob("*/*.pdf"))) == 1


async def test_of_an_empty_book_the_preview_says_what_to_do(shelf: Shelf, leaving: Leaving) -> None:
    empty = Books(shelf.library).create("Nothing yet")
    await leaving.make_preview(empty, "Ada")
    (why,) = work(shelf)
    assert "Photograph a spread" in why
