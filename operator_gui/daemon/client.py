"""Requests to the daemon: values in, values out, never a wait. Callbacks come on the GUI's own event loop."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError
from PySide6.QtCore import QByteArray, QObject, Signal
from PySide6.QtNetwork import QNetworkAccessManager, QNetworkReply, QNetworkRequest

from operator_gui.daemon.address import Address, Query
from operator_gui.daemon.trouble import Trouble, trouble_of
from scanner_daemon.api.schemas import Action, Done

__all__ = ["Call", "DaemonClient"]

T = TypeVar("T")
DEADLINE_MS = 20_000


class Call(QObject):
    """A request that is under way. It ends with its answer, with `abort`, or with the object it was made for."""

    def __init__(self, reply: QNetworkReply, parent: QObject) -> None:
        super().__init__(parent)
        self._reply = reply
        self.aborted = False

    def abort(self) -> None:
        """Give the answer up: no callback comes any more."""
        if not self.aborted:
            self.aborted = True
            self._reply.abort()


class DaemonClient(QObject):
    """Asks the daemon. ``operator`` names the person in everything that is asked of the rig."""

    troubled = Signal(object)
    """A `Trouble` that nobody who asked takes care of."""

    def __init__(self, address: Address, parent: QObject | None = None, *, operator: str | None = None) -> None:
        super().__init__(parent)
        self.address = address
        self.operator = operator
        self._network = QNetworkAccessManager(self)
        self._under_way = 0
        self._adapters: dict[Any, TypeAdapter[Any]] = {}

    def get(
        self,
        path: str,
        shape: type[T],
        then: Callable[[T], object],
        *,
        query: Query | None = None,
        failed: Callable[[Trouble], object] | None = None,
        owner: QObject | None = None,
    ) -> Call:
        """Fetch ``path`` as a ``shape``. With the destruction of ``owner``, the request is given up."""
        return self._follow(self._network.get(self._request(path, query)), shape, then, failed, owner)

    def act(
        self,
        path: str,
        then: Callable[[Done], object] | None = None,
        *,
        body: Action | None = None,
        failed: Callable[[Trouble], object] | None = None,
        owner: QObject | None = None,
    ) -> Call:
        """Ask for an action in the operator's name; its answer is a `Done`."""
        return self.send("POST", path, Done, then, body=body or Action(), failed=failed, owner=owner)

    def send(
        self,
        verb: str,
        path: str,
        shape: type[T],
        then: Callable[[T], object] | None = None,
        *,
        body: BaseModel | None = None,
        failed: Callable[[Trouble], object] | None = None,
        owner: QObject | None = None,
    ) -> Call:
        """Ask with ``verb`` and ``body``; an `Action` without an operator is sent in this one's name."""
        if isinstance(body, Action) and body.operator is None and self.operator:
            body = body.model_copy(update={"operator": self.operator})
        request = self._request(path, None)
        request.setHeader(QNetworkRequest.KnownHeaders.ContentTypeHeader, "application/json")
        content = body.model_dump_json(exclude_unset=True, exclude_none=True) if body is not None else ""
        reply = self._network.sendCustomRequest(request, verb.encode(), QByteArray(content.encode()))
        return self._follow(reply, shape, then or (lambda _: None), failed, owner)

    def _request(self, path: str, query: Query | None) -> QNetworkRequest:
        request = self.address.request(path, query)
        request.setTransferTimeout(DEADLINE_MS)
        return request

    def _follow(
        self,
        reply: QNetworkReply,
        shape: type[T],
        then: Callable[[T], object],
        failed: Callable[[Trouble], object] | None,
        owner: QObject | None,
    ) -> Call:
        call = Call(reply, self)
        self._under_way += 1
        if owner is not None:
            owner.destroyed.connect(call.abort)

        def finished() -> None:
            self._under_way -= 1
            if reply.error() is not QNetworkReply.NetworkError.NoError and not self._under_way:
                # After some refused connections Qt keeps one to a socket that is gone, and waits on it.
                self._network.clearConnectionCache()
            reply.deleteLater()
            call.deleteLater()
            if not call.aborted:
                self._deliver(reply, shape, then, failed)

        reply.finished.connect(finished)
        return call

    def _deliver(
        self,
        reply: QNetworkReply,
        shape: type[T],
        then: Callable[[T], object],
        failed: Callable[[Trouble], object] | None,
    ) -> None:
        body = bytes(reply.readAll().data())
        if reply.error() is not QNetworkReply.NetworkError.NoError:
            (failed or self.troubled.emit)(trouble_of(reply, body))
            return
        try:
            value = self._adapter(shape).validate_json(body)
        except ValidationError as error:
            words = (
                f"The daemon answered something that this program does not understand ({error.error_count()} errors)."
            )
            trouble = Trouble("gui.not_understood", words, "See that both are of the same version.", status=200)
            (failed or self.troubled.emit)(trouble)
            return
        then(value)

    def _adapter(self, shape: type[T]) -> TypeAdapter[T]:
        if shape not in self._adapters:
            self._adapters[shape] = TypeAdapter(shape)
        return self._adapters[shape]
