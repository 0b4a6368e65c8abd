"""What a reviewer does, each a request to the daemon that can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from operator_gui.screens.capture.undo import Undo, UndoStack
from operator_gui.screens.context import ScreenContext
from scanner_daemon.api.schemas import (
    AnswerFlag,
    CorrectWord,
    Done,
    FlagOpinion,
    FlagReviewed,
    NoteSpread,
    PlacedWord,
    RolesSaid,
    SayRoles,
    ShotRole,
    Side,
)

__all__ = ["UNDO_ACTION", "ReviewActs"]

UNDO_ACTION = "review.undo"
CAPTURE = "capture"


class ReviewActs(QObject):
    """Refusals are told by the shell."""

    changed = Signal(str)
    """What is shown of the spread with this id is old."""
    words_changed = Signal(str)
    """What is shown of the words of the page with this id is old."""
    gone = Signal(str)
    """The spread with this id was deleted, or brought back."""

    def __init__(self, context: ScreenContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._undo = UndoStack()

    def take_back(self) -> None:
        """The last thing that was done here."""
        if self._undo.take_back() is None:
            self._context.notices.warn(self.tr("There is nothing to take back."))

    def answer(self, spread_id: str, flag: FlagReviewed, opinion: FlagOpinion | None, reason: str) -> None:
        """Keep what is to be thought of a flag, and why."""
        before = AnswerFlag(opinion=flag.opinion, reason=flag.opinion_reason or "")
        words = {
            FlagOpinion.ACCEPTED: self.tr("Flag overruled."),
            FlagOpinion.CONFIRMED: self.tr("Flag accepted: shoot this spread again."),
            None: self.tr("Answer taken back."),
        }[opinion]
        asked = AnswerFlag(opinion=opinion, reason=reason)
        back = partial(self._answer, spread_id, flag.flag_id, before, lambda: None)
        self._answer(spread_id, flag.flag_id, asked, lambda: self._did(words, back))

    def correct(self, page_id: str, word: PlacedWord, shown: str, text: str) -> None:
        """Keep what a word is in print; ``shown`` is how it read until now."""
        words = (
            self.tr("“{old}” is “{new}” now.").format(old=shown, new=text)
            if text
            else self.tr("“{old}” is taken away.").format(old=shown)
        )

        def kept(done: Done) -> None:
            self.words_changed.emit(page_id)
            self._did(words, partial(self._withdraw, page_id, str(done.id)))

        asked = CorrectWord(box=word.box, old_text=shown, new_text=text)
        self._context.client.act(f"/v1/pages/{page_id}/corrections", kept, body=asked, owner=self)

    def say_role(self, spread_id: str, position: int, now: dict[Side, ShotRole], role: ShotRole) -> None:
        """Say what photographs show; said twice, they are pages again."""
        said = ShotRole.PAGE if set(now.values()) == {role} else role
        words = self.tr("Spread {position}: {role}.").format(position=position, role=self._role_words(said))
        self._roles(spread_id, dict.fromkeys(now, said), words)

    def note(self, spread_id: str, before: str, text: str) -> None:
        """Put a note on a spread; an empty one takes it away."""
        back = partial(self._note, spread_id, before, lambda: None)
        self._note(spread_id, text, lambda: self._did(self.tr("Note kept."), back))

    def delete(self, spread_id: str, position: int) -> None:
        """Take a spread out of its book."""
        words = self.tr("Spread {position} is deleted.").format(position=position)

        def done(_: Done) -> None:
            self.gone.emit(spread_id)
            self._did(words, partial(self._undelete, spread_id))

        self._context.client.act(f"/v1/spreads/{spread_id}/delete", done, owner=self)

    def re_shoot(self, book_id: str, book_title: str, spread_id: str) -> None:
        """Ask for a spread again, its book put on the cradle first where the cradle is empty."""
        snapshot = self._context.rig.snapshot
        in_hand = snapshot.book if snapshot is not None else None
        path = f"/v1/spreads/{spread_id}/re-shoot"

        def ask(_: Done | None = None) -> None:
            self._context.client.act(path, lambda _: self._context.go_to(CAPTURE, ""), owner=self)

        if in_hand is None:
            self._context.client.act(f"/v1/books/{book_id}/resume", ask, owner=self)
        elif in_hand.book_id == book_id:
            ask()
        else:
            told = self.tr("“{other}” is on the cradle. Put it away first, then shoot “{title}” again.")
            self._context.notices.warn(told.format(other=in_hand.title, title=book_title))

    def _answer(self, spread_id: str, flag_id: str, asked: AnswerFlag, then: Callable[[], object]) -> None:
        def done(_: Done) -> None:
            self.changed.emit(spread_id)
            then()

        self._context.client.act(f"/v1/flags/{flag_id}/opinion", done, body=asked, owner=self)

    def _withdraw(self, page_id: str, correction_id: str) -> None:
        path = f"/v1/corrections/{correction_id}/withdraw"
        self._context.client.act(path, lambda _: self.words_changed.emit(page_id), owner=self)

    def _roles(self, spread_id: str, roles: dict[Side, ShotRole], words: str) -> None:
        def said(answer: RolesSaid) -> None:
            self.changed.emit(spread_id)
            if words:
                self._did(words, partial(self._roles, spread_id, answer.before, ""))

        path = f"/v1/spreads/{spread_id}/role"
        self._context.client.send("POST", path, RolesSaid, said, body=SayRoles(roles=roles), owner=self)

    def _note(self, spread_id: str, text: str, then: Callable[[], object]) -> None:
        def done(_: Done) -> None:
            self.changed.emit(spread_id)
            then()

        self._context.client.act(f"/v1/spreads/{spread_id}/note", done, body=NoteSpread(text=text), owner=self)

    def _undelete(self, spread_id: str) -> None:
        path = f"/v1/spreads/{spread_id}/undelete"
        self._context.client.act(path, lambda _: self.gone.emit(spread_id), owner=self)

    def _did(self, words: str, back: Callable[[], object]) -> None:
        done = Undo(words, back)
        self._undo.push(done)
        act = partial(self._undo.take_back_this, done)
        shown = self._context.keys.shown(UNDO_ACTION)
        self._context.notices.tell(words, action=self.tr("Undo"), act=act, key=shown)

    def _role_words(self, role: ShotRole) -> str:
        return {
            ShotRole.PAGE: self.tr("page"),
            ShotRole.BLANK: self.tr("blank"),
            ShotRole.COVER: self.tr("cover"),
            ShotRole.FOLDOUT: self.tr("foldout"),
            ShotRole.TITLE: self.tr("title page"),
        }.get(role, role.value)
