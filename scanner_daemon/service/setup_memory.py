"""What was chosen at the screen while the rig was set up: one file beside the library, so that a restart remembers.

The settings file stays the technician's own, with its comments, and often belongs to root; so it is never written. What
is chosen at the screen goes before it, and is gone when this file is deleted.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from scanner_daemon.cameras.serials import bare
from scanner_daemon.errors import BookcradleError
from scanner_daemon.library.atomic import write_atomically
from scanner_daemon.settings import CameraBodySettings, CamerasSettings, Settings
from scanner_daemon.vocabulary import Side

__all__ = ["Chosen", "SetupMemory", "SetupUnreadable"]

FILE = "rig-setup.json"


class SetupUnreadable(BookcradleError):
    """The file is damaged, or of a newer version."""

    code = "setup.unreadable"
    what = "What was chosen when the rig was set up cannot be read from {file}: {detail}."
    remedy = "Mend that file, or delete it and set the rig up again; nothing else is lost."
    exit_code = 2


class Chosen(BaseModel):
    """All choices. None: as the settings file says."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    cameras: dict[Side, str] | None = None
    """Serial numbers by side."""
    locked: dict[str, dict[str, str]] = Field(default_factory=dict)
    """Camera settings by serial number (without padding) and name."""
    controller: Literal["serial", "none"] | None = None
    port: str | None = None
    lamps: int | None = Field(default=None, ge=0, le=255)
    lamp_warm_up_s: float | None = Field(default=None, ge=0, le=3600)
    pedal_keys: dict[str, Literal["fire", "re_shoot", "pause"]] | None = None
    operator: str | None = None
    """Who works at the cradle."""

    def applied(self, settings: Settings) -> Settings:
        """The settings as they hold with these choices."""
        cradle = {
            "controller": self.controller,
            "port": self.port,
            "lamps": self.lamps,
            "lamp_warm_up_s": self.lamp_warm_up_s,
        }
        pedals = settings.pedals
        if self.pedal_keys is not None:
            pedals = pedals.model_copy(update={"keys": dict(self.pedal_keys)})
        return settings.model_copy(
            update={
                "cameras": self._cameras(settings.cameras),
                "cradle": settings.cradle.model_copy(
                    update={key: value for key, value in cradle.items() if value is not None}
                ),
                "pedals": pedals,
            }
        )

    def _cameras(self, settings: CamerasSettings) -> CamerasSettings:
        known = {bare(body.serial): body for body in (settings.left, settings.right, settings.both) if body is not None}
        sides = {Side.LEFT: settings.left, Side.RIGHT: settings.right, Side.BOTH: settings.both}
        if self.cameras is not None:
            sides = {side: self._body(self.cameras.get(side), known) for side in sides}
        return settings.model_copy(update={side.value: body and self._with_locks(body) for side, body in sides.items()})

    @staticmethod
    def _body(serial: str | None, known: dict[str, CameraBodySettings]) -> CameraBodySettings | None:
        """A body that the settings file describes keeps its description, whichever side it is given."""
        return None if serial is None else known.get(bare(serial)) or CameraBodySettings(serial=serial)

    def _with_locks(self, body: CameraBodySettings) -> CameraBodySettings:
        locked = self.locked.get(bare(body.serial), {})
        return body.model_copy(update={"settings": {**body.settings, **locked}}) if locked else body


class SetupMemory:
    """The file, and what it says. ``changed`` is called after a choice that only a newly opened rig follows."""

    def __init__(self, folder: Path, changed: Callable[[], None] = lambda: None) -> None:
        """Raises SetupUnreadable."""
        self.file = folder / FILE
        self._changed = changed
        self.chosen = self._read()

    def choose(self, *, reopen: bool, **choices: object) -> None:
        """Remember these choices, beside those made before; ``reopen``: have the rig opened again with them."""
        self.chosen = Chosen.model_validate(self.chosen.model_dump() | choices)
        write_atomically(self.file, self.chosen.model_dump_json(indent=1, exclude_none=True).encode() + b"\n")
        if reopen:
            self._changed()

    def lock(self, serial: str, name: str, value: str | None) -> None:
        """Remember the value at which a body's setting is locked; None forgets it."""
        of_body = {key: held for key, held in self.chosen.locked.get(bare(serial), {}).items() if key != name}
        if value is not None:
            of_body[name] = value
        self.choose(reopen=False, locked={**self.chosen.locked, bare(serial): of_body})

    def _read(self) -> Chosen:
        try:
            return Chosen.model_validate_json(self.file.read_bytes())
        except FileNotFoundError:
            return Chosen()
        except OSError as error:
            raise SetupUnreadable(file=str(self.file), detail=error.strerror or str(error)) from error
        except ValidationError as error:
            raise SetupUnreadable(file=str(self.file), detail=error.errors()[0]["msg"]) from error
