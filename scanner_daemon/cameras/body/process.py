"""What this process owes its surroundings: to be small, to end with its parent, to keep descriptor 0 taken."""

from __future__ import annotations

import ctypes
import gc
import os
import signal

from scanner_daemon.cameras.body.session import guard_stdin

__all__ = ["settle_in"]

_PR_SET_PDEATHSIG = 1
_PR_SET_TIMERSLACK = 29


def settle_in(parent: int) -> None:
    """Arrange for the kernel to end this process with its parent, even inside a hung USB call; wake up punctually.

    The collector is switched off: it must not run between the instant and the shutter. `Body` runs it when idle.
    """
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    prctl(_PR_SET_TIMERSLACK, 1, 0, 0, 0)
    if os.getppid() != parent:
        raise SystemExit(0)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    guard_stdin()
    gc.disable()
