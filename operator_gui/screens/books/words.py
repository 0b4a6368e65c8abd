"""What this screen says of books, days and tickets."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication, QDate, QLocale, QObject

from operator_gui.words.problems import said_again
from scanner_daemon.api.schemas import Book, BookState, ScannedBook, Side, TicketFinding

__all__ = ["day_of", "finding_words", "side_word", "spreads_of", "state_word", "was_scanned"]


def day_of(at: datetime) -> str:
    """The local day, with the month in letters: 11/12 is another day on the other side of an ocean."""
    local = at.astimezone()
    order = QCoreApplication.translate("Books", "d MMM yyyy")
    return QLocale().toString(QDate(local.year, local.month, local.day), order)


def state_word(state: str, *, in_hand: bool = False) -> str:
    """Where a book stands, in a word or two."""
    if in_hand:
        return QCoreApplication.translate("Books", "on the cradle")
    match state:
        case BookState.PAUSED:
            return QCoreApplication.translate("Books", "put away")
        case BookState.FINISHED:
            return QCoreApplication.translate("Books", "finished")
        case _:
            return QCoreApplication.translate("Books", "unfinished")


def spreads_of(book: Book) -> str:
    """How many spreads there are, and of how many."""
    if book.expected_spreads:
        told = QCoreApplication.translate("Books", "{done} of about {expected} spreads")
        return told.format(done=book.spreads, expected=book.expected_spreads)
    return SpreadCount().words(book.spreads)


class SpreadCount(QObject):
    """Qt Linguist finds plurals in ``self.tr`` only."""

    def words(self, count: int) -> str:
        """So many."""
        return self.tr("%n spread(s)", "", count)


def side_word(side: Side) -> str:
    """Which page."""
    match side:
        case Side.LEFT:
            return QCoreApplication.translate("Books", "left page")
        case Side.RIGHT:
            return QCoreApplication.translate("Books", "right page")
        case _:
            return QCoreApplication.translate("Books", "the photograph")


def was_scanned(book: ScannedBook) -> str:
    """The warning before a book is scanned a second time."""
    if book.state == BookState.FINISHED and book.finished_at is not None:
        return QCoreApplication.translate("Books", "You have scanned this on {day}.").format(
            day=day_of(book.finished_at)
        )
    told = QCoreApplication.translate("Books", "You have begun to scan this on {day}; it is not finished.")
    return told.format(day=day_of(book.started_at))


def finding_words(finding: TicketFinding) -> str:
    """What is wrong, with the value against its limit where there is one."""
    match finding.check:
        case "text_score":
            said = QCoreApplication.translate("Books", "text read with {value} confidence, at least {limit} is wanted")
        case "text_junk":
            said = QCoreApplication.translate("Books", "{value} of the text reads as junk, at most {limit} is allowed")
        case "text_unreadable":
            said = QCoreApplication.translate("Books", "text that cannot be read")
        case "page_failed":
            said = QCoreApplication.translate("Books", "no page could be made of it: {reason}")
        case "text_failed":
            said = QCoreApplication.translate("Books", "it could not be read: {reason}")
        case _:
            said = "{reason}"
    reason = said_again(finding.reason).rstrip(".")
    told = said.format(value=_percent(finding.value), limit=_percent(finding.limit), reason=reason)
    return f"{side_word(finding.side)}: {told}" if finding.side in (Side.LEFT, Side.RIGHT) else told


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{QLocale().toString(round(share * 100))} %"
