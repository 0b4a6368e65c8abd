"""What can be wrong with a camera.

English as the daemon says it; a test keeps both the same.
"""

from __future__ import annotations

from collections.abc import Mapping

from operator_gui.words.marked import QT_TRANSLATE_NOOP

__all__ = ["CAMERAS"]

CAMERAS: Mapping[str, tuple[str, str]] = {
    "camera_failed": (
        QT_TRANSLATE_NOOP("Problems", "The {camera} failed."),
        QT_TRANSLATE_NOOP("Problems", "Switch it off and on again; whatever it had taken is kept."),
    ),
    "camera_not_found": (
        QT_TRANSLATE_NOOP("Problems", "The {camera} (serial number {serial}) is not connected."),
        QT_TRANSLATE_NOOP("Problems", "Switch it on and plug in its USB cable; it is taken up by itself."),
    ),
    "camera_wrong_body": (
        QT_TRANSLATE_NOOP(
            "Problems",
            "The {camera} should have serial number {serial}, but what is plugged in is: {found}.",
        ),
        QT_TRANSLATE_NOOP("Problems", "Plug in the right body, or put the new serial number into the settings."),
    ),
    "camera_duplicate_serial": (
        QT_TRANSLATE_NOOP(
            "Problems",
            "Two cameras report the same serial number {serial}, so left and right cannot be told apart.",
        ),
        QT_TRANSLATE_NOOP(
            "Problems",
            "Unplug one of them, or give the two sides different serial numbers in the settings.",
        ),
    ),
    "camera_has_no_serial": (
        QT_TRANSLATE_NOOP("Problems", 'The serial number "{serial}" in the settings of the {camera} names no body.'),
        QT_TRANSLATE_NOOP(
            "Problems",
            "Run `bookcradle doctor`, which lists the serial numbers of the bodies that are plugged in.",
        ),
    ),
    "camera_unplugged": (
        QT_TRANSLATE_NOOP("Problems", "The {camera} went away."),
        QT_TRANSLATE_NOOP(
            "Problems",
            "Check its USB cable and its power; it is taken up again by itself, and the spread is kept.",
        ),
    ),
    "camera_silent": (
        QT_TRANSLATE_NOOP("Problems", "The {camera} stopped answering."),
        QT_TRANSLATE_NOOP(
            "Problems",
            "Check its USB cable, or switch it off and on. The spread is kept, press the pedal to try again.",
        ),
    ),
    "camera_crashed": (
        QT_TRANSLATE_NOOP(
            "Problems",
            "The program that talks to the {camera} ended unexpectedly and is being started again.",
        ),
        QT_TRANSLATE_NOOP("Problems", "Wait until the camera is shown as ready, then press the pedal again."),
    ),
    "camera_busy": (
        QT_TRANSLATE_NOOP("Problems", "The {camera} stays busy."),
        QT_TRANSLATE_NOOP(
            "Problems",
            "Look at its screen: leave any menu or playback, and wait until its card lamp is dark.",
        ),
    ),
    "camera_store_full": (
        QT_TRANSLATE_NOOP("Problems", "The memory card in the {camera} is full."),
        QT_TRANSLATE_NOOP("Problems", "Put in an empty card, or copy the pictures off it and format it."),
    ),
    "camera_name_taken": (
        QT_TRANSLATE_NOOP("Problems", "The picture of the {camera} was to be {path}, which exists already."),
        QT_TRANSLATE_NOOP(
            "Problems",
            "The picture stays on the camera. Restart the daemon, which takes in what lies in that folder.",
        ),
    ),
    "camera_out_of_focus": (
        QT_TRANSLATE_NOOP(
            "Problems",
            "The {camera} did not release, because it is set to focus by itself ({mode}) and found no focus.",
        ),
        QT_TRANSLATE_NOOP("Problems", "Set the switch on its lens to MF."),
    ),
    "camera_battery_low": (
        QT_TRANSLATE_NOOP("Problems", "The battery of the {camera} is nearly empty ({shown})."),
        QT_TRANSLATE_NOOP("Problems", "Put in a charged battery, or use the mains adapter."),
    ),
    "camera_dial_not_manual": (
        QT_TRANSLATE_NOOP("Problems", 'The mode dial of the {camera} is on "{mode}".'),
        QT_TRANSLATE_NOOP("Problems", "Turn it to M, so that all pages are exposed alike."),
    ),
    "camera_permission_denied": (
        QT_TRANSLATE_NOOP("Problems", "This program may not use the {camera} ({node})."),
        QT_TRANSLATE_NOOP(
            "Problems",
            "Install the udev rules, add this user to the group bookcradle, log in again and re-plug the camera.",
        ),
    ),
    "camera_claimed": (
        QT_TRANSLATE_NOOP("Problems", "Another program holds the {camera}."),
        QT_TRANSLATE_NOOP(
            "Problems",
            "Close photo programs, stop the desktop's own one with `gio mount -s gphoto2`, then re-plug the camera.",
        ),
    ),
    "camera_exposure_unknown": (
        QT_TRANSLATE_NOOP("Problems", "The {camera} does not say how long it exposes."),
        QT_TRANSLATE_NOOP("Problems", "Set its exposure time (not bulb), or give exposure_ms in the settings."),
    ),
    "camera_file_damaged": (
        QT_TRANSLATE_NOOP("Problems", "The {camera} delivered {name} incomplete or damaged, three times."),
        QT_TRANSLATE_NOOP(
            "Problems",
            "The picture stays on its card. Check the USB cable, and press the pedal to expose again.",
        ),
    ),
    "camera_file_missing": (
        QT_TRANSLATE_NOOP(
            "Problems",
            "The {camera} took the order but announced no picture (or not all of it) in time.",
        ),
        QT_TRANSLATE_NOOP(
            "Problems",
            "Check that a card is in it and that its lens is on MF, and press the pedal to expose again.",
        ),
    ),
    "camera_disk_full": (
        QT_TRANSLATE_NOOP("Problems", "There is no room on the disk for the picture of the {camera}."),
        QT_TRANSLATE_NOOP(
            "Problems",
            "Free some space; the picture stays on the camera and is fetched as soon as there is room.",
        ),
    ),
    "camera_disk_trouble": (
        QT_TRANSLATE_NOOP("Problems", "The picture of the {camera} could not be written to {folder}: {said}."),
        QT_TRANSLATE_NOOP("Problems", "Check that folder and its disk; the picture stays on the camera."),
    ),
    "camera_setting_unknown": (
        QT_TRANSLATE_NOOP("Problems", 'The {camera} has no setting "{setting}".'),
        QT_TRANSLATE_NOOP("Problems", "Correct the settings; `bookcradle doctor` lists what the body offers."),
    ),
    "camera_setting_refused": (
        QT_TRANSLATE_NOOP("Problems", 'The {camera} does not take "{value}" for {setting}; it offers: {offered}.'),
        QT_TRANSLATE_NOOP("Problems", "Turn its mode dial to M, or correct the settings."),
    ),
    "camera_setting_changed": (
        QT_TRANSLATE_NOOP("Problems", '{setting} of the {camera} was locked at "{value}" and now shows "{shown}".'),
        QT_TRANSLATE_NOOP("Problems", "Put it back on the camera, so that all pages of the book look alike."),
    ),
    "camera_setting_locked": (
        QT_TRANSLATE_NOOP(
            "Problems",
            '{setting} of the {camera} is locked at "{value}", so that all pages look alike.',
        ),
        QT_TRANSLATE_NOOP(
            "Problems",
            "Change it in the settings file (cameras.{side}.settings) and start the daemon again.",
        ),
    ),
    "camera_trouble": (
        QT_TRANSLATE_NOOP("Problems", "The {camera} could not {doing} ({said})."),
        QT_TRANSLATE_NOOP(
            "Problems",
            "Press the pedal to try again; if it happens again, switch the camera off and on.",
        ),
    ),
}
