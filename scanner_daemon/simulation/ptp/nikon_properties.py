"""The properties of a Nikon body, with the choices that real bodies of its class offer.

Choices follow a published `gphoto2 --list-all-config` of a D7500 with an 18-140 mm lens; a quality or size that the
simulated body does not make is left out.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from enum import IntEnum

from scanner_daemon.simulation.ptp.codes import NikonProp, Prop
from scanner_daemon.simulation.ptp.faults import BatteryLow, WrongDial
from scanner_daemon.simulation.ptp.personality import Equipment
from scanner_daemon.simulation.ptp.properties import Limits, Property
from scanner_daemon.simulation.ptp.wire import DataType

__all__ = ["DIAL_LOCKED", "RAW_QUALITIES", "RAW_WITH_JPEG_QUALITIES", "Program", "nearest_time", "nikon_properties"]


class Program(IntEnum):
    """The mode dial."""

    M = 1
    P = 2
    A = 3
    S = 4


DIAL_LOCKED = frozenset({Prop.F_NUMBER, Prop.EXPOSURE_TIME, NikonProp.EXPOSURE_TIME})
"""What the body sets for itself while the dial stands on P."""

_FRACTIONS = (
    *((1, d) for d in (8000, 6400, 5000, 4000, 3200, 2500, 2000, 1600, 1250, 1000, 800, 640, 500, 400, 320, 250, 200)),
    *((1, d) for d in (160, 125, 100, 80, 60, 50, 40, 30, 25, 20, 15, 13, 10, 8, 6, 5, 4, 3)),
    (10, 25),
    (1, 2),
    (10, 16),
    (10, 13),
    (1, 1),
    (13, 10),
    (16, 10),
    (2, 1),
    (25, 10),
    *((n, 1) for n in (3, 4, 5, 6, 8, 10, 13, 15, 20, 25, 30)),
)
_TIMES = tuple(n << 16 | d for n, d in _FRACTIONS)
_TENTHS_OF_MS = tuple(dict.fromkeys(max(1, n * 10_000 // d) for n, d in _FRACTIONS))
_F_NUMBERS = (350, 400, 450, 500, 560, 630, 710, 800, 900, 1000, 1100, 1300, 1400, 1600, 1800, 2000, 2200)
_SPEEDS = (
    *(50, 64, 80, 100, 125, 160, 200, 250, 320, 400, 500, 640, 800, 1000, 1250, 1600, 2000, 2500, 3200, 4000, 5000),
    *(6400, 8000, 10000, 12800, 16000, 20000, 25600, 32000, 40000, 51200),
)
_BIASES = tuple(sorted(sign * (stop * 1000 + third) for stop in range(5) for third in (333, 666) for sign in (-1, 1)))
_WHOLE_BIASES = tuple(range(-5000, 5001, 1000))

_JPEG_ONLY = (0, 1, 2, 3, 4, 5)
RAW_QUALITIES = frozenset({7})
RAW_WITH_JPEG_QUALITIES = frozenset({8, 9, 10, 11, 12, 13})
_JPEG_FINE = 4

_BATTERY_EXHAUSTED = 1 << 8
"""Bit of LiveViewProhibitCondition."""


def nearest_time(code: int, value: int) -> tuple[int, int, float]:
    """Both spellings of a shutter time, from either: Nikon's fraction, tenths of milliseconds, and milliseconds."""
    is_fraction = code == NikonProp.EXPOSURE_TIME
    milliseconds = (value >> 16) / (value & 0xFFFF) * 1e3 if is_fraction else value / 10
    index = min(range(len(_FRACTIONS)), key=lambda i: abs(_FRACTIONS[i][0] / _FRACTIONS[i][1] * 1e3 / milliseconds - 1))
    numerator, denominator = _FRACTIONS[index]
    tenths = min(_TENTHS_OF_MS, key=lambda t: abs(t / 10 - numerator / denominator * 1e3))
    return _TIMES[index], tenths, numerator / denominator * 1e3


