"""A printed book of known text: prose that nobody owns, typeset so that every word's box is known in millimetres."""

from scanner_daemon.simulation.book.page import Line, LineRole, Page, Word
from scanner_daemon.simulation.book.volume import Book

__all__ = ["Book", "Line", "LineRole", "Page", "Word"]
