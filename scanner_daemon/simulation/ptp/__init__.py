"""Simulated Nikon and Canon EOS bodies that the real libgphoto2 drives, over a simulated USB bus or over PTP/IP."""

from __future__ import annotations

from scanner_daemon.simulation.ptp.body import SimulatedBody
from scanner_daemon.simulation.ptp.driver import CompilerMissing, DriverNotBuilt
from scanner_daemon.simulation.ptp.faults import (
    BatteryLow,
    Busy,
    Condition,
    Fault,
    Hang,
    IoError,
    Moment,
    OutOfFocus,
    Refusal,
    ShortData,
    Slow,
    Stall,
    StoreFull,
    Unplug,
    WrongDial,
)
from scanner_daemon.simulation.ptp.ptpip import PtpIpPort
from scanner_daemon.simulation.ptp.shutter import ShotRecord
from scanner_daemon.simulation.ptp.timing import BodyTiming
from scanner_daemon.simulation.ptp.usb import UsbBus, UsbPort

__all__ = [
    "BatteryLow",
    "BodyTiming",
    "Busy",
    "CompilerMissing",
    "Condition",
    "DriverNotBuilt",
    "Fault",
    "Hang",
    "IoError",
    "Moment",
    "OutOfFocus",
    "PtpIpPort",
    "Refusal",
    "ShortData",
    "ShotRecord",
    "SimulatedBody",
    "Slow",
    "Stall",
    "StoreFull",
    "Unplug",
    "UsbBus",
    "UsbPort",
    "WrongDial",
]
