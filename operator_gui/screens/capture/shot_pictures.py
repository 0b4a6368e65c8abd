"""Photographs of shots in page orientation, at the size that is asked for."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage

from operator_gui.daemon.images import Images, Picture
from operator_gui.screens.capture.filmstrip.thumbnails import stood_up
from scanner_daemon.api.schemas import RigSnapshot, Side

__all__ = ["THUMBNAIL_PX", "ShotPictures"]

THUMBNAIL_PX = 320
"""A width that the daemon keeps ready."""


class ShotPictures:
    """Knows how far the photographs of each side are to be turned."""

    def __init__(self, images: Images) -> None:
        self._images = images
        self.turns: dict[Side, int] = {}

    def follow(self, snapshot: RigSnapshot) -> None:
        """A side without a camera now keeps the turn that it had."""
        self.turns = self.turns | {side: camera.rotate_degrees for side, camera in snapshot.cameras.items()}

    def thumbnail(self, shot_id: str, then: Callable[[QImage | None], object]) -> Picture:
        """As it comes, for who turns it themselves; None where there is none."""
        path, query = f"/v1/shots/{shot_id}/thumbnail", {"width": THUMBNAIL_PX}
        return self._images.load(path, then, query=query, failed=lambda _: then(None))

    def upright(
        self, side: Side, shot_id: str, width_px: int, then: Callable[[QImage], object], owner: QObject
    ) -> Picture:
        """In page orientation, at most ``width_px`` wide as it was taken; nothing comes where there is none."""
        turn = self.turns.get(side, 0)
        return self._images.load(
            f"/v1/shots/{shot_id}/thumbnail",
            lambda image: then(stood_up(image, turn)),
            query={"width": min(2048, max(16, width_px))},
            failed=lambda _: None,
            owner=owner,
        )
