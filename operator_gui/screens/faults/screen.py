"""Faults: what stands now as cards, what a person is asked, and the history beside it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractSlider, QHBoxLayout, QLabel, QVBoxLayout

from operator_gui.keys.registry import KeyAction
from operator_gui.screens.context import ScreenContext
from operator_gui.screens.faults.asked import ReleasePanel, TurnBackCard, TurnQuestionCard, can_release
from operator_gui.screens.faults.card import FaultCard, WellCard
from operator_gui.screens.faults.history_panel import HistoryPanel
from operator_gui.screens.registry import Screen, ScreenWidget
from operator_gui.theme.sizes import STEP
from operator_gui.theme.theme import Look
from operator_gui.widgets.keyed_button import KeyedButton
from operator_gui.widgets.wrapped import ScrolledColumn
from operator_gui.words.marked import QT_TRANSLATE_NOOP
from scanner_daemon.api.schemas import Fault, Release, Report, RigSnapshot, TurnConfirmed

__all__ = ["SCREEN", "FaultsScreen"]


class FaultsScreen(ScreenWidget):
    """Left, what is wrong now; right, what was."""

    def __init__(self, context: ScreenContext) -> None:
        super().__init__()
        self._context = context
        self._shown: tuple[Fault, ...] | None = None
        self._cards: list[FaultCard | WellCard] = []
        self.question = TurnQuestionCard(context.keys)
        self.question.answered.connect(self._confirm_turn)
        self.turn_back = TurnBackCard(context.keys)
        self.turn_back.accept_asked.connect(self._accept)
        self.release_panel = ReleasePanel()
        self.release_panel.confirmed.connect(self._release)
        self.release_panel.left.connect(self.setFocus)
        self.release = KeyedButton(self.tr("Release…"), context.keys, "faults.release", self._ask_release)
        self.copy = KeyedButton(self.tr("Copy report"), context.keys, "faults.copy", self._copy_report)
        self.history = HistoryPanel(context)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._lay_out()
        self._register_keys()
        context.rig.changed.connect(self._rig_changed)
        context.rig.connection_changed.connect(self._connected)
        context.theme.changed.connect(self._restyle)
        if context.rig.snapshot is not None:
            self._show_rig(context.rig.snapshot)

    @property
    def cards(self) -> list[FaultCard]:
        """The faults that are shown now."""
        return [card for card in self._cards if isinstance(card, FaultCard)]

    def shown_now(self) -> None:
        """The history may have grown."""
        self.history.renew()

    def _lay_out(self) -> None:
        title = QLabel(self.tr("Now"))
        title.setProperty("kind", "title")
        head = QHBoxLayout()
        head.setSpacing(STEP)
        head.addWidget(title)
        head.addStretch(1)
        head.addWidget(self.release)
        head.addWidget(self.copy)
        self._column = ScrolledColumn()
        self._column.add(self.release_panel, self.question, self.turn_back)
        left = QVBoxLayout()
        left.setSpacing(STEP)
        left.addLayout(head)
        left.addWidget(self._column, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(STEP, 0, STEP, 0)
        row.setSpacing(STEP * 3)
        row.addLayout(left, 1)
        row.addWidget(self.history, 1)

    def _register_keys(self) -> None:
        scope = SCREEN.id
        self._context.keys.register(
            KeyAction(f"{scope}.release", self.tr("Release the cradle"), ("L",), self._ask_release, scope),
            KeyAction(f"{scope}.copy", self.tr("Copy the report"), ("C",), self._copy_report, scope),
            KeyAction(f"{scope}.turned", self.tr("The leaf was turned"), ("Y",), self._turned, scope),
            KeyAction(f"{scope}.not_turned", self.tr("The leaf was not turned"), ("N",), self._not_turned, scope),
            KeyAction(f"{scope}.keep", self.tr("Keep the spread as it is"), ("K",), self._accept, scope),
            KeyAction(f"{scope}.down", self.tr("Scroll down"), ("PgDown",), self._down, scope, repeats=True),
            KeyAction(f"{scope}.up", self.tr("Scroll up"), ("PgUp",), self._up, scope, repeats=True),
            KeyAction(f"{scope}.filter", self.tr("Filter the history"), ("F",), self.history.next_filter, scope),
        )

    def _down(self) -> None:
        self._column.verticalScrollBar().triggerAction(QAbstractSlider.SliderAction.SliderPageStepAdd)

    def _up(self) -> None:
        self._column.verticalScrollBar().triggerAction(QAbstractSlider.SliderAction.SliderPageStepSub)

    # ------------------------------------------------------------------------------------------------- what is shown

    def _rig_changed(self, snapshot: RigSnapshot, different: frozenset[str]) -> None:
        self._show_rig(snapshot)
        if self.isVisible():
            self.history.rig_changed(snapshot, different)

    def _connected(self, connected: bool) -> None:
        for button in (self.release, self.copy):
            button.setEnabled(connected)
        if connected and self.isVisible():
            self.history.renew()

    def _show_rig(self, now: RigSnapshot) -> None:
        self.question.show_rig(now)
        self.turn_back.show_rig(now)
        self.release.setEnabled(can_release(now))
        if not can_release(now) and self.release_panel.isVisible():
            self.release_panel.hide()
            self.setFocus()
        if now.faults != self._shown:
            self._shown = now.faults
            self._deal(now.faults)

    def _deal(self, faults: tuple[Fault, ...]) -> None:
        look = self._context.theme.look
        for card in self._cards:
            card.hide()
            card.deleteLater()
        self._cards = [FaultCard(fault, look) for fault in faults] or [WellCard(look)]
        self._column.add(*self._cards)

    def _restyle(self, look: Look) -> None:
        for card in self._cards:
            card.restyle(look)

    # ------------------------------------------------------------------------------------------------- what is done

    def _ask_release(self) -> None:
        now = self._context.rig.snapshot
        if now is None or not can_release(now):
            self._context.notices.warn(self.tr("Nothing is latched, so there is nothing to release."))
            return
        self.release_panel.ask()

    def _release(self) -> None:
        self.setFocus()
        self._context.client.act("/v1/rig/release", body=Release(looked=True), owner=self)

    def _turned(self) -> None:
        self._confirm_turn(True)

    def _not_turned(self) -> None:
        self._confirm_turn(False)

    def _confirm_turn(self, turned: bool) -> None:
        now = self._context.rig.snapshot
        if now is not None and now.confirm_turn is not None:
            self._context.client.act("/v1/rig/confirm-turn", body=TurnConfirmed(turned=turned), owner=self)

    def _accept(self) -> None:
        now = self._context.rig.snapshot
        if now is not None and now.turn_back is not None:
            self._context.client.act("/v1/rig/accept", owner=self)

    def _copy_report(self) -> None:
        self._context.client.get("/v1/report", Report, self._copied, owner=self)

    def _copied(self, report: Report) -> None:
        QGuiApplication.clipboard().setText(report.text)
        self._context.notices.tell(self.tr("The report is in the clipboard. It names no person and holds no secret."))


SCREEN = Screen(
    id="faults",
    name=QT_TRANSLATE_NOOP("Screens", "Faults"),
    icon="M12 4l9.5 16h-19zM12 10v4.5M12 17.4h.01",
    key="F7",
    order=60,
    make=FaultsScreen,
)
