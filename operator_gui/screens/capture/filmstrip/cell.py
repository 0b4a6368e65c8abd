"""One place in the filmstrip: what is known of a spread, small enough that a book of thousands weighs nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from scanner_daemon.api.schemas import GridCell, Level, ShotRole, Side, Spread

__all__ = ["FilmCell", "cell_of", "cell_of_grid", "cell_words", "role_word", "set_right"]

_ORDER = {Side.LEFT: 0, Side.BOTH: 0, Side.SINGLE: 0, Side.RIGHT: 1}


@dataclass(frozen=True, slots=True)
class FilmCell:
    """A spread as the strip shows it. ``shots``: (side, shot id), the left one first."""

    spread_id: str
    position: int
    version: int = 1
    level: Level | None = None
    """None: not judged yet."""
    complete: bool = True
    role: ShotRole = ShotRole.PAGE
    shots: tuple[tuple[Side, str], ...] = ()
    pages: str = ""
    """Printed page numbers, where they are known: ``12-13``."""

    @property
    def flagged(self) -> bool:
        """Something for a person to look at."""
        return not self.complete or self.level in (Level.AMBER, Level.RED)


def cell_of(spread: Spread) -> FilmCell:
    """The cell of a spread as the daemon tells it."""
    roles = {shot.role for shot in spread.shots} - {ShotRole.PAGE}
    return FilmCell(
        spread_id=spread.spread_id,
        position=spread.position,
        version=spread.version,
        level=spread.verdict.level if spread.verdict else None,
        complete=spread.state == "landed",
        role=min(roles, default=ShotRole.PAGE),
        shots=tuple((shot.side, shot.shot_id) for shot in sorted(spread.shots, key=lambda shot: _ORDER[shot.side])),
    )


def cell_of_grid(told: GridCell) -> FilmCell:
    """The cell of a spread in the daemon's summary of all spreads; answered flags are not marked any more."""
    roles = {side.role for side in told.sides} - {ShotRole.PAGE}
    answered = Level.GREEN if told.level is not None else None
    return FilmCell(
        spread_id=told.spread_id,
        position=told.position,
        version=told.version,
        level=told.flag_level or answered,
        role=min(roles, default=ShotRole.PAGE),
        shots=tuple((side.side, side.shot_id) for side in sorted(told.sides, key=lambda side: _ORDER[side.side])),
    )


def set_right(cells: Sequence[FilmCell], new: FilmCell) -> list[FilmCell] | None:
    """The cells with ``new`` in its place: the same spread replaced, or added at the end.

    None where it fits in neither way (others have moved): then the strip must be fetched again.
    """
    index = new.position - 1
    if 0 <= index < len(cells) and cells[index].spread_id == new.spread_id:
        return [*cells[:index], new, *cells[index + 1 :]]
    if index == len(cells) and all(cell.spread_id != new.spread_id for cell in cells):
        return [*cells, new]
    return None


def role_word(role: ShotRole) -> str:
    """What a spread is, beside plain pages; empty for those."""
    translate = QCoreApplication.translate
    match role:
        case ShotRole.COVER:
            return translate("Filmstrip", "cover")
        case ShotRole.SPINE:
            return translate("Filmstrip", "spine")
        case ShotRole.FOLDOUT:
            return translate("Filmstrip", "foldout")
        case ShotRole.TITLE:
            return translate("Filmstrip", "title")
        case ShotRole.BLANK:
            return translate("Filmstrip", "blank")
        case ShotRole.COLOUR_TARGET:
            return translate("Filmstrip", "target")
        case ShotRole.TEST:
            return translate("Filmstrip", "test")
        case ShotRole.PAGE:
            return ""


def cell_words(cell: FilmCell) -> str:
    """The cell read aloud."""
    translate = QCoreApplication.translate
    words = [translate("Filmstrip", "Spread %1").replace("%1", str(cell.position))]
    if cell.pages:
        words.append(translate("Filmstrip", "pages %1").replace("%1", cell.pages))
    if role := role_word(cell.role):
        words.append(role)
    if cell.version > 1:
        words.append(translate("Filmstrip", "version %1").replace("%1", str(cell.version)))
    if not cell.complete:
        words.append(translate("Filmstrip", "incomplete"))
    elif cell.level is Level.RED:
        words.append(translate("Filmstrip", "flagged red"))
    elif cell.level is Level.AMBER:
        words.append(translate("Filmstrip", "flagged amber"))
    return ", ".join(words)
