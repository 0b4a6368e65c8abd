"""The screen of the queue: figures above, lists of jobs at the left, pace and night at the right."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QTabWidget, QVBoxLayout, QWidget

from operator_gui.keys.registry import KeyAction
from operator_gui.screens.context import ScreenContext
from operator_gui.screens.queue.books_pane import BooksPane
from operator_gui.screens.queue.figures import Figures
from operator_gui.screens.queue.job_pane import JobPane
from operator_gui.screens.queue.night_cards import NightCards
from operator_gui.screens.queue.throughput_plot import ThroughputPlot
from operator_gui.screens.queue.words import number
from operator_gui.screens.registry import ScreenWidget
from operator_gui.theme.sizes import STEP
from operator_gui.widgets.keyed_button import KeyedButton
from operator_gui.widgets.wrapped import ScrolledColumn
from scanner_daemon.api.schemas import (
    Action,
    ChangeQueue,
    Job,
    JobState,
    NightView,
    QueueCounts,
    QueueDetail,
    QueueJob,
    Retried,
    RetryDead,
    RigSnapshot,
    Span,
    Throughput,
)

__all__ = ["QueueScreen"]

LOOK_MS = 2_000
NIGHT_EVERY = 5
"""Looks at the queue for one at the night."""
SIDE_WIDTH = STEP * 46


class QueueScreen(ScreenWidget):
    """Looks at the queue every two seconds while it is in front, and at no other time."""

    def __init__(self, context: ScreenContext) -> None:
        super().__init__(context.room)
        self._context = context
        self._looks = 0
        self._counts = QueueCounts()
        self.span = Span.HOUR
        self._register_keys()
        self.figures = Figures(KeyedButton(self.tr("Pause the queue"), context.keys, "queue.pause", self._change_pause))
        self.running = self._pane(
            JobState.LEASED,
            self.tr("No job is running. By day pages wait for the night, unless the settings say otherwise."),
            self.tr("Running jobs"),
        )
        self.waiting = self._pane(
            JobState.QUEUED, self.tr("Nothing waits: all that was photographed is done."), self.tr("Waiting jobs")
        )
        self.dead = self._pane(
            JobState.DEAD,
            self.tr("Nothing was given up. Jobs that fail for good are listed here."),
            self.tr("Given up"),
        )
        self.done = self._pane(JobState.DONE, self.tr("No job has been done yet."), self.tr("Jobs that are done"))
        self.books = BooksPane(context)
        self.plot = ThroughputPlot(context.theme.look)
        self.night = NightCards(context)
        self.tabs = QTabWidget(documentMode=True)
        self._lay_out()
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self._look)
        self._connect()

    @property
    def panes(self) -> tuple[JobPane, ...]:
        """The lists of jobs, in the order of their tabs."""
        return (self.running, self.waiting, self.dead, self.done)

    def open_at(self, place: str) -> None:
        """``dead``, or a book's id."""
        if place == "dead":
            self._go(self.dead)
        elif place:
            self._go(self.books)

    def shown_now(self) -> None:
        """Look at once, and go on looking."""
        self._looks = 0
        self._look()
        self._timer.start()

    def hidden_now(self) -> None:
        """Nobody looks."""
        self._timer.stop()

    def _pane(self, state: JobState, empty: str, name: str) -> JobPane:
        pane = JobPane(self._context, state, empty, name)
        pane.retry_asked.connect(self._retry)
        pane.retry_book_asked.connect(self._retry_book)
        pane.drop_asked.connect(self._drop)
        return pane

    def _lay_out(self) -> None:
        for pane in (*self.panes, self.books):
            self.tabs.addTab(pane, "")
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.tabBar().setExpanding(False)
        self.tabs.setAccessibleName(self.tr("Lists of the queue"))
        self._name_tabs()
        pace = QFrame()
        pace.setProperty("kind", "card")
        title = QLabel(self.tr("Pace"))
        title.setProperty("kind", "title")
        self.change_span = KeyedButton("", self._context.keys, "queue.span", self._other_span, kind="flat")
        head = QHBoxLayout()
        head.addWidget(title, 1)
        head.addWidget(self.change_span)
        inside = QVBoxLayout(pace)
        inside.setContentsMargins(STEP * 2, STEP, STEP * 2, STEP * 2)
        inside.addLayout(head)
        inside.addWidget(self.plot, 1)
        pace.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        scroll = ScrolledColumn()
        scroll.add(self.night)
        side = QWidget()
        side.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        beside = QVBoxLayout(side)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(STEP * 2)
        beside.addStrut(SIDE_WIDTH)  # at least; larger words need more
        beside.addWidget(pace, 2)
        beside.addWidget(scroll, 3)
        row = QHBoxLayout()
        row.setSpacing(STEP * 2)
        row.addWidget(self.tabs, 1)
        row.addWidget(side)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(STEP)
        column.addWidget(self.figures)
        column.addLayout(row, 1)
        self._name_span()
        self.setFocusProxy(self.tabs.tabBar())

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(lambda _: self._tab_changed())
        self.books.changed.connect(self._look)
        self.night.tickets_asked.connect(self._tickets)
        self._context.rig.changed.connect(self._rig_changed)
        self._context.rig.connection_changed.connect(self._connection_changed)
        self._context.theme.changed.connect(self.plot.set_look)

    # -------------------------------------------------------------------------------------------------- what is shown

    def _connection_changed(self, there: bool) -> None:
        if there:
            self._look()

    def _look(self) -> None:
        if not (self._context.rig.connected and self.isVisible()):
            return
        client = self._context.client
        client.get("/v1/queue/detail", QueueDetail, self._show, failed=lambda _: None, owner=self)
        query = {"span": self.span.value}
        client.get("/v1/queue/throughput", Throughput, self._show_pace, query=query, failed=lambda _: None, owner=self)
        if self._looks % NIGHT_EVERY == 0:
            client.get("/v1/night", NightView, self.night.show_night, failed=lambda _: None, owner=self)
            if self.tabs.currentWidget() is self.books:
                self.books.reload()
        if self.tabs.currentWidget() is self.books:
            self.books.renew()
        self._looks += 1

    def _show(self, detail: QueueDetail) -> None:
        counts = self._counts = detail.counts
        self.figures.show_detail(detail)
        for pane, count in zip(self.panes, (counts.leased, counts.queued, counts.dead, counts.done), strict=True):
            pane.show_count(count)
        self._name_tabs()
        current = self.tabs.currentWidget()
        if isinstance(current, JobPane):
            current.renew()

    def _show_pace(self, told: Throughput) -> None:
        if told.span is self.span:
            self.plot.show_told(told)

    def _rig_changed(self, _: RigSnapshot, different: frozenset[str]) -> None:
        if "queue" in different:
            self._look()
        told = different & {"book", "notifications_told"}  # the cradle is free a moment before the book is finished
        if told and self.isVisible() and self._context.rig.connected and self.tabs.currentWidget() is self.books:
            self.books.reload()

    def _tab_changed(self) -> None:
        current = self.tabs.currentWidget()
        if isinstance(current, JobPane):
            current.renew()
        elif current is self.books:
            self.books.reload()
            self.books.renew()

    def _name_tabs(self) -> None:
        counts = self._counts
        named = (
            (self.tr("Running"), counts.leased),
            (self.tr("Waiting"), counts.queued),
            (self.tr("Given up"), counts.dead),
            (self.tr("Done"), counts.done),
        )
        for place, (name, count) in enumerate(named):
            self.tabs.setTabText(place, f"{name} · {number(count)}" if count else name)
        self.tabs.setTabText(len(named), self.tr("Books"))

    def _name_span(self) -> None:
        self.change_span.set_words(self.tr("Last hour") if self.span is Span.HOUR else self.tr("Last day"))

    # ---------------------------------------------------------------------------------------------------- what is done

    def _go(self, pane: JobPane | BooksPane) -> None:
        self.tabs.setCurrentWidget(pane)
        pane.take_focus()

    def _change_pause(self) -> None:
        paused = bool(self._counts.paused)
        told = self.tr("The queue goes on.") if paused else self.tr("The queue is paused. Jobs in hand are ended.")
        path = "/v1/queue/resume" if paused else "/v1/queue/pause"
        self._context.client.act(path, lambda _: self._done(told), body=ChangeQueue(), failed=self._failed, owner=self)

    def _retry(self, job: QueueJob) -> None:
        told = self.tr("It is tried again.")
        path = f"/v1/jobs/{job.job_id}/retry"
        self._context.client.send(
            "POST", path, Job, lambda _: self._done(told), body=Action(), failed=self._failed, owner=self
        )

    def _retry_book(self, job: QueueJob) -> None:
        if job.book_id is None:
            return

        def taken(retried: Retried) -> None:
            self._done(self.tr("%n job(s) are tried again.", "", retried.jobs))

        body = RetryDead(book_id=job.book_id)
        self._context.client.send("POST", "/v1/queue/retry", Retried, taken, body=body, failed=self._failed, owner=self)

    def _drop(self, job: QueueJob) -> None:
        told = self.tr("The job is dropped.")
        path = f"/v1/jobs/{job.job_id}/cancel"
        self._context.client.send(
            "POST", path, Job, lambda _: self._done(told), body=Action(), failed=self._failed, owner=self
        )

    def _done(self, told: str) -> None:
        self._context.notices.tell(told)
        self._look()

    def _failed(self, trouble: object) -> None:
        self._context.notices.fail(trouble)  # type: ignore[arg-type]  # a Trouble, as the client tells them
        self._look()

    def _other_span(self) -> None:
        self.span = Span.DAY if self.span is Span.HOUR else Span.HOUR
        self._name_span()
        self._look()

    def _tickets(self) -> None:
        self._context.go_to("books", "tickets")

    def _of_list(self, act: Callable[[JobPane], None]) -> Callable[[], None]:
        def run() -> None:
            current = self.tabs.currentWidget()
            if isinstance(current, JobPane):
                act(current)

        return run

    def _of_books(self, act: Callable[[BooksPane], None]) -> Callable[[], None]:
        def run() -> None:
            self.tabs.setCurrentWidget(self.books)
            act(self.books)

        return run

    def _register_keys(self) -> None:
        def of_screen(word: str, title: str, key: str, run: Callable[[], object]) -> KeyAction:
            return KeyAction(f"queue.{word}", title, (key,), run, scope="queue")

        self._context.keys.register(
            of_screen("pause", self.tr("Pause or resume the queue"), "P", self._change_pause),
            of_screen("running", self.tr("Go to the running jobs"), "N", lambda: self._go(self.running)),
            of_screen("waiting", self.tr("Go to the waiting jobs"), "W", lambda: self._go(self.waiting)),
            of_screen("dead", self.tr("Go to the jobs that were given up"), "G", lambda: self._go(self.dead)),
            of_screen("done", self.tr("Go to the jobs that are done"), "D", lambda: self._go(self.done)),
            of_screen("books", self.tr("Go to the books"), "B", lambda: self._go(self.books)),
            of_screen("retry", self.tr("Try the chosen job again"), "R", self._of_list(JobPane.retry)),
            of_screen("retry_book", self.tr("Try all of its book again"), "Shift+R", self._of_list(JobPane.retry_book)),
            of_screen("drop", self.tr("Drop the chosen job"), "Del", self._of_list(JobPane.drop)),
            of_screen("span", self.tr("Last hour or last day"), "H", self._other_span),
            of_screen("tickets", self.tr("Go to the spreads to shoot again"), "T", self._tickets),
            of_screen(
                "preview", self.tr("Preview PDF of the chosen book"), "V", self._of_books(BooksPane.make_preview)
            ),
            of_screen(
                "off_load",
                self.tr("Copy the chosen book to another disk"),
                "O",
                self._of_books(BooksPane.ask_folder),
            ),
            of_screen(
                "free",
                self.tr("Remove the originals of a copied book here"),
                "F",
                self._of_books(BooksPane.ask_free),
            ),
            of_screen("bring_back", self.tr("Bring originals back"), "K", self._of_books(BooksPane.bring_back)),
        )
