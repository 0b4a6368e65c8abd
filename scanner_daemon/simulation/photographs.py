"""Photographs of the simulated book: a `Shot` says what is photographed and how, `photograph` takes it.

Everything follows from the shot's values: the same shot gives the same pixels and the same truth, on any day.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from scanner_daemon.simulation.book.page import Page
from scanner_daemon.simulation.book.typefaces import DOTS_PER_MM
from scanner_daemon.simulation.book.volume import Book, NoSuchPage
from scanner_daemon.simulation.optics.exposure import Scene, expose, node_step
from scanner_daemon.simulation.optics.fiducials import draw_fiducials
from scanner_daemon.simulation.optics.jpeg import Body, encode
from scanner_daemon.simulation.optics.lamps import Lamps
from scanner_daemon.simulation.optics.lens import Lens
from scanner_daemon.simulation.optics.paper import Paper, Platen, World, lay_paper
from scanner_daemon.simulation.optics.sensor import add_hand, add_noise, defocus, shake
from scanner_daemon.simulation.optics.sheet import printed_sheet
from scanner_daemon.simulation.optics.sight import Pose, Sight
from scanner_daemon.simulation.optics.surroundings import Binding, Texture, cradle_only, facing_side, this_side
from scanner_daemon.simulation.optics.truth import Truth
from scanner_daemon.vocabulary import Side

__all__ = [
    "FULL_SIZE",
    "PREVIEW_FRAMES",
    "PREVIEW_SIZE",
    "Body",
    "Photograph",
    "Shot",
    "photograph",
    "preview",
    "rig_lamps",
    "rig_sight",
    "truth_of",
]

FULL_SIZE = (6000, 4000)
PREVIEW_SIZE = (960, 640)
PREVIEW_FRAMES = 4
_PREVIEW_QUALITY = 74
_NOISE_LEVELS = 1.6


@dataclass(frozen=True, slots=True)
class Shot:
    """One side of one spread, and everything that may be wrong with its picture.

    ``seed`` chooses the rig: lens, lamps, paper, cover, cradle, and how the book lies. ``size`` is (width, height) of
    the whole stored, landscape picture. Blur lengths are pixels of that size.
    """

    seed: int
    spread: int
    side: Side
    platen: Platen = "down"
    world: World = "A"
    size: tuple[int, int] = FULL_SIZE
    book_seed: int = 1
    take: int = 0
    """Grows with each re-shoot: the leaf lies a little differently, and the noise is new."""
    blank_cradle: bool = False
    hand_in_frame: bool = False
    defocus_px: float = 0.0
    motion_px: float = 0.0
    motion_deg: float = 0.0
    exposure: float = 1.0
    """Gain: 2 is one stop over."""
    moved_mm: tuple[float, float] = (0.0, 0.0)
    """The book's displacement in the cradle: towards its fore-edge, and down. 30 cuts the page at the frame."""
    rise_mm: float = 0.0
    """How much higher than usual, nearer to the camera, the page rests, and the platen on it."""
    fiducials: bool = False
    """The platen has marks on its rim, by which it can be found again."""
    glare: float = 1.0
    aside_deg: float | None = None
    """Another camera, with a lens of its own, takes the picture, from so many degrees to the right of the side's own
    camera; None is that camera itself. The page lies as it does before the other one."""
    lines: int | None = None
    """Only so many lines of text, from the middle of the page's, are printed, and no picture."""
    show_through: float | None = None
    """The share of the other side's ink that shows through; usually as thick as the paper is drawn, 0 to 0.055."""
    noise: float = 1.0
    crop: tuple[int, int, int, int] | None = None
    """x, y, width, height of the part that is kept."""

    def __post_init__(self) -> None:
        if self.side not in (Side.LEFT, Side.RIGHT):
            raise ValueError(f"a camera of the cradle sees the left or the right page, not {self.side}")

    def cropped(self, x: int, y: int, width: int, height: int) -> Shot:
        """The same shot, of which only this window of pixels is kept; its truth is in the window's pixels."""
        return replace(self, crop=(x, y, width, height))

    @property
    def page_number(self) -> int:
        """Which page this is. Raises `NoSuchPage` past the end of the book."""
        book = Book.standard(self.book_seed)
        if not 1 <= self.spread <= len(book.spreads):
            raise NoSuchPage(page=2 * self.spread, last=len(book.pages))
        verso, recto = book.spreads[self.spread - 1]
        return recto if self.side is Side.RIGHT else verso


