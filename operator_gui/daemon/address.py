"""Where the daemon listens, and how a request to it is addressed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QUrl, QUrlQuery
from PySide6.QtNetwork import QNetworkRequest

__all__ = ["Address", "Query"]

Query = Mapping[str, str | int | float | bool]


@dataclass(frozen=True, slots=True)
class Address:
    """The daemon's Unix socket."""

    socket: Path

    def request(self, path: str, query: Query | None = None) -> QNetworkRequest:
        """A request for ``path`` (``/v1/rig``), with ``query`` behind it."""
        url = QUrl("unix+http://bookcradle")
        url.setPath(path)
        if query:
            words = QUrlQuery()
            for name, value in query.items():
                words.addQueryItem(name, str(value).lower() if isinstance(value, bool) else _escaped(str(value)))
            url.setQuery(words)
        request = QNetworkRequest(url)
        request.setAttribute(QNetworkRequest.Attribute.FullLocalServerNameAttribute, str(self.socket))
        request.setAttribute(
            QNetworkRequest.Attribute.CacheLoadControlAttribute, QNetworkRequest.CacheLoadControl.AlwaysNetwork
        )
        return request


def _escaped(value: str) -> str:
    """QUrlQuery leaves a plus sign as it is, which a server reads as a blank."""
    return bytes(QUrl.toPercentEncoding(value).data()).decode("ascii")
