"""The place below the live views: at most one card, the most urgent one."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from operator_gui.keys.registry import Keys
from operator_gui.screens.capture.cards.card import Card
from operator_gui.screens.capture.cards.note_card import NoteCard
from operator_gui.screens.capture.cards.wanted import RigCard, rig_card
from operator_gui.screens.capture.filmstrip.cell import FilmCell
from operator_gui.screens.capture.shot_pictures import THUMBNAIL_PX, ShotPictures
from operator_gui.widgets.band_message import blocking_fault
from operator_gui.words.problems import words_of
from scanner_daemon.api.schemas import RigSnapshot, RigState, Side, SpreadReview, SpreadVersion

__all__ = ["Shelf"]

OLD_AND_NEW = 2
_URGENT = (RigCard.RELEASE, RigCard.CONFIRM_TURN, RigCard.TURN_BACK, RigCard.FAULT)


class Shelf(QWidget):
    """Holds the cards; what their answers do is given by the screen."""

    def __init__(self, keys: Keys, pictures: ShotPictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self._snapshot: RigSnapshot | None = None
        self._connected = False
        self._shown_target: tuple[str, ...] = ()
        self.rig_cards = {kind: Card(keys) for kind in RigCard}
        self.question, self.comparison, self.note = Card(keys), Card(keys), NoteCard()
        self._asking = self._comparing = self._noting = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for card in (*self.rig_cards.values(), self.question, self.comparison, self.note):
            column.addWidget(card)
        self.hide()

    @property
    def card(self) -> QWidget | None:
        """The one that is shown."""
        if self._connected and self._snapshot is not None:
            wanted = rig_card(self._snapshot, connected=True)
            if wanted in _URGENT:
                return self.rig_cards[wanted]
            for on, card in (
                (self._noting, self.note),
                (self._asking, self.question),
                (self._comparing, self.comparison),
            ):
                if on:
                    return card
            return self.rig_cards[wanted] if wanted else None
        return None

    def show_rig(self, snapshot: RigSnapshot | None, *, connected: bool, target: FilmCell | None) -> None:
        """The state as it is now; ``target`` is the spread to turn back to."""
        self._snapshot, self._connected = snapshot, connected
        if snapshot is not None and connected:
            if snapshot.state is RigState.HOLD_STILL:
                self._asking = self._comparing = False
            wanted = rig_card(snapshot, connected=True)
            if wanted is not None:
                title, detail = self._words(wanted, snapshot)
                self.rig_cards[wanted].say(title, detail)
            if wanted is RigCard.TURN_BACK and target is not None:
                self._show_target(target)
        self._arrange()

    def ask_about(self, cell: FilmCell) -> None:
        """A press came while an earlier spread is selected."""
        title = self.tr("Spread %1 is selected.").replace("%1", str(cell.position))
        self.question.say(title, self.tr("Shoot it again, add a new spread before it, or go on at the end?"))
        self._asking = True
        self._arrange()

    def stop_asking(self) -> None:
        """It was answered, or is not to be."""
        self._asking = False
        self._arrange()

    def begin_note(self, position: int) -> None:
        """Write a note."""
        self._noting = True
        self._arrange()
        self.note.begin(position)

    def end_note(self) -> None:
        """It was kept, or left."""
        self._noting = False
        self._arrange()

    def compare(self, review: SpreadReview) -> None:
        """Old and new photographs of a spread that was shot again, until the next press."""
        landed = sorted((each for each in review.versions if _landed(each)), key=lambda each: -each.version)
        if len(landed) < OLD_AND_NEW or not landed[0].counts:
            return
        new, old = landed[:OLD_AND_NEW]
        pairs = [
            (side, shot_id, words)
            for side in (Side.LEFT, Side.BOTH, Side.RIGHT)
            for version, words in ((old, self.tr("before")), (new, self.tr("now")))
            if (shot_id := _landed(version).get(side)) is not None
        ]
        boxes = self.comparison.pictures.expect([words for _, _, words in pairs])
        for box, (side, shot_id, _) in zip(boxes, pairs, strict=True):
            self._pictures.upright(side, shot_id, THUMBNAIL_PX, box.show_image, self.comparison)
        self.comparison.pictures.show()
        title = self.tr("Spread %1, version %2").replace("%1", str(review.position)).replace("%2", str(new.version))
        self.comparison.say(title, self.tr("Both are kept; the new one counts."))
        self._comparing = True
        self._arrange()

    def stop_comparing(self) -> None:
        """Seen."""
        self._comparing = False
        self._arrange()

    def _show_target(self, target: FilmCell) -> None:
        wanted = tuple(shot_id for _, shot_id in target.shots)
        if wanted == self._shown_target:
            return
        self._shown_target = wanted
        row = self.rig_cards[RigCard.TURN_BACK].pictures
        boxes = row.expect_spread(len(target.shots))
        for box, (side, shot_id) in zip(boxes, target.shots, strict=True):
            self._pictures.upright(side, shot_id, THUMBNAIL_PX, box.show_image, self)
        row.setVisible(bool(boxes))

    def _arrange(self) -> None:
        shown = self.card
        for card in (*self.rig_cards.values(), self.question, self.comparison, self.note):
            card.setVisible(card is shown)
        self.setVisible(shown is not None)
        if shown is not self.note and self._noting:
            self._noting = False
            self.note.left.emit()

    def _words(self, kind: RigCard, snapshot: RigSnapshot) -> tuple[str, str]:
        """(title, detail). What the band says already is not said again."""
        position = str(snapshot.position or "?")
        match kind:
            case RigCard.RELEASE:
                return self.tr("Is the cradle clear?"), self.tr("Look at it. With all hands clear, release it.")
            case RigCard.CONFIRM_TURN:
                asked = str(snapshot.confirm_turn.position) if snapshot.confirm_turn else "?"
                title = self.tr("Was the leaf after spread %1 turned?").replace("%1", asked)
                return title, self.tr("Look at the book, then say.")
            case RigCard.TURN_BACK:
                back = str(snapshot.turn_back.position) if snapshot.turn_back else "?"
                title = self.tr("Turn back to spread %1").replace("%1", back)
                return title, self.tr("When these pages lie open, press.")
            case RigCard.FAULT:
                fault = blocking_fault(snapshot)
                what, remedy = snapshot.why, snapshot.remedy
                if fault is not None:
                    what, remedy = words_of(fault.code, fault.params, what, remedy)
                return what, remedy
            case RigCard.INSERT:
                title = self.tr("The next press adds a spread before spread %1.").replace("%1", position)
                return title, ""
            case RigCard.NO_BOOK:
                return self.tr("No book is open"), self.tr("Start one, or go on with one that was begun.")


def _landed(version: SpreadVersion) -> dict[Side, str]:
    return {shot.side: shot.shot_id for shot in version.shots if shot.files}
