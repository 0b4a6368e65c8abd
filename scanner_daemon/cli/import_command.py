"""`bookcradle import`: photographs made elsewhere, into the same library and queue."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from scanner_daemon.cli.console import JsonOption, LibraryOption, SettingsOption, console, print_json, progress
from scanner_daemon.cli.import_plan import ImportPlan, PlannedSpread, Skipped, plan_import
from scanner_daemon.cli.where import library_settings
from scanner_daemon.errors import BookcradleError
from scanner_daemon.library.books import Books
from scanner_daemon.library.errors import BookNotFound
from scanner_daemon.library.library import Library, open_library
from scanner_daemon.library.models import Book, Layout
from scanner_daemon.library.photographs import add_photograph

__all__ = ["register"]

NEEDS_A_PERSON = 3


class NoSuchFolder(BookcradleError):
    """The folder to import is not there."""

    code = "import.no_folder"
    what = "There is no folder {folder}."
    remedy = "Check the name; nothing was imported."
    exit_code = 2


class NothingToImport(BookcradleError):
    """The folder holds no photograph that can be read."""

    code = "import.nothing"
    what = "No photograph in {folder} could be imported: {detail}."
    remedy = "JPEG, PNG and TIFF files are taken; with --layout left-right they are called left_1.jpg, right_1.jpg, …"


def register(app: typer.Typer) -> None:
    """Hang the command on the tree."""

    @app.command("import")
    def import_(
        folder: Annotated[Path, typer.Argument(help="Folder of photographs.")],
        title: Annotated[str, typer.Option(help="Title of the book; an existing book of that title is added to.")],
        layout: Annotated[Layout, typer.Option(help="What one photograph shows.")] = Layout.PAGES,
        language: Annotated[str, typer.Option(help="Tesseract's name, e.g. eng, fra, deu+lat.")] = "eng",
        library: LibraryOption = None,
        settings: SettingsOption = None,
        as_json: JsonOption = False,
    ) -> None:
        """Take photographs made elsewhere into the library. Exit 3: a picture is damaged or missing."""
        if not folder.is_dir():
            raise NoSuchFolder(folder=str(folder))
        plan = plan_import([file for file in folder.iterdir() if file.is_file()], layout)
        if not plan.spreads:
            raise NothingToImport(folder=str(folder), detail=_told(plan.skipped) or "it is empty")
        with open_library(library_settings(library, settings)) as opened:
            book = _book(opened, title, layout, language)
            added, known = _add(opened, book, plan, show=not as_json)
        _report(plan, book, added, known, as_json)
        refused = [file for file in plan.skipped if file.meant_as_photograph]
        if refused or any(spread.missing for spread in plan.spreads):
            raise typer.Exit(NEEDS_A_PERSON)


def _book(library: Library, title: str, layout: Layout, language: str) -> Book:
    books = Books(library)
    try:
        return books.find(title)
    except BookNotFound:
        return books.get(books.create(title, layout=layout, language=language, operator="import"))


def _add(library: Library, book: Book, plan: ImportPlan, *, show: bool) -> tuple[int, int]:
    added = known = 0
    with progress(show) as bars:
        bar = bars.add_task("importing", total=len(plan.spreads), note="")
        for spread in plan.spreads:
            new = _add_spread(library, book, spread)
            added += new
            known += len(spread.files) - new
            bars.advance(bar)
    return added, known


def _add_spread(library: Library, book: Book, spread: PlannedSpread) -> int:
    new = 0
    spread_id: str | None = None
    for side, file in spread.files.items():
        photograph = add_photograph(library, book.id, file, side, spread_id=spread_id, operator="import")
        spread_id = photograph.spread_id
        new += photograph.new
    return new


def _told(skipped: Sequence[Skipped]) -> str:
    return "; ".join(f"{file.name}: {file.why}" for file in skipped)


def _report(plan: ImportPlan, book: Book, added: int, known: int, as_json: bool) -> None:
    incomplete = [
        {"files": [file.name for file in spread.files.values()], "missing": [side.value for side in spread.missing]}
        for spread in plan.spreads
        if spread.missing
    ]
    if as_json:
        skipped = [{"name": file.name, "why": file.why} for file in plan.skipped]
        told = {"added": added, "known": known, "skipped": skipped, "incomplete": incomplete}
        print_json({"book_id": book.id, "title": book.title, "spreads": len(plan.spreads), **told})
        return
    out = console()
    again = f", {known} were there already" if known else ""
    out.print(f"“{book.title}”: {added} photographs imported{again}.")
    for file in plan.skipped:
        out.print(f"[yellow]left out[/] {file.name}: {file.why}")
    for gap in incomplete:
        out.print(f"[yellow]incomplete[/] {', '.join(gap['files'])}: no {', '.join(gap['missing'])} photograph")
