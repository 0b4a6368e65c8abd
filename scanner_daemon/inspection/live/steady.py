"""What is drawn must not flicker: a page that was seen a moment ago is still there, though a hand is before it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from scanner_daemon.inspection.live.findings import CONFIDENT
from scanner_daemon.inspection.live.page_seen import PageSeen

__all__ = ["Held", "steadied"]

HOLD_S = 1.2
"""How long a page that was seen clearly stands for what is seen no more."""
_SAME_PLACE = 0.012
"""Of the frame: corners that moved less are noise, and are averaged; ones that moved more have moved."""
_NEW_SHARE = 0.35
_HELD_CONFIDENCE = 0.35


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """The last page that was seen clearly, and when (seconds of a monotonic clock)."""

    page: PageSeen
    at_s: float


def steadied(seen: PageSeen | None, held: Held | None, at_s: float) -> tuple[PageSeen | None, Held | None]:
    """What to show of ``seen`` after what was held, and what to hold from now on."""
    if seen is not None and not seen.obscured and seen.confidence >= CONFIDENT:
        page = seen if held is None else _averaged(seen, held.page)
        return page, Held(page, at_s)
    if held is not None and at_s - held.at_s <= HOLD_S:
        return replace(held.page, obscured=True, confidence=min(held.page.confidence, _HELD_CONFIDENCE)), held
    return seen, None


def _averaged(seen: PageSeen, before: PageSeen) -> PageSeen:
    if float(np.abs(seen.corners - before.corners).max()) > _SAME_PLACE or seen.cut_off != before.cut_off:
        return seen
    corners = before.corners + _NEW_SHARE * (seen.corners - before.corners)
    spine = seen.spine
    if seen.spine is not None and before.spine is not None:
        spine = before.spine + _NEW_SHARE * (seen.spine - before.spine)
    return replace(seen, corners=np.asarray(corners, np.float64), spine=spine)
