"""Every screen, in both languages, on a small and a large display, with text as designed and twice as large: nothing
that a person should read is elided, clipped or covered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtTest import QTest

from operator_gui.daemon.client import Call
from operator_gui.daemon.images import Picture
from operator_gui.screens.registry import found_screens
from operator_gui.session.preferences import Language
from scanner_daemon.cli.bench_operator import wait_until_whole
from scanner_daemon.vocabulary import Side
from tests.operator_gui.conftest import Seat
from tests.operator_gui.walk.walking import Unreadable, unreadable

SMALL, LARGE = (1366, 768), (1920, 1080)
LOOKS = [(SMALL, 100), (SMALL, 200), (LARGE, 200)]
"""Twice as large as far as there is room: `most_percent`."""
QUIET_MS = 30
LOOKS_AGAIN, LOOK_AGAIN_MS = 4, 100
SPREADS = 3


@dataclass
class Walk:
    """Goes through all screens at once, and collects what cannot be read."""

    seat: Seat

    def settle(self) -> None:
        """Until nothing is asked for or decoded any more, and layouts have come to rest."""
        program = self.seat.program
        QTest.qWait(QUIET_MS)
        self.seat.until(
            lambda: not program.client.findChildren(Call) and not program.images.findChildren(Picture), "settled"
        )
        QTest.qWait(0)

    def look(self, language: Language, size: tuple[int, int], percent: int) -> None:
        """The window anew, in these words and sizes."""
        preferences = self.seat.program.preferences
        old = self.seat.window
        if preferences.language is not language:
            preferences.language = language
            self.seat.until(lambda: self.seat.window is not old, "rebuilt")
        preferences.text_percent = percent
        self.seat.window.resize(*size)
        self.settle()
        assert (self.seat.window.width(), self.seat.window.height()) == size, "the window does not fit this display"

    def unreadable_for_long(self) -> list[Unreadable]:
        """What stays so: a text that came this moment may be laid out in the next."""
        for _ in range(LOOKS_AGAIN):
            if not unreadable(self.seat.window):
                return []
            QTest.qWait(LOOK_AGAIN_MS)
            self.settle()
        return unreadable(self.seat.window)

    def found(self, state: str) -> Iterator[str]:
        for language in (Language.ENGLISH, Language.GERMAN):
            for size, percent in LOOKS:
                self.look(language, size, percent)
                for screen in found_screens():
                    self.seat.window.show_screen(screen.id)
                    self.settle()
                    for each in self.unreadable_for_long():
                        yield f"{state}, {language} {size[0]} x {size[1]} {percent} %, {screen.id}: {each}"


def report(found: Iterator[str]) -> None:
    lines = list(found)
    assert not lines, "\n" + "\n".join(lines)


@pytest.fixture
def walk(rig: Callable[..., Seat]) -> Walk:
    seat = rig()
    assert seat.bench is not None
    wait_until_whole(seat.bench.api)
    return Walk(seat)


@pytest.mark.timeout(300)
def test_before_any_book(walk: Walk) -> None:
    report(walk.found("no book"))


@pytest.mark.timeout(300)
def test_with_a_book_and_flags(walk: Walk) -> None:
    bench = walk.seat.bench
    assert bench is not None
    bench.begin("Ein Wörterbuch der deutschen Rechtschreibung, mit vielen Beispielen", expected_spreads=210)
    for _ in range(SPREADS):
        bench.shoot()
    report(walk.found("a book"))


@pytest.mark.timeout(300)
def test_with_a_camera_that_went_away(walk: Walk) -> None:
    bench = walk.seat.bench
    assert bench is not None
    bench.begin("A book")
    bench.shoot()
    bench.rig.unplug(Side.RIGHT)
    bench.until(lambda now: not all(camera.alive for camera in now.cameras.values()))
    report(walk.found("no right camera"))


@pytest.mark.timeout(300)
def test_with_all_keys_shown_and_a_notice(walk: Walk) -> None:
    lines: list[str] = []
    for language in (Language.ENGLISH, Language.GERMAN):
        for size, percent in LOOKS:
            walk.look(language, size, percent)
            for screen in found_screens():
                window = walk.seat.window
                window.show_screen(screen.id)
                walk.seat.program.notices.tell(window.tr("Emergency stop"), action=window.tr("Show all keys"), key="F1")
                window.toggle_keys()
                walk.settle()
                lines += [f"{language} {size} {percent} % {screen.id}: {each}" for each in unreadable(window)]
                window.toggle_keys()
                walk.settle()
                lines += [f"{language} {size} {percent} % {screen.id}: {each}" for each in unreadable(window)]
    assert not lines, "\n" + "\n".join(dict.fromkeys(lines))
