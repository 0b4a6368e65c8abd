"""PTP datasets to bytes and back (ISO 15740 §5: little-endian, counted UTF-16 strings); a transaction as values."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

__all__ = ["Buffer", "DataType", "Request", "Response", "Value", "pack", "pack_array16", "pack_array32", "unpack"]

Buffer = bytes | bytearray | memoryview
Value = int | str


class DataType(IntEnum):
    """PTP data type codes."""

    INT8 = 1
    UINT8 = 2
    INT16 = 3
    UINT16 = 4
    INT32 = 5
    UINT32 = 6
    STRING = 0xFFFF


_SCALARS = {
    DataType.INT8: struct.Struct("<b"),
    DataType.UINT8: struct.Struct("<B"),
    DataType.INT16: struct.Struct("<h"),
    DataType.UINT16: struct.Struct("<H"),
    DataType.INT32: struct.Struct("<i"),
    DataType.UINT32: struct.Struct("<I"),
}


def pack(datatype: DataType, value: Value) -> bytes:
    """One value as it travels. A string has its length in characters first, with the closing NUL counted."""
    if datatype is DataType.STRING:
        text = str(value)
        return bytes([len(text) + 1]) + (text + "\0").encode("utf-16-le") if text else b"\0"
    return _SCALARS[datatype].pack(int(value))


def unpack(datatype: DataType, data: bytes) -> Value:
    """Raises struct.error or IndexError when ``data`` is too short."""
    if datatype is DataType.STRING:
        return data[1 : 1 + 2 * data[0]].decode("utf-16-le").rstrip("\0")
    value: int = _SCALARS[datatype].unpack_from(data)[0]
    return value


def pack_array16(values: Iterable[int]) -> bytes:
    """A counted array of 16-bit codes."""
    listed = list(values)
    return struct.pack(f"<I{len(listed)}H", len(listed), *listed)


def pack_array32(values: Iterable[int]) -> bytes:
    """A counted array of 32-bit handles."""
    listed = list(values)
    return struct.pack(f"<I{len(listed)}I", len(listed), *listed)


@dataclass(frozen=True, slots=True)
class Request:
    """One operation with its data phase, stamped when its bytes had arrived."""

    code: int
    transaction: int
    parameters: tuple[int, ...]
    received_ns: int
    data: bytes = b""

    def parameter(self, index: int, default: int = 0) -> int:
        """Parameters that were not sent are zero, as the protocol has it."""
        return self.parameters[index] if index < len(self.parameters) else default


@dataclass(frozen=True, slots=True)
class Response:
    """The answer: a response code, its parameters, and the data phase if there is one."""

    code: int
    parameters: tuple[int, ...] = ()
    data: Buffer | None = None
