"""The page bench's hard cases: what may go wrong in front of a camera, and no word may be cut whatever happens.

Photographs are half as large as a camera's in each direction, those for counting cut words a quarter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import cv2
import numpy as np

from scanner_daemon.cli.bench_pages_views import cut_words, laid_flat, misfit_of_page, misfit_of_photo
from scanner_daemon.pages import FlatPage, PageOptions, flatten
from scanner_daemon.pages.backends import CpuBackend
from scanner_daemon.simulation.book.page import Page
from scanner_daemon.simulation.book.volume import Book
from scanner_daemon.simulation.optics.jpeg import Body, encode
from scanner_daemon.simulation.photographs import Photograph, Shot, photograph
from scanner_daemon.vocabulary import Side

__all__ = ["CaseResult", "CountedPage", "cases", "count_cut_words"]

Told = Callable[[str], None]

_HALF, _QUARTER = (3000, 2000), (1500, 1000)
_UPSIDE_DOWN = 8
"""The EXIF orientation of the left camera; the right one's is 6."""


@dataclass(frozen=True, slots=True)
class CaseResult:
    """One hard photograph. ``failed`` names the exception that must never be."""

    name: str
    model: str
    rms_mm: float
    photograph_rms_mm: float
    cut_words: int
    warnings: tuple[str, ...]
    failed: str = ""
    worse: bool = False
    """Than the photograph, by root mean square or by 95th percentile."""

    @property
    def holds(self) -> bool:
        """Nothing failed, nothing was cut, and the page is no worse than the photograph."""
        return not self.failed and not self.cut_words and not self.worse


@dataclass(frozen=True, slots=True)
class CountedPage:
    """One small page: its words, how many of them were cut, and whether it is worse than its photograph."""

    name: str
    words: int
    cut_words: int
    worse: bool


def cases(seeds: int, told: Told, further: int = 0) -> Iterator[CaseResult]:
    """Every case, for ``seeds`` rigs, under the glass and open; ``further`` counts on to other rigs and a book."""
    for seed in range(301 + further, 301 + further + seeds):
        for platen in ("down", "open"):
            base = Shot(seed=seed, spread=20, side=Side.RIGHT, platen=platen, size=_HALF, book_seed=1 + further)
            where = f"{platen}, rig {seed}"
            for name, shot, options in _wrong(base):
                told(f"hard cases: {name}")
                taken = photograph(shot)
                yield _tried(f"{name}, {where}", taken, taken.jpeg(), options)
            taken = photograph(base)
            told("hard cases: header and upside down")
            over = _headed(taken, _UPSIDE_DOWN)
            yield _tried(f"no header, {where}", taken, _headed(taken, None))
            yield _tried(f"header upside down, {where}", taken, over)
            yield _tried(f"book upside down, {where}", taken, over, side=Side.LEFT)


def _wrong(base: Shot) -> Iterator[tuple[str, Shot, PageOptions]]:
    plain = PageOptions()
    focal = photograph(replace(base, crop=(0, 0, 8, 8))).truth.lens.focal_px
    yield "focal length 20 % short", base, PageOptions(focal_px=0.8 * focal)
    yield "focal length 20 % long", base, PageOptions(focal_px=1.2 * focal)
    yield "three lines", replace(base, lines=3), plain
    yield "facing page in view", replace(base, moved_mm=(-20.0, 0.0)), plain
    yield "finger", replace(base, hand_in_frame=True), plain
    yield "glare", replace(base, glare=3.0), plain
    yield "glare that drowns an edge", replace(base, glare=6.0), plain
    yield "show-through", replace(base, show_through=0.3), plain
    yield "defocus", replace(base, defocus_px=4.0), plain
    yield "a stop under", replace(base, exposure=0.5), plain
    yield "a stop over", replace(base, exposure=2.0), plain
    yield "few lines", _on_page(base, lambda page: 1 <= len(page.lines) <= 8 and not page.pictures), plain
    yield "picture page", _on_page(base, lambda page: bool(page.pictures)), plain
    yield "blank page", _on_page(base, lambda page: not page.lines), plain


