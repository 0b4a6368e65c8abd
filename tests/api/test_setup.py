"""The addresses of the set-up, of single parts, and of who works at the rig."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest

if TYPE_CHECKING:
    from tests.api.conftest import Serve


async def test_sides_that_cannot_all_hold_are_refused_in_a_sentence(serve: Serve) -> None:
    async with serve() as served, served.client() as client:
        for sides in ({}, {"left": "1", "right": "1"}, {"both": "1", "left": "2"}):
            answer = await client.post("/v1/setup/cameras", json=sides)
            assert answer.status_code == httpx.codes.CONFLICT
            assert answer.json()["code"] == "setup.sides_unclear"
        assert served.rig.asked == []
        assert (await client.post("/v1/setup/cameras", json={"left": "1", "right": "2"})).is_success
        assert served.rig.asked[-1][:3] == ("assign", "1", "2")


async def test_no_port_means_no_controller(serve: Serve) -> None:
    async with serve() as served, served.client() as client:
        assert (await client.post("/v1/setup/controllers", json={})).is_success
        assert served.rig.asked[-1][:2] == ("controller", "")


async def test_the_turner_is_tried_only_when_somebody_says_so(serve: Serve) -> None:
    async with serve() as served, served.client() as client:
        refused = await client.post("/v1/rig/turn-test", json={"confirmed": False})
        assert refused.json()["code"] == "turn_not_confirmed"
        assert served.rig.asked == []
        assert (await client.post("/v1/rig/turn-test", json={"confirmed": True})).json()["id"] == "done"


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/v1/rig/jog", {"direction": "sideways"}),
        ("/v1/rig/jog", {"direction": "up", "travel_ms": 501}),
        ("/v1/rig/lamps", {"brightness": 256}),
        ("/v1/rig/lamps/warm-up", {"seconds": -1}),
        ("/v1/rig/platen", {"to": "left"}),
    ],
)
async def test_what_no_part_can_do_is_not_asked_of_it(serve: Serve, path: str, body: dict[str, object]) -> None:
    async with serve() as served, served.client() as client:
        assert (await client.post(path, json=body)).status_code == httpx.codes.UNPROCESSABLE_ENTITY
        assert served.rig.asked == []


async def test_whoever_works_at_the_rig_is_named_unless_a_request_names_another(serve: Serve) -> None:
    async with serve() as served, served.client() as client:
        await client.post("/v1/rig/operator", json={"name": "Ana"})
        await client.post("/v1/rig/home")
        await client.post("/v1/rig/home", json={"operator": "Béla"})
        assert served.rig.asked == [("home", "Ana"), ("home", "Béla")]


async def test_a_body_is_seen_and_an_unknown_one_is_not_found(serve: Serve) -> None:
    async with serve() as served, served.client() as client:
        seen = await client.get("/v1/setup/cameras/3001234/preview")
        assert seen.headers["content-type"] == "image/jpeg"
        assert seen.headers["cache-control"] == "no-store"
        assert (await client.get("/v1/setup/cameras/9/preview")).status_code == httpx.codes.NOT_FOUND
