"""The operator of a bench: presses as soon as the rig is at rest, and notes the instant of each press."""

from __future__ import annotations

import contextlib
import random
import socket
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from scanner_daemon.api.client import DaemonClient
from scanner_daemon.api.schemas import Change, Gap, RigState, SnapshotTold
from scanner_daemon.errors import BookcradleError

__all__ = ["BenchDisturbed", "BenchOperator", "RigNotComplete", "wait_until_whole"]

WHOLE_WITHIN_S = 40.0
LOOK_EVERY_S = 0.1
SILENT_FOR_S = 60.0
TROUBLED = {
    RigState.FAULT,
    RigState.TURN_BACK,
    RigState.CONFIRM_TURN,
    RigState.STOPPED,
    RigState.PAUSED,
    RigState.NO_BOOK,
}


class BenchDisturbed(BookcradleError):
    """A bench measures a rig that works; this one did not."""

    code = "bench.disturbed"
    what = "The bench stopped at spread {position}, because the rig said {state}: {why}"
    remedy = "Run it again on a machine with less to do, or look at the daemon's log."


class RigNotComplete(BookcradleError):
    """Cameras or controller did not come up."""

    code = "bench.rig_not_complete"
    what = "The simulated rig did not come up: {missing}."
    remedy = "Run `bookcradle doctor`."


class BenchOperator:
    """Presses the pedal for ``spreads`` spreads. ``rest_s``: from and to how long it rests before each press."""

    def __init__(
        self, client: DaemonClient, pedal: Path, spreads: int, rest_s: tuple[float, float], told: Callable[[int], None]
    ) -> None:
        self._client = client
        self._pedal = pedal
        self._spreads = spreads
        self._rest_s = rest_s
        self._told = told
        self._random = random.Random(spreads)
        self._now: dict[str, Any] = {}
        self.pressed_at_ns: list[int] = []
        """One instant a spread, monotonic, taken just before the press was sent."""

    def scan(self, title: str, *, end: bool = True) -> None:
        """The whole book, until its last spread is captured, judged and shown; it is finished unless ``end`` is False.

        Raises BenchDisturbed.
        """
        self._client.act("/v1/books", {"title": title, "expected_spreads": self._spreads})
        for event in self._client.events(silent_for_s=SILENT_FOR_S):
            self._notice(event)
            self._stop_at_trouble()
            if not self._served():
                continue
            self._told(len(self.pressed_at_ns))
            if len(self.pressed_at_ns) == self._spreads:
                break
            self._press()
        if end:
            self._client.act("/v1/books/finish")

    def _notice(self, event: Change | Gap | SnapshotTold) -> None:
        match event:
            case SnapshotTold(snapshot=snapshot):
                self._now = snapshot.model_dump(mode="json")
            case Gap():
                self._now = self._client.snapshot().model_dump(mode="json")
            case Change(fields=fields):
                self._now.update(fields)

    def _served(self) -> bool:
        """The rig waits for the next press, and the spread before it has its verdict: nobody works any more."""
        last = self._now["last_spread"]
        judged = not self.pressed_at_ns or (last is not None and last["verdict"] is not None)
        position = self._now["position"] == len(self.pressed_at_ns) + 1
        return bool(self._now["state"] == RigState.READY and not self._now["why"] and judged and position)

    def _press(self) -> None:
        time.sleep(self._random.uniform(*self._rest_s))
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as pedal:
            pedal.connect(str(self._pedal))
            self.pressed_at_ns.append(time.monotonic_ns())
            pedal.send(b"press fire")

    def _stop_at_trouble(self) -> None:
        if self._now["state"] in TROUBLED or self._now["refused_presses"]:
            raise BenchDisturbed(
                position=len(self.pressed_at_ns),
                state=self._now["state"],
                why=self._now["why"] or "a press was refused.",
            )


def wait_until_whole(client: DaemonClient) -> None:
    """Wait for every camera and for the cradle to be homed. Raises RigNotComplete.

    A machine with too much to do lets the link fail while the platen goes home; the cradle has then stopped itself, and
    is released as its remedy asks.
    """
    deadline = time.monotonic() + WHOLE_WITHIN_S
    missing = "the daemon said nothing"
    while time.monotonic() < deadline:
        now = client.snapshot()
        absent = [f"the {side.value} camera" for side, camera in now.cameras.items() if not camera.alive]
        if now.cradle.fitted and not (now.cradle.connected and now.cradle.homed):
            absent.append("the cradle")
        if not absent and now.cameras:
            return
        missing = ", ".join(absent) or "no camera"
        lost = now.cradle.homed is False and now.cradle.platen != "moving"
        if now.cradle.connected and (now.cradle.needs_operator or now.cradle.fault_code or lost):
            with contextlib.suppress(BookcradleError):  # not while it still moves
                client.release()
        time.sleep(LOOK_EVERY_S)
    raise RigNotComplete(missing=missing)
