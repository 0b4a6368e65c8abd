"""A camera body that exists only as its protocol: what libgphoto2 says to it, it answers as such a body would.

It knows no transport. A port (`usb.UsbPort`, `ptpip.PtpIpPort`) hands it requests and delivers what `perform` says.
"""

from __future__ import annotations

import logging
import threading
from collections import Counter
from dataclasses import dataclass
from typing import Protocol

from scanner_daemon.simulation.ptp.canon import CanonPersonality
from scanner_daemon.simulation.ptp.codes import Rc
from scanner_daemon.simulation.ptp.faults import (
    Busy,
    Condition,
    Fault,
    FaultTable,
    Hang,
    IoError,
    Moment,
    Refusal,
    ShortData,
    Stall,
    Unplug,
)
from scanner_daemon.simulation.ptp.live_view import LiveView, Preview
from scanner_daemon.simulation.ptp.models import PersonalityName, model_named
from scanner_daemon.simulation.ptp.nikon import NikonPersonality
from scanner_daemon.simulation.ptp.personality import Equipment
from scanner_daemon.simulation.ptp.shutter import Photograph, ShotRecord, Shutter
from scanner_daemon.simulation.ptp.timing import BodyTiming
from scanner_daemon.simulation.ptp.wire import Request, Response

__all__ = ["Delivery", "SimulatedBody"]

_log = logging.getLogger(__name__)

Breakage = Stall | ShortData | IoError | Unplug


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a port is to send back, and how that goes wrong."""

    response: Response | None
    """None: nothing at all comes."""
    breakage: Breakage | None = None
    """Strikes while ``response`` is being sent."""
    pause_s: float = 0.0
    """Waited before anything is sent."""


class Personality(Protocol):
    """How one brand speaks."""

    def moment_of(self, request: Request) -> Moment | None: ...
    def answer(self, request: Request) -> Response: ...
    def conditions_changed(self) -> None: ...
    @property
    def data_out_operations(self) -> frozenset[int]: ...


class SimulatedBody:
    """One Nikon or Canon EOS body.

    ``photograph`` is asked for the picture at the instant the shutter opens (see `Photograph`), ``preview`` for each
    live-view frame. They run on the simulator's threads: neither twice at once for one body, but one beside the other.
    Safe from any thread; faults may be injected from inside either callback.
    """

    def __init__(
        self,
        personality: PersonalityName,
        serial: str,
        *,
        photograph: Photograph,
        preview: Preview,
        model: str | None = None,
        timing: BodyTiming | None = None,
        battery_percent: int = 87,
        card_bytes: int = 64 * 10**9,
    ) -> None:
        self.model = model_named(personality, model)
        self.personality = personality
        self.serial = serial
        self.timing = timing if timing is not None else BodyTiming()
        self.operations: Counter[int] = Counter()
        """Operations taken so far, by code."""
        self._faults = FaultTable()
        self._shutter = Shutter(self.timing, serial, photograph)
        self._live_view = LiveView(self.timing, preview)
        self._serving = threading.Lock()
        self._equipment = Equipment(
            model=self.model,
            serial=serial,
            timing=self.timing,
            shutter=self._shutter,
            live_view=self._live_view,
            faults=self._faults,
            battery_percent=battery_percent,
            card_bytes=card_bytes,
        )
        kind = NikonPersonality if personality == "nikon" else CanonPersonality
        self._personality: Personality = kind(self._equipment)

    # ------------------------------------------------------------------------------------------------------- log

    @property
    def shots(self) -> tuple[ShotRecord, ...]:
        """Every shot with its true instants, oldest first."""
        return self._shutter.shots

    def wait_for_shot(self, number: int, timeout_s: float) -> ShotRecord:
        """The finished record of shot ``number`` (1 for the first); raises TimeoutError."""
        return self._shutter.wait_for_shot(number, timeout_s)

    def wait_until_idle(self, timeout_s: float) -> None:
        """Let the shot that is on its way end, so that no callback runs any more; raises TimeoutError."""
        self._shutter.wait_until_idle(timeout_s)

    @property
    def live_view_on(self) -> bool:
        """Whether the mirror is up for live view."""
        return self._live_view.on

    @property
    def live_view_frames(self) -> int:
        """Live-view frames taken so far."""
        return self._live_view.frames

    @property
    def focus_position(self) -> int:
        """Where the focus motor stands, in its steps from the near end."""
        return self._equipment.focus.position

    # ------------------------------------------------------------------------------------------------------ faults

    def inject(self, fault: Fault | Condition) -> None:
        """Put a fault in force."""
        self._faults.inject(fault)
        if isinstance(fault, Condition):
            self._personality.conditions_changed()

    def clear_faults(self, *kinds: type[Fault | Condition]) -> None:
        """Take the faults and conditions of these kinds back; all of them without any."""
        self._faults.clear(*kinds)
        self._personality.conditions_changed()

    # ---------------------------------------------------------------------------------------------------- protocol

    @property
    def data_out_operations(self) -> frozenset[int]:
        """Operations after which the host sends data: a USB port cannot see that from the request."""
        return self._personality.data_out_operations

    def perform(self, request: Request) -> Delivery:
        """Answer one operation. Blocks while the body is occupied with it (the mirror, the next live-view frame)."""
        with self._serving:
            self.operations[request.code] += 1
            fault = self._faults.take(self._personality.moment_of(request), request.code)
            pause_s = (self.timing.operation_ms + (fault.delay_ms if fault else 0.0)) / 1e3
            if isinstance(fault, Hang):
                return Delivery(None)
            if isinstance(fault, Busy):
                return Delivery(Response(Rc.DEVICE_BUSY), pause_s=pause_s)
            if isinstance(fault, Refusal):
                return Delivery(Response(fault.code), pause_s=pause_s)
            response = self._answer(request)
            breakage = fault if isinstance(fault, Breakage) else None
            return Delivery(response, breakage, pause_s)

    def _answer(self, request: Request) -> Response:
        try:
            return self._personality.answer(request)
        except Exception:  # noqa: BLE001  # the preview is the caller's code: the body survives whatever it does
            _log.exception("operation %#06x failed in the simulator", request.code)
            return Response(Rc.GENERAL_ERROR)
