"""The keys of the review screen. Most work in one of its two views only."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from operator_gui.keys.registry import KeyAction
from operator_gui.screens.review.acts import UNDO_ACTION
from operator_gui.screens.review.detail import Detail
from scanner_daemon.api.schemas import FlagOpinion, ShotRole

if TYPE_CHECKING:
    from operator_gui.screens.review.screen import ReviewScreen

__all__ = ["SCOPE", "key_actions"]

SCOPE = "review"


def key_actions(screen: ReviewScreen, grid: QWidget, detail: QWidget) -> list[KeyAction]:
    """All of them; ``grid`` and ``detail`` are the two views."""
    return [*_both(screen), *_of_grid(screen, grid), *_of_detail(screen, detail)]


def _both(screen: ReviewScreen) -> list[KeyAction]:
    translate = QCoreApplication.translate
    roles = (
        (ShotRole.BLANK, translate("ReviewKeys", "Say: blank page"), "B"),
        (ShotRole.COVER, translate("ReviewKeys", "Say: cover"), "C"),
        (ShotRole.FOLDOUT, translate("ReviewKeys", "Say: foldout"), "F"),
        (ShotRole.TITLE, translate("ReviewKeys", "Say: title page"), "T"),
    )
    return [
        *(
            KeyAction(f"review.{role.value}", title, (key,), partial(screen.say_role, role), SCOPE)
            for role, title, key in roles
        ),
        KeyAction("review.note", translate("ReviewKeys", "Write a note"), ("N",), screen.note, SCOPE),
        KeyAction(
            "review.re_shoot", translate("ReviewKeys", "Shoot this spread again"), ("R",), screen.re_shoot, SCOPE
        ),
        KeyAction("review.delete", translate("ReviewKeys", "Delete this spread"), ("D", "Del"), screen.delete, SCOPE),
        KeyAction(UNDO_ACTION, translate("ReviewKeys", "Take back"), ("Ctrl+Z",), screen.acts.take_back, SCOPE),
    ]


def _of_grid(screen: ReviewScreen, within: QWidget) -> list[KeyAction]:
    translate = QCoreApplication.translate

    def moving(name: str, title: str, key: str, **by: int) -> KeyAction:
        return KeyAction(
            f"review.{name}", title, (key,), partial(screen.move, **by), SCOPE, repeats=True, within=within
        )

    return [
        KeyAction(
            "review.open",
            translate("ReviewKeys", "Look at this spread"),
            ("Return",),
            screen.open_current,
            SCOPE,
            within=within,
        ),
        moving("left", translate("ReviewKeys", "Spread to the left"), "Left", columns=-1),
        moving("right", translate("ReviewKeys", "Spread to the right"), "Right", columns=1),
        moving("up", translate("ReviewKeys", "Row above"), "Up", rows=-1),
        moving("down", translate("ReviewKeys", "Row below"), "Down", rows=1),
        moving("page_up", translate("ReviewKeys", "Screen above"), "PgUp", screens=-1),
        moving("page_down", translate("ReviewKeys", "Screen below"), "PgDown", screens=1),
        KeyAction(
            "review.home", translate("ReviewKeys", "First spread"), ("Home",), screen.to_first, SCOPE, within=within
        ),
        KeyAction("review.end", translate("ReviewKeys", "Last spread"), ("End",), screen.to_last, SCOPE, within=within),
        KeyAction(
            "review.filter",
            translate("ReviewKeys", "Next filter"),
            ("Ctrl+F",),
            screen.cycle_filter,
            SCOPE,
            within=within,
        ),
    ]


def _of_detail(screen: ReviewScreen, within: QWidget) -> list[KeyAction]:
    translate = QCoreApplication.translate

    def on(do: Callable[[Detail], object]) -> Callable[[], object]:
        return lambda: do(screen.detail())

    def one(
        name: str, title: str, keys: tuple[str, ...], run: Callable[[], object], *, repeats: bool = False
    ) -> KeyAction:
        return KeyAction(f"review.{name}", title, keys, run, SCOPE, repeats=repeats, within=within)

    return [
        one("back", translate("ReviewKeys", "Back to all spreads"), ("Esc", "Backspace"), screen.show_grid),
        one("next_spread", translate("ReviewKeys", "Next spread"), ("PgDown",), lambda: screen.step(1), repeats=True),
        one(
            "previous_spread",
            translate("ReviewKeys", "Spread before"),
            ("PgUp",),
            lambda: screen.step(-1),
            repeats=True,
        ),
        one("side", translate("ReviewKeys", "The other page"), ("S",), on(Detail.next_side)),
        one("wipe", translate("ReviewKeys", "Before and after the page engine"), ("X",), on(Detail.toggle_wipe)),
        one("words", translate("ReviewKeys", "Words over the page"), ("W",), on(Detail.cycle_words)),
        one("older", translate("ReviewKeys", "Older version beside it"), ("O",), on(Detail.cycle_older)),
        one(
            "doubtful",
            translate("ReviewKeys", "Next doubtful word"),
            (".",),
            on(lambda each: each.words.doubtful()),
            repeats=True,
        ),
        one("edit", translate("ReviewKeys", "Correct the word"), ("Return",), on(lambda each: each.words.edit())),
        one(
            "look_left",
            translate("ReviewKeys", "Left: word, edge or picture"),
            ("Left",),
            on(lambda each: each.horizontal(-1)),
            repeats=True,
        ),
        one(
            "look_right",
            translate("ReviewKeys", "Right: word, edge or picture"),
            ("Right",),
            on(lambda each: each.horizontal(1)),
            repeats=True,
        ),
        one(
            "look_up",
            translate("ReviewKeys", "Up: word or picture"),
            ("Up",),
            on(lambda each: each.vertical(-1)),
            repeats=True,
        ),
        one(
            "look_down",
            translate("ReviewKeys", "Down: word or picture"),
            ("Down",),
            on(lambda each: each.vertical(1)),
            repeats=True,
        ),
        one(
            "closer", translate("ReviewKeys", "Closer"), ("+", "="), on(lambda each: each.canvas.zoom(1)), repeats=True
        ),
        one("farther", translate("ReviewKeys", "Farther"), ("-",), on(lambda each: each.canvas.zoom(-1)), repeats=True),
        one("actual", translate("ReviewKeys", "Actual pixels"), ("1",), on(lambda each: each.canvas.actual_size())),
        one("fit", translate("ReviewKeys", "Whole page"), ("0",), on(lambda each: each.canvas.fit())),
        one("next_flag", translate("ReviewKeys", "Next flag"), ("G",), on(lambda each: each.panel.flags.next())),
        one(
            "accept",
            translate("ReviewKeys", "Accept the flag"),
            ("A",),
            on(lambda each: each.answer(FlagOpinion.CONFIRMED)),
        ),
        one(
            "overrule",
            translate("ReviewKeys", "Overrule the flag"),
            ("V",),
            on(lambda each: each.answer(FlagOpinion.ACCEPTED)),
        ),
    ]
