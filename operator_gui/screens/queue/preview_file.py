"""The preview of a book, fetched into a file and shown by the program that the person reads PDFs with."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QDir, QObject, QSaveFile, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtNetwork import QNetworkAccessManager, QNetworkReply

from operator_gui.daemon.address import Address
from operator_gui.daemon.trouble import Trouble, trouble_of

__all__ = ["PreviewFile"]


class PreviewFile(QObject):
    """`fetch` ends with ``saved`` or ``failed``."""

    saved = Signal(str)
    """The path of the file."""
    failed = Signal(object)
    """A `Trouble`."""

    def __init__(
        self,
        address: Address,
        parent: QObject | None = None,
        *,
        open_url: Callable[[QUrl], bool] = QDesktopServices.openUrl,
    ) -> None:
        super().__init__(parent)
        self._address = address
        self._network = QNetworkAccessManager(self)
        self._open_url = open_url

    def fetch(self, book_id: str) -> None:
        """Ask for the newest preview of a book."""
        reply = self._network.get(self._address.request(f"/v1/books/{book_id}/preview.pdf"))
        reply.finished.connect(lambda: self._came(reply, book_id))

    def show_file(self, path: str) -> bool:
        """Open it; False where no program is found for it."""
        return self._open_url(QUrl.fromLocalFile(path))

    def _came(self, reply: QNetworkReply, book_id: str) -> None:
        reply.deleteLater()
        body = reply.readAll()
        if reply.error() is not QNetworkReply.NetworkError.NoError:
            self.failed.emit(trouble_of(reply, bytes(body.data())))
            return
        path = QDir.temp().filePath(f"bookcradle-preview-{book_id}.pdf")
        file = QSaveFile(path)
        if file.open(QSaveFile.OpenModeFlag.WriteOnly) and file.write(body) == body.size() and file.commit():
            self.saved.emit(path)
        else:
            self.failed.emit(
                Trouble(
                    "gui.cannot_save", f"{path} cannot be written: {file.errorString()}.", "Make room and try again."
                )
            )
