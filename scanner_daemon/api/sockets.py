"""The daemon's Unix socket: bound by us, closed to others before anybody can connect, removed when we go.

uvicorn's own ``uds=`` makes the socket writable for everybody whatever the umask, so it is not used.
"""

from __future__ import annotations

import contextlib
import fcntl
import grp
import logging
import os
import socket
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scanner_daemon.errors import BookcradleError

__all__ = ["DaemonAlreadyRunningError", "SocketPathError", "listening_socket"]

_LONGEST_PATH_BYTES = 107
_BACKLOG = 128
_MODE = 0o660
_log = logging.getLogger(__name__)


class DaemonAlreadyRunningError(BookcradleError):
    """Another daemon answers on this socket."""

    code = "daemon_already_running"
    what = "Another bookcradle daemon is running on {socket}."
    remedy = "Stop it first, or give this one a socket of its own in the settings (api.socket)."


class SocketPathError(BookcradleError):
    """The socket cannot be made where the settings want it."""

    code = "socket_path"
    what = "The daemon cannot open its socket {socket}: {detail}."
    remedy = "Choose another place in the settings (api.socket), or mend this one."


@contextmanager
def listening_socket(path: Path, group: str | None) -> Iterator[socket.socket]:
    """A listening Unix socket at ``path``, mode 0660, of ``group`` where that group exists and we may give it.

    A socket file that a dead daemon left is replaced; a living one is refused. Between two daemons that start at
    once, a lock beside the socket decides. The socket is made under another name and renamed when its mode is right,
    so nobody can connect to it before. Raises DaemonAlreadyRunningError, SocketPathError.
    """
    if len(os.fsencode(path)) > _LONGEST_PATH_BYTES - len(".new"):
        raise SocketPathError(socket=str(path), detail="its path is longer than a socket's may be")
    with contextlib.ExitStack() as held:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            _lock(path, held)
            _refuse_living(path)
            listener = held.enter_context(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM))
            inode = _bind(listener, path, group)
        except OSError as error:
            raise SocketPathError(socket=str(path), detail=error.strerror or str(error)) from error
        held.callback(_remove, path, inode)
        yield listener


def _lock(path: Path, held: contextlib.ExitStack) -> None:
    descriptor = os.open(
        path.with_name(path.name + ".lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600
    )
    held.callback(os.close, descriptor)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise DaemonAlreadyRunningError(socket=str(path)) from error


def _refuse_living(path: Path) -> None:
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return
    if not stat.S_ISSOCK(mode):
        raise SocketPathError(socket=str(path), detail="something that is not a socket is there already")
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        probe.settimeout(1.0)
        try:
            probe.connect(os.fspath(path))
        except (ConnectionRefusedError, FileNotFoundError):
            return
        except (TimeoutError, BlockingIOError):
            pass  # Somebody holds it but is too busy to answer: alive.
    raise DaemonAlreadyRunningError(socket=str(path))


def _bind(listener: socket.socket, path: Path, group: str | None) -> int:
    new = path.with_name(path.name + ".new")
    new.unlink(missing_ok=True)
    listener.bind(os.fspath(new))
    try:
        new.chmod(0o600)
        if group is not None:
            _give_to_group(new, group)
        new.chmod(_MODE)
        listener.listen(_BACKLOG)
        listener.setblocking(False)
        inode = new.stat().st_ino
        new.rename(path)
    except BaseException:
        new.unlink(missing_ok=True)
        raise
    return inode


def _give_to_group(path: Path, group: str) -> None:
    try:
        os.chown(path, -1, grp.getgrnam(group).gr_gid)
    except KeyError:
        _log.warning("there is no group %s; only this user and root may speak to the daemon", group)
    except PermissionError:
        _log.warning("this user may not give the socket to group %s; only this user and root may speak", group)


def _remove(path: Path, inode: int) -> None:
    """Remove our socket file, unless somebody has put another in its place."""
    with contextlib.suppress(FileNotFoundError):
        if path.stat().st_ino == inode:
            path.unlink()
