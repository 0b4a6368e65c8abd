"""Which way is up: the header's word, checked against the run of the text and its ascenders."""

from __future__ import annotations

from dataclasses import dataclass

from scanner_daemon.pages.copies import Copies
from scanner_daemon.pages.ink import find_ink, runs_down, stands_on_its_head
from scanner_daemon.pages.orientation import Orientation
from scanner_daemon.pages.sheet import Sheet

__all__ = ["Upright", "across", "is_upside_down", "turns_left"]

_DOUBT_AXIS = {False: 0.35, True: 0.55}
_DOUBT_HEAD = {False: 3.0, True: 4.5}
"""How sure the text must be to overrule: a guess (False), and a statement in the header (True)."""


@dataclass(frozen=True, slots=True)
class Upright:
    """The decision and its source: ``caller``, ``exif``, ``as_stored``, ``text_axis``, ``text_ascenders`` or
    ``gutter``: the fold is where a page of this side has it.
    """

    orientation: Orientation
    source: str


def across(stored: Copies, start: Orientation, *, stated: bool) -> Upright:
    """Turn by 90 degrees if the text clearly runs down the page; which of the two turns is right is asked later."""
    copies = stored.turned(start)
    ink = find_ink(copies.gray)
    if ink is not None and runs_down(ink) > _DOUBT_AXIS[stated] and len(ink.boxes) > 150:
        return Upright(start.turned(90), "text_axis")
    return Upright(start, "exif" if stated else "as_stored")


def is_upside_down(sheets: list[Sheet], *, stated: bool) -> bool:
    """Whether the text of all sheets together stands on its head."""
    return _on_its_head(sheets) > _DOUBT_HEAD[stated]


def turns_left(sheets: list[Sheet], upright: Upright) -> tuple[int, ...]:
    """By how many degrees the picture may have to be turned yet, for all that its text tells."""
    if _on_its_head(sheets) < -_DOUBT_HEAD[False]:
        return ()
    runs = [runs_down(sheet.frame_ink) for sheet in sheets if sheet.frame_ink is not None]
    across_surely = upright.source == "text_axis" or any(run < -_DOUBT_AXIS[False] for run in runs)
    return (180,) if across_surely else (180, 90, 270)


def _on_its_head(sheets: list[Sheet]) -> float:
    votes = [stands_on_its_head(s.frame_ink, s.frame_lines) for s in sheets if s.frame_ink is not None]
    return sum(votes) / len(votes) ** 0.5 if votes else 0.0
