"""Focus peaking and zebra: what a frame's own brightness says of focus and over-exposure, as a transparent layer.

Computed at half size in Qt's thread pool, together with the decoding: numpy lets go of the interpreter meanwhile.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["SignalColours", "SignalWanted", "brightness", "signal_layer"]

STEEP = 48
"""Grey levels between neighbours (both ways added) from which an edge counts as sharp."""
BURNT = 250
"""Grey level from which paper has no drawing left."""
STRIPE_PX = 4


@dataclass(frozen=True, slots=True)
class SignalWanted:
    """Which of the two a person has switched on."""

    peaking: bool = False
    zebra: bool = False

    def __bool__(self) -> bool:
        return self.peaking or self.zebra


@dataclass(frozen=True, slots=True)
class SignalColours:
    """0xAARRGGBB, premultiplied (they are opaque)."""

    peaking: int
    zebra: int


def brightness(frame: QImage) -> NDArray[np.uint8]:
    """Rows x columns of grey levels 0..255, at half the frame's size."""
    import numpy as np  # a tenth of a second, and not the window's

    half = QSize(max(1, frame.width() // 2), max(1, frame.height() // 2))
    gray = frame.scaled(half, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.FastTransformation)
    gray.convertTo(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(gray.constBits(), np.uint8).reshape(gray.height(), gray.bytesPerLine())
    return rows[:, : gray.width()].copy()


def signal_layer(frame: QImage, wanted: SignalWanted, colours: SignalColours) -> QImage | None:
    """A transparent image, half the frame's size, with sharp edges and burnt-out areas marked; None: nothing wanted."""
    if not wanted:
        return None
    import numpy as np

    gray = brightness(frame)
    layer = np.zeros(gray.shape, np.uint32)
    if wanted.zebra:
        rows, columns = gray.shape
        diagonal = np.add.outer(np.arange(rows), np.arange(columns)) // STRIPE_PX % 2 == 0
        layer[(gray >= BURNT) & diagonal] = colours.zebra
    if wanted.peaking:
        levels = gray.astype(np.int16)
        slope = np.zeros(gray.shape, np.int16)
        slope[:, 1:] = np.abs(levels[:, 1:] - levels[:, :-1])
        slope[1:, :] += np.abs(levels[1:, :] - levels[:-1, :])
        layer[slope >= STEEP] = colours.peaking
    height, width = len(layer), len(layer[0])
    image = QImage(layer.tobytes(), width, height, width * 4, QImage.Format.Format_ARGB32_Premultiplied)
    return image.copy()  # the bytes above belong to nobody who stays
