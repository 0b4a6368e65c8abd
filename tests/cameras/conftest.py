"""Two simulated bodies on a simulated bus, and the real daemon side over the real libgphoto2."""

from __future__ import annotations

import asyncio
import contextlib
import io
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pytest
from PIL import Image

from scanner_daemon.cameras import camera as camera_module
from scanner_daemon.cameras import process as process_module
from scanner_daemon.cameras.camera import SupervisedCamera
from scanner_daemon.cameras.rig import open_cameras
from scanner_daemon.capture.ports import ExposureEvent, FileLanded
from scanner_daemon.clock import SystemClock
from scanner_daemon.settings import CameraBodySettings, CamerasSettings
from scanner_daemon.simulation.ptp import BodyTiming, SimulatedBody, UsbBus
from scanner_daemon.vocabulary import Side

BrandName = Literal["nikon", "canon"]
PATIENCE_S = 20.0


def a_jpeg(seed: int, width: int = 900) -> bytes:
    """A JPEG of noise, so that no two are alike and no part of one repeats."""
    noise = np.random.default_rng(seed).integers(0, 255, (width * 2 // 3, width, 3), dtype=np.uint8)
    made = io.BytesIO()
    Image.fromarray(noise).save(made, "JPEG", quality=85)
    return made.getvalue()


@dataclass
class Scene:
    """What one body sees: another picture at every shot, another preview at every frame."""

    seed: int
    taken: list[bytes] = field(default_factory=list)
    shown: list[bytes] = field(default_factory=list)
    at_opening: Callable[[], None] = lambda: None
    spoil: Callable[[bytes], bytes] = lambda jpeg: jpeg

    def photograph(self, _opened_ns: int) -> list[bytes]:
        self.at_opening()
        self.taken.append(a_jpeg(self.seed + len(self.taken)))
        raw = b"II*\0" + a_jpeg(self.seed + len(self.taken) + 500, 300)
        return [self.spoil(self.taken[-1]), raw]

    def preview(self) -> bytes:
        self.shown.append(a_jpeg(self.seed + 1000 + len(self.shown) % 3, 120))
        return self.shown[-1]


@dataclass
class Rig:
    """Two bodies and where their files go."""

    bus: UsbBus
    incoming: Path
    left: SimulatedBody
    right: SimulatedBody
    left_scene: Scene
    right_scene: Scene
    recovered: asyncio.Queue[FileLanded] = field(default_factory=asyncio.Queue)

    def settings(self, **changes: Any) -> CamerasSettings:
        """Settings that fit the two bodies; ``left``/``right`` take changes of the body's own section."""
        sides = {
            side: CameraBodySettings(serial=body.serial, **{"shutter_lag_ms": 0.0, **changes.pop(side, {})})
            for side, body in (("left", self.left), ("right", self.right))
        }
        return CamerasSettings(iolibs=self.bus.iolibs, **sides, **changes)

    @contextlib.asynccontextmanager
    async def cameras(self, **changes: Any) -> AsyncIterator[Mapping[Side, SupervisedCamera]]:
        """Both cameras through `open_cameras`."""
        async with open_cameras(self.settings(**changes), SystemClock(), self.recovered.put_nowait) as cameras:
            yield cameras

    @contextlib.asynccontextmanager
    async def left_camera(self, **changes: Any) -> AsyncIterator[SupervisedCamera]:
        """The left one alone; the right body is plugged in, and nobody's."""
        settings = self.settings(**changes).model_copy(update={"right": None})
        async with open_cameras(settings, SystemClock(), self.recovered.put_nowait) as cameras:
            yield cameras[Side.LEFT]

    async def shoot(self, camera: SupervisedCamera, stem: str = "shot.1") -> list[ExposureEvent]:
        """Arm, fire at once, and wait for everything."""
        await camera.arm()
        at_ns = SystemClock().monotonic_ns() + 5_000_000
        return [event async for event in camera.expose(at_ns, self.incoming, stem)]

    def landed(self) -> dict[str, bytes]:
        """Name and bytes of everything in the incoming folder."""
        return {path.name: path.read_bytes() for path in self.incoming.iterdir()}


async def until(condition: Callable[[], bool]) -> None:
    """Wait for something that must happen; the deadline is only there to fail by."""
    async with asyncio.timeout(PATIENCE_S):
        while not condition():
            await asyncio.sleep(0.01)


@pytest.fixture(scope="session")
def driver_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("driver")


@pytest.fixture(params=["nikon", "canon"])
def brand(request: pytest.FixtureRequest) -> BrandName:
    name: BrandName = request.param
    return name


@pytest.fixture
def timing() -> BodyTiming:
    """Bodies that take no time; tests that need some override this."""
    return BodyTiming.instant()


@pytest.fixture
def rig(brand: BrandName, timing: BodyTiming, tmp_path: Path, driver_cache: Path) -> Iterator[Rig]:
    left_scene, right_scene = Scene(0), Scene(5000)
    left, right = (
        SimulatedBody(brand, serial, photograph=scene.photograph, preview=scene.preview, timing=timing)
        for serial, scene in (("3001", left_scene), ("3002", right_scene))
    )
    incoming = tmp_path / "incoming"
    incoming.mkdir()
    with UsbBus(tmp_path / "bus", driver_cache) as bus:
        bus.plug(right, 1, 4)
        bus.plug(left, 1, 7)
        yield Rig(bus, incoming, left, right, left_scene, right_scene)


@pytest.fixture
def usb_timeout_ms() -> int:
    """After how long libgphoto2 gives up on one USB read; a test in which ours must strike first makes it long."""
    return 400


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch, usb_timeout_ms: int) -> None:
    """Look for lost bodies, and for what they owe, more often than a rig needs to."""
    settings = process_module._GPHOTO_SETTINGS.replace("normal_timeout=3000", f"normal_timeout={usb_timeout_ms}")
    monkeypatch.setattr(process_module, "_GPHOTO_SETTINGS", settings)
    monkeypatch.setattr(camera_module, "_LOOK_AGAIN_S", (0.05,))
    monkeypatch.setattr(camera_module, "_SETTLE_EVERY_S", 0.1)
