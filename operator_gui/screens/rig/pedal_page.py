"""Trying the pedal: each switch lights up when it is pressed, and nothing is shot."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFormLayout, QFrame, QLabel, QLineEdit, QWidget

from operator_gui.screens.context import ScreenContext
from operator_gui.screens.rig.page import Page
from operator_gui.screens.rig.pieces import beside, button, card, label, row
from scanner_daemon.api.schemas import MapPedal, PedalTrial, PressSeen, RigSnapshot, SetupState, Switch

__all__ = ["PedalPage"]

RENEW_MS = 20_000
"""The daemon ends a trial that nobody asks for again within a minute."""
ORDER = (Switch.RE_SHOOT, Switch.FIRE, Switch.PAUSE)


class PedalPage(Page):
    """The third step. While it is in front, presses are shown and not served."""

    def __init__(self, context: ScreenContext) -> None:
        super().__init__(
            context,
            self.tr("Pedal"),
            self.tr("Press each switch once. Nothing is shot while this page is in front."),
        )
        self._words = {
            Switch.RE_SHOOT: self.tr("Re-shoot"),
            Switch.FIRE: self.tr("Fire"),
            Switch.PAUSE: self.tr("Pause"),
        }
        self._fitted = False
        self._fired = False

    def _build(self) -> None:
        self._sources = label(kind="quiet")
        self._tiles: dict[Switch, QLabel] = {}
        tiles = [self._tile(switch) for switch in ORDER]
        self._fields = {switch: QLineEdit() for switch in ORDER}
        form = QFormLayout()
        for switch, field in self._fields.items():
            field.setAccessibleName(self.tr("Keys that mean {switch}").format(switch=self._words[switch]))
            field.setPlaceholderText("KEY_F13, BTN_0")
            form.addRow(beside(self._words[switch]), field)
        self.keep = button(self.tr("Keep these keys"), self._keep)
        self._renew = QTimer(self, interval=RENEW_MS)
        self._renew.timeout.connect(self._try)
        self.body.addWidget(self._sources)
        self.body.addLayout(row(*tiles, stretched=True))
        self.body.addWidget(
            label(self.tr("Uncommon foot switches: which keys they send, by the kernel's names"), "quiet")
        )
        self.body.addLayout(form)
        self.body.addLayout(row(self.keep))

    @property
    def done(self) -> bool:
        """Fire was pressed once."""
        return self._fired

    @property
    def summary(self) -> str:
        """Whether there is one."""
        if self._fired:
            return self.tr("It fires")
        return self.tr("Press each switch once") if self._fitted else self.tr("No pedal found")

    @property
    def first(self) -> QWidget:
        """Nothing that a pedal posing as a keyboard could type into."""
        return self

    def enter(self) -> None:
        """Presses are shown from now on."""
        self._try()
        self._renew.start()
        self.context.client.get("/v1/setup", SetupState, self._show_keys, owner=self)

    def leave(self) -> None:
        """Presses are served again."""
        self._renew.stop()
        self.context.client.act("/v1/setup/pedal/trial", body=PedalTrial(on=False), failed=lambda _: None)

    def know(self, rig: RigSnapshot) -> None:
        """Whether there is one, and whether it fired."""
        fired = self._fired or any(press.switch is Switch.FIRE for press in rig.setup.presses)
        if (fired, rig.pedal.fitted) != (self._fired, self._fitted):
            self._fired, self._fitted = fired, rig.pedal.fitted
            self.changed.emit()

    def show_rig(self, rig: RigSnapshot) -> None:
        """Light up what was pressed."""
        sources = ", ".join(rig.pedal.sources)
        self._sources.setText(
            self.tr("Presses come from: {sources}").format(sources=sources)
            if sources
            else self.tr("No pedal is connected. Plug it in; it is found by itself.")
        )
        newest: dict[Switch, PressSeen] = {}
        for press in rig.setup.presses:
            newest.setdefault(press.switch, press)
        for switch, tile in self._tiles.items():
            tile.setText(self._told(newest.get(switch)))

    def _tile(self, switch: Switch) -> QFrame:
        self._tiles[switch] = label(self._told(None), "quiet")
        self._tiles[switch].setAccessibleName(self._words[switch])
        return card(label(self._words[switch], "title"), self._tiles[switch])

    def _told(self, press: PressSeen | None) -> str:
        if press is None:
            return self.tr("○ not pressed yet")
        at = press.at.astimezone().strftime("%H:%M:%S")
        words = self.tr("✓ %n time(s)", "", press.count)
        return self.tr("{times} · {source} · {time}").format(times=words, source=press.source, time=at)

    def _try(self) -> None:
        self.ask("/v1/setup/pedal/trial", PedalTrial(on=True))

    def _show_keys(self, state: SetupState) -> None:
        for switch, field in self._fields.items():
            field.setText(", ".join(key for key, meant in state.pedal_keys.items() if meant is switch))

    def _keep(self) -> None:
        keys = {
            key.strip().upper(): switch
            for switch, field in self._fields.items()
            for key in field.text().split(",")
            if key.strip()
        }
        self.ask("/v1/setup/pedal/keys", MapPedal(keys=keys))
