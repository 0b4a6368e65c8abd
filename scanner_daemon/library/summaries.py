"""What a spread is filtered by, summed up on its row whenever one of the things it follows from has changed.

A grid of a million pages is filtered through partial indexes on the spread alone; so the spread carries the worst of
its open flags, whether it is blank, and its lowest score. The truth stays with flags, shots and pages.
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from scanner_daemon.library.models import FlagRow, Page, Shot, ShotState, Spread, VerdictRow
from scanner_daemon.vocabulary import Level, ShotRole

__all__ = ["checks_of", "refresh"]


def refresh(session: Session, spread_id: str) -> None:
    """Sum up a spread anew, in the transaction that changed it."""
    session.flush()
    spread = session.get_one(Spread, spread_id)
    newest = select(VerdictRow.id).where(VerdictRow.spread_id == spread_id).order_by(VerdictRow.id.desc()).limit(1)
    flags = session.execute(
        select(FlagRow.level, FlagRow.check).where(
            FlagRow.spread_id == spread_id,
            FlagRow.verdict_id == newest.scalar_subquery(),
            FlagRow.opinion.is_(None),
            FlagRow.level.in_([Level.AMBER, Level.RED]),
        )
    ).all()
    levels = {level for level, _ in flags}
    checks = sorted({check for _, check in flags})
    spread.flag_level = Level.RED if Level.RED in levels else Level.AMBER if levels else None
    spread.flag_checks = f",{','.join(checks)}," if checks else ""
    standing = (Shot.spread_id == spread_id, Shot.state == ShotState.LANDED)
    roles = set(session.scalars(select(Shot.role).where(*standing)))
    read = session.execute(select(Page.score, Page.facts).join(Shot, Shot.id == Page.shot_id).where(*standing)).all()
    nothing_read = any(facts.get("text", {}).get("characters") == 0 for _, facts in read)
    spread.blank = ShotRole.BLANK in roles or nothing_read
    spread.text_score = min((score for score, _ in read if score is not None), default=None)
    session.flush()


def checks_of(flag_checks: str) -> tuple[str, ...]:
    """The names in `Spread.flag_checks`."""
    return tuple(name for name in flag_checks.split(",") if name)
