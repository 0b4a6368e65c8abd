"""Starts `bookcradle` commands by forking, so that a test that starts the daemon thirty times imports it once.

What runs is the unmodified command, in a process of its own; only the two seconds of imports are shared. One JSON line
in: ``{"arguments": [...], "environment": {...}, "log": PATH}``; one line out: the process id; and when it has ended,
``ended PID CODE`` (negative: the signal that ended it).
"""

from __future__ import annotations

import json
import os
import select
import signal
import sys

import scanner_daemon.app
import scanner_daemon.cli.main
from scanner_daemon.cli import daemon_command  # noqa: F401  imported here so that no child has to


def _become(order: dict[str, object]) -> None:
    """The child: the command with its own environment, output and signals."""
    log = os.open(str(order["log"]), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for ours, theirs in ((nothing, 0), (log, 1), (log, 2)):
        os.dup2(ours, theirs)
    environment = order["environment"]
    assert isinstance(environment, dict)
    os.environ.update(environment)
    arguments = order["arguments"]
    assert isinstance(arguments, list)
    sys.argv = ["bookcradle", *map(str, arguments)]
    scanner_daemon.cli.main.main()


def main() -> None:
    """Serve until stdin closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    noticed, notify = os.pipe()
    os.set_blocking(notify, False)
    signal.set_wakeup_fd(notify)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    while True:
        ready, _, _ = select.select([sys.stdin, noticed], [], [])
        if noticed in ready:
            os.read(noticed, 4096)
            _tell_endings()
        if sys.stdin in ready:
            line = sys.stdin.readline()
            if not line:
                return
            child = os.fork()
            if child == 0:
                signal.set_wakeup_fd(-1)
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                signal.signal(signal.SIGINT, signal.default_int_handler)
                _become(json.loads(line))
                os._exit(0)
            print(child, flush=True)


def _tell_endings() -> None:
    while True:
        try:
            child, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if child == 0:
            return
        print("ended", child, os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    main()
