"""What the night will do, and what the last one did."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout

from operator_gui.screens.context import ScreenContext
from operator_gui.screens.queue.words import at_words, lasting, night_words, number
from operator_gui.theme.sizes import STEP
from operator_gui.widgets.keyed_button import KeyedButton
from operator_gui.widgets.wrapped import wrapped
from scanner_daemon.api.schemas import NightPlan, NightReport, NightView

__all__ = ["NightCards"]

BOOKS_NAMED = 4


class NightCards(QFrame):
    """Two short paragraphs each; the re-shoot list is one key away."""

    tickets_asked = Signal()

    def __init__(self, context: ScreenContext) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.tonight = QLabel(self.tr("Tonight"))
        self.tonight.setProperty("kind", "title")
        self.plan = wrapped()
        self.books = wrapped(kind="quiet")
        self.last = QLabel(self.tr("Last night"))
        self.last.setProperty("kind", "title")
        self.report = wrapped()
        self.tickets = KeyedButton(
            self.tr("Spreads to shoot again"), context.keys, "queue.tickets", self.tickets_asked.emit
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(STEP * 2, STEP * 2, STEP * 2, STEP * 2)
        column.setSpacing(STEP // 2)
        for widget in (self.tonight, self.plan, self.books):
            column.addWidget(widget)
        column.addSpacing(STEP * 2)
        for widget in (self.last, self.report):
            column.addWidget(widget)
        column.addWidget(self.tickets, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self.tickets.hide()

    def show_night(self, night: NightView) -> None:
        """Other figures."""
        self.plan.setText(self._plan(night.plan))
        self.books.setText(self._books(night.plan))
        self.books.setVisible(bool(night.plan.books))
        self.report.setText(self._report(night.last))
        self.tickets.setVisible(night.last is not None and night.last.tickets > 0)

    def _plan(self, plan: NightPlan) -> str:
        if not plan.pages and not plan.texts:
            return self.tr("Nothing is due: every photograph has its page, and every page its text.")
        parts = []
        if plan.pages:
            parts.append(self.tr("%n page(s) to flatten and read", "", plan.pages))
        if plan.texts:
            parts.append(self.tr("%n page(s) to read", "", plan.texts))
        said = [self.tr("{work}.").format(work=", ".join(parts))]
        if plan.seconds is None:
            said.append(self.tr("How long it takes is known once a first page has been made."))
        else:
            said.append(
                self.tr("About {time} with %n worker(s).", "", plan.processes).format(time=lasting(plan.seconds))
            )
        match plan.timer_enabled:
            case True:
                said.append(self.tr("It begins by itself at {at}.").format(at=at_words(plan.begins_at)))
            case False:
                said.append(self.tr("No timer is set on this machine: begin it with “bookcradle night”."))
            case None:
                said.append(self.tr("It may begin from {at} on.").format(at=at_words(plan.begins_at)))
        return " ".join(said)

    def _books(self, plan: NightPlan) -> str:
        told = [
            self.tr("“{title}”: {count}").format(title=book.title or "–", count=number(book.pages + book.texts))
            for book in plan.books[:BOOKS_NAMED]
        ]
        more = len(plan.books) - BOOKS_NAMED + plan.more_books
        if more > 0:
            told.append(self.tr("%n more book(s)", "", more))
        return "\n".join(told)

    def _report(self, last: NightReport | None) -> str:
        if last is None:
            return self.tr("No night has been at work in this library yet.")
        when = self.tr("{began} to {ended}: {how}.").format(
            began=at_words(last.began_at),
            ended=at_words(last.ended_at) if last.ended_at is not None else "…",
            how=night_words(last.state),
        )
        said = [when]
        done = last.done.get("page", 0), last.done.get("text", 0)
        said.append(self.tr("%n page(s) flattened,", "", done[0]) + " " + self.tr("%n read.", "", done[1]))
        if last.failed:
            said.append(self.tr("%n attempt(s) failed.", "", last.failed))
        if last.dead:
            said.append(self.tr("%n job(s) given up.", "", last.dead))
        if last.tickets:
            said.append(self.tr("%n spread(s) should be shot again.", "", last.tickets))
        if last.why:
            said.append(last.why)
        return " ".join(said)
