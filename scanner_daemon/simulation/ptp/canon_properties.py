"""The properties of an EOS body and the records of its event stream in which they travel.

Codes are those of the EOS protocol as libgphoto2 tabulates them; choices follow published `gphoto2 --list-all-config`
dumps of EOS bodies (5D Mark III, 100D, 2000D).
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from scanner_daemon.simulation.ptp.codes import CanonEvent, CanonProp
from scanner_daemon.simulation.ptp.faults import WrongDial
from scanner_daemon.simulation.ptp.personality import Equipment

__all__ = [
    "DIAL_LOCKED",
    "MANUAL",
    "TO_HOST",
    "EosProperty",
    "ImageFormat",
    "canon_properties",
    "event",
    "shutter_ms",
]

ImageFormat = tuple[tuple[int, int, int], ...]
"""One or two files a shot, each (type, size, compression)."""
_JPEG, _RAW = 1, 6
_LARGE, _MEDIUM, _SMALL_1 = 0, 1, 0xE
_NORMAL, _FINE, _LOSSLESS = 2, 3, 4
_RAW_FILE = (_RAW, _LARGE, _LOSSLESS)
_FORMATS: tuple[ImageFormat, ...] = (
    ((_JPEG, _LARGE, _FINE),),
    ((_JPEG, _LARGE, _NORMAL),),
    ((_JPEG, _MEDIUM, _FINE),),
    ((_JPEG, _MEDIUM, _NORMAL),),
    ((_JPEG, _SMALL_1, _FINE),),
    ((_JPEG, _SMALL_1, _NORMAL),),
    (_RAW_FILE, (_JPEG, _LARGE, _FINE)),
    (_RAW_FILE,),
)
_ENTRY_BYTES = 0x10

MANUAL = 3
"""Both the mode dial's M and the focus switch's MF."""
_PROGRAM = 0
_AUTO_SHUTTER, _AUTO_APERTURE = 0x0000, 0xFFFF
TO_HOST, TO_CARD = 4, 2
DIAL_LOCKED = frozenset({CanonProp.SHUTTER_SPEED, CanonProp.APERTURE})

_SECONDS_BY_CODE = {
    **dict(zip((0x10, 0x13, 0x15, 0x18, 0x1B, 0x1D, 0x20), (30.0, 25.0, 20.0, 15.0, 13.0, 10.0, 8.0), strict=True)),
    **dict(zip((0x24, 0x25, 0x28, 0x2B, 0x2D, 0x30, 0x33), (6.0, 5.0, 4.0, 3.2, 2.5, 2.0, 1.6), strict=True)),
    **dict(zip((0x35, 0x38, 0x3B, 0x3D, 0x40, 0x43, 0x45), (1.3, 1.0, 0.8, 0.6, 0.5, 0.4, 0.3), strict=True)),
}
_FRACTIONS_BY_CODE = dict(
    zip(
        (0x48, 0x4B, 0x4D, 0x50, 0x53, 0x55, 0x58, 0x5B, 0x5D, 0x60, 0x63, 0x65, 0x68, 0x6B, 0x6D, 0x70, 0x73, 0x75),
        (4, 5, 6, 8, 10, 13, 15, 20, 25, 30, 40, 50, 60, 80, 100, 125, 160, 200),
        strict=True,
    )
) | dict(
    zip(
        (0x78, 0x7B, 0x7D, 0x80, 0x83, 0x85, 0x88, 0x8B, 0x8D, 0x90, 0x93, 0x95, 0x98),
        (250, 320, 400, 500, 640, 800, 1000, 1250, 1600, 2000, 2500, 3200, 4000),
        strict=True,
    )
)
_SHUTTER_MS = {code: seconds * 1e3 for code, seconds in _SECONDS_BY_CODE.items()} | {
    code: 1e3 / fraction for code, fraction in _FRACTIONS_BY_CODE.items()
}
_AUTO_EXPOSURE_MS = 1e3 / 60
_APERTURES = (0x25, 0x28, 0x2B, 0x2D, 0x30, 0x33, 0x35, 0x38, 0x3B, 0x3D, 0x40, 0x43, 0x45, 0x48, 0x4B, 0x4D, 0x50)
_SPEEDS = (0x00, 0x48, 0x50, 0x58, 0x60, 0x68, 0x70, 0x78, 0x80, 0x88)
_SHUTTER_60, _APERTURE_8, _ISO_100 = 0x68, 0x38, 0x48


def shutter_ms(code: int) -> float:
    """How long the shutter stays open at this setting, in milliseconds; on auto the body takes 1/60 s."""
    return _SHUTTER_MS.get(code, _AUTO_EXPOSURE_MS)


def event(kind: int, payload: bytes) -> bytes:
    """One record of the event stream."""
    return struct.pack("<II", 8 + len(payload), kind) + payload


@dataclass(slots=True)
class EosProperty:
    """One EOS property. ``measure`` and ``offer``, where given, are asked each time."""

    code: int
    value: int | str | ImageFormat
    choices: Sequence[int | ImageFormat] = ()
    writable: bool = True
    measure: Callable[[], int | str] | None = None
    offer: Callable[[], Sequence[int]] | None = None

    def current(self) -> int | str | ImageFormat:
        """The value now."""
        return self.measure() if self.measure else self.value

    def offered(self) -> Sequence[int | ImageFormat]:
        """What it may be set to now; empty when the body does not say."""
        return self.offer() if self.offer else self.choices

    def records(self) -> bytes:
        """The value, and the choices if there are any, as the event stream carries them."""
        value = event(CanonEvent.PROP_VALUE_CHANGED, struct.pack("<I", self.code) + _packed(self.current()))
        choices = self.offered()
        if not choices:
            return value
        listed = struct.pack("<III", self.code, 3, len(choices)) + b"".join(_packed(choice) for choice in choices)
        return value + event(CanonEvent.AVAIL_LIST_CHANGED, listed)

    def parse(self, payload: bytes) -> int | str | ImageFormat:
        """The value that a host sends; raises struct.error, ValueError or UnicodeDecodeError."""
        if isinstance(self.value, str):
            return payload.split(b"\0", 1)[0].decode("ascii")
        if isinstance(self.value, tuple):
            return _image_format(payload)
        number: int = struct.unpack_from("<I", payload)[0]
        return number


def _packed(value: int | str | ImageFormat) -> bytes:
    if isinstance(value, str):
        return value.encode("ascii") + b"\0"
    if isinstance(value, int):
        return struct.pack("<I", value)
    return struct.pack("<I", len(value)) + b"".join(struct.pack("<IIII", _ENTRY_BYTES, *entry) for entry in value)


def _image_format(payload: bytes) -> ImageFormat:
    (count,) = struct.unpack_from("<I", payload)
    if count not in (1, 2):
        raise ValueError(f"an image format has one or two files, not {count}")
    entries = []
    for index in range(count):
        length, kind, size, compression = struct.unpack_from("<IIII", payload, 4 + index * _ENTRY_BYTES)
        if length != _ENTRY_BYTES:
            raise ValueError(f"an image format's entry has {_ENTRY_BYTES} bytes, not {length}")
        entries.append((kind, size, compression))
    return tuple(entries)


def makes_raw(image_format: ImageFormat) -> bool:
    """Whether one of the files is RAW."""
    return any(kind == _RAW for kind, _, _ in image_format)


def makes_jpeg(image_format: ImageFormat) -> bool:
    """Whether one of the files is a JPEG."""
    return any(kind == _JPEG for kind, _, _ in image_format)


def _battery_code(percent: int) -> int:
    """Low, 25, 50, 75 and 100 % have codes of their own."""
    for at_least, code in ((88, 2), (63, 4), (38, 1), (13, 5)):
        if percent >= at_least:
            return code
    return 0


def canon_properties(equipment: Equipment, available_shots: Callable[[], int]) -> dict[int, EosProperty]:
    """All properties by code, as the body has them when it is switched on: manual mode and focus, 1/60 s, f/8."""

    def on_program() -> bool:
        return equipment.in_condition(WrongDial)

    shutter = EosProperty(
        CanonProp.SHUTTER_SPEED,
        _SHUTTER_60,
        offer=lambda: (_AUTO_SHUTTER,) if on_program() else tuple(_SHUTTER_MS),
    )
    shutter.measure = lambda: _AUTO_SHUTTER if on_program() else _number(shutter.value)
    aperture = EosProperty(
        CanonProp.APERTURE, _APERTURE_8, offer=lambda: (_AUTO_APERTURE,) if on_program() else _APERTURES
    )
    aperture.measure = lambda: _AUTO_APERTURE if on_program() else _number(aperture.value)
    properties = (
        aperture,
        shutter,
        EosProperty(CanonProp.ISO, _ISO_100, _SPEEDS),
        EosProperty(
            CanonProp.AUTO_EXPOSURE_MODE,
            MANUAL,
            writable=False,
            measure=lambda: _PROGRAM if on_program() else MANUAL,
        ),
        EosProperty(CanonProp.DRIVE_MODE, 0, (0x00, 0x01, 0x13, 0x14, 0x10, 0x11)),
        EosProperty(CanonProp.METERING_MODE, 3, (3, 4, 1, 5)),
        EosProperty(CanonProp.FOCUS_MODE, MANUAL, (0, 2, 1, MANUAL)),
        EosProperty(CanonProp.WHITE_BALANCE, 0, (0, 1, 8, 2, 3, 4, 5, 6, 9)),
        EosProperty(CanonProp.COLOR_TEMPERATURE, 5200),
        EosProperty(CanonProp.WHITE_BALANCE_ADJUST_A, 0),
        EosProperty(CanonProp.WHITE_BALANCE_ADJUST_B, 0),
        EosProperty(CanonProp.COLOR_SPACE, 1, (1, 2)),
        EosProperty(CanonProp.PICTURE_STYLE, 0x81, (0x81, 0x82, 0x83, 0x84, 0x85, 0x86)),
        EosProperty(CanonProp.BATTERY_POWER, 0, writable=False, measure=lambda: _battery_code(equipment.battery())),
        EosProperty(CanonProp.AUTO_POWER_OFF, 0),
        EosProperty(CanonProp.OWNER, ""),
        EosProperty(CanonProp.ARTIST, ""),
        EosProperty(CanonProp.COPYRIGHT, ""),
        EosProperty(CanonProp.CAPTURE_DESTINATION, TO_CARD, (TO_CARD, TO_HOST)),
        EosProperty(CanonProp.AVAILABLE_SHOTS, 0, writable=False, measure=available_shots),
        EosProperty(CanonProp.IMAGE_FORMAT, _FORMATS[0], _FORMATS),
        EosProperty(CanonProp.REVIEW_TIME, 0, (0, 2, 4, 8, 0xFF)),
        EosProperty(CanonProp.SHUTTER_COUNTER, 0, writable=False, measure=lambda: len(equipment.shutter.shots)),
        EosProperty(CanonProp.SERIAL_NUMBER, equipment.serial, writable=False),
        EosProperty(CanonProp.LENS_NAME, "EF-S35mm f/2.8 Macro IS STM", writable=False),
        EosProperty(CanonProp.EVF_OUTPUT_DEVICE, 0, (0, 1, 2, 3)),
        EosProperty(CanonProp.EVF_MODE, 1, (0, 1)),
    )
    return {described.code: described for described in properties}


def _number(value: int | str | ImageFormat) -> int:
    assert isinstance(value, int)
    return value
