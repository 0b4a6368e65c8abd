"""Reads pictures from memory without ever needing the interpreter's lock.

A `QBuffer` that is made in Python asks the interpreter at every read whether a method of it was overridden. Qt holds a
lock of its own while it looks for the plugin of a picture; one thread in there, waiting for the interpreter, and
another that holds the interpreter and waits for Qt's lock, stop the program for ever (seen). The buffer that a
`QDataStream` makes for itself is Qt's own, and asks nobody.
"""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QDataStream
from PySide6.QtGui import QImageReader

__all__ = ["PictureReader"]


class PictureReader(QImageReader):
    """A reader on the bytes of a picture. ``kind`` (``jpeg``) spares the search for it."""

    def __init__(self, data: bytes | QByteArray, kind: str = "") -> None:
        self._stream = QDataStream(data if isinstance(data, QByteArray) else QByteArray(data))
        super().__init__(self._stream.device(), kind.encode())
