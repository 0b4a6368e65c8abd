"""The modules of screens that nobody has gone to yet."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from operator_gui.screens.registry import modules_of_screens
from operator_gui.shell.ahead import ImportedAhead


def test_modules_are_imported_one_by_one_after_the_word_is_given(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ["ahead_first", "ahead_second"]
    for name in names:
        (tmp_path / f"{name}.py").write_text("", "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    ahead = ImportedAhead(iter(names))
    qtbot.wait(50)
    assert not {*names} & {*sys.modules}
    ahead.begin()
    qtbot.waitUntil(lambda: names[0] in sys.modules)
    assert names[1] not in sys.modules
    ahead.begin()
    qtbot.waitUntil(lambda: names[1] in sys.modules)
    for name in names:
        monkeypatch.delitem(sys.modules, name)


def test_every_module_of_every_screen_is_named() -> None:
    names = list(modules_of_screens())
    assert {"operator_gui.screens.review.detail", "operator_gui.screens.capture.live.pane"} <= set(names)
    assert len(names) == len(set(names))
