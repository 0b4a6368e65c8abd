"""A rig whose settings name no camera and no controller: from there to its first spread, and what stays remembered."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

import httpx
import pytest
from pydantic import BaseModel

from scanner_daemon.api.client import DaemonRefusedError
from scanner_daemon.api.schemas import (
    Book,
    CameraSetting,
    FoundCamera,
    FoundController,
    Health,
    OperatorPace,
    RigSnapshot,
    RigState,
    SetupSpread,
    SetupState,
    Switch,
)
from scanner_daemon.cli.settings_text import settings_text
from scanner_daemon.library.library import open_library
from scanner_daemon.library.models import Cycle, Job, JobState
from scanner_daemon.simulation.ptp.faults import BatteryLow
from scanner_daemon.simulation.rig import SERIALS
from scanner_daemon.vocabulary import Side

if TYPE_CHECKING:
    from tests.rig.bench import Bench

BenchOf = Callable[..., "Bench"]
Told = TypeVar("Told", bound=BaseModel)
LEFT, RIGHT = SERIALS["nikon"][Side.LEFT], SERIALS["nikon"][Side.RIGHT]


@contextmanager
def http(bench: Bench) -> Iterator[httpx.Client]:
    assert bench.daemon is not None
    transport = httpx.HTTPTransport(uds=str(bench.daemon.socket))
    with httpx.Client(transport=transport, base_url="http://bookcradle", timeout=30) as client:
        yield client


def listed(bench: Bench, path: str, kind: type[Told]) -> list[Told]:
    with http(bench) as client:
        answer = client.get(path)
        assert answer.status_code == httpx.codes.OK, answer.text
        return [kind.model_validate(each) for each in answer.json()]


def locked(bench: Bench, name: str, yes: bool) -> httpx.Response:
    with http(bench) as client:
        return client.put(f"/v1/cameras/left/settings/{name}/lock", json={"locked": yes})


def assign(bench: Bench, left: str, right: str) -> RigSnapshot:
    boot = bench.now().boot
    bench.api.act("/v1/setup/cameras", {"left": left, "right": right})
    return bench.until_again(lambda now: now.boot != boot and _both_alive(now))


def _both_alive(now: RigSnapshot) -> bool:
    return len(now.cameras) == 2 and all(camera.alive for camera in now.cameras.values())


def setup_spread(bench: Bench) -> SetupSpread:
    bench.api.act("/v1/setup/spread")
    ended = ("done", "failed")
    bench.until(lambda _: bench.api.get("/v1/setup/spread", SetupSpread).state in ended)
    return bench.api.get("/v1/setup/spread", SetupSpread)


@pytest.fixture
def unset(bench_of: BenchOf) -> Bench:
    """Running with settings that name neither cameras nor a controller."""
    bench = bench_of(start=False, cameras={"left": None, "right": None})
    settings = tomllib.loads(bench.settings_file.read_text("utf-8"))
    settings["cradle"] = {"controller": "serial", "port": "/dev/no-such-tty", "ports": [str(bench.rig.tty)]}
    bench.settings_file.write_text(settings_text(settings), "utf-8")
    bench.start()
    return bench


def test_from_nothing_to_a_test_spread_and_everything_is_remembered(unset: Bench) -> None:
    """Cameras by serial, the controller by asking, the pedal by pressing, then one spread that is nobody's."""
    now = unset.now()
    assert now.state is RigState.NO_BOOK
    assert now.setup.cameras_missing
    assert not now.cradle.connected

    found = {camera.serial: camera for camera in listed(unset, "/v1/setup/cameras", FoundCamera)}
    assert {serial: camera.side for serial, camera in found.items()} == {LEFT: None, RIGHT: None}
    with http(unset) as client:
        seen = client.get(f"/v1/setup/cameras/{LEFT}/preview")
    assert seen.headers["content-type"] == "image/jpeg"
    assert seen.content.startswith(b"\xff\xd8")

    assign(unset, left=LEFT, right=RIGHT)
    found = {camera.serial: camera for camera in listed(unset, "/v1/setup/cameras", FoundCamera)}
    assert {serial: camera.side for serial, camera in found.items()} == {LEFT: Side.LEFT, RIGHT: Side.RIGHT}
    assert all(camera.connected for camera in found.values())

    [port] = [each for each in listed(unset, "/v1/setup/controllers", FoundController) if each.answers]
    assert port.port == str(unset.rig.tty)
    assert not port.connected
    assert "lamps" in port.fitted
    unset.api.act("/v1/setup/controllers", {"port": port.port})
    unset.until_again(lambda now: now.cradle.connected and now.cradle.homed and _both_alive(now))
    [port] = [each for each in listed(unset, "/v1/setup/controllers", FoundController) if each.answers]
    assert port.connected

    unset.api.act("/v1/setup/pedal/trial", {"on": True})
    unset.press("fire")
    unset.rig._controller().press_pedal("re_shoot")
    now = unset.until(lambda now: len(now.setup.presses) == 2)
    assert {(press.switch, press.source) for press in now.setup.presses} == {
        (Switch.FIRE, "socket"),
        (Switch.RE_SHOOT, "controller"),
    }
    unset.api.act("/v1/setup/pedal/trial", {"on": False})

    tried = setup_spread(unset)
    assert tried.state == "done", tried
    assert tried.spread is not None
    assert {shot.side for shot in tried.spread.shots if shot.files} == {Side.LEFT, Side.RIGHT}
    assert tried.spread.verdict is not None
    assert unset.api.get(f"/v1/books/{tried.book_id}", Book).state == "finished"
    assert unset.truth["turned_ids"] == []
    assert unset.until(lambda now: now.state is RigState.NO_BOOK).book is None

    unset.end()
    with open_library(unset.library) as library, library.read() as session:
        assert {job.state for job in session.query(Job)} <= {JobState.CANCELLED}
    unset.start()
    unset.begin()
    assert unset.shoot().last_spread is not None
    unset.end()
    unset.check_nothing_lost()


