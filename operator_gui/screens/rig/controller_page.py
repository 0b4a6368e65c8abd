"""Where the cradle's controller is: every serial port, and who answers there."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QButtonGroup, QLabel, QRadioButton, QVBoxLayout, QWidget

from operator_gui.screens.context import ScreenContext
from operator_gui.screens.rig.page import Page
from operator_gui.screens.rig.pieces import button, label, row, say
from operator_gui.theme.sizes import STEP
from operator_gui.words.problems import said_again
from scanner_daemon.api.schemas import ChooseController, FoundController, RigSnapshot

__all__ = ["ControllerPage"]

BY_HAND = ""


def part_words(part: str) -> str:
    """What is wired to a controller; one of a newer controller by the daemon's name."""
    translate = QCoreApplication.translate
    known = {
        "platen": translate("Parts", "platen"),
        "turner": translate("Parts", "page turner"),
        "leaf sensor": translate("Parts", "leaf sensor"),
        "vacuum sensor": translate("Parts", "vacuum sensor"),
        "lid switch": translate("Parts", "lid switch"),
        "pinch sensor": translate("Parts", "pinch sensor"),
        "lamps": translate("Parts", "lamps"),
        "buzzer": translate("Parts", "buzzer"),
        "pedal": translate("Parts", "pedal"),
        "stop button": translate("Parts", "stop button"),
    }
    return known.get(part, part)


class ControllerPage(Page):
    """The second step. Looking moves nothing; choosing has the daemon open its rig anew."""

    def __init__(self, context: ScreenContext) -> None:
        super().__init__(
            context, self.tr("Controller"), self.tr("It moves the platen and the page turner. Looking moves nothing.")
        )
        self._boot = ""
        self._fitted = True
        self._connected = False
        self._ports: dict[QRadioButton, str] = {}
        self._notes: list[QLabel] = []

    def _build(self) -> None:
        self._group = QButtonGroup(self)
        self._choices = QVBoxLayout()
        self._state: QLabel = label(kind="quiet")
        self.use = button(self.tr("Use this one"), self._use, kind="primary")
        self.again = button(self.tr("Look again"), self.look)
        self.body.addLayout(row(self.again, self._state))
        self.body.addLayout(self._choices)
        self.body.addLayout(row(self.use))

    @property
    def done(self) -> bool:
        """It answers, or there is none."""
        return self._connected or not self._fitted

    @property
    def summary(self) -> str:
        """Who moves the platen."""
        if not self._fitted:
            return self.tr("None: the platen is lifted by hand")
        return self.tr("It answers") if self._connected else self.tr("Find the controller")

    @property
    def first(self) -> QWidget:
        """The chosen port."""
        return self._group.checkedButton() or self.again

    def enter(self) -> None:
        """Look at once."""
        self.look()

    def look(self) -> None:
        """Ask at all ports."""
        say(self._state, self.tr("Looking for controllers…"))
        self.context.client.get(
            "/v1/setup/controllers", list[FoundController], self._found, failed=self._not_found, owner=self
        )

    def know(self, rig: RigSnapshot) -> None:
        """Whether it is there."""
        now = (rig.cradle.fitted, rig.cradle.connected)
        if now != (self._fitted, self._connected):
            self._fitted, self._connected = now
            self.changed.emit()

    def show_rig(self, rig: RigSnapshot) -> None:
        """A rig that was opened anew is looked at again."""
        if rig.boot != self._boot:
            self._boot, reopened = rig.boot, bool(self._boot)
            if self.isVisible() and reopened:
                self.look()

    def _found(self, found: list[FoundController]) -> None:
        self.well()
        for choice in self._ports:
            self._group.removeButton(choice)
            choice.deleteLater()
        for note in self._notes:
            note.deleteLater()
        self._ports, self._notes = {}, []
        answering = [port for port in found if port.answers or port.chosen]
        silent = [port for port in found if port not in answering]
        for port in (*answering, *silent):
            self._add(port.port, self._words(port), port.port, port.chosen and self._fitted, port.answers)
        by_hand = self.tr("Platen and leaf are moved by hand.")
        self._add(self.tr("No controller"), by_hand, BY_HAND, not self._fitted, True)
        if self._group.checkedButton() is None and len([port for port in found if port.answers]) == 1:
            next(choice for choice in self._ports if choice.isEnabled()).setChecked(True)
        self._order_tabs()
        say(self._state, "" if answering else self.tr("No controller answers. Check its USB cable and its power."))
        self.first.setFocus()

    def _order_tabs(self) -> None:
        """Choices are made late, so Qt would put them behind everything else."""
        before: QWidget = self.again
        for choice in self._ports:
            QWidget.setTabOrder(before, choice)
            before = choice
        QWidget.setTabOrder(before, self.use)

    def _add(self, text: str, more: str, port: str, chosen: bool, possible: bool) -> None:
        choice = QRadioButton(text)
        choice.setAccessibleDescription(more)
        choice.setEnabled(possible or chosen)
        choice.setChecked(chosen)
        self._group.addButton(choice)
        note = label(more, "quiet")
        note.setIndent(STEP * 4)
        self._notes.append(note)
        self._choices.addWidget(choice)
        self._choices.addWidget(note)
        self._ports[choice] = port

    def _words(self, port: FoundController) -> str:
        if port.answers:
            words = (
                self.tr("Connected; firmware {version}") if port.connected else self.tr("Answers; firmware {version}")
            )
            told = words.format(version=port.firmware or "?")
            return f"{told} · {', '.join(map(part_words, port.fitted))}"
        return said_again(port.what) or self.tr("No answer")

    def _not_found(self, trouble: object) -> None:
        say(self._state, "")
        self.fail(trouble)  # type: ignore[arg-type]  # the client hands on nothing else

    def _use(self) -> None:
        choice = self._group.checkedButton()
        if not isinstance(choice, QRadioButton):
            return
        say(self._state, self.tr("Opening the controller…"))
        body = ChooseController(port=self._ports[choice] or None)
        self.context.client.act("/v1/setup/controllers", None, body=body, failed=self._not_found, owner=self)
