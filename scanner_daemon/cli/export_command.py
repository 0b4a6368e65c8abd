"""`bookcradle export`: a book out of the library, in a form that others read."""

from __future__ import annotations

import shutil
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from scanner_daemon.cli.console import JsonOption, LibraryOption, SettingsOption, console, print_json
from scanner_daemon.cli.where import library_settings
from scanner_daemon.errors import BookcradleError
from scanner_daemon.library.atomic import written_path
from scanner_daemon.library.books import Books
from scanner_daemon.library.library import Library, open_library
from scanner_daemon.library.models import Book
from scanner_daemon.library.pages import Pages

__all__ = ["register"]

NEEDS_A_PERSON = 3


class Format(StrEnum):
    """What a book can be exported as."""

    PDF = "pdf"
    TEXT = "text"
    HOCR = "hocr"
    ALTO = "alto"


class CannotWrite(BookcradleError):
    """The file cannot be put where it is wanted."""

    code = "export.cannot_write"
    what = "{out} cannot be written: {detail}."
    remedy = "Name another place with --out; the library is untouched."


def register(app: typer.Typer) -> None:
    """Hang the command on the tree."""

    @app.command()
    def export(
        book: Annotated[str, typer.Option(help="Title or id of the book.")],
        out: Annotated[Path, typer.Option(help="File to write; for hocr and alto, a folder.")],
        format_: Annotated[Format, typer.Option("--format", help="What to write.")] = Format.PDF,
        library: LibraryOption = None,
        settings: SettingsOption = None,
        as_json: JsonOption = False,
    ) -> None:
        """Write a book to a file. Exit 3: it was written, but pages lack their text or the PDF/A check objects."""
        with open_library(library_settings(library, settings)) as opened:
            found = Books(opened).find(book)
            try:
                told = _pdf(opened, found, out) if format_ is Format.PDF else _texts(opened, found, format_, out)
            except OSError as error:
                raise CannotWrite(out=str(out), detail=error.strerror or str(error)) from None
        if as_json:
            print_json(told)
        else:
            console().print(f"“{found.title}”: {told['pages']} pages written to {out}")
        if told["without_text"] or told.get("valid") is False:
            raise typer.Exit(NEEDS_A_PERSON)


def _pdf(library: Library, book: Book, out: Path) -> dict[str, object]:
    from scanner_daemon.workers.book_pdf import book_pdf

    made = book_pdf(library, book)
    with written_path(out.absolute()) as part:
        shutil.copyfile(made.path, part)
    told: dict[str, object] = {"out": str(out), "pages": made.pages, "without_text": made.without_text}
    return told | {"valid": made.valid, "findings": list(made.findings)}


def _texts(library: Library, book: Book, format_: Format, out: Path) -> dict[str, object]:
    from scanner_daemon.workers.corrected_text import CorrectedTexts

    kind = {Format.TEXT: "plain", Format.HOCR: "hocr", Format.ALTO: "alto"}[format_]
    pages = Pages(library).in_order(book.id)
    read = [page for page in pages if kind in page.artifacts]
    texts = CorrectedTexts(library, read)
    if format_ is Format.TEXT:
        whole = "\f".join(texts.written(page, kind).decode() for page in read)
        with written_path(out.absolute()) as part:
            part.write_text(whole, "utf-8")
    else:
        out.mkdir(parents=True, exist_ok=True)
        for number, page in enumerate(read, start=1):
            (out / f"{number:04d}{page.artifacts[kind].suffix}").write_bytes(texts.written(page, kind))
    return {"out": str(out), "pages": len(read), "without_text": len(pages) - len(read)}
