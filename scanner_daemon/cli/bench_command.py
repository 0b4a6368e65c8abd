"""`bookcradle bench`: the budgets of the design, measured on this machine."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from scanner_daemon.cli.bench_report import BenchReport
from scanner_daemon.cli.console import JsonOption, console, print_json
from scanner_daemon.cli.simulate_command import Brand

__all__ = ["register"]

DOES_NOT_HOLD = 3

SamplesOption = Annotated[
    Path | None, typer.Option("--samples", help="Write the raw samples to this file.", show_default=False)
]
FolderOption = Annotated[
    Path | None,
    typer.Option(
        "--folder", help="Where to keep the bench's libraries meanwhile; its disk counts.", show_default=False
    ),
]


def register(app: typer.Typer) -> None:
    """Hang the commands on the tree."""
    bench = typer.Typer(no_args_is_help=True, help="Measure the budgets of the design on this machine.")
    app.add_typer(bench, name="bench")

    @bench.command()
    def capture(
        brand: Annotated[str, typer.Option(help="nikon, canon or both.")] = "both",
        spreads: Annotated[int, typer.Option(help="Spreads for pedal to shutters, a brand; 0: none.", min=0)] = 100,
        shots: Annotated[int, typer.Option(help="Shots for the TURN signal, a brand; 0: none.", min=0)] = 1_000,
        cycles: Annotated[
            int, typer.Option(help="Cycles with real-life mechanics, a brand and way; 0: none.", min=0)
        ] = 12,
        verdicts: Annotated[int, typer.Option(help="Spreads of drawn 24 MP photographs to judge.", min=0, max=28)] = 0,
        samples: SamplesOption = None,
        folder: FolderOption = None,
        as_json: JsonOption = False,
    ) -> None:
        """From the pedal to the shutters, from the shutters to TURN, and the whole cycle against its mechanics."""
        from scanner_daemon.cli.bench_capture import BenchSize, capture_report

        told = _counting()
        with tempfile.TemporaryDirectory(prefix="bookcradle-bench-", dir=folder) as scratch:
            report = capture_report(_brands(brand), BenchSize(spreads, shots, cycles, verdicts), Path(scratch), told)
        _show(report, samples, as_json=as_json)

    @bench.command()
    def idle(
        brand: Annotated[Brand, typer.Option(help="Which cameras.")] = Brand.NIKON,
        seconds: Annotated[int, typer.Option(help="How long to look.", min=1)] = 20,
        samples: SamplesOption = None,
        folder: FolderOption = None,
        as_json: JsonOption = False,
    ) -> None:
        """What the daemon and its camera processes cost while nobody presses."""
        from scanner_daemon.cli.bench_idle import idle_report

        with tempfile.TemporaryDirectory(prefix="bookcradle-bench-", dir=folder) as scratch:
            report = idle_report(brand, seconds, Path(scratch))
        _show(report, samples, as_json=as_json)

    @bench.command()
    def preview(
        brand: Annotated[Brand, typer.Option(help="Which cameras.")] = Brand.NIKON,
        seconds: Annotated[int, typer.Option(help="How long to look at live views.", min=1)] = 20,
        pictures: Annotated[int, typer.Option(help="Photographs of 24 MP to open meanwhile.", min=1)] = 40,
        pages: Annotated[int, typer.Option(help="Pages of a library to drag over; 0: none.", min=0)] = 1_000_000,
        spreads: Annotated[int, typer.Option(help="Spreads over which memory is watched; 0: none.", min=0)] = 2_000,
        samples: SamplesOption = None,
        folder: FolderOption = None,
        as_json: JsonOption = False,
    ) -> None:
        """How old live frames are on the screen, and how long the desktop program's event loop is held."""
        from scanner_daemon.cli.bench_preview import PreviewSize, preview_report

        told = _counting()
        with tempfile.TemporaryDirectory(prefix="bookcradle-bench-", dir=folder) as scratch:
            report = preview_report(
                brand, PreviewSize(seconds, pictures, pages, spreads), Path(scratch), lambda what: told(what, 0)
            )
        _show(report, samples, as_json=as_json)

    @bench.command()
    def link(
        round_trips: Annotated[int, typer.Option(help="Heartbeats at each baud rate.", min=1)] = 300,
        stops: Annotated[int, typer.Option(help="Emergency stops and pinches in mid-travel.", min=1)] = 20,
        samples: SamplesOption = None,
        as_json: JsonOption = False,
    ) -> None:
        """What the controller's firmware takes to answer, to step, and to stop, to the cycle of a simulated chip."""
        from scanner_daemon.cli.bench_link import link_report

        _show(link_report(round_trips, stops), samples, as_json=as_json)

    @bench.command()
    def pages(
        quick: Annotated[bool, typer.Option("--quick", help="A few pages of everything: not to be quoted.")] = False,
        each: Annotated[
            int | None, typer.Option(help="Pages of each kind and world.", min=0, show_default=False)
        ] = None,
        small: Annotated[
            int | None, typer.Option(help="Small pages on which cut words are counted.", min=0, show_default=False)
        ] = None,
        rigs: Annotated[int | None, typer.Option(help="Rigs for the hard cases.", min=0, show_default=False)] = None,
        rounds: Annotated[
            int | None, typer.Option(help="Rounds of the timed pages.", min=0, show_default=False)
        ] = None,
        further: Annotated[
            int | None,
            typer.Option(
                help="Count on so far to other rigs and books, which nobody may have tried.",
                min=0,
                show_default=False,
            ),
        ] = None,
        only: Annotated[
            list[str] | None,
            typer.Option(
                help=(
                    "Only this part; can be given again: time, workers, gpu, platen, open, hard, two-cameras, cases, "
                    "words, real."
                ),
                show_default=False,
            ),
        ] = None,
        photographs: Annotated[
            Path | None,
            typer.Option(help="Folder of real photographs; else the one beside the checkout.", show_default=False),
        ] = None,
        samples: SamplesOption = None,
        folder: FolderOption = None,
        as_json: JsonOption = False,
    ) -> None:
        """How straight and safe the page engine's pages are, how fast they are made, and on a GPU the same."""
        from scanner_daemon.cli.bench_pages import PageBenchSize, Stage, page_report
        from scanner_daemon.cli.bench_pages_real import BESIDE_THE_CHECKOUT

        size = PageBenchSize.quick() if quick else PageBenchSize()
        wanted = {
            "pages_a_kind": each,
            "small_pages": small,
            "case_rigs": rigs,
            "timed_rounds": rounds,
            "further": further,
        }
        size = replace(size, **{name: number for name, number in wanted.items() if number is not None})
        unknown = set(only or ()) - set(Stage)
        if unknown:
            raise typer.BadParameter(f"{sorted(unknown)[0]!r} is none of {', '.join(Stage)}", param_hint="--only")
        stages = [Stage(word) for word in only] if only else list(Stage)
        told = _counting()
        with tempfile.TemporaryDirectory(prefix="bookcradle-bench-", dir=folder) as scratch:
            report = page_report(
                size, photographs or BESIDE_THE_CHECKOUT, Path(scratch), lambda what: told(what, 0), stages
            )
        _show(report, samples, as_json=as_json)


