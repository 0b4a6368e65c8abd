"""PTP/IP (CIPA DC-005) on loopback: the transport for machines without a C compiler.

libgphoto2 gives it fixed deadlines of 2.5 s, does not list such cameras in autodetect, and wants the port twice:
``ptpip:127.0.0.1:15740:15740`` (`PtpIpPort.name`), with the abilities of ``PTP/IP Camera``.
"""

from __future__ import annotations

import contextlib
import socket
import struct
import time
from types import TracebackType

from scanner_daemon.simulation.ptp.body import Delivery, SimulatedBody
from scanner_daemon.simulation.ptp.faults import IoError, ShortData, Stall, Unplug
from scanner_daemon.simulation.ptp.port import Port
from scanner_daemon.simulation.ptp.transport import ConnectionGone, Session, receive_exactly, send_paced
from scanner_daemon.simulation.ptp.wire import Request, Response

__all__ = ["PtpIpPort"]

_HEAD = struct.Struct("<II")
_INIT_COMMAND, _INIT_COMMAND_ACK, _INIT_EVENT, _INIT_EVENT_ACK, _INIT_FAIL = 1, 2, 3, 4, 5
_REQUEST_FIXED = struct.Struct("<IHI")
_REQUEST, _RESPONSE, _START_DATA, _DATA, _END_DATA, _PROBE, _PROBE_ANSWER = 6, 7, 9, 10, 12, 13, 14
_REJECTED = 1
_DATA_FROM_HOST = 2
_GUID = b"bookcradle-simul"
_VERSION = 0x0001_0000
_LONGEST_PACKET = 1 << 20
_GREETING_SECONDS = 2.0
_RESET_ON_CLOSE = struct.pack("ii", 1, 0)


def _receive(connection: socket.socket) -> tuple[int, bytes, int]:
    """Type, payload and instant of arrival of the next packet; raises ConnectionGone."""
    length, kind = _HEAD.unpack(receive_exactly(connection, _HEAD.size))
    if not _HEAD.size <= length <= _LONGEST_PACKET:
        raise ConnectionGone
    payload = receive_exactly(connection, length - _HEAD.size)
    return kind, payload, time.monotonic_ns()


def _packet(kind: int, *payload: bytes) -> bytes:
    body = b"".join(payload)
    return _HEAD.pack(_HEAD.size + len(body), kind) + body


class _PtpIpSession(Session):
    """One host's command connection, and the event connection that it keeps open beside it."""

    def __init__(self, port: PtpIpPort, connection: socket.socket) -> None:
        super().__init__(connection, f"simulated {port.name}")
        self._port = port
        self.events: socket.socket | None = None

    def serve(self) -> None:
        """Take requests until the host leaves or the network is gone."""
        name = (self._port.body.model.name + "\0").encode("utf-16-le")
        self.connection.sendall(_packet(_INIT_COMMAND_ACK, struct.pack("<I", 1), _GUID, name, _pack32(_VERSION)))
        try:
            while True:
                kind, payload, received_ns = _receive(self.connection)
                if kind == _PROBE:
                    self.connection.sendall(_packet(_PROBE_ANSWER))
                elif kind == _REQUEST:
                    self._take_request(payload, received_ns)
        finally:
            if self.events is not None:
                self.events.close()

    def cut(self) -> None:
        """The network is gone."""
        super().cut()
        if self.events is not None:
            with contextlib.suppress(OSError):
                self.events.shutdown(socket.SHUT_RDWR)

    def _take_request(self, payload: bytes, received_ns: int) -> None:
        if len(payload) < _REQUEST_FIXED.size:
            raise ConnectionGone
        phase, code, transaction = _REQUEST_FIXED.unpack_from(payload)
        parameters = struct.unpack_from(f"<{(len(payload) - _REQUEST_FIXED.size) // 4}I", payload, _REQUEST_FIXED.size)
        data = bytearray()
        if phase == _DATA_FROM_HOST:
            kind = _START_DATA
            while kind != _END_DATA:
                kind, part, _ = _receive(self.connection)
                if kind in (_DATA, _END_DATA):
                    data += part[4:]
        delivery = self._port.body.perform(Request(code, transaction, parameters, received_ns, bytes(data)))
        if delivery.response is None:
            return
        if delivery.pause_s > 0 and self.unplugged.wait(delivery.pause_s):
            raise ConnectionGone
        self._send(transaction, delivery, delivery.response)

    def _send(self, transaction: int, delivery: Delivery, response: Response) -> None:
        parameters = struct.pack(f"<{len(response.parameters)}I", *response.parameters)
        answer = _packet(_RESPONSE, struct.pack("<HI", response.code, transaction), parameters)
        if response.data is not None:
            data = memoryview(response.data).cast("B")
            self.connection.sendall(_packet(_START_DATA, struct.pack("<IQ", transaction, len(data))))
            announced = len(data)
            if delivery.breakage is not None:
                data = data[: round(len(data) * delivery.breakage.fraction)]
            if isinstance(delivery.breakage, ShortData):
                announced = len(data)
            self.connection.sendall(_HEAD.pack(_HEAD.size + 4 + announced, _END_DATA) + _pack32(transaction))
            send_paced(self.connection.sendall, data, self._port.body.timing, self.unplugged)
        if not self._breaks(delivery):
            self.connection.sendall(answer)

    def _breaks(self, delivery: Delivery) -> bool:
        """Let the transfer go wrong here; True when no response is to follow."""
        match delivery.breakage:
            case Stall():
                return True
            case IoError():
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
                raise ConnectionGone
            case Unplug(replug_after_ms=replug_after_ms):
                self._port.unplug(replug_after_ms=replug_after_ms)
                raise ConnectionGone
            case ShortData() | None:
                return False


def _pack32(value: int) -> bytes:
    return struct.pack("<I", value)


class PtpIpPort(Port):
    """A body on the network of this machine. A context manager: on the network inside, gone outside.

    Port 0 of ``address`` takes a free one.
    """

    def __init__(self, body: SimulatedBody, address: tuple[str, int] = ("127.0.0.1", 0)) -> None:
        super().__init__(body, "ptpip")
        self._address = address

    def __enter__(self) -> PtpIpPort:
        self.plug()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def listen(self) -> socket.socket:
        """A listening socket; the port that it got is kept for the next time."""
        listener = socket.create_server(self._address)
        host, port = listener.getsockname()[:2]
        self._address = (host, port)
        self.name = f"ptpip:{host}:{port}:{port}"
        return listener

    def vanish(self) -> None:
        """Nothing points to it but its address."""

    def admit(self, connection: socket.socket) -> None:
        """Tell command and event connections apart; a second host is rejected."""
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.settimeout(_GREETING_SECONDS)
        kind, _, _ = _receive(connection)
        connection.settimeout(None)
        session = self._session
        if kind == _INIT_COMMAND and not self.taken:
            self.begin(_PtpIpSession(self, connection))
        elif kind == _INIT_EVENT and isinstance(session, _PtpIpSession) and session.held:
            session.events = connection
            connection.sendall(_packet(_INIT_EVENT_ACK))
        else:
            with connection:
                connection.sendall(_packet(_INIT_FAIL, _pack32(_REJECTED)))
