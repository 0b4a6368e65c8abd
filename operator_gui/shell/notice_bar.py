"""Notices at the foot of the window: one at a time, with a shape for its kind, gone by itself."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from operator_gui.screens.notices import Notice, NoticeKind
from operator_gui.theme.icons import picture
from operator_gui.theme.sizes import STEP
from operator_gui.theme.theme import Look

__all__ = ["NoticeBar"]

SHAPES = {
    NoticeKind.DONE: ("good", "M5 12.5l4.5 4.5L19 7"),
    NoticeKind.WARNING: ("warn", "M12 4l9.5 16h-19zM12 10v4.5M12 17.4h.01"),
    NoticeKind.FAILED: ("bad", "M8.3 3h7.4L21 8.3v7.4L15.7 21H8.3L3 15.7V8.3zM9 9l6 6M15 9l-6 6"),
}
DONE_MS = 6_000
READ_MS = 12_000


class NoticeBar(QFrame):
    """Sits below the screen and takes no room while there is nothing to tell."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._notice: Notice | None = None
        self.setProperty("kind", "toast")
        self._shape = QLabel()
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._act = QPushButton()
        self._act.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._act.clicked.connect(self._acted)
        self._close = QPushButton(self.tr("Close"))
        self._close.setProperty("kind", "flat")
        self._close.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._close.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(STEP * 2, STEP, STEP, STEP)
        row.setSpacing(STEP * 2)
        row.addWidget(self._shape)
        row.addWidget(self._text, 1)
        row.addWidget(self._act)
        row.addWidget(self._close)
        self._gone = QTimer(self, singleShot=True)
        self._gone.timeout.connect(self.hide)
        self.hide()

    @property
    def notice(self) -> Notice | None:
        """What is shown now."""
        return self._notice if self.isVisible() else None

    def tell(self, notice: Notice) -> None:
        """Show a notice in place of the one before, unless that one is to stay."""
        if not notice.stays and self.notice is not None and self.notice.stays:
            return
        self._notice = notice
        self._draw()
        self._text.setText(notice.text)
        self._text.setAccessibleName(notice.text)
        self._act.setVisible(bool(notice.act))
        self._act.setText(f"{notice.action} ({notice.key})" if notice.key else notice.action)
        self.show()
        self._gone.stop()
        if not notice.stays:
            self._gone.start(DONE_MS if notice.kind is NoticeKind.DONE else READ_MS)
        QAccessible.updateAccessibility(QAccessibleEvent(self._text, QAccessible.Event.Alert))

    def end(self) -> None:
        """What stayed need stay no longer."""
        if self.notice is not None and self.notice.stays:
            self.hide()

    def restyle(self, look: Look) -> None:
        """Draw with another theme."""
        self._look = look
        self._draw()

    def _draw(self) -> None:
        if self._notice is not None:
            color, path = SHAPES[self._notice.kind]
            self._shape.setPixmap(picture(path, getattr(self._look.palette, color), 28, self.devicePixelRatioF()))

    def _acted(self) -> None:
        notice = self._notice
        self.hide()
        if notice is not None and notice.act is not None:
            notice.act()
