"""The one console command. Each command group is a module of its own, imported only when it is called for."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from scanner_daemon import __version__
from scanner_daemon.cli.registry import LazyCommands
from scanner_daemon.errors import BookcradleError

__all__ = ["build", "main"]


def build() -> typer.Typer:
    """The whole command tree."""
    app = typer.Typer(
        cls=LazyCommands,
        name="bookcradle",
        help="Scan books with two cameras, a cradle and a foot pedal.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode="rich",
    )

    @app.callback()
    def root(
        version: Annotated[
            bool, typer.Option("--version", help="Print the version and end.", is_eager=True, callback=_print_version)
        ] = False,
    ) -> None:
        """Scan books with two cameras, a cradle and a foot pedal."""

    return app


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"bookcradle {__version__}")
        raise typer.Exit


def main() -> None:
    """Run the command; an error of ours is one sentence on stderr and its exit code, never a traceback."""
    try:
        build()()
    except BookcradleError as error:
        typer.echo(error.sentence, err=True)
        sys.exit(error.exit_code)
