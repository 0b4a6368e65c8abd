"""The API as a program at the other end of the Unix socket sees it."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest

from scanner_daemon.api.schemas import Problem, RigSnapshot, RigState

if TYPE_CHECKING:
    from tests.api.conftest import Serve


async def test_the_snapshot_is_told_with_its_revision(serve: Serve) -> None:
    async with serve() as api, api.client() as client:
        revision = api.board.update(state=RigState.READY, position=7)
        told = RigSnapshot.model_validate_json((await client.get("/v1/rig")).content)
        assert told == api.board.snapshot
        assert (told.revision, told.state, told.position) == (revision, RigState.READY, 7)


async def test_the_socket_is_closed_to_others_and_goes_with_the_daemon(serve: Serve) -> None:
    async with serve() as api:
        assert stat.S_IMODE(api.socket.stat().st_mode) == 0o660
    assert not api.socket.exists()


async def test_a_press_is_taken_when_ready_and_refused_otherwise(serve: Serve) -> None:
    async with serve() as api, api.client() as client:
        refused = (await client.post("/v1/rig/press")).json()
        api.board.update(state=RigState.READY)
        taken = (await client.post("/v1/rig/press", json={"switch": "fire", "operator": "Ada"})).json()
        assert (refused["refused"], refused["why"]) == (True, "The rig is not ready.")
        assert taken["refused"] is False
        assert api.rig.asked[-1] == ("press", "fire", "Ada")


async def test_an_action_without_a_name_is_by_the_user_of_the_connection(serve: Serve) -> None:
    import getpass

    async with serve() as api, api.client() as client:
        await client.post("/v1/rig/emergency-stop")
        assert api.rig.asked[-1] == ("stop", "asked by a client", getpass.getuser())
        assert api.board.snapshot.state is RigState.STOPPED


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"),
    [
        ("GET", "/v1/books/nowhere", None, 404, "not_found"),
        ("GET", "/v1/nothing", None, 404, "no_such_address"),
        ("DELETE", "/v1/rig", None, 405, "no_such_address"),
        ("POST", "/v1/books", {"titel": "Emma"}, 422, "bad_request"),
        ("POST", "/v1/books/finish", None, 409, "camera_gone"),
        ("POST", "/v1/rig/release", {"looked": False}, 409, "nobody_looked"),
        ("GET", "/v1/events?since=yesterday", None, 422, "bad_request"),
    ],
)
async def test_every_failure_is_a_problem_with_a_code(
    serve: Serve, method: str, path: str, body: dict[str, str] | None, status: int, code: str
) -> None:
    async with serve() as api, api.client() as client:
        answer = await client.request(method, path, json=body)
        problem = Problem.model_validate_json(answer.content)
        assert answer.headers["content-type"] == "application/problem+json"
        assert (answer.status_code, problem.status, problem.code) == (status, status, code)
        assert problem.what.endswith(".")
        assert problem.remedy


async def test_a_problem_of_the_rig_carries_its_parameters_and_remedy(serve: Serve) -> None:
    async with serve() as api, api.client() as client:
        problem = Problem.model_validate_json((await client.post("/v1/books/finish")).content)
        assert problem.params == {"side": "left"}
        assert problem.what == "The left camera stopped answering."
        assert problem.remedy.startswith("Check its USB cable")


async def test_the_figures_are_there_for_prometheus(serve: Serve) -> None:
    async with serve() as api, api.client() as client:
        api.board.update(state=RigState.READY, disk_free_bytes=12)
        text = (await client.get("/metrics")).text
        assert 'bookcradle_state{state="READY"} 1.0' in text
        assert "bookcradle_disk_free_bytes 12.0" in text
