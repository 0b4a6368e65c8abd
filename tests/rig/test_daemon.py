"""The daemon as a program: what it does not start with, what a client may set, what a client is told."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from sqlalchemy import text

from scanner_daemon.api.client import DaemonClient, DaemonNotRunningError, DaemonRefusedError
from scanner_daemon.api.schemas import CameraSetting
from scanner_daemon.cli.processes import daemon_process
from scanner_daemon.library.library import open_library
from scanner_daemon.simulation.rig import RigPlan
from scanner_daemon.vocabulary import Side

if TYPE_CHECKING:
    from tests.rig.conftest import Bench, Zygote

BenchOf = Callable[..., "Bench"]
PlanOf = Callable[..., RigPlan]
FAILED, WRONG_USE = 1, 2
PUSHES = ("manualfocusdrive", "eosremoterelease")
"""Widgets that do something and keep no value."""


@pytest.fixture(scope="module", params=["nikon", "canon"])
def bench(request: pytest.FixtureRequest, module_bench_of: BenchOf, plan_of: PlanOf) -> Bench:
    """One running daemon for the tests that leave it as it is."""
    made = module_bench_of(plan_of(brand=request.param))
    made.until(lambda now: all(camera.alive for camera in now.cameras.values()))
    return made


def settings_of(bench: Bench, side: str) -> dict[str, CameraSetting]:
    assert bench.daemon is not None
    with httpx.Client(transport=httpx.HTTPTransport(uds=str(bench.daemon.socket)), base_url="http://rig") as http:
        told = http.get(f"/v1/cameras/{side}/settings", timeout=30)
    told.raise_for_status()
    return {setting.name: setting for setting in map(CameraSetting.model_validate, told.json())}


def put(bench: Bench, side: str, name: str, value: str) -> httpx.Response:
    assert bench.daemon is not None
    with httpx.Client(transport=httpx.HTTPTransport(uds=str(bench.daemon.socket)), base_url="http://rig") as http:
        return http.put(f"/v1/cameras/{side}/settings/{name}", json={"value": value}, timeout=30)


def free_choice(bench: Bench, side: str) -> tuple[CameraSetting, str]:
    """A widget that may be set, and a value that it offers and does not have."""
    for setting in settings_of(bench, side).values():
        others = [choice for choice in setting.choices if choice != setting.value]
        if others and not (setting.read_only or setting.locked or setting.name in PUSHES):
            return setting, others[0]
    raise AssertionError("nothing may be set")


def test_a_client_reads_the_settings_of_a_camera(bench: Bench) -> None:
    told = settings_of(bench, "left")
    iso = told["iso"]
    assert iso.value == "100"
    assert iso.locked
    assert "200" in iso.choices
    assert iso.label


def test_a_client_sets_what_is_not_locked_and_reads_it_back(bench: Bench) -> None:
    setting, other = free_choice(bench, "left")
    answer = put(bench, "left", setting.name, other)
    assert answer.status_code == 200
    assert answer.json()["value"] == other
    assert settings_of(bench, "left")[setting.name].value == other
    assert settings_of(bench, "right")[setting.name].value == setting.value


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("iso", "400", "camera_setting_locked"),
        ("no-such-thing", "1", "camera_setting_unknown"),
    ],
)
def test_what_cannot_be_set_is_said_in_a_sentence(bench: Bench, name: str, value: str, code: str) -> None:
    answer = put(bench, "left", name, value)
    assert answer.status_code >= 400
    problem: dict[str, Any] = answer.json()
    assert problem["code"] == code
    assert problem["what"]
    assert problem["remedy"]
    assert settings_of(bench, "left")["iso"].value == "100"


def test_a_value_that_is_not_offered_is_refused_with_what_is(bench: Bench) -> None:
    setting, _ = free_choice(bench, "left")
    problem = put(bench, "left", setting.name, "purple").json()
    assert problem["code"] == "camera_setting_refused"
    assert setting.choices[0] in problem["what"]


def test_a_camera_that_the_rig_has_not_is_named(bench: Bench) -> None:
    problem = put(bench, "both", "iso", "100").json()
    assert problem["code"] == "camera.not_configured"


def swap_cameras(bench: Bench) -> dict[Side, str | None]:
    """Swap, wait until the rig is open again, and say which body is where."""
    before = bench.now().boot
    bench.api.act("/v1/rig/swap-cameras")
    now = bench.until_again(lambda now: now.boot != before and all(one.alive for one in now.cameras.values()))
    return {side: camera.serial for side, camera in now.cameras.items()}


def test_swapped_cameras_take_each_others_side_until_they_are_swapped_back(bench: Bench) -> None:
    before = {side: camera.serial for side, camera in bench.now().cameras.items()}
    swapped = {Side.LEFT: before[Side.RIGHT], Side.RIGHT: before[Side.LEFT]}
    assert swap_cameras(bench) == swapped
    bench.end()
    bench.start()
    again = bench.until(lambda now: all(camera.alive for camera in now.cameras.values()))
    assert {side: camera.serial for side, camera in again.cameras.items()} == swapped
    assert swap_cameras(bench) == before


def test_cameras_are_not_swapped_within_a_book(bench: Bench) -> None:
    bench.begin()
    with pytest.raises(DaemonRefusedError) as refused:
        bench.api.act("/v1/rig/swap-cameras")
    assert refused.value.code == "camera.cannot_swap"
    bench.api.act("/v1/books/finish")


# ------------------------------------------------------------------------------------------------ what does not start


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "scanner_daemon", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def refused_start(zygote: Zygote, settings: Path, log: Path) -> tuple[int, str]:
    pid = zygote.start(["daemon", "--settings", str(settings)], log, {})
    return zygote.ended(pid), log.read_text("utf-8").strip()


def test_a_second_daemon_on_the_same_library_is_refused_with_a_sentence(
    bench: Bench, zygote: Zygote, tmp_path: Path
) -> None:
    other = tmp_path / "other.toml"
    assert bench.daemon is not None
    other.write_text(
        bench.settings_file.read_text("utf-8").replace(str(bench.daemon.socket), str(tmp_path / "o.sock")), "utf-8"
    )
    code, said = refused_start(zygote, other, tmp_path / "log")
    assert code == FAILED
    assert str(bench.daemon.pid) in said
    assert len(said.splitlines()) == 1
    assert bench.now().cameras[Side.LEFT].alive


def test_an_unknown_setting_is_named(bench: Bench, zygote: Zygote, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(bench.settings_file.read_text("utf-8").replace("[capture]", "[capture]\nsped = 3"), "utf-8")
    code, said = refused_start(zygote, wrong, tmp_path / "log")
    assert code == WRONG_USE
    assert "sped" in said


def test_a_library_of_a_newer_program_is_refused(bench: Bench, zygote: Zygote, tmp_path: Path) -> None:
    with open_library(tmp_path / "newer") as library, library.write() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    settings = tmp_path / "newer.toml"
    settings.write_text(
        bench.settings_file.read_text("utf-8").replace(str(bench.library), str(tmp_path / "newer")), "utf-8"
    )
    code, said = refused_start(zygote, settings, tmp_path / "log")
    assert code == FAILED
    assert "newer" in said
    assert len(said.splitlines()) == 1


def test_without_a_daemon_a_client_gets_a_sentence(tmp_path: Path) -> None:
    with DaemonClient(tmp_path / "none.sock") as client, pytest.raises(DaemonNotRunningError) as refused:
        client.snapshot()
    assert "not running" in refused.value.sentence
    assert "bookcradle daemon" in refused.value.what_to_do


def test_the_command_itself_serves_and_ends(bench_of: BenchOf, plan_of: PlanOf, tmp_path: Path) -> None:
    """Not forked from the tests' zygote: `python -m scanner_daemon daemon`, as a person starts it."""
    bench = bench_of(plan_of(), start=False)
    with daemon_process(bench.settings_file, tmp_path / "log") as daemon, DaemonClient(daemon.socket) as client:
        assert client.snapshot().cameras[Side.LEFT].alive
    assert daemon.process.returncode == 0
