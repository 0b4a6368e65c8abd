"""The simulated USB bus: a driver folder for libgphoto2, and one Unix socket for each body that is plugged in.

The driver (``iolib/``) sends bulk transfers as records {u32 kind, i32 length} + bytes; the port pushes
its answers the same way, without being asked, so that a download costs the simulator's interpreter next to nothing.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import struct
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

from scanner_daemon.simulation.ptp.body import Delivery, SimulatedBody
from scanner_daemon.simulation.ptp.driver import build_driver
from scanner_daemon.simulation.ptp.faults import IoError, ShortData, Stall, Unplug
from scanner_daemon.simulation.ptp.port import Port
from scanner_daemon.simulation.ptp.transport import ConnectionGone, Session, receive_exactly, send_paced
from scanner_daemon.simulation.ptp.wire import Request, Response

__all__ = ["UsbBus", "UsbPort"]

_RECORD = struct.Struct("<Ii")
_TO_BODY = struct.Struct("<Iiq")
"""Kind, length, and the instant at which the host handed it over: when a real bus would have delivered it."""
_CONTAINER = struct.Struct("<IHHI")
_COMMAND, _DATA, _RESPONSE = 1, 2, 3
_TO_BODY_BULK, _TO_BODY_RESET = 1, 3
_HELLO, _BULK, _FAILED, _RESET_DONE = 16, 17, 18, 19
_WELCOME, _CLAIMED_BY_ANOTHER = 0, 1
_GP_ERROR_IO = -7
_LONGEST_RECORD = 1 << 20
_FIRST_READ_BYTES = 4096
_SEND_BUFFER_BYTES = 1 << 20
_ONE_SEND_BYTES = 1 << 16


class _UsbSession(Session):
    """One host that has opened the device: records in, containers out."""

    def __init__(self, port: UsbPort, connection: socket.socket) -> None:
        super().__init__(connection, f"simulated {port.name}")
        self._port = port
        self._command: Request | None = None
        self._data = bytearray()

    def serve(self) -> None:
        """Take records until the host closes the device or the cable is out."""
        self.connection.sendall(_RECORD.pack(_HELLO, _WELCOME))
        waiting = b""
        while True:
            if not waiting:
                waiting = self.connection.recv(_FIRST_READ_BYTES)
                if not waiting:
                    raise ConnectionGone
            if len(waiting) < _TO_BODY.size:
                waiting += receive_exactly(self.connection, _TO_BODY.size - len(waiting))
            kind, length, sent_ns = _TO_BODY.unpack_from(waiting)
            if not 0 <= length <= _LONGEST_RECORD:
                raise ConnectionGone
            end = _TO_BODY.size + length
            if len(waiting) < end:
                waiting += receive_exactly(self.connection, end - len(waiting))
            transfer, waiting = waiting[_TO_BODY.size : end], waiting[end:]
            if kind == _TO_BODY_BULK:
                self._take_transfer(transfer, sent_ns)
            elif kind == _TO_BODY_RESET:
                self._command = None
                self.connection.sendall(_RECORD.pack(_RESET_DONE, 0))

    def _take_transfer(self, transfer: bytes, received_ns: int) -> None:
        """Put containers together: a command, and the data that some commands are followed by."""
        is_command = len(transfer) >= _CONTAINER.size and _CONTAINER.unpack_from(transfer)[1] == _COMMAND
        if self._command is not None and not is_command:
            self._data += transfer
            if len(self._data) >= _CONTAINER.size and len(self._data) >= _CONTAINER.unpack_from(self._data)[0]:
                asked, self._command = self._command, None
                data = bytes(self._data[_CONTAINER.size :])
                self._perform(Request(asked.code, asked.transaction, asked.parameters, asked.received_ns, data))
            return
        if not is_command:
            return
        length, _, code, transaction = _CONTAINER.unpack_from(transfer)
        count = max(0, min(length, len(transfer)) - _CONTAINER.size) // 4
        parameters = struct.unpack_from(f"<{count}I", transfer, _CONTAINER.size)
        request = Request(code, transaction, parameters, received_ns)
        if code in self._port.body.data_out_operations:
            self._command = request
            self._data.clear()
        else:
            self._perform(request)

    def _perform(self, request: Request) -> None:
        delivery = self._port.body.perform(request)
        if delivery.response is None:
            return
        if delivery.pause_s > 0 and self.unplugged.wait(delivery.pause_s):
            raise ConnectionGone
        self._send(request, delivery, delivery.response)

    def _send(self, request: Request, delivery: Delivery, response: Response) -> None:
        parameters = response.parameters
        answer = _CONTAINER.pack(_CONTAINER.size + 4 * len(parameters), _RESPONSE, response.code, request.transaction)
        answer += struct.pack(f"<{len(parameters)}I", *parameters)
        answer = _RECORD.pack(_BULK, len(answer)) + answer
        if response.data is None:
            if not self._breaks(delivery):
                self.connection.sendall(answer)
            return
        data = memoryview(response.data).cast("B")
        header = _CONTAINER.pack(_CONTAINER.size + len(data), _DATA, request.code, request.transaction)
        if delivery.breakage is not None:
            data = data[: round(len(data) * delivery.breakage.fraction)]
        head = _RECORD.pack(_BULK, len(header) + len(data)) + header
        if delivery.breakage is None and len(data) <= _ONE_SEND_BYTES:
            self.connection.sendall(b"".join((head, data, answer)))
            return
        self.connection.sendall(head)
        send_paced(self.connection.sendall, data, self._port.body.timing, self.unplugged)
        if not self._breaks(delivery):
            self.connection.sendall(answer)

    def _breaks(self, delivery: Delivery) -> bool:
        """Let the transfer go wrong here; True when no response is to follow."""
        match delivery.breakage:
            case Stall():
                return True
            case IoError():
                self.connection.sendall(_RECORD.pack(_FAILED, _GP_ERROR_IO))
                return True
            case Unplug(replug_after_ms=replug_after_ms):
                self._port.unplug(replug_after_ms=replug_after_ms)
                raise ConnectionGone
            case ShortData() | None:
                return False


class UsbPort(Port):
    """One place on the bus with one body in it, plugged in or not."""

    def __init__(self, devices: Path, body: SimulatedBody, bus: int, device: int) -> None:
        super().__init__(body, f"usb:{bus:03d},{device:03d}")
        model = body.model
        self._devices = devices
        self._file = f"{bus:03d}-{device:03d}_{model.vendor:04x}-{model.product:04x}.sock"

    def listen(self) -> socket.socket:
        """A socket in the folder of devices, which the driver lists."""
        listener = socket.socket(socket.AF_UNIX)
        try:
            (self._devices / self._file).unlink(missing_ok=True)
            with _short_path(self._devices) as folder:
                listener.bind(f"{folder}/{self._file}")
            listener.listen(4)
        except OSError:
            listener.close()
            raise
        return listener

    def vanish(self) -> None:
        """Autodetect sees it no more."""
        (self._devices / self._file).unlink(missing_ok=True)

    def admit(self, connection: socket.socket) -> None:
        """Serve the host, or tell it that another has claimed the device."""
        if self.taken:
            with connection:
                connection.sendall(_RECORD.pack(_HELLO, _CLAIMED_BY_ANOTHER))
            return
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SEND_BUFFER_BYTES)
        self.begin(_UsbSession(self, connection))


@contextlib.contextmanager
def _short_path(folder: Path) -> Iterator[str]:
    """A name of ``folder`` that fits into a socket's address, however deep the folder lies."""
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield f"/proc/self/fd/{fd}"
    finally:
        os.close(fd)


