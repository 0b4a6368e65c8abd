"""What can be wrong with the cradle.

English as the daemon says it; a test keeps both the same.
"""

from __future__ import annotations

from collections.abc import Mapping

from operator_gui.words.marked import QT_TRANSLATE_NOOP

__all__ = ["CRADLE"]

CRADLE: Mapping[str, tuple[str, str]] = {
    "cradle": (
        QT_TRANSLATE_NOOP("Problems", "Something went wrong at the cradle: {detail}."),
        QT_TRANSLATE_NOOP("Problems", "Look at the cradle, then press Release."),
    ),
    "cradle_port_missing": (
        QT_TRANSLATE_NOOP("Problems", "The cradle's controller is not there: {port} does not exist."),
        QT_TRANSLATE_NOOP("Problems", "Plug in its USB cable, and check that it has power; it is found by itself."),
    ),
    "cradle_port_denied": (
        QT_TRANSLATE_NOOP("Problems", "This user may not open {port}; it belongs to the group {group}."),
        QT_TRANSLATE_NOOP(
            "Problems",
            "Run `sudo usermod -aG {group} {user}`, log out and in again, or install bookcradle's udev rules.",
        ),
    ),
    "cradle_port_roots_only": (
        QT_TRANSLATE_NOOP("Problems", "Nobody but root may open {port}."),
        QT_TRANSLATE_NOOP(
            "Problems", "Install bookcradle's udev rules (`udev/README.md`), then plug the controller in again."
        ),
    ),
    "cradle_port_busy": (
        QT_TRANSLATE_NOOP("Problems", "Another program is using the cradle's port {port}."),
        QT_TRANSLATE_NOOP(
            "Problems",
            "Close it (a second bookcradle, the Arduino IDE, ModemManager); `fuser {port}` names it.",
        ),
    ),
    "cradle_port_unusable": (
        QT_TRANSLATE_NOOP("Problems", "The cradle's port {port} cannot be opened: {detail}."),
        QT_TRANSLATE_NOOP(
            "Problems",
            "Unplug the controller, wait five seconds and plug it in again; check `port` and `baud` in the settings.",
        ),
    ),
    "cradle_silent": (
        QT_TRANSLATE_NOOP("Problems", "The cradle's controller at {port} does not answer."),
        QT_TRANSLATE_NOOP(
            "Problems",
            "Check its power, and that this is its port; `bookcradle cradle flash` writes the firmware that it needs.",
        ),
    ),
    "cradle_garbled": (
        QT_TRANSLATE_NOOP(
            "Problems", "What comes from {port} at {baud} baud is not the language of the cradle's controller."
        ),
        QT_TRANSLATE_NOOP(
            "Problems",
            "Check that this is its port and not another device's, and that `baud` is what its firmware is built for.",
        ),
    ),
    "cradle_protocol_differs": (
        QT_TRANSLATE_NOOP("Problems", "The controller speaks protocol {theirs} and this program protocol {ours}."),
        QT_TRANSLATE_NOOP(
            "Problems",
            "Run `bookcradle cradle flash`: it writes the firmware that belongs to this version of bookcradle.",
        ),
    ),
    "cradle_link_lost": (
        QT_TRANSLATE_NOOP("Problems", "The link to the cradle's controller broke: {detail}."),
        QT_TRANSLATE_NOOP(
            "Problems",
            "Check its USB cable; nothing is repeated by itself, and it is reconnected as soon as it is back.",
        ),
    ),
    "cradle_operator_needed": (
        QT_TRANSLATE_NOOP("Problems", "{detail}, so nothing moves until somebody has looked."),
        QT_TRANSLATE_NOOP("Problems", "Look at the book and the platen, take your hands away, then press Release."),
    ),
    "emergency_stop": (
        QT_TRANSLATE_NOOP("Problems", "The emergency stop is on."),
        QT_TRANSLATE_NOOP(
            "Problems",
            "See that everything is safe; if the red button is down, twist it until it springs up. Then press Release.",
        ),
    ),
    "emergency_stop_asked": (
        QT_TRANSLATE_NOOP("Problems", "The emergency stop is on."),
        QT_TRANSLATE_NOOP("Problems", "See that everything is safe, then press Release."),
    ),
    "emergency_stop_pressed": (
        QT_TRANSLATE_NOOP("Problems", "The red button at the cradle was pressed."),
        QT_TRANSLATE_NOOP(
            "Problems",
            "See that everything is safe, twist the red button until it springs up, then press Release.",
        ),
    ),
    "emergency_stop_unconfirmed": (
        QT_TRANSLATE_NOOP("Problems", "The controller has not confirmed the emergency stop: {detail}."),
        QT_TRANSLATE_NOOP(
            "Problems",
            "Hit the red button at the cradle. The controller stops by itself when it hears nothing from here.",
        ),
    ),
    "cradle_release_not_possible": (
        QT_TRANSLATE_NOOP(
            "Problems",
            "The stop cannot be released yet: the red button is still down, or the platen's edge is still pressed.",
        ),
        QT_TRANSLATE_NOOP(
            "Problems",
            "Twist the red button until it springs up, free the platen's edge, then press Release again.",
        ),
    ),
    "cradle_not_homed": (
        QT_TRANSLATE_NOOP("Problems", "The cradle does not know where its platen is."),
        QT_TRANSLATE_NOOP("Problems", "Take your hands away and press Release: it finds its switches first."),
    ),
    "cradle_busy": (
        QT_TRANSLATE_NOOP("Problems", "The cradle is still moving."),
        QT_TRANSLATE_NOOP("Problems", "Wait until it stands still, then try again."),
    ),
    "cradle_lid_open": (
        QT_TRANSLATE_NOOP("Problems", "The lid is open, so nothing may move."),
        QT_TRANSLATE_NOOP("Problems", "Close the lid, then try again."),
    ),
    "cradle_edge_pressed": (
        QT_TRANSLATE_NOOP("Problems", "Something presses the platen's edge, so nothing may move."),
        QT_TRANSLATE_NOOP("Problems", "Take it away, keep your hands clear, then try again."),
    ),
    "cradle_platen_not_up": (
        QT_TRANSLATE_NOOP("Problems", "The leaf cannot be turned because the platen is not up."),
        QT_TRANSLATE_NOOP("Problems", "Raise the platen, then try again."),
    ),
    "cradle_not_fitted": (
        QT_TRANSLATE_NOOP("Problems", "This cradle has no {part}."),
        QT_TRANSLATE_NOOP("Problems", "Do it by hand, or set `cradle` in the settings to what is fitted."),
    ),
    "cradle_parameter_out_of_range": (
        QT_TRANSLATE_NOOP("Problems", "{name} cannot be {value}: it may be {least} to {most}."),
        QT_TRANSLATE_NOOP("Problems", "`bookcradle cradle info` shows every parameter with its bounds."),
    ),
    "cradle_turn_id_out_of_range": (
        QT_TRANSLATE_NOOP(
            "Problems",
            "The turn number {turn_id} does not fit the controller's memory (1 to 4294967294).",
        ),
        QT_TRANSLATE_NOOP("Problems", "Nothing was turned. Report this: turn numbers are given by the library."),
    ),
    "cradle_command_refused": (
        QT_TRANSLATE_NOOP("Problems", "The controller refused {command}: {result}."),
        QT_TRANSLATE_NOOP("Problems", "Update its firmware to this version of bookcradle."),
    ),
    "cradle_motion_not_finished": (
        QT_TRANSLATE_NOOP("Problems", "{motion} did not finish within {deadline_s:g} s."),
        QT_TRANSLATE_NOOP("Problems", "Look for what holds it back, then release the cradle."),
    ),
    "cradle_jam_platen": (
        QT_TRANSLATE_NOOP("Problems", "The platen is jammed."),
        QT_TRANSLATE_NOOP(
            "Problems",
            "Switch off the motor supply, free the platen, switch on again and press Release.",
        ),
    ),
    "cradle_jam_turner": (
        QT_TRANSLATE_NOOP("Problems", "The page turner is jammed; the leaf may hang half way."),
        QT_TRANSLATE_NOOP(
            "Problems",
            "Free the arm, lay the leaf where it belongs, check the page numbers, then press Release.",
        ),
    ),
    "cradle_pinch": (
        QT_TRANSLATE_NOOP("Problems", "Something was under the platen's edge; the platen stopped and backed off."),
        QT_TRANSLATE_NOOP("Problems", "Take away what was there, then press Release."),
    ),
    "cradle_lid_opened": (
        QT_TRANSLATE_NOOP("Problems", "The lid was opened while something moved, so it stopped."),
        QT_TRANSLATE_NOOP("Problems", "Close the lid, look at the leaf, then press Release."),
    ),
    "cradle_host_lost": (
        QT_TRANSLATE_NOOP(
            "Problems",
            "The controller heard nothing from this computer for too long while it moved, so it stopped.",
        ),
        QT_TRANSLATE_NOOP(
            "Problems",
            "Look at the leaf and the platen, then press Release; if it happens again, check the cable and the load.",
        ),
    ),
    "cradle_vacuum_not_reached": (
        QT_TRANSLATE_NOOP("Problems", "The page turner got no suction; the leaf has not been turned."),
        QT_TRANSLATE_NOOP("Problems", "Check the pump, the hose and the cup, then press Release."),
    ),
    "cradle_no_leaf": (
        QT_TRANSLATE_NOOP("Problems", "The page turner took no leaf; the book still lies open at the same pages."),
        QT_TRANSLATE_NOOP("Problems", "Loosen the leaf, then press Release and try again."),
    ),
    "cradle_two_leaves": (
        QT_TRANSLATE_NOOP("Problems", "The page turner took two leaves at once."),
        QT_TRANSLATE_NOOP("Problems", "Turn one leaf back, check the page numbers, then press Release."),
    ),
    "cradle_output_too_long": (
        QT_TRANSLATE_NOOP(
            "Problems",
            "The vacuum or the blower was on for longer than is allowed, so it was switched off.",
        ),
        QT_TRANSLATE_NOOP("Problems", "Let it cool down, then press Release."),
    ),
    "cradle_home_not_found": (
        QT_TRANSLATE_NOOP("Problems", "The cradle did not find its home switch."),
        QT_TRANSLATE_NOOP(
            "Problems",
            "Check the switch and its cable, and that nothing blocks the platen, then press Release.",
        ),
    ),
}
