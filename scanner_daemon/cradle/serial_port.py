"""Opening the controller's tty for ourselves alone, with a sentence for every way in which that fails."""

from __future__ import annotations

import asyncio
import errno
import getpass
import grp
import os
from pathlib import Path

import serial
from serial_asyncio_fast import SerialTransport

from firmware_protocol.link import Link
from scanner_daemon.cradle.errors import (
    CradleError,
    CradlePortBusy,
    CradlePortDenied,
    CradlePortMissing,
    CradlePortUnusable,
)

__all__ = ["error_of_port", "open_port"]


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


def error_of_port(port: str, wrong: OSError | ValueError) -> CradleError:
    """The sentence for a tty that cannot be opened."""
    number = wrong.errno if isinstance(wrong, OSError) else None
    if number in (errno.ENOENT, errno.ENXIO, errno.ENODEV):
        return CradlePortMissing(port=port)
    if number in (errno.EACCES, errno.EPERM):
        return CradlePortDenied(port=port, group=_group_of(port), user=getpass.getuser())
    if number in (errno.EAGAIN, errno.EBUSY):
        return CradlePortBusy(port=port)
    return CradlePortUnusable(port=port, detail=os.strerror(number) if number else str(wrong))


def _group_of(port: str) -> str:
    try:
        return grp.getgrgid(Path(port).stat().st_gid).gr_name
    except (OSError, KeyError):
        return "bookcradle"
