"""The settings file and the environment."""

from __future__ import annotations

from pathlib import Path

import pytest

from scanner_daemon.settings_file import SettingsInvalid, SettingsUnreadable, UnknownSetting, load_settings


def written(folder: Path, text: str) -> Path:
    file = folder / "bookcradle.toml"
    file.write_text(text, "utf-8")
    return file


def test_the_environment_overrides_the_file(tmp_path: Path) -> None:
    file = written(tmp_path, '[capture]\nturn_after = "exposed"\n[cameras.left]\nserial = "12"\n')
    environ = {"BOOKCRADLE_CAPTURE__TURN_AFTER": "judged", "BOOKCRADLE_CRADLE__BAUD": "250000", "PATH": "/bin"}
    settings = load_settings(file, environ)
    assert settings.capture.turn_after == "judged"
    assert settings.cradle.baud == 250_000
    assert settings.cameras.left is not None
    assert settings.cameras.left.serial == "12"


def test_the_file_can_be_named_by_the_environment(tmp_path: Path) -> None:
    file = written(tmp_path, "[capture]\ncontinuous = true\n")
    assert load_settings(None, {"BOOKCRADLE_SETTINGS": str(file)}).capture.continuous


def test_an_unknown_key_is_named_and_the_likely_one_suggested(tmp_path: Path) -> None:
    file = written(tmp_path, '[cameras.left]\nserial = "1"\nshuter_lag_ms = 3\n')
    with pytest.raises(UnknownSetting, match=r"cameras\.left\.shuter_lag_ms.*Did you mean “shutter_lag_ms”"):
        load_settings(file, {})


def test_an_unknown_variable_is_named() -> None:
    with pytest.raises(UnknownSetting, match=r"BOOKCRADLE_CAPTUR__CONTINUOUS.*Did you mean “capture”"):
        load_settings(None, {"BOOKCRADLE_CAPTUR__CONTINUOUS": "1"})


def test_a_value_of_the_wrong_kind_is_named(tmp_path: Path) -> None:
    file = written(tmp_path, '[cradle]\nbaud = "fast"\n')
    with pytest.raises(SettingsInvalid, match=r"cradle\.baud"):
        load_settings(file, {})


@pytest.mark.parametrize("text", ["[cradle", "\udcff"])
def test_a_file_that_is_no_toml_is_named(tmp_path: Path, text: str) -> None:
    file = tmp_path / "bookcradle.toml"
    file.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(SettingsUnreadable, match=r"bookcradle\.toml"):
        load_settings(file, {})


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsUnreadable, match=r"absent\.toml.*No such file"):
        load_settings(tmp_path / "absent.toml", {})
