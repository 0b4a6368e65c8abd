"""A photograph in, upright flat pages out: find the sheet, model its surface, resample once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from scanner_daemon.pages.camera import Camera, FocalFrom
from scanner_daemon.pages.copies import Copies
from scanner_daemon.pages.curl import Curl, CurlFit, fit_curl
from scanner_daemon.pages.edges import find_edges
from scanner_daemon.pages.light import Light, even_light
from scanner_daemon.pages.orientation import Orientation
from scanner_daemon.pages.page import FlatPage, PageOptions, PageReasons, SurfaceModel
from scanner_daemon.pages.photo import Photo, read_photo
from scanner_daemon.pages.remap import MAP_STEP_PX, Backend, CoarseMap, CpuBackend
from scanner_daemon.pages.sheet import Sheet, find_sheets
from scanner_daemon.pages.surface import Surface, lay_surface
from scanner_daemon.pages.upright import Upright, across, is_upside_down
from scanner_daemon.vocabulary import Side

__all__ = ["flatten"]

FloatArray = NDArray[np.float64]

_MM_PER_INCH = 25.4


def flatten(
    photo: bytes | NDArray[np.uint8],
    *,
    side: Side = Side.SINGLE,
    layout: Literal["page", "spread"] = "page",
    options: PageOptions | None = None,
    backend: Backend | None = None,
) -> list[FlatPage]:
    """Make flat pages of one photograph.

    ``photo`` is the bytes of a JPEG, PNG or TIFF file, or uint8 pixels (height, width[, 3 as BGR]) as stored.
    ``side`` tells which page the camera looked at: its neighbour, seen past the glass edge or the fold, is cut off at
    that side's gutter. ``layout="spread"`` gives two pages, left and right. A page without text, without an outline
    or full of pictures is never an error: the less is known, the more of the photograph is kept, and the reasons say
    so. Raises `PhotoUnreadable` and `PhotoTruncated`.
    """
    options = options or PageOptions()
    backend = backend or CpuBackend()
    seen = read_photo(photo)
    stored = Copies.of(seen.image)
    upright, sheets = _upright_sheets(seen, stored, side, layout == "spread", options)
    return [_flat_page(seen, stored, upright, sheet, options, backend) for sheet in sheets]


def _upright_sheets(
    seen: Photo, stored: Copies, side: Side, spread: bool, options: PageOptions
) -> tuple[Upright, list[Sheet]]:
    focal_px = options.focal_px or seen.focal_px

    def sheets_at(orientation: Orientation) -> list[Sheet]:
        size = orientation.upright_size(seen.size)
        return find_sheets(stored.turned(orientation), size, side, spread=spread, focal_px=focal_px, options=options)

    if options.clockwise_degrees is not None:
        upright = Upright(Orientation(options.clockwise_degrees, seen.orientation.mirrored), "caller")
        return upright, sheets_at(upright.orientation)
    upright = across(stored, seen.orientation, stated=seen.orientation_stated)
    sheets = sheets_at(upright.orientation)
    if is_upside_down(sheets, stated=upright.source == "exif"):
        upright = Upright(upright.orientation.turned(180), "text_ascenders")
        sheets = sheets_at(upright.orientation)
    return upright, sheets


def _flat_page(
    seen: Photo, stored: Copies, upright: Upright, sheet: Sheet, options: PageOptions, backend: Backend
) -> FlatPage:
    surface = _surface(seen, stored, upright, sheet, options) if options.straighten_lines else None
    if surface is not None:
        return _page_of_surface(seen, stored, upright, sheet, surface, options, backend)
    plane = sheet.plane
    fit = CurlFit(None, len(sheet.lines), None, None)
    if options.straighten_lines:
        fit = fit_curl(sheet.lines, plane.width, plane.focal_px)
    to_stored = upright.orientation.to_stored(seen.size)

    def to_photo(points: FloatArray) -> FloatArray:
        on_plane = fit.curl.seen(points) if fit.curl is not None else points
        return np.asarray(plane.to_photo(on_plane) @ to_stored[:2, :2].T + to_stored[:2, 2], dtype=np.float64)

    left, top, right, bottom = _crop(sheet, fit.curl)
    coarse = _coarse_map(to_photo, left, top, right, bottom)
    light = even_light(_cells(stored, coarse)) if options.even_light else Light(None)
    image = backend.remap(seen.image, coarse, light.gain)
    ppi, ppi_from = _resolution(seen, coarse, options)
    reasons = _reasons(upright, sheet, fit, light, to_stored, ppi_from)
    return FlatPage(sheet.side, image, ppi, reasons, coarse, backend.name)


def _surface(seen: Photo, stored: Copies, upright: Upright, sheet: Sheet, options: PageOptions) -> Surface | None:
    if sheet.corners is None or sheet.outline is None or sheet.paper is None:
        return None
    focal_px = options.focal_px or seen.focal_px
    size = upright.orientation.upright_size(seen.size)
    camera = Camera(
        focal_px or sheet.plane.focal_px,
        ((size[0] - 1) / 2, (size[1] - 1) / 2),
        upright.orientation.to_stored(seen.size),
        options.lens,
        FocalFrom.PROFILE if options.lens is not None else FocalFrom.PHOTO if focal_px else FocalFrom.GUESS,
    )
    copies = stored.turned(upright.orientation)
    edges = find_edges(copies.gray, copies.gray_scale, sheet.paper, sheet.outline, copies.outline_scale)
    lines = [sheet.plane.to_photo(line.points) for line in sheet.lines]
    return lay_surface(camera, sheet.corners, sheet.outline.gutter, lines, edges)


def _page_of_surface(
    seen: Photo,
    stored: Copies,
    upright: Upright,
    sheet: Sheet,
    surface: Surface,
    options: PageOptions,
    backend: Backend,
) -> FlatPage:
    to_stored = upright.orientation.to_stored(seen.size)
    left, top, right, bottom = _sheet_crop(sheet, surface)
    scale = surface.camera.focal_px

    def to_photo(points: FloatArray) -> FloatArray:
        x = right - points[:, 0] / scale if surface.mirrored else left + points[:, 0] / scale
        seen_at = surface.to_photo(np.column_stack([x, top + points[:, 1] / scale]))
        return np.asarray(seen_at @ to_stored[:2, :2].T + to_stored[:2, 2], dtype=np.float64)

    coarse = _coarse_map(to_photo, 0.0, 0.0, (right - left) * scale, (bottom - top) * scale)
    light = even_light(_cells(stored, coarse)) if options.even_light else Light(None)
    image = backend.remap(seen.image, coarse, light.gain)
    ppi, ppi_from = _resolution(seen, coarse, options)
    reasons = _reasons(
        upright,
        sheet,
        CurlFit(None, len(sheet.lines), surface.plane_rms_px, surface.rms_px),
        light,
        to_stored,
        ppi_from,
    )
    reasons = replace(reasons, model=SurfaceModel.CURVED if surface.bent else SurfaceModel.PLANE, focal_px=float(scale))
    return FlatPage(sheet.side, image, ppi, reasons, coarse, backend.name)


def _sheet_crop(sheet: Sheet, surface: Surface) -> tuple[float, float, float, float]:
    """s from, t from, s to, t to: the edges that were seen, the outline elsewhere, and all text whatever they say."""
    assert sheet.corners is not None
    corners = surface.to_sheet(sheet.corners)
    order = corners[[1, 0, 3, 2]] if surface.mirrored else corners
    s_from, s_to = float(order[[0, 3], 0].mean()), float(order[[1, 2], 0].mean())
    fore = surface.edges.get("left" if surface.mirrored else "right")
    near = surface.edges.get("right" if surface.mirrored else "left")
    s_to = s_to if fore is None else fore
    s_from = s_from if near is None else near
    t_from = surface.edges.get("top", float(corners[:2, 1].mean()))
    t_to = surface.edges.get("bottom", float(corners[2:, 1].mean()))
    glyph = (
        sheet.frame_ink.glyph_px * sheet.frame.scale / surface.camera.focal_px if sheet.frame_ink is not None else 0.0
    )
    for line in sheet.lines:
        at = surface.to_sheet(sheet.plane.to_photo(line.points))
        s_from, s_to = min(s_from, float(at[:, 0].min()) - 2 * glyph), max(s_to, float(at[:, 0].max()) + 2 * glyph)
        t_from, t_to = min(t_from, float(at[:, 1].min()) - 2 * glyph), max(t_to, float(at[:, 1].max()) + 2 * glyph)
    return s_from, t_from, s_to, t_to


def _crop(sheet: Sheet, curl: Curl | None) -> tuple[float, float, float, float]:
    """Left, top, right, bottom in flat page pixels: the sheet's outline, widened wherever a line of text needs it."""
    w, h = sheet.plane.width - 1.0, sheet.plane.height - 1.0
    if curl is None:
        return 0.0, 0.0, w, h
    x = np.linspace(0.0, w, 33)
    above, below = -curl.lift(x, np.zeros_like(x)), h - curl.lift(x, np.full_like(x, h))
    left, right = (float(np.interp(v, curl.seen_x, curl.true_x)) for v in (0.0, w))
    if sheet.corners is None:
        top, bottom = float(above.min()), float(below.max())
    else:
        top, bottom = float(np.median(above)), float(np.median(below))
    glyph = sheet.frame_ink.glyph_px * sheet.frame.scale if sheet.frame_ink is not None else 0.0
    for line in sheet.lines:
        level = line.points[:, 1] - curl.lift(line.points[:, 0], line.points[:, 1])
        top, bottom = min(top, float(level.min()) - 2 * glyph), max(bottom, float(level.max()) + 2 * glyph)
    return left, top, right, bottom


