"""How a client follows the rig: a snapshot, numbered changes on top of it, and a word when it must fetch again."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, JsonValue

from scanner_daemon.api.schemas.base import Resource
from scanner_daemon.api.schemas.rig import RigSnapshot
from scanner_daemon.vocabulary import Side

__all__ = ["Change", "Gap", "Measurement", "RigEvent", "SnapshotTold", "follow"]


class Change(Resource):
    """One numbered change: the fields of `RigSnapshot` that are different now, with their whole new values."""

    event: Literal["change"] = "change"
    boot: str
    revision: int = Field(ge=1)
    at: datetime
    fields: dict[str, JsonValue]


class Gap(Resource):
    """Changes are missing before ``revision``: fetch the snapshot again and go on from there."""

    event: Literal["gap"] = "gap"
    boot: str
    revision: int = Field(ge=0)
    why: str


class SnapshotTold(Resource):
    """The whole state, told at the start of a stream that was opened without ``since``."""

    event: Literal["snapshot"] = "snapshot"
    snapshot: RigSnapshot


class Measurement(Resource):
    """One live measurement. Unnumbered: only the newest of each (name, side) is ever of interest."""

    name: str
    """``sharpness``, ``exposure``, ``page_margin``, …"""
    side: Side
    value: float | None
    unit: str
    limit: float | None = None
    at: datetime
    detail: dict[str, JsonValue] = Field(default_factory=dict)
    """What a client draws with it, e.g. a page box in pixels of the preview."""


RigEvent = Annotated[Change | Gap | SnapshotTold, Field(discriminator="event")]


def follow(snapshot: RigSnapshot, event: Change | Gap | SnapshotTold) -> RigSnapshot | None:
    """The snapshot after ``event``, or None when the client must fetch it again.

    A change that the snapshot already holds leaves it as it is, so a client may open the stream first and fetch then.
    """
    if isinstance(event, SnapshotTold):
        return event.snapshot
    if isinstance(event, Gap) or event.boot != snapshot.boot:
        return None
    if event.revision <= snapshot.revision:
        return snapshot
    if event.revision > snapshot.revision + 1:
        return None
    values = snapshot.model_dump(mode="json") | event.fields
    return RigSnapshot.model_validate(values | {"revision": event.revision, "at": event.at})
