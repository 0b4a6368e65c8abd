"""How one cell of the grid looks: two pages, the place, and shapes for what is to be known of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPixmap

from operator_gui.theme.sizes import CORNER, STEP, TypeSizes
from operator_gui.theme.theme import Look
from operator_gui.widgets.level_mark import paint_level
from scanner_daemon.api.schemas import GridCell, GridSide, Level, ShotRole

__all__ = ["CellLook", "cell_words", "paint_cell", "paint_placeholder", "role_letter"]

_LETTERS = {
    ShotRole.BLANK: "B",
    ShotRole.COVER: "C",
    ShotRole.FOLDOUT: "F",
    ShotRole.TITLE: "T",
    ShotRole.SPINE: "S",
    ShotRole.COLOUR_TARGET: "◐",
    ShotRole.TEST: "?",
}


@dataclass(frozen=True, slots=True)
class CellLook:
    """Sizes of a cell, in device-independent pixels."""

    width: int
    picture_height: int
    caption: int

    @property
    def height(self) -> int:
        """All of it."""
        return self.picture_height + self.caption + 3 * STEP

    @classmethod
    def at(cls, sizes: TypeSizes) -> CellLook:
        """For a person's text size."""
        return cls(width=200 + max(0, sizes.small - 13) * 8, picture_height=128, caption=round(sizes.small * 1.7))


def role_letter(role: ShotRole) -> str:
    """The letter of a role, empty for an ordinary page."""
    return _LETTERS.get(role, "")


def paint_cell(
    painter: QPainter,
    where: QRectF,
    cell: GridCell,
    picture: Callable[[GridSide], QPixmap | None],
    look: Look,
    *,
    current: bool,
    focused: bool,
) -> None:
    """A cell whose data are here; a page whose picture is not is a sheet of the surface's colour."""
    _ground(painter, where, look, current, focused)
    inner = where.adjusted(STEP, STEP, -STEP, -STEP)
    caption = round(look.sizes.small * 1.7)
    pages = QRectF(inner.left(), inner.top(), inner.width(), inner.height() - caption)
    sides = cell.sides[:2]
    width = (pages.width() - 2) / max(1, len(sides))
    for at, side in enumerate(sides):
        room = QRectF(pages.left() + at * (width + 2), pages.top(), width, pages.height())
        # The two pages of a spread meet at the fold.
        _page(painter, room, picture(side), look, to_right=len(sides) == 2 and at == 0, middle=len(sides) == 1)
        if letter := role_letter(side.role):
            _badge(painter, room, letter, look)
    _caption(painter, QRectF(inner.left(), inner.bottom() - caption, inner.width(), caption), cell, look)


def paint_placeholder(painter: QPainter, where: QRectF, look: Look, *, current: bool, focused: bool) -> None:
    """A cell that is on its way."""
    _ground(painter, where, look, current, focused)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.palette.color("raised"))
    caption = round(look.sizes.small * 1.7)
    inner = where.adjusted(STEP * 3, STEP, -STEP * 3, -STEP - caption)
    half = inner.width() / 2 - 1
    painter.drawRect(QRectF(inner.left(), inner.top(), half, inner.height()))
    painter.drawRect(QRectF(inner.left() + half + 2, inner.top(), half, inner.height()))


def cell_words(cell: GridCell) -> str:
    """A cell as a screen reader says it."""
    translate = QCoreApplication.translate
    parts = [translate("ReviewGrid", "Spread {position}").format(position=cell.position)]
    if cell.flag_level is Level.RED:
        parts.append(translate("ReviewGrid", "red flag"))
    elif cell.flag_level is Level.AMBER:
        parts.append(translate("ReviewGrid", "yellow flag"))
    if cell.blank:
        parts.append(translate("ReviewGrid", "blank page"))
    if cell.text_score is not None:
        parts.append(translate("ReviewGrid", "text {percent} %").format(percent=round(cell.text_score * 100)))
    if cell.noted:
        parts.append(translate("ReviewGrid", "has a note"))
    return ", ".join(parts)


def _ground(painter: QPainter, where: QRectF, look: Look, current: bool, focused: bool) -> None:
    colors = look.palette
    painter.setBrush(colors.color("raised" if current else "surface"))
    painter.setPen(QPen(colors.color("accent"), 3) if current and focused else Qt.PenStyle.NoPen)
    painter.drawRoundedRect(where.adjusted(1.5, 1.5, -1.5, -1.5), CORNER, CORNER)
    if current and not focused:
        painter.setPen(QPen(colors.color("quiet"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(where.adjusted(1.5, 1.5, -1.5, -1.5), CORNER, CORNER)


def _page(
    painter: QPainter, room: QRectF, picture: QPixmap | None, look: Look, *, to_right: bool, middle: bool
) -> None:
    if picture is None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.palette.color("line"))
        width = min(room.width(), room.height() * 0.7)
        left = room.center().x() - width / 2 if middle else room.right() - width if to_right else room.left()
        painter.drawRect(QRectF(left, room.top(), width, room.height()))
        return
    ratio = min(room.width() / picture.width(), room.height() / picture.height())
    width, height = picture.width() * ratio, picture.height() * ratio
    left = room.center().x() - width / 2 if middle else room.right() - width if to_right else room.left()
    painter.drawPixmap(QRectF(left, room.bottom() - height, width, height), picture, QRectF(picture.rect()))


def _badge(painter: QPainter, room: QRectF, letter: str, look: Look) -> None:
    side = look.sizes.small + 8
    where = QRectF(room.center().x() - side / 2, room.bottom() - side - 4, side, side)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.palette.color("raised"))
    painter.drawRoundedRect(where, 4, 4)
    painter.setPen(look.palette.color("text"))
    painter.setFont(_font(look, bold=True))
    painter.drawText(where, Qt.AlignmentFlag.AlignCenter, letter)


def _caption(painter: QPainter, where: QRectF, cell: GridCell, look: Look) -> None:
    colors = look.palette
    painter.setFont(_font(look, bold=True))
    painter.setPen(colors.color("text"))
    painter.drawText(where, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, str(cell.position))
    right = where.right()
    mark = look.sizes.small + 2
    if cell.flag_level is not None:
        place = QRectF(right - mark, where.center().y() - mark / 2, mark, mark)
        paint_level(painter, cell.flag_level, place, colors)
        right -= mark + STEP
    if cell.noted:
        _note_mark(painter, QRectF(right - mark, where.center().y() - mark / 2, mark, mark), colors.color("quiet"))
        right -= mark + STEP
    if cell.text_score is not None:
        painter.setFont(_font(look))
        painter.setPen(colors.color("quiet"))
        room = QRectF(where.left() + 60, where.top(), right - where.left() - 60, where.height())
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(room, flags, f"{round(cell.text_score * 100)} %")


def _note_mark(painter: QPainter, where: QRectF, colour: QColor) -> None:
    """A sheet with two lines."""
    painter.setPen(QPen(colour, 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(where.adjusted(2, 1, -2, -1))
    for part in (0.4, 0.65):
        y = where.top() + where.height() * part
        painter.drawLine(QPointF(where.left() + 5, y), QPointF(where.right() - 5, y))


def _font(look: Look, *, bold: bool = False) -> QFont:
    return look.sizes.font("small", bold=bold)
