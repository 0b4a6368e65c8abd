"""What a run of the night did."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from scanner_daemon.library.models.base import Base, Details, Identified
from scanner_daemon.library.models.words import NightState

__all__ = ["Night"]


class Night(Identified, Base):
    """One run of `bookcradle night`. Entered when it begins, so that one that was killed is told as well."""

    __tablename__ = "night"

    worker: Mapped[str] = mapped_column(Text)
    """The process, by which a dead one is known."""
    state: Mapped[NightState]
    began_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    """When it last wrote how far it is."""
    ended_at: Mapped[datetime | None]
    report: Mapped[Details] = mapped_column(default=dict)
