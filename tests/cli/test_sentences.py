"""What a person reads when something is wrong, and the exit code that a script sees."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tests.cli.conftest import Run


def test_without_a_daemon_status_says_how_to_start_one(run: Run, tmp_path: Path) -> None:
    ran = run("status", "--socket", tmp_path / "absent.sock")
    assert ran.code == 1
    assert "not running" in ran.err
    assert "bookcradle daemon" in ran.err
    assert ran.out == ""


def test_an_unknown_setting_is_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "b.toml").write_text("[capture]\nturn_afer = 'landed'\n", "utf-8")
    ran = run("daemon", "--settings", "b.toml")
    assert ran.code == 2
    assert "capture.turn_afer" in ran.err
    assert "turn_after" in ran.err


def test_a_folder_that_is_not_there_is_named(run: Run, tmp_path: Path) -> None:
    ran = run("import", tmp_path / "nowhere", "--title", "T", "--library", tmp_path / "library")
    assert ran.code == 2
    assert "nowhere" in ran.err


def test_an_empty_folder_imports_nothing_and_makes_no_book(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    ran = run("import", tmp_path / "empty", "--title", "T", "--library", tmp_path / "library")
    assert ran.code == 1
    assert "empty" in ran.err
    assert run("export", "--book", "T", "--out", "t.pdf", "--library", tmp_path / "library").code == 1


def test_a_book_that_is_not_there_is_named(run: Run, tmp_path: Path) -> None:
    ran = run("export", "--book", "Ghosts", "--out", "g.pdf", "--library", tmp_path / "library")
    assert ran.code == 1
    assert "Ghosts" in ran.err
    assert not (tmp_path / "g.pdf").exists()


def test_a_library_of_a_newer_program_is_refused(run: Run, tmp_path: Path) -> None:
    assert run("db", "upgrade", "--library", tmp_path / "library").code == 0
    with sqlite3.connect(tmp_path / "library" / "library.sqlite") as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    database.close()
    ran = run("night", "--library", tmp_path / "library")
    assert ran.code == 1
    assert "newer" in ran.err


@pytest.mark.parametrize("arguments", [["frobnicate"], ["import"], ["demo", "--brand", "leica"]])
def test_wrong_use_is_exit_code_2_with_the_usage(run: Run, arguments: list[str]) -> None:
    ran = run(*arguments)
    assert ran.code == 2
    assert "Usage" in ran.err


def test_the_cradle_is_not_released_unless_somebody_looked(run: Run, tmp_path: Path) -> None:
    ran = run("release", "--socket", tmp_path / "absent.sock")
    assert ran.code == 2
    assert "look at the cradle" in ran.err


def test_doctor_tells_what_is_missing_and_what_to_do(run: Run) -> None:
    ran = run("doctor", "--json", BOOKCRADLE_CRADLE__PORT="/dev/no-such-tty")
    findings = {finding["name"]: finding for finding in ran.json["findings"]}
    assert findings["Python packages"]["level"] == "ok"
    assert findings["Text recognition"]["level"] == "ok"
    assert findings["Controller"]["level"] == "warning"
    assert all(finding["remedy"] for finding in findings.values() if finding["level"] != "ok")
