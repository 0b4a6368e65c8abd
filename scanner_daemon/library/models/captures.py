"""Spread, cycle, shot, file: the photographs and how they came about."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from scanner_daemon.library.models.base import Base, Details, Identified
from scanner_daemon.library.models.catalogue import Book
from scanner_daemon.library.models.words import CycleState, ShotState, SpreadState, TurnState
from scanner_daemon.vocabulary import FileKind, Level, ShotRole, Side

__all__ = ["Cycle", "File", "Shot", "Spread"]


class Spread(Identified, Base):
    """One opening of the book. Its position is its rank by ``sort_key`` among those that are not deleted."""

    __tablename__ = "spread"

    book_id: Mapped[str] = mapped_column(ForeignKey("book.id"))
    sort_key: Mapped[int]
    """Wide gaps between neighbours, so that an insertion writes one row (`spreads.between`)."""
    state: Mapped[SpreadState] = mapped_column(default=SpreadState.INTENDED)
    deleted: Mapped[bool] = mapped_column(default=False)
    level: Mapped[Level | None]
    """Of the newest verdict."""
    notes: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime]
    flag_level: Mapped[Level | None]
    """The worst flag of the newest verdict, amber or red, that nobody has answered (`library.summaries`)."""
    flag_checks: Mapped[str] = mapped_column(Text, default="", server_default="")
    """The checks of those flags as ``,blur,page_cut,``: sorted, each between commas."""
    blank: Mapped[bool] = mapped_column(default=False, server_default=false())
    """A side was said to be blank, or nothing was read on it."""
    text_score: Mapped[float | None]
    """The lowest score of its pages."""

    book: Mapped[Book] = relationship()
    shots: Mapped[list[Shot]] = relationship(back_populates="spread", order_by="Shot.version, Shot.id")

    __table_args__ = (
        Index("ix_spread_order", "book_id", "sort_key", unique=True),
        Index(
            "ix_spread_present",
            "book_id",
            "sort_key",
            sqlite_where=text("deleted = 0"),
            postgresql_where=text("NOT deleted"),
        ),
        Index(
            "ix_spread_flagged",
            "book_id",
            "sort_key",
            "flag_level",
            "flag_checks",
            sqlite_where=text("deleted = 0 AND flag_level IS NOT NULL"),
            postgresql_where=text("NOT deleted AND flag_level IS NOT NULL"),
        ),
        Index(
            "ix_spread_blank",
            "book_id",
            "sort_key",
            sqlite_where=text("deleted = 0 AND blank"),
            postgresql_where=text("NOT deleted AND blank"),
        ),
        Index(
            "ix_spread_low_text",
            "book_id",
            "sort_key",
            "text_score",
            sqlite_where=text("deleted = 0 AND text_score < 0.9"),
            postgresql_where=text("NOT deleted AND text_score < 0.9"),
        ),
    )


class Cycle(Identified, Base):
    """One exposure of a spread: the intent, the turn that follows it, and its timing record."""

    __tablename__ = "cycle"

    spread_id: Mapped[str] = mapped_column(ForeignKey("spread.id"))
    version: Mapped[int] = mapped_column(default=1)
    turn_id: Mapped[int] = mapped_column(unique=True)
    turn_state: Mapped[TurnState] = mapped_column(default=TurnState.NONE)
    state: Mapped[CycleState] = mapped_column(default=CycleState.INTENDED)
    operator: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str | None] = mapped_column(Text)
    """Why it is incomplete."""
    intended_at: Mapped[datetime]
    landed_at: Mapped[datetime | None]
    timing: Mapped[Details | None]
    """The instants of `CycleTiming`, nanoseconds of CLOCK_MONOTONIC."""

    spread: Mapped[Spread] = relationship()
    shots: Mapped[list[Shot]] = relationship(back_populates="cycle")

    __table_args__ = (
        Index("ix_cycle_spread", "spread_id", "version"),
        Index(
            "ix_cycle_turning",
            "turn_id",
            sqlite_where=text("turn_state = 'started'"),
            postgresql_where=text("turn_state = 'started'"),
        ),
        Index(
            "ix_cycle_unfinished",
            "id",
            sqlite_where=text("state = 'intended'"),
            postgresql_where=text("state = 'intended'"),
        ),
    )


class Shot(Identified, Base):
    """One side of one exposure. Of each spread and side, the newest that landed counts; older ones are kept."""

    __tablename__ = "shot"

    spread_id: Mapped[str] = mapped_column(ForeignKey("spread.id"))
    cycle_id: Mapped[str | None] = mapped_column(ForeignKey("cycle.id"), index=True)
    """None for a photograph made elsewhere."""
    side: Mapped[Side]
    role: Mapped[ShotRole] = mapped_column(default=ShotRole.PAGE)
    version: Mapped[int] = mapped_column(default=1)
    attempt: Mapped[int] = mapped_column(default=0)
    """Number of the last attempt that brought a file home; 0 before the first."""
    state: Mapped[ShotState] = mapped_column(default=ShotState.INTENDED)
    camera_serial: Mapped[str | None] = mapped_column(String(64))
    reason: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime]

    spread: Mapped[Spread] = relationship(back_populates="shots")
    cycle: Mapped[Cycle | None] = relationship(back_populates="shots")
    files: Mapped[list[File]] = relationship(back_populates="shot", order_by="File.attempt, File.kind")

    __table_args__ = (Index("uq_shot_spread_side_version", "spread_id", "side", "version", unique=True),)


class File(Identified, Base):
    """A file of a shot. Its place follows from its hash and suffix; two rows may name the same bytes."""

    __tablename__ = "file"

    shot_id: Mapped[str] = mapped_column(ForeignKey("shot.id"))
    kind: Mapped[FileKind]
    attempt: Mapped[int] = mapped_column(default=1)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    suffix: Mapped[str] = mapped_column(String(16))
    """With its dot, in lower case."""
    size_bytes: Mapped[int]
    original_name: Mapped[str] = mapped_column(Text)
    captured_at: Mapped[datetime | None]
    """When the shutter opened, as far as is known; None where a foreign photograph does not say."""
    adopted_at: Mapped[datetime]

    shot: Mapped[Shot] = relationship(back_populates="files")

    __table_args__ = (Index("uq_file_shot_attempt_kind", "shot_id", "attempt", "kind", unique=True),)
