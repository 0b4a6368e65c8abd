"""Edits of pages as a reviewer makes them: who said what, what counts, and what is queued."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from scanner_daemon.api.schemas import EditPage, PageMode
from scanner_daemon.api.service import NotFoundError
from scanner_daemon.library import models
from scanner_daemon.library.captures import PAGE_JOB
from scanner_daemon.library.pages import PageResult, Pages
from scanner_daemon.service.review_actions import ReviewService
from scanner_daemon.vocabulary import Side
from tests.service.conftest import Shelf


@pytest.fixture
def review(shelf: Shelf) -> ReviewService:
    return ReviewService(shelf.library)


@pytest.fixture
def page_id(shelf: Shelf) -> str:
    with shelf.library.write() as session:
        return Pages(shelf.library).record_page(session, shelf.shot_ids[0], Side.LEFT, PageResult(30, 40))


def page_jobs(shelf: Shelf) -> int:
    with shelf.library.read() as session:
        query = select(models.Job).where(models.Job.kind == PAGE_JOB, models.Job.subject == shelf.shot_ids[0])
        return len(session.scalars(query).all())


async def test_the_newest_edit_counts_and_undoing_brings_the_one_before_back(
    shelf: Shelf, review: ReviewService, page_id: str
) -> None:
    assert (await review.page_edit(page_id)).edit_id is None
    before = page_jobs(shelf)
    crop = ((1.0, 2.0), (9.0, 2.0), (9.0, 8.0), (1.0, 8.0))
    await review.edit_page(page_id, EditPage(mode=PageMode.GRAY, crop=crop), "ada")
    second = await review.edit_page(page_id, EditPage(as_photographed=True, clockwise_degrees=90), "bob")
    assert (second.operator, second.mode, second.crop, second.as_photographed) == ("bob", None, None, True)
    back = await review.undo_page_edit(page_id, "eve")
    assert (back.operator, back.mode, back.crop, back.as_photographed) == ("ada", PageMode.GRAY, crop, False)
    assert (await review.undo_page_edit(page_id, "eve")).edit_id is None
    assert page_jobs(shelf) == before + 4
    with shelf.library.read() as session:
        told = [(row.kind, row.operator) for row in session.scalars(select(models.Event)) if "edit" in row.kind]
        kept = session.scalars(select(models.PageEditRow)).all()
    assert told == [
        ("page_edited", "ada"),
        ("page_edited", "bob"),
        ("page_edit_withdrawn", "eve"),
        ("page_edit_withdrawn", "eve"),
    ]
    assert [row.withdrawn_by for row in kept] == ["eve", "eve"]


async def test_what_is_not_there_is_not_found(review: ReviewService, page_id: str) -> None:
    for asked in (
        review.page_edit("none"),
        review.edit_page("none", EditPage(), "ada"),
        review.undo_page_edit("none", "ada"),
        review.undo_page_edit(page_id, "ada"),
    ):
        with pytest.raises(NotFoundError):
            await asked
