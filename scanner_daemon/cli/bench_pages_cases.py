"""The page bench's hard cases: what may go wrong in front of a camera, and no word may be cut whatever happens.

Photographs are half as large as a camera's in each direction, those for counting cut words a quarter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import cv2
import numpy as np

from scanner_daemon.cli.bench_pages_views import cut_words, laid_flat, misfit_of_page, misfit_of_photo
from scanner_daemon.pages import PageOptions, flatten
from scanner_daemon.simulation.book.page import Page
from scanner_daemon.simulation.book.volume import Book
from scanner_daemon.simulation.photographs import Photograph, Shot, photograph
from scanner_daemon.vocabulary import Side

__all__ = ["CaseResult", "cases", "count_cut_words"]

Told = Callable[[str], None]

_HALF, _QUARTER = (3000, 2000), (1500, 1000)


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

    @property
    def holds(self) -> bool:
        """Nothing failed, nothing was cut, and the page is no worse than the photograph."""
        return not self.failed and not self.cut_words and self.rms_mm <= self.photograph_rms_mm


def cases(seeds: int, told: Told) -> Iterator[CaseResult]:
    """Every case, for ``seeds`` rigs, under the glass and open."""
    for seed in range(301, 301 + seeds):
        for platen in ("down", "open"):
            base = Shot(seed=seed, spread=20, side=Side.RIGHT, platen=platen, size=_HALF)
            for name, shot, options in _wrong(base):
                told(f"hard cases: {name}")
                yield _tried(f"{name}, {platen}", photograph(shot), options)
            yield _upside_down(f"upside down, {platen}", photograph(base))


def _wrong(base: Shot) -> Iterator[tuple[str, Shot, PageOptions]]:
    plain = PageOptions()
    focal = photograph(replace(base, crop=(0, 0, 8, 8))).truth.lens.focal_px
    yield "focal length 20 % short", base, PageOptions(focal_px=0.8 * focal)
    yield "focal length 20 % long", base, PageOptions(focal_px=1.2 * focal)
    yield "facing page in view", replace(base, moved_mm=(-8.0, 0.0)), plain
    yield "finger", replace(base, hand_in_frame=True), plain
    yield "glare", replace(base, glare=3.0), plain
    yield "defocus", replace(base, defocus_px=4.0), plain
    yield "a stop under", replace(base, exposure=0.5), plain
    yield "a stop over", replace(base, exposure=2.0), plain
    yield "few lines", _on_page(base, lambda page: 1 <= len(page.lines) <= 8 and not page.pictures), plain
    yield "picture page", _on_page(base, lambda page: bool(page.pictures)), plain
    yield "blank page", _on_page(base, lambda page: not page.lines), plain


def _on_page(base: Shot, fits: Callable[[Page], bool]) -> Shot:
    """The same shot of the first page that fits."""
    book = Book.standard(base.book_seed)
    for spread, numbers in enumerate(book.spreads, start=1):
        for side, number in zip((Side.LEFT, Side.RIGHT), numbers, strict=True):
            if fits(book.page(number)):
                return replace(base, spread=spread, side=side)
    raise LookupError("the book has no such page")


def _tried(name: str, taken: Photograph, options: PageOptions) -> CaseResult:
    raw = misfit_of_photo(taken.truth, "open").rms_mm
    try:
        page = laid_flat(taken, taken.jpeg(), calibrated=False, options=options)
    except Exception as error:  # noqa: BLE001  what fails is what is looked for here
        return CaseResult(name, "", 0.0, raw, 0, (), f"{type(error).__name__}: {error}")
    misfit = misfit_of_page(page, taken.truth, "open")
    return CaseResult(
        name, page.reasons.model.value, misfit.rms_mm, raw, cut_words(page, taken.truth), page.reasons.warnings
    )


def _upside_down(name: str, taken: Photograph) -> CaseResult:
    """The upright picture turned over and without a word in its header: found out, or the page stands on its head."""
    over = np.ascontiguousarray(np.rot90(taken.truth.upright(taken.image), 2))
    done, jpeg = cv2.imencode(".jpg", over)
    assert done, "uint8 pixels can always be encoded"
    side = taken.shot.side
    (page,) = flatten(jpeg.tobytes(), side=side)
    failed = "" if page.reasons.clockwise_degrees == 180 else f"turned by {page.reasons.clockwise_degrees}°"
    return CaseResult(name, page.reasons.model.value, 0.0, 0.0, 0, page.reasons.warnings, failed)


def count_cut_words(pages: int, told: Told) -> list[float]:
    """How many words each of ``pages`` small photographs lost: rigs, books, sides, worlds and platens in turn."""
    told(f"cut words on {pages} small pages")
    counts = []
    for k in range(pages):
        shot = Shot(
            seed=1000 + k,
            spread=3 + k % 37,
            side=(Side.LEFT, Side.RIGHT)[k % 2],
            platen=("down", "open")[k // 2 % 2],
            world=("A", "B")[k // 4 % 2],
            book_seed=1 + k // 8 % 4,
            size=_QUARTER,
        )
        taken = photograph(shot)
        page = laid_flat(taken, taken.jpeg(), calibrated=k % 3 == 0)
        counts.append(float(cut_words(page, taken.truth)))
    return counts
