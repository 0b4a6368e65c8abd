"""One body as the capture cycle sees it, behind a child process that may hang, crash or be unplugged at any time."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncGenerator, Callable, Sequence
from pathlib import Path

from scanner_daemon.cameras.bus import Bus
from scanner_daemon.cameras.debts import Debts, Shot
from scanner_daemon.cameras.errors import CameraError, camera_error
from scanner_daemon.cameras.health import BodyHealth
from scanner_daemon.cameras.process import BodyProcess, ProcessGone, ProcessSilent, RequestFailed
from scanner_daemon.cameras.told import event_of
from scanner_daemon.cameras.widget import Widget
from scanner_daemon.cameras.wire import Message
from scanner_daemon.capture.ports import CameraIdentity, ExposureEvent, FileLanded, ShutterTiming
from scanner_daemon.clock import Clock
from scanner_daemon.settings import CameraBodySettings, CamerasSettings
from scanner_daemon.vocabulary import Side

__all__ = ["SupervisedCamera"]

_LOG = logging.getLogger("bookcradle.cameras")
_LOOK_AGAIN_S = (0.5, 0.5, 0.5, 1.0, 2.0)
"""Pauses between attempts to find a body; the last one repeats."""
_SETTLE_EVERY_S = 5.0
_IN_DOUBT = {"trouble", "silent", "unplugged"}


class SupervisedCamera:
    """Implements `scanner_daemon.capture.ports.Camera`. `supervise` must be running for it to do anything."""

    def __init__(
        self,
        side: Side,
        body: CameraBodySettings,
        settings: CamerasSettings,
        clock: Clock,
        bus: Bus,
        recovered: Callable[[FileLanded], None],
    ) -> None:
        self._side = side
        self._body = body
        self._settings = settings
        self._clock = clock
        self._bus = bus
        self._recovered = recovered
        self._process: BodyProcess | None = None
        self._identity: CameraIdentity | None = None
        self._battery_percent: int | None = None
        self._reported_exposure_ms: float | None = None
        self._files_per_shot = 1
        self._well = False
        self._well_after = 0
        self._armed = False
        self._lost = False
        self._news = asyncio.Event()
        self._debts = Debts()
        self.changed_settings: dict[str, str] = {}
        self.health = BodyHealth()
        """What it has been through, for whoever looks after it."""
        self.first_look_done = asyncio.Event()
        self.trouble: CameraError | None = None
        """Why this camera is not alive, or what last went wrong with it."""

    # ------------------------------------------------------------------------------------------------- what it is like

    @property
    def side(self) -> Side:
        return self._side

    @property
    def rotate_degrees(self) -> int:
        """How far its frames are turned clockwise to stand upright."""
        return self._body.rotate_degrees

    @property
    def identity(self) -> CameraIdentity | None:
        return self._identity

    @property
    def alive(self) -> bool:
        return self._well

    @property
    def battery_percent(self) -> int | None:
        return self._battery_percent

    @property
    def timing(self) -> ShutterTiming:
        exposure_ms = self._exposure_ms
        return ShutterTiming(self._body.shutter_lag_ms, exposure_ms or 0.0, self._settings.guard_ms)

    @property
    def _exposure_ms(self) -> float | None:
        return self._body.exposure_ms if self._body.exposure_ms is not None else self._reported_exposure_ms

    @property
    def pid(self) -> int | None:
        """The child's process id, for `doctor` and for tests that kill it."""
        return self._process.pid if self._process is not None else None

    @property
    def port(self) -> str | None:
        """Where its body is on the bus now."""
        return self._bus.ports.get(self._side)

    @property
    def serial(self) -> str:
        """The body that the settings name for this side."""
        return self._body.serial

    @property
    def preview_at_ns(self) -> int:
        """When the body gave the newest preview frame, by the monotonic clock; 0 before the first."""
        return self._process.preview_at_ns if self._process is not None else 0

    def latest_preview(self) -> tuple[int, bytes] | None:
        return self._process.preview if self._process is not None else None

    # --------------------------------------------------------------------------------------------------- what it does

    async def start_live_view(self) -> None:
        self._armed = False
        await self._ask("start_live_view", self._settings.call_deadline_s)

    async def arm(self) -> None:
        if self._exposure_ms is None and self._well:
            raise camera_error(self._side, "exposure_unknown", {})
        patience_s = self._settings.call_deadline_s
        self._armed = True
        try:
            await self._ask("arm", patience_s, patience_s=patience_s * 0.8)
        except CameraError:
            self._armed = False
            raise

    async def expose(self, at_ns: int, incoming: Path, stem: str) -> AsyncGenerator[ExposureEvent, None]:
        process = self._need_process()
        shot = Shot(incoming, stem, self._files_per_shot)
        patience_s = self._settings.capture_deadline_s
        until_at_s = max(0.0, (at_ns - self._clock.monotonic_ns()) / 1e9)
        timing = self.timing
        steps = process.steps(
            "expose",
            until_at_s + patience_s + 1.0,
            at_ns=at_ns,
            incoming=str(incoming),
            stem=stem,
            quiet_ms=timing.lag_ms + timing.exposure_ms,
            patience_s=until_at_s + patience_s,
            keep_on_card=self._settings.keep_on_card,
        )
        self._armed = True
        self._debts.fired(shot)
        try:
            async with contextlib.aclosing(steps):
                async for step in steps:
                    event = self._event_of(step, shot, timing)
                    if event is not None:
                        yield event
            self._debts.ended(shot)
        except (RequestFailed, ProcessSilent, ProcessGone) as failure:
            raise self._failed(failure, shot) from failure
        finally:
            self._armed = False
            self._news.set()

    async def widgets(self) -> Sequence[Widget]:
        """Every setting of the body, read now. Raises a CameraError; CameraBusy while it is to fire."""
        told = await self._between_shots("list_widgets")
        return [Widget.told(widget) for widget in told["widgets"]]

    async def set_widget(self, name: str, value: str) -> None:
        """Set one. Raises CameraSettingUnknown, CameraSettingRefused, CameraSettingLocked, or like `widgets`."""
        self._take_status(await self._between_shots("set_widget", name=name, value=value))

    async def lock_widget(self, name: str) -> str:
        """Hold a setting at what the body shows now; that value. Raises CameraSettingUnknown, or like `widgets`."""
        told = await self._between_shots("lock_widget", name=name)
        self._take_status(told)
        value: str = told["value"]
        return value

    async def unlock_widget(self, name: str) -> None:
        """Let a setting be changed until it is locked again, or the body is connected anew."""
        await self._between_shots("unlock_widget", name=name)

    async def _between_shots(self, do: str, **parameters: str) -> Message:
        if self._armed:
            raise camera_error(self._side, "busy", {})
        return await self._ask(do, self._settings.call_deadline_s, **parameters)

    def _event_of(self, step: Message, shot: Shot, timing: ShutterTiming) -> ExposureEvent | None:
        return event_of(step, self._side, shot, timing, self._debts, kept=self._settings.keep_on_card)

    # -------------------------------------------------------------------------------------------------- how it is kept

    async def supervise(self) -> None:
        """Keep a child process and a session with the body, for ever."""
        while True:
            process = await BodyProcess.start(self._settings.iolibs, self._unasked)
            self._process = process
            self._well_after = 0
            try:
                while True:
                    await self._connect(process)
                    await self._stay_connected(process)
            except (ProcessSilent, ProcessGone) as failure:
                self._failed(failure, None)
            finally:
                self._well = False
                self.first_look_done.set()
                self._process = None
                self._bus.ports.pop(self._side, None)
                await process.close()
            await asyncio.sleep(_LOOK_AGAIN_S[0])

    async def _connect(self, process: BodyProcess) -> None:
        """Look for the body until it is there."""
        attempt = 0
        while True:
            try:
                async with self._bus.looking:
                    self._bus.ports.pop(self._side, None)
                    told = await process.request(
                        "connect",
                        self._settings.call_deadline_s,
                        serial=self._body.serial,
                        skip=self._bus.taken_by_others(self._side),
                        ports=list(self._settings.ports),
                        settings=self._body.settings,
                    )
                    self._bus.ports[self._side] = told["port"]
                break
            except RequestFailed as failure:
                error = camera_error(self._side, failure.kind, failure.details)
                if self.trouble is None or self.trouble.sentence != error.sentence:
                    _LOG.warning("%s", error.sentence, extra={"side": self._side.value, "code": error.code})
                self.trouble = error
                self.first_look_done.set()
            await asyncio.sleep(_LOOK_AGAIN_S[min(attempt, len(_LOOK_AGAIN_S) - 1)])
            attempt += 1
        self._lost = False
        self._identity = CameraIdentity(self._side, told["serial"], told["model"], told["brand"])
        self._take_status(told)
        self.health.connected(clock_set=told["clock_set"])
        self.trouble = None
        await self._look_at_card(process)
        self._well = True
        self.first_look_done.set()
        _LOG.info("connected", extra={"side": self._side.value, "port": told["port"], "serial": told["serial"]})

    async def _stay_connected(self, process: BodyProcess) -> None:
        """Return when the body is lost; meanwhile fetch what it owes us."""
        loop = asyncio.get_running_loop()
        settle_at = 0.0
        while not self._lost:
            self._news.clear()
            if self._debts and not self._armed and self._well and loop.time() >= settle_at:
                settle_at = loop.time() + (0.0 if await self._settle_debts(process) else _SETTLE_EVERY_S)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_SETTLE_EVERY_S if self._debts else None):
                    await self._news.wait()
        if process.ended:
            raise ProcessGone

    async def _look_at_card(self, process: BodyProcess) -> None:
        """Know what lies on the card, so that a file of ours can be told from others after a cable was pulled."""
        try:
            told = await process.request("list_card", self._settings.call_deadline_s)
        except RequestFailed:
            return
        for folder, name in self._debts.assign((folder, name) for folder, name in told["files"]):
            _LOG.warning("a file on the card belongs to nobody and is left there", extra={"file": f"{folder}/{name}"})

    async def _settle_debts(self, process: BodyProcess) -> bool:
        """Fetch what is owed. False when something could not be fetched yet."""
        if self._debts.unannounced:
            await self._look_at_card(process)
        for owed in tuple(self._debts.files):
            try:
                async with contextlib.aclosing(
                    process.steps(
                        "fetch",
                        self._settings.capture_deadline_s,
                        folder=owed.folder,
                        name=owed.name,
                        incoming=str(owed.shot.incoming),
                        stem=owed.shot.stem,
                        patience_s=self._settings.capture_deadline_s,
                        keep_on_card=self._settings.keep_on_card,
                    )
                ) as steps:
                    async for step in steps:
                        event = self._event_of(step, owed.shot, self.timing)
                        if isinstance(event, FileLanded):
                            self._recovered(event)
            except RequestFailed as failure:
                self._failed(failure, None)
                return False
        return True

    def _unasked(self, message: Message | None) -> None:
        match message and message.get("event"):
            case None | "lost":
                if message is not None:
                    self.trouble = self.health.counted(camera_error(self._side, "unplugged", {}))
                self._well = False
                self._lost = True
            case "well" if message is not None:
                self._well_after = message["after"]
                self._well = not self._lost
            case "status" if message is not None:
                self._take_status(message)
            case "stray":
                _LOG.warning("a picture that nobody ordered stays on the card", extra={"side": self._side.value})
        self._news.set()

    def _take_status(self, told: Message) -> None:
        self._battery_percent = told["battery_percent"]
        self._reported_exposure_ms = told["exposure_ms"]
        self._files_per_shot = told["files_per_shot"]
        self.changed_settings = told["changed"]
        self.health.took(told["vitals"])

    async def _ask(self, do: str, deadline_s: float, **parameters: float | str) -> Message:
        process = self._need_process()
        try:
            return await process.request(do, deadline_s, **parameters)
        except (RequestFailed, ProcessSilent, ProcessGone) as failure:
            raise self._failed(failure, None) from failure

    def _need_process(self) -> BodyProcess:
        if self._process is None or not self._well:
            raise self.trouble or camera_error(self._side, "unplugged", {})
        return self._process

    def _failed(self, failure: RequestFailed | ProcessSilent | ProcessGone, shot: Shot | None) -> CameraError:
        """The error for a failed request; the camera counts as gone until its process says otherwise."""
        match failure:
            case RequestFailed():
                error = camera_error(self._side, failure.kind, failure.details)
                # The process may have said that all is well again before whoever asked came to read the failure.
                self._well = self._well and (failure.kind not in _IN_DOUBT or self._well_after >= failure.number)
                if shot is not None and failure.details.get("doing") == "fire" and failure.kind not in _IN_DOUBT:
                    self._debts.refused(shot)
            case ProcessSilent():
                error = camera_error(self._side, "silent", {})
                self._well = False
            case ProcessGone():
                error = camera_error(self._side, "crashed", {})
                self._well = False
        self.trouble = self.health.counted(error)
        _LOG.warning("%s", error.sentence, extra={"side": self._side.value, "code": error.code})
        return error