def _coarse_map(
    to_photo: Callable[[FloatArray], FloatArray], left: float, top: float, right: float, bottom: float
) -> CoarseMap:
    width, height = round(right - left) + 1, round(bottom - top) + 1
    x = left + MAP_STEP_PX * np.arange(-(-(width - 1) // MAP_STEP_PX) + 2)
    y = top + MAP_STEP_PX * np.arange(-(-(height - 1) // MAP_STEP_PX) + 2)
    grid_x, grid_y = np.meshgrid(x, y)
    nodes = to_photo(np.column_stack([grid_x.ravel(), grid_y.ravel()]))
    return CoarseMap(nodes.reshape(len(y), len(x), 2).astype(np.float32), width, height)


def _cells(stored: Copies, coarse: CoarseMap) -> NDArray[np.uint8]:
    """The brightness at the map's nodes, from the small copy (whose pixels are means over an area)."""
    s = stored.gray_scale
    at = np.rint((coarse.nodes + 0.5) * s - 0.5).astype(np.intp)
    rows, columns = stored.gray.shape
    cells = stored.gray[np.clip(at[..., 1], 0, rows - 1), np.clip(at[..., 0], 0, columns - 1)]
    return np.asarray(cells, dtype=np.uint8)


def _resolution(seen: Photo, coarse: CoarseMap, options: PageOptions) -> tuple[float, str]:
    """Pixels per inch of the page, and where the number comes from."""
    known = options.photo_ppi or seen.ppi
    if known is None:
        return round(coarse.height / (options.assumed_page_height_mm / _MM_PER_INCH), 1), "assumed_page_height"
    nodes = coarse.nodes.astype(np.float64)
    across = np.linalg.norm(np.diff(nodes, axis=1), axis=2)
    down = np.linalg.norm(np.diff(nodes, axis=0), axis=2)
    photo_px_per_page_px = float(np.sqrt(np.median(across) * np.median(down))) / coarse.step_px
    return round(known * photo_px_per_page_px, 1), "calibration" if options.photo_ppi else "file"


def _reasons(
    upright: Upright, sheet: Sheet, fit: CurlFit, light: Light, to_stored: FloatArray, ppi_from: str
) -> PageReasons:
    flat_model = SurfaceModel.WHOLE_PHOTO if sheet.corners is None else SurfaceModel.PLANE
    quad = None
    if sheet.corners is not None:
        corners = sheet.corners @ to_stored[:2, :2].T + to_stored[:2, 2]
        quad = tuple((round(float(x), 2), round(float(y), 2)) for x, y in corners)
    warnings = sheet.warnings if light.why_none is None else (*sheet.warnings, light.why_none)
    gain = (1.0, 1.0) if light.gain is None else (float(light.gain.min()), float(light.gain.max()))
    return PageReasons(
        model=flat_model if fit.curl is None else SurfaceModel.CURVED,
        confidence=round(sheet.outline.confidence, 3) if sheet.outline is not None else 0.0,
        clockwise_degrees=upright.orientation.clockwise_degrees,
        mirrored=upright.orientation.mirrored,
        orientation_from=upright.source,
        ppi_from=ppi_from,
        quad=quad,
        edge_residual_px=sheet.outline.residual_px if sheet.outline is not None else None,
        lines=fit.lines,
        line_residual_before_px=fit.before_px,
        line_residual_after_px=fit.after_px,
        focal_px=sheet.plane.focal_px,
        gain_range=gain,
        warnings=warnings,
    )
