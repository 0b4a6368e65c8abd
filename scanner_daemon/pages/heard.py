"""Which of a page's neighbours are listened to, and what the page tells in its turn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from scanner_daemon.pages.neighbours import Circumstances, Neighbour, Prior
from scanner_daemon.pages.sheet import Sheet
from scanner_daemon.pages.surface import Surface

__all__ = ["Heard", "circumstances_of"]


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """What was made of the neighbours of one page before its surface was looked for."""

    seen: Circumstances
    prior: Prior | None
    unlike: str | None
    """Why some neighbour, the last of them, was not asked."""
    folded_out: float | None = None
    """How many times as wide as the nearest page before it the page is, where that makes it a foldout."""

    @classmethod
    def by(cls, neighbours: Sequence[Neighbour], seen: Circumstances, focal_px: float) -> Self:
        """Of all that the caller hands over, those that were seen alike."""
        whys = [each.seen.unlike(seen) for each in neighbours]
        asked = [each for each, why in zip(neighbours, whys, strict=True) if why is None]
        unlike = [f"{each.page}: {why}" for each, why in zip(neighbours, whys, strict=True) if why is not None]
        beside = [each for each in neighbours if each.seen.side is seen.side]
        folded_out = seen.wider_than(min(beside, key=lambda each: each.apart).seen) if beside else None
        return cls(seen, Prior.by(asked, focal_px) if asked else None, unlike[-1] if unlike else None, folded_out)

    def pages(self, surface: Surface) -> tuple[str, ...]:
        """Those whose word has gone into the surface."""
        return () if self.prior is None or surface.contradicts else self.prior.pages

    def left(self, surface: Surface) -> str | None:
        """Why others, or none, were listened to."""
        return "the page lies otherwise than they" if surface.contradicts else self.unlike

    @property
    def warnings(self) -> tuple[str, ...]:
        """What is odd about the page beside its neighbours."""
        if self.folded_out is None:
            return ()
        return (f"the page is {self.folded_out:.1f} times as wide as those before it: a foldout",)

    def told(self, surface: Surface) -> Neighbour | None:
        """What the page tells."""
        if surface.told is None:
            return None
        return Neighbour(self.seen, surface.camera.focal_px, *surface.told)


def circumstances_of(sheet: Sheet, photo_size: tuple[int, int], *, calibrated: bool) -> Circumstances:
    """How a page was seen in an upright photograph of this size."""
    page_px = None
    if sheet.outline is not None and sheet.corners is not None:
        top, right, bottom, left = np.linalg.norm(np.roll(sheet.corners, -1, axis=0) - sheet.corners, axis=1)
        page_px = (float(top + bottom) / 2, float(left + right) / 2)
    gutter = sheet.outline.gutter if sheet.outline is not None else None
    return Circumstances(sheet.side, photo_size, calibrated, gutter, page_px)
