"""What can go wrong with a camera, in sentences for the person at the cradle."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from scanner_daemon.errors import BookcradleError
from scanner_daemon.vocabulary import Side

__all__ = [
    "CameraBatteryLow",
    "CameraBusy",
    "CameraClaimed",
    "CameraCrashed",
    "CameraDialNotManual",
    "CameraDiskFull",
    "CameraDiskTrouble",
    "CameraDuplicateSerial",
    "CameraError",
    "CameraExposureUnknown",
    "CameraFileDamaged",
    "CameraFileMissing",
    "CameraHasNoSerial",
    "CameraNameTaken",
    "CameraNotFound",
    "CameraOutOfFocus",
    "CameraPermissionDenied",
    "CameraSettingChanged",
    "CameraSettingRefused",
    "CameraSettingUnknown",
    "CameraSilent",
    "CameraStoreFull",
    "CameraTrouble",
    "CameraUnplugged",
    "CameraWrongBody",
    "camera_called",
    "camera_error",
]

Param = str | int | float


class CameraError(BookcradleError):
    """A camera cannot do what is asked. ``camera`` names it: "right camera"."""

    code: ClassVar[str] = "camera_failed"
    what: ClassVar[str] = "The {camera} failed."
    remedy: ClassVar[str] = "Switch it off and on again; whatever it had taken is kept."


class CameraNotFound(CameraError):
    """No body is on the bus."""

    code = "camera_not_found"
    what = "The {camera} (serial number {serial}) is not connected."
    remedy = "Switch it on and plug in its USB cable; it is taken up by itself."


class CameraWrongBody(CameraError):
    """Bodies are on the bus, but not the one that the settings name."""

    code = "camera_wrong_body"
    what = "The {camera} should have serial number {serial}, but what is plugged in is: {found}."
    remedy = "Plug in the right body, or put the new serial number into the settings."


class CameraDuplicateSerial(CameraError):
    """One serial number, two bodies (or two sides of the settings)."""

    code = "camera_duplicate_serial"
    what = "Two cameras report the same serial number {serial}, so left and right cannot be told apart."
    remedy = "Unplug one of them, or give the two sides different serial numbers in the settings."


class CameraHasNoSerial(CameraError):
    """The settings give a serial number that identifies nothing."""

    code = "camera_has_no_serial"
    what = 'The serial number "{serial}" in the settings of the {camera} names no body.'
    remedy = "Run `bookcradle doctor`, which lists the serial numbers of the bodies that are plugged in."


class CameraUnplugged(CameraError):
    """The body left the bus."""

    code = "camera_unplugged"
    what = "The {camera} went away."
    remedy = "Check its USB cable and its power; it is taken up again by itself, and the spread is kept."


class CameraSilent(CameraError):
    """A call overran its deadline; the process was killed."""

    code = "camera_silent"
    what = "The {camera} stopped answering."
    remedy = "Check its USB cable, or switch it off and on. The spread is kept, press the pedal to try again."


class CameraCrashed(CameraError):
    """The child process ended by itself."""

    code = "camera_crashed"
    what = "The program that talks to the {camera} ended unexpectedly and is being started again."
    remedy = "Wait until the camera is shown as ready, then press the pedal again."


class CameraBusy(CameraError):
    """The body answers that it is busy for longer than we wait."""

    code = "camera_busy"
    what = "The {camera} stays busy."
    remedy = "Look at its screen: leave any menu or playback, and wait until its card lamp is dark."


class CameraStoreFull(CameraError):
    """The card took no picture."""

    code = "camera_store_full"
    what = "The memory card in the {camera} is full."
    remedy = "Put in an empty card, or copy the pictures off it and format it."


class CameraNameTaken(CameraError):
    """A file of that name has landed before: originals are never written over."""

    code = "camera_name_taken"
    what = "The picture of the {camera} was to be {path}, which exists already."
    remedy = "The picture stays on the camera. Restart the daemon, which takes in what lies in that folder."


class CameraOutOfFocus(CameraError):
    """The body wanted to focus and could not."""

    code = "camera_out_of_focus"
    what = "The {camera} did not release, because it is set to focus by itself ({mode}) and found no focus."
    remedy = "Set the switch on its lens to MF."


class CameraBatteryLow(CameraError):
    """The body refused for want of power."""

    code = "camera_battery_low"
    what = "The battery of the {camera} is nearly empty ({shown})."
    remedy = "Put in a charged battery, or use the mains adapter."


class CameraDialNotManual(CameraError):
    """The body chooses the exposure itself."""

    code = "camera_dial_not_manual"
    what = 'The mode dial of the {camera} is on "{mode}".'
    remedy = "Turn it to M, so that all pages are exposed alike."


class CameraPermissionDenied(CameraError):
    """The kernel's device node is not ours."""

    code = "camera_permission_denied"
    what = "This program may not use the {camera} ({node})."
    remedy = "Install the udev rules, add this user to the group bookcradle, log in again and re-plug the camera."


