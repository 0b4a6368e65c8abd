"""What became of the spread that was captured last: what is off first, what is good below."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from operator_gui.screens.capture.verdict_words import VerdictLine, verdict_lines
from operator_gui.theme.sizes import STEP
from operator_gui.theme.theme import Look
from operator_gui.widgets.level_mark import LevelMark
from scanner_daemon.api.schemas import LastSpread, Level

__all__ = ["LastSpreadPanel"]

MARK_PX = 20


class LastSpreadPanel(QFrame):
    """A card with the verdict."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._last: LastSpread | None = None
        self._begun = False
        self.setProperty("kind", "card")
        self._title = QLabel()
        self._title.setProperty("kind", "title")
        self._version = QLabel()
        self._version.setProperty("kind", "capture")
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._version)
        self._lines: list[_Line] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(STEP * 2, STEP, STEP * 2, STEP)
        self._column.setSpacing(STEP // 2)
        self._column.addLayout(head)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.show_last(None)

    @property
    def lines(self) -> list[str]:
        """What it says, line by line."""
        return [line.words for line in self._shown_lines()]

    def set_look(self, look: Look) -> None:
        """Another theme."""
        self._look = look
        self.show_last(self._last, begun=self._begun)

    def show_last(self, last: LastSpread | None, *, begun: bool = False) -> None:
        """Another spread, or its verdict; ``begun``: the book has spreads from before it was opened."""
        self._last, self._begun = last, begun
        self._title.setText(self.tr("Spread %1").replace("%1", str(last.position)) if last else self.tr("Last spread"))
        again = last is not None and last.version > 1
        self._version.setText(self.tr("version %1").replace("%1", str(last.version)) if last and again else "")
        self._version.setVisible(again)
        shown = self._shown_lines()
        while len(self._lines) < len(shown):
            line = _Line(self._look)
            self._lines.append(line)
            self._column.addWidget(line)
        for place, line in enumerate(self._lines):
            line.setVisible(place < len(shown))
            if place < len(shown):
                line.show_line(shown[place], self._look)
        self.setAccessibleName(f"{self._title.text()}: {'; '.join(line.words for line in shown)}")

    def _shown_lines(self) -> list[VerdictLine]:
        if self._last is None:
            since = self.tr("none since the book was opened") if self._begun else self.tr("nothing photographed yet")
            return [VerdictLine(Level.UNKNOWN, since)]
        lines = verdict_lines(self._last)
        if self._last.verdict is None:
            lines.append(VerdictLine(Level.UNKNOWN, self.tr("being looked at")))
        return lines


class _Line(QWidget):
    def __init__(self, look: Look) -> None:
        super().__init__()
        self._mark = LevelMark(look.palette, MARK_PX)
        self._words = QLabel()
        self._words.setProperty("kind", "capture")
        self._words.setWordWrap(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(STEP)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)

    def show_line(self, line: VerdictLine, look: Look) -> None:
        self._mark.show_level(line.level, look.palette)
        self._words.setText(line.words)