def _on_page(base: Shot, fits: Callable[[Page], bool]) -> Shot:
    """The same shot of the first page that fits; of the usual book where its own has none."""
    for book_seed in (base.book_seed, 1):
        book = Book.standard(book_seed)
        for spread, numbers in enumerate(book.spreads, start=1):
            for side, number in zip((Side.LEFT, Side.RIGHT), numbers, strict=True):
                if fits(book.page(number)):
                    return replace(base, spread=spread, side=side, book_seed=book_seed)
    raise LookupError("the book has no such page")


def _tried(
    name: str, taken: Photograph, jpeg: bytes, options: PageOptions | None = None, *, side: Side | None = None
) -> CaseResult:
    """``side`` is that of the camera which took it, if it was the other one: the book lay upside down."""
    raw = misfit_of_photo(taken.truth, "open")
    try:
        (page,) = flatten(jpeg, side=side or taken.shot.side, options=options, backend=CpuBackend())
    except Exception as error:  # noqa: BLE001  what fails is what is looked for here
        return CaseResult(name, "", 0.0, raw.rms_mm, 0, (), f"{type(error).__name__}: {error}")
    misfit = misfit_of_page(page, taken.truth, "open")
    return CaseResult(
        name,
        page.reasons.model.value,
        misfit.rms_mm,
        raw.rms_mm,
        cut_words(page, taken.truth),
        page.reasons.warnings,
        "" if _stands(page, taken) else "it stands on its head or lies on its side",
        misfit.worse_than(raw),
    )


def _stands(page: FlatPage, taken: Photograph) -> bool:
    """Whether the paper's top is the page's."""
    width, height = taken.truth.size_mm
    up = np.array([[width / 2, height / 4], [width / 2, 3 * height / 4]])
    top, bottom = page.coarse_map.page_points(taken.truth.paper_to_photo(up))
    return bool(bottom[1] - top[1] > abs(bottom[0] - top[0]))


def _headed(taken: Photograph, orientation: int | None) -> bytes:
    """The file with another EXIF orientation, or without any header."""
    if orientation is not None:
        when = datetime(2026, 3, 2, tzinfo=UTC)
        focal_mm = taken.truth.lens.focal_mm
        return encode(taken.image, quality=92, orientation=orientation, body=Body(), taken_at=when, focal_mm=focal_mm)
    done, jpeg = cv2.imencode(".jpg", taken.image)
    assert done, "uint8 pixels can always be encoded"
    return jpeg.tobytes()


def count_cut_words(pages: int, told: Told, further: int = 0) -> list[CountedPage]:
    """What each of ``pages`` small photographs lost: rigs, books, sides, worlds and platens in turn."""
    told(f"cut words on {pages} small pages")
    counted = []
    for k in range(pages):
        book = 1 + further + k // 8 % 4
        shot = Shot(
            seed=1000 + further + k,
            spread=3 + k % (len(Book.standard(book).spreads) - 2),
            side=(Side.LEFT, Side.RIGHT)[k % 2],
            platen=("down", "open")[k // 2 % 2],
            world=("A", "B")[k // 4 % 2],
            book_seed=book,
            size=_QUARTER,
        )
        taken = photograph(shot)
        page = laid_flat(taken, taken.jpeg(), calibrated=k % 3 == 0)
        worse = misfit_of_page(page, taken.truth, "open").worse_than(misfit_of_photo(taken.truth, "open"))
        words = len(taken.truth.page.words) if taken.truth.page is not None else 0
        name = f"{shot.world} {shot.platen} seed {shot.seed} {shot.side.value}"
        counted.append(CountedPage(name, words, cut_words(page, taken.truth), worse))
    return counted
