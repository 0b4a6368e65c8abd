"""Beside the page: its flags, what it shows, the note, and what can be done with the spread."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QLineEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget

from operator_gui.screens.books.buttons import button
from operator_gui.screens.review.flag_list import FlagList
from operator_gui.screens.review.sides import SideShown
from operator_gui.theme.sizes import STEP
from operator_gui.theme.theme import Look, Theme
from scanner_daemon.api.schemas import PageWords, ShotRole, SpreadReview

__all__ = ["SidePanel"]

WIDTH = 344
TWO_COLUMNS_UP_TO = 17
"""Text of this size still leaves room for two buttons beside each other, in German too."""


class SidePanel(QScrollArea):
    """Tells what is wished; the detail view does it."""

    role_asked = Signal(object)
    note_kept = Signal(str)
    re_shoot_asked = Signal()
    delete_asked = Signal()
    done = Signal()
    """The keys belong to the page again."""

    def __init__(self, theme: Theme, shown: Callable[[str], str], parent: QWidget | None = None) -> None:
        """``shown`` writes the key of an action as on keyboards."""
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.flags = FlagList(theme)
        self.flags.set_keys(shown("review.accept"), shown("review.overrule"))
        self.flags.done.connect(self.done)
        self._roles = self._role_buttons(shown)
        self._role_grid = QGridLayout()
        self._role_grid.setSpacing(STEP)
        self._note = _Note()
        self._note.kept.connect(self._keep_note)
        self._note.left.connect(self.done)
        self._facts = QLabel()
        self._facts.setWordWrap(True)
        self._facts.setProperty("kind", "small")
        inside = QFrame()
        inside.setProperty("kind", "card")
        column = QVBoxLayout(inside)
        column.setContentsMargins(STEP * 2, STEP * 2, STEP * 2, STEP * 2)
        column.setSpacing(STEP)
        column.addWidget(self.flags)
        column.addSpacing(STEP)
        column.addWidget(_quiet(self.tr("This page is")))
        column.addLayout(self._role_grid)
        column.addSpacing(STEP)
        note, again, delete = self.tr("Note"), self.tr("Shoot again"), self.tr("Delete spread")
        column.addWidget(_quiet(f"{note}  {shown('review.note')}"))
        column.addWidget(self._note)
        column.addSpacing(STEP)
        column.addWidget(button(f"{again}  {shown('review.re_shoot')}", self.re_shoot_asked.emit))
        column.addWidget(button(f"{delete}  {shown('review.delete')}", self.delete_asked.emit))
        column.addSpacing(STEP)
        column.addWidget(self._facts)
        column.addStretch(1)
        self.setWidget(inside)
        self._restyle(theme.look)
        theme.changed.connect(self._restyle)

    def show_review(self, review: SpreadReview, side: SideShown | None) -> None:
        """The spread, and the side of it that is in view."""
        counting = next((version for version in review.versions if version.counts), None)
        self.flags.show_verdict(counting.verdict if counting is not None else None)
        for role, each in self._roles.items():
            each.setChecked(side is not None and side.role is role)
        self._note.show_text(review.note)
        self.show_facts(side, None)

    def show_facts(self, side: SideShown | None, words: PageWords | None) -> None:
        """What is known of the page."""
        lines: list[str] = []
        if side is not None and side.page is not None:
            page = side.page
            if page.width_px is not None and page.height_px is not None:
                ppi = f" · {page.ppi:.0f} ppi" if page.ppi is not None else ""
                lines.append(f"{page.width_px} × {page.height_px} px{ppi}")
            if page.score is not None:
                lines.append(self.tr("Text read with {percent} % confidence").format(percent=round(page.score * 100)))
            if page.corrections:
                lines.append(self.tr("%n correction(s)", "", page.corrections))
        if words is not None and words.unmatched:
            lines.append(self.tr("%n correction(s) fit no word any more:", "", len(words.unmatched)))
            lines += [f"“{kept.old_text}” → “{kept.new_text}”" for kept in words.unmatched[:8]]
        self._facts.setText("\n".join(lines))

    def edit_note(self) -> None:
        """Begin to write."""
        self._note.begin()

    def _keep_note(self, text: str) -> None:
        self.note_kept.emit(text)
        self.done.emit()

    def _role_buttons(self, shown: Callable[[str], str]) -> Mapping[ShotRole, QPushButton]:
        words = {
            ShotRole.BLANK: self.tr("Blank"),
            ShotRole.COVER: self.tr("Cover"),
            ShotRole.FOLDOUT: self.tr("Foldout"),
            ShotRole.TITLE: self.tr("Title page"),
        }
        made = {}
        for role, text in words.items():
            key = shown(f"review.{role.value}")
            each = button(f"{text}  {key}", partial(self.role_asked.emit, role))
            each.setCheckable(True)
            made[role] = each
        return made

    def _restyle(self, look: Look) -> None:
        """As wide as the words need: text may be twice as large."""
        self.setFixedWidth(max(WIDTH, round(WIDTH * look.sizes.body / 16 * 0.92)))
        columns = 2 if look.sizes.body <= TWO_COLUMNS_UP_TO else 1
        for at, each in enumerate(self._roles.values()):
            self._role_grid.addWidget(each, at // columns, at % columns)


class _Note(QLineEdit):
    kept = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setMaxLength(4000)
        self.setAccessibleName(self.tr("Note on the spread"))
        self.setPlaceholderText(self.tr("No note"))
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._was = ""

    def show_text(self, text: str) -> None:
        self._was = text
        if not self.hasFocus():
            self.setText(text)
            self.setCursorPosition(0)

    def begin(self) -> None:
        self.setFocus()
        self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  Qt's name
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.kept.emit(self.text().strip())
        elif event.key() == Qt.Key.Key_Escape:
            self.setText(self._was)
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)


def _quiet(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("kind", "quiet")
    return label
