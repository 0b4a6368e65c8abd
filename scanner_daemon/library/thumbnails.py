"""Small pictures, made once: kept beside everything else that is derived, under the hash of what they show."""

from __future__ import annotations

import io
import threading
from pathlib import Path

from PIL import Image, ImageOps

from scanner_daemon.library.ids import new_id
from scanner_daemon.library.library import Library

__all__ = ["KEPT_WIDTHS", "Thumbnails"]

KEPT_WIDTHS = (160, 320, 640)
"""What a grid and a filmstrip ask for. Other widths are made each time."""
QUALITY = 80
AT_ONCE = 2
"""A photograph of 24 MP takes a tenth of a second of a core; a person who drags through a new book asks for forty."""
_BEGIN, _END = b"\xff\xd8", b"\xff\xd9"


class Thumbnails:
    """Reads and makes them. Safe to use from several threads."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._turns = threading.BoundedSemaphore(AT_ONCE)

    def of(self, picture: Path, sha256: str, width_px: int) -> bytes:
        """A JPEG of the picture, upright, at most ``width_px`` wide. Raises OSError for what is no picture."""
        kept = self._place(sha256, width_px) if width_px in KEPT_WIDTHS else None
        if kept is not None and (known := _whole(kept)) is not None:
            return known
        with self._turns:
            if kept is not None and (known := _whole(kept)) is not None:
                return known
            made = _small(picture, width_px)
            if kept is not None:
                self._keep(kept, made)
            return made

    def is_kept(self, sha256: str, width_px: int) -> bool:
        """Whether the small picture is there, and what it shows need not be."""
        return width_px in KEPT_WIDTHS and self._place(sha256, width_px).is_file()

    def keep(self, sha256: str, image: Image.Image) -> None:
        """Make the usual one of an image that is in memory anyhow, whose file has the hash ``sha256``."""
        small = image.copy()
        small.thumbnail((KEPT_WIDTHS[1], KEPT_WIDTHS[1] * 4), reducing_gap=2.0)
        self._keep(self._place(sha256, KEPT_WIDTHS[1]), _jpeg(small))

    def _place(self, sha256: str, width_px: int) -> Path:
        return self._library.folders.derived_path("thumbnail", f"{sha256}-{width_px}", ".jpg")

    def _keep(self, place: Path, content: bytes) -> None:
        """Not synced to the disk: one that a power cut tore is noticed by its end, and made again."""
        part = place.with_name(f".{new_id()}.part")
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            part.write_bytes(content)
            part.replace(place)
        except OSError:  # a full disk costs the speed of the next look, not this one
            part.unlink(missing_ok=True)


def _whole(place: Path) -> bytes | None:
    try:
        content = place.read_bytes()
    except OSError:
        return None
    return content if content.startswith(_BEGIN) and content.endswith(_END) else None


def _small(picture: Path, width_px: int) -> bytes:
    with Image.open(picture) as image:
        image.draft("RGB", (width_px * 2, width_px * 2))
        upright = ImageOps.exif_transpose(image).convert("RGB")
        upright.thumbnail((width_px, width_px * 4), reducing_gap=2.0)
        return _jpeg(upright)


def _jpeg(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()
