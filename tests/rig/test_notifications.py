"""What went wrong and when it was over, told by the real daemon through its history."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from scanner_daemon.api.schemas import Clears, Listing, Notification, NotificationKind, Report, RigState
from scanner_daemon.simulation.rig import RigPlan
from scanner_daemon.vocabulary import Side

if TYPE_CHECKING:
    from tests.rig.bench import Bench

BenchOf = Callable[..., "Bench"]
PlanOf = Callable[..., RigPlan]
PATIENCE_S = 20.0


def history(bench: Bench, holds: Callable[[list[Notification]], bool]) -> list[Notification]:
    """The history, the newest first, as soon as it is as it should be."""
    deadline = time.monotonic() + PATIENCE_S
    while True:
        told = list(bench.api.get("/v1/notifications", Listing[Notification]).items)
        if holds(told):
            return told
        assert time.monotonic() < deadline, [(one.code, one.cleared_at) for one in told]
        time.sleep(0.05)


def cleared(told: list[Notification], kind: NotificationKind, source: str) -> bool:
    return any(one.kind is kind and one.source == source and one.cleared_at is not None for one in told)


def test_a_camera_that_goes_and_comes_is_in_the_history_with_both_instants(bench_of: BenchOf, plan_of: PlanOf) -> None:
    bench = bench_of(plan_of())
    bench.begin("Days")
    bench.shoot()

    bench.rig.unplug(Side.LEFT)
    gone = bench.until(lambda now: any(fault.source == "left" for fault in now.faults) and now.why_code != "")
    (fault,) = gone.faults
    assert (fault.clears, gone.why_code, gone.why_params) == (Clears.CAMERA_ANSWERS, "camera_lost", {"side": "left"})
    bench.press()
    refused = bench.until(lambda now: now.refused_presses > gone.refused_presses)
    assert [one.since for one in refused.faults] == [fault.since], "it stands since it was first seen"
    bench.rig.plug(Side.LEFT)
    well = bench.rest()
    assert well.faults == ()

    told = history(bench, lambda told: cleared(told, NotificationKind.FAULT, "left"))
    by_code = {one.code: one for one in told}
    assert fault.since is not None
    assert by_code["book_started"].what == "“Days” was begun."
    assert by_code["camera_lost"].kind is NotificationKind.REFUSED
    assert by_code["camera_lost"].params == {"side": "left"}
    faults = [one for one in told if one.kind is NotificationKind.FAULT]
    assert faults[-1].raised_at == fault.since
    assert all(one.cleared_at is not None and one.cleared_at >= one.raised_at for one in faults)
    assert bench.until(lambda now: now.latest_notification is not None).notifications_told >= len(faults)


def test_a_stop_stands_until_its_release_and_a_kill_ends_what_it_left(bench_of: BenchOf, plan_of: PlanOf) -> None:
    bench = bench_of(plan_of())
    bench.begin("Nights")
    bench.api.emergency_stop("a test")
    stopped = bench.until(lambda now: now.state is RigState.STOPPED)
    assert [(fault.code, fault.clears) for fault in stopped.faults] == [("emergency_stop", Clears.RELEASED)]
    (standing,) = [one for one in history(bench, lambda told: told[0].kind is NotificationKind.STOP) if one.lasts]
    assert standing.cleared_at is None
    bench.api.release()
    bench.rest()
    history(bench, lambda told: cleared(told, NotificationKind.STOP, "cradle"))

    bench.api.emergency_stop("another test")
    history(bench, lambda told: told[0].kind is NotificationKind.STOP and told[0].cleared_at is None)
    bench.end(signal.SIGKILL)
    bench.start()

    def old_one_is_over(told: list[Notification]) -> bool:
        stops = [one for one in told if one.kind is NotificationKind.STOP]
        return all(one.cleared_at is not None for one in stops[-2:])

    history(bench, old_one_is_over)


def test_the_report_says_what_stands_here(bench_of: BenchOf, plan_of: PlanOf) -> None:
    bench = bench_of(plan_of())
    bench.begin("Days")
    bench.shoot()
    report = bench.api.get("/v1/report", Report)
    assert {camera.serial for camera in report.snapshot.cameras.values()} == {
        body.serial for body in bench.rig.bodies.values()
    }
    assert report.snapshot.timing is not None
    assert report.versions["bookcradle"]
    assert {"camera_connected", "book_started"} <= {one.code for one in report.notifications}
