"""What was chosen at the screen: kept beside the library, before the settings file, and gone with its file."""

from __future__ import annotations

from pathlib import Path

import pytest

from scanner_daemon.service.setup_memory import SetupMemory, SetupUnreadable
from scanner_daemon.settings import Settings
from scanner_daemon.vocabulary import Side

WRITTEN = Settings.model_validate(
    {
        "cameras": {
            "left": {"serial": "111", "shutter_lag_ms": 41.0, "settings": {"iso": "100"}},
            "right": {"serial": "222", "shutter_lag_ms": 52.0},
        },
        "cradle": {"port": "/dev/ttyACM0"},
    }
)


def test_without_a_choice_the_settings_hold(tmp_path: Path) -> None:
    assert SetupMemory(tmp_path).chosen.applied(WRITTEN) == WRITTEN


def test_a_choice_survives_and_goes_before_the_settings(tmp_path: Path) -> None:
    reopened: list[bool] = []
    memory = SetupMemory(tmp_path, lambda: reopened.append(True))
    memory.choose(reopen=True, controller="serial", port="/dev/ttyUSB7")
    memory.choose(reopen=False, operator="Ana", pedal_keys={"KEY_K": "fire"})
    held = SetupMemory(tmp_path).chosen
    assert held.operator == "Ana"
    settings = held.applied(WRITTEN)
    assert settings.cradle.port == "/dev/ttyUSB7"
    assert settings.pedals.keys == {"KEY_K": "fire"}
    assert settings.cameras == WRITTEN.cameras
    assert reopened == [True]


def test_a_body_keeps_its_own_settings_whichever_side_it_is_given(tmp_path: Path) -> None:
    memory = SetupMemory(tmp_path)
    memory.choose(reopen=False, cameras={Side.LEFT: "000222", Side.RIGHT: "333"})
    cameras = memory.chosen.applied(WRITTEN).cameras
    assert cameras.left is not None
    assert cameras.left.shutter_lag_ms == 52.0
    assert cameras.right is not None
    assert cameras.right.serial == "333"
    assert cameras.right.settings == {}


def test_locks_belong_to_the_body_and_are_forgotten_one_by_one(tmp_path: Path) -> None:
    memory = SetupMemory(tmp_path)
    memory.lock("0000111", "iso", "400")
    memory.lock("111", "f-number", "f/11")
    memory.lock("111", "f-number", None)
    left = SetupMemory(tmp_path).chosen.applied(WRITTEN).cameras.left
    assert left is not None
    assert left.settings == {"iso": "400"}


def test_a_damaged_file_is_named_with_what_to_do(tmp_path: Path) -> None:
    memory = SetupMemory(tmp_path)
    memory.file.write_text("{", "utf-8")
    with pytest.raises(SetupUnreadable) as unreadable:
        SetupMemory(tmp_path)
    assert str(memory.file) in unreadable.value.what_happened
    assert "delete it" in unreadable.value.what_to_do
