"""Verdicts and flags: what inspection said of a spread, and what the operator said of that."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from scanner_daemon.library.models.base import Base, Identified
from scanner_daemon.library.models.words import Opinion
from scanner_daemon.vocabulary import Level, Side

__all__ = ["FlagRow", "VerdictRow"]


class VerdictRow(Identified, Base):
    """The verdict on one exposure of a spread."""

    __tablename__ = "verdict"

    spread_id: Mapped[str] = mapped_column(ForeignKey("spread.id"), index=True)
    cycle_id: Mapped[str | None] = mapped_column(ForeignKey("cycle.id"), index=True)
    level: Mapped[Level]
    inspected_ms: Mapped[float]
    judged_at: Mapped[datetime]

    flags: Mapped[list[FlagRow]] = relationship(back_populates="verdict")


class FlagRow(Identified, Base):
    """One finding: a value against its limit, with the place on the photograph, so that it can be explained."""

    __tablename__ = "flag"

    verdict_id: Mapped[str | None] = mapped_column(ForeignKey("verdict.id"), index=True)
    spread_id: Mapped[str] = mapped_column(ForeignKey("spread.id"), index=True)
    shot_id: Mapped[str | None] = mapped_column(ForeignKey("shot.id"))
    check: Mapped[str] = mapped_column("check_name", String(60))
    level: Mapped[Level]
    side: Mapped[Side]
    value: Mapped[float | None]
    limit: Mapped[float | None] = mapped_column("limit_value")
    reason: Mapped[str] = mapped_column(Text)
    crop_x: Mapped[int | None]
    crop_y: Mapped[int | None]
    crop_width: Mapped[int | None]
    crop_height: Mapped[int | None]
    version: Mapped[str] = mapped_column(String(20))
    opinion: Mapped[Opinion | None]
    opinion_by: Mapped[str | None] = mapped_column(Text)
    opinion_at: Mapped[datetime | None]
    opinion_reason: Mapped[str | None] = mapped_column(Text)

    verdict: Mapped[VerdictRow | None] = relationship(back_populates="flags")

    __table_args__ = (
        Index(
            "ix_flag_unanswered",
            "spread_id",
            sqlite_where=text("opinion IS NULL"),
            postgresql_where=text("opinion IS NULL"),
        ),
    )
