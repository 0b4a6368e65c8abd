"""Sentences that the library keeps in English are said in the person's language, whatever they were filled with."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from types import ModuleType

import pytest
from PySide6.QtCore import QLocale, QTranslator
from PySide6.QtWidgets import QApplication

import operator_gui.translations
from operator_gui.words.problem_words.findings import FINDINGS
from operator_gui.words.problems import PROBLEMS, said_again, words_of
from scanner_daemon.capture.reasons import NOTHING_LANDED, not_that_spread
from scanner_daemon.inspection import exposure, frame, leaf, sharpness, sides
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
@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("The paper is 1.3 L* darker than on this book's accepted pages.", "1,3 L* dunkler"),
        ("The page comes close to: top, left.", "oben, links"),
        ("The right photograph is missing.", "rechts"),
        ("This side's picture has not come home.", "nicht angekommen"),
    ],
)
def test_a_finding_reads_german_with_its_figures(sentence: str, said: str) -> None:
    before = QLocale()
    QLocale.setDefault(QLocale("de"))
    try:
        assert said in said_again(sentence)
    finally:
        QLocale.setDefault(before)


def written_in(module: ModuleType) -> Iterator[str]:
    """Every sentence in a module's code, with a dot for each value that is filled in."""
    for node in ast.walk(ast.parse(inspect.getsource(module))):
        if isinstance(node, ast.JoinedStr):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "·" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def test_every_finding_of_inspection_is_known() -> None:
    assert all(said_again(sentence) == sentence for sentence in FINDINGS), "without another language they stay"
    known = {re.sub(r"\{[a-z]+\}", "·", words) for words in FINDINGS}
    modules = (exposure, frame, leaf, sharpness, sides)
    docs = {text for module in modules for text in docstrings(module)}
    whole = re.compile(r"[A-Z·].*\.", re.DOTALL)
    said = {text for module in modules for text in written_in(module) if whole.fullmatch(text) and text not in docs}
    assert len(said) > len(FINDINGS) / 2, "some were not found"
    assert {text.replace(" · than", " lighter than") for text in said} <= known


def docstrings(module: ModuleType) -> Iterator[str]:
    """What is said to programmers."""
    for node in ast.walk(ast.parse(inspect.getsource(module))):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield str(node.value.value)


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize("sentence", ["", "RuntimeError: no idea", "The archive is closed on Sundays."])
def test_what_nobody_knows_is_left_as_it_came(sentence: str) -> None:
    assert said_again(sentence) == sentence
