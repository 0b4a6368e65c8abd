"""Server-sent events, byte by byte: pure, so that it can be tried with any cutting of the stream."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["ServerSent", "ServerSentParser"]


@dataclass(frozen=True, slots=True)
class ServerSent:
    """One event as it came: its type, its data, and the id of the last event."""

    event: str
    data: str
    id: str


class ServerSentParser:
    """https://html.spec.whatwg.org/multipage/server-sent-events.html, without ``retry``."""

    def __init__(self) -> None:
        self._rest = b""
        self._event = ""
        self._data: list[str] = []
        self._id = ""

    def feed(self, received: bytes) -> list[ServerSent]:
        """All events that are complete with ``received``."""
        *lines, self._rest = (self._rest + received).replace(b"\r\n", b"\n").split(b"\n")
        return [told for line in lines if (told := self._line(line.decode("utf-8", "replace"))) is not None]

    def _line(self, line: str) -> ServerSent | None:
        if not line:
            told = ServerSent(self._event or "message", "\n".join(self._data), self._id) if self._data else None
            self._event, self._data = "", []
            return told
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if name == "data":
            self._data.append(value)
        elif name == "event":
            self._event = value
        elif name == "id":
            self._id = value
        return None
