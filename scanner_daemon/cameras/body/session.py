"""One open session with one body: find it by serial number, open it, close it."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gphoto2 as gp

from scanner_daemon.cameras.body import widgets
from scanner_daemon.cameras.body.failure import BodyFailure, translated
from scanner_daemon.cameras.brands import Brand, brand_of
from scanner_daemon.cameras.serials import bare, same_body

__all__ = ["Session", "closing_at_end", "load_drivers", "on_the_bus", "open_by_serial", "open_port"]


@dataclass(slots=True)
class Session:
    """An opened body."""

    camera: Any
    port: str
    model: str
    serials: tuple[str, ...]
    brand: Brand

    @property
    def serial(self) -> str:
        """The serial to show: the brand's preferred one that is not empty."""
        return next((serial for serial in self.serials if bare(serial)), "")

    def close(self) -> None:
        """End the session; a body that has gone only makes libgphoto2 complain, which changes nothing."""
        with contextlib.suppress(gp.GPhoto2Error):
            self.camera.exit()
        guard_stdin()

    def reopen(self) -> None:
        """A fresh session on the same port. Raises BodyFailure when the body is not there any more."""
        self.close()
        with translated("re-open"):
            self.camera.init()


def guard_stdin() -> None:
    """Keep descriptor 0 taken: libgphoto2's PTP/IP exit() closes it, and the next socket would be closed in turn."""
    try:
        os.fstat(0)
    except OSError:
        os.open(os.devnull, os.O_RDWR)


def load_drivers(iolibs: str | None, scratch: Path) -> None:
    """Choose the port drivers, and let libgphoto2 load its PTP driver alone.

    The gphoto2 package sets IOLIBS and CAMLIBS at import, so both are set after it. libgphoto2 loads every driver in
    CAMLIBS to learn which bodies there are; with PTP alone, which every supported body speaks, that takes 3 ms instead
    of 14 to 60. The wheel's drivers find their libraries by a path relative to their own, so that is laid out again.
    """
    if iolibs is not None:
        os.environ["IOLIBS"] = iolibs
    all_drivers = Path(os.environ["CAMLIBS"])
    few_drivers = scratch / "gphoto2" / "libgphoto2" / "camlibs"
    few_drivers.mkdir(parents=True)
    for driver in all_drivers.glob("ptp2.*"):
        (few_drivers / driver.name).symlink_to(driver)
    with contextlib.suppress(IndexError):
        (scratch / "gphoto2.libs").symlink_to(all_drivers.parents[2] / "gphoto2.libs")
    os.environ["CAMLIBS"] = str(few_drivers)
    if _abilities().count() == 0:  # a gphoto2 package laid out in another way
        os.environ["CAMLIBS"] = str(all_drivers)


def on_the_bus(more_ports: Iterable[str]) -> list[tuple[str, str]]:
    """(port, model) of every body that libgphoto2 recognises, and of the ports that it cannot list itself."""
    with translated("look at the bus"):
        ports, abilities = _ports(), _abilities()
        found = abilities.detect(ports)
        seen = [(found.get_value(index), found.get_name(index)) for index in range(found.count())]
    return sorted(seen) + [(port, "PTP/IP Camera") for port in more_ports]


def open_port(port: str, model: str) -> Session:
    """Open the body at ``port`` and read who it is."""
    with translated("open"):
        ports, abilities = _ports(), _abilities()
        camera = gp.Camera()
        camera.set_port_info(ports[ports.lookup_path(port)])
        camera.set_abilities(abilities[abilities.lookup_model(model)])
        camera.init()
    try:
        name = widgets.read(camera, "cameramodel") or model
        brand = brand_of(widgets.read(camera, "manufacturer") or "", f"{model} {name}")
        serials = tuple(value for value in (widgets.read(camera, widget) for widget in brand.serial) if value)
    except BodyFailure:
        Session(camera, port, model, (), brand_of("", model)).close()
        raise
    return Session(camera, port, model if port.startswith("usb:") else name, serials, brand)


def open_by_serial(serial: str, skip: Iterable[str], more_ports: Iterable[str]) -> Session:
    """Open the body whose serial is ``serial``, looking at every port but those in ``skip``.

    Raises BodyFailure: ``not_found`` (no body at all), ``wrong_body`` (others are there), ``duplicate_serial``, or
    why a body could not be opened when that is the only lead (``claimed``, ``permission``, ``trouble``).
    """
    taken = set(skip)
    others: list[str] = []
    match: Session | None = None
    obstacle: BodyFailure | None = None
    for port, model in on_the_bus(more_ports):
        if port in taken:
            continue
        try:
            if (why := _forbidden(port)) is not None:
                raise why
            session = open_port(port, model)
        except BodyFailure as failure:
            obstacle = failure
            continue
        if not same_body(serial, session.serials):
            others.append(f"{session.model} {session.serial or 'without a serial number'}")
            session.close()
        elif match is not None:
            session.close()
            match.close()
            raise BodyFailure("duplicate_serial", serial=serial)
        else:
            match = session
    if match is not None:
        return match
    if obstacle is not None:
        raise obstacle
    if others:
        raise BodyFailure("wrong_body", serial=serial, found="; ".join(others))
    raise BodyFailure("not_found", serial=serial)


def _forbidden(port: str) -> BodyFailure | None:
    """Whether the kernel's device node of a USB port refuses us: libgphoto2 would only say that it cannot claim it."""
    bus, _, device = port.removeprefix("usb:").partition(",")
    node = Path("/dev/bus/usb") / bus / device
    if port.startswith("usb:") and node.exists() and not os.access(node, os.R_OK | os.W_OK):
        return BodyFailure("permission", node=str(node))
    return None


@contextlib.contextmanager
def closing_at_end(session: Session) -> Iterator[Session]:
    """The session, closed in any case."""
    try:
        yield session
    finally:
        session.close()


def _ports() -> Any:
    ports = gp.PortInfoList()
    ports.load()
    return ports


def _abilities() -> Any:
    abilities = gp.CameraAbilitiesList()
    abilities.load()
    return abilities
