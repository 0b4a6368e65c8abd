"""The calibration that a photograph was taken under: found by the name that its book keeps."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from scanner_daemon.calibration.profile import Profile, SideProfile
from scanner_daemon.calibration.profile_file import ProfileDamaged, ProfileTooNew, ProfileUnreadable, read_profile
from scanner_daemon.library.pages import Photograph

__all__ = ["CalibrationFound", "Profiles"]


@dataclass(frozen=True, slots=True)
class CalibrationFound:
    """One side of a profile and the profile's hash, or why there is none; all None where none was ever named."""

    side: SideProfile | None = None
    profile_hash: str | None = None
    why_none: str | None = None


class Profiles:
    """The profiles of a library's folder, and the one that the settings name, wherever it lies."""

    def __init__(self, folder: Path, in_force: Path | None = None) -> None:
        self._folder = folder
        self._in_force = in_force
        self._read: dict[str, Profile | str] = {}

    def of(self, photograph: Photograph) -> CalibrationFound:
        """What holds for a photograph. A profile that is missing or damaged costs a page its calibration, no more."""
        name = photograph.profile
        if name is None:
            return CalibrationFound()
        if name not in self._read:
            self._read[name] = self._profile(name)
        profile = self._read[name]
        if isinstance(profile, str):
            return CalibrationFound(why_none=profile)
        side = profile.sides.get(photograph.side)
        if side is None:
            return CalibrationFound(why_none=f"the calibration {name} says nothing of the {photograph.side} side")
        if side.serial != photograph.camera_serial:
            return CalibrationFound(why_none=f"the calibration {name} is that of another camera")
        return CalibrationFound(side, profile.content_hash)

    def _profile(self, name: str) -> Profile | str:
        file = self._folder / f"{name}.json"
        if self._in_force is not None and self._in_force.stem == name:
            file = self._in_force.expanduser()
        try:
            return read_profile(file)
        except (ProfileDamaged, ProfileTooNew, ProfileUnreadable) as error:
            return error.what_happened
