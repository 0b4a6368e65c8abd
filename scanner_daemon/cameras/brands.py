"""What each brand calls things: libgphoto2's widget names and value formats, as a table.

Names were read in libgphoto2's ``camlibs/ptp2/config.c``. Where models of one brand differ, the first name that the
body has is used. Standard library only: a body's process imports this.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["BRANDS", "GENERIC", "Brand", "brand_of"]


Order = tuple[str, str]
"""A widget and the value that, set to it, makes the body do something."""

_EOS_PRESS = (("opcode", "0x9128,0x3,0x1"), ("eosremoterelease", "Press Full MF"), ("eosremoterelease", "Press Full"))
_EOS_RELEASE = (("opcode", "0x9129,0x3"), ("eosremoterelease", "Release"), ("eosremoterelease", "Release Full"))


@dataclass(frozen=True, slots=True)
class Brand:
    """One brand's vocabulary. A tuple of names or orders goes from the preferred one down."""

    name: str
    serial: tuple[str, ...] = ("serialnumber",)
    shutter: tuple[str, ...] = ("shutterspeed",)
    aperture: tuple[str, ...] = ("aperture", "f-number")
    iso: tuple[str, ...] = ("iso",)
    white_balance: tuple[str, ...] = ("whitebalance",)
    colour_temperature: tuple[str, ...] = ("colortemperature",)
    mode_dial: tuple[str, ...] = ("expprogram",)
    manual_modes: frozenset[str] = frozenset({"M", "Manual"})
    focus_mode: tuple[str, ...] = ("focusmode",)
    manual_focus: frozenset[str] = frozenset({"Manual"})
    image_format: tuple[str, ...] = ("imagequality",)
    capture_target: tuple[str, ...] = ("capturetarget",)
    card: str = "Memory card"
    battery: tuple[str, ...] = ("batterylevel",)
    viewfinder: str | None = None
    clock: tuple[tuple[str, str], ...] = (("syncdatetime", "1"), ("datetime", "now"))
    clock_shown: tuple[str, ...] = ("datetimeutc", "datetime")
    """What tells the body's time, in seconds of the epoch; Canon's ``datetime`` has its time zone added."""
    shutter_count: tuple[str, ...] = ("shuttercounter",)
    setup: tuple[tuple[str, str], ...] = ()
    """Set at connect where the body has it, before the settings of the person."""
    fire: tuple[Order, ...] = ()
    """What makes libgphoto2 send the shutter operation with the least before it; empty: trigger_capture()."""
    fire_to_ram: tuple[Order, ...] = ()
    release: tuple[Order, ...] = ()
    """What lets the button go after ``fire`` pressed it."""
    ready: tuple[Order, ...] = ()
    """What asks whether the body is busy, without changing anything."""

    @property
    def locked(self) -> tuple[tuple[str, ...], ...]:
        """Everything that changes how a page looks: none of it may change within a book."""
        return (
            self.shutter,
            self.aperture,
            self.iso,
            self.white_balance,
            self.colour_temperature,
            self.mode_dial,
            self.focus_mode,
            self.image_format,
        )


GENERIC = Brand("Camera")

BRANDS = (
    Brand(
        "Nikon",
        shutter=("shutterspeed2", "shutterspeed"),
        aperture=("f-number",),
        focus_mode=("focusmode2", "focusmode"),
        manual_focus=frozenset({"MF (fixed)", "MF (selection)", "MF", "Manual"}),
        viewfinder="viewfinder",
        setup=(("isoauto", "Off"), ("autofocus", "Off")),
        # InitiateCaptureRecInMedia(without autofocus, to card): trigger_capture() would first send GetEvent,
        # DeviceReady, GetEvent and GetDevicePropValue, and afterwards hold on until the exposure is over.
        fire=(("opcode", "0x9207,0xffffffff,0x0"),),
        fire_to_ram=(("opcode", "0x9207,0xffffffff,0x1"),),
        ready=(("opcode", "0x90c8"),),
    ),
    Brand(
        "Canon",
        serial=("eosserialnumber", "serialnumber"),
        aperture=("aperture",),
        mode_dial=("autoexposuremode", "autoexposuremodedial", "expprogram"),
        image_format=("imageformat", "imagequality"),
        viewfinder="viewfinder",
        # RemoteReleaseOn(full, without autofocus) with one GetEvent before it. trigger_capture() would half-press and
        # wait 100 ms for focus events first; eosremoterelease asks for events after the release, before it returns.
        fire=_EOS_PRESS,
        fire_to_ram=_EOS_PRESS,
        release=_EOS_RELEASE,
    ),
    Brand(
        "Sony",
        aperture=("f-number",),
        card="card",
        setup=(("prioritymode", "Application"),),
    ),
)


def brand_of(manufacturer: str, model: str) -> Brand:
    """The vocabulary of a body by what it reports; a generic one for a brand that nobody described."""
    told = f"{manufacturer} {model}".casefold()
    return next((brand for brand in BRANDS if brand.name.casefold() in told), GENERIC)
