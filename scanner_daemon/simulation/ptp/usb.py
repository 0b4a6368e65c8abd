"""The simulated USB bus: a driver folder for libgphoto2, and one Unix socket for each body that is plugged in.

The driver (``iolib/bookcradle_usb.c``) sends bulk transfers as records {u32 kind, i32 length} + bytes; the port pushes
its answers the same way, without being asked, so that a download costs the simulator's interpreter next to nothing.
"""

from __future__ import annotations

import contextlib
import logging
import math
import os
import select
import shutil
import socket
import struct
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

from scanner_daemon.simulation.ptp.body import Delivery, SimulatedBody
from scanner_daemon.simulation.ptp.driver import build_driver
from scanner_daemon.simulation.ptp.faults import IoError, ShortData, Stall, Unplug
from scanner_daemon.simulation.ptp.wire import Request, Response

__all__ = ["UsbBus", "UsbPort"]

_log = logging.getLogger(__name__)

_RECORD = struct.Struct("<Ii")
_CONTAINER = struct.Struct("<IHHI")
_COMMAND, _DATA, _RESPONSE = 1, 2, 3
_TO_BODY_BULK, _TO_BODY_CLEAR_HALT, _TO_BODY_RESET = 1, 2, 3
_HELLO, _BULK, _FAILED, _RESET_DONE = 16, 17, 18, 19
_CLAIMED = 1
_GP_ERROR_IO = -7
_LONGEST_RECORD = 1 << 20
_SEND_BUFFER_BYTES = 1 << 20
_PACED_CHUNK_BYTES = 1 << 18
_END_SECONDS = 5.0


class _Gone(Exception):
    """The other end of the connection is no more, or the cable is out."""


class _Connection:
    """One host that has opened the device."""

    def __init__(self, port: UsbPort, host: socket.socket) -> None:
        self._port = port
        self._host = host
        self._unplugged = threading.Event()
        self._command: tuple[int, int, tuple[int, ...], int] | None = None
        self._data = bytearray()
        self.thread = threading.Thread(target=self._serve, name=f"simulated usb {port.name}", daemon=True)

    def cut(self) -> None:
        """Pull the cable: both ends see the connection end at once."""
        self._unplugged.set()
        with contextlib.suppress(OSError):
            self._host.shutdown(socket.SHUT_RDWR)

    @property
    def abandoned(self) -> bool:
        """The host has closed its end."""
        poller = select.poll()
        try:
            poller.register(self._host, select.POLLHUP)
            return bool(poller.poll(0))
        except (OSError, ValueError):
            return True

    def _serve(self) -> None:
        with self._host:
            try:
                self._host.sendall(_RECORD.pack(_HELLO, 0))
                while True:
                    self._take_record()
            except (_Gone, OSError):
                return
            except Exception:  # noqa: BLE001  # a bug here must show in the log, not as a silent thread
                _log.exception("the simulated body at %s stopped serving", self._port.name)

    def _receive(self, size: int) -> bytes:
        got = bytearray()
        while len(got) < size:
            part = self._host.recv(size - len(got))
            if not part:
                raise _Gone
            got += part
        return bytes(got)

    def _take_record(self) -> None:
        head = self._host.recv(_RECORD.size + 1024)
        received_ns = time.monotonic_ns()
        if not head:
            raise _Gone
        if len(head) < _RECORD.size:
            head += self._receive(_RECORD.size - len(head))
        while head:
            kind, length = _RECORD.unpack_from(head)
            if not 0 <= length <= _LONGEST_RECORD:
                raise _Gone
            end = _RECORD.size + length
            if len(head) < end:
                head += self._receive(end - len(head))
            body, head = head[_RECORD.size : end], head[end:]
            if 0 < len(head) < _RECORD.size:
                head += self._receive(_RECORD.size - len(head))
            if kind == _TO_BODY_BULK:
                self._take_bulk(body, received_ns)
            elif kind == _TO_BODY_RESET:
                self._command = None
                self._data.clear()
                self._host.sendall(_RECORD.pack(_RESET_DONE, 0))

    def _take_bulk(self, transfer: bytes, received_ns: int) -> None:
        """Put containers together: a command, and the data that some commands are followed by."""
        if self._command is not None and transfer[4:6] != _COMMAND.to_bytes(2, "little"):
            self._data += transfer
            if len(self._data) < _CONTAINER.size:
                return
            if len(self._data) >= _CONTAINER.unpack_from(self._data)[0]:
                code, transaction, parameters, _ = self._command
                self._command = None
                data = bytes(self._data[_CONTAINER.size :])
                self._perform(Request(code, transaction, parameters, received_ns, data))
            return
        if len(transfer) < _CONTAINER.size:
            return
        length, kind, code, transaction = _CONTAINER.unpack_from(transfer)
        if kind != _COMMAND or length > len(transfer):
            return
        count = (length - _CONTAINER.size) // 4
        parameters = struct.unpack_from(f"<{count}I", transfer, _CONTAINER.size)
        self._data.clear()
        if code in self._port.body.data_out_operations:
            self._command = (code, transaction, parameters, received_ns)
        else:
            self._perform(Request(code, transaction, parameters, received_ns))

    def _perform(self, request: Request) -> None:
        delivery = self._port.body.perform(request)
        if delivery.response is None:
            return
        if delivery.pause_s > 0 and self._unplugged.wait(delivery.pause_s):
            raise _Gone
        self._send(request, delivery, delivery.response)

    def _send(self, request: Request, delivery: Delivery, response: Response) -> None:
        parameters = response.parameters
        answer = _CONTAINER.pack(_CONTAINER.size + 4 * len(parameters), _RESPONSE, response.code, request.transaction)
        answer += struct.pack(f"<{len(parameters)}I", *parameters)
        answer = _RECORD.pack(_BULK, len(answer)) + answer
        if response.data is None:
            if delivery.breakage is not None and self._break(delivery):
                return
            self._host.sendall(answer)
            return
        data = memoryview(response.data).cast("B")
        sent = len(data)
        if delivery.breakage is not None:
            sent = min(len(data), max(0, int(len(data) * delivery.breakage.fraction)))
        header = _CONTAINER.pack(_CONTAINER.size + len(data), _DATA, request.code, request.transaction)
        head = _RECORD.pack(_BULK, len(header) + sent) + header
        if delivery.breakage is None and len(data) <= _PACED_CHUNK_BYTES // 4:
            self._host.sendall(b"".join((head, data, answer)))
            return
        self._host.sendall(head)
        self._send_paced(data[:sent])
        if delivery.breakage is None or not self._break(delivery):
            self._host.sendall(answer)

    def _send_paced(self, data: memoryview) -> None:
        timing = self._port.body.timing
        if math.isinf(timing.transfer_mb_s):
            self._host.sendall(data)
            return
        began_ns = time.monotonic_ns()
        for start in range(0, len(data), _PACED_CHUNK_BYTES):
            chunk = data[start : start + _PACED_CHUNK_BYTES]
            due_ns = began_ns + round(timing.transfer_ms(start + len(chunk)) * 1e6)
            if self._unplugged.wait(max(0.0, (due_ns - time.monotonic_ns()) / 1e9)):
                raise _Gone
            self._host.sendall(chunk)

    def _break(self, delivery: Delivery) -> bool:
        """Let the transfer go wrong; True when no response is to follow."""
        match delivery.breakage:
            case Stall():
                return True
            case IoError():
                self._host.sendall(_RECORD.pack(_FAILED, _GP_ERROR_IO))
                return True
            case Unplug(replug_after_ms=replug_after_ms):
                self._port.unplug(replug_after_ms=replug_after_ms)
                raise _Gone
            case ShortData() | None:
                return False


