"""What both brands have in common: the parts of a body, and the standard operations on objects and stores."""

from __future__ import annotations

import struct
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from scanner_daemon.simulation.ptp.codes import Format, Op, Rc
from scanner_daemon.simulation.ptp.faults import BatteryLow, Condition, FaultTable, Moment, StoreFull
from scanner_daemon.simulation.ptp.live_view import LiveView
from scanner_daemon.simulation.ptp.models import BodyModel
from scanner_daemon.simulation.ptp.objects import ROOT, ObjectStore, StoredObject
from scanner_daemon.simulation.ptp.raw_file import wrap_jpeg
from scanner_daemon.simulation.ptp.shutter import PictureLost, Shutter
from scanner_daemon.simulation.ptp.timing import BodyTiming
from scanner_daemon.simulation.ptp.wire import Buffer, DataType, Request, Response, pack, pack_array16, pack_array32

__all__ = ["OK", "Answer", "Equipment", "FocusMotor", "StandardOperations", "device_info"]

OK = Response(Rc.OK)
Answer = Callable[[Request], Response]

_ALL_STORES, _AT_THE_TOP = 0xFFFF_FFFF, 0xFFFF_FFFF
_MOMENTS: dict[int, Moment] = {
    Op.OPEN_SESSION: Moment.CONNECT,
    Op.GET_OBJECT: Moment.DOWNLOAD,
    Op.GET_PARTIAL_OBJECT: Moment.DOWNLOAD,
    Op.SET_DEVICE_PROP_VALUE: Moment.SETTINGS,
}


@dataclass(slots=True)
class FocusMotor:
    """The lens' focus drive: a position in steps between its two ends."""

    position: int = 12_000
    far_end: int = 24_000

    def drive(self, steps: int) -> bool:
        """Move towards far (positive) or near; False when an end stopped it."""
        wanted = self.position + steps
        self.position = max(0, min(self.far_end, wanted))
        return self.position == wanted


@dataclass(slots=True, kw_only=True)
class Equipment:
    """The parts of one body, which its personality works."""

    model: BodyModel
    serial: str
    timing: BodyTiming
    shutter: Shutter
    live_view: LiveView
    faults: FaultTable
    battery_percent: int
    card_bytes: int
    focus: FocusMotor = field(default_factory=FocusMotor)

    def battery(self) -> int:
        """Percent, as the battery says now."""
        low = self.faults.condition(BatteryLow)
        return low.percent if low else self.battery_percent

    def in_condition(self, kind: type[Condition]) -> bool:
        """Whether the body is in this condition."""
        return self.faults.condition(kind) is not None


def device_info(
    *,
    vendor_extension: int,
    operations: Sequence[int],
    events: Sequence[int],
    properties: Sequence[int],
    manufacturer: str,
    model: str,
    version: str,
    serial: str,
) -> bytes:
    """The DeviceInfo dataset (ISO 15740 §5.1.1)."""
    return b"".join(
        (
            struct.pack("<HIH", 100, vendor_extension, 100),
            pack(DataType.STRING, ""),
            struct.pack("<H", 0),
            pack_array16(operations),
            pack_array16(events),
            pack_array16(properties),
            pack_array16([Format.EXIF_JPEG]),
            pack_array16([Format.EXIF_JPEG, Format.ASSOCIATION]),
            *(pack(DataType.STRING, text) for text in (manufacturer, model, version, serial)),
        )
    )


