"""Settings: TOML and environment in, one frozen tree of values out. An unknown key is an error that names it.

Each section belongs to the package of the same name. The environment overrides the file:
``BOOKCRADLE_CAPTURE__TURN_AFTER=exposed``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from scanner_daemon.vocabulary import TurnAfter


class Section(BaseModel):
    """A part of the settings: frozen, and closed to keys that nobody reads."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class CameraBodySettings(Section):
    """One body, known by the serial number that it reports itself."""

    serial: str
    shutter_lag_ms: float = Field(default=60.0, ge=0)
    """From the body's receipt of the shutter operation to the shutter opening, measured for this body."""
    exposure_ms: float | None = None
    """Overrides the exposure time that the body reports (bulb, or a widget that lies)."""
    rotate_degrees: Literal[0, 90, 180, 270] = 0
    """How far what it sees is turned clockwise to stand upright: 270 for a left camera on its side, 90 for a right."""
    settings: dict[str, str] = Field(default_factory=dict)
    """libgphoto2 widgets to set at connect, read back and lock: ``{iso = "100", "f-number" = "f/8"}``."""


class CamerasSettings(Section):
    """The bodies and how long each call to one may take."""

    left: CameraBodySettings | None = None
    right: CameraBodySettings | None = None
    both: CameraBodySettings | None = None
    """A single camera that sees the whole spread; excludes the other two."""
    iolibs: Path | None = None
    """Folder of libgphoto2 port drivers to use instead of the wheel's own (the rig in a box sets it)."""
    profile: Path | None = None
    """The cradle's calibration profile; without one, live alignment is told in per cent of the frame."""
    ports: tuple[str, ...] = ()
    """Ports that autodetection cannot list, such as ``ptpip:127.0.0.1:15999:15999``."""
    guard_ms: float = Field(default=15.0, ge=0)
    """Added to the predicted end of the exposure before the operator is told to turn."""
    call_deadline_s: float = Field(default=8.0, gt=0)
    capture_deadline_s: float = Field(default=20.0, gt=0)
    keep_on_card: bool = False


class CradleSettings(Section):
    """Platen and page turner."""

    controller: Literal["serial", "none"] = "serial"
    port: str = "/dev/bookcradle-controller"
    baud: int = 115_200
    has_platen_motor: bool = True
    has_turner: bool = True
    settle_deadline_s: float = Field(default=10.0, gt=0)
    turn_deadline_s: float = Field(default=20.0, gt=0)
    lamps: int = Field(default=255, ge=0, le=255)
    """Brightness of lamps that are wired to the controller, while it is connected."""
    lamp_warm_up_s: float = Field(default=0.0, ge=0, le=3600)
    """How long those lamps must have burnt before a spread is taken: their colour drifts while they warm up."""
    ports: tuple[str, ...] = ()
    """Ports to look at for a controller besides those that the system lists."""


class PedalSettings(Section):
    """Where presses come from."""

    sources: tuple[Literal["evdev", "controller", "socket", "keyboard"], ...] = ("evdev", "controller")
    device: str = "/dev/input/bookcradle-pedal"
    socket: Path | None = None
    """A Unix datagram socket that takes ``press fire`` (the simulated pedal, a network button)."""
    debounce_ms: float = Field(default=30.0, ge=0)
    keys: dict[str, Literal["fire", "re_shoot", "pause"]] = Field(default_factory=dict)
    """Keys of an uncommon foot switch by the kernel's names: ``{KEY_K = "fire"}``."""


class CaptureSettings(Section):
    """Rules of the cycle."""

    turn_after: TurnAfter | None = None
    """None: ``exposed`` where the leaf is turned by hand, ``landed`` where a motor turns it."""
    continuous: bool = False
    min_free_bytes: int = 2_000_000_000
    re_exposures: int = Field(default=2, ge=0)
    landed_deadline_s: float = Field(default=30.0, gt=0)
    verdict_deadline_s: float = Field(default=10.0, gt=0)


class SoundSettings(Section):
    """What the operator hears from this computer; the controller's buzzer is its own."""

    enabled: bool = True
    player: tuple[str, ...] = Field(default=("aplay", "-q"), min_length=1)
    """A program that plays the WAV file it is given as its last argument."""
    needs_device: bool = True
    """False for a player that needs no sound card of this machine, such as one that sends it elsewhere."""


class LibrarySettings(Section):
    """Where works, files and jobs are kept."""

    folder: Path = Path("~/bookcradle-library")
    url: str | None = None
    """A SQLAlchemy URL; None means SQLite inside the folder."""


class CatalogueSettings(Section):
    """Where titles are looked up by ISBN. Nothing is asked of the network unless an address is given."""

    isbn_url: str = Field(default="", pattern=r"^(|https?://\S*\{isbn\}\S*)$")
    """An address with ``{isbn}`` in it, such as ``https://openlibrary.org/isbn/{isbn}.json``."""
    deadline_s: float = Field(default=6.0, gt=0, le=30)


class WorkerSettings(Section):
    """What the daemon itself has done beside the cradle, by processes that give way to it."""

    pages_by_day: bool = False
    """Flatten pages while the book is being photographed; otherwise `bookcradle night` does it, or `process`."""


class ApiSettings(Section):
    """Who may speak to the daemon."""

    socket: Path = Path("/run/bookcradle/daemon.sock")
    group: str | None = "bookcradle"
    tcp_port: int | None = None
    token_file: Path | None = None
    tls_certificate: Path | None = None
    tls_key: Path | None = None


class Settings(Section):
    """The whole tree."""

    cameras: CamerasSettings = CamerasSettings()
    cradle: CradleSettings = CradleSettings()
    pedals: PedalSettings = PedalSettings()
    capture: CaptureSettings = CaptureSettings()
    sound: SoundSettings = SoundSettings()
    library: LibrarySettings = LibrarySettings()
    catalogue: CatalogueSettings = CatalogueSettings()
    workers: WorkerSettings = WorkerSettings()
    api: ApiSettings = ApiSettings()
