"""`bookcradle status`, `press` and `book …`: the rig from a terminal, through the daemon's own API."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from scanner_daemon.api.client import DaemonClient
from scanner_daemon.api.schemas import Book, Done, Listing, RigSnapshot
from scanner_daemon.cli.console import JsonOption, SettingsOption, console, print_json
from scanner_daemon.errors import BookcradleError
from scanner_daemon.settings_file import load_settings
from scanner_daemon.vocabulary import TurnAfter

__all__ = ["register"]

SocketOption = Annotated[Path | None, typer.Option("--socket", help="The daemon's socket.", show_default=False)]
REFUSED = 3


class NoSuchBook(BookcradleError):
    """A title that the daemon does not know."""

    code = "book.no_such_title"
    what = "The daemon's library has no book called “{title}”."
    remedy = "`bookcradle book list` shows the titles."


def register(app: typer.Typer) -> None:
    """Hang the commands on the tree."""
    book = typer.Typer(no_args_is_help=True, help="Put a book on the cradle, hold it, finish it.")
    app.add_typer(book, name="book")
    _register_status(app)
    _register_book(book)
    _register_holding(app)


def _register_status(app: typer.Typer) -> None:
    @app.command()
    def status(socket: SocketOption = None, settings: SettingsOption = None, as_json: JsonOption = False) -> None:
        """Show the rig as the daemon sees it. Exit 3: something needs a person."""
        with _client(socket, settings) as client:
            now = client.snapshot()
        if as_json:
            print_json(now.model_dump(mode="json"))
        else:
            console().print(_table(now))
        if now.faults or now.queue.dead:
            raise typer.Exit(REFUSED)

    @app.command()
    def press(socket: SocketOption = None, settings: SettingsOption = None) -> None:
        """Press the pedal from here. Exit 3: the rig refused it, and says why."""
        with _client(socket, settings) as client:
            _told(client.press())


def _register_book(book: typer.Typer) -> None:
    @book.command()
    def start(
        title: Annotated[str, typer.Argument(help="Title of the book.")],
        author: Annotated[str | None, typer.Option(help="Its author.")] = None,
        language: Annotated[str, typer.Option(help="Tesseract's name, e.g. eng, fra, deu+lat.")] = "eng",
        turn_after: Annotated[TurnAfter | None, typer.Option(help="When the leaf may go.")] = None,
        spreads: Annotated[int | None, typer.Option(help="How many spreads it has, if known.", min=1)] = None,
        isbn: Annotated[str | None, typer.Option(help="Its ISBN.")] = None,
        barcode: Annotated[str | None, typer.Option(help="The barcode of this copy.")] = None,
        profile: Annotated[str | None, typer.Option(help="The calibration to photograph it under.")] = None,
        socket: SocketOption = None,
        settings: SettingsOption = None,
    ) -> None:
        """Begin a new book."""
        asked = {"title": title, "author": author, "language": language, "turn_after": turn_after}
        asked |= {"isbn": isbn, "barcode": barcode, "profile": profile}
        asked["expected_spreads"] = str(spreads) if spreads else None
        with _client(socket, settings) as client:
            _told(client.act("/v1/books", {key: value for key, value in asked.items() if value is not None}))

    @book.command("list")
    def list_(socket: SocketOption = None, settings: SettingsOption = None, as_json: JsonOption = False) -> None:
        """List the books, the newest first."""
        with _client(socket, settings) as client:
            books = client.get("/v1/books", Listing[Book], limit=200)
        if as_json:
            print_json(books.model_dump(mode="json"))
            return
        table = Table("title", "state", "spreads", "pages", box=None)
        for found in books.items:
            table.add_row(found.title, found.state, str(found.spreads), str(found.pages))
        console().print(table)

    @book.command("continue")
    def continue_(
        title: Annotated[str, typer.Argument(help="Title or id of the book.")],
        socket: SocketOption = None,
        settings: SettingsOption = None,
    ) -> None:
        """Put a book that was begun earlier back on the cradle."""
        with _client(socket, settings) as client:
            books = client.get("/v1/books", Listing[Book], limit=1000, find=title).items
            books += client.get("/v1/books", Listing[Book], limit=200).items  # it may be the id of one of these
            found = next((each for each in books if title in (each.title, each.book_id)), None)
            if found is None:
                raise NoSuchBook(title=title)
            _told(client.act(f"/v1/books/{found.book_id}/resume"))

    @book.command("put-away")
    def put_away(socket: SocketOption = None, settings: SettingsOption = None) -> None:
        """Take the book in hand off the cradle unfinished; `book continue` puts it back."""
        with _client(socket, settings) as client:
            _told(client.act("/v1/books/put-away"))

    @book.command()
    def finish(socket: SocketOption = None, settings: SettingsOption = None) -> None:
        """The book in hand is done; refused while photographs are missing."""
        with _client(socket, settings) as client:
            _told(client.act("/v1/books/finish"))


def _register_holding(app: typer.Typer) -> None:
    @app.command()
    def pause(socket: SocketOption = None, settings: SettingsOption = None) -> None:
        """Serve no press until `bookcradle resume`."""
        with _client(socket, settings) as client:
            _told(client.act("/v1/rig/pause"))

    @app.command()
    def resume(socket: SocketOption = None, settings: SettingsOption = None) -> None:
        """Go on after a pause."""
        with _client(socket, settings) as client:
            _told(client.act("/v1/rig/resume"))

    @app.command()
    def stop(socket: SocketOption = None, settings: SettingsOption = None) -> None:
        """Emergency stop: everything that moves, now."""
        with _client(socket, settings) as client:
            _told(client.emergency_stop("asked for at a terminal"))

    @app.command()
    def release(
        looked: Annotated[bool, typer.Option("--looked", help="I have looked at the cradle: hands are clear.")] = False,
        socket: SocketOption = None,
        settings: SettingsOption = None,
    ) -> None:
        """Clear a latched stop or fault, after looking at the cradle."""
        if not looked:
            raise typer.BadParameter("look at the cradle first, then say --looked")
        with _client(socket, settings) as client:
            _told(client.release())


def _client(socket: Path | None, settings: Path | None) -> DaemonClient:
    return DaemonClient(socket or load_settings(settings).api.socket)


def _told(done: Done) -> None:
    if done.refused:
        console().print(f"[yellow]refused[/] {done.why}")
        raise typer.Exit(REFUSED)


def _table(now: RigSnapshot) -> Table:
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    table.add_row("state", f"[bold]{now.state.value}[/] {now.why} {now.remedy}".strip())
    if now.book is not None:
        table.add_row("book", f"“{now.book.title}”, {now.book.spreads} spreads, next is {now.position}")
    for side, camera in now.cameras.items():
        battery = f", battery {camera.battery_percent} %" if camera.battery_percent is not None else ""
        known = f"{camera.model or '?'}, serial {camera.serial or '?'}{battery}"
        table.add_row(f"{side.value} camera", known if camera.alive else f"[red]not there[/] {camera.what}")
    cradle = now.cradle
    there = "connected" if cradle.connected else "[red]not connected[/]"
    table.add_row("cradle", f"{there}, platen {cradle.platen or '?'}" if cradle.fitted else "moved by hand")
    table.add_row("pedal", ", ".join(now.pedal.sources) if now.pedal.fitted else "[yellow]not fitted[/]")
    queue = now.queue
    table.add_row("queue", f"{queue.queued} waiting, {queue.leased} running, {queue.dead} given up")
    if now.disk_free_bytes is not None:
        table.add_row("disk", f"{now.disk_free_bytes / 1e9:.0f} GB free")
    for fault in now.faults:
        table.add_row("[red]fault[/]", f"{fault.what} {fault.remedy}")
    return table
