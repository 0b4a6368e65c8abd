"""The report tells what happened, and nobody's own business."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from scanner_daemon.api.report_text import report_text
from scanner_daemon.api.schemas import (
    CameraState,
    CycleTimes,
    Fault,
    Notification,
    NotificationKind,
    RigSnapshot,
    RigState,
)
from scanner_daemon.service.report import report_of, without_persons
from scanner_daemon.settings import Settings
from scanner_daemon.vocabulary import Side

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def a_report() -> str:
    home = Path.home()
    settings = Settings.model_validate(
        {
            "library": {"folder": str(home / "library"), "url": "postgresql://ada:pa55word@db/books"},
            "api": {"token_file": "/home/grace/token"},
        }
    )
    snapshot = RigSnapshot(
        boot="b",
        revision=7,
        at=NOON,
        state=RigState.FAULT,
        why="The right camera stopped answering.",
        operator="grace",
        cameras={Side.LEFT: CameraState(side=Side.LEFT, alive=True, model="D750", serial="6012345", brand="Nikon")},
        faults=(Fault(code="camera_silent", what="The right camera stopped answering.", source="right", since=NOON),),
        timing=CycleTimes(cycle_ms=812.5),
    )
    told = Notification(
        id="n1",
        kind=NotificationKind.REFUSED,
        code="busy",
        what=f"grace pressed in {home}/library.",
        raised_at=NOON,
        operator="grace",
    )
    return report_text(report_of(NOON, settings, snapshot, [told]))


def test_it_holds_what_is_needed() -> None:
    text = a_report()
    for needed in ("- bookcradle: ", "D750", "6012345", "camera_silent", "stopped answering", "812.5", "busy"):
        assert needed in text


def test_it_holds_no_secret_and_no_name() -> None:
    text = a_report()
    assert "pa55word" not in text
    assert "grace" not in text
    assert "person 1" in text
    assert str(Path.home()) not in text
    assert "~/library" in text


def test_names_are_replaced_as_whole_words_and_kept_apart() -> None:
    value = {"operator": "Al", "what": "Al, Alba and Almanac", "by": ["Alba"]}
    cleaned = without_persons(value, ["Al", "Alba"], Path("/home/al"))
    assert cleaned == {"operator": "person 1", "what": "person 1, person 2 and Almanac", "by": ["person 2"]}


def test_the_words_of_the_house_are_no_names() -> None:
    assert without_persons("the daemon at night", ["daemon", "night"]) == "the daemon at night"
