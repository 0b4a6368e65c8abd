"""Sheets on an upright photograph: which planes hold pages, and what text is seen on each."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from scanner_daemon.pages.bled import with_pictures
from scanner_daemon.pages.copies import Copies, Frame, lay_out
from scanner_daemon.pages.gutter import followed_gutter
from scanner_daemon.pages.ink import Ink, TextLine, find_ink, find_lines
from scanner_daemon.pages.lines import refine_lines
from scanner_daemon.pages.outline import Outline, find_gutter, find_outline
from scanner_daemon.pages.page import PageOptions
from scanner_daemon.pages.paper import Paper, find_paper
from scanner_daemon.pages.plane import Plane, plane_of_crop, plane_of_quad, plane_of_whole
from scanner_daemon.vocabulary import Side

__all__ = ["Sheet", "drawn_sheet", "find_sheets"]

FloatArray = NDArray[np.float64]

_BENT_PX = 1.5
"""Pixels of the outline copy by which the edges of a page that is no quad leave their straight lines."""
_LIKE = 0.4
"""Of the paper's width: where the lesser part beside a fold is as wide, it may as well belong to the page."""
_STRIP_PX, _PRINT_PX, _PRINTED, _THROUGH_PRINT = 6.0, 41, 0.8, 0.15
"""Pixels of the small copy on either side of a fold, the height of print there, its brightness, and its share of the
strip's width."""
_LINE_PX, _LINES_CUT = 5, 2
"""Pixels of the small copy that a line of text is high, and how many of them tell that a fold is none."""
_BOTH_KEPT = "two leaves of like width lie side by side: both are kept, as one may be folded out of the other"
_NO_FOLD = "text runs across what looks like the gutter, so nothing is cut off there"
_ASIDE = "what looks like a page lies beside the middle of the photograph"
_OF_A_SIDE = (Side.LEFT, Side.RIGHT)
_DARK = 0.55
"""Of the usual paper's brightness: what stands on darker ground is no text of this page."""


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """One page before its curl: its plane, what was seen on it, and what was doubted.

    ``corners`` (4, 2) are in pixels of the upright photograph, None where the whole photograph stands for the page.
    ``frame_ink`` and ``frame_lines`` are its text in the frame, as first found.
    """

    side: Side
    plane: Plane
    outline: Outline | None
    corners: FloatArray | None
    frame: Frame
    frame_ink: Ink | None
    frame_lines: list[TextLine]
    warnings: tuple[str, ...]
    paper: Paper | None = None
    """The bright region in which the outline was found, in pixels of the outline copy."""

    @property
    def has_gutter(self) -> bool:
        """Whether the fold between the page and its neighbour was found."""
        return self.outline is not None and self.outline.gutter is not None

    @property
    def hardly_a_quad(self) -> bool:
        """Whether the page goes on past the photograph or its edges bend, so that its corners tell little."""
        return self.outline is not None and (bool(self.outline.at_frame) or self.outline.residual_px > _BENT_PX)

    def fold_in(self, to_stored: FloatArray) -> FloatArray | None:
        """The ends of the fold (2, 2) in pixels of the photograph as stored; None where none was found."""
        if self.corners is None or self.outline is None or self.outline.gutter is None:
            return None
        ends = self.corners[[0, 3] if self.outline.gutter == "left" else [1, 2]]
        return np.asarray(ends @ to_stored[:2, :2].T + to_stored[:2, 2], dtype=np.float64)

    def cropped(self) -> Plane:
        """The photograph turned, and cropped to the page with what little room its lean and its bend need."""
        assert self.corners is not None
        return plane_of_crop(self.corners, self.plane.focal_px)

    def fine_lines(self) -> list[TextLine]:
        """What is surely text, traced to a fraction of a frame's pixel, in pixels of the upright photograph."""
        lines = refine_lines(self.frame_ink, self.frame_lines) if self.frame_ink is not None else []
        if lines:
            bright = np.array([self._paper_about(line) for line in lines])
            usual = float(np.median(np.repeat(bright, [len(line.points) for line in lines])))
            lines = [line for line, level in zip(lines, bright, strict=True) if level > _DARK * usual]
        return [TextLine(*(self.to_photo(part) for part in (line.points, line.ends))) for line in lines]

    def _paper_about(self, line: TextLine) -> float:
        """How bright the ground is on which a line seems to stand."""
        at = np.rint(line.points).astype(np.intp)
        rows = np.clip(at[:, 1, None] + np.arange(-12, 13, 2), 0, self.frame.gray.shape[0] - 1)
        return float(np.quantile(self.frame.gray[rows, np.clip(at[:, :1], 0, self.frame.gray.shape[1] - 1)], 0.6))

    def to_photo(self, frame_px: FloatArray) -> FloatArray:
        """Pixels of the upright photograph (n, 2) of the frame's."""
        return self.plane.to_photo(self.frame.to_page(frame_px))


