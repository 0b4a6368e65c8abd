"""A Canon EOS DSLR: all that it knows travels in one stream of events, and its shutter is a button to press."""

from __future__ import annotations

import hashlib
import struct
import threading
from collections import deque
from collections.abc import Sequence

from scanner_daemon.simulation.ptp.canon_properties import (
    DIAL_LOCKED,
    MANUAL,
    TO_HOST,
    canon_properties,
    event,
    makes_jpeg,
    makes_raw,
    shutter_ms,
)
from scanner_daemon.simulation.ptp.codes import CanonEvent, CanonProp, Format, Op, Rc
from scanner_daemon.simulation.ptp.faults import BatteryLow, Condition, Moment, OutOfFocus, StoreFull, WrongDial
from scanner_daemon.simulation.ptp.objects import ObjectStore, StoredObject
from scanner_daemon.simulation.ptp.personality import OK, Equipment, StandardOperations, device_info
from scanner_daemon.simulation.ptp.wire import Buffer, Request, Response, pack_array32

__all__ = ["CanonPersonality"]

_VENDOR_EXTENSION = 0xB
_STORAGE, _FIRST_CARD_HANDLE, _BUFFER_HANDLE = 0x0002_0001, 0x9190_0000, 0x91A0_0001
_FULL_PRESS = 2
_EVF_TO_HOST = 2
_SHOTS_ON_HOST = 100_000
_FRAME_JPEG = 1
_STREAM_END = struct.pack("<II", 8, CanonEvent.END)

_REFUSALS: dict[type[Condition], int] = {
    StoreFull: Rc.STORE_FULL,
    BatteryLow: Rc.EOS_LOW_BATTERY,
    OutOfFocus: Rc.EOS_OPERATION_REFUSED,
}
_MOMENTS: dict[int, Moment] = {
    Op.EOS_GET_PARTIAL_OBJECT: Moment.DOWNLOAD,
    Op.EOS_SET_DEVICE_PROP_VALUE: Moment.SETTINGS,
    Op.EOS_GET_VIEWFINDER_DATA: Moment.LIVE_VIEW,
    Op.EOS_GET_EVENT: Moment.EVENTS,
}


