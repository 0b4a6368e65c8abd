"""Words that break their lines, and columns of them that are scrolled."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from operator_gui.theme.sizes import STEP

__all__ = ["ScrolledColumn", "wrapped"]


class _Wrapped(QLabel):
    """Qt's own least size of such a label is that of a narrow column: a scroll area would leave room for it."""

    def minimumSizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """One line; its height follows from its width."""
        metrics = self.fontMetrics()
        return QSize(metrics.averageCharWidth() * 8, metrics.height())


def wrapped(text: str = "", kind: str = "") -> QLabel:
    """A label that breaks its lines and grows with them; ``kind`` as the style sheet knows it."""
    label = _Wrapped(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    label.setSizePolicy(policy)
    if kind:
        label.setProperty("kind", kind)
    return label


class _Inner(QWidget):
    def minimumSizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """As wide as its widest part; how high, the scroll area finds out from that width."""
        return QSize(super().minimumSizeHint().width(), 0)


class ScrolledColumn(QScrollArea):
    """A column that scrolls when it is higher than its place. Fill ``column``; it ends with a stretch."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        inner = self._inner = _Inner()
        self.column = QVBoxLayout(inner)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(STEP)
        self.column.addStretch(1)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(inner)

    def minimumSizeHint(self) -> QSize:  # noqa: N802  Qt's name
        """Wide enough for its widest part: nothing is cut off at the side."""
        inner = self._inner.minimumSizeHint().width()
        return QSize(inner + self.verticalScrollBar().sizeHint().width(), STEP * 8)

    def add(self, *widgets: QWidget) -> None:
        """Put widgets below the others."""
        for widget in widgets:
            self.column.insertWidget(self.column.count() - 1, widget)