def find_sheets(
    copies: Copies,
    photo_size: tuple[int, int],
    side: Side,
    *,
    spread: bool,
    focal_px: float | None,
    options: PageOptions,
) -> list[Sheet]:
    """The page that ``side`` asks for, or both pages of a spread, left one first.

    ``photo_size`` is (width, height) of the upright photograph in pixels.
    """
    paper = find_paper(copies.outline) if options.crop else None
    if spread:
        return _both_pages(copies, photo_size, paper, focal_px)
    outline = gutter = None
    beside: tuple[str, ...] = ()
    if paper is not None:
        outline, gutter, beside = _bounded(copies, paper, side)
        whole = with_pictures(paper, outline, side, lambda larger: _gutter(copies, larger, side))
        if whole is not paper:
            paper, (outline, gutter, beside) = whole, _bounded(copies, whole, side)
    if outline is not None and paper is not None and not _holds_middle(outline, paper, side):
        outline, paper, beside = None, replace(paper, pictured=True), (*beside, _ASIDE)
    if outline is not None:
        found = _outlined(copies, photo_size, outline, focal_px, side)
        return [replace(found, paper=paper, warnings=(*found.warnings, *beside))]
    warnings = ("no page outline was found, so the whole photograph is kept", *beside) if options.crop else ()
    sheet = replace(_seen(copies, side, plane_of_whole(photo_size, focal_px), None, None, warnings), paper=paper)
    if gutter is not None and side in _OF_A_SIDE:
        sheet = _this_side_of(sheet, (gutter + 0.5) / copies.outline_scale - 0.5, side)
    return [sheet]


def _bounded(copies: Copies, paper: Paper, side: Side) -> tuple[Outline | None, FloatArray | None, tuple[str, ...]]:
    """The page on this paper, the fold beside it, and what was doubted of that."""
    gutter = None if side is Side.BOTH else _gutter(copies, paper, side)
    beside: tuple[str, ...] = ()
    if gutter is not None and side is Side.SINGLE and _like_wide(paper, gutter):
        gutter, beside = None, (_BOTH_KEPT,)
    elif gutter is not None and _cuts_print(copies, gutter):
        gutter, beside = None, (_NO_FOLD,)
    outline = find_outline(paper, gutter, side)
    if outline is None and gutter is not None:
        outline = find_outline(paper, None, side)
    return outline, gutter, beside


def _holds_middle(outline: Outline, paper: Paper, side: Side) -> bool:
    """Whether it holds the middle of the photograph, at which the camera of either side looks.

    Not asked of a photograph of which the page's upper or lower edge was cut away: its middle was elsewhere.
    """
    if side not in _OF_A_SIDE or outline.at_frame & {"top", "bottom"}:
        return True
    width, height = paper.frame
    middle = ((width - 1) / 2, (height - 1) / 2)
    return cv2.pointPolygonTest(outline.corners.astype(np.float32), middle, False) >= 0


def _this_side_of(sheet: Sheet, gutter: FloatArray, side: Side) -> Sheet:
    """The sheet without the facing page's lines; ``gutter`` (2, 2) is in pixels of the upright photograph."""
    (x0, y0), (x1, y1) = gutter
    lines = []
    for line in sheet.frame_lines:
        x, y = sheet.to_photo(line.points).mean(axis=0)
        beyond = x - (x0 + (x1 - x0) * (y - y0) / max(1.0, y1 - y0))
        if (beyond < 0) == (side is Side.LEFT):
            lines.append(line)
    return replace(sheet, frame_lines=lines)


def drawn_sheet(
    copies: Copies, photo_size: tuple[int, int], side: Side, corners: FloatArray, focal_px: float | None
) -> Sheet:
    """The sheet that a person outlined: ``corners`` (4, 2) in pixels of the upright photograph, as `Sheet.corners`."""
    return _seen(copies, side, plane_of_quad(corners, photo_size, focal_px), None, corners, ())


def _gutter(copies: Copies, paper: Paper, side: Side) -> FloatArray | None:
    """Followed along the page's edges where it is known on which side it is; by the kinks of straight edges else."""
    if side in _OF_A_SIDE:
        scale = copies.outline_scale / copies.gray_scale
        followed = followed_gutter(copies.gray, paper, scale, at_right=side is Side.LEFT)
        if followed is not None:
            return np.asarray((followed + 0.5) * scale - 0.5, dtype=np.float64)
    return find_gutter(paper, side)


def _like_wide(paper: Paper, gutter: FloatArray) -> bool:
    """Whether a fold may as well be that of a leaf folded out: where it leaves as much on either side."""
    left, right = float(paper.columns[0]), float(paper.columns[-1])
    at = float(gutter[:, 0].mean())
    return min(at - left, right - at) > _LIKE * (right - left)


