"""Who works at the cradle: hand over to somebody else, and see how the day goes."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from operator_gui.screens.context import ScreenContext
from operator_gui.screens.rig.page import Page
from operator_gui.screens.rig.pieces import button, card, label, row
from operator_gui.theme.sizes import STEP
from scanner_daemon.api.schemas import HandOver, OperatorPace, RigSnapshot

__all__ = ["OperatorPage"]


class OperatorPage(Page):
    """Spreads carry the new name from the next one on, also after a restart."""

    def __init__(self, context: ScreenContext) -> None:
        super().__init__(
            context, self.tr("Operator"), self.tr("Whose name stands on every spread from the next one on.")
        )
        self._who = ""

    def _build(self) -> None:
        self._now = label(kind="title")
        self.name = QLineEdit()
        self.name.setAccessibleName(self.tr("Name of the operator"))
        self.name.setPlaceholderText(self.tr("Name"))
        self.name.setMaxLength(100)
        self.name.returnPressed.connect(self._hand_over)
        self.use = button(self.tr("Hand over"), self._hand_over, kind="primary")
        self._table = QGridLayout()
        self._table.setHorizontalSpacing(STEP * 4)
        self.body.addWidget(self._now)
        self.body.addLayout(row(self.name, self.use))
        self.body.addWidget(card(label(self.tr("Today"), "title"), self._table))

    @property
    def summary(self) -> str:
        """Who it is."""
        return self._who

    @property
    def first(self) -> QWidget:
        """The name of who comes."""
        return self.name

    def enter(self) -> None:
        """How the day went so far."""
        self.context.client.get("/v1/rig/operators", list[OperatorPace], self._show, owner=self)

    def know(self, rig: RigSnapshot) -> None:
        """Who it is now."""
        who = rig.operator or ""
        if who != self._who:
            self._who = who
            self.changed.emit()
            if self.isVisible():
                self.enter()

    def show_rig(self, rig: RigSnapshot) -> None:
        """Who it is now."""
        self._now.setText(rig.operator or "")

    def _hand_over(self) -> None:
        name = self.name.text().strip()
        if name:
            self.ask("/v1/rig/operator", HandOver(name=name), done=lambda _: self._handed_over(name))

    def _handed_over(self, name: str) -> None:
        self.context.preferences.operator = name
        self.name.clear()
        self.context.notices.tell(self.tr("{name} works at the cradle now.").format(name=name))

    def _show(self, paces: list[OperatorPace]) -> None:
        while (item := self._table.takeAt(0)) is not None:
            if (shown := item.widget()) is not None:
                shown.deleteLater()
        for place, text in enumerate(
            (self.tr("Name"), self.tr("Spreads"), self.tr("Pages"), self.tr("Pages per hour"))
        ):
            self._table.addWidget(label(text, "small", wrapped=False), 0, place)
        for line, pace in enumerate(paces, start=1):
            speed = f"{pace.pages_per_hour:.0f}" if pace.pages_per_hour is not None else "–"
            mark = "● " if pace.on_duty else ""
            for place, text in enumerate((mark + pace.operator, str(pace.spreads), str(pace.pages), speed)):
                self._table.addWidget(label(text, wrapped=False), line, place)
        self._table.setColumnStretch(4, 1)
