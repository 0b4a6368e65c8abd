"""What a client reads of the library."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from scanner_daemon.api.schemas import JobState
from scanner_daemon.api.service import NotFoundError
from scanner_daemon.inspection.verdict import Flag
from scanner_daemon.library.leaves import Leaves
from scanner_daemon.library.models import FlagRow, VerdictRow
from scanner_daemon.library.pages import PageResult, Pages
from scanner_daemon.library.queue import JobQueue
from scanner_daemon.service.history import LibraryHistory
from scanner_daemon.vocabulary import Level, Side
from tests.service.conftest import Shelf


async def test_a_book_says_how_far_it_is(shelf: Shelf) -> None:
    (book,) = (await shelf.reading.books(None, 10)).items
    assert book == await shelf.reading.book(shelf.book_id)
    assert (book.title, book.author, book.spreads, book.pages) == ("Days", "A. Nonymous", 2, 0)


async def test_spreads_come_in_reading_order_and_in_parts(shelf: Shelf) -> None:
    first = await shelf.reading.spreads(shelf.book_id, None, 1, deleted=False)
    second = await shelf.reading.spreads(shelf.book_id, first.next, 1, deleted=False)
    assert [spread.spread_id for spread in (*first.items, *second.items)] == shelf.spread_ids
    assert [spread.position for spread in (*first.items, *second.items)] == [1, 2]
    assert {shot.side for shot in first.items[0].shots} == {Side.LEFT, Side.RIGHT}


async def test_a_deleted_spread_is_listed_apart(shelf: Shelf) -> None:
    Leaves(shelf.library).delete(shelf.spread_ids[0], "tester")
    standing = await shelf.reading.spreads(shelf.book_id, None, 9, deleted=False)
    gone = await shelf.reading.spreads(shelf.book_id, None, 9, deleted=True)
    assert [spread.spread_id for spread in standing.items] == shelf.spread_ids[1:]
    assert [spread.spread_id for spread in gone.items] == shelf.spread_ids[:1]


async def test_a_spread_carries_its_newest_verdict_with_the_flags(shelf: Shelf) -> None:
    now = shelf.library.clock.utc()
    with shelf.library.write() as session:
        for level in (Level.GREEN, Level.RED):
            row = VerdictRow(spread_id=shelf.spread_ids[0], level=level, inspected_ms=12.0, judged_at=now)
            session.add(row)
            session.flush()
            flag = Flag("blur", level, Side.LEFT, 0.1, 0.2, "because", (1, 2, 3, 4))
            crop_x, crop_y, crop_width, crop_height = flag.crop or (0, 0, 0, 0)
            session.add(
                FlagRow(
                    verdict_id=row.id,
                    spread_id=row.spread_id,
                    check=flag.check,
                    level=flag.level,
                    side=flag.side,
                    value=flag.value,
                    limit=flag.limit,
                    reason=flag.reason,
                    crop_x=crop_x,
                    crop_y=crop_y,
                    crop_width=crop_width,
                    crop_height=crop_height,
                    version="1",
                )
            )
    spread = await shelf.reading.spread(shelf.spread_ids[0])
    assert spread.verdict is not None
    assert spread.verdict.level is Level.RED
    assert spread.verdict.flags[0].crop == (1, 2, 3, 4)
    history = await LibraryHistory(shelf.library).of_book(shelf.book_id)
    assert [[finding.level for finding in findings] for findings in history.findings] == [[Level.GREEN]]
    assert [(leaf.spread_id, leaf.side) for leaf in history.leaves][-1] == (shelf.spread_ids[1], Side.RIGHT)


async def test_a_thumbnail_is_upright_and_as_wide_as_asked(shelf: Shelf) -> None:
    thumbnail = await shelf.reading.shot_thumbnail(shelf.shot_ids[0], 100)
    with Image.open(io.BytesIO(thumbnail.jpeg)) as image:
        assert image.size == (100, 150), "the photograph is stored lying, with EXIF orientation 6"
    wider = await shelf.reading.shot_thumbnail(shelf.shot_ids[0], 120)
    assert wider.key != thumbnail.key


async def test_an_original_is_the_very_file(shelf: Shelf) -> None:
    spread = await shelf.reading.spread(shelf.spread_ids[0])
    file = spread.shots[0].files[0]
    original = await shelf.reading.original(file.sha256)
    assert original.path.stat().st_size == original.size_bytes == file.size_bytes
    assert original.media_type == "image/jpeg"


async def test_pages_are_listed_with_the_confidence_of_their_text(shelf: Shelf) -> None:
    with shelf.library.write() as session:
        for shot_id, side in zip(shelf.shot_ids, (Side.LEFT, Side.RIGHT) * 2, strict=True):
            Pages(shelf.library).record_page(session, shot_id, side, PageResult(10, 20, 300.0, 0.9))
    listing = await shelf.reading.pages(shelf.book_id, None, 3)
    assert [page.side for page in listing.items] == [Side.LEFT, Side.RIGHT, Side.LEFT]
    assert {page.text_confidence for page in listing.items} == {0.9}
    rest = await shelf.reading.pages(shelf.book_id, listing.next, 3)
    assert [page.order for page in rest.items] == [4]
    assert (await shelf.reading.page(rest.items[0].page_id)).shot_id == shelf.shot_ids[3]


async def test_a_dead_job_tells_its_reason(shelf: Shelf) -> None:
    queue = JobQueue(shelf.library)
    lease = queue.claim("tester", ["page"])
    assert lease is not None
    queue.fail(lease, "The page is torn.", transient=False)
    (dead,) = (await shelf.reading.jobs(JobState.DEAD, None, 10)).items
    assert (dead.job_id, dead.reason) == (lease.job_id, "The page is torn.")


@pytest.mark.parametrize("what", ["book", "spread", "page", "job", "original"])
async def test_an_id_that_names_nothing_is_told_as_such(shelf: Shelf, what: str) -> None:
    with pytest.raises(NotFoundError, match="nothing-of-the-kind"):
        await getattr(shelf.reading, what)("nothing-of-the-kind")
