"""`bookcradle queue` and `bookcradle book off-load`, as somebody types them, against a served API."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.api.conftest import Serve


async def typed(*words: str, socket: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "scanner_daemon", *words, "--socket", str(socket)]
    return await asyncio.to_thread(subprocess.run, command, capture_output=True, text=True, check=False, timeout=60)


async def test_the_queue_is_shown_with_the_night_and_exits_3_for_dead_letters(serve: Serve) -> None:
    async with serve() as served:
        told = await typed("queue", "show", "--json", socket=served.socket)
        assert told.returncode == 3
        shown = json.loads(told.stdout)
        assert shown["queue"]["counts"]["dead"] == 1
        assert shown["night"]["plan"]["begins_at"].startswith("2026-03-01T21:00")
        assert "no page found" in (await typed("queue", "show", socket=served.socket)).stderr


async def test_the_queue_is_paused_resumed_and_retried(serve: Serve) -> None:
    async with serve() as served:
        for words in (("pause",), ("resume", "--kind", "page")):
            assert (await typed("queue", *words, socket=served.socket)).returncode == 0
        assert [asked[:2] for asked in served.rig.asked] == [("pause queue", "all"), ("resume queue", "page")]
        assert "1 jobs are tried again" in (await typed("queue", "retry", socket=served.socket)).stderr
        assert (await typed("queue", "retry", "j1", socket=served.socket)).returncode == 0


async def test_a_book_that_there_is_not_cannot_be_off_loaded(serve: Serve, tmp_path: Path) -> None:
    async with serve() as served:
        told = await typed("book", "off-load", "No such title", str(tmp_path), socket=served.socket)
        assert told.returncode == 1
        assert "no book “No such title”" in told.stderr
