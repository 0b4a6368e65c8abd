"""Why the daemon did not do what was asked: its own problem, or that it could not be reached."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError
from PySide6.QtNetwork import QNetworkReply, QNetworkRequest

from scanner_daemon.api.schemas import Param, Problem

__all__ = ["Trouble", "trouble_of"]

_AWAY = {
    QNetworkReply.NetworkError.ConnectionRefusedError,
    QNetworkReply.NetworkError.HostNotFoundError,
    QNetworkReply.NetworkError.RemoteHostClosedError,
    QNetworkReply.NetworkError.UnknownNetworkError,
    QNetworkReply.NetworkError.TemporaryNetworkFailureError,
    QNetworkReply.NetworkError.NetworkSessionFailedError,
}
_SOCKET = QNetworkRequest.Attribute.FullLocalServerNameAttribute


@dataclass(frozen=True, slots=True)
class Trouble:
    """One request that failed. ``code`` and ``params`` are what `operator_gui.words.problems` renders."""

    code: str
    what: str
    remedy: str = ""
    params: dict[str, Param] = field(default_factory=dict)
    status: int | None = None
    """Of HTTP; None where no answer came."""

    @property
    def away(self) -> bool:
        """Nobody answered: the daemon is not running, or has just ended."""
        return self.status is None


def trouble_of(reply: QNetworkReply, body: bytes) -> Trouble:
    """The trouble that a finished, failed reply tells; ``body`` is what came with it."""
    status = reply.attribute(QNetworkRequest.Attribute.HttpStatusCodeAttribute)
    if isinstance(status, int):
        try:
            problem = Problem.model_validate_json(body)
        except ValidationError:
            return Trouble("gui.odd_answer", f"The daemon answered {status} to a request.", status=status)
        return Trouble(problem.code, problem.what, problem.remedy, problem.params, status)
    if reply.error() in _AWAY and _barred(reply.request().attribute(_SOCKET)):
        return Trouble(
            "gui.not_allowed",
            "This user may not speak to the daemon.",
            "Ask the administrator to add you to the group bookcradle, then log in again.",
        )
    if reply.error() in (QNetworkReply.NetworkError.TimeoutError, QNetworkReply.NetworkError.OperationCanceledError):
        return Trouble("gui.no_answer_in_time", "The daemon did not answer in time.", "Try again.")
    if reply.error() in _AWAY:
        return Trouble("gui.daemon_away", "The daemon does not answer.", "Start it with `bookcradle daemon`.")
    return Trouble("gui.no_answer", f"The daemon could not be asked: {reply.errorString()}.", "Try again.")


def _barred(socket: object) -> bool:
    """The daemon's socket is there, but not for this user. Qt tells only that nobody answered."""
    try:
        Path(str(socket)).stat()
    except PermissionError:
        return True
    except OSError:
        return False
    return not os.access(str(socket), os.W_OK)
