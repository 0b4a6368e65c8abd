"""What lies on the card and in the buffer of a simulated body."""

from __future__ import annotations

import struct
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from scanner_daemon.simulation.ptp.codes import Format
from scanner_daemon.simulation.ptp.wire import Buffer, DataType, pack

__all__ = ["ROOT", "ObjectStore", "StoredObject"]

ROOT = 0
"""The parent of what lies at the top of the card, and of everything in the buffer."""

_STORAGE_INFO = struct.Struct("<HHHQQI")
_REMOVABLE_RAM, _DCIM, _READ_WRITE = 4, 3, 0


def _now() -> str:
    return datetime.now().astimezone().strftime("%Y%m%dT%H%M%S")


@dataclass(frozen=True, slots=True)
class StoredObject:
    """A file or a folder. ``storage`` is 0 in the body's buffer."""

    handle: int
    name: str
    format: int
    storage: int
    parent: int
    data: memoryview
    pixels: tuple[int, int] = (0, 0)
    captured: str = field(default_factory=_now)

    def info(self) -> bytes:
        """The ObjectInfo dataset (ISO 15740 §5.5.2)."""
        folder = self.format == Format.ASSOCIATION
        fixed = struct.pack(
            "<IHHIHIIIIIIIHII",
            self.storage,
            self.format,
            0,
            len(self.data),
            0 if folder else Format.JFIF,
            0,
            0 if folder else 160,
            0 if folder else 120,
            *self.pixels,
            0 if folder else 24,
            self.parent,
            1 if folder else 0,
            0,
            0,
        )
        texts = (self.name, self.captured, self.captured, "")
        return fixed + b"".join(pack(DataType.STRING, text) for text in texts)


class ObjectStore:
    """One card with its DCIM folder, and the buffer in the body's memory; safe from any thread."""

    def __init__(
        self, storage: int, folder: str, capacity_bytes: int, card_handles_from: int, ram_handles: int
    ) -> None:
        self.storage = storage
        self.capacity_bytes = capacity_bytes
        self._lock = threading.Lock()
        self._next_card = card_handles_from
        self._ram_handles = ram_handles
        self._objects: dict[int, StoredObject] = {}
        dcim = self._folder("DCIM", ROOT)
        self._album = self._folder(folder, dcim)

    def _folder(self, name: str, parent: int) -> int:
        handle = self._next_card
        self._next_card += 1
        self._objects[handle] = StoredObject(handle, name, Format.ASSOCIATION, self.storage, parent, memoryview(b""))
        return handle

    def put_on_card(self, name: str, format_code: int, data: Buffer, pixels: tuple[int, int]) -> StoredObject:
        """Write a picture into the album folder."""
        with self._lock:
            handle = self._next_card
            self._next_card += 1
            stored = StoredObject(
                handle, name, format_code, self.storage, self._album, memoryview(data).cast("B"), pixels
            )
            self._objects[handle] = stored
            return stored

    def put_in_ram(self, name: str, format_code: int, data: Buffer, pixels: tuple[int, int]) -> StoredObject:
        """Keep a picture in the buffer, under the next buffer handle; it is no part of any listing."""
        with self._lock:
            handle = self._ram_handles
            while handle in self._objects:
                handle += 1
            stored = StoredObject(handle, name, format_code, 0, ROOT, memoryview(data).cast("B"), pixels)
            self._objects[handle] = stored
            return stored

    def get(self, handle: int) -> StoredObject | None:
        """The object, or None."""
        return self._objects.get(handle)

    def remove(self, handle: int) -> bool:
        """Delete it; False when there is none, or it is a folder."""
        with self._lock:
            stored = self._objects.get(handle)
            if stored is None or stored.format == Format.ASSOCIATION:
                return False
            del self._objects[handle]
            return True

    def empty_ram(self) -> None:
        """Forget the buffer, as a body does when its session ends."""
        with self._lock:
            for handle in [h for h, stored in self._objects.items() if stored.storage == 0]:
                del self._objects[handle]

    def listed(self, parent: int | None) -> Iterable[int]:
        """Handles on the card: all of them, or those straight under ``parent``."""
        with self._lock:
            return [
                handle
                for handle, stored in self._objects.items()
                if stored.storage and (parent is None or stored.parent == parent)
            ]

    @property
    def free_bytes(self) -> int:
        """Room left on the card."""
        with self._lock:
            return max(0, self.capacity_bytes - sum(len(o.data) for o in self._objects.values() if o.storage))

    def storage_info(self, free_bytes: int, shots_left: int) -> bytes:
        """The StorageInfo dataset (ISO 15740 §5.2.3)."""
        fixed = _STORAGE_INFO.pack(
            _REMOVABLE_RAM, _DCIM, _READ_WRITE, self.capacity_bytes, free_bytes, min(shots_left, 0xFFFF_FFFE)
        )
        return fixed + pack(DataType.STRING, "SD") + pack(DataType.STRING, "CARD")
