"""From a photograph to pages, text and a PDF, by the workers' own handlers."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import numpy as np
import pikepdf
import pytest
from lxml import etree
from PIL import Image
from sqlalchemy import select

from scanner_daemon.library.books import Books
from scanner_daemon.library.library import Library
from scanner_daemon.library.models import Job, JobState
from scanner_daemon.library.pages import Pages
from scanner_daemon.library.queue import JobQueue
from scanner_daemon.text.model import PageText
from scanner_daemon.vocabulary import Side
from scanner_daemon.workers.book_pdf import NothingToExport, book_pdf
from scanner_daemon.workers.leasing import Worker
from scanner_daemon.workers.page_job import PAGE_JOB, TEXT_JOB, PageJob
from scanner_daemon.workers.text_job import TextJob
from tests.workers.conftest import LINES, photograph_of

AddPage = Callable[..., str]
TONIGHT = datetime(2026, 11, 22, 21, 0, tzinfo=UTC)


def work_all(library: Library) -> list[str]:
    """Do everything that is queued, tonight's work too; why each job failed, if it did."""
    text = TextJob(library)
    worker = Worker(JobQueue(library), {PAGE_JOB: PageJob(library, lambda: TONIGHT), TEXT_JOB: text}, library.write)
    whys = []
    while (ended := worker.work_one(due_by=datetime.now(UTC) + timedelta(days=3650))) is not None:
        whys.append(ended.why)
    text.close()
    return whys


def test_a_page_is_made_and_its_text_waits_for_the_night(library: Library, book_id: str, add_page: AddPage) -> None:
    shot_id = add_page("Monday")
    Worker(JobQueue(library), {PAGE_JOB: PageJob(library, lambda: TONIGHT)}, library.write).work_one()
    (page,) = Pages(library).in_order(book_id)
    assert page.shot_id == shot_id
    with Image.open(page.artifacts["page"]) as image:
        assert image.size == (page.width_px, page.height_px)
        assert image.info["dpi"][0] == pytest.approx(page.ppi, rel=0.01)
    with np.load(page.artifacts["map"]) as stored:
        assert stored["nodes"].shape[2] == 2
    assert page.facts["page_engine"]["model"]
    with library.read() as session:
        waiting = session.scalars(select(Job).where(Job.kind == TEXT_JOB)).one()
    assert (waiting.state, waiting.not_before) == (JobState.QUEUED, TONIGHT)


def test_the_text_of_a_page_is_what_is_printed_on_it(library: Library, book_id: str, add_page: AddPage) -> None:
    add_page("Monday")
    assert work_all(library) == ["", ""]
    (page,) = Pages(library).in_order(book_id)
    read = page.artifacts["plain"].read_text("utf-8")
    assert "Monday" in read
    for line in LINES:
        assert line in read
    assert page.score is not None
    assert page.score > 0.8
    printed = sum(len(line.replace(" ", "")) for line in ("Monday", *LINES, *LINES))
    assert PageText.from_json(page.artifacts["text"].read_bytes()).characters == printed
    for kind in ("hocr", "alto"):
        assert b"harbour" in etree.tostring(etree.fromstring(page.artifacts[kind].read_bytes()))


def test_doing_a_job_again_makes_the_same_page_and_no_second_one(
    library: Library, book_id: str, add_page: AddPage
) -> None:
    shot_id = add_page("Monday")
    work_all(library)
    before = Pages(library).in_order(book_id)
    with library.write() as session:
        JobQueue(library).enqueue(session, PAGE_JOB, shot_id, dedupe_key=f"{PAGE_JOB}:{shot_id}", again=True)
    work_all(library)
    after = Pages(library).in_order(book_id)
    assert [page.artifact_sha256 for page in after] == [page.artifact_sha256 for page in before]


def test_one_photograph_of_a_spread_gives_two_pages_in_reading_order(
    library: Library, book_id: str, add_page: AddPage
) -> None:
    page = np.asarray(Image.open(io.BytesIO(photograph_of("Verso"))))
    spread = np.concatenate([page[:, :920], page[:, 80:]], axis=1)
    out = io.BytesIO()
    Image.fromarray(spread).save(out, "JPEG", quality=92)
    add_page("spread", out.getvalue(), Side.BOTH)
    work_all(library)
    assert [page.side for page in Pages(library).in_order(book_id)] == [Side.LEFT, Side.RIGHT]


@pytest.mark.parametrize("keep", [0.3, 0.9])
def test_a_photograph_that_was_cut_short_is_a_dead_letter_and_the_rest_goes_on(
    library: Library, book_id: str, add_page: AddPage, keep: float
) -> None:
    whole = photograph_of("Tuesday")
    add_page("Tuesday", whole[: int(keep * len(whole))])
    add_page("Wednesday")
    work_all(library)
    assert len(Pages(library).in_order(book_id)) == 1
    (letter,) = JobQueue(library).dead_letters()
    assert letter.reason.count(".") >= 2, "what happened, and what to do"


def test_a_book_becomes_a_searchable_pdf_with_page_labels(library: Library, book_id: str, add_page: AddPage) -> None:
    book = Books(library).get(book_id)
    with pytest.raises(NothingToExport):
        book_pdf(library, book)
    for word in ("Monday", "Tuesday"):
        add_page(word)
    work_all(library)
    made = book_pdf(library, book)
    assert (made.pages, made.without_text, made.valid) == (2, 0, True)
    with pikepdf.open(made.path) as pdf:
        assert len(pdf.pages) == 2
        assert "/PageLabels" in pdf.Root
        assert str(pdf.docinfo["/Title"]) == "Harbour"
    assert book_pdf(library, book).path == made.path, "nothing has changed, so it is not written again"
    add_page("Wednesday")
    work_all(library)
    assert book_pdf(library, book).pages == 3
