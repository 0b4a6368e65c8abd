"""Platen and page turner, over the serial link or by hand."""

from scanner_daemon.cradle.hand import HandCradle
from scanner_daemon.cradle.opening import open_cradle
from scanner_daemon.cradle.pedal import ControllerPedal
from scanner_daemon.cradle.serial_cradle import SerialCradle
from scanner_daemon.cradle.use_mark import UseMark

__all__ = ["ControllerPedal", "HandCradle", "SerialCradle", "UseMark", "open_cradle"]
