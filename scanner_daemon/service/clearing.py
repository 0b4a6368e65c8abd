"""What ends a fault, by its code: so that nobody waits for what will not come by itself, or mends what would.

The same code can mean two things. A camera that is gone comes back by itself; a spread that was not taken because the
camera was gone stays so until it is shot again. So the answer depends on where the fault was found.
"""

from __future__ import annotations

from enum import Enum, auto

from scanner_daemon.api.schemas import Clears

__all__ = ["BODY", "CLEARS_WHEN", "CONDITIONS", "LINK", "Found", "clears"]


class Found(Enum):
    """Where a fault was found."""

    STOPPED = auto()
    """It is why everything stands still."""
    IN_PLACE = auto()
    """The spread in hand could not be taken."""
    CONDITION = auto()
    """An interlock is violated now."""
    BODY = auto()
    """A camera is not alive."""
    LINK = auto()
    """The controller is not reached."""
    ASIDE = auto()
    """Something that does not hold up the work."""


CLEARS_WHEN = {
    Clears.RELEASED: "It clears when somebody has looked at the cradle and released it.",
    Clears.CAMERA_ANSWERS: "It clears by itself as soon as the camera answers.",
    Clears.CRADLE_ANSWERS: "It clears by itself as soon as the cradle's controller answers.",
    Clears.LID_CLOSED: "It clears by itself when the lid is closed.",
    Clears.PLATEN_UP: "It clears by itself when the platen is up.",
    Clears.ROOM_MADE: "It clears by itself when there is room on the disk.",
    Clears.BATTERY_CHANGED: "It clears by itself when the camera has a charged battery.",
    Clears.CLOCK_SET: "It clears by itself when the camera's clock is right.",
    Clears.SHOT_AGAIN: "It clears when the spread is shot again, or kept as it is.",
    Clears.NEXT_SPREAD: "It clears with the next spread.",
    Clears.TURN_CONFIRMED: "It clears when somebody has looked at the book and said whether the leaf was turned.",
    Clears.SETTINGS_CORRECTED: "It clears when the settings are corrected and the daemon is started again.",
}
"""The English rendering."""

CONDITIONS = {
    "emergency_stop": Clears.RELEASED,
    "link_lost": Clears.CRADLE_ANSWERS,
    "cradle_fault": Clears.RELEASED,
    "cradle_needs_operator": Clears.RELEASED,
    "not_homed": Clears.RELEASED,
    "lid_open": Clears.LID_CLOSED,
    "platen_not_up": Clears.PLATEN_UP,
    "camera_lost": Clears.CAMERA_ANSWERS,
    "disk_low": Clears.ROOM_MADE,
    "own_work": Clears.NEXT_SPREAD,
    "battery_low": Clears.BATTERY_CHANGED,
    "clock_off": Clears.CLOCK_SET,
}

BODY = {
    "camera_failed": Clears.CAMERA_ANSWERS,
    "camera_not_found": Clears.CAMERA_ANSWERS,
    "camera_wrong_body": Clears.CAMERA_ANSWERS,
    "camera_duplicate_serial": Clears.CAMERA_ANSWERS,
    "camera_has_no_serial": Clears.SETTINGS_CORRECTED,
    "camera_unplugged": Clears.CAMERA_ANSWERS,
    "camera_silent": Clears.CAMERA_ANSWERS,
    "camera_crashed": Clears.CAMERA_ANSWERS,
    "camera_busy": Clears.CAMERA_ANSWERS,
    "camera_store_full": Clears.CAMERA_ANSWERS,
    "camera_name_taken": Clears.CAMERA_ANSWERS,
    "camera_out_of_focus": Clears.CAMERA_ANSWERS,
    "camera_battery_low": Clears.BATTERY_CHANGED,
    "camera_dial_not_manual": Clears.CAMERA_ANSWERS,
    "camera_permission_denied": Clears.CAMERA_ANSWERS,
    "camera_claimed": Clears.CAMERA_ANSWERS,
    "camera_exposure_unknown": Clears.CAMERA_ANSWERS,
    "camera_file_damaged": Clears.CAMERA_ANSWERS,
    "camera_file_missing": Clears.CAMERA_ANSWERS,
    "camera_disk_full": Clears.ROOM_MADE,
    "camera_disk_trouble": Clears.ROOM_MADE,
    "camera_setting_unknown": Clears.SETTINGS_CORRECTED,
    "camera_setting_refused": Clears.SETTINGS_CORRECTED,
    "camera_setting_changed": Clears.CAMERA_ANSWERS,
    "camera_setting_locked": Clears.SETTINGS_CORRECTED,
    "camera_trouble": Clears.CAMERA_ANSWERS,
}

LINK = {
    "cradle": Clears.RELEASED,
    "cradle_port_missing": Clears.CRADLE_ANSWERS,
    "cradle_port_denied": Clears.CRADLE_ANSWERS,
    "cradle_port_roots_only": Clears.CRADLE_ANSWERS,
    "cradle_port_busy": Clears.CRADLE_ANSWERS,
    "cradle_port_unusable": Clears.CRADLE_ANSWERS,
    "cradle_silent": Clears.CRADLE_ANSWERS,
    "cradle_garbled": Clears.CRADLE_ANSWERS,
    "cradle_protocol_differs": Clears.CRADLE_ANSWERS,
    "cradle_link_lost": Clears.CRADLE_ANSWERS,
    "cradle_operator_needed": Clears.RELEASED,
    "emergency_stop": Clears.RELEASED,
    "emergency_stop_unconfirmed": Clears.CRADLE_ANSWERS,
    "cradle_release_not_possible": Clears.RELEASED,
    "cradle_not_homed": Clears.RELEASED,
    "cradle_busy": Clears.CRADLE_ANSWERS,
    "cradle_lid_open": Clears.LID_CLOSED,
    "cradle_edge_pressed": Clears.RELEASED,
    "cradle_platen_not_up": Clears.PLATEN_UP,
    "cradle_not_fitted": Clears.SETTINGS_CORRECTED,
    "cradle_turn_id_out_of_range": Clears.NEXT_SPREAD,
    "cradle_command_refused": Clears.CRADLE_ANSWERS,
    "cradle_parameter_out_of_range": Clears.SETTINGS_CORRECTED,
    "cradle_motion_not_finished": Clears.RELEASED,
    "cradle_jam_platen": Clears.RELEASED,
    "cradle_jam_turner": Clears.RELEASED,
    "cradle_pinch": Clears.RELEASED,
    "cradle_lid_opened": Clears.RELEASED,
    "cradle_host_lost": Clears.RELEASED,
    "cradle_vacuum_not_reached": Clears.RELEASED,
    "cradle_no_leaf": Clears.RELEASED,
    "cradle_two_leaves": Clears.RELEASED,
    "cradle_output_too_long": Clears.RELEASED,
    "cradle_home_not_found": Clears.RELEASED,
}


def clears(found: Found, code: str) -> Clears | None:
    """What ends this fault; None for a code that no table has, of which a test sees to it that there is none."""
    match found:
        case Found.STOPPED:
            return Clears.RELEASED
        case Found.IN_PLACE:
            return Clears.SHOT_AGAIN
        case Found.ASIDE:
            return Clears.NEXT_SPREAD
        case Found.CONDITION:
            return CONDITIONS.get(code)
        case Found.BODY:
            return BODY.get(code)
        case Found.LINK:
            return LINK.get(code)
