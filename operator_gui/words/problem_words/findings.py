"""What inspection says of a photograph, and the library of a side that is missing: sentences without a code.

English as the daemon says it; a test keeps both the same.
"""

from __future__ import annotations

from operator_gui.words.marked import QT_TRANSLATE_NOOP

__all__ = ["FINDINGS", "FINDING_VALUES"]

FINDINGS = (
    QT_TRANSLATE_NOOP("Findings", "It is being photographed."),
    QT_TRANSLATE_NOOP("Findings", "No picture came from this side."),
    QT_TRANSLATE_NOOP("Findings", "The program stopped before this side's picture came home."),
    QT_TRANSLATE_NOOP("Findings", "This side's picture has not come home."),
    QT_TRANSLATE_NOOP("Findings", "The {side} photograph is there."),
    QT_TRANSLATE_NOOP("Findings", "The {side} photograph is missing."),
    QT_TRANSLATE_NOOP("Findings", "Fewer than {count} edge pixels: too little print to judge sharpness."),
    QT_TRANSLATE_NOOP("Findings", "Edge slope {value}/px; this book's baseline is still being learned."),
    QT_TRANSLATE_NOOP("Findings", "Edges are {share} as steep as on this book's accepted pages."),
    QT_TRANSLATE_NOOP("Findings", "No paper stands out from the cradle."),
    QT_TRANSLATE_NOOP("Findings", "The page runs out of the photograph at {count} edges ({edges})."),
    QT_TRANSLATE_NOOP("Findings", "The page comes close to: {edges}."),
    QT_TRANSLATE_NOOP("Findings", "The page lies inside the photograph."),
    QT_TRANSLATE_NOOP("Findings", "Only {count} keypoints (of {needed} needed): too empty to recognise."),
    QT_TRANSLATE_NOOP("Findings", "Shares {count} keypoints with the last two {side} pages: another page."),
    QT_TRANSLATE_NOOP(
        "Findings",
        "Shares {count} keypoints with one of the last two {side} pages: the leaf was probably not turned.",
    ),
    QT_TRANSLATE_NOOP("Findings", "No paper in view to judge by."),
    QT_TRANSLATE_NOOP("Findings", "Paper at L* {value}; this book's baseline is still being learned."),
    QT_TRANSLATE_NOOP("Findings", "The paper is {value} L* lighter than on this book's accepted pages."),
    QT_TRANSLATE_NOOP("Findings", "The paper is {value} L* darker than on this book's accepted pages."),
    QT_TRANSLATE_NOOP("Findings", "{share} of the photograph is burnt out."),
    QT_TRANSLATE_NOOP("Findings", "The inspection process did not answer ({detail}); the spread was not judged."),
    QT_TRANSLATE_NOOP("Findings", "{reason} The spread was not judged."),
)
FINDING_VALUES = (
    QT_TRANSLATE_NOOP("Findings", "left"),
    QT_TRANSLATE_NOOP("Findings", "right"),
    QT_TRANSLATE_NOOP("Findings", "both"),
    QT_TRANSLATE_NOOP("Findings", "top"),
    QT_TRANSLATE_NOOP("Findings", "bottom"),
)
"""What may stand for a side or among the edges."""
