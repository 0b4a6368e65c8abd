"""The `?` overlay: every key, those that do something now first, read from where the keys are: it cannot be wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractSlider,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from operator_gui.keys.registry import EVERYWHERE, KeyAction, Keys
from operator_gui.theme.sizes import STEP

__all__ = ["KeyOverlay"]

Line = str | KeyAction
"""A heading, or a key and what it does."""
FEWEST_ROWS = 12
AROUND = STEP * 17
"""What is above and below the rows: margins, and the title."""


class KeyOverlay(QWidget):
    """Lies over everything but the band, until Esc, ? or its button takes it away: the stop stays in sight."""

    def __init__(self, keys: Keys, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self._keys = keys
        self._card = QFrame(self)
        self._card.setProperty("kind", "card")
        self._columns = QHBoxLayout()
        self._columns.setSpacing(STEP * 3)
        inside = QWidget()
        inside.setLayout(self._columns)
        self._scroll = scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(inside)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        title = QLabel(self.tr("Keys"))
        title.setProperty("kind", "title")
        close = QPushButton(self.tr("Close (Esc)"))
        close.clicked.connect(self.hide)
        close.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        head = QHBoxLayout()
        head.addWidget(title, 1)
        head.addWidget(close)
        column = QVBoxLayout(self._card)
        column.setContentsMargins(STEP * 3, STEP * 2, STEP * 3, STEP * 3)
        column.addLayout(head)
        column.addWidget(scroll, 1)
        around = QVBoxLayout(self)
        around.setContentsMargins(STEP * 2, STEP * 2, STEP * 2, STEP * 2)
        around.addWidget(self._card)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("keepsKeys", True)
        self.setAccessibleName(self.tr("All keys"))
        self.hide()

    def toggle(self, scope: str, scope_title: str) -> None:
        """Show the keys of the screen ``scope`` and those that work everywhere, or hide them."""
        if self.isVisible():
            self.hide()
            return
        while (item := self._columns.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        here = self._keys.actions(scope)
        now = [action for action in here if self._works(action)]
        later = [action for action in here if action not in now]
        everywhere: list[Line] = [self.tr("Everywhere"), *self._keys.actions(EVERYWHERE)]
        of_screen: list[Line] = [scope_title, *now]
        if later:
            of_screen += [self.tr("At other times"), *later]
        for lines in (everywhere, of_screen):  # the stop first: it is in sight however narrow the window is
            for part in _columns_of(lines, self._rows()):
                self._columns.addWidget(self._column(part), 0, Qt.AlignmentFlag.AlignTop)
        self._columns.addStretch(1)
        self.cover()
        self.show()
        self.raise_()
        self.setFocus()

    def _works(self, action: KeyAction) -> bool:
        """What belongs to a question works while it is asked, and may take a key from something else meanwhile."""
        keys = self._keys.keys_of(action.id)
        if not keys:
            return action.within is None or action.within.isVisible()
        return any(self._keys.action_for(key, action.scope) is action for key in keys)

    def _rows(self) -> int:
        """How many keys have room below each other; what is more goes into another column."""
        row = self.fontMetrics().height() + STEP // 2
        return max(FEWEST_ROWS, (self._over.height() - AROUND) // row)

    def cover(self) -> None:
        """Take the size of what it lies over."""
        self.setGeometry(self._over.rect())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  Qt's name
        """Esc and ? close, arrows scroll; nothing else gets through to the screen below."""
        if event.key() == Qt.Key.Key_Escape or event.text() == "?":
            self.hide()
        elif (way := _SCROLLS.get(Qt.Key(event.key()))) is not None:
            along, action = way
            bar = self._scroll.horizontalScrollBar() if along else self._scroll.verticalScrollBar()
            bar.triggerAction(action)
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802  Qt's name
        """A veil over the window."""
        QPainter(self).fillRect(self.rect(), QColor(0, 0, 0, 150))

    def _column(self, lines: Sequence[Line]) -> QWidget:
        column = QWidget()
        grid = QGridLayout(column)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(STEP * 2)
        grid.setVerticalSpacing(STEP // 2)
        for row, action in enumerate(lines):
            if isinstance(action, str):
                heading = QLabel(action)
                heading.setProperty("kind", "quiet")
                grid.addWidget(heading, row, 0, 1, 2)
                continue
            keys = (QKeySequence(key).toString(NATIVE) for key in self._keys.keys_of(action.id))
            shown = QLabel("  ".join(keys) or self.tr("no key"))
            shown.setStyleSheet("font-weight: 600")
            grid.addWidget(shown, row, 0)
            grid.addWidget(QLabel(action.title), row, 1)
        grid.setColumnStretch(1, 1)
        return column


def _columns_of(lines: Sequence[Line], most: int) -> Iterator[Sequence[Line]]:
    """Parts of at most ``most`` lines, which begin level with a heading or with the room that one takes; a heading is
    never the last of a part.
    """
    rest: Sequence[Line] = lines
    while rest:
        end = min(len(rest), most)
        if end < len(rest) and isinstance(rest[end - 1], str):
            end -= 1
        yield rest[:end]
        rest = ["", *rest[end:]] if rest[end:] and not isinstance(rest[end], str) else rest[end:]


_STEPS = QAbstractSlider.SliderAction
_SCROLLS = {
    Qt.Key.Key_Right: (True, _STEPS.SliderPageStepAdd),
    Qt.Key.Key_Left: (True, _STEPS.SliderPageStepSub),
    Qt.Key.Key_Down: (False, _STEPS.SliderPageStepAdd),
    Qt.Key.Key_Up: (False, _STEPS.SliderPageStepSub),
}
"""Key to whether it goes across, and how far."""
NATIVE = QKeySequence.SequenceFormat.NativeText
