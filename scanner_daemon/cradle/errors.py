"""What can go wrong at the cradle, in sentences for the person who stands there."""

from __future__ import annotations

from scanner_daemon.errors import BookcradleError

__all__ = [
    "CommandNotUnderstood",
    "CradleBusy",
    "CradleError",
    "CradleGarbled",
    "CradleLinkLost",
    "CradleNotHomed",
    "CradlePartNotFitted",
    "CradlePortBusy",
    "CradlePortDenied",
    "CradlePortMissing",
    "CradlePortRootsOnly",
    "CradlePortUnusable",
    "CradleProtocolDiffers",
    "CradleSilent",
    "EmergencyStopLatched",
    "EmergencyStopUnconfirmed",
    "HomeNotFound",
    "HostWasLost",
    "LeafNotTaken",
    "LidOpen",
    "LidOpenedInMotion",
    "MotionNotFinished",
    "OperatorNeeded",
    "OutputOnTooLong",
    "Pinched",
    "PlatenEdgePressed",
    "PlatenJammed",
    "PlatenNotUp",
    "ReleaseNotPossible",
    "TurnIdOutOfRange",
    "TurnerJammed",
    "TwoLeavesTurned",
    "VacuumNotReached",
]


class CradleError(BookcradleError):
    """Anything about platen, page turner and the link to them."""

    code = "cradle"
    what = "Something went wrong at the cradle: {detail}."
    remedy = "Look at the cradle, then press Release."


# ---------------------------------------------------------------------------------------------------- reaching the port


class CradlePortMissing(CradleError):
    """No such tty."""

    code = "cradle_port_missing"
    what = "The cradle's controller is not there: {port} does not exist."
    remedy = "Plug in its USB cable, and check that it has power; it is found by itself."


class CradlePortDenied(CradleError):
    """The tty may not be opened by this user."""

    code = "cradle_port_denied"
    what = "This user may not open {port}; it belongs to the group {group}."
    remedy = "Run `sudo usermod -aG {group} {user}`, log out and in again, or install bookcradle's udev rules."


class CradlePortRootsOnly(CradleError):
    """No group may open the tty that a person could be put into."""

    code = "cradle_port_roots_only"
    what = "Nobody but root may open {port}."
    remedy = "Install bookcradle's udev rules (`udev/README.md`), then plug the controller in again."


class CradlePortBusy(CradleError):
    """Another process holds the tty."""

    code = "cradle_port_busy"
    what = "Another program is using the cradle's port {port}."
    remedy = "Close it (a second bookcradle, the Arduino IDE, ModemManager); `fuser {port}` names it."


class CradlePortUnusable(CradleError):
    """The tty exists and cannot be opened for another reason."""

    code = "cradle_port_unusable"
    what = "The cradle's port {port} cannot be opened: {detail}."
    remedy = "Unplug the controller, wait five seconds and plug it in again; check `port` and `baud` in the settings."


class CradleSilent(CradleError):
    """The tty is open and nobody answers."""

    code = "cradle_silent"
    what = "The cradle's controller at {port} does not answer."
    remedy = "Check its power, and that this is its port; `bookcradle cradle flash` writes the firmware that it needs."


class CradleGarbled(CradleError):
    """Bytes come from the tty, and none of them is a frame."""

    code = "cradle_garbled"
    what = "What comes from {port} at {baud} baud is not the language of the cradle's controller."
    remedy = "Check that this is its port and not another device's, and that `baud` is what its firmware is built for."


class CradleProtocolDiffers(CradleError):
    """Another major version."""

    code = "cradle_protocol_differs"
    what = "The controller speaks protocol {theirs} and this program protocol {ours}."
    remedy = "Run `bookcradle cradle flash`: it writes the firmware that belongs to this version of bookcradle."


class CradleLinkLost(CradleError):
    """It was connected, and is not now."""

    code = "cradle_link_lost"
    what = "The link to the cradle's controller broke: {detail}."
    remedy = "Check its USB cable; nothing is repeated by itself, and it is reconnected as soon as it is back."


# ------------------------------------------------------------------------------------------------- a person is needed


class OperatorNeeded(CradleError):
    """The controller started again by itself, or a turn ended nobody knows how."""

    code = "cradle_operator_needed"
    what = "{detail}, so nothing moves until somebody has looked."
    remedy = "Look at the book and the platen, take your hands away, then press Release."


class EmergencyStopLatched(CradleError):
    """Stopped by the button or by the host."""

    code = "emergency_stop"
    what = "The emergency stop is on."
    remedy = "See that everything is safe; if the red button is down, twist it until it springs up. Then press Release."


class EmergencyStopUnconfirmed(CradleError):
    """The stop was sent, and no answer came."""

    code = "emergency_stop_unconfirmed"
    what = "The controller has not confirmed the emergency stop: {detail}."
    remedy = "Hit the red button at the cradle. The controller stops by itself when it hears nothing from here."


