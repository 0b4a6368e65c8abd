"""What can be wrong with a photograph before the page engine has looked at its picture."""

from __future__ import annotations

from scanner_daemon.errors import BookcradleError

__all__ = ["PhotoTruncated", "PhotoUnreadable"]


class PhotoUnreadable(BookcradleError):
    """The bytes are no image of a kind that we read: an empty file, text named .jpg, a damaged header."""

    code = "pages.photo_unreadable"
    what = "This photograph cannot be read: {detail}."
    remedy = "Look at the file; if it came from a card, copy it again, otherwise shoot the page again."


class PhotoTruncated(BookcradleError):
    """The image begins well and ends too early, so that a part of the page would be grey."""

    code = "pages.photo_truncated"
    what = "This photograph is cut short: {detail}."
    remedy = "Copy it again from the camera's card if it is still there, otherwise shoot the page again."
