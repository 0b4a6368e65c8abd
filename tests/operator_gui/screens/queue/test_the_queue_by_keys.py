"""The queue by keys alone, against the real daemon: paused, mended, looked through, and a book that leaves."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import bagit
import pikepdf
from PySide6.QtCore import QUrl

from operator_gui.screens.queue.job_model import JOB_ROLE
from scanner_daemon.api.schemas import JobState as Shown
from scanner_daemon.api.schemas import OffLoadState
from scanner_daemon.library.models import JobState, NightState
from scanner_daemon.library.nights import NightLog

if TYPE_CHECKING:
    import pytest

    from tests.operator_gui.screens.queue.conftest import Desk

MakeDesk = Callable[..., "Desk"]


def test_a_dead_letter_tells_its_reason_and_is_retried_by_keys_alone(desk: MakeDesk) -> None:
    at = desk()
    at.spoil(2)
    screen = at.screen
    at.seat.until(lambda: screen.figures.dead.text() == "2", "two were given up")
    at.seat.key("G")
    at.seat.until(lambda: screen.dead.job is not None, "the newest is chosen")
    assert at.reads("No page could be found on the photograph.")
    at.seat.key("Down", "R")
    at.seat.until(lambda: screen.figures.dead.text() == "1", "one is tried again")
    assert at.states()["page"][JobState.DEAD] == 1
    at.seat.until(lambda: screen.dead.job is not None, "the other is chosen")
    at.seat.key("Shift+R")
    at.seat.until(lambda: screen.figures.dead.text() == "0", "all of the book are tried again")
    assert at.states()["page"] == {JobState.QUEUED: 4}
    assert at.reads("Nothing was given up")


def test_a_dead_letter_is_dropped(desk: MakeDesk) -> None:
    at = desk(spreads=1)
    at.spoil()
    at.seat.until(lambda: at.screen.figures.dead.text() == "1", "one was given up")
    at.seat.key("G")
    at.seat.until(lambda: at.screen.dead.job is not None, "it is chosen")
    at.seat.key("Del")
    at.seat.until(lambda: at.screen.figures.dead.text() == "0", "it is gone")
    assert at.states()["page"][JobState.CANCELLED] == 1


def test_the_queue_is_paused_and_resumed_by_one_key(desk: MakeDesk) -> None:
    at = desk(spreads=1)
    at.seat.key("P")
    at.seat.until(lambda: at.reads("Everything is paused by"), "the pause is told")
    assert at.screen.figures.change.text().startswith("Resume")
    assert at.seat.rig.queue.paused
    at.seat.key("P")
    at.seat.until(lambda: not at.screen.figures.state.isVisible(), "the pause is over")
    at.seat.until(lambda: not at.seat.rig.queue.paused, "the rig says so too")


def test_a_long_list_is_entered_at_its_end_and_fetches_what_is_looked_at(desk: MakeDesk) -> None:
    at = desk(spreads=1)
    at.enqueue(5000)
    waiting = at.screen.waiting
    at.seat.until(lambda: waiting.model.rowCount() == 5002, "all are counted")
    at.seat.key("W")
    at.seat.until(lambda: waiting.job is not None, "the first is there")
    at.seat.key("End")
    assert waiting.table.currentIndex().row() == 5001
    at.seat.until(lambda: waiting.job is not None, "the last is fetched")
    held = [waiting.model.index(row, 0).data(JOB_ROLE) for row in range(1000, 1100)]
    assert held == [None] * 100
    at.seat.key("Home")
    at.seat.until(lambda: waiting.job is not None and waiting.job.title == "Days", "back at the beginning")


def test_tonight_and_last_night_are_told(desk: MakeDesk) -> None:
    at = desk(spreads=2)
    night = at.screen.night
    at.seat.until(lambda: "4 page" in night.plan.text(), "what is due")
    assert "“Days”: 4" in night.books.text()
    assert "No night has been" in night.report.text()

    def a_night(library: object) -> None:
        record = NightLog(library, "mill:1:0.00")  # type: ignore[arg-type]  # it is one
        record.end(NightState.DONE, {"done": {"page": 310, "text": 308}, "dead": [{}, {}], "tickets": 3})

    at.with_library(a_night)
    at.screen.shown_now()
    at.seat.until(lambda: "310 page" in night.report.text(), "what was done")
    assert "2 job" in night.report.text()
    assert "3 spread" in night.report.text()


def test_a_preview_of_a_running_book_is_made_and_opened(desk: MakeDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    at = desk(spreads=2)
    opened: list[str] = []

    def open_url(url: QUrl) -> bool:
        opened.append(url.toLocalFile())
        return True

    monkeypatch.setattr(at.screen.books.preview_file, "_open_url", open_url)
    at.seat.key("B")
    at.seat.until(lambda: at.screen.books.book is not None, "the book is chosen")
    at.seat.key("V")
    at.seat.until(lambda: opened, "it is opened")
    with pikepdf.open(opened[0]) as pdf:
        assert len(pdf.pages) == 4
    Path(opened[0]).unlink()


def test_a_finished_book_is_copied_freed_and_brought_back_by_keys(desk: MakeDesk, tmp_path: Path) -> None:
    at = desk(spreads=2, finish=True)
    card = at.screen.books.card
    (tmp_path / "disk").mkdir()
    at.seat.key("B")
    at.seat.until(lambda: card.off_load.isEnabled(), "it may be copied")
    at.seat.key("O")
    at.seat.key("Escape")
    assert not card.question.isVisible()
    at.seat.key("O")
    at.seat.type("/no/such/disk")
    at.seat.key("Return")
    at.seat.until(lambda: at.reads("no folder that is there now"), "it is refused with a remedy")
    at.seat.key("O")
    card.folder.clearEditText()
    at.seat.type(str(tmp_path / "disk"))
    at.seat.key("Return")
    at.seat.until(lambda: [copy.state for copy in card.copies] == [OffLoadState.VERIFIED], "it is copied")
    (bag,) = (tmp_path / "disk").iterdir()
    bagit.Bag(str(bag)).validate()
    originals = at.bench.library / "originals"
    assert len(list(originals.glob("*/*"))) == 4
    at.seat.until(lambda: card.free.isEnabled(), "the job is over")
    at.seat.key("F")
    assert card.question.isVisible()
    at.seat.key("Shift+Tab", "Return")
    at.seat.until(lambda: [copy.state for copy in card.copies] == [OffLoadState.FREED], "the originals are there only")
    assert not list(originals.glob("*/*"))
    at.seat.until(lambda: card.bring_back.isEnabled(), "the job is over")
    at.seat.key("K")
    at.seat.until(lambda: [copy.state for copy in card.copies] == [OffLoadState.VERIFIED], "they are back")
    assert len(list(originals.glob("*/*"))) == 4
    assert Shown.DONE in {job.state for job in card.jobs}


def test_a_key_that_can_do_nothing_now_says_why(desk: MakeDesk) -> None:
    at = desk(spreads=1)
    at.seat.key("B")
    at.seat.until(lambda: at.screen.books.book is not None, "the book is chosen")
    for key, why in (("O", "Finish “Days” first"), ("F", "no whole copy of “Days”"), ("K", "“Days” are here")):
        at.seat.key(key)
        notice = at.seat.window.notices.notice
        assert notice is not None
        assert why in notice.text
    assert not at.screen.books.card.question.isVisible()