def test_sides_are_exchanged_when_a_person_sees_that_they_are_wrong(unset: Bench) -> None:
    assign(unset, left=RIGHT, right=LEFT)
    now = assign(unset, left=LEFT, right=RIGHT)
    assert now.cameras[Side.LEFT].serial == LEFT
    unset.api.act("/v1/rig/swap-cameras")
    now = unset.until_again(lambda now: _both_alive(now) and now.cameras[Side.LEFT].serial == RIGHT)
    assert unset.api.get("/v1/setup", SetupState).cameras == {Side.LEFT: RIGHT, Side.RIGHT: LEFT}


@pytest.fixture(scope="module")
def rig(module_bench_of: BenchOf) -> Bench:
    """A rig that is set up."""
    bench = module_bench_of()
    bench.until(lambda now: _both_alive(now) and now.cradle.homed)
    return bench


def test_the_platen_is_jogged_within_its_travel_and_nothing_is_exposed_from_between(rig: Bench) -> None:
    rig.api.act("/v1/rig/jog", {"direction": "down", "travel_ms": 20})
    rig.until(lambda now: now.cradle.platen == "between")
    rig.api.act("/v1/rig/jog", {"direction": "down", "travel_ms": 500})
    rig.until(lambda now: now.cradle.platen == "down")
    rig.api.act("/v1/rig/jog", {"direction": "up", "travel_ms": 20})
    rig.until(lambda now: now.cradle.platen == "between")
    with pytest.raises(DaemonRefusedError) as refused:
        rig.api.act("/v1/setup/spread")
    assert refused.value.problem.params["reason"] == "platen_not_up"
    rig.api.act("/v1/rig/platen", {"to": "up"})
    rig.until(lambda now: now.cradle.platen == "up")


def test_lamps_warm_up_before_a_press_is_taken_unless_somebody_insists(rig: Bench) -> None:
    rig.api.act("/v1/rig/lamps", {"brightness": 0})
    rig.api.act("/v1/rig/lamps/warm-up", {"seconds": 3000})
    rig.api.act("/v1/rig/lamps", {"brightness": 180})
    rig.until(lambda now: now.setup.lamps == 180 and now.setup.warm_up_left_s > 2900)
    with pytest.raises(DaemonRefusedError) as refused:
        rig.api.act("/v1/setup/spread")
    assert refused.value.problem.params["reason"] == "lamps_warming"
    left_s = refused.value.problem.params["left_s"]
    assert f"{left_s} s left" in refused.value.problem.what
    rig.api.act("/v1/rig/lamps/skip-warm-up")
    rig.until(lambda now: now.setup.warm_up_left_s == 0)
    assert setup_spread(rig).state == "done"


def test_a_page_is_turned_by_a_trial_only_when_somebody_says_so(rig: Bench) -> None:
    before = rig.truth["turned_ids"]
    with pytest.raises(DaemonRefusedError) as refused:
        rig.api.act("/v1/rig/turn-test", {"confirmed": False})
    assert refused.value.problem.code == "turn_not_confirmed"
    assert rig.truth["turned_ids"] == before
    assert rig.api.act("/v1/rig/turn-test", {"confirmed": True}).id == "done"
    assert len(rig.truth["turned_ids"]) == len(before) + 1


