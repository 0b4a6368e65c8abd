"""Photographs made elsewhere, from a folder to a PDF, as its user would do it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pikepdf

from tests.cli.conftest import Run


def test_import_night_and_export_give_a_searchable_pdf(run: Run, photographs: Path, tmp_path: Path) -> None:
    library = tmp_path / "library"
    imported = run("import", photographs, "--title", "Days", "--library", library)
    assert imported.code == 0, imported.err
    assert "notes.txt" in imported.err
    night = run("night", "--library", library, "--json")
    assert night.code == 0, night.err
    assert night.json["done"] == {"page": 2, "text": 2}
    assert night.json["books"] == [{"title": "Days", "pages": 2, "without_text": 0}]
    exported = run("export", "--library", library, "--book", "Days", "--out", tmp_path / "days.pdf", "--json")
    assert exported.code == 0, exported.err
    assert exported.json["valid"] is True
    with pikepdf.open(tmp_path / "days.pdf") as pdf:
        assert len(pdf.pages) == 2
    assert run("export", "--library", library, "--book", "Days", "--format", "text", "--out", "days.txt").code == 0
    assert "harbour lay quiet" in (tmp_path / "days.txt").read_text("utf-8")
    check = run("db", "check", "--verify", "--library", library, "--json")
    assert (check.code, check.json["sound"], check.json["files_checked"]) == (0, True, 2)


def test_importing_a_folder_again_adds_nothing(run: Run, photographs: Path, tmp_path: Path) -> None:
    library = tmp_path / "library"
    first = run("import", photographs, "--title", "Days", "--library", library, "--json")
    again = run("import", photographs, "--title", "Days", "--library", library, "--json")
    assert (first.json["added"], first.json["known"]) == (2, 0)
    assert (again.json["added"], again.json["known"]) == (0, 2)
    assert len(list((library / "originals").rglob("*.jpg"))) == 2


def test_a_damaged_photograph_is_named_and_the_others_are_imported(run: Run, photographs: Path, tmp_path: Path) -> None:
    (photographs / "page_3.jpg").write_bytes(b"")
    (photographs / "page_4.jpg").write_bytes((photographs / "page_1.jpg").read_bytes()[:9000])
    (photographs / "page_5.jpg").write_text("a shopping list", "utf-8")
    ran = run("import", photographs, "--title", "Days", "--library", tmp_path / "library", "--json")
    assert ran.code == 3
    assert ran.json["added"] == 2
    assert {file["name"] for file in ran.json["skipped"]} == {"notes.txt", "page_3.jpg", "page_4.jpg", "page_5.jpg"}
    assert all(file["why"] for file in ran.json["skipped"])


def test_a_night_that_is_killed_is_resumed_and_makes_each_page_once(
    run: Run, photographs: Path, tmp_path: Path
) -> None:
    library = tmp_path / "library"
    run("import", photographs, "--title", "Days", "--library", library)
    command = [sys.executable, "-m", "scanner_daemon", "night", "--library", str(library), "--processes", "1"]
    night = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    deadline = time.monotonic() + 60
    while not list((library / "derived").rglob("*.jpg")):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    os.killpg(night.pid, signal.SIGKILL)
    night.wait(10)
    resumed = run("night", "--library", library, "--json")
    assert resumed.code == 0, resumed.err
    assert resumed.json["books"] == [{"title": "Days", "pages": 2, "without_text": 0}]
    assert run("night", "--library", library, "--json").json["done"] == {}
