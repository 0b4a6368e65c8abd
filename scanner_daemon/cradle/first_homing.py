"""Home is looked for once when the daemon starts: the person who starts it stands there.

One that is started because the last was killed has nobody beside it: then the cradle asks for an operator (`UseMark`).
"""

from __future__ import annotations

from typing import Protocol

from scanner_daemon.capture.ports import CradleStatus
from scanner_daemon.cradle.errors import CradleError, CradleLinkLost

__all__ = ["Homes", "home_at_start"]

TRIES = 3
BACK_S = 5.0
"""A link that broke is there again in a second, or it is not for this to wait for."""


class Homes(Protocol):
    """What of the cradle is needed."""

    @property
    def status(self) -> CradleStatus: ...

    async def home(self) -> None: ...

    async def connected(self, deadline_s: float) -> None: ...


async def home_at_start(cradle: Homes) -> None:
    """Find the home position; where that fails, the rig says so and waits for a release.

    A link that has broken is waited for, and home looked for again, only where nothing has moved: a controller that
    loses its host in a motion latches a fault, and what is latched is for a person to look at. A controller that was
    not there at the start may be in somebody's hands.
    """
    for _ in range(TRIES):
        if not await _there(cradle) or not _may_home(cradle.status):
            return
        try:
            await cradle.home()
        except CradleLinkLost:
            continue
        except CradleError:
            return
        else:
            return


async def _there(cradle: Homes) -> bool:
    now = cradle.status
    if not now.connected and now.fault_code == CradleLinkLost.code:
        try:
            await cradle.connected(BACK_S)
        except CradleError:
            return False
    return cradle.status.connected


def _may_home(now: CradleStatus) -> bool:
    latched = now.emergency_stop_latched or now.fault_code is not None or now.needs_operator
    return not latched and now.homed is False
