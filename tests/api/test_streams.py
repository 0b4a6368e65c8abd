"""Following the rig: numbered changes, a gap that is told, previews of which the newest wins, and a prompt end."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from scanner_daemon.api.board import StateBoard
from scanner_daemon.api.schemas import Change, Gap, Measurement, RigSnapshot, RigState, SnapshotTold, follow
from scanner_daemon.vocabulary import Side

if TYPE_CHECKING:
    from tests.api.conftest import Serve, Served


class Stream:
    def __init__(self, answer: httpx.Response) -> None:
        self.lines = answer.aiter_lines()
        self.comments = 0

    async def event(self) -> dict[str, Any]:
        """The next event, with its id."""
        fields: dict[str, str] = {}
        async with asyncio.timeout(10):
            async for line in self.lines:
                if line.startswith(":"):
                    self.comments += 1
                elif line:
                    name, _, value = line.partition(": ")
                    fields[name] = value
                elif fields:
                    data: dict[str, Any] = json.loads(fields["data"])
                    return data | {"id": fields.get("id"), "kind": fields["event"]}
        raise EOFError


@asynccontextmanager
async def following(api: Served, path: str = "/v1/events", **headers: str) -> AsyncIterator[Stream]:
    async with api.client() as client, client.stream("GET", path, headers=headers) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        yield Stream(answer)


async def test_a_stream_begins_with_the_snapshot_and_goes_on_with_numbered_changes(serve: Serve) -> None:
    async with serve() as api, following(api) as stream:
        told = await stream.event()
        api.board.update(state=RigState.READY)
        api.board.update(position=3)
        first, second = await stream.event(), await stream.event()
        assert told["kind"] == "snapshot"
        assert [first["revision"], second["revision"]] == [1, 2]
        assert (first["fields"], second["fields"]) == ({"state": "READY"}, {"position": 3})
        assert second["id"] == f"{api.board.snapshot.boot}-2"


async def test_a_client_that_comes_back_hears_what_it_missed(serve: Serve) -> None:
    async with serve() as api:
        for position in range(1, 5):
            api.board.update(position=position)
        async with following(api, **{"Last-Event-ID": f"{api.board.snapshot.boot}-2"}) as stream:
            assert [(await stream.event())["revision"] for _ in range(2)] == [3, 4]
        async with following(api, "/v1/events?since=3") as stream:
            assert (await stream.event())["revision"] == 4


@pytest.mark.parametrize("since", ["99", "deadbeef-1"])
async def test_a_place_in_another_run_of_the_daemon_is_a_gap(serve: Serve, since: str) -> None:
    async with serve() as api:
        api.board.update(position=1)
        async with following(api, f"/v1/events?since={since}") as stream:
            gap = await stream.event()
            api.board.update(position=2)
            assert (gap["kind"], gap["revision"]) == ("gap", 1)
            assert (await stream.event())["revision"] == 2, "the same stream goes on"


async def test_silence_is_filled_with_heartbeats(serve: Serve) -> None:
    async with serve() as api, following(api) as stream:
        await stream.event()
        await asyncio.sleep(0.3)
        api.board.update(position=1)
        await stream.event()
        assert stream.comments >= 2


async def test_a_client_that_does_not_read_delays_nobody_and_is_told_of_the_gap(
    serve: Serve, eventually: Callable[..., Any]
) -> None:
    async with serve() as api:
        slow_reader, slow_writer = await asyncio.open_unix_connection(str(api.socket))
        slow_writer.write(b"GET /v1/events HTTP/1.1\r\nHost: b\r\n\r\n")
        await slow_reader.readuntil(b"event: snapshot")
        async with following(api) as quick:
            await quick.event()
            for number in range(2_000):
                revision = api.board.update(why=f"{number} " + "x" * 2_000)
                assert (await quick.event())["revision"] == revision
        api.board.update(why="done")
        told = b""
        async with asyncio.timeout(20):
            while b"event: gap" not in told[-400_000:]:
                told += await slow_reader.read(1 << 16)
        slow_writer.close()
        await slow_writer.wait_closed()
        await eventually(lambda: api.board.subscribers == 0)


async def test_open_streams_end_with_the_daemon(serve: Serve) -> None:
    async with serve() as api:
        reader, writer = await asyncio.open_unix_connection(str(api.socket))
        writer.write(b"GET /v1/events HTTP/1.1\r\nHost: b\r\n\r\n")
        await reader.readuntil(b"event: snapshot")
        preview, preview_writer = await asyncio.open_unix_connection(str(api.socket))
        preview_writer.write(b"GET /v1/previews/left HTTP/1.1\r\nHost: b\r\n\r\n")
        await preview.readuntil(b"\r\n\r\n")
        began = time.monotonic()
    print(f"shutdown with two open streams: {time.monotonic() - began:.2f} s")
    async with asyncio.timeout(5):
        await reader.read()
        assert (await preview.read()).endswith(b"0\r\n\r\n"), "the preview ended as a whole response"
    for each in (writer, preview_writer):
        each.close()


async def test_a_client_that_does_not_read_does_not_hold_the_end_of_the_daemon(serve: Serve) -> None:
    async with asyncio.timeout(20):
        async with serve() as api:
            api.rig.frames[Side.LEFT] = (1, bytes(4_000_000))
            reader, writer = await asyncio.open_unix_connection(str(api.socket))
            writer.write(b"GET /v1/previews/left HTTP/1.1\r\nHost: b\r\n\r\n")
            await reader.readuntil(b"X-Frame-Number")
            began = time.monotonic()
        print(f"shutdown with a client that does not read: {time.monotonic() - began:.2f} s")
    writer.close()


async def test_measurements_are_newest_wins_and_not_numbered(serve: Serve) -> None:
    async with serve() as api, following(api, "/v1/measurements") as stream:
        await asyncio.sleep(0.05)
        now = api.board.snapshot.at
        for value in (1.0, 2.0, 3.0):
            api.context.measurements.publish(
                Measurement(name="sharpness", side=Side.LEFT, value=value, unit="lp/mm", at=now)
            )
        told = await stream.event()
        assert (told["value"], told["id"]) == (3.0, None)


def numbers_in(stream: bytes) -> list[int]:
    return [int(part.split(b"\r\n")[0]) for part in stream.split(b"X-Frame-Number: ")[1:]]


async def test_a_slow_preview_client_misses_frames_and_gets_the_newest(
    serve: Serve, eventually: Callable[..., Any]
) -> None:
    async with serve() as api:
        reader, writer = await asyncio.open_unix_connection(str(api.socket), limit=1 << 16)
        writer.write(b"GET /v1/previews/left HTTP/1.1\r\nHost: b\r\n\r\n")
        await reader.readuntil(b"\r\n\r\n")
        await eventually(lambda: api.rig.watching.get(Side.LEFT) == 1)
        for number in range(1, 301):
            api.rig.frames[Side.LEFT] = (number, b"\xff\xd8" + bytes(100_000) + b"\xff\xd9")
            await asyncio.sleep(0.003)
        seen = b""
        async with asyncio.timeout(20):
            while not (numbers := numbers_in(seen)) or numbers[-1] != 300:
                seen += await reader.read(1 << 20)
        assert numbers == sorted(set(numbers))
        assert len(numbers) < 150, "frames that were old by the time there was room were never sent"
        writer.close()
        await writer.wait_closed()
        await eventually(lambda: api.rig.watching[Side.LEFT] == 0)


async def test_each_frame_of_a_stream_says_when_the_body_gave_it(serve: Serve) -> None:
    async with serve() as api:
        api.rig.frames[Side.RIGHT] = (7, b"\xff\xd8\xff\xd9")
        reader, writer = await asyncio.open_unix_connection(str(api.socket))
        writer.write(b"GET /v1/previews/right HTTP/1.1\r\nHost: b\r\n\r\n")
        async with asyncio.timeout(20):
            head = await reader.readuntil(b"\xff\xd8")
        assert b"X-Frame-Number: 7\r\nX-Frame-At-Ns: 7000\r\n" in head
        writer.close()


async def test_a_single_frame_can_be_fetched(serve: Serve) -> None:
    async with serve() as api, api.client() as client:
        assert (await client.get("/v1/previews/right/frame")).status_code == 404
        api.rig.frames[Side.RIGHT] = (7, b"\xff\xd8\xff\xd9")
        answer = await client.get("/v1/previews/right/frame")
        assert (answer.content, answer.headers["x-frame-number"]) == (b"\xff\xd8\xff\xd9", "7")


async def test_the_board_numbers_only_differences(rig: Any) -> None:
    board: StateBoard = rig.board
    assert board.update(position=4) == 1
    assert board.update(position=4) == 1
    with pytest.raises(TypeError, match="positoin"):
        board.update(positoin=5)
    with pytest.raises(TypeError, match="revision"):
        board.update(revision=99)
    assert board.snapshot.revision == 1


async def test_following_the_changes_gives_the_snapshot(rig: Any) -> None:
    board: StateBoard = rig.board
    mine: RigSnapshot | None = board.snapshot
    with board.subscribe(0) as subscription:
        board.update(state=RigState.TURN, position=2)
        board.update(refused_presses=1, state=RigState.READY)
        for _ in range(2):
            event = await subscription.next_event(5)
            assert mine is not None
            assert event is not None
            mine = follow(mine, event)
    assert mine == board.snapshot
    assert mine is not None
    skipped = Change(boot=mine.boot, revision=mine.revision + 2, at=mine.at, fields={})
    assert follow(mine, skipped) is None
    assert follow(mine, Gap(boot=mine.boot, revision=9, why="")) is None
    assert follow(mine, SnapshotTold(snapshot=mine)) == mine
    assert follow(mine, skipped.model_copy(update={"revision": 1})) is mine