class UsbBus:
    """A USB bus in a folder: ``iolibs`` is all that a program needs to see the bodies on it.

    ``folder`` must be this bus's own; ``cache`` keeps the compiled driver between runs. Entering raises
    `CompilerMissing` or `DriverNotBuilt` when the driver cannot be made.
    """

    def __init__(self, folder: Path, cache: Path) -> None:
        self._folder = folder
        self._cache = cache
        self._ports: dict[str, UsbPort] = {}

    @property
    def iolibs(self) -> Path:
        """The driver folder to give to libgphoto2 as IOLIBS."""
        return self._folder / "iolibs"

    @property
    def devices(self) -> Path:
        """The folder of sockets; the driver finds it beside its own."""
        return self._folder / "devices"

    def __enter__(self) -> UsbBus:
        library = build_driver(self._cache)
        self.devices.mkdir(parents=True, exist_ok=True)
        self.iolibs.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(library, self.iolibs / "bookcradle_usb.so")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for port in self._ports.values():
            port.close()
        self._ports.clear()

    def plug(self, body: SimulatedBody, bus: int = 1, device: int = 2) -> UsbPort:
        """Plug a body into ``usb:bus,device``; one that is plugged in elsewhere moves.

        Raises ValueError when another body is plugged in there.
        """
        port = UsbPort(self.devices, body, bus, device)
        there = self._ports.get(port.name)
        if there is not None and there.body is not body and there.plugged_in:
            raise ValueError(f"another body is plugged in at {port.name}")
        for name, other in list(self._ports.items()):
            if name == port.name or other.body is body:
                other.close()
                del self._ports[name]
        self._ports[port.name] = port
        port.plug()
        return port

    def unplug(self, body: SimulatedBody, *, replug_after_ms: float | None = None) -> None:
        """Pull this body's cable; raises KeyError when it was never plugged in here."""
        self.port_of(body).unplug(replug_after_ms=replug_after_ms)

    def replug(self, body: SimulatedBody) -> None:
        """Put its cable back where it was; raises KeyError when it was never plugged in here."""
        self.port_of(body).plug()

    def port_of(self, body: SimulatedBody) -> UsbPort:
        """The port that this body is, or was last, plugged into; raises KeyError."""
        for port in self._ports.values():
            if port.body is body:
                return port
        raise KeyError(body.serial)
