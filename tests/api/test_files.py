"""Originals, byte for byte: whole, in part, or not again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner_daemon.api.ranges import RangeNotSatisfiableError, requested_range

if TYPE_CHECKING:
    from tests.api.conftest import Serve, Served

CONTENT = bytes(range(256)) * 1000


@given(size=st.integers(0, 500), first=st.integers(0, 600), last=st.integers(0, 600))
def test_a_range_is_what_slicing_says(size: int, first: int, last: int) -> None:
    header = f"bytes={first}-{last}"
    if last < first:
        assert requested_range(header, size) is None
    elif first >= size:
        with pytest.raises(RangeNotSatisfiableError):
            requested_range(header, size)
    else:
        assert requested_range(header, size) == (first, min(last + 1, size))


@given(size=st.integers(1, 500), count=st.integers(1, 600))
def test_a_suffix_is_the_end(size: int, count: int) -> None:
    assert requested_range(f"bytes=-{count}", size) == (max(0, size - count), size)
    assert requested_range(f"bytes={min(count, size) - 1}-", size) == (min(count, size) - 1, size)


@given(header=st.text(max_size=40), size=st.integers(0, 500))
def test_whatever_is_asked_the_answer_lies_inside_the_file(header: str, size: int) -> None:
    try:
        wanted = requested_range(header, size)
    except RangeNotSatisfiableError:
        return
    assert wanted is None or 0 <= wanted[0] < wanted[1] <= size


async def ask(api: Served, sha256: str, **headers: str) -> httpx.Response:
    async with api.client() as client:
        return await client.get(f"/v1/originals/{sha256}", headers=headers)


async def test_an_original_comes_whole_and_is_named_by_its_hash(serve: Serve) -> None:
    async with serve() as api:
        sha256 = api.rig.keep(CONTENT)
        answer = await ask(api, sha256)
        assert (answer.status_code, answer.content) == (200, CONTENT)
        assert answer.headers["etag"] == f'"{sha256}"'
        assert answer.headers["content-type"] == "image/jpeg"
        assert answer.headers["accept-ranges"] == "bytes"
        again = await ask(api, sha256, **{"If-None-Match": f'"{sha256}"'})
        assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    ("wanted", "start", "end"),
    [("bytes=0-0", 0, 1), ("bytes=100-70000", 100, 70001), ("bytes=-5", 255_995, 256_000), ("bytes=9-", 9, 256_000)],
)
async def test_a_part_is_that_part(serve: Serve, wanted: str, start: int, end: int) -> None:
    async with serve() as api:
        answer = await ask(api, api.rig.keep(CONTENT), Range=wanted)
        assert (answer.status_code, answer.content) == (206, CONTENT[start:end])
        assert answer.headers["content-range"] == f"bytes {start}-{end - 1}/{len(CONTENT)}"


async def test_a_part_behind_the_end_is_refused_with_the_size(serve: Serve) -> None:
    async with serve() as api:
        answer = await ask(api, api.rig.keep(CONTENT), Range="bytes=256000-")
        assert (answer.status_code, answer.headers["content-range"]) == (416, "bytes */256000")
        assert answer.json()["code"] == "outside_file"


@pytest.mark.parametrize("wanted", ["bytes=5-2", "lines=1-2", "bytes=a-b", "bytes=0-1,4-5", "nonsense"])
async def test_a_range_that_is_not_understood_gives_the_whole(serve: Serve, wanted: str) -> None:
    async with serve() as api:
        answer = await ask(api, api.rig.keep(CONTENT), Range=wanted)
        assert (answer.status_code, answer.content) == (200, CONTENT)


async def test_a_file_that_has_changed_meanwhile_is_sent_whole(serve: Serve) -> None:
    async with serve() as api:
        answer = await ask(api, api.rig.keep(CONTENT), Range="bytes=0-9", **{"If-Range": '"another"'})
        assert answer.status_code == 200


async def test_an_original_that_is_missing_from_the_disk_is_said(serve: Serve) -> None:
    async with serve() as api:
        sha256 = api.rig.keep(CONTENT)
        api.rig.originals[sha256].unlink()
        assert (await ask(api, sha256)).json()["code"] == "original_missing"


async def test_a_thumbnail_is_not_sent_twice(serve: Serve) -> None:
    async with serve() as api, api.client() as client:
        answer = await client.get("/v1/shots/h1/thumbnail?width=64")
        again = await client.get("/v1/shots/h1/thumbnail?width=64", headers={"If-None-Match": answer.headers["etag"]})
        assert (answer.status_code, again.status_code) == (200, 304)
        assert (await client.get("/v1/shots/h1/thumbnail?width=5")).status_code == 422
