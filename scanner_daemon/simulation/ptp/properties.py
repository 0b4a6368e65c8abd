"""Standard device properties: a typed value, who may set it, and what it may be set to."""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass

from scanner_daemon.simulation.ptp.wire import DataType, Value, pack

__all__ = ["Limits", "Property"]

_FORM_NONE, _FORM_RANGE, _FORM_CHOICES = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Limits:
    """A range form."""

    lowest: int
    highest: int
    step: int = 1


@dataclass(slots=True)
class Property:
    """One device property. ``measure``, where it is given, is asked for the value each time."""

    code: int
    datatype: DataType
    value: Value
    form: tuple[Value, ...] | Limits | None = None
    writable: bool = True
    measure: Callable[[], Value] | None = None

    def current(self) -> Value:
        """The value now."""
        return self.measure() if self.measure else self.value

    def accepts(self, value: Value) -> bool:
        """Whether the form allows this value."""
        if isinstance(self.form, tuple):
            return value in self.form
        if isinstance(self.form, Limits):
            return isinstance(value, int) and self.form.lowest <= value <= self.form.highest
        return True

    def description(self, *, writable: bool) -> bytes:
        """The DevicePropDesc dataset (ISO 15740 §13.3.3)."""
        value = pack(self.datatype, self.current())
        head = struct.pack("<HHB", self.code, self.datatype, writable) + value + value
        if isinstance(self.form, Limits):
            bounds = (self.form.lowest, self.form.highest, self.form.step)
            return head + bytes([_FORM_RANGE]) + b"".join(pack(self.datatype, bound) for bound in bounds)
        if self.form is not None:
            choices = b"".join(pack(self.datatype, choice) for choice in self.form)
            return head + bytes([_FORM_CHOICES]) + struct.pack("<H", len(self.form)) + choices
        return head + bytes([_FORM_NONE])
