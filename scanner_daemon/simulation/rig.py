"""The rig in a box, assembled: one world, two bodies behind libgphoto2, a controller behind a tty, a pedal.

The daemon runs unmodified. All it is given is `SimulatedRig.settings`: a folder of port drivers, a tty, a socket.
"""

from __future__ import annotations

import dataclasses
import shutil
import socket
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from firmware_protocol.controller_effects import PlatenMoved
from firmware_protocol.controller_model import ALL_FITTED
from firmware_protocol.simavr import Build
from firmware_protocol.vocabulary import BuildOption
from scanner_daemon.simulation.control import serve_control
from scanner_daemon.simulation.controller import ControllerInABox, Pace, SimavrController, SimulatedController
from scanner_daemon.simulation.controller import World as ControllerWorld
from scanner_daemon.simulation.ptp.body import SimulatedBody
from scanner_daemon.simulation.ptp.driver import CompilerMissing
from scanner_daemon.simulation.ptp.ptpip import PtpIpPort
from scanner_daemon.simulation.ptp.timing import BodyTiming
from scanner_daemon.simulation.ptp.usb import UsbBus
from scanner_daemon.simulation.sabotage import Sabotage
from scanner_daemon.simulation.scenario import Scenario
from scanner_daemon.simulation.world import Scenery, World
from scanner_daemon.vocabulary import Side

__all__ = ["RigPlan", "SimulatedRig", "simulated_rig"]

Brand = Literal["nikon", "canon"]
SERIALS: Mapping[Brand, Mapping[Side, str]] = {
    "nikon": {Side.LEFT: "3001234", Side.RIGHT: "3005678"},
    "canon": {Side.LEFT: "023021000123", Side.RIGHT: "023021000456"},
}
LOCKED: Mapping[Brand, Mapping[str, str]] = {
    "nikon": {"shutterspeed2": "1/30", "f-number": "f/8", "iso": "100"},
    "canon": {"shutterspeed": "1/30", "aperture": "8", "iso": "100"},
}
UPRIGHT: Mapping[Side, int] = {Side.LEFT: 270, Side.RIGHT: 90, Side.BOTH: 0}
"""The bodies are mounted on their sides, one to the left and one to the right: degrees clockwise."""
LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class RigPlan:
    """What kind of rig to put into the box."""

    brand: Brand = "nikon"
    openings: int = 12
    controller: Literal["model", "simavr", "none"] = "model"
    """``simavr``: the firmware itself, on a simulated chip. ``none``: platen and leaf are moved by hand."""
    timing: BodyTiming = field(default_factory=BodyTiming)
    pace: Pace = field(default_factory=Pace)
    scenario: Scenario = field(default_factory=Scenario)
    sides: tuple[Side, ...] = (Side.LEFT, Side.RIGHT)
    resets_on_open: bool = True
    leaf_sensor: bool = True
    """Without it, the controller does not notice that no leaf went, or two."""