def test_health_tells_what_is_known_and_leaves_open_what_is_not(rig: Bench) -> None:
    health = rig.api.get("/v1/health", Health)
    for camera in health.cameras:
        assert camera.connections == 1
        assert camera.temperature_c is None
        assert camera.card_free_bytes
        assert camera.clock_set
        assert camera.clock_off_s is not None
        assert abs(camera.clock_off_s) < 2
    assert health.controller is not None
    assert health.controller.connected
    assert health.controller.firmware == "1.1.0"
    assert health.controller.crc_errors == 0
    assert health.controller.round_trip_ms is not None


def test_a_lock_is_opened_changed_and_closed_at_the_new_value(rig: Bench) -> None:
    path = "/v1/cameras/left/settings/iso"
    with http(rig) as client:
        refused = client.put(path, json={"value": "400"})
        assert refused.json()["code"] == "camera_setting_locked"
        assert not CameraSetting.model_validate(locked(rig, "iso", False).json()).locked
        assert client.put(path, json={"value": "400"}).json()["value"] == "400"
    closed = CameraSetting.model_validate(locked(rig, "iso", True).json())
    assert closed.locked
    assert closed.value == "400"
    assert rig.api.get("/v1/setup", SetupState).locked == {LEFT: {"iso": "400"}}


def test_no_lock_is_opened_and_nothing_chosen_while_a_book_is_in_hand(rig: Bench) -> None:
    rig.begin()
    assert locked(rig, "iso", False).json()["code"] == "camera.locked_in_book"
    for path, body in (
        ("/v1/setup/cameras", {"left": LEFT, "right": RIGHT}),
        ("/v1/setup/controllers", {}),
        ("/v1/setup/pedal/keys", {"keys": {"KEY_K": "fire"}}),
        ("/v1/setup/spread", {}),
    ):
        with pytest.raises(DaemonRefusedError) as refused:
            rig.api.act(path, body)
        assert refused.value.problem.code == "setup.not_now"
    rig.api.act("/v1/books/finish")


def test_one_operator_hands_over_to_the_next_in_mid_book(bench_of: BenchOf) -> None:
    bench = bench_of()
    bench.api.act("/v1/rig/operator", {"name": "Ana"})
    bench.begin()
    bench.shoot()
    bench.api.act("/v1/rig/operator", {"name": "Béla"})
    bench.shoot()
    assert bench.now().operator == "Béla"
    bench.end()
    bench.start()
    bench.resume()
    bench.shoot()
    paces = {pace.operator: pace for pace in listed(bench, "/v1/rig/operators", OperatorPace)}
    assert {who: (pace.spreads, pace.pages) for who, pace in paces.items()} == {"Ana": (1, 2), "Béla": (2, 4)}
    assert paces["Béla"].on_duty
    assert paces["Béla"].pages_per_hour
    bench.end()
    with open_library(bench.library) as library, library.read() as session:
        assert [cycle.operator for cycle in session.query(Cycle).order_by(Cycle.id)] == ["Ana", "Béla", "Béla"]


def test_a_battery_is_changed_in_mid_book(bench_of: BenchOf) -> None:
    """The body goes away and comes back, and the book goes on where it was."""
    bench = bench_of()
    bench.begin()
    bench.shoot()
    bench.rig.bodies[Side.LEFT].inject(BatteryLow(percent=9))
    bench.until(lambda now: any(fault.code == "battery_low" for fault in now.faults))
    bench.rig.unplug(Side.LEFT)
    bench.until(lambda now: not now.cameras[Side.LEFT].alive)
    bench.rig.bodies[Side.LEFT].clear_faults(BatteryLow)
    bench.rig.plug(Side.LEFT)
    now = bench.until(lambda now: now.cameras[Side.LEFT].alive and now.state is RigState.READY and not now.why)
    assert now.book is not None
    assert now.position == 2
    assert now.cameras[Side.LEFT].battery_percent == 87
    bench.until(lambda now: not any(fault.code == "battery_low" for fault in now.faults))
    [left, _] = bench.api.get("/v1/health", Health).cameras
    assert left.connections == 2
    assert left.errors["camera_unplugged"] >= 1
    bench.shoot()
    bench.end()
    bench.check_whole_book(2)
