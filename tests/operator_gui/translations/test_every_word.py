"""Every word of the program is there in German, plurals are there in English, and what is loaded is what was edited."""

from __future__ import annotations

import ast
import re
import shutil
from pathlib import Path
from xml.etree import ElementTree

import pytest

from operator_gui.translations.linguist import FOLDER, LANGUAGES, compile_words, take_words, unfinished

PLACEHOLDER = re.compile(r"\{[^{}]*\}|%L?\d|%n|&(?=\w)|<[^<>]+>|`[^`]+`")
languages = pytest.mark.parametrize("language", LANGUAGES)


def ts_of(language: str) -> Path:
    return FOLDER / f"bookcradle_{language}.ts"


@languages
def test_no_word_is_missing_and_none_is_left_over(language: str, tmp_path: Path) -> None:
    renewed = Path(shutil.copy(ts_of(language), tmp_path))
    take_words(renewed, plural_only=LANGUAGES[language])
    assert unfinished(renewed) == [], "run `make translations`, and translate what it names"
    assert renewed.read_text("utf-8") == ts_of(language).read_text("utf-8"), "run `make translations`"


@languages
def test_what_the_program_loads_was_made_of_what_a_translator_edits(language: str, tmp_path: Path) -> None:
    compile_words(ts_of(language), tmp_path / "made.qm")
    assert (tmp_path / "made.qm").read_bytes() == ts_of(language).with_suffix(".qm").read_bytes()


@languages
def test_translations_hold_the_same_placeholders(language: str) -> None:
    wrong = []
    for message in ElementTree.parse(ts_of(language)).getroot().iter("message"):
        source, translation = message.findtext("source", ""), message.find("translation")
        assert translation is not None
        forms = [form.text or "" for form in translation.iter("numerusform")] or [translation.text or ""]
        wanted = sorted(PLACEHOLDER.findall(source))
        for form in forms:
            held = sorted(PLACEHOLDER.findall(form))
            alike = set(held) | {"%n"} == set(wanted) | {"%n"} if "%n" in wanted else held == wanted
            if not alike:
                wrong.append((source, form))
    assert wrong == []


def test_a_word_that_nobody_translated_is_found(tmp_path: Path) -> None:
    words = ts_of("de").read_text("utf-8")
    one = re.search(r"<translation>[^<]+</translation>", words)
    assert one is not None
    for damage in ('<translation type="unfinished">Wort</translation>', "<translation></translation>"):
        damaged = tmp_path / "bookcradle_de.ts"
        damaged.write_text(words.replace(one.group(), damage, 1), "utf-8")
        assert len(unfinished(damaged)) == len(unfinished(ts_of("de"))) + 1


def test_no_place_of_this_machine_is_in_the_files() -> None:
    for language in LANGUAGES:
        assert "location" not in ts_of(language).read_text("utf-8")


def test_plurals_are_where_linguist_finds_them() -> None:
    """Of Python, `lupdate` takes plurals from ``self.tr`` only; those of ``translate`` would stay English for ever."""
    unheard = [
        f"{path.name}: {line.strip()}"
        for path in sorted(FOLDER.parent.rglob("*.py"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if "%n" in line and "translate(" in line
    ]
    assert not unheard


def test_no_word_is_hidden_from_linguist_in_a_filled_string() -> None:
    """`lupdate` does not look into f-strings: what is said there would stay English for ever, and nobody would know."""
    unheard = [
        f"{path.name}: {ast.unparse(call)}"
        for path in sorted(FOLDER.parent.rglob("*.py"))
        for filled in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(filled, ast.JoinedStr)
        for call in ast.walk(filled)
        if isinstance(call, ast.Call) and ast.unparse(call.func).rpartition(".")[2] in ("tr", "translate")
    ]
    assert not unheard
