"""How the daemon and a body's process talk: JSON messages, each after its length, over a socketpair.

Standard library only: both ends import this, and a body's process has to stay small.
"""

from __future__ import annotations

import json
import struct
from typing import Any

__all__ = ["PREVIEW_STAMP", "Deframer", "Message", "decode", "encode", "frame"]

Message = dict[str, Any]
"""One JSON object. A request carries ``id`` and ``do``; all that answers it carries the same ``id``."""

_LENGTH = struct.Struct("<I")
_MAX_FRAME_BYTES = 64 * 1024 * 1024
PREVIEW_STAMP = struct.Struct("<q")
"""A preview frame is this instant (nanoseconds of CLOCK_MONOTONIC at which the body gave it), then the JPEG."""


def frame(payload: bytes) -> bytes:
    """``payload`` (at most 64 MiB) with its length before it."""
    return _LENGTH.pack(len(payload)) + payload


def encode(message: Message) -> bytes:
    """One message as it travels."""
    return frame(json.dumps(message, separators=(",", ":")).encode())


def decode(payload: bytes) -> Message:
    """One message out of a frame's payload."""
    message: Message = json.loads(payload)
    return message


class Deframer:
    """Cuts a byte stream back into the payloads that were sent, however it was split on the way."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, data: bytes) -> list[bytes]:
        """Add what arrived; return the payloads that are now complete. Raises ValueError on a senseless length."""
        self._buffer += data
        whole = []
        while len(self._buffer) >= _LENGTH.size:
            (size,) = _LENGTH.unpack_from(self._buffer)
            if size > _MAX_FRAME_BYTES:
                raise ValueError(f"a frame of {size} bytes")
            end = _LENGTH.size + size
            if len(self._buffer) < end:
                break
            whole.append(bytes(self._buffer[_LENGTH.size : end]))
            del self._buffer[:end]
        return whole
