"""The names of files in ``incoming/``, as `Intent.stem` makes them: ``SHOT.ATTEMPT.suffix``, or with ``.part``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from scanner_daemon.vocabulary import FileKind

__all__ = ["IncomingName", "kind_of", "parse_name"]

_NAME = re.compile(r"(?P<shot>[0-9a-f]{32})\.(?P<attempt>[1-9][0-9]{0,5}|0)(?P<suffix>\.[A-Za-z0-9]{1,8})")

_KINDS = {
    ".jpg": FileKind.JPEG,
    ".jpeg": FileKind.JPEG,
    ".png": FileKind.PNG,
    ".tif": FileKind.TIFF,
    ".tiff": FileKind.TIFF,
    ".xmp": FileKind.SIDECAR,
    ".json": FileKind.SIDECAR,
    ".nef": FileKind.RAW,
    ".cr2": FileKind.RAW,
    ".cr3": FileKind.RAW,
    ".arw": FileKind.RAW,
    ".dng": FileKind.RAW,
    ".raf": FileKind.RAW,
    ".orf": FileKind.RAW,
    ".rw2": FileKind.RAW,
    ".pef": FileKind.RAW,
}


@dataclass(frozen=True, slots=True)
class IncomingName:
    """What a file's name says about it."""

    shot_id: str
    attempt: int
    suffix: str


def parse_name(name: str) -> IncomingName | None:
    """Read a file's name; None when it is not one of ours, or still a ``.part``."""
    found = _NAME.fullmatch(name)
    if found is None or found["suffix"].lower() == ".part":
        return None
    return IncomingName(found["shot"], int(found["attempt"]), found["suffix"])


def kind_of(suffix: str) -> FileKind | None:
    """What a file with this suffix is; None for a suffix of no camera that is known."""
    return _KINDS.get(suffix.lower())
