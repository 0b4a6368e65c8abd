"""`bookcradle book off-load`, `free` and `bring-back`: a finished book on another disk, waited for."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import Progress

from scanner_daemon.api.client import DaemonClient
from scanner_daemon.api.schemas import Book, JobState, Listing, QueueJob
from scanner_daemon.cli.console import SettingsOption, console, progress
from scanner_daemon.errors import BookcradleError
from scanner_daemon.settings_file import load_settings

__all__ = ["register_leaving"]

SocketOption = Annotated[Path | None, typer.Option("--socket", help="The daemon's socket.", show_default=False)]
BookArgument = Annotated[str, typer.Argument(help="Title or id of the book.")]
LOOK_S = 0.5
UNDER_WAY = (JobState.QUEUED, JobState.LEASED)


class BookUnknown(BookcradleError):
    """Neither a title nor an id."""

    code = "book.unknown"
    what = "The daemon's library has no book “{book}”."
    remedy = "`bookcradle book list` shows the titles."


class ErrandFailed(BookcradleError):
    """The job was given up, or somebody dropped it."""

    code = "book.errand_failed"
    what = "It was not done: {reason}"
    remedy = "`bookcradle queue retry` tries it again."


def register_leaving(book: typer.Typer) -> None:
    """Hang the commands below `bookcradle book`."""

    @book.command("off-load")
    def off_load(
        title: BookArgument,
        folder: Annotated[Path, typer.Argument(help="Folder on another disk.")],
        socket: SocketOption = None,
        settings: SettingsOption = None,
    ) -> None:
        """Copy a finished book to another disk and read every byte back. Nothing here is removed."""
        _do(socket, settings, title, "off-load", {"folder": str(folder.absolute())})

    @book.command()
    def free(title: BookArgument, socket: SocketOption = None, settings: SettingsOption = None) -> None:
        """Read the copy on the other disk once more, and then remove the book's originals here."""
        _do(socket, settings, title, "free", {})

    @book.command("bring-back")
    def bring_back(title: BookArgument, socket: SocketOption = None, settings: SettingsOption = None) -> None:
        """Take the originals from the other disk into the library again."""
        _do(socket, settings, title, "bring-back", {})


def _do(socket: Path | None, settings: Path | None, title: str, what: str, body: dict[str, Any]) -> None:
    with DaemonClient(socket or load_settings(settings).api.socket) as client, progress() as bars:
        books = client.get("/v1/books", Listing[Book], limit=1000).items
        found = next((each for each in books if title in (each.book_id, each.title)), None)
        if found is None:
            raise BookUnknown(book=title)
        job = client.ask(f"/v1/books/{found.book_id}/{what}", QueueJob, body)
        ended = _await(client, found.book_id, job, bars)
    if ended.state is not JobState.DONE:
        raise ErrandFailed(reason=ended.reason or "it was dropped.")
    console().print(f"“{found.title}”: done.")


def _await(client: DaemonClient, book_id: str, job: QueueJob, bars: Progress) -> QueueJob:
    """Follow the job to its end. Interrupted, it goes on in the daemon."""
    bar = bars.add_task(job.kind.replace("_", " "), total=None, note="")
    while job.state in UNDER_WAY:
        time.sleep(LOOK_S)
        jobs = client.get(f"/v1/books/{book_id}/errands", Listing[QueueJob]).items
        job = next((each for each in jobs if each.job_id == job.job_id), job)
        if job.progress is not None:
            bars.update(bar, completed=job.progress.done, total=job.progress.total)
    return job
