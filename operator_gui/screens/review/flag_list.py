"""The flags of a spread: what inspection said, what a person said of that, and a field for the reason."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from operator_gui.screens.books.buttons import button
from operator_gui.screens.review.flag_words import answer_words, flag_words
from operator_gui.theme.sizes import STEP
from operator_gui.theme.theme import Theme
from operator_gui.widgets.level_mark import LevelMark
from operator_gui.words.problems import said_again
from scanner_daemon.api.schemas import FlagOpinion, FlagReviewed, Level, VerdictReviewed

__all__ = ["FlagList"]

_RANK = {Level.RED: 0, Level.AMBER: 1, Level.UNKNOWN: 2, Level.GREEN: 3}


class FlagList(QFrame):
    """Tells what was decided; whoever listens asks the daemon for it."""

    answered = Signal(object, object, str)
    """The `FlagReviewed`, the `FlagOpinion` or None, and the reason."""
    done = Signal()
    """The person has finished with the field: the keys belong to the page again."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._flags: list[FlagReviewed] = []
        self._rows: list[_Row] = []
        self._at = 0
        self._opinion: FlagOpinion | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(STEP)
        self._title = QLabel(self.tr("Flags"))
        self._title.setProperty("kind", "quiet")
        self._column.addWidget(self._title)
        self._none = QLabel()
        self._none.setWordWrap(True)
        self._column.addWidget(self._none)
        self._accept = button(self.tr("Accept"), lambda: self.answer(FlagOpinion.CONFIRMED))
        self._accept.setAccessibleDescription(self.tr("The flag is right: shoot this again"))
        self._overrule = button(self.tr("Overrule"), lambda: self.answer(FlagOpinion.ACCEPTED))
        self._overrule.setAccessibleDescription(self.tr("The page is good in spite of the flag"))
        self._buttons = QWidget()
        row = QHBoxLayout(self._buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(STEP)
        row.addWidget(self._accept)
        row.addWidget(self._overrule)
        self._reason = _Reason(self)
        self._reason.kept.connect(self._keep)
        self._reason.left.connect(self._leave)
        self._column.addWidget(self._buttons)
        self._column.addWidget(self._reason)
        self._reason.hide()
        self.show_verdict(None)

    @property
    def current(self) -> FlagReviewed | None:
        """The flag that is answered next."""
        return self._flags[self._at] if self._flags else None

    def set_keys(self, accept: str, overrule: str) -> None:
        """What does the same as the buttons."""
        for pressed, words, key in (
            (self._accept, self.tr("Accept"), accept),
            (self._overrule, self.tr("Overrule"), overrule),
        ):
            pressed.setText(f"{words}  {key}")

    def show_verdict(self, verdict: VerdictReviewed | None) -> None:
        """The flags of a verdict, the worst first; those that found nothing are one line. A reason that somebody is
        writing goes on being written, while its flag is among them.
        """
        asked = self.current.flag_id if self.current is not None and self._opinion is not None else None
        flags = [] if verdict is None else [flag for flag in verdict.flags if flag.level is not Level.GREEN]
        self._flags = sorted(flags, key=lambda flag: _RANK[flag.level])
        for row in self._rows:
            self._column.removeWidget(row)
            row.deleteLater()
        self._rows = []
        for at, flag in enumerate(self._flags):
            row = _Row(flag, self._theme)
            row.chosen.connect(lambda at=at: self.select(at))
            self._rows.append(row)
            self._column.insertWidget(1 + at, row)
        self._none.setVisible(not self._flags)
        self._none.setText(
            self.tr("This spread has not been judged.") if verdict is None else self.tr("Nothing was found wrong.")
        )
        self._buttons.setVisible(bool(self._flags))
        still = next((at for at, flag in enumerate(self._flags) if flag.flag_id == asked), None)
        if still is not None:
            self.select(still)
            return
        self._leave()
        open_flags = [at for at, flag in enumerate(self._flags) if flag.opinion is None]
        self.select(open_flags[0] if open_flags else 0)

    def select(self, at: int) -> None:
        """Make a flag the current one."""
        self._at = at % len(self._flags) if self._flags else 0
        for index, row in enumerate(self._rows):
            row.mark(index == self._at)

    def next(self) -> None:
        """The next flag."""
        self.select(self._at + 1)

    def answer(self, opinion: FlagOpinion) -> None:
        """Ask for the reason of an opinion on the current flag; the same opinion again is taken back."""
        flag = self.current
        if flag is None:
            return
        if flag.opinion is opinion:
            self.answered.emit(flag, None, "")
            return
        self._opinion = opinion
        asked = (
            self.tr("Why is the page good? Enter keeps it")
            if opinion is FlagOpinion.ACCEPTED
            else self.tr("What is to be mended? Enter keeps it")
        )
        self._reason.begin(asked)

    def _keep(self, reason: str) -> None:
        flag, opinion = self.current, self._opinion
        self._leave()
        if flag is not None and opinion is not None:
            self.answered.emit(flag, opinion, reason)
        self.done.emit()

    def _leave(self) -> None:
        had_focus = self._reason.hasFocus()
        self._opinion = None
        self._reason.hide()
        if had_focus:
            self.done.emit()


class _Row(QFrame):
    chosen = Signal()

    def __init__(self, flag: FlagReviewed, theme: Theme) -> None:
        super().__init__()
        self._mark = LevelMark(theme.look.palette, 20)
        self._mark.show_level(flag.level, theme.look.palette)
        title = QLabel(flag_words(flag))
        title.setWordWrap(True)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(title)
        reason = said_again(flag.reason)
        why = QLabel(reason)
        why.setWordWrap(True)
        why.setProperty("kind", "small")
        words.addWidget(why)
        if answer := answer_words(flag):
            said = QLabel(answer)
            said.setWordWrap(True)
            words.addWidget(said)
        row = QHBoxLayout(self)
        row.setContentsMargins(STEP, STEP, STEP, STEP)
        row.setSpacing(STEP)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        self.setAccessibleName(f"{flag_words(flag)}. {reason} {answer}".strip())
        self.mark(False)

    def mark(self, current: bool) -> None:
        self.setProperty("kind", "raised" if current else "card")
        self.style().unpolish(self)
        self.style().polish(self)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802  Qt's name
        del event
        self.chosen.emit()


class _Reason(QLineEdit):
    kept = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setMaxLength(500)
        self.setAccessibleName(self.tr("Reason"))

    def begin(self, asked: str) -> None:
        self.setText("")
        self.setPlaceholderText(asked)
        self.setAccessibleDescription(asked)
        self.show()
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  Qt's name
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.kept.emit(self.text().strip())
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Esc is this field's own before it is anybody's."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)
