"""A photograph at several sizes, decoded in Qt's thread pool: what is shown is never more than twice what is needed.

Only `QImageReader.read` runs beside the event loop (it lets Python go on meanwhile, which `QImage.scaled` and
`QImage.transformed` do not); so every size is decoded from the file, JPEG's own scaling makes small ones cheap, and a
quarter turn is NumPy's.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QRunnable, QSize, Qt, QThreadPool, Signal
from PySide6.QtGui import QImage
from PySide6.QtNetwork import QNetworkAccessManager, QNetworkReply

from operator_gui.daemon.address import Address
from operator_gui.daemon.carrier import Carrier
from operator_gui.daemon.picture_bytes import PictureReader
from operator_gui.daemon.trouble import Trouble, trouble_of

__all__ = ["Pyramid", "PyramidLoader", "Turn", "read_level"]

FIRST_PX = 1600
"""The longest edge of what is decoded first: a screen's height, in a few tens of milliseconds."""
LEVELS_PX = (3200,)
"""Longest edges between that and the whole picture: a large one drawn small costs more than it shows."""
DEADLINE_MS = 60_000


@dataclass(frozen=True, slots=True)
class Turn:
    """How a stored picture becomes upright: mirrored, then turned clockwise by a multiple of 90 degrees."""

    clockwise_degrees: int = 0
    mirrored: bool = False

    @property
    def across(self) -> bool:
        """Width and height change places."""
        return self.clockwise_degrees % 180 == 90


@dataclass(frozen=True, slots=True)
class Pyramid:
    """An upright picture of ``size`` pixels, at the sizes that have been decoded, largest last."""

    size: QSize
    levels: tuple[QImage, ...]

    def level_for(self, scale: float) -> QImage:
        """The smallest one that has a pixel for each that is shown at ``scale`` (device pixels a picture pixel)."""
        for level in self.levels:
            if level.width() >= self.size.width() * scale * 0.99:
                return level
        return self.levels[-1]

    def enough_for(self, scale: float) -> bool:
        """Whether what is here is as fine as can be seen at ``scale``, or as the picture is."""
        finest = self.levels[-1].width()
        return finest >= self.size.width() * min(1.0, scale) * 0.99


def read_level(data: bytes, longest_px: int | None, turn: Turn | None) -> tuple[QSize, QImage]:
    """The full size, upright, and the picture at most ``longest_px`` along its longer edge (None: all of it).

    ``turn`` is applied to what is stored; None: what the file itself states. A null image where it cannot be read.
    """
    reader = PictureReader(data)
    reader.setAutoTransform(turn is None)
    size = reader.size()
    if longest_px is not None and max(size.width(), size.height()) > longest_px:
        reader.setScaledSize(size.scaled(longest_px, longest_px, Qt.AspectRatioMode.KeepAspectRatio))
    across = bool(reader.transformation().value & 4) if turn is None else turn.across
    image = reader.read()
    if turn is not None and not image.isNull():
        image = _turned(image, turn)
    return size.transposed() if across else size, image


def _turned(image: QImage, turn: Turn) -> QImage:
    quarters = turn.clockwise_degrees // 90 % 4
    if not quarters and not turn.mirrored:
        return image
    depth = image.depth() // 8
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    pixels = rows[:, : image.width() * depth]
    whole = pixels.view(np.uint32) if depth == 4 else pixels.reshape(image.height(), image.width(), depth)
    if turn.mirrored:
        whole = whole[:, ::-1]
    whole = np.rot90(whole, -quarters)
    height, width = whole.shape[:2]
    held = np.zeros((height, -(-width * depth // 4) * 4), np.uint8)
    into = held[:, : width * depth]
    np.copyto(into.view(np.uint32) if depth == 4 else into.reshape(height, width, depth), whole)
    return _Holding(held, width, height, image.format())


class _Holding(QImage):
    """An image over the pixels of an array, which lives as long as it does."""

    def __init__(self, held: NDArray[np.uint8], width: int, height: int, form: QImage.Format) -> None:
        super().__init__(held.data, width, height, held.shape[1], form)
        self.held = held


class _Reading(QRunnable):
    def __init__(self, generation: int, data: bytes, longest_px: int | None, turn: Turn | None, told: Carrier) -> None:
        super().__init__()
        self._generation = generation
        self._asked = (data, longest_px, turn)
        self._told = told

    def run(self) -> None:
        self._told.done.emit((self._generation, *read_level(*self._asked)))


class PyramidLoader(QObject):
    """Fetches one picture and decodes it soon, at the size of a screen; larger and whole when that is looked at."""

    ready = Signal(object)
    """The `Pyramid`, again with each level."""
    failed = Signal(object)
    """A `Trouble`."""

    def __init__(self, address: Address, network: QNetworkAccessManager, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._address = address
        self._network = network
        self._pool = QThreadPool.globalInstance()
        self._reply: QNetworkReply | None = None
        self._data = b""
        self._turn: Turn | None = None
        self._most_px: int | None = None
        self._generation = 0
        self._asked: set[int] = set()
        self.pyramid: Pyramid | None = None

    def load(self, path: str, turn: Turn | None = None, most_px: int | None = None) -> None:
        """Begin another picture; the former one is given up. ``most_px`` is the longest edge that is ever wanted."""
        self.clear()
        self._turn, self._most_px = turn, most_px
        request = self._address.request(path)
        request.setTransferTimeout(DEADLINE_MS)
        reply = self._reply = self._network.get(request)
        reply.finished.connect(lambda: self._fetched(reply))

    def clear(self) -> None:
        """Nothing is wanted any more."""
        self._generation += 1
        self._asked = set()
        self._data, self.pyramid = b"", None
        if self._reply is not None:
            self._reply.abort()
            self._reply = None

    def need(self, scale: float) -> None:
        """The picture is shown at ``scale`` now: what is missing for that is decoded."""
        if self.pyramid is None or self.pyramid.enough_for(scale):
            return
        size = self.pyramid.size
        longest = max(size.width(), size.height())
        wanted = next((px for px in LEVELS_PX if px >= longest * scale * 0.99 and px < longest), longest)
        wanted = min(wanted, self._most_px or wanted)
        if wanted not in self._asked:
            self._asked.add(wanted)
            self._read(None if wanted == longest else wanted)

    def _fetched(self, reply: QNetworkReply) -> None:
        reply.deleteLater()
        if reply is not self._reply:
            return
        self._reply = None
        body = bytes(reply.readAll().data())
        if reply.error() is not QNetworkReply.NetworkError.NoError:
            self.failed.emit(trouble_of(reply, body))
            return
        self._data = body
        self._read(FIRST_PX)

    def _read(self, longest_px: int | None) -> None:
        told = Carrier(self, self._take)
        self._pool.start(_Reading(self._generation, self._data, longest_px, self._turn, told))

    def _take(self, read: tuple[int, QSize, QImage]) -> None:
        generation, size, image = read
        if generation != self._generation:
            return
        if image.isNull():
            self.failed.emit(Trouble("gui.picture_unreadable", "The picture could not be read.", status=200))
            return
        before = self.pyramid.levels if self.pyramid is not None else ()
        self.pyramid = Pyramid(size, tuple(sorted((*before, image), key=QImage.width)))
        self.ready.emit(self.pyramid)
