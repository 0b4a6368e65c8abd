"""A RAW file as a shell: TIFF structure, the body's name and the JPEG inside, so that readers find its preview.

The scene gives JPEGs only; a body that is asked for RAW wraps one. Tags after TIFF 6.0 (§ JPEG interchange format).
"""

from __future__ import annotations

import struct

from scanner_daemon.simulation.ptp.wire import Buffer

__all__ = ["wrap_jpeg"]

_ASCII, _SHORT, _LONG = 2, 3, 4
_MAKE, _MODEL, _COMPRESSION, _JPEG_OFFSET, _JPEG_LENGTH = 0x010F, 0x0110, 0x0103, 0x0201, 0x0202
_OLD_JPEG = 6
_CR2_MARK = b"CR\x02\x00" + bytes(4)


def wrap_jpeg(jpeg: Buffer, make: str, model: str, *, cr2: bool) -> bytes:
    """A little-endian TIFF with one directory whose image is ``jpeg``; ``cr2`` adds Canon's mark after the header."""
    mark = _CR2_MARK if cr2 else b""
    texts = [text.encode("ascii") + b"\0" for text in (make, model)]
    directory_at = 8 + len(mark)
    texts_at = directory_at + 2 + 5 * 12 + 4
    jpeg_at = texts_at + sum(len(text) for text in texts)
    entries = [
        struct.pack("<HHIHH", _COMPRESSION, _SHORT, 1, _OLD_JPEG, 0),
        struct.pack("<HHII", _MAKE, _ASCII, len(texts[0]), texts_at),
        struct.pack("<HHII", _MODEL, _ASCII, len(texts[1]), texts_at + len(texts[0])),
        struct.pack("<HHII", _JPEG_OFFSET, _LONG, 1, jpeg_at),
        struct.pack("<HHII", _JPEG_LENGTH, _LONG, 1, len(jpeg)),
    ]
    head = b"II*\0" + struct.pack("<I", directory_at) + mark
    return b"".join([head, struct.pack("<H", len(entries)), *entries, bytes(4), *texts, jpeg])
