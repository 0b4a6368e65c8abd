"""Review: the grid of all spreads, one spread with its history, the words of a page, and what a person says of them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from scanner_daemon.api.schemas.actions import Action
from scanner_daemon.api.schemas.base import Request, Resource
from scanner_daemon.api.schemas.library import OriginalFile
from scanner_daemon.api.schemas.rig import FlagRaised
from scanner_daemon.vocabulary import Level, ShotRole, Side

__all__ = [
    "AnswerFlag",
    "CorrectWord",
    "CorrectionKept",
    "FlagOpinion",
    "FlagReviewed",
    "GridCell",
    "GridFilter",
    "GridPart",
    "GridPlace",
    "GridSide",
    "NoteSpread",
    "PageReviewed",
    "PageWords",
    "PlacedWord",
    "RolesSaid",
    "SayRoles",
    "ShotReviewed",
    "SpreadReview",
    "SpreadVersion",
    "VerdictReviewed",
    "WordBox",
]

Prose = Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000, pattern=r"^[^\x00]*$")]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500, pattern=r"^[^\x00-\x1f]*$")]
WordText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200, pattern=r"^[^\x00-\x1f]*$")]


class GridFilter(StrEnum):
    """Which spreads a grid shows."""

    ALL = "all"
    FLAGGED = "flagged"
    """With an amber or red flag that nobody has answered."""
    BLANK = "blank"
    """With a side that was said to be blank, or on which nothing was read."""
    LOW_TEXT = "low_text"
    """With a page whose text score lies below a limit."""


class GridSide(Resource):
    """One page of a spread, as it counts now."""

    side: Side
    shot_id: str
    role: ShotRole = ShotRole.PAGE
    page_id: str | None = None
    """None until the page engine has made it; the photograph is shown instead."""
    score: float | None = None
    image_sha256: str | None = None
    """Of the page's image: a thumbnail that a client keeps under this is good for ever."""


class GridCell(Resource):
    """One spread in the grid."""

    spread_id: str
    book_id: str
    position: int
    version: int = 1
    level: Level | None = None
    flag_level: Level | None = None
    """Of the worst flag that nobody has answered."""
    checks: tuple[str, ...] = ()
    blank: bool = False
    text_score: float | None = None
    noted: bool = False
    sides: tuple[GridSide, ...] = ()


class GridPart(Resource):
    """A window of the grid: ``cells`` begin at place ``offset``, from 0, of ``total``."""

    total: int
    offset: int
    cells: tuple[GridCell, ...] = ()


class GridPlace(Resource):
    """Where a spread is in a grid, from 0; None when the filter hides it."""

    place: int | None


class FlagOpinion(StrEnum):
    """What a person says of a flag."""

    ACCEPTED = "accepted"
    """Overruled: the page is good in spite of it."""
    CONFIRMED = "confirmed"
    """The flag is right: this is to be shot again."""


class FlagReviewed(FlagRaised):
    """A flag, and what was said of it."""

    flag_id: str
    opinion: FlagOpinion | None = None
    opinion_by: str | None = None
    opinion_at: datetime | None = None
    opinion_reason: str | None = None


class VerdictReviewed(Resource):
    """What inspection said of one exposure."""

    level: Level
    judged_at: datetime
    flags: tuple[FlagReviewed, ...] = ()


class ShotReviewed(Resource):
    """One photograph of one exposure."""

    shot_id: str
    side: Side
    role: ShotRole = ShotRole.PAGE
    state: str
    """``landed`` is the one that counts, ``superseded`` an older one, ``failed`` has no file."""
    reason: str | None = None
    captured_at: datetime | None = None
    files: tuple[OriginalFile, ...] = ()


class SpreadVersion(Resource):
    """One exposure of a spread."""

    version: int
    operator: str = ""
    taken_at: datetime | None = None
    counts: bool = False
    """A photograph of it is one of those that count now."""
    shots: tuple[ShotReviewed, ...] = ()
    verdict: VerdictReviewed | None = None


class PageReviewed(Resource):
    """A page, and what the page engine found of it on the photograph."""

    page_id: str
    shot_id: str
    side: Side
    version: int = 1
    width_px: int | None = None
    height_px: int | None = None
    ppi: float | None = None
    score: float | None = None
    characters: int | None = None
    image_sha256: str | None = None
    """None: there is no image at ``/v1/pages/{page_id}/image``."""
    has_text: bool = False
    corrections: int = 0
    corners: tuple[tuple[float, float], ...] | None = None
    """Of the page in the photograph as stored, in pixels: top left, top right, bottom right, bottom left of the
    upright page. None: the whole photograph is the page."""
    clockwise_degrees: int = 0
    """By which the stored photograph is turned to be upright, after being mirrored if ``mirrored``."""
    mirrored: bool = False
    model: str | None = None
    confidence: float | None = None
    warnings: tuple[str, ...] = ()


class SpreadReview(Resource):
    """A spread with all that is known of it."""

    spread_id: str
    book_id: str
    book_title: str
    position: int
    of: int
    """How many spreads the book has."""
    deleted: bool = False
    state: str
    note: str = ""
    versions: tuple[SpreadVersion, ...] = ()
    """The newest first."""
    pages: tuple[PageReviewed, ...] = ()
    """Those of all versions, the newest first, left before right."""


class WordBox(Request):
    """A rectangle in pixels of the page image: left <= x < right, top <= y < bottom."""

    left: int = Field(ge=0, le=1_000_000)
    top: int = Field(ge=0, le=1_000_000)
    right: int = Field(ge=0, le=1_000_000)
    bottom: int = Field(ge=0, le=1_000_000)


class PlacedWord(Resource):
    """A word as it was read, and as it was corrected."""

    box: WordBox
    text: str
    confidence: float = Field(ge=0, le=1)
    block: int
    paragraph: int
    line: int
    """Numbers from 0: of the block on the page, the paragraph in the block, the line in the paragraph."""
    corrected: str | None = None
    """What a person says is printed there; empty: nothing is. None: not corrected."""
    correction_id: str | None = None


class CorrectionKept(Resource):
    """A correction whose word is not on the page as it is read now: kept, and applied nowhere."""

    correction_id: str
    box: WordBox
    old_text: str
    new_text: str
    operator: str


class PageWords(Resource):
    """The words of a page in reading order, on an image of ``width_px`` x ``height_px``."""

    page_id: str
    width_px: int
    height_px: int
    languages: tuple[str, ...] = ()
    engine: str = ""
    words: tuple[PlacedWord, ...] = ()
    unmatched: tuple[CorrectionKept, ...] = ()


class AnswerFlag(Action):
    """Say what is to be thought of a flag; None takes the answer back."""

    opinion: FlagOpinion | None = None
    reason: Reason = ""


class CorrectWord(Action):
    """The word in this box, which reads ``old_text`` now, is printed as ``new_text``; empty: there is no word."""

    box: WordBox
    old_text: WordText
    new_text: WordText


class SayRoles(Action):
    """What photographs of a spread show, by side."""

    roles: dict[Side, ShotRole] = Field(min_length=1, max_length=4)


class RolesSaid(Resource):
    """The roles that the photographs had before: what undoes the saying."""

    before: dict[Side, ShotRole]


class NoteSpread(Action):
    """A note on a spread, replacing what was there; empty takes it away."""

    text: Prose
