"""Review over the wire: windows of the grid, images that are not sent twice, and refusals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.api.conftest import Serve

BOX = {"left": 1, "top": 2, "right": 30, "bottom": 14}


async def test_a_window_of_the_grid_names_its_place_and_the_whole(serve: Serve) -> None:
    async with serve() as api, api.client() as client:
        part = (await client.get("/v1/grid?offset=0&limit=5")).json()
        assert (part["total"], part["offset"], [cell["spread_id"] for cell in part["cells"]]) == (1, 0, ["s1"])
        assert (await client.get("/v1/spreads/s1/place?filter=flagged")).json() == {"place": 0}


@pytest.mark.parametrize("asked", ["limit=501", "offset=-1", "filter=some", "below=2", "check=a b", "level=pink"])
async def test_a_window_that_cannot_be_is_refused(serve: Serve, asked: str) -> None:
    async with serve() as api, api.client() as client:
        answer = await client.get(f"/v1/grid?{asked}")
        assert (answer.status_code, answer.json()["code"]) == (422, "bad_request")


async def test_a_page_image_is_sent_once_and_in_parts(serve: Serve) -> None:
    async with serve() as api, api.client() as client:
        whole = await client.get("/v1/pages/p1/image")
        known = await client.get("/v1/pages/p1/image", headers={"If-None-Match": whole.headers["etag"]})
        part = await client.get("/v1/pages/p1/image", headers={"Range": "bytes=2-4"})
        assert (whole.status_code, known.status_code, known.content) == (200, 304, b"")
        assert (part.status_code, part.content) == (206, whole.content[2:5])
        assert whole.headers["cache-control"] == "private, no-cache"


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("flags/none/opinion", {"opinion": "accepted"}),
        ("pages/none/corrections", {"box": BOX, "old_text": "a", "new_text": "b"}),
        ("corrections/none/withdraw", {}),
        ("spreads/none/role", {"roles": {"left": "blank"}}),
        ("spreads/none/note", {"text": "x"}),
    ],
)
async def test_an_id_that_names_nothing_is_not_found(serve: Serve, path: str, body: dict[str, Any]) -> None:
    async with serve() as api, api.client() as client:
        answer = await client.post(f"/v1/{path}", json=body)
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


async def test_what_is_said_is_said_by_somebody(serve: Serve) -> None:
    async with serve() as api, api.client() as client:
        opinion = {"opinion": "accepted", "reason": " pale ink ", "operator": "ada"}
        assert (await client.post("/v1/flags/f1/opinion", json=opinion)).status_code == 200
        correction = {"box": BOX, "old_text": "Origin", "new_text": "Origins", "operator": "ada"}
        made = await client.post("/v1/pages/p1/corrections", json=correction)
        assert (made.status_code, made.json()["id"]) == (201, "c1")
        assert api.rig.asked == [("flag", "f1", "accepted", "pale ink", "ada"), ("correct", "Origin", "Origins", "ada")]


async def test_a_page_is_edited_by_somebody_and_an_edit_says_what_it_means(serve: Serve) -> None:
    corners = [[10, 10], [90, 12], [88, 130], [9, 131]]
    async with serve() as api, api.client() as client:
        asked = {"corners": corners, "mode": "bilevel", "operator": "ada"}
        made = await client.put("/v1/pages/p1/edit", json=asked)
        assert (made.status_code, made.json()["edit_id"], made.json()["corners"]) == (200, "e1", corners)
        assert api.rig.asked == [("edit", "p1", "bilevel", "ada")]
        assert (await client.get("/v1/pages/p1/edit")).json()["page_id"] == "p1"
        assert (await client.post("/v1/pages/p1/edit/undo", json={"operator": "ada"})).status_code == 200
        for wrong in ({"mode": "sepia"}, {"corners": corners[:3]}, {"clockwise_degrees": 45}):
            answer = await client.put("/v1/pages/p1/edit", json=wrong)
            assert (answer.status_code, answer.json()["code"]) == (422, "bad_request")
        assert (await client.put("/v1/pages/none/edit", json={"mode": "gray"})).status_code == 404
