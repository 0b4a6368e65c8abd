"""`bookcradle flatten`: flat pages of photographs made elsewhere, without library, daemon or cradle."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Literal, cast

import typer
from pydantic import ValidationError

from scanner_daemon.calibration.profile import Profile
from scanner_daemon.calibration.profile_file import read_profile
from scanner_daemon.cli.console import JsonOption, console, print_json, progress
from scanner_daemon.cli.flatten_work import Flattened, FlattenJob, MadePage, Wishes, chosen_codec, flatten_all
from scanner_daemon.errors import BookcradleError
from scanner_daemon.network_file import StoredNetwork, network_file
from scanner_daemon.pages.backends import BackendName
from scanner_daemon.pages.codecs import BY_THE_CPU, CodecName
from scanner_daemon.pages.modes import Mode
from scanner_daemon.vocabulary import Side

__all__ = ["register"]

NEEDS_A_PERSON = 3
KINDS = ("jpg", "png")


class NoPageMade(BookcradleError):
    """Not one photograph could be read."""

    code = "flatten.no_page"
    what = "No page was made: {detail}."
    remedy = "JPEG, PNG and TIFF photographs are taken; check the names."


class ProfileUnreadable(BookcradleError):
    """The file is no profile."""

    code = "flatten.profile_unreadable"
    what = "{file} is no calibration profile: {detail}."
    remedy = "Give the profile.json that the calibration wrote, or leave --profile away."
    exit_code = 2


class WouldReplaceAPhotograph(BookcradleError):
    """A page would get the name of one of the photographs."""

    code = "flatten.would_replace"
    what = "The page of {file} would replace a photograph."
    remedy = "Give another folder with --out."
    exit_code = 2


class NoNetwork(BookcradleError):
    """--neural was given, and no network has been converted."""

    code = "flatten.no_network"
    what = "There is no converted network at {file}."
    remedy = "Make it with `bookcradle neural convert`, or leave --neural away."
    exit_code = 2


def register(app: typer.Typer) -> None:
    """Hang the command on the tree."""

    @app.command()
    def flatten(
        images: Annotated[list[Path], typer.Argument(help="Photographs: JPEG, PNG or TIFF files.", show_default=False)],
        out: Annotated[Path, typer.Option(help="Folder for the pages; made if it is not there.", show_default=False)],
        profile: Annotated[
            Path | None, typer.Option(help="Calibration profile of the cradle (JSON).", show_default=False)
        ] = None,
        mode: Annotated[Mode, typer.Option(help="Colour, gray, or black and white.")] = Mode.COLOUR,
        also: Annotated[
            list[Path] | None,
            typer.Option(
                help="What another camera saw of the same exposure; once for each photograph, in their order.",
                show_default=False,
            ),
        ] = None,
        side: Annotated[
            str, typer.Option(help="Which page of the spread the camera looked at: left, right or single.")
        ] = "single",
        layout: Annotated[str, typer.Option(help="What one photograph shows: page or spread.")] = "page",
        kind: Annotated[
            str | None, typer.Option("--format", help="jpg or png; bilevel pages are png.", show_default=False)
        ] = None,
        backend: Annotated[BackendName, typer.Option(help="Who resamples: the CPU or a GPU.")] = BackendName.AUTO,
        codec: Annotated[
            CodecName, typer.Option(help="Who reads and writes JPEG files: the CPU or an NVIDIA GPU.")
        ] = CodecName.AUTO,
        workers: Annotated[
            int, typer.Option(help="Processes at once; 0: one a core, one for one photograph.", min=0)
        ] = 0,
        neural: Annotated[
            bool,
            typer.Option("--neural", help="Ask the converted network about pages that show too little of themselves."),
        ] = False,
        as_json: JsonOption = False,
    ) -> None:
        """Make flat, evenly lit pages of photographs. Exit 3: some of them gave no page."""
        layout_word = cast(Literal["page", "spread"], _one_of(layout, ("page", "spread"), "--layout"))
        side_word = Side(_one_of(side, (Side.SINGLE, Side.LEFT, Side.RIGHT), "--side"))
        ending = _one_of(kind or ("png" if mode is Mode.BILEVEL else "jpg"), KINDS, "--format")
        wishes = Wishes(
            side_word, layout_word, mode, cast(Literal["jpg", "png"], ending), backend, codec, _profile(profile), neural
        )
        if neural and StoredNetwork.found() is None:
            raise NoNetwork(file=str(network_file()))
        if also and len(also) != len(images):
            raise typer.BadParameter(f"{len(also)} given for {len(images)} photographs", param_hint="--also")
        jobs = _jobs(images, out, wishes, also or [])
        workers = workers or min(len(jobs), _cores())
        if codec is CodecName.NVIDIA or workers == 1:
            chosen_codec(codec)
        out.mkdir(parents=True, exist_ok=True)
        began = time.monotonic()
        done = _told_meanwhile(jobs, workers, show=not as_json)
        _report(done, time.monotonic() - began, as_json=as_json)


def _cores() -> int:
    """Those that this process may use, where the system tells."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _one_of(word: str, words: Sequence[str], option: str) -> str:
    if word not in words:
        raise typer.BadParameter(f"{word!r} is none of {', '.join(words)}", param_hint=option)
    return word


