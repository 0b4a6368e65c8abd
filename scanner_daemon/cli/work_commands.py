"""`bookcradle process` and `bookcradle night`: the queue, worked on until nothing is left that can be done now."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import FrameType
from typing import Annotated, Any

import typer
from rich.progress import Progress, TaskID

from scanner_daemon.cli.console import JsonOption, LibraryOption, SettingsOption, console, print_json, progress
from scanner_daemon.cli.where import library_settings
from scanner_daemon.errors import BookcradleError
from scanner_daemon.library.books import Books
from scanner_daemon.library.library import Library, open_library
from scanner_daemon.library.models import JobState, NightState
from scanner_daemon.library.nights import NightLog
from scanner_daemon.library.pauses import Pauses
from scanner_daemon.library.queue import JobQueue
from scanner_daemon.library.queue_view import QueueView
from scanner_daemon.settings import LibrarySettings
from scanner_daemon.settings_file import load_settings
from scanner_daemon.workers.crew import CrewReport, run_crew
from scanner_daemon.workers.leasing import worker_name
from scanner_daemon.workers.reshoot_list import bring_list_up_to_date

__all__ = ["NightReport", "register", "work_night"]

PAGE, TEXT = "page", "text"
NEEDS_A_PERSON = 3
FAR_AWAY = timedelta(days=365)
PAUSE_LOOK_S = 2.0
SHOW_EVERY_S = 1.0
"""Counting a million jobs takes longer than doing one."""
RETRY_WITHIN = timedelta(minutes=6)
ProcessesOption = Annotated[int, typer.Option(help="Worker processes; 0 means one a core.", min=0)]


@dataclass
class NightReport:
    """What a night did."""

    done: dict[str, int] = field(default_factory=dict)
    failed: list[tuple[str, str, str]] = field(default_factory=list)
    books: list[dict[str, Any]] = field(default_factory=list)
    dead: list[dict[str, str]] = field(default_factory=list)
    stopped: str = ""
    tickets: int = 0
    """Spreads on the re-shoot list."""
    seconds: float = 0.0

    def to_json(self) -> dict[str, Any]:
        """For scripts."""
        return {
            "done": self.done,
            "books": self.books,
            "dead": self.dead,
            "failed": len(self.failed),
            "stopped": self.stopped,
            "tickets": self.tickets,
            "seconds": round(self.seconds, 1),
        }


def register(app: typer.Typer) -> None:
    """Hang the commands on the tree."""

    @app.command()
    def process(
        library: LibraryOption = None,
        settings: SettingsOption = None,
        processes: ProcessesOption = 0,
        as_json: JsonOption = False,
    ) -> None:
        """Make flat pages of all photographs that wait. Exit 3: some could not be read."""
        _run(library, settings, [PAGE], processes, as_json, outputs=False)

    @app.command()
    def night(
        library: LibraryOption = None,
        settings: SettingsOption = None,
        processes: ProcessesOption = 0,
        as_json: JsonOption = False,
    ) -> None:
        """Do everything that is queued: pages, text, and the PDF of each book. May be interrupted at any time."""
        _run(library, settings, [PAGE, TEXT], processes, as_json, outputs=True)


def _run(
    folder: Path | None, settings: Path | None, kinds: Sequence[str], processes: int, as_json: bool, *, outputs: bool
) -> None:
    signal.signal(signal.SIGTERM, _end_with_a_record)
    where, profile = library_settings(folder, settings), load_settings(settings).cameras.profile
    with open_library(where) as library:
        report = work_night(
            library, where, kinds, processes=processes, show=not as_json, outputs=outputs, profile=profile
        )
    if as_json:
        print_json(report.to_json())
    else:
        _print(report)
    if report.stopped:
        raise typer.Exit(1)
    if report.dead or any(book.get("failed") for book in report.books):
        raise typer.Exit(NEEDS_A_PERSON)


def _end_with_a_record(number: int, _frame: FrameType | None) -> None:
    """A service manager ends the night as a person does with Ctrl-C: the workers first, then the record."""
    raise SystemExit(128 + number)


def work_night(
    library: Library,
    where: LibrarySettings,
    kinds: Sequence[str] = (PAGE, TEXT),
    *,
    processes: int = 0,
    show: bool = True,
    outputs: bool = True,
    profile: Path | None = None,
) -> NightReport:
    """Work until no job of these kinds can be done any more, then write the books whose pages have changed.

    ``profile`` is the calibration in force, where it lies outside of the library.
    """
    began = time.monotonic()
    report = NightReport()
    record = NightLog(library, worker_name()) if outputs else None
    try:
        _work_until_done(
            library, where, kinds, processes or len(os.sched_getaffinity(0)), report, show, record, profile
        )
    except BaseException:
        if record is not None:
            report.seconds = time.monotonic() - began
            record.end(NightState.INTERRUPTED, report.to_json())
        raise
    report.tickets = bring_list_up_to_date(library)
    letters = JobQueue(library).dead_letters()
    report.dead = [{"job": d.job_id, "kind": d.kind, "subject": d.subject, "reason": d.reason} for d in letters]
    report.seconds = time.monotonic() - began
    if record is not None:
        record.end(NightState.STOPPED if report.stopped else NightState.DONE, report.to_json())
    return report


def _work_until_done(
    library: Library,
    where: LibrarySettings,
    kinds: Sequence[str],
    processes: int,
    report: NightReport,
    show: bool,
    record: NightLog | None,
    profile: Path | None,
) -> None:
    """The jobs, then the books; a pause is waited for by a night, for whom nobody will call again."""
    with progress(show) as bars:
        told = _Bars(library, bars, kinds)
        so_far: dict[str, int] = {}

        def heard(said: dict[str, str]) -> None:
            told.heard(said)
            if record is not None:
                so_far[said["kind"]] = so_far.get(said["kind"], 0) + (not said["why"])
                record.seen(report.to_json() | {"done": so_far})

        while not report.stopped:
            crew = run_crew(
                library,
                str(where.folder.expanduser()),
                where.url,
                kinds,
                processes=processes,
                due_by=datetime.now(UTC) + FAR_AWAY,
                profile=profile,
                told=heard,
            )
            _add(report, crew)
            if record is not None and _wait_out_pauses(library, kinds):
                continue
            wait_s = _until_retry_s(library, kinds)
            if wait_s is None:
                break
            time.sleep(wait_s)
        if record is not None and not report.stopped:
            report.books = _write_books(library, bars)


def _wait_out_pauses(library: Library, kinds: Sequence[str]) -> bool:
    """Wait while nothing may be claimed because a person has paused the queue; whether there was such a wait."""
    pauses, view = Pauses(library), QueueView(library)
    waited = False
    while (standing := pauses.standing()) and JobQueue(library).next_due(kinds) is None:
        held = kinds if any(pause.kind is None for pause in standing) else [pause.kind for pause in standing]
        if not any(view.jobs(JobState.QUEUED, kind, limit=1) for kind in held if kind in kinds):
            return waited
        waited = True
        time.sleep(PAUSE_LOOK_S)
    return waited


def _add(report: NightReport, crew: CrewReport) -> None:
    for kind, count in crew.done.items():
        report.done[kind] = report.done.get(kind, 0) + count
    report.failed += crew.failed
    report.stopped = crew.stopped


def _until_retry_s(library: Library, kinds: Sequence[str]) -> float | None:
    """Seconds until the next job that failed in passing is due again; None when none is, or not soon."""
    due = JobQueue(library).next_due(kinds)
    if due is None:
        return None
    wait = due - datetime.now(UTC)
    return max(0.2, wait.total_seconds()) if wait < RETRY_WITHIN else None


def _write_books(library: Library, bars: Progress) -> list[dict[str, Any]]:
    from scanner_daemon.workers.book_pdf import NothingToExport, book_pdf

    written = []
    books = Books(library)
    summaries = [book for book in books.list() if books.progress(book.book_id).pages]
    bar = bars.add_task("books", total=len(summaries), note="")
    for summary in summaries:
        try:
            pdf = book_pdf(library, books.get(summary.book_id))
            written.append({"title": summary.title, "pages": pdf.pages, "without_text": pdf.without_text})
        except NothingToExport:
            continue
        except BookcradleError as error:
            written.append({"title": summary.title, "failed": error.sentence})
        bars.advance(bar)
    return written


class _Bars:
    """One bar a kind of job; its total grows as jobs queue others."""

    def __init__(self, library: Library, bars: Progress, kinds: Sequence[str]) -> None:
        self._queue = JobQueue(library)
        self._bars = bars
        names = {PAGE: "flattening pages", TEXT: "reading text"}
        self._tasks: dict[str, TaskID] = {kind: bars.add_task(names[kind], total=None, note="") for kind in kinds}
        self._done = dict.fromkeys(kinds, 0)
        self._shown_at = 0.0
        self._show()

    def heard(self, said: dict[str, str]) -> None:
        """A job has ended."""
        self._done[said["kind"]] += 1
        if time.monotonic() - self._shown_at >= SHOW_EVERY_S:
            self._show(said["why"])

    def _show(self, note: str = "") -> None:
        self._shown_at = time.monotonic()
        counts = self._queue.counts()
        for kind, task in self._tasks.items():
            states = counts.get(kind, {})
            left = states.get(JobState.QUEUED, 0) + states.get(JobState.LEASED, 0)
            total = self._done[kind] + left
            self._bars.update(task, completed=self._done[kind], total=total, note=note[:60])


def _print(report: NightReport) -> None:
    out = console()
    done = ", ".join(f"{count} {kind} jobs" for kind, count in report.done.items()) or "nothing was waiting"
    out.print(f"{done} in {report.seconds:.0f} s.")
    for book in report.books:
        if book.get("failed"):
            out.print(f"[red]“{book['title']}”[/] {book['failed']}")
        else:
            lacking = f", {book['without_text']} without text" if book["without_text"] else ""
            out.print(f"“{book['title']}”: {book['pages']} pages{lacking}")
    for letter in report.dead:
        out.print(f"[red]given up[/] {letter['kind']} {letter['subject']}: {letter['reason']}")
    if report.tickets:
        out.print(f"[yellow]to shoot again[/] {report.tickets} spreads; `bookcradle tickets` lists them")
    if report.stopped:
        out.print(f"[red]stopped[/] {report.stopped}")
