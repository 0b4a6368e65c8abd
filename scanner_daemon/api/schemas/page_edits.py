"""How a person wants a page to be made."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from scanner_daemon.api.schemas.actions import Action
from scanner_daemon.api.schemas.base import Resource

__all__ = ["EditPage", "PageEdited", "PageMode"]


class PageMode(StrEnum):
    """What a page is made into."""

    COLOUR = "colour"
    GRAY = "gray"
    BILEVEL = "bilevel"
    """Black and white."""


PhotoPoint = tuple[
    Annotated[float, Field(ge=-100_000, le=100_000, allow_inf_nan=False)],
    Annotated[float, Field(ge=-100_000, le=100_000, allow_inf_nan=False)],
]
Corners = tuple[PhotoPoint, PhotoPoint, PhotoPoint, PhotoPoint]


class EditPage(Action):
    """How a page shall be made, whole, in place of the edit before; what is left out is left to the page engine.

    Points are pixels of the photograph as it is stored, so that they mean the same after any new run.
    """

    corners: Corners | None = None
    """The page's outline, in any order."""
    crop: Corners | None = None
    """What is kept of the finished page, in any order."""
    clockwise_degrees: Literal[0, 90, 180, 270] | None = None
    """The turn that makes the stored photograph upright."""
    mode: PageMode | None = None
    as_photographed: bool = False
    """Leave the photograph whole: only the turn and the crop count beside it."""


class PageEdited(Resource):
    """The edit that counts for a page; without an id there is none."""

    page_id: str
    edit_id: str | None = None
    operator: str = ""
    corners: Corners | None = None
    crop: Corners | None = None
    clockwise_degrees: Literal[0, 90, 180, 270] | None = None
    mode: PageMode | None = None
    as_photographed: bool = False
