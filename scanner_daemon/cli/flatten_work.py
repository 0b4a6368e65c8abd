"""The work behind `bookcradle flatten`: one photograph file in, page files out, and what is told of them.

Every worker process has a backend and a codec of its own; what goes to and fro between the processes is names and
figures, never pixels.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from multiprocessing import get_context
from pathlib import Path
from typing import Literal

import cv2
from PIL import Image

from scanner_daemon.calibration.profile import Profile, SideProfile
from scanner_daemon.errors import BookcradleError
from scanner_daemon.network_file import StoredNetwork
from scanner_daemon.pages import FlatPage, PageOptions, flatten
from scanner_daemon.pages.backends import BackendChoice, BackendName, CpuBackend, GpuFailed, choose_backend
from scanner_daemon.pages.codecs import CodecChoice, CodecFailed, CodecName, by_the_cpu, choose_codec
from scanner_daemon.pages.encoding import encoded_jpeg, encoded_png
from scanner_daemon.pages.modes import Mode, in_mode
from scanner_daemon.pages.other_view import OtherPhotograph
from scanner_daemon.vocabulary import Side

__all__ = ["FlattenJob", "Flattened", "MadePage", "Wishes", "chosen_codec", "flatten_all"]

_EXIF_IFD, _SERIAL = 0x8769, 0xA431
_DAMAGED_PHOTO = (OSError, ValueError, SyntaxError, EOFError)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What was asked for, the same for all photographs."""

    side: Side
    layout: Literal["page", "spread"]
    mode: Mode
    kind: Literal["jpg", "png"]
    backend: BackendName
    codec: CodecName = CodecName.AUTO
    profile: Profile | None = None
    neural: bool = False


@dataclass(frozen=True, slots=True)
class FlattenJob:
    """A photograph, and the file of its page without the ending; a spread's pages get their side appended."""

    photograph: Path
    page: Path
    wishes: Wishes
    also: Path | None = None
    """What another camera saw of the same exposure."""


@dataclass(frozen=True, slots=True)
class MadePage:
    """One page and its reasons, as they are reported."""

    file: Path
    side: str
    model: str
    width: int
    height: int
    ppi: float
    ppi_from: str
    ppi_uncertainty: float | None
    platen_rise_mm: float | None
    lines: int
    residual_before_px: float | None
    residual_after_px: float | None
    edge_residual_px: float | None
    confidence: float
    turned_degrees: int
    warnings: tuple[str, ...]
    proposal: str | None = None
    """Who was asked for a proposal of the surface, and whether it was followed."""
    other_view: str | None = None
    """Which other photograph was looked at, and what it changed."""


@dataclass(frozen=True, slots=True)
class Flattened:
    """What became of one photograph: its pages, or the sentence that says why there are none."""

    photograph: Path
    pages: tuple[MadePage, ...]
    backend: str
    codec: str
    why_none: str | None = None


def flatten_all(jobs: Sequence[FlattenJob], workers: int) -> Iterator[Flattened]:
    """Results in the order of ``jobs``: here for one worker, else in processes of one thread each."""
    if workers == 1:
        yield from map(_flattened, jobs)
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_one_thread) as pool:
        waiting: list[tuple[FlattenJob, Future[Flattened]]] = [(job, pool.submit(_flattened, job)) for job in jobs]
        for job, future in waiting:
            try:
                yield future.result()
            except BrokenExecutor:
                yield Flattened(job.photograph, (), "", "", "the worker process ended unexpectedly; try --workers 1")


def _one_thread() -> None:
    cv2.setNumThreads(1)


@lru_cache(maxsize=1)
def _chosen(wanted: BackendName) -> BackendChoice:
    """One device a process."""
    return choose_backend(wanted)


@lru_cache(maxsize=1)
def chosen_codec(wanted: CodecName) -> CodecChoice:
    """One a process. Raises `NoNvidiaCodec`."""
    return choose_codec(wanted)


@lru_cache(maxsize=1)
def _network() -> StoredNetwork | None:
    """One a process, loaded when the first page asks for it."""
    return StoredNetwork.found()


