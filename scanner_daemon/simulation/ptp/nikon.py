"""A Nikon DSLR: standard properties, an event queue that the host asks for, capture to the buffer or to the card."""

from __future__ import annotations

import struct
import threading
from collections import deque
from collections.abc import Sequence

from scanner_daemon.simulation.ptp.codes import Event, Format, NikonProp, Op, Prop, Rc
from scanner_daemon.simulation.ptp.faults import BatteryLow, Condition, Moment, OutOfFocus, StoreFull
from scanner_daemon.simulation.ptp.nikon_properties import (
    DIAL_LOCKED,
    RAW_QUALITIES,
    RAW_WITH_JPEG_QUALITIES,
    Program,
    nearest_time,
    nikon_properties,
)
from scanner_daemon.simulation.ptp.objects import ObjectStore, StoredObject
from scanner_daemon.simulation.ptp.personality import OK, Equipment, StandardOperations, device_info
from scanner_daemon.simulation.ptp.properties import Property
from scanner_daemon.simulation.ptp.wire import Buffer, Request, Response, pack, pack_array16, unpack

__all__ = ["NikonPersonality"]

_VENDOR_EXTENSION = 0xA
_STORAGE, _FIRST_CARD_HANDLE, _BUFFER_HANDLE = 0x0001_0001, 0x1900_0000, 0xFFFF_0001
_TO_CARD = 0
_FRAME_HEADER = bytes(384)
"""Display information that a D7500-class body sends before the JPEG of a live-view frame; libgphoto2 skips it."""

_REFUSALS: dict[type[Condition], int] = {
    StoreFull: Rc.STORE_FULL,
    BatteryLow: Rc.NIKON_HARDWARE_ERROR,
    OutOfFocus: Rc.NIKON_OUT_OF_FOCUS,
}
_MOMENTS: dict[int, Moment] = {
    Op.INITIATE_CAPTURE: Moment.CAPTURE,
    Op.NIKON_CAPTURE_IN_SDRAM: Moment.CAPTURE,
    Op.NIKON_AF_CAPTURE_SDRAM: Moment.CAPTURE,
    Op.NIKON_CAPTURE_IN_MEDIA: Moment.CAPTURE,
    Op.NIKON_GET_LIVE_VIEW_IMAGE: Moment.LIVE_VIEW,
    Op.NIKON_GET_EVENT: Moment.EVENTS,
}