class SimulatedRig:
    """A running rig. Use `simulated_rig`."""

    def __init__(
        self,
        plan: RigPlan,
        folder: Path,
        world: World,
        bodies: Mapping[Side, SimulatedBody],
        controller: ControllerInABox | None,
        sabotage: Sabotage,
    ) -> None:
        self.plan = plan
        self.folder = folder
        self.world = world
        self.bodies = bodies
        self.controller = controller
        self._sabotage = sabotage
        self._bus: UsbBus | None = None
        self._ports: list[str] = []

    @property
    def control_socket(self) -> Path:
        """Where `ControlClient` reaches in."""
        return self.folder / "control.sock"

    @property
    def pedal_socket(self) -> Path:
        """Where the daemon listens for the simulated pedal."""
        return self.folder / "pedal.sock"

    @property
    def tty(self) -> Path:
        """The controller's serial port."""
        return self.folder / "controller.tty"

    def plug_in(self, usb: UsbBus | None, ports: Sequence[str]) -> None:
        """Remember how the bodies are reached: a USB bus, or PTP/IP port names."""
        self._bus = usb
        self._ports = list(ports)

    def settings(
        self, library: Path, api_socket: Path, *, profile: Path | None = None, **capture: object
    ) -> dict[str, Any]:
        """The daemon's settings for this rig, as `Settings.model_validate` takes them."""
        cameras: dict[str, Any] = {
            side.value: {
                "serial": body.serial,
                "shutter_lag_ms": self.plan.timing.shutter_lag_ms,
                "rotate_degrees": UPRIGHT[side],
                "settings": dict(LOCKED[self.plan.brand]),
            }
            | ({} if self.plan.timing.exposure_ms is None else {"exposure_ms": self.plan.timing.exposure_ms})
            for side, body in self.bodies.items()
        }
        if self._bus is not None:
            cameras["iolibs"] = str(self._bus.iolibs)
        cameras["ports"] = self._ports
        if profile is not None:
            cameras["profile"] = str(profile)
        cradle: dict[str, Any] = {"controller": "none", "has_platen_motor": False, "has_turner": False}
        if self.controller is not None:
            cradle = {"controller": "serial", "port": str(self.tty)}
        return {
            "cameras": cameras,
            "cradle": cradle,
            "pedals": {"sources": ["socket", "controller"], "socket": str(self.pedal_socket)},
            "capture": {"min_free_bytes": 50_000_000, **capture},
            "library": {"folder": str(library)},
            "api": {"socket": str(api_socket), "group": None},
        }

    def actions(self) -> dict[str, Any]:
        """What the control socket can be asked for."""
        return {
            "press": lambda request: self.press(str(request.get("switch", "fire"))),
            "turn": lambda _: self.turn_by_hand(),
            "open_at": lambda request: self.world.open_at(int(request["opening"])),
            "unplug": lambda request: self.unplug(Side(request["part"])),
            "plug": lambda request: self.plug(Side(request["part"])),
            "link": lambda request: self.link(bool(request["up"])),
            "lid": lambda request: self._controller().open_lid(bool(request["open"])),
            "emergency_stop": lambda request: self._controller().emergency_stop(bool(request["pressed"])),
            "brown_out": lambda _: self._controller().brown_out(),
            "truth": lambda _: {"truth": self.truth()},
        }

    def press(self, switch: str) -> None:
        """Press the pedal: a datagram to the daemon, as the real one's key event."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as pedal:
            pedal.sendto(f"press {switch}".encode(), str(self.pedal_socket))

    def turn_by_hand(self) -> dict[str, int]:
        """The operator turns a leaf, as well as the scenario lets them."""
        leaves = self._sabotage.by_hand(self.world.opening + 1)
        self.world.leaves_turned(leaves, by="hand")
        return {"leaves": leaves}

    def unplug(self, side: Side) -> None:
        """Pull a camera's cable."""
        if self._bus is None:
            raise ValueError("cameras on PTP/IP have no cable to pull")
        self._bus.unplug(self.bodies[side])

    def plug(self, side: Side) -> None:
        """Put it in again, at another device number, as a real bus does."""
        if self._bus is None:
            raise ValueError("cameras on PTP/IP have no cable to pull")
        self._bus.plug(self.bodies[side], bus=1, device=20 + list(self.bodies).index(side))

    def link(self, up: bool) -> None:
        """Pull or plug the controller's USB cable."""
        controller = self._controller()
        if up:
            controller.restore_link()
        else:
            controller.cut_link()

    def truth(self) -> dict[str, Any]:
        """What really happened, JSON-ready: the world's record, each body's shots, the controller's turns."""
        told = self.world.truth()
        told["shots"] = {
            side.value: [dataclasses.asdict(shot) for shot in body.shots] for side, body in self.bodies.items()
        }
        told["turned_ids"] = [] if self.controller is None else [list(turn) for turn in self.controller.leaves_turned()]
        told["platen_moves"] = [] if self.controller is None else _platen_moves(self.controller)
        return told

    def _controller(self) -> ControllerInABox:
        if self.controller is None:
            raise ValueError("this rig has no controller")
        return self.controller