def _flattened(job: FlattenJob) -> Flattened:
    chosen, codec = _chosen(job.wishes.backend), by_the_cpu()
    try:
        codec = chosen_codec(job.wishes.codec)
        photo = job.photograph.read_bytes()
        try:
            made = _made(photo, job, chosen, codec)
        except (GpuFailed, CodecFailed) as failure:
            chosen, codec = BackendChoice(CpuBackend(), failure.what_happened), by_the_cpu()
            made = _made(photo, job, chosen, codec)
    except BookcradleError as error:
        return Flattened(job.photograph, (), chosen.sentence, codec.sentence, error.sentence)
    except OSError as error:
        return Flattened(job.photograph, (), chosen.sentence, codec.sentence, error.strerror or str(error))
    return Flattened(job.photograph, made, chosen.sentence, codec.sentence)


def _made(photo: bytes, job: FlattenJob, chosen: BackendChoice, codec: CodecChoice) -> tuple[MadePage, ...]:
    pages = _pages(photo, job, chosen, codec)
    return tuple(_written(job, page, codec, alone=len(pages) == 1) for page in pages)


def _pages(photo: bytes, job: FlattenJob, chosen: BackendChoice, codec: CodecChoice) -> list[FlatPage]:
    wishes = job.wishes
    side, of_side = _calibrated(photo, wishes)
    return flatten(
        photo,
        side=Side.BOTH if wishes.layout == "spread" else side,
        layout=wishes.layout,
        options=PageOptions(profile_side=of_side),
        backend=chosen.backend,
        proposer=_network() if wishes.neural else None,
        codec=codec.codec,
        also=None if job.also is None else _other(job.also, wishes.profile),
    )


def _other(file: Path, profile: Profile | None) -> OtherPhotograph:
    """Its calibration is that of the body whose serial number is in it."""
    photo = file.read_bytes()
    serial = _serial(photo)
    of_side = (
        [] if profile is None or serial is None else [each for each in profile.sides.values() if each.serial == serial]
    )
    return OtherPhotograph(photo, file.name, of_side[0] if of_side else None)


def _calibrated(photo: bytes, wishes: Wishes) -> tuple[Side, SideProfile | None]:
    """The side that was stated, or that the body's serial number tells by the profile; and its calibration."""
    if wishes.profile is None:
        return wishes.side, None
    sides = wishes.profile.sides
    if wishes.side is Side.SINGLE:
        serial = _serial(photo)
        told = [side for side, each in sides.items() if each.serial == serial]
        side = told[0] if told else Side.SINGLE
        return side, sides.get(side) if len(sides) > 1 or told else next(iter(sides.values()))
    return wishes.side, sides.get(wishes.side)


def _serial(photo: bytes) -> str | None:
    try:
        with Image.open(io.BytesIO(photo)) as header:
            serial = header.getexif().get_ifd(_EXIF_IFD).get(_SERIAL)
    except _DAMAGED_PHOTO:
        return None  # the engine says it better
    return str(serial).strip("\0 ") if serial else None


def _written(job: FlattenJob, page: FlatPage, codec: CodecChoice, *, alone: bool) -> MadePage:
    image = in_mode(page.image, job.wishes.mode, page.ppi)
    bilevel = job.wishes.mode is Mode.BILEVEL
    if job.wishes.kind == "png":
        encoded = encoded_png(image, page.ppi, bilevel=bilevel)
    else:
        encoded = encoded_jpeg(image, page.ppi, codec=codec.codec)
    name = job.page.name if alone else f"{job.page.name}_{page.side.value}"
    file = job.page.with_name(f"{name}.{job.wishes.kind}")
    _write_whole(file, encoded)
    reasons = page.reasons
    warnings = reasons.warnings
    if job.wishes.profile is not None and reasons.ppi_from != "profile":
        warnings = (*warnings, "the profile was not used: it is of another camera or another size of photograph")
    return MadePage(
        file,
        page.side.value,
        reasons.model.value,
        int(image.shape[1]),
        int(image.shape[0]),
        page.ppi,
        reasons.ppi_from,
        reasons.ppi_uncertainty,
        reasons.platen_rise_mm,
        reasons.lines,
        reasons.line_residual_before_px,
        reasons.line_residual_after_px,
        reasons.edge_residual_px,
        reasons.confidence,
        reasons.clockwise_degrees,
        warnings,
        reasons.proposal,
        reasons.other_view,
    )


def _write_whole(file: Path, content: bytes) -> None:
    """A reader finds the old file or the new one, never half of one."""
    part = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        part.write_bytes(content)
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
