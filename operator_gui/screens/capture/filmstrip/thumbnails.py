"""Small pictures of shots: fetched as they come into view, and a bounded number of them kept."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage, QPixmap, QTransform

__all__ = ["LoadPicture", "Thumbnails", "stood_up"]

MOST_KEPT = 192
"""About eight widths of a wide screen; 192 pictures of 96 x 72 in 32 bits are 5 MB."""
AT_ONCE = 4


class LoadPicture(Protocol):
    """Fetch the thumbnail of a shot and call back with it, or with None where there is none."""

    def __call__(self, shot_id: str, then: Callable[[QImage | None], object], /) -> object: ...


class Thumbnails(QObject):
    """The newest wish is served first: what is in view now matters more than what was scrolled past."""

    came = Signal()
    """Another picture is there."""

    def __init__(self, load: LoadPicture, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._load = load
        self._kept: OrderedDict[tuple[str, int], QPixmap | None] = OrderedDict()
        self._wanted: OrderedDict[tuple[str, int], None] = OrderedDict()
        self._under_way: set[tuple[str, int]] = set()

    def pixmap(self, shot_id: str, rotate_degrees: int = 0) -> QPixmap | None:
        """The picture, turned upright, when it is here already; otherwise it is sent for."""
        key = (shot_id, rotate_degrees)
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        if key not in self._under_way:
            self._wanted[key] = None
            self._wanted.move_to_end(key)
            self._send()
        return None

    def forget(self) -> None:
        """Another book: keep nothing."""
        self._kept.clear()
        self._wanted.clear()

    @property
    def kept(self) -> int:
        """How many are held now."""
        return len(self._kept)

    def _send(self) -> None:
        while self._wanted and len(self._under_way) < AT_ONCE:
            key, _ = self._wanted.popitem(last=True)
            self._under_way.add(key)
            self._load(key[0], partial(self._take, key))
        while len(self._wanted) > MOST_KEPT:
            self._wanted.popitem(last=False)

    def _take(self, key: tuple[str, int], image: QImage | None) -> None:
        self._under_way.discard(key)
        self._kept[key] = None if image is None or image.isNull() else QPixmap.fromImage(stood_up(image, key[1]))
        while len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        self._send()
        self.came.emit()


def stood_up(image: QImage, rotate_degrees: int) -> QImage:
    """A photograph in page orientation. One that is taller than wide was turned by what its own file states."""
    lying = image.width() >= image.height()
    turn = rotate_degrees % 360
    return image.transformed(QTransform().rotate(turn)) if turn and (turn == 180 or lying) else image
