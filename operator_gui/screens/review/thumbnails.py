"""Thumbnails of the cells in view: a bounded number of bytes of them kept, what was scrolled past given up."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QImage, QPixmap

from operator_gui.daemon.images import Images, Picture
from operator_gui.daemon.trouble import Trouble
from scanner_daemon.api.schemas import GridSide

__all__ = ["GridThumbnails", "key_of", "path_of"]

MOST_BYTES = 64 * 1024 * 1024
AT_ONCE = 6
WIDTH_PX = 320
"""The width that the daemon keeps on its disk."""


def key_of(side: GridSide) -> str:
    """What is shown of a side: the same picture has the same key, wherever it stands."""
    return side.image_sha256 or side.shot_id


def path_of(side: GridSide) -> str:
    """Where its thumbnail is fetched: of the page where there is one, else of the photograph."""
    if side.image_sha256 is not None:
        return f"/v1/pages/{side.page_id}/thumbnail"
    return f"/v1/shots/{side.shot_id}/thumbnail"


class GridThumbnails(QObject):
    """Asks for what is in view, in the order of the cells, a few at once."""

    came = Signal(str)
    """The key of a picture that is here now."""

    def __init__(self, images: Images, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._images = images
        self._fit = QSize(WIDTH_PX, WIDTH_PX)
        self._kept: OrderedDict[str, QPixmap | None] = OrderedDict()
        self._bytes = 0
        self._under_way: dict[str, Picture] = {}
        self._wanted: OrderedDict[str, str] = OrderedDict()

    @property
    def kept_bytes(self) -> int:
        """What the pictures take."""
        return self._bytes

    @property
    def under_way(self) -> int:
        """How many are being fetched."""
        return len(self._under_way)

    @property
    def all_here(self) -> bool:
        """Nothing that was asked for is missing."""
        return not self._wanted and not self._under_way

    def set_size(self, fit: QSize) -> None:
        """The largest size at which one is drawn, in pixels of the device; another one forgets all."""
        if fit != self._fit:
            self._fit = fit
            self._kept.clear()
            self._bytes = 0

    def pixmap(self, key: str) -> QPixmap | None:
        """The picture, when it is here."""
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
        return found

    def want(self, sides: Sequence[GridSide]) -> None:
        """These are in view; everything else that is still on its way is given up."""
        asked = OrderedDict((key_of(side), path_of(side)) for side in sides)
        for key in [each for each in self._under_way if each not in asked]:
            self._under_way.pop(key).abort()
        self._wanted = OrderedDict(
            (key, path) for key, path in asked.items() if key not in self._kept and key not in self._under_way
        )
        self._send()

    def _send(self) -> None:
        while self._wanted and len(self._under_way) < AT_ONCE:
            key, path = self._wanted.popitem(last=False)
            self._under_way[key] = self._images.load(
                path,
                partial(self._take, key),
                query={"width": WIDTH_PX},
                fit=self._fit,
                failed=partial(self._lost, key),
                owner=self,
            )

    def _take(self, key: str, image: QImage) -> None:
        self._under_way.pop(key, None)
        self._keep(key, QPixmap.fromImage(image))

    def _lost(self, key: str, trouble: Trouble) -> None:
        self._under_way.pop(key, None)
        if trouble.status is not None:  # the daemon has none: asking again would not help
            self._keep(key, None)
        else:
            self._send()

    def _keep(self, key: str, picture: QPixmap | None) -> None:
        self._kept[key] = picture
        self._bytes += _bytes_of(picture)
        while self._bytes > MOST_BYTES:
            _, old = self._kept.popitem(last=False)
            self._bytes -= _bytes_of(old)
        self._send()
        self.came.emit(key)


def _bytes_of(picture: QPixmap | None) -> int:
    return 0 if picture is None else picture.width() * picture.height() * 4
