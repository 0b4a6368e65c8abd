"""A disk that loses what was not synced: a preloaded library that notes what is durable, and the folder after a cut.

Model: below one folder, a file's bytes are durable as of its last fsync or fdatasync, and a name as of the last fsync
of its folder. Everything else that was written, renamed, linked or removed sits in a cache that the cut empties. Real
disks keep more than that, never less; so what survives here survives a real cut. Writes through O_SYNC, msync,
sync_file_range and sync are not modelled, and count as not synced.
"""

from __future__ import annotations

from scanner_daemon.simulation.powercut.disk import VolatileDisk, build_shim

__all__ = ["VolatileDisk", "build_shim"]
