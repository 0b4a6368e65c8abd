"""The counts as figures that are read at a glance, and who paused the queue."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout

from operator_gui.screens.queue.words import at_words, kind_words, lasting, number
from operator_gui.theme.sizes import STEP
from operator_gui.widgets.keyed_button import KeyedButton
from operator_gui.widgets.wrapped import wrapped
from scanner_daemon.api.schemas import QueueDetail

__all__ = ["Figures"]


class Figures(QFrame):
    """Five figures, the pause, and the button that changes it."""

    def __init__(self, change: KeyedButton) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.change = change
        self.waiting = _figure()
        self.running = _figure()
        self.done = _figure()
        self.dead = _figure()
        self.empty_in = _figure()
        named = (
            (self.running, self.tr("Running")),
            (self.waiting, self.tr("Waiting")),
            (self.dead, self.tr("Given up")),
            (self.done, self.tr("Done in the last hour")),
            (self.empty_in, self.tr("Empty in about")),
        )
        self.state = wrapped()
        grid = QGridLayout()
        grid.setHorizontalSpacing(STEP * 3)
        grid.setVerticalSpacing(0)
        for column, (figure, words) in enumerate(named):
            name = QLabel(words, wordWrap=True)
            name.setProperty("kind", "small")
            name.setAlignment(Qt.AlignmentFlag.AlignTop)
            name.setBuddy(figure)
            grid.addWidget(figure, 0, column)
            grid.addWidget(name, 1, column)
            grid.setColumnStretch(column, 1)
            figure.setAccessibleName(words)
        beside = QVBoxLayout()
        beside.addWidget(self.change)
        row = QHBoxLayout()
        row.addLayout(grid, 1)
        row.addSpacing(STEP * 2)
        row.addLayout(beside)
        column_ = QVBoxLayout(self)
        column_.setContentsMargins(STEP * 2, STEP, STEP * 2, STEP)
        column_.setSpacing(STEP // 2)
        column_.addLayout(row)
        column_.addWidget(self.state)
        self.state.hide()

    def show_detail(self, detail: QueueDetail) -> None:
        """Other figures."""
        counts = detail.counts
        self.running.setText(number(counts.leased))
        self.waiting.setText(number(counts.queued))
        self.dead.setText(number(counts.dead))
        self.done.setText(number(detail.done_last_hour))
        self.empty_in.setText("–" if any(pause.kind is None for pause in detail.pauses) else lasting(detail.empty_in_s))
        paused = bool(detail.pauses)
        self.change.set_words(self.tr("Resume the queue") if paused else self.tr("Pause the queue"))
        self.state.setVisible(paused)
        said = []
        for pause in detail.pauses:
            what = self.tr("Everything") if pause.kind is None else kind_words(pause.kind)
            said.append(
                self.tr("‖ {what} is paused by {who} since {at}. Jobs in hand are ended, no other is begun.").format(
                    what=what, who=pause.by, at=at_words(pause.since)
                )
            )
        self.state.setText(" ".join(said))


def _figure() -> QLabel:
    made = QLabel("–")
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("kind", "band")
    return made