class ReleaseNotPossible(CradleError):
    """The button is still down, or something is still pinched."""

    code = "cradle_release_not_possible"
    what = "The stop cannot be released yet: the red button is still down, or the platen's edge is still pressed."
    remedy = "Twist the red button until it springs up, free the platen's edge, then press Release again."


class CradleNotHomed(CradleError):
    """It does not know where it is."""

    code = "cradle_not_homed"
    what = "The cradle does not know where its platen is."
    remedy = "Take your hands away and press Release: it finds its switches first."


# ------------------------------------------------------------------------------------------------------ refused for now


class CradleBusy(CradleError):
    """Something else is moving."""

    code = "cradle_busy"
    what = "The cradle is still moving."
    remedy = "Wait until it stands still, then try again."


class LidOpen(CradleError):
    """Motion is refused while the lid is open."""

    code = "cradle_lid_open"
    what = "The lid is open, so nothing may move."
    remedy = "Close the lid, then try again."


class PlatenEdgePressed(CradleError):
    """Motion is refused while something presses the strip."""

    code = "cradle_edge_pressed"
    what = "Something presses the platen's edge, so nothing may move."
    remedy = "Take it away, keep your hands clear, then try again."


class PlatenNotUp(CradleError):
    """A leaf cannot turn."""

    code = "cradle_platen_not_up"
    what = "The leaf cannot be turned because the platen is not up."
    remedy = "Raise the platen, then try again."


class CradlePartNotFitted(CradleError):
    """The rig has no such part."""

    code = "cradle_not_fitted"
    what = "This cradle has no {part}."
    remedy = "Do it by hand, or set `cradle` in the settings to what is fitted."


class TurnIdOutOfRange(CradleError):
    """An id that the controller cannot remember."""

    code = "cradle_turn_id_out_of_range"
    what = "The turn number {turn_id} does not fit the controller's memory (1 to 4294967294)."
    remedy = "Nothing was turned. Report this: turn numbers are given by the library."


class CommandNotUnderstood(CradleError):
    """The firmware does not know, or cannot store, what was asked."""

    code = "cradle_command_refused"
    what = "The controller refused {command}: {result}."
    remedy = "Update its firmware to this version of bookcradle."


class MotionNotFinished(CradleError):
    """The controller is alive, and the motion never ended."""

    code = "cradle_motion_not_finished"
    what = "{motion} did not finish within {deadline_s:g} s."
    remedy = "Look for what holds it back, then release the cradle."


# -------------------------------------------------------------------------------------------- faults of the controller


class PlatenJammed(CradleError):
    """The platen did not arrive."""

    code = "cradle_jam_platen"
    what = "The platen is jammed."
    remedy = "Switch off the motor supply, free the platen, switch on again and press Release."


class TurnerJammed(CradleError):
    """The arm did not arrive."""

    code = "cradle_jam_turner"
    what = "The page turner is jammed; the leaf may hang half way."
    remedy = "Free the arm, lay the leaf where it belongs, check the page numbers, then press Release."


class Pinched(CradleError):
    """The pinch strip was pressed."""

    code = "cradle_pinch"
    what = "Something was under the platen's edge; the platen stopped and backed off."
    remedy = "Take away what was there, then press Release."


class LidOpenedInMotion(CradleError):
    """The lid went up while something moved."""

    code = "cradle_lid_opened"
    what = "The lid was opened while something moved, so it stopped."
    remedy = "Close the lid, look at the leaf, then press Release."


class HostWasLost(CradleError):
    """The dead-man timer ran out."""

    code = "cradle_host_lost"
    what = "The controller heard nothing from this computer for too long while it moved, so it stopped."
    remedy = "Look at the leaf and the platen, then press Release; if it happens again, check the cable and the load."


class VacuumNotReached(CradleError):
    """No suction."""

    code = "cradle_vacuum_not_reached"
    what = "The page turner got no suction; the leaf has not been turned."
    remedy = "Check the pump, the hose and the cup, then press Release."


class LeafNotTaken(CradleError):
    """The leaf stayed where it was."""

    code = "cradle_no_leaf"
    what = "The page turner took no leaf; the book still lies open at the same pages."
    remedy = "Loosen the leaf, then press Release and try again."


class TwoLeavesTurned(CradleError):
    """The sensor counted two."""

    code = "cradle_two_leaves"
    what = "The page turner took two leaves at once."
    remedy = "Turn one leaf back, check the page numbers, then press Release."


class OutputOnTooLong(CradleError):
    """Vacuum or blower were left on."""

    code = "cradle_output_too_long"
    what = "The vacuum or the blower was on for longer than is allowed, so it was switched off."
    remedy = "Let it cool down, then press Release."


class HomeNotFound(CradleError):
    """No home switch within the travel."""

    code = "cradle_home_not_found"
    what = "The cradle did not find its home switch."
    remedy = "Check the switch and its cable, and that nothing blocks the platen, then press Release."
