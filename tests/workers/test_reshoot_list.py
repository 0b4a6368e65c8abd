"""What the night finds poor goes on the re-shoot list, and comes off it when it is good."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from PIL import Image, ImageFilter

from scanner_daemon.inspection.verdict import Flag
from scanner_daemon.library.library import Library
from scanner_daemon.library.models import FlagRow, Shot, VerdictRow
from scanner_daemon.library.queue import JobQueue
from scanner_daemon.library.summaries import refresh
from scanner_daemon.library.tickets import Finding, Tickets
from scanner_daemon.text.model import Block, Box, DroppedWord, Line, PageText, Paragraph, Word
from scanner_daemon.vocabulary import Level, ShotRole, Side
from scanner_daemon.workers.leasing import Handler, Worker
from scanner_daemon.workers.page_job import PAGE_JOB, TEXT_JOB, PageJob
from scanner_daemon.workers.poor import poor_text
from scanner_daemon.workers.reshoot_list import bring_list_up_to_date
from scanner_daemon.workers.text_job import TextJob
from tests.workers.conftest import photograph_of

AddPage = Callable[..., str]
BOX = Box(left=0, top=0, right=10, bottom=10)


def text_of(*words: str, confidence: float = 0.95, dropped: int = 0) -> PageText:
    read = tuple(Word(text=word, box=BOX, confidence=confidence) for word in words)
    lines = (Line(box=BOX, baseline=None, words=read),) if read else ()
    blocks = (Block(kind="text", box=BOX, paragraphs=(Paragraph(box=BOX, lines=lines),)),)
    thrown = DroppedWord(word=Word(text="eedi", box=BOX, confidence=0.2), reason="a region full of doubtful words")
    return PageText(
        width=100, height=100, ppi=300, languages=("eng",), engine="test", blocks=blocks, dropped=(thrown,) * dropped
    )


ENGLISH = ("the", "harbour", "lay", "quiet", "in", "evening", "light", "and", "every", "boat", "had", "come", "home")


@pytest.mark.parametrize(
    ("text", "checks"),
    [
        (text_of(*ENGLISH), []),
        (text_of(*ENGLISH, confidence=0.6), ["text_score"]),
        (text_of(*ENGLISH, "qwrtpsdf", "a~§x", "rrrrrr"), ["text_junk"]),
        (text_of("17", confidence=0.3), []),
        (text_of(), []),
        (text_of(dropped=31), ["text_unreadable"]),
        (text_of(dropped=30), []),
        (text_of(*ENGLISH * 10, dropped=31), []),
    ],
)
def test_limits_tell_a_poor_page_from_one_with_little_on_it(text: PageText, checks: list[str]) -> None:
    found = poor_text(text, Side.LEFT)
    assert [finding.check for finding in found] == checks
    assert all(finding.value is not None and finding.limit is not None for finding in found)


@pytest.mark.parametrize("role", [ShotRole.BLANK, ShotRole.COVER, ShotRole.SPINE])
def test_a_page_that_a_person_said_to_be_blank_is_not_poor(role: ShotRole) -> None:
    assert poor_text(text_of(dropped=99), Side.LEFT, role) == ()


def work_all(library: Library) -> int:
    """A night: everything that is queued, and the list afterwards."""
    text = TextJob(library)
    handlers: dict[str, Handler] = {PAGE_JOB: PageJob(library, lambda: datetime.now(UTC)), TEXT_JOB: text}
    worker = Worker(JobQueue(library), handlers, library.write)
    while worker.work_one(due_by=datetime.now(UTC) + timedelta(days=3650)) is not None:
        pass
    text.close()
    return bring_list_up_to_date(library)


def test_the_night_lists_what_must_be_shot_again(library: Library, add_page: AddPage) -> None:
    sharp = photograph_of("Monday")
    out = io.BytesIO()
    Image.open(io.BytesIO(sharp)).filter(ImageFilter.GaussianBlur(4)).save(out, "JPEG", quality=92)
    add_page("Monday", sharp)
    add_page("blurred", out.getvalue())
    add_page("torn", sharp[: len(sharp) // 2])
    assert work_all(library) == 2
    blurred, torn = Tickets(library).list()
    assert [(line.position, [each.check for each in line.findings]) for line in (blurred, torn)] == [
        (2, ["text_unreadable"]),
        (3, ["page_failed"]),
    ]
    assert "cut short" in torn.findings[0].reason
    assert work_all(library) == 2, "the next night finds the same, once"


def test_a_page_job_that_succeeds_after_all_takes_its_finding_back(library: Library, add_page: AddPage) -> None:
    shot_id = add_page("Monday")
    with library.write() as session:
        spread_id = session.get_one(Shot, shot_id).spread_id
        failed = Finding("page_failed", Side.SINGLE, "The disk was full.")
        Tickets(library).found(session, spread_id, "page:single", [failed])
    assert work_all(library) == 0


def test_a_red_flag_that_nobody_answered_is_on_the_list(library: Library, add_page: AddPage) -> None:
    shot_id = add_page("Monday")
    flag = Flag("page_cut", Level.RED, Side.SINGLE, 3.0, 0.0, "The page is cut off at its top.")
    with library.write() as session:
        spread_id = session.get_one(Shot, shot_id).spread_id
        verdict = VerdictRow(spread_id=spread_id, level=Level.RED, inspected_ms=1.0, judged_at=datetime.now(UTC))
        row = FlagRow(
            spread_id=spread_id,
            check=flag.check,
            level=flag.level,
            side=flag.side,
            value=flag.value,
            limit=flag.limit,
            reason=flag.reason,
            version="1",
        )
        verdict.flags.append(row)
        session.add(verdict)
        refresh(session, spread_id)
    assert bring_list_up_to_date(library) == 1
    (line,) = Tickets(library).list()
    assert line.findings == (Finding(flag.check, flag.side, flag.reason, flag.value, flag.limit),)
