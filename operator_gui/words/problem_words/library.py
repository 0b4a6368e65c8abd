"""What can be wrong with the library, and with what is looked up in it.

English as the daemon says it; a test keeps both the same.
"""

from __future__ import annotations

from collections.abc import Mapping

from operator_gui.words.marked import QT_TRANSLATE_NOOP

__all__ = ["LIBRARY"]

LIBRARY: Mapping[str, tuple[str, str]] = {
    "library": (
        QT_TRANSLATE_NOOP("Problems", "Something unexpected happened: {detail}."),
        QT_TRANSLATE_NOOP("Problems", "Look at the log, and report it with `bookcradle doctor`."),
    ),
    "library_damaged": (
        QT_TRANSLATE_NOOP("Problems", "The library's database cannot be read ({detail})."),
        QT_TRANSLATE_NOOP(
            "Problems",
            "Keep a copy of the folder as it is, then put the last backup of library.sqlite in its place; the "
            "photographs in originals/ are not touched by this.",
        ),
    ),
    "library_busy": (
        QT_TRANSLATE_NOOP("Problems", "The library was busy for too long: another program is writing to it."),
        QT_TRANSLATE_NOOP("Problems", "Try again; if it stays so, look for a backup or import that hangs."),
    ),
    "database_unreachable": (
        QT_TRANSLATE_NOOP("Problems", "The library's database cannot be opened ({detail})."),
        QT_TRANSLATE_NOOP(
            "Problems",
            "Check the folder or the database URL in the settings, and that the database server runs.",
        ),
    ),
    "disk_full": (
        QT_TRANSLATE_NOOP("Problems", "The disk of the library is full."),
        QT_TRANSLATE_NOOP(
            "Problems",
            "Make room on it, then try again; everything that was photographed so far is kept.",
        ),
    ),
    "disk_failing": (
        QT_TRANSLATE_NOOP("Problems", "The disk of the library reported an error ({detail})."),
        QT_TRANSLATE_NOOP(
            "Problems",
            "Check its cable and the system's log, make a backup, and try again; what was committed is kept.",
        ),
    ),
    "folder_not_writable": (
        QT_TRANSLATE_NOOP("Problems", "The library's folder {folder} cannot be written to ({detail})."),
        QT_TRANSLATE_NOOP("Problems", "Check its owner and that its disk is mounted for writing."),
    ),
    "original_damaged": (
        QT_TRANSLATE_NOOP(
            "Problems",
            "The file {file} is not what was recorded when it was made (its SHA-256 differs).",
        ),
        QT_TRANSLATE_NOOP(
            "Problems",
            "Take it from the backup, or shoot the page again; the file is left as it is for examination.",
        ),
    ),
    "backup_elsewhere": (
        QT_TRANSLATE_NOOP("Problems", "The backup's folder {folder} is inside the library."),
        QT_TRANSLATE_NOOP("Problems", "Choose a folder on another disk."),
    ),
    "not_a_photograph": (
        QT_TRANSLATE_NOOP("Problems", "{file} is no photograph that can be taken in (JPEG, PNG or TIFF): {detail}."),
        QT_TRANSLATE_NOOP(
            "Problems",
            "Leave it out, or export it again from the program that made it; nothing was taken in.",
        ),
    ),
    "book_not_found": (
        QT_TRANSLATE_NOOP("Problems", "There is no book “{book}” in this library."),
        QT_TRANSLATE_NOOP("Problems", "Ask `bookcradle status` for the books."),
    ),
    "several_books": (
        QT_TRANSLATE_NOOP("Problems", "“{book}” is the title of {count} books."),
        QT_TRANSLATE_NOOP("Problems", "Use the id of the one that is meant; `bookcradle status` lists them."),
    ),
    "not_in_book": (
        QT_TRANSLATE_NOOP("Problems", "The book has no {thing}."),
        QT_TRANSLATE_NOOP("Problems", "Choose one that it has."),
    ),
    "copy_not_found": (
        QT_TRANSLATE_NOOP("Problems", "There is no copy {copy} in this library."),
        QT_TRANSLATE_NOOP("Problems", "Choose one of the copies that the work has, or enter a new one."),
    ),
    "barcode_taken": (
        QT_TRANSLATE_NOOP("Problems", "The barcode {barcode} is on a copy of “{title}” already."),
        QT_TRANSLATE_NOOP("Problems", "Scan the barcode again, or give this copy another one."),
    ),
    "ticket_not_found": (
        QT_TRANSLATE_NOOP("Problems", "There is no re-shoot ticket {ticket}."),
        QT_TRANSLATE_NOOP("Problems", "Look at the list again."),
    ),
    "ticket_closed": (
        QT_TRANSLATE_NOOP("Problems", "This re-shoot ticket is closed already."),
        QT_TRANSLATE_NOOP("Problems", "Look at the list again."),
    ),
    "job_not_found": (
        QT_TRANSLATE_NOOP("Problems", "There is no job {job}."),
        QT_TRANSLATE_NOOP("Problems", "Ask `bookcradle status` for the jobs."),
    ),
    "job_ended": (
        QT_TRANSLATE_NOOP("Problems", "The job {job} has ended already."),
        QT_TRANSLATE_NOOP("Problems", "Look at the list again."),
    ),
    "lease_lost": (
        QT_TRANSLATE_NOOP(
            "Problems",
            "The job {job} was handed to another worker, because this one had not renewed its lease in time.",
        ),
        QT_TRANSLATE_NOOP("Problems", "Nothing needs to be done: the result of this worker was thrown away."),
    ),
    "isbn.wrong": (
        QT_TRANSLATE_NOOP("Problems", "“{isbn}” is no ISBN: {detail}."),
        QT_TRANSLATE_NOOP(
            "Problems",
            "Scan the barcode again or compare the digits with those printed in the book; without one, give the title.",
        ),
    ),
    "catalogue.silent": (
        QT_TRANSLATE_NOOP("Problems", "The catalogue at {host} did not answer ({detail})."),
        QT_TRANSLATE_NOOP(
            "Problems",
            "Type title and author yourself, or check the network and [catalogue] isbn_url in the settings.",
        ),
    ),
    "original_off_loaded": (
        QT_TRANSLATE_NOOP("Problems", "The photographs of “{title}” were moved to {folder} on {day}."),
        QT_TRANSLATE_NOOP(
            "Problems",
            "Connect that disk; to have them here again, bring the book back on the queue screen.",
        ),
    ),
}
