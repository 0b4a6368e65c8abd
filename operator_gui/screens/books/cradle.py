"""What this screen asks of the cradle: a book put on it, put away, finished; a spread shot again."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from operator_gui.daemon.trouble import Trouble
from operator_gui.screens.context import ScreenContext
from scanner_daemon.api.schemas import BookInHand, Done, StartBook, Ticket

__all__ = ["CAPTURE", "AtTheCradle"]

CAPTURE = "capture"


class AtTheCradle(QObject):
    """Asks the daemon, tells the person, and goes to the capture screen where the hands go there too."""

    done = Signal()
    """Something has changed: what is shown of books is old."""
    unfinished = Signal(str)
    """The book with this id cannot be finished, because spreads are missing."""

    def __init__(self, context: ScreenContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context

    @property
    def in_hand(self) -> BookInHand | None:
        """The book on the cradle."""
        return self._context.rig.snapshot.book if self._context.rig.snapshot is not None else None

    def start(self, asked: StartBook, failed: Callable[[Trouble], object]) -> None:
        """Begin a new book and go to it."""
        told = self.tr("“{title}” is on the cradle.").format(title=asked.title)
        self._act("/v1/books", lambda: self._go(told), body=asked, failed=failed)

    def resume(self, book_id: str, title: str) -> None:
        """Put a book back on the cradle and go to it."""
        if self.in_hand is not None and self.in_hand.book_id == book_id:
            self._context.go_to(CAPTURE, "")
            return
        told = self.tr("“{title}” is on the cradle.").format(title=title)
        self._act(f"/v1/books/{book_id}/resume", lambda: self._go(told))

    def put_away(self, then: Callable[[], object] = lambda: None) -> None:
        """Take the book in hand off the cradle unfinished."""
        if (book := self.in_hand) is None:
            return
        told = self.tr("“{title}” is put away, unfinished.").format(title=book.title)

        def tell() -> None:
            self._context.notices.tell(
                told, action=self.tr("Continue"), act=lambda: self.resume(book.book_id, book.title)
            )
            then()

        self._act("/v1/books/put-away", tell)

    def finish(self) -> None:
        """The book in hand is done; where spreads are missing, say which."""
        if (book := self.in_hand) is None:
            return
        told = self.tr("“{title}” is finished.").format(title=book.title)

        def refused(trouble: Trouble) -> None:
            if trouble.code == "book.unfinished":
                self.unfinished.emit(book.book_id)
            else:
                self._context.notices.fail(trouble)

        self._act("/v1/books/finish", lambda: self._context.notices.tell(told), failed=refused)

    def re_shoot(self, book_id: str, title: str, spread_id: str) -> None:
        """Ask for a spread again, its book put on the cradle first where the cradle is empty."""

        def ask() -> None:
            self._act(f"/v1/spreads/{spread_id}/re-shoot", lambda: self._context.go_to(CAPTURE, ""))

        if self.in_hand is None:
            self._act(f"/v1/books/{book_id}/resume", ask)
        elif self.in_hand.book_id == book_id:
            ask()
        else:
            told = self.tr("“{other}” is on the cradle. Put it away first, then shoot “{title}” again.")
            self._context.notices.warn(told.format(other=self.in_hand.title, title=title))

    def delete(self, spread_id: str, position: int) -> None:
        """Take a spread out of its book; it can be undone."""
        told = self.tr("Spread {position} is deleted.").format(position=position)
        undo = f"/v1/spreads/{spread_id}/undelete"

        def tell() -> None:
            self._context.notices.tell(told, action=self.tr("Undo"), act=lambda: self._act(undo, lambda: None))

        self._act(f"/v1/spreads/{spread_id}/delete", tell)

    def open_ticket(self, ticket: Ticket) -> None:
        """Put the ticket's book on the cradle and ask for its spread."""
        told = self.tr("Open “{title}” at spread {position}: it is shot again.")
        told = told.format(title=ticket.title, position=ticket.position)
        self._context.client.send(
            "POST",
            f"/v1/tickets/{ticket.ticket_id}/open",
            Ticket,
            lambda _: self._go(told),
            failed=self._context.notices.fail,
        )

    def _go(self, told: str) -> None:
        self._context.notices.tell(told)
        self.done.emit()
        self._context.go_to(CAPTURE, "")

    def _act(
        self,
        path: str,
        then: Callable[[], object],
        *,
        body: StartBook | None = None,
        failed: Callable[[Trouble], object] | None = None,
    ) -> None:
        def taken(_: Done) -> None:
            then()
            self.done.emit()

        self._context.client.act(path, taken, body=body, failed=failed or self._context.notices.fail, owner=self)
