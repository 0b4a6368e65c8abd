"""The left rail: one button a screen, with its icon, its name and its key."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from operator_gui.screens.registry import Screen
from operator_gui.theme.icons import icon
from operator_gui.theme.sizes import STEP, TOUCH
from operator_gui.theme.theme import Look

__all__ = ["Rail"]

ICON_PX = 26


class Rail(QFrame):
    """Tells which screen is asked for; the window decides what is shown."""

    asked = Signal(str)
    help_asked = Signal()

    def __init__(self, screens: Sequence[Screen], look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "rail")
        self._screens = screens
        self._buttons: dict[str, QToolButton] = {}
        self._group = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(STEP // 2, STEP, STEP // 2, STEP)
        column.setSpacing(STEP // 2)
        for screen in screens:
            button = self._button(screen.title, screen.key)
            button.setCheckable(True)
            button.clicked.connect(lambda _=False, screen_id=screen.id: self.asked.emit(screen_id))
            self._group.addButton(button)
            self._buttons[screen.id] = button
            column.addWidget(button)
        column.addStretch(1)
        self._help = self._button(self.tr("Keys"), "?")
        self._help.clicked.connect(self.help_asked)
        column.addWidget(self._help)
        self.restyle(look)

    def show_current(self, screen_id: str) -> None:
        """Mark the screen that is in front."""
        self._buttons[screen_id].setChecked(True)

    def mark(self, screen_id: str, count: int) -> None:
        """Show with a screen's name how much waits there for a person; 0 takes the mark away."""
        screen = next(screen for screen in self._screens if screen.id == screen_id)
        button = self._buttons[screen_id]
        button.setText(f"{screen.title} · {count}" if count else screen.title)
        button.setAccessibleDescription(self.tr("%n waiting", "", count) if count else "")
        self.fit()

    def fit(self) -> None:
        """Be as wide as the longest name. A tool button that gets other words or another size does not ask for that."""
        words = max(button.sizeHint().width() for button in (*self._buttons.values(), self._help))
        self.setFixedWidth(max(TOUCH * 2, words) + STEP)
        self._stack()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  Qt's name
        """Where names and icons have no room below each other, the names have: they say as much."""
        super().resizeEvent(event)
        self._stack()

    def _stack(self) -> None:
        buttons = (*self._buttons.values(), self._help)
        below = Qt.ToolButtonStyle.ToolButtonTextUnderIcon
        with_icons = self._help.fontMetrics().height() + ICON_PX + STEP * 3
        needed = len(buttons) * (max(with_icons, TOUCH + STEP) + STEP // 2) + STEP * 2
        style = below if needed <= self.height() else Qt.ToolButtonStyle.ToolButtonTextOnly
        for button in buttons:
            if button.toolButtonStyle() is not style:
                button.setToolButtonStyle(style)
                button.setMinimumHeight(TOUCH + STEP if style is below else TOUCH)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802  Qt's name
        """Only now all buttons have their style."""
        super().showEvent(event)
        self.fit()

    def restyle(self, look: Look) -> None:
        """Draw the icons in the theme's colours."""
        ratio = self.devicePixelRatioF()
        colors = look.palette
        for screen in self._screens:
            self._buttons[screen.id].setIcon(icon(screen.icon, colors.quiet, colors.text, ICON_PX, ratio))
        self._help.setIcon(icon(KEYBOARD, colors.quiet, colors.text, ICON_PX, ratio))
        self.fit()
        QTimer.singleShot(0, self, self.fit)  # when the style sheet has reached every button

    def _button(self, title: str, key: str) -> QToolButton:
        button = QToolButton()
        button.setProperty("kind", "rail")
        button.setText(title)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setIconSize(QSize(ICON_PX, ICON_PX))
        button.setMinimumHeight(TOUCH + STEP)
        button.setSizePolicy(QSizePolicy.Policy.MinimumExpanding, QSizePolicy.Policy.Fixed)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        shown = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
        button.setToolTip(f"{title} ({shown})")
        button.setAccessibleName(title)
        return button


KEYBOARD = "M3 7h18v10H3zM7 10.5h.01M11 10.5h.01M15 10.5h.01M18 10.5h.01M7.5 14h9"
