"""The process that measures live-view frames, and the daemon's end of it."""

from __future__ import annotations

import asyncio
import contextlib
import io
import json
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from scanner_daemon.api.schemas import Alignment
from scanner_daemon.calibration.profile_file import ProfileUnreadable, write_profile
from scanner_daemon.simulation.photographs import Shot, preview
from scanner_daemon.simulation.true_profile import true_profile
from scanner_daemon.vocabulary import Side
from scanner_daemon.workers import alignment_meter
from scanner_daemon.workers.alignment_meter import MeasuringProcess, MeterGone
from scanner_daemon.workers.alignment_process import NICENESS, AlignmentSession
from scanner_daemon.workers.alignment_wire import packed, received

SHOT = Shot(seed=2, spread=4, side=Side.RIGHT)
REQUEST: dict[str, Any] = {"side": "right", "serial": "7", "rotate_degrees": 90, "at_s": 1.0}


@pytest.fixture(scope="module")
def jpeg() -> bytes:
    return preview(SHOT)


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("profile") / "profile.json"
    write_profile(path, true_profile(SHOT, {Side.RIGHT: "7"}))
    return path


@pytest.fixture
async def process() -> AsyncIterator[MeasuringProcess]:
    running = MeasuringProcess(None)
    yield running
    await running.close()


def told(session: AlignmentSession, jpeg: bytes, **more: object) -> Alignment:
    answer = session.answer(REQUEST | more, jpeg)["alignment"]
    return Alignment.model_validate(json.loads(json.dumps(answer)) | {"frame_number": 1})


# ----------------------------------------------------------------------------------------------------------- a session


def test_an_answer_is_an_alignment_as_the_api_tells_it(jpeg: bytes) -> None:
    alignment = told(AlignmentSession(None), jpeg)
    assert alignment.frame_size_px == (960, 640)
    assert alignment.page is not None
    assert alignment.spine is not None
    assert alignment.margins is not None
    assert (alignment.unit, alignment.measured_from, alignment.profile) == ("%", "frame", None)
    assert alignment.measured_ms > 0
    assert alignment.confidence > 0.5


def test_with_a_profile_it_is_in_millimetres_and_names_the_profile(jpeg: bytes, profile: Path) -> None:
    alignment = told(AlignmentSession(profile), jpeg)
    assert (alignment.unit, alignment.measured_from) == ("mm", "profile")
    assert alignment.profile == true_profile(SHOT, {Side.RIGHT: "7"}).content_hash
    assert alignment.target is not None


def test_a_profile_of_another_body_is_not_used(jpeg: bytes, profile: Path) -> None:
    assert told(AlignmentSession(profile), jpeg, serial="8").unit == "%"


def test_an_accepted_spread_is_what_the_next_ones_count_from(jpeg: bytes) -> None:
    session = AlignmentSession(None)
    told(session, jpeg)
    assert told(session, jpeg, first="take").measured_from == "first_spread"
    assert told(session, jpeg, first="forget").measured_from == "frame"


def test_an_empty_cradle_is_told_as_such() -> None:
    alignment = told(AlignmentSession(None), preview(Shot(seed=2, spread=4, side=Side.RIGHT, blank_cradle=True)))
    assert alignment.page is None
    assert [finding.code for finding in alignment.findings] == ["no_page"]


def test_what_is_no_picture_has_no_alignment() -> None:
    assert AlignmentSession(None).answer(REQUEST, b"no picture") == {"alignment": None}


def test_a_profile_that_cannot_be_read_is_an_error_at_once(tmp_path: Path) -> None:
    with pytest.raises(ProfileUnreadable):
        AlignmentSession(tmp_path / "nowhere.json")


def test_requests_come_out_as_they_went_in_until_the_pipe_ends(jpeg: bytes) -> None:
    pipe = io.BytesIO(packed(REQUEST, jpeg) + jpeg + packed({"side": "left"}, b""))
    assert received(pipe) == (REQUEST, jpeg)
    assert received(pipe) == ({"side": "left"}, b"")
    assert received(pipe) is None


# ----------------------------------------------------------------------------------------------------------- a process


async def test_nothing_runs_before_the_first_frame(process: MeasuringProcess) -> None:
    assert process.pid is None


async def test_a_process_measures_and_yields_to_whoever_captures(process: MeasuringProcess, jpeg: bytes) -> None:
    answer = await process.measure(REQUEST, jpeg)
    assert answer is not None
    assert answer["side"] == "right"
    assert process.pid is not None
    assert os.getpriority(os.PRIO_PROCESS, process.pid) == NICENESS
    assert await process.measure(REQUEST, b"no picture") is None


async def test_a_process_that_dies_costs_one_measurement(
    process: MeasuringProcess, jpeg: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alignment_meter, "_BACK_OFF_S", (0.0,))
    await process.measure(REQUEST, jpeg)
    before = process.pid
    assert before is not None
    os.kill(before, signal.SIGKILL)
    async with asyncio.timeout(30):
        while process.pid in (None, before):  # a request may still be answered before the signal arrives
            with contextlib.suppress(MeterGone):
                assert await process.measure(REQUEST, jpeg) is not None


async def test_a_process_that_cannot_start_is_tried_again_after_growing_pauses(
    jpeg: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept: list[float] = []
    sleep = asyncio.sleep

    async def no_sleep(seconds: float) -> None:
        slept.append(seconds)
        await sleep(0)

    broken = MeasuringProcess(tmp_path / "nowhere.json")
    monkeypatch.setattr(asyncio, "sleep", no_sleep)
    monkeypatch.setattr(alignment_meter, "_BACK_OFF_S", (100.0, 200.0))
    for _ in range(3):
        with pytest.raises(MeterGone):
            await broken.measure(REQUEST, jpeg)
    assert broken.pid is None
    assert [round(seconds, -1) for seconds in slept] == [100, 200]


async def test_a_process_that_hangs_is_killed(
    process: MeasuringProcess, jpeg: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    await process.measure(REQUEST, jpeg)
    pid = process.pid
    assert pid is not None
    os.kill(pid, signal.SIGSTOP)
    monkeypatch.setattr(alignment_meter, "ANSWER_DEADLINE_S", 0.2)
    with pytest.raises(MeterGone):
        await process.measure(REQUEST, jpeg)
    assert not psutil.pid_exists(pid)


async def test_a_closed_process_is_gone_and_comes_again_when_it_is_asked(
    process: MeasuringProcess, jpeg: bytes
) -> None:
    await process.measure(REQUEST, jpeg)
    pid = process.pid
    await process.close()
    assert pid is not None
    assert not psutil.pid_exists(pid)
    assert process.pid is None
    assert await process.measure(REQUEST, jpeg) is not None


async def test_it_ends_when_the_daemons_end_of_the_pipe_closes(process: MeasuringProcess, jpeg: bytes) -> None:
    await process.measure(REQUEST, jpeg)
    child = process._process
    assert child is not None
    assert child.stdin is not None
    child.stdin.close()
    async with asyncio.timeout(20):
        assert await child.wait() == 0
