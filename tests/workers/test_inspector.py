"""The inspection process: asked, killed, asked again."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import cv2
import numpy as np
import pytest

from scanner_daemon.capture.ports import FileLanded, Intent, LandedSpread
from scanner_daemon.vocabulary import FileKind, Level, Side
from scanner_daemon.workers.inspector import BookHistory, InspectionProcess, PastLeaf, open_inspector


def page(folder: Path, name: str, seed: int) -> Path:
    """A page full of marks that no other seed shares."""
    marks = np.random.default_rng(seed)
    image = np.full((1200, 900), 230, np.uint8)
    for _ in range(700):
        x, y = (int(v) for v in marks.integers(60, 800, 2) * (1, 1.3))
        cv2.putText(image, chr(65 + int(marks.integers(26))), (x, y), cv2.FONT_HERSHEY_COMPLEX, 0.9, 30, 2)
    cv2.rectangle(image, (0, 0), (899, 1199), 10, 40)
    path = folder / f"{name}.jpg"
    assert cv2.imwrite(str(path), image)
    return path


def spread(spread_id: str, files: Mapping[Side, Path]) -> LandedSpread:
    landed = [FileLanded(side, 0, path, FileKind.JPEG, "", path.stat().st_size) for side, path in files.items()]
    return LandedSpread(Intent(spread_id, "book", 1, 1, dict.fromkeys(files, "shot")), landed)


class Shelf:
    """The history that a test wants the process to start from."""

    def __init__(self) -> None:
        self.history = BookHistory()
        self.files: dict[str, Mapping[Side, Path]] = {}
        self.asked = asyncio.Event()
        self.may_answer = asyncio.Event()
        self.may_answer.set()

    async def of_book(self, book_id: str) -> BookHistory:
        self.asked.set()
        await self.may_answer.wait()
        return self.history

    async def of_spread(self, spread_id: str) -> Mapping[Side, Path]:
        return self.files[spread_id]


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
async def inspector(shelf: Shelf) -> AsyncIterator[InspectionProcess]:
    async with open_inspector(shelf.of_book, shelf.of_spread, deadline_s=30) as inspector:
        yield inspector


async def test_it_judges_and_remembers_the_last_leaf(inspector: InspectionProcess, tmp_path: Path) -> None:
    files = {Side.LEFT: page(tmp_path, "left", 1), Side.RIGHT: page(tmp_path, "right", 2)}
    assert (await inspector.judge(spread("one", files))).level is Level.GREEN
    again = await inspector.judge(spread("two", files))
    assert {flag.check for flag in again.flags if flag.level is Level.RED} == {"same_leaf"}


async def test_a_killed_process_is_started_again_with_the_books_history(
    inspector: InspectionProcess, shelf: Shelf, tmp_path: Path
) -> None:
    files = {Side.LEFT: page(tmp_path, "left", 1)}
    assert (await inspector.judge(spread("one", files))).level is Level.GREEN
    shelf.history = BookHistory(leaves=[PastLeaf("one", Side.LEFT, files[Side.LEFT])])
    assert inspector.pid is not None
    os.kill(inspector.pid, signal.SIGKILL)
    first = await inspector.judge(spread("two", files))
    second = await inspector.judge(spread("two", files)) if first.level is Level.UNKNOWN else first
    assert second.level is Level.RED, second.flags


async def test_a_verdict_that_is_given_up_does_not_take_back_the_start_of_the_process(
    inspector: InspectionProcess, shelf: Shelf, tmp_path: Path
) -> None:
    """Or on a busy machine each would begin it anew, and none would ever be given."""
    files = {Side.LEFT: page(tmp_path, "left", 1)}
    shelf.may_answer.clear()
    given_up = asyncio.create_task(inspector.judge(spread("one", files)))
    await shelf.asked.wait()
    started = inspector.pid
    assert started is not None
    given_up.cancel()
    await asyncio.wait({given_up})
    shelf.may_answer.set()
    assert (await inspector.judge(spread("two", files))).level is Level.GREEN
    assert inspector.pid == started


async def test_another_book_gets_its_own_history(inspector: InspectionProcess, shelf: Shelf, tmp_path: Path) -> None:
    await inspector.warm_up("another")
    shelf.asked.clear()
    assert (await inspector.judge(spread("one", {Side.LEFT: page(tmp_path, "left", 1)}))).level is Level.GREEN
    assert shelf.asked.is_set()


async def test_a_process_that_cannot_answer_gives_an_unknown_verdict_with_its_reason(
    inspector: InspectionProcess, tmp_path: Path
) -> None:
    path = page(tmp_path, "left", 1)
    landed = spread("one", {Side.LEFT: path})
    path.unlink()
    verdict = await inspector.judge(landed)
    assert verdict.level is Level.UNKNOWN
    assert "did not answer" in verdict.flags[0].reason


async def test_a_re_shoot_is_matched_with_the_page_it_replaces(
    inspector: InspectionProcess, shelf: Shelf, tmp_path: Path
) -> None:
    wanted = {Side.LEFT: page(tmp_path, "wanted", 1), Side.RIGHT: page(tmp_path, "wanted-right", 2)}
    other = {Side.LEFT: page(tmp_path, "other", 3), Side.RIGHT: page(tmp_path, "other-right", 4)}
    shelf.files["target"] = wanted
    assert await inspector.matches(spread("re-shoot", wanted), "target") is True
    assert await inspector.matches(spread("re-shoot", other), "target") is False
    shelf.files["empty"] = {}
    assert await inspector.matches(spread("re-shoot", wanted), "empty") is None
