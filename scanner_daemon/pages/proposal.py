"""A guess at how a page lies, from elsewhere: it counts as lines that were seen badly, and never as a warp of its own.

A page with one of its upper and lower edges outside the photograph, and with hardly a line of text, shows the cylinder
too little; a network that looks at the whole page may then propose rows and columns of the paper. They are fitted
like text and margins, only believed less, and the sheet that comes of it is judged without them, by what the
photograph does show. Where both edges are seen they tell more than the network does, and it is not asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from scanner_daemon.errors import BookcradleError
from scanner_daemon.pages.copies import Copies
from scanner_daemon.pages.outline import Outline

__all__ = ["Proposal", "ProposalFailed", "Proposed", "Proposer", "may_propose", "proposal_of"]

FloatArray = NDArray[np.float64]

_ROOM = 0.03
"""Of the page, about it in the picture that is shown: with more the network takes the leaves below for the page's."""
_APART = 0.0085
"""Of the picture, root mean square: where a network contradicts itself by more, it has been wrong, too."""
_MARGIN = 2
_ROWS, _COLUMNS = 9, 5
_EVERY = 2
"""How many rows and columns of the grid are taken, leaving out those at its rim, and each which point of them."""


class ProposalFailed(BookcradleError):
    """No proposal could be had; the page is made as if nobody had asked."""

    code = "pages.proposal_failed"
    what = "No proposal could be had: {detail}."
    remedy = "The page was made without."


class Proposer(Protocol):
    """Whoever proposes."""

    @property
    def name(self) -> str:
        """For the record: which network, and which of its versions."""
        ...

    @property
    def size_px(self) -> tuple[int, int]:
        """Width and height of the picture that it wants to see."""
        ...

    def __call__(self, picture: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Where the page's rows and columns are in a picture (height, width, 3 as RGB) of about that page.

        (rows, columns, 2) x and y, from -1 at the first pixel to 1 at the last. Raises `ProposalFailed`.
        """
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Proposed:
    """One row (``level``) or column of the paper: (n, 2) pixels of the upright photograph."""

    points: FloatArray
    level: bool


@dataclass(frozen=True, slots=True, eq=False)
class Proposal:
    """What was proposed, and by whom."""

    curves: Sequence[Proposed]
    by: str


def may_propose(outline: Outline | None, level_edges: int) -> bool:
    """Whether a proposal can be of use, and be judged: of the page's four sides one of two is out of sight."""
    if outline is None or level_edges != 1:
        return False
    return len(outline.at_frame) == 1 and outline.at_frame <= {"top", "bottom"}


def proposal_of(proposer: Proposer, copies: Copies, corners: FloatArray) -> Proposal:
    """Ask about the page with these corners, (4, 2) pixels of the upright photograph. Raises `ProposalFailed`."""
    at = (corners + 0.5) * copies.outline_scale - 0.5
    room = _ROOM * np.ptp(at, axis=0)
    size = np.array(copies.outline.shape[1::-1])
    left, top = (int(each) for each in np.maximum(np.rint(at.min(axis=0) - room), 0))
    right, bottom = (int(each) for each in np.minimum(np.rint(at.max(axis=0) + room), size))
    part = copies.outline[top:bottom, left:right]
    if min(part.shape[:2]) < 2:
        raise ProposalFailed(detail="the page is hardly in the photograph")
    turned = cv2.cvtColor(part, cv2.COLOR_GRAY2RGB if part.ndim == 2 else cv2.COLOR_BGR2RGB)
    picture = np.asarray(cv2.resize(turned, proposer.size_px, interpolation=cv2.INTER_AREA), np.uint8)
    grid = _twice(proposer, picture)
    in_copy = (grid + 1) / 2 * (right - left - 1, bottom - top - 1) + (left, top)
    return Proposal(_curves((in_copy + 0.5) / copies.outline_scale - 0.5), proposer.name)


def _twice(proposer: Proposer, picture: NDArray[np.uint8]) -> FloatArray:
    """The mean of what is proposed for the picture and for its mirror image, which must be much the same."""
    plain = np.asarray(proposer(picture), np.float64)
    mirrored = np.asarray(proposer(np.ascontiguousarray(picture[:, ::-1])), np.float64)[:, ::-1] * (-1, 1)
    inner = slice(_MARGIN, -_MARGIN)
    apart = float(np.sqrt(((plain - mirrored)[inner, inner] ** 2).sum(axis=-1).mean()) / 2)
    if not apart <= _APART:
        raise ProposalFailed(
            detail=f"{proposer.name} sees the page otherwise in a mirror, by {100 * apart:.1f} % of it"
        )
    return (plain + mirrored) / 2


def _curves(grid: FloatArray) -> list[Proposed]:
    """A few rows and columns of (rows, columns, 2) places: neighbours in a network's grid err together."""
    rows, columns = (
        np.linspace(_MARGIN, size - 1 - _MARGIN, number).round().astype(np.intp)
        for size, number in zip(grid.shape[:2], (_ROWS, _COLUMNS), strict=True)
    )
    return [
        *(Proposed(grid[row, 1:-1:_EVERY], level=True) for row in rows),
        *(Proposed(grid[1:-1:_EVERY, column], level=False) for column in columns),
    ]
