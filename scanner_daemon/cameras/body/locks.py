"""Settings that must stay as they are within a book: set, read back, and looked at again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from scanner_daemon.cameras.body import widgets
from scanner_daemon.cameras.body.failure import BodyFailure
from scanner_daemon.cameras.body.session import Session
from scanner_daemon.cameras.exposure_time import exposure_ms, same_value

__all__ = ["Locks"]


@dataclass(slots=True)
class Locks:
    """The locked widgets of one body and the values that they had when they were locked."""

    values: dict[str, str] = field(default_factory=dict)
    shutter: str | None = None
    """The name of the widget that tells the exposure time."""
    files_per_shot: int = 1
    """Two where the image format names a raw file and a JPEG."""
    open: set[str] = field(default_factory=set)
    """Locks that a person has opened for a while."""

    @classmethod
    def set_up(cls, session: Session, wanted: Mapping[str, str]) -> Locks:
        """Give the body its settings and lock them, with everything else that changes how a page looks.

        Raises BodyFailure ``no_setting``, ``bad_value``, or ``not_kept`` when it shows another value afterwards.
        """
        locks = cls()
        brand, camera = session.brand, session.camera
        for name, value in brand.setup:
            if name not in wanted and widgets.find(camera, name) is not None:
                widgets.write(camera, name, value)
        for name, value in wanted.items():
            shown = widgets.read(camera, name)
            if shown is None or not same_value(shown, value):
                widgets.write(camera, name, value)
                shown = widgets.read(camera, name)
            if shown is None or not same_value(shown, value):
                raise BodyFailure("not_kept", setting=name, value=value, shown=shown or "nothing")
            locks.values[name] = shown
        for names in brand.locked:
            found = widgets.first_value(camera, names)
            if found is not None:
                locks.values.setdefault(*found)
        found = widgets.first_value(camera, brand.shutter)
        locks.shutter = found[0] if found is not None else None
        locks._read_format(session)
        return locks

    def _read_format(self, session: Session) -> None:
        image_format = widgets.first_value(session.camera, session.brand.image_format)
        self.files_per_shot = 2 if image_format is not None and "+" in image_format[1] else 1

    def holds(self, name: str) -> bool:
        """Whether this widget must stay as it is."""
        return name in self.values and name not in self.open

    def lock(self, session: Session, name: str) -> str:
        """Lock a widget at the value that the body shows now; that value. Raises BodyFailure ``no_setting``."""
        shown = widgets.read(session.camera, name)
        if shown is None:
            raise BodyFailure("no_setting", setting=name)
        self.values[name] = shown
        self.open.discard(name)
        self._read_format(session)
        return shown

    def unlock(self, name: str) -> None:
        """Let a person change it, until it is locked again or the body is connected anew."""
        if name in self.values:
            self.open.add(name)

    def changed_by_hand(self, session: Session, name: str) -> None:
        """A person has set an opened lock: what the body shows now is what it goes on with."""
        if name in self.open:
            self.values[name] = widgets.read(session.camera, name) or ""
            self._read_format(session)

    def exposure_ms(self) -> float | None:
        """The exposure time that is locked, in milliseconds."""
        return None if self.shutter is None else exposure_ms(self.values.get(self.shutter, ""))

    def look_again(self, session: Session) -> dict[str, str]:
        """Compare every locked widget with the body; put back what can be put back.

        Returns what is different still, as widget to shown value.
        """
        changed = {}
        for name, value in self.values.items():
            if name in self.open:
                continue
            shown = widgets.read(session.camera, name)
            if shown is None or same_value(shown, value):
                continue
            try:
                widgets.write(session.camera, name, value)
                shown = widgets.read(session.camera, name) or ""
            except BodyFailure as failure:
                if failure.session_in_doubt and failure.kind == "unplugged":
                    raise
            if not same_value(shown, value):
                changed[name] = shown
        return changed
