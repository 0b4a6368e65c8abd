"""Pictures from the daemon: fetched on the event loop, decoded in Qt's thread pool, at the size that is shown.

A 24 MP photograph takes a third of a second to decode; here that never holds the window up.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QByteArray, QObject, QRect, QRunnable, QSize, Qt, QThreadPool, Signal
from PySide6.QtGui import QImage, QImageReader
from PySide6.QtNetwork import QNetworkAccessManager, QNetworkReply

from operator_gui.daemon.address import Address, Query
from operator_gui.daemon.carrier import Carrier
from operator_gui.daemon.picture_bytes import PictureReader
from operator_gui.daemon.pools import PICTURE_NICE, give_way, pool_for
from operator_gui.daemon.trouble import Trouble, trouble_of

__all__ = ["Images", "Picture", "decoded"]

MOST_MIB = 1024
"""What one decoded picture may take: a 100 MP photograph in 32 bits is 400 MB."""
DEADLINE_MS = 30_000


def decoded(data: bytes | QByteArray, fit: QSize | None = None, clip: QRect | None = None) -> QImage:
    """The picture in ``data``, no larger than ``fit`` (pixels; its shape is kept), or its part ``clip`` at full size.

    The orientation that the file states is applied. A null image where it cannot be read.
    """
    reader = PictureReader(data)
    reader.setAutoTransform(True)
    size = reader.size()
    if clip is not None:
        reader.setClipRect(clip)
    elif fit is not None and size.isValid():
        turned = bool(reader.transformation().value & 4)
        room = fit.transposed() if turned else fit
        if size.width() > room.width() or size.height() > room.height():
            reader.setScaledSize(size.scaled(room, Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()


class Picture(QObject):
    """A picture that is on its way. It ends with its callback, with `abort`, or with the object it was asked for."""

    ready = Signal(object)
    """The `QImage`, on the GUI's thread."""
    failed = Signal(object)
    """A `Trouble`."""
    away = Signal()
    """Nobody answered."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.aborted = False
        self._reply: QNetworkReply | None = None

    def abort(self) -> None:
        """Nobody wants it any more: what is being fetched is given up, what is being decoded is dropped."""
        self.aborted = True
        if self._reply is not None:
            self._reply.abort()

    def fetch(self, reply: QNetworkReply, fit: QSize | None, clip: QRect | None, pool: QThreadPool) -> None:
        """Wait for ``reply``, and have it decoded."""
        self._reply = reply
        reply.finished.connect(lambda: self._fetched(reply, fit, clip, pool))

    def _fetched(self, reply: QNetworkReply, fit: QSize | None, clip: QRect | None, pool: QThreadPool) -> None:
        self._reply = None
        reply.deleteLater()
        if self.aborted:
            self.deleteLater()
            return
        # Qt shares what it read; as `bytes` a photograph would be copied twice while the window waits.
        body = reply.readAll()
        if reply.error() is not QNetworkReply.NetworkError.NoError:
            trouble = trouble_of(reply, bytes(body.data()))
            if trouble.away:
                self.away.emit()
            self.failed.emit(trouble)
            self.deleteLater()
            return
        pool.start(_Decoding(body, fit, clip, Carrier(self, self._decoded)))

    def _decoded(self, image: QImage) -> None:
        if not self.aborted:
            if image.isNull():
                self.failed.emit(Trouble("gui.picture_unreadable", "The picture could not be read.", status=200))
            else:
                self.ready.emit(image)
        self.deleteLater()


class _Decoding(QRunnable):
    """Lets go of the file's bytes: PySide forgets to end one in a hundred of these."""

    def __init__(self, data: QByteArray, fit: QSize | None, clip: QRect | None, told: Carrier) -> None:
        super().__init__()
        self._data, self._fit, self._clip = data, fit, clip
        self._told = told

    def run(self) -> None:
        give_way(PICTURE_NICE)
        data, self._data = self._data, QByteArray()
        self._told.tell(decoded(data, self._fit, self._clip))


class Images(QObject):
    """Loads pictures by their address. Has a network of its own, so that no picture ever delays a request."""

    def __init__(self, address: Address, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._address = address
        self._network = QNetworkAccessManager(self)
        self._pool = pool_for("pictures", max(1, QThreadPool.globalInstance().maxThreadCount() - 1))
        QImageReader.setAllocationLimit(MOST_MIB)

    def load(
        self,
        path: str,
        then: Callable[[QImage], Any],
        *,
        query: Query | None = None,
        fit: QSize | None = None,
        clip: QRect | None = None,
        failed: Callable[[Trouble], Any] | None = None,
        owner: QObject | None = None,
    ) -> Picture:
        """Fetch and decode a picture; ``fit`` in pixels of the device. With ``owner``, it is given up."""
        picture = Picture(self)
        picture.ready.connect(then)
        # After some refused connections Qt keeps one to a socket that is gone, and waits on it for ever.
        picture.away.connect(self._network.clearConnectionCache)
        if failed is not None:
            picture.failed.connect(failed)
        if owner is not None:
            owner.destroyed.connect(picture.abort)
        request = self._address.request(path, query)
        request.setTransferTimeout(DEADLINE_MS)
        picture.fetch(self._network.get(request), fit, clip, self._pool)
        return picture