@contextmanager
def simulated_rig(plan: RigPlan, scenery: Scenery, cache: Path) -> Iterator[SimulatedRig]:
    """A rig that runs until the block ends. ``cache`` keeps the compiled port driver between runs.

    Its folder is short on purpose: a Unix socket's path may have 107 bytes.
    """
    folder = Path(tempfile.mkdtemp(prefix="bookcradle-rig-"))
    try:
        with ExitStack() as stack:
            rig = _assemble(plan, scenery, folder, stack)
            _plug_in(rig, cache, stack)
            stack.enter_context(serve_control(rig.control_socket, rig.actions()))
            yield rig
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _assemble(plan: RigPlan, scenery: Scenery, folder: Path, stack: ExitStack) -> SimulatedRig:
    world = World(scenery, plan.openings, has_platen=plan.controller != "none")
    bodies = {side: _body(plan, world, side) for side in plan.sides}
    controller: ControllerInABox | None = None
    watch = _MotionWatch(world)
    if plan.controller != "none":
        told = ControllerWorld(
            on_leaf_turned=world.leaves_turned,
            on_platen=world.platen_moved,
            on_motion_began=watch.motion_began,
            on_cue=world.cue_heard,
        )
        controller = _controller_in_a_box(plan, folder / "controller.tty", told, stack)
    sabotage = Sabotage(plan.scenario, bodies, controller, plan.pace)
    stack.callback(sabotage.close)
    watch.sabotage = sabotage
    world.watched_by(sabotage)
    return SimulatedRig(plan, folder, world, bodies, controller, sabotage)


def _controller_in_a_box(plan: RigPlan, tty: Path, world: ControllerWorld, stack: ExitStack) -> ControllerInABox:
    options = ALL_FITTED if plan.leaf_sensor else ALL_FITTED & ~BuildOption.LEAF_SENSOR
    resets = plan.resets_on_open
    if plan.controller == "simavr":
        build = Build(options)
        return stack.enter_context(
            SimavrController(tty, pace=plan.pace, world=world, build=build, resets_on_open=resets)
        )
    return stack.enter_context(
        SimulatedController(tty, pace=plan.pace, world=world, options=options, resets_on_open=resets)
    )


def _body(plan: RigPlan, world: World, side: Side) -> SimulatedBody:
    return SimulatedBody(
        plan.brand,
        SERIALS[plan.brand][Side.LEFT if side is Side.BOTH else side],
        timing=plan.timing,
        photograph=lambda opened_at_ns: world.photograph(side, opened_at_ns),
        preview=lambda: world.preview(side),
    )


def _plug_in(rig: SimulatedRig, cache: Path, stack: ExitStack) -> None:
    """On a simulated USB bus; over PTP/IP where no compiler is found."""
    try:
        bus = stack.enter_context(UsbBus(rig.folder / "usb", cache))
    except CompilerMissing:
        ports = [stack.enter_context(PtpIpPort(body, (LOOPBACK, 0))) for body in rig.bodies.values()]
        rig.plug_in(None, [port.name for port in ports])
        return
    for number, body in enumerate(rig.bodies.values()):
        bus.plug(body, bus=1, device=4 + number)
    rig.plug_in(bus, [])


def _platen_moves(controller: ControllerInABox) -> list[dict[str, Any]]:
    """Where the platen came to be and when, as the controller did it: before that instant no host can know."""
    return [
        {"at_ns": logged.done_at_ns, "platen": logged.effect.position.name.lower()}
        for logged in controller.log()
        if isinstance(logged.effect, PlatenMoved)
    ]


class _MotionWatch:
    """Tells the sabotage when the platen sets off onto a spread, and the arm with its leaf."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.sabotage: Sabotage | None = None

    def motion_began(self, kind: str) -> None:
        """A motor sets off."""
        if self.sabotage is not None and kind == "lower":
            self.sabotage.lowering_began(self._world.opening + 1)
        elif self.sabotage is not None and kind == "turn":
            self.sabotage.turn_began(self._world.opening + 1)
