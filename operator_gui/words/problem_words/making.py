"""What can be wrong with photographs, pages and their text.

English as the daemon says it; a test keeps both the same.
"""

from __future__ import annotations

from collections.abc import Mapping

from operator_gui.words.marked import QT_TRANSLATE_NOOP

__all__ = ["MAKING"]

MAKING: Mapping[str, tuple[str, str]] = {
    "profile.unreadable": (
        QT_TRANSLATE_NOOP("Problems", "The calibration profile {path} cannot be read: {detail}."),
        QT_TRANSLATE_NOOP(
            "Problems",
            "Name another file in the settings (cameras.profile), or take the line out to go on without a profile.",
        ),
    ),
    "profile.too_new": (
        QT_TRANSLATE_NOOP(
            "Problems",
            "The calibration profile {path} was written by a newer program (format {found}, this one reads {known}).",
        ),
        QT_TRANSLATE_NOOP("Problems", "Update bookcradle, or name an older profile in the settings (cameras.profile)."),
    ),
    "profile.damaged": (
        QT_TRANSLATE_NOOP("Problems", "The calibration profile {path} was changed after it was made."),
        QT_TRANSLATE_NOOP("Problems", "Profiles are never edited: take the file from a copy, or calibrate again."),
    ),
    "text.language_missing": (
        QT_TRANSLATE_NOOP(
            "Problems",
            "The text recogniser does not know the language `{language}` (looked in {folders}).",
        ),
        QT_TRANSLATE_NOOP("Problems", "Install its data: `apt install {package}`."),
    ),
    "text.tessdata_missing": (
        QT_TRANSLATE_NOOP("Problems", "No folder with the text recogniser's data was found (looked in {folders})."),
        QT_TRANSLATE_NOOP(
            "Problems",
            "Install them, `apt install {package}`, or set TESSDATA_PREFIX to the folder that holds *.traineddata.",
        ),
    ),
    "text.recognition_failed": (
        QT_TRANSLATE_NOOP("Problems", "The text of this page could not be recognised: {detail}."),
        QT_TRANSLATE_NOOP(
            "Problems",
            "Look at the page; shoot it again if it is damaged, otherwise run its recognition again.",
        ),
    ),
    "text.pdf_failed": (
        QT_TRANSLATE_NOOP("Problems", "The PDF `{name}` could not be written: {detail}."),
        QT_TRANSLATE_NOOP(
            "Problems",
            "The pages and their text are kept; export the book again, and report this with the log if it fails again.",
        ),
    ),
    "inspection.unreadable": (
        QT_TRANSLATE_NOOP("Problems", "The {side} photograph cannot be read as an image."),
        QT_TRANSLATE_NOOP("Problems", "The file is kept as it came; shoot the spread again."),
    ),
    "pages.photo_unreadable": (
        QT_TRANSLATE_NOOP("Problems", "This photograph cannot be read: {detail}."),
        QT_TRANSLATE_NOOP(
            "Problems",
            "Look at the file; if it came from a card, copy it again, otherwise shoot the page again.",
        ),
    ),
    "pages.photo_truncated": (
        QT_TRANSLATE_NOOP("Problems", "This photograph is cut short: {detail}."),
        QT_TRANSLATE_NOOP(
            "Problems",
            "Copy it again from the camera's card if it is still there, otherwise shoot the page again.",
        ),
    ),
    "pages.gpu_failed": (
        QT_TRANSLATE_NOOP("Problems", "The graphics card {adapter} failed: {detail}."),
        QT_TRANSLATE_NOOP("Problems", "Use --backend cpu, which needs none."),
    ),
    "off_load.disk_gone": (
        QT_TRANSLATE_NOOP("Problems", "The disk with {folder} is not there any more."),
        QT_TRANSLATE_NOOP("Problems", "Connect it again and retry: it goes on where it was. Nothing here was removed."),
    ),
    "off_load.disk_full": (
        QT_TRANSLATE_NOOP("Problems", "The disk with {folder} is full."),
        QT_TRANSLATE_NOOP(
            "Problems",
            "Make room there or choose another disk, then retry: it goes on where it was. Nothing here was removed.",
        ),
    ),
    "off_load.not_writable": (
        QT_TRANSLATE_NOOP("Problems", "{folder} cannot be written to ({detail})."),
        QT_TRANSLATE_NOOP(
            "Problems",
            "See that the disk is not write-protected and that bookcradle may write there, then retry.",
        ),
    ),
    "off_load.source_damaged": (
        QT_TRANSLATE_NOOP(
            "Problems",
            "The file {file} of this book is missing here or is not what was recorded when it was made.",
        ),
        QT_TRANSLATE_NOOP(
            "Problems",
            "Run `bookcradle db check --verify`; take it from a backup or shoot the page again, then retry.",
        ),
    ),
    "off_load.copy_damaged": (
        QT_TRANSLATE_NOOP("Problems", "{file} was read back from {folder} with other bytes than were written."),
        QT_TRANSLATE_NOOP(
            "Problems",
            "That disk, its cable or its reader is failing: use another one. Nothing here was removed.",
        ),
    ),
    "off_load.incomplete": (
        QT_TRANSLATE_NOOP("Problems", "The copy in {folder} lacks {count} files of the book."),
        QT_TRANSLATE_NOOP("Problems", "The book has changed since: off-load it again, then remove the originals here."),
    ),
    "export.no_pages": (
        QT_TRANSLATE_NOOP("Problems", "“{title}” has no processed pages yet."),
        QT_TRANSLATE_NOOP("Problems", "Run `bookcradle night` first, and look at `bookcradle status` for what failed."),
    ),
    "preview.nothing": (
        QT_TRANSLATE_NOOP("Problems", "“{title}” has no photographs yet that could be shown."),
        QT_TRANSLATE_NOOP("Problems", "Photograph a spread, then ask again."),
    ),
}
