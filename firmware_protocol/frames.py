"""Frames: consistent-overhead byte stuffing and a CRC-16, so that one zero byte always means "a frame ends here".

A frame on the wire is ``COBS(body + crc) + b"\\x00"``. The CRC is CRC-16 with polynomial 0x1021, initial value 0xFFFF,
not reflected, no final inversion (``binascii.crc_hqx`` here, ``_crc_xmodem_update`` of avr-libc's ``<util/crc16.h>`` on
the controller; the check value of ``123456789`` is 0x29B1), sent high byte first, so that the CRC over body and CRC is
zero. COBS is Cheshire and Baker, "Consistent Overhead Byte Stuffing", IEEE/ACM ToN 7(2), 1999.
"""

from __future__ import annotations

import binascii
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = [
    "CRC_BYTES",
    "CRC_INITIAL",
    "DELIMITER",
    "MAX_BODY_BYTES",
    "MAX_FRAME_BYTES",
    "FrameDecoder",
    "FrameError",
    "cobs_decode",
    "cobs_encode",
    "crc16",
    "decode_frame",
    "encode_frame",
]

DELIMITER = 0
"""The only byte that never occurs inside a frame."""
CRC_BYTES = 2
CRC_INITIAL = 0xFFFF
MAX_FRAME_BYTES = 64
"""The longest frame on the wire, delimiter included: the controller's receive buffer."""
MAX_BODY_BYTES = MAX_FRAME_BYTES - CRC_BYTES - 2
"""The longest body: the frame less its CRC, the one COBS code byte that 62 bytes need, and the delimiter."""


class FrameError(ValueError):
    """These bytes are not a frame: bad stuffing, bad CRC, or too long."""


def crc16(data: bytes) -> int:
    """CRC-16/CCITT with initial value 0xFFFF (0…0xFFFF); 0x29B1 for ``b"123456789"``."""
    return binascii.crc_hqx(data, CRC_INITIAL)


def cobs_encode(data: bytes) -> bytes:
    """Stuff ``data`` so that it holds no zero byte. The delimiter is not added."""
    out = bytearray()
    blocks = data.split(b"\0")
    for number, run in enumerate(blocks):
        last = number == len(blocks) - 1
        block = run
        while len(block) > 253:
            out.append(0xFF)
            out += block[:254]
            block = block[254:]
            if not block and last:
                return bytes(out)
        out.append(len(block) + 1)
        out += block
    return bytes(out)


def cobs_decode(data: bytes) -> bytes:
    """Undo `cobs_encode`. Raises FrameError where a code points past the end or a zero byte occurs."""
    if not data:
        raise FrameError("an empty run between two delimiters is not a frame")
    out = bytearray()
    at = 0
    while at < len(data):
        code = data[at]
        block = data[at + 1 : at + code]
        if code == 0 or len(block) != code - 1 or 0 in block:
            raise FrameError("byte stuffing is broken")
        out += block
        at += code
        if code < 0xFF and at < len(data):
            out.append(0)
    return bytes(out)


def encode_frame(body: bytes) -> bytes:
    """The bytes on the wire for ``body`` (1…MAX_BODY_BYTES bytes). Raises FrameError when it does not fit."""
    if not 0 < len(body) <= MAX_BODY_BYTES:
        raise FrameError(f"a body of {len(body)} bytes does not fit a frame")
    return cobs_encode(body + crc16(body).to_bytes(CRC_BYTES, "big")) + bytes([DELIMITER])


def decode_frame(stuffed: bytes) -> bytes:
    """The body of one frame given without its delimiter. Raises FrameError."""
    checked = cobs_decode(stuffed)
    if len(checked) <= CRC_BYTES:
        raise FrameError("a frame without a body")
    if crc16(checked) != 0:
        raise FrameError("the CRC does not hold")
    return checked[:-CRC_BYTES]


@dataclass
class FrameDecoder:
    """Turns a byte stream, however it is split, into bodies; throws away what is not a frame and finds the next one.

    The buffer never holds more than MAX_FRAME_BYTES: an overlong run is dropped up to its delimiter.
    """

    refused: int = 0
    """How many runs between delimiters were no frame."""

    def __post_init__(self) -> None:
        self._buffer = bytearray()
        self._overlong = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Yield the body of every whole frame that ``data`` completes. Consume all of it before feeding again."""
        while data:
            run, delimiter, data = data.partition(b"\0")
            if len(self._buffer) + len(run) >= MAX_FRAME_BYTES:
                self._overlong = True
                self._buffer.clear()
            elif not self._overlong:
                self._buffer += run
            if not delimiter:
                return
            stuffed = bytes(self._buffer)
            overlong, self._overlong = self._overlong, False
            self._buffer.clear()
            if overlong:
                self.refused += 1
            elif stuffed:
                try:
                    body = decode_frame(stuffed)
                except FrameError:
                    self.refused += 1
                else:
                    yield body

    @property
    def buffered_bytes(self) -> int:
        """How much of an unfinished frame is held (0…MAX_FRAME_BYTES − 1)."""
        return len(self._buffer)
