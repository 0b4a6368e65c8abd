"""Who is at the other end of the socket: asked of the kernel, never of the client."""

from __future__ import annotations

import grp
import os
import pwd
import socket
import struct
from dataclasses import dataclass

__all__ = ["Peer", "is_allowed", "peer_of"]

_SO_PEERGROUPS = 59
_CREDENTIALS = struct.Struct("iII")


@dataclass(frozen=True, slots=True)
class Peer:
    """A client process as the kernel knew it when it connected."""

    pid: int
    uid: int
    groups: frozenset[int]
    """Its primary and supplementary group ids."""

    @property
    def name(self) -> str:
        """The user's login name, or ``uid 1234`` where there is none."""
        try:
            return pwd.getpwuid(self.uid).pw_name
        except KeyError:
            return f"uid {self.uid}"


def peer_of(connection: socket.socket) -> Peer:
    """The client of a connected Unix socket. Raises OSError when the kernel cannot say."""
    raw = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
    pid, uid, gid = _CREDENTIALS.unpack(raw)
    return Peer(pid, uid, frozenset({gid}) | _supplementary(connection, uid, gid))


def _supplementary(connection: socket.socket, uid: int, gid: int) -> frozenset[int]:
    try:
        raw = connection.getsockopt(socket.SOL_SOCKET, _SO_PEERGROUPS, 4096)
        return frozenset(struct.unpack(f"{len(raw) // 4}I", raw))
    except OSError:
        pass  # A kernel before 4.13: ask the user database instead.
    try:
        return frozenset(os.getgrouplist(pwd.getpwuid(uid).pw_name, gid))
    except KeyError:
        return frozenset()


def is_allowed(peer: Peer, own_uid: int, group: str | None) -> bool:
    """Our own user, root, and members of ``group`` (None or unknown to the machine: nobody else) may speak."""
    if peer.uid in (own_uid, 0):
        return True
    if group is None:
        return False
    try:
        return grp.getgrnam(group).gr_gid in peer.groups
    except KeyError:
        return False