def _cuts_print(copies: Copies, gutter: FloatArray) -> bool:
    """Whether lines of text run across a fold, as they never do across a book's."""
    scale = copies.gray_scale / copies.outline_scale
    upper, lower = (gutter + 0.5) * scale - 0.5
    along = upper + (lower - upper) * np.linspace(0.03, 0.97, round(float(lower[1] - upper[1])))[:, None]
    across = along[None] + np.array([[[aside, 0.0]] for aside in np.linspace(-_STRIP_PX, _STRIP_PX, 9)])
    seen = cv2.remap(
        copies.gray, across[..., 0].astype(np.float32), across[..., 1].astype(np.float32), cv2.INTER_LINEAR
    )
    bare = cv2.morphologyEx(seen, cv2.MORPH_CLOSE, np.ones((1, _PRINT_PX), np.uint8))
    printed = (seen < _PRINTED * bare.astype(np.float32)).mean(axis=0) > _THROUGH_PRINT
    turns = np.diff(np.concatenate([[0], printed.astype(np.int8), [0]]))
    heights = np.flatnonzero(turns < 0) - np.flatnonzero(turns > 0)
    return int((heights >= _LINE_PX).sum()) >= _LINES_CUT


def _both_pages(
    copies: Copies, photo_size: tuple[int, int], paper: Paper | None, focal_px: float | None
) -> list[Sheet]:
    """Each page by its outline beside the fold, or the half of the photograph where its outline is not trusted."""
    fold = None
    if paper is not None:
        paper = with_pictures(paper, find_outline(paper, None, Side.BOTH), Side.BOTH, lambda _: None)
        fold = find_gutter(paper, Side.BOTH)
        if fold is None or _cuts_print(copies, fold):
            fold = _darkest_fold(copies.outline, paper)
    halves = _halves(photo_size, None if fold is None else (fold + 0.5) / copies.outline_scale - 0.5)
    sheets = []
    for side in _OF_A_SIDE:
        outline = find_outline(paper, fold, side) if paper is not None else None
        if outline is None:
            sheets.append(_half(copies, halves[side], photo_size, focal_px, side))
        else:
            sheets.append(replace(_outlined(copies, photo_size, outline, focal_px, side), paper=paper))
    return sheets


def _outlined(
    copies: Copies, photo_size: tuple[int, int], outline: Outline, focal_px: float | None, side: Side
) -> Sheet:
    corners = (outline.corners + 0.5) / copies.outline_scale - 0.5
    warnings = tuple(f"the page reaches the {name} border of the photograph" for name in sorted(outline.at_frame))
    return _seen(copies, side, plane_of_quad(corners, photo_size, focal_px), outline, corners, warnings)


def _half(
    copies: Copies, corners: FloatArray, photo_size: tuple[int, int], focal_px: float | None, side: Side
) -> Sheet:
    warning = "no page outline was found, so half of the photograph is kept"
    return _seen(copies, side, plane_of_quad(corners, photo_size, focal_px), None, corners, (warning,))


def _seen(
    copies: Copies,
    side: Side,
    plane: Plane,
    outline: Outline | None,
    corners: FloatArray | None,
    warnings: tuple[str, ...],
) -> Sheet:
    frame = lay_out(copies, plane)
    inside = np.zeros_like(frame.gray)
    margin = round(-frame.origin[0] / frame.scale)
    inset = round(0.004 * max(frame.gray.shape))
    keep = slice(margin + inset, -margin - inset)
    inside[keep, keep] = 1
    ink = find_ink(frame.gray, inside)
    lines = find_lines(ink) if ink is not None else []
    return Sheet(side, plane, outline, corners, frame, ink, lines, warnings)


def _halves(photo_size: tuple[int, int], fold: FloatArray | None) -> dict[Side, FloatArray]:
    """The photograph cut at the fold (2, 2), or in the middle."""
    w, h = photo_size[0] - 1.0, photo_size[1] - 1.0
    top = bottom = w / 2
    if fold is not None:
        (x0, y0), (x1, y1) = fold
        slope = (x1 - x0) / max(1.0, y1 - y0)
        top, bottom = float(x0 - slope * y0), float(x0 + slope * (h - y0))
    left = np.array([[0, 0], [top, 0], [bottom, h], [0, h]])
    right = np.array([[top, 0], [w, 0], [w, h], [bottom, h]])
    return {Side.LEFT: left, Side.RIGHT: right}


def _darkest_fold(outline_copy: NDArray[np.uint8], paper: Paper) -> FloatArray:
    """Without kinks: the darkest upright valley in the middle third of the paper; its middle if there is none, or if
    pictures are as dark."""
    gray = outline_copy if outline_copy.ndim == 2 else cv2.cvtColor(outline_copy, cv2.COLOR_BGR2GRAY)
    first, last = int(paper.columns[0]), int(paper.columns[-1])
    a, b = first + (last - first) // 3, last - (last - first) // 3
    tone = cv2.GaussianBlur(np.asarray(gray), (0, 0), 2)[:, a:b].astype(np.float64)
    valley = np.median(
        np.where(paper.mask[:, a:b] > 0, tone, np.nan)[int(paper.top.min()) + 5 : int(paper.bottom.max()) - 5], axis=0
    )
    valley = np.nan_to_num(valley, nan=255.0)
    is_valley = not paper.pictured and valley.min() < np.median(valley) - 6
    at = a + int(np.argmin(valley)) if is_valley else (first + last) // 2
    return np.array([[at, float(paper.top.min())], [at, float(paper.bottom.max())]])
