"""`bookcradle tickets`: what the night found poor and wants shot again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from scanner_daemon.api.client import DaemonClient
from scanner_daemon.api.schemas import Listing, Ticket
from scanner_daemon.cli.console import JsonOption, SettingsOption, console, print_json
from scanner_daemon.settings_file import load_settings

__all__ = ["register"]

MOST = 1000


def register(app: typer.Typer) -> None:
    """Hang the command on the tree."""

    @app.command()
    def tickets(
        closed: Annotated[bool, typer.Option("--closed", help="Those that were dealt with, instead.")] = False,
        socket: Annotated[
            Path | None, typer.Option("--socket", help="The daemon's socket.", show_default=False)
        ] = None,
        settings: SettingsOption = None,
        as_json: JsonOption = False,
    ) -> None:
        """List the spreads to shoot again, by book."""
        with DaemonClient(socket or load_settings(settings).api.socket) as client:
            found = client.get("/v1/tickets", Listing[Ticket], limit=MOST, closed=closed)
        if as_json:
            print_json(found.model_dump(mode="json"))
        elif not found.items:
            console().print("Nothing to shoot again." if not closed else "No ticket was closed yet.")
        else:
            console().print(_table(found.items, closed=closed))


def _table(tickets: tuple[Ticket, ...], *, closed: bool) -> Table:
    table = Table("book", "spread", "what is wrong", *(["how it ended"] if closed else []), box=None)
    for ticket in tickets:
        wrong = "; ".join(f"{finding.side.value}: {finding.reason}" for finding in ticket.findings)
        ended = [" ".join(filter(None, (ticket.closed_how, ticket.closed_why)))] if closed else []
        table.add_row(ticket.title, str(ticket.position), wrong, *ended)
    return table
