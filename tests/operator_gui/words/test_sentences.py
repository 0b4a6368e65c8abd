"""Sentences that the library keeps in English are said in the person's language, whatever they were filled with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QApplication

import operator_gui.translations
from operator_gui.words.problems import PROBLEMS, words_of
from operator_gui.words.sentences import said_again
from scanner_daemon.capture.reasons import NOTHING_LANDED, not_that_spread
from scanner_daemon.library.errors import DiskFailing
from scanner_daemon.workers.bag import TargetFull, TargetNotWritable
from scanner_daemon.workers.preview_job import NothingToPreview

VALUES: dict[str, str | float] = {
    "camera": "left camera",
    "side": "left",
    "folder": "/media/Disk (2)",
    "detail": "[Errno 5] Input/output error",
    "deadline_s": 4.5,
}


@pytest.fixture
def german(qapp: QApplication) -> Iterator[None]:
    translator = QTranslator()
    assert translator.load("bookcradle_de", str(Path(operator_gui.translations.__file__).parent))
    qapp.installTranslator(translator)
    yield
    qapp.removeTranslator(translator)


def filled(words: str) -> tuple[str, dict[str, str | float]]:
    """A sentence as it is stored, with the values that it was filled with."""
    names = {name for _, name, _, _ in Formatter().parse(words) if name}
    params = {name: VALUES.get(name, f"<{name} 7>") for name in names}
    return words.format(**params), {**params, **({"side": "left"} if "camera" in names else {})}


@pytest.mark.usefixtures("german")
def test_every_known_sentence_is_said_again_in_german() -> None:
    different = []
    for code, (what, remedy) in PROBLEMS.items():
        sentence, params = filled(f"{what} {remedy}".strip())
        wanted = " ".join(part for part in words_of(code, params, "", "") if part)
        if said_again(sentence) != wanted:
            different.append(code)
    alike = {f"{what} {remedy}" for what, remedy in PROBLEMS.values()}
    assert len(different) <= len(PROBLEMS) - len(alike), different


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        (TargetFull(folder="/media/Disk (2)").sentence, "Die Platte mit /media/Disk (2) ist voll."),
        (TargetNotWritable(folder="/mnt/a", detail="b. c").sentence, "In /mnt/a lässt sich nicht schreiben (b. c)."),
        (NothingToPreview(title="Days. And (nights)").sentence, "„Days. And (nights)“ hat noch keine Aufnahmen"),
        (DiskFailing(detail="EIO").what_happened, "EIO"),
        (not_that_spread(4).sentence, "Doppelseite 4"),
        (NOTHING_LANDED.sentence, ""),
    ],
)
def test_what_jobs_and_missing_sides_say_reads_german(sentence: str, said: str) -> None:
    again = said_again(sentence)
    assert said in again
    assert again != sentence


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize("sentence", ["", "RuntimeError: no idea", "The archive is closed on Sundays."])
def test_what_nobody_knows_is_left_as_it_came(sentence: str) -> None:
    assert said_again(sentence) == sentence
