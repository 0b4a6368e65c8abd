"""How the daemon hands a live-view frame to the process that measures it. Standard library only: no OpenCV in here.

A request is two lengths, a JSON object and a JPEG; an answer is one line of JSON. One request is under way at a time:
frames that come faster are dropped by the daemon and never queue.
"""

from __future__ import annotations

import json
import struct
from typing import Any, BinaryIO

__all__ = ["packed", "received"]

_HEADER = struct.Struct("<II")


def packed(request: dict[str, Any], jpeg: bytes) -> bytes:
    """The head of a request, after which the JPEG itself is sent."""
    words = json.dumps(request, separators=(",", ":")).encode()
    return _HEADER.pack(len(words), len(jpeg)) + words


def received(stream: BinaryIO) -> tuple[dict[str, Any], bytes] | None:
    """The next request, None when the other end has closed."""
    head = stream.read(_HEADER.size)
    if len(head) < _HEADER.size:
        return None
    words, picture = _HEADER.unpack(head)
    request: dict[str, Any] = json.loads(stream.read(words))
    return request, stream.read(picture)
