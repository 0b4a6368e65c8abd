"""Qt Linguist's two programs, called so that the same words always make the same files on every machine."""

from __future__ import annotations

import subprocess
from pathlib import Path
from xml.etree import ElementTree

import PySide6

__all__ = ["FOLDER", "LANGUAGES", "compile_words", "take_words", "unfinished"]

FOLDER = Path(__file__).parent
PACKAGE = FOLDER.parent
QT = Path(PySide6.__file__).parent
LANGUAGES = {"de": False, "en": True}
"""Language to whether only plurals are told: English words stand in the program, but it has two numbers."""


def take_words(ts: Path, *, plural_only: bool = False) -> None:
    """Bring a `.ts` file up to date with the program's words. What is translated stays; what is gone goes.

    No file names or line numbers are kept: they would change with every edit of the program.
    """
    sources = sorted(str(path.relative_to(PACKAGE)) for path in PACKAGE.rglob("*.py"))
    command = [str(QT / "lupdate"), "-silent", "-no-obsolete", "-locations", "none", "-sort-messages"]
    command += ["-disable-heuristic", "similartext", "-source-language", "en_US"]
    command += ["-target-language", ts.stem.rpartition("_")[2]]
    command += ["-pluralonly"] if plural_only else []
    subprocess.run([*command, *sources, "-ts", str(ts)], cwd=PACKAGE, check=True)


def compile_words(ts: Path, qm: Path) -> None:
    """Make the file that the program loads; words without a translation are left out, and shown in English.

    It takes the place of the former at once: Qt maps the file into memory, and a running program would not survive it
    being cut short.
    """
    part = qm.with_suffix(".part")
    subprocess.run([str(QT / "lrelease"), "-silent", str(ts), "-qm", str(part)], check=True)
    part.replace(qm)


def unfinished(ts: Path) -> list[tuple[str, str]]:
    """(context, source) of everything that has no translation, or one that a translator has not approved."""
    found = []
    for context in ElementTree.parse(ts).getroot().iter("context"):  # noqa: S314  a file of ours
        for message in context.iter("message"):
            translation = message.find("translation")
            forms = [] if translation is None else [translation, *translation.iter("numerusform")]
            words = "".join(form.text or "" for form in forms).strip()
            if translation is None or translation.get("type") is not None or not words:
                found.append((context.findtext("name", ""), message.findtext("source", "")))
    return found
