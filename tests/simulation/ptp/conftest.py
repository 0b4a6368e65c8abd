"""Simulated bodies, a bus to plug them into, and programs with the real libgphoto2 that see nothing but that bus."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol

import pytest

from scanner_daemon.simulation.ptp import BodyTiming, SimulatedBody, UsbBus

HOST = Path(__file__).with_name("camera_host.py")
NAMES = {"nikon": "Nikon DSC D7500", "canon": "Canon EOS 800D"}
SERIALS = {"nikon": "3001234", "canon": "023021000123"}


class GphotoFailed(Exception):
    """libgphoto2 said no, with this code."""

    def __init__(self, code: int) -> None:
        super().__init__(f"libgphoto2 error {code}")
        self.code = code


class CameraHost:
    """One process with libgphoto2; its calls are the methods of `camera_host.Host`."""

    def __init__(self, home: Path, iolibs: Path | None, *, timeout_ms: int = 600) -> None:
        settings = home / "gphoto" / "settings"
        settings.parent.mkdir(parents=True)
        names = ("normal_timeout", "start_timeout", "canon_start_timeout", "capture_timeout")
        settings.write_text("".join(f"ptp2={name}={timeout_ms}\n" for name in names))
        self._process = subprocess.Popen(
            [sys.executable, "-W", "error", str(HOST), *([str(iolibs)] if iolibs else [])],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env={**os.environ, "XDG_CONFIG_HOME": str(home), "HOME": str(home), "LANGUAGE": "C", "LC_ALL": "C"},
        )

    def __enter__(self) -> CameraHost:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            pipe.close()

    def send(self, call: str, **arguments: object) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"call": call, "with": arguments}) + "\n")
        self._process.stdin.flush()

    def answer(self) -> Any:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the host process ended"
        answer = json.loads(line)
        if "error" in answer:
            raise GphotoFailed(answer["error"])
        return answer["result"]

    def __call__(self, call: str, **arguments: object) -> Any:
        self.send(call, **arguments)
        return self.answer()

    def open(self, address: str, brand: str) -> None:
        self("open", address=address, model=NAMES[brand] if address.startswith("usb") else "PTP/IP Camera")

    def set(self, **widgets: object) -> None:
        for name, value in widgets.items():
            self("set", name=name.replace("f_number", "f-number"), value=value)

    def get(self, name: str) -> Any:
        return self("get", name=name)["value"]

    def shoot(self) -> str:
        """Take a picture and fetch it; returns its SHA-256."""
        (digest,) = self("shoot", times=1)
        return str(digest)

    def fails_with(self, call: str, **arguments: object) -> int:
        """The error code of a call that must fail."""
        with pytest.raises(GphotoFailed) as failure:
            self(call, **arguments)
        return failure.value.code


class Scene:
    """Gives every shot a picture of its own, and remembers it."""

    def __init__(self, size_bytes: int = 100_000) -> None:
        self.size_bytes = size_bytes
        self.instants_ns: list[int] = []
        self.files: list[bytes] = []
        self.frames = 0

    def photograph(self, instant_ns: int) -> list[bytes]:
        self.instants_ns.append(instant_ns)
        number = len(self.files).to_bytes(4, "little")
        self.files.append(b"\xff\xd8\xff\xe0" + number * (self.size_bytes // 4) + b"\xff\xd9")
        return [self.files[-1]]

    def preview(self) -> bytes:
        self.frames += 1
        return b"\xff\xd8\xff\xe0" + self.frames.to_bytes(4, "little") * 8_000 + b"\xff\xd9"

    @property
    def digests(self) -> list[str]:
        return [hashlib.sha256(file).hexdigest() for file in self.files]


class MakeBody(Protocol):
    """Makes bodies whose latencies are zero unless ``timing`` says otherwise, and lets their last shots end."""

    def __call__(
        self, brand: str, scene: Scene, *, serial: str | None = None, timing: BodyTiming | None = None
    ) -> SimulatedBody: ...


class StartHost(Protocol):
    """Starts a process that sees the bus; ``timeout_ms`` is libgphoto2's own patience with a body."""

    def __call__(self, *, timeout_ms: int = 600) -> CameraHost: ...


class StartWithoutBus(Protocol):
    """Starts a process with libgphoto2's own port drivers."""

    def __call__(self) -> CameraHost: ...


@pytest.fixture
def make_body() -> Iterator[MakeBody]:
    bodies: list[SimulatedBody] = []

    def make(brand: str, scene: Scene, *, serial: str | None = None, timing: BodyTiming | None = None) -> SimulatedBody:
        bodies.append(
            SimulatedBody(
                "canon" if brand == "canon" else "nikon",
                serial or SERIALS[brand],
                photograph=scene.photograph,
                preview=scene.preview,
                timing=timing or BodyTiming.instant(),
            )
        )
        return bodies[-1]

    yield make
    for body in bodies:
        body.wait_until_idle(5)


@pytest.fixture(scope="session")
def driver_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("driver")


@pytest.fixture
def bus(tmp_path: Path, driver_cache: Path) -> Iterator[UsbBus]:
    with UsbBus(tmp_path / "bus", driver_cache) as bus:
        yield bus


@pytest.fixture
def start_host(bus: UsbBus, tmp_path: Path) -> Iterator[StartHost]:
    hosts: list[CameraHost] = []

    def start(*, timeout_ms: int = 600) -> CameraHost:
        hosts.append(CameraHost(tmp_path / f"home{len(hosts)}", bus.iolibs, timeout_ms=timeout_ms))
        return hosts[-1]

    yield start
    for host in hosts:
        host.kill()


@pytest.fixture
def start_without_bus(tmp_path: Path) -> Iterator[StartWithoutBus]:
    hosts: list[CameraHost] = []

    def start() -> CameraHost:
        hosts.append(CameraHost(tmp_path / f"own{len(hosts)}", None))
        return hosts[-1]

    yield start
    for host in hosts:
        host.kill()


@pytest.fixture
def scene() -> Scene:
    return Scene()


@pytest.fixture(params=["nikon", "canon"])
def brand(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def body(brand: str, scene: Scene, bus: UsbBus, make_body: MakeBody) -> SimulatedBody:
    """One body at usb:001,004."""
    body = make_body(brand, scene)
    bus.plug(body, 1, 4)
    return body


@pytest.fixture
def host(body: SimulatedBody, brand: str, start_host: StartHost) -> CameraHost:
    """A host that has opened the body."""
    host = start_host()
    host.open("usb:001,004", brand)
    return host
