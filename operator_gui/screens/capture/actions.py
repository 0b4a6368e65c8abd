"""The keys of the capture screen."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Protocol

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from operator_gui.keys.registry import KeyAction
from operator_gui.screens.capture.control import UNDO_ACTION
from scanner_daemon.api.schemas import ShotRole

__all__ = ["SCOPE", "CaptureDoes", "capture_actions"]

SCOPE = "capture"
LOUPE_STEP = 0.05


class CaptureDoes(Protocol):
    """What the keys call."""

    def fire(self) -> None: ...
    def pause(self) -> None: ...
    def step(self, by: int) -> None: ...
    def select(self, index: int | None) -> None: ...
    def re_shoot(self) -> None: ...
    def insert(self) -> None: ...
    def delete(self) -> None: ...
    def say_role(self, role: ShotRole) -> None: ...
    def begin_note(self) -> None: ...
    def take_back(self) -> None: ...
    def look(self) -> None: ...
    def toggle_layer(self, name: str) -> None: ...
    def move_loupe(self, across: float, along: float) -> None: ...
    def accept(self) -> None: ...
    def release(self) -> None: ...
    def confirm(self, *, turned: bool) -> None: ...
    def go_on_at_end(self) -> None: ...
    def stop_asking(self) -> None: ...
    def stop_comparing(self) -> None: ...
    def open_books(self) -> None: ...


def capture_actions(
    does: CaptureDoes, *, confirm: QWidget, question: QWidget, comparison: QWidget, viewer: QWidget, no_book: QWidget
) -> list[KeyAction]:
    """All of them; those of a card work while it can be seen."""

    def action(
        word: str, title: str, keys: tuple[str, ...], run: Callable[[], object], *, repeats: bool = False
    ) -> KeyAction:
        return KeyAction(f"{SCOPE}.{word}", title, keys, run, SCOPE, repeats=repeats)

    def answer(word: str, title: str, key: str, run: Callable[[], object], card: QWidget) -> KeyAction:
        return KeyAction(f"{SCOPE}.{word}", title, (key,), run, SCOPE, within=card)

    translate = QCoreApplication.translate
    shooting = [
        action("fire", translate("CaptureKeys", "Shoot"), ("Space", "Return", "Enter"), does.fire),
        action("pause", translate("CaptureKeys", "Pause, go on"), ("Esc",), does.pause),
        action("re_shoot", translate("CaptureKeys", "Shoot the spread again"), ("R",), does.re_shoot),
        action("insert", translate("CaptureKeys", "Insert before the spread"), ("I",), does.insert),
        action("delete", translate("CaptureKeys", "Delete the spread"), ("D", "Del"), does.delete),
        KeyAction(UNDO_ACTION, translate("CaptureKeys", "Undo"), ("Ctrl+Z",), does.take_back, SCOPE),
        action("accept", translate("CaptureKeys", "Keep as it is"), ("A",), does.accept),
        action("release", translate("CaptureKeys", "Release: hands are clear"), ("L",), does.release),
    ]
    saying = [
        action(
            role.value,
            translate("CaptureKeys", "This is: %1").replace("%1", word),
            (key,),
            partial(does.say_role, role),
        )
        for role, word, key in (
            (ShotRole.BLANK, translate("CaptureKeys", "blank"), "B"),
            (ShotRole.COVER, translate("CaptureKeys", "cover"), "C"),
            (ShotRole.FOLDOUT, translate("CaptureKeys", "foldout"), "F"),
            (ShotRole.TITLE, translate("CaptureKeys", "title page"), "T"),
        )
    ]
    saying.append(action("note", translate("CaptureKeys", "Note on the spread"), ("N",), does.begin_note))
    looking = [
        action("back", translate("CaptureKeys", "Spread before"), ("Left",), partial(does.step, -1), repeats=True),
        action("on", translate("CaptureKeys", "Spread after"), ("Right",), partial(does.step, +1), repeats=True),
        action("up", translate("CaptureKeys", "Ten spreads back"), ("Up",), partial(does.step, -10), repeats=True),
        action("down", translate("CaptureKeys", "Ten spreads on"), ("Down",), partial(does.step, +10), repeats=True),
        action("first", translate("CaptureKeys", "First spread"), ("Home",), partial(does.select, 0)),
        action("last", translate("CaptureKeys", "End of the book"), ("End",), partial(does.select, None)),
        action("look", translate("CaptureKeys", "See the spread large"), ("V",), does.look),
    ]
    layers = [
        action(f"layer_{name}", title, (key,), partial(does.toggle_layer, name))
        for name, title, key in (
            ("page_box", translate("CaptureKeys", "Page box on and off"), "X"),
            ("margins", translate("CaptureKeys", "Margins on and off"), "M"),
            ("peaking", translate("CaptureKeys", "Focus peaking on and off"), "P"),
            ("zebra", translate("CaptureKeys", "Zebra on and off"), "Z"),
            ("grid", translate("CaptureKeys", "Grid on and off"), "G"),
            ("loupe", translate("CaptureKeys", "Loupe 1:1 on and off"), "1"),
            ("ghost", translate("CaptureKeys", "Last spread laid over, on and off"), "O"),
        )
    ]
    loupe = [
        action(f"loupe_{key.lower()}", title, (f"Shift+{key}",), partial(does.move_loupe, across, along), repeats=True)
        for key, title, across, along in (
            ("Left", translate("CaptureKeys", "Loupe to the left"), -LOUPE_STEP, 0.0),
            ("Right", translate("CaptureKeys", "Loupe to the right"), LOUPE_STEP, 0.0),
            ("Up", translate("CaptureKeys", "Loupe up"), 0.0, -LOUPE_STEP),
            ("Down", translate("CaptureKeys", "Loupe down"), 0.0, LOUPE_STEP),
        )
    ]
    answers = [
        answer("turned", translate("CaptureKeys", "It was turned"), "Y", partial(does.confirm, turned=True), confirm),
        answer("not_turned", translate("CaptureKeys", "Not turned"), "N", partial(does.confirm, turned=False), confirm),
        answer("at_end", translate("CaptureKeys", "Go on at the end"), "E", does.go_on_at_end, question),
        answer("no_answer", translate("CaptureKeys", "Neither"), "Esc", does.stop_asking, question),
        answer("seen", translate("CaptureKeys", "Put the comparison away"), "Esc", does.stop_comparing, comparison),
        answer("look_away", translate("CaptureKeys", "Back to the live views"), "Esc", does.look, viewer),
        answer("books", translate("CaptureKeys", "Go to the books"), "Ctrl+B", does.open_books, no_book),
    ]
    return [*shooting, *saying, *looking, *layers, *loupe, *answers]
