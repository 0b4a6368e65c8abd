"""The rig screen: a guided set-up that can be left and taken up again, and the places to look after the rig."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from operator_gui.keys.registry import KeyAction
from operator_gui.screens.context import ScreenContext
from operator_gui.screens.registry import ScreenWidget
from operator_gui.screens.rig.cameras_page import CamerasPage
from operator_gui.screens.rig.controller_page import ControllerPage
from operator_gui.screens.rig.health_page import HealthPage
from operator_gui.screens.rig.motion_page import MotionPage
from operator_gui.screens.rig.operator_page import OperatorPage
from operator_gui.screens.rig.page import Page
from operator_gui.screens.rig.pedal_page import PedalPage
from operator_gui.screens.rig.pieces import button, row
from operator_gui.screens.rig.settings_page import SettingsPage
from operator_gui.screens.rig.spread_page import SpreadPage
from operator_gui.screens.rig.way import Way
from operator_gui.theme.sizes import STEP
from scanner_daemon.api.schemas import RigSnapshot

__all__ = ["RigScreen"]

STEPS = 5


class RigScreen(ScreenWidget):
    """Steps at the left, the page in the middle, at its foot the way back and on."""

    def __init__(self, context: ScreenContext) -> None:
        super().__init__(context.room)
        self._context = context
        self.cameras, self.controller, self.pedal = CamerasPage(context), ControllerPage(context), PedalPage(context)
        self.motion, self.spread = MotionPage(context), SpreadPage(context)
        self.health, self.settings, self.operator = HealthPage(context), SettingsPage(context), OperatorPage(context)
        self.pages: tuple[Page, ...] = (
            self.cameras,
            self.controller,
            self.pedal,
            self.motion,
            self.spread,
            self.health,
            self.settings,
            self.operator,
        )
        self._places = {
            "cameras": 0,
            "controller": 1,
            "pedal": 2,
            "motion": 3,
            "spread": 4,
            "health": 5,
            "settings": 6,
            "operator": 7,
        }
        self._shown = False
        self._current = 0
        self.way = Way(self.pages, STEPS)
        self.way.asked.connect(self.go)
        self._stack = QStackedWidget()
        for page in self.pages:
            page.setParent(self)
            page.hide()  # until it lies in its place
            page.changed.connect(self._show_foot)
            self._stack.addWidget(self._scrolled())
        self.back = button(self.tr("Back"), lambda: self.go(self._current - 1))
        self.next = button("", lambda: self.go(self._current + 1))
        self._lay_out()
        self._register_keys()
        context.rig.changed.connect(self._rig_changed)
        if context.rig.snapshot is not None:
            self._show_rig(context.rig.snapshot)
        self._go_quietly(self._first_open())

    @property
    def current(self) -> Page:
        """The page in front."""
        return self.pages[self._current]

    def go(self, number: int) -> None:
        """Bring a page to the front."""
        if not 0 <= number < len(self.pages):
            return
        if self._shown:
            self.current.leave()
        self._go_quietly(number)
        if self._shown:
            self.current.enter()
            self.current.first.setFocus()

    def open_at(self, place: str) -> None:
        """A page by its word, such as ``health``."""
        if place in self._places:
            self.go(self._places[place])

    def shown_now(self) -> None:
        """The page begins to look. A pedal that works on a book is tried only when a person asks for it."""
        rig = self._context.rig.snapshot
        if rig is not None and rig.book is not None and self.current is self.pedal:
            self._go_quietly(self._places["health"])
        self._shown = True
        self.current.enter()
        self.current.first.setFocus()

    def hidden_now(self) -> None:
        """And stops looking."""
        if self._shown:
            self._shown = False
            self.current.leave()

    def _first_open(self) -> int:
        """The first step that is not done; a rig that is set up is looked after."""
        steps = enumerate(self.pages[:STEPS])
        return next((number for number, page in steps if not page.done), self._places["health"])

    def _go_quietly(self, number: int) -> None:
        self._current = number
        page, place = self.pages[number], self._stack.widget(number)
        if not page.filled and isinstance(place, QScrollArea):
            page.fill(self._context.rig.snapshot)
            place.setWidget(page)
        self._stack.setCurrentIndex(number)
        self.way.show_current(number)
        self._show_foot()

    def _show_foot(self) -> None:
        in_steps = self._current < STEPS
        self.back.setVisible(0 < self._current < STEPS)
        self.next.setVisible(self._current < STEPS - 1)
        if in_steps and self._current < STEPS - 1:
            self.next.setText(self.tr("Next: {step}").format(step=self.pages[self._current + 1].title))
            self.next.setProperty("kind", "primary" if self.current.done else "")
            self.next.style().polish(self.next)

    def _rig_changed(self, rig: RigSnapshot, _different: object) -> None:
        self._show_rig(rig)

    def _show_rig(self, rig: RigSnapshot) -> None:
        for page in self.pages:
            page.know(rig)
            if page.filled:
                page.show_rig(rig)

    def _lay_out(self) -> None:
        right = QVBoxLayout()
        right.setSpacing(STEP)
        right.addWidget(self._stack, 1)
        right.addLayout(row(self.back, self.next))
        within = QHBoxLayout(self)
        within.setContentsMargins(0, 0, 0, 0)
        within.setSpacing(STEP * 3)
        steps = self._scrolled(self.way)
        self.way.fitted.connect(lambda width: steps.setFixedWidth(width + STEP))
        self.way.fit()
        self._context.theme.changed.connect(self._restyled)
        within.addWidget(steps)
        within.addLayout(right, 1)

    def _restyled(self, _: object) -> None:
        QTimer.singleShot(0, self.way, self.way.fit)  # when its words have their new size

    @staticmethod
    def _scrolled(shown: QWidget | None = None) -> QScrollArea:
        made = QScrollArea()
        if shown is not None:
            made.setWidget(shown)
        made.setWidgetResizable(True)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return made

    def _register_keys(self) -> None:
        keys = self._context.keys
        for number, page in enumerate(self.pages):
            word = next(place for place, at in self._places.items() if at == number)
            action = KeyAction(f"rig.{word}", page.title, (str(number + 1),), partial(self.go, number), scope="rig")
            keys.register(action)
        keys.register(
            KeyAction("rig.next", self.tr("Next step"), ("PgDown",), lambda: self.go(self._current + 1), scope="rig"),
            KeyAction("rig.back", self.tr("Step before"), ("PgUp",), lambda: self.go(self._current - 1), scope="rig"),
            KeyAction("rig.again", self.tr("Look again"), ("R",), self._again, scope="rig"),
            KeyAction("rig.swap", self.tr("Swap left and right"), ("S",), self._swap, scope="rig"),
            KeyAction("rig.home", self.tr("Find home"), ("H",), self._home, scope="rig"),
            KeyAction("rig.jog_up", self.tr("Nudge the platen up"), ("U",), partial(self._jog, "up"), scope="rig"),
            KeyAction(
                "rig.jog_down", self.tr("Nudge the platen down"), ("D",), partial(self._jog, "down"), scope="rig"
            ),
            KeyAction("rig.hand_over", self.tr("Hand over to another operator"), ("O",), self._operator, scope="rig"),
        )

    def _again(self) -> None:
        self.current.enter()

    def _swap(self) -> None:
        if self.current is self.cameras and self.cameras.swap.isEnabled():
            self.cameras.swap.click()

    def _home(self) -> None:
        if self.current is self.motion and self.motion.home.isEnabled():
            self.motion.home.click()

    def _jog(self, direction: str) -> None:
        if self.current is self.motion and self.motion.home.isEnabled():
            self.motion.jog(direction)

    def _operator(self) -> None:
        self.go(self._places["operator"])
