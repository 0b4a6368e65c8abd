"""One list of jobs, what the chosen one is about, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFrame,
    QHeaderView,
    QLabel,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from operator_gui.screens.context import ScreenContext
from operator_gui.screens.queue.job_model import Column, JobModel
from operator_gui.screens.queue.words import about_words, kind_words
from operator_gui.theme.sizes import STEP, TOUCH, TypeSizes
from operator_gui.theme.theme import Look
from operator_gui.widgets.flow import Flow
from operator_gui.widgets.keyed_button import KeyedButton
from operator_gui.widgets.wrapped import wrapped
from operator_gui.words.problems import said_again
from scanner_daemon.api.schemas import JobState, QueueJob

__all__ = ["JobPane"]


class JobPane(QWidget):
    """Tells what is asked for; the screen asks the daemon."""

    retry_asked = Signal(object)
    retry_book_asked = Signal(object)
    drop_asked = Signal(object)
    """A `QueueJob` each."""

    def __init__(self, context: ScreenContext, state: JobState, empty: str, name: str) -> None:
        """``empty``: what it means that there are none. ``name``: of the list, for those who hear it."""
        super().__init__()
        self.state = state
        self.model = JobModel(context.client, state, self)
        self.table = _table(self.model, name)
        self.empty = wrapped(empty, "quiet")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setMargin(STEP * 4)
        self.place = QStackedWidget()
        self.place.addWidget(self.empty)
        self.place.addWidget(self.table)
        self.heading = QLabel()
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        self.reason = wrapped()
        self.foot = QFrame()
        self.foot.setProperty("kind", "card")
        self.buttons = self._buttons(context)
        self._lay_out()
        _fit_columns(self.table, self.model, context.theme.look.sizes)
        context.theme.changed.connect(self._restyle)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_job())
        self.model.came.connect(self._show_job)
        self.show_count(0)

    @property
    def job(self) -> QueueJob | None:
        """The chosen one."""
        index = self.table.currentIndex()
        return self.model.job(index.row()) if index.isValid() else None

    def show_count(self, count: int) -> None:
        """How many there are now. The first is chosen where none was."""
        self.model.show_count(count)
        focus = QApplication.focusWidget()
        has_focus = focus is not None and self.isAncestorOf(focus)
        self.place.setCurrentWidget(self.table if count else self.empty)
        if count and not self.table.currentIndex().isValid():
            self.table.setCurrentIndex(self.model.index(0, 0))
        if has_focus and count:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_job()

    def renew(self) -> None:
        """Fetch again what can be seen."""
        first = self.table.rowAt(0)
        last = self.table.rowAt(self.table.viewport().height() - 1)
        count = self.model.rowCount()
        self.model.renew(max(first, 0), last if last >= 0 else count - 1)

    def take_focus(self) -> None:
        """To the list, where there is one."""
        (self.table if self.model.rowCount() else self).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def retry(self) -> None:
        """Ask for another round of the chosen dead letter."""
        if self.state is JobState.DEAD and (job := self.job) is not None:
            self.retry_asked.emit(job)

    def retry_book(self) -> None:
        """The same for all of its book."""
        if self.state is JobState.DEAD and (job := self.job) is not None:
            self.retry_book_asked.emit(job)

    def drop(self) -> None:
        """Ask to drop the chosen job."""
        if self.state is not JobState.DONE and (job := self.job) is not None:
            self.drop_asked.emit(job)

    def _restyle(self, look: Look) -> None:
        _fit_columns(self.table, self.model, look.sizes)

    def _show_job(self) -> None:
        job = self.job
        self.foot.setVisible(job is not None and self.state is not JobState.DONE)
        if job is None:
            return
        parts = (kind_words(job.kind), job.title or "", about_words(job))
        self.heading.setText("  ·  ".join(part for part in parts if part))
        said = said_again(" ".join((job.reason or "").split()))
        if said and self.state is not JobState.DEAD:
            said = self.tr("The attempt before failed: {reason}").format(reason=said)
        self.reason.setText(said)
        self.reason.setVisible(bool(said))
        for button in self.buttons[1:2] if self.state is JobState.DEAD else []:
            button.setEnabled(job.book_id is not None)

    def _buttons(self, context: ScreenContext) -> list[KeyedButton]:
        keys = context.keys
        drop = KeyedButton(self.tr("Drop it"), keys, "queue.drop", self.drop)
        if self.state is not JobState.DEAD:
            return [] if self.state is JobState.DONE else [drop]
        return [
            KeyedButton(self.tr("Retry"), keys, "queue.retry", self.retry, kind="primary"),
            KeyedButton(self.tr("Retry all of this book"), keys, "queue.retry_book", self.retry_book),
            drop,
        ]

    def _lay_out(self) -> None:
        inside = QVBoxLayout(self.foot)
        inside.setContentsMargins(STEP * 2, STEP, STEP * 2, STEP)
        inside.addWidget(self.heading)
        inside.addWidget(self.reason)
        inside.addLayout(Flow(STEP, *self.buttons))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(STEP)
        column.addWidget(self.place, 1)
        column.addWidget(self.foot)


class _Table(QTableView):
    def moveCursor(  # noqa: N802  Qt's name
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Home and End go to the first and the last job, not to the first and the last column."""
        match action:
            case QAbstractItemView.CursorAction.MoveHome:
                return self.model().index(0, 0)
            case QAbstractItemView.CursorAction.MoveEnd:
                return self.model().index(self.model().rowCount() - 1, 0)
            case _:
                return super().moveCursor(action, modifiers)


def _table(model: JobModel, name: str) -> QTableView:
    table = _Table()
    table.setModel(model)
    table.setAccessibleName(name)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setShowGrid(False)
    table.setTabKeyNavigation(False)
    table.setWordWrap(False)
    table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    rows = table.verticalHeader()
    rows.setVisible(False)
    rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    rows.setDefaultSectionSize(TOUCH)
    columns = table.horizontalHeader()
    columns.setHighlightSections(False)
    columns.setMinimumSectionSize(TOUCH)
    columns.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
    columns.setSectionResizeMode(model.columns.index(_widest(model)), QHeaderView.ResizeMode.Stretch)
    return table


def _widest(model: JobModel) -> Column:
    return Column.REASON if Column.REASON in model.columns else Column.BOOK


def _fit_columns(table: QTableView, model: JobModel, sizes: TypeSizes) -> None:
    """By what a column may have to hold: asking the rows would ask a million of them, in hidden tabs too."""
    words, small = QFontMetrics(sizes.font("body")), QFontMetrics(sizes.font("small"))
    for place, column in enumerate(model.columns):
        heading = str(model.headerData(place, Qt.Orientation.Horizontal))
        wide = max(words.horizontalAdvance(model.sample(column)), small.horizontalAdvance(heading))
        table.horizontalHeader().resizeSection(place, wide + STEP * 3)
