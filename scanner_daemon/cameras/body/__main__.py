"""``python -m scanner_daemon.cameras.body``: started by `scanner_daemon.cameras.process`, never by hand."""

from __future__ import annotations

import argparse
import socket
from pathlib import Path

from scanner_daemon.cameras.body.process import settle_in
from scanner_daemon.cameras.body.serving import Body
from scanner_daemon.cameras.body.session import load_drivers

arguments = argparse.ArgumentParser()
arguments.add_argument("--parent", type=int, required=True)
arguments.add_argument("--commands", type=int, required=True)
arguments.add_argument("--previews", type=int, required=True)
arguments.add_argument("--scratch", type=Path, required=True)
arguments.add_argument("--iolibs")
given = arguments.parse_args()

settle_in(given.parent)
load_drivers(given.iolibs, given.scratch)
with socket.socket(fileno=given.commands) as commands, socket.socket(fileno=given.previews) as previews:
    Body(commands, previews).serve()