class CanonPersonality(StandardOperations):
    """Canon's dialect."""

    maker = "Canon Inc."
    raw_suffix = "CR2"
    raw_format = Format.CANON_CR2
    name_prefix = "IMG_"

    def __init__(self, equipment: Equipment) -> None:
        super().__init__(
            equipment, ObjectStore(_STORAGE, "100CANON", equipment.card_bytes, _FIRST_CARD_HANDLE, _BUFFER_HANDLE)
        )
        self._properties = canon_properties(equipment, self._available_shots)
        self._lock = threading.Lock()
        self._stream: deque[bytes] = deque()
        self._listening = False
        self.answers |= {
            Op.EOS_GET_STORAGE_IDS: lambda _: Response(Rc.OK, data=pack_array32([self.store.storage])),
            Op.EOS_GET_STORAGE_INFO: lambda _: Response(
                Rc.OK, data=self.store.storage_info(self.store.free_bytes, self.shots_left())
            ),
            Op.EOS_GET_PARTIAL_OBJECT: self._partial_object,
            Op.EOS_SET_DEVICE_PROP_VALUE: self._set_value,
            Op.EOS_SET_REMOTE_MODE: self._set_remote_mode,
            Op.EOS_SET_EVENT_MODE: self._set_event_mode,
            Op.EOS_GET_EVENT: self._get_events,
            Op.EOS_TRANSFER_COMPLETE: self._transfer_complete,
            Op.EOS_PC_HDD_CAPACITY: self._host_has_room,
            Op.EOS_SET_UI_LOCK: lambda _: OK,
            Op.EOS_RESET_UI_LOCK: lambda _: OK,
            Op.EOS_KEEP_DEVICE_ON: lambda _: OK,
            Op.EOS_REQUEST_DEVICE_PROP_VALUE: self._request_value,
            Op.EOS_REMOTE_RELEASE_ON: self._press,
            Op.EOS_REMOTE_RELEASE_OFF: lambda _: OK,
            Op.EOS_GET_VIEWFINDER_DATA: self._viewfinder_data,
            Op.EOS_DO_AF: lambda _: OK,
            Op.EOS_DRIVE_LENS: self._drive_lens,
            Op.EOS_AF_CANCEL: lambda _: OK,
        }

    @property
    def data_out_operations(self) -> frozenset[int]:
        """Operations after which the host sends data."""
        return frozenset({Op.EOS_SET_DEVICE_PROP_VALUE})

    def device_info(self) -> bytes:
        """The DeviceInfo dataset. Its serial number is not the one on the body, but an opaque one, as EOS has it."""
        opaque = hashlib.md5(self.equipment.serial.encode(), usedforsecurity=False).hexdigest()
        return device_info(
            vendor_extension=_VENDOR_EXTENSION,
            operations=sorted(self.answers),
            events=(),
            properties=(),
            manufacturer=self.maker,
            model=self.equipment.model.name,
            version="3-1.0.1",
            serial=opaque,
        )

    def moment_of(self, request: Request) -> Moment | None:
        """Which named moment an operation belongs to."""
        if request.code == Op.EOS_REMOTE_RELEASE_ON:
            return Moment.CAPTURE if request.parameter(0) & _FULL_PRESS else None
        return _MOMENTS.get(request.code) or super().moment_of(request)

    # the stream of events

    def session_opened(self) -> None:
        """Nothing is told until the host asks for events."""
        with self._lock:
            self._listening = False
            self._stream.clear()
        self._properties[CanonProp.EVF_OUTPUT_DEVICE].value = 0

    def conditions_changed(self) -> None:
        """Tell the host about the properties that the conditions bear on."""
        self._tell(
            CanonProp.AUTO_EXPOSURE_MODE,
            CanonProp.SHUTTER_SPEED,
            CanonProp.APERTURE,
            CanonProp.BATTERY_POWER,
            CanonProp.AVAILABLE_SHOTS,
        )

    def _tell(self, *codes: int) -> None:
        records = [self._properties[code].records() for code in codes]
        with self._lock:
            if self._listening:
                self._stream.extend(records)

    def _set_event_mode(self, request: Request) -> Response:
        with self._lock:
            self._listening = request.parameter(0) != 0
            self._stream.clear()
        self._tell(*self._properties)
        return OK

    def _get_events(self, _: Request) -> Response:
        with self._lock:
            records = b"".join(self._stream)
            self._stream.clear()
        return Response(Rc.OK, data=records + _STREAM_END)

    def _request_value(self, request: Request) -> Response:
        if request.parameter(0) not in self._properties:
            return Response(Rc.GENERAL_ERROR)
        self._tell(request.parameter(0))
        return OK

    # properties

    def _integer(self, code: int) -> int:
        value = self._properties[code].current()
        assert isinstance(value, int)
        return value

    def _set_value(self, request: Request) -> Response:
        if len(request.data) < 8:
            return Response(Rc.INVALID_PARAMETER)
        _, code = struct.unpack_from("<II", request.data)
        described = self._properties.get(code)
        if described is None:
            return Response(Rc.DEVICE_PROP_NOT_SUPPORTED)
        if not described.writable or (code in DIAL_LOCKED and self.equipment.in_condition(WrongDial)):
            return Response(Rc.ACCESS_DENIED)
        try:
            value = described.parse(request.data[8:])
        except (struct.error, ValueError):
            return Response(Rc.INVALID_DEVICE_PROP_FORMAT)
        if described.offered() and value not in described.offered():
            return Response(Rc.INVALID_DEVICE_PROP_VALUE)
        described.value = value
        if code == CanonProp.EVF_OUTPUT_DEVICE:
            self._switch_live_view(on=bool(self._integer(code) & _EVF_TO_HOST))
        self._tell(code, *([CanonProp.AVAILABLE_SHOTS] if code == CanonProp.CAPTURE_DESTINATION else []))
        return OK

    def _available_shots(self) -> int:
        to_host = self._properties[CanonProp.CAPTURE_DESTINATION].value == TO_HOST
        return _SHOTS_ON_HOST if to_host else self.shots_left()

    def _host_has_room(self, _: Request) -> Response:
        self._tell(CanonProp.AVAILABLE_SHOTS)
        return OK

    def _set_remote_mode(self, request: Request) -> Response:
        if request.parameter(0) == 0:
            self._properties[CanonProp.EVF_OUTPUT_DEVICE].value = 0
            self.equipment.live_view.on = False
        return OK

    # the shutter

    def exposure_ms(self) -> float:
        """How long the shutter will stay open."""
        override = self.equipment.timing.exposure_ms
        return shutter_ms(self._integer(CanonProp.SHUTTER_SPEED)) if override is None else override

    def _press(self, request: Request) -> Response:
        """Half a press focuses, which in manual focus does and tells nothing; a full one releases."""
        buttons = request.parameter(0)
        if not buttons & _FULL_PRESS:
            if self._integer(CanonProp.FOCUS_MODE) != MANUAL:
                self._tell_focus()
            return OK
        if self.equipment.shutter.writing:
            return Response(Rc.DEVICE_BUSY)
        on_card = self._properties[CanonProp.CAPTURE_DESTINATION].value != TO_HOST
        refused = self.refusal(_REFUSALS, on_card=on_card)
        if refused is not None:
            return Response(refused)
        image_format = self._properties[CanonProp.IMAGE_FORMAT].value
        assert isinstance(image_format, tuple)
        jpeg, raw = makes_jpeg(image_format), makes_raw(image_format)
        session = self.sessions

        def deliver(number: int, files: Sequence[Buffer]) -> tuple[str, ...]:
            stored = self.store_pictures(number, files, jpeg=jpeg, raw=raw, on_card=on_card, session=session)
            self._announce(stored, on_card=on_card)
            return tuple(picture.name for picture in stored)

        started = self.equipment.shutter.release(request.received_ns, self.exposure_ms(), deliver)
        return OK if started else Response(Rc.DEVICE_BUSY)

    def _tell_focus(self) -> None:
        """One focus point, and it is sharp: what the half-press waits for when the lens focuses by itself."""
        width, height = self.equipment.model.pixels
        points = 1
        rectangle = struct.pack("<hhhh", 100, 100, 0, 0)
        size = 20 + 8 * points + (points + 7) // 8 + 1
        head = struct.pack("<IHHHHHHHH", size, size - 4, 2, points, points, width, height, width, height)
        payload = struct.pack("<I", CanonProp.FOCUS_INFO) + head + rectangle + b"\x01\x00"
        with self._lock:
            self._stream.append(event(CanonEvent.PROP_VALUE_CHANGED, payload + bytes(3)))

    def _announce(self, stored: Sequence[StoredObject], *, on_card: bool) -> None:
        records = []
        for picture in stored:
            name = picture.name.encode("ascii").ljust(16, b"\0")
            if on_card:
                described = struct.pack(
                    "<IIHHIIIIII",
                    picture.handle,
                    picture.storage,
                    picture.format,
                    0,
                    0,
                    0x20,
                    len(picture.data),
                    picture.parent,
                    picture.handle,
                    0,
                )
                # the name stands 0x28 bytes into the record
                records.append(event(CanonEvent.OBJECT_ADDED, described[: 0x28 - 8] + name))
            else:
                described = struct.pack("<IHHIII", picture.handle, picture.format, 0, 0, len(picture.data), 0)
                # the name stands 0x1c bytes into the record
                records.append(event(CanonEvent.REQUEST_OBJECT_TRANSFER, described[: 0x1C - 8] + name))
        with self._lock:
            self._stream.extend(records)
        self._tell(CanonProp.AVAILABLE_SHOTS)

    def _transfer_complete(self, request: Request) -> Response:
        stored = self.store.get(request.parameter(0))
        if stored is not None and stored.storage == 0:
            self.store.remove(stored.handle)
        return OK

    # live view and focus

    def _switch_live_view(self, *, on: bool) -> None:
        if on:
            self.equipment.live_view.start()
        else:
            self.equipment.live_view.stop()

    def _viewfinder_data(self, _: Request) -> Response:
        live_view = self.equipment.live_view
        if not live_view.on or live_view.starting or self.equipment.shutter.exposing:
            return Response(Rc.EOS_NOT_READY)
        frame = live_view.frame()
        return Response(Rc.OK, data=struct.pack("<II", len(frame) + 8, _FRAME_JPEG) + frame)

    def _drive_lens(self, request: Request) -> Response:
        """Three step widths each way: 1 to 3 towards near, 0x8001 to 0x8003 towards far."""
        if not self.equipment.live_view.on:
            return Response(Rc.EOS_OPERATION_REFUSED)
        width = {1: 10, 2: 100, 3: 1000}.get(request.parameter(0) & 0x7FFF)
        if width is None:
            return Response(Rc.INVALID_PARAMETER)
        away = 1 if request.parameter(0) & 0x8000 else -1
        self.equipment.focus.drive(away * width)
        return OK
