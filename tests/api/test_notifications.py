"""The history and the report, as a client at the other end of the socket reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner_daemon.api.schemas import Listing, Notification, Report

if TYPE_CHECKING:
    from tests.api.conftest import Serve


async def test_the_history_is_listed_and_filtered_by_kind(serve: Serve) -> None:
    async with serve() as api, api.client() as client:
        everything = Listing[Notification].model_validate_json((await client.get("/v1/notifications")).content)
        assert [one.code for one in everything.items] == ["camera_unplugged", "book_started"]
        books = (await client.get("/v1/notifications?kind=book,night")).json()["items"]
        assert [one["code"] for one in books] == ["book_started"]
        refused = await client.get("/v1/notifications?kind=gossip")
        assert (refused.status_code, refused.json()["code"]) == (422, "bad_request")


async def test_one_entry_is_found_by_its_id(serve: Serve) -> None:
    async with serve() as api, api.client() as client:
        one = Notification.model_validate_json((await client.get("/v1/notifications/n1")).content)
        assert (one.source, one.lasts, one.cleared_at) == ("left", True, None)
        assert (await client.get("/v1/notifications/n7")).status_code == 404


async def test_the_report_comes_as_values_and_as_text(serve: Serve) -> None:
    async with serve() as api, api.client() as client:
        report = Report.model_validate_json((await client.get("/v1/report")).content)
        assert report.notifications[0].code == "camera_unplugged"
        assert "The left camera went away." in report.text
        text = await client.get("/v1/report.txt")
        assert text.headers["content-type"].startswith("text/plain")
        assert "The left camera went away." in text.text
        assert "(still)" in text.text
