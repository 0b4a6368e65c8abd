"""Rows of the event log as notifications: which kinds a person is told of, and what they say.

A kind that another part of the house begins to log is told to clients by adding its line here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from scanner_daemon.api.schemas import Notification, NotificationKind, Param
from scanner_daemon.cameras.errors import camera_called
from scanner_daemon.library.notices import Notice
from scanner_daemon.vocabulary import Side

__all__ = ["EVENT_KINDS", "LASTING", "Said", "events_of", "notification_of"]


@dataclass(frozen=True, slots=True)
class Said:
    """What a kind of event says. ``code`` empty: the row brings its own code and sentences."""

    kind: NotificationKind
    code: str = ""
    what: str = ""
    remedy: str = ""


EVENT_KINDS: Mapping[str, Said] = {
    "stop_raised": Said(NotificationKind.STOP),
    "fault_raised": Said(NotificationKind.FAULT),
    "warning_raised": Said(NotificationKind.WARNING),
    "press_refused": Said(NotificationKind.REFUSED),
    "spread_flagged": Said(
        NotificationKind.FLAG,
        "spread_red",
        "Spread {position} was judged red: {reasons}",
        "Shoot it again, or accept it as it is.",
    ),
    "camera_connected": Said(NotificationKind.CAMERA, "camera_connected", "The {camera} is connected ({model})."),
    "cameras_swapped": Said(
        NotificationKind.CAMERA, "cameras_swapped", "The left and the right camera have changed places."
    ),
    "camera_setting_changed": Said(
        NotificationKind.CAMERA, "camera_setting_set", "{name} of the {camera} was set to “{value}”."
    ),
    "book_started": Said(NotificationKind.BOOK, "book_started", "“{title}” was begun."),
    "book_finished": Said(NotificationKind.BOOK, "book_finished", "“{title}” is finished."),
    "operator_changed": Said(NotificationKind.BOOK, "handed_over", "{operator} works at the cradle now."),
    "files_unclaimed": Said(
        NotificationKind.WARNING,
        "files_unclaimed",
        "{count} files that belong to no spread were set aside.",
        "Look at them in the library's folder incoming/unclaimed.",
    ),
    "job_dead": Said(
        NotificationKind.JOB, "job_dead", "A job was given up ({job_kind}): {reason}", "Look at it in the queue."
    ),
    "pdf_written": Said(NotificationKind.NIGHT, "pdf_written", "The PDF of “{title}” is written, {pages} pages."),
    "night_stopped": Said(
        NotificationKind.NIGHT,
        "night_stopped",
        "The night's work was stopped before its end.",
        "What was done is kept; the rest waits in the queue.",
    ),
    "night_done": Said(NotificationKind.NIGHT, "night_done", "The night's work is done."),
}
"""By the kind of the event."""

LASTING = ("stop_raised", "fault_raised", "warning_raised")


def events_of(kinds: Iterable[NotificationKind]) -> tuple[str, ...]:
    """The kinds of events behind kinds of notifications; all of them where none is named."""
    wanted = set(kinds)
    return tuple(event for event, said in EVENT_KINDS.items() if not wanted or said.kind in wanted)


def notification_of(notice: Notice) -> Notification:
    """A row of one of `EVENT_KINDS`, with its end."""
    entry = notice.entry
    said = EVENT_KINDS[entry.kind]
    params = _params(notice, said)
    own = entry.details
    return Notification(
        id=entry.id,
        kind=said.kind,
        code=said.code or str(own.get("code") or own.get("reason") or "internal"),
        params=params,
        what=said.what.format_map(_Blank(params)) if said.code else str(own.get("what") or ""),
        remedy=said.remedy.format_map(_Blank(params)) if said.code else str(own.get("remedy") or ""),
        source=str(own.get("source") or own.get("side") or ""),
        raised_at=entry.at,
        lasts=entry.kind in LASTING,
        cleared_at=notice.ended_at,
        operator=entry.operator,
        book_id=entry.book_id,
    )


class _Blank(dict[str, Param]):
    """A value that an old row does not have leaves a dash, not an error."""

    def __missing__(self, name: str) -> str:
        return "–"


def _params(notice: Notice, said: Said) -> dict[str, Param]:
    details = notice.entry.details
    if not said.code:
        given = details.get("params")
        own = given if isinstance(given, dict) else _prefixed(details)
        return {str(name): value for name, value in own.items() if isinstance(value, str | int | float)}
    params: dict[str, Param] = {name: value for name, value in details.items() if isinstance(value, str | int | float)}
    params.setdefault("operator", notice.entry.operator)
    if notice.title is not None:
        params.setdefault("title", notice.title)
    if "side" in params and params["side"] in set(Side):
        params.setdefault("camera", camera_called(Side(params["side"])))
    if isinstance(details.get("names"), list):
        params["count"] = len(details["names"])
    return params


def _prefixed(details: Mapping[str, Any]) -> dict[str, Any]:
    """The journal's events hold plain values only: those of a reason are filed under ``param_``."""
    return {name.removeprefix("param_"): value for name, value in details.items() if name.startswith("param_")}
