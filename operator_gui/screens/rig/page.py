"""One page of the rig screen: a step of the set-up, or a place to look after the rig."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from operator_gui.daemon.trouble import Trouble
from operator_gui.screens.context import ScreenContext
from operator_gui.screens.rig.pieces import label, say
from operator_gui.theme.sizes import STEP
from operator_gui.words.problems import words_of
from scanner_daemon.api.schemas import Action, Done, RigSnapshot

__all__ = ["Page"]


class Page(QWidget):
    """Its title and one sentence on top, its own widgets below, and at the foot what went wrong.

    What it is made of is made when it is first shown: eight pages at once would hold the program still.
    """

    changed = Signal()
    """Its `done` or its `summary` is another one now."""

    def __init__(self, context: ScreenContext, title: str, lead: str) -> None:
        super().__init__()
        self.context = context
        self.title = title
        self.filled = False
        self._lead = lead
        self.setAccessibleName(title)

    def fill(self, rig: RigSnapshot | None) -> None:
        """Make its widgets, and show the rig as it is known; once."""
        self.filled = True
        self.body = QVBoxLayout()
        self.body.setSpacing(STEP * 2)
        self._trouble: QLabel = label(kind="capture")
        self._trouble.setAccessibleName(self.tr("What went wrong"))
        say(self._trouble, "")
        within = QVBoxLayout(self)
        within.setContentsMargins(0, 0, STEP, 0)
        within.setSpacing(STEP * 2)
        within.addWidget(label(self.title, "title"))
        within.addWidget(label(self._lead, "quiet"))
        self._build()
        within.addLayout(self.body)
        within.addWidget(self._trouble)
        within.addStretch(1)
        if rig is not None:
            self.show_rig(rig)

    def _build(self) -> None:
        """Put its own widgets into `body`."""

    # What the screen asks of each page.

    @property
    def done(self) -> bool | None:
        """Whether this step is done; None for a page that is no step."""
        return None

    @property
    def summary(self) -> str:
        """What it has come to, or what is to be done, in a few words."""
        return ""

    @property
    def first(self) -> QWidget:
        """What takes the keyboard when the page comes up."""
        return self

    def enter(self) -> None:
        """The page has come up."""

    def leave(self) -> None:
        """Another page comes up, or another screen."""

    def know(self, rig: RigSnapshot) -> None:
        """The rig is like this now: what `done` and `summary` need of it, also before the page is filled."""

    def show_rig(self, rig: RigSnapshot) -> None:
        """Show what is known by now."""

    # What each page asks of the daemon.

    def ask(self, path: str, body: Action | None = None, *, done: object = None, owner: QObject | None = None) -> None:
        """Ask for an action; where it fails, the page says why. ``done`` is called when it was done."""

        def answered(answer: Done) -> None:
            say(self._trouble, "")
            if callable(done):
                done(answer)

        self.context.client.act(path, answered, body=body, failed=self.fail, owner=owner or self)

    def fail(self, trouble: Trouble) -> None:
        """Say at the foot of the page what went wrong and what to do, until something goes well."""
        what, remedy = words_of(trouble.code, trouble.params, trouble.what, trouble.remedy)
        say(self._trouble, f"▲ {what} {remedy}".strip())

    def well(self) -> None:
        """Nothing is wrong any more."""
        say(self._trouble, "")
