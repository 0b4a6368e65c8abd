"""Opening the controller's tty for ourselves alone, with a sentence for every way in which that fails."""

from __future__ import annotations

import asyncio
import errno
import getpass
import grp
import os
import stat
import termios
from pathlib import Path

import serial
from serial_asyncio_fast import SerialTransport

from firmware_protocol.link import Link
from scanner_daemon.cradle.errors import (
    CradleError,
    CradlePortBusy,
    CradlePortDenied,
    CradlePortMissing,
    CradlePortRootsOnly,
    CradlePortUnusable,
)

__all__ = ["error_of_port", "open_port", "require_free"]


def open_port(port: str, baud: int, link: Link) -> asyncio.WriteTransport:
    """Open the tty, locked against other programs, and hand it to the link. Raises a CradleError of the port.

    pyserial tells trouble sometimes as SerialException and sometimes as plain OSError; the first is the second.
    Close with `WriteTransport.abort`: a graceful close would wait for a tty that may never drain.
    """
    try:
        # asyncio waits for the descriptor, so pyserial itself must not.
        tty = serial.Serial(port, baud, timeout=0, write_timeout=0, exclusive=True)
    except (OSError, ValueError) as wrong:
        raise error_of_port(port, wrong) from wrong
    transport: asyncio.WriteTransport = SerialTransport(asyncio.get_running_loop(), link, tty)
    return transport


def require_free(port: str) -> None:
    """Open the tty and let it go again. Raises a CradleError of the port, one that another program holds among them."""
    try:
        serial.Serial(port, timeout=0, write_timeout=0, exclusive=True).close()
    except (OSError, ValueError) as wrong:
        raise error_of_port(port, wrong) from wrong


def error_of_port(port: str, wrong: OSError | ValueError) -> CradleError:
    """The sentence for a tty that cannot be opened."""
    number = _number_of(wrong)
    if number in (errno.ENOENT, errno.ENXIO, errno.ENODEV):
        return CradlePortMissing(port=port)
    if number in (errno.EACCES, errno.EPERM):
        group = _group_that_may_open(port)
        return (
            CradlePortDenied(port=port, group=group, user=getpass.getuser())
            if group
            else CradlePortRootsOnly(port=port)
        )
    if number in (errno.EAGAIN, errno.EBUSY):
        return CradlePortBusy(port=port)
    if number == errno.ENOTTY:
        return CradlePortUnusable(port=port, detail="it is no serial port")
    return CradlePortUnusable(port=port, detail=os.strerror(number) if number else str(wrong))


def _number_of(wrong: OSError | ValueError) -> int | None:
    """Pyserial puts what termios says into words of its own, and leaves the number with the cause."""
    if isinstance(wrong, OSError) and wrong.errno is not None:
        return wrong.errno
    cause = wrong.__context__
    number = cause.args[0] if isinstance(cause, termios.error) and cause.args else None
    return number if isinstance(number, int) else None


def _group_that_may_open(port: str) -> str | None:
    """The group that a person is put into to use the port; None where that is no way to do it."""
    try:
        found = Path(port).stat()
        name = grp.getgrgid(found.st_gid).gr_name
    except (OSError, KeyError):
        return None
    both = stat.S_IRGRP | stat.S_IWGRP
    return name if name != "root" and found.st_mode & both == both else None
