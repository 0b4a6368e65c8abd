"""What alignment finds, in the operator's words, and the way in which the page has to go."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QCoreApplication

from operator_gui.words.numbers import decimal
from scanner_daemon.api.schemas import AlignmentFinding, Param

__all__ = ["Way", "finding_words", "way_of"]


class Way(Enum):
    """Where to push the page, as it is read; drawn as an arrow."""

    UP = "up"
    DOWN = "down"
    LEFT = "left"
    RIGHT = "right"
    CLOCKWISE = "clockwise"
    ANTICLOCKWISE = "anticlockwise"


def _amount(finding: AlignmentFinding) -> str:
    value = finding.params.get("by", 0)
    number = f"{value:.0f}" if isinstance(value, int | float) else str(value)
    return f"{number} {finding.params.get('unit', '')}".strip()


def _edge(name: Param | None) -> str:
    translate = QCoreApplication.translate
    match name:
        case "top":
            return translate("FindingWords", "at the top")
        case "bottom":
            return translate("FindingWords", "at the bottom")
        case "left":
            return translate("FindingWords", "on the left")
        case _:
            return translate("FindingWords", "on the right")


def finding_words(finding: AlignmentFinding) -> str:
    """One short label; empty for a code that this program does not know (of a newer daemon)."""
    translate = QCoreApplication.translate
    by = _amount(finding)
    match finding.code:
        case "no_page":
            return translate("FindingWords", "No page in view")
        case "page_too_high":
            return translate("FindingWords", "%1 too high").replace("%1", by)
        case "page_too_low":
            return translate("FindingWords", "%1 too low").replace("%1", by)
        case "page_too_far_left":
            return translate("FindingWords", "%1 too far left").replace("%1", by)
        case "page_too_far_right":
            return translate("FindingWords", "%1 too far right").replace("%1", by)
        case "page_rotated":
            turned = finding.params.get("degrees", 0)
            degrees = f"{decimal(turned)}°" if isinstance(turned, int | float) else str(turned)
            return translate("FindingWords", "Turned by %1").replace("%1", degrees)
        case "page_cut_off":
            return translate("FindingWords", "Cut off %1").replace("%1", _edge(finding.params.get("edge")))
        case "page_near_edge":
            return translate("FindingWords", "Close to the edge %1").replace("%1", _edge(finding.params.get("edge")))
        case "spine_off":
            return translate("FindingWords", "Spine %1 off").replace("%1", by)
        case "view_obscured":
            return translate("FindingWords", "Something is in the way")


_AGAINST = {"top": Way.DOWN, "bottom": Way.UP, "left": Way.RIGHT, "right": Way.LEFT}


def way_of(finding: AlignmentFinding) -> Way | None:
    """The way that puts it right; None where pushing does not help."""
    match finding.code:
        case "page_too_high":
            return Way.DOWN
        case "page_too_low":
            return Way.UP
        case "page_too_far_left":
            return Way.RIGHT
        case "page_too_far_right":
            return Way.LEFT
        case "page_rotated":
            return Way.ANTICLOCKWISE if finding.params.get("direction") == "clockwise" else Way.CLOCKWISE
        case "page_cut_off" | "page_near_edge":
            return _AGAINST.get(str(finding.params.get("edge")))
        case "spine_off":
            return Way.RIGHT if finding.params.get("direction") == "left" else Way.LEFT
        case _:
            return None