@dataclass(frozen=True, slots=True, eq=False)
class Photograph:
    """A picture, (height, width, 3) BGR uint8 as stored (landscape), and the truth about it."""

    shot: Shot
    image: NDArray[np.uint8]
    truth: Truth
    hand_box: tuple[int, int, int, int] | None = None
    """x, y, width, height of what the hand covers."""

    def jpeg(self, quality: int = 92, *, body: Body | None = None, taken_at: datetime | None = None) -> bytes:
        """The file as the camera would write it, with EXIF orientation 8 (left) or 6 (right)."""
        left = self.shot.side is Side.LEFT
        when = datetime(2026, 3, 2, 9, tzinfo=UTC) + timedelta(seconds=12 * self.shot.spread + self.shot.take)
        return encode(
            self.image,
            quality=quality,
            orientation=self.truth.exif_orientation,
            body=body or Body(serial="6001001" if left else "6001002"),
            taken_at=taken_at or when,
            focal_mm=self.truth.lens.focal_mm,
        )


def _rng(shot: Shot, *stream: int) -> np.random.Generator:
    return np.random.default_rng([shot.seed, 0 if shot.side is Side.LEFT else 1, *stream])


def _scale(shot: Shot) -> float:
    return min(shot.size[0] / FULL_SIZE[0], shot.size[1] / FULL_SIZE[1])


def truth_of(shot: Shot) -> Truth:
    """The truth about a shot, without taking it. Raises `NoSuchPage`."""
    book = Book.standard(shot.book_seed)
    page = _with_lines(book.page(shot.page_number), shot.lines)
    this_shot = _rng(shot, 2, shot.spread, shot.take)
    progress = shot.spread / max(len(book.spreads), 1)
    paper = lay_paper(
        _rng(shot, 3),
        _rng(shot, 4, shot.spread, shot.take),
        progress,
        (page.width_mm, page.height_mm),
        shot.platen,
        shot.world,
    )
    sight = _sight(shot, page, paper, this_shot)
    return Truth(None if shot.blank_cradle else page, sight, 6 if shot.side is Side.RIGHT else 8)


