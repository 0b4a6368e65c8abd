"""Why the rig does not go on: the reasons of the capture cycle and its interlocks."""

from __future__ import annotations

from collections.abc import Mapping

from operator_gui.words.marked import QT_TRANSLATE_NOOP

__all__ = ["REASONS"]

REASONS: Mapping[str, tuple[str, str]] = {
    "no_book": (
        QT_TRANSLATE_NOOP("Problems", "No book is open."),
        QT_TRANSLATE_NOOP("Problems", "Start a book, or open the one that lies on the cradle."),
    ),
    "busy": (
        QT_TRANSLATE_NOOP("Problems", "The rig is still busy with the last spread."),
        QT_TRANSLATE_NOOP("Problems", "Wait for the armed signal, then press again."),
    ),
    "paused": (
        QT_TRANSLATE_NOOP("Problems", "The rig is paused."),
        QT_TRANSLATE_NOOP("Problems", "Resume it, then press again."),
    ),
    "stopped": (
        QT_TRANSLATE_NOOP("Problems", "The emergency stop is latched."),
        QT_TRANSLATE_NOOP("Problems", "Make sure that hands are clear, then release it."),
    ),
    "stopped_again": (
        QT_TRANSLATE_NOOP("Problems", "The stop was pressed again."),
        QT_TRANSLATE_NOOP("Problems", "Make sure that hands are clear, then release it."),
    ),
    "confirm_turn": (
        QT_TRANSLATE_NOOP("Problems", "Nobody knows whether the leaf was turned."),
        QT_TRANSLATE_NOOP("Problems", "Look at the book and confirm: turned, or not turned."),
    ),
    "turn_not_known": (
        QT_TRANSLATE_NOOP("Problems", "Nobody knows whether the leaf after spread {position} was turned."),
        QT_TRANSLATE_NOOP("Problems", "Look at the book and confirm: turned, or not turned."),
    ),
    "turn_by_hand": (
        QT_TRANSLATE_NOOP("Problems", "The leaf has not been turned."),
        QT_TRANSLATE_NOOP("Problems", "Turn it by hand, then press."),
    ),
    "nothing_to_re_shoot": (
        QT_TRANSLATE_NOOP("Problems", "This book has no such spread yet."),
        QT_TRANSLATE_NOOP("Problems", "Press to shoot it first."),
    ),
    "red_before": (
        QT_TRANSLATE_NOOP("Problems", "The spread before this one must be shot again first."),
        QT_TRANSLATE_NOOP("Problems", "Turn back as shown."),
    ),
    "other_side_failed": (
        QT_TRANSLATE_NOOP("Problems", "This side was not exposed, because the other one could not be."),
        "",
    ),
    "nothing_landed": (
        QT_TRANSLATE_NOOP("Problems", "The camera delivered no file."),
        QT_TRANSLATE_NOOP("Problems", "Look at the camera, then press to try again."),
    ),
    "re_shoot_first": (
        QT_TRANSLATE_NOOP("Problems", "Another spread is waiting to be shot."),
        QT_TRANSLATE_NOOP("Problems", "Shoot or cancel that one first."),
    ),
    "book_open": (
        QT_TRANSLATE_NOOP("Problems", "Another book is open."),
        QT_TRANSLATE_NOOP("Problems", "Finish it first."),
    ),
    "nothing_owed": (
        QT_TRANSLATE_NOOP("Problems", "Nothing is waiting to be shot again."),
        QT_TRANSLATE_NOOP("Problems", "Press to shoot the next spread."),
    ),
    "nothing_to_confirm": (
        QT_TRANSLATE_NOOP("Problems", "No turn is in doubt."),
        QT_TRANSLATE_NOOP("Problems", "Go on as usual."),
    ),
    "no_such_camera": (
        QT_TRANSLATE_NOOP("Problems", "This rig has no such camera."),
        QT_TRANSLATE_NOOP("Problems", "Connect it, or choose the cameras it has."),
    ),
    "nothing_to_release": (
        QT_TRANSLATE_NOOP("Problems", "Nothing is latched."),
        QT_TRANSLATE_NOOP("Problems", "Go on as usual."),
    ),
    "cannot_move_now": (
        QT_TRANSLATE_NOOP("Problems", "A spread is under way."),
        QT_TRANSLATE_NOOP("Problems", "Wait for its end, or use the emergency stop."),
    ),
    "red_verdict": (
        QT_TRANSLATE_NOOP("Problems", "Spread {position} was judged red."),
        QT_TRANSLATE_NOOP("Problems", "Shoot spread {position} again, or accept it as it is."),
    ),
    "same_leaf": (
        QT_TRANSLATE_NOOP(
            "Problems",
            "Spread {position} shows pages that were photographed just before: the leaf was probably not turned.",
        ),
        QT_TRANSLATE_NOOP(
            "Problems",
            "See that the pages after those of spread {before} lie open, turn the leaf if they do not, then "
            "press; or accept spread {position} as it is.",
        ),
    ),
    "not_that_spread": (
        QT_TRANSLATE_NOOP("Problems", "This is not spread {position}."),
        QT_TRANSLATE_NOOP("Problems", "Turn to spread {position} and press again."),
    ),
    "re_shoot_asked": (
        QT_TRANSLATE_NOOP("Problems", "Spread {position} is to be shot again."),
        QT_TRANSLATE_NOOP("Problems", "Turn to spread {position} and press."),
    ),
    "unfinished": (
        QT_TRANSLATE_NOOP("Problems", "Spread {position} is not complete."),
        QT_TRANSLATE_NOOP("Problems", "Turn to spread {position} and press."),
    ),
    "deadline_passed": (
        QT_TRANSLATE_NOOP("Problems", "A part of the rig did not answer in time."),
        QT_TRANSLATE_NOOP("Problems", "Check its cable, then try again."),
    ),
    "link_lost": (
        QT_TRANSLATE_NOOP("Problems", "The cradle's controller does not answer."),
        QT_TRANSLATE_NOOP("Problems", "Check its USB cable and its power; captured files are kept."),
    ),
    "cradle_fault": (
        QT_TRANSLATE_NOOP("Problems", "The cradle has stopped itself."),
        QT_TRANSLATE_NOOP("Problems", "Clear its cause, then release the cradle."),
    ),
    "cradle_needs_operator": (
        QT_TRANSLATE_NOOP("Problems", "The cradle does not know where it stands."),
        QT_TRANSLATE_NOOP(
            "Problems",
            "Look at platen and leaf, then release the cradle; it will find its home position.",
        ),
    ),
    "not_homed": (
        QT_TRANSLATE_NOOP("Problems", "The platen has not found its home position."),
        QT_TRANSLATE_NOOP("Problems", "Release the cradle to home it."),
    ),
    "lid_open": (
        QT_TRANSLATE_NOOP("Problems", "The lid is open."),
        QT_TRANSLATE_NOOP("Problems", "Close it."),
    ),
    "platen_not_up": (
        QT_TRANSLATE_NOOP("Problems", "The platen is not up."),
        QT_TRANSLATE_NOOP("Problems", "Raise it, then press again."),
    ),
    "camera_lost": (
        QT_TRANSLATE_NOOP("Problems", "The {camera} does not answer."),
        QT_TRANSLATE_NOOP("Problems", "Check that it is switched on, and its USB cable; captured files are kept."),
    ),
    "disk_low": (
        QT_TRANSLATE_NOOP("Problems", "Only {free_mb} MB are free where the library is kept."),
        QT_TRANSLATE_NOOP("Problems", "Make room until {min_free_mb} MB are free."),
    ),
    "battery_low": (
        QT_TRANSLATE_NOOP("Problems", "The battery of the {camera} is at {percent}%."),
        QT_TRANSLATE_NOOP("Problems", "Change it between two spreads; the book goes on where it is."),
    ),
    "own_work": (
        QT_TRANSLATE_NOOP("Problems", "The rig is busy with work of its own."),
        QT_TRANSLATE_NOOP("Problems", "Press again in a moment."),
    ),
    "lamps_warming": (
        QT_TRANSLATE_NOOP("Problems", "The lamps are warming up: {left_s} s left."),
        QT_TRANSLATE_NOOP("Problems", "Wait, or go on without waiting in the rig's set-up."),
    ),
    "pedal_tried": (
        QT_TRANSLATE_NOOP("Problems", "The pedal is being tried."),
        QT_TRANSLATE_NOOP("Problems", "End its trial in the rig's set-up, then press again."),
    ),
}