class CameraClaimed(CameraError):
    """The USB interface is in somebody else's hands."""

    code = "camera_claimed"
    what = "Another program holds the {camera}."
    remedy = "Close photo programs, stop the desktop's own one with `gio mount -s gphoto2`, then re-plug the camera."


class CameraExposureUnknown(CameraError):
    """Without an exposure time nobody can say when the leaf may go."""

    code = "camera_exposure_unknown"
    what = "The {camera} does not say how long it exposes."
    remedy = "Set its exposure time (not bulb), or give exposure_ms in the settings."


class CameraFileDamaged(CameraError):
    """Short or corrupt data, again and again."""

    code = "camera_file_damaged"
    what = "The {camera} delivered {name} incomplete or damaged, three times."
    remedy = "The picture stays on its card. Check the USB cable, and press the pedal to expose again."


class CameraFileMissing(CameraError):
    """The shutter was ordered, but no file came."""

    code = "camera_file_missing"
    what = "The {camera} took the order but announced no picture (or not all of it) in time."
    remedy = "Check that a card is in it and that its lens is on MF, and press the pedal to expose again."


class CameraDiskFull(CameraError):
    """No room for the file here; it is still on the body."""

    code = "camera_disk_full"
    what = "There is no room on the disk for the picture of the {camera}."
    remedy = "Free some space; the picture stays on the camera and is fetched as soon as there is room."


class CameraDiskTrouble(CameraError):
    """The file could not be written here; it is still on the body."""

    code = "camera_disk_trouble"
    what = "The picture of the {camera} could not be written to {folder}: {said}."
    remedy = "Check that folder and its disk; the picture stays on the camera."


class CameraSettingUnknown(CameraError):
    """The settings name a widget that the body has not."""

    code = "camera_setting_unknown"
    what = 'The {camera} has no setting "{setting}".'
    remedy = "Correct the settings; `bookcradle doctor` lists what the body offers."


class CameraSettingRefused(CameraError):
    """The body offers no such value."""

    code = "camera_setting_refused"
    what = 'The {camera} does not take "{value}" for {setting}; it offers: {offered}.'
    remedy = "Turn its mode dial to M, or correct the settings."


class CameraSettingChanged(CameraError):
    """A locked widget shows another value."""

    code = "camera_setting_changed"
    what = '{setting} of the {camera} was locked at "{value}" and now shows "{shown}".'
    remedy = "Put it back on the camera, so that all pages of the book look alike."


class CameraSettingLocked(CameraError):
    """Somebody wants to change what must stay as it is within a book."""

    code = "camera_setting_locked"
    what = '{setting} of the {camera} is locked at "{value}", so that all pages look alike.'
    remedy = "Change it in the settings file (cameras.{side}.settings) and start the daemon again."


class CameraTrouble(CameraError):
    """Whatever libgphoto2 gave no reason for."""

    code = "camera_trouble"
    what = "The {camera} could not {doing} ({said})."
    remedy = "Press the pedal to try again; if it happens again, switch the camera off and on."


_BY_KIND: Mapping[str, type[CameraError]] = {
    "not_found": CameraNotFound,
    "wrong_body": CameraWrongBody,
    "duplicate_serial": CameraDuplicateSerial,
    "unplugged": CameraUnplugged,
    "silent": CameraSilent,
    "crashed": CameraCrashed,
    "busy": CameraBusy,
    "store_full": CameraStoreFull,
    "out_of_focus": CameraOutOfFocus,
    "battery_low": CameraBatteryLow,
    "dial": CameraDialNotManual,
    "permission": CameraPermissionDenied,
    "claimed": CameraClaimed,
    "short_data": CameraFileDamaged,
    "corrupt": CameraFileDamaged,
    "no_file": CameraFileMissing,
    "disk_full": CameraDiskFull,
    "disk": CameraDiskTrouble,
    "name_taken": CameraNameTaken,
    "no_setting": CameraSettingUnknown,
    "bad_value": CameraSettingRefused,
    "not_kept": CameraSettingChanged,
    "setting_changed": CameraSettingChanged,
    "locked": CameraSettingLocked,
    "exposure_unknown": CameraExposureUnknown,
}


def camera_called(side: Side) -> str:
    """What sentences call the camera of a side."""
    return f"{side.value} camera" if side in {Side.LEFT, Side.RIGHT} else "camera"


def camera_error(side: Side, kind: str, details: Mapping[str, Param]) -> CameraError:
    """The error for a failure that a body's process reported."""
    error = _BY_KIND.get(kind, CameraTrouble)
    called = {"camera": camera_called(side), "side": side.value}
    return error(**{"doing": "do what was asked", "said": kind, **details, **called})