def _profile(file: Path | None) -> Profile | None:
    if file is None:
        return None
    try:
        content = file.read_bytes()
        if b'"bookcradle_profile"' in content:
            return read_profile(file)
        return Profile.model_validate_json(content)
    except OSError as error:
        raise ProfileUnreadable(file=str(file), detail=error.strerror or str(error)) from None
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise ProfileUnreadable(file=str(file), detail=f"{where}: {first['msg']}".strip(": ")) from None


def _jobs(images: Sequence[Path], out: Path, wishes: Wishes, also: Sequence[Path]) -> list[FlattenJob]:
    """Pages are named after their photographs; a second photograph of the same name gets a number."""
    named: Counter[str] = Counter()
    photographs = {image.resolve() for image in (*images, *also)}
    jobs = []
    for number, image in enumerate(images):
        named[image.stem.casefold()] += 1
        again = named[image.stem.casefold()]
        page = out / (image.stem if again == 1 else f"{image.stem}_{again}")
        names = [page.name] if wishes.layout == "page" else [f"{page.name}_left", f"{page.name}_right"]
        if any((out / f"{name}.{wishes.kind}").resolve() in photographs for name in names):
            raise WouldReplaceAPhotograph(file=str(image))
        jobs.append(FlattenJob(image, page, wishes, also[number] if also else None))
    return jobs


def _told_meanwhile(jobs: Sequence[FlattenJob], workers: int, *, show: bool) -> list[Flattened]:
    done: list[Flattened] = []
    with progress(show and len(jobs) > 1) as bars:
        bar = bars.add_task("flattening", total=len(jobs), note="")
        for each in flatten_all(jobs, workers):
            if show:
                _tell(each, done[-1] if done else None)
            done.append(each)
            bars.advance(bar)
    return done


def _tell(done: Flattened, before: Flattened | None) -> None:
    out = console()
    told = ("", BY_THE_CPU) if before is None else ("", BY_THE_CPU, before.backend, before.codec)
    for sentence in (done.backend, done.codec):
        if sentence not in told:
            out.print(sentence)
    if done.why_none is not None:
        out.print(f"[yellow]left out[/] {done.photograph.name}: {done.why_none}")
    for page in done.pages:
        out.print(f"{done.photograph.name} → {page.file.name}: {_line(page)}")


def _line(page: MadePage) -> str:
    lines = f", {page.lines} lines"
    if page.residual_before_px is not None and page.residual_after_px is not None:
        lines += f" {page.residual_before_px:.2f} → {page.residual_after_px:.2f} px"
    known = "" if page.ppi_uncertainty is None else f" ± {page.ppi_uncertainty:g}"
    risen = "" if page.platen_rise_mm is None else f", platen {page.platen_rise_mm:+.1f} mm"
    size = f"{page.width} × {page.height} at {page.ppi:g}{known} ppi ({page.ppi_from.replace('_', ' ')}{risen})"
    warnings = "".join(f"; {warning}" for warning in page.warnings)
    asked = "".join(f"; {each}" for each in (page.proposal, page.other_view) if each)
    return f"{page.model.replace('_', ' ')}{lines}, confidence {page.confidence:.2f}, {size}{warnings}{asked}"


def _report(done: Sequence[Flattened], seconds: float, *, as_json: bool) -> None:
    skipped = [each for each in done if each.why_none is not None]
    if as_json:
        pages = [{"photograph": each.photograph, **asdict(page)} for each in done for page in each.pages]
        left_out = [{"photograph": each.photograph, "why": each.why_none} for each in skipped]
        backends = sorted({each.backend for each in done if each.backend})
        codecs = sorted({each.codec for each in done if each.codec})
        print_json(
            {"backend": backends, "codec": codecs, "pages": pages, "skipped": left_out, "seconds": round(seconds, 2)}
        )
    if len(skipped) == len(done):
        told = "; ".join(f"{each.photograph.name}: {(each.why_none or '').rstrip('.')}" for each in skipped[:3])
        raise NoPageMade(detail=told)
    if skipped:
        raise typer.Exit(NEEDS_A_PERSON)
