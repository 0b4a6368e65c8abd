"""The tables of the library."""

from scanner_daemon.library.models.base import Base
from scanner_daemon.library.models.captures import Cycle, File, Shot, Spread
from scanner_daemon.library.models.catalogue import Book, Copy, LabelRange, Work
from scanner_daemon.library.models.corrections import Correction
from scanner_daemon.library.models.derived import Artifact, Page
from scanner_daemon.library.models.jobs import Job, QueuePause
from scanner_daemon.library.models.judgements import FlagRow, VerdictRow
from scanner_daemon.library.models.log import Event
from scanner_daemon.library.models.nights import Night
from scanner_daemon.library.models.off_loads import OffLoad
from scanner_daemon.library.models.page_edits import PageEditRow
from scanner_daemon.library.models.tickets import Ticket
from scanner_daemon.library.models.words import (
    BookState,
    CycleState,
    JobState,
    Layout,
    NightState,
    OffLoadState,
    Opinion,
    ShotState,
    SpreadState,
    TicketEnd,
    TurnState,
)

__all__ = [
    "Artifact",
    "Base",
    "Book",
    "BookState",
    "Copy",
    "Correction",
    "Cycle",
    "CycleState",
    "Event",
    "File",
    "FlagRow",
    "Job",
    "JobState",
    "LabelRange",
    "Layout",
    "Night",
    "NightState",
    "OffLoad",
    "OffLoadState",
    "Opinion",
    "Page",
    "PageEditRow",
    "QueuePause",
    "Shot",
    "ShotState",
    "Spread",
    "SpreadState",
    "Ticket",
    "TicketEnd",
    "TurnState",
    "VerdictRow",
    "Work",
]
