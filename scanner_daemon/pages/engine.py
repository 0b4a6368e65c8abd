"""A photograph in, upright flat pages out: find the sheet, model its surface, resample once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from scanner_daemon.errors import BookcradleError
from scanner_daemon.pages.backends.cpu import CpuBackend
from scanner_daemon.pages.beside import beside
from scanner_daemon.pages.camera import Camera, FocalFrom
from scanner_daemon.pages.codecs.codec import Codec
from scanner_daemon.pages.copies import Copies
from scanner_daemon.pages.edges import Edge, find_edges
from scanner_daemon.pages.extent import Extent, page_extent, pixels_a_unit
from scanner_daemon.pages.freed import give_back_freed
from scanner_daemon.pages.heard import Heard, circumstances_of
from scanner_daemon.pages.ink import TextLine
from scanner_daemon.pages.light import Light, even_light, flat_field_gain, paper_cells
from scanner_daemon.pages.matched import OtherView
from scanner_daemon.pages.modes import Tones, develop
from scanner_daemon.pages.orientation import Orientation
from scanner_daemon.pages.other_view import OtherPhotograph, laid_by_both, other_view
from scanner_daemon.pages.page import FlatPage, PageOptions, PageReasons, SurfaceModel
from scanner_daemon.pages.photo import Photo, read_photo
from scanner_daemon.pages.platen import platen_axes
from scanner_daemon.pages.proposal import ProposalFailed, Proposer, may_propose, proposal_of
from scanner_daemon.pages.remap import MAP_STEP_PX, Backend, CoarseMap
from scanner_daemon.pages.resolution import resolution_of
from scanner_daemon.pages.risen import Doubt, Risen, doubt_without_fiducials, found_again
from scanner_daemon.pages.sheet import Sheet, drawn_sheet, find_sheets
from scanner_daemon.pages.show_through import show_through_depth
from scanner_daemon.pages.surface import Observed, Surface, lay_surface
from scanner_daemon.pages.trimmed import clockwise, trimmed
from scanner_daemon.pages.upright import Upright, across, is_upside_down, turns_left
from scanner_daemon.vocabulary import Side

__all__ = ["flatten"]

FloatArray = NDArray[np.float64]

_FACING = {Side.LEFT: Side.RIGHT, Side.RIGHT: Side.LEFT}
_TURNED_OVER = "the book lay upside down before the camera"


def flatten(
    photo: bytes | NDArray[np.uint8],
    *,
    side: Side = Side.SINGLE,
    layout: Literal["page", "spread"] = "page",
    options: PageOptions | None = None,
    backend: Backend | None = None,
    proposer: Proposer | None = None,
    codec: Codec | None = None,
    also: OtherPhotograph | None = None,
) -> list[FlatPage]:
    """Make flat pages of one photograph.

    ``photo`` is the bytes of a JPEG, PNG or TIFF file, or uint8 pixels (height, width[, 3 as BGR]) as stored.
    ``side`` tells which page the camera looked at: its neighbour, seen past the glass edge or the fold, is cut off at
    that side's gutter. ``layout="spread"`` gives two pages, left and right. A page without text, without an outline
    or full of pictures is never an error: the less is known, the more of the photograph is kept, and the reasons say
    so. ``proposer`` is asked about the surface of pages that show too little of it. ``codec`` decodes JPEG files, else
    the CPU. ``also`` is what another camera saw of the same exposure: where it shows the page too, it helps to tell how
    that lies, and the reasons say so. Raises `PhotoUnreadable` and `PhotoTruncated`, and what ``backend`` and ``codec``
    raise.
    """
    options = options or PageOptions()
    backend = backend or CpuBackend()
    give_back_freed()
    seen = read_photo(photo, codec)
    stored = Copies.of(seen)
    seen = seen.without_copy()
    if options.profile_side is not None and options.profile_side.lens.size_px != seen.size:
        options = replace(options, profile_side=None)
    risen = None if options.profile_side is None else found_again(stored, options.profile_side)
    if risen is not None:
        options = replace(options, profile_side=risen.side)
    upright, sheets = _upright_sheets(seen, stored, side, layout == "spread", options)
    other = None if also is None else _looked_at(also, options.focal_px or seen.focal_px)
    return [_flat_page(seen, stored, upright, sheet, options, backend, risen, proposer, other) for sheet in sheets]


def _looked_at(also: OtherPhotograph, focal_px: float | None) -> OtherView | str:
    """Or the sentence that says why not: another photograph that cannot be read costs its help alone."""
    try:
        return other_view(also, focal_px)
    except BookcradleError as error:
        return f"{also.name}, not asked: {error.what_happened}"


def _upright_sheets(
    seen: Photo, stored: Copies, side: Side, spread: bool, options: PageOptions
) -> tuple[Upright, list[Sheet]]:
    focal_px = options.focal_px or seen.focal_px

    def sheets_at(orientation: Orientation, side: Side = side) -> list[Sheet]:
        size = orientation.upright_size(seen.size)
        copies = stored.turned(orientation)
        if options.corners is not None:
            corners = clockwise(np.array(options.corners), orientation.to_stored(seen.size))
            return [drawn_sheet(copies, size, side, corners, focal_px)]
        return find_sheets(copies, size, side, spread=spread, focal_px=focal_px, options=options)

    if options.clockwise_degrees is not None:
        upright = Upright(Orientation(options.clockwise_degrees, seen.orientation.mirrored), "caller")
        return upright, sheets_at(upright.orientation)
    turned = beside(lambda: _across(seen, stored))
    first = turned.result().orientation if turned.done() else seen.orientation
    sheets = sheets_at(first)
    upright = turned.result()
    if upright.orientation != first:
        sheets = sheets_at(upright.orientation)
    if is_upside_down(sheets, stated=upright.source == "exif"):
        upright = Upright(upright.orientation.turned(180), "text_ascenders")
        sheets = sheets_at(upright.orientation)
    if upright.source == "exif" or spread or side not in _FACING or any(sheet.has_gutter for sheet in sheets):
        return upright, sheets
    if upright.source == "text_ascenders":
        facing = sheets_at(upright.orientation, _FACING[side])
        if any(sheet.has_gutter for sheet in facing):
            sheets = [replace(sheet, side=side, warnings=(*sheet.warnings, _TURNED_OVER)) for sheet in facing]
        return upright, sheets
    for degrees in turns_left(sheets, upright):
        orientation = upright.orientation.turned(degrees)
        turned_so = sheets_at(orientation)
        if any(sheet.has_gutter for sheet in turned_so):
            return Upright(orientation, "gutter"), turned_so
    return upright, sheets


def _across(seen: Photo, stored: Copies) -> Upright:
    """After the decoder in the other thread, so that there are never three."""
    seen.whole.exception()
    return across(stored, seen.orientation, stated=seen.orientation_stated)


def _flat_page(
    seen: Photo,
    stored: Copies,
    upright: Upright,
    sheet: Sheet,
    options: PageOptions,
    backend: Backend,
    risen: Risen | None,
    proposer: Proposer | None,
    other: OtherView | str | None,
) -> FlatPage:
    to_stored = upright.orientation.to_stored(seen.size)
    lines: list[TextLine] = []
    surface: Surface | None = None
    heard: Heard | None = None
    proposal: str | None = None
    by_other = other if isinstance(other, str) else None
    if options.straighten_lines:
        edges = beside(lambda: _edges(sheet, stored.turned(upright.orientation)))
        lines = sheet.fine_lines()
        surface, heard, proposal = _surface(seen, stored, upright, sheet, lines, edges.result(), options, proposer)
        if isinstance(other, OtherView):
            surface, by_other = laid_by_both(surface, stored.turned(upright.orientation), other)
    of_page: Callable[[FloatArray], FloatArray]
    if surface is None:
        plane = sheet.cropped() if sheet.hardly_a_quad else sheet.plane
        of_page, width, height = plane.to_photo, plane.width, plane.height
    else:
        size = upright.orientation.upright_size(seen.size)
        extent = page_extent(sheet, surface, stored.turned(upright.orientation), size)
        of_page, width, height = _page_on(surface, extent)

    def to_photo(points: FloatArray) -> FloatArray:
        return np.asarray(of_page(points) @ to_stored[:2, :2].T + to_stored[:2, 2], dtype=np.float64)

    coarse = _coarse_map(to_photo, width, height)
    if (cut := options.crop_to or options.corners) is not None:
        coarse = trimmed(coarse, np.array(cut, dtype=np.float64))
    light = _light(seen, stored, coarse, options) if options.even_light else Light(None)
    depth = show_through_depth(stored, coarse, light) if options.reduce_show_through else 0.0
    tones = Tones(light.paper_level, options.paper_white, depth)
    doubt = Doubt(0.0)
    if options.profile_side is not None and risen is None:
        doubt = doubt_without_fiducials(options.profile_side, sheet.fold_in(to_stored))
    resolution = resolution_of(seen, coarse, options, doubt.share)
    give_back_freed()
    image = develop(seen.image, coarse, light, tones, options.mode, resolution.ppi, backend)
    reasons = _reasons(upright, sheet, surface, len(lines), light, to_stored, resolution.source)
    reasons = replace(
        reasons,
        light_from=light.made_of,
        paper_level=light.paper_level,
        show_through=round(depth, 4),
        mode=options.mode,
        ppi_uncertainty=resolution.uncertainty,
        proposal=proposal,
        other_view=by_other,
        platen_rise_mm=None if risen is None else round(risen.rise_mm, 2),
        warnings=reasons.warnings if doubt.why is None else (*reasons.warnings, doubt.why),
    )
    told = None
    if heard is not None and surface is not None:
        reasons = replace(reasons, neighbours=heard.pages(surface), neighbours_left=heard.left(surface))
        reasons = replace(reasons, warnings=(*reasons.warnings, *heard.warnings))
        told = heard.told(surface)
    return FlatPage(sheet.side, image, resolution.ppi, reasons, coarse, backend.name, told)


def _edges(sheet: Sheet, copies: Copies) -> list[Edge]:
    if sheet.outline is None or sheet.paper is None:
        return []
    return find_edges(copies.gray, copies.gray_scale, sheet.paper, sheet.outline, copies.outline_scale)


def _surface(
    seen: Photo,
    stored: Copies,
    upright: Upright,
    sheet: Sheet,
    lines: list[TextLine],
    edges: list[Edge],
    options: PageOptions,
    proposer: Proposer | None,
) -> tuple[Surface | None, Heard | None, str | None]:
    corners = sheet.corners
    if corners is None:
        if not lines:
            return None, None, None
        corners = _about(np.concatenate([line.points for line in lines]))
    focal_px = options.focal_px or seen.focal_px
    size = upright.orientation.upright_size(seen.size)
    lens = options.profile_side.lens if options.profile_side is not None else None
    focal_px = lens.focal_px if lens is not None else focal_px
    camera = Camera(
        focal_px or sheet.plane.focal_px,
        ((size[0] - 1) / 2, (size[1] - 1) / 2),
        upright.orientation.to_stored(seen.size),
        lens,
        FocalFrom.PROFILE if lens is not None else FocalFrom.PHOTO if focal_px else FocalFrom.GUESS,
    )
    observed = Observed(
        corners,
        sheet.outline is not None,
        sheet.outline.gutter if sheet.outline is not None else None,
        [line.points for line in lines],
        [line.ends for line in lines],
        edges,
        1 / stored.gray_scale,
        pictured=sheet.paper is not None and sheet.paper.pictured,
        past=sheet.outline is not None and bool(sheet.outline.at_frame),
    )
    platen = None if options.profile_side is None else platen_axes(options.profile_side, camera.to_stored)
    heard = Heard.by(options.neighbours, circumstances_of(sheet, size, calibrated=lens is not None), camera.focal_px)
    surface = lay_surface(camera, observed, platen, heard.prior)
    if proposer is None or (surface is not None and surface.laid):
        return surface, heard, None
    if not may_propose(sheet.outline, sum(edge.level for edge in edges)):
        return surface, heard, None
    try:
        proposal = proposal_of(proposer, stored.turned(upright.orientation), corners)
    except ProposalFailed as failed:
        return surface, heard, failed.sentence
    followed = lay_surface(camera, observed, platen, proposal=proposal)
    if followed is None:
        return surface, heard, f"{proposal.by}, not followed: it explains what is seen not clearly better"
    return followed, heard, f"{proposal.by}, followed"


def _about(points: FloatArray) -> FloatArray:
    """The corners of the upright rectangle about points, a little larger."""
    low, high = points.min(axis=0), points.max(axis=0)
    low, high = low - 0.06 * (high - low), high + 0.06 * (high - low)
    return np.array([low, [high[0], low[1]], high, [low[0], high[1]]])


def _page_on(surface: Surface, extent: Extent) -> tuple[Callable[[FloatArray], FloatArray], int, int]:
    """Page pixels to pixels of the upright photograph, and the page's width and height."""
    scale = pixels_a_unit(surface, extent)

    def to_photo(points: FloatArray) -> FloatArray:
        across = points[:, 0] / scale
        s = extent.s_to - across if surface.mirrored else extent.s_from + across
        return surface.to_photo(np.column_stack([s, extent.t_from + points[:, 1] / scale]))

    width, height = extent.s_to - extent.s_from, extent.t_to - extent.t_from
    return to_photo, round(width * scale) + 1, round(height * scale) + 1