class NikonPersonality(StandardOperations):
    """Nikon's dialect."""

    maker = "Nikon Corporation"
    raw_suffix = "NEF"
    raw_format = Format.UNDEFINED
    name_prefix = "DSC_"

    def __init__(self, equipment: Equipment) -> None:
        folder = "100" + f"NC{equipment.model.name}"[:5].upper()
        super().__init__(
            equipment, ObjectStore(_STORAGE, folder, equipment.card_bytes, _FIRST_CARD_HANDLE, _BUFFER_HANDLE)
        )
        self._properties = nikon_properties(equipment, self.shots_left)
        self._lock = threading.Lock()
        self._events: deque[tuple[int, int]] = deque()
        self._waiting_in_buffer: deque[int] = deque()
        self._fetched_from_buffer: list[int] = []
        self.answers |= {
            Op.GET_DEVICE_PROP_DESC: self._describe,
            Op.GET_DEVICE_PROP_VALUE: self._value,
            Op.SET_DEVICE_PROP_VALUE: self._set_value,
            Op.INITIATE_CAPTURE: lambda request: self._release(request, on_card=True),
            Op.NIKON_CAPTURE_IN_SDRAM: lambda request: self._release(request, on_card=False),
            Op.NIKON_AF_CAPTURE_SDRAM: lambda request: self._release(request, on_card=False),
            Op.NIKON_CAPTURE_IN_MEDIA: lambda request: self._release(request, on_card=request.parameter(1) == _TO_CARD),
            Op.NIKON_AF_DRIVE: lambda _: self._unless_exposing(),
            Op.NIKON_CHANGE_CAMERA_MODE: lambda _: OK,
            Op.NIKON_DELETE_SDRAM_IMAGE: self._delete_object,
            Op.NIKON_GET_EVENT: self._get_events,
            Op.NIKON_DEVICE_READY: lambda _: self._device_ready(),
            Op.NIKON_GET_VENDOR_PROP_CODES: lambda _: Response(
                Rc.OK, data=pack_array16(code for code in self._properties if code >= 0xD000)
            ),
            Op.NIKON_START_LIVE_VIEW: lambda _: self._start_live_view(),
            Op.NIKON_END_LIVE_VIEW: lambda _: self._end_live_view(),
            Op.NIKON_GET_LIVE_VIEW_IMAGE: lambda _: self._live_view_image(),
            Op.NIKON_MF_DRIVE: self._drive_focus,
        }

    @property
    def data_out_operations(self) -> frozenset[int]:
        """Operations after which the host sends data."""
        return frozenset({Op.SET_DEVICE_PROP_VALUE})

    def device_info(self) -> bytes:
        """The DeviceInfo dataset."""
        return device_info(
            vendor_extension=_VENDOR_EXTENSION,
            operations=sorted(self.answers),
            events=sorted(Event),
            properties=[code for code in self._properties if code < 0xD000],
            manufacturer=self.maker,
            model=self.equipment.model.name,
            version="V1.10",
            serial=self.equipment.serial,
        )

    def moment_of(self, request: Request) -> Moment | None:
        """Which named moment an operation belongs to."""
        return _MOMENTS.get(request.code) or super().moment_of(request)

    def session_opened(self) -> None:
        """Begin an empty queue with one event in it, as bodies do.

        Without any event libgphoto2 takes GetEvent for broken, and waits on the interrupt endpoint at every look.
        """
        with self._lock:
            self._waiting_in_buffer.clear()
            self._fetched_from_buffer.clear()
            self._events.clear()
            self._events.append((Event.DEVICE_PROP_CHANGED, Prop.BATTERY_LEVEL))

    def conditions_changed(self) -> None:
        """Tell the host about the properties that the conditions bear on."""
        with self._lock:
            for code in (Prop.BATTERY_LEVEL, Prop.EXPOSURE_PROGRAM, NikonProp.EXPOSURES_REMAINING):
                self._events.append((Event.DEVICE_PROP_CHANGED, code))

    # properties

    def _writable(self, described: Property) -> bool:
        locked = described.code in DIAL_LOCKED and self._properties[Prop.EXPOSURE_PROGRAM].current() != Program.M
        return described.writable and not locked

    def _describe(self, request: Request) -> Response:
        described = self._properties.get(request.parameter(0))
        if described is None:
            return Response(Rc.DEVICE_PROP_NOT_SUPPORTED)
        return Response(Rc.OK, data=described.description(writable=self._writable(described)))

    def _value(self, request: Request) -> Response:
        described = self._properties.get(request.parameter(0))
        if described is None:
            return Response(Rc.DEVICE_PROP_NOT_SUPPORTED)
        return Response(Rc.OK, data=pack(described.datatype, described.current()))

    def _set_value(self, request: Request) -> Response:
        described = self._properties.get(request.parameter(0))
        if described is None:
            return Response(Rc.DEVICE_PROP_NOT_SUPPORTED)
        if not self._writable(described):
            return Response(Rc.ACCESS_DENIED)
        try:
            value = unpack(described.datatype, request.data)
        except (struct.error, IndexError, UnicodeDecodeError):
            return Response(Rc.INVALID_DEVICE_PROP_FORMAT)
        if not described.accepts(value):
            return Response(Rc.INVALID_DEVICE_PROP_VALUE)
        described.value = value
        if isinstance(value, int):
            self._keep_in_step(described.code, value)
        with self._lock:
            self._events.append((Event.DEVICE_PROP_CHANGED, described.code))
        return OK

    def _keep_in_step(self, code: int, value: int) -> None:
        if code in (Prop.EXPOSURE_TIME, NikonProp.EXPOSURE_TIME):
            fraction, tenths, _ = nearest_time(code, value)
            self._properties[NikonProp.EXPOSURE_TIME].value = fraction
            self._properties[Prop.EXPOSURE_TIME].value = tenths
        elif code == NikonProp.AUTOFOCUS_MODE:
            self._properties[Prop.FOCUS_MODE].value = 1 if value >= 3 else 0x8010 + value

    def _integer(self, code: int) -> int:
        value = self._properties[code].current()
        assert isinstance(value, int)
        return value

    # the shutter

    def exposure_ms(self) -> float:
        """How long the shutter will stay open."""
        override = self.equipment.timing.exposure_ms
        if override is not None:
            return override
        return nearest_time(NikonProp.EXPOSURE_TIME, self._integer(NikonProp.EXPOSURE_TIME))[2]

    def _release(self, request: Request, *, on_card: bool) -> Response:
        if self.equipment.shutter.writing:
            return Response(Rc.DEVICE_BUSY)
        refused = self.refusal(_REFUSALS, on_card=on_card)
        if refused is not None:
            return Response(refused)
        with self._lock:
            for handle in self._fetched_from_buffer:
                self.store.remove(handle)
            self._fetched_from_buffer.clear()
        quality = self._integer(Prop.COMPRESSION)
        jpeg, raw = quality not in RAW_QUALITIES, quality in RAW_QUALITIES | RAW_WITH_JPEG_QUALITIES

        session = self.sessions

        def deliver(number: int, files: Sequence[Buffer]) -> tuple[str, ...]:
            stored = self.store_pictures(number, files, jpeg=jpeg, raw=raw, on_card=on_card, session=session)
            self._announce(stored, on_card=on_card)
            return tuple(picture.name for picture in stored)

        started = self.equipment.shutter.release(request.received_ns, self.exposure_ms(), deliver)
        return OK if started else Response(Rc.DEVICE_BUSY)

    def _announce(self, stored: Sequence[StoredObject], *, on_card: bool) -> None:
        with self._lock:
            if on_card:
                self._events.extend((Event.OBJECT_ADDED, picture.handle) for picture in stored)
                self._events.append((Event.CAPTURE_COMPLETE, 0))
            else:
                # the buffer shows one picture at a time: the next is announced when this one was fetched
                self._waiting_in_buffer.extend(picture.handle for picture in stored[1:])
                self._events.append((Event.NIKON_OBJECT_ADDED_IN_SDRAM, stored[0].handle))
                if not self._waiting_in_buffer:
                    self._events.append((Event.NIKON_CAPTURE_COMPLETE_IN_SDRAM, 0))

    def _object(self, request: Request) -> Response:
        response = super()._object(request)
        stored = self.store.get(request.parameter(0))
        if stored is not None and stored.storage == 0:
            with self._lock:
                if stored.handle not in self._fetched_from_buffer:
                    self._fetched_from_buffer.append(stored.handle)
                    if self._waiting_in_buffer:
                        following = self._waiting_in_buffer.popleft()
                        self._events.append((Event.NIKON_OBJECT_ADDED_IN_SDRAM, following))
                        if not self._waiting_in_buffer:
                            self._events.append((Event.NIKON_CAPTURE_COMPLETE_IN_SDRAM, 0))
        return response

    def _unless_exposing(self) -> Response:
        return Response(Rc.DEVICE_BUSY) if self.equipment.shutter.exposing else OK

    def _device_ready(self) -> Response:
        return Response(Rc.DEVICE_BUSY) if self.equipment.live_view.starting else self._unless_exposing()

    def _get_events(self, _: Request) -> Response:
        with self._lock:
            events = list(self._events)
            self._events.clear()
        packed = b"".join(struct.pack("<HI", code, parameter) for code, parameter in events)
        return Response(Rc.OK, data=struct.pack("<H", len(events)) + packed)

    # live view and focus

    def _start_live_view(self) -> Response:
        if self.equipment.in_condition(BatteryLow) or self.equipment.shutter.exposing:
            return Response(Rc.DEVICE_BUSY if self.equipment.shutter.exposing else Rc.NIKON_HARDWARE_ERROR)
        self.equipment.live_view.start()
        return OK

    def _end_live_view(self) -> Response:
        self.equipment.live_view.stop()
        return OK

    def _live_view_image(self) -> Response:
        live_view = self.equipment.live_view
        if not live_view.on:
            return Response(Rc.NIKON_NOT_LIVE_VIEW)
        if live_view.starting or self.equipment.shutter.exposing:
            return Response(Rc.DEVICE_BUSY)
        return Response(Rc.OK, data=_FRAME_HEADER + live_view.frame())

    def _drive_focus(self, request: Request) -> Response:
        if not self.equipment.live_view.on:
            return Response(Rc.NIKON_NOT_LIVE_VIEW)
        towards_near, far = 1, 2
        direction = {towards_near: -1, far: 1}.get(request.parameter(0))
        if direction is None:
            return Response(Rc.INVALID_PARAMETER)
        reached = self.equipment.focus.drive(direction * request.parameter(1))
        return OK if reached else Response(Rc.NIKON_MF_DRIVE_STEP_END)
