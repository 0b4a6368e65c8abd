"""The queue, the night and the ways out, over the wire."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.api.conftest import Serve


async def test_the_queue_is_paused_for_a_kind_or_for_all_by_whoever_asks(serve: Serve) -> None:
    async with serve() as served, served.client() as client:
        assert (await client.post("/v1/queue/pause", json={"operator": "Ada"})).is_success
        assert (await client.post("/v1/queue/resume", json={"operator": "Ada", "kind": "page"})).is_success
        assert served.rig.asked[-2:] == [("pause queue", "all", "Ada"), ("resume queue", "page", "Ada")]
        assert (await client.post("/v1/queue/pause", json={"kind": "no kind!"})).status_code == 422


async def test_dead_letters_are_listed_with_their_reason_retried_and_dropped(serve: Serve) -> None:
    async with serve() as served, served.client() as client:
        dead = (await client.get("/v1/queue/jobs", params={"state": "dead"})).json()["items"]
        assert [job["reason"] for job in dead] == ["no page found"]
        assert (await client.get("/v1/queue/jobs", params={"state": "dead", "skip": 1})).json()["items"] == []
        assert (await client.post("/v1/queue/retry", json={"book_id": "b1"})).json() == {"jobs": 1}
        assert (await client.post("/v1/jobs/j1/cancel")).json()["state"] == "cancelled"


async def test_the_night_tells_its_plan(serve: Serve) -> None:
    async with serve() as served, served.client() as client:
        told = (await client.get("/v1/night")).json()
        assert (told["plan"]["begins_at"], told["last"]) == ("2026-03-01T21:00:00Z", None)


async def test_off_loading_answers_at_once_with_its_job(serve: Serve) -> None:
    async with serve() as served, served.client() as client:
        answer = await client.post("/v1/books/b1/off-load", json={"folder": "/media/disk"})
        assert answer.status_code == 202
        assert answer.json()["progress"] == {"done": 1, "total": 2, "unit": "bytes"}
        assert (await client.get("/v1/books/b1/off-loads")).json()["items"][0]["state"] == "verified"
        missing = await client.post("/v1/books/b9/free")
        assert (missing.status_code, missing.json()["code"]) == (404, "not_found")


async def test_the_preview_comes_with_a_name_and_is_asked_for_again_each_time(serve: Serve) -> None:
    async with serve() as served, served.client() as client:
        assert (await client.post("/v1/books/b1/preview-pdf")).status_code == 202
        answer = await client.get("/v1/books/b1/preview.pdf")
        assert (answer.headers["content-type"], answer.headers["cache-control"]) == (
            "application/pdf",
            "private, no-cache",
        )
        assert answer.content.startswith(b"%PDF")
        unchanged = await client.get("/v1/books/b1/preview.pdf", headers={"if-none-match": answer.headers["etag"]})
        assert unchanged.status_code == 304
