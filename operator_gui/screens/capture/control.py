"""What the operator asks of the rig from this screen: one method a wish, each a request to the daemon."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from operator_gui.daemon.client import DaemonClient
from operator_gui.daemon.rig import RigFollower
from operator_gui.keys.registry import Keys
from operator_gui.screens.capture.filmstrip.cell import FilmCell, role_word
from operator_gui.screens.capture.undo import Undo, UndoStack
from operator_gui.screens.notices import Notices
from scanner_daemon.api.schemas import (
    Done,
    InsertSpread,
    NoteSpread,
    Press,
    Release,
    RigState,
    RolesSaid,
    SayRoles,
    ShotRole,
    Side,
    Switch,
    TurnConfirmed,
)

__all__ = ["UNDO_ACTION", "CaptureControl"]

UNDO_ACTION = "capture.undo"


class CaptureControl(QObject):
    """Refusals come back as notices; what became of it all comes back with the snapshot."""

    said_of = Signal(str)
    """Something was said of the spread with this id: it must be read again."""

    def __init__(
        self, client: DaemonClient, rig: RigFollower, notices: Notices, keys: Keys, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._client = client
        self._rig = rig
        self._notices = notices
        self._keys = keys
        self._book_id: str | None = None
        self._undo = UndoStack()

    def book_in_hand(self, book_id: str | None) -> None:
        """Another book: what was done to the former is not taken back from here."""
        if book_id != self._book_id:
            self._book_id = book_id
            self._undo.clear()

    def fire(self) -> None:
        """As the pedal does."""
        self._client.act("/v1/rig/press", body=Press(switch=Switch.FIRE), owner=self)

    def re_shoot(self, cell: FilmCell, then: Callable[[Done], object] | None = None) -> None:
        """Make the next exposure a new version of this spread."""
        self._client.act(f"/v1/spreads/{cell.spread_id}/re-shoot", then, owner=self)

    def insert(self, position: int, then: Callable[[Done], object] | None = None) -> None:
        """Make the next exposure a new spread before this place."""

        def asked(done: Done) -> None:
            words = self.tr("The next press adds a spread before spread %1.").replace("%1", str(position))
            self._notices.tell(words)
            if then is not None:
                then(done)

        self._client.act("/v1/rig/insert", asked, body=InsertSpread(position=position), owner=self)

    def accept(self) -> None:
        """Keep what was to be shot again as it is, or give up an insertion."""
        self._client.act("/v1/rig/accept", owner=self)

    def release(self) -> None:
        """A person has looked at the cradle, and hands are clear."""
        self._client.act("/v1/rig/release", body=Release(looked=True), owner=self)

    def confirm_turn(self, *, turned: bool) -> None:
        """A person has looked at the book."""
        self._client.act("/v1/rig/confirm-turn", body=TurnConfirmed(turned=turned), owner=self)

    def pause_or_resume(self) -> None:
        """Whichever it is not."""
        snapshot = self._rig.snapshot
        paused = snapshot is not None and snapshot.state is RigState.PAUSED
        self._client.act("/v1/rig/resume" if paused else "/v1/rig/pause", owner=self)

    def delete(self, cell: FilmCell) -> None:
        """Take a spread out of the book; it can be brought back."""
        words = self.tr("Spread %1 deleted.").replace("%1", str(cell.position))
        back = partial(self._client.act, f"/v1/spreads/{cell.spread_id}/undelete", owner=self)
        self._client.act(f"/v1/spreads/{cell.spread_id}/delete", lambda _: self._did(words, back), owner=self)

    def say_role(self, cell: FilmCell, role: ShotRole) -> None:
        """Say what both photographs of a spread show; said twice, they are pages again."""
        said = ShotRole.PAGE if cell.role is role else role
        word = role_word(said) or self.tr("pages")
        words = self.tr("Spread %1: %2.").replace("%1", str(cell.position)).replace("%2", word)
        self._roles(cell.spread_id, dict.fromkeys((side for side, _ in cell.shots), said), words)

    def note(self, cell: FilmCell, text: str) -> None:
        """Put a note on a spread; an empty one takes it away."""
        words = self.tr("Note on spread %1 kept.").replace("%1", str(cell.position))
        path = f"/v1/spreads/{cell.spread_id}/note"
        self._client.act(path, lambda _: self._notices.tell(words), body=NoteSpread(text=text), owner=self)

    def take_back(self) -> None:
        """The last thing that was done here."""
        if self._undo.take_back() is None:
            self._notices.warn(self.tr("There is nothing to take back."))

    def _roles(self, spread_id: str, roles: dict[Side, ShotRole], words: str) -> None:
        if not roles:
            return

        def said(answer: RolesSaid) -> None:
            self.said_of.emit(spread_id)
            if words:
                self._did(words, partial(self._roles, spread_id, answer.before, ""))

        path = f"/v1/spreads/{spread_id}/role"
        self._client.send("POST", path, RolesSaid, said, body=SayRoles(roles=roles), owner=self)

    def _did(self, words: str, back: Callable[[], object]) -> None:
        done = Undo(words, back)
        self._undo.push(done)
        act = partial(self._undo.take_back_this, done)
        self._notices.tell(words, action=self.tr("Undo"), act=act, key=self._keys.shown(UNDO_ACTION))
