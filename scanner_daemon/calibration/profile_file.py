"""A profile as a file: JSON with its format's number and its own hash, so that nothing is read that was not written."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path

from pydantic import ValidationError

from scanner_daemon.calibration.profile import Profile
from scanner_daemon.errors import BookcradleError

__all__ = ["FORMAT", "ProfileDamaged", "ProfileTooNew", "ProfileUnreadable", "read_profile", "write_profile"]

FORMAT = 1
_LARGEST_BYTES = 16_000_000


class ProfileUnreadable(BookcradleError):
    """There is no such file, or it is no profile."""

    code = "profile.unreadable"
    what = "The calibration profile {path} cannot be read: {detail}."
    remedy = "Name another file in the settings (cameras.profile), or take the line out to go on without a profile."


class ProfileTooNew(BookcradleError):
    """A later program wrote it."""

    code = "profile.too_new"
    what = "The calibration profile {path} was written by a newer program (format {found}, this one reads {known})."
    remedy = "Update bookcradle, or name an older profile in the settings (cameras.profile)."


class ProfileDamaged(BookcradleError):
    """Its values are not those that were written."""

    code = "profile.damaged"
    what = "The calibration profile {path} was changed after it was made."
    remedy = "Profiles are never edited: take the file from a copy, or calibrate again."


def write_profile(path: Path, profile: Profile) -> None:
    """Write by atomic rename; an existing file of that name is replaced. Raises OSError."""
    document = {
        "bookcradle_profile": FORMAT,
        "sha256": profile.content_hash,
        "profile": profile.model_dump(mode="json"),
    }
    handle, part = tempfile.mkstemp(prefix=path.name, suffix=".part", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(document, file, indent=1)
            file.write("\n")
            file.flush()
            os.fsync(file.fileno())
        Path(part).chmod(0o644)
        Path(part).replace(path)
    except BaseException:
        Path(part).unlink(missing_ok=True)
        raise


def read_profile(path: Path) -> Profile:
    """Read and check. Raises ProfileUnreadable, ProfileTooNew or ProfileDamaged."""
    try:
        if path.stat().st_size > _LARGEST_BYTES:
            raise ProfileUnreadable(path=str(path), detail="it is far too large for one")
        document = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise ProfileUnreadable(path=str(path), detail=error.strerror or type(error).__name__) from error
    except (ValueError, RecursionError) as error:
        raise ProfileUnreadable(path=str(path), detail="it is not JSON") from error
    number = document.get("bookcradle_profile") if isinstance(document, dict) else None
    if isinstance(number, bool) or not isinstance(number, int) or number < 1:
        raise ProfileUnreadable(path=str(path), detail="it is not a bookcradle profile")
    if number > FORMAT:
        raise ProfileTooNew(path=str(path), found=number, known=FORMAT)
    try:
        profile = Profile.model_validate(document.get("profile"))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ProfileUnreadable(path=str(path), detail=f"{where}: {first['msg']}") from error
    if profile.content_hash != document.get("sha256"):
        raise ProfileDamaged(path=str(path))
    return profile
