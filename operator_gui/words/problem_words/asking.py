"""What the daemon answers when it does not do what was asked.

English as the daemon says it; a test keeps both the same.
"""

from __future__ import annotations

from collections.abc import Mapping

from operator_gui.words.marked import QT_TRANSLATE_NOOP

__all__ = ["ASKING"]

ASKING: Mapping[str, tuple[str, str]] = {
    "internal": (
        QT_TRANSLATE_NOOP("Problems", "Something unexpected happened: {detail}."),
        QT_TRANSLATE_NOOP("Problems", "Look at the log, and report it with `bookcradle doctor`."),
    ),
    "not_found": (
        QT_TRANSLATE_NOOP("Problems", "There is no {kind} {id}."),
        QT_TRANSLATE_NOOP("Problems", "It may have been deleted; look at the list again."),
    ),
    "bad_request": (
        QT_TRANSLATE_NOOP("Problems", "The request is not understood: {detail}."),
        QT_TRANSLATE_NOOP("Problems", "See /openapi.json for what this address takes."),
    ),
    "no_such_address": (
        QT_TRANSLATE_NOOP("Problems", "{detail}: {path}."),
        QT_TRANSLATE_NOOP("Problems", "See /openapi.json for the addresses there are."),
    ),
    "original_missing": (
        QT_TRANSLATE_NOOP("Problems", "The file of original {sha256} is not in the library folder."),
        QT_TRANSLATE_NOOP("Problems", "See that the library's disk is there, then run `bookcradle doctor`."),
    ),
    "outside_file": (
        QT_TRANSLATE_NOOP("Problems", "The file has only {size_bytes} bytes."),
        QT_TRANSLATE_NOOP("Problems", "Ask for a range inside it."),
    ),
    "turn_not_confirmed": (
        QT_TRANSLATE_NOOP("Problems", "The page turner was not tried, because it would turn a page."),
        QT_TRANSLATE_NOOP("Problems", "See that a leaf may be turned, then confirm it."),
    ),
    "nobody_looked": (
        QT_TRANSLATE_NOOP("Problems", "The stop was not released, because nobody has looked at the cradle."),
        QT_TRANSLATE_NOOP("Problems", "Look that hands and book are clear, then confirm that you looked."),
    ),
    "setup.sides_unclear": (
        QT_TRANSLATE_NOOP("Problems", "It is not clear which camera is which side."),
        QT_TRANSLATE_NOOP("Problems", "Give left and right a camera each, or give one camera both sides."),
    ),
    "token_wanted": (
        QT_TRANSLATE_NOOP("Problems", "This address is open only to those who send its token."),
        QT_TRANSLATE_NOOP(
            "Problems",
            "Send the header `Authorization: Bearer TOKEN`; the token is in the daemon's token file.",
        ),
    ),
    "not_allowed": (
        QT_TRANSLATE_NOOP("Problems", "User {user} is not allowed to speak to the bookcradle daemon."),
        QT_TRANSLATE_NOOP("Problems", "Ask the administrator to add the user to group {group}, then log in again."),
    ),
    "setup.unreadable": (
        QT_TRANSLATE_NOOP("Problems", "What was chosen when the rig was set up cannot be read from {file}: {detail}."),
        QT_TRANSLATE_NOOP("Problems", "Mend that file, or delete it and set the rig up again; nothing else is lost."),
    ),
    "setup.not_now": (
        QT_TRANSLATE_NOOP("Problems", "The rig cannot be set up now: {detail}."),
        QT_TRANSLATE_NOOP("Problems", "Finish or put away the book in hand, then try again."),
    ),
    "setup.sides_unclear": (
        QT_TRANSLATE_NOOP("Problems", "It is not clear which camera is which side."),
        QT_TRANSLATE_NOOP("Problems", "Give left and right a camera each, or give one camera both sides."),
    ),
    "book.unfinished": (
        QT_TRANSLATE_NOOP("Problems", "“{title}” is not complete: {missing}."),
        QT_TRANSLATE_NOOP("Problems", "Shoot these spreads again, or delete them, then finish the book."),
    ),
    "camera.not_configured": (
        QT_TRANSLATE_NOOP("Problems", "This rig has no {side} camera."),
        QT_TRANSLATE_NOOP("Problems", "Name its serial number in the settings (cameras.{side}.serial)."),
    ),
    "camera.cannot_swap": (
        QT_TRANSLATE_NOOP("Problems", "The cameras cannot be swapped: {detail}."),
        QT_TRANSLATE_NOOP("Problems", "Finish or put away the book in hand, then swap them."),
    ),
    "manual.book_in_hand": (
        QT_TRANSLATE_NOOP("Problems", "The page turner was not tried, because a book is being scanned."),
        QT_TRANSLATE_NOOP("Problems", "Finish or put away the book in hand, then try it."),
    ),
    "review.no_text_not_found": (
        QT_TRANSLATE_NOOP("Problems", "No text has been read on this page yet."),
        QT_TRANSLATE_NOOP("Problems", "The night reads it; `bookcradle night` reads it now."),
    ),
    "review.no_page_image_not_found": (
        QT_TRANSLATE_NOOP("Problems", "There is no image of this page yet."),
        QT_TRANSLATE_NOOP("Problems", "Look at the photograph; the queue says what became of the page."),
    ),
    "review.word_changed": (
        QT_TRANSLATE_NOOP("Problems", "“{word}” is not at this place of the page any more."),
        QT_TRANSLATE_NOOP("Problems", "Look at the page again, and correct what is read there now."),
    ),
    "camera.locked_in_book": (
        QT_TRANSLATE_NOOP("Problems", "The setting {setting} stays locked while a book is on the cradle."),
        QT_TRANSLATE_NOOP("Problems", "Finish or put away the book in hand, then unlock it."),
    ),
    "ticket.other_book": (
        QT_TRANSLATE_NOOP("Problems", "“{title}” is on the cradle, and this ticket is of “{wanted}”."),
        QT_TRANSLATE_NOOP("Problems", "Finish the book in hand or put it away, then open the ticket again."),
    ),
}