def nikon_properties(equipment: Equipment, shots_left: Callable[[], int]) -> dict[int, Property]:
    """All properties by code, as the body has them when it is switched on: manual mode, manual focus, 1/60 s, f/8."""
    u8, u16, u32 = DataType.UINT8, DataType.UINT16, DataType.UINT32
    width, height = equipment.model.pixels
    sizes = tuple(f"{width * part // 4}x{height * part // 4}" for part in (4, 3, 2))
    properties = (
        Property(Prop.BATTERY_LEVEL, u8, 0, Limits(1, 100), writable=False, measure=equipment.battery),
        Property(Prop.IMAGE_SIZE, DataType.STRING, sizes[0], sizes),
        Property(
            Prop.COMPRESSION, u8, _JPEG_FINE, (*_JPEG_ONLY, *sorted(RAW_QUALITIES), *sorted(RAW_WITH_JPEG_QUALITIES))
        ),
        Property(Prop.WHITE_BALANCE, u16, 2, (2, 4, 5, 6, 7, 0x8010, 0x8011, 0x8012, 0x8013)),
        Property(Prop.F_NUMBER, u16, 800, _F_NUMBERS),
        Property(Prop.FOCAL_LENGTH, u32, 3500, Limits(1800, 14000), writable=False),
        Property(Prop.FOCUS_MODE, u16, 1, (1, 0x8010, 0x8011, 0x8012), writable=False),
        Property(Prop.METERING_MODE, u16, 3, (2, 3, 4)),
        Property(Prop.EXPOSURE_TIME, u32, 166, _TENTHS_OF_MS),
        Property(
            Prop.EXPOSURE_PROGRAM,
            u16,
            Program.M,
            tuple(Program),
            writable=False,
            measure=lambda: Program.P if equipment.in_condition(WrongDial) else Program.M,
        ),
        Property(Prop.EXPOSURE_INDEX, u16, 100, _SPEEDS),
        Property(Prop.EXPOSURE_BIAS, DataType.INT16, 0, tuple(sorted({*_BIASES, *_WHOLE_BIASES}))),
        Property(
            Prop.DATE_TIME,
            DataType.STRING,
            "",
            measure=lambda: datetime.now().astimezone().strftime("%Y%m%dT%H%M%S"),
        ),
        Property(Prop.STILL_CAPTURE_MODE, u16, 1, (1, 2, 0x8010, 0x8011, 0x8012, 0x8016), writable=False),
        Property(NikonProp.COLOR_TEMPERATURE, u16, 5000, Limits(2500, 10000, 10)),
        Property(NikonProp.COLOR_SPACE, u8, 0, Limits(0, 1)),
        Property(NikonProp.AUTO_ISO, u8, 0, Limits(0, 1)),
        Property(NikonProp.LIVE_VIEW_AF_FOCUS, u8, 4, (0, 2, 3, 4)),
        Property(NikonProp.LONG_EXPOSURE_NR, u8, 0, Limits(0, 1)),
        Property(NikonProp.EXPOSURE_TIME, u32, 1 << 16 | 60, _TIMES),
        Property(NikonProp.AC_POWER, u8, 0, Limits(0, 1), writable=False),
        Property(NikonProp.RECORDING_MEDIA, u8, 0, Limits(0, 2)),
        Property(NikonProp.ORIENTATION, u8, 0, Limits(0, 3), writable=False),
        Property(NikonProp.AUTOFOCUS_MODE, u8, 4, Limits(0, 4)),
        Property(NikonProp.ISO_AUTO, u8, 0, Limits(0, 1)),
        Property(
            NikonProp.LIVE_VIEW_STATUS,
            u8,
            0,
            Limits(0, 1),
            writable=False,
            measure=lambda: int(equipment.live_view.on),
        ),
        Property(
            NikonProp.LIVE_VIEW_PROHIBIT,
            u32,
            0,
            writable=False,
            measure=lambda: _BATTERY_EXHAUSTED if equipment.in_condition(BatteryLow) else 0,
        ),
        Property(NikonProp.EXPOSURES_REMAINING, u32, 0, Limits(0, 0xFFFF_FFFF), writable=False, measure=shots_left),
    )
    return {described.code: described for described in properties}
