"""The disk that loses what was not synced: what survives a cut, and what does not."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from scanner_daemon.simulation.powercut import VolatileDisk, build_shim

KILLED_AT_THE_CUT = 137


@pytest.fixture(scope="module")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_shim(tmp_path_factory.mktemp("shim"))


@pytest.fixture
def disk(tmp_path: Path, shim: Path) -> VolatileDisk:
    (tmp_path / "disk").mkdir()
    (tmp_path / "disk" / "old").write_text("old bytes")
    return VolatileDisk(tmp_path / "disk", tmp_path / "shadow", shim)


@pytest.fixture
def after(disk: VolatileDisk, tmp_path: Path) -> Callable[[str], dict[str, str]]:
    """Run a program on the disk, cut the power, and say what is there afterwards: name to content."""

    def run_and_cut(program: str) -> dict[str, str]:
        prelude = (
            "import os, sqlite3\n"
            "def sync(path):\n    fd = os.open(path, os.O_RDONLY)\n    os.fsync(fd)\n    os.close(fd)\n"
        )
        subprocess.run(
            [sys.executable, "-c", prelude + program],
            cwd=disk.folder,
            env={**os.environ, **disk.environment()},
            check=True,
            timeout=30,
        )
        disk.switch_off()
        disk.left_over(tmp_path / "after")
        found = [path for path in (tmp_path / "after").rglob("*") if path.is_file()]
        return {str(path.relative_to(tmp_path / "after")): path.read_text("latin-1") for path in found}

    return run_and_cut


@pytest.mark.parametrize(
    ("program", "left"),
    [
        pytest.param("open('new', 'w').write('x')", {}, id="a file that nobody synced"),
        pytest.param("open('new', 'w').write('x'); sync('new')", {}, id="bytes without a name"),
        pytest.param("open('new', 'w').write('x'); sync('.')", {"new": ""}, id="a name without bytes"),
        pytest.param("open('new', 'w').write('x'); sync('new'); sync('.')", {"new": "x"}, id="both"),
        pytest.param(
            "open('new', 'w').write('x'); sync('new'); sync('.'); open('new', 'a').write('y')",
            {"new": "x"},
            id="what was written after the sync",
        ),
        pytest.param("os.mkdir('f'); open('f/new', 'w').write('x'); sync('f/new'); sync('f')", {}, id="a new folder"),
        pytest.param(
            "os.mkdir('f'); open('f/new', 'w').write('x'); sync('f/new'); sync('f'); sync('.')",
            {"f/new": "x"},
            id="a new folder that was synced",
        ),
    ],
)
def test_what_is_left_of_a_new_file(after: Callable[[str], dict[str, str]], program: str, left: dict[str, str]) -> None:
    assert after(program) == {"old": "old bytes"} | left


@pytest.mark.parametrize(
    ("program", "left"),
    [
        ("os.rename('old', 'renamed')", {"old": "old bytes"}),
        ("os.rename('old', 'renamed'); sync('.')", {"renamed": "old bytes"}),
        ("os.unlink('old')", {"old": "old bytes"}),
        ("os.unlink('old'); sync('.')", {}),
        ("open('old', 'w').write('new bytes')", {"old": "old bytes"}),
        ("os.link('old', 'second'); sync('.')", {"old": "old bytes", "second": "old bytes"}),
        ("os.unlink('old'); open('other', 'w').write('x'); sync('.')", {"other": ""}),
    ],
)
def test_what_becomes_of_an_old_file(
    after: Callable[[str], dict[str, str]], program: str, left: dict[str, str]
) -> None:
    """The last one: an inode that is given out again does not inherit the bytes of its former life."""
    assert after(program) == left


def test_a_commit_of_sqlite_survives_and_what_was_not_committed_does_not(
    after: Callable[[str], dict[str, str]], tmp_path: Path
) -> None:
    after(
        "db = sqlite3.connect('a.sqlite')\n"
        "db.execute('pragma journal_mode = wal'); db.execute('pragma synchronous = full')\n"
        "db.execute('create table page (number)'); db.execute('insert into page values (1)'); db.commit()\n"
        "db.execute('insert into page values (2)')\n"
        "os._exit(0)"
    )
    with sqlite3.connect(tmp_path / "after" / "a.sqlite") as db:
        assert db.execute("select number from page").fetchall() == [(1,)]
        assert db.execute("pragma integrity_check").fetchall() == [("ok",)]
    db.close()


def test_without_full_sync_a_commit_of_sqlite_is_lost(after: Callable[[str], dict[str, str]], tmp_path: Path) -> None:
    """The model is strict enough to tell the difference."""
    after(
        "db = sqlite3.connect('a.sqlite')\n"
        "db.execute('pragma journal_mode = wal'); db.execute('pragma synchronous = full')\n"
        "db.execute('create table page (number)'); db.commit()\n"
        "db.execute('pragma synchronous = normal')\n"
        "db.execute('insert into page values (1)'); db.commit()\n"
        "os._exit(0)"
    )
    with sqlite3.connect(tmp_path / "after" / "a.sqlite") as db:
        assert db.execute("select number from page").fetchall() == []
    db.close()


def test_nobody_syncs_after_the_cut(disk: VolatileDisk, tmp_path: Path) -> None:
    disk.switch_off()
    program = "import os\nfd = os.open('late', os.O_CREAT | os.O_WRONLY)\nos.fsync(fd)\nprint('still here')"
    ended = subprocess.run(
        [sys.executable, "-c", program],
        cwd=disk.folder,
        env={**os.environ, **disk.environment()},
        capture_output=True,
        timeout=30,
        check=False,
    )
    assert (ended.returncode, ended.stdout) == (KILLED_AT_THE_CUT, b"")
    disk.left_over(tmp_path / "after")
    assert not (tmp_path / "after" / "late").exists()