def _brands(word: str) -> list[Brand]:
    if word == "both":
        return list(Brand)
    try:
        return [Brand(word)]
    except ValueError:
        raise typer.BadParameter("nikon, canon or both", param_hint="--brand") from None


def _counting() -> Callable[[str, int], None]:
    """Says on stderr which session runs, once each: a progress bar would take the time that is being measured."""
    seen: set[str] = set()

    def told(session: str, _: int) -> None:
        if session not in seen:
            seen.add(session)
            console().print(session)

    return told


def _show(report: BenchReport, samples: Path | None, *, as_json: bool) -> None:
    """Print the report and end with 3 when a measure does not hold."""
    if samples is not None:
        report.write_samples(samples)
    if as_json:
        print_json(report.to_json())
    else:
        console().print(_table(report))
        for name, note in report.notes.items():
            console().print(name, note)
    if not report.holds:
        raise typer.Exit(DOES_NOT_HOLD)


def _table(report: BenchReport) -> Table:
    table = Table("measure", "statistic", "value", "limit", "", box=None, padding=(0, 2, 0, 0))
    for measure in report.measures:
        limit = "" if measure.limit is None else f"{measure.limit:g} {measure.unit}"
        verdict = "" if measure.limit is None else "[green]holds[/]" if measure.holds else "[red]does not hold[/]"
        table.add_row(measure.name, measure.statistic, f"{measure.value:g} {measure.unit}", limit, verdict)
    return table
