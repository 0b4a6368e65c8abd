"""`bookcradle demo`: a whole book, from the first pedal press to the searchable PDF, on the rig in a box."""

from __future__ import annotations

import shutil
import statistics
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from scanner_daemon.api.client import DaemonClient
from scanner_daemon.api.schemas import RigSnapshot
from scanner_daemon.cli.bench_report import percentile
from scanner_daemon.cli.console import JsonOption, console, print_json, progress
from scanner_daemon.cli.demo_operator import DemoOperator, Scanned
from scanner_daemon.cli.processes import daemon_process, gui_process, rig_process
from scanner_daemon.cli.simulate_command import FIRST_SPREAD, Brand, ControllerKind
from scanner_daemon.cli.work_commands import NightReport, work_night
from scanner_daemon.errors import BookcradleError
from scanner_daemon.library.books import Books
from scanner_daemon.library.library import Library, open_library
from scanner_daemon.library.pages import Pages
from scanner_daemon.settings import LibrarySettings
from scanner_daemon.simulation.book.volume import Book as PrintedBook
from scanner_daemon.simulation.control import ControlClient
from scanner_daemon.vocabulary import Side

__all__ = ["register"]

TITLE = "The simulated book"
MADE_BY_DEMO = ".made-by-bookcradle-demo"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the demo came to."""

    scanned: Scanned
    night: NightReport
    pages: int
    cer: float
    pdf: Path
    pdf_valid: bool
    seconds: float
    page_s: float

    def to_json(self) -> dict[str, Any]:
        """As the design says it."""
        cycles = self.scanned.cycle_ms
        return {
            "spreads": self.scanned.spreads,
            "pages": self.pages,
            "cer": round(self.cer, 5),
            "pdf": str(self.pdf),
            "pdf_a_valid": self.pdf_valid,
            "seconds": round(self.seconds, 1),
            "page_seconds": round(self.page_s, 2),
            "presses": self.scanned.presses,
            "turned_back": self.scanned.turned_back,
            "cycle_ms": {
                "median": round(statistics.median(cycles), 1) if cycles else None,
                "p95": round(percentile(cycles, 95), 1) if cycles else None,
                "software_median": round(statistics.median(self.scanned.software_ms), 2)
                if self.scanned.software_ms
                else None,
            },
            "faults": self.scanned.faults,
        }


class NotOurLibrary(BookcradleError):
    """The demo replaces its own library only."""

    code = "demo.not_our_library"
    what = "{folder} is there already, and no demo made it."
    remedy = "Name another folder with --out."
    exit_code = 2


class DemoIncomplete(BookcradleError):
    """Pages are missing at the end."""

    code = "demo.incomplete"
    what = "The demo ended with {pages} pages instead of {wanted}: {detail}"
    remedy = "Look at the messages above, and at {out}."


def register(app: typer.Typer) -> None:
    """Hang the command on the tree."""

    @app.command()
    def demo(
        spreads: Annotated[int, typer.Option(help="Spreads to scan.", min=1, max=38)] = 12,
        out: Annotated[Path, typer.Option(help="Folder for the library and book.pdf.")] = Path("demo-output"),
        brand: Annotated[Brand, typer.Option(help="Which simulated cameras.")] = Brand.NIKON,
        controller: Annotated[
            ControllerKind, typer.Option(help="Motorised cradle, or by hand.")
        ] = ControllerKind.MODEL,
        scenario: Annotated[Path | None, typer.Option(help="TOML file of faults by spread.")] = None,
        seed: Annotated[int, typer.Option(help="Lens, lamps, paper and fonts vary by it.")] = 1,
        headless: Annotated[bool, typer.Option("--headless", help="No progress bars, open no window.")] = False,
        as_json: JsonOption = False,
    ) -> None:
        """Scan a simulated book through libgphoto2 and the serial line, and make a searchable PDF of it.

        Where there is a display, the desktop program is in front of it meanwhile; closing it changes nothing.
        """
        show = not (headless or as_json)
        out.mkdir(parents=True, exist_ok=True)
        arguments = ["--brand", brand.value, "--controller", controller.value, "--spreads", str(spreads + 1)]
        arguments += ["--seed", str(seed), *(["--scenario", str(scenario)] if scenario else [])]
        outcome = _demo(out, spreads, arguments, show=show)
        if as_json:
            print_json(outcome.to_json())
        else:
            _summary(outcome)
        if outcome.pages != 2 * spreads:
            detail = outcome.night.dead[0]["reason"] if outcome.night.dead else "not every spread was captured."
            raise DemoIncomplete(pages=outcome.pages, wanted=2 * spreads, detail=detail, out=str(out))


def _demo(out: Path, spreads: int, arguments: list[str], *, show: bool) -> Outcome:
    began = time.monotonic()
    folder = _fresh_library(out)
    where = LibrarySettings(folder=folder.absolute())
    scanned = _scan(out, folder, spreads, arguments, show=show)
    processing = time.monotonic()
    with open_library(where) as library:
        night = work_night(library, where, show=show)
        page_s = (time.monotonic() - processing) / max(1, night.done.get("page", 0))
        book = Books(library).find(TITLE)
        cer, pages = _accuracy(library, book.id)
        pdf = _bring_pdf(library, out)
    return Outcome(scanned, night, pages, cer, pdf[0], pdf[1], time.monotonic() - began, page_s)


def _fresh_library(out: Path) -> Path:
    """``out/library``, in place of that of an earlier demo; a library that no demo made is never touched."""
    folder = out / "library"
    if folder.exists() and not (folder / MADE_BY_DEMO).exists():
        raise NotOurLibrary(folder=str(folder))
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    (folder / MADE_BY_DEMO).touch()
    return folder


def _scan(out: Path, folder: Path, spreads: int, arguments: list[str], *, show: bool) -> Scanned:
    with ExitStack() as stack:
        bars = stack.enter_context(progress(show))
        bar = bars.add_task("scanning", total=spreads, note="starting the rig")

        def told(now: RigSnapshot) -> None:
            last = now.last_spread.position if now.last_spread else 0
            bars.update(bar, completed=min(last, spreads), note=f"[bold]{now.state.value}[/] {now.why}"[:90])

        rig = stack.enter_context(rig_process(folder.absolute(), arguments))
        daemon = stack.enter_context(daemon_process(rig.settings_file, out / "daemon.log"))
        if show:
            stack.enter_context(gui_process(daemon.socket, out / "gui.log"))
        client = stack.enter_context(DaemonClient(daemon.socket))
        control = stack.enter_context(ControlClient(rig.control_socket))
        scanned = DemoOperator(client, control, spreads, str(daemon.log), told).scan(TITLE)
        client.act("/v1/books/finish")
        bars.update(bar, note="done")
    return scanned


def _accuracy(library: Library, book_id: str) -> tuple[float, int]:
    """The character error rate over all pages against the world's text, and how many pages were read."""
    from scanner_daemon.text.accuracy import character_error_rate

    printed = PrintedBook.standard(1)
    truth, read = [], []
    pages = [page for page in Pages(library).in_order(book_id) if "plain" in page.artifacts]
    for page in pages:
        verso, recto = printed.spreads[FIRST_SPREAD + page.position - 2]
        truth.append(printed.truth_text(verso if page.side is Side.LEFT else recto))
        read.append(page.artifacts["plain"].read_text("utf-8"))
    return character_error_rate("\n".join(truth), "\n".join(read)), len(pages)


def _bring_pdf(library: Library, out: Path) -> tuple[Path, bool]:
    from scanner_daemon.workers.book_pdf import book_pdf

    made = book_pdf(library, Books(library).find(TITLE))
    target = out / "book.pdf"
    shutil.copyfile(made.path, target)
    return target, made.valid


def _summary(outcome: Outcome) -> None:
    told = outcome.to_json()
    cycle = told["cycle_ms"]
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    rows = [
        ("spreads", f"{told['spreads']} ({told['pages']} pages), {told['presses']} pedal presses"),
        (
            "cycle",
            f"median {cycle['median']} ms, p95 {cycle['p95']} ms, software's share {cycle['software_median']} ms",
        ),
        ("per page", f"{told['page_seconds']} s from photograph to text and PDF, all cores"),
        ("characters wrong", f"{outcome.cer:.2%} against the world's text"),
        ("PDF", f"{told['pdf']} ({'valid PDF/A' if outcome.pdf_valid else 'not valid as PDF/A'}, searchable)"),
        ("time", f"{told['seconds']} s"),
    ]
    for name, value in rows:
        table.add_row(name, value)
    for fault in told["faults"]:
        table.add_row("[yellow]fault[/]", fault)
    console().print(table)