def _coarse_map(to_photo: Callable[[FloatArray], FloatArray], width: int, height: int) -> CoarseMap:
    x = MAP_STEP_PX * np.arange(-(-(width - 1) // MAP_STEP_PX) + 2.0)
    y = MAP_STEP_PX * np.arange(-(-(height - 1) // MAP_STEP_PX) + 2.0)
    grid_x, grid_y = np.meshgrid(x, y)
    nodes = to_photo(np.column_stack([grid_x.ravel(), grid_y.ravel()]))
    return CoarseMap(nodes.reshape(len(y), len(x), 2).astype(np.float32), width, height)


def _light(seen: Photo, stored: Copies, coarse: CoarseMap, options: PageOptions) -> Light:
    field = options.profile_side.flat_field if options.profile_side is not None else None
    gains = flat_field_gain(field, seen.size, coarse) if field is not None else None
    return even_light(paper_cells(stored, coarse), gains)


def _reasons(
    upright: Upright,
    sheet: Sheet,
    surface: Surface | None,
    lines: int,
    light: Light,
    to_stored: FloatArray,
    ppi_from: str,
) -> PageReasons:
    model = SurfaceModel.WHOLE_PHOTO if sheet.corners is None else SurfaceModel.PLANE
    if surface is None and sheet.hardly_a_quad:
        model = SurfaceModel.CROPPED
    elif surface is not None:
        model = SurfaceModel.CURVED if surface.bent else SurfaceModel.PLANE if surface.laid else SurfaceModel.CROPPED
    quad = None
    if sheet.corners is not None:
        corners = sheet.corners @ to_stored[:2, :2].T + to_stored[:2, 2]
        quad = tuple((round(float(x), 2), round(float(y), 2)) for x, y in corners)
    warnings = list(sheet.warnings)
    if model is SurfaceModel.CROPPED:
        warnings.append("nothing was clearly better than the photograph, which is turned and cropped only")
    if surface is not None and surface.doubted:
        warnings.append(f"the text contradicts what looks like its {_listed(surface.doubted)} edge")
    if light.why_none is not None:
        warnings.append(light.why_none)
    return PageReasons(
        model=model,
        confidence=round(sheet.outline.confidence, 3) if sheet.outline is not None else 0.0,
        clockwise_degrees=upright.orientation.clockwise_degrees,
        mirrored=upright.orientation.mirrored,
        orientation_from=upright.source,
        ppi_from=ppi_from,
        quad=quad,
        edge_residual_px=sheet.outline.residual_px if sheet.outline is not None else None,
        lines=lines,
        line_residual_before_px=None if surface is None else round(surface.plane_rms_px, 3),
        line_residual_after_px=None if surface is None else round(surface.rms_px, 3),
        focal_px=round(sheet.plane.focal_px if surface is None else surface.focal_px, 1),
        gain_range=light.gain_range,
        warnings=tuple(warnings),
        scores={} if surface is None else {name: round(score, 3) for name, score in surface.scores.items()},
        certainty=None if surface is None else round(surface.certainty, 2),
    )


def _listed(names: tuple[str, ...]) -> str:
    return " and ".join(names)
