"""Jobs of one state as a table of any length: only what is looked at is fetched, by its place in the list."""

from __future__ import annotations

from collections import OrderedDict
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from operator_gui.daemon.client import Call, DaemonClient
from operator_gui.daemon.trouble import Trouble
from operator_gui.screens.queue.words import (
    KINDS,
    about_words,
    at_words,
    kind_words,
    lasting,
    number,
    progress_words,
    seconds_since,
    worker_words,
)
from operator_gui.words.problems import said_again
from scanner_daemon.api.schemas import JobProgress, JobState, Listing, QueueJob, Side

__all__ = ["JOB_ROLE", "Column", "JobModel", "columns_of"]

JOB_ROLE = Qt.ItemDataRole.UserRole + 1
PART = 100
PARTS_HELD = 40
AT_ONCE = 2
Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class Column(StrEnum):
    """What a column tells."""

    KIND = "kind"
    BOOK = "book"
    ABOUT = "about"
    WORKER = "worker"
    SINCE = "since"
    PROGRESS = "progress"
    ATTEMPTS = "attempts"
    DUE = "due"
    REASON = "reason"
    ENDED = "ended"
    TOOK = "took"


_OF_STATE = {
    JobState.LEASED: (
        Column.KIND,
        Column.BOOK,
        Column.ABOUT,
        Column.PROGRESS,
        Column.SINCE,
        Column.ATTEMPTS,
        Column.WORKER,
    ),
    JobState.QUEUED: (Column.KIND, Column.BOOK, Column.ABOUT, Column.DUE, Column.ATTEMPTS),
    JobState.DEAD: (Column.KIND, Column.BOOK, Column.ABOUT, Column.REASON, Column.ATTEMPTS, Column.ENDED),
    JobState.DONE: (Column.KIND, Column.BOOK, Column.ABOUT, Column.TOOK, Column.ENDED),
}
_RIGHT = {Column.SINCE, Column.ATTEMPTS, Column.DUE, Column.ENDED, Column.TOOK, Column.PROGRESS}


def columns_of(state: JobState) -> tuple[Column, ...]:
    """What is told of jobs in this state."""
    return _OF_STATE[state]


