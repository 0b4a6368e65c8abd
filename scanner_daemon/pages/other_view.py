"""Another photograph of the same exposure: what it tells of a page that both cameras see, where it tells anything.

The page's pixels are those of its own photograph alone. The other one is listened to only where it agrees with the
page's own lines and edges on a surface that brings both photographs clearly closer together.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from scanner_daemon.calibration.profile import SideProfile
from scanner_daemon.pages.agreement import USUAL_MISFIT
from scanner_daemon.pages.camera import Camera, FocalFrom
from scanner_daemon.pages.choice import sound
from scanner_daemon.pages.copies import Copies
from scanner_daemon.pages.fitting import Belief
from scanner_daemon.pages.hills import Hills
from scanner_daemon.pages.matched import OtherView, matched
from scanner_daemon.pages.photo import look_at
from scanner_daemon.pages.surface import Surface
from scanner_daemon.pages.two_views import Matches, TwoViews, camera_there, facing_alike, fit_two_views

__all__ = ["OtherPhotograph", "laid_by_both", "other_view"]

FloatArray = NDArray[np.float64]

_LEAST_MATCHES, _LEAST_SPAN = 200, 0.5
"""Places that both photographs must show, and the share of the page's width and height that these must span."""
_APART_PX = 0.6
"""Pixels of the small copy by which these may be apart in the end: print that is the same is 0.1 to 0.4."""
_RIPPLED_PX, _WORTH_HILLS = 0.5, 0.6
"""The sheet has hills where it leaves them so far apart without, and at most this share of it with them."""
_HILLS, _HILL_WIDTH, _HILL_HEIGHT = 100, 0.12, 0.003
"""How many shapes they are made of, and how wide and high they are, of the page's width: what is seen from two sides
tells much finer ones than lines of text do."""
_AS_ONE_PX = 0.1
"""Print is matched no better than this where both cameras face the same way, and the worse the more one looks aslant:
so near as that, the page lies as both photographs show it already, and pages under glass were bent by such errors."""
_CLOSER = 0.8
"""Of how far they are apart by the page's own surface, at most this must remain by that of both."""
_HARM, _USUAL = 1.25, 1.15
"""So many times worse may the page's own lines and edges lie than without the other photograph, and than they usually
do."""


@dataclass(frozen=True, slots=True, eq=False)
class OtherPhotograph:
    """What another camera saw of the same exposure: its file or pixels, a name for the record, and its calibration."""

    photo: bytes | NDArray[np.uint8]
    name: str
    profile_side: SideProfile | None = None


def other_view(other: OtherPhotograph, focal_px: float | None) -> OtherView:
    """Looks at it at reduced size. ``focal_px`` is what its focal length is taken to be where nothing tells it.

    Raises `PhotoUnreadable` and `PhotoTruncated`.
    """
    seen = look_at(other.photo)
    copies = Copies.of(seen)
    lens = None if other.profile_side is None else other.profile_side.lens
    if lens is not None and lens.size_px != seen.size:
        lens = None
    known = seen.focal_px if lens is None else lens.focal_px
    camera = Camera(
        known or focal_px or 1.2 * max(seen.size),
        ((seen.size[0] - 1) / 2, (seen.size[1] - 1) / 2),
        np.eye(3),
        lens,
        FocalFrom.PROFILE if lens is not None else FocalFrom.PHOTO if known else FocalFrom.GUESS,
    )
    return OtherView(other.name, copies.gray, copies.gray_scale, camera)


def laid_by_both(surface: Surface | None, copies: Copies, other: OtherView) -> tuple[Surface | None, str]:
    """The surface as both cameras see it, or as it was, and the sentence that says which and why.

    ``copies`` are of the upright photograph.
    """
    if surface is None or not surface.laid:
        return surface, f"{other.name}, not asked: too little is known of the page by itself"
    try:
        matches = matched(surface, copies, other)
        if not _spread_out(surface, matches):
            return surface, f"{other.name}, not followed: it shows too little of this page"
        camera, apart = camera_there(surface.fit.cylinder, surface.fit.values, matches)
        if apart < _AS_ONE_PX * other.pixel / facing_alike(camera) ** 2:
            return surface, f"{other.name}, not needed: the page lies as both photographs show it"
        both = _fitted(surface, matches, _RIPPLED_PX * other.pixel)
    except (ValueError, np.linalg.LinAlgError) as why:
        return surface, f"{other.name}, not followed: {why}"
    before_px, after_px = apart / other.pixel, both.rms / other.pixel
    laid = surface.laid_by(both.fit, {"alone_seen_by_both": before_px, "seen_by_both": after_px})
    own, own_before = (each.fit.misfit(surface.curves) for each in (laid, surface))
    if not sound(both.fit) or after_px > _APART_PX:
        return surface, f"{other.name}, not followed: what both show does not lie on one sheet"
    if own > max(_HARM * own_before, _USUAL * USUAL_MISFIT):
        return surface, f"{other.name}, not followed: the page's own lines contradict it"
    if after_px > _CLOSER * before_px:
        return surface, f"{other.name}, not needed: the page lies as both photographs show it"
    return laid, (
        f"{other.name}, followed: {len(matches.here)} places that both show, "
        f"{before_px:.2f} pixels apart before and {after_px:.2f} now"
    )


def _spread_out(surface: Surface, matches: Matches) -> bool:
    """Whether there are enough, and not all in one corner."""
    if len(matches.here) < _LEAST_MATCHES:
        return False
    met = surface.fit.cylinder.met(surface.fit.values, matches.here)
    spans = [float(np.subtract(*np.quantile(each, [0.98, 0.02]))) for each in (met.s, met.t)]
    high = float(np.ptp(surface.fit.sheet.t))
    return spans[0] > _LEAST_SPAN * surface.fit.cylinder.width and spans[1] > _LEAST_SPAN * high


def _fitted(surface: Surface, matches: Matches, rippled: float) -> TwoViews:
    """A cylinder, or one with hills where that leaves the matches far apart."""
    bare = replace(surface.fit.cylinder, hills=None)
    smooth = fit_two_views(bare, surface.curves, surface.may_bend, surface.fit.values[: bare.size], matches)
    if smooth.rms < rippled:
        return smooth
    t = smooth.fit.sheet.t
    hills = Hills.over(bare.width, (float(t.min()), float(t.max())), _HILL_WIDTH * bare.width, _HILLS)
    belief: Belief = surface.may_bend.with_more(_HILLS, _HILL_HEIGHT * bare.width)
    start = np.append(smooth.fit.values, np.zeros(_HILLS))
    hilly = fit_two_views(replace(bare, hills=hills), surface.curves, belief, start, matches)
    return hilly if hilly.rms < _WORTH_HILLS * smooth.rms else smooth
