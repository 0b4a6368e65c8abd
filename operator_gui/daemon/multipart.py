"""`multipart/x-mixed-replace` of JPEG pictures, as the daemon's live views come: pure, any cutting of the stream."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["Part", "PartParser"]

HEAD_END = b"\r\n\r\n"
MOST_BYTES = 32_000_000


@dataclass(frozen=True, slots=True)
class Part:
    """One picture with its headers, whose names are in lower case."""

    body: bytes
    headers: dict[str, str] = field(default_factory=dict)


class PartParser:
    """Takes parts by their Content-Length. A part without one, or with an absurd one, ends in ValueError."""

    def __init__(self) -> None:
        self._received = bytearray()
        self._headers: dict[str, str] | None = None
        self._length = 0

    def feed(self, received: bytes) -> list[Part]:
        """All parts that are complete with ``received``, the oldest first."""
        self._received += received
        parts: list[Part] = []
        while True:
            if self._headers is None and not self._take_head():
                return parts
            if len(self._received) < self._length:
                return parts
            parts.append(Part(bytes(self._received[: self._length]), self._headers or {}))
            del self._received[: self._length]
            self._headers = None

    def _take_head(self) -> bool:
        end = self._received.find(HEAD_END)
        if end < 0:
            if len(self._received) > 65_536:
                raise ValueError("a part without headers")
            return False
        lines = bytes(self._received[:end]).decode("latin-1").split("\r\n")
        del self._received[: end + len(HEAD_END)]
        fields = (line.partition(":") for line in lines if ":" in line)
        self._headers = {name.strip().lower(): value.strip() for name, _, value in fields}
        length = self._headers.get("content-length", "")
        if not length.isdigit() or int(length) > MOST_BYTES:
            raise ValueError("a part without a usable Content-Length")
        self._length = int(length)
        return True