class UsbPort:
    """One socket of the bus with one body in it, plugged in or not."""

    def __init__(self, devices: Path, body: SimulatedBody, bus: int, device: int) -> None:
        self.body = body
        self.name = f"usb:{bus:03d},{device:03d}"
        """As libgphoto2 calls it."""
        model = body.model
        self._file = f"{bus:03d}-{device:03d}_{model.vendor:04x}-{model.product:04x}.sock"
        self._devices = devices
        self._lock = threading.RLock()
        self._listener: socket.socket | None = None
        self._accepting: threading.Thread | None = None
        self._connection: _Connection | None = None
        self._replug: threading.Timer | None = None

    @property
    def plugged_in(self) -> bool:
        """Whether autodetect would see it."""
        return self._listener is not None

    def plug(self) -> None:
        """Put the cable in; harmless when it is."""
        with self._lock:
            if self._listener is not None:
                return
            listener = socket.socket(socket.AF_UNIX)
            try:
                with _short_path(self._devices) as folder:
                    (self._devices / self._file).unlink(missing_ok=True)
                    listener.bind(f"{folder}/{self._file}")
                listener.listen(4)
            except OSError:
                listener.close()
                raise
            self._listener = listener
            self._accepting = threading.Thread(
                target=self._accept, args=(listener,), name=f"simulated usb {self.name}", daemon=True
            )
            self._accepting.start()

    def unplug(self, *, replug_after_ms: float | None = None) -> None:
        """Pull the cable; harmless when it is out. With a time, it goes back in by itself."""
        with self._lock:
            if self._replug is not None:
                self._replug.cancel()
                self._replug = None
            if self._listener is not None:
                (self._devices / self._file).unlink(missing_ok=True)
                with contextlib.suppress(OSError):
                    self._listener.shutdown(socket.SHUT_RDWR)
                self._listener.close()
                self._listener = None
            if self._connection is not None:
                self._connection.cut()
            if replug_after_ms is not None:
                self._replug = threading.Timer(replug_after_ms / 1e3, self.plug)
                self._replug.daemon = True
                self._replug.start()

    def close(self) -> None:
        """Unplug for good and let every thread end."""
        with self._lock:
            replug = self._replug
            self.unplug()
            threads = [self._accepting, self._connection.thread if self._connection else None, replug]
        for thread in threads:
            if thread is not None and thread is not threading.current_thread():
                thread.join(_END_SECONDS)

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                host, _ = listener.accept()
            except OSError:
                return
            host.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SEND_BUFFER_BYTES)
            self._admit(host)

    def _admit(self, host: socket.socket) -> None:
        with self._lock:
            if self._listener is None:
                host.close()
                return
            holder = self._connection
            if holder is not None and holder.thread.is_alive():
                if not holder.abandoned:
                    with contextlib.suppress(OSError):
                        host.sendall(_RECORD.pack(_HELLO, _CLAIMED))
                    host.close()
                    return
                holder.cut()
            self._connection = _Connection(self, host)
            self._connection.thread.start()


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
        self._ports: dict[int, UsbPort] = {}

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

        Raises ValueError when another body is there.
        """
        name = f"usb:{bus:03d},{device:03d}"
        for other in self._ports.values():
            if other.body is not body and other.name == name and other.plugged_in:
                raise ValueError(f"another body is plugged in at {name}")
        port = self._ports.get(id(body))
        if port is None or port.name != name:
            if port is not None:
                port.close()
            port = self._ports[id(body)] = UsbPort(self.devices, body, bus, device)
        port.plug()
        return port

    def unplug(self, body: SimulatedBody, *, replug_after_ms: float | None = None) -> None:
        """Pull this body's cable; raises KeyError when it was never plugged in here."""
        self._ports[id(body)].unplug(replug_after_ms=replug_after_ms)
