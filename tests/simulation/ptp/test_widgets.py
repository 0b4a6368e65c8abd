"""The settings of a simulated body under libgphoto2's names, with the choices that real bodies have."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scanner_daemon.simulation.ptp import SimulatedBody, WrongDial

if TYPE_CHECKING:
    from tests.simulation.ptp.conftest import CameraHost

DUMPS = Path(__file__).resolve().parents[4] / "shared" / "data" / "gphoto2_configs"

SETTABLE = {
    "nikon": {
        "shutterspeed2": "1/125",
        "f-number": "f/11",
        "iso": "400",
        "isoauto": "On",
        "whitebalance": "Daylight",
        "focusmode2": "MF (fixed)",
        "imagequality": "NEF+Fine",
        "imagesize": "2784x1856",
        "capturetarget": "Memory card",
        "liveviewaffocus": "Single-servo AF",
        "exposurecompensation": "1",
    },
    "canon": {
        "shutterspeed": "1/30",
        "aperture": "11",
        "iso": "800",
        "whitebalance": "Color Temperature",
        "colortemperature": "4500",
        "focusmode": "One Shot",
        "drivemode": "Single silent",
        "imageformat": "RAW + L",
        "capturetarget": "Memory card",
        "picturestyle": "Neutral",
        "meteringmode": "Spot",
        "reviewtime": "2 seconds",
    },
}
TOLD = {
    "nikon": {"expprogram": "M", "batterylevel": "87%", "serialnumber": "3001234", "focusmode": "Manual"},
    "canon": {"autoexposuremode": "Manual", "batterylevel": "75%", "eosserialnumber": "023021000123"},
}


def test_every_setting_is_read_back_as_it_was_set(host: CameraHost, brand: str) -> None:
    for name, value in SETTABLE[brand].items():
        before = host("get", name=name)
        assert not before["read_only"]
        assert before["value"] != value
        host("set", name=name, value=value)
        assert host.get(name) == value, name


def test_what_only_the_body_decides_is_told(host: CameraHost, brand: str) -> None:
    assert {name: host.get(name) for name in TOLD[brand]} == TOLD[brand]


@pytest.mark.parametrize("brand", ["nikon"], indirect=True)  # an EOS has one
def test_both_spellings_of_nikon_s_shutter_time_keep_in_step(host: CameraHost) -> None:
    host("set", name="shutterspeed2", value="1/25")
    assert host.get("shutterspeed") == "0.0400s"
    host("set", name="shutterspeed", value="2.0000s")
    assert host.get("shutterspeed2") == "2"


def test_the_two_bodies_name_their_widgets_differently(host: CameraHost, brand: str) -> None:
    for name in {"nikon": ("eosserialnumber", "aperture"), "canon": ("f-number", "isoauto")}[brand]:
        assert host("knows", name=name) is False


def test_the_choices_are_those_of_real_bodies(host: CameraHost, brand: str) -> None:
    if not DUMPS.is_dir():
        pytest.skip(f"no dumps of real bodies at {DUMPS}")
    names = {
        "nikon": ("shutterspeed2", "f-number", "iso", "whitebalance", "focusmode2", "expprogram", "imagesize"),
        "canon": ("shutterspeed", "aperture", "iso", "whitebalance", "focusmode", "drivemode", "meteringmode"),
    }[brand]
    dumps = [
        file.read_text(errors="replace") for file in DUMPS.glob("nikon-d7500.txt" if brand == "nikon" else "canon-*")
    ]
    for name in names:
        real = {choice for dump in dumps for choice in _choices(dump, name)}
        # 10.3 is how this libgphoto2 spells the code that the dumps' older one spelt 10
        ours = {"10" if choice == "10.3" else choice for choice in host("get", name=name)["choices"]}
        assert ours <= real, name


def _choices(dump: str, name: str) -> list[str]:
    blocks = re.findall(rf"^/main/\w+/{re.escape(name)}\s*\n(.*?)(?=^/main/|\Z)", dump, re.MULTILINE | re.DOTALL)
    return [choice.strip() for block in blocks for choice in re.findall(r"^Choice: \d+ (.*)$", block, re.MULTILINE)]


def test_with_the_dial_on_p_the_shutter_cannot_be_set_until_it_is_back_on_m(
    host: CameraHost, body: SimulatedBody, brand: str
) -> None:
    mode, shutter = ("expprogram", "shutterspeed2") if brand == "nikon" else ("autoexposuremode", "shutterspeed")
    body.inject(WrongDial())
    host("set", name="iso", value="400")  # libgphoto2 keeps what it knows for up to 2 s: a setting makes it look again
    if brand == "nikon":
        assert host.fails_with("set", name=shutter, value="1/30") == -2  # a read-only widget
    else:
        assert host("get", name=shutter)["choices"] == ["auto"]
    assert host.get(mode) == "P"
    body.clear_faults()
    host("reopen")
    assert host.get(mode) == ("M" if brand == "nikon" else "Manual")
    host("set", name=shutter, value="1/30")
    assert host.get(shutter) == "1/30"
