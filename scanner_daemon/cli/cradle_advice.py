"""What an error of the cradle leaves unsaid at a terminal: which ports there are, and what stands in for Release."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from serial.tools import list_ports

from scanner_daemon.cradle.errors import (
    CradleError,
    CradleGarbled,
    CradlePortMissing,
    CradlePortUnusable,
    CradleSilent,
)
from scanner_daemon.errors import BookcradleError

__all__ = ["RELEASED_BY", "CradleTrouble", "in_a_terminal"]

_ANOTHER_PORT = (CradlePortMissing, CradlePortUnusable, CradleSilent, CradleGarbled)
_NO_PORTS = "This computer has no serial port now: is the cable plugged in, and does it carry data, not power alone?"
RELEASED_BY = "Here, `bookcradle cradle home` releases it, and looks for home."


class CradleTrouble(BookcradleError):
    """An error of the cradle with what helps at a terminal."""

    code = "cradle.trouble"
    what = "{what}"
    remedy = "{remedy}"


@contextmanager
def in_a_terminal() -> Iterator[None]:
    """Errors of the cradle are raised with what helps at a terminal; what is raised is not logged there as well."""
    said_by_the_error = logging.NullHandler()
    log = logging.getLogger("scanner_daemon.cradle")
    log.addHandler(said_by_the_error)
    try:
        yield
    except CradleError as error:
        advice = _advice(error)
        if advice is None:
            raise
        raise CradleTrouble(what=error.what_happened, remedy=f"{error.what_to_do} {advice}") from error
    finally:
        log.removeHandler(said_by_the_error)


def _advice(error: CradleError) -> str | None:
    if isinstance(error, _ANOTHER_PORT):
        ports = [_described(port.device, port.description) for port in sorted(list_ports.comports())]
        return f"Serial ports of this computer: {', '.join(ports)}; --port names another." if ports else _NO_PORTS
    return RELEASED_BY if "release" in error.remedy.lower() else None


def _described(device: str, description: str | None) -> str:
    return f"{device} ({description})" if description and description != "n/a" else device