def _with_lines(page: Page, number: int | None) -> Page:
    if number is None:
        return page
    first = max(0, (len(page.lines) - number) // 2)
    return replace(page, lines=page.lines[first : first + number], pictures=())


def rig_sight(shot: Shot) -> Sight:
    """Where the shot's camera sees the platen, as the rig keeps it from shot to shot: without this shot's jitter.

    The paper is level, at the glass.
    """
    page = Book.standard(shot.book_seed).page(shot.page_number)
    nowhere = np.zeros(4)
    level = Paper(
        page.width_mm, page.height_mm, nowhere, nowhere, nowhere, 0.0, np.empty((0, 4)), 0.0, np.empty((0, 6))
    )
    return _sight(shot, page, level, None)


def rig_lamps(shot: Shot) -> Lamps:
    """The lamps over the shot's side."""
    return Lamps.drawn(_rng(shot, 6))


def _camera(shot: Shot) -> tuple[int, ...]:
    """Appended to the streams of what is this camera's own."""
    return () if shot.aside_deg is None else (1,)


def _sight(shot: Shot, page: Page, paper: Paper, this_shot: np.random.Generator | None) -> Sight:
    lens = Lens.drawn(_rng(shot, 1, *_camera(shot)), (FULL_SIZE[1], FULL_SIZE[0]))
    pose = _pose(shot, page, lens, this_shot)
    scale = _scale(shot)
    # the picture's own middle, when its shape is not 3:2
    scaled = lens.scaled(scale).moved(
        (FULL_SIZE[1] * scale - shot.size[1]) / 2, (FULL_SIZE[0] * scale - shot.size[0]) / 2
    )
    return Sight(scaled, pose, paper, shot.side is Side.RIGHT, shot.size, shot.crop or (0, 0, *shot.size))


def _pose(shot: Shot, page: Page, lens: Lens, this_shot: np.random.Generator | None) -> Pose:
    """The rig's own misalignment, and this shot's jitter on top of it, if there is a shot."""
    rig = _rng(shot, 5)
    jitter = np.zeros(6) if this_shot is None else this_shot.normal(0, [0.0003, 0.0003, 0.004, 0.4, 0.4, 0.12])
    pixels_per_mm = min(FULL_SIZE[1] / (page.width_mm + 48), FULL_SIZE[0] / (page.height_mm + 71))
    distance = lens.focal_px / pixels_per_mm
    tilt = rig.normal(0, 0.012, 2) + jitter[:2]
    roll = float(rig.normal(0, 0.010) + jitter[2])
    outward = 1.0 if shot.side is Side.RIGHT else -1.0
    place = rig.normal(0, 1.5, 2) + jitter[3:5]
    across = outward * (9.0 + shot.moved_mm[0]) + float(place[0])
    down = float(place[1]) + shot.moved_mm[1]
    rest = float(rig.normal(0, 1.5)) + float(jitter[5]) + shot.rise_mm
    opening = float(np.radians(rig.uniform(100, 116)))
    aside = np.radians(shot.aside_deg or 0.0)
    return Pose((float(tilt[0]), float(tilt[1] + aside)), roll, (across, down), distance - rest, opening)


@lru_cache(maxsize=8)
def _shrunk(
    page: Page, behind: Page | None, seed: int, by: int, show_through: float | None = None
) -> NDArray[np.uint8]:
    sheet = printed_sheet(page, behind, seed, show_through)
    if by == 1:
        return sheet
    # whole blocks only, so that dots a millimetre is exact
    trimmed = sheet[: sheet.shape[0] // by * by, : sheet.shape[1] // by * by]
    size = (trimmed.shape[1] // by, trimmed.shape[0] // by)
    return np.asarray(cv2.resize(trimmed, size, interpolation=cv2.INTER_AREA), np.uint8)


def _facing(shot: Shot, book: Book, binding: Binding, width_mm: float, height_mm: float) -> Texture:
    if shot.blank_cradle:
        return facing_side(binding, None, width_mm, height_mm, glass=shot.platen == "down")
    recto = shot.side is Side.RIGHT
    other = book.page(shot.page_number + (-1 if recto else 1))
    grey = _shrunk(other, None, shot.seed, 2)
    gutter_first = np.ascontiguousarray(grey[:, ::-1]) if recto else grey
    return facing_side(binding, gutter_first, width_mm, height_mm, glass=shot.platen == "down")


def _scene(shot: Shot, truth: Truth) -> Scene:
    book = Book.standard(shot.book_seed)
    binding = Binding.drawn(shot.seed)
    width, height = truth.size_mm
    scale = _scale(shot)
    by = 1 if scale > 0.6 else 2 if scale > 0.3 else 4
    if truth.page is None:
        sheet = None
        around = cradle_only(binding, width, height)
    else:
        beneath = truth.page.number + (1 if truth.page.is_recto else -1)
        behind = book.page(beneath) if 1 <= beneath <= len(book.pages) else None
        sheet = _shrunk(truth.page, behind, shot.seed, by, shot.show_through)
        part = shot.spread / len(book.spreads)
        leaves = binding.stack_mm * ((1 - part) if truth.page.is_recto else part)
        around = this_side(binding, width, height, round(leaves * 2) / 2)
    return Scene(
        sight=truth.sight,
        sheet=sheet,
        dots_per_mm=DOTS_PER_MM / by,
        around=around,
        facing=_facing(shot, book, binding, width, height),
        lamps=rig_lamps(shot),
        paper_bgr=binding.paper_bgr,
        exposure=shot.exposure,
        glare=shot.glare if shot.platen == "down" else 0.0,
    )


def photograph(shot: Shot) -> Photograph:
    """Take the shot. Raises `NoSuchPage` past the end of the book, `TypefaceMissing` where no type can be set."""
    truth = truth_of(shot)
    image = expose(_scene(shot, truth), node_step(_scale(shot)))
    if shot.fiducials and shot.platen == "down":
        draw_fiducials(image, rig_sight(replace(shot, moved_mm=(0.0, 0.0))), shot.exposure)
    rng = _rng(shot, 7, shot.spread, shot.take, *_camera(shot))
    hand = add_hand(image, rng) if shot.hand_in_frame else None
    if shot.defocus_px > 0:
        image = defocus(image, shot.defocus_px)
    if shot.motion_px > 0:
        image = shake(image, shot.motion_px, shot.motion_deg)
    add_noise(image, shot.seed, _NOISE_LEVELS * shot.noise, rng)
    return Photograph(shot, image, truth, hand)


def preview(shot: Shot, frame: int = 0) -> bytes:
    """A live-view frame, 960 x 640 JPEG. Frames repeat after four, which differ in their noise, and are kept.

    As a body's live view it is the bare sensor's picture: no EXIF says how it is turned.
    """
    return _preview(replace(shot, size=PREVIEW_SIZE, crop=None), frame % PREVIEW_FRAMES)


@lru_cache(maxsize=24)
def _preview(shot: Shot, frame: int) -> bytes:
    still = _still(shot)
    image = still.image.copy()
    add_noise(image, shot.seed, _NOISE_LEVELS * 1.2, _rng(shot, 8, frame))
    ok, jpeg = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, _PREVIEW_QUALITY])
    assert ok, "a BGR uint8 picture can always be encoded"
    return jpeg.tobytes()


@lru_cache(maxsize=4)
def _still(shot: Shot) -> Photograph:
    return photograph(replace(shot, noise=0.0))