class JobModel(QAbstractTableModel):
    """``show_count`` says how many there are; parts that nobody looks at any more are forgotten."""

    failed = Signal(object)
    """A `Trouble`."""
    came = Signal()
    """A part is there."""

    def __init__(self, client: DaemonClient, state: JobState, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self.state = state
        self.columns = columns_of(state)
        self._count = 0
        self._parts: OrderedDict[int, tuple[QueueJob, ...]] = OrderedDict()
        self._wanted: OrderedDict[int, None] = OrderedDict()
        self._calls: dict[int, Call] = {}
        self._ask_soon = QTimer(self, singleShot=True, interval=0)
        self._ask_soon.timeout.connect(self._ask)

    def show_count(self, count: int) -> None:
        """Rows come and go at the end; what they hold is fetched when it is looked at."""
        if count > self._count:
            self.beginInsertRows(_NOWHERE, self._count, count - 1)
            self._count = count
            self.endInsertRows()
        elif count < self._count:
            self.beginRemoveRows(_NOWHERE, count, self._count - 1)
            self._count = count
            self.endRemoveRows()

    def renew(self, first: int, last: int) -> None:
        """Ask again for the rows that can be seen; forget the others, which may have changed as well."""
        seen = range(max(0, first) // PART, max(0, last) // PART + 1)
        for part in [part for part in self._parts if part not in seen]:
            del self._parts[part]
        for part in seen:
            if part * PART < self._count:
                self._want(part)

    def job(self, row: int) -> QueueJob | None:
        """The job in a row, if it is here."""
        part = self._parts.get(row // PART, ())
        return part[row % PART] if row >= 0 and row % PART < len(part) else None

    def rowCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802  Qt's name
        """As many as there are jobs in this state."""
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802  Qt's name
        """As many as this state has something to tell."""
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: N802
        """The columns' names; rows have none."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(self.columns[section])
        return self._heading(self.columns[section]) if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words of a cell; asked for a row that is not here, it is fetched."""
        if not index.isValid() or index.row() >= self._count:
            return None
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, JOB_ROLE):
            return None
        job = self.job(index.row())
        if job is None:
            self._want(index.row() // PART)
            return None if role == JOB_ROLE else "…"
        if role == JOB_ROLE:
            return job
        said = self._words(column, job)
        return said if role == Qt.ItemDataRole.DisplayRole else f"{self._heading(column)}: {said}"

    def sample(self, column: Column) -> str:
        """The longest that a column usually holds."""
        match column:
            case Column.KIND:
                return kind_words("page") if self.state is not JobState.LEASED else max(map(kind_words, KINDS), key=len)
            case Column.BOOK | Column.REASON:
                return "The Origin of S"
            case Column.ABOUT:
                return about_words(QueueJob(job_id="", kind="", state=self.state, position=888, side=Side.RIGHT))
            case Column.WORKER:
                return worker_words("scanner-mill:888888:0")
            case Column.SINCE | Column.TOOK:
                return lasting(88 * 60 * 60 / 2 - 60)
            case Column.PROGRESS:
                return progress_words(JobProgress(done=8_888_000_000, total=88_888_000_000, unit="bytes"))
            case Column.ATTEMPTS:
                return "8 / 8"
            case Column.DUE | Column.ENDED:
                return at_words(datetime(2028, 10, 28, 22, 58, tzinfo=UTC))

    def _words(self, column: Column, job: QueueJob) -> str:
        match column:
            case Column.KIND:
                return kind_words(job.kind)
            case Column.BOOK:
                return job.title or "–"
            case Column.ABOUT:
                return about_words(job)
            case Column.WORKER:
                return worker_words(job.worker)
            case Column.SINCE:
                return lasting(seconds_since(job.started_at))
            case Column.PROGRESS:
                return progress_words(job.progress)
            case Column.ATTEMPTS:
                return f"{number(job.attempts)} / {number(job.max_attempts)}"
            case Column.DUE:
                return at_words(job.not_before)
            case Column.REASON:
                return said_again(" ".join((job.reason or "").split()))
            case Column.ENDED:
                return at_words(job.ended_at)
            case Column.TOOK:
                both = job.started_at is not None and job.ended_at is not None
                return lasting((job.ended_at - job.started_at).total_seconds()) if both else "–"  # type: ignore[operator]

    def _heading(self, column: Column) -> str:
        match column:
            case Column.KIND:
                return self.tr("Job")
            case Column.BOOK:
                return self.tr("Book")
            case Column.ABOUT:
                return self.tr("Place")
            case Column.WORKER:
                return self.tr("Worker")
            case Column.SINCE:
                return self.tr("Running for")
            case Column.PROGRESS:
                return self.tr("Progress")
            case Column.ATTEMPTS:
                return self.tr("Attempt")
            case Column.DUE:
                return self.tr("Not before")
            case Column.REASON:
                return self.tr("Why it was given up")
            case Column.ENDED:
                return self.tr("Ended")
            case Column.TOOK:
                return self.tr("Took")

    # -------------------------------------------------------------------------------------------------- what is asked

    def _want(self, part: int) -> None:
        if part not in self._calls:
            self._wanted[part] = None
            self._wanted.move_to_end(part)
            self._ask_soon.start()

    def _ask(self) -> None:
        """The newest wishes first: what was scrolled past a moment ago is not fetched at all."""
        while self._wanted and len(self._calls) < AT_ONCE:
            part, _ = self._wanted.popitem()
            query: dict[str, str | int] = {"state": self.state.value, "skip": part * PART, "limit": PART}
            self._calls[part] = self._client.get(
                "/v1/queue/jobs",
                Listing[QueueJob],
                lambda listing, part=part: self._take(part, listing),  # type: ignore[misc]
                query=query,
                failed=lambda trouble, part=part: self._missed(part, trouble),  # type: ignore[misc]
                owner=self,
            )
        if len(self._wanted) > AT_ONCE:
            for old in list(self._wanted)[:-AT_ONCE]:
                del self._wanted[old]

    def _take(self, part: int, listing: Listing[QueueJob]) -> None:
        self._calls.pop(part, None)
        self._parts[part] = listing.items
        self._parts.move_to_end(part)
        while len(self._parts) > PARTS_HELD:
            self._parts.popitem(last=False)
        last = min((part + 1) * PART, self._count) - 1
        if last >= part * PART:
            self.dataChanged.emit(self.index(part * PART, 0), self.index(last, len(self.columns) - 1))
        self.came.emit()
        self._ask()

    def _missed(self, part: int, trouble: Trouble) -> None:
        self._calls.pop(part, None)
        self._wanted.clear()
        self.failed.emit(trouble)


def _alignment(column: Column) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column in _RIGHT else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
