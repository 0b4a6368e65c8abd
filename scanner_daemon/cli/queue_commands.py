"""`bookcradle queue …`: what runs, waits and was given up, and the pause, through the daemon's own API."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from scanner_daemon.api.client import DaemonClient
from scanner_daemon.api.schemas import Job, JobState, Listing, NightView, QueueDetail, QueueJob, Retried
from scanner_daemon.cli.console import JsonOption, SettingsOption, console, print_json
from scanner_daemon.settings_file import load_settings

__all__ = ["register"]

SocketOption = Annotated[Path | None, typer.Option("--socket", help="The daemon's socket.", show_default=False)]
KindOption = Annotated[str | None, typer.Option(help="Only jobs of this kind, e.g. page or text.", show_default=False)]
NEEDS_A_PERSON = 3
LETTERS_SHOWN = 20


def register(app: typer.Typer) -> None:
    """Hang the command on the tree."""
    queue = typer.Typer(no_args_is_help=True, help="See the queue, hold it, and try again what was given up.")
    app.add_typer(queue, name="queue")

    @queue.command()
    def show(socket: SocketOption = None, settings: SettingsOption = None, as_json: JsonOption = False) -> None:
        """Show the queue and the night. Exit 3: jobs were given up."""
        with _client(socket, settings) as client:
            detail = client.get("/v1/queue/detail", QueueDetail)
            night = client.get("/v1/night", NightView)
            dead = client.get("/v1/queue/jobs", Listing[QueueJob], state=JobState.DEAD.value, limit=LETTERS_SHOWN)
        if as_json:
            print_json({"queue": detail.model_dump(mode="json"), "night": night.model_dump(mode="json")})
        else:
            _print(detail, night, dead.items)
        if detail.counts.dead:
            raise typer.Exit(NEEDS_A_PERSON)

    @queue.command()
    def pause(kind: KindOption = None, socket: SocketOption = None, settings: SettingsOption = None) -> None:
        """Let workers end the job in hand and take no other, over restarts too, until `bookcradle queue resume`."""
        with _client(socket, settings) as client:
            client.act("/v1/queue/pause", {"kind": kind} if kind else {})

    @queue.command()
    def resume(kind: KindOption = None, socket: SocketOption = None, settings: SettingsOption = None) -> None:
        """End the pause of a kind; without one, every pause."""
        with _client(socket, settings) as client:
            client.act("/v1/queue/resume", {"kind": kind} if kind else {})

    @queue.command()
    def retry(
        job: Annotated[str | None, typer.Argument(help="Id of the job; without one, all of them.")] = None,
        kind: KindOption = None,
        book: Annotated[
            str | None, typer.Option(help="Only jobs of the book with this id.", show_default=False)
        ] = None,
        socket: SocketOption = None,
        settings: SettingsOption = None,
    ) -> None:
        """Give what was given up another round."""
        with _client(socket, settings) as client:
            if job is not None:
                client.ask(f"/v1/jobs/{job}/retry", Job, {})
            else:
                asked = {"kind": kind, "book_id": book}
                body = {name: value for name, value in asked.items() if value}
                told = client.ask("/v1/queue/retry", Retried, body)
                console().print(f"{told.jobs} jobs are tried again")


def _client(socket: Path | None, settings: Path | None) -> DaemonClient:
    return DaemonClient(socket or load_settings(settings).api.socket)


def _print(detail: QueueDetail, night: NightView, dead: tuple[QueueJob, ...]) -> None:
    out = console()
    for paused in detail.pauses:
        out.print(f"[yellow]paused[/] {paused.kind or 'everything'} by {paused.by} since {paused.since:%Y-%m-%d %H:%M}")
    table = Table("kind", "running", "waiting", "given up", "done", "seconds each", box=None)
    for kind in detail.kinds:
        median = "" if kind.seconds_median is None else f"{kind.seconds_median:.1f}"
        counts = (kind.leased, kind.queued, kind.dead, kind.done)
        table.add_row(kind.kind, *map(str, counts), median)
    out.print(table)
    for job in detail.running:
        out.print(f"running: {job.kind}, {_about(job)}")
    plan = night.plan
    takes = "" if plan.seconds is None else f", about {plan.seconds / 3600:.1f} h"
    out.print(f"tonight: {plan.pages} pages to flatten and read, {plan.texts} to read{takes}")
    if night.last is not None:
        done = ", ".join(f"{count} {kind} jobs" for kind, count in night.last.done.items()) or "nothing"
        out.print(f"last night: {night.last.state.value}, {done}, {night.last.tickets} spreads to shoot again")
    for job in dead:
        out.print(f"[red]given up[/] {job.job_id} {job.kind}, {_about(job)}: {job.reason}")


def _about(job: QueueJob) -> str:
    place = f", spread {job.position}" if job.position is not None else ""
    return f"“{job.title}”{place}" if job.title else job.job_id
