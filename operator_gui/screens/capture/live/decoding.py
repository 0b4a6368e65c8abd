"""From the newest JPEG to a picture, away from the GUI's event loop. A frame that a newer one overtakes is dropped.

Measured on 1056 x 704: 5.7 ms a frame, too much for two views at 30 fps between two paints. `QImageReader.read` lets go
of the interpreter (`QImage.loadFromData` does not: it holds a second thread back for as long as it takes).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRunnable, Signal
from PySide6.QtGui import QImage

from operator_gui.daemon.carrier import Carrier
from operator_gui.daemon.picture_bytes import PictureReader
from operator_gui.daemon.pools import LIVE_NICE, give_way, pool_for
from operator_gui.screens.capture.live.signal_layers import SignalColours, SignalWanted, signal_layer

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["DecodedFrame", "FrameDecoder", "decode", "upright"]


@dataclass(frozen=True, slots=True)
class DecodedFrame:
    """One frame ready to be painted."""

    number: int
    image: QImage
    """Upright."""
    layer: QImage | None
    """Peaking and zebra, where they were wanted; upright, of half the frame's size."""
    held: tuple[object, ...] = field(default=(), repr=False)
    """The memory that the images lie in."""


def decode(jpeg: bytes) -> QImage:
    """The picture; a null image where the bytes are none."""
    return PictureReader(jpeg, "jpeg").read()


def upright(image: QImage, rotate_degrees: int) -> tuple[QImage, object]:
    """The image turned clockwise by a multiple of 90, and the memory it lies in, to be held as long as it is.

    Painting a turned image costs the event loop 1.6 ms a frame instead of 0.5; and Qt's own `transformed` does not let
    go of the interpreter, which numpy does.
    """
    if rotate_degrees % 360 == 0 or image.isNull():
        return image, None
    import numpy as np  # a tenth of a second, and not the window's

    image.convertTo(
        QImage.Format.Format_ARGB32_Premultiplied if image.hasAlphaChannel() else QImage.Format.Format_RGB32
    )
    rows: NDArray[np.uint32] = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), -1)
    turned = np.ascontiguousarray(np.rot90(rows, -(rotate_degrees // 90)))
    height, width = len(turned), len(turned[0])
    return QImage(turned.data.cast("B"), width, height, width * 4, image.format()), turned


class _Job(QRunnable):
    """Lets go of the frame: PySide forgets to end one in a hundred of these."""

    def __init__(
        self,
        ended: Carrier,
        frame: tuple[int, bytes],
        rotate_degrees: int,
        wanted: SignalWanted,
        colours: SignalColours,
    ) -> None:
        super().__init__()
        self._ended = ended
        self._frame = frame
        self._rotate_degrees = rotate_degrees
        self._wanted = wanted
        self._colours = colours

    def run(self) -> None:
        give_way(LIVE_NICE)
        (number, jpeg), self._frame = self._frame, (0, b"")
        image = decode(jpeg)
        layer = None if image.isNull() else signal_layer(image, self._wanted, self._colours)
        standing, pixels = upright(image, self._rotate_degrees)
        standing_layer, layer_pixels = (None, None) if layer is None else upright(layer, self._rotate_degrees)
        self._ended.tell(DecodedFrame(number, standing, standing_layer, (pixels, layer_pixels)))


class FrameDecoder(QObject):
    """At most one frame at work and one waiting; an offer replaces the one that waits."""

    decoded = Signal(object)
    """A `DecodedFrame`, in the order of the offers."""

    def __init__(self, colours: SignalColours, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.wanted = SignalWanted()
        self.rotate_degrees = 0
        self.colours = colours
        self.dropped = 0
        """Frames that were overtaken, or could not be read."""
        self._pool = pool_for("live view", threads=2)
        """Of its own, so that live view does not stand in line behind photographs of 24 MP."""
        self._waiting: tuple[int, bytes] | None = None
        self._ended: Carrier | None = None

    def offer(self, number: int, jpeg: bytes) -> None:
        """The newest frame."""
        if self._waiting is not None:
            self.dropped += 1
        self._waiting = (number, jpeg)
        if self._ended is None:
            self._begin()

    def rest(self) -> None:
        """Drop what waits; what is at work is still told."""
        self._waiting = None

    def _begin(self) -> None:
        frame, self._waiting = self._waiting, None
        if frame is None:
            return
        self._ended = Carrier(self, self._take)
        self._pool.start(_Job(self._ended, frame, self.rotate_degrees, self.wanted, self.colours))

    def _take(self, frame: DecodedFrame) -> None:
        self._ended = None
        if frame.image.isNull():
            self.dropped += 1
        else:
            self.decoded.emit(frame)
        if self._ended is None:
            self._begin()