class StandardOperations(ABC):
    """Sessions, stores and objects; a brand adds its own operations to ``answers``."""

    maker: str
    raw_suffix: str
    raw_format: int
    name_prefix: str

    def __init__(self, equipment: Equipment, store: ObjectStore) -> None:
        self.equipment = equipment
        self.store = store
        self.sessions = 0
        """How many times a host has opened or closed a session: a picture in the buffer outlives none of them."""
        self.answers: dict[int, Answer] = {
            Op.GET_DEVICE_INFO: lambda _: Response(Rc.OK, data=self.device_info()),
            Op.OPEN_SESSION: self._open_session,
            Op.CLOSE_SESSION: self._close_session,
            Op.GET_STORAGE_IDS: lambda _: Response(Rc.OK, data=pack_array32([self.store.storage])),
            Op.GET_STORAGE_INFO: self._storage_info,
            Op.GET_NUM_OBJECTS: lambda _: Response(Rc.OK, (len(list(self.store.listed(None))),)),
            Op.GET_OBJECT_HANDLES: self._object_handles,
            Op.GET_OBJECT_INFO: self._object_info,
            Op.GET_OBJECT: self._object,
            Op.GET_PARTIAL_OBJECT: self._partial_object,
            Op.GET_THUMB: lambda _: Response(Rc.NO_THUMBNAIL_PRESENT),
            Op.DELETE_OBJECT: self._delete_object,
        }

    # what a brand says of itself

    @abstractmethod
    def device_info(self) -> bytes:
        """The DeviceInfo dataset."""

    @abstractmethod
    def session_opened(self) -> None:
        """A host has come."""

    @abstractmethod
    def conditions_changed(self) -> None:
        """A condition was injected, or taken back."""

    @property
    @abstractmethod
    def data_out_operations(self) -> frozenset[int]:
        """Operations after which the host sends data."""

    # the line to the body

    def moment_of(self, request: Request) -> Moment | None:
        """Which named moment an operation belongs to."""
        return _MOMENTS.get(request.code)

    def answer(self, request: Request) -> Response:
        """Carry an operation out."""
        known = self.answers.get(request.code)
        return known(request) if known else Response(Rc.OPERATION_NOT_SUPPORTED)

    def refusal(self, codes: dict[type[Condition], int], *, on_card: bool) -> int | None:
        """The response code with which a condition, or a full card, refuses the shutter, if one does."""
        if on_card and self.shots_left() == 0 and not self.equipment.in_condition(StoreFull):
            return Rc.STORE_FULL
        for kind, code in codes.items():
            if self.equipment.faults.refused_by(kind):
                if not self.equipment.in_condition(kind):
                    self.conditions_changed()
                return code
        return None

    # sessions

    def _open_session(self, _: Request) -> Response:
        self.sessions += 1
        self.equipment.live_view.on = False
        self.store.empty_ram()
        self.session_opened()
        return OK

    def _close_session(self, _: Request) -> Response:
        self.sessions += 1
        self.store.empty_ram()
        return OK

    # stores and objects

    def shots_left(self) -> int:
        """Pictures for which there is room on the card, at 25 MB each."""
        return 0 if self.equipment.in_condition(StoreFull) else self.store.free_bytes // 25_000_000

    def _storage_info(self, request: Request) -> Response:
        if request.parameter(0) != self.store.storage:
            return Response(Rc.INVALID_STORAGE_ID)
        free = 0 if self.equipment.in_condition(StoreFull) else self.store.free_bytes
        return Response(Rc.OK, data=self.store.storage_info(free, self.shots_left()))

    def _object_handles(self, request: Request) -> Response:
        if request.parameter(0) not in (_ALL_STORES, self.store.storage):
            return Response(Rc.INVALID_STORAGE_ID)
        parent = request.parameter(2)
        under = None if parent == 0 else ROOT if parent == _AT_THE_TOP else parent
        return Response(Rc.OK, data=pack_array32(self.store.listed(under)))

    def _object_info(self, request: Request) -> Response:
        stored = self.store.get(request.parameter(0))
        return Response(Rc.OK, data=stored.info()) if stored else Response(Rc.INVALID_OBJECT_HANDLE)

    def _object(self, request: Request) -> Response:
        stored = self.store.get(request.parameter(0))
        return Response(Rc.OK, data=stored.data) if stored else Response(Rc.INVALID_OBJECT_HANDLE)

    def _partial_object(self, request: Request) -> Response:
        stored = self.store.get(request.parameter(0))
        if stored is None:
            return Response(Rc.INVALID_OBJECT_HANDLE)
        start = request.parameter(1)
        part = stored.data[start : start + request.parameter(2)]
        return Response(Rc.OK, (len(part),), part)

    def _delete_object(self, request: Request) -> Response:
        return OK if self.store.remove(request.parameter(0)) else Response(Rc.INVALID_OBJECT_HANDLE)

    # pictures

    def store_pictures(
        self, number: int, files: Sequence[Buffer], *, jpeg: bool, raw: bool, on_card: bool, session: int
    ) -> list[StoredObject]:
        """Write what a shot gave: the RAW file first, as bodies do, then the JPEG.

        Where the scene gave no RAW file, one is wrapped around its JPEG. Raises PictureLost for a picture that was for
        the host of a ``session`` that is over.
        """
        if not on_card and session != self.sessions:
            raise PictureLost("the host that the picture was for has gone")
        if not files:
            raise ValueError("the scene gave no picture")
        model = self.equipment.model
        wanted: list[tuple[str, int, Buffer]] = []
        if raw:
            cr2 = self.raw_format == Format.CANON_CR2
            data = files[1] if len(files) > 1 else wrap_jpeg(files[0], self.maker, model.name, cr2=cr2)
            wanted.append((self.raw_suffix, self.raw_format, data))
        if jpeg:
            wanted.append(("JPG", Format.EXIF_JPEG, files[0]))
        put = self.store.put_on_card if on_card else self.store.put_in_ram
        return [
            put(f"{self.name_prefix}{number:04d}.{suffix}", format_code, data, model.pixels)
            for suffix, format_code, data in wanted
        ]
